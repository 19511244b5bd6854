//! `watch`, in a session that is played: a person edits, and reads a line for each change.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::schemas;
use crate::test_crate::{TestCrate, target};

/// A build may take so long where others build, too.
const PATIENCE: Duration = Duration::from_secs(300);
/// If nothing is said for so long, nothing will be.
const SILENCE: Duration = Duration::from_secs(4);

const DOCUMENT: &str = "\
### Requirement 1: Prices

#### Acceptance Criteria

1. The shop SHALL add prices
2. The shop SHALL halve prices
";

const CODE: &str = r#"
mod half;

#[spec_runtime::spec("REQ-1.1")]
pub fn add(one: u32, other: u32) -> u32 {
    one + other
}

pub use half::half;
"#;

const HALF: &str = "
#[spec_runtime::spec(\"REQ-1.2\")]
pub fn half(price: u32) -> u32 {
    price / 2
}
";

const TESTS: &str = r#"
#[test]
#[spec_runtime::spec("REQ-1.1")]
fn adds() {
    assert_eq!(shop::add(1, 2), 3);
}

#[test]
#[spec_runtime::spec("REQ-1.2")]
fn halves() {
    // A test that leaves a file beside the sources.
    std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/left.txt"), format!("{:?}", std::time::Instant::now())).unwrap();
    assert_eq!(shop::half(4), 2);
}
"#;

/// A `watch` that runs.
struct Session {
    place: TestCrate,
    child: Child,
    lines: Receiver<String>,
}

impl Session {
    fn begin(name: &str, arguments: &[&str]) -> Self {
        let place = TestCrate::package(
            name,
            &[
                ("requirements.md", DOCUMENT),
                ("src/lib.rs", CODE),
                ("src/half.rs", HALF),
                ("tests/prices.rs", TESTS),
            ],
        );
        let mut command = place.command();
        command.args(["spec", "watch", "--runner", "cargo"]).args(arguments);
        place.prepared(&mut command, &target());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("it starts");
        let out = BufReader::new(child.stdout.take().expect("a pipe"));
        let (sender, lines) = channel();
        thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
        Self { place, child, lines }
    }

    /// The next line.
    #[track_caller]
    fn line(&self) -> String {
        self.lines.recv_timeout(PATIENCE).expect("a line comes")
    }

    /// Demands that the next line has some words.
    #[track_caller]
    fn says(&self, words: &[&str]) {
        let line = self.line();
        words.iter().for_each(|words| assert!(line.contains(words), "{words:?} is not in {line:?}"));
    }

    /// Demands that nothing is said.
    #[track_caller]
    fn says_nothing(&self) {
        assert_eq!(self.lines.recv_timeout(SILENCE), Err(RecvTimeoutError::Timeout));
    }

    /// Ends the input, and waits until it ends by itself.
    #[track_caller]
    fn ends(mut self) {
        drop(self.child.stdin.take());
        let begun = Instant::now();
        let status = loop {
            match self.child.try_wait().expect("it can be asked") {
                Some(status) => break status,
                None if begun.elapsed() > PATIENCE => panic!("it goes on"),
                None => thread::sleep(Duration::from_millis(20)),
            }
        };
        assert_eq!(status.code(), Some(0));
        assert!(self.lines.recv().is_err(), "something is said at the end");
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Where a test has failed it still runs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_session_with_edits_errors_and_files_that_vanish_has_a_line_for_each_change() {
    let session = Session::begin("watch-session", &[]);
    let place = &session.place;
    session.says(&["all tests: 2 criteria affected, 2 tests ran", "2 criteria: 2 exercised"]);
    // Who saves without a change, or changes what no test sees, hears nothing; nor does a test that writes a file.
    place.write("src/lib.rs", CODE);
    place.write("src/lib.rs", format!("// A word.\n{CODE}"));
    place.write("src/lib.rs~", "an editor keeps this");
    session.says_nothing();
    // Only the tests of what changed run.
    place.edit("src/half.rs", "/ 2", "/ 4");
    session.says(&[
        "src/half.rs",
        ": 1 criterion affected, 1 test ran",
        "REQ-1.2 exercised → failing",
        "1 failing",
    ]);
    place.edit("src/half.rs", "/ 4", "/ two");
    session.says(&["does not build", "src/half.rs:4:13: cannot find value `two`"]);
    place.edit("src/half.rs", "/ two", "/ 2");
    session.says(&["REQ-1.2 failing → exercised", "2 criteria: 2 exercised"]);
    // Documents and settings that cannot be read are told in short, and so is that all is well again.
    place.write("spec.toml", "[severity\n");
    session.says(&["spec.toml: nothing was run", "the header is not closed"]);
    fs::remove_file(place.path("spec.toml")).expect("it is removed");
    session.says(&["spec.toml: no criterion affected", "2 criteria: 2 exercised"]);
    place.write("requirements.md", format!("{DOCUMENT}3. The shop SHALL round prices\n"));
    session.says(&["requirements.md", "REQ-1.3 new: untested", "1 untested"]);
    place.write("requirements.md", DOCUMENT);
    session.says(&["REQ-1.3 is gone"]);
    // A folder that comes and goes, and a file that is gone before anybody looks.
    place.write("src/deep/more.rs", "pub fn more() {}\n");
    fs::remove_dir_all(place.path("src/deep")).expect("it is removed");
    session.says_nothing();
    fs::rename(place.path("src/half.rs"), place.path("src/gone.rs")).expect("it is renamed");
    session.says(&["does not build", "half"]);
    fs::rename(place.path("src/gone.rs"), place.path("src/half.rs")).expect("it is renamed");
    session.says(&["2 criteria: 2 exercised"]);
    // A line of input runs all tests.
    session.child.stdin.as_ref().expect("a pipe").write_all(b"\n").expect("it is read");
    session.says(&["all tests: 2 criteria affected, 2 tests ran"]);
    session.ends();
}

#[test]
fn for_programs_each_round_is_an_object_and_the_last_run_counts_at_first() {
    let session = Session::begin("watch-json", &["--format", "json"]);
    let object = |line: String| {
        schemas::check(["spec", "watch", "--format", "json"], &line);
        serde_json::from_str::<Value>(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    };
    let first = object(session.line());
    assert_eq!(
        (&first["end"], &first["tests"], &first["files"]),
        (&"ran".into(), &2.into(), &Value::Array(vec![]))
    );
    assert_eq!(first["criteria"][1]["rung"], "exercised");
    session.place.edit("src/half.rs", "/ 2", "/ 4");
    let second = object(session.line());
    assert_eq!(
        second["moved"],
        serde_json::json!([{ "feature": "requirements", "id": "REQ-1.2", "before": "exercised", "now": "failing" }])
    );
    assert_eq!((&second["affected"], &second["files"][0]), (&1.into(), &"src/half.rs".into()));
    session.ends();
}

#[cfg(target_os = "linux")]
#[test]
fn at_the_end_of_the_input_and_after_a_signal_nothing_goes_on() {
    let check = |name: &str, has_signal: bool| {
        let mut session = Session::begin(name, &[]);
        session.says(&["2 tests ran"]);
        // A test that would run for minutes starts a process of its own.
        let started = session.place.path("started");
        session.place.edit(
            "tests/prices.rs",
            "fn adds() {",
            &format!("fn adds() {{\n    std::fs::write({started:?}, std::process::id().to_string()).unwrap();\n    std::process::Command::new(\"sleep\").arg(\"300\").status().unwrap();"),
        );
        let begun = Instant::now();
        let id = loop {
            match fs::read_to_string(&started) {
                Ok(id) if !id.is_empty() => break id,
                _ if begun.elapsed() > PATIENCE => panic!("the test does not start"),
                _ => thread::sleep(Duration::from_millis(20)),
            }
        };
        if has_signal {
            let id = session.child.id().to_string();
            std::process::Command::new("kill").args(["-INT", &id]).status().expect("it is sent");
            assert_eq!(session.child.wait().expect("it ends").code(), Some(130));
        } else {
            drop(session.child.stdin.take());
            assert_eq!(session.child.wait().expect("it ends").code(), Some(0));
        }
        let is_running = || {
            let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
            stat.rsplit(") ").next().is_some_and(|state| !state.is_empty() && !state.starts_with('Z'))
        };
        let ended = Instant::now();
        while is_running() && ended.elapsed() < SILENCE {
            thread::sleep(Duration::from_millis(20));
        }
        assert!(!is_running(), "the test goes on");
    };
    check("watch-end", false);
    check("watch-signal", true);
}
