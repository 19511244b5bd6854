//! The tests of now, built with the code of before: what does not compile is left out, and told.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel, DiagnosticSpan};
use cargo_metadata::{CompilerMessage, Message, Target};

use super::items::part;
use super::tree::Tree;
use crate::error::Error;
use crate::runner::Tests;

/// So often something is left out: an import first, then what used it, then what used that.
const ROUNDS: usize = 24;

/// What has come of it.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// What the compiler said of each item that was left out: by file, and path in it.
    pub(super) left_out: BTreeMap<(PathBuf, String), String>,
    /// What keeps other targets from being built, by the file that each begins with.
    pub(super) broken: BTreeMap<PathBuf, String>,
    /// The test programs, where they are not all that were asked for: by package, what names them.
    pub(super) programs: BTreeMap<String, Vec<OsString>>,
}

impl Built {
    /// What the compiler said of what was left out around a test: a macro that makes it has no name but that of the module it is in.
    pub(super) fn around(&self, path: &Path, name: &str) -> Option<&str> {
        let module = name.rsplit_once("::").map_or("", |(module, _)| module);
        self.left_out.get(&(path.to_path_buf(), module.to_owned())).map(String::as_str)
    }

    /// What the compiler said of the item that an error is about, if that was left out: the error is a consequence.
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
pub(super) fn build(tests: &Tests<'_>, tree: &Tree, base: &str) -> Result<Built, Error> {
    let mut built = Built::default();
    for _ in 0..ROUNDS {
        let (messages, said) = tests.compile()?;
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
        let Some(said) = said else {
            built.programs.clear();
            return Ok(built);
        };
        if errors.is_empty() && built.programs.is_empty() {
            return Err(Error::Replay { base: base.to_owned(), reason: tree.told(&said, base) });
        }
        if errors.is_empty() {
            // A build script fails, say.
            let line = said.lines().map(str::trim).find(|line| line.starts_with("error"));
            let line = tree.told(line.unwrap_or("cargo does not say why"), base);
            built.broken.insert(tree.workspace.join("Cargo.toml"), line);
            return Ok(built);
        }
        let mut is_less = false;
        for error in &errors {
            let message = error.message.message.clone();
            let place = error.message.spans.iter().filter(|span| span.is_primary);
            let place = place.flat_map(|span| places(span, &tree.workspace));
            let place = place.into_iter().find(|(path, at)| tree.is_of_now(path, *at));
            let mut is_mended = false;
            if let Some((path, at)) = place {
                let mut name = None;
                let is_left_out = tree.leave_out(&path, |text| {
                    // Another error may have led to the same item.
                    is_mended = text.as_bytes().get(at).is_some_and(u8::is_ascii_whitespace);
                    let part = part(text, at)?;
                    name = Some(part.path);
                    Some(part.range)
                })?;
                is_less |= is_left_out;
                is_mended |= is_left_out;
                if let Some(name) = name {
                    let message = built.cause(&path, &message).unwrap_or(message);
                    built.left_out.entry((path, name)).or_insert(message);
                }
            }
            if !is_mended && !counts_others(&error.message) {
                let target = error.target.src_path.as_std_path().to_path_buf();
                built.broken.entry(target).or_insert_with(|| told(error));
            }
        }
        if !is_less {
            break;
        }
    }
    Ok(built)
}

/// What names a target to cargo.
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

fn is_error(message: &Diagnostic) -> bool {
    matches!(message.level, DiagnosticLevel::Error | DiagnosticLevel::Ice)
}

/// Does it only say how many others there were?
fn counts_others(message: &Diagnostic) -> bool {
    message.spans.is_empty() && message.message.starts_with("aborting due to")
}

/// The place of an error, and those of the macros that it comes from.
fn places(span: &DiagnosticSpan, root: &Path) -> Vec<(PathBuf, usize)> {
    let (mut places, mut span) = (Vec::new(), span);
    loop {
        places.push((root.join(&span.file_name), span.byte_start as usize));
        match &span.expansion {
            Some(expansion) => span = &expansion.span,
            None => return places,
        }
    }
}

/// The first line of an error, with its place.
fn told(error: &CompilerMessage) -> String {
    let place = error.message.spans.iter().find(|span| span.is_primary);
    let place = place.map(|span| format!(" ({}:{})", span.file_name, span.line_start));
    format!("{}{}", error.message.message, place.unwrap_or_default())
}
