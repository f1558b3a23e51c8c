//! The use-cases: people and what they hold; logins and sessions.

mod people;
mod sessions;

pub use people::{
    anybody, create_person, create_person_with_own_password, disable, enable, first_administrator, grant, grants_of,
    holders, holdings, pass_on, people_in_use, person, person_by_login, revoke, set_password, staff, standing_of,
};
pub use sessions::{
    Attempt, OwnPasswords, change_own_password, log_in, log_out, revoke_sessions, sessions, standing, touch,
};
