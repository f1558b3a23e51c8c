use sha2::{Digest as _, Sha256};

use crate::kernel::{Digest, Timestamp};

use super::error::QuestionRefusal;
use super::ticket::Ticket;

/// Seconds a form may lie open before it is sent: half a day.
const OPEN_FOR: i64 = 12 * 3600;

/// The secret that signs public forms. A form that carries its signature was handed out by us, for this purpose, at
/// that moment; no session and no cookie is needed to know it.
#[derive(Clone)]
pub struct FormKey([u8; 32]);

/// A form we handed out, come back in time: what an asker holds in place of a permit.
#[derive(Clone, Debug)]
pub struct FilledForm {
    once: String,
    ticket: Ticket,
}

/// A small sum in words, for a township that wants one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sum {
    left: usize,
    right: usize,
}

const NUMERALS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

impl Sum {
    /// 三加五等于几.
    pub fn words(&self) -> String {
        format!("{}加{}等于几", NUMERALS[self.left], NUMERALS[self.right])
    }

    /// True for the right number, in figures or in words.
    pub fn is(&self, typed: &str) -> bool {
        let sum = self.left + self.right;
        let ten = if sum > 9 { "十" } else { "" };
        let in_words = if sum == 10 { "十".to_owned() } else { format!("{ten}{}", NUMERALS[sum % 10]) };
        let figures: String =
            typed.trim().chars().map(|c| if ('０'..='９').contains(&c) { half(c) } else { c }).collect();
        figures == sum.to_string() || figures == in_words
    }
}

fn half(full: char) -> char {
    char::from_u32(u32::from(full) - 0xFEE0).unwrap_or(full)
}

impl FilledForm {
    /// The same form is one act, however often it is pressed.
    pub fn once(&self) -> &str {
        &self.once
    }

    /// The ticket this form leads to.
    pub const fn ticket(&self) -> &Ticket {
        &self.ticket
    }
}

impl FormKey {
    /// From the secret as it is kept; `None` for anything that is none.
    pub fn from_hex(secret: &str) -> Option<FormKey> {
        let bytes = |at: usize| u8::from_str_radix(secret.get(at * 2..at * 2 + 2)?, 16).ok();
        let key: Vec<u8> = (0..32).map_while(bytes).collect();
        (secret.len() == 64).then(|| key.try_into().ok().map(FormKey))?
    }

    /// Hands out a form for one purpose, `ask TOKEN`.
    pub fn issue(&self, purpose: &str, nonce: [u8; 16], now: Timestamp) -> String {
        let nonce: String = nonce.iter().map(|b| format!("{b:02x}")).collect();
        let issued = now.instant().timestamp();
        format!("{issued}.{nonce}.{}", self.signature(purpose, issued, &nonce))
    }

    /// Takes a form back. Refuses: `questions.form_forged`, `questions.form_too_old`.
    pub fn check(&self, purpose: &str, token: &str, now: Timestamp) -> Result<FilledForm, QuestionRefusal> {
        let mut parts = token.split('.');
        let (Some(issued), Some(nonce), Some(signed), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(QuestionRefusal::FormForged);
        };
        let issued: i64 = issued.parse().map_err(|_| QuestionRefusal::FormForged)?;
        // Digests are compared, so that how long it takes tells nothing.
        let expected = Digest::of(self.signature(purpose, issued, nonce).as_bytes());
        if Digest::of(signed.as_bytes()) != expected {
            return Err(QuestionRefusal::FormForged);
        }
        let age = now.instant().timestamp().saturating_sub(issued);
        if !(-60..=OPEN_FOR).contains(&age) {
            return Err(QuestionRefusal::FormTooOld { hours: OPEN_FOR / 3600 });
        }
        let drawn = self.code(format!("ticket {nonce}").as_bytes());
        let mut first = [0; 8];
        first.copy_from_slice(&drawn[..8]);
        Ok(FilledForm { once: nonce.to_owned(), ticket: Ticket::of(first) })
    }

    /// The sum that stands on a form.
    pub fn sum(&self, token: &str) -> Sum {
        let nonce = token.split('.').nth(1).unwrap_or("");
        let drawn = self.code(format!("sum {nonce}").as_bytes());
        Sum { left: usize::from(drawn[0] % 8) + 1, right: usize::from(drawn[1] % 8) + 1 }
    }

    fn signature(&self, purpose: &str, issued: i64, nonce: &str) -> String {
        let code = self.code(format!("form\n{purpose}\n{issued}\n{nonce}").as_bytes());
        code[..16].iter().map(|b| format!("{b:02x}")).collect()
    }

    /// HMAC-SHA256 (RFC 2104).
    fn code(&self, message: &[u8]) -> [u8; 32] {
        let padded = |with: u8| {
            let mut block = [with; 64];
            block.iter_mut().zip(self.0).for_each(|(b, k)| *b ^= k);
            block
        };
        let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
        Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> FormKey {
        FormKey::from_hex(&"0b".repeat(32)).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn the_code_is_the_published_one() {
        // RFC 4231, test case 2: the key "Jefe", filled up with zeros.
        let mut secret = [0; 32];
        secret[..4].copy_from_slice(b"Jefe");
        let code = FormKey(secret).code(b"what do ya want for nothing?");
        let hex: String = code.iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assert!(FormKey::from_hex("0b").is_none() && FormKey::from_hex(&"zz".repeat(32)).is_none());
    }

    #[test]
    fn a_form_comes_back_once_in_time_and_for_its_own_purpose() {
        let (key, noon) = (key(), at("2025-10-10T04:00:00Z"));
        let token = key.issue("ask abc", [3; 16], noon);
        let filled = key.check("ask abc", &token, noon.plus_seconds(600)).unwrap();
        let again = key.check("ask abc", &token, noon.plus_seconds(700)).unwrap();
        assert_eq!((filled.once(), filled.ticket()), (again.once(), again.ticket()));
        let other = key.check("ask abc", &key.issue("ask abc", [4; 16], noon), noon).unwrap();
        assert_ne!(filled.ticket(), other.ticket());
        let forged = |purpose: &str, token: &str| key.check(purpose, token, noon).err();
        assert_eq!(forged("ask xyz", &token), Some(QuestionRefusal::FormForged));
        assert_eq!(forged("ask abc", &token.replace('.', "")), Some(QuestionRefusal::FormForged));
        assert_eq!(forged("ask abc", &format!("{token}0")), Some(QuestionRefusal::FormForged));
        assert_eq!(forged("ask abc", ""), Some(QuestionRefusal::FormForged));
        let late = key.check("ask abc", &token, noon.plus_seconds(OPEN_FOR + 1)).err();
        assert_eq!(late, Some(QuestionRefusal::FormTooOld { hours: 12 }));
        let early = key.check("ask abc", &token, noon.plus_seconds(-600)).err();
        assert_eq!(early, Some(QuestionRefusal::FormTooOld { hours: 12 }));
    }

    #[test]
    fn a_sum_is_answered_in_figures_or_in_words() {
        let sum = Sum { left: 7, right: 8 };
        assert_eq!(sum.words(), "七加八等于几");
        assert!(["15", " １５ ", "十五"].iter().all(|t| sum.is(t)));
        assert!(["", "51", "五", "五十"].iter().all(|t| !sum.is(t)));
        assert!(Sum { left: 2, right: 8 }.is("十") && Sum { left: 1, right: 1 }.is("二"));
    }
}
