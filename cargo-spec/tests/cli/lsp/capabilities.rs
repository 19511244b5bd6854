//! The requests about a file that an editor can make.

use std::path::PathBuf;

use cargo_spec::lsp::addresses;
use serde_json::{Value, json};

use super::client::Editor;
use super::{TEST, editor, example, shop};
use crate::{ACCOUNTS, MANIFEST, TestCrate};

const REQUIREMENTS: &str = ".kiro/specs/session-store/requirements.md";
const TASKS: &str = ".kiro/specs/session-store/tasks.md";
const TESTS: &str = "tests/spec/session_store.rs";
const SHOP: &str = ".kiro/specs/accounts/requirements.md";

/// A conversation about a folder.
struct Talk {
    editor: Editor,
    root: PathBuf,
    // Removed at the end.
    _place: TestCrate,
}

/// A conversation about an example that is read where it is.
fn talk() -> Talk {
    let (place, root) = (TestCrate::with(&[]), example());
    Talk { editor: Editor::of(place.command(["lsp"]), &root, Value::Null), root, _place: place }
}

/// A conversation about a package without a lock, whose files may be written.
fn talk_of_shop() -> Talk {
    talk_of(shop())
}

fn talk_of(place: TestCrate) -> Talk {
    let root = place.path(".").canonicalize().expect("it is there");
    Talk { editor: Editor::of(place.command(["lsp"]), &root, Value::Null), root, _place: place }
}

impl Talk {
    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.root.join(path)).expect("it can be read")
    }

    /// The document and the place of the first letter of some words in it.
    fn at(&self, path: &str, words: &str) -> Value {
        let text = self.read(path);
        let before = &text[..text.find(words).unwrap_or_else(|| panic!("`{words}` is there"))];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let position =
            json!({ "line": before.matches('\n').count(), "character": line.encode_utf16().count() });
        let name = json!({ "uri": addresses::address(&self.root.join(path)) });
        json!({ "textDocument": name, "position": position, "range": { "start": position, "end": position },
            "context": { "includeDeclaration": true, "diagnostics": [] } })
    }

    fn ask(&mut self, method: &str, path: &str, words: &str) -> Value {
        let at = self.at(path, words);
        self.editor.ask(method, at)
    }

    /// Locations as `path:line`.
    fn locations(&mut self, method: &str, path: &str, words: &str) -> Vec<String> {
        let root = addresses::address(&self.root);
        let found = self.ask(method, path, words);
        let shown = found.as_array().unwrap_or_else(|| panic!("{found}")).iter().map(|location| {
            let uri = location["uri"].as_str().expect("an address");
            let line = location["range"]["start"]["line"].as_u64().expect("a line") + 1;
            format!("{}:{line}", uri.strip_prefix(&root).expect("it is below").trim_start_matches('/'))
        });
        shown.collect()
    }

    /// The files with the edits of a workspace edit, by their paths from the root.
    fn edited(&self, edit: &Value) -> Vec<(String, String)> {
        let changes = edit["changes"].as_object().unwrap_or_else(|| panic!("{edit}"));
        let files = changes.iter().map(|(uri, edits)| {
            let path = addresses::path(uri).expect("a file");
            let text = std::fs::read_to_string(&path).expect("it can be read");
            let path = path.strip_prefix(&self.root).expect("it is below").display().to_string();
            (path, applied(&text, edits.as_array().expect("a list")))
        });
        files.collect()
    }
}

/// A text with edits of the protocol, of which each line is ASCII up to the edit.
fn applied(text: &str, edits: &[Value]) -> String {
    let lines = cargo_spec::lsp::positions::LineIndex::new(text.to_owned());
    let encoding = cargo_spec::lsp::positions::PositionEncoding::Utf16;
    let mut edits: Vec<_> = edits
        .iter()
        .map(|edit| {
            let range = serde_json::from_value(edit["range"].clone()).expect("a range");
            (lines.span(range, encoding), edit["newText"].as_str().expect("a text"))
        })
        .collect();
    edits.sort();
    let mut text = text.to_owned();
    for (span, new) in edits.into_iter().rev() {
        text.replace_range(span.range(), new);
    }
    text
}

#[test]
fn the_text_about_a_criterion_names_rung_tests_code_and_tasks() {
    let mut talk = talk();
    let hover = talk.ask("textDocument/hover", REQUIREMENTS, "WHEN a member signs in THEN");
    insta::assert_snapshot!(hover["contents"]["value"].as_str().expect("a text"));
    let of_link = talk.ask("textDocument/hover", TESTS, "REQ-1.2\")]");
    assert!(
        of_link["contents"]["value"]
            .as_str()
            .expect("a text")
            .starts_with("session-store/REQ-1.2 · tested\nWHEN the token")
    );
    let of_task = talk.ask("textDocument/hover", TASKS, "Answer who");
    insta::assert_snapshot!(of_task["contents"]["value"].as_str().expect("a text"));
    assert_eq!(talk.ask("textDocument/hover", REQUIREMENTS, "The session store"), Value::Null);
}

#[test]
fn one_goes_from_a_criterion_to_its_test_and_back_and_from_a_task_to_its_criteria() {
    let mut talk = talk();
    let from_criterion =
        talk.locations("textDocument/definition", REQUIREMENTS, "WHEN a member signs in THEN");
    assert_eq!(from_criterion[0], format!("{TESTS}:25"));
    assert!(from_criterion[1].starts_with("src/lib.rs:"), "{from_criterion:?}");
    assert_eq!(
        talk.locations("textDocument/definition", TESTS, "REQ-1.2\")]"),
        [format!("{REQUIREMENTS}:23")]
    );
    let both = [format!("{REQUIREMENTS}:23"), format!("{REQUIREMENTS}:24")];
    assert_eq!(talk.locations("textDocument/definition", TASKS, "Answer who"), both);
    assert_eq!(talk.locations("textDocument/definition", TASKS, "1.3_"), [both[1].clone()]);
}

#[test]
fn everything_that_names_a_criterion_is_found() {
    let mut talk = talk();
    let found = talk.locations("textDocument/references", TESTS, "REQ-1.2\")]");
    assert_eq!(found[0], format!("{REQUIREMENTS}:23"));
    assert!(found.iter().any(|place| place.starts_with(TESTS)), "{found:?}");
    assert!(found.iter().any(|place| place.starts_with("src/lib.rs:")), "{found:?}");
    assert_eq!(found.last().expect("the task"), &format!("{TASKS}:8"));
}

#[test]
fn documents_and_task_lists_have_an_outline_and_the_workspace_an_index() {
    let mut talk = talk();
    let outline = talk.ask("textDocument/documentSymbol", REQUIREMENTS, "#");
    assert_eq!(outline[0]["name"], "REQ-1 Sign in");
    assert!(
        outline[0]["children"][1]["name"].as_str().expect("a name").starts_with("REQ-1.2 WHEN the token")
    );
    let tasks = talk.ask("textDocument/documentSymbol", TASKS, "#");
    assert_eq!(tasks[1]["name"], "1.1 Open a session for a member who signs in");
    let found = talk.editor.ask("workspace/symbol", json!({ "query": "SWEPT forget" }));
    assert_eq!(found.as_array().expect("a list").len(), 1, "{found}");
    assert!(found[0]["name"].as_str().expect("a name").starts_with("session-store/REQ-2.4 "));
    let found = talk.editor.ask("workspace/symbol", json!({ "query": "store/2.3" }));
    assert_eq!(found[0]["name"], "session-store/2.3 Sweep the store");
}

#[test]
fn ids_are_completed_in_links_and_in_references() {
    let mut talk = talk();
    let labels = |found: &Value| -> Vec<String> {
        let items = found["items"].as_array().unwrap_or_else(|| panic!("{found}"));
        items.iter().map(|item| item["label"].as_str().expect("a label").to_owned()).collect()
    };
    let in_link = talk.ask("textDocument/completion", TESTS, "REQ-1.2\")]");
    assert_eq!(labels(&in_link)[..2], ["REQ-1.1", "REQ-1.2"]);
    let in_task = talk.ask("textDocument/completion", TASKS, "1.3_");
    assert_eq!(labels(&in_task)[..2], ["1.1", "1.2"]);
    assert_eq!(talk.ask("textDocument/completion", TESTS, "fn minutes"), Value::Null);
}

#[test]
fn lenses_hints_and_tokens_show_how_far_a_criterion_is() {
    let mut talk = talk();
    let lenses = talk.ask("textDocument/codeLens", REQUIREMENTS, "#");
    assert_eq!(lenses[0]["command"]["title"], "tested · 1 test");
    let mut all = talk.at(REQUIREMENTS, "#");
    all["range"]["end"]["line"] = 999.into();
    let hints = talk.editor.ask("textDocument/inlayHint", all);
    assert_eq!(hints[0]["label"], "tested · every_token_differs");
    let tokens = talk.ask("textDocument/semanticTokens/full", REQUIREMENTS, "#");
    let data = tokens["data"].as_array().expect("a list");
    assert_eq!(data[..5], [json!(21), json!(3), json!(4), json!(1), json!(0)], "WHEN");
}

#[test]
fn the_fixes_of_check_are_offered_and_nothing_that_accepts() {
    let mut talk = talk();
    let (document, text) = (talk.root.join(REQUIREMENTS), talk.read(REQUIREMENTS));
    // A new criterion pushes three others down.
    let moved = text
        .replace("4. WHEN a member who", "5. WHEN a member who")
        .replace("3. IF a token", "4. IF a token")
        .replace("2. WHEN the token", "2. WHEN a guest asks THEN the system SHALL answer\n3. WHEN the token");
    let found = talk.editor.open(&document, &moved);
    assert!(found.iter().any(|finding| finding.starts_with("criterion-moved")), "{found:?}");
    let line: u64 = found
        .iter()
        .find_map(|finding| finding.strip_prefix("criterion-moved ")?.split(':').next()?.parse().ok())
        .expect("a line");
    let place = json!({ "line": line, "character": 3 });
    let params = json!({ "textDocument": { "uri": addresses::address(&document) },
        "range": { "start": place, "end": place }, "context": { "diagnostics": [] } });
    let actions = talk.editor.ask("textDocument/codeAction", params);
    let titles: Vec<_> =
        actions.as_array().expect("a list").iter().map(|action| action["title"].clone()).collect();
    assert!(titles.contains(&json!("name the new numbers in the links")), "{titles:?}");
    assert!(titles.iter().all(|title| !title.to_string().contains("ccept")), "{titles:?}");
    let edited = talk.edited(&actions[0]["edit"]);
    assert!(edited.iter().any(|(path, _)| path == TESTS), "{edited:?}");
}

#[test]
fn the_stub_of_a_criterion_is_written_by_a_command() {
    let mut talk =
        talk_of(TestCrate::with(&[("Cargo.toml", MANIFEST), ("src/lib.rs", ""), (SHOP, ACCOUNTS)]));
    let actions = talk.ask("textDocument/codeAction", SHOP, "IF the address");
    let action = &actions[0];
    assert_eq!(action["title"], "Write the stub of accounts/REQ-1.2");
    let command = &action["command"];
    let told = talk.editor.ask(
        "workspace/executeCommand",
        json!({ "command": command["command"], "arguments": command["arguments"] }),
    );
    let stub = talk.root.join("tests/spec/accounts.rs");
    assert!(stub.exists(), "{told}");
    let shown = talk.editor.heard.iter().any(|message| message["method"] == "window/showMessage");
    assert!(shown, "the person sees what was printed");
    let elsewhere = json!({ "command": command["command"], "arguments": ["REQ-1.1", "/"] });
    assert_eq!(talk.editor.request("workspace/executeCommand", elsewhere)["error"]["code"], -32602);
}

#[test]
fn commands_know_the_criteria_of_all_packages_of_a_workspace() {
    let workspace = format!("{MANIFEST}\n[workspace]\nmembers = [\"inner\"]\n");
    let mut talk = talk_of(TestCrate::with(&[
        ("Cargo.toml", &workspace),
        ("src/lib.rs", ""),
        ("inner/Cargo.toml", &MANIFEST.replace("shop", "inner")),
        ("inner/src/lib.rs", ""),
        (&format!("inner/{SHOP}"), ACCOUNTS),
    ]));
    let execution = json!({ "command": "cargo-spec.show", "arguments": ["accounts/REQ-1.1", talk.root] });
    let told = talk.editor.ask("workspace/executeCommand", execution);
    assert!(told.as_str().is_some_and(|told| told.contains("201 Created")), "{told}");
}

#[test]
fn what_changed_since_it_was_accepted_is_shown() {
    let place = shop();
    let accepted = place.command(["accept", "--all", "--force"]).output().expect("it runs");
    assert!(accepted.status.success(), "{accepted:?}");
    std::fs::write(place.path(SHOP), ACCOUNTS.replace("201 Created", "200 OK")).expect("it is written");
    let mut talk = talk_of(place);
    let actions = talk.ask("textDocument/codeAction", SHOP, "WHEN a visitor");
    let title = "Show what changed in accounts/REQ-1.1 since it was accepted";
    let action = actions.as_array().expect("a list").iter().find(|action| action["title"] == title);
    let command = &action.unwrap_or_else(|| panic!("{actions}"))["command"];
    let execution = json!({ "command": command["command"], "arguments": command["arguments"] });
    let told = talk.editor.ask("workspace/executeCommand", execution);
    let told = told.as_str().expect("a text");
    assert!(told.contains("201 Created") && told.contains("200 OK"), "{told}");
}

#[test]
fn a_renamed_criterion_is_named_so_everywhere() {
    let mut talk = talk();
    let mut params = talk.at(TESTS, "REQ-1.4\")]");
    params["newName"] = "REQ-1.7".into();
    let prepared = talk.ask("textDocument/prepareRename", REQUIREMENTS, "WHEN a member who has 5");
    assert_eq!(prepared["placeholder"], "REQ-1.4");
    let edit = talk.editor.ask("textDocument/rename", params.clone());
    let edited = talk.edited(&edit);
    let after = |path: &str| -> &str {
        edited.iter().find(|(edited, _)| edited == path).map_or("", |(_, text)| text)
    };
    assert!(after(REQUIREMENTS).contains("\n7. WHEN a member who has 5 open sessions"), "{edit}");
    assert!(after(TESTS).contains("#[spec(\"REQ-1.7\")]") && !after(TESTS).contains("REQ-1.4"), "{edit}");
    assert!(after(TASKS).contains("_Requirements: 1.7_") && !after(TASKS).contains("1.4_"), "{edit}");
    assert!(
        after("spec.lock").contains("session-store/REQ-1.7") && !after("spec.lock").contains("REQ-1.4"),
        "{edit}"
    );
    assert!(after("src/lib.rs").contains("REQ-1.7"), "{edit}");
    // With the edits in its buffers, the editor has nothing to complain of but the gap.
    for (path, text) in &edited {
        talk.editor.open(&talk.root.join(path), text);
    }
    for path in [TASKS, TESTS, "src/lib.rs", "spec.lock"] {
        let found = talk.editor.edit(&talk.root.join(path), json!([{ "text": after(path) }]));
        assert_eq!(found, Vec::<String>::new(), "{path}");
    }
    let mut refused = |talk: &mut Talk, name: &str| {
        params["newName"] = name.into();
        talk.editor.request("textDocument/rename", params.clone())["error"]["message"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    assert!(refused(&mut talk, "REQ-1.3").starts_with("there is a criterion `REQ-1.3` already"));
    assert!(refused(&mut talk, "REQ-2.9").starts_with("only what stands behind"));
    assert!(refused(&mut talk, "a b").contains("is no id"));
}

#[test]
fn a_criterion_that_nobody_has_accepted_is_renamed_as_well() {
    let mut talk = talk_of_shop();
    let mut params = talk.at(SHOP, "WHEN a visitor");
    params["newName"] = "accounts/REQ-1.5".into();
    let edit = talk.editor.ask("textDocument/rename", params);
    let edited = talk.edited(&edit);
    let expected = [
        (SHOP.to_owned(), ACCOUNTS.replace("1. WHEN", "5. WHEN")),
        ("tests/spec.rs".to_owned(), TEST.replace("REQ-1.1", "REQ-1.5")),
    ];
    assert_eq!(edited, expected);
}

#[test]
fn questions_about_what_is_not_there_have_answers() {
    let place = shop();
    let mut editor = editor(&place);
    let nowhere = json!({ "line": 9999, "character": 9999 });
    for uri in
        ["file:///nowhere/a.md", "untitled:1", "file:///dev/zero", &addresses::address(&place.path(SHOP))]
    {
        for (method, _) in cargo_spec::lsp::requests::REQUESTS {
            let params = json!({ "textDocument": { "uri": uri }, "position": nowhere, "newName": "x",
                "range": { "start": nowhere, "end": nowhere }, "query": "" });
            let answer = editor.request(method, params);
            assert_ne!(answer["error"]["code"], -32603, "{method}: {answer}");
            assert_ne!(answer["error"]["code"], -32602, "{method}: {answer}");
        }
    }
    assert_eq!(editor.end(), Some(0));
}
