use crate::kernel::{Class, Refusal};

/// Why someone may not act, or could not log in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthRefusal {
    /// Nobody is logged in, or the session has ended.
    #[error("登录已过期,请重新登录,已填内容不会丢")]
    NotLoggedIn,
    /// The login or the password is wrong; which of the two is not said.
    #[error("用户名或密码不对,再错{left}次将暂停登录")]
    WrongPassword {
        /// Tries left before the pause.
        left: i64,
    },
    /// Too many failures.
    #[error("登录失败次数过多,请{minutes}分钟后再试")]
    Throttled {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The book is outside the person's grants, or not there at all.
    #[error("没有这个账套,或不在您的管理范围内")]
    NoSuchBook,
    /// The book is in sight, the act is not theirs.
    #[error("这一步由{roles}办理")]
    RoleNeeded {
        /// Who may.
        roles: String,
    },
}

impl Refusal for AuthRefusal {
    fn code(&self) -> &'static str {
        match self {
            AuthRefusal::NotLoggedIn => "auth.not_logged_in",
            AuthRefusal::WrongPassword { .. } => "auth.wrong_password",
            AuthRefusal::Throttled { .. } => "auth.throttled",
            AuthRefusal::NoSuchBook => "auth.no_such_book",
            AuthRefusal::RoleNeeded { .. } => "auth.role_needed",
        }
    }

    fn class(&self) -> Class {
        match self {
            AuthRefusal::NotLoggedIn | AuthRefusal::WrongPassword { .. } | AuthRefusal::Throttled { .. } => {
                Class::Forbidden
            }
            AuthRefusal::NoSuchBook => Class::NotFound,
            AuthRefusal::RoleNeeded { .. } => Class::Forbidden,
        }
    }
}
