//! The router, read from its source: every address, the handler behind it, and the permit the handler asks for.
//!
//! A page without a permit cannot be overlooked here: a route whose handler is not found, or whose handler asks for
//! nothing this file knows, is a broken test.

use std::collections::BTreeMap;
use std::path::Path;

/// Read and act, in the order of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// GET.
    Get,
    /// POST.
    Post,
}

impl Method {
    /// As it stands in a request.
    pub const fn word(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

/// One address and one method.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// `/books/{code}/submissions/{id}`.
    pub path: String,
    /// How it is asked.
    pub method: Method,
    /// What its handler asks for before anything else: `Permit<Clerk>`, `BookPath`, `LoggedIn`, `Visit` or nothing.
    pub permit: String,
}

/// One source file of the pages, without its tests.
struct File {
    /// `bank/import` for `src/web/bank/import.rs`, `bank` for `src/web/bank/mod.rs`.
    module: String,
    text: String,
}

/// Every route below `src/web`, by address.
pub fn routes() -> Vec<Route> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web"), "", &mut files);
    let mut routes: Vec<Route> = files.iter().flat_map(|file| routes_of(file, &files)).collect();
    let open: Vec<&Route> = routes.iter().filter(|r| r.permit.is_empty() && !r.is_open()).collect();
    assert!(open.is_empty(), "pages that ask for no permit: {open:?}");
    routes.sort_by(|a, b| (&a.path, a.method.word()).cmp(&(&b.path, b.method.word())));
    assert!(routes.len() > 150, "only {} routes were found in the source", routes.len());
    routes
}

fn collect(folder: &Path, below: &str, files: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).expect("a folder of pages") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let module = format!("{below}{name}");
        if path.is_dir() {
            collect(&path, &format!("{module}/"), files);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a readable source file");
        let text = text.split("#[cfg(test)]").next().unwrap_or("").to_owned();
        let module = if name == "mod" { below.trim_end_matches('/').to_owned() } else { module };
        files.push(File { module, text });
    }
}

fn routes_of(file: &File, files: &[File]) -> Vec<Route> {
    let mut routes = Vec::new();
    for after in file.text.split(".route(").skip(1) {
        let path = after.split('"').nth(1).expect("a path").to_owned();
        let handlers = in_brackets(after.splitn(3, '"').nth(2).expect("handlers"));
        for (word, method) in [("get(", Method::Get), ("post(", Method::Post)] {
            if let Some(handler) = called(handlers, word) {
                let permit = permit_of(&handler, file, files);
                routes.push(Route { path: path.clone(), method, permit });
            }
        }
    }
    routes
}

/// Up to the bracket that ends what has begun already.
fn in_brackets(text: &str) -> &str {
    let mut depth = 1;
    let end = text.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    });
    &text[..end.unwrap_or(text.len())]
}

/// `files::show` in `get(files::show)`; the word stands by itself, not inside another.
fn called(handlers: &str, word: &str) -> Option<String> {
    let at = handlers.match_indices(word).map(|(i, _)| i).find(|i| {
        let before = handlers[..*i].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
    })?;
    Some(in_brackets(&handlers[at + word.len()..]).trim().to_owned())
}

fn permit_of(handler: &str, file: &File, files: &[File]) -> String {
    let place = |name: &str| files.iter().find(|f| f.module == name);
    let found = match handler.rsplit_once("::") {
        None => Some((file, handler)),
        Some((module, function)) => {
            let module = module.trim_start_matches("super::").replace("::", "/");
            let parent = file.module.rsplit_once('/').map_or("", |(parent, _)| parent);
            let inside =
                [&file.module, parent, ""].map(|at| format!("{at}/{module}").trim_start_matches('/').to_owned());
            inside.iter().find_map(|name| place(name)).map(|f| (f, function))
        }
    };
    let (home, function) = found.unwrap_or_else(|| panic!("no file holds the handler {handler} of {}", file.module));
    let head = [format!("async fn {function}("), format!("async fn {function}<")];
    // A handler stands at the margin; a method of the same name does not.
    let at_margin = |i: &usize| !home.text[..*i].rsplit('\n').next().unwrap_or("").starts_with(' ');
    let places = head.iter().flat_map(|h| home.text.match_indices(h.as_str()));
    let start = places.map(|(i, _)| i).find(at_margin);
    let start = start.unwrap_or_else(|| panic!("{} has no handler {function}", home.module));
    let asked = in_brackets(home.text[start..].split_once('(').expect("what it asks for").1);
    asked_for(&spelled_out(asked, &home.text))
}

/// What a handler asks for, with the file's own short names (`type Admin = Office<Administrator>;`) spelled out.
fn spelled_out(asked: &str, file: &str) -> String {
    let names = file.lines().filter_map(|line| line.trim_start_matches("pub(super) ").strip_prefix("type "));
    let pairs = names.filter_map(|line| line.trim_end_matches(';').split_once(" = "));
    pairs.fold(asked.to_owned(), |asked, (short, long)| asked.replace(&format!(": {short}"), &format!(": {long}")))
}

/// The permit among the things a handler asks for.
fn asked_for(asked: &str) -> String {
    for word in ["Permit<", "Office<"] {
        if let Some((_, after)) = asked.split_once(word) {
            return format!("{word}{}>", after.split('>').next().unwrap_or(""));
        }
    }
    let known = ["BookPath", "LoggedIn", "Visit"];
    known.into_iter().find(|word| asked.contains(word)).unwrap_or("").to_owned()
}

impl Route {
    /// True for what anybody may open: the login, the first page, the board's own page, what the browser is made of.
    pub fn is_open(&self) -> bool {
        let open = ["/login", "/setup", "/healthz", "/assets/", "/p/", "/v/", "/q/", "/n/"];
        self.path == "/v" || open.iter().any(|open| self.path.starts_with(open))
    }

    /// True when it is about one book.
    pub fn is_of_book(&self) -> bool {
        self.path.contains("{code}")
    }

    /// The address with the book's code in its place, and for every other name what `filled` says.
    pub fn at(&self, code: &str, filled: impl Fn(&str) -> String) -> String {
        let mut address = String::new();
        let mut rest = self.path.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}').expect("a closed brace");
            address.push_str(before);
            address.push_str(&match name.trim_start_matches('*') {
                "code" => code.to_owned(),
                "quarter" => "2025Q3".to_owned(),
                "period" => "2025-09".to_owned(),
                "year" => "2025".to_owned(),
                "account" => "101".to_owned(),
                "number" | "no" | "version" | "line" => "1".to_owned(),
                other => filled(other),
            });
            rest = after;
        }
        address + rest
    }
}

/// One row a route: its address, and what reading and acting ask for.
pub fn by_address(routes: &[Route]) -> BTreeMap<&str, [Option<&str>; 2]> {
    let mut rows: BTreeMap<&str, [Option<&str>; 2]> = BTreeMap::new();
    for route in routes {
        let row = rows.entry(&route.path).or_default();
        row[usize::from(route.method == Method::Post)] = Some(&route.permit);
    }
    rows
}
