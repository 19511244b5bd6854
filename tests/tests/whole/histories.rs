//! Histories in git whose commits are known to change meaning or not: edits, merges, rebases, and resolved conflicts.
//! Each change of meaning is found, and nothing else.

use std::fmt::Write as _;
use std::fs;
use std::thread;

use spec_engine::Host;
use spec_model::{Code, Diagnostic};
use spec_runtime::spec;

use crate::edits::{Layout, ONLY_CHANGES, changed, document, tests};
use crate::merging::{Random, Repository};
use crate::test_crate::TestCrate;

/// The finding for a criterion that says something else.
const REWORDED: &[Code] = &[Code::CriterionChanged, Code::CriterionSoftened];
/// The same of a test.
const RETESTED: &[Code] = &[Code::TestChanged, Code::TestWeakened];

/// The state at one time.
#[derive(Clone)]
struct Shop {
    criteria: Vec<String>,
    /// The expectation of each test.
    expected: Vec<usize>,
    layout: Layout,
}

/// A commit on the main branch.
struct Commit {
    what: &'static str,
    /// The number of findings that it is to have, against the state that was accepted before it.
    expected: usize,
    reported: Vec<Code>,
}

struct History {
    place: TestCrate,
    repository: Repository,
    random: Random,
    shop: Shop,
    commits: Vec<Commit>,
    /// So many criteria and tests were ever written: each says something of its own.
    written: usize,
}

/// The differences of two shops, criterion by criterion.
fn differences(before: &Shop, now: &Shop) -> Vec<&'static [Code]> {
    let differ = |at: usize| {
        let criterion = (before.criteria[at] != now.criteria[at]).then_some(REWORDED);
        let test = (before.expected[at] != now.expected[at]).then_some(RETESTED);
        [criterion, test]
    };
    (0..now.criteria.len()).flat_map(differ).flatten().collect()
}

/// Demands that the findings are those that are expected, in any order.
#[track_caller]
fn expect(findings: &[Diagnostic], expected: &[&[Code]], what: &str) {
    let all = || {
        findings.iter().map(|finding| format!("\n{}: {}", finding.code, finding.message)).collect::<String>()
    };
    let mut left: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    for alternatives in expected {
        let at = left.iter().position(|code| alternatives.contains(code));
        left.swap_remove(at.unwrap_or_else(|| panic!("{what}: {alternatives:?} is not in{}", all())));
    }
    assert!(left.is_empty(), "{what}: a false alarm, {left:?}{}", all());
}

impl History {
    /// `has_attributes`: is git told how to merge the lock?
    fn new(name: &str, seed: u64, has_attributes: bool) -> Self {
        let place = TestCrate::package(name, &[]);
        let repository = Repository::new(place.path(""));
        place.write(".gitignore", "/target\n");
        place.write("spec.toml", ONLY_CHANGES);
        let criteria = (0..6)
            .map(|number| format!("THE shop SHALL keep the rule {number} of orders within 50 ms"))
            .collect();
        let shop = Shop { criteria, expected: (1..=6).collect(), layout: Layout::default() };
        let history = Self { place, repository, random: Random(seed), shop, commits: Vec::new(), written: 6 };
        history.put(&history.shop);
        history.place.spec("accept --all").succeeds();
        if !has_attributes {
            fs::remove_file(history.place.path(".gitattributes")).expect("it is there");
        }
        history.save("the first");
        history
    }

    /// Writes the documents and the tests as somebody would save them.
    fn put(&self, shop: &Shop) {
        let _ = fs::remove_dir_all(self.place.path("tests"));
        self.place.write("requirements.md", document(&shop.criteria, &shop.layout));
        let (text, file) = tests(&shop.expected, &shop.layout);
        self.place.write(file, text);
    }

    fn save(&self, message: &str) {
        self.repository.git(&["add", "--all"]);
        self.repository.git(&["commit", "--quiet", "--allow-empty", &format!("--message={message}")]);
    }

    fn findings(&self) -> Vec<Diagnostic> {
        Host::default().check(&self.place.path("")).diagnostics
    }

    fn unwritten(&mut self) -> usize {
        self.written += 1;
        self.written
    }

    /// Other words of a criterion, which no other has.
    fn reworded(&mut self, at: usize) -> String {
        loop {
            let text = changed(&self.shop.criteria[at], self.random.below(6), self.random.below(8));
            if !self.shop.criteria.contains(&text) {
                return text;
            }
        }
    }

    /// The next edit: what it is, and what is to be told of it.
    fn edit(&mut self) -> (&'static str, Vec<&'static [Code]>) {
        let at = self.random.below(self.shop.criteria.len());
        match self.random.below(8) {
            0 | 1 => {
                self.shop.criteria[at] = self.reworded(at);
                ("a criterion", vec![REWORDED])
            }
            2 => {
                self.shop.expected[at] = self.unwritten();
                ("a test", vec![RETESTED])
            }
            3 if self.shop.criteria.len() < 9 => {
                let number = self.unwritten();
                let text = format!("THE shop SHALL keep the rule {number} of orders within 50 ms");
                self.shop.criteria.insert(at, text);
                self.shop.expected.insert(at, number);
                ("one more criterion", vec![&[Code::CriterionNew], &[Code::CriterionMoved]])
            }
            _ => {
                self.shop.layout = Layout {
                    wrap: self.random.below(5),
                    mark: (self.random.below(4), ["*", "**", "_", "`"][self.random.below(4)]),
                    crlf: self.random.below(2) == 0,
                    prose: self.random.below(2) == 0,
                    tests: u8::try_from(self.random.below(6)).unwrap_or_default(),
                };
                ("nothing but its form", Vec::new())
            }
        }
    }

    /// Looks at what is there, accepts what is meant, and saves it. What was told of it.
    fn accept_and_save(&self, what: &str, expected: &[&[Code]]) -> Vec<Code> {
        let findings = self.findings();
        expect(&findings, expected, what);
        if !expected.is_empty() {
            self.place.spec("accept --all --quiet --tests-unchanged intended").succeeds();
            expect(&self.findings(), &[], what);
        }
        self.save(what);
        findings.iter().map(|finding| finding.code).collect()
    }

    /// The changes of a commit on the main branch, as `diff` tells them.
    fn record(&mut self, what: &'static str, expected: &[&[Code]], reported: Vec<Code>) {
        let answer = self.place.spec("diff HEAD~1..HEAD --format json").succeeds();
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
        // A criterion that is new comes with a test, and others have moved for it.
        if !expected.contains(&&[Code::CriterionNew][..]) {
            let changes = json["changes"].as_array().expect("changes").len();
            assert_eq!(changes, expected.len(), "{what}: {}", answer.out);
        }
        expect(&self.findings(), &[], what);
        self.commits.push(Commit { what, expected: expected.len(), reported });
    }

    /// An edit on the main branch, or one on a branch that is merged or rebased while something else happens.
    fn plain(&mut self) {
        let way = self.random.below(4);
        let topic = format!("topic{}", self.commits.len());
        if way > 1 {
            self.repository.git(&["checkout", "--quiet", "-b", &topic]);
        }
        let (what, expected) = self.edit();
        self.put(&self.shop);
        let reported = self.accept_and_save(what, &expected);
        if way > 1 {
            self.repository.git(&["checkout", "--quiet", "main"]);
            self.place.write("src/lib.rs", format!("// {}\n", self.commits.len()));
            self.save("the code");
            if way == 2 {
                self.repository.git(&["merge", "--quiet", "--no-edit", &topic]);
            } else {
                self.repository.git(&["rebase", "--quiet", "main", &topic]);
                self.repository.git(&["checkout", "--quiet", "main"]);
                self.repository.git(&["merge", "--quiet", "--ff-only", &topic]);
            }
        }
        self.record(what, &expected, reported);
    }

    /// Two branches that change the same criterion and its test in two ways, and both accept it: git stops, and somebody resolves it.
    fn conflict(&mut self) {
        let (base, topic) = (self.shop.clone(), format!("topic{}", self.commits.len()));
        let at = self.random.below(base.criteria.len());
        let mut sides = Vec::new();
        for branch in [&*topic, "main"] {
            let switch = if branch == topic { "-b" } else { "--quiet" };
            self.repository.git(&["checkout", "--quiet", switch, branch]);
            self.shop = base.clone();
            loop {
                self.shop.criteria[at] = self.reworded(at);
                if sides.iter().all(|side: &Shop| side.criteria[at] != self.shop.criteria[at]) {
                    break;
                }
            }
            self.shop.expected[at] = self.unwritten();
            self.put(&self.shop);
            let expected = [REWORDED, RETESTED];
            let reported = self.accept_and_save("both branches", &expected);
            if branch == "main" {
                self.record("a criterion and its test", &expected, reported);
            }
            sides.push(self.shop.clone());
        }
        let [theirs, ours] = [sides[0].clone(), sides[1].clone()];
        let is_rebase = self.random.below(2) == 0;
        let stopped = match is_rebase {
            true => self.repository.command(&["rebase", "--quiet", "main", &topic]),
            false => self.repository.command(&["merge", "--quiet", "--no-edit", &topic]),
        }
        .output()
        .expect("git runs");
        assert!(!stopped.status.success(), "both have edited the same lines");
        self.is_reported();

        // The work of somebody: one of the two, or something between.
        let third = Shop { criteria: ours.criteria.clone(), ..theirs.clone() };
        self.shop = match self.random.below(3) {
            // A commit of which nothing is left is dropped by a rebase.
            0 if !is_rebase => ours.clone(),
            0 | 1 => theirs.clone(),
            _ => third,
        };
        self.put(&self.shop);
        let now_locked = self.resolve_lock(is_rebase, &ours, &theirs);
        let what = if is_rebase { "a conflict of a rebase" } else { "a conflict of a merge" };
        let findings = self.findings();
        expect(&findings, &differences(&now_locked, &self.shop), what);
        self.place.spec("accept --all --quiet --tests-unchanged intended").succeeds();
        expect(&self.findings(), &[], what);
        self.repository.git(&["add", "--all"]);
        if is_rebase {
            self.repository.git(&["-c", "core.editor=true", "rebase", "--continue"]);
            self.repository.git(&["checkout", "--quiet", "main"]);
            self.repository.git(&["merge", "--quiet", "--ff-only", &topic]);
        } else {
            self.repository.git(&["commit", "--quiet", "--no-edit"]);
        }
        let reported = findings.iter().map(|finding| finding.code).collect();
        // For `diff`, what counts is what the main branch said before.
        self.record(what, &differences(&ours, &self.shop), reported);
        // For the findings, what is in the lock.
        if let Some(commit) = self.commits.last_mut() {
            commit.expected = commit.reported.len();
        }
    }

    /// While git waits for somebody, nothing is taken for what was meant: each place is told, and nothing is accepted.
    fn is_reported(&self) {
        let answer = self.place.spec("check -v").exits(1).says("error[lock-conflict]").says("--> spec.lock:");
        let mut marked = 0;
        for (path, text) in self.place.files().iter().filter(|(path, _)| !path.starts_with(".git")) {
            let text = String::from_utf8_lossy(text);
            let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<<")) else { continue };
            let place = format!("--> {}:{}:", path.display(), line + 1);
            assert!(answer.printed.contains(&place), "{place} is not in\n{}", answer.printed);
            marked += 1;
        }
        assert!(marked > 0 && answer.printed.contains("error[conflict-marks]"), "{}", answer.printed);
        let lock = self.place.read("spec.lock");
        self.place.spec("accept --all").exits(2).says("spec.lock");
        assert_eq!(self.place.read("spec.lock"), lock);
    }

    /// Makes a lock of the two that there are, in one of the ways in which people do; what it then says.
    fn resolve_lock(&mut self, is_rebase: bool, ours: &Shop, theirs: &Shop) -> Shop {
        let other = if is_rebase { "REBASE_HEAD" } else { "MERGE_HEAD" };
        let of = |revision: &str| self.repository.git(&["show", &format!("{revision}:spec.lock")]);
        let (text, says) = match self.random.below(3) {
            0 => (of("HEAD"), ours),
            1 => (of(other), theirs),
            _ => (self.first_of_two(), ours),
        };
        self.place.write("spec.lock", text);
        says.clone()
    }

    /// The lock without its marks, and of two lines that contradict each other the first.
    fn first_of_two(&self) -> String {
        let mut lock = String::new();
        let mut is_other = false;
        for line in self.place.read("spec.lock").lines() {
            match line.get(..7) {
                Some("<<<<<<<" | "|||||||") => {}
                Some("=======") => is_other = true,
                Some(">>>>>>>") => is_other = false,
                _ if is_other => {}
                _ => drop(writeln!(lock, "{line}")),
            }
        }
        self.place.write("spec.lock", &lock);
        let second: Vec<_> = self
            .findings()
            .iter()
            .filter(|finding| finding.code == Code::LockConflict)
            .filter_map(|finding| Some(finding.location.as_ref()?.start.line))
            .collect();
        let lines = lock.lines().zip(1..).filter(|(_, line)| !second.contains(line));
        lines.map(|(line, _)| format!("{line}\n")).collect()
    }
}

/// A history of 50 commits: for each what it is, how many findings it is to have, and what is told.
fn history(name: &str, seed: u64, has_attributes: bool) -> Vec<Commit> {
    const COMMITS: usize = 50;
    let mut history = History::new(name, seed, has_attributes);
    while history.commits.len() < COMMITS {
        // A conflict makes two commits.
        if history.random.below(6) == 0 && history.commits.len() + 2 <= COMMITS {
            history.conflict();
        } else {
            history.plain();
        }
    }
    history.commits
}

#[test]
#[spec("REQ-12.2")]
#[spec("REQ-12.7")]
fn in_histories_of_edits_each_change_of_meaning_is_reported_and_nothing_else() {
    let histories = [("history-1", 3, true), ("history-2", 5, true), ("history-3", 8, false)];
    let commits: Vec<Vec<Commit>> = thread::scope(|scope| {
        let running = histories.map(|(name, seed, has)| scope.spawn(move || history(name, seed, has)));
        running.into_iter().map(|history| history.join().expect("it keeps its promises")).collect()
    });
    let (mut quiet, mut conflicts, mut expected, mut reported) = (0, 0, 0, 0);
    for ((name, ..), commits) in histories.iter().zip(&commits) {
        for (number, commit) in commits.iter().enumerate() {
            let codes: Vec<_> = commit.reported.iter().map(|code| code.as_str()).collect();
            println!("{name} {:2}  {:26} {}", number + 1, commit.what, codes.join(", "));
            quiet += usize::from(commit.expected == 0);
            conflicts += usize::from(commit.what.starts_with("a conflict"));
            expected += commit.expected;
            reported += commit.reported.len();
        }
    }
    let total: usize = commits.iter().map(Vec::len).sum();
    println!(
        "{total} commits, {quiet} that change nothing; {reported} findings, {} too many",
        reported - expected
    );
    assert_eq!((total, reported), (150, expected));
    assert!(quiet > 40 && expected > 60 && conflicts > 8, "{quiet} {expected} {conflicts}");
}
