//! Checks that git alone merges what two branches accept.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use spec_engine::intent::{AcceptanceRecord, CriterionIntent, ItemState, Key};
use spec_engine::lock::{self, Lock};
use spec_model::Source;
use spec_model::spec::Fingerprint;
use spec_runtime::spec;

/// A repository of git, with nobody's configuration.
pub(crate) struct Repository(pub(crate) PathBuf);

impl Repository {
    pub(crate) fn new(folder: PathBuf) -> Self {
        let _ = fs::remove_dir_all(folder.join(".git"));
        fs::create_dir_all(&folder).expect("it is made");
        let repository = Self(folder);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository
    }

    /// One that is there already.
    pub(crate) fn of(folder: PathBuf) -> Self {
        Self(folder)
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        let nobody =
            ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"];
        command
            .args(nobody)
            .args(arguments)
            .current_dir(&self.0)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .env("GIT_AUTHOR_DATE", "2000-01-01T00:00:00Z")
            .env("GIT_COMMITTER_DATE", "2000-01-01T00:00:00Z")
            .stdin(Stdio::null());
        command
    }

    /// Runs git, which must succeed; what it says.
    #[track_caller]
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("git runs");
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "git {arguments:?}: {printed}{}",
            String::from_utf8_lossy(&output.stdout)
        );
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Makes a branch with one commit for each of some texts of a file, by one run of git.
    fn branches(&self, branches: &[(String, Option<String>, String)], others: &[(&str, &str)]) {
        let mut stream = String::new();
        for (name, from, text) in branches {
            let _ = writeln!(
                stream,
                "commit refs/heads/{name}\ncommitter Nobody <nobody@example.org> 0 +0000\ndata 1\nx"
            );
            if let Some(from) = from {
                let _ = writeln!(stream, "from refs/heads/{from}");
            }
            let files = others.iter().copied().chain([("spec.lock", &**text)]);
            for (path, text) in files {
                let _ = writeln!(stream, "M 100644 inline {path}\ndata {}\n{text}", text.len());
            }
        }
        let mut import = self.command(&["fast-import", "--quiet", "--force"]);
        let mut import = import.stdin(Stdio::piped()).spawn().expect("git runs");
        import.stdin.take().expect("a pipe").write_all(stream.as_bytes()).expect("it listens");
        assert!(import.wait().expect("it ends").success());
    }
}

/// Numbers that look random, and are the same each time (xorshift64*).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number below another one.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or_default() % end
    }

    fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

fn key(number: usize) -> Key {
    Key::new("", "shop", &format!("REQ-{}.{}", 1 + number / 4, 1 + number % 4))
}

/// A criterion, in a version of its own.
fn meaning(number: usize, version: &str, random: &mut Random) -> CriterionIntent {
    let test = |name: usize| {
        // Lines of several tests may be alike.
        let tokens =
            format!("# [ test ] fn _ ( ) {{ check ( {} ) ; }}", if random.is(50) { "1" } else { version });
        let fingerprint = Some(Fingerprint::of_tokens(&tokens));
        ItemState {
            file: "tests/a.rs".into(),
            name: format!("t{number}_{name}").into(),
            tokens: tokens.into(),
            fingerprint,
            link: None,
            helper: None,
        }
    };
    let tests = (0..number % 3).map(test).collect();
    CriterionIntent {
        key: key(number),
        wording: format!("the shop SHALL do {number} {version}"),
        tests,
        helpers: Vec::new(),
        code: Vec::new(),
        waiver: None,
        context: None,
        record: AcceptanceRecord::default(),
    }
}

/// A lock as `accept` writes it: it knows every criterion that there is.
fn lock(accepted: Vec<CriterionIntent>, there: &BTreeSet<usize>) -> Lock {
    let mut lock = Lock::of(accepted);
    lock.known = there.iter().map(|&number| key(number)).collect();
    lock
}

/// A case: the lock before, and those of two branches that accept different criteria.
fn case(random: &mut Random) -> (Lock, [Lock; 2]) {
    let number = 2 + random.below(14);
    let all: BTreeSet<usize> = (0..number).collect();
    // Some are only there on one of the branches.
    let owner: Vec<usize> = all.iter().map(|_| random.below(8)).collect();
    let is_new = |at: usize| owner[at] < 2;
    let there: BTreeSet<usize> = all.iter().copied().filter(|&at| !is_new(at)).collect();
    let accepted_before: Vec<usize> = there.iter().copied().filter(|_| random.is(60)).collect();
    let before: Vec<_> = accepted_before.iter().map(|&at| meaning(at, "before", random)).collect();
    let takes: Vec<usize> =
        all.iter().map(|&at| if is_new(at) { owner[at] } else { random.below(4) }).collect();
    let branch = |branch: usize, random: &mut Random| {
        let mut accepted = before.clone();
        let mut there = there.clone();
        for &at in all.iter().filter(|&&at| takes[at] == branch) {
            accepted.retain(|meaning| meaning.key != key(at));
            // An accepted criterion may be gone, which is accepted too.
            if !accepted_before.contains(&at) || random.is(85) {
                there.insert(at);
                accepted.push(meaning(at, ["one", "other"][branch], random));
            }
        }
        lock(accepted, &there)
    };
    let branches = [branch(0, random), branch(1, random)];
    (lock(before, &there), branches)
}

/// Returns the criteria that both branches accepted, and nothing else.
fn merged(before: &Lock, branches: &[Lock; 2]) -> Vec<CriterionIntent> {
    let find = |lock: &Lock, key: &Key| lock.intents().find(|meaning| meaning.key == *key).cloned();
    let locks = [before, &branches[0], &branches[1]];
    let keys: BTreeSet<Key> =
        locks.iter().flat_map(|lock| lock.intents()).map(|meaning| meaning.key.clone()).collect();
    let of_branches = |key: &Key| {
        let (before, one, other) = (find(before, key), find(&branches[0], key), find(&branches[1], key));
        if one == before { other } else { one }
    };
    keys.iter().filter_map(of_branches).collect()
}

fn read(path: &Path) -> Lock {
    let text = fs::read_to_string(path).expect("it is there");
    lock::read(&Source::new("spec.lock", text.as_str()))
        .unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
}

#[test]
#[spec("REQ-12.6")]
fn branches_that_accept_different_criteria_merge_without_a_conflict() {
    const CASES: usize = 1_000;
    let repository = Repository::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("merging"));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let cases: Vec<_> = (0..CASES).map(|_| case(&mut random)).collect();
    let branches: Vec<_> = cases
        .iter()
        .enumerate()
        .flat_map(|(number, (before, branches))| {
            let base = format!("base{number}");
            let branch = |at: usize| {
                (format!("{}{number}", ["one", "other"][at]), Some(base.clone()), branches[at].to_string())
            };
            [(base.clone(), None, before.to_string()), branch(0), branch(1)]
        })
        .collect();
    repository.branches(&branches, &[(".gitattributes", "spec.lock merge=union\n")]);
    repository.git(&["pack-refs", "--all"]);
    for (number, (before, branches)) in cases.iter().enumerate() {
        repository.git(&["checkout", "--quiet", "--force", "--detach", &format!("one{number}")]);
        repository.git(&["merge", "--quiet", "--no-edit", &format!("other{number}")]);
        let lock = read(&repository.0.join("spec.lock"));
        let bare = |meaning| CriterionIntent { record: AcceptanceRecord::default(), ..meaning };
        let found: Vec<_> = lock.intents().cloned().map(bare).collect();
        assert_eq!(
            found,
            merged(before, branches),
            "case {number}: {before}\n{}\n{}",
            branches[0],
            branches[1]
        );
    }
}
