use serde::Deserialize;

use crate::app::App;
use crate::kernel::Period;
use crate::ledger::FormName;
use crate::statements;

use crate::web::error::WebError;
use crate::web::frame::Frame;
use crate::web::permit::BookPath;

/// From which book, or which cell of which statement, a ledger was opened, so that the drill can be walked back.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(super) struct Drill {
    via: String,
    line: String,
    /// What the form calls the line.
    #[serde(skip)]
    line_name: String,
}

impl Drill {
    /// With the line called as the form of that month calls it.
    pub(super) async fn named(mut self, app: &App, last: Period) -> Result<Drill, WebError> {
        let (Ok(name), Some(no)) = (self.via.parse::<FormName>(), self.no()) else { return Ok(self) };
        let form = statements::form_in_force(&mut app.db.read().await?, name, last).await?;
        let row = form.rows.into_iter().find(|row| row.no == Some(no));
        self.line_name = row.map_or_else(|| format!("第{no}行"), |row| row.name);
        Ok(self)
    }

    /// The steps above a ledger page: 报表 › 资产负债表 › 应收款项, or 账簿 › 科目余额表.
    pub(super) fn frame(&self, here: &BookPath, code: &str, months: &str) -> Frame {
        let frame = Frame::in_book(&here.who, &here.book);
        let book = format!("/books/{}", here.book.code);
        if self.via == "comparison" {
            return frame.under("报表").crumb("各村比较", format!("/ledger/{code}?{months}#b-{}", self.plain_line()));
        }
        if let Some(title) = book_title(&self.via) {
            return frame.under("账簿").crumb(title, format!("{book}/ledgers/{}", self.in_book(code, months)));
        }
        let Some(title) = statement_title(&self.via) else {
            return frame.under("账簿").crumb("科目余额表", format!("{book}/ledger?{months}#a-{code}"));
        };
        let statement = format!("{book}/statements/{}", self.via);
        let anchor = if self.no().is_some() { format!("#l-{}", self.line) } else { String::new() };
        let frame = frame.under("报表").crumb(title, format!("{statement}?{months}{anchor}"));
        match self.no() {
            Some(no) => frame.crumb(self.line_name.clone(), format!("{statement}/{no}?{months}")),
            None => frame,
        }
    }

    /// The rest of the address of the book it was opened from, at the row it was opened from.
    fn in_book(&self, code: &str, months: &str) -> String {
        let line = self.plain_line();
        match self.via.strip_prefix("party-") {
            Some(by) => format!("party-balances?{months}&by={by}#p-{line}"),
            None if self.via == "multi-column" => format!("multi-column?{months}&account={line}"),
            None => format!("{}?{months}#a-{code}", self.via),
        }
    }

    /// What may stand in an address as it is: an id, or the code of an account.
    fn plain_line(&self) -> &str {
        let plain = self.line.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if plain { &self.line } else { "" }
    }

    fn no(&self) -> Option<u32> {
        self.line.parse().ok()
    }

    /// The same steps as fields of a form.
    pub(super) fn fields(&self) -> [(&'static str, String); 2] {
        [("via", self.via.clone()), ("line", self.line.clone())]
    }

    /// The same steps for a link further down.
    pub(super) fn in_address(&self) -> String {
        match (statement_title(&self.via), self.no()) {
            (Some(_), Some(no)) => format!("&via={}&line={no}", self.via),
            (Some(_), None) => format!("&via={}", self.via),
            (None, _) if self.via == "comparison" || book_title(&self.via).is_some() => {
                format!("&via={}&line={}", self.via, self.plain_line())
            }
            (None, _) => String::new(),
        }
    }
}

/// The book of several accounts a ledger was opened from, by the last part of its address.
fn book_title(via: &str) -> Option<&'static str> {
    match via {
        "general" => Some("总账"),
        "details" => Some("明细账"),
        "cash-journal" => Some("现金日记账"),
        "bank-journal" => Some("银行存款日记账"),
        "voucher-summary" => Some("凭证汇总表"),
        "multi-column" => Some("多栏账"),
        "party-household" | "party-counterparty" | "party-project" => Some("往来余额表"),
        _ => None,
    }
}

fn statement_title(via: &str) -> Option<&'static str> {
    match via {
        "balance-sheet" => Some("资产负债表"),
        "surplus-statement" => Some("收益及收益分配表"),
        "receipts-payments" => Some("收支明细表"),
        _ => None,
    }
}
