//! Evidence under faults: whatever happens to processes, disk or clock, no verdict is lost and none is invented.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, SystemTime};

use cargo_spec::evidence::{Evidence, Ladder, ProblemKind, TestResult, last};
use spec_engine::Host;
use spec_engine::verdict::{Verdict, VerdictIx};
use spec_model::index::IndexVec;

use crate::test_crate::{Answer, TestCrate};

/// A crate with a criterion, a function and a test for each number. `call`: the number of the function that a test calls.
/// Each test adds its number to the file that `DONE` names, when it has nothing left to do but return.
fn shop(name: &str, criteria: usize, call: impl Fn(usize) -> usize) -> TestCrate {
    let numbers = || 1..=criteria;
    let document: String = numbers().map(|n| format!("{n}. The shop SHALL keep rule {n}\n")).collect();
    let code: String = numbers()
        .map(|n| format!("#[spec(\"REQ-1.{n}\")]\npub fn rule_{n}(x: usize) -> usize {{ x + {n} }}\n"))
        .collect();
    let tests: String = numbers()
        .map(|n| {
            let called = call(n);
            format!("#[test]\n#[spec(\"REQ-1.{n}\")]\nfn test_{n}() {{ check(shop::rule_{called}(1), {called}, {n}); }}\n")
        })
        .collect();
    let check = "\
fn check(is: usize, called: usize, number: usize) {
    std::thread::sleep(std::time::Duration::from_millis(2));
    assert_eq!(is, called + 1);
    if let Some(path) = std::env::var_os(\"DONE\") {
        use std::io::Write as _;
        let mut file = std::fs::OpenOptions::new().append(true).create(true).open(path).unwrap();
        file.write_all(format!(\"{number}\\n\").as_bytes()).unwrap();
    }
}
";
    TestCrate::package(
        name,
        &[
            (
                "requirements.md",
                &format!("### Requirement 1: Rules\n\n#### Acceptance Criteria\n\n{document}"),
            ),
            ("src/lib.rs", &format!("use spec_runtime::spec;\n\n{code}")),
            ("tests/rules.rs", &format!("use spec_runtime::spec;\n\n{check}\n{tests}")),
        ],
    )
}

/// Builds the tests, and finds their program.
fn program(place: &TestCrate) -> PathBuf {
    let built = place.cargo("test --test=rules --no-run --message-format=json").succeeds();
    let program = built.out.lines().rev().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    let here = place.path("").display().to_string();
    let program = program.expect("there is a program").display().to_string();
    PathBuf::from(program.replace("[here]", here.trim_end_matches('/')))
}

/// Reads the result of each test, by the number of its criterion, and the problems of the evidence.
fn read(
    place: &TestCrate,
    verdicts: &IndexVec<VerdictIx, Verdict>,
    folder: &Path,
) -> (BTreeMap<usize, TestResult>, Vec<ProblemKind>) {
    let evidence = Evidence::read(&[folder.to_path_buf()], &place.path("")).expect("it can be read");
    let ladder = Ladder::new(verdicts.clone(), &evidence);
    let states = ladder.standings.iter().map(|standing| {
        let number = standing.verdict.id.as_str().rsplit('.').next().and_then(|number| number.parse().ok());
        (number.expect("a number"), standing.tests[0].state)
    });
    (states.collect(), evidence.problems.into_iter().map(|problem| problem.kind).collect())
}

fn verdicts(place: &TestCrate) -> IndexVec<VerdictIx, Verdict> {
    Host::default().check(&place.path("")).verdicts
}

/// The content of `--format json`: of each criterion its rung.
fn rungs(answer: &Answer) -> Vec<String> {
    let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
    let criteria = json["criteria"].as_array().expect("criteria").iter();
    criteria.map(|criterion| criterion["rung"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_process_that_is_killed_loses_no_test_that_ended_and_invents_none() {
    const TESTS: usize = 60;
    let place = shop("faults-killed", TESTS, |n| n);
    let (program, verdicts) = (program(&place), verdicts(&place));
    let mut broken_off = 0;
    for round in 0..16 {
        let (folder, done) = (place.path(format!("evidence-{round}")), place.path(format!("done-{round}")));
        let mut child = Command::new(&program)
            .arg("--test-threads=4")
            .env("CARGO_SPEC_EVIDENCE", &folder)
            .env("DONE", &done)
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        // The last rounds end by themselves.
        let killed = round < 14;
        if killed {
            thread::sleep(Duration::from_micros(round * 3_700));
            child.kill().expect("it is killed");
        }
        child.wait().expect("it ends");
        if !folder.exists() {
            continue;
        }
        let (states, problems) = read(&place, &verdicts, &folder);
        let done = fs::read_to_string(&done).unwrap_or_default();
        let done: Vec<usize> = done.lines().map(|line| line.parse().expect("a number")).collect();
        let passed: Vec<_> = states
            .iter()
            .filter(|(_, state)| **state == TestResult::Passed)
            .map(|(number, _)| number)
            .collect();
        assert!(passed.iter().all(|number| done.contains(number)), "{passed:?} {done:?}");
        // Each thread may be between its last word and its record.
        assert!(passed.len() + 4 >= done.len(), "{passed:?} {done:?}");
        if killed {
            broken_off += usize::from(passed.len() < TESTS);
        } else {
            assert_eq!((passed.len(), problems), (TESTS, vec![]));
        }
    }
    assert!(broken_off > 0, "nothing was ever killed in the middle");
}

#[test]
fn wherever_a_file_is_cut_off_it_says_less_and_that_it_is_cut_off() {
    let place = shop("faults-cut", 5, |n| n);
    let (program, verdicts) = (program(&place), verdicts(&place));
    let folder = place.path("evidence");
    let run = Command::new(program).env("CARGO_SPEC_EVIDENCE", &folder).output().expect("it starts");
    assert!(run.status.success());
    let file = fs::read_dir(&folder).expect("it is there").next().expect("a file").expect("an entry").path();
    let whole = fs::read_to_string(&file).expect("it is text");
    let mut before = 0;
    for cut in 0..=whole.len() {
        let text = &whole[..cut];
        fs::write(&file, text).expect("it is written");
        let (states, problems) = read(&place, &verdicts, &folder);
        let number = |state| states.values().filter(|known| **known == state).count();
        let (began, ended) = (text.matches("began\t").count(), text.matches("\treturned\n").count());
        assert_eq!(number(TestResult::Passed), ended, "{text}");
        assert!(number(TestResult::NeverEnded) + ended <= began, "{text}");
        assert!(number(TestResult::Passed) >= before, "{text}");
        before = number(TestResult::Passed);
        let is_whole = text.ends_with('\n');
        assert_eq!(problems, if is_whole { vec![] } else { vec![ProblemKind::HalfWritten] }, "{text}");
    }
    assert_eq!(before, 5);
}

#[test]
fn five_hundred_tests_at_once_are_each_reported_what_they_ran() {
    const TESTS: usize = 520;
    // Every third one calls the function of the criterion behind its own.
    let calls_another = |n: usize| n.is_multiple_of(3);
    let place = shop("faults-threads", TESTS, |n| if calls_another(n) { n % TESTS + 1 } else { n });
    let answer =
        place.spec("test --runner cargo --format json --test rules -- --test-threads=500").succeeds();
    let rungs = rungs(&answer);
    assert_eq!(rungs.len(), TESTS);
    for (n, rung) in (1..).zip(rungs) {
        assert_eq!(rung, if calls_another(n) { "passing" } else { "exercised" }, "test {n}");
    }
}

#[test]
fn two_runs_at_once_say_what_each_of_them_would_say_alone() {
    let place = shop("faults-two-runs", 40, |n| n);
    program(&place);
    let run = || place.spec("test --runner cargo --format json");
    let (one, other) = thread::scope(|scope| {
        let other = scope.spawn(run);
        (run(), other.join().expect("it does not panic"))
    });
    let expected = vec!["exercised"; 40];
    for answer in [one, other, place.spec("report --format json")] {
        assert_eq!(rungs(&answer.succeeds()), expected);
    }
}

#[test]
fn the_times_of_files_say_nothing() {
    let place = shop("faults-clock", 3, |n| n);
    place.spec("test --runner cargo --quiet").succeeds();
    place.spec("prove --quiet").succeeds().says("3 proven");
    let runs = place.runs();
    let running = last::begin(&runs).expect("a run begins");
    let years = Duration::from_secs(10 * 365 * 24 * 60 * 60);
    for time in [SystemTime::now() - years, SystemTime::now() + years] {
        set_times(&runs, time);
        place.spec("report").succeeds().says("3 proven");
        place.spec("test --runner cargo --quiet").succeeds().says("3 proven");
        place.spec("report").succeeds().says("3 proven");
        assert!(running.path().exists(), "the clock does not tell that a run has ended");
    }
}

/// Sets the time of everything in a folder, and of the folder.
fn set_times(folder: &Path, time: SystemTime) {
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            set_times(&path, time);
        } else {
            File::open(&path).and_then(|file| file.set_modified(time)).expect("it is set");
        }
    }
    File::open(folder).and_then(|folder| folder.set_modified(time)).expect("it is set");
}

/// Runs the test program where no file can grow beyond a few blocks of 512 bytes, as on a disk that gets full. What cannot be
/// written is an error, as there.
#[cfg(unix)]
fn run_on_a_full_disk(program: &Path, evidence: &Path, blocks: usize) -> std::process::Output {
    let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" --test-threads=1");
    let mut shell = Command::new("sh");
    shell.args(["-c", &limited]).arg(program).env("CARGO_SPEC_EVIDENCE", evidence);
    shell.output().expect("it starts")
}

#[cfg(unix)]
#[test]
fn what_a_full_disk_did_not_take_is_missing_and_that_is_an_error() {
    let place = shop("faults-full", 40, |n| n);
    let (program, verdicts) = (program(&place), verdicts(&place));
    let mut had_some = false;
    for blocks in 0..8 {
        let folder = place.path(format!("evidence-{blocks}"));
        let run = run_on_a_full_disk(&program, &folder, blocks);
        assert!(run.status.success(), "the tests themselves pass");
        let complaint = String::from_utf8_lossy(&run.stderr);
        assert_eq!(complaint.matches("no evidence can be written").count(), 1, "{complaint}");
        let (states, problems) = read(&place, &verdicts, &folder);
        let passed = states.values().filter(|state| **state == TestResult::Passed).count();
        let never_ended = states.values().filter(|state| **state == TestResult::NeverEnded).count();
        assert!(passed < 40 && never_ended <= 1, "{states:?}");
        assert_eq!(problems, [ProblemKind::HalfWritten]);
        place.spec(&format!("report --evidence evidence-{blocks}")).exits(1).says("ends in the middle");
        had_some |= passed > 0;
    }
    assert!(had_some);
}

#[cfg(unix)]
#[test]
fn a_test_that_fails_on_a_full_disk_is_never_a_green_report() {
    // The criterion has a test that passes and, further down, one that does not.
    let place = shop("faults-full-red", 1, |n| n);
    let more: String =
        (0..40).map(|n| format!("#[test]\n#[spec(\"REQ-1.1\")]\nfn test_1_{n}() {{}}\n")).collect();
    let text = place.read("tests/rules.rs");
    place.write(
        "tests/rules.rs",
        format!("{text}{more}#[test]\n#[spec(\"REQ-1.1\")]\nfn zzz() {{ panic!() }}\n"),
    );
    let program = program(&place);
    for blocks in 0..4 {
        let folder = format!("evidence-{blocks}");
        run_on_a_full_disk(&program, &place.path(&folder), blocks);
        place.spec(&format!("report --evidence {folder}")).exits(1).says("ends in the middle of a line");
    }
}

/// A file system of its own, if we may have one.
#[cfg(target_os = "linux")]
struct Mounted(PathBuf);

#[cfg(target_os = "linux")]
impl Mounted {
    #[expect(clippy::print_stdout, reason = "a test that was skipped says why")]
    fn new(folder: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&folder).expect("the folder is made");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(folder));
        }
        println!("skipped: only root may mount a file system");
        None
    }

    /// Makes it read-only.
    fn close(&self) {
        let closed = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status();
        assert!(closed.is_ok_and(|status| status.success()));
    }

    /// Leaves no room.
    fn fill(&self) {
        let mut file = File::create(self.0.join("large")).expect("a file");
        while std::io::Write::write_all(&mut file, &[b'x'; 512]).is_ok() {}
        // To the last page.
        drop(file);
    }
}

#[cfg(target_os = "linux")]
impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_for_evidence_that_is_full_or_read_only_is_no_green_run() {
    let place = shop("faults-closed", 3, |n| n);
    // Nobody may make a folder there, not even root.
    place.spec("test --runner cargo --evidence /proc/evidence").exits(2).says("/proc/evidence");
    let Some(disk) = Mounted::new(place.path("disk"), "64k") else { return };
    place.spec("test --runner cargo --evidence disk/good --quiet").succeeds();
    disk.fill();
    place.spec("test --runner cargo --evidence disk/full").exits(2).says("disk/full");
    fs::remove_file(disk.0.join("large")).expect("it is removed");
    disk.close();
    place.spec("test --runner cargo --evidence disk/closed").exits(2).says("disk/closed");
    place.spec("report --evidence disk/good").succeeds().says("3 exercised");
}

#[cfg(target_os = "linux")]
#[test]
fn a_target_folder_that_is_full_or_read_only_makes_nothing_green() {
    let place = shop("faults-target", 3, |n| n);
    let Some(disk) = Mounted::new(place.runs(), "64k") else { return };
    place.spec("test --runner cargo --quiet").succeeds();
    place.spec("prove --quiet").succeeds().says("3 proven");
    disk.fill();
    // The folder of the run may have been made all the same, but nothing in it.
    let answer = place.spec("test --runner cargo");
    if answer.code == Some(0) {
        answer.says("3 proven");
    } else {
        answer.exits(1).says("ends in the middle of a line").says("there is room");
    }
    place.spec("prove").succeeds().says("3 proven");
    // The earlier evidence is as it was.
    place.spec("report").succeeds().says("3 proven");
    fs::remove_file(disk.0.join("large")).expect("it is removed");
    disk.close();
    place.spec("test --runner cargo").succeeds().says("3 proven");
    place.spec("prove").succeeds().says("3 proven");
    place.spec("report").succeeds().says("3 proven");
}
