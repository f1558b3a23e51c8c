//! `docs/permissions.md`, made of the router and of the permits its handlers ask for.

use mingzhang::auth::Role;

use super::routes::{Route, by_address};

const HEAD: &str = "# Who may do what

Made from the router and from the permits its handlers ask for: `UPDATE_DOCS=1 cargo test --test tidy` writes this page,
and `tests/stories/permissions.rs` drives every address below, as every role, on the own book and on a foreign one.

- A **permit** is a value a handler must hold before it runs; it is made from the grants of the person in the session, on
  every request. `Permit<X>` and `BookPath` are for the book in the address, `Office<X>` for the township, `LoggedIn` for
  anybody with a login, who then finds there only what is theirs.
- A book out of sight does not exist: every address of it answers 404, 没有这个账套. A book in sight and an act that is
  somebody else's answers 403, 这一步由…办理. Without a login, reading leads to the login page and acting answers 401.
- Under the address of one book, nothing of another is found, whatever id stands in it: 404.
- A permit opens the door. What the rules say about a case (two pairs of hands, no one's own claim, a closed month) is
  refused inside, in words: `docs/errors.md`.

";

const ROLES: [Role; 9] = Role::ALL;

/// The whole page.
pub fn page(routes: &[Route]) -> String {
    let mut page = HEAD.to_owned();
    page.push_str(&permits());
    page.push_str("## Every address\n\n| address | reading | acting |\n|---|---|---|\n");
    for (path, [reads, acts]) in by_address(routes) {
        page.push_str(&format!("| `{path}` | {} | {} |\n", word(reads), word(acts)));
    }
    page
}

fn permits() -> String {
    let mut table = "## Who is given which permit\n\n| permit |".to_owned();
    for role in ROLES {
        table.push_str(&format!(" {} |", role.in_chinese()));
    }
    table.push_str(&format!("\n|---|{}\n", ":-:|".repeat(ROLES.len())));
    for (permit, roles) in mingzhang::web::permits() {
        table.push_str(&format!("| `{permit}` |"));
        for role in ROLES {
            table.push_str(if roles.contains(&role) { " ● |" } else { " |" });
        }
        table.push('\n');
    }
    table + "\n"
}

fn word(permit: Option<&str>) -> String {
    match permit {
        None => String::new(),
        Some("") => "anybody".to_owned(),
        Some("Visit") => "anybody".to_owned(),
        Some(permit) => format!("`{permit}`"),
    }
}
