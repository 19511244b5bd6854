//! After any edits a host says what a new one says.

use std::path::Path;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;
use spec_model::files::{Entry, FileKind, Files, Memory, Node};

use super::Host;

/// Files that change while a host knows them.
#[derive(Default)]
struct Changing(Mutex<Memory>);

impl Files for Changing {
    fn read(&self, path: &Path, kind: FileKind) -> std::io::Result<Vec<u8>> {
        self.0.lock().expect("nobody panics").read(path, kind)
    }

    fn node(&self, path: &Path) -> std::io::Result<Node> {
        self.0.lock().expect("nobody panics").node(path)
    }

    fn node_at(&self, path: &Path) -> std::io::Result<Node> {
        self.0.lock().expect("nobody panics").node_at(path)
    }

    fn entries(&self, folder: &Path) -> std::io::Result<Vec<Entry>> {
        self.0.lock().expect("nobody panics").entries(folder)
    }

    fn real(&self, path: &Path) -> std::io::Result<std::path::PathBuf> {
        self.0.lock().expect("nobody panics").real(path)
    }
}

/// What a file may be: `None` is that it is not there.
const STATES: [(&str, &[Option<&str>]); 9] = [
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
];

/// The findings and verdicts, as text.
fn said(host: &Host) -> String {
    let findings = host.check(Path::new("/w"));
    let verdicts = findings.verdicts.iter().map(|verdict| {
        let links: Vec<_> = verdict.links.iter().map(|link| link.item.path.to_string()).collect();
        format!("{} {} {} {links:?}", verdict.id, verdict.rung, verdict.text)
    });
    let findings = findings.diagnostics.iter().map(|finding| format!("{finding:?}"));
    verdicts.chain(findings).collect::<Vec<_>>().join("\n")
}

proptest! {
    #[test]
    fn after_any_edits_a_host_says_what_a_new_one_says(
        edits in prop::collection::vec((0..STATES.len(), 0_usize..4), 1..12),
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
        prop_assert_eq!(said(&host), said(&Host::new(Arc::clone(&files))));
        for (file, state) in edits {
            write(file, state);
            host.forget(Path::new(STATES[file].0));
            prop_assert_eq!(said(&host), said(&Host::new(Arc::clone(&files))), "{} {}", STATES[file].0, state);
        }
    }
}
