//! Limits a report to the selected packages.

use std::path::Path;

use spec_engine::verdict::Question;

use super::Report;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::selection;

/// The result of the evidence for the packages that are meant.
///
/// # Errors
/// A name that no member has, a document that cannot be read.
pub fn of_selected(
    context: &Context<'_>,
    manifest: &Path,
    evidence: &Evidence,
    root: &Path,
) -> Result<Report, Error> {
    let folder = manifest.parent().unwrap_or(manifest);
    let findings = selection::of_selected(
        context.host.ask(folder, &Question { generated: &evidence.generated(), ..Question::default() }),
        context,
    )?;
    Ok(Report::new(&context.host, findings, evidence, &selection::catalogs(context)?, root))
}
