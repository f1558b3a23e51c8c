use std::error::Error;
use std::fmt;

/// We failed: the disk, the database, a file that lost its shape. Not something the user did.
///
/// `doing` is a phrase ("loading balances"); the source keeps the whole chain for the log.
#[derive(Debug)]
pub struct Fault {
    doing: &'static str,
    source: Option<Box<dyn Error + Send + Sync>>,
}

impl Fault {
    /// A fault with its cause.
    pub fn new(doing: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
        Fault { doing, source: Some(source.into()) }
    }

    /// For `map_err`: `.map_err(Fault::while_("loading balances"))`.
    pub fn while_<E: Into<Box<dyn Error + Send + Sync>>>(doing: &'static str) -> impl FnOnce(E) -> Fault {
        move |source| Fault::new(doing, source)
    }

    /// What was being done.
    pub const fn doing(&self) -> &'static str {
        self.doing
    }

    /// The whole chain, innermost last, for the log.
    pub fn chain(&self) -> String {
        let mut told = self.doing.to_owned();
        let mut next: Option<&(dyn Error + 'static)> = self.source();
        while let Some(cause) = next {
            told.push_str(": ");
            told.push_str(&cause.to_string());
            next = cause.source();
        }
        told
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.doing)
    }
}
impl Error for Fault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn Error + 'static))
    }
}
