//! `cargo spec report` of evidence that is written here: nothing is built.

use crate::TestCrate;

const DOCUMENT: &str = "# Shop\n\n- REQ-1: THE shop SHALL greet\n- REQ-2: THE shop SHALL close\n";

/// A package, and what a process has left of a test in its second line, or of several attempts: how each ended.
fn shop(test: &str, ends: &[&str]) -> TestCrate {
    let place = TestCrate::package(&[("requirements.md", DOCUMENT), ("tests/t.rs", test)]);
    let column = test.lines().nth(1).and_then(|line| line.find('"')).expect("a link") + 1;
    std::fs::create_dir(place.path("evidence")).expect("a folder");
    for (number, end) in (1..).zip(ends) {
        let attempt = if ends.len() > 1 { format!("attempt\t{number}\tr:t$t\n") } else { String::new() };
        let text = format!(
            "spec-evidence\t2\t{number}\tone\tx\n{attempt}site\t1\t2:{column} tests/t.rs\nbegan\t1\t1\tt\nended\t1\t{end}\n"
        );
        let path = place.path(&format!("evidence/{number}.spec-evidence"));
        std::fs::write(path, text).expect("it is written");
    }
    place
}

#[test]
fn a_test_of_another_system_counts_where_the_evidence_is_of_one() {
    // `wasm32` has no processes that could run this.
    let test = "#[cfg(target_arch = \"wasm32\")] #[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n";
    let rung = |place: &TestCrate, arguments: &str| {
        let answer = place.run(arguments);
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
        json["criteria"][0]["rung"].as_str().unwrap_or_default().to_owned()
    };
    let place = shop(test, &["returned"]);
    assert_eq!(rung(&place, "report --format json --evidence evidence"), "passing");
    assert_eq!(rung(&place, "report --format json"), "ignored");
    let answer = place.run("check");
    assert!(answer.out.contains("a system for which `target_arch = \"wasm32\"` holds"), "{}", answer.out);
    assert!(answer.out.contains("only a test of other systems verifies REQ-1"), "{}", answer.out);
    let failing = shop(test, &["panicked"]);
    assert_eq!(rung(&failing, "report --format json --evidence evidence"), "failing");
}

#[test]
fn a_test_that_passed_when_it_was_tried_again_is_flaky_in_every_form() {
    let test = "#[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n";
    let place = shop(test, &["panicked", "returned"]);
    for (form, words) in [
        ("human", "flaky"),
        ("json", "\"code\":\"flaky\""),
        ("html", "flaky"),
        ("markdown", "flaky"),
        ("junit", "flaky"),
        ("sarif", "\"ruleId\":\"flaky\""),
        ("github", "title=REQ-1%3A flaky::"),
    ] {
        let answer = place.run(&format!("report --format {form} --evidence evidence"));
        assert!(answer.out.contains(words), "{form}: {}", answer.out);
    }
    let steady = shop(test, &["returned"]);
    for form in ["human", "markdown", "github"] {
        let answer = steady.run(&format!("report --format {form} --evidence evidence"));
        assert!(!answer.out.contains("flaky:"), "{form}: {}", answer.out);
    }
}

#[test]
fn a_stub_and_the_gate_are_no_other_tests() {
    let tests = "#[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n#[test]\n#[spec(\"REQ-2\")]\nfn closes() { spec_runtime::pending!(\"REQ-2\") }\n";
    let place = shop(tests, &["returned"]);
    let check = |failed: &[&str], expect: &str| {
        let names: String = failed.iter().map(|name| format!("test\t{name}\n")).collect();
        let outcome = format!("spec-run\t3\tfailed\n{names}end\n");
        std::fs::write(place.path("evidence/1.spec-run"), outcome).expect("it is written");
        for arguments in ["report --evidence evidence", "report -q --evidence evidence"] {
            let answer = place.run(arguments);
            let reported: Vec<_> = answer.out.lines().filter(|line| line.starts_with("error: ")).collect();
            assert_eq!(reported.join("\n"), expect, "{failed:?}, {arguments}");
            assert_eq!(answer.code, Some(1));
        }
    };
    let gate = "the gate `spec_gate` failed: `cargo spec check` shows what it found";
    check(&["closes"], "");
    check(&["requirements::closes"], "");
    check(&["closes", "spec_gate"], &format!("error: {gate}"));
    check(&["spec_gate"], &format!("error: {gate}"));
    check(&["closes", "opens", "spec_gate"], &format!("error: 1 other test failed: `opens`; {gate}"));
    check(&["a", "b"], "error: 2 other tests failed: `a`, `b`");
    check(&[], "error: a test program failed, and named no test: its output says why");
}

#[test]
fn quietly_the_criteria_are_named_that_fail_up_to_ten() {
    let criteria = |number: usize| (1..=number).map(|n| format!("- REQ-{n}: THE shop SHALL keep rule {n}\n"));
    for (number, more) in [(2, ""), (11, ""), (12, "… and 1 more"), (40, "… and 29 more")] {
        let place = shop("#[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n", &["returned"]);
        let document = format!("# Shop\n\n{}", criteria(number).collect::<String>());
        std::fs::write(place.path("requirements.md"), document).expect("it is written");
        let answer = place.run("report -q --evidence evidence");
        let reported: Vec<_> = answer.out.lines().collect();
        let ids = reported.iter().filter(|line| line.starts_with("untested   REQ-")).count();
        assert_eq!(ids, (number - 1).min(10), "{}", answer.out);
        assert_eq!(reported.iter().any(|line| line.starts_with('…')), !more.is_empty(), "{}", answer.out);
        assert!(answer.out.contains(more) && reported.len() <= 12, "{}", answer.out);
        assert!(reported.last().is_some_and(|last| last.contains("criteria: ")), "{}", answer.out);
    }
}

#[test]
fn results_of_other_sources_do_not_count_and_are_reported() {
    let place = shop("#[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n", &["returned"]);
    const TOLD: &str = "of other sources: none of them counts";
    let run = |sources: &str| {
        let outcome = format!("spec-run\t3\tpassed\n{sources}end\n");
        std::fs::write(place.path("evidence/1.spec-run"), outcome).expect("it is written");
    };
    run("sources\t0123456789abcdef\n");
    for form in ["human", "json", "html", "markdown", "junit", "sarif", "github"] {
        let answer = place.run(&format!("report --format {form} --evidence evidence"));
        assert!(form == "junit" || answer.out.contains(TOLD), "{form}: {}", answer.out);
    }
    let answer = place.run("report --evidence evidence");
    assert!(
        answer
            .out
            .ends_with("Next: run the tests again on these sources: `cargo spec test --evidence DIR`\n"),
        "{}",
        answer.out
    );
    // Who did not say of what the tests were built is believed.
    run("");
    let answer = place.run("report --evidence evidence");
    assert!(!answer.out.contains(TOLD), "{}", answer.out);
}

#[test]
fn a_ticked_task_must_reach_the_rung_that_is_required() {
    let tasks = "- [x] 1. Greet\n  - _Requirements: REQ-1_\n- [ ] 2. Close\n  - _Requirements: REQ-2_\n";
    let reported = |ends: &str, require: &str| {
        let place = shop("#[test]\n#[spec(\"REQ-1\")]\nfn greets() {}\n", &[ends]);
        std::fs::write(place.path("tasks.md"), tasks).expect("it is written");
        std::fs::write(place.path("spec.toml"), require).expect("it is written");
        let answer = place.run("report --format json --evidence evidence");
        let json: serde_json::Value = serde_json::from_str(&answer.out).expect("it is JSON");
        let findings = json["diagnostics"].as_array().expect("findings").clone().into_iter();
        let reported = findings.filter(|finding| finding["code"] == "task-done-unproven");
        reported.map(|finding| finding["message"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let nothing: [&str; 0] = [];
    assert_eq!(reported("returned", ""), nothing);
    assert_eq!(reported("returned", "require = \"passing\"\n"), nothing);
    assert_eq!(
        reported("returned", "[require]\n\"REQ-1\" = \"exercised\"\n"),
        ["task 1 is ticked, and REQ-1 must be exercised, not passing"]
    );
    assert_eq!(reported("returned", "[require]\n\"REQ-2\" = \"exercised\"\n"), nothing);
    assert_eq!(reported("panicked", ""), ["task 1 is ticked, and a test of REQ-1 fails"]);
    assert_eq!(reported("panicked", "[severity]\ntask-done-unproven = \"allow\"\n"), nothing);
}
