//! Finds the files that run commands: pipelines of CI, Makefiles and their like, git hooks, scripts and `xtask`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use spec_model::files::{Files, NodeKind};

/// So many folders are looked into; no repository that people write has more.
const MAX_FOLDERS: usize = 20_000;

/// Folders in which nobody writes pipelines.
const PASSED_OVER: [&str; 5] = [".git", "target", "node_modules", ".venv", "vendor"];

/// Files that run commands, by their names in small letters.
const NAMES: [&str; 24] = [
    "makefile",
    "gnumakefile",
    "makefile.toml",
    "justfile",
    ".justfile",
    "jenkinsfile",
    "taskfile",
    "earthfile",
    "dockerfile",
    "containerfile",
    "vagrantfile",
    "rakefile",
    "package.json",
    "flake.nix",
    "lefthook.toml",
    "lefthook.json",
    ".lefthook.toml",
    ".lefthook.json",
    "noxfile.py",
    "tox.ini",
    "build.ninja",
    "dagger.json",
    "bors.toml",
    "xtask.rs",
];

/// Files that run commands, by the ends of their names.
const ENDINGS: [&str; 11] =
    ["yml", "yaml", "mk", "just", "jenkinsfile", "groovy", "sh", "bash", "ps1", "bat", "nu"];

/// Folders whose files run commands, whatever they are called.
const FOLDERS: [&str; 9] =
    [".ci", "ci", ".husky", ".githooks", "githooks", ".buildkite", "scripts", "script", "bin"];

/// The files of a repository that may run commands.
pub(super) fn files(files: &dyn Files, top: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders, mut looked_into) = (Vec::new(), vec![top.to_path_buf()], 0);
    while let Some(folder) = folders.pop() {
        looked_into += 1;
        if looked_into > MAX_FOLDERS {
            break;
        }
        for entry in files.entries(&folder).into_iter().flatten() {
            let path = folder.join(&entry.name);
            match entry.kind {
                NodeKind::Folder if !PASSED_OVER.iter().any(|name| entry.name == *name) => folders.push(path),
                NodeKind::File if is_one(&path) => found.push(path),
                _ => {}
            }
        }
    }
    found
}

/// May a file run commands? That is asked of its name and its folder.
pub(super) fn is_one(file: &Path) -> bool {
    let text = |part: Option<&OsStr>| part.and_then(OsStr::to_str).map(str::to_lowercase).unwrap_or_default();
    let name = text(file.file_name());
    let ending = text(file.extension());
    let is_in = |folder: &str| file.parent().is_some_and(|parent| parent.iter().any(|name| name == folder));
    NAMES.contains(&&*name)
        || ENDINGS.contains(&&*ending)
        || name.starts_with("jenkinsfile")
        || ending == "rs" && is_in("xtask")
        || ending.is_empty() && FOLDERS.iter().any(|folder| is_in(folder))
}

/// Does a line run the tool or the tests: `cargo spec check`, `$(CARGO) +stable nextest run`, `.args(["spec", "check"])`?
pub(super) fn calls(line: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut words = line.split(|c: char| !is_part(c)).filter(|word| !word.is_empty());
    if line.contains("cargo-spec") || line.contains("cargo-nextest") {
        return true;
    }
    let is_verb = |word: &str| matches!(word, "spec" | "test" | "nextest" | "llvm-cov");
    let is_program = |word: &str| word.eq_ignore_ascii_case("cargo") || word == "xtask";
    // The words of a Rust array stand on a line of their own: `.args(["spec", "check"])`.
    let is_array = line.contains("\"spec\"") || line.contains("\"nextest\"");
    is_array || words.any(is_program) && words.any(is_verb)
}

/// Does a line have a pipeline go on although a step has failed?
pub(super) fn ignores_failure(line: &str) -> bool {
    const WORDS: [&str; 9] = [
        "continue-on-error",
        "continueOnError",
        "allow_failure",
        "allow-failure",
        "soft_fail",
        "ignore_error",
        "fail_fast",
        "catchError",
        "set +e",
    ];
    WORDS.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_run_commands_are_known_by_name_and_folder() {
        for file in [
            ".github/workflows/ci.yml",
            ".gitlab-ci.yml",
            "ci/templates/rust.gitlab-ci.yml",
            ".circleci/config.yml",
            "azure-pipelines.yml",
            "ops/Jenkinsfile",
            "Jenkinsfile.nightly",
            "crates/shop/Makefile",
            "Makefile.toml",
            "justfile",
            "xtask/src/main.rs",
            "lefthook.yml",
            ".pre-commit-config.yaml",
            ".husky/pre-push",
            "scripts/check.sh",
            ".ci/run",
        ] {
            assert!(is_one(Path::new(file)), "{file}");
        }
        for file in
            ["src/main.rs", "README.md", "Cargo.toml", "docs/makefile.md", "src/xtask_client.rs", "LICENSE"]
        {
            assert!(!is_one(Path::new(file)), "{file}");
        }
    }

    #[test]
    fn a_line_calls_the_tool_or_the_tests_however_cargo_is_written() {
        for line in [
            "- run: cargo spec check",
            "script: [\"cargo spec check --deny warnings\"]",
            "\t$(CARGO) spec check",
            "sh 'cargo +stable --locked spec test'",
            "bat \"cargo nextest run\"",
            "cargo test --workspace || true",
            "entry: cargo-spec spec check",
            "cmd.args([\"spec\", \"check\"]);",
            "run: cargo xtask test",
        ] {
            assert!(calls(line), "{line}");
        }
        for line in
            ["- run: cargo build", "# the spec of this job", "make test", "cargo clippy", "let spec = 1;"]
        {
            assert!(!calls(line), "{line}");
        }
    }

    #[test]
    fn a_line_that_lets_a_failure_pass_is_known() {
        assert!(ignores_failure("continue-on-error: true") && ignores_failure("allow_failure: true"));
        assert!(!ignores_failure("runs-on: ubuntu-latest"));
    }
}
