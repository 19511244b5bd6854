//! A Kiro spec of eight tasks with one mistake at a time: the right command finds each, and nothing else is reported.

use std::collections::BTreeMap;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const REQUIREMENTS: &str = "\
# Requirements Document

### Requirement 1: Weigh

#### Acceptance Criteria

1. WHEN a parcel weighs more than 30 kilograms THEN the system SHALL refuse it
2. WHEN a parcel weighs nothing THEN the system SHALL refuse it

### Requirement 2: Charge

#### Acceptance Criteria

1. WHEN a parcel stays in the country THEN the system SHALL charge 5 euros
2. WHEN a parcel leaves the country THEN the system SHALL charge 12 euros
3. WHEN a sender hands in 10 parcels THEN the system SHALL charge 9 of them

### Requirement 3: Track

#### Acceptance Criteria

1. WHEN a parcel is accepted THEN the system SHALL give it a number of its own
2. IF nobody knows a number THEN the system SHALL say so
3. WHEN a parcel is accepted THEN the system SHALL print its number on a label
";

const TASKS: &str = "\
# Implementation Plan

- [x] 1. Refuse heavy parcels
  - _Requirements: 1.1_
- [x] 2. Refuse empty parcels
  - _Requirements: 1.2_
- [x] 3. Charge parcels that stay in the country
  - _Requirements: 2.1_
- [x] 4. Charge parcels that leave the country
  - _Requirements: 2.2_
- [ ] 5. (P) Give senders of many parcels one for nothing
  - Write `src/discount.rs`
  - _Requirements: 2.3_
- [ ] 6. (P) Number the parcels
  - Write `src/track.rs`
  - _Requirements: 3.1_
- [ ] 7. (P) Say that nobody knows a number
  - Write `src/track.rs`
  - _Requirements: 3.2_
- [ ] 8. Print labels
  - Write `src/label.rs`
  - _Requirements: 3.3_
";

const WEIGHT: &str = "\
use spec_runtime::spec;

#[spec(\"REQ-1.1\", \"REQ-1.2\")]
pub fn is_accepted(grams: u32) -> bool {
    (1..=30_000).contains(&grams)
}
";

const PRICE: &str = "\
use spec_runtime::spec;

#[spec(\"REQ-2.1\", \"REQ-2.2\")]
pub fn euros(leaves: bool) -> u32 {
    if leaves { 10 } else { 5 }
}
";

/// Nobody has tested what parcels cost that leave the country.
const TESTS: &str = "\
use shop::{price::euros, weight::is_accepted};
use spec_runtime::spec;

#[test]
#[spec(\"REQ-1.1\")]
fn heavy_parcels_are_refused() {
    assert!(is_accepted(30_000));
    assert!(!is_accepted(30_001));
}

#[test]
#[spec(\"REQ-1.2\")]
fn empty_parcels_are_refused() {
    assert!(!is_accepted(0));
}

#[test]
#[spec(\"REQ-2.1\")]
fn five_euros_at_home() {
    assert_eq!(euros(false), 5);
}
";

const REQUIREMENTS_PATH: &str = ".kiro/specs/parcels/requirements.md";
const TASKS_PATH: &str = ".kiro/specs/parcels/tasks.md";

/// The crate after its tests have run.
fn parcels(name: &str, tasks: &str) -> TestCrate {
    let place = TestCrate::package(
        name,
        &[
            (REQUIREMENTS_PATH, REQUIREMENTS),
            (TASKS_PATH, tasks),
            ("src/lib.rs", "pub mod price;\npub mod weight;\n"),
            ("src/weight.rs", WEIGHT),
            ("src/price.rs", PRICE),
            ("tests/parcels.rs", TESTS),
        ],
    );
    place.spec("test").exits(1);
    place
}

fn json(answer: &Answer) -> serde_json::Value {
    serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed))
}

/// What each task has come to, by its number.
fn measured(place: &TestCrate) -> BTreeMap<String, String> {
    let list = &json(&place.spec("tasks --format json").succeeds())["documents"][0];
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let tasks = list["tasks"].as_array().expect("tasks").iter();
    tasks.map(|task| (word(&task["id"]), word(&task["measured"]))).collect()
}

/// The codes of what `check` finds, with how many there are of each, but for criteria that wait for their task.
fn found(place: &TestCrate) -> Vec<(String, usize)> {
    let answer = place.spec("check --format json");
    let json = json(&answer);
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    for finding in json["diagnostics"].as_array().expect("findings") {
        let code = finding["code"].as_str().unwrap_or_default();
        if code != "untested" {
            *codes.entry(code.to_owned()).or_default() += 1;
        }
    }
    codes.into_iter().collect()
}

/// The list without its mistakes: the phantom is open, and the parallel tasks are in files of their own.
fn honest() -> String {
    TASKS.replace("[x] 4.", "[ ] 4.").replacen("`src/track.rs`", "`src/number.rs`", 1)
}

#[test]
fn a_phantom_tick_and_a_collision_are_seen_and_nothing_else() {
    let place = parcels("story", TASKS);
    let states = measured(&place);
    let of = |state: &str| -> Vec<&str> {
        states.iter().filter(|(_, measured)| *measured == state).map(|(number, _)| &**number).collect()
    };
    assert_eq!(of("exercised"), ["1", "2", "3"]);
    assert_eq!(of("phantom"), ["4"]);
    assert_eq!(of("open"), ["5", "6", "7", "8"]);
    place.spec("tasks").succeeds().says("8 tasks in 1 list, 4 ticked").says("1 phantom");

    let waves = json(&place.spec("tasks waves --format json").succeeds());
    let splits: Vec<_> = waves["lists"][0]["waves"]
        .as_array()
        .unwrap_or_else(|| panic!("{waves}"))
        .iter()
        .flat_map(|wave| wave["splits"].as_array().expect("splits"))
        .collect();
    let place_of = |split: &serde_json::Value| split["place"].as_str().map(str::to_owned);
    assert_eq!(splits.iter().filter_map(|split| place_of(split)).collect::<Vec<_>>(), ["src/track.rs"]);

    let expected = ["task-done-unproven", "wave-overlap"].map(|code| (code.to_owned(), 1));
    assert_eq!(found(&place), expected);
    let shown = place.spec("show 2.2").succeeds().says("4 Charge parcels that leave the country");
    shown.says("(ticked, phantom)");
    place.spec("report --format markdown").exits(1).says("8 tasks: 4 open, 1 phantom, 3 exercised");
}

#[test]
fn an_honest_list_has_no_finding_of_tasks() {
    let place = parcels("story-honest", &honest());
    assert_eq!(found(&place), []);
    assert!(!measured(&place).values().any(|state| state == "phantom"));
    place.spec("tasks waves").succeeds().says_nothing_of("is not beside");
}

#[test]
fn a_criterion_that_an_agent_softens_on_its_branch_is_denied_and_its_neighbours_are_not() {
    let place = parcels("story-softened", &honest());
    let repository = Repository::new(place.path(""));
    place.spec("accept --all --force").succeeds();
    let commit = |message: &str| {
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", &format!("--message={message}")]);
    };
    commit("The plan");
    repository.git(&["switch", "--quiet", "--create=agent"]);
    // Honest work on the branch is no softening.
    place.edit(TASKS_PATH, "[ ] 8. Print labels", "[-] 8. Print labels");
    place.edit("src/price.rs", "10", "12");
    let tests = place.read("tests/parcels.rs");
    let abroad =
        "\n#[test]\n#[spec(\"REQ-2.2\")]\nfn twelve_euros_abroad() {\n    assert_eq!(euros(true), 12);\n}\n";
    place.write("tests/parcels.rs", tests + abroad);
    commit("Charge parcels that leave the country");
    place.spec("diff main --deny softened").succeeds();
    place.edit(
        REQUIREMENTS_PATH,
        "weighs nothing THEN the system SHALL",
        "weighs nothing THEN the system MAY",
    );
    commit("Make it easier");
    let denied = place.spec("diff main --deny softened").exits(1);
    denied.says("REQ-1.2").says_nothing_of("REQ-1.1").says_nothing_of("REQ-3");
}
