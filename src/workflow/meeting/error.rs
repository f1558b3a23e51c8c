use crate::kernel::{Class, Refusal};

/// Why something cannot be done at a meeting of the finance group, or be signed without opening the papers.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MeetingRefusal {
    /// Nobody agrees to papers that were not opened.
    #[error("第{serial}号还没有打开看过票据，先看票据再签同意")]
    NotOpened {
        /// Its number.
        serial: i64,
    },
    /// Nobody approves a near relative's claim.
    #[error("第{serial}号是{other}的，{name}是{other}的{relation}，要回避，请由其他人签")]
    KinClaim {
        /// Its number.
        serial: i64,
        /// Who would sign.
        name: String,
        /// Whose claim it is.
        other: String,
        /// What the one is to the other.
        relation: &'static str,
    },
    /// No such meeting of this book.
    #[error("没有这次理财会议，或不在您的管理范围内")]
    NoSuchMeeting,
    /// The item is not on the list.
    #[error("这一件不在本次会议的清单上")]
    NotInBatch,
    /// There is nothing to meet about.
    #[error("现在没有等理财小组的单，不用开会")]
    NothingWaiting,
    /// The meeting is over.
    #[error("第{number}次会议已经散会，不能再签，请另开一次")]
    MeetingClosed {
        /// Its number.
        number: i64,
    },
    /// A meeting that has not been.
    #[error("会议日期 {date} 晚于今天 {today}，请核对")]
    HeldInFuture {
        /// As given.
        date: String,
        /// Today.
        today: String,
    },
    /// Where.
    #[error("在哪里开会还没有填")]
    PlaceMissing,
    /// Who convened it.
    #[error("谁召集的还没有填")]
    ConvenerMissing,
    /// Too many words.
    #[error("写了 {length} 个字，最多 {limit} 个字，请缩短")]
    MeetingWordsTooLong {
        /// How many.
        length: usize,
        /// At most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// A meeting needs members.
    #[error("到会的理财小组成员还没有勾选")]
    NobodyPresent,
    /// Not a member on that day.
    #[error("有人不是会议那天的理财小组成员，请重新勾选")]
    NotASeat,
    /// An absent member does not sign at the meeting.
    #[error("{name}没有登记到会，请先登记到会再签")]
    NotPresent {
        /// Who.
        name: String,
    },
    /// Refusing needs a reason.
    #[error("第{serial}号不同意要写明原因")]
    RefusalWithoutReason {
        /// Its number.
        serial: i64,
    },
    /// Nothing on the list is left to sign.
    #[error("没有可签的：清单上的都已签过、改过或要回避")]
    NothingSigned,
    /// The code typed is not the batch's.
    #[error("纸上的清单码与本次会议的不一样，请照纸上的码填写")]
    BatchCodeWrong,
    /// The signed list is not photographed.
    #[error("签好字的清单还没有拍照")]
    ScanMissing,
    /// What is said on the paper.
    #[error("纸上谁签了什么还没有填")]
    VerdictsMissing,
    /// No such signed list of this book.
    #[error("没有这份纸质签字")]
    NoSuchBinding,
    /// Who records it does not confirm it.
    #[error("这份纸质签字由{name}本人登记，请由另一人核对")]
    OwnBinding {
        /// Who.
        name: String,
    },
    /// It was confirmed or declined already.
    #[error("这份纸质签字已经核对过")]
    BindingAnswered,
    /// Declining needs a reason.
    #[error("退回纸质签字要写明原因")]
    DeclineWithoutReason,
}

impl Refusal for MeetingRefusal {
    fn code(&self) -> &'static str {
        match self {
            MeetingRefusal::NotOpened { .. } => "workflow.not_opened",
            MeetingRefusal::KinClaim { .. } => "workflow.kin_claim",
            MeetingRefusal::NoSuchMeeting => "workflow.no_such_meeting",
            MeetingRefusal::NotInBatch => "workflow.not_in_batch",
            MeetingRefusal::NothingWaiting => "workflow.nothing_waiting",
            MeetingRefusal::MeetingClosed { .. } => "workflow.meeting_closed",
            MeetingRefusal::HeldInFuture { .. } => "workflow.held_in_future",
            MeetingRefusal::PlaceMissing => "workflow.place_missing",
            MeetingRefusal::ConvenerMissing => "workflow.convener_missing",
            MeetingRefusal::MeetingWordsTooLong { .. } => "workflow.meeting_words_too_long",
            MeetingRefusal::NobodyPresent => "workflow.nobody_present",
            MeetingRefusal::NotASeat => "workflow.not_a_seat",
            MeetingRefusal::NotPresent { .. } => "workflow.not_present",
            MeetingRefusal::RefusalWithoutReason { .. } => "workflow.refusal_without_reason",
            MeetingRefusal::NothingSigned => "workflow.nothing_signed",
            MeetingRefusal::BatchCodeWrong => "workflow.batch_code_wrong",
            MeetingRefusal::ScanMissing => "workflow.scan_missing",
            MeetingRefusal::VerdictsMissing => "workflow.verdicts_missing",
            MeetingRefusal::NoSuchBinding => "workflow.no_such_binding",
            MeetingRefusal::OwnBinding { .. } => "workflow.own_binding",
            MeetingRefusal::BindingAnswered => "workflow.binding_answered",
            MeetingRefusal::DeclineWithoutReason => "workflow.decline_without_reason",
        }
    }

    fn class(&self) -> Class {
        match self {
            MeetingRefusal::NotOpened { .. }
            | MeetingRefusal::NothingWaiting
            | MeetingRefusal::MeetingClosed { .. }
            | MeetingRefusal::NotPresent { .. }
            | MeetingRefusal::BindingAnswered => Class::Conflict,
            MeetingRefusal::KinClaim { .. } | MeetingRefusal::OwnBinding { .. } => Class::Forbidden,
            MeetingRefusal::NoSuchMeeting | MeetingRefusal::NotInBatch | MeetingRefusal::NoSuchBinding => {
                Class::NotFound
            }
            MeetingRefusal::HeldInFuture { .. }
            | MeetingRefusal::PlaceMissing
            | MeetingRefusal::ConvenerMissing
            | MeetingRefusal::MeetingWordsTooLong { .. }
            | MeetingRefusal::NobodyPresent
            | MeetingRefusal::NotASeat
            | MeetingRefusal::RefusalWithoutReason { .. }
            | MeetingRefusal::NothingSigned
            | MeetingRefusal::BatchCodeWrong
            | MeetingRefusal::ScanMissing
            | MeetingRefusal::VerdictsMissing
            | MeetingRefusal::DeclineWithoutReason => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            MeetingRefusal::NotOpened { .. } | MeetingRefusal::NothingSigned | MeetingRefusal::VerdictsMissing => {
                Some("verdict")
            }
            MeetingRefusal::KinClaim { .. }
            | MeetingRefusal::NoSuchMeeting
            | MeetingRefusal::NotInBatch
            | MeetingRefusal::MeetingClosed { .. }
            | MeetingRefusal::NoSuchBinding
            | MeetingRefusal::OwnBinding { .. }
            | MeetingRefusal::BindingAnswered => None,
            MeetingRefusal::NothingWaiting | MeetingRefusal::HeldInFuture { .. } => Some("held_on"),
            MeetingRefusal::PlaceMissing => Some("place"),
            MeetingRefusal::ConvenerMissing => Some("convener"),
            MeetingRefusal::MeetingWordsTooLong { field, .. } => Some(field),
            MeetingRefusal::NobodyPresent | MeetingRefusal::NotASeat => Some("present"),
            MeetingRefusal::NotPresent { .. } => Some("person"),
            MeetingRefusal::RefusalWithoutReason { .. } => Some("words"),
            MeetingRefusal::BatchCodeWrong => Some("batch_code"),
            MeetingRefusal::ScanMissing => Some("scan"),
            MeetingRefusal::DeclineWithoutReason => Some("decline_words"),
        }
    }
}
