use super::column::Role;
use super::error::ProfileRefusal;
use super::profile::{BankProfile, DateShape, HeaderPlace};
use crate::kernel::{Failure, Outcome, Refused};

/// The first line of every profile, with the version of the format.
const MARK: &str = "# 明账银行流水格式 1";
/// No profile is longer.
const LIMIT: usize = 20_000;
const NAME: &str = "名称";
const HEADER: &str = "表头";
const DATES: &str = "日期写法";
const WORDS_IN: &str = "收入字样";
const WORDS_OUT: &str = "支出字样";

impl BankProfile {
    /// The profile as a text file, one line a fact. Described in `docs/bank-profile.md`.
    pub fn text(&self) -> String {
        let mut lines = vec![MARK.to_owned(), format!("{NAME}：{}", self.name)];
        let header = match self.header {
            HeaderPlace::Sought => "自动".to_owned(),
            HeaderPlace::Row(row) => format!("第{row}行"),
            HeaderPlace::Absent => "没有".to_owned(),
        };
        lines.push(format!("{HEADER}：{header}"));
        lines.push(format!("{DATES}：{}", self.date_shape.in_chinese()));
        for (key, words) in [(WORDS_IN, &self.words_in), (WORDS_OUT, &self.words_out)] {
            if !words.is_empty() {
                lines.push(format!("{key}：{}", words.join("、")));
            }
        }
        lines.extend(self.columns.iter().map(|(role, word)| format!("{}：{}", role.in_chinese(), plain(word))));
        lines.push(String::new());
        lines.join("\n")
    }
}

/// Reads a profile from its text.
///
/// Refuses, all at once, naming the line: `reconcile.profile_unknown`, `reconcile.profile_line`,
/// `reconcile.profile_key_unknown`, `reconcile.profile_key_twice`, `reconcile.profile_value`,
/// `reconcile.mapping_incomplete`, `reconcile.profile_column_twice`, `reconcile.profile_header_place`,
/// `reconcile.profile_words_without_header`.
pub fn read_profile(bytes: &[u8]) -> Outcome<BankProfile> {
    let text = std::str::from_utf8(bytes).map_err(|_| ProfileRefusal::NoProfile)?;
    let text = text.trim_start_matches('\u{feff}');
    let mark = text.lines().next().unwrap_or("").trim();
    if text.len() > LIMIT || mark.replace(' ', "") != MARK.replace(' ', "") {
        return Err(ProfileRefusal::NoProfile.into());
    }
    let mut reading = Reading::default();
    for (at, line) in text.lines().enumerate().skip(1) {
        let line = line.trim();
        if !line.is_empty() && !line.starts_with('#') {
            reading.line(at + 1, line);
        }
    }
    if reading.faults.is_empty() {
        reading.faults = reading.profile.faults();
    }
    Failure::unless_none(reading.faults)?;
    Ok(reading.profile)
}

#[derive(Default)]
struct Reading {
    profile: BankProfile,
    seen: Vec<String>,
    faults: Vec<Refused>,
}

impl Reading {
    fn line(&mut self, row: usize, line: &str) {
        let Some((key, value)) = line.split_once(['：', ':']) else {
            return self.refuse(row, ProfileRefusal::LineUnreadable { row, line: line.chars().take(30).collect() });
        };
        let (key, value) = (key.trim(), value.trim());
        let role = Role::named(key);
        let again = self.seen.iter().any(|k| k == key);
        if again && role.is_none_or(Role::stands_once) {
            return self.refuse(row, ProfileRefusal::KeyTwice { row, key: key.to_owned() });
        }
        self.seen.push(key.to_owned());
        match (key, role) {
            (_, Some(role)) if !value.is_empty() => self.profile.columns.push((role, value.to_owned())),
            (_, Some(_)) => {}
            (NAME, None) => self.profile.name = value.chars().take(60).collect(),
            (HEADER, None) => match header(value) {
                Some(header) => self.profile.header = header,
                None => self.unreadable(row, key, value, "自动、没有或第3行"),
            },
            (DATES, None) => match DateShape::named(value) {
                Some(shape) => self.profile.date_shape = shape,
                None => self.unreadable(row, key, value, "年月日、日月年或月日年"),
            },
            (WORDS_IN, None) => self.profile.words_in = words(value),
            (WORDS_OUT, None) => self.profile.words_out = words(value),
            (_, None) => self.refuse(row, ProfileRefusal::KeyUnknown { row, key: key.chars().take(30).collect() }),
        }
    }

    fn unreadable(&mut self, row: usize, key: &str, value: &str, takes: &'static str) {
        let (key, value) = (key.to_owned(), value.chars().take(30).collect());
        self.refuse(row, ProfileRefusal::ValueUnreadable { row, key, value, takes });
    }

    fn refuse(&mut self, row: usize, fault: ProfileRefusal) {
        self.faults.push(Refused::from(fault).at_row(row));
    }
}

fn header(value: &str) -> Option<HeaderPlace> {
    match value {
        "自动" | "" => Some(HeaderPlace::Sought),
        "没有" => Some(HeaderPlace::Absent),
        _ => {
            let row: usize = value.strip_prefix('第')?.strip_suffix('行')?.trim().parse().ok()?;
            (row > 0).then_some(HeaderPlace::Row(row))
        }
    }
}

/// Words parted by `、`, `，` or blanks, as a profile lists them.
pub fn words(value: &str) -> Vec<String> {
    let parted = value.split(|c: char| matches!(c, '、' | '，' | ',') || c.is_whitespace());
    parted.filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// A header word on one line.
fn plain(word: &str) -> String {
    word.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_read_back_as_it_was_written() {
        let profile = BankProfile {
            name: "某某村镇银行网银".into(),
            header: HeaderPlace::Row(3),
            date_shape: DateShape::DayFirst,
            words_in: vec!["入".into(), "汇入".into()],
            words_out: vec!["出".into()],
            columns: vec![
                (Role::Date, "发生日".into()),
                (Role::Amount, "第4列".into()),
                (Role::Direction, "收付".into()),
                (Role::Balance, "结存".into()),
                (Role::Purpose, "附言".into()),
                (Role::Purpose, "备注".into()),
            ],
        };
        let text = profile.text();
        assert_eq!(read_profile(text.as_bytes()).unwrap(), profile, "{text}");
        let marked = format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_eq!(read_profile(marked.as_bytes()).unwrap(), profile);
    }

    #[test]
    fn everything_wrong_with_a_profile_is_told_at_once_with_its_line() {
        let text = "# 明账银行流水格式 1\n表头：第零行\n日期写法：随意\n颜色：红\n没有冒号\n余额：结存\n余额：余\n";
        let refused = read_profile(text.as_bytes()).unwrap_err();
        let told: Vec<(&str, Option<usize>)> = refused.refusals().iter().map(|r| (r.code, r.row)).collect();
        assert_eq!(
            told,
            [
                ("reconcile.profile_value", Some(2)),
                ("reconcile.profile_value", Some(3)),
                ("reconcile.profile_key_unknown", Some(4)),
                ("reconcile.profile_line", Some(5)),
                ("reconcile.profile_key_twice", Some(7)),
            ]
        );
        assert!(read_profile("交易日期：日\n".as_bytes()).unwrap_err().is("reconcile.profile_unknown"));
        assert!(read_profile(&[0xff, 0xfe]).unwrap_err().is("reconcile.profile_unknown"));
        let bare = read_profile("# 明账银行流水格式 1\n交易日期：日\n".as_bytes()).unwrap_err();
        assert!(bare.is("reconcile.mapping_incomplete"));
    }
}
