use axum::extract::Multipart;
use axum::extract::multipart::{MultipartError, MultipartRejection};
use serde::Deserialize;

use crate::app::App;
use crate::kernel::{Digest, Outcome, UserId};
use crate::ledger::MissingDetails;

use crate::web::error::{WebError, WebRefusal};
use crate::web::incoming;

/// The longest file name that is kept.
const NAME: usize = 120;
/// What a pasted table goes by.
const PASTED: &str = "粘贴的内容";

/// A table that was pasted, uploaded, or looked at before, and what to do about details that are missing.
#[derive(Deserialize, Default, Clone)]
#[serde(default)]
pub(in crate::web) struct Sent {
    /// What was pasted; it stays in its box.
    pub(in crate::web) text: String,
    /// The file's own name.
    pub(in crate::web) name: String,
    /// The content put by when it was looked at.
    pub(in crate::web) digest: String,
    /// `1` to make details that are not there.
    pub(in crate::web) create: String,
}

impl Sent {
    /// Reads the form and puts what came with it by, so that what is confirmed is what was shown.
    pub(in crate::web) async fn receive(
        app: &App,
        who: UserId,
        parts: Result<Multipart, MultipartRejection>,
    ) -> Result<(Sent, Vec<u8>), WebError> {
        let (mut sent, file) = Sent::read(parts).await?;
        let bytes = if let Some((name, bytes)) = file {
            sent = Sent { name, text: String::new(), ..sent };
            bytes
        } else if !sent.text.trim().is_empty() {
            sent.name = PASTED.to_owned();
            sent.typed()
        } else if sent.digest.is_empty() {
            return Ok((sent, Vec::new()));
        } else {
            sent.bytes(app, who).await?
        };
        sent.digest = incoming::put_by(app, who, &bytes).await?.hex();
        Ok((sent, bytes))
    }

    async fn read(parts: Result<Multipart, MultipartRejection>) -> Result<(Sent, Option<(String, Vec<u8>)>), WebError> {
        let unreadable = |e: MultipartError| WebError::of_upload(&e);
        let mut parts = parts.map_err(|_| WebRefusal::UnreadableForm)?;
        let (mut sent, mut file) = (Sent::default(), None);
        while let Some(part) = parts.next_field().await.map_err(unreadable)? {
            let field = part.name().unwrap_or_default().to_owned();
            let name: String = part.file_name().unwrap_or_default().trim().chars().take(NAME).collect();
            let bytes = part.bytes().await.map_err(unreadable)?;
            let text = || String::from_utf8_lossy(&bytes).into_owned();
            match field.as_str() {
                "text" => sent.text = text(),
                "name" => sent.name = text().chars().take(NAME).collect(),
                "digest" => sent.digest = text(),
                "create" => sent.create = text(),
                "file" if !bytes.is_empty() => file = Some((name, bytes.to_vec())),
                _ => {}
            }
        }
        Ok((sent, file))
    }

    /// The content again: what was put by, else what stands in the box.
    ///
    /// Refuses: `web.preview_gone`.
    pub(in crate::web) async fn bytes(&self, app: &App, who: UserId) -> Outcome<Vec<u8>> {
        if self.digest.is_empty() {
            return Ok(self.typed());
        }
        let digest: Digest = self.digest.parse().map_err(|_| WebRefusal::PreviewGone)?;
        Ok(incoming::find(app, who, digest).await?.ok_or(WebRefusal::PreviewGone)?)
    }

    /// The work is done: the content is not needed any more.
    pub(in crate::web) async fn forget(&self, app: &App, who: UserId) -> Outcome<()> {
        if let Ok(digest) = self.digest.parse::<Digest>() {
            incoming::forget(app, who, digest).await?;
        }
        Ok(())
    }

    /// Missing details are made, or refused.
    pub(in crate::web) fn missing(&self) -> MissingDetails {
        if self.create.is_empty() { MissingDetails::Refuse } else { MissingDetails::Create }
    }

    /// Full-width commas are what a Chinese keyboard types between cells.
    fn typed(&self) -> Vec<u8> {
        let narrow = !self.text.contains([',', '\t']);
        if narrow { self.text.replace('，', ",").into_bytes() } else { self.text.clone().into_bytes() }
    }
}
