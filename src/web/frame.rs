use crate::auth::{Role, Standing};
use crate::kernel::Period;
use crate::village::Book;

use super::visit::LoggedIn;

/// What stands around every page of a person at work: `templates/layout/{desk,phone}.html` read it.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Who is signed in.
    pub person_name: String,
    /// The words at the left, or at the bottom of a phone.
    pub rail: Vec<RailLink>,
    /// The drill; the last crumb is this page.
    pub trail: Vec<Crumb>,
    /// The book in hand.
    pub book: Option<BookLabel>,
    /// The period in hand, `2025年9月`; empty when there is none.
    pub period: String,
    /// What every form carries.
    pub csrf: String,
    /// The page's one main act, when it is a link.
    pub main_act: Option<Act>,
    /// Sentences on top of the page.
    pub notices: Vec<String>,
    /// How many things wait for this person.
    pub waiting: usize,
}

/// One word of the rail.
#[derive(Clone, Debug)]
pub struct RailLink {
    /// 凭证.
    pub word: &'static str,
    /// Where it leads.
    pub href: String,
    /// True where we are.
    pub current: bool,
}

/// One step of the drill.
#[derive(Clone, Debug)]
pub struct Crumb {
    /// What it is called.
    pub word: String,
    /// Where it leads.
    pub href: String,
}

/// A book in the top line.
#[derive(Clone, Debug)]
pub struct BookLabel {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Its village.
    pub village: String,
}

/// A link that is the page's main act.
#[derive(Clone, Debug)]
pub struct Act {
    /// A verb of the trade.
    pub word: String,
    /// Where it leads.
    pub href: String,
}

impl Frame {
    /// For a page without a book. Desk or phone words, as the person works.
    pub fn of(who: &LoggedIn) -> Frame {
        Frame::with(who, None)
    }

    /// For a page of one book.
    pub fn in_book(who: &LoggedIn, book: &Book) -> Frame {
        Frame::with(who, Some(book))
    }

    fn with(who: &LoggedIn, book: Option<&Book>) -> Frame {
        let code = book.map(|b| b.code.as_str());
        let rail = if who.standing.is_of_the_village() { phone_rail(code) } else { desk_rail(&who.standing, code) };
        Frame {
            person_name: who.standing.actor().name.clone(),
            rail,
            book: book.map(|b| BookLabel {
                code: b.code.clone(),
                name: b.name.clone(),
                village: b.village_name.clone(),
            }),
            csrf: who.session.csrf.clone(),
            ..Frame::default()
        }
    }

    /// Marks the rail's word this page belongs to, and starts the drill with it.
    pub fn under(mut self, word: &str) -> Frame {
        for link in &mut self.rail {
            link.current = link.word == word;
        }
        if let Some(link) = self.rail.iter().find(|l| l.current) {
            self.trail.push(Crumb { word: link.word.to_owned(), href: link.href.clone() });
        }
        self
    }

    /// One step of the drill. The last one added is this page; its address may be empty.
    pub fn crumb(mut self, word: impl Into<String>, href: impl Into<String>) -> Frame {
        self.trail.push(Crumb { word: word.into(), href: href.into() });
        self
    }

    /// The period in hand.
    pub fn period(mut self, period: Period) -> Frame {
        self.period = period.in_chinese();
        self
    }

    /// The main act, top right or under the thumb.
    pub fn main_act(mut self, word: impl Into<String>, href: impl Into<String>) -> Frame {
        self.main_act = Some(Act { word: word.into(), href: href.into() });
        self
    }

    /// A sentence on top of the page.
    pub fn notice(mut self, sentence: impl Into<String>) -> Frame {
        self.notices.push(sentence.into());
        self
    }

    /// How many things wait for this person.
    pub fn waiting(mut self, count: usize) -> Frame {
        self.waiting = count;
        self
    }
}

/// The page of a book; without a book in hand, the list of books that leads there.
fn href(code: Option<&str>, page: &str) -> String {
    match code {
        Some(code) => format!("/books/{code}/{page}"),
        None => format!("/books?to={page}"),
    }
}

fn phone_rail(code: Option<&str>) -> Vec<RailLink> {
    let link = |word, href| RailLink { word, href, current: false };
    vec![
        link("待办", "/".to_owned()),
        link("报账", href(code, "submissions/new")),
        link("进度", href(code, "submissions")),
        link("我的", "/me".to_owned()),
    ]
}

const CENTRE: [Role; 5] = [Role::Accountant, Role::Cashier, Role::Chief, Role::Director, Role::Observer];

const SETTING: [Role; 5] = [Role::Accountant, Role::Chief, Role::Director, Role::Observer, Role::Administrator];

fn desk_rail(standing: &Standing, code: Option<&str>) -> Vec<RailLink> {
    let of_a_book = |page: &'static str| href(code, page);
    let words: [(&'static str, String, &[Role]); 9] = [
        ("工作台", "/".to_owned(), &Role::ALL),
        ("报账", of_a_book("submissions"), &CENTRE),
        ("凭证", of_a_book("drafts"), &CENTRE),
        ("账簿", of_a_book("ledgers"), &CENTRE),
        ("对账", of_a_book("bank"), &CENTRE),
        ("报表", code.map_or("/statements".to_owned(), |_| of_a_book("statements")), &CENTRE),
        ("公开", of_a_book("disclosures"), &CENTRE),
        ("监督", "/oversight".to_owned(), &[Role::Chief, Role::Director, Role::Observer]),
        ("设置", code.map_or("/settings".to_owned(), |_| of_a_book("settings")), &SETTING),
    ];
    let used = words.into_iter().filter(|(_, _, roles)| roles.iter().any(|r| standing.holds_anywhere(*r)));
    used.map(|(word, href, _)| RailLink { word, href, current: false }).collect()
}
