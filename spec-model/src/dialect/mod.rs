//! Turns blocks into requirements: one file for each dialect.

mod attachment;
mod body;
#[cfg(feature = "tasks")]
mod context;
mod definition;
mod detect;
mod gherkin;
mod headed;
mod item;
mod kiro;
mod lines;
mod marked;
mod mentions;
mod native;
mod openspec;
mod parts;
mod reading;
mod review;
mod rows;
mod speckit;

use std::borrow::Cow;
use std::path::Path;

use crate::line_ends;
use crate::markdown::{BlockKind, Blocks, MappedText};
use crate::order::Order as _;
use crate::source::Source;
use crate::spec::{Dialect, Document, slug};

use self::definition::Definition;
use self::reading::Reading;

/// Makes the definitions of the table of dialects.
macro_rules! definitions {
    ($($variant:ident = $name:literal => $file:ident, $description:literal;)*) => {
        /// Returns the definition in the file of a dialect.
        const fn definition(dialect: Dialect) -> &'static Definition {
            match dialect { $(Dialect::$variant => &$file::DEFINITION,)* }
        }
    };
}

crate::spec::table_of_dialects!(definitions);

/// The number of places that the dialects have together.
const PLACES: usize = {
    let (mut number, mut at) = (0, 0);
    while at < Dialect::ALL.len() {
        number += definition(Dialect::ALL[at]).places.len();
        at += 1;
    }
    number
};

/// The places where documents are looked for when `spec.toml` names none: those of each dialect.
pub const STANDARD_PLACES: [&str; PLACES] = {
    let (mut all, mut number, mut dialect) = ([""; PLACES], 0, 0);
    while dialect < Dialect::ALL.len() {
        let places = definition(Dialect::ALL[dialect]).places;
        let mut at = 0;
        while at < places.len() {
            all[number] = places[at];
            (number, at) = (number + 1, at + 1);
        }
        dialect += 1;
    }
    all
};

/// Reads a document. Never fails: what is not understood becomes a diagnostic of the document.
///
/// `dialect` is what the configuration says; without it the dialect is recognised.
pub fn read(source: Source, dialect: Option<Dialect>) -> Document {
    let feature = feature_name(source.path());
    let regular = match line_ends::regular(source.text()) {
        Cow::Owned(text) => Some(source.with_text(text)),
        Cow::Borrowed(_) => None,
    };
    let blocks = Blocks::new(regular.as_ref().unwrap_or(&source));
    let dialect = dialect.unwrap_or_else(|| detect::detect(source.path(), &blocks, definition));
    let definition = definition(dialect);
    let blocks = match definition.lines {
        Some(lines) => {
            let lines = lines(&blocks);
            blocks.split(&lines)
        }
        None => blocks,
    };
    let mut reading = (definition.read)(&blocks);
    // A criterion that was found in another way stands where the document has it.
    for requirement in &mut reading.requirements {
        requirement.criteria.order_by_key(|criterion| criterion.span.start);
    }
    review::review(&blocks, dialect, definition.form, &mut reading);
    let title = first_heading(&blocks);
    #[cfg(feature = "tasks")]
    let asides = context::asides(&blocks, &reading);
    #[cfg(not(feature = "tasks"))]
    let asides = Vec::new();
    let Reading { requirements, notes, retired, diagnostics, aside: _, beside: _ } = reading;
    Document {
        feature,
        dialect,
        title,
        requirements,
        notes,
        retired,
        asides,
        aliases: Vec::new(),
        diagnostics,
        source,
    }
}

fn first_heading(blocks: &Blocks<'_>) -> Option<MappedText> {
    let first = blocks.nodes().iter().position(|node| matches!(node.kind, BlockKind::Heading(_)))?;
    Some(blocks.prose(first))
}

/// The feature that a document is of, from its place: the folder's name where each feature has a folder
/// (`.kiro/specs/checkout/requirements.md`), else the file's.
pub fn feature_name(path: &Path) -> String {
    let name = |path: Option<&Path>| path.and_then(Path::file_name).map(|name| slug(&name.to_string_lossy()));
    let folder = path.parent();
    let grandparent = name(folder.and_then(Path::parent));
    match (grandparent.as_deref(), name(folder)) {
        (Some("specs"), Some(feature)) if !feature.is_empty() => feature,
        _ => path.file_stem().map(|stem| slug(&stem.to_string_lossy())).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests;
