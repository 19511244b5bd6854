//! A small reader of JSON that keeps the place of everything. It accepts comments, and missing or extra commas.

use crate::source::Span;

/// A value with its place, counted from the beginning of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value<'a> {
    pub(super) kind: JsonKind<'a>,
    pub(super) span: Span,
}

/// The kind of a value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum JsonKind<'a> {
    /// A text, without escapes taken back: ids hold none.
    Text(&'a str),
    /// A number, `true`, `false`, `null`, or a word that is none of them.
    Word(&'a str),
    List(Vec<Value<'a>>),
    Object(Vec<(&'a str, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member of an object with one of some names.
    pub(super) fn member(&self, names: &[&str]) -> Option<&Self> {
        let JsonKind::Object(members) = &self.kind else { return None };
        names.iter().find_map(|name| {
            members.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        })
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Self] {
        if let JsonKind::List(items) = &self.kind { items } else { &[] }
    }

    /// A text or a number, as it is written.
    pub(super) fn written(&self) -> Option<&'a str> {
        match self.kind {
            JsonKind::Text(text) => Some(text),
            JsonKind::Word(word) if word != "null" => Some(word),
            _ => None,
        }
    }
}

/// Lists in lists deeper than this are not read.
const DEEPEST: usize = 32;

/// Reads a value; says where something was wrong first, if anything was.
pub(super) fn read(text: &str) -> (Option<Value<'_>>, Option<usize>) {
    let mut reader = Reader { text, at: 0, problem: None };
    let value = reader.value(0);
    reader.blanks();
    if reader.at < text.len() {
        reader.wrong();
    }
    (value, reader.problem)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    problem: Option<usize>,
}

impl<'a> Reader<'a> {
    fn wrong(&mut self) {
        self.problem.get_or_insert(self.at);
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// White space and comments.
    fn blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            self.at += rest.len() - rest.trim_start().len();
            let rest = &self.text[self.at..];
            if rest.starts_with("//") || rest.starts_with('#') {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else {
                return;
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        self.blanks();
        let start = self.at;
        let kind = match self.peek()? {
            b'{' if depth < DEEPEST => self.object(depth)?,
            b'[' if depth < DEEPEST => self.list(depth),
            quote @ (b'"' | b'\'') => JsonKind::Text(self.text(quote)),
            _ => {
                let rest = &self.text[self.at..];
                let end = rest
                    .find(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '-' | '_' | '+'))
                    .unwrap_or(rest.len());
                if end == 0 {
                    self.wrong();
                    return None;
                }
                self.at += end;
                JsonKind::Word(&rest[..end])
            }
        };
        Some(Value { kind, span: Span::new(start, self.at) })
    }

    /// A text between quotes, of which an escaped one ends none.
    fn text(&mut self, quote: u8) -> &'a str {
        let start = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut end = start;
        while end < bytes.len() && bytes[end] != quote && bytes[end] != b'\n' {
            end += if bytes[end] == b'\\' { 2 } else { 1 };
        }
        let end = end.min(bytes.len());
        if bytes.get(end) == Some(&quote) {
            self.at = end + 1;
        } else {
            self.at = end;
            self.wrong();
        }
        // An escaped sign of several bytes may end behind its first one.
        self.text.get(start..end).unwrap_or_default()
    }

    fn list(&mut self, depth: usize) -> JsonKind<'a> {
        let mut items = Vec::new();
        self.at += 1;
        while self.next(b']') {
            match self.value(depth + 1) {
                Some(value) => items.push(value),
                None => self.skip(),
            }
        }
        JsonKind::List(items)
    }

    fn object(&mut self, depth: usize) -> Option<JsonKind<'a>> {
        let mut members = Vec::new();
        self.at += 1;
        while self.next(b'}') {
            let key = self.value(DEEPEST);
            self.blanks();
            let name = key.as_ref().and_then(Value::written);
            if let (Some(name), Some(b':')) = (name, self.peek()) {
                self.at += 1;
                if let Some(value) = self.value(depth + 1) {
                    members.push((name, value));
                    continue;
                }
            }
            self.skip();
        }
        Some(JsonKind::Object(members))
    }

    /// Is there another item before the sign that ends the list? Steps over commas, and over that sign.
    fn next(&mut self, end: u8) -> bool {
        let mut commas = 0;
        loop {
            self.blanks();
            match self.peek() {
                None => {
                    self.wrong();
                    return false;
                }
                Some(b',') => {
                    commas += 1;
                    if commas > 1 {
                        self.wrong();
                    }
                    self.at += 1;
                }
                Some(found) if found == end => {
                    self.at += 1;
                    return false;
                }
                Some(_) => return true,
            }
        }
    }

    /// Steps over what is nothing.
    fn skip(&mut self) {
        self.wrong();
        let width = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        self.at += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(value: &Value<'_>) -> String {
        match &value.kind {
            JsonKind::Text(text) => format!("\"{text}\""),
            JsonKind::Word(word) => (*word).to_owned(),
            JsonKind::List(items) => format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(" ")),
            JsonKind::Object(members) => {
                let members = members.iter().map(|(name, value)| format!("{name}={}", show(value)));
                format!("{{{}}}", members.collect::<Vec<_>>().join(" "))
            }
        }
    }

    fn check(text: &str, expect: &str, problem: Option<usize>) {
        let (value, found) = read(text);
        assert_eq!(
            (value.as_ref().map(show).unwrap_or_default().as_str(), found),
            (expect, problem),
            "{text}"
        );
    }

    #[test]
    fn values_are_read_with_their_places() {
        check(r#"{"a": [1, "2", [3]], "b": {}}"#, r#"{a=[1 "2" [3]] b={}}"#, None);
        let (value, _) = read(" [1, \"ü\"]");
        let places: Vec<_> =
            value.iter().flat_map(Value::items).map(|item| (item.span.start, item.span.end)).collect();
        assert_eq!(places, [(2, 3), (5, 9)]);
    }

    #[test]
    fn small_mistakes_leave_the_rest_readable() {
        check("[1, 2,]", "[1 2]", None);
        check("[1 // one\n 2 /* two */]", "[1 2]", None);
        check("{a: 1}", "{a=1}", None);
        check("[1, 2", "[1 2]", Some(5));
        check("[1,, 2]", "[1 2]", Some(3));
        check("{\"a\" 1}", "{}", Some(5));
        check("[\"a\n]", "[\"a\"]", Some(3));
        check("", "", None);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "([\\[\\]{}:,\"'\\\\/*#]|[a-z0-9]{1,3}|ü|\n| ){0,24}") {
            if let (Some(value), _) = read(&text) {
                assert!(text.get(value.span.range()).is_some());
            }
        }
    }
}
