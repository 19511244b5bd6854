//! Checks that after any edits a host answers as a new one would.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use spec_model::files::{FileKind, FileNode, Files, FolderEntry, Memory};

use super::Host;
use crate::verdict::{Compare, Question};

/// Files that change while a host knows them, and how often some were read.
#[derive(Default)]
struct Changing(Mutex<Memory>, AtomicUsize);

impl Files for Changing {
    fn read(&self, path: &Path, kind: FileKind) -> std::io::Result<Vec<u8>> {
        let read = self.0.lock().expect("nobody panics").read(path, kind);
        self.1.fetch_add(usize::from(read.is_ok()), Ordering::Relaxed);
        read
    }

    fn node(&self, path: &Path) -> std::io::Result<FileNode> {
        self.0.lock().expect("nobody panics").node(path)
    }

    fn node_at(&self, path: &Path) -> std::io::Result<FileNode> {
        self.0.lock().expect("nobody panics").node_at(path)
    }

    fn entries(&self, folder: &Path) -> std::io::Result<Vec<FolderEntry>> {
        self.0.lock().expect("nobody panics").entries(folder)
    }

    fn real(&self, path: &Path) -> std::io::Result<std::path::PathBuf> {
        self.0.lock().expect("nobody panics").real(path)
    }
}

/// The states of a file: `None` is that it is not there.
const STATES: [(&str, &[Option<&str>]); 12] = [
    (
        "/w/Cargo.toml",
        &[Some("[workspace]\nmembers = [\"a\"]\n"), Some("[workspace]\nmembers = [\"a\", \"b\"]\n")],
    ),
    (
        "/w/a/Cargo.toml",
        &[Some("[package]\nname = \"a\"\n"), Some("[package]\nname = \"a\"\n[features]\nslow = []\n")],
    ),
    ("/w/b/Cargo.toml", &[Some("[package]\nname = \"b\"\n"), None]),
    (
        "/w/requirements.md",
        &[
            Some("# All\n\n## REQ-1: A\n\n- REQ-1.1: it SHALL a\n- REQ-1.2: it SHALL b\n"),
            Some("# All\n\n## REQ-1: A\n\n- REQ-1.1: it SHALL c\n"),
            Some("# All\n\n```\n"),
            None,
        ],
    ),
    (
        "/w/.kiro/specs/x/requirements.md",
        &[
            None,
            Some("### Requirement 7: X\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n"),
        ],
    ),
    (
        "/w/spec.toml",
        &[None, Some("[severity]\nuntested = \"warning\"\n"), Some("[tests]\nattributes = [\"check\"]\n")],
    ),
    (
        "/w/a/src/lib.rs",
        &[
            Some("mod one;\n#[cfg(test)] mod tests { #[test] #[spec(\"REQ-1.1\")] fn t() {} }\n"),
            Some("#[check] #[spec(\"REQ-1.2\")] fn u() {}\n"),
            Some("fn nothing() {}\n"),
            Some("#[path = \"../../odd/x.rs\"] mod x;\n"),
        ],
    ),
    (
        "/w/a/src/one.rs",
        &[None, Some("#[spec(\"REQ-1.1\")] pub fn a() {}\n"), Some("#[spec(\"REQ-9\")] fn b() {}\n")],
    ),
    (
        "/w/b/tests/t.rs",
        &[
            None,
            Some("#[test] #[spec(\"7.1\")] fn x() {}\n"),
            Some("#[test] #[spec(\"REQ-1.2\")] #[ignore] fn y() {}\n"),
        ],
    ),
    (
        "/w/a/src/shared.rs",
        &[
            Some("macro_rules! each { ($(#[$m:meta])* $n:ident) => { #[test] $(#[$m])* fn $n() {} } }\n"),
            Some(
                "macro_rules! each { ($($t:tt)*) => {} }\n\
                 macro_rules! all { () => { #[test] #[spec(\"REQ-1.2\")] fn z() {} } }\n",
            ),
            Some("macro_rules! all { () => { #[test] #[spec(\"REQ-1.1\")] fn z() {} } }\n"),
            None,
        ],
    ),
    (
        "/w/b/src/lib.rs",
        &[
            Some("each! { #[spec(\"REQ-1.1\")] one }\n"),
            Some("macro_rules! outer { () => { all!(); } }\neach! { #[spec(\"REQ-1.1\")] two }\n"),
            Some("macro_rules! outer { () => { all!(); } }\nouter!();\n"),
            Some("#[path = \"../../odd/x.rs\"] mod x;\n"),
            None,
        ],
    ),
    ("/w/odd/x.rs", &[Some("#[test] #[spec(\"REQ-1.2\")] fn beyond() {}\n"), None]),
];

/// The findings and verdicts, as text.
fn answer_of(host: &Host) -> String {
    answer_to(host, Compare::default())
}

fn answer_to(host: &Host, compare: Compare) -> String {
    let findings = host.ask(Path::new("/w"), &Question { compare, ..Question::default() });
    let verdicts = findings.verdicts.iter().map(|verdict| {
        let links: Vec<_> = verdict.links.iter().map(|link| link.item.path.to_string()).collect();
        format!("{} {} {} {links:?}", verdict.id, verdict.rung, verdict.text)
    });
    let findings = findings.diagnostics.iter().map(|finding| format!("{finding:?}"));
    verdicts.chain(findings).collect::<Vec<_>>().join("\n")
}

#[test]
fn after_an_edit_only_that_file_is_read_also_where_files_share_macros() {
    let files = Arc::new(Changing::default());
    let write = |path: &str, text: &str| files.0.lock().expect("nobody panics").insert(path, text);
    for (path, states) in STATES {
        states[0].iter().for_each(|text| write(path, text));
    }
    write("/w/a/src/one.rs", "each! { #[spec(\"REQ-1.1\")] one }\n");
    (0..50).for_each(|at| write(&format!("/w/a/src/more{at}.rs"), "fn nothing() {}\n"));
    let host = Host::new(Arc::clone(&files));
    assert!(answer_of(&host).contains("REQ-1.1 tested"), "the macro is expanded");
    let edits = [
        ("/w/requirements.md", "# All\n\n## REQ-1: A\n\n- REQ-1.1: it SHALL b\n"),
        ("/w/a/src/one.rs", "each! { #[spec(\"REQ-1.1\")] other }\n"),
        ("/w/a/src/more7.rs", "fn f() { each!(); }\n"),
        ("/w/a/src/shared.rs", "macro_rules! each { ($($t:tt)*) => {} }\n"),
    ];
    for (path, text) in edits {
        write(path, text);
        host.forget(Path::new(path));
        let before = files.1.load(Ordering::Relaxed);
        let after = answer_of(&host);
        // Once to be scanned, and once to be looked through.
        let times = files.1.load(Ordering::Relaxed) - before;
        assert!(times <= 2, "{path}: {times}");
        assert_eq!(after, answer_of(&Host::new(Arc::clone(&files))), "{path}");
    }
}

#[test]
fn a_host_beside_another_scans_only_the_files_that_differ() {
    let (one, other) = (Arc::new(Changing::default()), Arc::new(Changing::default()));
    let write =
        |files: &Changing, path: &str, text: &str| files.0.lock().expect("nobody panics").insert(path, text);
    for files in [&one, &other] {
        let states = STATES.iter().filter_map(|(path, states)| Some((*path, states[0]?)));
        states.for_each(|(path, text)| write(files, path, text));
        write(files, "/w/a/tests/t.rs", "#[test] #[spec(\"REQ-1.1\")] fn t() {}\n");
    }
    let differing = "/w/a/src/lib.rs";
    write(&other, differing, "#[spec(\"REQ-1.2\")] fn other() {}\n");
    let host = Host::new(one);
    host.ask(Path::new("/w"), &Question { compare: Compare::Never, ..Question::default() });
    let beside = Host::beside(Arc::clone(&other), &host);
    let workspace = beside.workspace(Path::new("/w"));
    // Without a lock it is not asked what the tests say: that is another question.
    assert!(beside.elsewhere(&workspace.packages, false).is_none());
    let elsewhere = beside.elsewhere(&workspace.packages, true).expect("it is the same question");
    for (path, is_known) in [(differing, false), ("/w/a/tests/t.rs", true), ("/w/a/tests/gone.rs", false)] {
        let text = beside.files().read(Path::new(path), FileKind::Source).unwrap_or_default();
        assert_eq!(elsewhere.same(Path::new(path), &text, 0).is_some(), is_known, "{path}");
    }
    assert!(elsewhere.same(Path::new("/w/a/tests/t.rs"), b"", 0).is_none());
}

#[test]
fn a_file_beyond_the_walk_goes_with_the_packages_that_are_there() {
    let beside = |path: &str| format!("#[path = \"{path}\"] mod x;\n");
    let test = "#[test] #[spec(\"REQ-1.1\")] fn x() {}\n";
    let files = Arc::new(Changing::default());
    let write = |path: &str, text: &str| files.0.lock().expect("nobody panics").insert(path, text);
    for (path, states) in STATES {
        states[0].iter().for_each(|text| write(path, text));
    }
    write("/w/odd/x.rs", test);
    let of_a = beside("../../odd/x.rs");
    let own = "## REQ-1: Own\n\n- REQ-1.1: it SHALL own\n";
    let edits = [
        ("/w/Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("/w/b/requirements.md", own),
        // Both packages include it, then only the one, then only the other.
        ("/w/a/src/lib.rs", &*of_a),
        ("/w/b/src/lib.rs", &*of_a),
        ("/w/a/src/lib.rs", "fn nothing() {}\n"),
        ("/w/a/src/lib.rs", &*of_a),
        ("/w/b/src/lib.rs", "fn nothing() {}\n"),
        ("/w/b/src/lib.rs", &*of_a),
        ("/w/a/src/lib.rs", "fn nothing() {}\n"),
        ("/w/Cargo.toml", "[workspace]\nmembers = [\"b\"]\n"),
        ("/w/Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
    ];
    let host = Host::new(Arc::clone(&files));
    answer_of(&host);
    for (at, (path, text)) in edits.into_iter().enumerate() {
        write(path, text);
        host.forget(Path::new(path));
        assert_eq!(answer_of(&host), answer_of(&Host::new(Arc::clone(&files))), "{at}: {path}");
    }
}

proptest! {
    #[test]
    fn after_any_edits_a_host_says_what_a_new_one_says(
        edits in prop::collection::vec((0..STATES.len(), 0_usize..60), 1..12),
    ) {
        let files = Arc::new(Changing::default());
        let write = |file: usize, state: usize| {
            let (path, states) = STATES[file];
            let mut memory = files.0.lock().expect("nobody panics");
            match states[state % states.len()] {
                Some(text) => memory.insert(path, text),
                None => memory.remove(Path::new(path)),
            }
        };
        (0..STATES.len()).for_each(|file| write(file, 0));
        let host = Host::new(Arc::clone(&files));
        prop_assert_eq!(answer_of(&host), answer_of(&Host::new(Arc::clone(&files))));
        for (file, state) in edits {
            write(file, state);
            // The host does not know of the edit yet: it is beside it that another one reads the files.
            let compare = if state % 2 == 0 { Compare::Never } else { Compare::IfLocked };
            let new = answer_to(&Host::new(Arc::clone(&files)), compare);
            prop_assert_eq!(answer_to(&Host::beside(Arc::clone(&files), &host), compare), new, "beside");
            host.forget(Path::new(STATES[file].0));
            answer_to(&host, compare);
            prop_assert_eq!(answer_of(&host), answer_of(&Host::new(Arc::clone(&files))), "{} {}", STATES[file].0, state);
        }
    }
}
