//! 导入凭证: a file of vouchers, looked over voucher by voucher, becomes drafts for a second person to review. A file of
//! another program's accounts is mapped once by hand.

mod page;
mod preview;
mod mapping;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

use super::opening::one_file;

pub(super) fn routes() -> Router<App> {
    Router::new()
        .route("/books/{code}/import", get(page::page).post(preview::look_over).layer(one_file()))
        .route("/books/{code}/import/mapping", post(mapping::keep))
        .route("/books/{code}/import/confirm", post(preview::confirm))
}
