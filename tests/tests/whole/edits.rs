//! Edits that keep the meaning are no findings, edits that change it always are: random ones, and histories of them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use spec_model::Code;
use spec_model::lock::Lock;
use spec_model::verdict;
use spec_runtime::spec;

use crate::merging::{Random, Repository};
use crate::place::Place;

/// How a text is laid out, which is no matter.
#[derive(Clone, Debug, Default)]
struct Layout {
    /// After how many words a line is broken; 0: never.
    wrap: usize,
    /// Every how manyth word bears a mark, and which.
    mark: (usize, &'static str),
    crlf: bool,
    /// Words around the criteria.
    prose: bool,
    /// Are the tests in another file, in another order, under other names and laid out otherwise?
    tests: u8,
}

fn document(criteria: &[String], layout: &Layout) -> String {
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

/// The tests, and the file that they are in.
fn tests(criteria: usize, layout: &Layout) -> (String, &'static str) {
    let test = |number: usize| match layout.tests % 3 {
        0 => format!(
            "#[test]\n#[spec(\"REQ-1.{number}\")]\nfn rule_{number}() {{ assert_eq!(one(), {number}, \"{{}}\", 1); }}\n"
        ),
        1 => format!(
            "/// What is checked.\n#[spec(\"1.{number}\")]\n#[test]\nfn called_otherwise_{number}() {{\n    // Now.\n    assert_eq!(\n        one(),\n        {number},\n        \"{{}}\",\n        1,\n    );\n}}\n"
        ),
        _ => format!(
            "mod m{number} {{ use super::*; #[test] #[spec(\"REQ-1.{number}\")] fn t() {{ assert_eq!(one(), {number}, \"{{}}\", 1); }} }}\n"
        ),
    };
    let mut numbers: Vec<_> = (1..=criteria).collect();
    if layout.tests % 2 == 1 {
        numbers.reverse();
    }
    let file = if layout.tests > 3 { "tests/other.rs" } else { "tests/rules.rs" };
    (format!("use spec_runtime::spec;\n{}", numbers.into_iter().map(test).collect::<String>()), file)
}

/// A folder with a package in it.
fn write(folder: &Path, criteria: &[String], layout: &Layout) {
    let put = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    };
    put("Cargo.toml", "[package]\nname = \"a\"\n");
    put("requirements.md", &document(criteria, layout));
    let _ = fs::remove_dir_all(folder.join("tests"));
    let (text, file) = tests(criteria.len(), layout);
    put(file, &text);
}

/// What is found when a package was accepted, and is then another one.
fn found(before: (&[String], &Layout), now: (&[String], &Layout)) -> Vec<Code> {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), before.0, before.1);
    let kept = verdict::check_kept(folder.path()).kept.expect("it is asked for");
    let lock = Lock { accepted: kept.now, ..Lock::default() };
    fs::write(folder.path().join("spec.lock"), lock.to_string()).expect("it is written");
    write(folder.path(), now.0, now.1);
    verdict::check(folder.path()).diagnostics.iter().map(|finding| finding.code).collect()
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
fn changed(criterion: &str, kind: usize, at: usize) -> String {
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

/// A history: edits of which it is known whether they change what is meant, on a branch that others are merged into.
fn history(name: &str, seed: u64) -> (usize, usize) {
    const COMMITS: usize = 50;
    let mut random = Random(seed);
    let place = Place::package(name, &[]);
    let repository = Repository::new(place.path(""));
    place.write(".gitignore", "/target\n");
    let mut criteria: Vec<String> =
        (0..6).map(|n| format!("THE shop SHALL keep the rule {n} of orders within 50 ms")).collect();
    let mut layout = Layout::default();
    let put = |criteria: &[String], layout: &Layout| {
        let _ = fs::remove_dir_all(place.path("tests"));
        place.write("requirements.md", document(criteria, layout));
        let (text, file) = tests(criteria.len(), layout);
        place.write(file, text);
    };
    let commit = || {
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--allow-empty", "--message=x"]);
    };
    put(&criteria, &layout);
    commit();
    let (mut alarms, mut quiet) = (0, 0);
    for number in 0..COMMITS {
        let before = criteria.clone();
        if random.below(2) == 0 {
            let which = random.below(criteria.len());
            criteria[which] = changed(&criteria[which], random.below(6), random.below(8));
        }
        // A word may have been that word already.
        let is_change = criteria != before;
        if !is_change {
            layout = Layout {
                wrap: random.below(5),
                mark: (random.below(4), ["*", "**", "_", "`"][random.below(4)]),
                crlf: random.below(2) == 0,
                prose: random.below(2) == 0,
                tests: u8::try_from(random.below(6)).unwrap_or_default(),
            };
        }
        // Some come by a merge, of a branch that ran in parallel to a commit which nobody sees, and some were rebased.
        let way = random.below(4);
        if way > 1 {
            repository.git(&["checkout", "--quiet", "-b", &format!("topic{number}")]);
        }
        put(&criteria, &layout);
        commit();
        if way > 1 {
            repository.git(&["checkout", "--quiet", "main"]);
            place.write("src/lib.rs", format!("// {number}\n"));
            commit();
            let topic = format!("topic{number}");
            if way == 2 {
                repository.git(&["merge", "--quiet", "--no-edit", &topic]);
            } else {
                repository.git(&["rebase", "--quiet", "main", &topic]);
                repository.git(&["checkout", "--quiet", "main"]);
                repository.git(&["merge", "--quiet", "--ff-only", &topic]);
            }
        }
        let answer = place.spec("diff HEAD~1..HEAD --format json").succeeds();
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
        let told = json["changes"].as_array().expect("changes").len();
        assert_eq!(told, usize::from(is_change), "commit {number}: {}", answer.out);
        if is_change { alarms += 1 } else { quiet += 1 }
    }
    (alarms, quiet)
}

#[test]
#[spec("REQ-12.7")]
fn in_histories_of_edits_each_change_of_meaning_is_told_and_nothing_else() {
    let told: Vec<_> =
        [("history-1", 3), ("history-2", 5), ("history-3", 8)].map(|(name, seed)| history(name, seed)).into();
    let (alarms, quiet) = told.iter().fold((0, 0), |sum, told| (sum.0 + told.0, sum.1 + told.1));
    assert_eq!(alarms + quiet, 150);
    assert!(alarms > 30 && quiet > 60, "{alarms} {quiet}");
}
