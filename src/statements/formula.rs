use std::str::FromStr;

/// Which part of an account a term takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The balance or turnover of the whole account.
    Whole,
    /// Only details that stand in debit, each by itself (113:debit).
    DebitDetails,
    /// Only details that stand in credit, each by itself (113:credit).
    CreditDetails,
}

/// A figure that is not a balance: it comes from how 收益分配 was used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Special {
    /// 年初未分配收益.
    UndistributedOpening,
    /// 年末未分配收益.
    UndistributedClosing,
    /// 其他转入.
    TransferredIn,
    /// 提取公积公益金.
    ToReserve,
    /// 向成员分配.
    ToMembers,
    /// 其他分配.
    ToOthers,
}

/// One term of a formula.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Term {
    /// An account by code.
    Account(String, Part),
    /// Another line of the same form by number.
    Line(u32),
    /// A figure of the distribution.
    Special(Special),
}

/// A sum of terms, each added or subtracted: `112+113:debit`, `#8-#9`, `@to_reserve`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Formula(pub Vec<(bool, Term)>);

impl Formula {
    /// The terms with `true` for added.
    pub fn terms(&self) -> &[(bool, Term)] {
        &self.0
    }
}

impl FromStr for Formula {
    type Err = String;
    fn from_str(text: &str) -> Result<Formula, String> {
        let mut terms = Vec::new();
        let mut rest = text.trim();
        let mut added = true;
        while !rest.is_empty() {
            let end = rest.find(['+', '-']).unwrap_or(rest.len());
            terms.push((added, term(rest[..end].trim())?));
            if end == rest.len() {
                break;
            }
            added = rest.as_bytes()[end] == b'+';
            rest = &rest[end + 1..];
        }
        if terms.is_empty() { Err("公式是空的".to_owned()) } else { Ok(Formula(terms)) }
    }
}

fn term(text: &str) -> Result<Term, String> {
    let wrong = || format!("公式里的「{text}」不认识");
    if let Some(line) = text.strip_prefix('#') {
        return line.parse().map(Term::Line).map_err(|_| wrong());
    }
    if let Some(name) = text.strip_prefix('@') {
        let special = match name {
            "undistributed_opening" => Special::UndistributedOpening,
            "undistributed_closing" => Special::UndistributedClosing,
            "transferred_in" => Special::TransferredIn,
            "to_reserve" => Special::ToReserve,
            "to_members" => Special::ToMembers,
            "to_others" => Special::ToOthers,
            _ => return Err(wrong()),
        };
        return Ok(Term::Special(special));
    }
    let (code, part) = match text.split_once(':') {
        None => (text, Part::Whole),
        Some((code, "debit")) => (code, Part::DebitDetails),
        Some((code, "credit")) => (code, Part::CreditDetails),
        Some(_) => return Err(wrong()),
    };
    let sound = matches!(code.len(), 3 | 5 | 7 | 9) && code.bytes().all(|b| b.is_ascii_digit());
    if sound { Ok(Term::Account(code.to_owned(), part)) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_read_as_they_are_written() {
        let formula: Formula = "112+113:debit-#4".parse().unwrap();
        assert_eq!(
            formula.terms(),
            [
                (true, Term::Account("112".into(), Part::Whole)),
                (true, Term::Account("113".into(), Part::DebitDetails)),
                (false, Term::Line(4)),
            ]
        );
        for wrong in ["", "11", "112:net", "@nothing", "#x", "112++113"] {
            assert!(wrong.parse::<Formula>().is_err(), "{wrong}");
        }
    }
}
