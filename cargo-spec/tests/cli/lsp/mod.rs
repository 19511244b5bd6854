//! `cargo spec lsp`: a whole program that an editor talks to, message by message.

mod capabilities;
mod client;

use std::path::{Path, PathBuf};

use cargo_spec::lsp::addresses;
use serde_json::{Value, json};

use self::client::Editor;
use crate::{ACCOUNTS, MANIFEST, TestCrate};

const DOCUMENT: &str = ".kiro/specs/accounts/requirements.md";

const TEST: &str = "\
#[test]
#[spec_runtime::spec(\"accounts/REQ-1.1\")]
fn a_visitor_gets_an_account() {
    assert_eq!(answer(), 201);
}
";

fn shop() -> TestCrate {
    TestCrate::with(&[
        ("Cargo.toml", MANIFEST),
        ("src/lib.rs", ""),
        (DOCUMENT, ACCOUNTS),
        ("tests/spec.rs", TEST),
    ])
}

fn editor(place: &TestCrate) -> Editor {
    Editor::of(place.command(["lsp"]), &place.path("."), Value::Null)
}

/// The change that puts a text in place of another, which stands once in a buffer.
fn replaced(text: &str, old: &str, new: &str) -> Value {
    let at = text.find(old).expect("it is there");
    let place = |offset: usize| {
        let before = &text[..offset];
        let line = before.matches('\n').count();
        json!({ "line": line, "character": before.rsplit('\n').next().unwrap_or_default().encode_utf16().count() })
    };
    json!([{ "range": { "start": place(at), "end": place(at + old.len()) }, "text": new }])
}

#[test]
fn findings_are_those_of_the_unsaved_buffers() {
    let place = shop();
    let mut editor = editor(&place);
    let (document, test) = (place.path(DOCUMENT), place.path("tests/spec.rs"));
    let before = editor.open(&document, ACCOUNTS);
    assert_eq!(before, ["untested 9:0"]);
    // The second criterion loses its number while somebody types; the test names one that is gone.
    let changed = editor.edit(&document, replaced(ACCOUNTS, "1. WHEN a visitor", "3. WHEN a visitor"));
    assert_ne!(changed, before);
    let orphan = TEST.replace("1.1", "1.9");
    assert_eq!(editor.open(&test, &orphan), ["orphan 1:21"]);
    assert_eq!(editor.edit(&test, json!([{ "text": TEST.replace("1.1", "1.2") }])), ["thin-test 1:21"]);
    editor
        .notify("textDocument/didClose", json!({ "textDocument": { "uri": addresses::address(&document) } }));
    assert_eq!(editor.findings(&document), ["untested 8:0"], "the buffer of the test names 1.2");
    assert_eq!(editor.end(), Some(0));
    assert_eq!(place.read(DOCUMENT), ACCOUNTS, "nothing is written");
}

#[test]
fn findings_of_the_configuration_and_the_lock_are_told() {
    let place = shop();
    let mut editor = editor(&place);
    assert_eq!(editor.open(&place.path("spec.toml"), "documents = [\n"), ["config-syntax 0:12"]);
    assert_eq!(
        editor.edit(&place.path("spec.toml"), json!([{ "text": "nonsense = 1\n" }])),
        ["config-unknown 0:0"]
    );
    let lock = editor.open(&place.path("spec.lock"), "version = 1\n<<<<<<< HEAD\n");
    assert!(!lock.is_empty(), "{lock:?}");
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn columns_are_counted_as_the_client_wants() {
    let text = TEST.replace("accounts/REQ-1.1", "ü𝄞").replacen("#[spec", "/* ü𝄞 */ #[spec", 1);
    for (encoding, column) in [("utf-8", 34), ("utf-16", 31), ("utf-32", 30)] {
        let place = shop();
        let capabilities = json!({ "general": { "positionEncodings": [encoding] } });
        let mut editor = Editor::of(place.command(["lsp"]), &place.path("."), capabilities);
        let found = editor.open(&place.path("tests/spec.rs"), &text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].ends_with(&format!(" 1:{column}")), "{encoding}: {found:?}");
        assert_eq!(editor.end(), Some(0));
    }
}

#[test]
fn files_that_change_on_the_disk_are_read_again_when_the_client_tells() {
    let place = shop();
    let capabilities = json!({ "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } } });
    let mut editor = Editor::of(place.command(["lsp"]), &place.path("."), capabilities);
    let document = place.path(DOCUMENT);
    assert_eq!(editor.findings(&document), ["untested 9:0"]);
    let is_registration = |message: &Value| message["method"] == "client/registerCapability";
    let asked =
        editor.heard.iter().find(|message| is_registration(message)).expect("it asks to be told").clone();
    editor.send(&json!({ "jsonrpc": "2.0", "id": asked["id"], "result": null }));
    std::fs::remove_file(place.path("tests/spec.rs")).expect("it goes");
    let event = json!({ "uri": addresses::address(&place.path("tests/spec.rs")), "type": 3 });
    editor.notify("workspace/didChangeWatchedFiles", json!({ "changes": [event] }));
    assert_eq!(editor.findings(&document), ["untested 8:0", "untested 9:0"]);
    // A file that findings depend on, and of which nobody tells: all is read again when something is saved.
    std::fs::write(place.path("tests/spec.rs"), TEST).expect("it is written");
    let saved = json!({ "textDocument": { "uri": addresses::address(&place.path("src/lib.rs")) } });
    editor.notify("textDocument/didSave", saved);
    assert_eq!(editor.findings(&document), ["untested 9:0"]);
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn several_folders_are_looked_at_until_they_are_taken_away() {
    let (one, other) = (shop(), shop());
    let mut editor = editor(&one);
    assert_eq!(editor.findings(&one.path(DOCUMENT)), ["untested 9:0"]);
    let folder = |place: &TestCrate| json!([{ "uri": addresses::address(&place.path(".")), "name": "x" }]);
    let change = |event: Value| json!({ "event": event });
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        change(json!({ "added": folder(&other), "removed": [] })),
    );
    assert_eq!(editor.findings(&other.path(DOCUMENT)), ["untested 9:0"]);
    editor.notify(
        "workspace/didChangeWorkspaceFolders",
        change(json!({ "added": [], "removed": folder(&one) })),
    );
    assert_eq!(editor.findings(&one.path(DOCUMENT)), Vec::<String>::new());
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn nonsense_is_refused_and_the_conversation_goes_on() {
    let place = shop();
    let mut editor = Editor::start(place.command(["lsp"]));
    let refused =
        |editor: &mut Editor| editor.wait(|message| message["id"].is_null())["error"]["code"].clone();
    editor.send_bytes(b"hello\r\n\r\n");
    assert_eq!(refused(&mut editor), -32600);
    editor.send_bytes(b"Content-Length: 4\r\n\r\n{\xff}}");
    assert_eq!(refused(&mut editor), -32700);
    assert_eq!(editor.request("textDocument/hover", json!({}))["error"]["code"], -32002);
    assert!(
        editor
            .request("initialize", json!({ "rootUri": 7, "workspaceFolders": { "a": 1 } }))
            .get("result")
            .is_some()
    );
    assert_eq!(editor.request("initialize", json!({}))["error"]["code"], -32600);
    assert_eq!(editor.request("no/such", json!({}))["error"]["code"], -32601);
    let document = json!({ "uri": addresses::address(&place.path(DOCUMENT)), "version": 3 });
    for (method, params) in [
        ("textDocument/didOpen", json!({ "textDocument": 7 })),
        ("textDocument/didChange", json!({ "textDocument": document, "contentChanges": [{ "text": "x" }] })),
        ("textDocument/didOpen", json!({ "textDocument": { "uri": "untitled:1", "text": "x" } })),
        ("textDocument/didClose", json!({ "textDocument": document })),
        ("workspace/didChangeWatchedFiles", json!({ "changes": [{ "uri": "file:///dev/zero" }, {}] })),
        ("$/cancelRequest", json!({ "id": [] })),
    ] {
        editor.notify(method, params);
    }
    assert_eq!(editor.open(&place.path(DOCUMENT), ACCOUNTS), ["untested 9:0"]);
    let far = json!({ "start": { "line": 9999, "character": 9999 }, "end": { "line": 0, "character": 0 } });
    editor.edit(&place.path(DOCUMENT), json!([{ "range": far, "text": "\n" }]));
    assert_eq!(editor.end(), Some(0));
}

#[test]
fn the_exit_code_says_whether_the_client_has_said_goodbye() {
    let place = shop();
    assert_eq!(editor(&place).code(), Some(1), "it has gone away");
    let mut hasty = editor(&place);
    hasty.notify("exit", Value::Null);
    assert_eq!(hasty.code(), Some(1));
}

/// An example crate of the repository, which is read where it is.
pub(super) fn example() -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/kiro");
    path.canonicalize().expect("it is there")
}

#[test]
fn an_example_crate_is_clean_until_a_criterion_changes() {
    let (place, example) = (TestCrate::with(&[]), example());
    let mut editor = Editor::of(place.command(["lsp"]), &example, Value::Null);
    let document = example.join(".kiro/specs/session-store/requirements.md");
    let text = std::fs::read_to_string(&document).expect("it can be read");
    assert_eq!(editor.open(&document, &text), Vec::<String>::new());
    let found = editor.edit(&document, replaced(&text, "idle for 30 minutes", "idle for 60 minutes"));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("criterion-"), "{found:?}");
    assert_eq!(editor.end(), Some(0));
}
