//! The criteria beside the tasks and the parts of designs that name them.

use std::collections::HashMap;
use std::path::Path;

use spec_engine::ladder::VerdictIx;
use spec_model::catalog;

use super::parts::{Naming, PropertyOrSection};
use super::{Board, Judged};
use crate::report::{DesignEntry, Matrix, MatrixRow, TaskEntry};

/// The matrix of a board.
pub fn matrix(board: &Board) -> Matrix {
    let mut matrix = Matrix::default();
    let mut tasks: HashMap<VerdictIx, Vec<usize>> = HashMap::new();
    // Of each folder with a list or a design, what its designs name.
    let mut folders: HashMap<&Path, Naming> = HashMap::new();
    for judged in &board.lists {
        folders.entry(folder(judged.list.source.path())).or_default();
        let first = matrix.tasks.len();
        matrix.tasks.extend(entries(judged));
        for (place, criteria) in (first..).zip(judged.criteria.iter()) {
            criteria.iter().for_each(|&criterion| tasks.entry(criterion).or_default().push(place));
        }
    }
    for design in &board.designs {
        let path = design.source.path();
        let naming = folders.entry(folder(path)).or_default();
        for part in PropertyOrSection::all(design) {
            naming.push(part, matrix.parts.len());
            matrix.parts.push(DesignEntry {
                property: part.number().map(str::to_owned),
                title: part.title().to_owned(),
                path: path.to_path_buf(),
                line: part.line(),
            });
        }
    }
    for (criterion, standing) in board.report.ladder.standings.enumerated() {
        let Some(naming) = catalog::home(&standing.verdict.location.path).and_then(|home| folders.get(home))
        else {
            continue;
        };
        let tasks = tasks.remove(&criterion).unwrap_or_default();
        let parts = naming.of(standing.verdict.id.as_str());
        matrix.rows.push(MatrixRow { criterion, tasks, parts });
    }
    matrix
}

fn folder(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

fn entries(judged: &Judged) -> impl Iterator<Item = TaskEntry> {
    let list = &judged.list;
    list.tasks.enumerated().map(|(ix, task)| TaskEntry {
        feature: judged.feature.clone(),
        number: list.number(task).map(str::to_owned),
        title: list.title(task).to_owned(),
        state: task.state(),
        measured: judged.measured[ix],
        path: list.source.path().to_path_buf(),
        line: task.line,
    })
}
