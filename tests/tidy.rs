//! The house rules of `docs/ARCHITECTURE.md`, held by a test: the stair, where SQL may stand, what a file may hold.
//!
//! A rule that is broken names every place at once. An exception stands in a list here, with its reason; an
//! exception nobody needs any more fails too.

#[path = "support/source.rs"]
mod source;

#[path = "support/controls.rs"]
mod controls;

#[path = "support/refusals.rs"]
mod refusals;

#[path = "support/routes.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod routes;

#[path = "support/permissions.rs"]
mod permissions;

use source::{Source, files, rooms, root, sources};

/// Rooms that may open the database themselves: they stand at the edge of the house.
const EDGE: [&str; 3] = ["app", "web", "cli"];
/// Rooms where every figure is exact.
const EXACT: [&str; 10] = [
    "kernel",
    "village",
    "ledger",
    "workflow",
    "reconcile",
    "register",
    "statements",
    "disclosure",
    "checks",
    "oversight",
];
/// Longest file, in lines, and longest function.
const FILE: usize = 400;
const FUNCTION: usize = 70;

/// Functions that may be longer, and why.
const LONG_FUNCTIONS: [(&str, &str, &str); 0] = [];
/// Files that may be longer, and why.
const LONG_FILES: [(&str, &str); 0] = [];

fn hold(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{rule}\n  {}\n", broken.join("\n  "));
}

fn at(source: &Source, lines: Vec<usize>, what: &str) -> Vec<String> {
    lines.into_iter().map(|line| format!("{}:{line} {what}", source.path)).collect()
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    let stair = rooms();
    let step = |room: &str| stair.iter().position(|r| r == room);
    let mut broken = Vec::new();
    for source in sources("src") {
        let Some(own) = source.room() else { continue };
        let own_step = step(own).unwrap_or_else(|| panic!("{}: no `pub mod {own};` in lib.rs", source.path));
        for (line, taken) in source.taken_from_crate() {
            if step(&taken).is_some_and(|s| s > own_step) {
                broken.push(format!("{}:{line} {own} climbs to {taken}", source.path));
            }
        }
    }
    hold("A room may use only the rooms above it in lib.rs:", broken);
}

#[test]
fn only_use_cases_and_stores_see_the_database() {
    let mut broken = Vec::new();
    for source in sources("src") {
        let room = source.room().unwrap_or("");
        let pure = ["kernel", "config", "db", ""].contains(&room) || EDGE.contains(&room);
        if pure || (!["pdf", "export"].contains(&room) && may_see_database(room, source.place())) {
            continue;
        }
        let taken = source.taken_from_crate().into_iter().filter(|(_, t)| t == "db").map(|(line, _)| line).collect();
        broken.extend(at(&source, taken, "names db"));
    }
    hold("Inside a room only service.rs and store.rs see db; pdf and export never do:", broken);
}

/// `checks` is use-cases through and through: one file a check.
fn may_see_database(room: &str, place: &str) -> bool {
    room == "checks" || ["service.rs", "service/", "store.rs", "store/"].iter().any(|p| place.starts_with(p))
}

#[test]
fn sql_stands_in_stores_only() {
    let mut broken = Vec::new();
    for source in sources("src") {
        if source.room() == Some("db") || ["store.rs", "store/"].iter().any(|p| source.place().starts_with(p)) {
            continue;
        }
        broken.extend(at(&source, source.lines_with_word("sqlx"), "names sqlx"));
        let sql = source.quoted.iter().filter(|(_, text)| reads_as_sql(text)).map(|(line, _)| *line).collect();
        broken.extend(at(&source, sql, "holds SQL"));
    }
    hold("SQL stands in store.rs, nowhere else:", broken);
}

fn reads_as_sql(text: &str) -> bool {
    let text = text.trim_start();
    let has = |word: &str| text.contains(word);
    (text.starts_with("select ") && has(" from "))
        || text.starts_with("insert into ")
        || text.starts_with("delete from ")
        || (text.starts_with("update ") && has(" set "))
        || (text.starts_with("with ") && has(" as ("))
}

#[test]
fn no_float_comes_near_an_amount() {
    let mut broken = Vec::new();
    for source in sources("src").iter().filter(|s| s.room().is_some_and(|r| EXACT.contains(&r))) {
        for float in ["f32", "f64"] {
            broken.extend(at(source, source.lines_with_word(float), float));
        }
    }
    hold("Fen are whole numbers; a float cannot hold 0.10:", broken);
}

#[test]
fn files_and_functions_stay_short() {
    let (mut broken, mut long) = (Vec::new(), Vec::new());
    let all: Vec<Source> = ["src", "tests", "benches"].into_iter().flat_map(sources).collect();
    for source in &all {
        let lines = source.text.lines().count();
        if lines > FILE {
            long.push(source.path.clone());
            if !LONG_FILES.iter().any(|(path, _)| *path == source.path) {
                broken.push(format!("{}: {lines} lines, at most {FILE}", source.path));
            }
        }
        for (name, line, lines) in source.functions().into_iter().filter(|(_, _, lines)| *lines > FUNCTION) {
            long.push(format!("{}::{name}", source.path));
            if !LONG_FUNCTIONS.iter().any(|(path, allowed, _)| *path == source.path && *allowed == name) {
                broken.push(format!("{}:{line} fn {name}: {lines} lines, at most {FUNCTION}", source.path));
            }
        }
    }
    let allowed = LONG_FILES.iter().map(|(path, _)| (*path).to_owned());
    let allowed = allowed.chain(LONG_FUNCTIONS.iter().map(|(path, name, _)| format!("{path}::{name}")));
    broken.extend(allowed.filter(|a| !long.contains(a)).map(|a| format!("{a} is short now: take it off the list")));
    hold("A file tells one thing, a function does one:", broken);
}

#[test]
fn a_room_never_panics_on_what_it_is_given() {
    let mut broken = Vec::new();
    for source in sources("src") {
        for word in [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!("] {
            broken.extend(at(&source, source.lines_with(word), word));
        }
    }
    hold("Refusals and faults are values; assert! states an invariant:", broken);
}

#[test]
fn nothing_is_left_for_later() {
    let mut broken = Vec::new();
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        for (number, line) in source.text.lines().enumerate() {
            let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("#[ig", "nore")];
            if let Some(mark) = marks.iter().find(|m| line.contains(**m)) {
                broken.push(format!("{}:{} {mark}", source.path, number + 1));
            }
        }
    }
    hold("What is not done is an issue, not a note in the code:", broken);
}

#[test]
fn no_path_of_one_machine() {
    let mut broken = Vec::new();
    for folder in ["src", "tests", "benches", "templates", "assets", "docs", "migrations", ".ci", ".cargo"] {
        for ending in ["rs", "html", "css", "js", "md", "sql", "toml", "sh", "txt"] {
            for file in files(folder, ending) {
                let bytes = std::fs::read(&file).expect("readable");
                let text = String::from_utf8_lossy(&bytes);
                let homes = [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/wo", "rk/")];
                let found = text.lines().position(|l| homes.iter().any(|h| l.contains(h)));
                broken.extend(found.map(|line| format!("{}:{}", file.display(), line + 1)));
            }
        }
    }
    hold("The repository runs anywhere:", broken);
}

#[test]
fn every_migration_is_told_and_introduced() {
    let story = std::fs::read_to_string(root().join("src/db/migrate.rs")).expect("migrate.rs");
    let mut broken = Vec::new();
    for file in files("migrations", "sql") {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("readable");
        if !story.contains(&format!("migrations/{name}\"")) {
            broken.push(format!("{name} is not in db/migrate.rs"));
        }
        if !text.starts_with("-- ") {
            broken.push(format!("{name} does not open with what it is for"));
        }
    }
    hold("A migration says why, and runs:", broken);
}

#[test]
fn tests_link_into_few_programs() {
    let known = ["browser.rs", "properties.rs", "tidy.rs"];
    let loose = std::fs::read_dir(root().join("tests")).expect("tests/").filter_map(|entry| {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        (name.ends_with(".rs") && !known.contains(&name.as_str())).then_some(name)
    });
    hold("A test of a room or of the house is a module of tests/stories; each program costs a link:", loose.collect());
}

#[test]
fn pages_carry_no_code_of_their_own() {
    let mut broken = Vec::new();
    for file in files("templates", "html") {
        let text = std::fs::read_to_string(&file).expect("readable");
        let name = file.strip_prefix(root()).expect("below the root").display();
        for (number, line) in text.lines().enumerate() {
            if let Some(what) = inline_code(&line.to_lowercase()) {
                broken.push(format!("{name}:{} {what}", number + 1));
            }
        }
    }
    hold("The content security policy allows no inline script and no inline style:", broken);
}

fn inline_code(line: &str) -> Option<&'static str> {
    if line.match_indices("<script").any(|(i, _)| !line[i..].split('>').next().unwrap_or("").contains("src=")) {
        return Some("<script> without src");
    }
    if line.contains("<style") || line.contains(" style=") {
        return Some("inline style");
    }
    let handler = line.match_indices(" on").any(|(i, _)| {
        let name: String = line[i + 3..].chars().take_while(char::is_ascii_alphabetic).collect();
        !name.is_empty() && line[i + 3 + name.len()..].starts_with('=')
    });
    (handler || line.contains("javascript:")).then_some("inline handler")
}

#[test]
fn every_refusal_is_explained_in_docs_errors() {
    let written = std::fs::read_to_string(root().join("docs/errors.md")).unwrap_or_default();
    keeps_true("errors.md", &refusals::page(&refusals::catalogue(), &written));
}

#[test]
fn every_address_and_its_permit_stand_in_docs_permissions() {
    keeps_true("permissions.md", &permissions::page(&routes::routes()));
}

#[test]
fn every_control_stands_in_docs_controls() {
    keeps_true("controls.md", &controls::page());
}

/// A page of the documents that is made from the code: brought up to date when asked, held to it otherwise.
fn keeps_true(name: &str, fresh: &str) {
    let file = root().join("docs").join(name);
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    if std::env::var("UPDATE_DOCS").is_ok_and(|v| v == "1") {
        std::fs::write(&file, fresh).expect("a page of the documents can be written");
        return;
    }
    let differing: Vec<String> = fresh
        .lines()
        .filter(|l| !written.lines().any(|w| w == *l))
        .map(|l| format!("missing: {l}"))
        .chain(written.lines().filter(|w| !fresh.lines().any(|l| l == *w)).map(|w| format!("out of date: {w}")))
        .collect();
    hold(
        &format!("docs/{name} is made from the code; UPDATE_DOCS=1 cargo test --test tidy brings it up to date:"),
        differing,
    );
}
