use proptest::prelude::*;
use spec_model::spec::Examples;
use spec_model::{Dialect, Document, Source, dialect};

use super::super::prune::prune;
use super::super::stub::Wanted;
use super::*;

fn placed(document: &Document) -> (Vec<Placed>, Vec<String>) {
    let (mut stubs, mut headings) = (Vec::new(), Vec::new());
    for (requirement, read) in document.requirements.iter().enumerate() {
        headings.push(format!("{} · {}", read.id, read.title));
        for criterion in &read.criteria {
            let place = DocumentPlace { requirement, criterion: stubs.len() };
            let stub = Stub::new(Wanted {
                id: criterion.id.to_string(),
                title: read.title.clone(),
                scenario: None,
                text: criterion.text.as_str().to_owned(),
                is_scenario: criterion.is_scenario,
                points: criterion.points.iter().map(|point| point.as_str().to_owned()).collect(),
                examples: criterion.examples.clone(),
            });
            stubs.push(Placed { place, stub });
        }
    }
    (stubs, headings)
}

pub(in crate::stubs) fn setting() -> Setting {
    Setting {
        runtime: "spec_runtime".to_owned(),
        async_test: None,
        has_proptest: false,
        header: "The acceptance criteria of `accounts` as tests.".to_owned(),
        layout: CodeLayout::default(),
    }
}

fn spliced_in(markdown: &str, existing: &str, setting: &Setting) -> Result<Spliced, NotRust> {
    let document = dialect::read(Source::new("specs/accounts/spec.md", markdown), Some(Dialect::Native));
    let (stubs, headings) = placed(&document);
    let place_of =
        |id: &str| stubs.iter().find(|placed| placed.stub.wanted.id == id).map(|placed| placed.place);
    splice(existing, &stubs, &TestOrder { headings, place_of: &place_of }, setting)
}

/// The text of a test file with stubs for what it does not link to; a second time changes nothing.
#[track_caller]
pub(in crate::stubs) fn spliced(markdown: &str, existing: &str) -> String {
    let text = spliced_in(markdown, existing, &setting()).expect("it is spliced").text;
    let again = spliced_in(markdown, &text, &setting()).expect("it is spliced again");
    assert_eq!(again, Spliced { text: text.clone(), added: Vec::new() }, "a second time changes nothing");
    assert!(is_subsequence(existing, &text), "no byte of the file is lost");
    text
}

fn is_subsequence(short: &str, long: &str) -> bool {
    let mut bytes = long.bytes();
    short.bytes().all(|byte| bytes.any(|other| other == byte))
}

/// Checks the places of stubs, where `stub!(ID)` stands for a whole stub.
#[track_caller]
fn check(existing: &str, expected: &str) {
    let text = spliced(SHORT, existing);
    let mut shown = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        match line.strip_prefix("/// S-").filter(|_| line.contains(" · ")) {
            Some(id) => {
                shown.push_str(&format!("stub!({})\n", id.split(' ').next().unwrap_or_default()));
                while lines.next_if(|line| *line != "}").is_some() {}
                lines.next();
            }
            None => shown.push_str(&format!("{line}\n")),
        }
    }
    assert_eq!(shown, expected, "\n{text}");
}

pub(in crate::stubs) const SHORT: &str = "\
## S-1: One\n\n1. The tool SHALL open\n2. The tool SHALL close\n3. The tool SHALL lock\n
## S-2: Two\n\n1. The tool SHALL start\n2. The tool SHALL stop\n";

pub(in crate::stubs) const ACCOUNTS: &str = "\
## REQ-3: Register

1. WHEN a visitor registers THEN the system SHALL answer `201 Created`
2. WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms

## REQ-4: Sign in

1. The system SHALL accept passwords of at least 8 characters for any user
2. The system SHALL tell apart
   - a wrong password
   - an account that is locked, which happens after 5 failed attempts and ends when somebody who is entitled to it unlocks it

```gherkin
Scenario Outline: Roles
  Given a <role>
  When they sign in
  Then they see <page>
  Examples:
    | role    | page                                                          | 1st |
    | admin   | the \"console\"                                                 | a\\b |
    | visitor | a page whose name is so long that it does not fit on one line | x   |
```
";

#[test]
fn a_new_file_has_a_stub_for_each_criterion() {
    insta::assert_snapshot!(spliced(ACCOUNTS, ""));
}

#[test]
fn a_property_and_async_tests_where_the_package_has_them() {
    let setting = Setting { async_test: Some("tokio::test".to_owned()), has_proptest: true, ..setting() };
    let text = spliced_in("## REQ-1: Sums\n\n1. For any basket, the total SHALL be the sum", "", &setting);
    insta::assert_snapshot!(text.expect("it is spliced").text, @r#"
    //! The acceptance criteria of `accounts` as tests.

    use spec_runtime::{pending, spec};

    // REQ-1 · Sums

    /// REQ-1.1 · Sums
    ///
    /// For any basket, the total SHALL be the sum
    #[tokio::test]
    #[spec("REQ-1.1")]
    async fn total_is_sum() {
        // Given: …
        // When: …
        // Then: the total is the sum
        proptest::proptest!(|(value in proptest::prelude::any::<String>())| {
            // For any basket
            let holds = || -> bool {
                // Write here whether it holds for `value`.
                pending!("REQ-1.1");
            };
            proptest::prop_assert!(holds(), "{value}");
        });
    }
    "#);
}

#[test]
fn stubs_come_in_document_order_beside_their_neighbours() {
    let t = |id: &str| format!("#[test]\n#[spec(\"S-{id}\")]\nfn own_{}() {{}}\n", id.replace('.', "_"));
    let (one, three, four) = (t("1.1"), t("1.3"), t("2.1"));
    check(
        &format!("use spec_runtime::*;\n\n{one}\n{three}"),
        &format!(
            "use spec_runtime::*;\n\n{one}\nstub!(1.2)\n\n{three}\n// S-2 · Two\n\nstub!(2.1)\n\nstub!(2.2)\n"
        ),
    );
    check(
        &format!("// S-2 · Two\n\n{four}"),
        &format!(
            "// S-1 · One\n\nstub!(1.1)\n\nstub!(1.2)\n\nstub!(1.3)\n\n// S-2 · Two\n\n{four}\nstub!(2.2)\n"
        ),
    );
    // The comment of an item stays with it.
    check(
        &format!("fn helper() {{}}\n\n// About three.\n{} // the end\n\nfn other() {{}}\n", three.trim_end()),
        &format!(
            "fn helper() {{}}\n\nstub!(1.1)\n\nstub!(1.2)\n\n// About three.\n{} // the end\n\n// S-2 · Two\n\n\
             stub!(2.1)\n\nstub!(2.2)\n\nfn other() {{}}\n",
            three.trim_end()
        ),
    );
}

#[test]
fn documentation_behind_an_item_stays_with_the_next_one() {
    check(
        "use spec_runtime::{pending, spec};\n#[test]\n#[spec(\"S-1.1\")]\nfn a() {} /// Doc\nfn b() {}\n",
        "use spec_runtime::{pending, spec};\n#[test]\n#[spec(\"S-1.1\")]\nfn a() {}\n\nstub!(1.2)\n\nstub!(1.3)\n\n\
         // S-2 · Two\n\nstub!(2.1)\n\nstub!(2.2)\n\n /// Doc\nfn b() {}\n",
    );
}

#[test]
fn line_ends_marks_and_a_missing_last_line_end_stay() {
    let crlf = spliced(SHORT, "use spec_runtime::spec;\r\n\r\nfn a() {}\r\n");
    assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
    let bare = spliced(SHORT, "\u{feff}fn a() {} // no line end");
    assert!(
        bare.starts_with("\u{feff}fn a() {} // no line end\n\n// S-1 · One\n") && bare.ends_with('}'),
        "{bare}"
    );
    let marked = spliced(SHORT, "\u{feff}");
    assert!(marked.starts_with("\u{feff}//! "), "{marked}");
    spliced(SHORT, "#!/usr/bin/env run\nfn a() {} /* b */ fn c() {}\n#[spec(\"S-2.1\")] fn d() {} fn e() {}");
    spliced(SHORT, "/*\n// S-2 · Two\n*/ #[spec(\"S-2.1\")] fn d() {}\n");
    spliced(SHORT, "macro_rules! m { () => {} }\nm! { #[spec(\"S-1.2\")] }\n");
}

#[test]
fn names_that_are_taken_get_a_number() {
    let text =
        spliced("## S-1: A\n\n1. It SHALL open\n2. It SHALL open\n", "fn opens() {}\nuse x::opens_2;\n");
    assert!(text.contains("fn opens_3()") && text.contains("fn opens_4()"), "{text}");
}

#[test]
fn a_file_that_is_no_rust_is_refused_with_the_place() {
    let check = |existing: &str, range, message: &str| {
        let problem = spliced_in(SHORT, existing, &setting()).expect_err("it is no Rust");
        assert_eq!((&existing[problem.range.clone()], &*problem.message), (range, message));
    };
    check(
        "fn a() {}\nfn b( {}\n",
        "",
        "this is not valid Rust: a bracket or a quote is not closed, or closed twice",
    );
    check("\u{feff}fn 1() {}", "1", "this is not valid Rust: expected identifier");
    let deep = format!("const A: () = {}{};", "(".repeat(5_000), ")".repeat(5_000));
    let problem = spliced_in(SHORT, &deep, &setting()).expect_err("it is too deep");
    assert_eq!(problem.message, "this is nested too deeply");
}

/// Text that tries to get out of the comment or the string that it is put in.
pub(in crate::stubs) const HOSTILE: &str = "\
## H-1: */ \"# {} <script>alert(1)</script> \\u{0} `rm -rf /`

1. WHEN */ fn main() { std::process::exit(1) } /* is \u{1b}[2J typed \u{202e}desrever THEN it SHALL print \"quotes\" \\\\ and {} #[test]
2. ]\"); panic!(\"out\") ; //! \"within 5 s */ at most 3 \"# for any */ x

| \"a\" | */ |
|---|---|
| \"); } | {}{0} \\ |
";

#[test]
fn what_a_document_says_never_becomes_code() {
    let text = spliced(HOSTILE, "fn own() {}\n");
    let file = syn::parse_file(&text).expect("it is Rust");
    let names = file.items.iter().map(|item| match item {
        syn::Item::Fn(item) => item.sig.ident.to_string(),
        other => panic!("{other:?}"),
    });
    insta::assert_snapshot!(text);
    assert_eq!(names.count(), 3);
}

/// Settings of projects, as they stand in a `rustfmt.toml`.
const SETTINGS: [&str; 21] = [
    "",
    "hard_tabs = true",
    "hard_tabs = true\ntab_spaces = 8",
    "hard_tabs = true\ntab_spaces = 2\nmax_width = 80",
    "tab_spaces = 2",
    "tab_spaces = 2\nmax_width = 90",
    "tab_spaces = 3",
    "tab_spaces = 8",
    "max_width = 80",
    "max_width = 120",
    "max_width = 160",
    "max_width = 110\nuse_small_heuristics = \"Max\"",
    "use_small_heuristics = \"Off\"",
    "short_array_element_width_threshold = 4",
    "newline_style = \"Windows\"\nhard_tabs = true",
    "max_width = 60",
    "max_width = 70\ntab_spaces = 8\nhard_tabs = true",
    "fn_call_width = 20",
    "attr_fn_like_width = 15\nchain_width = 20\narray_width = 10",
    "max_width = 60\nuse_small_heuristics = \"Max\"",
    "tab_spaces = 1\nnewline_style = \"Unix\"",
];

#[test]
fn what_is_generated_is_as_rustfmt_writes_it() {
    let long = format!("## {}-1: Long\n\n1. It SHALL open\n", "LONG".repeat(22));
    let ids: String = (40..110)
        .map(|length| format!("## {}-1: A\n\n1. It SHALL open at most 3 times\n\n", "I".repeat(length)))
        .collect();
    let longer = long.replace("LONG-", "LONGLONGLONGLONG-");
    for settings in SETTINGS {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("rustfmt.toml");
        std::fs::write(&path, settings).expect("it is written");
        let setting = Setting { layout: CodeLayout::read(settings), ..setting() };
        for markdown in [ACCOUNTS, SHORT, HOSTILE, &long, &longer, &ids] {
            let text = spliced_in(markdown, "", &setting).expect("it is spliced").text;
            let mut rustfmt = match rustfmt(&path) {
                Ok(rustfmt) => rustfmt,
                // A toolchain without rustfmt cannot tell.
                Err(_) => return,
            };
            std::io::Write::write_all(&mut rustfmt.stdin.take().expect("it reads"), text.as_bytes())
                .expect("it reads");
            let output = rustfmt.wait_with_output().expect("it ends");
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
            as_rustfmt(&String::from_utf8_lossy(&output.stdout), &text, settings);
            let gone = prune(&text, &|_| true, &setting).expect("it is Rust");
            assert_eq!(gone.touched, [], "{settings}");
        }
    }
}

#[track_caller]
fn as_rustfmt(expected: &str, text: &str, settings: &str) {
    let differing = expected.lines().zip(text.lines()).find(|(expected, line)| expected != line);
    assert!(expected == text, "{settings}: {differing:?}\n{text}");
}

fn rustfmt(settings: &std::path::Path) -> std::io::Result<std::process::Child> {
    use std::process::{Command, Stdio};
    Command::new("rustfmt")
        .args(["--edition", "2024", "--config-path"])
        .arg(settings)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
}

/// Pieces of test files, some of them linked.
fn any_file() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "fn a() {}",
        "#[test]\n#[spec(\"S-1.2\")]\nfn b() { let x = 1; }",
        "/// S-2.1\n#[spec(\"S-2.1\")] fn c() {}",
        "// a comment",
        "/* a block\n// S-1 · One\n*/",
        "mod m { #[spec(\"S-1.3\")] fn d() {} }",
        "use spec_runtime::spec;",
        "m! { #[spec(\"S-2.2\")] fn e() {} }",
        "const C: &str = \"}\\\"// \n\";",
        "// S-2 · Two",
        "#[spec(\"S-9.9\")] fn f() {}",
        "fn opens() {}",
        "struct S { /* */ a: u8 }",
        "const R: &str = r#\"\n\n// S-1 · One\n\"#;",
    ]);
    let gap = prop::sample::select(vec!["\n", "\n\n", "\r\n", "\r\n\r\n", "\n\n\n", "\n  ", "\n\t"]);
    (prop::bool::ANY, prop::collection::vec((piece, gap), 0..10), prop::bool::ANY).prop_map(
        |(mark, pieces, end)| {
            let mut text = if mark { "\u{feff}".to_owned() } else { String::new() };
            let last = pieces.len();
            for (at, (piece, gap)) in pieces.into_iter().enumerate() {
                text.push_str(piece);
                text.push_str(if end || at + 1 < last { gap } else { "" });
            }
            text
        },
    )
}

proptest! {
    #[test]
    fn no_byte_of_a_file_is_lost_and_the_result_parses(existing in any_file()) {
        if syn::parse_file(&existing).is_ok() {
            let text = spliced(SHORT, &existing);
            prop_assert!(syn::parse_file(&text).is_ok(), "{text}");
        }
    }

    #[test]
    fn any_text_gives_a_stub_that_parses(text in "\\PC{0,120}|[\\x00-\\x7f]{0,120}", title in ".{0,30}", cell in ".{0,90}") {
        let examples = Examples { columns: vec![title.clone(), cell.clone()], rows: vec![vec![cell, text.clone()]] };
        let stub = Stub::new(Wanted { id: "S-1.1".to_owned(), title, text: text.clone(), points: vec![text], examples: Some(examples), scenario: None, is_scenario: false });
        let placed = [Placed { place: DocumentPlace { requirement: 0, criterion: 0 }, stub }];
        let order = TestOrder { headings: vec![String::new()], place_of: &|id| (id == "S-1.1").then_some(placed[0].place) };
        let text = splice("", &placed, &order, &setting()).expect("it is spliced").text;
        prop_assert!(!text.contains(|c: char| c != '\n' && c.is_control()));
        let file = syn::parse_file(&text).expect("it is Rust");
        prop_assert_eq!(file.items.len(), 2);
    }
}
