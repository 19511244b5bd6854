//! Builds the copy. What does not compile is withdrawn by the place of the error, in three rounds at most.

use std::collections::{HashMap, HashSet};
use std::io::Cursor;
use std::ops::Range;
use std::path::PathBuf;

use cargo_metadata::diagnostic::DiagnosticSpan;
use cargo_metadata::{CompilerMessage, Message};

use super::mutation::Change;
use super::request::DeepRequest;
use super::rewrite::{Placed, Rewritten};
use super::sources::{SourceFile, Sources};
use super::tree::{Tree, WrittenFile};
use crate::build_apart::{counts_others, described, is_error, places};
use crate::error::Error;
use crate::runner::Tests;

/// So often some mutants of a package are withdrawn; then all of them are.
const ROUNDS: usize = 3;

/// The errors of the borrow checker, which are about the way of the data: their place is where it ends.
const ABOUT_FLOW: [&str; 12] = [
    "E0381", "E0382", "E0384", "E0499", "E0502", "E0503", "E0505", "E0506", "E0507", "E0515", "E0597",
    "E0716",
];

/// Builds until all compiles. Returns the first error, if it does not without any switch.
///
/// # Errors
/// [`Error::Read`] and [`Error::Write`]; [`Error::Run`], if cargo cannot be started.
pub(super) fn build(
    tests: &Tests<'_>,
    tree: &Tree,
    sources: &mut Sources,
    request: &DeepRequest<'_>,
) -> Result<Option<String>, Error> {
    let mut rounds: HashMap<String, usize> = HashMap::new();
    loop {
        let texts = tree.write(sources, request.root)?;
        let number = sources.mutants().filter(|mutant| mutant.withdrawn.is_none()).count();
        request.progress.begin(format!("building with {number} changed operators"));
        let (messages, printed) = tests.compile(&|line| request.progress.hear(line))?;
        let Some(printed) = printed else { return Ok(None) };
        let mut errors: HashMap<String, Vec<CompilerMessage>> = HashMap::new();
        for message in Message::parse_stream(Cursor::new(messages)).filter_map(Result::ok) {
            if let Message::CompilerMessage(message) = message
                && is_error(&message.message)
                && !counts_others(&message.message)
            {
                errors.entry(message.package_id.repr.clone()).or_default().push(message);
            }
        }
        let first = || {
            let error = errors.values().flatten().map(described).min();
            let line = printed.lines().map(str::trim).find(|line| line.starts_with("error"));
            error.or(line.map(str::to_owned)).unwrap_or_else(|| "cargo does not say why".to_owned())
        };
        let mut is_less = false;
        for errors in errors.values() {
            let places: Vec<_> = errors.iter().map(|error| ErrorPlace::of(error, tree)).collect();
            let hit: HashSet<_> = places.iter().flat_map(|place| place.culprits(sources, &texts)).collect();
            let package = places.iter().find_map(|place| place.package(sources, &texts));
            let package = package.unwrap_or_default();
            let round = rounds.entry(package.clone()).or_default();
            *round += 1;
            let message = |number: u64| {
                let own = places.iter().find(|place| place.culprits(sources, &texts).contains(&number));
                own.or(places.first()).map(|place| place.message.clone()).unwrap_or_default()
            };
            let is_all = hit.is_empty() || *round > ROUNDS;
            let files = sources.files.iter().filter(|file| !is_all || file.package == package);
            let numbers = files.flat_map(SourceFile::mutants).filter(|mutant| mutant.withdrawn.is_none());
            let numbers = numbers.map(|mutant| mutant.number).filter(|number| is_all || hit.contains(number));
            let numbers: HashMap<_, _> = numbers.map(|number| (number, message(number))).collect();
            is_less |= !numbers.is_empty();
            for mutant in sources.files.iter_mut().flat_map(SourceFile::mutants_mut) {
                if let Some(message) = numbers.get(&mutant.number) {
                    mutant.withdrawn = Some(message.clone());
                }
            }
        }
        if !is_less {
            return Ok(Some(first()));
        }
    }
}

/// An error, with the places that it names.
struct ErrorPlace {
    message: String,
    is_about_flow: bool,
    /// Those that it is about.
    primary: Vec<(PathBuf, Range<usize>, usize)>,
    /// Those that it mentions.
    others: Vec<(PathBuf, Range<usize>, usize)>,
}

impl ErrorPlace {
    fn of(error: &CompilerMessage, tree: &Tree) -> Self {
        let all = |is_primary: bool| {
            let spans = error.message.spans.iter().filter(move |span| span.is_primary == is_primary);
            let spans = spans.flat_map(|span: &DiagnosticSpan| {
                let line = span.line_start;
                places(span, tree.root()).into_iter().map(move |(path, range)| (path, range, line))
            });
            spans.collect()
        };
        let code = error.message.code.as_ref().map(|code| &*code.code);
        Self {
            message: described(error),
            is_about_flow: code.is_some_and(|code| ABOUT_FLOW.contains(&code)),
            primary: all(true),
            others: all(false),
        }
    }

    /// The numbers of the mutants that it is to be blamed on.
    fn culprits(&self, sources: &Sources, texts: &HashMap<PathBuf, WrittenFile>) -> Vec<u64> {
        for (places, is_arm) in [(&self.primary, true), (&self.others, true), (&self.primary, false)] {
            if !is_arm && self.is_about_flow {
                continue;
            }
            let hits = places
                .iter()
                .filter_map(|(path, range, _)| Some(hits(&texts.get(path)?.rewritten, range, is_arm)));
            let hits: Vec<_> = hits.flatten().collect();
            if !hits.is_empty() {
                return hits;
            }
        }
        let function = self.primary.iter().chain(&self.others).find_map(|(path, _, line)| {
            let file = &sources.files[texts.get(path)?.file];
            let around = file.around(*line);
            let mutants: Vec<_> = file.mutants().filter(|mutant| around.contains(&mutant.number)).collect();
            let left = || mutants.iter().filter(|mutant| mutant.withdrawn.is_none());
            // A statement or a loop that is left out is the likely reason.
            let likely = left().filter(|mutant| !matches!(mutant.mutation.change, Change::Instead(_)));
            let likely: Vec<_> = likely.map(|mutant| mutant.number).collect();
            let all: Vec<_> = left().map(|mutant| mutant.number).collect();
            Some(if likely.is_empty() { all } else { likely }).filter(|found| !found.is_empty())
        });
        function.unwrap_or_default()
    }

    /// The package of the file that it is about, if there are mutants in it.
    fn package(&self, sources: &Sources, texts: &HashMap<PathBuf, WrittenFile>) -> Option<String> {
        let mut paths = self.primary.iter().chain(&self.others).map(|(path, ..)| path);
        paths.find_map(|path| Some(sources.files[texts.get(path)?.file].package.clone()))
    }
}

/// The mutants at a place: the innermost one, with those that stand at the same.
fn hits(rewritten: &Rewritten, range: &Range<usize>, is_arm: bool) -> Vec<u64> {
    let place = |placed: &Placed| if is_arm { placed.arm.clone() } else { placed.whole.clone() };
    let holds =
        |place: &Range<usize>| !place.is_empty() && place.start <= range.start && range.end <= place.end;
    let around = || rewritten.placed.iter().filter(|placed| holds(&place(placed)));
    let Some(innermost) = around().map(|placed| place(placed).len()).min() else { return Vec::new() };
    around().filter(|placed| place(placed).len() == innermost).map(|placed| placed.number).collect()
}
