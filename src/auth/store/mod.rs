//! All SQL of the room.

mod people;
mod grants;
mod kinship;
mod pins;
mod sessions;

pub(super) use grants::{
    administrators, end_grant, grants, held, holders, holdings, insert_grant, staff, substitute_of, terms,
};
pub(super) use kinship::{end_cadre, insert_cadre, insert_kin, kin_by_book, kinship, revoke_kin};
pub(super) use people::{anybody, insert_person, password_hash, person, person_by_login, save_disabled, save_password};
pub(super) use pins::{forget_code, pin_code, pin_hash, pins_of, save_code, save_pin};
pub(super) use sessions::{
    end_session, end_sessions, failures, forget_failures, insert_session, save_failures, session, sessions, touch,
};
