//! Every refusal and every fault is put into words here, once: a page, or JSON for who asks for JSON.

use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_http::request_id::RequestId;

use crate::auth::AuthRefusal;
use crate::kernel::{Failure, Refused};

use super::error::{Undressed, WebError, WebRefusal, status_of_all};
use super::extract::Fragment;
use super::page::{in_query, see_other, show_as};
use super::session::LoginPage;
use super::visit::Visit;

#[derive(Template)]
#[template(path = "error/refused.html")]
struct RefusedPage {
    title: &'static str,
    refused: Vec<Refused>,
    next: &'static str,
    reference: String,
}

/// What has to be remembered of a request to word its refusal.
struct Asked {
    reading: bool,
    fragment: bool,
    json: bool,
    path: String,
    reference: String,
    visit: Option<Visit>,
}

impl Asked {
    fn of(request: &Request) -> Asked {
        let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
        Asked {
            reading: request.method().is_safe(),
            fragment: Fragment::of(request.headers()).is_some(),
            json: wants_json(request.headers()),
            path: request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned(),
            reference: id.unwrap_or_default().chars().take(8).collect(),
            visit: request.extensions().get::<Visit>().cloned(),
        }
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or("");
    accept.contains("application/json") && !accept.contains("text/html")
}

pub(super) async fn dress(request: Request, next: Next) -> Response {
    let asked = Asked::of(&request);
    let response = next.run(request).await;
    if !(response.status().is_client_error() || response.status().is_server_error()) {
        return response;
    }
    match response.extensions().get::<Undressed>() {
        Some(Undressed(error)) => worded(error.clone(), response.status(), &asked),
        None if is_bare(response.headers()) => bare(response.status(), &asked),
        None => response,
    }
}

/// For what goes wrong before the request is let in.
pub(super) fn at_once(error: WebError, request: &Request) -> Response {
    let status = error.into_response();
    match status.extensions().get::<Undressed>() {
        Some(Undressed(error)) => worded(error.clone(), status.status(), &Asked::of(request)),
        None => status,
    }
}

/// True for what the framework answers by itself: a bare status or one line of English.
fn is_bare(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_none_or(|v| v.as_bytes().starts_with(b"text/plain"))
}

fn bare(status: StatusCode, asked: &Asked) -> Response {
    let refusal = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => WebRefusal::NoSuchPage,
        StatusCode::PAYLOAD_TOO_LARGE => WebRefusal::TooLarge,
        s if s.is_server_error() => return faulty(status, asked),
        _ => WebRefusal::UnreadableForm,
    };
    refused(status, &[refusal.into()], asked)
}

fn worded(error: Arc<WebError>, status: StatusCode, asked: &Asked) -> Response {
    match error.as_ref() {
        WebError::LogIn => log_in(asked),
        WebError::Failed(Failure::Refused(list)) => refused(status_of_all(list), list, asked),
        WebError::Failed(Failure::Fault(fault)) => {
            tracing::error!(reference = asked.reference, path = asked.path, fault = fault.chain(), "a request failed");
            faulty(status, asked)
        }
    }
}

fn log_in(asked: &Asked) -> Response {
    if asked.json {
        return in_json(StatusCode::UNAUTHORIZED, &[AuthRefusal::NotLoggedIn.into()]);
    }
    if asked.reading && !asked.fragment {
        let next = if asked.path == "/" { String::new() } else { format!("?next={}", in_query(&asked.path)) };
        return see_other(format!("/login{next}"));
    }
    match &asked.visit {
        Some(visit) => show_as(StatusCode::UNAUTHORIZED, &LoginPage::ended(visit)).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    }
}

fn refused(status: StatusCode, list: &[Refused], asked: &Asked) -> Response {
    if asked.json {
        return in_json(status, list);
    }
    let (title, next) = match status {
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => ("找不到", "从工作台重新进入，或回到上一页。"),
        StatusCode::FORBIDDEN => ("没有办理", "要办这件事，请找有权的人；走错了就回到上一页。"),
        StatusCode::CONFLICT => ("情况有变", "回到上一页刷新，按最新情况再办。"),
        _ => ("还办不了", "回到上一页，改好再办。"),
    };
    let page = RefusedPage { title, refused: list.to_vec(), next, reference: String::new() };
    show_as(status, &page).into_response()
}

fn faulty(status: StatusCode, asked: &Asked) -> Response {
    if asked.json {
        let body =
            json!({"code": "fault", "message": "系统出了问题，已经记录", "details": {"reference": asked.reference}});
        return (status, Json(body)).into_response();
    }
    let page = RefusedPage {
        title: "系统出了问题",
        refused: Vec::new(),
        next: "没有办成的不会留下一半。请稍后再试；再不行，把编号告诉系统管理员。",
        reference: asked.reference.clone(),
    };
    show_as(status, &page).into_response()
}

fn in_json(status: StatusCode, list: &[Refused]) -> Response {
    let (code, message) = list.first().map_or(("", ""), |r| (r.code, r.message.as_str()));
    (status, Json(json!({"code": code, "message": message, "details": list}))).into_response()
}
