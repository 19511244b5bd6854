use std::path::{Path, PathBuf};

use spec_model::files::Files;
use tempfile::TempDir;

use super::WorkingTree;
use crate::revision::git;

const DELTA: &str = "openspec/changes/louder/specs/tram/spec.md";
const BASE: &str = "openspec/specs/tram/spec.md";

/// A repository with a document in force and a change of it.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(TempDir::new().expect("a folder"));
        repository.git(&["init", "-q", "-b", "main"]);
        repository
    }

    fn git(&self, arguments: &[&str]) {
        let name = ["-c", "user.name=a", "-c", "user.email=a@a", "-c", "commit.gpgSign=false"];
        git(self.0.path(), &[&name, arguments].concat()).expect("git does it");
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder");
        std::fs::write(path, text).expect("it is written");
    }

    fn commit(&self, files: &[(&str, &str)]) {
        for (path, text) in files {
            self.write(path, text);
        }
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "x"]);
    }

    /// The document in force as it was when the change was committed.
    fn then(&self) -> Option<String> {
        then(self.0.path())
    }
}

fn then(root: &Path) -> Option<String> {
    let (delta, base) = (root.join(DELTA), root.join(BASE));
    let text = std::fs::read_to_string(&delta).expect("it is there");
    let bytes = WorkingTree.at_last_commit_of(&delta, &text, &base)?;
    Some(String::from_utf8(bytes).expect("it is text"))
}

#[test]
fn a_document_is_as_it_was_when_the_change_was_committed() {
    let repository = Repository::new();
    repository.commit(&[(BASE, "one"), (DELTA, "change")]);
    assert_eq!(repository.then().as_deref(), Some("one"));
    repository.commit(&[(BASE, "two")]);
    assert_eq!(repository.then().as_deref(), Some("one"));
    // Line ends are none of the text.
    repository.write(DELTA, "change\r\n");
    assert_eq!(repository.then(), None);
    repository.write(DELTA, "change\n");
    repository.commit(&[]);
    repository.write(DELTA, "change\r\n");
    assert_eq!(repository.then().as_deref(), Some("two"));
}

#[test]
fn a_change_that_is_not_committed_was_written_now() {
    let repository = Repository::new();
    repository.write(DELTA, "change");
    assert_eq!(repository.then(), None, "there is no commit");
    repository.commit(&[(BASE, "one"), (DELTA, "change")]);
    repository.commit(&[(BASE, "two")]);
    repository.write(DELTA, "change anew");
    assert_eq!(repository.then(), None, "it was edited");
    repository.git(&["rm", "-q", "--cached", DELTA]);
    repository.git(&["commit", "-q", "-m", "x"]);
    assert_eq!(repository.then(), None, "git does not know it");
    // The document in force came with the change, or after it.
    let repository = Repository::new();
    repository.commit(&[(DELTA, "change")]);
    repository.commit(&[(BASE, "one")]);
    assert_eq!(repository.then(), None, "there was none");
}

#[test]
fn a_change_of_another_branch_was_written_against_its_own_base() {
    let repository = Repository::new();
    repository.commit(&[(BASE, "one")]);
    repository.git(&["checkout", "-q", "-b", "louder"]);
    repository.commit(&[(DELTA, "change")]);
    repository.git(&["checkout", "-q", "main"]);
    repository.commit(&[(BASE, "two")]);
    repository.git(&["merge", "-q", "--no-ff", "-m", "x", "louder"]);
    assert_eq!(repository.then().as_deref(), Some("one"));
}

#[test]
fn a_shallow_clone_knows_no_more_than_it_has() {
    let repository = Repository::new();
    repository.commit(&[(BASE, "one"), (DELTA, "change")]);
    repository.commit(&[(BASE, "two")]);
    repository.commit(&[("other", "")]);
    // As `git clone --depth=1` does.
    let head = git(repository.0.path(), &["rev-parse", "HEAD"]).expect("there is a commit");
    repository.write(".git/shallow", &head);
    assert_eq!(repository.then().as_deref(), Some("two"), "the same as now");
}

#[test]
fn outside_of_a_repository_nothing_is_known() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join(DELTA);
    std::fs::create_dir_all(path.parent().expect("it is below")).expect("a folder");
    std::fs::write(path, "change").expect("it is written");
    assert_eq!(then(folder.path()), None);
}
