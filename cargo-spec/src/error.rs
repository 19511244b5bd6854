//! The reasons why the command could not run: one variant per mistake. Mistakes in documents and sources are a
//! [`spec_model::Diagnostic`] instead.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use spec_model::catalog::STANDARD_PLACES;

use crate::args::Form;
use crate::layout::from_here;
use crate::manifest::ManifestError;
use crate::on_disk;

/// The reason why the command could not run.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file that was named could not be read.
    #[error("cannot read `{}`: {reason}", from_here(path))]
    Read {
        /// The file.
        path: PathBuf,
        /// The reason that the system gives.
        reason: io::Error,
    },
    /// The system does not tell of changed files.
    #[error("the system does not say which files change: {0}")]
    Watch(io::Error),
    /// A file could not be written; what was there is as it was.
    #[error("cannot write `{}`: {reason}", from_here(path))]
    Write {
        /// The file.
        path: PathBuf,
        /// The reason that the system gives.
        reason: io::Error,
    },
    /// Some of several files were written, and then one could not be.
    #[error("{reason}; of the files that belong together, {written} {} written already", if *written == 1 { "is" } else { "are" })]
    PartlyWritten {
        /// The reason why the next one was not written.
        reason: Box<Error>,
        /// The number of files that were written.
        written: usize,
    },
    /// A file was written by somebody else between reading and writing it; it is as they left it.
    #[error(
        "`{}` was changed by something else in the meantime, and is unchanged by this command",
        from_here(path)
    )]
    ChangedMeanwhile {
        /// The file.
        path: PathBuf,
    },
    /// A run was stopped between two files, and one of the rest was changed since.
    #[error("an earlier run was stopped while it wrote files of `{}`, and one of them was changed since", root.display())]
    Unfinished {
        /// The root of the workspace.
        root: PathBuf,
    },
    /// A symbolic link leads to where nothing may be written.
    #[error("`{}` leads out of the repository, to `{}`: nothing was written there", from_here(path), target.display())]
    LeadsOut {
        /// The file.
        path: PathBuf,
        /// The part of it that exists, without links.
        target: PathBuf,
    },
    /// The folder of an output is not there.
    #[error("cannot write `{}`: there is no folder `{}`", from_here(path), folder.display())]
    NoFolder {
        /// The output.
        path: PathBuf,
        /// Its folder.
        folder: PathBuf,
    },
    /// Something stands in the place of an output that it must not replace; it is as it was.
    #[error("`{}` is not overwritten: {what}", from_here(path))]
    NotOurs {
        /// The output.
        path: PathBuf,
        /// The reason.
        what: &'static str,
    },
    /// `--dry-run` was asked for in a form that no diff has.
    #[error("`--dry-run` shows a diff, and `--format {form}` has none")]
    NoDiffAs {
        /// The form.
        form: Form,
    },
    /// There is no manifest where one should be.
    #[error("there is no Cargo.toml in `{}` or any folder above it", folder.display())]
    NoManifest {
        /// The folder where it was looked for.
        folder: PathBuf,
    },
    /// `--manifest-path` names nothing that is there.
    #[error("there is no such file: `{}`", from_here(path))]
    NoSuchManifest {
        /// The thing that it names.
        path: PathBuf,
    },
    /// `--manifest-path` names something else.
    #[error("`{}` is not a Cargo.toml", from_here(path))]
    ManifestPath {
        /// The thing that it names.
        path: PathBuf,
    },
    /// Cargo cannot make sense of a manifest.
    #[error("cargo cannot read the workspace of `{}`\n{reason}", from_here(manifest))]
    Workspace {
        /// The manifest that it was asked about.
        manifest: PathBuf,
        /// The message of cargo.
        reason: String,
    },
    /// `-p` names no member of the workspace.
    #[error("there is no package `{name}` in the workspace")]
    UnknownPackage {
        /// The name.
        name: String,
        /// The members.
        members: Vec<String>,
    },
    /// A verb that works on one package could be meant for several.
    #[error("the workspace has several packages, and this works on one")]
    SeveralPackages {
        /// The members.
        members: Vec<String>,
    },
    /// A manifest could not be edited.
    #[error("cannot edit `{}`: {reason}", from_here(path))]
    Manifest {
        /// The manifest.
        path: PathBuf,
        /// The reason.
        reason: ManifestError,
        /// The lines to add by hand.
        lines: String,
    },
    /// A file of agents could not be edited.
    #[error("cannot edit `{}`: {why}", from_here(path))]
    AgentFile {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// `--path` names a folder that does not hold the runtime.
    #[error("there is no `spec-runtime` in `{}`", folder.display())]
    NoRuntime {
        /// The folder.
        folder: PathBuf,
    },
    /// Nobody says where the runtime comes from.
    #[error("it is not known where `spec-runtime` comes from: this command was built from a folder")]
    NoOrigin {
        /// The clone that the command was built from, if it is still there.
        clone: Option<PathBuf>,
    },
    /// There are no documents, or nothing is in them.
    #[error("there is nothing to read: no requirements document was found")]
    NothingToRead {
        /// The folders that documents were looked for in.
        looked_in: Vec<PathBuf>,
    },
    /// `man` was asked about a verb that does not exist.
    #[error("there is no verb `{verb}`")]
    UnknownVerb {
        /// The verb.
        verb: String,
        /// The verbs that there are.
        verbs: Vec<String>,
    },
    /// `new` cannot write a criterion; nothing was written.
    #[error("{problem}")]
    NotAdded {
        /// The reason.
        problem: String,
        /// The next step.
        help: String,
    },
    /// An id names nothing, or several things.
    #[error("{problem}")]
    Id {
        /// The problem with it.
        problem: String,
        /// The ids that may be meant.
        candidates: Vec<String>,
    },
    /// A name of a task, or of a feature with tasks, that names none or several.
    #[error("{problem}")]
    Task {
        /// The problem with it.
        problem: String,
        /// The names that may be meant.
        candidates: Vec<String>,
    },
    /// A document, a source or the configuration could not be read, so that it cannot be told what is missing.
    #[error("{}{problem}", path.as_ref().map(|path| shown_place(path, *place)).unwrap_or_default())]
    Unclear {
        /// The problem.
        problem: String,
        /// The file.
        path: Option<PathBuf>,
        /// Its line and column.
        place: Option<(usize, usize)>,
        /// The next step.
        help: Option<String>,
    },
    /// Several things are in the way, each of them to be mended.
    #[error("{}", listed(.0))]
    Several(Vec<Error>),
    /// A test file that is to get a stub does not parse; it is as it was.
    #[error("{}{problem}", shown_place(path, Some((*line, *column))))]
    NotRust {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The problem there.
        problem: String,
    },
    /// A package cannot have stubs, as it does not depend on the runtime and its gate.
    #[error("the package `{package}` does not depend on `spec-runtime` with its feature `gate`")]
    NoRuntimeDependency {
        /// The package.
        package: String,
        /// Is it the only one of its workspace?
        is_only: bool,
    },
    /// No package of the workspace can have stubs.
    #[error("no package that these documents are in force for depends on `spec-runtime`")]
    NoHost {
        /// The members.
        members: Vec<String>,
    },
    /// Several packages could get the stubs.
    #[error("several packages could get the stubs")]
    SeveralHosts {
        /// Those that depend on the runtime.
        candidates: Vec<String>,
    },
    /// `spec.toml` names a package that does not exist.
    #[error("`{}` gives the stubs to a package `{name}`, which is not in the workspace", from_here(config))]
    ConfiguredPackage {
        /// The name.
        name: String,
        /// The `spec.toml`.
        config: PathBuf,
        /// The members.
        members: Vec<String>,
    },
    /// The test file exists, but cargo does not compile it.
    #[error("`{}` is in no test target of `{package}`", from_here(path))]
    NoTestTarget {
        /// The package.
        package: String,
        /// The file.
        path: PathBuf,
    },
    /// Another file is the test target `spec` already.
    #[error("`{}` is the test target `spec` already", from_here(path))]
    TestTargetTaken {
        /// The file that is in the way.
        path: PathBuf,
        /// The file that should be the target.
        main: PathBuf,
    },
    /// The attribute of async tests is none.
    #[error("`{attribute}` is not an attribute that a test could have")]
    AsyncAttribute {
        /// The attribute.
        attribute: String,
        /// The `spec.toml`.
        config: PathBuf,
    },
    /// The runner of the tests could not be started.
    #[error("cannot run the tests: {0}")]
    Run(io::Error),
    /// The runner, or the tests themselves, do not take the arguments that were given.
    #[error("{} refused the arguments: {}", shown_runner(runner), problem.as_deref().unwrap_or("its message above says which"))]
    Refused {
        /// `cargo test`, `cargo nextest run`, or the tests.
        runner: &'static str,
        /// The message, if it was not shown.
        problem: Option<String>,
    },
    /// Something keeps cargo from building: a target, a feature or a dependency that is not there.
    #[error("`{runner}` did not begin to build: its message above says why")]
    NotBegun {
        /// The program that runs the tests.
        runner: &'static str,
    },
    /// The tests do not build.
    #[error("the tests do not build")]
    Build {
        /// The next step.
        next: String,
    },
    /// git cannot list what has changed.
    #[error("git cannot list what has changed: {0}")]
    Git(String),
    /// Objects are missing that a partial clone has left where it came from.
    #[error("{what} is not in this clone, which was made without all of the objects (`git clone --filter`)")]
    PartialClone {
        /// The missing objects.
        what: String,
    },
    /// Cargo cannot even begin to build the code of a revision, or builds no test with it.
    #[error("cargo builds no test with the code of `{base}`\n{reason}")]
    Replay {
        /// The name of the revision.
        base: String,
        /// The message of cargo.
        reason: String,
    },
    /// A file is no report of mutants.
    #[error("`{}` is no report of mutants", from_here(path))]
    NoMutationReport {
        /// Its path.
        path: PathBuf,
    },
    /// Cargo started no test program in a way that could be repeated.
    #[error("cargo does not show how it starts the test programs")]
    NoPrograms,
    /// The output could not be written (to a full disk, say). A reader that has gone away is no error.
    #[error("cannot write the output: {0}")]
    Output(io::Error),
    /// The input could not be read.
    #[error("cannot read the input: {0}")]
    Input(io::Error),
    /// The terminal could not be read.
    #[error("cannot read the terminal: {0}")]
    Terminal(io::Error),
    /// The folder that the command runs in is gone or closed to it.
    #[error("cannot find the current folder: {0}")]
    CurrentFolder(io::Error),
}

impl Error {
    /// All that are in the way, in the order in which they are told; of one, itself.
    pub fn each(&self) -> &[Self] {
        match self {
            Self::Several(several) => several,
            one => std::slice::from_ref(one),
        }
    }

    /// The next step.
    pub fn help(&self) -> Option<String> {
        if let Some(help) = self.fixed_help() {
            return Some(help.to_owned());
        }
        Some(match self {
            Self::UnknownPackage { members, .. } | Self::ConfiguredPackage { members, .. } => {
                format!("the members are {}", list(members))
            }
            Self::UnknownVerb { verbs, .. } => format!("the verbs are {}", list(verbs)),
            Self::SeveralPackages { members } => format!("choose one with `-p`: {}", list(members)),
            Self::Manifest { lines, .. } => format!("add these lines yourself:\n{lines}"),
            Self::NothingToRead { looked_in } => looked_in_vain(looked_in),
            Self::Id { candidates, .. } | Self::Task { candidates, .. } => {
                format!("did you mean {}?", list_or(candidates))
            }
            Self::Unclear { help: Some(help), .. } | Self::NotAdded { help, .. } => help.clone(),
            Self::Several(several) => {
                let mut helps: Vec<_> = several.iter().filter_map(Self::help).collect();
                helps.dedup();
                helps.join("\n")
            }
            Self::NoRuntimeDependency { is_only: true, .. } => {
                "`cargo spec init` adds the dependency and the gate".to_owned()
            }
            Self::NoRuntimeDependency { package, .. } => {
                format!("`cargo spec init -p {package}` adds the dependency and the gate")
            }
            Self::NoHost { members } => {
                format!("`cargo spec init -p NAME` adds the dependency; the members are {}", list(members))
            }
            Self::SeveralHosts { candidates } => format!(
                "choose one with `-p`, or for good with `package = \"NAME\"` in `spec.toml`: {}",
                list(candidates)
            ),
            Self::TestTargetTaken { main, .. } => format!("move it to `{}`", from_here(main)),
            Self::AsyncAttribute { config, .. } => {
                format!("write `async = \"tokio::test\"` under `[gen]` in `{}`", from_here(config))
            }
            Self::Build { next } => next.clone(),
            Self::NoOrigin { clone: Some(clone) } => {
                format!(
                    "`cargo spec init --path {}` takes it from that folder; `--git URL` from a repository",
                    shell_word(clone)
                )
            }
            _ => return None,
        })
    }

    /// The next step, where that does not depend on what is in the way.
    fn fixed_help(&self) -> Option<&'static str> {
        Some(match self {
            Self::Watch(_) => {
                "let it watch more folders (Linux: `sysctl fs.inotify.max_user_watches`), or run `cargo spec test` by hand"
            }
            Self::Read { path, .. } if on_disk::is_folder(path) => {
                "name a Markdown file, or none to read the documents of the package"
            }
            Self::Read { .. } => "check the path and its permissions",
            Self::Write { .. } => "nothing was lost: the file is as it was",
            Self::PartlyWritten { .. } => {
                "what is in its way has to go; then `cargo spec check --fix` writes the rest"
            }
            Self::ChangedMeanwhile { .. } => "run the command again",
            Self::Unfinished { .. } => {
                "`cargo spec check --fix` writes the rest, and says what is left to you"
            }
            Self::LeadsOut { .. } => "put a file or a folder in the place of the symbolic link",
            Self::NoFolder { .. } => "make the folder, or name a file in an existing one",
            Self::NotOurs { .. } => "name another file",
            Self::NoDiffAs { .. } => {
                "use `--format json`, or leave `--fix --dry-run` out: the findings have their fixes in them"
            }
            Self::NoManifest { .. } | Self::CurrentFolder(_) => {
                "change into the package, or pass `--manifest-path`"
            }
            Self::NoSuchManifest { .. } => "name an existing Cargo.toml with `--manifest-path`",
            Self::ManifestPath { .. } => "name the Cargo.toml itself",
            Self::Manifest { reason: ManifestError::NoPackage, .. } => {
                "change into a package, or name one with `-p`"
            }
            Self::Manifest { reason: ManifestError::Syntax(_), .. } => "`cargo check` shows where",
            Self::AgentFile { .. } => "make it valid, or leave its agent out of `--agents`",
            Self::NoOrigin { clone: None } => {
                "name it: `cargo spec init --path DIR` with a clone of its repository, or `cargo spec init --git URL` with the address of that"
            }
            Self::NoRuntime { .. } => "name the folder of a checkout of the repository, or use `--git URL`",
            Self::Id { candidates, .. } if candidates.is_empty() => "`cargo spec list` shows every id",
            Self::Task { candidates, .. } if candidates.is_empty() => "`cargo spec tasks` shows every task",
            Self::Unclear { help: None, .. } => "`cargo spec check` shows where",
            Self::Git(problem) => git_help(problem),
            Self::Replay { .. } => {
                "name a revision whose code can be built; `cargo test` also gets the arguments after `--`"
            }
            Self::PartialClone { .. } => "`git fetch --refetch --no-filter` brings them",
            Self::NoMutationReport { .. } => {
                "name a JSON file of the mutation-testing-elements schema, or `outcomes.json` of cargo-mutants"
            }
            Self::NoPrograms => {
                "a `runner` that is configured for the target keeps it from that, or there is no test program"
            }
            Self::Run(_) => "is cargo in the PATH?",
            Self::Refused { .. } => {
                "arguments after `--` go to the tests; `-- A -- B` passes A to the runner and B to the tests"
            }
            Self::NotBegun { .. } => {
                "correct what it names: a target, a feature, a package or a dependency that does not exist"
            }
            Self::Terminal(_) => "`cargo spec accept` needs none",
            Self::NotRust { .. } => "fix the file; nothing was written to it",
            Self::NoTestTarget { .. } => {
                "add it to the manifest:\n[[test]]\nname = \"spec\"\npath = \"tests/spec/main.rs\""
            }
            // The advice of these depends on the obstacle, or their message is all that there is to say.
            Self::UnknownPackage { .. }
            | Self::ConfiguredPackage { .. }
            | Self::UnknownVerb { .. }
            | Self::SeveralPackages { .. }
            | Self::Manifest { .. }
            | Self::NothingToRead { .. }
            | Self::Id { .. }
            | Self::Task { .. }
            | Self::NotAdded { .. }
            | Self::Unclear { .. }
            | Self::Several(_)
            | Self::NoRuntimeDependency { .. }
            | Self::NoHost { .. }
            | Self::SeveralHosts { .. }
            | Self::TestTargetTaken { .. }
            | Self::AsyncAttribute { .. }
            | Self::Workspace { .. }
            | Self::Build { .. }
            | Self::NoOrigin { .. }
            | Self::Output(_)
            | Self::Input(_) => return None,
        })
    }
}

/// Names the places where documents were looked for, and the way to get one.
fn looked_in_vain(folders: &[PathBuf]) -> String {
    let mut help = String::new();
    if !folders.is_empty() {
        let _ = writeln!(help, "looked for\n  {}\nin", STANDARD_PLACES.join("\n  "));
        for folder in folders {
            let _ = writeln!(help, "  {}", folder.display());
        }
    }
    help.push_str("`cargo spec init` writes a first requirements.md; `spec.toml` can name other places");
    help
}

/// The next step, by the words of git. They are always English.
fn git_help(problem: &str) -> &'static str {
    if problem.starts_with("git cannot be started") {
        "install git, or add its folder to the PATH"
    } else if problem.contains("not a git repository") {
        "`git init` makes a repository; or change into the clone that has the workspace"
    } else if problem.contains("no commit in this repository yet") {
        "make a first commit, then name it"
    } else {
        "name a commit, a branch or a tag of the repository that the workspace is in"
    }
}

/// A path as a shell takes it for one word.
fn shell_word(path: &Path) -> String {
    let path = path.display().to_string();
    if path.contains(char::is_whitespace) { format!("\"{path}\"") } else { path }
}

/// A command in backticks; other words as they are.
fn shown_runner(runner: &str) -> String {
    if runner.starts_with("cargo") { format!("`{runner}`") } else { runner.to_owned() }
}

/// One message a line.
fn listed(errors: &[Error]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// `file:3:5: `
fn shown_place(path: &Path, place: Option<(usize, usize)>) -> String {
    match place {
        Some((line, column)) => format!("{}:{line}:{column}: ", from_here(path)),
        None => format!("{}: ", from_here(path)),
    }
}

fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn list_or(names: &[String]) -> String {
    match names {
        [all_but_last @ .., last] if !all_but_last.is_empty() => {
            format!("{} or `{last}`", list(all_but_last))
        }
        _ => list(names),
    }
}
