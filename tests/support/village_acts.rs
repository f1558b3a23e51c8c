//! What the village does in a story, each act through its page: 报账, 理财, 审批; and the centre's 受理.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::story::Story;
use super::visitor::{Attached, Page};

/// A receipt in the clerk's hand: which card it goes on, and what it says.
pub struct Receipt {
    card: &'static str,
    fields: Vec<(&'static str, String)>,
    item: &'static str,
    picture: u8,
}

/// Money the village paid: what for, in the words of the business items.
pub fn payment(item: &'static str) -> Receipt {
    Receipt { card: "花钱", fields: vec![("paid_by", "bank".into())], item, picture: 0 }
}

/// Money that came in.
pub fn income(item: &'static str) -> Receipt {
    Receipt { card: "收钱", ..payment(item) }
}

impl Receipt {
    /// How much.
    pub fn of(self, amount: &str) -> Receipt {
        self.field("amount", amount)
    }

    /// From whom, or to whom.
    pub fn with(self, other_party: &str) -> Receipt {
        self.field("other_party", other_party)
    }

    /// What for, as the villagers will read it.
    pub fn because(self, reason: &str) -> Receipt {
        self.field("reason", reason)
    }

    /// The day on the receipt.
    pub fn dated(self, date: &str) -> Receipt {
        self.field("date", date)
    }

    /// Which photograph: different numbers are different files.
    pub fn pictured(mut self, picture: u8) -> Receipt {
        self.picture = picture;
        self
    }

    /// Paid, or received, in cash.
    pub fn in_cash(self) -> Receipt {
        self.field("paid_by", "cash")
    }

    fn field(mut self, name: &'static str, value: &str) -> Receipt {
        self.fields.push((name, value.to_owned()));
        self
    }
}

/// A small photograph, different for each number.
pub fn photo(number: u8) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 48, |x, y| Rgb([number, x as u8, y as u8]));
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut bytes, ImageFormat::Jpeg).expect("a photograph");
    bytes.into_inner()
}

/// The same as a file to be attached.
pub fn picture(number: u8) -> Attached {
    let (field, name) = ("file".to_owned(), format!("票据{number}.jpg"));
    Attached { field, name, kind: "image/jpeg", bytes: photo(number) }
}

impl Story {
    /// The clerk photographs the receipt, fills in the card and hands it in; the page that answers.
    pub async fn clerk_hands_in(&mut self, code: &str, receipt: &Receipt) -> Page {
        let phone = self.person("clerk", code).await;
        let cards = phone.goes(&format!("/books/{code}/submissions/new")).await.ok();
        let card = phone.goes(&cards.link(receipt.card)).await.ok();
        let mut form = card.form("交单").choosing("item", receipt.item).attaching(picture(receipt.picture));
        for (field, value) in &receipt.fields {
            form = form.with(field, value);
        }
        phone.sends(&form).await
    }

    /// Somebody of the village opens the papers of what waits for them and says 同意.
    pub async fn agrees(&mut self, who: &str, code: &str) -> Page {
        let phone = self.person(who, code).await;
        let waiting = phone.goes(&format!("/books/{code}/approvals")).await.ok();
        let papers = phone.goes(&waiting.link("看票据")).await.ok();
        phone.sends(&papers.form("同意")).await.ok()
    }

    /// The whole finance group, then the village head.
    pub async fn village_agrees(&mut self, code: &str) {
        for member in ["group1", "group2", "group3", "head"] {
            self.agrees(member, code).await;
        }
    }

    /// 受理: the centre takes in the first that waits, as the business-item table proposes it.
    pub async fn centre_takes_in(&mut self, code: &str) -> Page {
        self.presses("accountant", code, &format!("/books/{code}/intake"), "受理").await
    }
}
