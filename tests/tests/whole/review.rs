//! `cargo spec review` in a real terminal.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};
use spec_runtime::spec;

use crate::test_crate::{Answer, TestCrate, target};

/// The command in a terminal.
struct Terminal {
    child: Child,
    keys: File,
    /// The other end, which tells the modes.
    line: File,
    printed: Receiver<Vec<u8>>,
    text: String,
    /// All that was shown.
    all: String,
}

impl Terminal {
    fn start(place: &TestCrate, size: (u16, u16), term: &str, arguments: &str) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("it is granted");
        unlockpt(&master).expect("it is unlocked");
        let name = ptsname(&master, Vec::new()).expect("it has a name");
        let line = rustix::fs::open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("it opens");
        let (ws_row, ws_col) = size;
        tcsetwinsize(&line, Winsize { ws_row, ws_col, ws_xpixel: 0, ws_ypixel: 0 }).expect("it has a size");
        let line = File::from(line);
        let end = || Stdio::from(line.try_clone().expect("it has several ends"));
        let mut command = place.command();
        command.arg("spec").arg("review").args(arguments.split_whitespace());
        let child = place
            .prepared(&mut command, &target())
            .env("TERM", term)
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("it starts");
        let mut keys = File::from(master);
        let mut screen = keys.try_clone().expect("it has several ends");
        let (sender, printed) = channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(read @ 1..) = screen.read(&mut bytes) {
                if sender.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        keys.flush().expect("it listens");
        Self { child, keys, line, printed, text: String::new(), all: String::new() }
    }

    /// Waits until something is shown that was not before.
    #[track_caller]
    fn sees(&mut self, words: &str) {
        let begun = Instant::now();
        loop {
            if let Some(at) = self.text.find(words) {
                self.text.drain(..at + words.len());
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "no {words:?} in {:?}", self.text);
            if let Ok(bytes) = self.printed.recv_timeout(Duration::from_millis(50)) {
                let text = plain(&String::from_utf8_lossy(&bytes));
                self.text.push_str(&text);
                self.all.push_str(&text);
            }
        }
    }

    fn types(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("it listens");
    }

    /// Waits for the end, with its code; the terminal must show what is typed again.
    #[track_caller]
    fn ends(mut self) -> Option<i32> {
        let status = self.child.wait().expect("it ends");
        let modes = tcgetattr(&self.line).expect("it tells").local_modes;
        assert!(modes.contains(LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG), "{modes:?}");
        status.code()
    }
}

/// Text without colours and with line breaks as files have them.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => drop(rest.by_ref().find(char::is_ascii_alphabetic)),
            '\r' => {}
            c => plain.push(c),
        }
    }
    plain
}

const PROMPT: &str = "[?]";

/// A crate whose first criterion was softened and its test weakened, whose second one is new, and whose third one has a stub.
fn shop(name: &str) -> TestCrate {
    let document = "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. WHEN a visitor pays THE shop SHALL answer within 50 ms\n";
    let test = "use spec_runtime::spec;\n\n#[test]\n#[spec(\"REQ-1.1\")]\nfn answers() {\n    let time = shop::pay();\n    assert!(time > 0);\n    assert!(time < 50);\n}\n";
    let files = [
        ("requirements.md", document),
        ("src/lib.rs", "pub fn pay() -> u32 {\n    20\n}\n"),
        ("tests/rules.rs", test),
    ];
    let place = TestCrate::package(name, &files);
    place.spec("accept --all").succeeds();
    place.edit(
        "requirements.md",
        "SHALL answer within 50 ms\n",
        "SHALL answer within 500 ms\n2. THE shop SHALL close\n3. THE shop SHALL open\n",
    );
    place.edit("tests/rules.rs", "    assert!(time < 50);\n", "");
    let stub = "\n#[test]\n#[spec(\"REQ-1.3\")]\nfn opens() {\n    spec_runtime::pending!(\"REQ-1.3\");\n}\n";
    place.write("tests/rules.rs", place.read("tests/rules.rs") + stub);
    place
}

#[test]
#[spec("REQ-12.5")]
fn a_screen_shows_what_differs_and_a_key_accepts_it() {
    let place = shop("review-accept");
    let before = place.read("spec.lock");
    let mut terminal = Terminal::start(&place, (24, 80), "xterm-256color", "");
    terminal.sees("1 of 3  REQ-1.1  softened, a weaker test");
    terminal.sees("[-50-]");
    terminal.sees("{+500+}");
    terminal.sees("! `within 50 ms` became `within 500 ms`");
    terminal.sees("-     assert!(time < 50);");
    terminal.sees("`assert!(time < 50)` was removed");
    terminal.sees(PROMPT);
    terminal.types("a");
    terminal.sees("accepted REQ-1.1");
    terminal.sees("2 of 3  REQ-1.2  new");
    assert_ne!(place.read("spec.lock"), before, "it is written at once");
    terminal.sees(PROMPT);
    terminal.types("u");
    terminal.sees("reverted: spec.lock is as it was before");
    terminal.sees("1 of 3");
    terminal.sees(PROMPT);
    assert_eq!(place.read("spec.lock"), before);
    // Who presses Enter too has pressed one key.
    terminal.types("a\r");
    terminal.sees("2 of 3");
    terminal.types("s");
    terminal.sees("3 of 3  REQ-1.3  new");
    terminal.types("a");
    terminal.sees("not accepted: REQ-1.3 its test `opens` is a stub");
    terminal.sees(PROMPT);
    terminal.types("f");
    terminal.sees("why? ");
    // Enter alone gives no reason.
    terminal.types("\r");
    terminal.sees("not accepted: nothing was said");
    terminal.sees(PROMPT);
    terminal.types("f");
    terminal.sees("why? ");
    terminal.types("  the test comes\twith the next change \r");
    terminal.sees("2 criteria accepted, 1 left");
    terminal.sees("Next: write the tests in place of `pending!`");
    assert_eq!(terminal.ends(), Some(1));
    // It goes on where it was.
    let mut terminal = Terminal::start(&place, (24, 80), "xterm-256color", "");
    terminal.sees("1 of 1  REQ-1.2  new");
    terminal.types("A");
    terminal.sees("not accepted: REQ-1.2 no test verifies it");
    terminal.sees(PROMPT);
    terminal.types("f");
    terminal.sees("why? ");
    terminal.types("q is no answer here\r");
    terminal.sees("1 criterion accepted, nothing is left");
    terminal.sees("Also: commit spec.lock with what was accepted");
    terminal.sees("Next: write the tests in place of `pending!`");
    assert_eq!(terminal.ends(), Some(0));
    place.spec("review").succeeds().says("nothing to review");
}

#[test]
#[spec("REQ-12.5")]
fn a_dumb_and_a_narrow_terminal_are_served_by_lines_that_fit() {
    let place = shop("review-dumb");
    let mut terminal = Terminal::start(&place, (20, 40), "dumb", "REQ-1.1");
    terminal.sees("1 of 1");
    terminal.sees("[?] and Enter");
    terminal.types("?\n");
    terminal.sees("skip: comes again the next time");
    terminal.types("v\n");
    terminal.sees("fn _() {");
    terminal.types("x\n");
    terminal.sees("unknown key: `?` lists the keys");
    terminal.sees(PROMPT);
    terminal.types("r\n");
    terminal.sees("write again in requirements.md:5:");
    terminal.sees("within 50 ms");
    terminal.sees("git restore --patch -- tests/rules.rs");
    // The list of keys is wider, and commands stay whole, so that they can be copied.
    let is_text =
        |line: &&str| line.contains("REQ-1.1") || line.contains("[r]eject") || line.contains("assert!");
    let text: Vec<_> = terminal.all.lines().filter(is_text).collect();
    assert!(text.len() > 4 && text.iter().all(|line| line.chars().count() <= 40), "{text:#?}");
    assert_eq!(terminal.ends(), Some(1));
    let shown = place.spec("review").exits(1);
    assert!(shown.out.lines().all(|line| line.chars().count() <= 80), "{}", shown.out);
}

/// The line of an answer that says what is next.
fn next(answer: &Answer) -> String {
    answer.out.lines().find(|line| line.starts_with("Next: ")).expect("there is a next step").to_owned()
}

#[test]
#[spec("REQ-12.5")]
fn who_leaves_in_any_way_keeps_what_was_accepted_and_a_terminal_that_is_as_it_was() {
    let place = shop("review-leave");
    for leave in ["q", "\u{3}", "\u{4}"] {
        let mut terminal = Terminal::start(&place, (24, 80), "xterm", "");
        terminal.sees(PROMPT);
        // An arrow is no answer.
        terminal.types("\u{1b}[A");
        terminal.sees(PROMPT);
        terminal.types(leave);
        terminal.sees("0 criteria accepted, 3 left");
        terminal.sees(&next(&place.spec("check")));
        assert_eq!(terminal.ends(), Some(1));
    }
    let mut terminal = Terminal::start(&place, (24, 80), "xterm", "");
    terminal.sees(PROMPT);
    terminal.types("a");
    terminal.sees("2 of 3");
    terminal.child.kill().expect("it is killed");
    terminal.child.wait().expect("it ends");
    place.spec("review").exits(1).says("1 of 2  REQ-1.2").says_nothing_of("REQ-1.1");
}

#[test]
#[spec("REQ-12.5")]
fn a_criterion_that_is_gone_comes_with_the_tests_that_are_still_there() {
    let place = shop("review-gone");
    place.spec("accept --all --force").succeeds();
    place.edit("requirements.md", "3. THE shop SHALL open\n", "");
    let mut terminal = Terminal::start(&place, (24, 80), "xterm", "");
    terminal.sees("REQ-1.3  gone");
    terminal.sees("test opens  tests/rules.rs:11  is still there");
    terminal.types("r");
    terminal.sees("write it again:\n    THE shop SHALL open");
    terminal.sees("what was accepted stays in spec.lock");
    assert!(!terminal.all.contains("git restore"), "the test is as it was: {}", terminal.all);
    assert_eq!(terminal.ends(), Some(1));
}

#[test]
#[spec("REQ-12.5")]
fn without_a_terminal_the_commands_are_listed() {
    let place = shop("review-list");
    let before = place.files();
    let answer = place.spec("review").exits(1);
    assert_eq!(next(&answer), next(&place.spec("check")), "one step, whoever is asked");
    answer.says("cargo spec accept REQ-1.1").says("cargo spec accept REQ-1.2");
    // If nothing but that is left to do, it is the same step as well.
    let only =
        TestCrate::package("review-list-only", &[("requirements.md", "- REQ-1: THE shop SHALL open\n")]);
    only.write("tests/rules.rs", "#[test]\n#[spec_runtime::spec(\"REQ-1\")]\nfn opens() {}\n");
    only.spec("accept --all").succeeds();
    only.edit("tests/rules.rs", "fn opens() {}", "fn opens() { assert!(true); }");
    let answer = only.spec("review").exits(1);
    assert_eq!(next(&answer), next(&only.spec("check")));
    answer.says("`cargo spec accept ID` accepts it");
    let json = place.spec("review --format json").exits(1);
    let json: serde_json::Value = serde_json::from_str(&json.out).expect("it is JSON");
    assert_eq!(json["criteria"][0]["changes"], serde_json::json!(["criterion-softened", "test-weakened"]));
    assert_eq!(json["criteria"][0]["accept"], "cargo spec accept REQ-1.1");
    assert_eq!(place.files(), before);
}

#[test]
#[spec("REQ-12.5")]
fn what_is_edited_while_its_screen_is_shown_is_not_accepted_unseen() {
    let place = shop("review-edited");
    let before = place.read("spec.lock");
    let mut terminal = Terminal::start(&place, (24, 80), "xterm-256color", "");
    terminal.sees("{+500+}");
    terminal.sees(PROMPT);
    place.edit("requirements.md", "500 ms", "5000 ms");
    terminal.types("a");
    terminal.sees("not accepted: it was edited while this screen was shown");
    terminal.sees(PROMPT);
    terminal.types("f");
    terminal.sees("not accepted: it was edited");
    assert_eq!(place.read("spec.lock"), before);
    terminal.sees(PROMPT);
    // Of a test, too; what nobody has touched is accepted.
    place.edit("requirements.md", "5000 ms", "500 ms");
    place.edit("tests/rules.rs", "assert!(time > 0);", "let _ = time;");
    terminal.types("a");
    terminal.sees("not accepted: it was edited");
    terminal.sees(PROMPT);
    terminal.types("s");
    terminal.sees("2 of 3  REQ-1.2  new");
    terminal.types("f");
    terminal.sees("why? ");
    terminal.types("a stub\r");
    terminal.sees("accepted REQ-1.2");
    terminal.types("q");
    assert_eq!(terminal.ends(), Some(1));
    let mut terminal = Terminal::start(&place, (24, 80), "xterm-256color", "");
    terminal.sees("`assert!(time > 0)` was removed");
    terminal.types("q");
    assert_eq!(terminal.ends(), Some(1));
}
