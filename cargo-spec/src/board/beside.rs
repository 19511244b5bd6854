//! The task lists and designs beside one document, as far as they name its criteria.

use std::path::Path;

use spec_engine::verdict::{Findings, Question};
use spec_model::catalog::{self, Catalog, Target};
use spec_model::{
    design,
    tasks::{self, Beside},
};

use super::matrix::matrix;
use super::{Board, read};
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Evidence, last};
use crate::report::{Report, proofs};
use crate::selection::{self, Folders};

/// The report of what was found, with the matrix of the documents beside that of a target; nothing where there are none. Evidence
/// is read only if a task names a criterion of the target.
///
/// # Errors
/// A list, a design or evidence that cannot be read.
pub fn beside(
    context: &Context<'_>,
    catalogs: &[Catalog],
    target: &Target<'_>,
    findings: Findings,
) -> Result<Option<Report>, Error> {
    let path = target.document.source.path();
    let home = catalog::home(path);
    let is_beside = |other: &Path| other.parent() == home;
    let files = context.host.files();
    let lists = || catalogs.iter().flat_map(|catalog| tasks::places(files, catalog));
    let lists: Vec<_> = lists().filter(|path| is_beside(path)).collect();
    let designs = || catalogs.iter().flat_map(|catalog| design::places(files, catalog));
    if lists.is_empty() && !designs().any(|path| is_beside(&path)) {
        return Ok(None);
    }
    let documents = catalogs.iter().flat_map(|catalog| &catalog.documents).map(|document| &**document);
    let documents = Beside::new(documents.filter(|document| catalog::home(document.source.path()) == home));
    let mut is_named = false;
    for list in &lists {
        is_named = is_named || names(context, list, &documents, target)?;
    }
    let manifest = selection::manifest(context)?;
    let Folders { root, target: build } = selection::folders(context, &manifest)?;
    let last = if is_named { last::read(&last::runs(&build, &root), &root)? } else { None };
    let has_run = last.is_some();
    let evidence = match is_named {
        true => last.unwrap_or_default().with_proofs(&proofs::kept(&build, &root))?,
        false => Evidence::default(),
    };
    let generated = evidence.generated();
    let findings = match generated.is_empty() {
        true => findings,
        false => {
            let folder = manifest.parent().unwrap_or(&manifest);
            context.host.ask(folder, &Question { generated: &generated, ..Question::default() })
        }
    };
    let report = Report::new(&context.host, findings, &evidence, catalogs, &root);
    let board = Board::of(context, catalogs, report, has_run, is_beside)?;
    Ok(Some(Report { matrix: matrix(&board), ..board.report }))
}

/// Does a task of a list name a criterion of the target?
fn names(
    context: &Context<'_>,
    list: &Path,
    documents: &Beside<'_>,
    target: &Target<'_>,
) -> Result<bool, Error> {
    let list = read(context, list)?;
    let documents = documents.of(&list);
    let named = tasks::named(&list, &documents);
    let is_its = |named: &tasks::Named| {
        let document = documents.all()[named.document];
        let requirement = &document.requirements[named.requirement];
        let criterion = &requirement.criteria[named.criterion];
        let is_meant = target.criterion.is_none_or(|meant| meant.span == criterion.span);
        let is_here = document.source.path() == target.document.source.path();
        is_here && is_meant && requirement.line == target.requirement.line
    };
    Ok(named.iter().flatten().any(is_its))
}
