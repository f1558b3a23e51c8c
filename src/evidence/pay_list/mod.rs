//! 发放表: who is paid how much — wages, compensation, dividends, subsidies — person by person.

mod error;
mod list;
mod typed;
mod reading;

pub use error::PayListRefusal;
pub use list::{PayList, PayListKind, PayListRow};
pub use reading::read_pay_list;
pub(in crate::evidence) use typed::Maker;
pub use typed::{NewPayList, TypedPerson};
