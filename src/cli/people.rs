use serde_json::json;

use crate::app::App;
use crate::auth::{self, AuthRefusal, Grant, HeldGrant, NewPerson, Password, Role};
use crate::kernel::Outcome;

use super::answer::Answer;
use super::args::User;
use super::book_named;
use super::operator::operator;

pub(super) async fn run(app: &App, what: User) -> Outcome<Answer> {
    match what {
        User::List => list(app).await,
        User::Add { login, name, role, book } => add(app, &login, &name, role, book.as_deref()).await,
        User::ResetPassword { login } => reset(app, &login).await,
    }
}

async fn list(app: &App) -> Outcome<Answer> {
    let admin = operator(app).await?.administrator()?;
    let mut tx = app.db.read().await?;
    let staff = auth::staff(&mut tx, &admin).await?;
    let roles = |held: &[HeldGrant]| held.iter().map(|h| h.grant.role.in_chinese()).collect::<Vec<_>>();
    let text =
        staff.iter().map(|s| format!("{:<16} {:<12} {}", s.person.login, s.person.name, roles(&s.grants).join("、")));
    let json = staff.iter().map(|s| {
        json!({ "login": s.person.login, "name": s.person.name, "disabled": s.person.disabled_at.is_some(),
                "roles": s.grants.iter().map(|h| h.grant.role.word()).collect::<Vec<_>>() })
    });
    Ok(Answer::said(text.collect::<Vec<_>>().join("\n"), json!({ "people": json.collect::<Vec<_>>() })))
}

async fn add(app: &App, login: &str, name: &str, role: Role, book: Option<&str>) -> Outcome<Answer> {
    let book = match book {
        Some(code) => Some(book_named(app, code).await?.id),
        None => None,
    };
    let (admin, now, new) = (operator(app).await?.administrator()?, app.now(), NewPerson::new(login, name)?);
    let password = Password::random();
    let sealed = app.hashing.seal(&password).await?;
    app.db
        .write(move |tx| {
            Box::pin(async move {
                let id = auth::create_person(tx, &admin, &new, &sealed, now).await?;
                auth::grant(tx, &admin, id, Grant { role, book }, now).await
            })
        })
        .await?;
    Ok(shown(login, &password))
}

async fn reset(app: &App, login: &str) -> Outcome<Answer> {
    let (admin, now) = (operator(app).await?.administrator()?, app.now());
    let password = Password::random();
    let sealed = app.hashing.seal(&password).await?;
    let mut tx = app.db.read().await?;
    let person = auth::person_by_login(&mut tx, login).await?.ok_or(AuthRefusal::NoSuchPerson)?;
    drop(tx);
    app.db
        .write(move |tx| Box::pin(async move { auth::set_password(tx, &admin, person.id, &sealed, now).await }))
        .await?;
    Ok(shown(login, &password))
}

fn shown(login: &str, password: &Password) -> Answer {
    let text = format!("用户名 {login}  密码 {}\n密码只显示这一次,首次登录要改。", password.reveal());
    Answer::said(text, json!({ "login": login, "password": password.reveal() }))
}
