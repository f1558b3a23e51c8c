use crate::kernel::{Digest, SessionId, Timestamp, UserId};

/// Seven days: after that everybody logs in again.
const ABSOLUTE_SECONDS: i64 = 7 * 24 * 3600;
/// A session's last sight is noted at most this often: reading pages is not writing.
const SEEN_EVERY_SECONDS: i64 = 300;

/// What the browser holds: 256 random bits. We keep only its digest.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    pub(super) fn random() -> Token {
        Token(hex(&rand::random::<[u8; 32]>()))
    }

    /// As it stands in the cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The digest of a cookie's content, by which the session is found.
    pub fn digest_of(cookie: &str) -> Digest {
        Digest::of(cookie.as_bytes())
    }
}

/// A random value for a form, so that no other site can post in a person's name.
pub fn form_token() -> String {
    hex(&rand::random::<[u8; 16]>())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// A login that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub person: UserId,
    /// What they typed to log in.
    pub login: String,
    /// True when the person must choose a password before anything else.
    pub must_change: bool,
    /// What every form of this session carries.
    pub csrf: String,
    /// Logged in at.
    pub created_at: Timestamp,
    /// Last seen at, to five minutes.
    pub seen_at: Timestamp,
    /// Ends at the latest.
    pub expires_at: Timestamp,
    /// From where.
    pub address: String,
    /// With what.
    pub agent: String,
}

impl Session {
    /// True when neither its end nor the idle limit is reached.
    pub fn holds(&self, idle_hours: i64, now: Timestamp) -> bool {
        now < self.expires_at && now.seconds_since(self.seen_at) < idle_hours * 3600
    }

    /// True when it is time to note that it was seen.
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now.seconds_since(self.seen_at) >= SEEN_EVERY_SECONDS
    }

    /// The machine and the browser in plain words: 安卓手机，微信.
    pub fn device(&self) -> String {
        device_of(&self.agent)
    }

    pub(super) fn end_of(created_at: Timestamp) -> Timestamp {
        created_at.plus_seconds(ABSOLUTE_SECONDS)
    }
}

/// What a browser says of itself, in plain words. The first mark that is there decides.
pub(super) fn device_of(agent: &str) -> String {
    const MACHINES: [(&str, &str); 7] = [
        ("HarmonyOS", "鸿蒙手机"),
        ("Android", "安卓手机"),
        ("iPhone", "苹果手机"),
        ("iPad", "苹果平板"),
        ("Windows", "Windows电脑"),
        ("Macintosh", "苹果电脑"),
        ("Linux", "Linux电脑"),
    ];
    const BROWSERS: [(&str, &str); 6] = [
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    let found = |marks: &[(&str, &'static str)]| marks.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, w)| *w);
    match (found(&MACHINES), found(&BROWSERS)) {
        (Some(machine), Some(browser)) => format!("{machine}，{browser}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => "其他设备".to_owned(),
    }
}

/// Failures that lead to a pause, and its length.
pub(super) const FAILURES_ALLOWED: i64 = 5;
const PAUSE_SECONDS: i64 = 15 * 60;

/// How often someone failed from one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Failures {
    pub count: i64,
    pub first_at: Timestamp,
    pub blocked_until: Option<Timestamp>,
}

impl Failures {
    /// Minutes still to wait, rounded up.
    pub fn minutes_to_wait(self, now: Timestamp) -> Option<i64> {
        self.blocked_until.filter(|until| now < *until).map(|until| (until.seconds_since(now) + 59) / 60)
    }

    /// One more failure. Those older than the pause no longer count.
    pub fn and_one_more(before: Option<Failures>, now: Timestamp) -> Failures {
        let recent = before.filter(|f| now.seconds_since(f.first_at) < PAUSE_SECONDS && f.blocked_until.is_none());
        let (count, first_at) = recent.map_or((1, now), |f| (f.count + 1, f.first_at));
        let blocked_until = (count >= FAILURES_ALLOWED).then(|| now.plus_seconds(PAUSE_SECONDS));
        Failures { count, first_at, blocked_until }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn the_fifth_failure_pauses_for_a_quarter_of_an_hour() {
        let start = at("2025-09-01T01:00:00Z");
        let mut failures = None;
        for n in 0..5 {
            failures = Some(Failures::and_one_more(failures, start.plus_seconds(n)));
        }
        let failures = failures.unwrap();
        assert_eq!(failures.minutes_to_wait(start.plus_seconds(5)), Some(15));
        assert_eq!(failures.minutes_to_wait(start.plus_seconds(4 + 900)), None);
        assert_eq!(Failures::and_one_more(Some(failures), start.plus_seconds(1000)).count, 1);
    }

    #[test]
    fn old_failures_are_forgotten() {
        let start = at("2025-09-01T01:00:00Z");
        let first = Failures::and_one_more(None, start);
        assert_eq!(Failures::and_one_more(Some(first), start.plus_seconds(901)).count, 1);
    }

    #[test]
    fn a_device_is_told_in_words() {
        let cases = [
            ("Mozilla/5.0 (Linux; Android 13) AppleWebKit MicroMessenger/8.0 Mobile Safari", "安卓手机，微信"),
            ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/120 Safari/537 Edg/120", "Windows电脑，Edge"),
            ("curl/8", "其他设备"),
        ];
        for (agent, words) in cases {
            assert_eq!(device_of(agent), words);
        }
    }

    #[test]
    fn tokens_are_long_and_different() {
        let (one, two) = (Token::random(), Token::random());
        assert_eq!(one.reveal().len(), 64);
        assert_ne!(one.reveal(), two.reveal());
    }
}
