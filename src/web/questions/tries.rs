//! How often one address may ask, and how often it may look for tickets that are none. In memory, for ten minutes, and
//! for nothing else: nobody is followed, and nothing of it is written down.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::kernel::Timestamp;
use crate::questions::QuestionRefusal;

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Try {
    /// A question, or a word on an answer. A whole village may stand behind one gateway.
    Ask,
    /// A ticket that leads nowhere.
    WrongTicket,
}

const MINUTES: i64 = 10;
/// Addresses remembered at once; beyond it everything is forgotten, and nobody is held up.
const ADDRESSES: usize = 20_000;

impl Try {
    const fn most(self) -> u32 {
        match self {
            Try::Ask => 20,
            Try::WrongTicket => 30,
        }
    }
}

/// Who tried how often in the minutes that run.
#[derive(Default)]
pub(super) struct Tries(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    began: Option<Timestamp>,
    tries: HashMap<(Try, String), u32>,
}

impl Tries {
    /// Counts one more. Refuses: `questions.too_many_tries`.
    pub(super) fn count(&self, what: Try, address: &str, now: Timestamp) -> Result<(), QuestionRefusal> {
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = counted.began.is_none_or(|began| !(0..MINUTES * 60).contains(&now.seconds_since(began)));
        if over || counted.tries.len() >= ADDRESSES {
            *counted = Counted { began: Some(now), tries: HashMap::new() };
        }
        let tries = counted.tries.entry((what, address.to_owned())).or_default();
        *tries = tries.saturating_add(1);
        if *tries > what.most() { Err(QuestionRefusal::TooManyTries { minutes: MINUTES }) } else { Ok(()) }
    }

    /// True while this address may still try.
    pub(super) fn allows(&self, what: Try, address: &str, now: Timestamp) -> bool {
        let counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let over = counted.began.is_none_or(|began| !(0..MINUTES * 60).contains(&now.seconds_since(began)));
        over || counted.tries.get(&(what, address.to_owned())).is_none_or(|n| *n <= what.most())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_its_tries_and_others_theirs_for_ten_minutes() {
        let (tries, noon) = (Tries::default(), Timestamp::parse("2025-10-10T04:00:00Z").unwrap());
        assert!((0..Try::Ask.most()).all(|_| tries.count(Try::Ask, "10.0.0.1", noon).is_ok()));
        let refused = tries.count(Try::Ask, "10.0.0.1", noon.plus_seconds(599));
        assert_eq!(refused, Err(QuestionRefusal::TooManyTries { minutes: 10 }));
        assert!(!tries.allows(Try::Ask, "10.0.0.1", noon));
        assert!(tries.count(Try::Ask, "10.0.0.2", noon).is_ok());
        assert!(tries.count(Try::WrongTicket, "10.0.0.1", noon).is_ok());
        assert!(tries.allows(Try::Ask, "10.0.0.1", noon.plus_seconds(600)));
        assert!(tries.count(Try::Ask, "10.0.0.1", noon.plus_seconds(600)).is_ok());
    }
}
