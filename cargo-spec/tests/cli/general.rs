//! Rules that hold for every verb.

use std::io::Read as _;
use std::process::Stdio;

use cargo_spec::verbs::Arguments;
use clap::CommandFactory as _;

use crate::{ACCOUNTS, TestCrate, answer, indented};

#[test]
fn the_name_that_cargo_puts_in_front_may_be_missing() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_cargo-spec"));
    let direct =
        answer(command.arg("list").current_dir(place.path("")).env("COLUMNS", "80"), &place.path(""));
    assert_eq!(direct.code, Some(0));
    assert_eq!(direct.out, place.run("list").out);
}

#[test]
fn wrong_arguments_could_not_run_and_help_could() {
    let place = TestCrate::package(&[]);
    let check = |arguments: &str, code: i32, printed: &str| {
        let answer = place.run(arguments);
        assert_eq!(answer.code, Some(code), "{arguments}: {answer:?}");
        assert!(format!("{}{}", answer.out, answer.err).contains(printed), "{arguments}: {answer:?}");
    };
    check("lsit", 2, "some similar subcommands exist: 'lsp', 'list'");
    check("list --format xml", 2, "possible values: human, json");
    check("list -q -v", 2, "cannot be used with");
    check("list -vv requirements.md", 2, "cannot read");
    check("list -p shop --workspace", 2, "cannot be used with");
    check("", 2, "Usage: cargo spec");
    check("--help", 0, "Exit codes: 0");
    check("--version", 0, "cargo-spec 0.");
    check("list --manifest-path nowhere/Cargo.toml", 2, "there is no such file: `nowhere/Cargo.toml`");
    check("list --manifest-path nowhere", 2, "there is no such file: `nowhere`");
    check("list --manifest-path src/lib.rs", 2, "`src/lib.rs` is not a Cargo.toml");
    check("list -p shpo", 2, "the members are `shop`");
    check("man lint", 2, "the verbs are ");
}

#[test]
fn help_is_given_for_every_verb_in_each_way_that_it_is_asked_for() {
    let place = TestCrate::with(&[]);
    let own = place.run("check --help");
    assert!(own.out.contains("Usage: cargo spec check"), "{own:?}");
    assert_eq!((place.run("help check").code, place.run("help check").out), (Some(0), own.out));
    assert_eq!(place.run("help").out, place.run("--help").out);
    for verb in Arguments::command().get_subcommands() {
        let answer = place.run(&format!("help {}", verb.get_name()));
        assert_eq!(answer.code, Some(0), "{}", verb.get_name());
        assert!(answer.out.contains(&format!("Usage: cargo spec {}", verb.get_name())), "{}", answer.out);
    }
    assert_eq!(place.run("help help").code, Some(0));
    let unknown = place.run("help chekc");
    assert!(unknown.code == Some(2) && unknown.err.contains("chekc"), "{unknown:?}");
}

#[test]
fn colour_is_for_terminals_unless_it_is_asked_for() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    let check = |arguments: &str, variable: Option<(&str, &str)>, coloured: bool| {
        let mut command = place.command(arguments.split(' '));
        command.envs(variable);
        assert_eq!(
            answer(&mut command, &place.path("")).out.contains('\u{1b}'),
            coloured,
            "{arguments} {variable:?}"
        );
    };
    let both = |first: &str, second: (&str, &str)| {
        let mut command = place.command(["list"]);
        command.env("CARGO_TERM_COLOR", first).env(second.0, second.1);
        answer(&mut command, &place.path("")).out.contains('\u{1b}')
    };
    assert!(both("always", ("NO_COLOR", "1")));
    assert!(!both("never", ("CLICOLOR_FORCE", "1")));
    assert!(!both("auto", ("NO_COLOR", "1")));
    assert!(both("auto", ("CLICOLOR_FORCE", "1")));
    check("list", None, false);
    check("list", Some(("CLICOLOR_FORCE", "1")), true);
    check("list --color always", None, true);
    check("list --color never", Some(("CLICOLOR_FORCE", "1")), false);
    check("list", Some(("CARGO_TERM_COLOR", "always")), true);
    check("list", Some(("CARGO_TERM_COLOR", "never")), false);
    check("list", Some(("CARGO_TERM_COLOR", "auto")), false);
    check("list", Some(("CARGO_TERM_COLOR", "sometimes")), false);
    check("list --color never", Some(("CARGO_TERM_COLOR", "always")), false);
    check("list --color always", Some(("CARGO_TERM_COLOR", "never")), true);
    check("check", Some(("CARGO_TERM_COLOR", "always")), true);
    check("check --format json", Some(("CARGO_TERM_COLOR", "always")), false);
    check("list --format json --color always", None, false);
}

#[test]
fn a_reader_that_goes_away_is_no_reason_to_fail() {
    let many: String = (1..5_000).map(|at| format!("- FR-{at}: the system SHALL do {at}\n")).collect();
    let place = TestCrate::package(&[("requirements.md", &format!("# Requirements\n\n{many}"))]);
    for arguments in ["list", "list --format json", "list --help"] {
        let mut command = place.command(arguments.split(' '));
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command starts");
        drop(child.stdout.take());
        let mut printed = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut printed).expect("it is text");
        let status = child.wait().expect("it ends");
        assert_eq!(status.code(), Some(0), "{arguments}: {printed}");
        assert!(!printed.contains("panic") && !printed.contains("cannot write"), "{arguments}: {printed}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_is_written_at_once() {
    use std::os::fd::OwnedFd;
    use std::os::unix::net::UnixDatagram;

    let many: String = (1..100).map(|at| format!("- FR-{at}: the system SHALL do {at}\n")).collect();
    let place = TestCrate::package(&[("requirements.md", &format!("# Requirements\n\n{many}"))]);
    for arguments in ["list", "list --format json", "list --color always", "check"] {
        // A socket that keeps what is written at once in one piece.
        let (reader, writer) = UnixDatagram::pair().expect("two sockets");
        reader.set_nonblocking(true).expect("it can be set");
        let mut command = place.command(arguments.split(' '));
        let status = command.stdout(OwnedFd::from(writer)).stderr(Stdio::null()).status().expect("it runs");
        let mut bytes = vec![0; 1 << 20];
        let length = reader.recv(&mut bytes).expect("a piece");
        assert!(status.code() < Some(2) && length > 500, "{arguments}: {length} bytes, {status}");
        assert!(reader.recv(&mut bytes).is_err(), "{arguments}: a second piece");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_to_a_full_disk_could_not_run() {
    let place = TestCrate::package(&[("requirements.md", ACCOUNTS)]);
    for arguments in [
        "list",
        "list --format json",
        "check",
        "check --format json",
        "check --format sarif",
        "show REQ-1.1 --format json",
        "report --format html",
        "completions bash",
        "man",
        "--help",
        "help check",
        "--version",
    ] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("the device");
        let mut command = place.command(arguments.split(' '));
        let mut child = command.stdout(full).stderr(Stdio::piped()).spawn().expect("it starts");
        let mut printed = String::new();
        child.stderr.take().expect("a pipe").read_to_string(&mut printed).expect("it is text");
        assert_eq!(child.wait().expect("it ends").code(), Some(2), "{arguments}: {printed}");
        assert!(printed.contains("cannot write the output"), "{arguments}: {printed}");
    }
}

#[test]
fn errors_are_one_json_object_too() {
    let place = TestCrate::with(&[]);
    let answer = place.run("list --format json --manifest-path Cargo.toml");
    assert_eq!(answer.code, Some(2));
    insta::assert_snapshot!(indented(&answer.out), @r#"
    {
      "version": 1,
      "error": {
        "message": "there is no such file: `Cargo.toml`",
        "help": "name an existing Cargo.toml with `--manifest-path`"
      }
    }
    "#);
}

#[test]
fn every_shell_gets_completions_that_name_the_verbs() {
    let place = TestCrate::with(&[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let answer = place.run(&format!("completions {shell}"));
        assert_eq!(answer.code, Some(0));
        assert!(answer.out.contains("cargo-spec") && answer.out.contains("manifest-path"), "{shell}");
    }
}

#[test]
fn the_manual_has_a_page_for_the_command_and_one_for_each_verb() {
    let place = TestCrate::with(&[]);
    let command = Arguments::command();
    let page = place.run("man").out;
    assert!(page.contains(".TH cargo-spec 1"), "{page}");
    for verb in command.get_subcommands() {
        let name = verb.get_name();
        assert!(page.contains(&format!("cargo\\-spec\\-{name}(1)")), "{name}: {page}");
        let own = place.run(&format!("man {name}")).out;
        assert!(own.contains(&format!(".TH cargo-spec-{name} 1")), "{name}: {own}");
        for argument in verb.get_arguments().filter_map(|argument| argument.get_long()) {
            let argument = format!("\\-\\-{}", argument.replace('-', "\\-"));
            assert!(own.contains(&argument), "{name} {argument}: {own}");
        }
    }
}

#[cfg(target_os = "linux")]
#[test]
fn bash_completes_what_cargo_passes_on_to_it() {
    // As cargo's own completion calls it for `cargo spec …`: the words from the subcommand on.
    const AS_CARGO_DOES: &str = r#"
        eval "$SCRIPT"
        [[ $(complete -p cargo-spec) =~ -F\ ([^ ]+) ]]
        COMP_WORDS=(cargo-spec $WORDS) COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        "${BASH_REMATCH[1]}" cargo-spec "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
        echo "${COMPREPLY[@]}"
    "#;
    let place = TestCrate::with(&[]);
    let script = place.run("completions bash").out;
    let check = |words: &str, expected: &str| {
        let mut bash = std::process::Command::new("bash");
        bash.args(["--norc", "-c", AS_CARGO_DOES]).env("SCRIPT", &script).env("WORDS", words);
        let answer = answer(&mut bash, &place.path(""));
        assert_eq!(answer.out.trim(), expected, "{answer:?}");
    };
    check("sh", "show");
    check("gen --pr", "--prune");
    check("list --format j", "json");
}
