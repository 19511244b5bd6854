//! `cargo spec affected` on real repositories.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const SPEC: &str = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL round\n2. THE shop SHALL add\n3. THE shop SHALL greet\n4. THE shop SHALL close\n";

const CODE: &str = "use spec_runtime::spec;\n\n/// Rounds.\n#[spec(\"REQ-1.1\")]\npub fn round(price: u32) -> u32 {\n    price / STEP * STEP\n}\n\nconst STEP: u32 = 5;\n\n#[spec(\"REQ-1.2\")]\npub fn add(one: u32, other: u32) -> u32 {\n    round(one) + other\n}\n\n#[spec(\"REQ-1.3\")]\npub fn greet() -> &'static str {\n    \"hello\"\n}\n\npub fn unused() {}\n";

const TESTS: &str = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn rounds() {\n    assert_eq!(shop::round(7), 5);\n}\n\n#[test]\n#[spec(\"REQ-1.2\")]\nfn adds() {\n    assert_eq!(shop::add(5, 2), 7);\n}\n\n#[test]\n#[spec(\"REQ-1.3\")]\nfn greets() {\n    assert_eq!(shop::greet(), \"hello\");\n}\n\n#[test]\n#[spec(\"REQ-1.4\")]\nfn closes() {\n    let all: [fn(u32, u32) -> u32; 1] = [shop::add];\n    assert_eq!(all[0](1, 1), 1);\n}\n";

/// A shop in a repository, as its first commit has it.
fn shop(name: &str) -> (TestCrate, Repository) {
    let files = [("requirements.md", SPEC), ("src/lib.rs", CODE), ("tests/rules.rs", TESTS)];
    let place = TestCrate::package(name, &files);
    // The lock names what the package needs, and no more.
    place.cargo("metadata --format-version 1").succeeds();
    let repository = Repository::new(place.path(""));
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    (place, repository)
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed))
}

/// The affected criteria, each with its reasons.
pub(crate) fn reported(answer: &Answer) -> Vec<String> {
    let json = json(answer);
    let criteria = json["criteria"].as_array().expect("criteria").iter();
    let line = |criterion: &serde_json::Value| {
        let reasons = criterion["reasons"].as_array().expect("reasons").iter();
        let reasons: BTreeSet<_> = reasons.map(|reason| text(&reason["why"])).collect();
        format!("{} {}", text(&criterion["id"]), reasons.into_iter().collect::<Vec<_>>().join(" "))
    };
    criteria.map(line).collect()
}

#[track_caller]
fn check(place: &TestCrate, expect: &[&str]) {
    let answer = place.spec("affected main --format json").succeeds();
    assert_eq!(reported(&answer), expect, "{}", answer.printed);
}

#[test]
#[spec("REQ-12.12")]
fn whatever_uses_or_executes_changed_code_is_affected_and_what_was_only_moved_is_not() {
    let (place, repository) = shop("affected");
    check(&place, &[]);
    // Comments, links, layout and places.
    place.write(
        "src/lib.rs",
        CODE.replace("/// Rounds.", "// Of course.\n/// Rounds to 5.") + "// The end.\n",
    );
    check(&place, &[]);
    let (head, tail) = CODE.split_at(CODE.find("#[spec(\"REQ-1.2\")]").expect("it is there"));
    let head = head.strip_prefix("use spec_runtime::spec;\n").expect("it is there");
    place.write(
        "src/lib.rs",
        format!("use spec_runtime::spec;\n{tail}{head}").replace("price / STEP", "price\n        / STEP"),
    );
    check(&place, &[]);
    // Without a run, whatever is linked may execute it.
    let greeting = CODE.replace("\"hello\"", "\"good morning\"");
    place.write("src/lib.rs", &greeting);
    let open = [
        "REQ-1.1 unknown",
        "REQ-1.2 unknown",
        "REQ-1.3 code-changed unknown uses-changed-code",
        "REQ-1.4 unknown",
    ];
    check(&place, &open);
    place
        .spec("affected main")
        .succeeds()
        .says("no test results")
        .says("its code was changed: greet src/lib.rs:17");
    place.write("src/lib.rs", CODE);
    place.spec("test --runner cargo").succeeds();
    place.write("src/lib.rs", &greeting);
    check(&place, &["REQ-1.3 code-changed uses-changed-code"]);
    // Uncommitted, committed, and since the branch began: all the same.
    repository.git(&["switch", "--quiet", "--create", "branch"]);
    repository.git(&["commit", "--quiet", "--all", "--message=y"]);
    check(&place, &["REQ-1.3 code-changed uses-changed-code"]);
    assert_eq!(reported(&place.spec("affected main... --format json").succeeds()).len(), 1);
    place.spec("affected HEAD").succeeds().says("no criterion, 0 changed items");
    place.spec("affected main..branch").exits(2).says("name one revision");
    place.spec("affected nowhere").exits(2).says("no revision `nowhere`");
    // The test of a criterion executes it, though it implements another one, and though its lines have moved.
    place.write(
        "src/lib.rs",
        format!("// New.\n\n{}", CODE.replace("round(one) + other", "other + round(one)")),
    );
    check(
        &place,
        &["REQ-1.2 code-changed uses-changed-code", "REQ-1.4 executes-changed-code uses-changed-code"],
    );
    // A constant of what they use.
    place.write("src/lib.rs", CODE.replace("STEP: u32 = 5", "STEP: u32 = 1"));
    let answer = place.spec("affected main --format json").succeeds();
    let expect = [
        "REQ-1.1 uses-changed-code",
        "REQ-1.2 executes-code-that-uses-changed-code uses-changed-code",
        "REQ-1.4 executes-code-that-uses-changed-code uses-changed-code",
    ];
    assert_eq!(reported(&answer), expect, "{}", answer.printed);
    assert_eq!(json(&answer)["filters"]["cargo"], serde_json::json!(["adds", "closes", "rounds"]));
    // An unused item is told.
    place.write("src/lib.rs", CODE.replace("unused() {}", "unused() { greet(); }"));
    place.spec("affected main").succeeds().says("1 changed item leads to no criterion").says("unused");
}

#[test]
#[spec("REQ-12.12")]
fn criteria_and_tests_that_say_something_else_are_affected_and_new_files_count() {
    let (place, _) = shop("affected-intent");
    place.spec("test --runner cargo").succeeds();
    place.edit("requirements.md", "SHALL greet", "SHALL greet everybody");
    place.edit("tests/rules.rs", "add(5, 2), 7", "add(5, 3), 8");
    place.write("requirements.md", place.read("requirements.md") + "5. THE shop SHALL open\n");
    place.write("tests/new.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1.5\")]\nfn opens() {}\n");
    check(
        &place,
        &["REQ-1.2 test-changed", "REQ-1.3 criterion-changed", "REQ-1.5 criterion-added test-added"],
    );
    let answer = place.spec("affected main --filter nextest").succeeds();
    assert_eq!(
        answer.out,
        "test(/(^|::)adds($|::)/) | test(/(^|::)greets($|::)/) | test(/(^|::)opens($|::)/)\n"
    );
    assert_eq!(place.spec("affected main --filter cargo").succeeds().out, "adds greets opens\n");
    assert_eq!(place.spec("affected HEAD --filter cargo -p shop").succeeds().out, "adds greets opens\n");
    // A file that a test names is looked into.
    place.edit("Cargo.toml", "edition = \"2024\"", "edition = \"2021\"");
    place.write("tests/data.json", "{}");
    place.edit("tests/rules.rs", "fn closes() {", "fn closes() {\n    include_str!(\"data.json\");");
    let answer = place.spec("affected main --format json").succeeds();
    let json = json(&answer);
    let mut others = json["other_files"].as_array().expect("files").iter();
    let data = others.find(|other| other["file"] == "tests/data.json").expect("it has changed");
    assert_eq!((&data["is_named"], &data["is_judged"]), (&true.into(), &false.into()), "{}", answer.printed);
}

#[test]
#[spec("REQ-12.12")]
fn just_the_tests_of_affected_criteria_run() {
    let (place, _) = shop("affected-run");
    place.spec("affected main --run").succeeds().says("no criterion");
    place.spec("test --runner cargo").succeeds();
    place.write("src/lib.rs", CODE.replace("\"hello\"", "\"good morning\""));
    let answer = place.spec("affected main --run --runner cargo").exits(1);
    answer.says("0 passed; 1 failed; 0 ignored; 0 measured; 3 filtered out").says("failing    REQ-1.3");
}

/// The actions of `prove` on a function: the criteria whose tests it held against that, by the file and the line of the link.
fn knocked_out(place: &TestCrate) -> BTreeMap<(String, u64), BTreeSet<String>> {
    let json = json(&place.spec("prove --format json"));
    let mut found: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for criterion in json["criteria"].as_array().expect("criteria") {
        let id = format!("{}/{}", text(&criterion["feature"]), text(&criterion["id"]));
        for item in criterion["items"].as_array().expect("items") {
            let outcomes = item["variants"].as_array().expect("variants").iter();
            if outcomes.map(|variant| text(&variant["outcome"])).any(|outcome| outcome != "equivalent") {
                let place = (text(&item["path"]), item["line"].as_u64().expect("a line"));
                found.entry(place).or_default().insert(id.clone());
            }
        }
    }
    found
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
#[spec("REQ-12.12")]
fn whatever_a_knock_out_of_a_changed_function_was_held_against_is_affected() {
    for example in ["kiro", "native", "openspec", "spec-kit"] {
        let place = TestCrate::copy(example, &format!("affected-{example}"));
        let repository = Repository::new(place.path(""));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
        place.spec("test --runner cargo");
        let functions = knocked_out(&place);
        assert!(functions.len() > 2, "{example} has functions");
        for ((path, line), criteria) in functions {
            let path = path.replace("[here]/", "");
            let before = place.read(&path);
            let start: usize = before.split_inclusive('\n').take(line as usize - 1).map(str::len).sum();
            // Behind the attributes, the body of the function.
            let function = start + before[start..].find("fn ").expect("a function");
            let body = function + before[function..].find("{\n").expect("a body") + 1;
            // The lines of whatever stands below are other ones.
            let now = format!("{}\n    let _ = 1;\n{}", &before[..body], &before[body..]);
            for has_run in [true, false] {
                if !has_run {
                    fs::rename(place.runs(), place.path("runs")).expect("there was one");
                }
                place.write(&path, &now);
                let answer = place.spec("affected main --format json").succeeds();
                place.write(&path, &before);
                let json = json(&answer);
                let affected = json["criteria"].as_array().expect("criteria").iter();
                let affected: BTreeSet<String> = affected.map(|criterion| text(&criterion["key"])).collect();
                assert!(
                    criteria.is_subset(&affected),
                    "{example}: {path}:{line}: {criteria:?} and {affected:?}"
                );
            }
            fs::rename(place.path("runs"), place.runs()).expect("it was there");
        }
    }
}

#[test]
#[spec("REQ-12.12")]
fn whatever_decides_how_a_package_is_built_or_may_be_read_by_it_affects_all_its_criteria() {
    let manifest = |name: &str, more: &str| {
        let repository = env!("CARGO_MANIFEST_DIR");
        format!(
            "[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\nspec-runtime = {{ path = \"{repository}/../spec-runtime\" }}\n{more}"
        )
    };
    let code = |id: &str| {
        format!("use spec_runtime::spec;\n\n#[spec(\"{id}\")]\npub fn pays() -> u32 {{\n    5\n}}\n")
    };
    let place = TestCrate::empty("affected-packages");
    for (path, text) in [
        ("Cargo.toml", "[workspace]\nresolver = \"3\"\nmembers = [\"till\", \"shop\", \"door\"]\n"),
        ("requirements.md", SPEC),
        ("till/Cargo.toml", &manifest("till", "")),
        ("till/src/lib.rs", &code("REQ-1.1")),
        ("till/build.rs", "fn main() {}\n"),
        ("shop/Cargo.toml", &manifest("shop", "till = { path = \"../till\" }\n")),
        ("shop/src/lib.rs", &code("REQ-1.2")),
        ("door/Cargo.toml", &manifest("door", "")),
        ("door/src/lib.rs", &code("REQ-1.3")),
    ] {
        place.write(path, text);
    }
    let repository = Repository::new(place.path(""));
    place.spec("check");
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    check(&place, &[]);
    let [all, till, shop, door] =
        [&["REQ-1.1", "REQ-1.2", "REQ-1.3"][..], &["REQ-1.1", "REQ-1.2"], &["REQ-1.2"], &["REQ-1.3"]];
    for (path, why, expect) in [
        ("Cargo.toml", "build-changed", all),
        ("Cargo.lock", "build-changed", all),
        ("rust-toolchain.toml", "build-changed", all),
        (".cargo/config.toml", "build-changed", all),
        // A package that depends on it is built with it.
        ("till/Cargo.toml", "build-changed", till),
        ("till/build.rs", "build-changed", till),
        ("shop/Cargo.toml", "build-changed", shop),
        ("door/data/prices.csv", "data-changed", door),
        ("door/tests/letters/first.md", "data-changed", door),
        ("door/docs/prices.csv", "", &[]),
        ("door/notes/plan.md", "", &[]),
        ("door/README.md", "", &[]),
        ("door/.github/ci.yml", "", &[]),
        ("data/prices.csv", "", &[]),
    ] {
        let before = place.path(path).is_file().then(|| place.read(path));
        place.write(path, before.clone().unwrap_or_default() + "# Changed.\n");
        let answer = place.spec("affected main --format json").succeeds();
        // Without a run whatever is linked may execute a build script that has changed.
        let found: Vec<_> = reported(&answer).into_iter().map(|line| line.replace(" unknown", "")).collect();
        let found: Vec<_> = found.iter().filter(|line| line.contains("changed")).collect();
        let expect: Vec<_> = expect.iter().map(|id| format!("{id} {why}")).collect();
        assert_eq!(found, expect.iter().collect::<Vec<_>>(), "{path}: {}", answer.printed);
        let words = place.spec("affected main").succeeds();
        words.says(path);
        match before {
            Some(before) => place.write(path, before),
            None => fs::remove_file(place.path(path)).expect("it is there"),
        }
    }
}
