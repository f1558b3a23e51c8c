use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

/// A SHA-256 digest, kept and shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest before the first: all zeros.
    pub const GENESIS: Digest = Digest([0; 32]);

    /// The digest of bytes as they are.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(Sha256::digest(bytes).into())
    }

    /// From a finished hash state, for files hashed while they are written.
    pub const fn from_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    /// The thirty-two bytes themselves, for a hash over hashes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits.
    pub fn hex(self) -> String {
        self.0.iter().map(|b| format!("{b:02x}")).collect()
    }

    /// The short code people compare by eye: 16 letters and digits in groups of four.
    ///
    /// Seventy-eight bits in thirty characters without 0/O, 1/I/L, U: what is printed cannot be misread.
    pub fn short_code(self) -> String {
        const ALPHABET: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
        let mut code = String::with_capacity(19);
        let mut bits: u128 = 0;
        for byte in &self.0[..12] {
            bits = bits << 8 | u128::from(*byte);
        }
        for i in 0..16 {
            if i > 0 && i % 4 == 0 {
                code.push('-');
            }
            code.push(char::from(ALPHABET[(bits % 30) as usize]));
            bits /= 30;
        }
        code
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.hex())
    }
}
impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", &self.hex()[..8])
    }
}
impl FromStr for Digest {
    type Err = String;
    fn from_str(text: &str) -> Result<Digest, String> {
        let wrong = || format!("「{text}」不是校验码");
        // As it is written and in no other way: a capital letter is a byte changed.
        if text.len() != 64 || !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
            return Err(wrong());
        }
        let mut bytes = [0u8; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).map_err(|_| wrong())?;
        }
        Ok(Digest(bytes))
    }
}

/// Canonical content to be digested: a list of named fields, each written as
/// `name length:value` and a line feed, so no two different contents read the same.
#[derive(Default)]
pub struct DigestInput(String);

impl DigestInput {
    /// Starts a content of a named kind, `voucher/1`.
    pub fn new(kind: &str) -> DigestInput {
        let mut input = DigestInput::default();
        input.field("kind", kind);
        input
    }

    /// Adds one field.
    pub fn field(&mut self, name: &str, value: impl fmt::Display) -> &mut DigestInput {
        let value = value.to_string();
        self.0.push_str(name);
        self.0.push(' ');
        self.0.push_str(&value.len().to_string());
        self.0.push(':');
        self.0.push_str(&value);
        self.0.push('\n');
        self
    }

    /// The canonical text, as it is hashed.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Its digest.
    pub fn digest(&self) -> Digest {
        Digest::of(self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_codes_are_safe_to_read() {
        let code = Digest::of(b"x").short_code();
        assert_eq!(code.len(), 19);
        assert!(code.chars().all(|c| !"01OILU+=".contains(c)), "{code}");
        assert_eq!(code, Digest::of(b"x").short_code());
    }

    #[test]
    fn fields_cannot_run_into_each_other() {
        let a = DigestInput::new("t").field("a", "1").field("b", "2").digest();
        let b = DigestInput::new("t").field("a", "1\nb 1:2").digest();
        assert_ne!(a, b);
    }
}
