//! Plans what `init` will do, before anything is written.

use std::sync::Arc;

use spec_model::catalog::Catalog;
use spec_model::{Document, Source, dialect};

use crate::context::Context;
use crate::error::Error;
use crate::manifest::{self, DependencyScope, ManifestError, RuntimeOrigin};
use crate::outcome::{FileAction, InitPlan, InitStep};
use crate::selection::SelectedPackage;
use crate::text::count;
use crate::{gate_file, write};

/// The first document of a package that has none: it shows a headed requirement, an event and an unwanted condition.
const FIRST_DOCUMENT: &str = include_str!("first.md");

/// Looks at a package.
///
/// # Errors
/// Files that cannot be read or edited.
pub(super) fn plan(
    context: &Context<'_>,
    package: &SelectedPackage,
    origin: &RuntimeOrigin,
    scope: DependencyScope,
) -> Result<InitPlan, Error> {
    let mut steps = documents(context, package)?;
    steps.push(dependency(package, origin, scope)?);
    if has_many_criteria(context, package) {
        optimise(package, &mut steps)?;
    }
    steps.push(gate(package)?);
    Ok(InitPlan { package: package.name.clone(), steps, scope: Some(scope) })
}

/// The documents that exist, or a first one.
fn documents(context: &Context<'_>, package: &SelectedPackage) -> Result<Vec<InitStep>, Error> {
    let catalog = Catalog::for_package(context.host.files(), &package.folder);
    let found = |document: &Arc<Document>| InitStep {
        path: document.source.path().to_path_buf(),
        what: summary(document),
        action: FileAction::Keep,
    };
    let mut steps: Vec<_> = catalog.documents.iter().map(found).collect();
    if steps.is_empty() {
        let path = package.folder.join("requirements.md");
        let before = write::read_if_exists(&path)?;
        let first = dialect::read(Source::new(&path, FIRST_DOCUMENT), None);
        let (what, action) = match before {
            // It is there, but the configuration names other documents: they are what is to be written.
            Some(_) => ("not in force: see spec.toml".to_owned(), FileAction::Keep),
            None => (summary(&first), FileAction::Write { before, after: FIRST_DOCUMENT.into() }),
        };
        steps.push(InitStep { path, what, action });
    }
    Ok(steps)
}

fn summary(document: &Document) -> String {
    let requirements = count(document.requirements.len(), "requirement", "requirements");
    let criteria = count(document.criteria().count(), "criterion", "criteria");
    format!("{requirements}, {criteria}")
}

fn dependency(
    package: &SelectedPackage,
    origin: &RuntimeOrigin,
    scope: DependencyScope,
) -> Result<InitStep, Error> {
    let path = package.manifest.clone();
    let refuse =
        |reason| Error::Manifest { path: path.clone(), reason, lines: manifest::lines_to_add(origin, scope) };
    let before = write::read_if_exists(&path)?.unwrap_or_default();
    let text =
        str::from_utf8(&before).map_err(|_| refuse(ManifestError::Syntax("it is not UTF-8".to_owned())))?;
    let after = manifest::add_runtime(text, origin, scope).map_err(refuse)?.into_bytes();
    let what = match scope {
        DependencyScope::Package => "`spec-runtime`, and its gate for tests",
        DependencyScope::Tests => "`spec-runtime` with its gate, for tests alone",
    };
    let what = what.to_owned();
    let action =
        if after == before { FileAction::Keep } else { FileAction::Write { before: Some(before), after } };
    Ok(InitStep { path, what, action })
}

/// Are there so many criteria that nobody likes to wait for a gate without optimisation? To optimise it takes a minute once.
fn has_many_criteria(context: &Context<'_>, package: &SelectedPackage) -> bool {
    const MANY: usize = 500;
    let catalog = Catalog::for_package(context.host.files(), &package.folder);
    catalog.criteria().count() >= MANY
}

/// The lines in the manifest of the workspace that have the gate optimised in tests; where it is written in a way that cannot be added
/// to, it stays as it is.
fn optimise(package: &SelectedPackage, steps: &mut Vec<InitStep>) -> Result<(), Error> {
    let path = package.workspace.join("Cargo.toml");
    let known = steps.iter_mut().find(|step| step.path == path);
    let before = match known.as_ref().map(|step| &step.action) {
        Some(FileAction::Write { after, .. }) => after.clone(),
        _ => write::read_if_exists(&path)?.unwrap_or_default(),
    };
    let optimised = str::from_utf8(&before).ok().and_then(|text| manifest::optimise_gate(text).ok());
    let Some(after) = optimised.map(String::into_bytes).filter(|after| *after != before) else {
        return Ok(());
    };
    const WHAT: &str = "the gate is optimised in tests";
    match known {
        Some(step) => {
            step.what = format!("{}; {WHAT}", step.what);
            let before = match std::mem::replace(&mut step.action, FileAction::Keep) {
                FileAction::Write { before, .. } => before,
                FileAction::Keep | FileAction::Remove { .. } => Some(before),
            };
            step.action = FileAction::Write { before, after };
        }
        None => steps.push(InitStep {
            path,
            what: WHAT.to_owned(),
            action: FileAction::Write { before: Some(before), after },
        }),
    }
    Ok(())
}

fn gate(package: &SelectedPackage) -> Result<InitStep, Error> {
    let path = package.folder.join(gate_file::PATH);
    let before = write::read_if_exists(&path)?;
    let text = before.as_deref().map(String::from_utf8_lossy);
    let action = match &text {
        None => FileAction::Write { before: None, after: gate_file::TEXT.into() },
        Some(text) if gate_file::has_gate(text) => FileAction::Keep,
        Some(text) => {
            let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let mut after = before.clone().unwrap_or_default();
            if !after.is_empty() && !after.ends_with(b"\n") {
                after.extend_from_slice(line_end.as_bytes());
            }
            after.extend_from_slice(format!("{line_end}spec_runtime::gate!();{line_end}").as_bytes());
            FileAction::Write { before, after }
        }
    };
    Ok(InitStep {
        path,
        what: "the gate, which fails until a test verifies every criterion".to_owned(),
        action,
    })
}
