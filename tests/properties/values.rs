//! Amounts and periods.

use mingzhang::kernel::{Money, Period, parse_amount_in_words};
use proptest::prelude::*;

use crate::settings;

fn amount() -> impl Strategy<Value = Money> {
    let limit = Money::LIMIT.fen();
    prop_oneof![0..=limit, 0..=100_000i64, (0..=limit / 1_000_000).prop_map(|f| f * 1_000_000)]
        .prop_map(Money::from_fen)
}

fn signed_amount() -> impl Strategy<Value = Money> {
    (amount(), any::<bool>()).prop_map(|(money, red)| if red { -money } else { money })
}

fn period() -> impl Strategy<Value = Period> {
    (1990..2100i32, 1..=12u32).prop_map(|(year, month)| Period::new(year, month).expect("a month"))
}

proptest! {
    #![proptest_config(settings(256))]

    #[test]
    fn what_is_printed_is_read_back(money in signed_amount()) {
        prop_assert_eq!(money.plain().parse::<Money>(), Ok(money));
        prop_assert_eq!(money.to_string().parse::<Money>(), Ok(money));
    }

    #[test]
    fn capitals_are_read_back(money in signed_amount()) {
        prop_assume!(!money.is_zero());
        prop_assert_eq!(parse_amount_in_words(&money.in_words()), Some(money));
    }

    #[test]
    fn no_text_makes_reading_an_amount_panic(text in "\\PC{0,24}") {
        let _ = text.parse::<Money>();
        let _ = parse_amount_in_words(&text);
    }

    #[test]
    fn no_capitals_make_reading_panic(text in "[零壹贰玖拾佰仟万亿元圆角分整正负]{0,40}") {
        let _ = parse_amount_in_words(&text);
    }

    #[test]
    fn a_split_keeps_every_fen(money in signed_amount(), n in 1..40usize) {
        let parts = money.split(n);
        prop_assert_eq!(parts.iter().sum::<Money>(), money);
        let (most, least) = (parts.iter().max(), parts.iter().min());
        prop_assert!(most.zip(least).is_some_and(|(m, l)| (*m - *l).fen() <= 1));
    }

    #[test]
    fn months_follow_each_other_without_a_gap(month in period()) {
        prop_assert_eq!(month.next().previous(), month);
        prop_assert_eq!(month.last_day().succ_opt(), Some(month.next().first_day()));
        prop_assert_eq!(month.to_string().parse::<Period>().ok(), Some(month));
        prop_assert!(month.quarter().days().contains(month.first_day()));
    }
}
