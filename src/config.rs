//! Settings, read once and checked once: defaults, then a TOML file, then `MINGZHANG_*`, then flags.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

use crate::kernel::Fault;

/// Everything the program can be told from outside.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The data directory: the SQLite file and the source documents.
    pub data: PathBuf,
    /// `postgres://…` to leave the embedded SQLite; otherwise nothing.
    pub database_url: Option<String>,
    /// Where to listen, `127.0.0.1:8080`.
    pub listen: String,
    /// What the QR codes lead to, `https://zhang.example.gov.cn`; empty means the listening address.
    pub public_url: String,
    /// `text` or `json`.
    pub log_format: String,
    /// Filter of the log, `info`.
    pub log: String,
    /// Proxies whose `X-Forwarded-For` is believed, by address.
    pub trusted_proxies: Vec<String>,
    /// Send cookies over HTTPS only. Needed as soon as the server is reached through HTTPS.
    pub secure_cookies: bool,
    /// Largest upload, in bytes.
    pub upload_limit: u64,
    /// Hours after which an idle session ends.
    pub idle_hours: i64,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            data: PathBuf::from("./data"),
            database_url: None,
            listen: "127.0.0.1:8080".to_owned(),
            public_url: String::new(),
            log_format: "text".to_owned(),
            log: "info".to_owned(),
            trusted_proxies: Vec::new(),
            secure_cookies: false,
            upload_limit: 20 * 1024 * 1024,
            idle_hours: 12,
        }
    }
}

impl Config {
    /// Reads the settings; `file` is optional and must exist when it is named.
    pub fn load(file: Option<&Path>) -> Result<Config, Fault> {
        let mut sources = Figment::from(Serialized::defaults(Config::default()));
        if let Some(path) = file {
            sources = sources.merge(Toml::file_exact(path));
        } else {
            sources = sources.merge(Toml::file("mingzhang.toml"));
        }
        sources
            .merge(Env::prefixed("MINGZHANG_").ignore(&["config", "require_postgres", "require_browser"]))
            .extract()
            .map_err(|e| Fault::new("reading the settings", Box::new(e) as Box<dyn std::error::Error + Send + Sync>))
    }

    /// The address people reach the public pages at, without a trailing slash.
    pub fn public_base(&self) -> String {
        if self.public_url.is_empty() {
            format!("http://{}", self.listen)
        } else {
            self.public_url.trim_end_matches('/').to_owned()
        }
    }
}
