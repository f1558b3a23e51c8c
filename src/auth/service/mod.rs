//! The use-cases: people and what they hold; logins and sessions; PINs; cadres and their near relatives.

mod people;
mod offices;
mod kinship;
mod sessions;
mod pins;

pub use kinship::{end_office, kin_by_book, kinship, record_cadre, record_kin, take_back_kin};
pub use offices::{NewGrant, grant, grant_for, holders, holdings, pass_on, revoke, set_term, terms_ending};
pub use people::{
    anybody, create_person, create_person_with_own_password, disable, enable, first_administrator, grants_of,
    people_in_use, person, person_by_login, set_password, staff, standing_of,
};
pub use pins::{FirstPin, OwnPin, give_pin_code, member_by_pin, set_first_pin, set_own_pin, with_pin};
pub use sessions::{
    Attempt, OwnPasswords, change_own_password, log_in, log_out, revoke_sessions, sessions, standing, touch,
};
