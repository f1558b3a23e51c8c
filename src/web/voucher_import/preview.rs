use askama::Template;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};

use crate::app::App;
use crate::auth::Accountant;
use crate::kernel::{Failure, Outcome};
use crate::ledger::{self, FILE_AT_DESK, VoucherFile, VoucherPreview, VoucherRows};
use crate::village::Book;

use crate::web::error::{WebRefusal, refused};
use crate::web::extract::Form;
use crate::web::frame::Frame;
use crate::web::opening::Sent;
use crate::web::page::{Answer, see_other, show, show_refused};
use crate::web::permit::Permit;

use super::mapping;
use super::page::{frame, page_of};

#[derive(Template)]
#[template(path = "voucher_import/preview.html")]
struct PreviewPage {
    frame: Frame,
    book: Book,
    form: Sent,
    found: VoucherPreview,
    notices: Vec<String>,
    /// The accounts are another program's, mapped.
    is_mapped: bool,
}

impl PreviewPage {
    /// Nothing is wrong, and what is missing is to be made.
    fn is_ready(&self) -> bool {
        let complete = self.found.missing.is_empty() || self.creates();
        self.found.refused.is_empty() && complete && !self.found.vouchers.is_empty()
    }

    fn creates(&self) -> bool {
        !self.form.create.is_empty()
    }

    fn span(&self) -> String {
        let days = self.found.vouchers.iter().map(|v| v.date);
        match (days.clone().min(), days.max()) {
            (Some(first), Some(last)) => format!("{first} 至 {last}"),
            _ => String::new(),
        }
    }
}

/// A file of vouchers, and whether its accounts are another program's.
pub(super) struct Read {
    pub(super) file: VoucherFile,
    pub(super) is_foreign: bool,
}

pub(super) fn read(bytes: &[u8]) -> Outcome<Read> {
    if bytes.is_empty() {
        return Err(WebRefusal::NoFile.into());
    }
    let is_foreign = ledger::is_u8_file(bytes, &FILE_AT_DESK);
    let file = if is_foreign {
        ledger::read_u8_file(bytes, &FILE_AT_DESK)
    } else {
        ledger::read_voucher_file(bytes, &FILE_AT_DESK)
    };
    Ok(Read { file: file.map_err(Failure::Refused)?, is_foreign })
}

/// 核对: what was sent, voucher by voucher, before anything is kept.
pub(super) async fn look_over(
    State(app): State<App>,
    permit: Permit<Accountant>,
    parts: Result<Multipart, MultipartRejection>,
) -> Answer {
    let (form, bytes) = Sent::receive(&app, permit.by.id(), parts).await?;
    show_over(&app, &permit, form, &bytes).await
}

/// The preview, or first the page that asks what another program's accounts mean.
pub(super) async fn show_over(app: &App, permit: &Permit<Accountant>, form: Sent, bytes: &[u8]) -> Answer {
    let read = match read(bytes) {
        Ok(read) => read,
        Err(failure) => {
            let refused = refused(failure)?;
            return show_refused(&page_of(app, permit, form, refused.clone()).await?, &refused);
        }
    };
    let mut tx = app.db.read().await?;
    let mut vouchers = read.file.vouchers;
    if read.is_foreign {
        let map = ledger::account_map(&mut tx, permit.book.id).await?;
        match map.apply(&vouchers) {
            Ok(mapped) => vouchers = mapped,
            Err(_) => {
                let chart = ledger::chart(&mut tx, permit.book.id).await?;
                return mapping::ask(&chart, permit, form, &vouchers, &map);
            }
        }
    }
    let found = ledger::preview_vouchers(&mut tx, permit.book.id, &vouchers, app.now()).await?;
    drop(tx);
    show(&PreviewPage {
        frame: frame(permit).crumb("核对", ""),
        book: permit.book.clone(),
        form,
        found,
        notices: read.file.notices,
        is_mapped: read.is_foreign,
    })
}

/// 导入: the vouchers wait for a second person from here on.
pub(super) async fn confirm(State(app): State<App>, permit: Permit<Accountant>, Form(form): Form<Sent>) -> Answer {
    match take(&app, &permit, &form).await {
        Ok(()) => {
            form.forget(&app, permit.by.id()).await?;
            Ok(see_other(format!("/books/{}/drafts", permit.book.code)))
        }
        Err(failure) => {
            let refused = refused(failure)?;
            show_refused(&page_of(&app, &permit, form, refused.clone()).await?, &refused)
        }
    }
}

async fn take(app: &App, permit: &Permit<Accountant>, form: &Sent) -> Outcome<()> {
    let read = read(&form.bytes(app, permit.by.id()).await?)?;
    let (by, missing, now) = (permit.by.clone(), form.missing(), app.now());
    let taking = app.db.write(move |tx| {
        Box::pin(async move {
            let vouchers: Vec<VoucherRows> = if read.is_foreign {
                let map = ledger::account_map(tx, by.book()).await?;
                map.apply(&read.file.vouchers).map_err(Failure::Refused)?
            } else {
                read.file.vouchers
            };
            ledger::import_drafts(tx, &by, &vouchers, missing, now).await
        })
    });
    taking.await.map(drop)
}
