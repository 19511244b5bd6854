//! A crate to try things on: a copy of an example, or one made of a few files.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use cargo_spec::evidence::last;

use crate::{REPOSITORY, schemas};

/// The command, built by cargo from the sources as they are now.
static COMMAND: LazyLock<PathBuf> = LazyLock::new(|| {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--package=cargo-spec-cli", "--message-format=json-render-diagnostics"])
        .current_dir(&*REPOSITORY)
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8(built.stdout).expect("cargo writes UTF-8");
    let executable = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        (message["target"]["name"] == "cargo-spec")
            .then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    executable.expect("cargo built the command")
});

/// A folder with a crate in it, made anew by each run of its test and left for a look afterwards.
pub(crate) struct TestCrate {
    folder: PathBuf,
}

/// The answer of a command.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The exit code; `None` if a signal ended it.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) out: String,
    /// Standard output, then standard error. The folder is shown as `[here]`.
    pub(crate) printed: String,
}

impl Answer {
    /// Demands success.
    #[track_caller]
    pub(crate) fn succeeds(self) -> Self {
        self.exits(0)
    }

    /// Demands an exit code.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}", self.printed);
        self
    }

    /// Demands words.
    #[track_caller]
    pub(crate) fn says(self, words: &str) -> Self {
        assert!(self.printed.contains(words), "{words:?} is not in\n{}", self.printed);
        self
    }

    /// Demands that words are not there.
    #[track_caller]
    pub(crate) fn says_nothing_of(self, words: &str) -> Self {
        assert!(!self.printed.contains(words), "{words:?} is in\n{}", self.printed);
        self
    }
}

impl TestCrate {
    /// An empty folder. `name` is the name of no other place.
    pub(crate) fn empty(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if let Err(error) = fs::remove_dir_all(&folder) {
            assert_eq!(error.kind(), io::ErrorKind::NotFound, "{}: {error}", folder.display());
        }
        let place = Self::at(folder);
        // The target folder of all places outlives them: what ran in this one before is none of its business.
        let _ = fs::remove_dir_all(place.runs());
        let _ = fs::remove_file(place.knock_outs());
        // As the root of a repository would be: nothing above it is looked at.
        fs::create_dir(place.path(".git")).expect("the folder is made");
        place
    }

    /// A folder somewhere else, made if it is not there.
    pub(crate) fn at(folder: PathBuf) -> Self {
        fs::create_dir_all(&folder).expect("the folder is made");
        Self { folder }
    }

    /// A copy of an example, as it is in a fresh clone, which takes `spec-runtime` from this repository.
    pub(crate) fn copy(example: &str, name: &str) -> Self {
        Self::of(&REPOSITORY.join("examples").join(example), "../../spec-runtime", name)
    }

    /// A copy of a crate that is there for these tests alone.
    pub(crate) fn fixture(path: &str, name: &str) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        Self::of(&fixtures.join(path), "../../../../spec-runtime", name)
    }

    /// A copy of a crate, where `runtime` is the path to `spec-runtime`.
    fn of(crate_folder: &Path, runtime: &str, name: &str) -> Self {
        let place = Self::empty(name);
        copy_tracked(crate_folder, &place.path(""));
        place.edit("Cargo.toml", &format!("{runtime:?}"), &format!("{:?}", REPOSITORY.join("spec-runtime")));
        place.with_lock()
    }

    /// A copy of the whole repository, as it is in a fresh clone.
    pub(crate) fn copy_of_repository(name: &str) -> Self {
        let place = Self::empty(name);
        for entry in fs::read_dir(&*REPOSITORY).expect("it can be read") {
            let entry = entry.expect("an entry");
            let left_out = ["target", ".git", "examples", "fuzz"];
            if !left_out.iter().any(|name| entry.file_name() == *name) {
                copy(&entry.path(), &place.path(entry.file_name()));
            }
        }
        for example in fs::read_dir(REPOSITORY.join("examples")).expect("it can be read") {
            let example = example.expect("an entry");
            copy_tracked(&example.path(), &place.path("examples").join(example.file_name()));
        }
        copy(&REPOSITORY.join("Cargo.lock"), &place.path("examples/unfinished/Cargo.lock"));
        place
    }

    /// A crate made of a manifest with `spec-runtime` in it, and some files.
    pub(crate) fn package(name: &str, files: &[(&str, &str)]) -> Self {
        let place = Self::empty(name);
        let runtime = REPOSITORY.join("spec-runtime");
        place.write(
            "Cargo.toml",
            format!(
                "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nspec-runtime = {{ path = {runtime:?} }}\n\n\
                 [dev-dependencies]\nspec-runtime = {{ path = {runtime:?}, features = [\"gate\"] }}\n\n[workspace]\n"
            ),
        );
        place.write("src/lib.rs", "");
        for (path, text) in files {
            place.write(path, text);
        }
        place.with_lock()
    }

    /// The repository's lock names every version that is here already, so cargo needs no network.
    pub(crate) fn with_lock(self) -> Self {
        copy(&REPOSITORY.join("Cargo.lock"), &self.path("Cargo.lock"));
        // Cargo does not tell packages of one name and version apart by their folders, and would take what another place has
        // put into the target folder for this one's.
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.edit("Cargo.toml", "\nversion = \"0.1.0\"", &format!("\nversion = \"0.1.0-{name}\""));
        self
    }

    /// A path in it.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// Returns the folder where the command keeps the evidence of its runs.
    pub(crate) fn runs(&self) -> PathBuf {
        last::runs(&target(), &self.folder)
    }

    /// Returns the file where the command keeps the results of its knock-outs.
    pub(crate) fn knock_outs(&self) -> PathBuf {
        let name = self.runs().file_name().expect("a name").to_string_lossy().into_owned();
        target().join("cargo-spec/knock-outs").join(format!("{name}.jsonl"))
    }

    /// The text of a file.
    #[track_caller]
    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, bytes).expect("the file is written");
    }

    /// Replaces a piece of a file that is there exactly once.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{from:?} is not in {path}:\n{text}");
        self.write(path, text.replace(from, to));
    }

    /// Every file but those that cargo makes, by its path, with its bytes.
    pub(crate) fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut files, mut folders) = (BTreeMap::new(), vec![self.folder.clone()]);
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("it can be read") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.file_name() != Some(OsStr::new("Cargo.lock")) {
                    let name = path.strip_prefix(&self.folder).expect("it is in the folder").to_path_buf();
                    files.insert(name, fs::read(&path).unwrap_or_default());
                }
            }
        }
        files
    }

    /// Runs cargo; the arguments are separated by spaces.
    pub(crate) fn cargo(&self, arguments: &str) -> Answer {
        self.run(Command::new(env!("CARGO")).args(arguments.split_whitespace()))
    }

    /// Runs `cargo spec`; the arguments are separated by spaces, but for those in quotes: `new "REQ-1: two words"`.
    pub(crate) fn spec(&self, arguments: &str) -> Answer {
        let quoted = arguments.split('"').enumerate();
        let words = quoted.flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        });
        self.run(self.command().arg("spec").args(words))
    }

    /// The same with arguments that may hold blanks.
    pub(crate) fn spec_with(&self, arguments: &[&str]) -> Answer {
        self.run(self.command().arg("spec").args(arguments))
    }

    /// The command that was built, for those who want to start it themselves.
    pub(crate) fn command(&self) -> Command {
        Command::new(&*COMMAND)
    }

    /// Runs a command in the folder, offline, with the target folder of all places.
    pub(crate) fn run(&self, command: &mut Command) -> Answer {
        self.run_in(command, &target())
    }

    /// Runs a command in the folder, offline, with a target folder of its own.
    pub(crate) fn run_in(&self, command: &mut Command, target: &Path) -> Answer {
        self.answer(self.prepared(command, target))
    }

    /// The answer of a command that was prepared.
    pub(crate) fn answer(&self, command: &mut Command) -> Answer {
        let output = command.output().expect("the command starts");
        let here =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&*self.folder.to_string_lossy(), "[here]");
        let out = here(&output.stdout);
        schemas::check(command.get_args(), &out);
        Answer { code: output.status.code(), printed: format!("{out}{}", here(&output.stderr)), out }
    }

    /// A command that is to run in the folder, offline, with a target folder, for those who want to start it themselves.
    pub(crate) fn prepared<'a>(&self, command: &'a mut Command, target: &Path) -> &'a mut Command {
        command
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TERM_COLOR", "never")
            // Nothing here is run twice, and no debugger is.
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUST_BACKTRACE", "0")
            .env("COLUMNS", "80")
            // Cargo says it about the crate of these tests.
            .env_remove("CARGO_MANIFEST_DIR")
            // `prove` counts earlier results where it is not set.
            .env_remove("CI")
            .stdin(Stdio::null())
    }
}

/// The target folder of all places.
pub(crate) fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("target")
}

/// Is nextest here? What needs it is left out where it is not, and says so.
#[expect(clippy::print_stdout, reason = "the output of a test is the place for it")]
pub(crate) fn has_nextest() -> bool {
    let version = Command::new(env!("CARGO")).args(["nextest", "--version"]).output();
    let is_installed = version.is_ok_and(|output| output.status.success());
    if !is_installed {
        println!("skipped: cargo-nextest is not installed");
    }
    is_installed
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) {
    if !from.is_dir() {
        fs::copy(from, to).expect("the file is copied");
        return;
    }
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the folder is read") {
        let entry = entry.expect("an entry");
        copy(&entry.path(), &to.join(entry.file_name()));
    }
}

/// Copies what Git knows of a folder: not what cargo makes, and not what its `.gitignore` names.
fn copy_tracked(from: &Path, to: &Path) {
    let ignored = fs::read_to_string(from.join(".gitignore")).unwrap_or_default();
    let is_ignored = |name: &OsStr| {
        name == "target" || name == "Cargo.lock" || ignored.lines().any(|line| name == line.trim_matches('/'))
    };
    fs::create_dir_all(to).expect("the folder is made");
    for entry in fs::read_dir(from).expect("the folder is read") {
        let entry = entry.expect("an entry");
        if !is_ignored(&entry.file_name()) {
            copy(&entry.path(), &to.join(entry.file_name()));
        }
    }
}
