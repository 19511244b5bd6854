//! The catalog over small trees of files.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use super::*;
use crate::files::Disk;
use crate::source::Source;
use crate::spec::Id;

/// A Kiro document with so many criteria under each of its requirements.
fn kiro(criteria: &[usize]) -> String {
    let mut text = String::from("# Requirements Document\n");
    for (at, &count) in criteria.iter().enumerate() {
        write!(text, "\n### Requirement {}: Title\n\n#### Acceptance Criteria\n\n", at + 1)
            .expect("a string takes everything");
        for number in 1..=count {
            writeln!(text, "{number}. WHEN it is {number} THE system SHALL answer")
                .expect("a string takes everything");
        }
    }
    text
}

/// A folder with these files, and `.git` in it.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::create_dir(folder.path().join(".git")).expect("folders can be made");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("folders can be made");
        fs::write(path, text).expect("files can be made");
    }
    folder
}

/// The spec root and the documents of a package, relative to the tree. Then the findings that belong to no document.
fn places(root: &Path, package: &str) -> String {
    let catalog = Catalog::for_package(&Disk, &root.join(package));
    let relative = |path: &Path| path.strip_prefix(root).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let mut out = format!("root: /{}\n", relative(&catalog.root));
    for document in &catalog.documents {
        writeln!(out, "{} = {}", document.feature, relative(document.source.path()))
            .expect("a string takes everything");
    }
    for found in &catalog.diagnostics {
        let path = found.path.as_deref().map(relative).unwrap_or_default();
        writeln!(out, "{}: {}: {}", found.code, path, found.message).expect("a string takes everything");
    }
    out
}

#[test]
fn the_nearest_documents_are_in_force() {
    let text = kiro(&[1]);
    let tree = tree(&[
        ("requirements.md", &text),
        ("a/specs/pay/spec.md", &text),
        ("a/src/lib.rs", ""),
        ("b/src/lib.rs", ""),
        ("openspec/changes/x/specs/pay/spec.md", &text),
    ]);
    insta::assert_snapshot!(places(tree.path(), "a"), @r"
    root: /a
    pay = a/specs/pay/spec.md
    ");
    insta::assert_snapshot!(places(tree.path(), "b"), @r"
    root: /
    pay = openspec/changes/x/specs/pay/spec.md
    requirements = requirements.md
    ");
}

#[test]
fn a_configuration_wins_over_nearer_documents() {
    let text = kiro(&[1]);
    let tree = tree(&[
        ("spec.toml", "documents = [\"intent/**/*.md\", \"gone/*.md\"]"),
        ("intent/x/pay.md", &text),
        ("a/requirements.md", &text),
    ]);
    insta::assert_snapshot!(places(tree.path(), "a"), @r"
    root: /
    x/pay = intent/x/pay.md
    config-missing-document: spec.toml: `gone/*.md` names no document
    ");
}

#[test]
fn a_configuration_that_names_no_documents_leaves_them_where_they_are() {
    let text = kiro(&[1]);
    let tree = tree(&[
        ("spec.toml", "[severity]\nnumbering-gap = \"allow\"\nnothing = \"error\"\n"),
        ("requirements.md", &text),
        ("a/requirements.md", &text),
        ("b/src/lib.rs", ""),
    ]);
    insta::assert_snapshot!(places(tree.path(), "a"), @r"
    root: /a
    requirements = a/requirements.md
    config-unknown: spec.toml: `nothing` is not the code of a finding
    ");
    insta::assert_snapshot!(places(tree.path(), "b"), @r"
    root: /
    requirements = requirements.md
    config-unknown: spec.toml: `nothing` is not the code of a finding
    ");
    let catalog = Catalog::for_package(&Disk, &tree.path().join("a"));
    assert_eq!(catalog.config.severity(crate::Code::NumberingGap), crate::Severity::Allow);
}

#[test]
fn every_standard_place_is_found() {
    let text = kiro(&[1]);
    for glob in STANDARD_PLACES {
        let name = glob.replace("**", "x").replace('*', "x");
        let tree = tree(&[(&*name, &*text)]);
        let catalog = Catalog::for_package(&Disk, tree.path());
        let found: Vec<_> =
            catalog.documents.iter().map(|document| document.source.path().to_path_buf()).collect();
        assert_eq!(found, [tree.path().join(&name)], "{glob}");
    }
}

#[test]
fn what_is_found_in_standard_places_has_a_stable_order() {
    let text = kiro(&[1]);
    let names = [
        "requirements.md",
        "docs/requirements.md",
        ".kiro/specs/x/requirements.md",
        ".kiro/specs/x/bugfix.md",
        "specs/x/spec.md",
        ".specify/specs/x/spec.md",
        "openspec/specs/x/spec.md",
        "openspec/changes/x/specs/x/spec.md",
    ];
    let files = names.map(|name| (name, &*text));
    insta::assert_snapshot!(places(tree(&files).path(), ""), @r"
    root: /
    x-bugfix = .kiro/specs/x/bugfix.md
    x = .kiro/specs/x/requirements.md
    specify/specs/x = .specify/specs/x/spec.md
    docs = docs/requirements.md
    openspec/specs/x = openspec/changes/x/specs/x/spec.md
    openspec/specs/x = openspec/specs/x/spec.md
    requirements = requirements.md
    specs/x = specs/x/spec.md
    duplicate-feature: docs/requirements.md: the feature `requirements` has a document already: `requirements.md`
    duplicate-feature: specs/x/spec.md: the feature `x` has a document already: `.kiro/specs/x/requirements.md`
    duplicate-feature: .specify/specs/x/spec.md: the feature `x` has a document already: `.kiro/specs/x/requirements.md`
    duplicate-feature: openspec/specs/x/spec.md: the feature `x` has a document already: `.kiro/specs/x/requirements.md`
    ");
}

#[test]
fn nothing_outside_the_repository_is_looked_at() {
    let text = kiro(&[1]);
    let outer = tree(&[("requirements.md", &text), ("inner/src/lib.rs", "")]);
    fs::create_dir(outer.path().join("inner/.git")).expect("folders can be made");
    insta::assert_snapshot!(places(outer.path(), "inner"), @"root: /inner");
    let catalog = Catalog::for_package(&Disk, &outer.path().join("inner/src"));
    assert_eq!(catalog.looked_in, [outer.path().join("inner/src"), outer.path().join("inner")]);
}

#[test]
fn without_a_repository_the_workspace_is_the_limit() {
    let text = kiro(&[1]);
    let tree = tree(&[
        ("requirements.md", &text),
        ("space/Cargo.toml", "[workspace]\nmembers = [\"a\"]\n"),
        ("space/docs/requirements.md", &text),
        ("space/a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("alone/Cargo.toml", "[package]\nname = \"alone\"\n"),
    ]);
    fs::remove_dir(tree.path().join(".git")).expect("it is there");
    insta::assert_snapshot!(places(tree.path(), "space/a"), @r"
    root: /space
    requirements = space/docs/requirements.md
    ");
    insta::assert_snapshot!(places(tree.path(), "alone"), @"root: /alone");
}

#[test]
fn a_trybuild_project_has_the_documents_of_the_crate_that_it_tests() {
    let text = kiro(&[1]);
    let tree = tree(&[
        ("requirements.md", &text),
        ("a/requirements.md", &text),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("b/requirements.md", &text),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
    ]);
    let origin = |name: &str| tree.path().join(name).to_string_lossy().replace('\\', "\\\\");
    let project = |name: &str, rest: &str| {
        let folder = tree.path().join("target/tests/trybuild").join(name);
        fs::create_dir_all(&folder).expect("folders can be made");
        let manifest = format!("[package]\nname = \"{name}-tests\"\n\n{rest}\n[workspace]\n");
        fs::write(folder.join("Cargo.toml"), manifest).expect("files can be made");
    };
    project("a", &format!("[dependencies.a]\npath = \"{}\"\ndefault-features = false\n", origin("a")));
    insta::assert_snapshot!(places(tree.path(), "target/tests/trybuild/a"), @r"
    root: /a
    requirements = a/requirements.md
    ");
    project(
        "b",
        &format!(
            "[[bin]]\nname = \"b-tests\"\npath = \"main.rs\"\n\n[[bin]]\nname = \"t\"\npath = \"{}/tests/ui/t.rs\"\n",
            origin("b")
        ),
    );
    insta::assert_snapshot!(places(tree.path(), "target/tests/trybuild/b"), @r"
    root: /b
    requirements = b/requirements.md
    ");
}

#[test]
#[cfg(unix)]
fn a_document_that_cannot_be_read_is_an_error_and_not_an_empty_spec() {
    use std::os::unix::fs::symlink;
    let tree = tree(&[("specs/a/spec.md", &kiro(&[1])), ("specs/folder/spec.md/x", "")]);
    for name in ["dangling", "loop", "pipe"] {
        fs::create_dir(tree.path().join("specs").join(name)).expect("folders can be made");
    }
    symlink("nowhere.md", tree.path().join("specs/dangling/spec.md")).expect("links can be made");
    symlink("spec.md", tree.path().join("specs/loop/spec.md")).expect("links can be made");
    symlink("/dev/zero", tree.path().join("specs/pipe/spec.md")).expect("links can be made");
    insta::assert_snapshot!(places(tree.path(), ""), @r"
    root: /
    a = specs/a/spec.md
    unreadable-document: specs/dangling/spec.md: a document could not be read: it is a link that leads nowhere
    unreadable-document: specs/folder/spec.md: a document could not be read: it is a folder
    unreadable-document: specs/loop/spec.md: a document could not be read: it is a link that leads back to itself
    unreadable-document: specs/pipe/spec.md: a document could not be read: it is a link that leads out of the repository, to `/dev/zero`
    ");
}

#[test]
fn a_document_that_is_too_large_is_not_read() {
    let tree = tree(&[("requirements.md", "")]);
    let file = fs::File::create(tree.path().join("requirements.md")).expect("files can be made");
    // A hole: nothing is written.
    file.set_len(65 * 1024 * 1024).expect("files can have holes");
    insta::assert_snapshot!(places(tree.path(), ""), @r"
    root: /
    unreadable-document: requirements.md: a document could not be read: it is longer than 64 MiB, the most that a document may have
    ");
}

#[test]
fn mistakes_in_the_configuration_are_findings_of_the_catalog() {
    let tree = tree(&[("requirements.md", &kiro(&[1])), ("spec.toml", "dialekt = \"kiro\"\n")]);
    insta::assert_snapshot!(places(tree.path(), ""), @r"
    root: /
    requirements = requirements.md
    config-unknown: spec.toml: `dialekt` is not a key of `spec.toml`
    ");
}

#[test]
fn a_dialect_may_be_given_for_some_documents_only() {
    let text = "# Shop\n\n## US-1: Pay\n\n**Given** a\n**When** b\n**Then** c\n";
    let config = "documents = [\"docs/**/*.md\"]\n[dialect]\n\"docs/new/*.md\" = \"spec-kit\"\n\"docs/**/old.md\" = \"openspec\"\n\"docs/none/*.md\" = \"kiro\"\n";
    let files =
        [("spec.toml", config), ("docs/new/a.md", text), ("docs/new/old.md", text), ("docs/b/c.md", text)];
    let tree = tree(&files);
    let catalog = Catalog::for_package(&Disk, tree.path());
    let dialects: Vec<_> = catalog.documents.iter().map(|document| document.dialect.as_str()).collect();
    assert_eq!(dialects, ["native", "spec-kit", "spec-kit"]);
    let [unused] = &catalog.diagnostics[..] else { panic!("{:?}", catalog.diagnostics) };
    assert_eq!(unused.code, crate::diagnostic::Code::ConfigMissingDocument);
    assert!(unused.message.contains("docs/none/*.md"), "{}", unused.message);
}

#[test]
fn the_globs_of_dialects_begin_at_the_configuration_also_for_documents_in_a_nearer_place() {
    let config = "[dialect]\n\"a/specs/*/spec.md\" = \"native\"\n\"b/**\" = \"kiro\"\n";
    let tree = tree(&[("spec.toml", config), ("a/specs/c/spec.md", "## REQ-1: A\n\n- THE x SHALL y\n")]);
    let catalog = Catalog::for_package(&Disk, &tree.path().join("a"));
    assert_eq!(catalog.documents[0].dialect, crate::Dialect::Native);
    assert!(catalog.diagnostics.is_empty(), "{:?}", catalog.diagnostics);
}

#[test]
fn inputs_and_stamps_follow_the_files() {
    let tree = tree(&[("requirements.md", &kiro(&[1])), ("spec.toml", "")]);
    let before = Places::for_package(&Disk, tree.path());
    let catalog = Catalog::read(&Disk, before.clone());
    let inputs: Vec<_> = catalog.inputs().collect();
    assert_eq!(inputs, [tree.path().join("spec.toml"), tree.path().join("requirements.md")]);
    let stamps = before.stamps(&Disk);
    assert_eq!(stamps, Places::for_package(&Disk, tree.path()).stamps(&Disk));
    fs::write(tree.path().join("requirements.md"), kiro(&[2])).expect("files can be made");
    assert_ne!(stamps, Places::for_package(&Disk, tree.path()).stamps(&Disk));
}

/// The thing that each written id names in a catalog of two features.
fn check_resolve(written: &str, expect: &str) {
    let native = "# Notes\n\n## FR-1: Title\n\n- FR-1.1: It SHALL be so.\n- FR-1.2: It SHALL be thus.\n\n## FR-003: It SHALL be alone.\n";
    let tree = tree(&[
        (".kiro/specs/checkout/requirements.md", &kiro(&[2, 1])),
        (".kiro/specs/login/requirements.md", &kiro(&[3])),
    ]);
    let mut catalog = Catalog::for_package(&Disk, tree.path());
    let native = Source::new("notes.md", native);
    catalog.documents.push(Arc::new(crate::dialect::read(native, Some(crate::Dialect::Native))));
    let shown = match catalog.resolve(written) {
        Ok(target) => {
            let criterion =
                target.criterion.map_or("(requirement)".to_owned(), |_| catalog.qualified_id(&target));
            format!("{}/{} {criterion}", target.document.feature, target.id())
        }
        Err(error) => format!("{error:?}"),
    };
    assert_eq!(shown, expect, "{written}");
}

#[test]
fn an_id_is_found_in_every_form_that_people_write() {
    for written in
        ["REQ-1.3", "R1.3", "Requirement 1.3", "1.3", "req-1.3", "login/1.3", "login/REQ-1.3", "LOGIN/r1.3"]
    {
        check_resolve(written, "login/REQ-1.3 REQ-1.3");
    }
    for written in ["checkout/1.2", "checkout/AC1.2", "checkout/AC-1.2", "checkout/AC 1.2"] {
        check_resolve(written, "checkout/REQ-1.2 checkout/REQ-1.2");
    }
}

#[test]
fn an_id_of_several_features_is_ambiguous_until_it_is_qualified() {
    let candidates = "Ambiguous { candidates: [\"checkout/REQ-1.2\", \"login/REQ-1.2\"] }";
    check_resolve("REQ-1.2", candidates);
    check_resolve("1.2", candidates);
}

#[test]
fn a_requirement_names_its_criterion_when_it_has_one() {
    check_resolve("REQ-2", "checkout/REQ-2.1 REQ-2.1");
    check_resolve("login/REQ-1", "login/REQ-1 (requirement)");
}

#[test]
fn an_unknown_id_is_answered_with_the_nearest_ones() {
    check_resolve(
        "REQ-1.4",
        "Unknown { similar: [\"checkout/REQ-1.1\", \"checkout/REQ-1.2\", \"REQ-1.3\"] }",
    );
    check_resolve("login/REQ-2.1", "Unknown { similar: [\"checkout/REQ-2.1\"] }");
    check_resolve("logni/REQ-1.3", "Unknown { similar: [\"login/REQ-1.3\"] }");
    check_resolve("something-else", "Unknown { similar: [] }");
    check_resolve("a b", "Malformed { reason: \"an id holds no white space\" }");
}

#[test]
fn every_criterion_is_found_by_the_id_that_names_it() {
    let tree = tree(&[
        (".kiro/specs/checkout/requirements.md", &kiro(&[2, 1])),
        (".kiro/specs/login/requirements.md", &kiro(&[3])),
        (".kiro/specs/odd/requirements.md", &kiro(&[5])),
    ]);
    let mut catalog = Catalog::for_package(&Disk, tree.path());
    // Names may look like numbers, ranges and other ids.
    let odd = Arc::make_mut(&mut catalog.documents[2]);
    let odd = &mut odd.requirements[0].criteria;
    for (criterion, id) in odd.iter_mut().zip(["404.405", "1-4", "req-1", "us-1.r-2", "減色.最近"]) {
        criterion.id = Id::new(id);
    }
    for target in catalog.criteria() {
        let id = catalog.qualified_id(&target);
        let found = catalog.resolve(&id).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!((&found.document.feature, found.id()), (&target.document.feature, target.id()));
        assert_eq!(found.criterion.map(|it| it.span), target.criterion.map(|it| it.span));
    }
    assert_eq!(catalog.criteria().count(), 11);
}

#[test]
#[cfg(unix)]
fn a_folder_that_cannot_be_listed_is_reported_even_when_documents_are_found_elsewhere() {
    use std::os::unix::fs::symlink;
    let tree = tree(&[("requirements.md", &kiro(&[1])), ("a/src/lib.rs", "")]);
    symlink("specs", tree.path().join("a/specs")).expect("links can be made");
    let shown = places(tree.path(), "a");
    assert!(shown.contains("requirements = requirements.md"), "{shown}");
    assert!(
        shown.contains("unreadable-document: a/specs: documents may be here, and cannot be looked for"),
        "{shown}"
    );
}

#[test]
fn a_bugfix_beside_requirements_leaves_them_their_feature() {
    let folder = tree(&[
        (".git/HEAD", ""),
        (".kiro/specs/cart/requirements.md", &kiro(&[1])),
        (".kiro/specs/cart/bugfix.md", "## Expected Behavior\n\n2.1 WHEN x THEN the system SHALL y\n"),
        (".kiro/specs/login/bugfix.md", "## Expected Behavior\n\n2.1 WHEN x THEN the system SHALL y\n"),
    ]);
    let catalog = Catalog::load(&Disk, folder.path());
    let features: Vec<_> = catalog.documents.iter().map(|document| &*document.feature).collect();
    assert_eq!(features, ["cart-bugfix", "cart", "login"]);
    assert!(catalog.diagnostics.is_empty(), "{:?}", catalog.diagnostics);
}

#[test]
fn a_package_that_was_copied_into_a_workspace_is_none_of_its_members() {
    let check = |root: &str, own: &str, extra: &[&str], expect: bool| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let package = folder.path().join("vendor/oven");
        fs::create_dir_all(&package).expect("folders can be made");
        if !root.is_empty() {
            fs::write(folder.path().join("Cargo.toml"), root).expect("files can be made");
        }
        fs::write(package.join("Cargo.toml"), own).expect("files can be made");
        for name in extra {
            fs::write(package.join(name), "{}").expect("files can be made");
        }
        assert_eq!(is_of_another_workspace(&Disk, &package), expect, "{root} {own} {extra:?}");
    };
    let (own, workspace) = ("[package]\nname = \"oven\"\n", "[workspace]\nmembers = [\"vendor/*\"]\n");
    check(workspace, own, &[], false);
    check("", own, &[], false);
    check(workspace, own, &[".cargo-checksum.json"], true);
    check("[workspace]\nexclude = [\"vendor\"]\n", own, &[], true);
    check("[workspace]\nexclude = [\"./vendor/oven\"]\n", own, &[], true);
    check("[workspace]\nexclude = [\"vendor/other\"]\n", own, &[], false);
    check(workspace, &format!("{own}[workspace]\n"), &[], true);
    check("[package]\nname = \"shop\"\n", own, &[], true);
}

#[test]
fn an_id_of_what_is_gone_is_known_as_such() {
    let text = "# Mill\n\n## REQ-1: Grain\n\n- REQ-1.1: THE mill SHALL weigh\n- ~~REQ-1.2: THE mill SHALL ring~~\n- REQ-1.3: (removed)\n\n## REQ-2: Night (removed)\n\n- REQ-2.1: THE mill SHALL rest\n";
    let tree = tree(&[("requirements.md", text)]);
    let catalog = Catalog::load(&Disk, tree.path());
    for (id, line) in [("REQ-1.2", 6), ("1.2", 6), ("req-1.3", 7), ("requirements/REQ-2.1", 9), ("REQ-2", 9)]
    {
        let found = catalog.resolve(id);
        let Err(ResolveError::Retired { place }) = &found else { panic!("{id}: {found:?}") };
        assert!(place.ends_with(&format!("requirements.md:{line}")), "{id}: {place}");
    }
    assert!(catalog.resolve("REQ-1.1").is_ok());
    assert!(matches!(catalog.resolve("REQ-1.4"), Err(ResolveError::Unknown { .. })));
    assert!(matches!(catalog.resolve("other/REQ-1.2"), Err(ResolveError::Unknown { .. })));
}
