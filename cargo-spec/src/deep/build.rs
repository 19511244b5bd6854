//! Builds the copy. What does not compile is withdrawn by the place of the error, in three rounds at most.

use std::collections::HashMap;
use std::io::Cursor;
use std::ops::Range;
use std::path::PathBuf;

use cargo_metadata::diagnostic::DiagnosticSpan;
use cargo_metadata::{CompilerMessage, Message};

use super::mutant::Withdrawal;
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
            let mut hit: HashMap<u64, Withdrawal> = HashMap::new();
            for place in &places {
                let (numbers, is_guess) = place.culprits(sources, &texts);
                for number in numbers {
                    let found = Withdrawal { message: place.message.clone(), is_guess };
                    let known = hit.entry(number).or_insert_with(|| found.clone());
                    // What one error is sure of, another one need not guess.
                    if known.is_guess && !is_guess {
                        *known = found;
                    }
                }
            }
            let package = places.iter().find_map(|place| place.package(sources, &texts));
            let package = package.unwrap_or_default();
            let round = rounds.entry(package.clone()).or_default();
            *round += 1;
            // Once what is sure is gone, there may be nothing to guess.
            if *round < ROUNDS && hit.values().any(|found| !found.is_guess) {
                hit.retain(|_, found| !found.is_guess);
            }
            if hit.is_empty() || *round > ROUNDS {
                let message = places.first().map(|place| place.message.clone()).unwrap_or_default();
                let files = sources.files.iter().filter(|file| file.package == package);
                let all = files.flat_map(SourceFile::mutants).map(|mutant| mutant.number);
                let guess = Withdrawal { message, is_guess: true };
                for number in all {
                    hit.entry(number).or_insert_with(|| guess.clone());
                }
            }
            for mutant in sources.files.iter_mut().flat_map(SourceFile::mutants_mut) {
                if mutant.withdrawn.is_none()
                    && let Some(found) = hit.get(&mutant.number)
                {
                    mutant.withdrawn = Some(found.clone());
                    is_less = true;
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

    /// The numbers of the mutants that it is to be blamed on, and whether that is a guess: all of a function.
    fn culprits(&self, sources: &Sources, texts: &HashMap<PathBuf, WrittenFile>) -> (Vec<u64>, bool) {
        for (places, is_arm) in [(&self.primary, true), (&self.others, true), (&self.primary, false)] {
            if !is_arm && self.is_about_flow {
                continue;
            }
            let hits = places
                .iter()
                .filter_map(|(path, range, _)| Some(hits(&texts.get(path)?.rewritten, range, is_arm)));
            let hits: Vec<_> = hits.flatten().collect();
            if !hits.is_empty() {
                return (hits, false);
            }
        }
        // A switch within what is wrong: `&7` is a constant, and `&(if …)` none.
        let within = self.primary.iter().filter_map(|(path, range, _)| {
            let placed = &texts.get(path)?.rewritten.placed;
            Some(placed.iter().filter(|placed| is_within(&placed.whole, range)).map(|placed| placed.number))
        });
        let within: Vec<_> = within.flatten().collect();
        if !within.is_empty() {
            return (within, false);
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
        (function.unwrap_or_default(), true)
    }

    /// The package of the file that it is about, if there are mutants in it.
    fn package(&self, sources: &Sources, texts: &HashMap<PathBuf, WrittenFile>) -> Option<String> {
        let mut paths = self.primary.iter().chain(&self.others).map(|(path, ..)| path);
        paths.find_map(|path| Some(sources.files[texts.get(path)?.file].package.clone()))
    }
}

fn is_within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
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
