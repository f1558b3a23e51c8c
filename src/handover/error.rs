use crate::kernel::{Class, Refusal};

/// Why papers or a post are not handed over.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandoverRefusal {
    /// Nothing chosen.
    #[error("还没有选要移交的报账单")]
    NothingChosen,
    /// Not among what can be handed over now.
    #[error("选的报账单有 {count} 笔不能移交：已经在别的清单上，或还没有批完，请刷新后重选")]
    NotToHandOver {
        /// How many.
        count: usize,
    },
    /// The list is not of this book, or not there.
    #[error("没有这张移交清单，或不在您的管理范围内")]
    NoSuchList,
    /// It was received or taken back.
    #[error("这张清单{stands}，不能再办")]
    ListEnded {
        /// Where it stands.
        stands: &'static str,
    },
    /// The one who handed it over.
    #[error("移交人不能自己接收，请专管员接收")]
    OwnReceipt,
    /// An item that is not on the list.
    #[error("清单上没有第 {position} 项")]
    NoSuchItem {
        /// As given.
        position: i64,
    },
    /// A missing item without words.
    #[error("第 {position} 项没有收到，要写明情况")]
    MissingUnexplained {
        /// Which.
        position: i64,
    },
    /// Somebody or something is not named.
    #[error("请选{what}")]
    NotNamed {
        /// What.
        what: &'static str,
        /// The form field.
        field: &'static str,
    },
    /// One person as two parties.
    #[error("移交人、接交人、监交人要是三个人")]
    SamePerson,
    /// Words are needed.
    #[error("请写明{what}")]
    WordsMissing {
        /// What.
        what: &'static str,
        /// The form field.
        field: &'static str,
    },
    /// Too many characters.
    #[error("写了 {length} 个字，最多 {limit} 个字，请缩短")]
    TooLong {
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// Too many lines.
    #[error("另列的东西有 {lines} 行，最多 {limit} 行，请合并")]
    TooManyLines {
        /// How many.
        lines: usize,
        /// How many at most.
        limit: usize,
    },
    /// Who leaves does not hold the post.
    #[error("{name}不是这个账套的{role}，不用办交接")]
    NotInPost {
        /// Who.
        name: String,
        /// Which post.
        role: &'static str,
    },
    /// Who comes may not, or does already.
    #[error("{name}已经是这个账套的{role}，请另选接交人")]
    AlreadyInPost {
        /// Who.
        name: String,
        /// Which post.
        role: &'static str,
    },
    /// Who supervises is not of the centre's heads.
    #[error("监交人由中心主任或总监督会计担任，{name}不是")]
    MayNotSupervise {
        /// Who.
        name: String,
    },
    /// One is under way already.
    #[error("{name}的交接已在办理，先办完或取消那一份")]
    UnderWay {
        /// Who leaves.
        name: String,
    },
    /// Only the parties see it, and the heads of the centre.
    #[error("没有这份交接，或不在您的管理范围内")]
    NoSuchHandover,
    /// Somebody else's turn.
    #[error("现在等{turn}确认，按移交人、接交人、监交人的顺序")]
    NotYourTurn {
        /// Whose.
        turn: &'static str,
    },
    /// Done or called off.
    #[error("这份交接{stands}，不能再办")]
    Ended {
        /// Where it stands.
        stands: String,
    },
    /// A confirmation on paper without its photograph.
    #[error("纸上签字要拍照交上来")]
    PhotoMissing,
}

impl Refusal for HandoverRefusal {
    fn code(&self) -> &'static str {
        use HandoverRefusal as H;
        match self {
            H::NothingChosen => "handover.nothing_chosen",
            H::NotToHandOver { .. } => "handover.not_to_hand_over",
            H::NoSuchList => "handover.no_such_list",
            H::ListEnded { .. } => "handover.list_ended",
            H::OwnReceipt => "handover.own_receipt",
            H::NoSuchItem { .. } => "handover.no_such_item",
            H::MissingUnexplained { .. } => "handover.missing_unexplained",
            H::NotNamed { .. } => "handover.not_named",
            H::SamePerson => "handover.same_person",
            H::WordsMissing { .. } => "handover.words_missing",
            H::TooLong { .. } => "handover.too_long",
            H::TooManyLines { .. } => "handover.too_many_lines",
            H::NotInPost { .. } => "handover.not_in_post",
            H::AlreadyInPost { .. } => "handover.already_in_post",
            H::MayNotSupervise { .. } => "handover.may_not_supervise",
            H::UnderWay { .. } => "handover.under_way",
            H::NoSuchHandover => "handover.no_such_handover",
            H::NotYourTurn { .. } => "handover.not_your_turn",
            H::Ended { .. } => "handover.ended",
            H::PhotoMissing => "handover.photo_missing",
        }
    }

    fn class(&self) -> Class {
        use HandoverRefusal as H;
        match self {
            H::NoSuchList | H::NoSuchHandover => Class::NotFound,
            H::OwnReceipt | H::MayNotSupervise { .. } => Class::Forbidden,
            H::NotToHandOver { .. }
            | H::ListEnded { .. }
            | H::UnderWay { .. }
            | H::NotYourTurn { .. }
            | H::Ended { .. } => Class::Conflict,
            H::NothingChosen
            | H::NoSuchItem { .. }
            | H::MissingUnexplained { .. }
            | H::NotNamed { .. }
            | H::SamePerson
            | H::WordsMissing { .. }
            | H::TooLong { .. }
            | H::TooManyLines { .. }
            | H::NotInPost { .. }
            | H::AlreadyInPost { .. }
            | H::PhotoMissing => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use HandoverRefusal as H;
        match self {
            H::NothingChosen | H::NotToHandOver { .. } => Some("item"),
            H::NotNamed { field, .. } | H::WordsMissing { field, .. } | H::TooLong { field, .. } => Some(field),
            H::SamePerson | H::AlreadyInPost { .. } => Some("into"),
            H::TooManyLines { .. } => Some("things"),
            H::NotInPost { .. } | H::UnderWay { .. } => Some("out"),
            H::MayNotSupervise { .. } => Some("supervisor"),
            H::PhotoMissing => Some("file"),
            H::NoSuchItem { .. } | H::MissingUnexplained { .. } => Some("missing"),
            H::NoSuchList
            | H::ListEnded { .. }
            | H::OwnReceipt
            | H::NoSuchHandover
            | H::NotYourTurn { .. }
            | H::Ended { .. } => None,
        }
    }
}
