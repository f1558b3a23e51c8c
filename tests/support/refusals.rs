//! The catalogue of refusals: read from the rooms' `error.rs`, written as `docs/errors.md`.

use std::collections::BTreeMap;

use super::source::{Source, rooms, sources, words};

/// One way a room says no.
pub struct Entry {
    room: String,
    code: String,
    class: String,
    sentence: String,
    cause: String,
}

const HEAD: &str = "# Refusals\n\n\
Every way this program says no. The code is stable: scripts and support may rely on it. The sentence is what the person\n\
reads; braces stand for the figures filled in. `cargo test --test tidy` keeps the codes, classes and sentences equal to\n\
the source; causes and remedies are written here by hand (a new row starts from the source).\n\n\
Class and HTTP status: `Invalid` 422, `Forbidden` 403, `NotFound` 404, `Conflict` 409.\n";

/// Every refusal of every room, in the order of the stair and of the enums.
pub fn catalogue() -> Vec<Entry> {
    let sources = sources("src");
    let mut entries = Vec::new();
    for room in rooms() {
        for source in sources.iter().filter(|s| s.room() == Some(&room)) {
            entries.extend(refusals_of(source, &room));
        }
    }
    entries
}

/// The whole page; causes and remedies already written are kept.
pub fn page(entries: &[Entry], written: &str) -> String {
    let kept: BTreeMap<&str, (&str, &str)> = written.lines().filter_map(kept_words).collect();
    let mut page = HEAD.to_owned();
    let mut room = "";
    for entry in entries {
        if entry.room != room {
            room = &entry.room;
            page.push_str(&format!(
                "\n## {room}\n\n| code | class | sentence | cause | remedy |\n| --- | --- | --- | --- | --- |\n"
            ));
        }
        let remedy = entry.remedy();
        let (cause, remedy) = kept.get(entry.code.as_str()).copied().unwrap_or((&entry.cause, &remedy));
        page.push_str(&format!("| `{}` | {} | {} | {cause} | {remedy} |\n", entry.code, entry.class, entry.sentence));
    }
    page
}

/// The code, cause and remedy of a row already written.
fn kept_words(line: &str) -> Option<(&str, (&str, &str))> {
    let cells: Vec<&str> = line.strip_prefix("| `")?.strip_suffix(" |")?.split(" | ").collect();
    match cells[..] {
        [code, _, _, cause, remedy] if !cause.is_empty() && !remedy.is_empty() => {
            Some((code.trim_end_matches('`'), (cause, remedy)))
        }
        _ => None,
    }
}

impl Entry {
    /// What the sentence itself asks for; where it asks for nothing, what its class asks for.
    fn remedy(&self) -> String {
        if let Some(at) = self.sentence.find('请') {
            return self.sentence[at..].trim_end_matches('。').to_owned();
        }
        let general = match self.class.as_str() {
            "Forbidden" => "请由有权的人办理",
            "NotFound" => "请从列表重新进入",
            "Conflict" => "请刷新后按最新情况办理",
            _ => "请按提示改正后重新提交",
        };
        general.to_owned()
    }
}

/// The variants of a file that have a code, with what stands around them.
fn refusals_of(source: &Source, room: &str) -> Vec<Entry> {
    let codes = arms_of(source, "fn code(");
    let classes = arms_of(source, "fn class(");
    codes
        .iter()
        .filter_map(|(variant, code)| {
            let (sentence, cause) = spoken(source, variant)?;
            let class = classes.iter().find(|(v, _)| v == variant).or_else(|| classes.iter().find(|(v, _)| v == "_"));
            let class = class.map_or("Invalid", |(_, c)| c).to_owned();
            Some(Entry { room: room.to_owned(), code: code.clone(), class, sentence, cause })
        })
        .collect()
}

/// `(variant, what it gives)` for every arm of the match in a function; several patterns give several pairs.
fn arms_of(source: &Source, function: &str) -> Vec<(String, String)> {
    let mut arms = Vec::new();
    for (at, _) in source.text.match_indices(function) {
        let mut variants: Vec<String> = Vec::new();
        let mut depth = 0usize;
        for line in source.text[at..].lines() {
            let (pattern, given) = line.split_once("=>").map_or((line, None), |(p, g)| (p, Some(g)));
            variants.extend(pattern.split("::").skip(1).filter_map(|p| words(p).next().map(str::to_owned)));
            // Below a `use Enum::*` the variants stand alone.
            let alone = pattern.split('|').map(str::trim).filter(|p| !p.contains("::"));
            let named = alone.filter(|p| p.starts_with(|c: char| c.is_ascii_uppercase()));
            variants.extend(named.filter_map(|p| words(p).next().map(str::to_owned)));
            if pattern.trim() == "_" {
                variants.push("_".to_owned());
            }
            let value = given.unwrap_or(line);
            let literal = value.split('"').nth(1).filter(|t| t.contains('.'));
            let class = value.split("Class::").nth(1).and_then(|c| words(c).next());
            if let Some(value) = if function.contains("code") { literal } else { class } {
                variants.retain(|v| v != value);
                arms.extend(variants.drain(..).map(|v| (v, value.to_owned())));
            } else if given.is_some_and(|g| !g.trim().ends_with('{')) {
                variants.clear();
            }
            depth =
                depth + line.matches('{').count() - line.matches('}').count().min(depth + line.matches('{').count());
            if depth == 0 && line.contains('}') {
                break;
            }
        }
    }
    arms
}

/// The sentence and the doc comment of a variant.
fn spoken(source: &Source, variant: &str) -> Option<(String, String)> {
    let lines: Vec<&str> = source.text.lines().collect();
    let declared = |line: &str| {
        let line = line.trim();
        line.strip_prefix(variant).is_some_and(|rest| [",", " {", "(", "{"].iter().any(|after| rest.starts_with(after)))
    };
    let at = lines.iter().position(|l| declared(l))?;
    let above = lines[..at]
        .iter()
        .rposition(|l| matches!(l.trim(), "}" | "},") || l.trim().ends_with([',', '{']))
        .map_or(0, |i| i + 1);
    let block = lines[above..at].join("\n");
    let sentence = block.split("#[error(").nth(1)?.split('"').nth(1)?;
    let sentence = sentence.replace("\\\n", "").split_whitespace().collect::<Vec<_>>().join(" ");
    let cause: Vec<&str> = block.lines().filter_map(|l| l.trim().strip_prefix("/// ")).collect();
    Some((sentence.replace('|', "\\|"), cause.join(" ")))
}
