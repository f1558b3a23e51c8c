//! 预算 and 一事一议: whatever is planned, resolved and posted, the sums hold.

use mingzhang::budget::{Actual, Direction, PlanLine, execute};
use mingzhang::kernel::{AccountId, Money, Period, Timestamp};
use mingzhang::ledger::{Account, Chart, Class, Side};
use mingzhang::projects::{Meeting, Quorum, Resolution};
use proptest::prelude::*;

use super::settings;

const CODES: [&str; 7] = ["501", "50101", "50104", "513", "51301", "5130101", "514"];

fn chart() -> Chart {
    let account = |code: &str| Account {
        id: AccountId::new(),
        book: None,
        code: code.parse().unwrap(),
        name: code.to_owned(),
        class: Class::ProfitAndLoss,
        normal_side: if code.starts_with("501") { Side::Credit } else { Side::Debit },
        cash_kind: None,
        dimension: None,
        open_to_books: false,
        mnemonic: String::new(),
        initials: String::new(),
        closed: false,
        leaf: true,
    };
    Chart::of(CODES.iter().map(|c| account(c)).collect())
}

fn lines() -> impl Strategy<Value = Vec<PlanLine>> {
    let line = (0..CODES.len(), any::<bool>(), 0..1_000_000_i64);
    prop::collection::btree_map((0..CODES.len(), any::<bool>()), line, 0..8).prop_map(|map| {
        let of = |((code, is_in), (_, _, fen)): ((usize, bool), (usize, bool, i64))| PlanLine {
            account: CODES[code].to_owned(),
            direction: if is_in { Direction::In } else { Direction::Out },
            project: None,
            amount: Money::from_fen(fen),
            note: String::new(),
        };
        map.into_iter().map(of).collect()
    })
}

fn actuals() -> impl Strategy<Value = Vec<Actual>> {
    let moved = (0..CODES.len(), 1..=12_u32, -500_000..500_000_i64, -500_000..500_000_i64);
    prop::collection::vec(moved, 0..30).prop_map(|all| {
        let of = |(code, month, debit, credit): (usize, u32, i64, i64)| Actual {
            period: Period::new(2026, month).unwrap(),
            account: CODES[code].to_owned(),
            project: None,
            debit: Money::from_fen(debit),
            credit: Money::from_fen(credit),
        };
        all.into_iter().map(of).collect()
    })
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn whatever_is_planned_the_actual_of_all_lines_is_the_turnover(lines in lines(), actuals in actuals()) {
        let done = execute(&lines, &actuals, &chart());
        let turnover: Money = actuals.iter().map(|a| a.credit - a.debit).sum();
        prop_assert_eq!(done.total(Direction::In).1 - done.total(Direction::Out).1, turnover);
        let planned: Money = lines.iter().map(|l| l.amount).sum();
        prop_assert_eq!(done.total(Direction::In).0 + done.total(Direction::Out).0, planned);
        prop_assert_eq!(done.planned.len(), lines.len());
    }

    #[test]
    fn approved_is_per_head_times_the_heads_that_pay(fen in 0..10_000_i64, heads in 0..5_000_i64, exempt in 0..6_000_i64, attended in 0..200_i64, agreed in 0..200_i64) {
        let now = Timestamp::parse("2026-03-01T00:00:00Z").unwrap();
        let resolution = Resolution {
            met_on: now.date(),
            meeting: Meeting::Households,
            electors: 150,
            attended,
            agreed,
            quorum: Quorum::of("三分之二"),
            document: "1".to_owned(),
            per_head: Money::from_fen(fen),
            heads,
            days_each: 0,
            labourers: 0,
            recorded_name: String::new(),
            recorded_at: now,
        };
        prop_assert_eq!(resolution.approved(exempt).fen(), fen * (heads - exempt).max(0));
        prop_assert_eq!(resolution.passes(), attended * 3 >= 150 * 2 && agreed * 2 > attended);
    }
}
