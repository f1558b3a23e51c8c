//! What the centre does in a story, each act through its page: 制单, 复核, 记账, 结账, 公开.

use mingzhang::kernel::Quarter;

use super::story::{DIRECTOR, Story};
use super::visitor::Page;

/// A voucher as it is typed into the grid.
pub struct Typed {
    date: String,
    lines: Vec<[String; 4]>,
}

/// `voucher("2025-07-05").debit("修桥石料", "51302", "1,200.00").credit(…)`.
pub fn voucher(date: &str) -> Typed {
    Typed { date: date.into(), lines: Vec::new() }
}

impl Typed {
    /// A debit line.
    pub fn debit(mut self, summary: &str, account: &str, amount: &str) -> Typed {
        self.lines.push([summary, account, amount, ""].map(str::to_owned));
        self
    }

    /// A credit line.
    pub fn credit(mut self, summary: &str, account: &str, amount: &str) -> Typed {
        self.lines.push([summary, account, "", amount].map(str::to_owned));
        self
    }
}

/// What a villager can hold in the hand and look at.
pub struct Published {
    /// The short code printed on the sheet.
    pub code: String,
    /// What the QR code opens.
    pub public_path: String,
    /// Everything the board sheet says, as it can be copied out of the PDF.
    pub paper: String,
}

impl Story {
    /// 制单: types a voucher into the grid and saves it; the page that answers.
    pub async fn accountant_types(&mut self, code: &str, typed: &Typed) -> Page {
        let desk = self.person("accountant", code).await;
        let mut form =
            desk.goes(&format!("/books/{code}/drafts/new")).await.ok().form("保存").with("date", &typed.date);
        for (n, line) in typed.lines.iter().enumerate() {
            for (cell, value) in ["summary", "account", "debit", "credit"].iter().zip(line) {
                let field = format!("lines[{n}][{cell}]");
                // Lines beyond the five of the form are added by its script.
                form = if form.value(&field).is_some() { form.with(&field, value) } else { form.forged(&field, value) };
            }
        }
        desk.sends(&form).await
    }

    /// 复核: the colleague passes everything that waits, one after the other.
    pub async fn colleague_reviews(&mut self, code: &str) {
        let desk = self.person("colleague", code).await;
        let mut page = desk.goes(&format!("/books/{code}/review")).await.ok();
        while let Some(pass) = page.try_form("复核").filter(|form| form.value("version").is_some()) {
            page = desk.sends(&pass).await.ok();
        }
    }

    /// 记账: everything that was reviewed; the page that lists the numbers given.
    pub async fn colleague_posts(&mut self, code: &str) -> Page {
        let desk = self.person("colleague", code).await;
        let waiting = desk.goes(&format!("/books/{code}/posting")).await.ok();
        desk.sends(&waiting.form("记账")).await.ok()
    }

    /// 结账.
    pub async fn closes(&mut self, code: &str, period: &str) -> Page {
        let desk = self.person("accountant", code).await;
        let checklist = desk.goes(&format!("/books/{code}/closing?period={period}")).await.ok();
        desk.sends(&checklist.form("的账")).await.ok().shows("已结账").clone()
    }

    /// 公开: checked, agreed to by the whole finance group, signed, published.
    pub async fn publishes(&mut self, code: &str, quarter: Quarter) -> Published {
        let sheet = format!("/books/{code}/disclosures/{quarter}");
        self.presses("colleague", code, &sheet, "核对无误").await;
        for member in ["group1", "group2", "group3"] {
            self.presses(member, code, &sheet, "同意公开").await;
        }
        let director = self.seat(DIRECTOR).await;
        let page = director.goes(&sheet).await.ok();
        director.sends(&page.form("签发")).await.ok();
        let published = self.presses("accountant", code, &format!("{sheet}/publish"), "公布").await;
        let paper = self.person("accountant", code).await.goes(&format!("{sheet}.pdf")).await.ok();
        assert_eq!(paper.kind, "application/pdf");
        Published {
            code: code_on(&published), public_path: published.link("看公开页"), paper: words_of(&paper.bytes)
        }
    }

    /// Somebody of the village opens a page and presses a button on it.
    pub async fn presses(&mut self, who: &str, code: &str, path: &str, button: &str) -> Page {
        let seat = self.person(who, code).await;
        let page = seat.goes(path).await.ok();
        seat.sends(&page.form(button)).await.ok()
    }
}

/// The short code after 校验码: `EB6G-Z3CR-E8P2-M2HC`.
fn code_on(page: &Page) -> String {
    let words = page.words();
    let after = words.split("校验码").nth(1).unwrap_or_else(|| panic!("没有校验码:{words}"));
    after.split_whitespace().next().expect("a code").to_owned()
}

/// Everything a PDF says, without white space.
fn words_of(pdf: &[u8]) -> String {
    let document = lopdf::Document::load_mem(pdf).expect("a PDF");
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    document.extract_text(&pages).expect("its text").split_whitespace().collect()
}
