//! Builds today's tests with the code of a revision. It leaves out what does not compile, and reports it.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::Cursor;
use std::ops::Range;
use std::path::{Path, PathBuf};

use cargo_metadata::diagnostic::Diagnostic;
use cargo_metadata::{CompilerMessage, Message, Target};
use spec_model::files::{self, FileKind};

use super::ReplayPlan;
use super::items::part;
use super::tree::Tree;
use crate::build_apart::{counts_others, described, is_error, places};
use crate::error::Error;
use crate::runner::Tests;

/// So often something is left out: an import first, then what used it, then what used that.
const ROUNDS: usize = 24;

/// From this round on whole files are left out: they have been given enough time.
const PATIENCE: usize = 16;

/// The result.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// The message of the compiler about each item that was left out: by file, and path in it.
    pub(super) left_out: BTreeMap<(PathBuf, String), String>,
    /// Its message about each file that was left out as a whole.
    files: BTreeMap<PathBuf, String>,
    /// The tests that were left out because no document defines an id that they link to: by file, and path in it.
    links: BTreeSet<(PathBuf, String)>,
    /// The message that keeps other targets from being built, by the file that each begins with.
    pub(super) broken: BTreeMap<PathBuf, String>,
    /// The test programs, where they are not all that were asked for: by package, what names them.
    pub(super) programs: BTreeMap<String, Vec<OsString>>,
}

impl Built {
    /// Returns the compiler's message about a part that was left out around a test: its file, or a macro that makes it. A macro has no name
    /// but that of its module.
    pub(super) fn around(&self, path: &Path, name: &str) -> Option<&str> {
        let module = name.rsplit_once("::").map_or("", |(module, _)| module);
        let of_macro = || self.left_out.get(&(path.to_path_buf(), module.to_owned()));
        self.files.get(path).or_else(of_macro).map(String::as_str)
    }

    /// Says whether a test was left out because of an id in a link, not because of the code.
    pub(super) fn has_no_criterion(&self, test: &(PathBuf, String)) -> bool {
        self.links.contains(test)
    }

    /// Leaves out what an error is about: a function, else the file; in the code of before the link that no document answers. `Some(false)`: an
    /// earlier error has led to the same. `None`: it is about nothing of the kind.
    fn leave_out(
        &mut self,
        error: &CompilerMessage,
        tree: &Tree,
        round: usize,
    ) -> Result<Option<bool>, Error> {
        let message = described(error);
        let primary = error.message.spans.iter().filter(|span| span.is_primary);
        let places: Vec<_> = primary.flat_map(|span| places(span, &tree.workspace)).collect();
        let Some((path, range)) = places.iter().find(|(path, range)| tree.is_of_now(path, range.start))
        else {
            for (path, range) in &places {
                if is_about_link(&error.message, path, range) && tree.unlink(path, range.clone())? {
                    return Ok(Some(true));
                }
            }
            return Ok(None);
        };
        let is_whole = tree.is_all_of_now(path);
        let is_about_link = is_about_link(&error.message, path, range);
        let (mut name, mut is_known) = (None, false);
        let is_left_out = tree.leave_out(path, |text| {
            is_known = text.as_bytes().get(range.start).is_some_and(u8::is_ascii_whitespace);
            if let Some(part) = part(text, range.start).filter(|_| round < PATIENCE || !is_whole) {
                name = Some(part.path);
                return Some(part.range);
            }
            (is_whole && !text.trim_ascii().is_empty() && !is_known).then_some(0..text.len())
        })?;
        match name {
            Some(name) => {
                let message = self.cause(path, &message).unwrap_or(message);
                let key = (path.clone(), name);
                if is_about_link {
                    self.links.insert(key.clone());
                }
                self.left_out.entry(key).or_insert(message);
            }
            None if is_left_out => drop(self.files.entry(path.clone()).or_insert(message)),
            None => {}
        }
        Ok((is_left_out || is_known).then_some(is_left_out))
    }

    /// The message of the compiler about the item that an error is about, if that was left out: the error is a consequence.
    fn cause(&self, path: &Path, message: &str) -> Option<String> {
        let names: Vec<_> = message.split('`').skip(1).step_by(2).collect();
        let mut of_file = self.left_out.iter().filter(|((file, _), _)| file == path);
        let is_named = |name: &str| name.rsplit("::").next().is_some_and(|own| names.contains(&own));
        of_file.find(|((_, name), _)| is_named(name)).map(|(_, message)| message.clone())
    }
}

/// Builds what can be.
///
/// # Errors
/// [`Error::Run`], if cargo cannot be started; [`Error::Read`] and [`Error::Write`]; [`Error::Replay`], if it builds nothing.
pub(super) fn build(tests: &Tests<'_>, tree: &Tree, wanted: &ReplayPlan<'_>) -> Result<Built, Error> {
    let base = &*wanted.name;
    let progress = wanted.progress;
    let mut built = Built::default();
    for round in 0..ROUNDS {
        progress.begin(match (round, built.left_out.len() + built.files.len()) {
            (0, _) => format!("building them with the code of {base}"),
            (_, 0) => format!("building them again, without links of {base} to criteria that are gone"),
            (_, left_out) => format!("building them again, {left_out} left out that cannot be built"),
        });
        let (messages, printed) = tests.compile(&|line| progress.hear(line))?;
        let mut errors = Vec::new();
        built.broken.clear();
        built.programs.clear();
        for message in Message::parse_stream(Cursor::new(messages)).filter_map(Result::ok) {
            match message {
                Message::CompilerMessage(message) if is_error(&message.message) => errors.push(message),
                Message::CompilerArtifact(artifact)
                    if artifact.profile.test && artifact.executable.is_some() =>
                {
                    let selectors = built.programs.entry(artifact.package_id.repr).or_default();
                    selectors.extend(selector(&artifact.target));
                }
                _ => {}
            }
        }
        let Some(printed) = printed else {
            built.programs.clear();
            return Ok(built);
        };
        if errors.is_empty() && built.programs.is_empty() {
            return Err(Error::Replay { base: base.to_owned(), reason: tree.with_git_paths(&printed, base) });
        }
        if errors.is_empty() {
            // A build script fails, say.
            let line = printed.lines().map(str::trim).find(|line| line.starts_with("error"));
            let line = tree.with_git_paths(line.unwrap_or("cargo does not say why"), base);
            built.broken.insert(tree.workspace.join("Cargo.toml"), line);
            return Ok(built);
        }
        let mut is_less = false;
        for error in &errors {
            let is_less_now = built.leave_out(error, tree, round)?;
            is_less |= is_less_now == Some(true);
            if is_less_now.is_none() && !counts_others(&error.message) {
                let target = error.target.src_path.as_std_path().to_path_buf();
                built.broken.entry(target).or_insert_with(|| described(error));
            }
        }
        if !is_less {
            break;
        }
    }
    Ok(built)
}

/// The arguments that name a target to cargo.
fn selector(target: &Target) -> Vec<OsString> {
    let name = || OsString::from(&target.name);
    if target.is_test() {
        vec!["--test".into(), name()]
    } else if target.is_bin() {
        vec!["--bin".into(), name()]
    } else if target.is_example() {
        vec!["--example".into(), name()]
    } else if target.is_bench() {
        vec!["--bench".into(), name()]
    } else {
        vec!["--lib".into()]
    }
}

/// Does `#[spec]` refuse an id? Its errors have no code, stand at the literal, and name what that says.
fn is_about_link(message: &Diagnostic, path: &Path, range: &Range<usize>) -> bool {
    let text = || files::read_text(path, FileKind::Source).ok();
    message.code.is_none()
        && text().is_some_and(|text| {
            let literal = text.get(range.clone()).and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
            literal.is_some_and(|literal| message.message.contains(&format!("`{literal}`")))
        })
}
