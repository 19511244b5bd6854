//! What `init` will do, worked out before anything is written.

use std::path::PathBuf;
use std::sync::Arc;

use spec_model::catalog::Catalog;
use spec_model::{Document, Source, dialect};

use crate::context::Context;
use crate::error::Error;
use crate::manifest::{self, ManifestError, Origin, Scope};
use crate::selection::Package;
use crate::{files, gate_file};

/// The first document of a package that has none: it shows a headed requirement, an event and an unwanted condition.
const FIRST_DOCUMENT: &str = include_str!("first.md");

/// What will be done, in this order.
#[derive(Debug)]
pub struct Plan {
    /// The package's name.
    pub package: String,
    /// One for each thing that must be there.
    pub steps: Vec<Step>,
    /// Which code may use the runtime.
    pub scope: Scope,
}

/// One thing that must be there.
#[derive(Debug)]
pub struct Step {
    /// The file.
    pub path: PathBuf,
    /// What it is, or gets.
    pub what: String,
    /// What is done about it.
    pub action: Action,
}

/// What is done about a file.
#[derive(Debug, PartialEq, Eq)]
pub enum Action {
    /// It is as it must be.
    Keep,
    /// It is written.
    Write {
        /// What it holds now; `None`: it does not exist.
        before: Option<Vec<u8>>,
        /// What it will hold.
        after: Vec<u8>,
    },
}

impl Step {
    /// The word for what is done, or would be.
    pub fn word(&self, dry_run: bool) -> &'static str {
        match (&self.action, dry_run) {
            (Action::Keep, _) => "found",
            (Action::Write { before: None, .. }, false) => "created",
            (Action::Write { before: None, .. }, true) => "create",
            (Action::Write { before: Some(_), .. }, false) => "changed",
            (Action::Write { before: Some(_), .. }, true) => "change",
        }
    }
}

impl Plan {
    /// Looks at a package.
    ///
    /// # Errors
    /// Files that cannot be read or edited.
    pub fn new(
        context: &Context<'_>,
        package: &Package,
        origin: &Origin,
        scope: Scope,
    ) -> Result<Self, Error> {
        let mut steps = documents(context, package)?;
        steps.push(dependency(package, origin, scope)?);
        steps.push(gate(package)?);
        Ok(Self { package: package.name.clone(), steps, scope })
    }

    /// Is everything there already?
    pub fn is_empty(&self) -> bool {
        self.steps.iter().all(|step| step.action == Action::Keep)
    }
}

/// The documents that exist, or a first one.
fn documents(context: &Context<'_>, package: &Package) -> Result<Vec<Step>, Error> {
    let catalog = Catalog::for_package(context.host.files(), &package.folder);
    let found = |document: &Arc<Document>| Step {
        path: document.source.path().to_path_buf(),
        what: summary(document),
        action: Action::Keep,
    };
    let mut steps: Vec<_> = catalog.documents.iter().map(found).collect();
    if steps.is_empty() {
        let path = package.folder.join("requirements.md");
        let before = files::read_if_exists(&path)?;
        let first = dialect::read(Source::new(&path, FIRST_DOCUMENT), None);
        let (what, action) = match before {
            // It is there, but the configuration names other documents: they are what is to be written.
            Some(_) => ("not in force: see spec.toml".to_owned(), Action::Keep),
            None => (summary(&first), Action::Write { before, after: FIRST_DOCUMENT.into() }),
        };
        steps.push(Step { path, what, action });
    }
    Ok(steps)
}

fn summary(document: &Document) -> String {
    use crate::text::count;
    let requirements = count(document.requirements.len(), "requirement", "requirements");
    let criteria = count(document.criteria().count(), "criterion", "criteria");
    format!("{requirements}, {criteria}")
}

fn dependency(package: &Package, origin: &Origin, scope: Scope) -> Result<Step, Error> {
    let path = package.manifest.clone();
    let refuse =
        |reason| Error::Manifest { path: path.clone(), reason, lines: manifest::lines_to_add(origin, scope) };
    let before = files::read_if_exists(&path)?.unwrap_or_default();
    let text =
        str::from_utf8(&before).map_err(|_| refuse(ManifestError::Syntax("it is not UTF-8".to_owned())))?;
    let after = manifest::add_runtime(text, origin, scope).map_err(refuse)?.into_bytes();
    let what = match scope {
        Scope::Package => "`spec-runtime`, and its gate for tests",
        Scope::Tests => "`spec-runtime` with its gate, for tests alone",
    };
    let what = what.to_owned();
    let action = if after == before { Action::Keep } else { Action::Write { before: Some(before), after } };
    Ok(Step { path, what, action })
}

fn gate(package: &Package) -> Result<Step, Error> {
    let path = package.folder.join(gate_file::PATH);
    let before = files::read_if_exists(&path)?;
    let text = before.as_deref().map(String::from_utf8_lossy);
    let action = match &text {
        None => Action::Write { before: None, after: gate_file::TEXT.into() },
        Some(text) if gate_file::has_gate(text) => Action::Keep,
        Some(text) => {
            let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let mut after = before.clone().unwrap_or_default();
            if !after.is_empty() && !after.ends_with(b"\n") {
                after.extend_from_slice(line_end.as_bytes());
            }
            after.extend_from_slice(format!("{line_end}spec_runtime::gate!();{line_end}").as_bytes());
            Action::Write { before, after }
        }
    };
    Ok(Step { path, what: "the gate, which fails until a test verifies every criterion".to_owned(), action })
}
