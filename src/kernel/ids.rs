use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new one; ids made later sort later.
            pub fn new() -> $name {
                $name(Uuid::now_v7())
            }
            /// The stored form: 32 hexadecimal digits.
            pub fn text(self) -> String {
                self.0.simple().to_string()
            }
        }
        impl Default for $name {
            fn default() -> $name {
                $name::new()
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.simple(), f)
            }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0.simple())
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<$name, uuid::Error> {
                Uuid::parse_str(text).map($name)
            }
        }
    )*};
}

ids! {
    /// A village.
    VillageId;
    /// A book (账套).
    BookId;
    /// An agency agreement (会计委托代理协议).
    AgreementId;
    /// A person with a login.
    UserId;
    /// A login session.
    SessionId;
    /// An account of a book's chart.
    AccountId;
    /// A household or sub-unit (内部往来).
    HouseholdId;
    /// An outsider (往来单位).
    CounterpartyId;
    /// A project.
    ProjectId;
    /// A bank account.
    BankAccountId;
    /// A stored file.
    FileId;
    /// A source document (原始凭证).
    DocumentId;
    /// A receipt book (收据本).
    ReceiptBookId;
    /// One giving out of a receipt book (领用).
    ReceiptIssueId;
    /// A pay list (发放表).
    PayListId;
    /// A list of papers handed to the centre (原始凭证移交清单).
    PaperHandoverId;
    /// A handover of a clerk or an accountant (交接).
    PostHandoverId;
    /// A submission (报账单).
    SubmissionId;
    /// A meeting of the finance group (理财日).
    MeetingId;
    /// A signed list photographed and bound to its batch.
    BindingId;
    /// A village cadre's office.
    CadreId;
    /// A near relationship.
    KinId;
    /// A voucher not yet posted.
    DraftId;
    /// A posted voucher.
    VoucherId;
    /// A 常用凭证.
    TemplateId;
    /// A 定期凭证.
    RecurringId;
    /// One line of a posted voucher.
    EntryId;
    /// The closing of one period.
    ClosureId;
    /// A request that a closed period be opened once more (重开).
    ReopeningId;
    /// The sealing of one year.
    YearSealId;
    /// One imported bank statement.
    StatementId;
    /// One line of a bank statement.
    StatementLineId;
    /// Bank lines and entries paired (勾对).
    PairingId;
    /// A 银行存款余额调节表 made.
    ReconciliationId;
    /// An outstanding item from before a book was enabled (期初未达账项).
    OpeningItemId;
    /// A 往来对账单 sent.
    PartyStatementId;
    /// One line of the clerk's list of the imprest (备用金清单).
    ImprestLineId;
    /// A 备用金核对.
    ImprestCheckId;
    /// A 现金盘点.
    CashCountId;
    /// A disclosure sheet of one quarter.
    PublicationId;
    /// One finance-group opinion on a disclosure sheet.
    OpinionId;
    /// A special sheet (专项公开) or a yearly package.
    NoticeId;
    /// A villager's question about a published sheet (质询).
    QuestionId;
    /// A picture of a paper released for anybody to see (放行).
    ReleaseId;
    /// One version of a year's budget.
    BudgetId;
    /// One row that records something about a budget or a project: a resolution, an exemption, a step, a memo.
    RecordId;
}
