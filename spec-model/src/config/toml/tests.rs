//! Compares the reader with the `toml` crate: whatever we accept, it accepts with the same values.

use std::fmt::Write;
use std::path::Path;

use super::{TomlTable, Value, ValueKind, read};

fn show_table(out: &mut String, table: &TomlTable) {
    out.push('{');
    for (key, entry) in table.iter() {
        write!(out, "{key:?}=").expect("a string takes everything");
        show(out, &entry.value);
        out.push(' ');
    }
    out.push('}');
}

fn show(out: &mut String, value: &Value) {
    match &value.kind {
        ValueKind::String(text) => write!(out, "{text:?}"),
        ValueKind::Integer(number) => write!(out, "{number}"),
        ValueKind::Float(number) => write!(out, "{number:?}"),
        ValueKind::Boolean(value) => write!(out, "{value}"),
        ValueKind::DateTime(text) => write!(out, "@{}", comparable(text)),
        ValueKind::Array(values) => {
            out.push('[');
            for value in values {
                show(out, value);
                out.push(',');
            }
            out.push(']');
            Ok(())
        }
        ValueKind::Table(table) => {
            show_table(out, table);
            Ok(())
        }
    }
    .expect("a string takes everything");
}

/// A date-time without what the `toml` crate prints in its own way: separators, seconds that are nought, fractions.
fn comparable(text: &str) -> String {
    text.chars().take(16).map(|c| if matches!(c, 't' | ' ') { 'T' } else { c }).collect()
}

fn show_oracle(out: &mut String, value: &::toml::Value) {
    match value {
        ::toml::Value::String(text) => write!(out, "{text:?}"),
        ::toml::Value::Integer(number) => write!(out, "{number}"),
        ::toml::Value::Float(number) => write!(out, "{number:?}"),
        ::toml::Value::Boolean(value) => write!(out, "{value}"),
        ::toml::Value::Datetime(time) => write!(out, "@{}", comparable(&time.to_string())),
        ::toml::Value::Array(values) => {
            out.push('[');
            for value in values {
                show_oracle(out, value);
                out.push(',');
            }
            out.push(']');
            Ok(())
        }
        ::toml::Value::Table(table) => {
            out.push('{');
            for (key, value) in table {
                write!(out, "{key:?}=").expect("a string takes everything");
                show_oracle(out, value);
                out.push(' ');
            }
            out.push('}');
            Ok(())
        }
    }
    .expect("a string takes everything");
}

fn ours(text: &str) -> Option<String> {
    let (table, errors) = read(text);
    let mut out = String::new();
    show_table(&mut out, &table);
    errors.is_empty().then_some(out)
}

fn theirs(text: &str) -> Option<String> {
    let table: ::toml::Table = text.parse().ok()?;
    let mut out = String::new();
    show_oracle(&mut out, &::toml::Value::Table(table));
    Some(out)
}

/// Both readers agree on a document: on its values, or that it is not one.
fn check(text: &str) {
    assert_eq!(ours(text), theirs(text), "{text}");
}

/// Checks that the other reader accepts the text with the same values, if we accept it. Not the other way round: it lets a dotted key add
/// to an array of tables, which the format forbids.
fn check_accepted(text: &str) {
    if let Some(ours) = ours(text) {
        assert_eq!(Some(ours), theirs(text), "{text}");
    }
}

/// The mistakes in a document, each with the text that it points at.
fn mistakes(text: &str) -> Vec<String> {
    let (_, errors) = read(text);
    errors.iter().map(|error| format!("{}: {}", &text[error.span.range()], error.message)).collect()
}

#[test]
fn every_manifest_of_this_repository_is_read_equally() {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package is a member of the workspace");
    let mut count = 0;
    for folder in [".", "spec-model", "spec-engine", "spec-macros", "spec-runtime", "cargo-spec", "tests"] {
        let text =
            std::fs::read_to_string(root.join(folder).join("Cargo.toml")).expect("a member has a manifest");
        assert!(ours(&text).is_some(), "{folder}");
        check(&text);
        count += 1;
    }
    check(&std::fs::read_to_string(root.join("Cargo.lock")).expect("the workspace has a lock file"));
    assert_eq!(count, 7);
}

#[test]
fn tricky_documents_are_read_equally() {
    for text in [
        "",
        "\u{feff}a = 1",
        "# only a comment",
        "a = 1 # comment\r\nb = 2\r\n",
        "a=1\n\n\n[b]\n[b.c]\nd=1\n[b.c.e]",
        "\"quoted key\" = 1\n'lit.eral' = 2\n\"\" = 3\n1234 = 4\n-_ = 5",
        "a.b.c = 1\na.b.d = 2\na . \"x y\" = 3",
        "a = \"\\b\\t\\n\\f\\r\\e\\\"\\\\\\u00e9\\U0001F600\\x41\"",
        "a = 'C:\\no\\escape'",
        "a = \"\"\"\nfirst\nsecond \\\n   \n\t third\"\"\"",
        "a = \"\"\"\r\nfirst\r\nsecond\"\"\"",
        "a = \"\"\"two \"\" quotes and five \"\"\"\"\"",
        "a = '''\nit''s '' raw \\n ''''",
        "a = [1, 2, # c\n 3,\n]\nb = [[1], [\"x\", 'y'], []]",
        "a = { b = 1, c.d = 2, e = { f = [] } }\nb = {}",
        "a = {\n b = 1, # c\n}",
        "[[a]]\nb = 1\n[[a]]\n[a.c]\nd = 1\n[[a.e]]\n[[a.e]]",
        "a = 0\nb = -0\nc = +99\nd = 1_000\ne = 0xDEAD_beef\nf = 0o755\ng = 0b1101\nh = -9223372036854775808",
        "a = 1.5\nb = -0.01\nc = 5e+22\nd = 1e06\ne = 6.626e-34\nf = 9_224.445_991\ng = inf\nh = -inf\ni = nan\nj = 1E2",
        "a = 1979-05-27T07:32:00Z\nb = 1979-05-27 07:32:00.999-07:00\nc = 1979-05-27\nd = 07:32:00\ne = 1979-05-27t07:32:00",
        "a = true\nb = false",
        "[fruit]\napple.color = 1\n[fruit.apple.taste]\nsweet = true",
        "[a.b]\n[a]\nc = 1",
        "[x.y.z.w]\n[x]\n",
        "a = \"tab\there\"",
        // Documents that are in error.
        "a",
        "a =",
        "= 1",
        "a = 1 b = 2",
        "a = 1\na = 2",
        "[a]\n[a]",
        "a = 1\n[a]",
        "[a]\nb = 1\n[a.b]",
        "a.b = 1\n[a]",
        "[a.b.c]\nz = 9\n[a]\nb.c.t = 1",
        "a = []\n[[a]]",
        "[[a]]\n[a]",
        "[a]\n[[a]]",
        "[[a.b]]\n[[a]]",
        "a = {}\n[a.b]",
        "a = { b = 1 }\na.c = 2",
        "a = { b = 1, b = 2 }",
        "a = { b.c = 1, b = 2 }",
        "a = { b = 1 } }",
        "a = [1 2]",
        "a = [,1]",
        "a = \"open",
        "a = \"\"\"open",
        "a = 'open\n'",
        "a = \"\\q\"",
        "a = \"\\ud800\"",
        "a = 01",
        "a = 1__0",
        "a = _1",
        "a = 1.",
        "a = .5",
        "a = 1e",
        "a = 9223372036854775808",
        "a = 0x",
        "a = +0x1",
        "a = 1979-02-30",
        "a = 1979-13-01",
        "a = 25:00:00",
        "a = True",
        "a = word",
        "[a",
        "[a]]",
        "[ a . b ] # fine",
        "[]",
        "[a..b]",
        "a.= 1",
        "a = \"\u{1}\"",
        "# \u{1}",
        "a = 1\rb = 2",
        "é = 1",
        "a b = 1",
        "\"\"\"a\"\"\" = 1",
    ] {
        check(text);
    }
}

#[test]
fn a_mistake_is_reported_with_its_place_and_the_rest_is_read() {
    let text = "a = \nb = 2\n[c\nd = 4\n[e]\nf = [1,\n  \"open\n]\ng = 5\ng = 6\n";
    insta::assert_debug_snapshot!(mistakes(text), @r#"
    [
        ": a value is missing here",
        ": the header is not closed: `]` is missing",
        "\": this string does not end on its line",
        "g: this key is given twice: `g`",
    ]
    "#);
    let (table, _) = read(text);
    let mut out = String::new();
    show_table(&mut out, &table);
    insta::assert_snapshot!(out, @r#"{"b"=2 "e"={"g"=5 } }"#);
}

#[test]
fn keys_and_values_know_their_bytes() {
    let text = "\u{feff}x = 1\r\n[a]\r\n\"b c\".d = [ 'v' ] # c";
    let (table, errors) = read(text);
    assert_eq!(errors, []);
    let inner = table.path(&["a", "b c"]).and_then(Value::as_table).expect("a dotted key makes a table");
    let (key, entry) = inner.iter().next().expect("it has one key");
    assert_eq!((key, &text[entry.key_span.range()]), ("d", "d"));
    assert_eq!(&text[entry.value.span.range()], "[ 'v' ]");
    assert_eq!(&text[entry.value.as_array().expect("it is an array")[0].span.range()], "'v'");
}

#[test]
fn nesting_is_bounded_and_never_overflows_the_stack() {
    for text in [
        "a=".to_owned() + &"[".repeat(100_000),
        "a.".repeat(100_000) + "b=1",
        format!("[{}a]", "a.".repeat(100_000)),
        "a=".to_owned() + &"{a=".repeat(100_000),
    ] {
        assert_eq!(read(&text).1.len(), 1);
    }
}

/// The parts of documents.
const PIECES: &[&str] = &[
    "a",
    "b",
    "a.b",
    "\n[a]\n",
    "\n[a.b]\n",
    "\n[[a]]\n",
    "=",
    " = ",
    "\na = ",
    "\nb=",
    "\n",
    "\r\n",
    "1",
    "0x1f",
    "-1_0",
    "1.5",
    "1e",
    "_",
    "-",
    ".",
    "\"x\"",
    "\"\\n\"",
    "\"",
    "'''a\n'''",
    "'",
    "[",
    "]",
    "{",
    "}",
    "{a=1}",
    ",",
    "#",
    " ",
    "true",
    "1979-05-27",
    "07:32:00",
    "\u{1}",
    "é",
];

proptest::proptest! {
    #[test]
    fn what_we_accept_the_toml_crate_accepts_with_the_same_values(
        text in proptest::collection::vec(proptest::sample::select(PIECES), 0..24)
    ) {
        check_accepted(&text.concat());
    }

    #[test]
    fn statements_that_we_accept_in_some_order_the_toml_crate_accepts_too(
        lines in proptest::collection::vec("\\[[ab](\\.[ab]){0,2}\\]|\\[\\[[ab](\\.[ab])?\\]\\]|[ab](\\.[ab]){0,2} = (1|\\{\\}|\\{a\\.b=1\\}|\\[\\]|\\[\\{\\}\\])", 0..8)
    ) {
        check_accepted(&lines.join("\n"));
    }

    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,64}") {
        for error in read(&text).1 {
            assert!(text.get(error.span.range()).is_some());
        }
    }
}
