//! Carries a change of a spec through: what was accepted stays with its words, whatever the numbers become.

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

/// The work of the queue, requirement by requirement: 23 criteria.
const RULES: [&[&str]; 5] = [
    &[
        "WHEN a client submits a job THE queue SHALL answer with the number of the job",
        "IF a payload is larger than 64 KiB THEN THE queue SHALL refuse the job",
        "IF a job has no name THEN THE queue SHALL refuse the job",
        "WHEN a job is submitted twice with one key THE queue SHALL keep the first one",
        "THE queue SHALL keep jobs in the order of their submission",
    ],
    &[
        "WHEN a worker asks for work THE queue SHALL hand out the oldest job",
        "WHILE a job is handed out THE queue SHALL hide it from other workers",
        "WHEN a worker is idle for an hour THE queue SHALL forget the worker",
        "IF a worker says nothing for 30 s THEN THE queue SHALL hand out its job again",
        "WHEN a worker reports success THE queue SHALL remove the job",
    ],
    &[
        "IF a job fails THEN THE queue SHALL try it again at most 3 times",
        "WHEN a job is tried again THE queue SHALL wait twice as long as before",
        "THE queue SHALL never wait longer than an hour",
        "IF a job fails for good THEN THE queue SHALL put it on the list of dead jobs",
        "WHEN an operator revives a dead job THE queue SHALL reset its attempts",
    ],
    &[
        "WHERE priorities are on THE queue SHALL hand out urgent jobs first",
        "THE queue SHALL know the priorities low, normal and urgent",
        "IF a priority is unknown THEN THE queue SHALL treat it as normal",
        "WHILE only low jobs wait THE queue SHALL hand them out",
    ],
    &[
        "THE queue SHALL count the jobs that wait",
        "THE queue SHALL count the jobs that failed",
        "WHEN an operator asks for numbers THE queue SHALL answer within 50 ms",
        "WHEN the counters are reset THE queue SHALL begin at zero",
    ],
];

fn document(rules: &[Vec<String>]) -> String {
    let mut text = String::from("# Requirements Document\n\n## Requirements\n");
    for (at, rules) in (1..).zip(rules) {
        text += &format!("\n### Requirement {at}: Part {at}\n\n#### Acceptance Criteria\n\n");
        for (number, rule) in (1..).zip(rules) {
            text += &format!("{number}. {rule}\n");
        }
    }
    text
}

/// A queue with a function and a test for each criterion, accepted and committed.
fn queue(name: &str) -> (TestCrate, Repository, Vec<Vec<String>>) {
    let rules: Vec<Vec<String>> =
        RULES.iter().map(|rules| rules.iter().map(|rule| (*rule).to_owned()).collect()).collect();
    let (mut code, mut tests) =
        (String::from("use spec_runtime::spec;\n"), String::from("use spec_runtime::spec;\n"));
    for (at, rules) in (1..).zip(&rules) {
        for number in 1..=rules.len() {
            let value = at * 100 + number;
            code += &format!(
                "\n#[spec(\"REQ-{at}.{number}\")]\npub fn rule_{at}_{number}() -> usize {{\n    {value}\n}}\n"
            );
            tests += &format!(
                "\n#[test]\n#[spec(\"REQ-{at}.{number}\")]\nfn keeps_rule_{at}_{number}() {{\n    assert_eq!(queue::rule_{at}_{number}(), {value});\n}}\n"
            );
        }
    }
    let document = document(&rules);
    let place = TestCrate::package(
        name,
        &[
            (".kiro/specs/job-queue/requirements.md", &*document),
            ("src/lib.rs", &*code),
            ("tests/queue.rs", &*tests.replace("queue::", "shop::")),
        ],
    );
    let repository = Repository::new(place.path(""));
    place.spec("check").succeeds().says("23 criteria: 23 tested");
    place.spec("accept --all").succeeds();
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    (place, repository, rules)
}

/// The next step of an answer, without the word.
fn next(answer: &Answer) -> &str {
    let line = answer.printed.lines().find_map(|line| line.strip_prefix("Next: "));
    line.unwrap_or_else(|| panic!("no next step in\n{}", answer.printed))
}

fn check(place: &TestCrate, code: i32, step: &str) -> Answer {
    let answer = place.spec("check").exits(code);
    assert!(next(&answer).contains(step), "{step:?} is not next in\n{}", answer.printed);
    answer
}

#[test]
#[spec("REQ-12.3")]
fn whoever_follows_the_next_step_from_a_changed_spec_ends_clean() {
    let (place, _repository, mut rules) = queue("carried");
    // Three are reworded, one is gone, one comes in between, and two come at the end.
    rules[0][1] = rules[0][1].replace("64 KiB", "128 KiB");
    rules[1][0] = rules[1][0].replace("the oldest job", "the oldest job that may run");
    rules[2][2] = rules[2][2].replace("never wait longer", "not wait longer");
    rules[1].remove(2);
    rules[2].insert(1, "WHEN a job fails THE queue SHALL write the reason into the log".to_owned());
    rules[3].push("WHEN a job grows old THE queue SHALL raise its priority".to_owned());
    rules[4].push("THE queue SHALL count the workers".to_owned());
    place.write(".kiro/specs/job-queue/requirements.md", document(&rules));

    // Until the links are rewritten, nothing is generated and nobody is told to.
    let reported = check(&place, 1, "`cargo spec check --fix`");
    reported
        .says("REQ-2.3` is gone: it was accepted as \"WHEN a worker is idle for an hour")
        .says("another criterion now; this link does not count for it");
    place.spec("gen").exits(2).says("renumbered").says("cargo spec check --fix");
    place.spec("gen --check").exits(2);
    let fixed = place.spec("check --fix").exits(1);
    assert!(next(&fixed).contains("delete the tests and links of REQ-2.3"), "{}", fixed.printed);
    place.spec("gen").exits(2).says("renumbered");
    place.spec("show REQ-2.3").says("keeps_rule_2_3");
    place.spec("accept REQ-2.3").exits(1).says("still names it");
    place.spec("diff HEAD --deny lock").succeeds().says("still names it");

    // A lost criterion goes, with its test and its code.
    let without = |path: &str, part: &str| {
        let text = place.read(path);
        let items: Vec<_> = text.split("\n\n").filter(|item| !item.contains(part)).collect();
        place.write(path, items.join("\n\n"));
    };
    without("tests/queue.rs", "keeps_rule_2_3");
    without("src/lib.rs", "rule_2_3");
    check(&place, 1, "`cargo spec accept REQ-2.3`");
    place.spec("accept REQ-2.3").succeeds().says("is gone").says("REQ-2.4 → job-queue/REQ-2.3");

    // Other words ask for other tests.
    check(&place, 1, "change a test of REQ-1.2");
    place.spec("accept REQ-1.2").exits(1).says("its words were changed, and its tests are as they were");
    place.spec("diff HEAD").says("its tests say what they did");
    let proven = place.spec("prove REQ-1.2 REQ-1.1").exits(0);
    proven.says("proven, but suspect").says("change a test of REQ-1.2");
    place.edit(
        "tests/queue.rs",
        "assert_eq!(shop::rule_1_2(), 102);",
        "assert_eq!(shop::rule_1_2(), 102, \"128 KiB\");",
    );
    place.spec("accept REQ-1.2").succeeds();
    check(&place, 1, "change a test of REQ-2.1");
    place.edit(
        "tests/queue.rs",
        "assert_eq!(shop::rule_2_1(), 201);",
        "assert_ne!(shop::rule_2_1(), 0);\n    assert_eq!(shop::rule_2_1(), 201);",
    );
    place.spec("accept REQ-2.1").succeeds();
    check(&place, 1, "`cargo spec accept REQ-3.4 --tests-unchanged REASON`");
    place.spec_with(&["accept", "REQ-3.4", "--tests-unchanged", "it says the same"]).succeeds();
    place.spec("diff HEAD").says("its tests say what they did (it says the same)");

    // A criterion without a test gets one.
    check(&place, 1, "`cargo spec gen`");
    place.spec("accept REQ-3.2").exits(1).says("no test verifies it");
    place.spec("gen").succeeds().says("3");
    check(&place, 1, "write the tests in place of `pending!`");
    place.spec("accept REQ-3.2").exits(1).says("is a stub");
    let stubs = place.read("tests/spec/job_queue.rs");
    let written: Vec<_> = stubs
        .lines()
        .map(|line| if line.contains("pending!(") { "    assert!(shop::rule_1_1() > 0);" } else { line })
        .collect();
    place.write(
        "tests/spec/job_queue.rs",
        written.join("\n").replace("spec_runtime::{pending, spec}", "spec_runtime::spec") + "\n",
    );
    place.spec("accept --all").succeeds();
    check(&place, 0, "`cargo spec test`");
    place.spec("test").succeeds();
    // Only the tool wrote into the lock.
    place.spec("diff HEAD --deny lock").succeeds().says_nothing_of("edited by hand");
    place.spec("review").succeeds().says("nothing to review");
}

#[test]
fn a_dry_run_of_accept_says_what_the_run_then_does() {
    let (place, _repository, mut rules) = queue("carried-dry");
    rules[0].insert(1, "WHEN a job has an owner THE queue SHALL keep the name".to_owned());
    rules[0][2] = rules[0][2].replace("64 KiB", "128 KiB");
    rules[3].reverse();
    place.write(".kiro/specs/job-queue/requirements.md", document(&rules));
    place.edit("tests/queue.rs", "shop::rule_2_2(), 202", "shop::rule_2_2() + 1, 203");

    let before = place.files();
    let dry = place.spec("accept --all --dry-run").exits(1);
    assert!(place.files() == before, "a dry run has written something");
    // Links that are still to be rewritten are no new tests of the criteria that have their numbers now.
    dry.says_nothing_of("a test more");
    let dry = place.spec("accept --all --dry-run").exits(1);
    let done = place.spec("accept --all").exits(1);
    let lines = |answer: &Answer| {
        let words = |line: &str| {
            line.replace("relinked", "relink").replace("moved", "move").replace("accepted", "accept")
        };
        let words = answer.printed.lines().map(|line| words(line).trim().to_owned());
        let words: Vec<_> = words.filter(|line| line.contains("queue/") || line.contains("→")).collect();
        words
    };
    assert!(lines(&dry).len() > 12, "{}", dry.printed);
    assert_eq!(lines(&dry), lines(&done));
}
