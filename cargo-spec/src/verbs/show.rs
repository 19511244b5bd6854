//! `cargo spec show ID`: everything about one criterion or requirement on one screen.

use clap::Args;
use spec_model::Severity;
use spec_model::catalog::{Catalog, ResolveError, Target};
use spec_model::verdict::{self, Verdict};

use crate::args::{Format, Global};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::human::sources::Sources;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;

/// The arguments of `show`.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id, as people write it: `REQ-1.2`, `1.2`, `checkout/REQ-1.2`, `Requirement 1.2`, `US1/AC2` …
    #[arg(value_name = "ID", required = true)]
    pub id: Vec<String>,
}

/// Shows what an id names. Where an error (in `spec.toml`, or a document that cannot be read) leaves it open whether that is
/// all, it is told, and a finding.
///
/// # Errors
/// [`Error::Id`], if it names nothing, or several things.
pub fn run(show: &ShowArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let catalogs = selection::catalogs(global)?;
    selection::something_to_read(&catalogs)?;
    let target = resolve(&catalogs, &show.id.join(" "))?;
    let verdicts = verdicts(&target, global)?;
    let errors =
        catalogs.iter().flat_map(|catalog| selection::as_configured(catalog, catalog.diagnostics.iter()));
    let errors: Vec<_> = errors.filter(|finding| finding.severity == Severity::Error).collect();
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            terminal.write(&human::show::render(&target, &verdicts, &layout))?;
            let mut sources = Sources::default();
            terminal.remark(&human::diagnostic::render_all(&errors, &mut sources, &layout));
        }
        Format::Json => {
            terminal.write(&json::to_text(&json::show::ShowJson::new(&target, &verdicts, &errors)))?;
        }
    }
    Ok(if errors.is_empty() { exit::CLEAN } else { exit::FINDINGS })
}

/// The verdicts on the criteria that are meant. Without a manifest there is no source that could name them.
fn verdicts(target: &Target<'_>, global: &Global) -> Result<Vec<Verdict>, Error> {
    let manifest = match selection::manifest(global) {
        Ok(manifest) => manifest,
        Err(Error::NoManifest { .. }) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut verdicts = verdict::check(manifest.parent().unwrap_or(&manifest)).verdicts;
    let spans: Vec<_> = match target.criterion {
        Some(criterion) => vec![criterion.span],
        None => target.requirement.criteria.iter().map(|criterion| criterion.span).collect(),
    };
    let path = target.document.source.path();
    verdicts.retain(|verdict| *verdict.location.path == **path && spans.contains(&verdict.location.span));
    Ok(verdicts)
}

/// What an id names in all of the documents.
fn resolve<'a>(catalogs: &'a [Catalog], id: &str) -> Result<Target<'a>, Error> {
    let (mut found, mut similar, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
    for catalog in catalogs {
        match catalog.resolve(id) {
            Ok(target) => found.push(target),
            Err(ResolveError::Unknown { similar: some }) => similar.extend(some),
            Err(ResolveError::Ambiguous { candidates }) => ambiguous.extend(candidates),
            Err(ResolveError::Malformed { reason }) => {
                return Err(Error::Id {
                    problem: format!("`{id}` is no id: {reason}"),
                    candidates: Vec::new(),
                });
            }
        }
    }
    match &*found {
        [target] if ambiguous.is_empty() => Ok(*target),
        [] if ambiguous.is_empty() => {
            Err(Error::Id { problem: format!("no document defines `{id}`"), candidates: similar })
        }
        _ => {
            ambiguous.extend(found.iter().map(|target| format!("{}/{id}", target.document.feature)));
            Err(Error::Id { problem: format!("`{id}` is defined several times"), candidates: ambiguous })
        }
    }
}
