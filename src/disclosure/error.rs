use crate::kernel::{Class, Money, Refusal};

/// Why a sheet cannot be made, or cannot go on its way.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DisclosureRefusal {
    /// A month of the span is still open.
    #[error("{period}还没有结账，{span}的公开表不能编制，先结账")]
    PeriodOpen {
        /// The first open month.
        period: String,
        /// The quarter or month.
        span: String,
    },
    /// The book did not exist yet.
    #[error("{book}从{enabled}启用，{span}没有账可公开")]
    BeforeEnabled {
        /// The book.
        book: String,
        /// Since when.
        enabled: String,
        /// The quarter or month.
        span: String,
    },
    /// A total is not the sum it should be.
    #[error("公开表不平：{what}应为{expected}元，实为{found}元，相差{difference}元，先查凭证和余额")]
    DoesNotFoot {
        /// Which total.
        what: String,
        /// What it should be.
        expected: Money,
        /// What it is.
        found: Money,
        /// The difference, without sign.
        difference: Money,
    },
    /// No sheet has been composed.
    #[error("{span}的公开表还没有编制")]
    NotComposed {
        /// The quarter or month.
        span: String,
    },
    /// Nothing stands behind the code that was scanned.
    #[error("没有这张公开表，请核对网址，或打电话问村里")]
    NoSuchSheet,
    /// Nothing stands behind the village's address, or the village has published nothing yet.
    #[error("没有这个村的公开页，请核对网址，或打电话问村里")]
    NoSuchVillage,
    /// The same picture once more.
    #[error("这张图已经放行过了")]
    ReleasedAlready,
    /// Taken back already, or never released here.
    #[error("没有这张放行的图，可能已经收回")]
    NoSuchRelease,
    /// Not a proof of a line.
    #[error("这不是一笔账的证明，也不是审计包，请从公开页的那一笔重新下载")]
    NotAProof,
    /// The line and its path do not lead to the code.
    #[error("{line}，{amount}元：证明得出的校验码是{found}，公开表的是{code}，这一笔不成立")]
    LineNotProved {
        /// Which line.
        line: String,
        /// Its amount.
        amount: Money,
        /// The code it names.
        code: String,
        /// The code it leads to.
        found: String,
    },
    /// The step does not follow from where the sheet stands.
    #[error("公开表现在「{state}」，不能{act}")]
    OutOfTurn {
        /// Where it stands.
        state: &'static str,
        /// What was tried.
        act: &'static str,
    },
    /// Somebody else moved it meanwhile, or its content changed.
    #[error("公开表刚刚有变化，请回到上一页刷新后再办")]
    Stale,
    /// The same person may not do both.
    #[error("{first}和{second}不能是同一个人")]
    SamePerson {
        /// First act.
        first: &'static str,
        /// Second act.
        second: &'static str,
    },
    /// One opinion a person on one content.
    #[error("{name}已对这份公开表签过意见")]
    AlreadySaid {
        /// Who.
        name: String,
    },
    /// An objection without a reason.
    #[error("有异议要写明是哪一笔、为什么")]
    WordsMissing,
    /// Too many words.
    #[error("意见有{length}个字，最多{limit}个字")]
    WordsTooLong {
        /// Characters.
        length: usize,
        /// The most.
        limit: usize,
    },
    /// Put on the board, but no photo of it.
    #[error("还没有公开栏照片，先拍照再交")]
    PhotoMissing,
    /// The stored content does not give its digest.
    #[error("{span}公开表的内容与校验码不符，不能打印，先运行稽核")]
    ContentBroken {
        /// The quarter or month.
        span: String,
    },
}

impl Refusal for DisclosureRefusal {
    fn code(&self) -> &'static str {
        match self {
            DisclosureRefusal::PeriodOpen { .. } => "disclosure.period_open",
            DisclosureRefusal::BeforeEnabled { .. } => "disclosure.before_enabled",
            DisclosureRefusal::DoesNotFoot { .. } => "disclosure.does_not_foot",
            DisclosureRefusal::NotComposed { .. } => "disclosure.not_composed",
            DisclosureRefusal::NoSuchSheet => "disclosure.no_such_sheet",
            DisclosureRefusal::NoSuchVillage => "disclosure.no_such_village",
            DisclosureRefusal::ReleasedAlready => "disclosure.released_already",
            DisclosureRefusal::NoSuchRelease => "disclosure.no_such_release",
            DisclosureRefusal::NotAProof => "disclosure.not_a_proof",
            DisclosureRefusal::LineNotProved { .. } => "disclosure.line_not_proved",
            DisclosureRefusal::OutOfTurn { .. } => "disclosure.out_of_turn",
            DisclosureRefusal::Stale => "disclosure.stale",
            DisclosureRefusal::SamePerson { .. } => "disclosure.same_person",
            DisclosureRefusal::AlreadySaid { .. } => "disclosure.already_said",
            DisclosureRefusal::WordsMissing => "disclosure.words_missing",
            DisclosureRefusal::WordsTooLong { .. } => "disclosure.words_too_long",
            DisclosureRefusal::PhotoMissing => "disclosure.photo_missing",
            DisclosureRefusal::ContentBroken { .. } => "disclosure.content_broken",
        }
    }

    fn class(&self) -> Class {
        match self {
            DisclosureRefusal::BeforeEnabled { .. }
            | DisclosureRefusal::NotAProof
            | DisclosureRefusal::PhotoMissing
            | DisclosureRefusal::WordsMissing
            | DisclosureRefusal::WordsTooLong { .. } => Class::Invalid,
            DisclosureRefusal::SamePerson { .. } => Class::Forbidden,
            DisclosureRefusal::NotComposed { .. }
            | DisclosureRefusal::NoSuchSheet
            | DisclosureRefusal::NoSuchVillage
            | DisclosureRefusal::NoSuchRelease => Class::NotFound,
            DisclosureRefusal::PeriodOpen { .. }
            | DisclosureRefusal::DoesNotFoot { .. }
            | DisclosureRefusal::OutOfTurn { .. }
            | DisclosureRefusal::Stale
            | DisclosureRefusal::AlreadySaid { .. }
            | DisclosureRefusal::LineNotProved { .. }
            | DisclosureRefusal::ReleasedAlready
            | DisclosureRefusal::ContentBroken { .. } => Class::Conflict,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            DisclosureRefusal::WordsMissing | DisclosureRefusal::WordsTooLong { .. } => Some("words"),
            DisclosureRefusal::PhotoMissing => Some("photo"),
            _ => None,
        }
    }
}
