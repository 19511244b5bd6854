//! Tables of the places of tests, and whether they would run there.

use std::fs;
use std::path::PathBuf;

use crate::Host;
use crate::verdict::Question;
use crate::verdict::tests::{check, folder, listed};

const SPEC: &str = "### Requirement 1: A\n\n#### Acceptance Criteria\n\n1. WHEN x THEN the system SHALL y\n";
const TEST: &str = "#[test] #[spec(\"REQ-1.1\")] fn t() {}";
const PACKAGE: &str = "[package]\nname = \"a\"\n";

/// Checks the findings about one criterion whose only test stands in a file. The manifest of the package has more lines.
#[track_caller]
fn reported(manifest: &str, path: &str, text: &str, expect: &str) {
    let manifest = format!("{PACKAGE}{manifest}");
    check(&[("Cargo.toml", &manifest), ("requirements.md", SPEC), (path, text)], expect);
}

/// The test is as good as ignored, and that is told of it.
#[track_caller]
fn never(manifest: &str, path: &str, text: &str) {
    let line = text[..text.find("\"REQ-1.1").expect("it has a link")].matches('\n').count() + 1;
    let name = if text.contains("mod m") { "m::t" } else { "t" };
    let path_of_test = if text.contains("fn outer") { "outer::t" } else { name };
    let expect =
        format!("REQ-1.1 ignored {path_of_test}\nnever-runs {path}:{line}\nignored requirements.md:5");
    reported(manifest, path, text, &expect);
}

/// The test would run, and nothing is told.
#[track_caller]
fn runs(manifest: &str, path: &str, text: &str) {
    let name = if text.contains("mod m") { "m::t" } else { "t" };
    reported(manifest, path, text, &format!("REQ-1.1 tested {name}"));
}

/// The test would run if more was asked for, and that is told of it.
#[track_caller]
fn asks(manifest: &str, path: &str, text: &str) {
    let name = if text.contains("mod m") { "m::t" } else { "t" };
    reported(manifest, path, text, &format!("REQ-1.1 tested {name}\nconditional-test {path}:1"));
}

#[test]
fn what_cargo_does_not_test_never_runs() {
    for path in ["examples/a.rs", "examples/a/main.rs", "benches/a.rs", "benches/a/main.rs", "build.rs"] {
        never("", path, TEST);
        never("", path, &format!("#[cfg(test)] mod m {{ {TEST} }}"));
    }
    never("build = \"make/it.rs\"", "make/it.rs", TEST);
    never("[lib]\ntest = false", "src/lib.rs", TEST);
    never("[[bin]]\nname = \"a\"\npath = \"src/main.rs\"\ntest = false", "src/main.rs", TEST);
    never("[[test]]\nname = \"x\"\ntest = false", "tests/x.rs", TEST);
    never("[[example]]\nname = \"x\"\npath = \"demo/x.rs\"", "demo/x.rs", TEST);
    never("[[bench]]\nname = \"x\"\nharness = false", "benches/x.rs", TEST);
}

#[test]
fn what_cargo_is_reported_to_test_runs() {
    runs("[[example]]\nname = \"a\"\ntest = true", "examples/a.rs", TEST);
    runs("[[example]]\nname = \"a\"\ntest = true", "examples/a/main.rs", TEST);
    runs("[[bench]]\nname = \"a\"\ntest = true", "benches/a.rs", TEST);
    runs("[[test]]\nname = \"a\"\npath = \"examples/a.rs\"", "examples/a.rs", TEST);
    runs("[lib]\ndoctest = false\nbench = false", "src/lib.rs", TEST);
    runs("[lib]\nproc-macro = true", "src/lib.rs", TEST);
    for path in ["src/lib.rs", "src/main.rs", "src/bin/b.rs", "tests/b.rs", "tests/b/main.rs"] {
        runs("", path, TEST);
        runs("", path, &format!("#[cfg(test)] mod m {{ {TEST} }}"));
    }
}

#[test]
fn without_a_harness_only_what_says_itself_that_it_is_a_test_is_believed() {
    for (manifest, path) in [
        ("[lib]\nharness = false", "src/lib.rs"),
        ("[[bin]]\nname = \"a\"\npath = \"src/main.rs\"\nharness = false", "src/main.rs"),
        ("[[test]]\nname = \"x\"\nharness = false", "tests/x.rs"),
        ("[[test]]\nname = \"x\"\nharness = false", "tests/x/main.rs"),
        ("[[bench]]\nname = \"x\"\nharness = false\ntest = true", "benches/x.rs"),
    ] {
        never(manifest, path, TEST);
        runs(manifest, path, "#[spec(\"REQ-1.1\", test)] fn t() {}");
    }
    runs("[[test]]\nname = \"x\"\nharness = true", "tests/x.rs", TEST);
    reported(
        "[[test]]\nname = \"x\"\nharness = false",
        "tests/x.rs",
        "fn main() { #[spec(\"REQ-1.1\", test)] fn t() {} t(); }",
        "REQ-1.1 tested main::t",
    );
}

#[test]
fn a_test_that_the_harness_cannot_find_never_runs() {
    for text in [
        format!("fn outer() {{ {TEST} }}"),
        format!("pub async fn outer<T>() -> Vec<T> where T: Copy {{ if true {{ {TEST} }} }}"),
        format!("const _: () = {{ {TEST} }};"),
        format!("static A: fn() = {{ {TEST} t }};"),
        format!("const A: &str = stringify! {{ {TEST} }};"),
        format!("const A: &str = stringify!({TEST});"),
        format!("const A: [u8; 1] = [{{ {TEST} 1 }}];"),
        format!("const A: &str = concat!(stringify!({TEST}), \"\");"),
        format!("my::quote! {{ {TEST} }}"),
        format!("const A: () = assert!({{ {TEST} true }});"),
    ] {
        never("", "tests/t.rs", &text);
    }
    never("", "src/lib.rs", &format!("#[test] fn outer() {{ {TEST} }}"));
    reported(
        "",
        "tests/t.rs",
        &format!("mod m {{ fn helper() {{ mod inner {{ {TEST} }} }} }}"),
        "REQ-1.1 ignored m::helper::inner::t\nnever-runs tests/t.rs:1\nignored requirements.md:5",
    );
}

#[test]
fn modules_and_macros_that_pass_items_on_hide_nothing() {
    for text in [
        format!("mod m {{ {TEST} }}"),
        format!("pub(crate) mod m {{ #![allow(dead_code)] {TEST} }}"),
        format!("proptest! {{ {} }}", TEST.replace("fn t()", "fn t(x in 0..9)")),
        format!("cfg_if! {{ if #[cfg(unix)] {{ {TEST} }} else {{ }} }}"),
        format!("macros::suite!({TEST});"),
        format!("const A: u8 = {{ 1 }}; fn f() {{ const {{ 2 }}; }} {TEST}"),
        format!("const A: &str = stringify!(a); {TEST}"),
        "quickcheck! { #[spec(\"REQ-1.1\")] fn t(x: u8) -> bool { true } }".to_owned(),
    ] {
        runs("", "tests/t.rs", &text);
    }
}

#[test]
fn a_condition_that_never_holds_keeps_a_test_from_running() {
    for condition in [
        "any()",
        "not(all())",
        "FALSE",
        "false",
        "not(test)",
        "all(test, not(test))",
        "feature = \"oven\"",
        "all(test, feature = \"oven\")",
        "any(feature = \"oven\", not(test))",
        "all(unix, windows)",
        "all(unix, target_os = \"windows\")",
        "all(target_os = \"linux\", target_os = \"macos\")",
        "all(feature = \"slow\", not(feature = \"slow\"))",
        "doc",
        "doctest",
    ] {
        let manifest = "[features]\nslow = []";
        never(manifest, "tests/t.rs", &format!("#[cfg({condition})] {TEST}"));
        never(manifest, "src/lib.rs", &format!("#[cfg({condition})] mod m {{ {TEST} }}"));
        never(manifest, "tests/t.rs", &format!("#![cfg({condition})]\n{TEST}"));
        never(manifest, "src/lib.rs", &format!("#[cfg(test)] mod m {{ #![cfg({condition})] {TEST} }}"));
        check(
            &[
                ("Cargo.toml", &format!("{PACKAGE}{manifest}")),
                ("requirements.md", SPEC),
                ("src/lib.rs", &format!("#[cfg({condition})] mod deep;")),
                ("src/deep.rs", TEST),
            ],
            "REQ-1.1 ignored t\nnever-runs src/deep.rs:1\nignored requirements.md:5",
        );
    }
    never("", "tests/t.rs", "#[cfg_attr(feature = \"oven\", test)] #[spec(\"REQ-1.1\")] fn t() {}");
    never(
        "",
        "tests/t.rs",
        "#[test] #[cfg_attr(not(feature = \"oven\"), ignore)] #[spec(\"REQ-1.1\")] fn t() {}",
    );
    never("[[test]]\nname = \"t\"\nrequired-features = [\"oven\"]", "tests/t.rs", TEST);
}

#[test]
fn a_condition_of_this_system_or_of_what_is_on_is_no_finding() {
    let manifest = "[features]\ndefault = [\"std\"]\nstd = [\"alloc\"]\nalloc = []\nslow = []\n[dependencies]\nserde = { version = \"1\", optional = true }";
    for condition in [
        "test",
        "all(test, feature = \"std\")",
        "feature = \"alloc\"",
        "not(feature = \"slow\")",
        "unix",
        "not(windows)",
        "any(unix, windows)",
        "any(windows, not(windows))",
        "not(all(windows, target_arch = \"x86_64\"))",
        "target_pointer_width = \"64\"",
        "target_env = \"gnu\"",
        "any(unix, feature = \"slow\")",
        "not(miri)",
        "all(not(miri), not(feature = \"serde\"))",
        "target_os = \"linux\"",
        "all(unix, target_os = \"linux\", target_arch = \"x86_64\")",
        "debug_assertions",
        "panic = \"unwind\"",
        "target_has_atomic = \"64\"",
    ] {
        runs(manifest, "tests/t.rs", &format!("#[cfg({condition})] {TEST}"));
        runs(manifest, "src/lib.rs", &format!("#[cfg({condition})] mod m {{ {TEST} }}"));
        runs(manifest, "tests/t.rs", &format!("#![cfg({condition})]\n{TEST}"));
    }
    for text in [
        "#[cfg_attr(not(miri), test)] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[test] #[cfg_attr(miri, ignore)] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[test] #[cfg_attr(any(windows, target_arch = \"wasm32\"), ignore)] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[test] #[cfg_attr(windows, ignore = \"slow\")] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[test] #[cfg_attr(feature = \"slow\", ignore)] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[cfg_attr(test, spec(\"REQ-1.1\"))] #[test] fn t() {}",
        "#[test] #[cfg_attr(feature = \"slow\", cfg(unix))] #[spec(\"REQ-1.1\")] fn t() {}",
    ] {
        runs(manifest, "tests/t.rs", text);
    }
    runs(&format!("{manifest}\n[[test]]\nname = \"t\"\nrequired-features = [\"std\"]"), "tests/t.rs", TEST);
    // The package itself asks for the feature, for its tests.
    let own = format!("{manifest}\n[dev-dependencies]\na = {{ path = \".\", features = [\"slow\"] }}");
    runs(&own, "tests/t.rs", &format!("#[cfg(feature = \"slow\")] {TEST}"));
    check(
        &[
            ("Cargo.toml", "[package]\nname = \"a\"\nbuild = \"build.rs\""),
            ("build.rs", "fn main() {}"),
            ("requirements.md", SPEC),
            ("tests/t.rs", &format!("#[cfg(found_by_the_build_script)] {TEST}")),
        ],
        "REQ-1.1 tested t",
    );
}

#[test]
fn a_condition_that_must_be_asked_for_is_reported() {
    let manifest = "[features]\ndefault = [\"std\"]\nstd = []\nslow = []\nslower = [\"slow\"]\n[dependencies]\nserde = { version = \"1\", optional = true }";
    for condition in [
        "feature = \"slow\"",
        "all(test, feature = \"slow\", unix)",
        "any(feature = \"slow\", feature = \"slower\")",
        "feature = \"serde\"",
        "not(feature = \"std\")",
        "not(debug_assertions)",
        "loom",
    ] {
        asks(manifest, "tests/t.rs", &format!("#[cfg({condition})] {TEST}"));
        asks(manifest, "src/lib.rs", &format!("#[cfg({condition})] mod m {{ {TEST} }}"));
    }
    asks(
        manifest,
        "tests/t.rs",
        "#[test] #[cfg_attr(not(feature = \"slow\"), ignore)] #[spec(\"REQ-1.1\")] fn t() {}",
    );
    asks("", "src/lib.rs", "#[cfg(kani)] mod m { #[kani::proof] #[spec(\"REQ-1.1\")] fn t() {} }");
    asks("", "src/lib.rs", "#[kani::proof] #[spec(\"REQ-1.1\")] fn t() {}");
    asks(&format!("{manifest}\n[[test]]\nname = \"t\"\nrequired-features = [\"slow\"]"), "tests/t.rs", TEST);
}

/// The test runs on other systems only, and that is told of it.
#[track_caller]
fn elsewhere(path: &str, text: &str) {
    let line = text[..text.find("\"REQ-1.1").expect("it has a link")].matches('\n').count() + 1;
    let name = if text.contains("mod m") { "m::t" } else { "t" };
    let expect = format!("REQ-1.1 ignored {name}\nconditional-test {path}:{line}\nignored requirements.md:5");
    reported("[features]\nslow = []", path, text, &expect);
}

#[test]
fn a_test_of_another_system_is_not_tested_on_this_one() {
    for condition in [
        "windows",
        "not(unix)",
        "target_os = \"macos\"",
        "not(target_os = \"linux\")",
        "target_family = \"windows\"",
        "target_family = \"wasm\"",
        "target_arch = \"aarch64\"",
        "target_pointer_width = \"32\"",
        "not(target_pointer_width = \"64\")",
        "target_endian = \"big\"",
        "target_env = \"msvc\"",
        "target_vendor = \"apple\"",
        "any(windows, target_os = \"macos\")",
        "all(unix, target_arch = \"wasm32\")",
        "all(test, windows, feature = \"slow\")",
        "not(any(unix, feature = \"slow\"))",
    ] {
        elsewhere("tests/t.rs", &format!("#[cfg({condition})] {TEST}"));
        elsewhere("src/lib.rs", &format!("#[cfg({condition})] mod m {{ {TEST} }}"));
        elsewhere("src/lib.rs", &format!("#[cfg(test)] mod m {{ #![cfg({condition})] {TEST} }}"));
        elsewhere("tests/t.rs", &format!("#![cfg({condition})]\n{TEST}"));
        let not = format!("#[test] #[cfg_attr(not({condition}), ignore)] #[spec(\"REQ-1.1\")] fn t() {{}}");
        elsewhere("tests/t.rs", &not);
        let made = format!("#[cfg_attr({condition}, test)] #[spec(\"REQ-1.1\")] fn t() {{}}");
        elsewhere("tests/t.rs", &made);
        check(
            &[
                ("Cargo.toml", &format!("{PACKAGE}[features]\nslow = []")),
                ("requirements.md", SPEC),
                ("src/lib.rs", &format!("#[cfg({condition})] mod deep;")),
                ("src/deep.rs", TEST),
            ],
            "REQ-1.1 ignored t\nconditional-test src/deep.rs:1\nignored requirements.md:5",
        );
    }
}

#[test]
fn a_branch_of_cfg_if_for_another_system_is_not_this_one() {
    elsewhere("tests/t.rs", &format!("cfg_if! {{ if #[cfg(windows)] {{ {TEST} }} else {{ }} }}"));
    elsewhere(
        "tests/t.rs",
        &format!("cfg_if! {{ if #[cfg(unix)] {{ }} else if #[cfg(not(unix))] {{ {TEST} }} }}"),
    );
    runs(
        "",
        "tests/t.rs",
        &format!("cfg_if! {{ if #[cfg(windows)] {{ }} else if #[cfg(unix)] {{ {TEST} }} }}"),
    );
    runs("", "tests/t.rs", &format!("cfg_if! {{ if #[cfg(windows)] {{ }} }} {TEST}"));
}

#[test]
fn a_test_of_another_system_counts_on_that_one() {
    use crate::platform::Platform;
    let text = format!("#[cfg(windows)] {TEST}");
    let files = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), ("tests/t.rs", &text)];
    let folder = folder(&files);
    let found = Host::default()
        .ask(folder.path(), &Question { platform: Some(&Platform::windows()), ..Question::default() });
    assert_eq!(listed(&found, folder.path()), "REQ-1.1 tested t");
    let found = Host::default()
        .ask(folder.path(), &Question { platform: Some(&Platform::linux()), ..Question::default() });
    let helps: Vec<_> = found.diagnostics.iter().flat_map(spec_model::Diagnostic::advice_text).collect();
    assert!(helps.iter().all(|help| help.contains("`cargo spec report --evidence DIR`")), "{helps:?}");
}

#[test]
fn one_test_for_each_system_is_enough() {
    let both = "#[cfg(windows)] #[test] #[spec(\"REQ-1.1\")] fn w() {}\n#[cfg(unix)] #[test] #[spec(\"REQ-1.1\")] fn u() {}";
    reported_beside(&[("tests/t.rs", both)], "REQ-1.1 tested u w\nconditional-test tests/t.rs:1");
}

#[test]
fn where_cargo_builds_for_another_target_no_system_is_assumed() {
    let test = format!("#[cfg(windows)] {TEST}");
    for (path, text, is_known) in [
        (".cargo/config.toml", "[build]\ntarget = \"x86_64-pc-windows-gnu\"", false),
        (".cargo/config", "build.target = [\"wasm32-wasip1\"]", false),
        ("above", "[build]\ntarget = \"thumbv7em-none-eabihf\"", false),
        (".cargo/config.toml", "[build]\njobs = 1", true),
        (".cargo/config.toml", "[target.x86_64-pc-windows-gnu]\nrunner = \"wine\"", true),
    ] {
        let (below, path) = if path == "above" { ("deep/", ".cargo/config.toml") } else { ("", path) };
        let own = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), ("tests/t.rs", &*test)];
        let own = own.map(|(path, text)| (format!("{below}{path}"), text));
        let files = own.iter().map(|(path, text)| (&**path, *text)).chain([(path, text)]);
        let folder = folder(&files.collect::<Vec<_>>());
        let rung = Host::default().check(&folder.path().join(below)).verdicts.as_slice()[0].rung;
        let expect = if is_known && cfg!(unix) { "ignored" } else { "tested" };
        assert_eq!(rung.as_str(), expect, "{path}: {text}");
    }
}

#[test]
fn a_file_is_worth_what_its_best_way_into_a_build_is() {
    let shared = ("shared/t.rs", TEST);
    let of_example = ("examples/e.rs", "#[path = \"../shared/t.rs\"] mod t;");
    let of_test = ("tests/a.rs", "#[cfg(unix)] #[path = \"../shared/t.rs\"] mod t;");
    let of_nothing = ("tests/b.rs", "#[cfg(any())] #[path = \"../shared/t.rs\"] mod t;");
    let all = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), shared, of_example, of_nothing];
    check(&all, "REQ-1.1 ignored t\nnever-runs shared/t.rs:1\nignored requirements.md:5");
    check(&[&all[..], &[of_test]].concat(), "REQ-1.1 tested t");
}

#[test]
fn tests_of_one_file_that_share_a_fate_are_one_finding() {
    let many: String = (0..20)
        .map(|n| format!("#[cfg(any())] #[test] #[spec(\"REQ-1.1\", \"REQ-1.2\")] fn t{n}() {{}}\n"))
        .collect();
    let spec = format!("{SPEC}2. WHEN x THEN the system SHALL z\n");
    let names: String = (0..20).map(|n| format!(" t{n}")).collect();
    check(
        &[("Cargo.toml", PACKAGE), ("requirements.md", &spec), ("tests/t.rs", &many)],
        &format!(
            "REQ-1.1 ignored{names}\nREQ-1.2 ignored{names}\nnever-runs tests/t.rs:1\nignored requirements.md:5\nignored requirements.md:6"
        ),
    );
}

#[test]
fn what_the_settings_name_makes_a_test() {
    let test = "#[probe] #[spec(\"REQ-1.1\")] fn t() {}";
    let all = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), ("tests/t.rs", test)];
    check(&all, "REQ-1.1 untested\nstand-in tests/t.rs:1\nuntested requirements.md:5");
    let configured = |text| [&all[..], &[("spec.toml", text)]].concat();
    check(&configured("[tests]\nattributes = [\"probe\"]"), "REQ-1.1 tested t");
    check(&configured("[tests]\nattributes = [\"crate::support::probe\"]"), "REQ-1.1 tested t");
}

#[test]
fn modules_that_a_macro_declares_for_a_folder_are_followed() {
    let package = ("Cargo.toml", PACKAGE);
    let spec = ("requirements.md", SPEC);
    for (main, text, test) in [
        ("tests/all.rs", "automod::dir!(\"tests/all\");", "tests/all/t.rs"),
        ("tests/all.rs", "use automod::dir; dir!(pub \"tests/all\");", "tests/all/t.rs"),
        ("tests/all/main.rs", "automod::dir!(\"tests/all\");", "tests/all/t.rs"),
        ("tests/it.rs", "mod regression { automod::dir!(\"tests/regression\"); }", "tests/regression/t.rs"),
        ("tests/it.rs", "automod::dir!(\"./tests/../tests/more\");", "tests/more/t/mod.rs"),
        ("src/lib.rs", "#[cfg(test)] mod m { automod::dir!(\"checks\"); }", "checks/t.rs"),
    ] {
        check(&[package, spec, (main, text), (test, TEST)], "REQ-1.1 tested t");
    }
    for test in ["tests/other/t.rs", "tests/all/deep/t.rs"] {
        let reported = format!("REQ-1.1 untested\nundeclared-module {test}:1\nuntested requirements.md:5");
        check(&[package, spec, ("tests/all.rs", "automod::dir!(\"tests/all\");"), (test, TEST)], &reported);
    }
}

#[test]
fn what_a_build_script_writes_is_seen_where_somebody_knows_it_and_reported_elsewhere() {
    let include = "include!(concat!(env!(\"OUT_DIR\"), \"/t.rs\"));";
    let untested = "REQ-1.1 untested\nuntested requirements.md:5";
    let all = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), ("tests/t.rs", include)];
    check(&all, "REQ-1.1 untested\ngenerated-tests tests/t.rs\nuntested requirements.md:5");
    check(&[all[0], all[1], ("src/lib.rs", include)], untested);
    // A file that is written elsewhere includes no file of the package.
    let stray = "REQ-1.1 untested\nundeclared-module odd/t.rs:1\nuntested requirements.md:5";
    check(&[all[0], all[1], ("src/lib.rs", include), ("odd/t.rs", TEST)], stray);
    let folder = folder(&all);
    let out = tempfile::tempdir().expect("a folder");
    let written = out.path().join("debug/build/a-0123/out/t.rs");
    fs::create_dir_all(written.parent().expect("it has one")).expect("folders can be made");
    fs::write(&written, TEST).expect("files can be made");
    let asked = |generated: &[PathBuf]| {
        Host::default().ask(folder.path(), &Question { generated, ..Question::default() })
    };
    let findings = asked(std::slice::from_ref(&written));
    assert_eq!(listed(&findings, folder.path()), "REQ-1.1 tested t\ngenerated-tests tests/t.rs");
    let other = out.path().join("debug/build/b-0123/out/t.rs");
    let findings = asked(&[other]);
    assert_eq!(findings.verdicts.as_slice()[0].rung.as_str(), "untested", "that of another package");
    check(
        &[
            all[0],
            all[1],
            ("src/lib.rs", "include!(concat!(env!(\"CARGO_MANIFEST_DIR\"), \"/odd/t.rs\"));"),
            ("odd/t.rs", TEST),
        ],
        "REQ-1.1 tested t",
    );
}

/// The findings about one criterion in a package of several files.
#[track_caller]
fn reported_beside(files: &[(&str, &str)], expect: &str) {
    let all: Vec<_> =
        [("Cargo.toml", PACKAGE), ("requirements.md", SPEC)].iter().chain(files).copied().collect();
    check(&all, expect);
}

const TESTED: &str = "REQ-1.1 tested t";
/// As [`TEST`] is worth in the body of a macro in the library that nothing calls.
const UNCALLED: &str = "REQ-1.1 ignored t\nnever-runs src/lib.rs:1\nignored requirements.md:5";

#[test]
fn what_is_written_in_a_macro_is_there_where_something_calls_it() {
    let one = |call: &str, expect: &str| {
        reported_beside(
            &[("src/lib.rs", &format!("macro_rules! m {{ () => {{ {TEST} }} }}\n{call}"))],
            expect,
        );
    };
    one("", UNCALLED);
    one("fn m() {}\npub fn f() { m(); }", UNCALLED);
    one("pub(crate) use m;", UNCALLED);
    one("// m!();\nconst M: &str = \"m!()\";", UNCALLED);
    one("macro_rules! n { () => { m!(); } }", UNCALLED);
    one("m!();", TESTED);
    one("mod tests { m! {} }", TESTED);
    one("macro_rules! n { () => { m!(); } }\nn!();", TESTED);
    one("macro_rules! each { ($($m:ident)*) => { $($m!();)* } }\neach!(m);", TESTED);
}

#[test]
fn a_macro_may_be_called_in_any_file_of_the_workspace() {
    let macros = format!("#[macro_export] macro_rules! m {{ () => {{ {TEST} }} }}\npub mod a;");
    let two = |path: &str, call: &str, expect: &str| {
        reported_beside(&[("src/lib.rs", &macros), ("src/a.rs", ""), (path, call)], expect);
    };
    two("src/a.rs", "", UNCALLED);
    two("src/a.rs", "fn m() {}", UNCALLED);
    two("src/a.rs", "crate::m!();", TESTED);
    two("tests/all.rs", "a::m!();", TESTED);
    two("tests/all.rs", "use a::m as conformance;\nconformance!();", TESTED);
    two("src/a.rs", "macro_rules! n { () => { m!(); } } pub(crate) use n;", UNCALLED);
    let chain = [
        ("src/lib.rs", &*macros),
        ("src/a.rs", "#[macro_export] macro_rules! n { () => { $crate::m!(); } }"),
        ("tests/all.rs", "a::n!();"),
    ];
    reported_beside(&chain, TESTED);
}

#[test]
fn a_macro_that_another_file_defines_is_expanded() {
    let makes = "macro_rules! make { ($(#[$a:meta])* $n:ident) => { #[test] $(#[$a])* fn $n() {} } }\n\
                 macro_rules! drops { ($($t:tt)*) => {} }\n\
                 macro_rules! bare { ($(#[$a:meta])* $n:ident) => { fn $n() {} } }\n\
                 macro_rules! outer { ($($t:tt)*) => { make! { $($t)* } } }\n";
    let library = "#[macro_use] mod macros;\nmod a;\n";
    let file = |text: &str, expect: &str| {
        reported_beside(&[("src/lib.rs", library), ("src/macros.rs", makes), ("src/a.rs", text)], expect);
        let inside = format!("{makes}{library}");
        reported_beside(&[("src/lib.rs", &inside), ("src/macros.rs", ""), ("src/a.rs", text)], expect);
    };
    let uncounted = |line: usize| {
        format!("REQ-1.1 untested\nconditional-link src/a.rs:{line}\nuntested requirements.md:5")
    };
    file("make!(#[spec(\"REQ-1.1\")] t);", TESTED);
    file("make! { #[spec_runtime::spec(\"REQ-1.1\")] #[cfg(unix)] t }", TESTED);
    file("crate::make!(#[spec(\"REQ-1.1\")] t);", TESTED);
    file("outer!(#[spec(\"REQ-1.1\")] t);", TESTED);
    file(
        &format!("drops! {{ {TEST} }}"),
        "REQ-1.1 ignored t\nnever-runs src/a.rs:1\nignored requirements.md:5",
    );
    file("\n\nbare!(#[spec(\"REQ-1.1\")] t);", &uncounted(3));
    file(&format!("strange! {{ {TEST} }}"), TESTED);
    // A macro that no file defines, or more than one, is not known.
    let call = "make!(#[spec(\"REQ-1.1\")] t);";
    let asked = "REQ-1.1 untested\nconditional-link tests/t.rs:1\nuntested requirements.md:5";
    reported_beside(&[("tests/t.rs", call)], asked);
    reported_beside(&[("tests/t.rs", call), ("tests/a.rs", makes)], TESTED);
    reported_beside(&[("tests/t.rs", call), ("tests/a.rs", makes), ("src/lib.rs", makes)], asked);
}

#[test]
fn what_only_another_tool_runs_is_reported_with_its_command() {
    for text in [
        "#[cfg(miri)] #[test] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[test] #[cfg(all(test, miri))] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[cfg(all(miri, test))] mod m { #[test] #[spec(\"REQ-1.1\")] fn t() {} }",
        "#![cfg(miri)] #[test] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[cfg(not(not(miri)))] #[test] #[spec(\"REQ-1.1\")] fn t() {}",
        "#[cfg_attr(not(miri), ignore)] #[test] #[spec(\"REQ-1.1\")] fn t() {}",
    ] {
        let files = [("Cargo.toml", PACKAGE), ("requirements.md", SPEC), ("src/lib.rs", text)];
        let folder = folder(&files);
        let found = Host::default().check(folder.path());
        let reported: Vec<_> =
            found.diagnostics.iter().flat_map(spec_model::Diagnostic::advice_text).collect();
        assert!(
            reported.iter().any(|help| help.contains("`cargo miri test` runs it")),
            "{text}: {reported:?}"
        );
    }
}
