use std::collections::BTreeMap;

use crate::kernel::{BookId, Date, Money, Refused, Timestamp, stored_words};

use super::catalogue::{CONTROLS, control};
use super::control::Control;
use super::error::ControlRefusal;

stored_words! {
    /// How hard a rule is.
    Severity "这一档" {
        /// 不得办理: the act is refused.
        Block "block" "不得办理",
        /// 说明理由: it goes on with a reason, and the reason is kept.
        Warn "warn" "说明理由",
        /// 提示: it is shown.
        Note "note" "提示",
        /// 不查.
        Off "off" "不查",
    }
}

/// One rule as it holds for a book on a day.
#[derive(Clone, Debug)]
pub struct Setting {
    /// The rule.
    pub control: &'static Control,
    /// How hard.
    pub severity: Severity,
    /// Its figures by name; fen for an amount.
    pub values: BTreeMap<String, i64>,
    /// Since when; `None` while nobody has set it.
    pub since: Option<Date>,
    /// True when the book set it itself.
    pub own: bool,
}

impl Setting {
    /// What holds until somebody sets it.
    pub fn standard(control: &'static Control) -> Setting {
        Setting { control, severity: control.severity, values: BTreeMap::new(), since: None, own: false }
    }

    /// One figure of the rule; its default where it was not set.
    pub fn value(&self, name: &str) -> i64 {
        let default = || self.control.parameters.iter().find(|p| p.name == name).map_or(0, |p| p.default);
        self.values.get(name).copied().unwrap_or_else(default)
    }

    /// One figure that is an amount.
    pub fn money(&self, name: &str) -> Money {
        Money::from_fen(self.value(name))
    }

    /// `起点 1,000.00元`, every figure.
    pub fn figures(&self) -> String {
        let one = |p: &super::control::Parameter| format!("{} {}", p.title, p.unit.said(self.value(p.name)));
        self.control.parameters.iter().map(one).collect::<Vec<_>>().join("，")
    }
}

/// Every rule as it holds for one book on one day, in the order of the catalogue.
#[derive(Clone, Debug)]
pub struct Settings(Vec<Setting>);

impl Settings {
    /// Out of everything ever set: the book's own latest, else the township's latest, else the default.
    pub fn of(ever: &[KeptSetting], book: Option<BookId>, on: Date) -> Settings {
        let holds = |name: &str, whose: Option<BookId>| {
            let dated = ever.iter().filter(|k| k.control == name && k.book == whose && k.from <= on);
            dated.max_by_key(|k| k.from)
        };
        let one = |control: &&'static Control| {
            let own = book.and_then(|b| holds(control.name, Some(b)));
            match own.or_else(|| holds(control.name, None)) {
                None => Setting::standard(control),
                Some(kept) => Setting {
                    control,
                    severity: kept.severity,
                    values: kept.values.clone(),
                    since: Some(kept.from),
                    own: own.is_some(),
                },
            }
        };
        Settings(CONTROLS.iter().map(one).collect())
    }

    /// Every rule.
    pub fn all(&self) -> &[Setting] {
        &self.0
    }

    /// The largest figure of this name among rules that are looked at: how far back history has to be read.
    pub fn reach(&self, control: &str, parameter: &str) -> i64 {
        let looked = self.0.iter().filter(|s| s.control.name == control && s.severity != Severity::Off);
        looked.map(|s| s.value(parameter)).max().unwrap_or(0)
    }
}

/// What somebody set, for whom, since when.
#[derive(Clone, Debug)]
pub struct KeptSetting {
    /// The book it is for; `None` for the township.
    pub book: Option<BookId>,
    /// The rule.
    pub control: String,
    /// Since when.
    pub from: Date,
    /// How hard.
    pub severity: Severity,
    /// Its figures by name.
    pub values: BTreeMap<String, i64>,
    /// Who set it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// What somebody wants set.
#[derive(Clone, Debug)]
pub struct NewSetting {
    /// The book it is for; `None` for the township.
    pub book: Option<BookId>,
    /// The rule.
    pub control: String,
    /// From which day on.
    pub from: Date,
    /// How hard.
    pub severity: Severity,
    /// Its figures by name, as many as were said.
    pub values: BTreeMap<String, i64>,
}

impl NewSetting {
    /// The rule it is about, and everything wrong with it.
    pub(super) fn judged(&self, today: Date) -> (Option<&'static Control>, Vec<Refused>) {
        let Some(control) = control(&self.control) else {
            let name = self.control.chars().take(40).collect();
            return (None, vec![ControlRefusal::NoSuchControl { name }.into()]);
        };
        let mut faults: Vec<Refused> = Vec::new();
        if self.from < today {
            let refusal = ControlRefusal::SettingInPast { from: self.from.to_string(), today: today.to_string() };
            faults.push(refusal.into());
        }
        for parameter in control.parameters {
            let value = self.values.get(parameter.name).copied().unwrap_or(parameter.default);
            if value < parameter.least || value > parameter.most {
                let refusal = ControlRefusal::BadParameter {
                    what: parameter.title,
                    value: parameter.unit.said(value),
                    least: parameter.unit.said(parameter.least),
                    most: parameter.unit.said(parameter.most),
                };
                faults.push(refusal.into());
            }
        }
        (Some(control), faults)
    }
}
