//! Finds files that look like documents and are not read.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::STANDARD_PLACES;
use super::document::read_document;
use super::glob::{self, Matches, Passed};
use super::near;
use crate::diagnostic::{Advice, Code, Diagnostic, Location};
use crate::files::{Files, FolderBoundary};
use crate::order::Order as _;

/// Of the files in one folder that is passed by, so many are looked at.
const AT_MOST: usize = 50;

/// Globs of what is easily written instead of a standard place. A file of them is told if it holds a criterion.
const BESIDE: [&str; 9] = [
    ".kiro/**/requirements.md",
    ".kiro/**/bugfix.md",
    ".specify/**/spec.md",
    "specs/**/spec.md",
    "spec/**/spec.md",
    "spec/requirements.md",
    "specs/requirements.md",
    "features/*/requirements.md",
    "openspec/**/spec.md",
];

/// The names that documents have beside those of the standard places.
const NAMES: [&str; 14] = [
    "requirements",
    "requirement",
    "reqs",
    "spec",
    "specs",
    "specification",
    "srs",
    "prd",
    "user-stories",
    "acceptance-criteria",
    "functional-requirements",
    "product-requirements",
    "software-requirements",
    "software-requirements-specification",
];

/// Globs of what may be a document by its name, and the names that it may have: its own, or that of a copy (`spec-v2.md`).
const NAMED: [(&str, &[&str]); 12] = [
    ("*.md", &NAMES),
    ("docs/**/*.md", &NAMES),
    ("doc/**/*.md", &NAMES),
    ("design/*.md", &NAMES),
    ("req/*.md", &NAMES),
    (".github/*.md", &NAMES),
    ("docs/specs/**/*.md", &["bugfix"]),
    (".kiro/specs/**/*.md", &["requirements", "bugfix"]),
    ("specs/*/*.md", &["spec", "requirements"]),
    (".specify/specs/*/*.md", &["spec", "requirements"]),
    ("openspec/specs/**/*.md", &["spec", "requirements"]),
    ("spec/**/*.md", &["spec", "requirements"]),
];

/// Globs of what is written instead of a folder with a document: `openspec/specs/pay.md`. It may have any name but these.
const FLAT: [&str; 7] = [
    "requirements/**/*.md",
    "openspec/specs/*.md",
    "specs/*.md",
    ".specify/specs/*.md",
    ".kiro/specs/*.md",
    "docs/specs/*.md",
    "docs/requirements/**/*.md",
];
const NO_DOCUMENTS: [&str; 17] = [
    "readme",
    "index",
    "tasks",
    "plan",
    "design",
    "research",
    "quickstart",
    "changelog",
    "checklist",
    "template",
    "overview",
    "roadmap",
    "constitution",
    "project",
    "agents",
    "notes",
    "glossary",
];

/// The first folders of the standard places.
const FIRST: [&str; 5] = [".kiro", ".specify", "openspec", "specs", "docs"];

/// Notes what is in the way of documents that a glob may name.
pub(super) fn blocked(matches: &mut Matches, found: &mut Vec<Diagnostic>) {
    for (path, reason) in matches.blocked.drain(..) {
        // A file of that name is in the way of one document at most, and stands for other things as well.
        if path.file_name().is_some_and(|name| name == "docs") && reason == "it is not a folder" {
            continue;
        }
        let finding = Diagnostic::new(
            Code::UnreadableDocument,
            format!("documents may be here, and cannot be looked for: {reason}"),
        )
        .about(&path)
        .help("its content is not checked: fix it or remove it");
        // Several places may begin with one folder.
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
}

/// Notes the documents that a glob names in folders that `**` does not enter, unless another glob names them.
pub(super) fn passed(
    files: &dyn Files,
    glob: &str,
    passed: &[Passed],
    read: &[PathBuf],
    found: &mut Vec<Diagnostic>,
) {
    for passed in passed {
        let named = glob::in_passed(files, passed, AT_MOST);
        let mut unread = named.iter().filter(|path| read.binary_search(path).is_err());
        let Some(first) = unread.find(|path| has_criteria(files, path)) else { continue };
        let message = format!(
            "the document is not read, though `{}` names it: `**` does not enter `{}`, for {}",
            glob.escape_debug(),
            passed.folder.file_name().unwrap_or_default().to_string_lossy().escape_debug(),
            passed.reason,
        );
        found.push(
            Diagnostic::new(Code::UnreadDocument, message)
                .about(first)
                .help("name the folder in `documents`, without `**`; or move the document, or remove it"),
        );
    }
}

/// Notes files whose names are nearly those of documents.
pub(super) fn near(
    files: &dyn Files,
    glob: &str,
    near: Vec<PathBuf>,
    read: &[PathBuf],
    found: &mut Vec<Diagnostic>,
) {
    let last = glob.rsplit('/').next().unwrap_or(glob);
    let is_any = last.contains(['*', '?']);
    let real = real(files, read, near.is_empty());
    for path in near {
        let is_read = files.real(&path).is_ok_and(|path| real.contains(&path));
        if is_read || is_any && !has_criteria(files, &path) || is_reported(&path, found) {
            continue;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let message = format!(
            "`{}` looks like a document and is not read: `{}` is looked for",
            name.escape_debug(),
            last.escape_debug()
        );
        found.push(Diagnostic::new(Code::UnreadDocument, message).about(&path).help(
            "rename it, or name it in the `documents` of `spec.toml`; remove it if it is not a document",
        ));
    }
}

/// Notes documents that stand beside the standard places.
pub(super) fn beside(
    files: &dyn Files,
    root: &Path,
    boundary: &FolderBoundary,
    read: &[PathBuf],
    found: &mut Vec<Diagnostic>,
) {
    let mut globs: Vec<String> = BESIDE.iter().map(|glob| (*glob).to_owned()).collect();
    for entry in files.entries(root).unwrap_or_default() {
        let name = entry.name.to_string_lossy().into_owned();
        let bare = |name: &str| name.trim_start_matches('.').to_lowercase();
        let is_other = FIRST.iter().any(|first| bare(&name) == bare(first) && name != *first);
        let files = ["requirements.md", "bugfix.md", "spec.md"];
        if is_other {
            globs.extend(files.map(|file| format!("{name}/**/{file}")));
        } else if name.starts_with('.') && name != ".git" && !FIRST.contains(&&*name) {
            // The folder of another tool: `.cursor/specs/garden/requirements.md`.
            globs.extend(files.map(|file| format!("{name}/specs/**/{file}")));
        }
    }
    let find = |glob: &str| glob::find(files, root, glob, boundary).files;
    let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let mut paths: Vec<_> = globs.iter().flat_map(|glob| find(glob)).collect();
    for (glob, names) in NAMED {
        paths.extend(find(glob).into_iter().filter(|path| near::is_one_of(&stem(path), names)));
    }
    for glob in FLAT {
        paths.extend(find(glob).into_iter().filter(|path| !NO_DOCUMENTS.contains(&&*stem(path))));
    }
    paths.order();
    paths.dedup();
    let real = real(files, read, paths.is_empty());
    let archive = root.join("openspec").join("changes").join("archive");
    for path in paths {
        let is_read =
            read.binary_search(&path).is_ok() || files.real(&path).is_ok_and(|path| real.contains(&path));
        if is_read || boundary.holds(files, &path).is_err() || is_reported(&path, found) {
            continue;
        }
        // An archived document is history.
        if !path.starts_with(&archive) && has_criteria(files, &path) {
            let message = "the document is not read: it is beside the places of documents";
            found.push(
                Diagnostic::new(Code::UnreadDocument, message)
                    .about(&path)
                    .help(Advice::run("cargo spec list -v", "shows the places"))
                    .help("move or rename it, name it in the `documents` of `spec.toml`, or remove it"),
            );
        }
    }
}

/// Notes the documents in standard places that the `documents` of a `spec.toml` leave out.
pub(super) fn left_out(
    files: &dyn Files,
    root: &Path,
    boundary: &FolderBoundary,
    read: &[PathBuf],
    at: &Location,
    found: &mut Vec<Diagnostic>,
) {
    const SHOWN: usize = 3;
    let mut paths: Vec<_> =
        STANDARD_PLACES.iter().flat_map(|glob| glob::find(files, root, glob, boundary).files).collect();
    paths.order();
    paths.dedup();
    let real = real(files, read, paths.is_empty());
    paths.retain(|path| {
        let is_read =
            read.binary_search(path).is_ok() || files.real(path).is_ok_and(|path| real.contains(&path));
        !is_read && !is_reported(path, found) && has_criteria(files, path)
    });
    if paths.is_empty() {
        return;
    }
    let shown = |path: &PathBuf| {
        format!("`{}`", path.strip_prefix(root).unwrap_or(path).display().to_string().escape_debug())
    };
    let mut names = paths.iter().take(SHOWN).map(shown).collect::<Vec<_>>().join(", ");
    if paths.len() > SHOWN {
        names.push_str(&format!(" and {} more", paths.len() - SHOWN));
    }
    let what =
        if paths.len() == 1 { "a document in a standard place" } else { "documents in standard places" };
    found.push(
        Diagnostic::new(Code::LeftOutDocument, format!("`documents` leaves out {what}: {names}"))
            .located(at.clone())
            .help("name them in `documents` if their criteria are in force; else they may stay as they are"),
    );
}

fn is_reported(path: &Path, found: &[Diagnostic]) -> bool {
    found.iter().any(|finding| finding.path.as_deref() == Some(path))
}

/// The real paths of the documents that are read: where names may be written in any case, a file has several.
fn real(files: &dyn Files, read: &[PathBuf], is_needless: bool) -> HashSet<PathBuf> {
    let read = if is_needless { &[] } else { read };
    read.iter().filter_map(|path| files.real(path).ok()).collect()
}

/// Does a file hold a criterion? One that cannot be read may.
fn has_criteria(files: &dyn Files, path: &Path) -> bool {
    read_document(files, path, None).map_or(true, |document| document.criteria().next().is_some())
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::os::unix::fs::symlink;

    use crate::catalog::Catalog;
    use crate::files::Disk;

    const DOCUMENT: &str = "# Shop\n\n## REQ-1: Sell\n\n- REQ-1.1: THE shop SHALL sell\n";

    /// The documents that are found in a tree: each line is a file (`spec.toml: GLOB` is a configuration), a link (`->`) or a folder (`/`).
    fn found(tree: &[&str]) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("repo");
        fs::create_dir_all(root.join(".git")).expect("it is made");
        fs::create_dir_all(folder.path().join("outside/x")).expect("it is made");
        fs::write(folder.path().join("outside/x/spec.md"), DOCUMENT).expect("it is written");
        for line in tree {
            let name = line.split([' ', ':']).next().unwrap_or_default();
            let path = root.join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            if let Some((_, target)) = line.split_once(" -> ") {
                symlink(target, &path).expect("it is linked");
            } else if let Some((_, glob)) = line.split_once(": ") {
                fs::write(&path, format!("documents = [\"{glob}\"]\n")).expect("it is written");
            } else if name.ends_with('/') {
                fs::create_dir_all(&path).expect("it is made");
            } else {
                fs::write(&path, if name.ends_with("README.md") { "# Read me\n" } else { DOCUMENT })
                    .expect("it is written");
            }
        }
        let catalog = Catalog::for_package(&Disk, &root);
        let reported = catalog.diagnostics.iter().map(|finding| {
            let path = finding.path.as_deref().expect("a path");
            format!("{} {}", finding.code, path.strip_prefix(&root).unwrap_or(path).display())
        });
        reported.collect()
    }

    #[track_caller]
    fn check(tree: &[&str], expect: &[&str]) {
        assert_eq!(found(tree), expect, "{tree:?}");
    }

    #[test]
    fn what_nearly_is_a_document_is_reported() {
        for name in [
            "Requirements.md",
            "requirements.MD",
            "requirement.md",
            "docs/REQUIREMENTS.md",
            "docs/requirements.markdown",
            ".kiro/specs/a/Requirements.md",
            ".kiro/specs/a/b/requirements.txt",
            ".kiro/specs/a/bug-fix.md",
            "specs/014-oven/SPEC.md",
            "specs/014-oven/spec.mdx",
            ".specify/specs/014-oven/Spec.md",
            "openspec/specs/a/b/specs.md",
            // Beside the places.
            "specs/spec.md",
            "specs/a/b/spec.md",
            ".specify/specs/a/b/spec.md",
            ".kiro/requirements.md",
            ".kiro/spec/a/requirements.md",
            "openspec/spec/a/spec.md",
            "OpenSpec/specs/a/spec.md",
            "Docs/requirements.md",
            "doc/requirements.md",
            "spec/a/spec.md",
            ".kiro/specs/a/requirements",
            "kiro/specs/a/requirements.md",
            ".openspec/specs/a/spec.md",
            "specify/specs/001-a/spec.md",
            ".cursor/specs/a/requirements.md",
            ".plan/specs/a/b/spec.md",
        ] {
            check(&["requirements.md.orig", name], &[&format!("unread-document {name}")]);
        }
    }

    #[test]
    fn a_copy_and_a_file_in_place_of_a_folder_are_reported() {
        for name in [
            "spec.md",
            "spec-v2.md",
            "requirements-v2.md",
            "requirements_old.md",
            "requirements.bak.md",
            "docs/requirements-draft.md",
            "docs/spec.md",
            "docs/specs/requirements.md",
            "docs/specs/garden/spec.md",
            "docs/requirements/garden.md",
            "docs/requirements/garden/roof.md",
            "docs/garden/requirements.md",
            "docs/SRS.md",
            "docs/prd-v2.md",
            "docs/specification.md",
            "docs/functional-requirements.md",
            "SRS.md",
            "requirements/garden.md",
            "requirements/a/garden.md",
            "features/a/requirements.md",
            "specs/001-a/spec.de.md",
            "specs/garden/requirements.md",
            "specs/garden/spec-v2.md",
            "specs/garden.md",
            ".kiro/specs/garden.md",
            ".kiro/specs/a/requirements-2.md",
            ".specify/specs/garden.md",
            "openspec/specs/garden.md",
            "openspec/specs/a/spec-old.md",
        ] {
            check(&["requirements.md.orig", name], &[&format!("unread-document {name}")]);
        }
        check(
            &[
                "requirements.md",
                "requirements-guide.md",
                "specification-notes.md",
                "specs/001-a/spec-review.md",
                "specs/plan.md",
            ],
            &[],
        );
    }

    #[test]
    fn what_the_configuration_leaves_out_is_noted() {
        let left = "left-out-document spec.toml";
        check(&["spec.toml: docs/a.md", "docs/a.md", "requirements.md"], &[left]);
        check(
            &["spec.toml: docs/a.md", "docs/a.md", "specs/a/spec.md", ".kiro/specs/a/requirements.md"],
            &[left],
        );
        check(&["spec.toml: docs/a.md", "docs/a.md", "docs/b.md"], &[]);
        check(&["spec.toml: requirements.md", "requirements.md"], &[]);
    }

    #[test]
    fn what_is_no_document_is_not_reported() {
        check(
            &[
                "requirements.md",
                "requirements.txt",
                "docs/requirements.txt",
                "docs/design.md",
                "README.md",
                "docs/README.md",
                ".kiro/specs/a/requirements.md",
                ".kiro/specs/a/design.md",
                ".kiro/specs/a/tasks.md",
                ".kiro/specs/README.md",
                ".kiro/steering/tech.md",
                "specs/README.md",
                "specs/001-a/spec.md",
                "specs/001-a/plan.md",
                "specs/001-a/contracts/api.md",
                ".specify/templates/spec-template.md",
                "openspec/project.md",
                "openspec/changes/archive/2031-01-01-x/specs/a/spec.md",
                "openspec/specs/a/spec.md",
                "openspec/specs/a/design.md",
                "target/package/docs/requirements.md",
                "node_modules/a/requirements.md",
            ],
            &["duplicate-feature openspec/specs/a/spec.md"],
        );
    }

    #[test]
    fn what_is_in_the_way_of_documents_is_reported() {
        let good = "requirements.md";
        for name in
            [".kiro", ".kiro/specs", "specs", ".specify", ".specify/specs", "openspec", "openspec/specs"]
        {
            check(&[good, name], &[&format!("unreadable-document {name}")]);
            check(&[good, &format!("{name} -> /nowhere/at/all")], &[&format!("unreadable-document {name}")]);
        }
        for name in
            [".kiro/specs/garden", ".kiro/specs/a/garden", "openspec/specs/garden", "specs/001-garden"]
        {
            check(&[good, &format!("{name} -> gone")], &[&format!("unreadable-document {name}")]);
        }
        check(
            &[good, ".kiro/specs/a/requirements.md -> gone.md"],
            &["unreadable-document .kiro/specs/a/requirements.md"],
        );
        check(&[good, "openspec/specs/a -> ../../../outside/x"], &["unreadable-document openspec/specs/a"]);
        check(&[good, "specs/a -> ../../outside/x"], &["unreadable-document specs/a/spec.md"]);
        check(&[good, ".kiro/specs/README.md", "openspec/specs/notes.txt", "docs"], &[]);
    }

    #[test]
    fn a_linked_folder_in_the_repository_is_read_once() {
        check(&["requirements.md", "common/a/requirements.md", ".kiro/specs/a -> ../../common/a"], &[]);
        check(&[".kiro/specs/a/requirements.md", ".kiro/specs/b -> a", ".kiro/specs/c -> .."], &[]);
    }

    #[test]
    fn a_folder_that_two_stars_do_not_enter_is_reported_if_it_holds_criteria() {
        let glob = "spec.toml: docs/**/*.md";
        for name in ["docs/.garden/roof.md", "docs/a/.b/c/roof.md", "docs/.a/.b.md"] {
            check(&[glob, "docs/lend.md", name], &[&format!("unread-document {name}")]);
        }
        let tagged = ["docs/garden/roof.md", "docs/garden/CACHEDIR.TAG"];
        check(&[&[glob, "docs/lend.md"][..], &tagged].concat(), &["unread-document docs/garden/roof.md"]);
        let target = ["docs/Cargo.toml", "docs/target/roof.md"];
        check(&[&[glob, "docs/lend.md"][..], &target].concat(), &["unread-document docs/target/roof.md"]);
        check(
            &[glob, "docs/lend.md", "docs/a/roof.MD", "docs/a/b.markdown"],
            &["unread-document docs/a/b.markdown", "unread-document docs/a/roof.MD"],
        );
        // A folder that only sounds like one of tools is entered; a folder without criteria is nobody's loss.
        check(&[glob, "docs/lend.md", "docs/target/roof.md", "docs/node_modules/roof.md"], &[]);
        check(&[glob, "docs/lend.md", "docs/.cache/README.md", "docs/.git/roof.md"], &[]);
        check(
            &["spec.toml: **/requirements.md", "requirements.md", ".kiro/specs/a/requirements.md"],
            &["unread-document .kiro/specs/a/requirements.md"],
        );
    }

    #[test]
    fn what_one_glob_passes_by_and_another_names_is_read() {
        let named = "spec.toml: **/requirements.md\", \".kiro/specs/*/requirements.md";
        check(&[named, "requirements.md", ".kiro/specs/a/requirements.md"], &[]);
        check(
            &[named, "requirements.md", ".kiro/specs/a/b/requirements.md", ".kiro/specs/a/requirements.md"],
            &["unread-document .kiro/specs/a/b/requirements.md"],
        );
    }

    #[test]
    fn a_folder_that_is_named_like_a_document_may_hold_one() {
        check(&[".kiro/specs/requirements.md/requirements.md"], &[]);
        check(&["openspec/specs/spec.md/spec.md", "openspec/specs/a/spec.md/spec.md"], &[]);
        check(
            &["requirements.md", ".kiro/specs/a/requirements.md/"],
            &["unreadable-document .kiro/specs/a/requirements.md"],
        );
    }

    #[test]
    fn an_open_change_is_read_and_an_archived_one_is_history() {
        check(
            &[
                "openspec/specs/a/spec.md",
                "openspec/changes/x/specs/a/spec.md",
                "openspec/changes/x/specs/b/spec.md",
                "openspec/changes/archive/2031-01-01-y/specs/b/spec.md",
            ],
            &[],
        );
        check(
            &["openspec/specs/a/spec.md", "openspec/changes/x/spec.md"],
            &["unread-document openspec/changes/x/spec.md"],
        );
    }
}
