//! The command as people and programs run it: arguments in, text and an exit code out.

mod accept;
mod agents;
mod check;
mod drift;
mod explain;
mod fix;
mod r#gen;
mod general;
mod hook;
mod init;
mod json;
mod list;
mod lsp;
mod mcp;
mod new;
mod next;
mod openspec;
mod report;
mod rules;
mod schemas;
mod show;
mod tasks;
mod tick;
mod verify;
mod waive;
mod wording;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A document with two criteria.
pub const ACCOUNTS: &str = "\
# Requirements

### Requirement 1: Register

**User Story:** As a visitor, I want an account, so that I can order

#### Acceptance Criteria

1. WHEN a visitor registers THEN the system SHALL answer `201 Created`
2. IF the address is taken THEN the system SHALL answer `409 Conflict`
";

/// A manifest whose package depends on the runtime; nothing is compiled, so that it need not be there.
pub const MANIFEST: &str = "\
[package]
name = \"shop\"
version = \"0.1.0\"
edition = \"2024\"

[dev-dependencies]
spec-runtime = { git = \"https://example.org/spec\", features = [\"gate\"] }
";

/// A folder of its own, removed at the end of the test.
pub struct TestCrate {
    folder: tempfile::TempDir,
}

/// The answer of the command.
#[derive(Debug)]
pub struct Answer {
    /// The exit code.
    pub code: Option<i32>,
    /// The text that it wrote to standard output …
    pub out: String,
    /// … and to standard error.
    pub err: String,
}

impl TestCrate {
    /// A folder with files in it.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let place = Self { folder: tempfile::tempdir().expect("a folder") };
        for (path, text) in files {
            let path = place.path(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            std::fs::write(path, text).expect("it is written");
        }
        place
    }

    /// A package with a library and other files in it.
    pub fn package(files: &[(&str, &str)]) -> Self {
        let package = [
            ("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
            ("src/lib.rs", ""),
        ];
        Self::with(&[&package, files].concat())
    }

    /// A path in the folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file in the folder.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).expect("it can be read")
    }

    /// The command, as cargo starts it, with a terminal of 80 columns.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-spec"));
        command.arg("spec").args(arguments).current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CARGO_TERM_COLOR"] {
            command.env_remove(variable);
        }
        command.env("COLUMNS", "80");
        command
    }

    /// Runs the command; the arguments are separated by spaces.
    pub fn run(&self, arguments: &str) -> Answer {
        answer(&mut self.command(arguments.split_whitespace()), self.folder.path())
    }

    /// Every file, with its content and the time of its last change.
    pub fn files(&self) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
        let (mut files, mut folders) = (Vec::new(), vec![self.folder.path().to_path_buf()]);
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("it can be read") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let changed = path.metadata().and_then(|metadata| metadata.modified());
                    let bytes = std::fs::read(&path).expect("it can be read");
                    files.push((path, bytes, changed.expect("a time")));
                }
            }
        }
        files.sort();
        files
    }
}

/// The answer of a command; the folder that it ran in is shown as `[here]`.
pub fn answer(command: &mut Command, here: &Path) -> Answer {
    let output = command.output().expect("the command runs");
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("the output is UTF-8");
        text.replace(&*here.to_string_lossy(), "[here]")
    };
    let out = text(output.stdout);
    schemas::check(command.get_args(), &out);
    Answer { code: output.status.code(), out, err: text(output.stderr) }
}

/// JSON in many lines, with its keys in the order in which they were printed.
pub fn indented(json: &str) -> String {
    serde_json::from_str::<serde_json::Value>(json).expect("it is JSON");
    let (mut out, mut depth, mut is_text, mut is_escaped) = (String::new(), 0, false, false);
    let line = |out: &mut String, depth: usize| {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    };
    let mut rest = json.trim_end().chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '}' | ']' if !is_text => {
                depth -= 1;
                line(&mut out, depth);
            }
            _ => {}
        }
        out.push(c);
        match c {
            '"' if !is_escaped => is_text = !is_text,
            '{' | '[' if !is_text => match rest.next_if(|next| matches!(next, '}' | ']')) {
                Some(end) => out.push(end),
                None => {
                    depth += 1;
                    line(&mut out, depth);
                }
            },
            ',' if !is_text => line(&mut out, depth),
            ':' if !is_text => out.push(' '),
            _ => {}
        }
        is_escaped = is_text && c == '\\' && !is_escaped;
    }
    out
}
