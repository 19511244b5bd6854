//! The bodies of the fuzz targets: what must hold of any input. `cargo test` also tries them, on seeds and at random.

use std::path::Path;
use std::sync::Arc;

use cargo_spec::children::Stoppable;
use cargo_spec::lsp;
use cargo_spec::lsp::frames::{self, Frame};
use cargo_spec::mcp::protocol::{self, Message};
use cargo_spec::mcp::server::{self, Output};
use cargo_spec::stubs::{CodeLayout, DocumentPlace, Placed, Setting, Stub, TestOrder, Wanted, splice};
use spec_engine::links;
use spec_engine::lock::{self, AcceptedCriterion, Lock};
use spec_model::config::Config;
use spec_model::files::Memory;
use spec_model::{Dialect, Severity, Source, Span, design, dialect, tasks};

/// Any bytes are a document: reading it does not panic, and every place that is told lies in its text.
///
/// # Panics
/// If a promise does not hold.
pub fn read_document(bytes: &[u8]) {
    let dialects = Dialect::ALL.into_iter().map(Some).chain([None]);
    for dialect in dialects {
        let (source, _) = Source::from_bytes(Path::new("specs/any/spec.md"), bytes.to_vec());
        let document = dialect::read(source, dialect);
        let text = document.source.text();
        let lines = document.source.line(text.len());
        let mut last = None;
        for (requirement, criterion) in document.criteria() {
            let spans = [requirement.span, criterion.span];
            for span in spans {
                assert!(text.get(span.start..span.end).is_some(), "{span:?} is not in the text");
            }
            assert!(!criterion.id.as_str().is_empty() && !criterion.text.as_str().trim().is_empty());
            assert!((1..=lines).contains(&criterion.line) && criterion.line <= criterion.end_line);
            // A requirement may be taken up again further down, so the order holds within each.
            let place = (&requirement.id, criterion.span.start);
            assert!(
                last.is_none_or(|(id, start)| id != place.0 || start <= place.1),
                "out of order: {place:?}"
            );
            last = Some(place);
            let words = criterion.text.as_str();
            for part in criterion.clause().parts {
                assert!(words.get(part.range.clone()).is_some(), "{:?} is not in {words:?}", part.range);
            }
        }
        for diagnostic in &document.diagnostics {
            assert!(!diagnostic.message.is_empty());
            if let Some(location) = &diagnostic.location {
                assert!(text.get(location.span.start..location.span.end).is_some(), "{diagnostic:?}");
            }
        }
        let is_reported = document.diagnostics.iter().any(|found| found.severity == Severity::Error);
        assert!(is_reported || document.criteria().next().is_some(), "no criteria and no word about it");
    }
}

/// Any bytes are a design document: reading it does not panic, and every place that is told lies in its text.
///
/// # Panics
/// If a promise does not hold.
pub fn read_design(bytes: &[u8]) {
    let (source, _) = Source::from_bytes(Path::new("specs/any/design.md"), bytes.to_vec());
    let design = design::read(source);
    let text = design.source.text();
    let validated = design.properties.iter().flat_map(|property| &property.validates);
    let traced = design.rows.iter().flat_map(|row| &row.requirements);
    let named = design.sections.iter().flat_map(|section| &section.cites);
    let spans = validated.chain(traced).chain(named).map(|cited| cited.span);
    let spans = spans.chain(design.properties.iter().map(|property| property.span));
    let spans = spans.chain(design.rows.iter().map(|row| row.span));
    let spans = spans.chain(design.sections.iter().map(|section| section.span));
    let entries = design.trees.iter().flat_map(|tree| &tree.entries);
    for span in spans.chain(entries.map(|entry| entry.span)) {
        assert!(text.get(span.start..span.end).is_some(), "{span:?} is not in the text");
    }
    for diagnostic in &design.diagnostics {
        if let Some(location) = &diagnostic.location {
            assert!(text.get(location.span.start..location.span.end).is_some(), "{diagnostic:?}");
        }
    }
    for (ix, property) in design.properties() {
        assert!(!property.number.is_empty() && design.property(ix).line == property.line);
        assert!(property.line <= property.end_line && property.end_line <= design.source.line_count());
    }
}

/// Any bytes are a task list: reading it does not panic, and every place that is told lies in its text.
///
/// # Panics
/// If a promise does not hold.
pub fn read_tasks(bytes: &[u8]) {
    let (source, _) = Source::from_bytes(Path::new("specs/any/tasks.md"), bytes.to_vec());
    let list = tasks::read(source);
    let is_in = |span: Span| list.source.text().get(span.start..span.end).is_some();
    let mut last = 0;
    for task in &list.tasks {
        let references = task.references.iter().map(|reference| reference.span);
        let names = task.references.iter().flat_map(|reference| &reference.names);
        let names = names.map(|name| Span::from(name.range.clone()));
        let spans = [task.span, task.title].into_iter().chain(task.number).chain(references).chain(names);
        let spans = spans.chain(task.depends.iter().map(|depends| depends.span));
        let spans = spans.chain(task.properties.iter().map(|property| property.span));
        let spans = spans.chain(task.boundary.iter().chain(&task.paths).copied());
        for span in spans {
            assert!(is_in(span), "{span:?} is not in the text");
        }
        assert!(task.line > last && task.line <= task.end_line, "out of order: {}", task.line);
        last = task.line;
        assert!(task.parent.is_none_or(|parent| list.tasks[parent].line < task.line));
    }
    assert!(list.waves.iter().flat_map(|wave| &wave.tasks).all(|task| is_in(task.span)));
    for diagnostic in &list.diagnostics {
        assert!(diagnostic.location.as_ref().is_none_or(|location| is_in(location.span)), "{diagnostic:?}");
    }
}

/// Any text is a Rust source: looking for links does not panic, and each link is the string literal at its place.
///
/// # Panics
/// If a promise does not hold.
pub fn scan_links(text: &str) {
    let source = Source::new(Path::new("src/any.rs"), text);
    let found = links::scan(source.path(), source.text());
    let text = source.text();
    let is_in = |span: Span| text.get(span.start..span.end).is_some();
    for link in &found.links {
        assert!(is_in(link.location.span), "{link:?}");
        // A text that is no literal to the compiler (a bare carriage return is in it) is its business.
        if let Ok(literal) = syn::parse_str::<syn::LitStr>(&text[link.location.span.range()]) {
            // The compiler ends lines as Unix does before it reads a literal; `syn` leaves them in raw ones.
            let unix = |text: &str| text.replace("\r\n", "\n");
            assert_eq!(unix(&literal.value()), unix(&link.id), "{link:?}");
        }
        assert!(is_in(link.item.span), "{link:?}");
    }
    for diagnostic in &found.diagnostics {
        assert!(diagnostic.location.as_ref().is_none_or(|location| is_in(location.span)), "{diagnostic:?}");
    }
    // A file that the filter lets pass unread holds nothing.
    assert!(links::concerns(text.as_bytes()) || found.links.is_empty(), "{:?}", found.links);
}

/// Any text is a configuration: reading it does not panic, what is wrong has a place in the text, and reading it again says the same.
///
/// # Panics
/// If a promise does not hold.
pub fn read_config(text: &str) {
    let source = Source::new(Path::new("spec.toml"), text);
    let (config, mistakes) = Config::read(&source);
    for mistake in &mistakes {
        assert!(!mistake.message.is_empty());
        let location = mistake.location.as_ref().expect("it has a place");
        assert!(text.get(location.span.range()).is_some(), "{mistake:?}");
    }
    let (again, same) = Config::read(&source);
    assert_eq!((format!("{again:?}"), same), (format!("{config:?}"), mistakes));
}

/// Any bytes are what a client of the Model Context Protocol may send: every answer is one line of JSON, and each line but a notification has one.
///
/// # Panics
/// If a promise does not hold.
pub fn answer_mcp(input: &[u8]) {
    let mut written = Vec::new();
    let run = |_: &[String], _: &Stoppable, _: &(dyn Fn(&str) + Sync)| {
        Ok(Output {
            out: br#"{"version":1,"documents":[{"feature":"a","tasks":[{"id":"1"}]}]}"#.to_vec(),
            err: Vec::new(),
        })
    };
    server::serve(input, &mut written, &run).expect("memory can be read");
    let asks = |line: &&[u8]| {
        !line.trim_ascii().is_empty()
            && (line.len() > protocol::MAX_LINE
                || !matches!(protocol::read(line), Ok(Message::Notification(..))))
    };
    let asked = input.split(|byte| *byte == b'\n').filter(asks).count();
    let written = String::from_utf8(written).expect("the answers are UTF-8");
    for line in written.lines() {
        let answer: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(answer.get("result").is_some() != answer.get("error").is_some(), "{answer}");
    }
    // A cancelled request has no answer.
    let is_cancellation = |line: &&[u8]| matches!(protocol::read(line), Ok(Message::Notification(method, _)) if method == "notifications/cancelled");
    let cancelled = input.split(|byte| *byte == b'\n').filter(is_cancellation).count();
    let answers = written.lines().count();
    assert!((asked.saturating_sub(cancelled)..=asked).contains(&answers), "{asked} questions: {written}");
}

/// Any bytes are what an editor may send: every answer is a framed message of JSON, and nothing in the program fails.
///
/// # Panics
/// If a promise does not hold.
pub fn answer_lsp(input: &[u8]) {
    let files = Memory::from_iter([
        ("/shop/Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        (
            "/shop/.kiro/specs/a/requirements.md",
            "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. it SHALL a\n",
        ),
        ("/shop/.kiro/specs/a/tasks.md", "- [ ] 1. Do\n  - _Requirements: 1.1_\n"),
        ("/shop/src/lib.rs", "#[spec_runtime::spec(\"REQ-1.1\")]\nfn a() {}\n"),
    ]);
    let mut written = Vec::new();
    let run = |_: &Path, _: &[&str]| Ok(String::new());
    lsp::server::serve(input, &mut written, Arc::new(files), &run).expect("memory can be read");
    let mut rest = &*written;
    loop {
        match frames::read(&mut rest).expect("memory can be read") {
            Frame::End => break,
            Frame::Refused(words) => panic!("what was written is no frame: {words}"),
            Frame::Body(body) => {
                let message: serde_json::Value = serde_json::from_slice(&body).expect("each message is JSON");
                assert_ne!(message["error"]["code"], INTERNAL_ERROR, "{message}");
                assert_ne!(message["method"], "window/logMessage", "a part of the program has failed");
            }
        }
    }
}

/// The number of the error that says that the program is wrong.
const INTERNAL_ERROR: i64 = -32603;

/// Any bytes are a lock: reading it does not panic, what is wrong has a place in its text, and what is read is written so that it is read
/// again as it was.
///
/// # Panics
/// If a promise does not hold.
pub fn read_lock(bytes: &[u8]) {
    let path = Path::new("spec.lock");
    let (source, mistakes) = Source::from_bytes(path, bytes.to_vec());
    if mistakes.is_some() {
        return;
    }
    match lock::read(&source) {
        Ok(read) => {
            for accepted in &read.criteria {
                let words = accepted.lines.expect("it was read").words;
                assert!(source.text().get(words.start..words.end).is_some(), "{words:?}");
            }
            let written = read.to_string();
            let again = lock::read(&Source::new(path, written.as_str()));
            let again = again.unwrap_or_else(|findings| panic!("{findings:?}:\n{written}"));
            assert_eq!(again.to_string(), written);
            assert_eq!(in_order(again), in_order(read), "{written}");
        }
        Err(findings) => {
            assert!(!findings.is_empty(), "it is refused without a word");
            for finding in &findings {
                let location = finding.location.as_ref().expect("it has a place");
                assert!(source.text().get(location.span.start..location.span.end).is_some(), "{finding:?}");
            }
        }
    }
}

/// A lock with the items of each criterion in the order in which they are written, and without places.
fn in_order(lock: Lock) -> Lock {
    let mut lock = lock.without_lines();
    for AcceptedCriterion { intent: meaning, .. } in &mut lock.criteria {
        for items in [&mut meaning.tests, &mut meaning.helpers, &mut meaning.code] {
            items.sort_by(|one, other| (&one.file, &one.name).cmp(&(&other.file, &other.name)));
        }
    }
    lock
}

/// Any text is a test file that stubs are added to: nothing of it is lost, and if it parsed before, it still does.
///
/// # Panics
/// If a promise does not hold.
pub fn gen_existing(existing: &str) {
    let parsed = syn::parse_file(existing);
    let ids = ["REQ-1.1", "REQ-1.2", "REQ-2.1"];
    let place_of = |id: &str| {
        let criterion = ids.iter().position(|known| *known == id)?;
        Some(DocumentPlace { requirement: usize::from(criterion == 2), criterion })
    };
    let stubs: Vec<_> = ids
        .into_iter()
        .filter(|id| !existing.contains(id))
        .filter_map(|id| {
            let text =
                "WHEN a visitor asks twice THEN the shop SHALL answer `*/ \"# {}` within 200 ms".to_owned();
            let wanted = Wanted { id: id.to_owned(), title: "Ask".to_owned(), text, ..Wanted::default() };
            Some(Placed { place: place_of(id)?, stub: Stub::new(wanted) })
        })
        .collect();
    let order = TestOrder {
        headings: vec!["REQ-1 · Ask".to_owned(), "REQ-2 · Answer".to_owned()],
        place_of: &place_of,
    };
    let setting = Setting {
        runtime: "spec_runtime".to_owned(),
        async_test: None,
        has_proptest: false,
        header: "What the shop must do.".to_owned(),
        layout: CodeLayout::default(),
    };
    match splice(existing, &stubs, &order, &setting) {
        Ok(spliced) => {
            assert!(is_kept(existing, &spliced.text), "something is lost:\n{}", spliced.text);
            assert_eq!(spliced.added.len(), stubs.len(), "a stub is missing:\n{}", spliced.text);
            // A file that nothing is added to is not looked at.
            if stubs.is_empty() {
                assert_eq!(spliced.text, existing);
                return;
            }
            let now = syn::parse_file(&spliced.text).expect("it parses still");
            if let Ok(before) = &parsed {
                assert!(are_kept(&before.items, &now.items), "an item is changed:\n{}", spliced.text);
                let is_said = before.attrs.iter().all(|attribute| now.attrs.contains(attribute));
                assert!(is_said, "what the file says of itself is changed:\n{}", spliced.text);
            }
        }
        Err(refused) => {
            assert!(parsed.is_err() || !refused.message.is_empty(), "it was refused without a word");
        }
    }
}

/// Is every character of one text in the other, in the same order?
fn is_kept(text: &str, of: &str) -> bool {
    let mut characters = of.chars();
    text.chars().all(|wanted| characters.any(|character| character == wanted))
}

/// Is every item of one file in the other, in the same order and with the same tokens?
fn are_kept(items: &[syn::Item], of: &[syn::Item]) -> bool {
    let mut of = of.iter();
    items.iter().all(|wanted| of.any(|item| item == wanted))
}
