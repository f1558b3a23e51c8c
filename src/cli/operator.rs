use crate::app::{App, IMPORT_LOGIN};
use crate::audit::Actor;
use crate::auth::{self, AuthRefusal, Grant, Person, Role, Standing};
use crate::kernel::{BookId, Outcome};
use crate::village::VillageRefusal;

/// Whoever runs the command: the owner of the data directory, acting under the login `import`.
pub(super) async fn operator(app: &App) -> Outcome<Standing> {
    let mut tx = app.db.read().await?;
    let person = auth::person_by_login(&mut tx, IMPORT_LOGIN).await?.ok_or(VillageRefusal::NotFounded)?;
    let everywhere = |role| Grant { role, book: None };
    let grants = vec![everywhere(Role::Chief), everywhere(Role::Administrator), everywhere(Role::Director)];
    Ok(standing(&person, grants))
}

/// A person named by login, or the chief accountant, as a reviewer or closer of a book.
pub(super) async fn second_person(app: &App, login: Option<&str>, book: BookId) -> Outcome<Standing> {
    let mut tx = app.db.read().await?;
    let person = match login {
        Some(login) => auth::person_by_login(&mut tx, login).await?.filter(|p| p.disabled_at.is_none()),
        None => {
            let holders = auth::holders(&mut tx, book, app.now().date()).await?;
            holders.into_iter().find(|(role, _)| *role == Role::Chief).map(|(_, person)| person)
        }
    };
    let person = person.ok_or(AuthRefusal::NoSuchPerson)?;
    auth::standing_of(&mut tx, person.id, "", app.now()).await
}

fn standing(person: &Person, grants: Vec<Grant>) -> Standing {
    let actor = Actor { id: Some(person.id), name: person.name.clone(), address: String::new() };
    Standing::new(person.id, actor, grants)
}
