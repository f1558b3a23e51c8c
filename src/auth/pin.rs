use crate::kernel::Timestamp;

use super::error::AuthRefusal;

/// 签字密码: four to six digits with which a member signs for himself on another's device. Never shown by `{:?}`.
pub struct Pin(String);

impl Pin {
    /// Refuses: `auth.pin_shape`, `auth.pin_simple`.
    pub fn new(typed: &str) -> Result<Pin, AuthRefusal> {
        let typed = typed.trim();
        if !(4..=6).contains(&typed.len()) || !typed.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AuthRefusal::PinShape);
        }
        let steps: Vec<i16> = typed.as_bytes().windows(2).map(|w| i16::from(w[1]) - i16::from(w[0])).collect();
        if [-1, 0, 1].iter().any(|step| steps.iter().all(|s| s == step)) {
            return Err(AuthRefusal::PinSimple);
        }
        Ok(Pin(typed.to_owned()))
    }

    pub(super) fn digits(&self) -> &str {
        &self.0
    }
}

/// 一次性口令: six digits the administrator hands out, with which a member sets the first PIN at the meeting.
pub struct PinCode(String);

/// Days a code may wait.
const CODE_DAYS: i64 = 7;

impl PinCode {
    /// A new one.
    pub fn random() -> PinCode {
        PinCode(format!("{:06}", rand::random_range(0..1_000_000)))
    }

    /// To be shown once, to the one who hands it over.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// When one given now ends.
    pub fn end_of(now: Timestamp) -> Timestamp {
        now.plus_seconds(CODE_DAYS * 24 * 3600)
    }
}

/// A code after hashing, and when it ends.
#[derive(Clone)]
pub struct SealedCode {
    pub(super) hash: String,
    pub(super) expires_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_to_six_digits_nobody_guesses_first() {
        let cases = [
            ("2580", ""),
            (" 135790 ", ""),
            ("123", "auth.pin_shape"),
            ("1234567", "auth.pin_shape"),
            ("12a4", "auth.pin_shape"),
            ("１２３５", "auth.pin_shape"),
            ("1111", "auth.pin_simple"),
            ("3456", "auth.pin_simple"),
            ("9876", "auth.pin_simple"),
        ];
        for (typed, code) in cases {
            use crate::kernel::Refusal;
            assert_eq!(Pin::new(typed).err().map_or("", |e| e.code()), code, "{typed}");
        }
        assert!(PinCode::random().reveal().len() == 6);
    }
}
