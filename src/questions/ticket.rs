use std::fmt;
use std::str::FromStr;

use crate::kernel::Digest;

/// 查询码 — twelve digits that lead an asker back to the question: `4071-3928-5516`.
///
/// Digits, because they are read over the telephone and typed on a keypad. Eleven cannot be guessed (one in a hundred
/// thousand million); the twelfth is a check digit that finds every single wrong digit and every two neighbours
/// exchanged. Kept as a digest only.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket([u8; 12]);

/// What is not a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotATicket {
    /// Not twelve digits.
    Length {
        /// How many digits there are.
        digits: usize,
    },
    /// Twelve digits that no ticket has.
    Check,
}

/// The quasigroup of Damm's check digit.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn damm(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |interim, digit| DAMM[usize::from(interim)][usize::from(*digit)])
}

impl Ticket {
    /// From random bytes.
    pub fn of(random: [u8; 8]) -> Ticket {
        let mut number = u64::from_be_bytes(random) % 100_000_000_000;
        let mut digits = [0; 12];
        for digit in digits[..11].iter_mut().rev() {
            *digit = u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
        }
        digits[11] = damm(&digits[..11]);
        Ticket(digits)
    }

    /// Twelve digits without separators, as in an address.
    pub fn plain(&self) -> String {
        self.0.iter().map(|d| char::from(b'0' + d)).collect()
    }

    /// What is kept of it.
    pub fn digest(&self) -> Digest {
        Digest::of(format!("question ticket {}", self.plain()).as_bytes())
    }
}

impl fmt::Display for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = self.plain();
        write!(f, "{}-{}-{}", &plain[..4], &plain[4..8], &plain[8..])
    }
}

impl fmt::Debug for Ticket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ticket(…)")
    }
}

impl FromStr for Ticket {
    type Err = NotATicket;

    /// Digits with anything between them: dashes, blanks, full-width digits.
    fn from_str(typed: &str) -> Result<Ticket, NotATicket> {
        let digit = |c: char| match c {
            '０'..='９' => u8::try_from(u32::from(c) - u32::from('０')).ok(),
            _ => c.to_digit(10).and_then(|d| u8::try_from(d).ok()),
        };
        let digits: Vec<u8> = typed.chars().filter_map(digit).collect();
        let twelve: [u8; 12] = digits.try_into().map_err(|d: Vec<u8>| NotATicket::Length { digits: d.len() })?;
        if damm(&twelve) == 0 { Ok(Ticket(twelve)) } else { Err(NotATicket::Check) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_read_back_however_it_is_typed() {
        for n in [0u64, 1, 99_999_999_999, 7_340_221_189_003, u64::MAX] {
            let ticket = Ticket::of(n.to_be_bytes());
            let said = ticket.to_string();
            assert_eq!((said.len(), ticket.plain().len()), (14, 12));
            for typed in [said.clone(), said.replace('-', " "), said.replace('-', ""), format!(" {said}。")] {
                assert_eq!(typed.parse::<Ticket>().as_ref(), Ok(&ticket), "{typed}");
            }
        }
        let full_width: String =
            Ticket::of([7; 8]).plain().chars().filter_map(|c| char::from_u32(u32::from(c) + 0xFEE0)).collect();
        assert_eq!(full_width.parse(), Ok(Ticket::of([7; 8])));
    }

    #[test]
    fn every_wrong_digit_and_every_exchange_of_neighbours_is_found() {
        for seed in 0..20u64 {
            let ticket = Ticket::of((seed * 7_777_777_777 + 13).to_be_bytes());
            let right = ticket.plain().into_bytes();
            for at in 0..12 {
                for wrong in b'0'..=b'9' {
                    let mut typed = right.clone();
                    typed[at] = wrong;
                    let read = String::from_utf8(typed).unwrap().parse::<Ticket>();
                    assert_eq!(read.is_ok(), wrong == right[at]);
                }
                if at < 11 && right[at] != right[at + 1] {
                    let mut typed = right.clone();
                    typed.swap(at, at + 1);
                    assert_eq!(String::from_utf8(typed).unwrap().parse::<Ticket>(), Err(NotATicket::Check));
                }
            }
        }
        assert_eq!("12345".parse::<Ticket>(), Err(NotATicket::Length { digits: 5 }));
    }
}
