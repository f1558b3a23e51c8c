//! Reads a page the way a person does: its words, its links, its forms.

/// A form as it stands on a page, ready to be filled in.
#[derive(Clone, Debug)]
pub struct Form {
    /// Where it goes; empty for the page itself.
    pub action: String,
    /// True for `post`.
    pub posts: bool,
    /// True for `multipart/form-data`.
    pub multipart: bool,
    /// Every named field with what stands in it, in page order; `csrf` comes first in ours.
    pub fields: Vec<(String, String)>,
    /// Every named field, also those without a value yet (an unchecked box, a file).
    pub names: Vec<String>,
    /// What may be chosen in a list: field, value, words.
    pub options: Vec<(String, String, String)>,
    /// Its buttons.
    pub buttons: Vec<Button>,
}

/// What sends a form.
#[derive(Clone, Debug)]
pub struct Button {
    /// Its words.
    pub words: String,
    /// What it sends, when it has a name.
    pub name: String,
    /// The value under that name.
    pub value: String,
    /// Where it sends the form, when it is not the form's own place.
    pub action: String,
}

/// A link: its words and where it leads.
#[derive(Clone, Debug)]
pub struct Link {
    /// The words.
    pub words: String,
    /// Where it leads.
    pub href: String,
}

enum Token<'p> {
    Open { name: String, attributes: Vec<(String, String)> },
    Close(String),
    Text(&'p str),
}

impl Token<'_> {
    fn attribute(&self, wanted: &str) -> Option<String> {
        match self {
            Token::Open { attributes, .. } => attributes.iter().find(|(n, _)| n == wanted).map(|(_, v)| v.clone()),
            _ => None,
        }
    }
}

/// The words of a page, one space between them.
pub fn words(html: &str) -> String {
    let mut said = String::new();
    let mut silent: Option<String> = None;
    for token in tokens(html) {
        match token {
            Token::Open { name, .. } if ["script", "style", "head", "template"].contains(&name.as_str()) => {
                silent = silent.or(Some(name));
            }
            Token::Close(name) if silent.as_ref() == Some(&name) => silent = None,
            Token::Text(text) if silent.is_none() => {
                said.push_str(&decoded(text));
                said.push(' ');
            }
            _ => {}
        }
    }
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every link of a page.
pub fn links(html: &str) -> Vec<Link> {
    let mut links: Vec<Link> = Vec::new();
    let mut inside = false;
    for token in tokens(html) {
        match &token {
            Token::Open { name, .. } if name == "a" => {
                links.push(Link { words: String::new(), href: token.attribute("href").unwrap_or_default() });
                inside = true;
            }
            Token::Close(name) if name == "a" => inside = false,
            Token::Text(text) if inside => {
                links.iter_mut().last().into_iter().for_each(|l| l.words.push_str(&decoded(text)))
            }
            _ => {}
        }
    }
    for link in &mut links {
        link.words = link.words.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    links
}

/// Every form of a page, with fields that name it from outside (`form="…"`) counted in.
pub fn forms(html: &str) -> Vec<Form> {
    let tokens = tokens(html);
    let mut forms: Vec<(String, Form)> = Vec::new();
    for token in &tokens {
        if let Token::Open { name, .. } = token
            && name == "form"
        {
            forms.push((token.attribute("id").unwrap_or_default(), form_of(token)));
        }
    }
    let (mut next, mut inside): (usize, Option<usize>) = (0, None);
    let mut reader = Reader::default();
    for token in &tokens {
        match token {
            Token::Open { name, .. } if name == "form" => {
                inside = Some(next);
                next += 1;
            }
            Token::Close(name) if name == "form" => inside = None,
            _ => {
                let named = token.attribute("form").and_then(|id| forms.iter().position(|(own, _)| *own == id));
                let at = named.or(reader.form).or(inside);
                reader.read(token, at, &mut forms);
            }
        }
    }
    forms.into_iter().map(|(_, form)| form).collect()
}

fn form_of(token: &Token) -> Form {
    Form {
        action: token.attribute("action").unwrap_or_default(),
        posts: token.attribute("method").is_some_and(|m| m.eq_ignore_ascii_case("post")),
        multipart: token.attribute("enctype").is_some_and(|e| e == "multipart/form-data"),
        fields: Vec::new(),
        names: Vec::new(),
        options: Vec::new(),
        buttons: Vec::new(),
    }
}

/// Remembers the list, option, text area or button that is open.
#[derive(Default)]
struct Reader {
    form: Option<usize>,
    field: String,
    open: String,
    value: Option<String>,
    action: String,
    chosen: bool,
    words: String,
    /// How many fields stood before the list that is open: several lists may bear one name.
    before: usize,
    /// The key written on a button is not among its words.
    on_a_key: bool,
}

impl Reader {
    fn read(&mut self, token: &Token, at: Option<usize>, forms: &mut [(String, Form)]) {
        let Some(form) = at.and_then(|at| forms.get_mut(at)).map(|(_, form)| form) else { return };
        match token {
            Token::Open { name, .. } => self.opened(name, token, at, form),
            Token::Close(name) if *name == self.open => self.closed(form),
            Token::Close(name) if name == "select" => self.form = None,
            Token::Close(name) if name == "kbd" => self.on_a_key = false,
            Token::Close(_) => {}
            Token::Text(_) if self.on_a_key => {}
            Token::Text(text) => self.words.push_str(&decoded(text)),
        }
    }

    fn opened(&mut self, name: &str, token: &Token, at: Option<usize>, form: &mut Form) {
        let field = token.attribute("name").unwrap_or_default();
        let off = token.attribute("disabled").is_some();
        match name {
            "input" if !field.is_empty() && !off => {
                let kind = token.attribute("type").unwrap_or_default();
                let value = token.attribute("value");
                form.names.push(field.clone());
                match kind.as_str() {
                    "checkbox" | "radio" => {
                        let value = value.unwrap_or_else(|| "on".into());
                        form.options.push((field.clone(), value.clone(), String::new()));
                        if token.attribute("checked").is_some() {
                            form.fields.push((field, value));
                        }
                    }
                    "file" => {}
                    "submit" => {
                        let value = value.unwrap_or_default();
                        let action = token.attribute("formaction").unwrap_or_default();
                        form.buttons.push(Button { words: value.clone(), name: field, value, action });
                    }
                    _ => form.fields.push((field, value.unwrap_or_default())),
                }
            }
            "kbd" => self.on_a_key = true,
            "select" if !off => {
                form.names.push(field.clone());
                (self.form, self.field, self.before) = (at, field, form.fields.len());
            }
            "option" | "textarea" | "button" => {
                self.open = name.to_owned();
                self.words.clear();
                self.value = token.attribute("value");
                self.chosen = token.attribute("selected").is_some();
                self.action = token.attribute("formaction").unwrap_or_default();
                if name != "option" {
                    (self.form, self.field) = (at, field);
                }
            }
            _ => {}
        }
    }

    fn closed(&mut self, form: &mut Form) {
        let words = self.words.trim().to_owned();
        let value = self.value.take();
        match self.open.as_str() {
            "option" => {
                let value = value.unwrap_or_else(|| words.clone());
                let first = form.fields.len() == self.before;
                if self.chosen {
                    form.fields.truncate(self.before);
                }
                if first || self.chosen {
                    form.fields.push((self.field.clone(), value.clone()));
                }
                form.options.push((self.field.clone(), value, words));
            }
            "textarea" => {
                form.names.push(self.field.clone());
                form.fields.push((self.field.clone(), words));
                self.form = None;
            }
            _ => {
                let (name, action) = (self.field.clone(), self.action.clone());
                form.buttons.push(Button { words, name, value: value.unwrap_or_default(), action });
                self.form = None;
            }
        }
        self.open.clear();
    }
}

fn tokens(html: &str) -> Vec<Token<'_>> {
    let (mut tokens, mut rest) = (Vec::new(), html);
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |i| &comment[i + 3..]);
        } else if rest.starts_with('<')
            && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!')
        {
            let end = tag_end(rest);
            tokens.extend(tag(&rest[1..end]));
            rest = rest.get(end + 1..).unwrap_or("");
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            let end = rest[first..].find('<').map_or(rest.len(), |i| first + i);
            tokens.push(Token::Text(&rest[..end]));
            rest = &rest[end..];
        }
    }
    tokens
}

/// Where the tag ends, `>` inside quotes not counted.
fn tag_end(tag: &str) -> usize {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') => quote = Some(c),
            (None, '>') => return i,
            _ => {}
        }
    }
    tag.len()
}

fn tag(inside: &str) -> Option<Token<'static>> {
    if let Some(name) = inside.strip_prefix('/') {
        return Some(Token::Close(name.trim().to_ascii_lowercase()));
    }
    let name_end = inside.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(inside.len());
    let mut attributes = Vec::new();
    let mut rest = inside[name_end..].trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = attribute_value(after.trim_start());
        }
        if !name.is_empty() {
            attributes.push((name, decoded(value)));
        }
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
    }
    Some(Token::Open { name: inside[..name_end].to_ascii_lowercase(), attributes })
}

fn attribute_value(rest: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(inside) = rest.strip_prefix(quote) {
            return inside.split_once(quote).unwrap_or((inside, ""));
        }
    }
    rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()))
}

/// Entities read as what they mean.
pub fn decoded(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        said.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(';').filter(|end| *end <= 10);
        let meant = end.and_then(|end| entity(&rest[1..end]));
        match (meant, end) {
            (Some(c), Some(end)) => {
                said.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                said.push('&');
                rest = &rest[1..];
            }
        }
    }
    said.push_str(rest);
    said
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        "times" => Some('×'),
        "middot" => Some('·'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}
