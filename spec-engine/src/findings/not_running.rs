//! `never-runs` and `conditional-test`: a test does not run where somebody runs the tests.

use spec_model::diagnostic::{Advice, Code, Diagnostic};

use crate::links::Link;

/// Says how to show the results of a test on another system. The last words are what else to do.
pub(crate) fn elsewhere(instead: &'static str) -> Vec<Advice> {
    vec![
        Advice::run("cargo spec test --evidence DIR", "").after("have it run there by"),
        Advice::run("cargo spec report --evidence DIR", "").after("then give the folder to"),
        instead.into(),
    ]
}

/// Is it the link of a test that never runs?
pub(crate) fn never_runs(link: &Link) -> bool {
    link.item.runs.as_ref().is_some_and(|runs| runs.never.is_some())
}

/// Reports a test that never runs, and how many more share its fate.
pub(crate) fn never(link: &Link, more: usize, why: &str) -> Diagnostic {
    let is_of_a_macro = link.item.runs.as_ref().is_some_and(|runs| runs.uncalled_macro.is_some());
    let help = if is_of_a_macro {
        "call the macro in a module of a target whose tests `cargo test` runs, or remove the link"
    } else {
        "move it to a module of a target whose tests `cargo test` runs, or remove the link"
    };
    let message = format!("{} never {}: {why}", tests(link, more), run(more));
    Diagnostic::new(Code::NeverRuns, message).located(link.location.clone()).help(help)
}

/// Reports a test that runs only with something. `command` runs it; `None`: it runs on another system.
pub(crate) fn conditional(link: &Link, more: usize, what: &str, command: Option<&str>) -> Diagnostic {
    let (only, advice) = match command {
        Some(command) => ("with", vec![Advice::run(command.to_owned(), "runs it")]),
        None => ("on another system, with", elsewhere("or write one for this system")),
    };
    let message = format!("{} {} only {only} {what}", tests(link, more), run(more));
    Diagnostic::new(Code::ConditionalTest, message).located(link.location.clone()).helps(advice)
}

fn tests(link: &Link, more: usize) -> String {
    let name = &link.item.path;
    match more {
        0 => format!("the test `{name}`"),
        1 => format!("`{name}` and one more test"),
        more => format!("`{name}` and {more} more tests"),
    }
}

fn run(more: usize) -> &'static str {
    if more == 0 { "runs" } else { "run" }
}

#[cfg(test)]
mod tests {
    use crate::findings::testing::{TEST, check};

    #[test]
    fn a_test_inside_of_a_function_never_runs() {
        check(
            &[TEST, ("tests/a.rs", b"fn f() {\n    #[test]\n    #[spec(\"REQ-1.1\")]\n    fn t() {}\n}")],
            "never-runs tests/a.rs:3",
        );
    }

    #[test]
    fn a_test_behind_a_feature_runs_only_with_it() {
        check(
            &[
                TEST,
                ("Cargo.toml", b"[package]\nname = \"a\"\n[features]\nx = []\n"),
                ("tests/a.rs", b"#[cfg(feature = \"x\")]\n#[test]\n#[spec(\"REQ-1.1\")]\nfn t() {}"),
            ],
            "conditional-test tests/a.rs:3",
        );
    }
}
