//! The promises of the fuzz targets on the examples, cut and joined at random. `PROPTEST_CASES` sets the number of
//! tries.

use std::fs;

use proptest::prelude::*;
use spec_tests::fuzz;

use spec_runtime::spec;

use crate::REPOSITORY;

/// Documents in every dialect, as bytes.
fn documents() -> Vec<Vec<u8>> {
    let documents = [
        "requirements.md",
        "examples/native/requirements.md",
        "examples/kiro/.kiro/specs/session-store/requirements.md",
        "examples/spec-kit/specs/001-recipe-scaling/spec.md",
        "examples/openspec/openspec/specs/retry-policy/spec.md",
    ];
    let files = documents.into_iter().map(|path| fs::read(REPOSITORY.join(path)).expect("it is there"));
    files.chain(ODD.map(|text| text.as_bytes().to_vec())).collect()
}

/// Documents with what the examples have none of: odd characters in ids, ids that are gone, ranges, markers, Gherkin, tables of steps.
const ODD: [&str; 8] = [
    "# Mill\n\n## REQ\u{2011}1: Grain\n\n- \u{200b}**REQ\u{2212}1.1**\u{a0}: THE mill SHALL weigh\n\u{2022} REQ-1.2: THE mill SHALL \0ring\n- \u{2705} <a id=x></a>REQ-1.3: it SHALL\n\u{115d7}0, it SHALL\n\u{115d7}0,\n",
    "# Mill\n\n## Requirements\n\n- ~~**FR-001**: System MUST sing~~\n- **FR-002** (removed)\n- **FR-003**\u{2013}**FR-009**: System MUST ring\n- FR-010 to FR-011: System MUST stop\n- **FR-012**: N/A\n**More:**\n- **FR-013/014**: System MUST\n",
    "# Import\n\n### Markdown\n`feat~markdown-import~1`\n\nThe tool imports:\n* tables\n\nNeeds: req\n\n## req~tags~1\n\n**Description:** It shall read tags.\n\nr[gate.open]\nThe gate MUST open.\n",
    "## REQ-1: Gate\n\n```gherkin\nFeature: Gate\n\n  Background:\n    Given a gate\n    \"\"\"\n    text\n    \"\"\"\n\n  @REQ-1.4\n  Scenario Outline: Open\n    When <who> knocks\n    Then it opens\n\n    Examples:\n      | who |\n      | Ada |\n```\n",
    "## Requirements\n\n### Requirement: ~~Weigh~~ (removed)\nIt SHALL weigh.\n\n#### Scenario: Full (deprecated)\n- **WHEN** a\n- **THEN** b\n\n### Requirement Two\nIt SHALL.\n\n| Given | When | Then |\n|---|---|---|\n| a | b | c |\n",
    "### User Story 1 - A (Priority: P1)\n\n| Given | When | Then |\n|--|--|--|\n| a | b | c |\n\n1. **Given** a, **When** b, **Then** c\n\n[^1]: FR-001\n\n<details>\n- FR-002: it MUST\n</details>\n<pre>\n",
    "# Requirements Document\n\n### Requirement 1: Grain\n\n#### Acceptance Criteria\n\n1\u{3001}THE mill SHALL ring\n2\u{3001}THE mill SHALL stop\u{2028}\u{2460}it SHALL\u{85}(2) it SHALL\u{b}iii. it SHALL\r1\\. x. 2. It SHALL; **FR-3**: it SHALL\u{2029}fr-4: it SHALL\n- FR-5\n",
    "### Requirement: Weigh\nIt SHALL weigh.\n\n#### Scenario: Full\n- **WHEN** a\n- **THEN** b\nScenario: Torn\n\n###Requirement: Log\nIt SHALL log.\n**Scenario**: C\n- **Requirement: D**\n\n\\### Requirement: E\n<h3>Requirement: F</h3>\n",
];

/// The texts that break the structure of a document when they land in the middle of it.
const SPLINTERS: [&[u8]; 42] = [
    b"\n",
    b"\r\n",
    b"\r",
    b"\0",
    b"\xff",
    b"\xe2\x80",
    b"```\n",
    b"<!--",
    b"-->",
    b"> ",
    b"- ",
    b"1. ",
    b"\t",
    b"| a | b |\n|--|--|\n",
    b"# ",
    b"### Requirement 1: A\n",
    b"\xef\xbb\xbf",
    b"**",
    b"[NEEDS CLARIFICATION: ",
    b"\n\n## ADDED Requirements\n\n",
    "\u{200b}".as_bytes(),
    "\u{2011}".as_bytes(),
    "\u{2013}".as_bytes(),
    "\u{115d7}0,".as_bytes(),
    b"~~",
    b"(removed)",
    b" to ",
    b"..",
    b"**More:**\n",
    b"```gherkin\n",
    b"\"\"\"\n",
    b"REQ-1.1: ",
    "1\u{3001}".as_bytes(),
    "\u{2461} ".as_bytes(),
    "\u{2028}".as_bytes(),
    "\u{85}".as_bytes(),
    b"\x0c",
    b"; **FR-7**: ",
    b"\nfr-8: ",
    b"\n###Requirement: B\n",
    b"\nScenario: C\n",
    b"b. ",
];

/// Some document, cut at some places, with splinters in between.
fn broken(seeds: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let cut = (prop::sample::select(seeds), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let splinter = prop_oneof![
        prop::sample::select(SPLINTERS.map(<[u8]>::to_vec).to_vec()),
        prop::collection::vec(any::<u8>(), 0..8),
    ];
    prop::collection::vec((cut, splinter), 1..6).prop_map(|pieces| {
        let mut bytes = Vec::new();
        for ((seed, from, to), splinter) in pieces {
            let (from, to) = (from.index(seed.len()), to.index(seed.len()));
            bytes.extend_from_slice(&seed[from.min(to)..from.max(to)]);
            bytes.extend_from_slice(&splinter);
        }
        bytes
    })
}

#[test]
fn seeds_as_they_are_keep_the_promises() {
    test_files().iter().for_each(|file| fuzz::gen_existing(&String::from_utf8_lossy(file)));
    documents().iter().for_each(|document| fuzz::read_document(document));
    fuzz::read_design(DESIGN.as_bytes());
    fuzz::read_tasks(TASKS.as_bytes());
    fuzz::read_config(CONFIG);
    fuzz::answer_mcp(CONVERSATION.as_bytes());
    fuzz::answer_lsp(&editing());
    LINKS.iter().for_each(|source| fuzz::scan_links(source));
    fuzz::read_lock(LOCK.as_bytes());
    fuzz::read_lock(LOCK.replace('\n', "\r\n").as_bytes());
}

/// A task list with boxes, fields and tags of every form, and a graph.
const TASKS: &str = "\
# Tasks

- [ ] 1. Oven
  - [x] 1.1 Heat `src/oven/heat.rs`
    - _Requirements: 1.1-1.3, 2 (partly)_
  - [-]* 1.2 Test
    - **Property 1: It warms**
    - **Validates: Requirements 1.2**

> - [~] T003 [P] [US1+US2] Bake per FR-003 (depends on T001-T002)

- \\[ \\] **Task 4: Eat** (AC: 1, 2)
  - _Depends: 1.1_ _Boundary: Table, Chair (old)_

### [X] T005: Wash

- [ ] 检查点：看 _需求：1.1、1.2_

```json
{\"waves\": [[1], {\"id\": 1, \"tasks\": [\"1.1\", {\"id\": 2, \"depends_on\": [\"1\"]}]}]}
```
";

/// A conversation with the server of the Model Context Protocol, in both eras.
const CONVERSATION: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}
{"jsonrpc":"2.0","method":"notifications/initialized"}
{"jsonrpc":"2.0","id":"b","method":"tools/call","params":{"name":"show","arguments":{"id":"REQ-1.1"},"_meta":{"progressToken":7}}}
{"jsonrpc":"2.0","id":3,"method":"resources/list","params":{"cursor":"1"}}
{"jsonrpc":"2.0","id":4,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}}
{"jsonrpc":"2.0","id":5,"method":"resources/read","params":{"uri":"spec://task/a%20b/1"}}
{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"b"}}
"#;

/// Returns the frames of an editor from its start to its end.
fn editing() -> Vec<u8> {
    let document = "file:///shop/.kiro/specs/a/requirements.md";
    let at =
        format!(r#""textDocument":{{"uri":"{document}","version":1}},"position":{{"line":4,"character":9}}"#);
    let range = r#"{"start":{"line":4,"character":0},"end":{"line":4,"character":7}}"#;
    let changes = format!(r#"[{{"range":{range},"text":"2. WHEN ü"}},{{"text":"1. it SHALL b\n"}}]"#);
    let opened =
        format!(r#""uri":"{document}","languageId":"markdown","version":1,"text":"1. it SHALL ü𝄞\n""#);
    let mut messages = vec![
        r#""id":0,"method":"initialize","params":{"rootUri":"file:///shop","capabilities":{}}"#.to_owned(),
        r#""method":"initialized","params":{}"#.to_owned(),
        format!(r#""method":"textDocument/didOpen","params":{{"textDocument":{{{opened}}}}}"#),
        format!(r#""method":"textDocument/didChange","params":{{{at},"contentChanges":{changes}}}"#),
        format!(r#""method":"textDocument/didClose","params":{{{at}}}"#),
        r#""method":"$/cancelRequest","params":{"id":3}"#.to_owned(),
    ];
    let methods = cargo_spec::lsp::requests::REQUESTS.iter().map(|(method, _)| *method);
    messages.extend(methods.chain(["workspace/executeCommand"]).zip(1..).map(|(method, id)| {
        format!(r#""id":{id},"method":"{method}","params":{{{at},"range":{range},"query":"a","newName":"1.9","context":{{}}}}"#)
    }));
    messages.push(r#""id":99,"method":"shutdown""#.to_owned());
    messages.push(r#""method":"exit""#.to_owned());
    let framed = messages.into_iter().map(|message| {
        let message = format!(r#"{{"jsonrpc":"2.0",{message}}}"#);
        format!("Content-Length: {}\r\n\r\n{message}", message.len())
    });
    framed.collect::<String>().into_bytes()
}

/// A design with properties of every form, a table of traceability and a tree.
const DESIGN: &str = "\
# Design

Meets Requirements 1-2 and FR-003.

## Correctness Properties

### Property 1: Bell

*For any* bell, it rings.

**Validates: Requirements 1.1-1.3,
2.1 (partly)**

**Property 1.2 - Stop** It stops. **Validates:**
- Requirement 2

属性 3：**验证需求：1.1、1.2**

## Requirements Traceability

| Requirement | Part |
|---|---|
| 1.1, 1.2 | `Bell` |
| Req 2: Stop | - |

```text
src/
├── bell/       # new
│   └── mod.rs
└── main.rs
```
";

/// A configuration with every table.
const CONFIG: &str = "\
documents = [\"specs/**/*.md\", 'a b.md']
features = { \"docs/a.md\" = \"shop\" }
runtime = \"spec-runtime\"

[dialect]
\"docs/*.md\" = \"kiro\"
default = \"native\"

[lints]
unread-text = \"error\"
stub = \"allow\"

[waive]
\"REQ-1.2\" = { by = \"inspection\", reason = \"\"\"looked\nat\"\"\" }
'shop/REQ-3' = { by = \"measurement\", reason = \"90 %\" }

[tests]
attributes = [\"my_test\", \"our::test\"]
flaky = 1
";

/// Rust with links where they are hard to see: in macros, and under conditions.
const LINKS: [&str; 6] = [
    "macro_rules! m { ($(#[$a:meta])* $n:ident) => { $(#[$a])* #[test] #[spec(\"REQ-1.1\")] fn $n() {} } }\nm!(a);\n",
    "#[cfg(all(test, feature = \"a\", not(windows)))]\nmod t {\n    #[test]\n    #[spec(\"REQ-1.2\", \"REQ-1.3\")]\n    fn a() {}\n}\n",
    "#[cfg_attr(any(test, feature = \"b\"), spec(\"REQ-2\"), inline)]\npub fn a() {}\n",
    "tests! { #[spec(r#\"REQ-3\"#)] #[ignore = \"slow\"] fn a() { #[cfg(any())] #[spec(\"REQ-4\")] fn b() {} } }\n",
    "use spec_runtime::spec as s;\nimpl A { #[cfg_attr(not(all()), s(\"REQ-5\"))] #[s(\"REQ-\\x35\")] fn a(&self) {} }\n",
    "#[cfg(doc)] #[doc = include_str!(\"a.md\")] #[::spec_runtime::spec(\"REQ-6\")] struct A; // #[spec(\"REQ-7\")]\n",
];

/// A lock with every kind of line.
const LOCK: &str = "\
# What people have accepted. Kept by `cargo spec accept`, not by hand.
version 1

[shop/REQ-1.1]
shop/REQ-1.1\ttext\t203943f31246986c\tit SHALL\\nwork\\t\\\\
shop/REQ-1.1\ttest\tfcc86d67cff77bf6\ttests/a.rs\ta\tx ( )
shop/REQ-1.1\ttest\tf400aa6b21bb3e56\ttests/a.rs\tb\ty
shop/REQ-1.1\thelp\tf400aa6b21bb3e56\ttests/a.rs\tc\ty
shop/REQ-1.1\tcode\t-\tsrc/lib.rs\tpay
shop/REQ-1.1\tcode\tf400aa6b21bb3e56\tsrc/lib.rs\tpaid
shop/REQ-1.1\tsame\tonly the spelling

[shop/REQ-1.2]
shop/REQ-1.2\tgone\t9ce8fb720ea0b8ce\tf020a463219936ab

[shop/REQ-1.10]
shop/REQ-1.10\ttext\t7367122af8bff4cf\tit SHALL end
shop/REQ-1.10\tseal\tbc23c7d81e97abcc\td83634b6594693c8

[]
strict\tshop
known\tshop/REQ-2.1\tuntested\t3
known\tshop/REQ-2.1\tuntested\t1

# end
";

/// Its lines, some of them again, in any order, between a beginning and an end: what a merge may leave.
fn merged_locks() -> impl Strategy<Value = String> {
    let others = [
        "shop/REQ-1.1\ttext\t7367122af8bff4cf\tit SHALL end\n",
        "<<<<<<< HEAD\n",
        "# end\n",
        "[other/REQ-1.1]\n",
    ];
    let lines: Vec<_> = LOCK.split_inclusive('\n').chain(others).collect();
    let picked = prop::collection::vec(prop::sample::select(lines), 0..16);
    picked.prop_map(|lines| format!("version 1\n{}# end\n", lines.concat()))
}

/// Test files as people write them, and pieces of Rust that are hard to tell apart.
fn test_files() -> Vec<Vec<u8>> {
    let mut files: Vec<_> =
        ["native/tests/spec/requirements.rs", "kiro/tests/spec/session_store.rs", "openspec/src/lib.rs"]
            .into_iter()
            .map(|path| fs::read(REPOSITORY.join("examples").join(path)).expect("it is there"))
            .collect();
    files.extend(
        files
            .clone()
            .into_iter()
            .map(|file| String::from_utf8_lossy(&file).replace('\n', "\r\n").into_bytes()),
    );
    files
}

const PIECES: [&str; 24] = [
    "",
    "\n",
    "\r\n",
    "// a comment\n",
    "/* a block\n",
    "*/",
    "\"",
    "r#\"",
    "\"#",
    "'a",
    "#[spec(\"REQ-1.1\")]\n",
    "#[test]\nfn a() {}\n",
    "mod inner {\n",
    "}\n",
    "#!/usr/bin/env run\n",
    "#![allow(dead_code)]\n",
    "//! About.\n",
    "\u{feff}",
    "use spec_runtime::{spec as s, pending};\n",
    "macro_rules! m { ($a:tt) => { $a } }\n",
    "fn a() {} // after\n",
    "#[test]\n#[spec(\"REQ-2.1\")]\nfn z() {}",
    "/// Doc\n",
    "\t  \n",
];

/// Each document with each line end that Markdown does not know, alone and in pairs, at each place.
fn with_odd_line_ends(document: &str, mut check: impl FnMut(&[u8])) {
    for end in ["\u{2028}", "\u{85}", "\u{2028}- [ ] "] {
        for (at, _) in document.char_indices() {
            check([&document[..at], end, &document[at..]].concat().as_bytes());
        }
    }
}

#[test]
fn a_line_end_that_markdown_does_not_know_may_stand_at_each_place() {
    with_odd_line_ends(TASKS, fuzz::read_tasks);
    with_odd_line_ends(DESIGN, fuzz::read_design);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn documents_in_pieces_keep_the_promises(document in broken(documents())) {
        fuzz::read_document(&document);
    }

    #[test]
    fn designs_in_pieces_keep_the_promises(design in broken(vec![DESIGN.as_bytes().to_vec()])) {
        fuzz::read_design(&design);
    }

    #[test]
    fn task_lists_in_pieces_keep_the_promises(list in broken(vec![TASKS.as_bytes().to_vec()])) {
        fuzz::read_tasks(&list);
    }

    #[test]
    fn links_in_pieces_are_the_literals_at_their_places(source in broken(LINKS.map(|text| text.as_bytes().to_vec()).to_vec())) {
        fuzz::scan_links(&String::from_utf8_lossy(&source));
    }

    #[test]
    fn configurations_in_pieces_are_read_or_reported_to_be_wrong(config in broken(vec![CONFIG.as_bytes().to_vec()])) {
        fuzz::read_config(&String::from_utf8_lossy(&config));
    }

    #[test]
    fn conversations_in_pieces_have_an_answer_for_each_question(input in broken(vec![CONVERSATION.as_bytes().to_vec()])) {
        fuzz::answer_mcp(&input);
    }

    #[test]
    fn what_editors_say_in_pieces_breaks_nothing(input in broken(vec![editing()])) {
        fuzz::answer_lsp(&input);
    }

    #[test]
    #[spec("REQ-12.1")]
    fn locks_in_pieces_are_read_or_reported_to_be_wrong(lock in broken(vec![LOCK.as_bytes().to_vec()])) {
        fuzz::read_lock(&lock);
    }

    #[test]
    #[spec("REQ-12.1")]
    fn locks_of_which_git_has_made_one_are_read_as_they_are_written(lock in merged_locks()) {
        fuzz::read_lock(lock.as_bytes());
    }

    #[test]
    #[spec("REQ-2.4")]
    fn test_files_in_pieces_lose_nothing(file in broken(test_files()).prop_map(|file| String::from_utf8_lossy(&file).into_owned())) {
        fuzz::gen_existing(&file);
        fuzz::scan_links(&file);
    }

    #[test]
    #[spec("REQ-2.4")]
    fn test_files_of_pieces_lose_nothing(pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..12)) {
        fuzz::gen_existing(&pieces.concat());
        fuzz::scan_links(&pieces.concat());
    }
}
