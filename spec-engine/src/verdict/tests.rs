//! Small workspaces on disk, and what is found in them.

use std::fs;
use std::path::PathBuf;

use spec_model::diagnostic::{Code, Severity};
use spec_model::files::Disk;

use super::*;
use crate::platform::Platform;

const SPEC: &str = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n2. WHEN x THEN the system SHALL z\n";
const MANIFEST: &str = "[package]\nname = \"a\"\n";

/// A folder with files in it; one whose text begins with `-> ` is a link.
pub(crate) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("it is below the folder")).expect("folders can be made");
        match text.strip_prefix("-> ") {
            #[cfg(unix)]
            Some(target) => std::os::unix::fs::symlink(target, path).expect("links can be made"),
            _ => fs::write(path, text).expect("files can be made"),
        }
    }
    folder
}

/// The rungs, then the findings with their lines.
pub(crate) fn listed(findings: &Findings, folder: &Path) -> String {
    let rungs = findings.verdicts.iter().map(|verdict| {
        let links: Vec<_> = verdict.links.iter().map(|link| format!(" {}", link.item.path)).collect();
        format!("{} {}{}", verdict.id, verdict.rung, links.concat())
    });
    let findings = findings.diagnostics.iter().map(|finding| {
        let path = finding
            .path
            .as_deref()
            .map(|path| path.strip_prefix(folder).unwrap_or(path).display().to_string());
        let line = finding.location.as_ref().map(|location| format!(":{}", location.start.line));
        format!("{} {}{}", finding.code, path.unwrap_or_default(), line.unwrap_or_default())
    });
    rungs.chain(findings).collect::<Vec<_>>().join("\n")
}

/// The questions of a gate.
pub(crate) const PACKAGE: Question<'static> =
    Question { scope: Scope::Package, compare: Compare::IfLocked, generated: &[], platform: None };

/// The question for the accepted state.
const ALWAYS: Question<'static> =
    Question { scope: Scope::Workspace, compare: Compare::Always, generated: &[], platform: None };

#[track_caller]
pub(crate) fn check(files: &[(&str, &str)], expect: &str) {
    let folder = folder(files);
    assert_eq!(
        listed(
            &Host::default()
                .ask(folder.path(), &Question { platform: Some(&Platform::linux()), ..Question::default() }),
            folder.path()
        ),
        expect
    );
}

/// The same for a package `a` with two criteria.
#[track_caller]
fn check_package(files: &[(&str, &str)], expect: &str) {
    let mut all = vec![("Cargo.toml", MANIFEST), ("requirements.md", SPEC)];
    all.extend(files);
    check(&all, expect);
}

const BOTH: &str = "#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() {}";
const GREEN: &str = "REQ-1.1 tested t\nREQ-1.2 tested t";

#[test]
fn a_criterion_stands_where_its_best_test_stands() {
    check_package(
        &[],
        "REQ-1.1 untested\nREQ-1.2 untested\nuntested requirements.md:5\nuntested requirements.md:6",
    );
    check_package(&[("tests/t.rs", BOTH)], GREEN);
    check_package(
        &[(
            "src/lib.rs",
            "#[spec(\"REQ-1\")] fn code() {}\n#[spec(\"1.1\")] #[test] fn stub() { pending!(\"1.1\") }
             #[spec(\"1.1\")] #[test] #[ignore] fn ignored() {}\n#[spec(\"1.2\")] #[test] fn stub2() { pending!(\"1.2\") }",
        )],
        "REQ-1.1 ignored ignored stub code\nREQ-1.2 stub stub2 code\nignored requirements.md:5\nstub requirements.md:6",
    );
}

#[test]
fn a_link_that_names_nothing_is_reported_with_what_was_meant() {
    let files =
        [("src/lib.rs", "#[spec(\"REQ-1.7\")] fn a() {}\n#[spec(\"?\")] fn b() {}"), ("tests/t.rs", BOTH)];
    check_package(&files, &format!("{GREEN}\norphan src/lib.rs:1\nmalformed-link src/lib.rs:2"));
}

#[test]
fn a_criterion_that_is_named_twice_counts_once() {
    let files = [("tests/t.rs", "#[test] #[spec(\"REQ-1.1\", \"1.1\")] #[spec(\"1.2\")] fn t() {}")];
    check_package(&files, &format!("{GREEN}\nduplicate-link tests/t.rs:1"));
}

#[test]
fn a_test_of_a_whole_requirement_verifies_none_of_its_criteria() {
    let files = [("tests/t.rs", "#[test] #[spec(\"REQ-1\")] fn t() {}")];
    check_package(
        &files,
        "REQ-1.1 untested\nREQ-1.2 untested\nrequirement-named-by-test tests/t.rs:1\nuntested requirements.md:5\nuntested requirements.md:6",
    );
}

#[test]
fn a_test_in_a_file_that_no_target_includes_verifies_nothing() {
    let untested = "REQ-1.1 untested\nREQ-1.2 untested";
    let findings = "untested requirements.md:5\nuntested requirements.md:6";
    for path in ["tests/spec/t.rs", "src/t.rs", "src/deep/t.rs"] {
        let files = [("src/lib.rs", "mod other;"), ("tests/spec/main.rs", "mod other;"), (path, BOTH)];
        check_package(&files, &format!("{untested}\nundeclared-module {path}:1\n{findings}"));
    }
}

#[test]
fn modules_are_followed_wherever_they_lead() {
    for files in [
        [("tests/spec/main.rs", "mod t;"), ("tests/spec/t.rs", BOTH), ("x", "")],
        [("tests/spec/main.rs", "mod t;"), ("tests/spec/t/mod.rs", BOTH), ("x", "")],
        [("src/lib.rs", "mod a { pub mod t; }"), ("src/a/t.rs", BOTH), ("x", "")],
        [("src/lib.rs", "mod a;"), ("src/a.rs", "mod t;"), ("src/a/t.rs", BOTH)],
        [("src/lib.rs", "mod a;"), ("src/a/mod.rs", "mod t;"), ("src/a/t.rs", BOTH)],
        [("src/lib.rs", "#[path = \"odd/x.rs\"] mod a;"), ("src/odd/x.rs", "mod t;"), ("src/odd/t.rs", BOTH)],
        [("src/main.rs", "include!(\"../gen/t.rs\");"), ("gen/t.rs", BOTH), ("x", "")],
        [("build.rs", "x"), ("src/lib.rs", "include!(concat!(env!(\"X\"), \"/y.rs\"));"), ("odd/t.rs", BOTH)],
        [("src/bin/tool/main.rs", "mod t;"), ("src/bin/tool/t.rs", BOTH), ("x", "")],
    ] {
        check_package(&files, GREEN);
    }
    let named = format!("{MANIFEST}[[test]]\nname = \"x\"\npath = \"checks/x.rs\"\n");
    check(&[("Cargo.toml", &named), ("requirements.md", SPEC), ("checks/x.rs", BOTH)], GREEN);
}

#[test]
fn a_test_anywhere_in_the_workspace_verifies() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/out\"]\n"),
        ("requirements.md", SPEC),
        ("crates/a/Cargo.toml", "[package]\nname = \"a\"\n[dependencies]\nb = { path = \"../../b\" }\n"),
        ("crates/a/src/lib.rs", "#[test] #[spec(\"1.1\")] fn t() {}"),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", "#[test] #[spec(\"1.2\")] fn t() {}"),
        ("crates/out/Cargo.toml", "[package]\nname = \"out\"\n"),
        ("crates/out/src/lib.rs", "#[spec(\"9.9\")] fn out() {}"),
        ("crates/a/fixture/Cargo.toml", "[package]\nname = \"fixture\"\n[workspace]\n"),
        ("crates/a/fixture/src/lib.rs", "#[spec(\"9.9\")] fn out() {}"),
        ("crates/a/target/x/lib.rs", "#[spec(\"9.9\")] fn out() {}"),
        ("crates/a/.hidden/lib.rs", "#[spec(\"9.9\")] fn out() {}"),
        ("crates/a/cache/CACHEDIR.TAG", ""),
        ("crates/a/cache/lib.rs", "#[spec(\"9.9\")] fn out() {}"),
    ];
    check(&files, GREEN);
    let folder = folder(&files);
    assert_eq!(listed(&Host::default().check(&folder.path().join("crates/a")), folder.path()), GREEN);
}

#[test]
fn each_package_is_held_to_the_documents_in_force_for_it() {
    let files = [
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
        ("a/Cargo.toml", "[package]\nname = \"a\"\n"),
        ("a/requirements.md", SPEC),
        ("a/src/lib.rs", BOTH),
        ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
        ("b/src/lib.rs", BOTH),
    ];
    check(&files, &format!("{GREEN}\nno-documents b/Cargo.toml"));
    let folder = folder(&files);
    assert_eq!(listed(&Host::default().ask(&folder.path().join("a"), &PACKAGE), folder.path()), GREEN);
    assert_eq!(
        listed(&Host::default().ask(&folder.path().join("b"), &PACKAGE), folder.path()),
        "no-documents b/Cargo.toml"
    );
}

#[test]
fn the_configuration_decides_how_bad_a_finding_is() {
    let config = ("spec.toml", "[severity]\nuntested = \"allow\"\n");
    check_package(&[config], "REQ-1.1 untested\nREQ-1.2 untested");
}

#[test]
fn sources_that_are_no_rust_are_reported_and_what_was_understood_counts() {
    let files = [("tests/t.rs", BOTH), ("src/lib.rs", "fn spec() { \" }")];
    check_package(&files, &format!("{GREEN}\nunlexable-source src/lib.rs:1"));
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_left_and_links_to_elsewhere_are_followed() {
    let files = [
        ("src/lib.rs", "mod t;"),
        ("src/loop", "-> .."),
        ("src/t", "-> ../.shared"),
        ("src/dangling.rs", "-> nowhere"),
        (".shared/mod.rs", BOTH),
    ];
    check_package(&files, GREEN);
}

#[test]
fn an_absent_manifest_has_no_packages() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    assert_eq!(crate::workspace::Workspace::of(&Disk, folder.path()).packages, []);
    assert_eq!(listed(&Host::default().check(&PathBuf::from("/nonexistent")), folder.path()), "");
}

#[test]
fn what_a_change_removes_needs_no_test() {
    let scenario = |name: &str| {
        format!("### Requirement: {name}\n\n#### Scenario: One\n\n- **WHEN** a\n- **THEN** b\n\n")
    };
    let document =
        format!("## ADDED Requirements\n\n{}## REMOVED Requirements\n\n{}", scenario("New"), scenario("Old"));
    check(
        &[
            ("Cargo.toml", MANIFEST),
            ("openspec/changes/c/specs/s/spec.md", &document),
            ("spec.toml", "documents = [\"openspec/changes/*/specs/*/spec.md\"]\n"),
            ("src/lib.rs", "use spec_runtime::spec; #[test] #[spec(\"new.one\")] fn t() {}"),
        ],
        "new.one tested t\nchange-header-missing openspec/changes/c/specs/s/spec.md:12",
    );
}

#[test]
fn a_package_that_the_workspace_does_not_have_is_reported_where_it_is_named() {
    let lib = format!("use spec_runtime::spec; {BOTH}");
    check_package(
        &[("src/lib.rs", &lib), ("spec.toml", "# stubs\npackage = \"b\"\n")],
        &format!("{GREEN}\nconfig-unknown spec.toml:2"),
    );
    check_package(&[("src/lib.rs", &lib), ("spec.toml", "package = \"a\"\n")], GREEN);
}

#[test]
fn a_mistake_in_a_configuration_of_many_packages_is_reported_once() {
    let test = |feature: &str| {
        format!("use spec_runtime::spec; #[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn {feature}() {{}}")
    };
    check(
        &[
            ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n"),
            ("spec.toml", "nothing = 1\n"),
            ("a/Cargo.toml", MANIFEST),
            ("a/requirements.md", SPEC),
            ("a/src/lib.rs", &test("of_a")),
            ("b/Cargo.toml", "[package]\nname = \"b\"\n"),
            ("b/requirements.md", SPEC),
            ("b/src/lib.rs", &test("of_b")),
        ],
        "REQ-1.1 tested of_a\nREQ-1.2 tested of_a\nREQ-1.1 tested of_b\nREQ-1.2 tested of_b\nconfig-unknown spec.toml:1",
    );
}

#[test]
fn what_only_tests_have_implements_nothing() {
    let code = "#[spec_runtime::spec(\"REQ-1.1\")]\npub fn real() {}\n\
                #[cfg(test)]\nmod tests {\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn inside() {}\n\
                mod deeper {\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn below() {}\n}\n}\n\
                #[cfg(all(test, unix))]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn alone() {}\n\
                #[cfg(not(test))]\n#[spec_runtime::spec(\"REQ-1.1\")]\nfn not_there() {}\n\
                #[cfg(test)]\npub(crate) mod fake;\n#[cfg(test)]\nmod fakes { mod more; }\nmod both;\n\
                #[cfg(test)]\n#[path = \"both.rs\"]\nmod again;\n";
    let helper = "#[spec_runtime::spec(\"REQ-1.1\")]\nfn helper() {}\n";
    let folder = folder(&[
        ("Cargo.toml", &format!("{MANIFEST}[[test]]\nname = \"d\"\npath = \"verify/d.rs\"\n")),
        ("requirements.md", SPEC),
        ("src/lib.rs", code),
        ("src/both.rs", helper),
        ("src/fake.rs", "mod within;"),
        ("src/fake/within.rs", helper),
        ("src/fakes/more.rs", helper),
        ("tests/a.rs", helper),
        ("benches/b.rs", helper),
        ("testsuite/c.rs", helper),
        ("verify/d.rs", helper),
    ]);
    // With a `/` behind it, it is the same folder.
    for folder in [folder.path(), &folder.path().join("")] {
        let findings = Host::default().check(folder);
        let links: Vec<_> =
            findings.verdicts.as_slice()[0].links.iter().map(|link| &*link.item.path).collect();
        assert_eq!(links, ["helper", "real", "not_there"]);
        let stand_ins = findings.diagnostics.iter().filter(|finding| finding.code == Code::StandIn);
        let paths: Vec<_> = stand_ins.filter_map(|finding| finding.path.as_deref()?.file_name()).collect();
        assert_eq!(paths, ["b.rs", "within.rs", "more.rs", "lib.rs", "lib.rs", "lib.rs", "a.rs", "d.rs"]);
    }
}

#[test]
fn what_is_required_is_what_is_said_most_exactly() {
    let required = |config: &str| {
        let folder = folder(&[
            ("Cargo.toml", MANIFEST),
            ("spec.toml", config),
            (".kiro/specs/one/requirements.md", SPEC),
            (".kiro/specs/two/requirements.md", SPEC),
        ]);
        let findings = Host::default().check(folder.path());
        let rungs = findings.verdicts.iter().map(|verdict| verdict.required.map_or("-", Rung::as_str));
        let wrong = findings.diagnostics.iter().filter(|finding| finding.code == Code::ConfigUnknown);
        let wrong = wrong.map(|finding| format!("; {} {:?}", finding.message, finding.advice_text()));
        rungs.collect::<Vec<_>>().join(" ") + &wrong.collect::<String>()
    };
    assert_eq!(required(""), "- - - -");
    assert_eq!(required("require = \"exercised\""), "exercised exercised exercised exercised");
    assert_eq!(
        required(
            "[require]\n\"*\" = \"exercised\"\none = \"passing\"\n\"one/REQ-1.2\" = \"proven\"\n\"two/REQ-1\" = \"proven\""
        ),
        "passing proven proven proven"
    );
    assert_eq!(
        required("[require]\nthree = \"proven\"\n\"REQ-1.1\" = \"proven\"\n\"one/REQ-9\" = \"proven\""),
        "- - - -; several features define `REQ-1.1` Some(\"choose one: `one/REQ-1.1`, `two/REQ-1.1`\"); no document defines `one/REQ-9` Some(\"did you mean `one/REQ-1`?\"); `three` is neither a feature nor an id that a document defines Some(\"the features are `one`, `two`\")"
    );
}

/// Checks the findings about files that differ from the accepted ones.
#[track_caller]
fn check_accepted(before: &[(&str, &str)], now: &[(&str, &str)], expect: &str) {
    let mut files = vec![("Cargo.toml", MANIFEST), ("requirements.md", SPEC)];
    files.extend(before);
    let folder = folder(&files);
    let comparison = Host::default().ask(folder.path(), &ALWAYS).comparison.expect("it was asked for");
    let lock = crate::lock::Lock::of(comparison.now.intents().cloned());
    fs::write(folder.path().join("spec.lock"), lock.to_string()).expect("it is written");
    for (path, text) in now {
        fs::write(folder.path().join(path), text).expect("it is written");
    }
    let findings = Host::default().check(folder.path());
    let listed = listed(&findings, folder.path());
    assert_eq!(listed, expect);
    // The gate of the only package says the same.
    assert_eq!(self::listed(&Host::default().ask(folder.path(), &PACKAGE), folder.path()), listed);
}

const TEST: &str = "#[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t() { assert!(a() == 1, \"{}\", 2); }";

#[test]
fn what_is_as_it_was_accepted_is_no_finding_however_it_is_laid_out() {
    check_accepted(&[("tests/t.rs", TEST)], &[], GREEN);
    let spec = SPEC.replace("WHEN x THEN", "**WHEN** x\n   THEN");
    let test = "/// Documented.\n#[spec(\"REQ-1.1\", \"REQ-1.2\")]\n#[test]\nfn renamed() {\n    // a comment\n    assert!(\n        a() == 1,\n        \"{}\",\n        2,\n    );\n}";
    check_accepted(
        &[("tests/t.rs", TEST)],
        &[("requirements.md", &spec), ("tests/t.rs", test)],
        "REQ-1.1 tested renamed\nREQ-1.2 tested renamed",
    );
}

#[test]
fn other_words_are_reported() {
    let spec = SPEC.replace("SHALL y", "SHALL NOT y");
    check_accepted(
        &[("tests/t.rs", TEST)],
        &[("requirements.md", &spec)],
        &format!("{GREEN}\ncriterion-changed requirements.md:5"),
    );
    let spec = SPEC.replace("2. WHEN x THEN the system SHALL z\n", "");
    let one = TEST.replace(", \"REQ-1.2\"", "");
    check_accepted(
        &[("tests/t.rs", TEST)],
        &[("requirements.md", &spec), ("tests/t.rs", &one)],
        "REQ-1.1 tested t\ncriterion-removed spec.lock:11",
    );
}

#[test]
fn another_test_is_reported_once_and_one_that_is_gone_for_each_criterion() {
    let other = TEST.replace("a() == 1", "true");
    check_accepted(
        &[("tests/t.rs", TEST)],
        &[("tests/t.rs", &other)],
        &format!("{GREEN}\ntest-weakened tests/t.rs:1"),
    );
    let one = format!("{}\n#[test] #[spec(\"REQ-1.2\")] fn u() {{ b() }}", TEST.replace(", \"REQ-1.2\"", ""));
    check_accepted(
        &[("tests/t.rs", TEST)],
        &[("tests/t.rs", &one)],
        "REQ-1.1 tested t\nREQ-1.2 tested u\ntest-removed requirements.md:6\ntest-new tests/t.rs:2",
    );
}

#[test]
fn a_test_is_not_gone_where_its_id_is_used_twice() {
    let again = format!("{SPEC}\n{}", SPEC.replace("# Requirements\n\n", ""));
    let folder = folder(&[("Cargo.toml", MANIFEST), ("requirements.md", SPEC), ("tests/t.rs", TEST)]);
    let comparison = Host::default().ask(folder.path(), &ALWAYS).comparison.expect("it was asked for");
    let lock = crate::lock::Lock::of(comparison.now.intents().cloned());
    fs::write(folder.path().join("spec.lock"), lock.to_string()).expect("it is written");
    fs::write(folder.path().join("requirements.md"), &again).expect("it is written");
    let codes = |findings: &Findings| {
        let codes = findings.diagnostics.iter().map(|finding| finding.code);
        codes.filter(|code| matches!(code, Code::DuplicateId | Code::TestRemoved)).collect::<Vec<_>>()
    };
    let findings = Host::default().check(folder.path());
    let found = codes(&findings);
    assert!(found.contains(&Code::DuplicateId) && !found.contains(&Code::TestRemoved), "{found:?}");
    // One that is gone is told all the same.
    fs::write(folder.path().join("tests/t.rs"), "").expect("it is written");
    assert!(codes(&Host::default().check(folder.path())).contains(&Code::TestRemoved));
}

#[test]
fn another_number_is_one_finding_and_its_links_are_no_others() {
    let spec = SPEC
        .replace("1. WHEN x", "1. WHEN new THEN the system SHALL w\n2. WHEN x")
        .replace("2. WHEN x THEN the system SHALL z", "3. WHEN x THEN the system SHALL z");
    let expect = "REQ-1.1 untested\nREQ-1.2 tested t\nREQ-1.3 tested t\nuntested requirements.md:5\ncriterion-new requirements.md:5\ncriterion-moved requirements.md:6";
    check_accepted(&[("tests/t.rs", TEST)], &[("requirements.md", &spec)], expect);
    let spec = SPEC.replace("1. WHEN x THEN the system SHALL y\n2.", "1.");
    let two = "#[test] #[spec(\"REQ-1.1\")] fn t() { a() }\n#[test] #[spec(\"REQ-1.2\")] fn u() { b() }";
    let expect = "REQ-1.1 tested u\ncriterion-removed spec.lock:5\ncriterion-moved requirements.md:5\norphan tests/t.rs:1";
    check_accepted(&[("tests/t.rs", two)], &[("requirements.md", &spec)], expect);
}

#[test]
fn a_lock_that_cannot_be_read_is_an_error_and_nothing_else_is_said_of_it() {
    for (text, expect) in [
        ("version 1\n<<<<<<< HEAD\n", "lock-conflict spec.lock:2"),
        ("version 9\n# end\n", "lock-version spec.lock:1"),
        ("version 1\n", "lock-damaged spec.lock:1"),
        ("", "lock-damaged spec.lock:1"),
    ] {
        check_package(&[("tests/t.rs", BOTH), ("spec.lock", text)], &format!("{GREEN}\n{expect}"));
    }
}

#[test]
fn a_broken_lock_stays_an_error_whatever_the_configuration_says() {
    for (code, text) in [
        ("lock-conflict", "version 1\n<<<<<<< HEAD\n"),
        ("lock-version", "version 9\n# end\n"),
        ("lock-damaged", ""),
    ] {
        for severity in ["allow", "note", "warning", "error"] {
            let config = format!("[severity]\n{code} = \"{severity}\"\n");
            let folder = folder(&[
                ("Cargo.toml", MANIFEST),
                ("requirements.md", SPEC),
                ("tests/t.rs", BOTH),
                ("spec.lock", text),
                ("spec.toml", &config),
            ]);
            let found = Host::default().check(folder.path()).diagnostics;
            let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
            let errors: Vec<_> = errors.map(|finding| finding.code.as_str()).collect();
            let expect = if severity == "error" { vec![code] } else { vec!["config-unknown", code] };
            assert_eq!(errors, expect, "{severity}");
        }
    }
}

#[test]
fn links_count_under_the_name_that_a_manifest_gives_to_the_runtime() {
    let spec = ("requirements.md", SPEC);
    let renamed = "criteria = { package = \"spec-runtime\", version = \"1\" }\n";
    let tests = [
        "use criteria::spec;\n#[test]\n#[spec(\"REQ-1.1\")]\nfn t() {}\n",
        "use criteria::{pending, spec};\n#[test]\n#[spec(\"REQ-1.1\")]\nfn t() {}\n",
        "#[test]\n#[criteria::spec(\"REQ-1.1\")]\nfn t() {}\n",
        "#[test]\n#[::criteria::spec(\"REQ-1.1\")]\nfn t() {}\n",
        "use criteria as c;\n#[test]\n#[c::spec(\"REQ-1.1\")]\nfn t() {}\n",
        "use criteria::spec as meets;\n#[test]\n#[meets(\"REQ-1.1\")]\nfn t() {}\n",
    ];
    for test in tests {
        for table in ["dependencies", "dev-dependencies", "target.'cfg(unix)'.dev-dependencies"] {
            let manifest = format!("{MANIFEST}[{table}]\n{renamed}");
            let files = [("Cargo.toml", &*manifest), spec, ("tests/t.rs", test)];
            check(&files, "REQ-1.1 tested t\nREQ-1.2 untested\nuntested requirements.md:6");
        }
        let manifest = format!(
            "{MANIFEST}[dependencies]\ncriteria.workspace = true\n[workspace.dependencies]\n{renamed}"
        );
        let files = [("Cargo.toml", &*manifest), spec, ("tests/t.rs", test)];
        check(&files, "REQ-1.1 tested t\nREQ-1.2 untested\nuntested requirements.md:6");
    }
    // Another crate is not meant, whatever it is called.
    let manifest = format!("{MANIFEST}[dependencies]\ncriteria = \"1\"\n");
    let files = [("Cargo.toml", &*manifest), spec, ("tests/t.rs", tests[0])];
    check(
        &files,
        "REQ-1.1 untested\nREQ-1.2 untested\nunfollowed-import tests/t.rs:3\nuntested requirements.md:5\nuntested requirements.md:6",
    );
}

#[test]
fn an_id_that_two_features_have_is_shown_with_its_feature() {
    let check = |files: &[(&str, &str)], expect: &[&str]| {
        let folder = folder(files);
        let findings = Host::default().check(folder.path());
        let names: Vec<_> = findings.verdicts.iter().map(Verdict::name).collect();
        assert_eq!(names, expect);
    };
    let (pay, sell) = (".kiro/specs/pay/requirements.md", ".kiro/specs/sell/requirements.md");
    let manifest = ("Cargo.toml", MANIFEST);
    check(&[manifest, (pay, SPEC), ("src/lib.rs", "")], &["REQ-1.1", "REQ-1.2"]);
    let one = SPEC.split_inclusive('\n').take(5).collect::<String>();
    check(
        &[manifest, (pay, SPEC), (sell, &one), ("src/lib.rs", "")],
        &["pay/REQ-1.1", "REQ-1.2", "sell/REQ-1.1"],
    );
}
