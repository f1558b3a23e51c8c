//! 内控规则: each rule trips and just does not, what a warning asks, who sees it, what a setting changes and when.

mod rules;
mod acts;
mod settings;

use futures_util::FutureExt;
use mingzhang::controls::{self, NewSetting, Severity};
use mingzhang::evidence::DocumentKind;
use mingzhang::kernel::{Money, Outcome, SubmissionId};
use mingzhang::ledger::{self, DraftLine, Side};
use mingzhang::workflow::{Card, PaidBy, SubmissionContent};

use crate::township::date;
use crate::workflow::{Village, done, noon};

/// The books begin with this much in the cash box.
const CASH: i64 = 3_000;

impl Village {
    /// A village whose opening stands: cash 3,000, bank 90,000.
    pub async fn with_cash(db: mingzhang::db::Db) -> Village {
        let v = Village::at_work(db).await;
        let chart = ledger::chart(&mut v.db.read().await.expect("reading"), v.book().id).await.expect("a chart");
        let line = |code: &str, side, yuan| {
            let account = chart.by_code(code).unwrap_or_else(|| panic!("no {code}")).id;
            DraftLine::plain("建账", account, side, Money::from_yuan(yuan))
        };
        let lines = vec![
            line("101", Side::Debit, CASH),
            line("10201", Side::Debit, 90_000),
            line("30101", Side::Credit, CASH + 90_000),
        ];
        let by = v.book().accountant();
        done!(v, |tx| ledger::confirm_opening(tx, &by, &lines, noon()).await).expect("an opening");
        v
    }

    /// The same on a paper of its own.
    pub async fn fresh(&self, content: SubmissionContent) -> SubmissionContent {
        SubmissionContent { documents: vec![self.paper(DocumentKind::Receipt).await], ..content }
    }

    /// 付现金: office things from a shop.
    pub async fn bought(&self, yuan: i64) -> SubmissionContent {
        SubmissionContent {
            item: "bangong".into(),
            amount: Money::from_yuan(yuan),
            other_party: "镇文具店".into(),
            reason: "打印纸和墨盒".into(),
            witness: "村民甲".into(),
            paid_by: PaidBy::Cash,
            ..self.electricity().await
        }
    }

    /// 收现金: rent.
    pub async fn rent(&self, yuan: i64) -> SubmissionContent {
        SubmissionContent {
            item: "zujin".into(),
            amount: Money::from_yuan(yuan),
            other_party: "镇农资公司".into(),
            reason: "集体厂房租金".into(),
            date: Some(date("2025-09-19")),
            paid_by: PaidBy::Cash,
            handler: "报账员".into(),
            documents: vec![self.paper(DocumentKind::Receipt).await],
            ..SubmissionContent::blank(Card::Income)
        }
    }

    /// The chief sets a rule from a day on, for the township or the first book.
    pub async fn sets(&self, control: &'static str, severity: Severity, from: &str, values: &[(&str, i64)]) {
        self.sets_for(None, control, severity, from, values).await.expect("set");
    }

    pub async fn sets_for(
        &self,
        book: Option<mingzhang::kernel::BookId>,
        control: &str,
        severity: Severity,
        from: &str,
        values: &[(&str, i64)],
    ) -> Outcome<()> {
        let chief = self.town.chief();
        let new = NewSetting {
            book,
            control: control.to_owned(),
            from: date(from),
            severity,
            values: values.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
        };
        done!(self, |tx| controls::set(tx, &chief, new, noon()).await)
    }

    /// The sentences kept with a submission.
    pub async fn told(&self, id: SubmissionId) -> Vec<(String, String)> {
        let warnings = self.thread(id).await.warnings;
        warnings.into_iter().map(|w| (w.control, w.words)).collect()
    }
}

/// Handed in with a reason: which rules found something.
pub async fn found(v: &Village, key: &'static str, content: SubmissionContent) -> Vec<String> {
    let explained = SubmissionContent { explanation: "已核对".into(), ..content };
    let id = v.hands_in(key, explained).await.expect("handed in");
    v.told(id).await.into_iter().map(|(control, _)| control).collect()
}
