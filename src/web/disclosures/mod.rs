//! 公开: the quarters of a book, one sheet with its road and its next act, the batch of the township.

mod acts;
mod batch;
mod index;
mod paper;
mod papers;
mod sheet;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub(super) use acts::photo;

use crate::app::App;
use crate::kernel::{Date, Quarter};

use super::light::Light;
use super::papers::SENT_LIMIT;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/disclosures", get(batch::show_batch))
        .route("/disclosures/compose", post(batch::compose))
        .route("/disclosures/paper", get(batch::paper))
        .route("/books/{code}/disclosures", get(index::index))
        .route("/books/{code}/disclosures/poster", get(paper::poster))
        .route("/books/{code}/disclosures/{quarter}", get(sheet::sheet_or_paper))
        .route("/books/{code}/disclosures/{quarter}/papers", get(papers::papers))
        .route(
            "/books/{code}/disclosures/{quarter}/papers/release",
            post(papers::release).layer(DefaultBodyLimit::max(SENT_LIMIT)),
        )
        .route("/books/{code}/disclosures/{quarter}/papers/withdraw", post(papers::withdraw))
        .route("/books/{code}/disclosures/{quarter}/compose", post(acts::compose))
        .route("/books/{code}/disclosures/{quarter}/check", post(acts::check))
        .route("/books/{code}/disclosures/{quarter}/opinions", post(acts::say))
        .route("/books/{code}/disclosures/{quarter}/sign", post(acts::sign))
        .route(
            "/books/{code}/disclosures/{quarter}/posted",
            post(acts::posted).layer(DefaultBodyLimit::max(SENT_LIMIT)),
        )
        .route("/books/{code}/disclosures/{quarter}/publish", get(acts::before_publishing).post(acts::publish))
}

/// Green once published; otherwise by the days left until it is due.
pub(in crate::web) fn light(published: Option<Date>, due: Date, today: Date) -> Light {
    let late = |days: i64| format!("逾期{days}天");
    match published {
        Some(on) if on > due => Light { tone: "green", word: format!("已公布，迟{}天", (on - due).num_days()) },
        Some(_) => Light { tone: "green", word: "已公布".to_owned() },
        None => match (due - today).num_days() {
            left if left < 0 => Light { tone: "red", word: late(-left) },
            left if left <= 5 => Light { tone: "amber", word: format!("还剩{left}天") },
            left => Light { tone: "grey", word: format!("还剩{left}天") },
        },
    }
}

/// The quarter that ended last: the one people come for.
pub(super) fn last_ended(today: Date) -> Quarter {
    crate::kernel::Period::of(today).quarter().previous()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_late_after_its_day() {
        let day = |d: &str| -> Date { d.parse().unwrap() };
        let due = day("2025-10-15");
        for (published, today, tone, word) in [
            (None, "2025-10-05", "grey", "还剩10天"),
            (None, "2025-10-12", "amber", "还剩3天"),
            (None, "2025-10-18", "red", "逾期3天"),
            (Some("2025-10-15"), "2025-11-01", "green", "已公布"),
            (Some("2025-10-17"), "2025-11-01", "green", "已公布，迟2天"),
        ] {
            let light = light(published.map(day), due, day(today));
            assert_eq!((light.tone, light.word.as_str()), (tone, word));
        }
        assert_eq!(last_ended(day("2025-01-02")).to_string(), "2024Q4");
    }
}
