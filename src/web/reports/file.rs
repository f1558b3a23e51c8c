use tokio::task::spawn_blocking;

use crate::app::App;
use crate::audit::{self, Act, Actor};
use crate::auth::Reader;
use crate::export::{Body, Format, Report, ReportCaption};
use crate::kernel::{BookId, Fault, Outcome, Period};
use crate::village::Book;

use crate::web::download;
use crate::web::page::Answer;
use crate::web::permit::BookPath;

/// What stands over a report of one book, made by the person who looks at it.
pub(in crate::web) fn caption(app: &App, here: &BookPath, (first, last): (Period, Period)) -> ReportCaption {
    ReportCaption {
        book_name: legal_name(&here.book),
        first,
        last,
        prepared_by: here.reader.actor().name.clone(),
        printed_at: app.now(),
    }
}

fn legal_name(book: &Book) -> String {
    if book.legal_name.is_empty() { book.name.clone() } else { book.legal_name.clone() }
}

/// A report of one book as a file. That a report which names people left the house is recorded first.
pub(in crate::web) async fn send(app: &App, by: Reader, report: Report, format: Format) -> Answer {
    if names_people(&report.body) {
        let what = format!("{} {}", report.title(), report.time());
        note_export(app, (by.actor().clone(), by.book()), what, format).await?;
    }
    send_of_township(report, format).await
}

/// Records that a paper which names people leaves the house.
pub(in crate::web) async fn note_export(
    app: &App,
    (by, book): (Actor, BookId),
    what: String,
    format: Format,
) -> Outcome<()> {
    let (act, now) = (Act::on_book(book, "report.export", what).detail(format.ending()), app.now());
    let recording = app.db.write(move |tx| {
        Box::pin(async move {
            audit::record(tx, &by, act, now).await?;
            Ok(())
        })
    });
    recording.await
}

const fn names_people(body: &Body) -> bool {
    match body {
        Body::AccountLedger(_)
        | Body::LedgerBook(..)
        | Body::MultiColumn(_)
        | Body::PartyBalances(_)
        | Body::PartyOverview(_)
        | Body::Journal(_)
        | Body::Plain(_) => true,
        Body::TrialBalance(..)
        | Body::VoucherSummary(_)
        | Body::AccountComparison(_)
        | Body::BalanceSheet(_)
        | Body::SurplusStatement(_)
        | Body::ConsolidatedBalanceSheet(_)
        | Body::ConsolidatedSurplus(_)
        | Body::ReceiptsAndPayments(_) => false,
    }
}

/// A report of several books as a file; such a report names nobody.
pub(in crate::web) async fn send_of_township(report: Report, format: Format) -> Answer {
    let name = report.file_name(format);
    let made = spawn_blocking(move || report.write(format)).await;
    let bytes = made.map_err(Fault::while_("making a file"))??;
    Ok(match format {
        // Paper opens beside the page, so that it can be printed.
        Format::Pdf | Format::Json => download::shown(&name, format.media_type(), bytes),
        Format::Xlsx | Format::Csv => download::kept(&name, format.media_type(), bytes),
    })
}

/// The same report in its other forms.
#[derive(Clone, Debug)]
pub(in crate::web) struct Links {
    /// 打印.
    pub pdf: String,
    /// 导出表格.
    pub xlsx: String,
    /// 导出文本.
    pub csv: String,
}

impl Links {
    /// Of a page at `path` with `query` behind it.
    pub(in crate::web) fn of(path: &str, query: &str) -> Links {
        let ending = |format: Format| match query {
            "" => format!("{path}.{format}"),
            query => format!("{path}.{format}?{query}"),
        };
        Links { pdf: ending(Format::Pdf), xlsx: ending(Format::Xlsx), csv: ending(Format::Csv) }
    }
}
