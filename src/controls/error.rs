use crate::kernel::{Class, Refusal};

/// Why a rule holds somebody up, or a setting cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ControlRefusal {
    /// The township does not allow it at all.
    #[error("{title}：{words}；按规定不得办理")]
    Blocked {
        /// The rule.
        title: &'static str,
        /// What was found.
        words: String,
    },
    /// It may go on with a reason.
    #[error("{title}：{words}；确实要办，请写明理由")]
    Unexplained {
        /// The rule.
        title: &'static str,
        /// What was found.
        words: String,
    },
    /// There is no such rule.
    #[error("没有「{name}」这条规则，请从列表里选")]
    NoSuchControl {
        /// As given.
        name: String,
    },
    /// A setting never changes what is done already.
    #[error("规则只能从今天 {today} 或以后起改，不能从 {from} 起")]
    SettingInPast {
        /// As given.
        from: String,
        /// Today.
        today: String,
    },
    /// A figure it cannot take.
    #[error("{what}要在 {least} 到 {most} 之间，现在是「{value}」，请改正")]
    BadParameter {
        /// The figure.
        what: &'static str,
        /// As given.
        value: String,
        /// At least.
        least: String,
        /// At most.
        most: String,
    },
}

impl Refusal for ControlRefusal {
    fn code(&self) -> &'static str {
        match self {
            ControlRefusal::Blocked { .. } => "controls.blocked",
            ControlRefusal::Unexplained { .. } => "controls.unexplained",
            ControlRefusal::NoSuchControl { .. } => "controls.no_such_control",
            ControlRefusal::SettingInPast { .. } => "controls.setting_in_past",
            ControlRefusal::BadParameter { .. } => "controls.bad_parameter",
        }
    }

    fn class(&self) -> Class {
        match self {
            ControlRefusal::Blocked { .. }
            | ControlRefusal::Unexplained { .. }
            | ControlRefusal::SettingInPast { .. }
            | ControlRefusal::BadParameter { .. } => Class::Invalid,
            ControlRefusal::NoSuchControl { .. } => Class::NotFound,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            ControlRefusal::Unexplained { .. } => Some("explanation"),
            ControlRefusal::SettingInPast { .. } => Some("valid_from"),
            ControlRefusal::BadParameter { .. } => Some("figure"),
            ControlRefusal::Blocked { .. } | ControlRefusal::NoSuchControl { .. } => None,
        }
    }
}
