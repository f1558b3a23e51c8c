//! A story: a township and its people at their browsers, over the real house on a fresh database.
//!
//! Everything a story does goes through pages. Only what stands before the story begins (the people and
//! their books) is laid down through use-cases. Time stands still until the story moves it.

use std::collections::BTreeMap;

use mingzhang::app::App;
use mingzhang::auth::{self, Chief, Grant, Hashing, NewPerson, Password, Role, Standing};
use mingzhang::config::Config;
use mingzhang::db::Db;
use mingzhang::kernel::{BookId, Clock, Outcome, Period, Timestamp};
use mingzhang::village::{self, BookKind, NewBook};
use tempfile::TempDir;

use super::each_engine;
use super::visitor::{Page, Visitor};

/// Everybody's password, and the two people who are there from the first page on.
pub const PASSWORD: &str = "mingzhang-2025";
const ADMINISTRATOR: &str = "guanli";
pub const CHIEF: &str = "zongkuai";
/// Two people of the centre who work for every village.
pub const DIRECTOR: &str = "zhuren";
pub const CASHIER: &str = "chuna";

/// The house while a story is told in it.
pub struct Story {
    /// The house.
    pub app: App,
    seats: BTreeMap<String, Visitor>,
    _folder: TempDir,
}

impl Story {
    /// Tells a story on each engine, in a township that has just been founded.
    pub async fn tell(body: impl AsyncFn(&mut Story)) {
        each_engine(async |db| {
            let mut story = Story::begun(&db).await;
            body(&mut story).await;
        })
        .await;
    }

    /// A township that has just been founded, for a story told another way.
    pub async fn begun(db: &Db) -> Story {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let config = Config { data: folder.path().to_owned(), ..Config::default() };
        let morning = Clock::Fixed(instant("2025-07-01"));
        let app = App::new(db.clone(), morning, config, Hashing::fast_for_tests());
        let mut story = Story { app, seats: BTreeMap::new(), _folder: folder };
        story.is_founded().await;
        story.employs(DIRECTOR, "中心主任", Role::Director, None).await;
        story.employs(CASHIER, "资金会计", Role::Cashier, None).await;
        story
    }

    async fn is_founded(&mut self) {
        let mut first = Visitor::at(&self.app);
        let page = first.goes("/").await.ok();
        let mut form = page.form("开始使用").with("township", "青溪镇");
        for (who, login, name) in [("admin", ADMINISTRATOR, "系统管理员"), ("chief", CHIEF, "总监督会计")] {
            form = form.with(&format!("{who}_login"), login).with(&format!("{who}_name"), name);
            form = form.with(&format!("{who}_password"), PASSWORD).with(&format!("{who}_repeated"), PASSWORD);
        }
        first.sends(&form).await.ok();
    }

    /// Nine in the morning of a day; everybody's session of the day before has ended.
    pub fn it_is(&mut self, day: &str) {
        self.app.clock = Clock::Fixed(instant(day));
        self.seats.clear();
    }

    /// A village with its book, `code` in its addresses, kept from July 2025 on, and everybody who works on it.
    /// Logins are `clerk`, `head`, `group1`…`group3`, `accountant`, `colleague`, each with the book's code.
    pub async fn village(&mut self, code: &str, village: &str) -> BookId {
        let book = self.keeps_book_of(code, village).await;
        let staff = [
            ("clerk", "报账员", Role::Clerk),
            ("head", "负责人", Role::VillageHead),
            ("group1", "理财组长", Role::GroupMember),
            ("group2", "理财组员甲", Role::GroupMember),
            ("group3", "理财组员乙", Role::GroupMember),
            ("accountant", "专管员", Role::Accountant),
            ("colleague", "复核专管员", Role::Accountant),
        ];
        for (who, name, role) in staff {
            self.employs(&login(who, code), &format!("{village}{name}"), role, Some(book)).await;
        }
        book
    }

    /// A book of a village and nobody in it yet.
    pub async fn keeps_book_of(&mut self, code: &str, village: &str) -> BookId {
        let new = NewBook {
            code: code.into(),
            name: format!("{village}股份经济合作社"),
            village: village.into(),
            legal_name: String::new(),
            kind: BookKind::Collective,
            enabled_from: Period::new(2025, 7).expect("a period"),
        };
        let chief: Chief = self.standing(CHIEF).await.chief().expect("the chief");
        let now = self.app.now();
        let opening =
            self.app.db.write(move |tx| Box::pin(async move { village::add_book(tx, &chief, new, now).await }));
        opening.await.expect("a book")
    }

    /// Somebody with a login, a role, and a book (or the whole township).
    pub async fn employs(&mut self, login: &str, name: &str, role: Role, book: Option<BookId>) {
        let (new, password) =
            (NewPerson::new(login, name).expect("a person"), Password::new(login, PASSWORD).expect("a password"));
        let sealed = self.app.hashing.seal(&password).await.expect("sealed");
        let by = self.standing(ADMINISTRATOR).await.administrator().expect("the administrator");
        let now = self.app.now();
        let adding = self.app.db.write(move |tx| {
            Box::pin(async move {
                let id = auth::create_person_with_own_password(tx, &by, &new, &sealed, now).await?;
                auth::grant(tx, &by, id, Grant { role, book }, now).await
            })
        });
        adding.await.expect("employed");
    }

    async fn standing(&self, login: &str) -> Standing {
        let found: Outcome<Standing> = async {
            let mut view = self.app.db.read().await?;
            let person = auth::person_by_login(&mut view, login).await?.expect("somebody of that login");
            auth::standing_of(&mut view, person.id, "", self.app.now()).await
        }
        .await;
        found.expect("a standing")
    }

    /// A person at their browser, logged in.
    pub async fn seat(&mut self, login: &str) -> &mut Visitor {
        if !self.seats.contains_key(login) {
            let mut visitor = Visitor::at(&self.app);
            visitor.logs_in(login, PASSWORD).await;
            self.seats.insert(login.to_owned(), visitor);
        }
        self.seats.get_mut(login).expect("seated just now")
    }

    /// A person of a village, or who works for it, by what they are.
    pub async fn person(&mut self, who: &str, code: &str) -> &mut Visitor {
        self.seat(&login(who, code)).await
    }

    /// Somebody without a login.
    pub async fn passer_by_sees(&self, path: &str) -> Page {
        Visitor::at(&self.app).goes(path).await
    }
}

fn login(who: &str, code: &str) -> String {
    format!("{who}-{}", code.to_lowercase())
}

fn instant(day: &str) -> Timestamp {
    Timestamp::parse(&format!("{day}T01:00:00Z")).expect("a day")
}
