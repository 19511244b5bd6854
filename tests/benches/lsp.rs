//! Measures what a keystroke costs who edits with the server: from the change until its diagnostics are read. The server is the released
//! program, and the client talks to it through pipes. Beside it stands a full check by the command, as a whole process.
//!
//! `cargo bench -p spec-tests --bench lsp`. The workspace is made below `target/tmp`.
#![expect(clippy::print_stdout, reason = "figures are what it is for")]

use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use cargo_spec::lsp::addresses::address;
use cargo_spec::lsp::frames::{self, Frame};
use serde_json::{Value, json};
use spec_tests::timing::{median, time};
use spec_tests::workload;

const RUNS: usize = 41;

fn main() {
    let program = program();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-lsp");
    let _ = fs::remove_dir_all(&folder);
    workload::FULL.write(&folder).expect("the workspace can be written");
    let document = folder.join(".kiro/specs").join(workload::feature(0)).join("requirements.md");
    let source = folder.join(workload::name(0)).join("src/part_0.rs");
    for lock in ["without a lock", "with a lock"] {
        let checked = median((0..5).map(|_| time(|| run(&program, &folder, &["check", "-q"]))));
        println!("{lock}: a full check {:34.1} ms", ms(checked));
        for (kind, path) in [("a document", &document), ("a source", &source)] {
            let typed = keystroke(&program, &folder, path);
            let ratio = 100.0 * typed.as_secs_f64() / checked.as_secs_f64();
            println!(
                "{lock}: a keystroke in {kind:10} {:20.1} ms  ({ratio:.0} % of it; the median of {RUNS})",
                ms(typed)
            );
        }
        run(&program, &folder, &["accept", "--all", "--force", "-q"]);
    }
}

/// The released program. It is built first.
fn program() -> PathBuf {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package=cargo-spec-cli", "--message-format=json"])
        .output()
        .expect("cargo runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let messages = String::from_utf8_lossy(&built.stdout).into_owned();
    let made = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = made.filter_map(|message| message["executable"].as_str().map(PathBuf::from));
    programs.next_back().expect("a program")
}

fn run(program: &Path, folder: &Path, arguments: &[&str]) {
    let mut command = Command::new(program);
    command.arg("spec").args(arguments).arg("--workspace").current_dir(folder);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().expect("it runs");
}

/// The median time from a change of one letter until the client has read its diagnostics.
fn keystroke(program: &Path, folder: &Path, path: &Path) -> Duration {
    let mut server = Command::new(program)
        .args(["spec", "lsp"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it runs");
    let mut output = BufReader::new(server.stdout.take().expect("an output"));
    let folders = json!([{ "uri": address(folder), "name": "folder" }]);
    let begin = json!({ "capabilities": {}, "workspaceFolders": folders });
    send(&mut server, json!({ "id": 1, "method": "initialize", "params": begin }));
    let text = fs::read_to_string(path).expect("it is there");
    let last = text.lines().count();
    let document = json!({ "uri": address(path), "version": 0, "text": text, "languageId": "any" });
    send(&mut server, json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }));
    wait(&mut output, 0);
    // A comment at the end grows letter by letter.
    let comment = if path.extension().is_some_and(|extension| extension == "rs") { "// " } else { "Words " };
    let median = median((0..=RUNS).map(|version| {
        let at = json!({ "line": last, "character": if version == 0 { 0 } else { comment.len() } });
        let letters = if version == 0 { comment } else { "x" };
        let change = json!([{ "range": { "start": at, "end": at }, "text": letters }]);
        let document = json!({ "uri": address(path), "version": version + 1 });
        let params = json!({ "textDocument": document, "contentChanges": change });
        time(|| {
            send(&mut server, json!({ "method": "textDocument/didChange", "params": params }));
            wait(&mut output, version + 1);
        })
    }));
    drop(server.stdin.take());
    server.wait().expect("it ends");
    median
}

fn send(server: &mut Child, mut message: Value) {
    message["jsonrpc"] = "2.0".into();
    frames::write(server.stdin.as_mut().expect("an input"), &message.to_string()).expect("it listens");
}

/// Reads until the diagnostics of a state are there.
fn wait(output: &mut BufReader<ChildStdout>, version: usize) {
    loop {
        let Frame::Body(body) = frames::read(output).expect("it can be read") else { panic!("it has ended") };
        let message: Value = serde_json::from_slice(&body).expect("it is JSON");
        if message["params"]["version"] == version {
            return;
        }
    }
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
