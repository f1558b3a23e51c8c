//! Values every room speaks: money, dates, periods, ids, the clock, and how a rule says no.
//!
//! Nothing here does I/O except [`Clock::System`], the one place that reads the time.
//! Nothing here knows a table, a page or a role.

mod money;
mod words;
mod stored_words;
mod period;
mod time;
mod ids;
mod refusal;
mod fault;
mod text;
mod digest;

pub use digest::{Digest, DigestInput};
pub use fault::Fault;
pub use ids::{
    AccountId, AgreementId, BankAccountId, BindingId, BookId, BudgetId, CadreId, CashCountId, ClosureId,
    CounterpartyId, DocumentId, DraftId, EntryId, FileId, HouseholdId, ImprestCheckId, ImprestLineId, KinId, MeetingId,
    NoticeId, OpeningItemId, OpinionId, PairingId, PaperHandoverId, PartyStatementId, PayListId, PostHandoverId,
    ProjectId, PublicationId, QuestionId, ReceiptBookId, ReceiptIssueId, ReconciliationId, RecordId, RecurringId,
    ReleaseId, ReopeningId, SessionId, StatementId, StatementLineId, SubmissionId, TemplateId, UserId, VillageId,
    VoucherId, YearSealId,
};
pub use money::{Money, MoneyError};
pub use period::{DateRange, FiscalYear, Period, Quarter};
pub use refusal::{Class, Failure, Outcome, Refusal, Refused};
pub(crate) use stored_words::stored_words;
pub use text::{initials, matches_typed};
pub use time::{Clock, Date, Timestamp};
pub use words::parse_amount_in_words;
