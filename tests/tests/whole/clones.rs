//! `cargo spec diff` in every kind of clone that git can make.

use std::fs;

use spec_runtime::spec;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

const DOCUMENT: &str =
    "### Requirement 1: Pay\n\n#### Acceptance Criteria\n\n1. THE shop SHALL answer within 50 ms\n";
const SOFTENED: &str = "criterion-softened";

/// A crate with a document in a repository.
fn shop(name: &str) -> (TestCrate, Repository) {
    let place = TestCrate::package(name, &[("requirements.md", DOCUMENT)]);
    let repository = Repository::new(place.path(""));
    commit(&repository);
    (place, repository)
}

fn commit(repository: &Repository) {
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
}

/// A path beside a place where there is nothing.
fn beside(place: &TestCrate, name: &str) -> std::path::PathBuf {
    let folder = place.path("").with_file_name(name);
    let _ = fs::remove_dir_all(&folder);
    folder
}

/// A clone, by way of git's own protocol.
fn clone(
    place: &TestCrate,
    repository: &Repository,
    name: &str,
    arguments: &[&str],
) -> (TestCrate, Repository) {
    let folder = beside(place, name);
    let from = format!("file://{}", place.path("").display());
    repository.git(&[&["clone", "--quiet"], arguments, &[&from, &folder.to_string_lossy()]].concat());
    (TestCrate::at(folder.clone()), Repository::of(folder))
}

/// Adds a repository to another one as a submodule, or brings it there.
fn submodule(repository: &Repository, arguments: &[&str]) {
    repository.git(&[&["-c", "protocol.file.allow=always", "submodule", "--quiet"], arguments].concat());
}

/// Demands that the one criterion was softened, and that nothing was left unseen.
#[track_caller]
fn is_softened(answer: Answer) {
    let answer = answer.succeeds();
    let json: serde_json::Value =
        serde_json::from_str(&answer.out).unwrap_or_else(|_| panic!("{}", answer.printed));
    let changes = json["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{}", answer.printed);
    assert_eq!(changes[0]["what"], SOFTENED);
    assert_eq!(json["gaps"], serde_json::json!([]));
}

#[test]
#[spec("REQ-12.7")]
fn submodules_are_looked_into_and_one_that_is_not_there_is_reported() {
    let (specs, of_specs) = shop("clones-specs");
    let (place, repository) = shop("clones-super");
    let from = format!("file://{}", specs.path("").display());
    place.write("spec.toml", "documents = [\"specs/*.md\"]\n");
    submodule(&repository, &["add", &from, "specs"]);
    commit(&repository);
    let within = TestCrate::at(place.path("specs"));
    let of_within = Repository::of(place.path("specs"));
    // A workspace in a submodule: the revisions are its own.
    within.edit("requirements.md", "50 ms", "500 ms");
    is_softened(within.spec("diff HEAD --format json"));
    // Documents in a submodule: the revisions are those of the repository around it, and git may have been told not to look there.
    repository.git(&["config", "diff.ignoreSubmodules", "all"]);
    is_softened(place.spec("diff HEAD --format json"));
    commit(&of_within);
    repository.git(&["config", "--unset", "diff.ignoreSubmodules"]);
    is_softened(place.spec("diff HEAD --format json"));
    commit(&repository);
    place.spec("diff HEAD").succeeds().says("no change of intent");
    is_softened(place.spec("diff HEAD~1 HEAD --format json"));
    is_softened(place.spec("diff HEAD~1 --format json"));
    // A clone has no submodules until it is told to, and then may not have every commit of them.
    of_specs.git(&["fetch", "--quiet", &within.path("").to_string_lossy(), "HEAD:topic"]);
    of_specs.git(&["checkout", "--quiet", "topic"]);
    let (bare, of_bare) = clone(&place, &repository, "clones-without", &[]);
    let gap = "its commit is not in this clone; `git submodule update --init specs` brings it";
    bare.spec("diff HEAD~1 --deny softened").exits(1).says("`specs/*.md` names no document");
    submodule(&of_bare, &["update", "--init", "--depth=1"]);
    bare.spec("diff HEAD~1 --deny softened").exits(1).says("`git -C specs fetch` brings it");
    let tree = beside(&place, "clones-tree");
    repository.git(&["worktree", "prune"]);
    repository.git(&["worktree", "add", "--quiet", "--detach", &tree.to_string_lossy()]);
    let tree = TestCrate::at(tree);
    tree.write("specs/requirements.md", DOCUMENT);
    tree.spec("diff HEAD~1 --deny softened").exits(1).says(gap);
}

#[test]
#[spec("REQ-12.7")]
fn what_a_partial_clone_lacks_is_reported_with_what_brings_it() {
    let (place, repository) = shop("clones-whole");
    place.edit("requirements.md", "50 ms", "500 ms");
    commit(&repository);
    repository.git(&["config", "uploadpack.allowFilter", "true"]);
    let brings = "`git fetch --refetch --no-filter` brings them";
    for filter in ["blob:none", "tree:0"] {
        let name = format!("clones-{}", &filter[..4]);
        let (partial, of_partial) = clone(&place, &repository, &name, &[&format!("--filter={filter}")]);
        let answer = partial.spec("diff HEAD~1").exits(2).says("is not in this clone").says(brings);
        answer.says_nothing_of("name a commit, a branch or a tag");
        partial.spec("replay HEAD~1").exits(2).says("is not in this clone").says(brings);
        of_partial.git(&["fetch", "--quiet", "--refetch", "--no-filter"]);
        is_softened(partial.spec("diff HEAD~1 --format json"));
    }
}

#[test]
#[spec("REQ-12.7")]
fn tags_hashes_of_any_kind_and_huge_files_make_no_difference() {
    let place = TestCrate::package("clones-sha256", &[("requirements.md", DOCUMENT)]);
    let repository = Repository::new(place.path(""));
    fs::remove_dir_all(place.path(".git")).expect("it is removed");
    repository.git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]);
    place.write("assets/film.bin", vec![7; 16 << 20]);
    place.write("assets/table.rs", "// spec\n".repeat(1 << 17));
    commit(&repository);
    repository.git(&["tag", "light"]);
    repository.git(&["tag", "--annotate", "--message=x", "v1"]);
    repository.git(&["checkout", "--quiet", "-b", "topic"]);
    place.edit("requirements.md", "50 ms", "500 ms");
    commit(&repository);
    let hash = repository.git(&["rev-parse", "main"]);
    for base in ["light", "v1", "main...", "HEAD^", "refs/tags/v1", hash.trim_end(), &hash[..9]] {
        is_softened(place.spec(&format!("diff {base} --format json")));
    }
    repository.git(&["checkout", "--quiet", "--detach"]);
    is_softened(place.spec("diff v1 --format json"));
    fs::remove_dir_all(place.path("")).expect("it is removed");
}

#[test]
#[spec("REQ-12.7")]
fn what_a_sparse_checkout_leaves_out_is_not_taken_for_removed() {
    let (place, repository) = shop("clones-sparse");
    place.write("tests/pays.rs", "#[test]\n#[spec_runtime::spec(\"a/REQ-1.1\")]\nfn pays() {}\n");
    place.write(".kiro/specs/a/requirements.md", DOCUMENT);
    commit(&repository);
    for comparison in [["/Cargo.toml", "/src"], ["/Cargo.toml", "/tests"]] {
        repository.git(&[&["sparse-checkout", "set", "--no-cone"], &comparison[..]].concat());
        assert!(!place.path("requirements.md").exists(), "it is checked out");
        place.spec("diff HEAD --deny removed,added").succeeds().says("no change of intent");
    }
    // Whatever somebody removes is told all the same.
    fs::remove_dir_all(place.path("tests")).expect("it is there");
    place.spec("diff HEAD --deny removed").exits(1).says("pays");
    repository.git(&["sparse-checkout", "disable"]);
    repository.git(&["checkout", "--quiet", "."]);
    place.edit("requirements.md", "50 ms", "500 ms");
    repository.git(&["sparse-checkout", "set", "--no-cone", "/Cargo.toml", "/requirements.md"]);
    is_softened(place.spec("diff HEAD --format json"));
}
