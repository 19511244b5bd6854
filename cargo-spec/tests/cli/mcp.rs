//! `cargo spec mcp`.

use std::io::Write as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::{MANIFEST, TestCrate};

const DOCUMENT: &str = "\
# Requirements Document

### Requirement 1: Register

#### Acceptance Criteria

1. WHEN a visitor registers THEN the system SHALL answer `201 Created`
";

const TASKS: &str = "\
# Implementation Plan

- [ ] 1. Register \u{202e}visitors
  - _Requirements: 1.1_
";

/// A package with a spec of two documents.
fn shop() -> TestCrate {
    TestCrate::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ""),
        (".kiro/specs/shop/requirements.md", DOCUMENT),
        (".kiro/specs/shop/tasks.md", TASKS),
    ])
}

/// The answers to requests, by their numbers from 1. Each request is a method and its parameters.
fn talk(place: &TestCrate, requests: &[(&str, Value)]) -> Vec<Value> {
    let mut command = place.command(["mcp"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let mut input = child.stdin.take().expect("an input");
    for ((method, params), id) in requests.iter().zip(1..) {
        let line = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        writeln!(input, "{line}").expect("it listens");
    }
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), &*output.stderr), (Some(0), &b""[..]));
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let mut answers: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("nothing but messages")).collect();
    answers.sort_by_key(|answer| answer["id"].as_u64());
    answers
}

#[test]
fn an_agent_finds_its_task_and_what_it_needs() {
    let place = shop();
    let before = place.files();
    let answers = talk(
        &place,
        &[
            ("initialize", json!({ "protocolVersion": "2025-11-25" })),
            ("tools/call", json!({ "name": "next_task", "arguments": { "feature": "shop" } })),
            ("tools/call", json!({ "name": "brief", "arguments": { "task": "1" } })),
            ("tools/call", json!({ "name": "check", "arguments": {} })),
            ("tools/call", json!({ "name": "show", "arguments": { "id": "1.1" } })),
            ("tools/call", json!({ "name": "show", "arguments": { "id": "1.2" } })),
        ],
    );
    let result = |at: usize| &answers[at]["result"];
    let content = |at: usize| &result(at)["structuredContent"];
    assert_eq!(content(1)["lists"][0]["ready"][0]["id"], "1");
    let brief = result(2)["content"][0]["text"].as_str().expect("a text");
    assert!(brief.starts_with("# Task 1: Register \\u{202e}visitors\n"), "{brief}");
    assert_eq!(content(3)["diagnostics"][0]["code"], "untested");
    assert_eq!(content(4)["criteria"][0]["id"], "REQ-1.1");
    assert_eq!(result(5)["isError"], true);
    assert_eq!(result(5)["content"][0]["text"], "no document defines `1.2`\nhelp: did you mean `REQ-1.1`?");
    assert_eq!(place.files(), before, "nothing is written");
}

#[test]
fn each_answer_has_the_keys_that_its_schema_promises() {
    let call = |name: &str, arguments: Value| ("tools/call", json!({ "name": name, "arguments": arguments }));
    let requests = [
        ("tools/list", json!({})),
        call("next_task", json!({})),
        call("brief", json!({ "task": "1" })),
        call("check", json!({})),
        call("show", json!({ "id": "REQ-1" })),
    ];
    let answers = talk(&shop(), &requests);
    let tools = answers[0]["result"]["tools"].as_array().expect("a list");
    for (answer, (_, params)) in answers.iter().zip(&requests).skip(1) {
        let tool = tools.iter().find(|tool| tool["name"] == params["name"]).expect("its tool");
        let schema = &tool["outputSchema"];
        for key in schema["required"].as_array().expect("a list").iter().filter_map(Value::as_str) {
            let value = &answer["result"]["structuredContent"][key];
            let kind = match value {
                Value::Object(_) => "object",
                Value::Array(_) => "array",
                Value::Bool(_) => "boolean",
                Value::Number(_) => "integer",
                Value::String(_) => "string",
                Value::Null => "null",
            };
            assert_eq!(schema["properties"][key]["type"], kind, "{key} of {}", tool["name"]);
        }
    }
}

#[test]
fn criteria_and_tasks_are_resources() {
    let answers = talk(
        &shop(),
        &[
            ("resources/list", json!({})),
            ("resources/read", json!({ "uri": "spec://criterion/shop/REQ-1.1" })),
            ("resources/read", json!({ "uri": "spec://task/shop/1" })),
            ("resources/read", json!({ "uri": "spec://task/shop/2" })),
            ("resources/read", json!({ "uri": "spec://lock/shop" })),
        ],
    );
    let named = answers[0]["result"]["resources"].as_array().expect("a list");
    let addresses: Vec<_> = named.iter().map(|resource| &resource["uri"]).collect();
    assert_eq!(addresses, ["spec://criterion/shop/REQ-1.1", "spec://task/shop/1"]);
    let text = |at: usize| answers[at]["result"]["contents"][0]["text"].as_str().expect("a text");
    assert!(text(1).contains("\"id\":\"REQ-1.1\""), "{}", text(1));
    assert!(text(2).starts_with("# Task 1: "), "{}", text(2));
    for at in [3, 4] {
        assert_eq!(answers[at]["error"]["code"], -32602, "{}", answers[at]);
    }
}

#[test]
fn where_nothing_can_be_read_each_call_says_so() {
    let answers = talk(
        &TestCrate::with(&[]),
        &[("tools/call", json!({ "name": "check" })), ("resources/list", json!({}))],
    );
    assert_eq!(answers[0]["result"]["isError"], true);
    assert_eq!(answers[1]["error"]["code"], -32603, "{}", answers[1]);
}
