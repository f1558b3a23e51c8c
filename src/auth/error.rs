use crate::kernel::{Class, Refusal};

/// Why someone may not act, or could not log in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthRefusal {
    /// Nobody is logged in, or the session has ended.
    #[error("登录已过期，请重新登录，已填内容不会丢")]
    NotLoggedIn,
    /// The login or the password is wrong; which of the two is not said.
    #[error("用户名或密码不对，再错{left}次将暂停登录")]
    WrongPassword {
        /// Tries left before the pause.
        left: i64,
    },
    /// Too many failures.
    #[error("登录失败次数过多，请{minutes}分钟后再试")]
    Throttled {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The book is outside the person's grants, or not there at all.
    #[error("没有这个账套，或不在您的管理范围内")]
    NoSuchBook,
    /// The book is in sight, the act is not theirs.
    #[error("这一步由{roles}办理")]
    RoleNeeded {
        /// Who may.
        roles: String,
    },
    /// A clerk or an accountant leaves without a handover.
    #[error("{name}还没有办交接就要取消{role}，请先办交接；确要先取消，请写明原因")]
    HandoverFirst {
        /// Who.
        name: String,
        /// Which role.
        role: &'static str,
    },
    /// A person needs a login.
    #[error("请填写用户名，登录时要用")]
    LoginMissing,
    /// Not a login name.
    #[error("用户名「{login}」不能用，请用2到32个汉字、字母或数字，中间可以有点和横线")]
    InvalidLogin {
        /// As typed.
        login: String,
    },
    /// Somebody has this login already.
    #[error("用户名「{login}」已有人用，请换一个")]
    LoginTaken {
        /// As typed.
        login: String,
    },
    /// A person needs a name; it is printed on vouchers.
    #[error("请填写姓名，凭证和日志上都要用")]
    NameMissing,
    /// Too short.
    #[error("密码只有{length}位，至少要10位")]
    PasswordTooShort {
        /// Characters typed.
        length: usize,
    },
    /// So long that hashing it would be a burden.
    #[error("密码有{length}位，最多200位")]
    PasswordTooLong {
        /// Characters typed.
        length: usize,
    },
    /// The first thing anybody tries.
    #[error("密码不能与用户名相同，请换一个")]
    PasswordIsLogin,
    /// Typed twice, differently.
    #[error("两次填写的新密码不一样，请重新填写")]
    PasswordsDiffer,
    /// The password given as the present one is not.
    #[error("现用密码不对，请重新填写")]
    CurrentPasswordWrong,
    /// Two hands that must stay two.
    #[error("{held}不能兼任{wanted}，请先停用原有角色或另选一人")]
    ConflictOfInterest {
        /// What the person holds.
        held: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// A role given for one book at a time came without one.
    #[error("{role}要指定账套，请选择账套")]
    RoleNeedsBook {
        /// The role.
        role: &'static str,
    },
    /// A role of the whole township came with a book.
    #[error("{role}管理全乡镇，不用选择账套")]
    RoleIsForTownship {
        /// The role.
        role: &'static str,
    },
    /// Holds it already.
    #[error("{name}已经是{role}")]
    AlreadyGranted {
        /// The person.
        name: String,
        /// The role.
        role: &'static str,
    },
    /// Holds no such role.
    #[error("{name}现在没有这个角色，请刷新后再看")]
    NotGranted {
        /// The person.
        name: String,
    },
    /// No such person.
    #[error("没有这个人员")]
    NoSuchPerson,
    /// No such session, or somebody else's.
    #[error("没有这个登录，可能已经退出")]
    NoSuchSession,
    /// Without an administrator nobody could ever be added again.
    #[error("至少要有一名在用的系统管理员，请先指定另一人")]
    LastAdministrator,
    /// The first administrator exists.
    #[error("已经建立过用户，请登录")]
    AlreadySetUp,
    /// Digits, four to six.
    #[error("签字密码要4到6位数字")]
    PinShape,
    /// The first thing anybody tries.
    #[error("签字密码不能全是同一个数，也不能是连着的数，请换一个")]
    PinSimple,
    /// Typed twice, differently.
    #[error("两次填写的签字密码不一样，请重新填写")]
    PinsDiffer,
    /// No PIN yet.
    #[error("{name}还没有签字密码，请在“我的”里设，或向系统管理员要一次性口令")]
    PinNotSet {
        /// Who.
        name: String,
    },
    /// The PIN is wrong.
    #[error("签字密码不对，再错{left}次将暂停签字")]
    WrongPin {
        /// Tries left before the pause.
        left: i64,
    },
    /// Too many wrong PINs.
    #[error("签字密码错的次数过多，请{minutes}分钟后再试")]
    PinThrottled {
        /// Minutes to wait.
        minutes: i64,
    },
    /// The code handed out is another.
    #[error("一次性口令不对，再错{left}次将暂停")]
    WrongPinCode {
        /// Tries left before the pause.
        left: i64,
    },
    /// Used or too old.
    #[error("没有可用的一次性口令，或已用过、过期，请向系统管理员再要一个")]
    PinCodeGone,
    /// A PIN signs only for a member of this book in office.
    #[error("{name}现在不是这个账套的理财小组成员，不能签")]
    NotInGroup {
        /// Who.
        name: String,
    },
    /// It ends before it begins.
    #[error("止日 {to} 早于起日 {from}，请改正")]
    TermBackwards {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// Only offices of the village have terms.
    #[error("{role}不设任期，请不要填起止日期和选举")]
    TermOutsideVillage {
        /// The role.
        role: &'static str,
    },
    /// Elected after the term began.
    #[error("选举日 {elected} 晚于任期起日 {from}，请改正")]
    ElectedAfterTerm {
        /// Day of the election.
        elected: String,
        /// First day.
        from: String,
    },
    /// Too many words.
    #[error("写了 {length} 个字，最多 {limit} 个字，请缩短")]
    TermWordsTooLong {
        /// How many.
        length: usize,
        /// At most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// A substitute serves between two days.
    #[error("替补要写明从哪一天到哪一天")]
    SubstituteWithoutDates,
    /// Why somebody else signs.
    #[error("替补要写明原因")]
    SubstituteWithoutReason,
    /// There is no seat to be taken.
    #[error("{name}不是这个账套的理财小组成员，没有可替的席位，请重新选择")]
    SubstituteOfNobody {
        /// Who should be replaced.
        name: String,
    },
    /// One seat has one vote.
    #[error("{name}的席位这几天已由{by}替，请换日期，或先结束{by}的任期")]
    SeatTaken {
        /// Whose seat.
        name: String,
        /// Who takes it already.
        by: String,
    },
    /// Those who lead or keep the books do not oversee themselves.
    #[error("{name}是{office}，不能当{wanted}，请另选一人")]
    IsCadre {
        /// Who.
        name: String,
        /// What they are.
        office: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// Nor do their near relatives.
    #[error("{name}是{office}{other}的{relation}，不能当{wanted}，请另选一人")]
    KinOfCadre {
        /// Who.
        name: String,
        /// What the other is.
        office: &'static str,
        /// The other.
        other: String,
        /// What the one is to the other.
        relation: &'static str,
        /// What was asked for.
        wanted: &'static str,
    },
    /// Not in the table of offices.
    #[error("职务不在列表里，请重新选择")]
    UnknownOffice,
    /// Not in the table of relations.
    #[error("关系不在列表里，请重新选择")]
    UnknownRelation,
    /// A relationship is between two people.
    #[error("要写明两个不同的人，请填写")]
    KinNeedsTwo,
    /// No such office or relationship of this book.
    #[error("没有这条登记，可能已经取消")]
    NoSuchRecord,
}

impl Refusal for AuthRefusal {
    fn code(&self) -> &'static str {
        match self {
            AuthRefusal::PinShape => "auth.pin_shape",
            AuthRefusal::PinSimple => "auth.pin_simple",
            AuthRefusal::PinsDiffer => "auth.pins_differ",
            AuthRefusal::PinNotSet { .. } => "auth.pin_not_set",
            AuthRefusal::WrongPin { .. } => "auth.wrong_pin",
            AuthRefusal::PinThrottled { .. } => "auth.pin_throttled",
            AuthRefusal::WrongPinCode { .. } => "auth.wrong_pin_code",
            AuthRefusal::PinCodeGone => "auth.pin_code_gone",
            AuthRefusal::NotInGroup { .. } => "auth.not_in_group",
            AuthRefusal::TermBackwards { .. } => "auth.term_backwards",
            AuthRefusal::TermOutsideVillage { .. } => "auth.term_outside_village",
            AuthRefusal::ElectedAfterTerm { .. } => "auth.elected_after_term",
            AuthRefusal::TermWordsTooLong { .. } => "auth.term_words_too_long",
            AuthRefusal::SubstituteWithoutDates => "auth.substitute_without_dates",
            AuthRefusal::SubstituteWithoutReason => "auth.substitute_without_reason",
            AuthRefusal::SubstituteOfNobody { .. } => "auth.substitute_of_nobody",
            AuthRefusal::SeatTaken { .. } => "auth.seat_taken",
            AuthRefusal::IsCadre { .. } => "auth.is_cadre",
            AuthRefusal::KinOfCadre { .. } => "auth.kin_of_cadre",
            AuthRefusal::UnknownOffice => "auth.unknown_office",
            AuthRefusal::UnknownRelation => "auth.unknown_relation",
            AuthRefusal::KinNeedsTwo => "auth.kin_needs_two",
            AuthRefusal::NoSuchRecord => "auth.no_such_record",
            AuthRefusal::NotLoggedIn => "auth.not_logged_in",
            AuthRefusal::WrongPassword { .. } => "auth.wrong_password",
            AuthRefusal::Throttled { .. } => "auth.throttled",
            AuthRefusal::NoSuchBook => "auth.no_such_book",
            AuthRefusal::RoleNeeded { .. } => "auth.role_needed",
            AuthRefusal::LoginMissing => "auth.login_missing",
            AuthRefusal::InvalidLogin { .. } => "auth.invalid_login",
            AuthRefusal::LoginTaken { .. } => "auth.login_taken",
            AuthRefusal::NameMissing => "auth.name_missing",
            AuthRefusal::PasswordTooShort { .. } => "auth.password_too_short",
            AuthRefusal::PasswordTooLong { .. } => "auth.password_too_long",
            AuthRefusal::PasswordIsLogin => "auth.password_is_login",
            AuthRefusal::PasswordsDiffer => "auth.passwords_differ",
            AuthRefusal::CurrentPasswordWrong => "auth.current_password_wrong",
            AuthRefusal::ConflictOfInterest { .. } => "auth.conflict_of_interest",
            AuthRefusal::RoleNeedsBook { .. } => "auth.role_needs_book",
            AuthRefusal::RoleIsForTownship { .. } => "auth.role_is_for_township",
            AuthRefusal::AlreadyGranted { .. } => "auth.already_granted",
            AuthRefusal::NotGranted { .. } => "auth.not_granted",
            AuthRefusal::HandoverFirst { .. } => "auth.handover_first",
            AuthRefusal::NoSuchPerson => "auth.no_such_person",
            AuthRefusal::NoSuchSession => "auth.no_such_session",
            AuthRefusal::LastAdministrator => "auth.last_administrator",
            AuthRefusal::AlreadySetUp => "auth.already_set_up",
        }
    }

    fn class(&self) -> Class {
        match self {
            AuthRefusal::PinShape
            | AuthRefusal::PinSimple
            | AuthRefusal::PinsDiffer
            | AuthRefusal::WrongPin { .. }
            | AuthRefusal::PinThrottled { .. }
            | AuthRefusal::WrongPinCode { .. }
            | AuthRefusal::TermBackwards { .. }
            | AuthRefusal::TermOutsideVillage { .. }
            | AuthRefusal::ElectedAfterTerm { .. }
            | AuthRefusal::TermWordsTooLong { .. }
            | AuthRefusal::SubstituteWithoutDates
            | AuthRefusal::SubstituteWithoutReason
            | AuthRefusal::SubstituteOfNobody { .. }
            | AuthRefusal::SeatTaken { .. }
            | AuthRefusal::IsCadre { .. }
            | AuthRefusal::KinOfCadre { .. }
            | AuthRefusal::UnknownOffice
            | AuthRefusal::UnknownRelation
            | AuthRefusal::KinNeedsTwo => Class::Invalid,
            AuthRefusal::PinNotSet { .. } | AuthRefusal::PinCodeGone => Class::Conflict,
            AuthRefusal::NotInGroup { .. } | AuthRefusal::RoleNeeded { .. } => Class::Forbidden,
            AuthRefusal::NoSuchRecord => Class::NotFound,
            AuthRefusal::NotLoggedIn | AuthRefusal::WrongPassword { .. } | AuthRefusal::Throttled { .. } => {
                Class::Forbidden
            }
            AuthRefusal::NoSuchBook | AuthRefusal::NoSuchPerson | AuthRefusal::NoSuchSession => Class::NotFound,
            AuthRefusal::LoginMissing
            | AuthRefusal::InvalidLogin { .. }
            | AuthRefusal::LoginTaken { .. }
            | AuthRefusal::NameMissing
            | AuthRefusal::PasswordTooShort { .. }
            | AuthRefusal::PasswordTooLong { .. }
            | AuthRefusal::PasswordIsLogin
            | AuthRefusal::PasswordsDiffer
            | AuthRefusal::CurrentPasswordWrong
            | AuthRefusal::HandoverFirst { .. }
            | AuthRefusal::ConflictOfInterest { .. }
            | AuthRefusal::RoleNeedsBook { .. }
            | AuthRefusal::RoleIsForTownship { .. } => Class::Invalid,
            AuthRefusal::AlreadyGranted { .. }
            | AuthRefusal::NotGranted { .. }
            | AuthRefusal::LastAdministrator
            | AuthRefusal::AlreadySetUp => Class::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            AuthRefusal::PinShape
            | AuthRefusal::PinSimple
            | AuthRefusal::PinNotSet { .. }
            | AuthRefusal::WrongPin { .. }
            | AuthRefusal::PinThrottled { .. } => Some("pin"),
            AuthRefusal::PinsDiffer => Some("pin_repeated"),
            AuthRefusal::WrongPinCode { .. } | AuthRefusal::PinCodeGone => Some("pin_code"),
            AuthRefusal::NotInGroup { .. } | AuthRefusal::NoSuchRecord => None,
            AuthRefusal::TermBackwards { .. } => Some("term_to"),
            AuthRefusal::TermOutsideVillage { .. } | AuthRefusal::SubstituteWithoutDates => Some("term_from"),
            AuthRefusal::ElectedAfterTerm { .. } => Some("elected_on"),
            AuthRefusal::TermWordsTooLong { field, .. } => Some(field),
            AuthRefusal::SubstituteWithoutReason | AuthRefusal::HandoverFirst { .. } => Some("reason"),
            AuthRefusal::SubstituteOfNobody { .. } | AuthRefusal::SeatTaken { .. } => Some("place_of"),
            AuthRefusal::IsCadre { .. } | AuthRefusal::KinOfCadre { .. } => Some("role"),
            AuthRefusal::UnknownOffice => Some("office"),
            AuthRefusal::UnknownRelation => Some("relation"),
            AuthRefusal::KinNeedsTwo => Some("kin_name"),
            AuthRefusal::LoginMissing | AuthRefusal::InvalidLogin { .. } | AuthRefusal::LoginTaken { .. } => {
                Some("login")
            }
            AuthRefusal::NameMissing => Some("name"),
            AuthRefusal::PasswordTooShort { .. }
            | AuthRefusal::PasswordTooLong { .. }
            | AuthRefusal::PasswordIsLogin => Some("password"),
            AuthRefusal::PasswordsDiffer => Some("repeated"),
            AuthRefusal::CurrentPasswordWrong => Some("current"),
            AuthRefusal::ConflictOfInterest { .. } | AuthRefusal::AlreadyGranted { .. } => Some("role"),
            AuthRefusal::RoleNeedsBook { .. } | AuthRefusal::RoleIsForTownship { .. } => Some("book"),
            AuthRefusal::NotLoggedIn
            | AuthRefusal::WrongPassword { .. }
            | AuthRefusal::Throttled { .. }
            | AuthRefusal::NoSuchBook
            | AuthRefusal::RoleNeeded { .. }
            | AuthRefusal::NotGranted { .. }
            | AuthRefusal::NoSuchPerson
            | AuthRefusal::NoSuchSession
            | AuthRefusal::LastAdministrator
            | AuthRefusal::AlreadySetUp => None,
        }
    }
}
