//! Tests of what is added to manifests.

use super::*;

const PACKAGE: &str = "[package]\nname = \"shop\"\n";

/// The lines that were added to the manifest, marked by `+` in front of the line.
fn check(manifest: &str) -> String {
    let manifest = format!("{PACKAGE}{manifest}");
    let edited = add_runtime(
        &manifest,
        &RuntimeOrigin::Path("../spec/spec-runtime".to_owned()),
        DependencyScope::Package,
    )
    .expect("an edit");
    let again = add_runtime(&edited, &RuntimeOrigin::git("elsewhere", "1"), DependencyScope::Package)
        .expect("an edit");
    assert_eq!(again, edited, "the second time changes nothing");
    let diff = similar::TextDiff::from_lines(&manifest, &edited);
    let lines = diff.iter_all_changes().map(|change| {
        let line = format!("{}{}", change.tag(), change.value().replace('\r', "␍"));
        format!("{}\n", line.trim_end())
    });
    lines.collect()
}

#[test]
fn a_manifest_without_dependencies_gets_both_tables() {
    insta::assert_snapshot!(check(""), @r#"
     [package]
     name = "shop"
    +
    +[dependencies]
    +spec-runtime = { path = "../spec/spec-runtime" }
    +
    +[dev-dependencies]
    +spec-runtime = { path = "../spec/spec-runtime", features = ["gate"] }
    "#);
}

#[test]
fn a_sorted_table_stays_sorted_and_comments_stay_where_they_are() {
    let manifest = "\n[dependencies] # all of them\nserde.workspace = true # one\n# two\ntokio = \"1\"\n\n[dev-dependencies]\n[features]\n";
    insta::assert_snapshot!(check(manifest), @r#"
     [package]
     name = "shop"

     [dependencies] # all of them
     serde.workspace = true # one
    +spec-runtime = { path = "../spec/spec-runtime" }
     # two
     tokio = "1"

     [dev-dependencies]
    +spec-runtime = { path = "../spec/spec-runtime", features = ["gate"] }
     [features]
    "#);
}

#[test]
fn tables_of_their_own_are_not_torn_apart() {
    insta::assert_snapshot!(check("[dependencies.serde]\nversion = \"1\"\n[dev-dependencies.insta]\nversion = \"1\""), @r#"
     [package]
     name = "shop"
     [dependencies.serde]
     version = "1"
     [dev-dependencies.insta]
    -version = "1"
    +version = "1"
    +
    +[dependencies]
    +spec-runtime = { path = "../spec/spec-runtime" }
    +
    +[dev-dependencies]
    +spec-runtime = { path = "../spec/spec-runtime", features = ["gate"] }
    "#);
}

#[test]
fn windows_line_ends_are_kept_and_used() {
    insta::assert_snapshot!(check("[dependencies]\r\nanyhow = \"1\"\r\n"), @r#"
     [package]
     name = "shop"
     [dependencies]␍
     anyhow = "1"␍
    +spec-runtime = { path = "../spec/spec-runtime" }␍
    +␍
    +[dev-dependencies]␍
    +spec-runtime = { path = "../spec/spec-runtime", features = ["gate"] }␍
    "#);
}

#[test]
fn a_dependency_that_is_there_only_gets_the_gate() {
    insta::assert_snapshot!(check("[dependencies]\nspec-runtime = \"0.1\"\n[dev-dependencies]\nspec-runtime = \"0.1\" # pinned\n"), @r#"
     [package]
     name = "shop"
     [dependencies]
     spec-runtime = "0.1"
     [dev-dependencies]
    -spec-runtime = "0.1" # pinned
    +spec-runtime = { version = "0.1", features = ["gate"] } # pinned
    "#);
    insta::assert_snapshot!(check("[dependencies]\nspec-runtime = { path = \"x\", features = [\n  \"a\",\n] }\n[dev-dependencies]\nspec-runtime = { path = \"x\" }\n"), @r#"
     [package]
     name = "shop"
     [dependencies]
     spec-runtime = { path = "x", features = [
       "a",
     ] }
     [dev-dependencies]
    -spec-runtime = { path = "x" }
    +spec-runtime = { path = "x", features = ["gate"] }
    "#);
    insta::assert_snapshot!(check("[dev-dependencies]\nspec-runtime.path = \"x\"\n[dependencies.spec-runtime]\npath = \"x\"\n"), @r#"
     [package]
     name = "shop"
     [dev-dependencies]
     spec-runtime.path = "x"
    +spec-runtime.features = ["gate"]
     [dependencies.spec-runtime]
     path = "x"
    "#);
    insta::assert_snapshot!(check("[dependencies]\nspec-runtime = { path = \"x\", features = [\"gate\"] }"), @r#"
    [package]
    name = "shop"
    [dependencies]
    spec-runtime = { path = "x", features = ["gate"] }
    "#);
}

#[test]
fn both_dependencies_come_from_the_same_place() {
    insta::assert_snapshot!(check("[dev-dependencies]\nspec-runtime = { git = 'https://x', rev = \"a1\" }\n"), @r#"
     [package]
     name = "shop"
     [dev-dependencies]
    -spec-runtime = { git = 'https://x', rev = "a1" }
    +spec-runtime = { git = 'https://x', rev = "a1", features = ["gate"] }
    +
    +[dependencies]
    +spec-runtime = { git = "https://x", rev = "a1" }
    "#);
}

#[test]
fn a_package_that_does_not_look_for_tests_is_reported_of_this_one() {
    insta::assert_snapshot!(check("autotests = false\n"), @r#"
     [package]
     name = "shop"
     autotests = false
    +
    +[dependencies]
    +spec-runtime = { path = "../spec/spec-runtime" }
    +
    +[dev-dependencies]
    +spec-runtime = { path = "../spec/spec-runtime", features = ["gate"] }
    +
    +[[test]]
    +name = "spec"
    +path = "tests/spec/main.rs"
    "#);
}

#[test]
fn a_workspace_that_knows_the_runtime_is_asked_for_it() {
    assert!(workspace_has_runtime("[workspace.dependencies]\nspec-runtime = { git = \"x\" }"));
    assert!(!workspace_has_runtime("[workspace]\nmembers = []"));
    let edited = add_runtime(PACKAGE, &RuntimeOrigin::Workspace, DependencyScope::Package).expect("an edit");
    insta::assert_snapshot!(edited, @r#"
    [package]
    name = "shop"

    [dependencies]
    spec-runtime.workspace = true

    [dev-dependencies]
    spec-runtime = { workspace = true, features = ["gate"] }
    "#);
}

#[test]
fn what_is_no_package_is_not_edited() {
    let add = |text| add_runtime(text, &RuntimeOrigin::Workspace, DependencyScope::Package);
    assert_eq!(add("[workspace]\n"), Err(ManifestError::NoPackage));
    assert!(matches!(add("[package\n"), Err(ManifestError::Syntax(_))));
    assert_eq!(add("package = { name = \"a\" }\ndependencies = \"x\"\n"), Err(ManifestError::Unusual));
}

#[test]
fn where_only_tests_may_know_the_runtime_only_they_depend_on_it() {
    let origin = RuntimeOrigin::git("https://example.org/spec", "abc");
    let edited = add_runtime(PACKAGE, &origin, DependencyScope::Tests).expect("an edit");
    let entry = "spec-runtime = { git = \"https://example.org/spec\", rev = \"abc\", features = [\"gate\"] }";
    assert_eq!(edited, format!("{PACKAGE}\n[dev-dependencies]\n{entry}\n"));
    assert_eq!(
        add_runtime(&edited, &RuntimeOrigin::Workspace, DependencyScope::Tests).as_deref(),
        Ok(&*edited)
    );
    // An existing entry stays.
    let normal =
        format!("{PACKAGE}\n[dependencies]\nspec-runtime = {{ version = \"1\", features = [\"gate\"] }}\n");
    assert_eq!(add_runtime(&normal, &origin, DependencyScope::Tests).as_deref(), Ok(&*normal));
    let version = RuntimeOrigin::Version("0.1.0".to_owned());
    assert_eq!(
        lines_to_add(&version, DependencyScope::Tests),
        "[dev-dependencies]\nspec-runtime = { version = \"0.1.0\", features = [\"gate\"] }\n"
    );
}

#[test]
fn a_manifest_that_names_the_runtime_says_where_it_comes_from() {
    let check = |manifest: &str, expect: Option<&str>| {
        let expect = expect.map(|place| RuntimeOrigin::Known(place.to_owned()));
        assert_eq!(known_origin(&format!("{PACKAGE}{manifest}")), expect, "{manifest}");
    };
    check("", None);
    check("[dependencies]\nserde = \"1\"\n", None);
    check("[dependencies]\nspec-runtime = \"0.1\"\n", Some("version = \"0.1\""));
    check("[dependencies]\nspec-runtime = { path = \"../spec\" }\n", Some("path = \"../spec\""));
    check("[dev-dependencies]\nspec-runtime.workspace = true\n", Some("workspace = true"));
    check("[dev_dependencies.spec-runtime]\ngit = \"g\"\nrev = \"r\"\n", Some("git = \"g\", rev = \"r\""));
    check("[dependencies]\nspec-runtime = {}\n[dev-dependencies]\nspec-runtime = {}\n", None);
    check("[dependencies\n", None);
}

#[test]
fn proptest_goes_into_the_dev_dependencies_and_nothing_else_changes() {
    let package = "[package]\nname = \"a\"\n";
    let line = format!("{PROPTEST_ENTRY}\n");
    let check = |before: &str, after: &str| {
        let before = format!("{package}{before}");
        let edited = add_proptest(&before).expect("it can be added to");
        assert_eq!(edited, format!("{package}{after}"));
        assert_eq!(add_proptest(&edited).expect("it is there"), edited, "a second time changes nothing");
    };
    check("", &format!("\n[dev-dependencies]\n{line}"));
    check(
        "\n[dev-dependencies]\ninsta = \"1\"\nspec-runtime = \"1\" # mine\n",
        &format!("\n[dev-dependencies]\ninsta = \"1\"\n{line}spec-runtime = \"1\" # mine\n"),
    );
    check("\n[dev-dependencies]\nproptest = \"1.4\"\n", "\n[dev-dependencies]\nproptest = \"1.4\"\n");
    assert!(add_proptest("[workspace]\n").is_err());
}
