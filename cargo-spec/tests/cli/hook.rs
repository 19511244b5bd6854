//! `cargo spec hook`: events as each host writes them, and answers as it reads them.

use std::io::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{ACCOUNTS, MANIFEST, TestCrate};

/// A package in which nothing has a test; what its documents say was accepted.
fn shop() -> TestCrate {
    let place = TestCrate::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ""),
        (".kiro/specs/shop/requirements.md", ACCOUNTS),
        ("README.md", "# Shop\n"),
    ]);
    assert_eq!(place.run("accept --all --force").code, Some(0));
    place
}

/// The answer of the hook to an event.
#[derive(Debug, PartialEq)]
enum Said {
    Pass,
    /// It blocks, for a reason with these words.
    Block(&'static str),
    /// It lets pass, and says that it did not work, with these words.
    Broken(&'static str),
}

use Said::{Block, Broken, Pass};

/// Answers an event. `stays_open`: whether the host does not close the input.
fn answer(
    place: &TestCrate,
    arguments: &str,
    event: &[u8],
    stays_open: bool,
) -> (Option<i32>, String, String) {
    let mut command = place.command(format!("hook {arguments}").split(' '));
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut input = child.stdin.take().expect("an input");
    // It may end before all is written.
    let _ = input.write_all(event);
    let open = stays_open.then_some(input);
    let output = child.wait_with_output().expect("it ends");
    drop(open);
    let text = |bytes| String::from_utf8(bytes).expect("it is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// Reads an answer as a host does, by its documentation.
fn read(host: &str, event: &str, (code, out, err): (Option<i32>, String, String)) -> (&'static str, String) {
    let json: Value = serde_json::from_str(&out).unwrap_or_default();
    let text = |pointer: &str| json.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (decision, reason) = match (host, event) {
        ("kiro", _) if code == Some(2) => ("block", err),
        ("kiro", "stop") => ("", out),
        ("kiro", _) => ("", err),
        ("copilot", "pre-tool") => {
            return match &*text("/permissionDecision") {
                "deny" => ("block", text("/permissionDecisionReason")),
                _ => (if err.is_empty() { "pass" } else { "broken" }, err),
            };
        }
        (_, "pre-tool") if text("/hookSpecificOutput/permissionDecision") == "deny" => {
            assert_eq!(text("/hookSpecificOutput/hookEventName"), "PreToolUse");
            ("block", text("/hookSpecificOutput/permissionDecisionReason"))
        }
        ("vscode", "stop") if text("/hookSpecificOutput/decision") == "block" => {
            ("block", text("/hookSpecificOutput/reason"))
        }
        ("vscode", _) | (_, "pre-tool") => ("", text("/systemMessage")),
        _ if text("/decision") == "block" => ("block", text("/reason")),
        ("copilot", _) => ("", err),
        _ => ("", text("/systemMessage")),
    };
    assert_eq!(code, Some(if host == "kiro" && decision == "block" { 2 } else { 0 }));
    match (decision, reason.is_empty()) {
        ("block", _) => ("block", reason),
        (_, true) => ("pass", reason),
        (_, false) => ("broken", reason),
    }
}

#[track_caller]
fn check(place: &TestCrate, host: &str, event: &str, input: &[u8], expect: &Said) {
    let (found, words) =
        read(host, event, answer(place, &format!("{event} --for {host} --timeout 20000"), input, false));
    let (kind, part) = match expect {
        Pass => ("pass", ""),
        Block(part) => ("block", *part),
        Broken(part) => ("broken", *part),
    };
    let shown = String::from_utf8_lossy(&input[..input.len().min(300)]);
    assert!(found == kind && words.contains(part), "{host} {event} {shown}: {found} {words}");
}

/// An event in which a tool is used.
fn tool(host: &str, place: &TestCrate, name: &str, input: &Value) -> Vec<u8> {
    let here = place.path("").to_string_lossy().into_owned();
    let event = match host {
        "copilot" => json!({ "timestamp": 1, "cwd": here, "toolName": name, "toolArgs": input.to_string() }),
        "kiro" => {
            json!({ "hook_event_name": "preToolUse", "cwd": here, "tool_name": name, "tool_input": input })
        }
        _ => json!({
            "session_id": "a", "transcript_path": "/t", "cwd": here, "permission_mode": "default",
            "hook_event_name": "PreToolUse", "tool_name": name, "tool_input": input, "tool_use_id": "x"
        }),
    };
    event.to_string().into_bytes()
}

const HOSTS: [&str; 5] = ["claude", "copilot", "vscode", "kiro", "codex"];

#[test]
fn tools_that_change_what_people_decide_on_are_denied_in_every_host() {
    let place = shop();
    for hooks in [".claude", ".codex", ".github/hooks", ".kiro/hooks"] {
        std::fs::create_dir_all(place.path(hooks)).expect("it is made");
    }
    let before = place.files();
    let lock = place.path("spec.lock").to_string_lossy().into_owned();
    let patch = "*** Begin Patch\n*** Update File: spec.lock\n@@\n-a\n+b\n*** End Patch";
    let uses = [
        (
            "Write",
            json!({ "file_path": lock, "content": "x" }),
            Block("ask a person to run `cargo spec review`"),
        ),
        ("Edit", json!({ "file_path": "./src/../spec.lock" }), Block("spec.lock")),
        ("editFiles", json!({ "files": ["src/lib.rs", "spec.toml"] }), Block("decides what counts as done")),
        ("apply_patch", json!({ "command": patch }), Block("spec.lock")),
        ("create", json!({ "path": ".kiro/specs/shop/requirements.md" }), Block("change the criterion")),
        ("fs_write", json!({ "path": ".kiro/hooks/a.json" }), Block("starts the hooks")),
        (
            "Bash",
            json!({ "command": "cd src; cargo spec accept --all" }),
            Block("`cargo spec accept` is for people"),
        ),
        ("shell", json!({ "command": ["bash", "-lc", "cargo spec review"] }), Block("`cargo spec review`")),
        ("run_in_terminal", json!({ "command": "printf x >> spec.lock" }), Block("spec.lock")),
        ("Write", json!({ "file_path": "src/lib.rs", "content": "spec.lock" }), Pass),
        ("Write", json!({ "file_path": "README.md", "content": "x" }), Pass),
        ("Read", json!({ "file_path": lock }), Pass),
        ("Bash", json!({ "command": "cargo spec next && cat spec.lock && cargo spec test 1.1" }), Pass),
        ("Bash", json!({ "command": "find . -name spec.lock -exec rm {} \\;" }), Block("spec.lock")),
        ("Bash", json!({ "command": "find . -type f -delete" }), Block("what people accepted")),
        ("Bash", json!({ "command": "find src -type f -delete" }), Pass),
        ("Bash", json!({ "command": "git -C src/.. restore spec.lock" }), Block("spec.lock")),
        (
            "Bash",
            json!({ "command": "cd \"$X\" && rm .kiro/specs/shop/requirements.md" }),
            Block("change the criterion"),
        ),
        ("Bash", json!({ "command": "cd src && rm -rf ../.claude" }), Block("starts the hooks")),
        ("Bash", json!({ "command": "git checkout -- .github/hooks/" }), Block("starts the hooks")),
        ("Bash", json!({ "command": "mv .codex /tmp/x" }), Block("starts the hooks")),
        ("delete_directory", json!({ "path": ".kiro/hooks" }), Block("starts the hooks")),
        ("Bash", json!({ "command": "mv src/a .claude/; ls .codex; mkdir -p .kiro/hooks" }), Pass),
        ("Bash", json!({ "command": "cp spec.lock src/" }), Pass),
        ("Bash", json!({ "command": "cp src/spec.lock ." }), Block("spec.lock")),
        ("Bash", json!({ "command": "python3 -c \"print(open('spec.lock').read())\"" }), Pass),
        ("Bash", json!({ "command": "python3 -c \"open('spec.lock', 'a')\"" }), Block("spec.lock")),
        ("Bash", json!({ "command": "cargo spec accept --help; cargo spec accept 1.1 --dry-run" }), Pass),
        ("Write", json!({ "file_path": "notes.md", "content": patch }), Pass),
        ("mcp__filesystem__read_text_file", json!({ "path": lock }), Pass),
        ("Bash", json!({ "command": 7 }), Pass),
        ("Agent", json!(null), Pass),
    ];
    for host in HOSTS {
        for (name, input, expect) in &uses {
            check(&place, host, "pre-tool", &tool(host, &place, name, input), expect);
        }
    }
    assert_eq!(place.files(), before);
}

#[test]
fn documents_are_found_from_where_the_file_is_and_not_from_where_the_agent_is() {
    let place = TestCrate::with(&[
        ("rust/Cargo.toml", MANIFEST),
        ("rust/src/lib.rs", ""),
        ("rust/.kiro/specs/shop/requirements.md", ACCOUNTS),
        ("rust/copy/requirements.md", "x\n"),
        ("requirements.md", "x\n"),
    ]);
    assert_eq!(place.run("accept --all --force --manifest-path rust/Cargo.toml").code, Some(0));
    for (name, input, expect) in [
        (
            "Write",
            json!({ "file_path": "rust/.kiro/specs/shop/requirements.md" }),
            Block("change the criterion"),
        ),
        ("Write", json!({ "file_path": "requirements.md" }), Pass),
        (
            "Bash",
            json!({ "command": "cd rust/.kiro/specs/shop && sed -i d requirements.md" }),
            Block("change the criterion"),
        ),
        ("Bash", json!({ "command": "(cd rust && ls); sed -i d requirements.md" }), Pass),
        (
            "Bash",
            json!({ "command": "cp rust/copy/requirements.md rust/.kiro/specs/shop" }),
            Block("change the criterion"),
        ),
        ("Bash", json!({ "command": "cp rust/spec.lock a.txt" }), Pass),
    ] {
        check(&place, "claude", "pre-tool", &tool("claude", &place, name, &input), &expect);
    }
}

#[test]
fn an_agent_that_stops_too_early_is_told_three_things_at_most() {
    let place = shop();
    let here = place.path("").to_string_lossy().into_owned();
    let stop = json!({ "cwd": here, "hook_event_name": "Stop", "stop_hook_active": false }).to_string();
    let again = json!({ "cwd": here, "hook_event_name": "Stop", "stop_hook_active": true }).to_string();
    for host in ["claude", "copilot", "vscode", "codex"] {
        check(&place, host, "stop", stop.as_bytes(), &Block("no test verifies REQ-1.1 (untested"));
        check(&place, host, "stop", again.as_bytes(), &Pass);
    }
    // Kiro cannot be kept from stopping: it is told.
    check(&place, "kiro", "stop", stop.as_bytes(), &Broken("`cargo spec check` finds 2 errors"));
    let (_, out, _) = answer(&place, "stop --for claude --timeout 20000", stop.as_bytes(), false);
    insta::assert_snapshot!(
        serde_json::from_str::<Value>(&out).expect("it is JSON")["reason"]
            .as_str()
            .expect("a reason")
            .replace(&here, "[here]/")
    );
    // A document that cannot be read blocks, and says why.
    std::fs::write(place.path(".kiro/specs/shop/requirements.md"), b"\xff\xfe\x00").expect("it is written");
    check(&place, "claude", "stop", stop.as_bytes(), &Block("requirements.md"));
}

#[test]
fn a_hook_that_cannot_work_lets_pass_and_says_so() {
    let place = shop();
    let huge = format!("{{\"cwd\": \"{}\", \"x\": \"", "y".repeat(20 << 20));
    let deep = "[".repeat(200_000);
    for host in HOSTS {
        for event in ["stop", "pre-tool", "task"] {
            if (host, event) == ("kiro", "stop") {
                continue;
            }
            for (input, words) in [
                ("", "no JSON"),
                ("{", "no JSON"),
                ("null", "no JSON object"),
                ("\u{feff}", "no JSON"),
                ("\u{feff}null", "no JSON object"),
                (&*deep, "no JSON"),
            ] {
                check(&place, host, event, input.as_bytes(), &Broken(words));
            }
        }
        check(&place, host, "pre-tool", b"{}", &Broken("names no tool"));
    }
    check(&place, "claude", "stop", huge.as_bytes(), &Broken("too long"));
    let elsewhere = TestCrate::with(&[("README.md", "")]);
    check(&elsewhere, "claude", "stop", b"{\"cwd\": 7}", &Broken("Cargo.toml"));
}

#[test]
fn an_input_that_stays_open_keeps_nobody_waiting() {
    let place = shop();
    let write = tool("claude", &place, "Write", &json!({ "file_path": "spec.lock" }));
    let answered = answer(&place, "pre-tool --for claude --timeout 60000", &write, true);
    assert_eq!(read("claude", "pre-tool", answered).0, "block");
    let begin = Instant::now();
    let answered = answer(&place, "stop --for claude --timeout 300", b"{\"cwd\": \"/\"", true);
    let (found, words) = read("claude", "stop", answered);
    assert!(found == "broken" && words.contains("in time"), "{words}");
    assert!(begin.elapsed() < Duration::from_secs(30));
    // A check that takes too long is ended.
    let (found, words) =
        read("claude", "stop", answer(&place, "stop --for claude --timeout 1", b"{}", false));
    assert!(found == "broken" && words.contains("time"), "{words}");
}

#[test]
fn a_task_is_not_begun_while_a_ticked_one_is_a_false_one() {
    let tasks = "# Implementation Plan\n\n- [x] 1. Register\n  - _Requirements: 1.1_\n";
    let place = shop();
    check(&place, "kiro", "task", b"{\"hook_event_name\": \"preTaskExecution\"}", &Pass);
    std::fs::write(place.path(".kiro/specs/shop/tasks.md"), tasks).expect("it is written");
    check(
        &place,
        "kiro",
        "task",
        b"{\"hook_event_name\": \"preTaskExecution\"}",
        &Block("task-done-unproven"),
    );
}
