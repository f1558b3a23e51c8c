//! Passwords: argon2id, on a blocking thread, two at a time (64 MiB each).

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OnceCell, Semaphore};

use crate::kernel::Fault;

use super::error::AuthRefusal;
use super::person::login_as_kept;

/// A password that keeps the rules: ten characters or more, not the login. Never shown by `{:?}`.
pub struct Password(String);

impl Password {
    /// Refuses: `auth.password_too_short`, `auth.password_too_long`, `auth.password_is_login`.
    pub fn new(login: &str, typed: &str) -> Result<Password, AuthRefusal> {
        let length = typed.chars().count();
        if typed.to_lowercase() == login_as_kept(login) && !typed.is_empty() {
            return Err(AuthRefusal::PasswordIsLogin);
        }
        match length {
            0..10 => Err(AuthRefusal::PasswordTooShort { length }),
            10..=200 => Ok(Password(typed.to_owned())),
            _ => Err(AuthRefusal::PasswordTooLong { length }),
        }
    }

    /// A password for someone who lost theirs: fourteen letters and digits that cannot be misread.
    pub fn random() -> Password {
        const ALPHABET: &[u8; 30] = b"23456789abcdefghjkmnpqrstvwxyz";
        let letters = (0..14).map(|_| char::from(ALPHABET[rand::random_range(0..ALPHABET.len())]));
        Password(letters.collect())
    }

    /// To be shown once, to the one who must hand it over.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// A password after hashing; what the database keeps.
#[derive(Clone)]
pub struct SealedPassword(pub(super) String);

/// How passwords are hashed, and how many at once.
#[derive(Clone)]
pub struct Hashing {
    cost: Cost,
    permits: Arc<Semaphore>,
    nobody: Arc<OnceCell<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Cost {
    Production,
    Tests,
}

impl Cost {
    fn argon2(self) -> Result<Argon2<'static>, Fault> {
        let (memory, rounds) = match self {
            Cost::Production => (65_536, 2),
            Cost::Tests => (8, 1),
        };
        let params = Params::new(memory, rounds, 1, None).map_err(fault)?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

fn fault(error: impl std::fmt::Display) -> Fault {
    Fault::new("hashing a password", error.to_string())
}

impl Hashing {
    /// argon2id, 64 MiB, two rounds: about a tenth of a second each.
    pub fn production() -> Hashing {
        Hashing::with(Cost::Production)
    }

    /// So cheap that it protects nothing. `web::serve` refuses to run with it.
    pub fn fast_for_tests() -> Hashing {
        Hashing::with(Cost::Tests)
    }

    fn with(cost: Cost) -> Hashing {
        Hashing { cost, permits: Arc::new(Semaphore::new(2)), nobody: Arc::new(OnceCell::new()) }
    }

    /// True when a stolen hash would be hard to undo.
    pub fn is_for_production(&self) -> bool {
        self.cost == Cost::Production
    }

    /// Hashes a password.
    pub async fn seal(&self, password: &Password) -> Result<SealedPassword, Fault> {
        self.hash(password.0.clone()).await.map(SealedPassword)
    }

    /// Does the typed password belong to this hash? Without a hash it takes as long and says no,
    /// so that a stranger cannot learn which logins exist.
    pub(super) async fn matches(&self, typed: String, hash: Option<String>) -> Result<bool, Fault> {
        let (hash, known) = match hash {
            Some(hash) => (hash, true),
            None => (self.hash_of_nobody().await?, false),
        };
        let cost = self.cost;
        let same = self
            .on_a_blocking_thread(move || {
                let parsed = PasswordHash::new(&hash).map_err(fault)?;
                Ok(cost.argon2()?.verify_password(typed.as_bytes(), &parsed).is_ok())
            })
            .await?;
        Ok(same && known)
    }

    async fn hash_of_nobody(&self) -> Result<String, Fault> {
        self.nobody.get_or_try_init(|| self.hash(Password::random().0)).await.cloned()
    }

    pub(super) async fn hash(&self, password: String) -> Result<String, Fault> {
        let cost = self.cost;
        self.on_a_blocking_thread(move || {
            let hash = cost.argon2()?.hash_password(password.as_bytes()).map_err(fault)?;
            Ok(hash.to_string())
        })
        .await
    }

    async fn on_a_blocking_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let _permit = self.permits.acquire().await.map_err(fault)?;
        tokio::task::spawn_blocking(work).await.map_err(fault)?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_a_password() {
        assert_eq!(Password::new("a", "short").err(), Some(AuthRefusal::PasswordTooShort { length: 5 }));
        assert_eq!(Password::new("zhangsanfeng", "ZhangSanFeng").err(), Some(AuthRefusal::PasswordIsLogin));
        assert!(Password::new("a", "一二三四五六七八九十").is_ok());
        assert!(Password::new("a", Password::random().reveal()).is_ok());
    }

    #[tokio::test]
    async fn a_hash_answers_to_its_password_only() {
        let hashing = Hashing::fast_for_tests();
        let sealed = hashing.seal(&Password::new("a", "correct horse").unwrap()).await.unwrap();
        assert!(sealed.0.starts_with("$argon2id$"));
        assert!(hashing.matches("correct horse".into(), Some(sealed.0.clone())).await.unwrap());
        assert!(!hashing.matches("wrong horse".into(), Some(sealed.0)).await.unwrap());
        assert!(!hashing.matches("correct horse".into(), None).await.unwrap());
    }
}
