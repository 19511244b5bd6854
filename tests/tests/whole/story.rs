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

/// The state of each task, by its number.
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
    shown.says("(box ticked, measured phantom)");
    place.spec("report --format markdown").exits(1).says("8 tasks: 4 open, 1 phantom, 3 exercised");
}

#[test]
fn an_honest_list_has_no_finding_of_tasks() {
    let place = parcels("story-honest", &honest());
    assert_eq!(found(&place), []);
    assert!(!measured(&place).values().any(|state| state == "phantom"));
    place.spec("tasks waves").succeeds().says_nothing_of("is not beside");
}

/// The discount as the second agent leaves it at first: no test, and a price that is none of its business.
const PHANTOM: &str = "//! One of ten for nothing.\n";

/// The discount as it should be.
const DISCOUNT: &str = "\
use spec_runtime::spec;

#[spec(\"REQ-2.3\")]
pub fn charged(parcels: u32) -> u32 {
    if parcels >= 10 { parcels - 1 } else { parcels }
}
";

const DISCOUNT_TEST: &str = "\
use shop::discount::charged;
use spec_runtime::spec;

#[test]
#[spec(\"REQ-2.3\")]
fn one_of_ten_parcels_is_for_nothing() {
    assert_eq!(charged(10), 9);
}
";

const ABROAD_TEST: &str = "
#[test]
#[spec(\"REQ-2.2\")]
fn twelve_euros_abroad() {
    assert_eq!(euros(true), 12);
}
";

/// A checkout of the crate, and its repository.
pub(crate) struct Checkout {
    pub(crate) place: TestCrate,
    repository: Repository,
}

impl Checkout {
    /// A worktree beside it, on a branch of its own.
    fn worktree(&self, branch: &str) -> Self {
        let folder = self.place.path("");
        let name = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let folder = folder.with_file_name(format!("{name}-{branch}"));
        let _ = std::fs::remove_dir_all(&folder);
        let path = folder.to_string_lossy().into_owned();
        self.repository.git(&["worktree", "add", "--quiet", "-b", branch, &path]);
        Self { place: TestCrate::at(folder.clone()), repository: Repository::of(folder) }
    }

    fn commit(&self, message: &str) {
        self.repository.git(&["add", "--all"]);
        self.repository.git(&["commit", "--quiet", &format!("--message={message}")]);
    }

    /// Runs the command. Cargo takes worktrees for one package, and goes by the age of its sources.
    pub(crate) fn spec(&self, arguments: &str) -> Answer {
        let sources = self.place.files().into_iter();
        let sources = sources.filter(|(path, _)| path.extension().is_some_and(|extension| extension == "rs"));
        sources.for_each(|(path, text)| self.place.write(path, text));
        self.place.spec(arguments)
    }

    /// The problems with a task since it was begun, each with what it is about.
    fn wrong(&self, task: &str) -> Vec<String> {
        let answer = json(&self.spec(&format!("tasks verify {task} --base main --format json")));
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        let problems = answer["problems"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
        problems.map(|problem| format!("{} {}", text(&problem["what"]), text(&problem["subject"]))).collect()
    }
}

/// The plan, accepted, and two agents in worktrees of their own: one does task 4, and the other task 5.
pub(crate) fn agents(name: &str) -> [Checkout; 3] {
    let place = TestCrate::package(
        name,
        &[
            (REQUIREMENTS_PATH, REQUIREMENTS),
            (TASKS_PATH, &honest()),
            ("src/lib.rs", "pub mod price;\npub mod weight;\n"),
            ("src/weight.rs", WEIGHT),
            ("src/price.rs", PRICE),
            ("tests/parcels.rs", TESTS),
        ],
    );
    let main = Checkout { repository: Repository::new(place.path("")), place };
    main.place.spec("accept --all --force").succeeds();
    main.commit("The plan");
    let [one, other] = ["one", "other"].map(|branch| main.worktree(branch));
    one.place.edit(TASKS_PATH, "[ ] 4.", "[x] 4.");
    one.place.edit("src/price.rs", "{ 10 }", "{ 12 }");
    one.place.write("tests/parcels.rs", one.place.read("tests/parcels.rs") + ABROAD_TEST);
    one.commit("Charge parcels that leave the country");
    other.place.edit(TASKS_PATH, "[ ] 5.", "[x] 5.");
    other.place.edit("src/lib.rs", "pub mod price;", "pub mod discount;\npub mod price;");
    other.place.edit("src/price.rs", "{ 10 }", "{ 11 }");
    other.place.write("src/discount.rs", PHANTOM);
    other.commit("Give senders of many parcels one for nothing");
    [main, one, other]
}

/// The first agent makes its life easier.
pub(crate) fn soften(one: &Checkout) {
    one.place.edit(
        REQUIREMENTS_PATH,
        "weighs nothing THEN the system SHALL",
        "weighs nothing THEN the system MAY",
    );
}

/// The second agent does what its box says, and nothing else.
fn repair(other: &Checkout) {
    other.place.edit("src/price.rs", "{ 11 }", "{ 10 }");
    other.place.write("src/discount.rs", DISCOUNT);
    other.place.write("tests/discount.rs", DISCOUNT_TEST);
}

/// Somebody writes a criterion in front of others.
pub(crate) fn renumber(main: &Checkout) {
    let insured = "1. WHEN a parcel is insured THEN the system SHALL charge 3 euros more\n";
    for (old, new) in [
        ("3. WHEN a sender", "4. WHEN a sender".to_owned()),
        ("2. WHEN a parcel leaves", "3. WHEN a parcel leaves".to_owned()),
        ("1. WHEN a parcel stays", format!("{insured}2. WHEN a parcel stays")),
    ] {
        main.place.edit(REQUIREMENTS_PATH, old, &new);
    }
}

#[test]
fn two_agents_in_worktrees_and_what_goes_wrong_is_seen_by_the_right_command_and_nothing_else_is() {
    let [main, one, other] = agents("story-worktrees");
    // Honest work has nothing wrong, and a softened criterion is all that is wrong with it then.
    assert_eq!(one.wrong("4"), [""; 0]);
    one.spec("diff main --deny softened").succeeds();
    soften(&one);
    assert_eq!(one.wrong("4"), ["criterion-softened parcels/REQ-1.2", "box-ticked task 4"]);
    let denied = one.spec("diff main --deny softened").exits(1);
    denied.says("REQ-1.2").says_nothing_of("REQ-1.1").says_nothing_of("REQ-3");
    one.repository.git(&["checkout", "--quiet", "."]);

    // A phantom tick, and a file that belongs to others.
    let of = |code: &str| vec![(code.to_owned(), 1)];
    assert_eq!(found(&other.place), of("task-done-unproven"));
    assert_eq!(measured(&other.place)["5"], "phantom");
    let wrong = ["criterion-below REQ-2.3", "file-outside src/price.rs", "box-ticked task 5"];
    assert_eq!(other.wrong("5"), wrong);

    // Before anybody merges, the collision is seen.
    let collisions = |expect: &[&str]| {
        let answer = json(&main.place.spec("tasks verify --branches one other --format json"));
        let list = answer["collisions"].as_array().unwrap_or_else(|| panic!("{answer}")).iter();
        let list: Vec<_> =
            list.map(|it| format!("{} {}", it["what"], it["subject"]).replace('"', "")).collect();
        assert_eq!(list, expect, "{answer}");
    };
    collisions(&["text src/price.rs"]);
    repair(&other);
    other.commit("Write the test, and leave the price alone");
    assert_eq!(other.wrong("5"), [""; 0]);
    assert_eq!(found(&other.place), of("test-new"));
    collisions(&[]);

    // Merged, all that is left is a look at the new tests.
    for branch in ["one", "other"] {
        main.repository.git(&["merge", "--quiet", "--message=Merge", branch]);
    }
    assert_eq!(found(&main.place), [("test-new".to_owned(), 2)]);
    main.place.spec("accept --all --force").succeeds();
    main.commit("The tests, accepted");
    assert_eq!(found(&main.place), []);

    // A renumbering is one finding, and one fix brings links, tasks and the lock along.
    renumber(&main);
    let moved: Vec<_> = found(&main.place).into_iter().map(|(code, _)| code).collect();
    assert!(moved.contains(&"criterion-moved".to_owned()), "{moved:?}");
    main.place.spec("check --fix");
    let new = ["criterion-new", "criterion-without-task"].map(|code| (code.to_owned(), 1));
    assert_eq!(found(&main.place), new);
    let tasks = main.place.read(TASKS_PATH);
    for requirements in ["2.2_\n- [x] 4.", "2.3_\n- [x] 5.", "2.4_\n- [ ] 6.", "3.1_\n- [ ] 7."] {
        assert!(tasks.contains(&format!("_Requirements: {requirements}")), "{requirements}: {tasks}");
    }
    assert!(main.place.read("src/price.rs").contains("#[spec(\"REQ-2.2\", \"REQ-2.3\")]"));
    assert!(main.place.read("tests/discount.rs").contains("#[spec(\"REQ-2.4\")]"));
    let states = measured(&main.place);
    assert!(!states.values().any(|state| state == "phantom" || state == "partly"), "{states:?}");
}
