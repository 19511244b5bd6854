//! `spec.lock`, edited by hand in every way that somebody may try.

use std::fs;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::TestCrate;

fn document(rules: &[&str]) -> String {
    let rules = (1..).zip(rules).map(|(number, rule)| format!("{number}. THE shop SHALL {rule}\n"));
    format!("# Requirements\n\n## REQ-1: The shop\n\n{}", rules.collect::<String>())
}

fn tests(numbers: &[usize]) -> String {
    let test = |number| {
        format!(
            "\n#[test]\n#[spec(\"REQ-1.{number}\")]\nfn test_{number}() {{\n    assert!(shop::rule({number}));\n}}\n"
        )
    };
    format!("use spec_runtime::spec;\n{}", numbers.iter().map(test).collect::<String>())
}

const WAIVER: &str = "[waive]\n\"REQ-1.5\" = { by = \"inspection\", reason = \"a person looks\" }\n";

const SECOND_TEST: &str = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn second() {\n    assert!(shop::rule(11));\n}\n";

/// A lock of a shop, cut into what is edited.
struct Locks {
    /// The first one that was committed.
    old: String,
    /// The one that is committed now.
    now: String,
}

impl Locks {
    /// The block of a criterion, with its heading.
    fn block(text: &str, number: usize) -> String {
        let head = format!("[requirements/REQ-1.{number}]\n");
        let (_, rest) = text.split_once(&head).expect("it has a block");
        let end = rest.find("\n[").or(rest.find("\n# end")).expect("it ends");
        format!("{head}{}", &rest[..=end])
    }

    /// A line of a criterion.
    fn line(text: &str, number: usize, kind: &str) -> String {
        let block = Self::block(text, number);
        let head = format!("requirements/REQ-1.{number}\t{kind}\t");
        let line = block.lines().find(|line| line.starts_with(&head)).expect("it has such a line");
        format!("{line}\n")
    }

    fn without(&self, line: &str) -> String {
        self.now.replace(line, "")
    }

    fn with(&self, from: &str, to: &str) -> String {
        self.now.replace(from, to)
    }
}

/// The answer of `check` about an edit, or of `diff --deny lock`.
enum Reported {
    /// A finding of `check`, which fails or is a note.
    Check(&'static str),
    /// The answer of `diff --deny lock`, which fails then.
    Diff(&'static str),
}

/// An edit of the lock by somebody, the lock that comes of it, and the place where it is told.
type Case = (&'static str, fn(&Locks) -> String, Reported);

const CASES: &[Case] = &[
    ("the words", |locks| locks.with("open at 8", "open at 9"), Reported::Check("lock-damaged")),
    (
        "the words and their fingerprint",
        |locks| locks.with(&Locks::line(&locks.now, 2, "text"), &Locks::line(&locks.old, 2, "text")),
        Reported::Diff("it holds a text that no document says"),
    ),
    (
        "a test taken out",
        |locks| locks.without(&Locks::line(&locks.now, 3, "test")),
        Reported::Diff("is gone from it, but the source still has it"),
    ),
    (
        "one of two tests taken out",
        |locks| locks.without(&Locks::line(&locks.now, 1, "test")),
        Reported::Diff("is gone from it, but the source still has it"),
    ),
    (
        "a block taken out",
        |locks| locks.without(&Locks::block(&locks.now, 3)),
        Reported::Diff("it is gone, but the criterion is still there"),
    ),
    (
        "the lines of a block taken out",
        |locks| locks.with(&Locks::block(&locks.now, 3), "[requirements/REQ-1.3]\n\n"),
        Reported::Diff("it is gone, but the criterion is still there"),
    ),
    (
        "the block of a waiver taken out",
        |locks| locks.without(&Locks::block(&locks.now, 5)),
        Reported::Diff("it is gone, but the criterion is still there"),
    ),
    (
        "a block put in, as another one was",
        |locks| {
            let new = Locks::block(&locks.now, 4).replace("REQ-1.4", "REQ-1.7");
            locks.with(&Locks::block(&locks.now, 7), &new)
        },
        Reported::Check("lock-damaged"),
    ),
    (
        "a block put in without a seal",
        |locks| {
            let text = Locks::line(&locks.now, 4, "text").replace("REQ-1.4", "REQ-1.7");
            locks.with("[requirements/REQ-1.7]\n", &format!("[requirements/REQ-1.7]\n{text}"))
        },
        Reported::Diff("the seal of its lines is gone"),
    ),
    (
        "two seals exchanged",
        |locks| {
            let [three, four] = [3, 4].map(|number| Locks::line(&locks.now, number, "seal"));
            let exchanged = locks.with(&three, "@").replace(&four, &three.replace("REQ-1.3", "REQ-1.4"));
            exchanged.replace('@', &four.replace("REQ-1.4", "REQ-1.3"))
        },
        Reported::Check("lock-damaged"),
    ),
    (
        "all seals taken out",
        |locks| {
            let lines = locks.now.lines().filter(|line| !line.contains("\tseal\t"));
            lines.map(|line| format!("{line}\n")).collect()
        },
        Reported::Diff("the seal of its lines is gone"),
    ),
    (
        "an old block, with other words",
        |locks| locks.with(&Locks::block(&locks.now, 2), &Locks::block(&locks.old, 2)),
        Reported::Check("criterion-changed"),
    ),
    (
        "an old block, with fewer tests",
        |locks| locks.with(&Locks::block(&locks.now, 1), &Locks::block(&locks.old, 1)),
        Reported::Check("test-new"),
    ),
    (
        "an old block of what is gone",
        |locks| locks.with(&Locks::block(&locks.now, 6), &Locks::block(&locks.old, 6)),
        Reported::Check("criterion-changed"),
    ),
    (
        "a line `gone` taken out",
        |locks| locks.without(&Locks::line(&locks.now, 6, "gone")),
        Reported::Diff("the line that says that people accepted it to be gone is missing"),
    ),
    ("a line `gone` changed", |locks| locks.with("\tgone\t", "\tgone\t0"), Reported::Check("lock-damaged")),
    ("a reason", |locks| locks.with("spelling", "because"), Reported::Check("lock-damaged")),
    (
        "a reason taken out",
        |locks| locks.without(&Locks::line(&locks.now, 2, "same")),
        Reported::Check("lock-damaged"),
    ),
    ("a waiver", |locks| locks.with("a person looks", "nobody looks"), Reported::Check("lock-damaged")),
    (
        "a block twice, with other words",
        |locks| {
            let block = Locks::block(&locks.now, 2);
            locks.with(&block, &format!("{block}{}", Locks::block(&locks.old, 2)))
        },
        Reported::Check("lock-conflict"),
    ),
    (
        "a block under another number",
        |locks| locks.with("REQ-1.3", "REQ-1.9"),
        Reported::Check("lock-damaged"),
    ),
    (
        "more of a known finding",
        |locks| locks.with("REQ-1.7\tuntested\t1", "REQ-1.7\tuntested\t3"),
        Reported::Diff("the baseline has grown"),
    ),
    (
        "a known finding of another criterion",
        |locks| locks.with("REQ-1.7\tuntested", "REQ-1.3\tuntested"),
        Reported::Check("untested"),
    ),
    (
        "a known finding of another kind",
        |locks| locks.with("REQ-1.7\tuntested", "REQ-1.7\torphan"),
        Reported::Diff("the baseline has grown"),
    ),
    (
        "one more known finding",
        |locks| locks.with("[]\n", "[]\nknown\ttests/rules.rs\torphan\t1\n"),
        Reported::Diff("the baseline has grown"),
    ),
    (
        "the baseline taken out",
        |locks| format!("{}# end\n", locks.now.split_once("[]\n").expect("it has one").0),
        Reported::Check("untested"),
    ),
    ("the whole older file", |locks| locks.old.clone(), Reported::Check("criterion-changed")),
    ("the end", |locks| locks.with("# end\n", ""), Reported::Check("lock-damaged")),
];

#[test]
#[spec("REQ-12.7")]
fn whatever_somebody_does_to_the_lock_by_hand_is_reported() {
    let mut rules = vec!["open at 8", "close at 18", "sell bread", "sell cake", "look nice", "have a door"];
    let files = [
        ("requirements.md", &*document(&rules)),
        ("tests/rules.rs", &*tests(&[1, 2, 3, 4])),
        ("spec.toml", WAIVER),
    ];
    let place = TestCrate::package("tampered", &files);
    let repository = Repository::new(place.path(""));
    let commit = || {
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
    };
    place.spec("accept --all --force").succeeds();
    commit();
    let old = place.read("spec.lock");
    rules[1] = "close at 20";
    rules.pop();
    place.write("requirements.md", document(&rules));
    place.spec("accept --all --tests-unchanged spelling").succeeds();
    rules.extend(["be warm", "be dry"]);
    place.write("requirements.md", document(&rules));
    place.spec("baseline").succeeds();
    place.write("tests/second.rs", SECOND_TEST);
    place.spec("accept REQ-1.1").succeeds();
    commit();
    // The command's own changes are nobody's edit, from wherever one looks.
    place.spec("diff HEAD --deny lock").succeeds();
    place.spec("check").succeeds();
    let locks = Locks { old, now: place.read("spec.lock") };
    let mut silent = Vec::new();
    for (what, edit, reported) in CASES {
        let edited = edit(&locks);
        assert_ne!(edited, locks.now, "{what}");
        place.write("spec.lock", edited);
        let answer = match reported {
            Reported::Check(_) => place.spec("check"),
            Reported::Diff(_) => place.spec("diff HEAD --deny lock"),
        };
        let is_reported = match reported {
            Reported::Check(code) => answer.printed.contains(&format!("[{code}]")),
            Reported::Diff(words) => answer.code == Some(1) && answer.printed.contains(words),
        };
        if !is_reported {
            silent.push(format!("{what}:\n{}", answer.printed));
        }
    }
    // The same lines twice, as a merge may leave them, say nothing else; the next acceptance writes them once.
    let block = Locks::block(&locks.now, 3);
    place.write("spec.lock", locks.with(&block, &block.repeat(2)));
    place.spec("check").succeeds();
    place.spec("diff HEAD --deny lock").succeeds();
    fs::remove_file(place.path("spec.lock")).expect("it is removed");
    place.spec("check").exits(1).says("lock-missing");
    place.spec("diff HEAD --deny lock").exits(1);
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
#[spec("REQ-12.7")]
fn branches_that_used_the_commands_alone_merge_without_an_accusation() {
    let rules = ["open at 8", "close at 18", "sell bread", "sell cake", "look nice", "have a door"];
    let files = [("requirements.md", &*document(&rules)), ("tests/rules.rs", &*tests(&[1, 2, 3, 4, 5, 6]))];
    let place = TestCrate::package("merged-honestly", &files);
    let repository = Repository::new(place.path(""));
    let commit = || {
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
    };
    place.spec("accept --all").succeeds();
    place.spec("baseline").succeeds();
    commit();
    // One branch rewords, drops the last criterion and accepts a second test; …
    repository.git(&["checkout", "--quiet", "-b", "one"]);
    place.edit("requirements.md", "open at 8", "open at 9");
    place.edit("requirements.md", "6. THE shop SHALL have a door\n", "");
    place.write("tests/rules.rs", tests(&[1, 2, 3, 4, 5]));
    place.write("tests/second.rs", SECOND_TEST);
    place.spec("accept --all --tests-unchanged spelling").succeeds();
    commit();
    place.spec("diff main --deny lock").succeeds();
    // … the other one rewords another one, and accepts other code of a test.
    repository.git(&["checkout", "--quiet", "main"]);
    repository.git(&["checkout", "--quiet", "-b", "two"]);
    place.edit("requirements.md", "sell cake", "sell pies");
    place.edit("tests/rules.rs", "shop::rule(3)", "shop::rule(33)");
    place.spec("accept --all --tests-unchanged spelling").succeeds();
    commit();
    place.spec("diff main --deny lock").succeeds();
    repository.git(&["merge", "--quiet", "--no-edit", "one"]);
    place.spec("check").succeeds();
    for base in ["main", "one", "two~1", "HEAD~1"] {
        place.spec(&format!("diff {base} --deny lock")).succeeds();
    }
    // Both then accept something of the same criterion, one after the other.
    place.edit("tests/rules.rs", "shop::rule(33)", "shop::rule(3)");
    place.spec("accept --all").succeeds();
    commit();
    for base in ["main", "one", "two"] {
        place.spec(&format!("diff {base} --deny lock")).succeeds();
    }
}
