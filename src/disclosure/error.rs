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
    /// No event of the book is left without a special sheet.
    #[error("没有要公开的{topic}事项：已经出过表，或者已记下不必公开")]
    NothingToTell {
        /// About what.
        topic: &'static str,
    },
    /// No correction is left without a notice.
    #[error("没有要更正的：已经出过更正公告，或者已记下不必公告")]
    NothingToCorrect,
    /// A blue voucher is still on its way.
    #[error("{voucher}的更正还有凭证没有记账，记完账再出更正公告")]
    CorrectionUnfinished {
        /// The voucher that was wrong.
        voucher: String,
    },
    /// Nothing anybody can read on the sheet is different.
    #[error("{sheet}上看得到的都没有变，不用出更正公告，写明原因记下即可")]
    NothingChanges {
        /// The sheet.
        sheet: String,
    },
    /// Not to be published, without a reason.
    #[error("写明原因")]
    ReasonMissing,
    /// No meeting was entered for the year.
    #[error("先登记哪一年、什么会、哪天开会")]
    MeetingMissing,
    /// A meeting that has been.
    #[error("{meets_on}已经过了，开会日期填今天或以后")]
    MeetingPast {
        /// The day.
        meets_on: String,
    },
    /// No such notice.
    #[error("没有这份专项公开表、年度材料或更正公告")]
    NoSuchNotice,
    /// The stored content of a notice does not give its digest.
    #[error("{number}的内容与校验码不符，不能打印，先运行稽核")]
    NoticeBroken {
        /// Its number.
        number: String,
    },
    /// A yearly package from which something is missing.
    #[error("年度材料还不齐：{missing}。补齐后重新编制")]
    PackageIncomplete {
        /// What.
        missing: String,
    },
    /// Put up before it was published, or in the days to come.
    #[error("张贴日期填{published}到{today}之间的一天")]
    PostedDay {
        /// When it was published.
        published: String,
        /// Today.
        today: String,
    },
    /// Where it was put up is not said.
    #[error("写明贴在哪里，最多40个字")]
    PlaceMissing,
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
            DisclosureRefusal::NothingToTell { .. } => "disclosure.nothing_to_tell",
            DisclosureRefusal::NothingToCorrect => "disclosure.nothing_to_correct",
            DisclosureRefusal::CorrectionUnfinished { .. } => "disclosure.correction_unfinished",
            DisclosureRefusal::NothingChanges { .. } => "disclosure.nothing_changes",
            DisclosureRefusal::ReasonMissing => "disclosure.reason_missing",
            DisclosureRefusal::MeetingMissing => "disclosure.meeting_missing",
            DisclosureRefusal::MeetingPast { .. } => "disclosure.meeting_past",
            DisclosureRefusal::NoSuchNotice => "disclosure.no_such_notice",
            DisclosureRefusal::NoticeBroken { .. } => "disclosure.notice_broken",
            DisclosureRefusal::PackageIncomplete { .. } => "disclosure.package_incomplete",
            DisclosureRefusal::PostedDay { .. } => "disclosure.posted_day",
            DisclosureRefusal::PlaceMissing => "disclosure.place_missing",
            DisclosureRefusal::ContentBroken { .. } => "disclosure.content_broken",
        }
    }

    fn class(&self) -> Class {
        match self {
            DisclosureRefusal::BeforeEnabled { .. }
            | DisclosureRefusal::NotAProof
            | DisclosureRefusal::PhotoMissing
            | DisclosureRefusal::ReasonMissing
            | DisclosureRefusal::MeetingMissing
            | DisclosureRefusal::MeetingPast { .. }
            | DisclosureRefusal::PostedDay { .. }
            | DisclosureRefusal::PlaceMissing
            | DisclosureRefusal::WordsMissing
            | DisclosureRefusal::WordsTooLong { .. } => Class::Invalid,
            DisclosureRefusal::SamePerson { .. } => Class::Forbidden,
            DisclosureRefusal::NoSuchNotice
            | DisclosureRefusal::NotComposed { .. }
            | DisclosureRefusal::NoSuchSheet
            | DisclosureRefusal::NoSuchVillage
            | DisclosureRefusal::NoSuchRelease => Class::NotFound,
            DisclosureRefusal::PeriodOpen { .. }
            | DisclosureRefusal::DoesNotFoot { .. }
            | DisclosureRefusal::OutOfTurn { .. }
            | DisclosureRefusal::Stale
            | DisclosureRefusal::NothingToTell { .. }
            | DisclosureRefusal::NothingToCorrect
            | DisclosureRefusal::CorrectionUnfinished { .. }
            | DisclosureRefusal::NothingChanges { .. }
            | DisclosureRefusal::NoticeBroken { .. }
            | DisclosureRefusal::PackageIncomplete { .. }
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
            DisclosureRefusal::ReasonMissing => Some("reason"),
            DisclosureRefusal::MeetingMissing | DisclosureRefusal::MeetingPast { .. } => Some("meets_on"),
            DisclosureRefusal::PostedDay { .. } => Some("on"),
            DisclosureRefusal::PlaceMissing => Some("place"),
            _ => None,
        }
    }
}
