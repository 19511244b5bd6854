//! Checks the next step: it is the same for every verb, and it leads on.

use std::fs;

use crate::test_crate::{Answer, TestCrate};

const CODE: &str = "use spec_runtime::spec;\n\n\
    #[spec(\"REQ-1.1\")]\npub fn opens() -> u32 {\n    8\n}\n\n\
    #[spec(\"REQ-1.2\")]\npub fn closes() -> u32 {\n    18\n}\n\n\
    #[spec(\"REQ-1.3\")]\npub fn sells() -> u32 {\n    1\n}\n";

const TESTS: &str = "use spec_runtime::spec;\n\n\
    #[test]\n#[spec(\"REQ-1.1\")]\nfn it_opens() {\n    assert_eq!(shop::opens(), 8);\n}\n\n\
    #[test]\n#[spec(\"REQ-1.2\")]\nfn it_closes() {\n    assert_eq!(shop::closes(), 18);\n}\n\n\
    #[test]\n#[spec(\"REQ-1.3\")]\nfn it_sells() {\n    assert_eq!(shop::sells(), 1);\n}\n";

const BUILDS: &str = "fix what cargo names above, then `cargo spec test`";
const COMPILE: &str = "fix what the errors name, then `cargo spec check`";
const CONFLICT: &str = "keep what is intended of the two branches";
const MOVED: &str = "`cargo spec check --fix` rewrites the links";
const LINKS: &str = "delete the tests and links of REQ-1.2, which is gone";
const GONE: &str = "`cargo spec accept REQ-1.2` accepts the removal; `cargo spec check --fix`";
const FAILING: &str = "fix what fails, then `cargo spec test`";
const WORDS: &str = "change a test of REQ-1.2, whose words were changed";
const STUB: &str = "write the tests in place of `pending!`";
const UNTESTED: &str = "`cargo spec gen` writes a failing test";
const BELOW: &str = "put `#[spec(\"…\")]` on the code that implements";
const REVIEW: &str = "`cargo spec review` shows what differs";
const TEST: &str = "`cargo spec test` shows whether they are met";

/// The verbs that need no build. None of them writes into a state but what it is there for.
const STATIC: [&str; 5] = ["check", "gen --check", "review", "accept REQ-1.3", "check --fix"];

/// The verbs that build, and the one that shows what they have shown.
const BUILT: [&str; 3] = ["test", "report", "prove"];

/// A state of a workspace, and the next step in it.
struct State {
    name: &'static str,
    /// Makes it from a workspace where nothing is left to do.
    make: fn(&TestCrate),
    /// The next step, without a build and after one.
    steps: [&'static str; 2],
    /// Verbs after which it is another one: they did something about it, or know more.
    others: &'static [(&'static str, &'static str)],
    /// Does what the step says.
    follow: fn(&TestCrate),
    /// The next step by then.
    then: &'static str,
}

fn document(rules: &[&str]) -> String {
    let rules = (1..).zip(rules).map(|(number, rule)| format!("{number}. THE shop SHALL {rule}\n"));
    format!("# Requirements\n\n## REQ-1: The shop\n\n{}", rules.collect::<String>())
}

fn rules(place: &TestCrate, rules: &[&str]) {
    place.write("requirements.md", document(rules));
}

/// Takes the items out of a file that hold some text.
fn without(place: &TestCrate, path: &str, part: &str) {
    let text = place.read(path);
    let items: Vec<_> = text.split("\n\n").filter(|item| !item.contains(part)).collect();
    place.write(path, items.join("\n\n"));
}

const WAIVER: &str = "[waive]\n\"REQ-1.2\" = { by = \"inspection\", reason = \"a person looks\" }\n";

const STATES: &[State] = &[
    State { name: "clean", make: |_| {}, steps: [TEST, "nothing"], others: &[], follow: |_| {}, then: TEST },
    State {
        name: "a type is wrong",
        make: |place| place.edit("src/lib.rs", "    8\n", "    \"8\"\n"),
        steps: [TEST, BUILDS],
        others: &[("report", "`cargo spec test` runs the tests")],
        follow: |place| place.edit("src/lib.rs", "    \"8\"\n", "    8\n"),
        then: TEST,
    },
    State {
        name: "a file is no Rust",
        make: |place| place.edit("tests/rules.rs", "fn it_opens() {", "fn it_opens() {{"),
        steps: [COMPILE, COMPILE],
        // A step next to unread code rests on a guess, and so does everything that is built of it.
        others: &[
            ("gen --check", "`cargo check` says more"),
            ("test", "`cargo check` says more"),
            ("prove", "`cargo check` says more"),
        ],
        follow: |place| place.edit("tests/rules.rs", "fn it_opens() {{", "fn it_opens() {"),
        then: TEST,
    },
    State {
        name: "a link names nothing",
        make: |place| place.edit("tests/rules.rs", "#[spec(\"REQ-1.1\")]", "#[spec(\"REQ-9.1\")]"),
        steps: [COMPILE, COMPILE],
        // It names what would be added, and the command.
        others: &[("gen --check", "nothing")],
        follow: |place| place.edit("tests/rules.rs", "REQ-9.1", "REQ-1.1"),
        then: TEST,
    },
    State {
        name: "a conflict",
        make: |place| {
            let marks = "<<<<<<< ours\n2. THE shop SHALL close at 18\n=======\n2. THE shop SHALL close at 19\n>>>>>>> theirs\n";
            place.edit("requirements.md", "2. THE shop SHALL close at 18\n", marks);
        },
        steps: [CONFLICT, CONFLICT],
        others: &[
            ("gen --check", "keep what is intended and remove the marks"),
            ("test", "keep what is intended and remove the marks"),
            ("prove", "keep what is intended and remove the marks"),
        ],
        follow: |place| rules(place, &["open at 8", "close at 18", "sell bread"]),
        then: TEST,
    },
    State {
        name: "renumbered",
        make: |place| rules(place, &["be clean", "open at 8", "close at 18", "sell bread"]),
        steps: [MOVED, MOVED],
        others: &[("accept REQ-1.3", UNTESTED), ("check --fix", UNTESTED)],
        follow: |place| drop(place.spec("check --fix")),
        then: UNTESTED,
    },
    State {
        name: "gone, and its number is taken",
        make: |place| {
            rules(place, &["open at 8", "sell bread"]);
            without(place, "src/lib.rs", "closes()");
            without(place, "tests/rules.rs", "it_closes()");
        },
        steps: [GONE, GONE],
        others: &[],
        follow: |place| drop(place.spec("accept REQ-1.2")),
        then: TEST,
    },
    State {
        name: "links of what is gone",
        make: |place| rules(place, &["open at 8", "sell bread"]),
        steps: [LINKS, LINKS],
        others: &[],
        follow: |place| {
            without(place, "src/lib.rs", "closes()");
            without(place, "tests/rules.rs", "it_closes()");
        },
        then: GONE,
    },
    State {
        name: "failing",
        make: |place| place.edit("src/lib.rs", "    8\n", "    9\n"),
        steps: [TEST, FAILING],
        others: &[],
        follow: |place| place.edit("src/lib.rs", "    9\n", "    8\n"),
        then: TEST,
    },
    State {
        name: "other words and the same tests",
        make: |place| rules(place, &["open at 8", "close at 20", "sell bread"]),
        steps: [WORDS, WORDS],
        others: &[],
        follow: |place| drop(place.spec("accept REQ-1.2 --tests-unchanged spelling")),
        then: TEST,
    },
    State {
        name: "a stub",
        make: |place| {
            place.edit(
                "tests/rules.rs",
                "assert_eq!(shop::closes(), 18);",
                "spec_runtime::pending!(\"REQ-1.2\");",
            );
        },
        steps: [STUB, STUB],
        others: &[],
        follow: |place| {
            place.edit(
                "tests/rules.rs",
                "spec_runtime::pending!(\"REQ-1.2\");",
                "assert_eq!(shop::closes(), 18);",
            );
        },
        then: TEST,
    },
    State {
        name: "untested",
        make: |place| rules(place, &["open at 8", "close at 18", "sell bread", "be clean"]),
        steps: [UNTESTED, UNTESTED],
        // It names what would be added, and the command.
        others: &[("gen --check", "nothing")],
        follow: |place| drop(place.spec("gen").says(&format!("Next: {STUB}"))),
        then: STUB,
    },
    State {
        name: "below the required rung",
        make: |place| {
            place.write("spec.toml", "require = \"exercised\"\n");
            place.edit("src/lib.rs", "#[spec(\"REQ-1.2\")]\n", "");
        },
        steps: [TEST, BELOW],
        others: &[],
        follow: |place| place.edit("src/lib.rs", "pub fn closes", "#[spec(\"REQ-1.2\")]\npub fn closes"),
        then: TEST,
    },
    State {
        name: "to accept",
        make: |place| place.edit("tests/rules.rs", "shop::closes(), 18", "18, shop::closes()"),
        steps: [REVIEW, REVIEW],
        others: &[],
        follow: |place| drop(place.spec("accept REQ-1.2").succeeds()),
        then: TEST,
    },
    State {
        name: "waived, which nobody accepted",
        make: |place| {
            place.write("spec.toml", WAIVER);
            without(place, "tests/rules.rs", "it_closes()");
        },
        steps: [REVIEW, REVIEW],
        others: &[],
        follow: |place| drop(place.spec("accept REQ-1.2").succeeds()),
        then: TEST,
    },
    State {
        name: "waived, and nothing else",
        make: |place| {
            rules(place, &["open at 8", "close at 18", "sell bread", "smell of bread"]);
            place.write("spec.toml", WAIVER.replace("1.2", "1.4"));
        },
        steps: [TEST, "nothing"],
        others: &[],
        follow: |_| {},
        then: TEST,
    },
];

/// The last thing that an answer says is to be done.
fn next(answer: &Answer) -> &str {
    let lines = || answer.printed.lines().rev();
    let line = lines().find_map(|line| line.strip_prefix("Next: "));
    let help = || answer.printed.find("help: ").map(|at| &answer.printed[at..]);
    line.or_else(|| help().filter(|_| answer.code == Some(2))).unwrap_or("nothing")
}

#[test]
fn each_verb_names_the_same_next_step_and_it_leads_on() {
    let text = document(&["open at 8", "close at 18", "sell bread"]);
    let files = [("requirements.md", &*text), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)];
    let place = TestCrate::package("steps", &files);
    place.spec("accept --all").succeeds();
    let clean = place.files();
    let mut wrong = Vec::new();
    for state in STATES {
        for path in place.files().into_keys().filter(|path| !clean.contains_key(path)) {
            fs::remove_file(place.path(path)).expect("it is removed");
        }
        clean.iter().for_each(|(path, bytes)| place.write(path, bytes));
        let _ = fs::remove_dir_all(place.runs());
        (state.make)(&place);
        let made = place.files();
        let mut check = |verb: &str, step: &str| {
            let answer = place.spec(verb);
            let step = state.others.iter().find(|(other, _)| *other == verb).map_or(step, |(_, step)| step);
            if !next(&answer).replace('\n', " ").contains(step) {
                let (name, printed) = (state.name, &answer.printed);
                wrong.push(format!("{name}: `{verb}` says {:?}, not {step:?}\n{printed}", next(&answer)));
            }
            for path in place.files().into_keys().filter(|path| !made.contains_key(path)) {
                fs::remove_file(place.path(path)).expect("it is removed");
            }
            let now = place.files();
            made.iter().filter(|(path, bytes)| now.get(*path) != Some(*bytes)).for_each(|(path, bytes)| {
                place.write(path, bytes);
            });
        };
        STATIC.iter().for_each(|verb| check(verb, state.steps[0]));
        BUILT.iter().for_each(|verb| check(verb, state.steps[1]));
        if state.steps[1] == FAILING {
            ["review", "gen --check", "accept REQ-1.3"].iter().for_each(|verb| check(verb, FAILING));
        }
        (state.follow)(&place);
        check("check", state.then);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
