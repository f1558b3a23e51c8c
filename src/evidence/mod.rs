//! 原始凭证 — the papers behind every entry: photographed, hashed, never altered.
//!
//! The bytes of a file lie in the [`FileStore`] under their SHA-256, durably, before the row that
//! names them is written and before anyone is told that they arrived: a use-case takes a
//! [`ReceivedFile`], and only the store can make one. What a file is, is found out from its content.
//! A [`Document`] is made of files and words, carries a digest over both, and is replaced by a new
//! one, never changed. An electronic invoice is read from its data, never from its picture. What was read stays with
//! its file ([`KeptInvoice`]), and its document says what the invoice says. The same file or invoice number anywhere in
//! the township is found (`same_papers`).
//! Serves 会计基础工作规范 art. 48–49, 会计档案管理办法 art. 8.
//!
//! Never: a file trusted by its name; a file read back outside its book; a document updated or deleted.

mod media;
mod inspect;
mod picture;
mod paged;
mod package;
mod table_file;
mod workbook;
mod e_invoice;
mod pay_list;
mod file_store;
mod document;
mod kept_invoice;
mod error;
mod store;
mod service;

pub use document::{
    Document, DocumentKind, NewDocument, SameSign, SeenBefore, StoredFile, faults_of_bundle, faults_of_pay_lists,
};
pub use e_invoice::{EInvoice, EInvoiceRefusal, InvoiceLine, InvoiceParty, read_e_invoice};
pub use error::EvidenceRefusal;
pub use file_store::{Arrival, FileStore, ReceivedFile};
pub use inspect::{Inspected, inspect};
pub use kept_invoice::KeptInvoice;
pub use media::Media;
pub use pay_list::{NewPayList, PayList, PayListKind, PayListRefusal, PayListRow, TypedPerson, read_pay_list};
pub use service::{
    BringsPapers, PayListLine, add_document, document, documents, file, files, invoices, is_replaced, make_pay_list,
    paper_of_pay_list, pay_list, pay_list_papers, pay_lists, pay_lists_of_documents, same_papers, seen_before,
    sign_pay_list, store_file, unread, whole_pay_lists,
};
pub use table_file::{FileEncoding, Table, TableFault, TableFile, TableLimits, TableRow, cut, open_table, separators};
