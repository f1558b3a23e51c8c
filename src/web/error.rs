use std::sync::Arc;

use axum::extract::multipart::MultipartError;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::kernel::{Class, Failure, Fault, Refusal, Refused};

/// What the door itself refuses, before any room is asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WebRefusal {
    /// Nothing stands at this address.
    #[error("没有这一页，可能地址写错了")]
    NoSuchPage,
    /// The address holds something that cannot be read.
    #[error("地址里的内容看不懂，请从列表重新进入")]
    UnreadableAddress,
    /// A month that is none.
    #[error("「{typed}」不是月份，请写成 2025-09")]
    NotAMonth {
        /// What was typed.
        typed: String,
    },
    /// One of several has to be chosen.
    #[error("请选一项")]
    NothingChosen,
    /// What was sent cannot be read as a form.
    #[error("送来的内容看不懂，请回到上一页重新填写")]
    UnreadableForm,
    /// The form does not belong to this login.
    #[error("这一页打开得太久，还没有办成，请回到上一页重新办理")]
    StaleForm,
    /// Another site tried to act in this person's name.
    #[error("这一步不是从本系统的页面发出的，没有办理")]
    ForeignSite,
    /// More than this page takes.
    #[error("送来的内容太大，请压缩照片或分几次上传")]
    TooLarge,
    /// A day that is not in the calendar.
    #[error("「{typed}」不是日期，请写成 2025-09-12")]
    NoSuchDate {
        /// What was typed.
        typed: String,
    },
    /// Not an amount.
    #[error("{why}")]
    UnreadableAmount {
        /// What is wrong with it.
        why: String,
    },
    /// Not a number of papers.
    #[error("附单据张数「{typed}」不是数，请只写数字")]
    NoSuchCount {
        /// What was typed.
        typed: String,
    },
    /// A form for a file, without one.
    #[error("请选择网银导出的流水文件")]
    NoFile,
    /// What was looked at is not there any more.
    #[error("这份文件看过太久或已经导入，请重新选择文件")]
    PreviewGone,
    /// Not a number of notes.
    #[error("{denomination}的张数「{typed}」不是数，请只写数字")]
    NotPieces {
        /// Which note or coin.
        denomination: &'static str,
        /// What was typed.
        typed: String,
    },
    /// Not an amount.
    #[error("第{line}行{why}")]
    NoSuchAmount {
        /// Line.
        line: usize,
        /// What is wrong with it.
        why: String,
    },
}

impl Refusal for WebRefusal {
    fn code(&self) -> &'static str {
        match self {
            WebRefusal::NoSuchPage => "web.no_such_page",
            WebRefusal::UnreadableAddress => "web.unreadable_address",
            WebRefusal::NotAMonth { .. } => "web.not_a_month",
            WebRefusal::NothingChosen => "web.nothing_chosen",
            WebRefusal::UnreadableForm => "web.unreadable_form",
            WebRefusal::StaleForm => "web.stale_form",
            WebRefusal::ForeignSite => "web.foreign_site",
            WebRefusal::TooLarge => "web.too_large",
            WebRefusal::NoSuchDate { .. } => "web.no_such_date",
            WebRefusal::UnreadableAmount { .. } => "web.unreadable_amount",
            WebRefusal::NoSuchCount { .. } => "web.no_such_count",
            WebRefusal::NoFile => "web.no_file",
            WebRefusal::PreviewGone => "web.preview_gone",
            WebRefusal::NotPieces { .. } => "web.not_pieces",
            WebRefusal::NoSuchAmount { .. } => "web.no_such_amount",
        }
    }

    fn class(&self) -> Class {
        match self {
            WebRefusal::NoSuchPage | WebRefusal::UnreadableAddress => Class::NotFound,
            WebRefusal::NotAMonth { .. }
            | WebRefusal::NothingChosen
            | WebRefusal::UnreadableForm
            | WebRefusal::TooLarge
            | WebRefusal::NoSuchDate { .. }
            | WebRefusal::UnreadableAmount { .. }
            | WebRefusal::NoSuchCount { .. }
            | WebRefusal::NoFile
            | WebRefusal::NotPieces { .. }
            | WebRefusal::NoSuchAmount { .. } => Class::Invalid,
            WebRefusal::PreviewGone => Class::Conflict,
            WebRefusal::StaleForm | WebRefusal::ForeignSite => Class::Forbidden,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            WebRefusal::NoSuchDate { .. } => Some("date"),
            WebRefusal::NoSuchCount { .. } => Some("source_document_count"),
            WebRefusal::UnreadableAmount { .. } => Some("amount"),
            WebRefusal::NoFile | WebRefusal::PreviewGone => Some("file"),
            WebRefusal::NotPieces { .. } => Some("pieces"),
            _ => None,
        }
    }
}

/// Why a request ends without its page. What it looks like is decided once, in `dress`.
#[derive(Debug)]
pub enum WebError {
    /// A rule said no, or we failed.
    Failed(Failure),
    /// Nobody is logged in.
    LogIn,
}

impl<T: Into<Failure>> From<T> for WebError {
    fn from(failure: T) -> WebError {
        WebError::Failed(failure.into())
    }
}

impl WebError {
    /// Sent too much, or in pieces that do not fit.
    pub fn of_upload(error: &MultipartError) -> WebError {
        match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => WebRefusal::TooLarge.into(),
            _ => WebRefusal::UnreadableForm.into(),
        }
    }
}

/// A response that still has to be put into words.
#[derive(Clone)]
pub(super) struct Undressed(pub Arc<WebError>);

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = status_of(&self).into_response();
        response.extensions_mut().insert(Undressed(Arc::new(self)));
        response
    }
}

fn status_of(error: &WebError) -> StatusCode {
    match error {
        WebError::LogIn => StatusCode::UNAUTHORIZED,
        WebError::Failed(Failure::Fault(_)) => StatusCode::INTERNAL_SERVER_ERROR,
        WebError::Failed(Failure::Refused(refused)) => status_of_all(refused),
    }
}

/// The one status of several refusals: the one that leaves the least to do here.
pub(super) fn status_of_all(refused: &[Refused]) -> StatusCode {
    let has = |class| refused.iter().any(|r| r.class == class);
    let class = [Class::NotFound, Class::Forbidden, Class::Conflict].into_iter().find(|c| has(*c));
    status_of_class(class.unwrap_or(Class::Invalid))
}

/// Class to status: here and nowhere else.
const fn status_of_class(class: Class) -> StatusCode {
    match class {
        Class::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        Class::Forbidden => StatusCode::FORBIDDEN,
        Class::NotFound => StatusCode::NOT_FOUND,
        Class::Conflict => StatusCode::CONFLICT,
    }
}

/// For a form shown again: what the person can mend stays beside the form, anything else ends the request.
pub fn refused(failure: Failure) -> Result<Vec<Refused>, WebError> {
    match failure {
        Failure::Refused(list) if list.iter().all(|r| matches!(r.class, Class::Invalid | Class::Conflict)) => Ok(list),
        other => Err(WebError::Failed(other)),
    }
}

/// A panic, told like any other fault.
pub(super) fn of_panic(panic: Box<dyn std::any::Any + Send>) -> Response {
    let words = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|s| s.to_string()));
    let cause = words.unwrap_or_else(|| "a panic without words".to_owned());
    WebError::from(Fault::new("answering a request", cause)).into_response()
}
