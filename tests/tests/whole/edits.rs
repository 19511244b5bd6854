//! Checks that edits which keep the meaning are no findings, and edits which change it always are.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use spec_engine::Host;
use spec_engine::lock::Lock;
use spec_engine::verdict::{Compare, Question};
use spec_model::Code;
use spec_runtime::spec;

/// The layout of a text, which is no matter.
#[derive(Clone, Debug, Default)]
pub(crate) struct Layout {
    /// After how many words a line is broken; 0: never.
    pub(crate) wrap: usize,
    /// Every how manyth word bears a mark, and which.
    pub(crate) mark: (usize, &'static str),
    pub(crate) crlf: bool,
    /// Words around the criteria.
    pub(crate) prose: bool,
    /// Are the tests in another file, in another order, under other names and laid out otherwise?
    pub(crate) tests: u8,
}

pub(crate) fn document(criteria: &[String], layout: &Layout) -> String {
    let mut text = String::new();
    if layout.prose {
        text.push_str("# The shop\n\nWhat it is for.\n\n");
    }
    text.push_str("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n");
    for (number, criterion) in criteria.iter().enumerate() {
        let _ = write!(text, "{}.", number + 1);
        for (at, word) in criterion.split(' ').enumerate() {
            let is_wrapped = layout.wrap > 0 && at > 0 && at % layout.wrap == 0;
            text.push_str(if is_wrapped { "\n   " } else { " " });
            let mark = if layout.mark.0 > 0 && at % layout.mark.0 == 0 { layout.mark.1 } else { "" };
            let _ = write!(text, "{mark}{word}{mark}");
        }
        text.push('\n');
    }
    if layout.prose {
        text.push_str("\n## Notes\n\nNothing more.\n");
    }
    if layout.crlf { text.replace('\n', "\r\n") } else { text }
}

/// The tests, given what each expects, and the file that they are in.
pub(crate) fn tests(expected: &[usize], layout: &Layout) -> (String, &'static str) {
    let test = |(number, expected): (usize, &usize)| match layout.tests % 3 {
        0 => format!(
            "#[test]\n#[spec(\"REQ-1.{number}\")]\nfn rule_{number}() {{ assert_eq!(one(), {expected}, \"{{}}\", 1); }}\n"
        ),
        1 => format!(
            "/// What is checked.\n#[spec(\"1.{number}\")]\n#[test]\nfn called_otherwise_{number}() {{\n    // Now.\n    assert_eq!(\n        one(),\n        {expected},\n        \"{{}}\",\n        1,\n    );\n}}\n"
        ),
        _ => format!(
            "mod m{number} {{ use super::*; #[test] #[spec(\"REQ-1.{number}\")] fn t() {{ assert_eq!(one(), {expected}, \"{{}}\", 1); }} }}\n"
        ),
    };
    let mut numbers: Vec<_> = (1..).zip(expected).collect();
    if layout.tests % 2 == 1 {
        numbers.reverse();
    }
    let file = if layout.tests > 3 { "tests/other.rs" } else { "tests/rules.rs" };
    (format!("use spec_runtime::spec;\n{}", numbers.into_iter().map(test).collect::<String>()), file)
}

/// The tests here show nothing of their criteria, and that is no matter: what counts is what changes.
pub(crate) const ONLY_CHANGES: &str = "[severity]\nthin-test = \"allow\"\n";

/// A folder with a package in it.
fn write(folder: &Path, criteria: &[String], layout: &Layout) {
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    };
    put("Cargo.toml", "[package]\nname = \"a\"\n");
    put("requirements.md", &document(criteria, layout));
    put("spec.toml", ONLY_CHANGES);
    let _ = fs::remove_dir_all(folder.join("tests"));
    let expected: Vec<_> = (1..=criteria.len()).collect();
    let (text, file) = tests(&expected, layout);
    put(file, &text);
}

/// The findings when a package was accepted, and is then another one.
fn found(before: (&[String], &Layout), now: (&[String], &Layout)) -> Vec<Code> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), before.0, before.1);
    let comparison = Host::default()
        .ask(folder.path(), &Question { compare: Compare::Always, ..Question::default() })
        .comparison
        .expect("it is asked for");
    let lock = Lock::of(comparison.now.intents().cloned());
    fs::write(folder.path().join("spec.lock"), lock.to_string()).expect("it is written");
    write(folder.path(), now.0, now.1);
    Host::default().check(folder.path()).diagnostics.iter().map(|finding| finding.code).collect()
}

const WORDS: [&str; 12] = [
    "the", "shop", "answers", "visitors", "within", "orders", "carts", "each", "quickly", "price", "of",
    "tax",
];

fn criterion() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 3..9);
    (words, 1_u32..500, prop::sample::select(&["ms", "s", "%", "MB"][..]))
        .prop_map(|(words, number, unit)| format!("THE shop SHALL {} {number} {unit}", words.join(" ")))
}

fn layout() -> impl Strategy<Value = Layout> {
    let mark = (0_usize..4, prop::sample::select(&["*", "**", "_", "`"][..]));
    (0_usize..5, mark, any::<bool>(), any::<bool>(), 0_u8..6)
        .prop_map(|(wrap, mark, crlf, prose, tests)| Layout { wrap, mark, crlf, prose, tests })
}

/// One word more, less or other; another number or unit; a negation.
pub(crate) fn changed(criterion: &str, kind: usize, at: usize) -> String {
    let mut words: Vec<String> = criterion.split(' ').map(str::to_owned).collect();
    let last = words.len() - 1;
    // Behind SHALL, and before the number.
    let at = 3 + at % (last - 4).max(1);
    match kind % 6 {
        0 => "otherwise".clone_into(&mut words[at]),
        1 => words.insert(at, "not".to_owned()),
        2 => drop(words.remove(at)),
        3 => words[last - 1] = format!("{}0", words[last - 1]),
        4 => "h".clone_into(&mut words[last]),
        _ => "SHOULD".clone_into(&mut words[2]),
    }
    words.join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    #[spec("REQ-12.2")]
    fn an_edit_that_keeps_the_meaning_is_no_finding(
        criteria in prop::collection::vec(criterion(), 1..5), before in layout(), now in layout()
    ) {
        prop_assert_eq!(found((&criteria, &before), (&criteria, &now)), vec![]);
    }

    #[test]
    #[spec("REQ-12.2")]
    fn an_edit_that_changes_the_meaning_is_one_finding(
        criteria in prop::collection::vec(criterion(), 1..5), before in layout(), now in layout(),
        which in any::<prop::sample::Index>(), kind in 0_usize..6, at in 0_usize..8
    ) {
        let which = which.index(criteria.len());
        let mut edited = criteria.clone();
        edited[which] = changed(&criteria[which], kind, at);
        prop_assume!(edited[which] != criteria[which] && !criteria.contains(&edited[which]));
        let found = found((&criteria, &before), (&edited, &now));
        prop_assert!(matches!(found[..], [Code::CriterionChanged | Code::CriterionSoftened]), "{:?}", found);
    }
}
