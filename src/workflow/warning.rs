use crate::controls::{KeptFinding, Severity, Stage, control};

/// What a rule found about an item, as everybody who decides on it reads it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// How hard it was.
    pub severity: Severity,
    /// The rule's stable name.
    pub control: String,
    /// What people call the rule; empty for one that is no more.
    pub title: &'static str,
    /// The sentence, with its figures.
    pub words: String,
    /// Why all the same; empty where none was asked for.
    pub reason: String,
    /// Who gave the reason.
    pub by: String,
    /// When it was shown.
    pub stage: Stage,
}

impl Warning {
    pub(super) fn of(kept: KeptFinding) -> Warning {
        let KeptFinding { severity, control, words, reason, by, stage, .. } = kept;
        Warning { severity, title: title_of(&control), control, words, reason, by, stage }
    }

    /// One found only now.
    pub(super) fn found_now(name: &str, words: String) -> Warning {
        let (by, reason) = (String::new(), String::new());
        let (severity, stage) = (Severity::Warn, Stage::Submit);
        Warning { severity, control: name.to_owned(), title: title_of(name), words, reason, by, stage }
    }
}

fn title_of(name: &str) -> &'static str {
    control(name).map_or("", |c| c.title)
}

/// The reasons given for warnings, each once: `村报账员：对方只收现金`.
pub fn explanations(warnings: &[Warning]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for warning in warnings.iter().filter(|w| !w.reason.is_empty()) {
        let said = format!("{}：{}", warning.by, warning.reason);
        if !told.contains(&said) {
            told.push(said);
        }
    }
    told
}
