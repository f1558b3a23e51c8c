//! 督办: what is past its day in every village — who has it, what it is, how long — and a word to whoever holds it up.

use askama::Template;
use axum::extract::State;

use crate::app::App;
use crate::kernel::{BookId, Timestamp};
use crate::village::{self, Book};
use crate::web::frame::Frame;
use crate::web::light::Light;
use crate::web::page::{Answer, show};
use crate::web::permit::Office;
use crate::workflow::{self, Wait};

use super::Overseer;

/// One item past its day.
struct Late {
    book: Book,
    wait: Wait,
    what: String,
    light: Light,
}

impl Late {
    fn of(book: Book, wait: Wait) -> Late {
        let content = &wait.submission.content;
        let what = format!("{} {}元", content.reason, content.amount);
        Late { book, what, light: Light::of_deadline(&wait.deadline), wait }
    }

    fn href(&self) -> String {
        format!("/books/{}/submissions/{}", self.book.code, self.wait.submission.id)
    }
}

#[derive(Template)]
#[template(path = "oversight/overdue.html")]
struct OverduePage {
    frame: Frame,
    /// Late long enough to be listed.
    escalated: Vec<Late>,
    /// Late, not long enough yet.
    late: Vec<Late>,
    /// How many working days make an item listed, in the township.
    days: i64,
    may_remind: bool,
}

pub(super) async fn index(State(app): State<App>, office: Office<Overseer>) -> Answer {
    let now: Timestamp = app.now();
    let mut tx = app.db.read().await?;
    let books = village::books(&mut tx).await?;
    let waits = workflow::waits(&mut tx, &office.by.0, now).await?;
    let policies = village::policies(&mut tx).await?;
    drop(tx);
    let book = |id: BookId| books.iter().find(|b| b.id == id).cloned();
    let all = waits.iter().filter(|w| w.deadline.late > 0);
    let all = all.filter_map(|w| Some(Late::of(book(w.submission.book)?, w.clone())));
    let (escalated, late): (Vec<Late>, Vec<Late>) = all.partition(|l| l.wait.escalated);
    let standing = &office.who.standing;
    show(&OverduePage {
        frame: Frame::of(&office.who).under("监督").crumb("督办", ""),
        escalated,
        late,
        // A book that is not there has no value of its own.
        days: policies.days("escalate_days", BookId::new(), now.date()),
        may_remind: standing.chief().is_ok() || standing.director().is_ok(),
    })
}
