use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

use crate::app::App;
use crate::evidence::ReceivedFile;
use crate::kernel::{Failure, Refused};
use crate::web::error::{WebError, WebRefusal};
use crate::web::extract::Form;

/// Largest form with files in it, all together; each file has its own limit in the settings.
pub(in crate::web) const SENT_LIMIT: usize = 256 * 1024 * 1024;
/// Longest text in one field.
const TEXT_LIMIT: usize = 64 * 1024;
/// Most parts of one form.
const PART_LIMIT: usize = 500;

/// A form with or without files. Files are in the store already, whole and looked at; those that were
/// refused are told beside the other faults of the form.
#[derive(Default)]
pub(in crate::web) struct Sent {
    /// Every field that is not a file, in order.
    pub(in crate::web) fields: Vec<(String, String)>,
    /// The files that were taken.
    pub(in crate::web) files: Vec<ReceivedFile>,
    /// Why others were not.
    pub(in crate::web) refused: Vec<Refused>,
}

impl Sent {
    /// The value of a field; empty when it is not there.
    pub(in crate::web) fn value(&self, name: &str) -> String {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone()).unwrap_or_default()
    }

    /// Every value of a field that may stand several times.
    pub(in crate::web) fn values(&self, name: &str) -> Vec<String> {
        self.fields.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    }

    async fn take(&mut self, part: Field<'_>, app: &App) -> Result<(), WebError> {
        let name = part.name().unwrap_or("").to_owned();
        let Some(file) = part.file_name().map(str::to_owned) else {
            self.fields.push((name, text_of(part).await?));
            return Ok(());
        };
        if file.is_empty() {
            return Ok(());
        }
        match arrived(part, &file, app).await {
            Ok(received) => self.files.push(received),
            Err(WebError::Failed(Failure::Refused(list))) => {
                self.refused.extend(list.into_iter().map(|r| r.at_field("documents")));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }
}

async fn arrived(mut part: Field<'_>, name: &str, app: &App) -> Result<ReceivedFile, WebError> {
    let mut arrival = app.files.arrive(name).await?;
    while let Some(bytes) = part.chunk().await.map_err(|e| WebError::of_upload(&e))? {
        arrival.add(&bytes).await?;
    }
    Ok(arrival.finish().await?)
}

async fn text_of(mut part: Field<'_>) -> Result<String, WebError> {
    let mut read = Vec::new();
    while let Some(bytes) = part.chunk().await.map_err(|e| WebError::of_upload(&e))? {
        read.extend_from_slice(&bytes);
        if read.len() > TEXT_LIMIT {
            return Err(WebRefusal::TooLarge.into());
        }
    }
    String::from_utf8(read).map_err(|_| WebRefusal::UnreadableForm.into())
}

impl FromRequest<App> for Sent {
    type Rejection = WebError;
    async fn from_request(request: Request, app: &App) -> Result<Sent, WebError> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
        if !kind.starts_with("multipart/form-data") {
            let Form(fields) = Form::from_request(request, app).await?;
            return Ok(Sent { fields, ..Sent::default() });
        }
        let parts = Multipart::from_request(request, app).await;
        let mut parts = parts.map_err(|_| WebError::from(WebRefusal::UnreadableForm))?;
        let mut sent = Sent::default();
        while let Some(part) = parts.next_field().await.map_err(|e| WebError::of_upload(&e))? {
            if sent.fields.len() + sent.files.len() + sent.refused.len() >= PART_LIMIT {
                return Err(WebRefusal::TooLarge.into());
            }
            sent.take(part, app).await?;
        }
        Ok(sent)
    }
}
