//! Permits as extractors: no permit, no call.

use std::collections::HashMap;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::app::App;
use crate::auth::{
    Accountant, Administrator, Auditor, AuthRefusal, Cashier, Chief, Clerk, Convener, Director, GroupMember, LogReader,
    QuestionWatcher, Reader, ReceiptKeeper, Role, Sealer, Standing, Supervisor, VillageHead,
};
use crate::kernel::BookId;
use crate::reconcile::{BankHand, ImprestHand};
use crate::village::{self, Book};

use super::approvals::Signer;
use super::error::WebError;
use super::extract::Path;
use super::oversight::Overseer;
use super::papers::Bringer;
use super::receipts::ReceiptDesk;
use super::visit::LoggedIn;

/// The book whose code stands in the path as `{code}`, within sight of the person; otherwise 404.
#[derive(Clone, Debug)]
pub struct BookPath {
    /// The book.
    pub book: Book,
    /// May read it.
    pub reader: Reader,
    /// Who.
    pub who: LoggedIn,
}

impl FromRequestParts<App> for BookPath {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<BookPath, WebError> {
        let who = LoggedIn::from_request_parts(parts, app).await?;
        let Path(path) = Path::<HashMap<String, String>>::from_request_parts(parts, app).await?;
        let code = path.get("code").map_or("", String::as_str);
        let found = village::book_by_code(&mut app.db.read().await?, code).await?;
        let book = found.ok_or(AuthRefusal::NoSuchBook)?;
        let reader = who.standing.reader(book.id)?;
        Ok(BookPath { book, reader, who })
    }
}

/// A permit for the book in the path: `Permit<Clerk>`, `Permit<Accountant>`, …
#[derive(Clone, Debug)]
pub struct Permit<T> {
    /// The permit itself, for the use-case.
    pub by: T,
    /// The book.
    pub book: Book,
    /// Who.
    pub who: LoggedIn,
}

impl<T: OfBook> FromRequestParts<App> for Permit<T> {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Permit<T>, WebError> {
        let BookPath { book, who, .. } = BookPath::from_request_parts(parts, app).await?;
        Ok(Permit { by: T::of(&who.standing, book.id)?, book, who })
    }
}

/// A permit for the township: `Office<Chief>`, `Office<Administrator>`, …
#[derive(Clone, Debug)]
pub struct Office<T> {
    /// The permit itself, for the use-case.
    pub by: T,
    /// Who.
    pub who: LoggedIn,
}

impl<T: OfTownship, S: Send + Sync> FromRequestParts<S> for Office<T> {
    type Rejection = WebError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Office<T>, WebError> {
        let who = LoggedIn::from_request_parts(parts, state).await?;
        Ok(Office { by: T::of(&who.standing)?, who })
    }
}

/// A permit that is given for one book.
pub trait OfBook: Sized + Send {
    /// Who is given it.
    const ROLES: &'static [Role];
    /// From what the person holds.
    fn of(standing: &Standing, book: BookId) -> Result<Self, AuthRefusal>;
}

/// A permit that is given for the township.
pub trait OfTownship: Sized + Send {
    /// Who is given it.
    const ROLES: &'static [Role];
    /// From what the person holds.
    fn of(standing: &Standing) -> Result<Self, AuthRefusal>;
}

macro_rules! of_book {
    ($($permit:ty => $method:ident),* $(,)?) => {$(
        impl OfBook for $permit {
            const ROLES: &'static [Role] = <$permit>::ROLES;
            fn of(standing: &Standing, book: BookId) -> Result<Self, AuthRefusal> {
                standing.$method(book)
            }
        }
    )*};
}
of_book!(
    Reader => reader,
    Clerk => clerk,
    GroupMember => group_member,
    VillageHead => village_head,
    Convener => convener,
    Accountant => accountant,
    Cashier => cashier,
    Auditor => auditor,
    Supervisor => supervisor,
    QuestionWatcher => question_watcher,
);

/// An office of the township, acting on one book within sight.
macro_rules! of_book_by_office {
    ($($permit:ty => $method:ident),* $(,)?) => {$(
        impl OfBook for $permit {
            const ROLES: &'static [Role] = <$permit>::ROLES;
            fn of(standing: &Standing, _: BookId) -> Result<Self, AuthRefusal> {
                standing.$method()
            }
        }
    )*};
}
of_book_by_office!(Director => director, Sealer => sealer);

macro_rules! of_township {
    ($($permit:ty => $method:ident),* $(,)?) => {$(
        impl OfTownship for $permit {
            const ROLES: &'static [Role] = <$permit>::ROLES;
            fn of(standing: &Standing) -> Result<Self, AuthRefusal> {
                standing.$method()
            }
        }
    )*};
}
of_township!(
    Chief => chief,
    Director => director,
    Sealer => sealer,
    Administrator => administrator,
    LogReader => log_reader,
    ReceiptKeeper => receipt_keeper,
);

/// Every permit a page asks for, by the name its handler gives it, and who is given it.
pub fn permits() -> Vec<(&'static str, &'static [Role])> {
    fn of_book<T: OfBook>(name: &'static str) -> (&'static str, &'static [Role]) {
        (name, T::ROLES)
    }
    fn of_township<T: OfTownship>(name: &'static str) -> (&'static str, &'static [Role]) {
        (name, T::ROLES)
    }
    vec![
        ("BookPath", Reader::ROLES),
        of_book::<Reader>("Permit<Reader>"),
        of_book::<Clerk>("Permit<Clerk>"),
        of_book::<GroupMember>("Permit<GroupMember>"),
        of_book::<VillageHead>("Permit<VillageHead>"),
        of_book::<Convener>("Permit<Convener>"),
        of_book::<Signer>("Permit<Signer>"),
        of_book::<Bringer>("Permit<Bringer>"),
        of_book::<Accountant>("Permit<Accountant>"),
        of_book::<Cashier>("Permit<Cashier>"),
        of_book::<BankHand>("Permit<BankHand>"),
        of_book::<ImprestHand>("Permit<ImprestHand>"),
        of_book::<Auditor>("Permit<Auditor>"),
        of_book::<Supervisor>("Permit<Supervisor>"),
        of_book::<QuestionWatcher>("Permit<QuestionWatcher>"),
        of_book::<Director>("Permit<Director>"),
        of_book::<Sealer>("Permit<Sealer>"),
        of_township::<Chief>("Office<Chief>"),
        of_township::<Director>("Office<Director>"),
        of_book::<Overseer>("Permit<Overseer>"),
        of_township::<Sealer>("Office<Sealer>"),
        of_township::<Overseer>("Office<Overseer>"),
        of_township::<ReceiptKeeper>("Office<ReceiptKeeper>"),
        of_township::<ReceiptDesk>("Office<ReceiptDesk>"),
        of_township::<LogReader>("Office<LogReader>"),
        of_township::<Administrator>("Office<Administrator>"),
    ]
}
