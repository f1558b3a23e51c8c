//! Reads the source of this crate as text, just well enough to hold it to the house rules.

use std::path::{Path, PathBuf};

/// One Rust file.
pub struct Source {
    /// `src/ledger/store.rs`, from the root of the repository.
    pub path: String,
    /// As it stands.
    pub text: String,
    /// Without comments, test modules and what stands between quotes; the same lines.
    pub bare: String,
    /// Every text between quotes outside comments and test modules, with its line.
    pub quoted: Vec<(usize, String)>,
}

impl Source {
    fn read(root: &Path, file: &Path) -> Source {
        let text = std::fs::read_to_string(file).expect("a readable source file");
        let path = file.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
        let (mut bare, mut quoted) = without_words(&text);
        for (from, to) in test_modules(&bare) {
            let (first, last) = (line_at(&bare, from), line_at(&bare, to));
            quoted.retain(|(line, _)| *line < first || *line > last);
            let blank: String = bare[from..to].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
            bare.replace_range(from..to, &blank);
        }
        Source { path, text, bare, quoted }
    }

    /// The files this one takes in for tests only: `#[cfg(test)] mod tests;`.
    fn test_files(&self) -> Vec<String> {
        let folder = match self.path.rsplit_once('/') {
            Some((folder, "mod.rs" | "lib.rs")) => folder.to_owned(),
            _ => self.path.trim_end_matches(".rs").to_owned(),
        };
        let declared = self.text.split("#[cfg(test)]").skip(1);
        declared
            .filter_map(|after| {
                let line = after.trim_start().lines().next()?.strip_suffix(';')?;
                let (_, name) = line.rsplit_once("mod ")?;
                Some(format!("{folder}/{name}.rs"))
            })
            .collect()
    }

    /// The room this file belongs to: `ledger` for `src/ledger/store.rs` and for `src/ledger.rs`.
    pub fn room(&self) -> Option<&str> {
        let inside = self.path.strip_prefix("src/")?;
        let room = inside.split('/').next()?.trim_end_matches(".rs");
        (!["lib", "main"].contains(&room)).then_some(room)
    }

    /// Where it stands in its room: `store.rs`, `service/post.rs`.
    pub fn place(&self) -> &str {
        self.path.splitn(3, '/').nth(2).unwrap_or("")
    }

    /// The lines, 1-based, on which the code (not a comment, not a text) says this.
    pub fn lines_with(&self, said: &str) -> Vec<usize> {
        self.bare.lines().enumerate().filter(|(_, l)| l.contains(said)).map(|(i, _)| i + 1).collect()
    }

    /// The lines on which the code says exactly this word.
    pub fn lines_with_word(&self, word: &str) -> Vec<usize> {
        let has = |line: &str| words(line).any(|w| w == word);
        self.bare.lines().enumerate().filter(|(_, l)| has(l)).map(|(i, _)| i + 1).collect()
    }

    /// The rooms (and other first names) this file takes from the crate, with the line.
    pub fn taken_from_crate(&self) -> Vec<(usize, String)> {
        let mut taken = Vec::new();
        for (at, _) in self.bare.match_indices("crate::") {
            let line = line_at(&self.bare, at);
            let rest = &self.bare[at + "crate::".len()..];
            match rest.strip_prefix('{') {
                Some(group) => taken.extend(first_names(group).into_iter().map(|n| (line, n))),
                None => taken.extend(words(rest).next().map(|n| (line, n.to_owned()))),
            }
        }
        taken
    }

    /// Every function with its first line and its length in lines.
    pub fn functions(&self) -> Vec<(String, usize, usize)> {
        let mut found = Vec::new();
        for (at, _) in self.bare.match_indices("fn ") {
            let fresh = at == 0 || !self.bare[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            let name = words(&self.bare[at + 3..]).next().unwrap_or("").to_owned();
            if let (true, Some(open)) = (fresh, body_of(&self.bare, at)) {
                let (first, last) = (line_at(&self.bare, at), line_at(&self.bare, closing(&self.bare, open)));
                found.push((name, first, last + 1 - first));
            }
        }
        found
    }
}

/// The root of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every Rust file below a folder, in path order.
pub fn sources(folder: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = files(folder, "rs").iter().map(|f| Source::read(root(), f)).collect();
    let tests: Vec<String> = sources.iter().flat_map(Source::test_files).collect();
    for source in sources.iter_mut().filter(|s| tests.contains(&s.path)) {
        source.bare = source.bare.chars().filter(|c| *c == '\n').collect();
        source.quoted.clear();
    }
    sources
}

/// Every file below a folder whose name ends so, in path order.
pub fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.map(|e| e.expect("a readable folder").path()) {
            // What `npm ci` brings is not ours.
            if entry.ends_with("node_modules") {
                continue;
            }
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|e| e == ending) {
                found.push(entry);
            }
        }
    }
    found.sort();
    found
}

/// The rooms in the order of `lib.rs`: a room may use only those before it.
pub fn rooms() -> Vec<String> {
    let lib = std::fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    lib.lines().filter_map(|l| l.trim().strip_prefix("pub mod ")?.strip_suffix(';').map(str::to_owned)).collect()
}

/// Identifiers of a piece of code.
pub fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|w| !w.is_empty())
}

/// The line, 1-based, of a place in a text.
fn line_at(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The first names inside `{a::b, c::{d, e}}`, after the opening brace.
fn first_names(group: &str) -> Vec<String> {
    let (mut names, mut depth, mut fresh) = (Vec::new(), 0, true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && (c.is_alphabetic() || c == '_') => {
                names.extend(words(&group[i..]).next().map(str::to_owned));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

/// Where the body of the function at `at` opens; `None` for one without a body.
fn body_of(bare: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (i, c) in bare[at..].char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            '{' if depth == 0 => return Some(at + i),
            ';' if depth <= 0 => return None,
            _ if depth < 0 => return None,
            _ => {}
        }
    }
    None
}

/// Where the brace at `open` closes.
fn closing(bare: &str, open: usize) -> usize {
    let mut depth = 0;
    for (i, c) in bare[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 1 => return open + i,
            '}' => depth -= 1,
            _ => {}
        }
    }
    bare.len()
}

/// The stretches of `#[cfg(test)] mod … { … }`.
fn test_modules(bare: &str) -> Vec<(usize, usize)> {
    bare.match_indices("#[cfg(test)]")
        .filter_map(|(at, mark)| {
            let after = at + mark.len();
            let open = after + bare[after..].find(['{', ';'])?;
            bare[open..].starts_with('{').then(|| (at, closing(bare, open) + 1))
        })
        .collect()
}

/// The code with comments and quoted texts blanked out, and the quoted texts with their lines.
fn without_words(text: &str) -> (String, Vec<(usize, String)>) {
    let (mut bare, mut quoted, mut line, mut rest) = (String::with_capacity(text.len()), Vec::new(), 1, text);
    while let Some(c) = rest.chars().next() {
        let before = if bare.ends_with(|c: char| c.is_alphanumeric() || c == '_') { 'x' } else { ' ' };
        let (length, inside) = match c {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), None),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |i| i + 2), None),
            '"' => quoted_plain(rest),
            'r' if before == ' ' && raw_hashes(rest).is_some() => quoted_raw(rest),
            '\'' => (character(rest), None),
            _ => (0, None),
        };
        if length == 0 {
            bare.push(c);
            line += usize::from(c == '\n');
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if let Some(inside) = inside {
            quoted.push((line, inside.to_owned()));
        }
        bare.extend(rest[..length].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        line += rest[..length].matches('\n').count();
        rest = &rest[length..];
    }
    (bare, quoted)
}

fn quoted_plain(rest: &str) -> (usize, Option<&str>) {
    let mut escaped = false;
    for (i, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (i + 1, Some(&rest[1..i])),
            _ => {}
        }
    }
    (rest.len(), None)
}

fn raw_hashes(rest: &str) -> Option<usize> {
    let hashes = rest[1..].chars().take_while(|c| *c == '#').count();
    rest[1 + hashes..].starts_with('"').then_some(hashes)
}

fn quoted_raw(rest: &str) -> (usize, Option<&str>) {
    let hashes = raw_hashes(rest).unwrap_or(0);
    let start = 2 + hashes;
    let end = format!("\"{}", "#".repeat(hashes));
    rest[start..].find(&end).map_or((rest.len(), None), |i| (start + i + end.len(), Some(&rest[start..start + i])))
}

/// The length of a character literal; nothing for a lifetime.
fn character(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    match chars.next() {
        Some((_, '\\')) => rest[2..].char_indices().skip(1).find(|(_, c)| *c == '\'').map_or(0, |(i, _)| i + 3),
        Some(_) => match chars.next() {
            Some((i, '\'')) => i + 1,
            _ => 0,
        },
        None => 0,
    }
}
