mod timing;

pub use timing::TimingRefusal;

use crate::kernel::{Class, Money, Refusal};

/// Why a 报账单 cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WorkflowRefusal {
    /// There is no such item in this book.
    #[error("没有这张报账单，或不在您的管理范围内")]
    NoSuchSubmission,
    /// It was changed while the person was looking.
    #[error("这张报账单刚被{who}改过，请重新打开再办")]
    Stale {
        /// Who changed it.
        who: String,
    },
    /// A mark is for the content that was seen.
    #[error("第{serial}号报账单内容已改过，请重新看过票据再签署")]
    ContentChanged {
        /// Its number.
        serial: i64,
    },
    /// It stands where this cannot be done.
    #[error("报账单现在是“{state}”，不能{act}，请刷新后再看")]
    WrongState {
        /// Where it stands.
        state: &'static str,
        /// What was tried.
        act: &'static str,
    },
    /// It cannot be taken back once somebody signed.
    #[error("已有{marks}人签署意见，不能撤回，请等审批结果或由中心退回")]
    AlreadyMarked {
        /// How many.
        marks: usize,
    },
    /// Another step comes first.
    #[error("这一步由{waits_for}签署，还没有轮到您")]
    NotYourTurn {
        /// Who is to decide.
        waits_for: &'static str,
    },
    /// One person, one mark on one content.
    #[error("{name}已经签署过，不用再签")]
    MarkedBefore {
        /// Who.
        name: String,
    },
    /// Nobody approves his own claim.
    #[error("经手人、收款人或制单人就是{name}本人，不能自己审批，请由乡镇指定的人办理")]
    OwnClaim {
        /// Who.
        name: String,
    },
    /// Who handed it in does not take it in.
    #[error("这张报账单由{name}本人交上，请由另一位会计受理")]
    OwnAcceptance {
        /// Who.
        name: String,
    },
    /// Refusing and returning need a reason.
    #[error("{act}要写明原因，请选择或填写")]
    WordsMissing {
        /// What is done.
        act: &'static str,
    },
    /// Too many words.
    #[error("意见有 {length} 个字，最多 {limit} 个字，请缩短")]
    WordsTooLong {
        /// How long.
        length: usize,
        /// At most.
        limit: usize,
    },
    /// Not on the centre's list.
    #[error("退回原因「{code}」不在列表里，请重新选择")]
    UnknownReason {
        /// As given.
        code: String,
    },
    /// Nothing is no event.
    #[error("金额还没有填，请按票据填写")]
    AmountMissing,
    /// Below nothing.
    #[error("金额 {amount} 元小于零，退款请用另一张卡片填写")]
    AmountNegative {
        /// As given.
        amount: Money,
    },
    /// Beyond what an entry holds.
    #[error("金额 {amount} 元超过单笔上限 {limit} 元，请核对")]
    AmountTooLarge {
        /// As given.
        amount: Money,
        /// The limit.
        limit: Money,
    },
    /// A day is needed.
    #[error("日期还没有填，请按票据填写")]
    DateMissing,
    /// A date that has not come.
    #[error("日期 {date} 晚于今天 {today}，请核对")]
    DateInFuture {
        /// As given.
        date: String,
        /// Today.
        today: String,
    },
    /// Why is what villagers read.
    #[error("事由还没有填，请写明为什么收支")]
    ReasonEmpty,
    /// Somebody paid or was paid.
    #[error("“{card}”要写明对方是谁，请填写")]
    OtherPartyEmpty {
        /// Which card.
        card: &'static str,
    },
    /// Too many characters.
    #[error("{what}有 {length} 个字，最多 {limit} 个字，请缩短")]
    TooLong {
        /// Which.
        what: &'static str,
        /// How many.
        length: usize,
        /// How many at most.
        limit: usize,
        /// The form field.
        field: &'static str,
    },
    /// Nothing was chosen.
    #[error("业务事项还没有选，请选择")]
    ItemMissing,
    /// Not in the table.
    #[error("没有「{item}」这个业务事项，请重新选择")]
    UnknownItem {
        /// As given.
        item: String,
    },
    /// It belongs to another card.
    #[error("“{item}”属于“{its}”，不能用在“{card}”上，请重新选择")]
    ItemOfOtherCard {
        /// Which.
        item: String,
        /// Its own card.
        its: &'static str,
        /// The card in hand.
        card: &'static str,
    },
    /// Money cannot go that way for this item.
    #[error("“{item}”不能用{way}，可以用{ways}，请重新选择")]
    WayIllegal {
        /// Which.
        item: String,
        /// As given.
        way: &'static str,
        /// What it may be.
        ways: String,
    },
    /// The item is kept by household, counterparty or project.
    #[error("“{item}”要选定{what}，请选择")]
    PartyMissing {
        /// Which.
        item: String,
        /// What is needed.
        what: &'static str,
        /// The form field.
        field: &'static str,
    },
    /// It is not of this book.
    #[error("选定的{what}不在本账套里，请重新选择")]
    ForeignParty {
        /// What.
        what: &'static str,
    },
    /// Spending needs a paper.
    #[error("支出至少要有一张原始凭证，请先拍照")]
    DocumentMissing,
    /// A paper is not of this book, or named twice.
    #[error("有票据不在本账套里，或重复选了，请重新添加")]
    DocumentForeign,
    /// A paper proves one event.
    #[error("有票据已经用在第{serial}号报账单上，一张票据只能用一次，请删去")]
    DocumentUsed {
        /// Where.
        serial: i64,
    },
    /// Too many papers in one bundle.
    #[error("票据有 {count} 张，一单最多 {limit} 张，请分开交单")]
    TooManyDocuments {
        /// How many.
        count: usize,
        /// At most.
        limit: usize,
    },
    /// A step of the ladder is a meeting.
    #[error("{amount} 元按审批权限要附会议决议 {needed} 份，现有 {attached} 份，请拍照附上")]
    ResolutionMissing {
        /// The amount.
        amount: Money,
        /// How many.
        needed: usize,
        /// How many there are.
        attached: usize,
    },
    /// No row of the ladder covers it.
    #[error("{amount} 元不在审批权限的任何一档里，请由中心先设好审批权限")]
    NoLadder {
        /// The amount.
        amount: Money,
    },
    /// Every card needs somebody who decides.
    #[error("审批权限没有包括全部卡片，请至少设一组通用的")]
    LadderEmpty,
    /// More than one only of the group.
    #[error("{approver}的同意人数 {quorum} 不对，理财小组 1 至 99 人，其他都是 1 人")]
    LadderQuorum {
        /// Who.
        approver: &'static str,
        /// As given.
        quorum: i64,
    },
    /// Bands must meet.
    #[error("审批权限从 {end} 元到 {next} 元没有接上，请改正")]
    LadderGap {
        /// Where a band ends.
        end: Money,
        /// Where the next begins.
        next: Money,
    },
    /// Bands must not overlap.
    #[error("审批权限从 {from} 元起重复了，请改正")]
    LadderOverlap {
        /// Where.
        from: Money,
    },
    /// Steps are counted 1, 2, 3.
    #[error("{from} 元这一档的第 {position} 步次序不对，请从 1 起连续编排，止额大于起额")]
    LadderPosition {
        /// Which band.
        from: Money,
        /// As given.
        position: i64,
    },
    /// The last band has no limit.
    #[error("审批权限只到 {end} 元，请把最后一档设为不限额")]
    LadderEnds {
        /// Where.
        end: Money,
    },
    /// A ladder never changes what is decided already.
    #[error("审批权限只能从今天 {today} 或以后起用，不能从 {from} 起")]
    LadderInPast {
        /// As given.
        from: String,
        /// Today.
        today: String,
    },
}

impl Refusal for WorkflowRefusal {
    fn code(&self) -> &'static str {
        use WorkflowRefusal as W;
        match self {
            W::NoSuchSubmission => "workflow.no_such_submission",
            W::Stale { .. } => "workflow.stale",
            W::ContentChanged { .. } => "workflow.content_changed",
            W::WrongState { .. } => "workflow.wrong_state",
            W::AlreadyMarked { .. } => "workflow.already_marked",
            W::NotYourTurn { .. } => "workflow.not_your_turn",
            W::MarkedBefore { .. } => "workflow.marked_before",
            W::OwnClaim { .. } => "workflow.own_claim",
            W::OwnAcceptance { .. } => "workflow.own_acceptance",
            W::WordsMissing { .. } => "workflow.words_missing",
            W::WordsTooLong { .. } => "workflow.words_too_long",
            W::UnknownReason { .. } => "workflow.unknown_reason",
            W::AmountMissing => "workflow.amount_missing",
            W::AmountNegative { .. } => "workflow.amount_negative",
            W::AmountTooLarge { .. } => "workflow.amount_too_large",
            W::DateMissing => "workflow.date_missing",
            W::DateInFuture { .. } => "workflow.date_in_future",
            W::ReasonEmpty => "workflow.reason_empty",
            W::OtherPartyEmpty { .. } => "workflow.other_party_empty",
            W::TooLong { .. } => "workflow.too_long",
            W::ItemMissing => "workflow.item_missing",
            W::UnknownItem { .. } => "workflow.unknown_item",
            W::ItemOfOtherCard { .. } => "workflow.item_of_other_card",
            W::WayIllegal { .. } => "workflow.way_illegal",
            W::PartyMissing { .. } => "workflow.party_missing",
            W::ForeignParty { .. } => "workflow.foreign_party",
            W::DocumentMissing => "workflow.document_missing",
            W::DocumentForeign => "workflow.document_foreign",
            W::DocumentUsed { .. } => "workflow.document_used",
            W::TooManyDocuments { .. } => "workflow.too_many_documents",
            W::ResolutionMissing { .. } => "workflow.resolution_missing",
            W::NoLadder { .. } => "workflow.no_ladder",
            W::LadderEmpty => "workflow.ladder_empty",
            W::LadderQuorum { .. } => "workflow.ladder_quorum",
            W::LadderGap { .. } => "workflow.ladder_gap",
            W::LadderOverlap { .. } => "workflow.ladder_overlap",
            W::LadderPosition { .. } => "workflow.ladder_position",
            W::LadderEnds { .. } => "workflow.ladder_ends",
            W::LadderInPast { .. } => "workflow.ladder_in_past",
        }
    }

    fn class(&self) -> Class {
        use WorkflowRefusal as W;
        match self {
            W::NoSuchSubmission => Class::NotFound,
            W::Stale { .. }
            | W::ContentChanged { .. }
            | W::WrongState { .. }
            | W::AlreadyMarked { .. }
            | W::NotYourTurn { .. }
            | W::MarkedBefore { .. }
            | W::NoLadder { .. } => Class::Conflict,
            W::OwnClaim { .. } | W::OwnAcceptance { .. } => Class::Forbidden,
            W::WordsMissing { .. }
            | W::WordsTooLong { .. }
            | W::UnknownReason { .. }
            | W::AmountMissing
            | W::AmountNegative { .. }
            | W::AmountTooLarge { .. }
            | W::DateMissing
            | W::DateInFuture { .. }
            | W::ReasonEmpty
            | W::OtherPartyEmpty { .. }
            | W::TooLong { .. }
            | W::ItemMissing
            | W::UnknownItem { .. }
            | W::ItemOfOtherCard { .. }
            | W::WayIllegal { .. }
            | W::PartyMissing { .. }
            | W::ForeignParty { .. }
            | W::DocumentMissing
            | W::DocumentForeign
            | W::DocumentUsed { .. }
            | W::TooManyDocuments { .. }
            | W::ResolutionMissing { .. }
            | W::LadderEmpty
            | W::LadderQuorum { .. }
            | W::LadderGap { .. }
            | W::LadderOverlap { .. }
            | W::LadderPosition { .. }
            | W::LadderEnds { .. }
            | W::LadderInPast { .. } => Class::Invalid,
        }
    }

    fn field(&self) -> Option<&'static str> {
        use WorkflowRefusal as W;
        match self {
            W::TooLong { field, .. } | W::PartyMissing { field, .. } => Some(field),
            W::WordsMissing { .. } | W::WordsTooLong { .. } => Some("words"),
            W::UnknownReason { .. } => Some("reasons"),
            W::AmountMissing | W::AmountNegative { .. } | W::AmountTooLarge { .. } | W::NoLadder { .. } => {
                Some("amount")
            }
            W::DateMissing | W::DateInFuture { .. } => Some("date"),
            W::ReasonEmpty => Some("reason"),
            W::OtherPartyEmpty { .. } => Some("other_party"),
            W::ItemMissing | W::UnknownItem { .. } | W::ItemOfOtherCard { .. } | W::ForeignParty { .. } => Some("item"),
            W::WayIllegal { .. } => Some("paid_by"),
            W::DocumentMissing
            | W::DocumentForeign
            | W::DocumentUsed { .. }
            | W::TooManyDocuments { .. }
            | W::ResolutionMissing { .. } => Some("documents"),
            W::LadderEmpty
            | W::LadderQuorum { .. }
            | W::LadderGap { .. }
            | W::LadderOverlap { .. }
            | W::LadderPosition { .. }
            | W::LadderEnds { .. } => Some("rows"),
            W::LadderInPast { .. } => Some("valid_from"),
            W::NoSuchSubmission
            | W::Stale { .. }
            | W::ContentChanged { .. }
            | W::WrongState { .. }
            | W::AlreadyMarked { .. }
            | W::NotYourTurn { .. }
            | W::MarkedBefore { .. }
            | W::OwnClaim { .. }
            | W::OwnAcceptance { .. } => None,
        }
    }
}
