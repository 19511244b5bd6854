//! `cargo spec show ID`: shows everything about one criterion or requirement on one screen.

use std::path::Path;

use clap::Args;
use spec_engine::verdict::{Findings, Verdict};
use spec_model::catalog::{Catalog, ResolveError, Target};
use spec_model::{Code, Diagnostic, Severity, properties};

use crate::args::Format;
use crate::board::beside::beside;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::human::sources::SourceLines;
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;

/// Show one criterion or requirement: its text, its parts, what is linked to it, and the tasks and designs that name it.
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// The id, as people write it: `REQ-1.2`, `1.2`, `checkout/REQ-1.2`, `Requirement 1.2`, `US1/AC2` …
    #[arg(value_name = "ID", required = true)]
    pub id: Vec<String>,
}

/// Shows what an id names. An error in `spec.toml`, or a document that cannot be read, may hide more. Then that is reported, and it is a
/// finding.
///
/// # Errors
/// [`Error::Id`], if it names nothing, or several things.
pub fn run(show: &ShowArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    // The host reads the documents while it scans the sources.
    let findings = findings(context)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let id = show.id.join(" ");
    let gone = links_of_gone(&findings, &id);
    let target = resolve(&catalogs, &id).map_err(|error| gone_instead(error, &gone));
    let target = target.map_err(|error| property_instead(context, &catalogs, &id).unwrap_or(error))?;
    let verdicts = verdicts(&target, &findings);
    // Outside a package, no criterion has a verdict that tasks could be beside.
    let planned = if verdicts.is_empty() { None } else { beside(context, &catalogs, &target, findings)? };
    let planned = planned.as_ref();
    let errors =
        catalogs.iter().flat_map(|catalog| selection::as_configured(catalog, catalog.diagnostics.iter()));
    let errors: Vec<_> = errors.filter(|finding| finding.severity == Severity::Error).collect();
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            let text = human::show::render(&target, &verdicts, planned, &layout);
            terminal.write(&text)?;
            let mut sources = SourceLines::of(context.host.files());
            terminal.remark(&human::diagnostic::render_all(
                errors.iter().chain(&gone),
                &mut sources,
                &layout.behind(&text),
            ));
        }
        Format::Json => {
            let shown = json::show::ShowJson::new(&target, &verdicts, planned, &gone, &errors);
            terminal.write(&json::to_text(&shown))?;
        }
    }
    Ok(if errors.is_empty() { exit::CLEAN } else { exit::FINDINGS })
}

/// The findings of the workspace. Without a manifest there is no source that could name a criterion.
fn findings(context: &Context<'_>) -> Result<Findings, Error> {
    match selection::manifest(context) {
        Ok(manifest) => Ok(context.host.check(manifest.parent().unwrap_or(&manifest))),
        Err(Error::NoManifest { .. }) => Ok(Findings::default()),
        Err(error) => Err(error),
    }
}

/// The links that mean a criterion which is gone and was called so.
fn links_of_gone(findings: &Findings, id: &str) -> Vec<Diagnostic> {
    let Some(comparison) = &findings.comparison else { return Vec::new() };
    let meant = comparison.links_of_gone().filter(|(gone, _)| gone.key.is_meant_by(id));
    let places: Vec<_> = meant.filter_map(|(_, item)| item.location()).collect();
    let is_it = |finding: &&Diagnostic| {
        finding.code == Code::Orphan && finding.location.as_ref().is_some_and(|at| places.contains(&at))
    };
    findings.diagnostics.iter().filter(is_it).cloned().collect()
}

/// Of a criterion that is gone, that is said, and not that there is none.
fn gone_instead(error: Error, gone: &[Diagnostic]) -> Error {
    match (error, gone.first()) {
        (Error::Id { .. }, Some(finding)) => {
            let place = finding.location.as_ref().map(|at| (at.start.line, at.start.column));
            Error::Unclear {
                problem: finding.message.clone(),
                path: finding.path.as_deref().map(Path::to_path_buf),
                place,
                help: finding.advice_text(),
            }
        }
        (error, _) => error,
    }
}

/// Of a property: where it stands, and the criteria that show it.
fn property_instead(context: &Context<'_>, catalogs: &[Catalog], id: &str) -> Option<Error> {
    let name = properties::named(id)?;
    catalogs.iter().find_map(|catalog| {
        let properties = context.host.properties(catalog);
        let found = properties.find(catalog, &name).ok()?;
        let criteria: Vec<_> =
            found.criteria(catalog).iter().map(|target| catalog.qualified_id(target)).collect();
        let shown = |id: &String| format!("`cargo spec show {id}`");
        let help = match &*criteria {
            [] => "name the criteria behind `Validates:` in the design".to_owned(),
            _ => format!(
                "its tests are beside the criteria that it validates: {}",
                criteria.iter().map(shown).collect::<Vec<_>>().join(", ")
            ),
        };
        Some(Error::Unclear {
            problem: format!("`{id}` is a property of a design, not a criterion"),
            path: Some(found.design.source.path().to_path_buf()),
            place: Some((found.property.line, 1)),
            help: Some(help),
        })
    })
}

/// The verdicts on the criteria that are meant.
fn verdicts(target: &Target<'_>, findings: &Findings) -> Vec<Verdict> {
    let spans: Vec<_> = match target.criterion {
        Some(criterion) => vec![criterion.span],
        None => target.requirement.criteria.iter().map(|criterion| criterion.span).collect(),
    };
    let path = target.document.source.path();
    let is_meant =
        |verdict: &&Verdict| *verdict.location.path == **path && spans.contains(&verdict.location.span);
    findings.verdicts.iter().filter(is_meant).cloned().collect()
}

/// The thing that an id names in all of the documents.
fn resolve<'a>(catalogs: &'a [Catalog], id: &str) -> Result<Target<'a>, Error> {
    let (mut found, mut similar, mut ambiguous) = (Vec::new(), Vec::new(), Vec::new());
    for (catalog, answer) in selection::answers(catalogs, id) {
        match answer {
            Ok(target) => found.push((catalog, target)),
            Err(ResolveError::Unknown { similar: some }) => similar.extend(some),
            Err(ResolveError::Ambiguous { candidates }) => ambiguous.extend(candidates),
            Err(ResolveError::Retired { place }) => {
                return Err(Error::Id {
                    problem: format!("`{id}` was retired: see {place}"),
                    candidates: Vec::new(),
                });
            }
            Err(ResolveError::Malformed { reason }) => {
                return Err(Error::Id {
                    problem: format!("`{id}` is not an id: {reason}"),
                    candidates: Vec::new(),
                });
            }
        }
    }
    selection::nearest(&mut found, id);
    match &*found {
        [(_, target)] if ambiguous.is_empty() => Ok(*target),
        [] if ambiguous.is_empty() => {
            Err(Error::Id { problem: format!("no document defines `{id}`"), candidates: similar })
        }
        _ => {
            ambiguous.extend(selection::names(&found));
            Err(Error::Id { problem: format!("`{id}` is defined several times"), candidates: ambiguous })
        }
    }
}
