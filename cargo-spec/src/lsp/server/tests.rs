//! A failure of a part of the program is reported, and nothing is lost.

use std::sync::atomic::{AtomicBool, Ordering};

use spec_model::files::{FileKind, FileNode, FolderEntry, Memory};

use super::*;

/// Files of which reading one fails once, as nothing should.
struct FailsOnce {
    files: Memory,
    fails: AtomicBool,
}

impl Files for FailsOnce {
    fn read(&self, path: &Path, kind: FileKind) -> io::Result<Vec<u8>> {
        let fails = path.ends_with("requirements.md") && self.fails.swap(false, Ordering::SeqCst);
        assert!(!fails, "a failure");
        self.files.read(path, kind)
    }

    fn node(&self, path: &Path) -> io::Result<FileNode> {
        self.files.node(path)
    }

    fn node_at(&self, path: &Path) -> io::Result<FileNode> {
        self.files.node_at(path)
    }

    fn entries(&self, folder: &Path) -> io::Result<Vec<FolderEntry>> {
        self.files.entries(folder)
    }

    fn real(&self, path: &Path) -> io::Result<PathBuf> {
        self.files.real(path)
    }
}

#[test]
fn findings_that_could_not_be_told_are_told_later_and_the_failure_at_once() {
    let files = Memory::from_iter([
        ("/shop/Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        ("/shop/.kiro/specs/a/requirements.md", "### Requirement 1: A\n"),
    ]);
    let files = FailsOnce { files, fails: AtomicBool::new(true) };
    let run = |_: &Path, _: &[&str]| Ok(String::new());
    let mut server = Server::new(Vec::new(), Arc::new(files), &run);
    server.stage = Stage::Running;
    let document = json!({ "uri": "file:///shop/src/lib.rs", "version": 1, "text": "" });
    let opened = Map::from_iter([("textDocument".to_owned(), document)]);
    server.hear("textDocument/didOpen", opened).expect("it is understood");
    let mut logged = || {
        server.publish();
        String::from_utf8(server.output.replace(Vec::new()).expect("it is read")).expect("it is UTF-8")
    };
    let first = logged();
    assert!(first.contains("window/logMessage") && !first.contains("publishDiagnostics"), "{first}");
    let second = logged();
    assert!(!second.contains("window/logMessage") && second.contains("file:///shop/src/lib.rs"), "{second}");
    assert_eq!(logged(), "");
}
