use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;

use super::*;

/// Returns the answers of the server, line by line, where a verb prints the result of `verb` for its arguments.
fn answers_with(input: &str, verb: impl Fn(&[String]) -> String + Sync) -> Vec<Value> {
    let mut written = Vec::new();
    let run = |arguments: &[String], _: &Stoppable, _: &(dyn Fn(&str) + Sync)| {
        Ok(Output { out: verb(arguments).into_bytes(), err: Vec::new() })
    };
    serve(input.as_bytes(), &mut written, &run).expect("it is read");
    let lines = String::from_utf8(written).expect("it is UTF-8");
    let mut answers: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    answers.sort_by_key(|answer| answer["id"].to_string());
    answers
}

fn answers(input: &str) -> Vec<Value> {
    answers_with(input, |arguments| json!({ "version": 1, "said": arguments }).to_string())
}

fn request(id: u32, method: &str, params: impl Into<Value>) -> String {
    let params = params.into();
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
}

fn stateless(id: u32, method: &str, mut params: Value) -> String {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": STATELESS,
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    request(id, method, params)
}

#[test]
fn the_era_of_handshakes_is_spoken() {
    let lines = [
        request(1, "initialize", json!({ "protocolVersion": "2025-06-18", "capabilities": {} })),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string(),
        request(2, "ping", json!({})),
        request(3, "tools/list", json!({})),
        request(4, "initialize", json!({ "protocolVersion": "2099-01-01" })),
        request(5, "prompts/list", json!({})),
    ];
    let answers = answers(&lines.join("\n"));
    assert_eq!(answers.len(), 5);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!(answers[0]["result"]["serverInfo"]["name"], "cargo-spec");
    assert_eq!(answers[1]["result"], json!({}));
    assert_eq!(answers[2]["result"]["tools"].as_array().map(Vec::len), Some(5));
    assert_eq!(answers[2]["result"].get("resultType"), None);
    assert_eq!(answers[3]["result"]["protocolVersion"], WITH_HANDSHAKE[0]);
    assert_eq!(answers[4]["error"]["code"], -32601);
}

#[test]
fn the_stateless_era_is_spoken() {
    let lines = [
        stateless(1, "server/discover", json!({})),
        stateless(2, "tools/list", json!({})),
        stateless(3, "tools/call", json!({ "name": "check" })),
        stateless(4, "initialize", json!({})),
        stateless(5, "resources/templates/list", json!({})),
    ];
    let answers = answers(&lines.join("\n"));
    assert_eq!(answers[0]["result"]["supportedVersions"], json!([STATELESS]));
    assert_eq!(answers[0]["result"]["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "cargo-spec");
    for answer in &answers[..3] {
        assert_eq!(answer["result"]["resultType"], "complete", "{answer}");
    }
    assert_eq!(answers[1]["result"]["cacheScope"], "public");
    assert_eq!(answers[2]["result"]["structuredContent"]["said"], json!(["check", "--format=json"]));
    assert_eq!(answers[3]["error"]["code"], -32601);
    assert_eq!(answers[4]["result"]["ttlMs"], 3_600_000);
}

#[test]
fn what_a_verb_refuses_is_told_to_the_model() {
    let call = |name: &str, arguments: Value| {
        let line = request(1, "tools/call", json!({ "name": name, "arguments": arguments }));
        let refused = json!({ "version": 1, "error": { "message": "no", "help": "yes" } }).to_string();
        answers_with(&line, |_| refused.clone()).remove(0)
    };
    let refused = call("show", json!({ "id": "9.9" }));
    assert_eq!(refused["result"]["isError"], true);
    assert_eq!(refused["result"]["content"][0]["text"], "no\nhelp: yes");
    assert_eq!(call("show", json!({}))["result"]["isError"], true);
    let unknown = call("accept", json!({}));
    assert_eq!(unknown["error"]["code"], -32602);
    assert!(unknown["error"]["message"].as_str().is_some_and(|it| it.contains("`next_task`")), "{unknown}");
}

#[test]
fn a_call_that_is_cancelled_is_stopped_and_has_no_answer() {
    let stopped = AtomicUsize::new(0);
    let run = |_: &[String], stoppable: &Stoppable, _: &(dyn Fn(&str) + Sync)| {
        while !stoppable.is_stopped() {
            std::thread::sleep(Duration::from_millis(1));
        }
        stopped.fetch_add(1, Ordering::SeqCst);
        Err(io::ErrorKind::Interrupted.into())
    };
    let lines = [
        request(1, "tools/call", json!({ "name": "check" })),
        json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 1 } })
            .to_string(),
        json!({ "jsonrpc": "2.0", "method": "notifications/cancelled", "params": { "requestId": 7 } })
            .to_string(),
        request(2, "ping", json!({})),
    ];
    let mut written = Vec::new();
    serve(lines.join("\n").as_bytes(), &mut written, &run).expect("it is read");
    let written = String::from_utf8(written).expect("it is UTF-8");
    assert_eq!(stopped.load(Ordering::SeqCst), 1);
    assert_eq!(written.lines().count(), 1, "{written}");
    assert!(written.contains("\"id\":2"), "{written}");
}

#[test]
fn who_asks_hears_of_progress() {
    let run = |_: &[String], _: &Stoppable, hear: &(dyn Fn(&str) + Sync)| {
        hear("Compiling shop");
        std::thread::sleep(PROGRESS_EVERY + PROGRESS_EVERY / 2);
        Ok(Output { out: b"{\"version\":1}".to_vec(), err: Vec::new() })
    };
    let params = json!({ "name": "check", "_meta": { "progressToken": "t" } });
    let mut written = Vec::new();
    serve(request(1, "tools/call", params).as_bytes(), &mut written, &run).expect("it is read");
    let written = String::from_utf8(written).expect("it is UTF-8");
    let first: Value = serde_json::from_str(written.lines().next().unwrap_or_default()).expect("it is JSON");
    let params = json!({ "progressToken": "t", "progress": 1, "message": "Compiling shop" });
    assert_eq!((&first["method"], &first["params"]), (&json!("notifications/progress"), &params));
}

#[test]
fn a_line_without_end_is_refused_and_the_next_one_is_read() {
    let long = "x".repeat(MAX_LINE + 1);
    let lines = format!("{long}\n\n{}", request(1, "ping", json!({})));
    let answers = answers(&lines);
    assert_eq!((answers.len(), &answers[0]["result"]), (2, &json!({})));
    assert_eq!(answers[1]["error"]["code"], -32600);
    assert_eq!(answers_with(&long, |_| String::new())[0]["error"]["code"], -32600);
}

#[test]
fn a_reader_that_has_gone_away_ends_the_conversation() {
    struct Gone;
    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let endless = io::BufReader::new(io::repeat(b'\n'));
    let ping = request(1, "ping", json!({})) + "\n";
    let run = |_: &[String], _: &Stoppable, _: &(dyn Fn(&str) + Sync)| Err(io::ErrorKind::NotFound.into());
    serve(io::Read::chain(ping.as_bytes(), endless), Gone, &run).expect("it ends");
}

proptest! {
    #[test]
    fn each_request_of_any_conversation_has_one_answer(
        lines in prop::collection::vec(
            prop_oneof![
                "[ -~]{0,60}",
                "\\PC{0,40}",
                Just(request(1, "ping", json!({}))),
                Just(request(2, "tools/list", json!({}))),
                Just(stateless(3, "server/discover", json!({}))),
                Just("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"tools/call\",\"params\":{\"name\":3}}".to_owned()),
            ],
            0..12,
        )
    ) {
        let is_asked = |line: &&String| !line.trim_ascii().is_empty() && !line.contains('\n');
        let asked = lines.iter().filter(is_asked).count();
        let is_quiet = |line: &&String| matches!(protocol::read(line.as_bytes()), Ok(Message::Notification(..)));
        let quiet = lines.iter().filter(is_asked).filter(is_quiet).count();
        // Two requests with one id are refused while the first one runs: that is an answer too.
        prop_assert_eq!(answers(&lines.join("\n")).len(), asked - quiet);
    }
}
