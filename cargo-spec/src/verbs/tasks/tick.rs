//! `cargo spec tasks tick --proven`: changes the boxes to what was measured.

use clap::Args;
use spec_engine::tasks::Measured;
use spec_model::diagnostic::{Edit, Location};
use spec_model::files::FileKind;

use crate::args::Format;
use crate::board::tick::{Tick, ticks};
use crate::board::{Board, Judged};
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::hidden;
use crate::outcome::{FileDraft, TickOutcome, TickedBox};
use crate::render::{human, json};
use crate::selection;
use crate::terminal::Terminal;
use crate::write::spliced;
use crate::write::unfinished::{self, Replacement};

/// The arguments of `tasks tick`.
#[derive(Debug, Args)]
pub struct TickArgs {
    /// Only the tasks of this feature.
    #[arg(value_name = "FEATURE")]
    pub feature: Option<String>,
    /// Tick the tasks whose criteria have all reached the required rung, and untick those whose criteria are missing.
    #[arg(long, required = true)]
    pub proven: bool,
    /// Write nothing, and show what would be written as a diff.
    #[arg(long)]
    pub dry_run: bool,
}

/// Ticks and unticks.
///
/// # Errors
/// As [`Board::new`]; a feature that has no task list; something that may be hidden; a list that cannot be written.
pub fn run(tick: &TickArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let board = Board::new(context)?;
    hidden::refuse(board.report.hiding.iter())?;
    let board = board.of_feature(tick.feature.as_deref())?;
    let mut hiding: Vec<_> =
        board.lists.iter().filter_map(|judged| judged.list.hiding.as_ref()).map(hidden::unclear).collect();
    match hiding.len() {
        0 => {}
        1 => return Err(hiding.remove(0)),
        _ => return Err(Error::Several(hiding)),
    }
    let mut outcome =
        TickOutcome { is_dry: tick.dry_run, lacks_run: lacks_run(&board), ..Default::default() };
    let root = selection::folders(context, &manifest)?.root;
    let mut files: Vec<Replacement> = Vec::new();
    for judged in &board.lists {
        let ticks = ticks(&board, judged);
        let path = judged.list.source.path();
        // Several packages may share a list.
        if ticks.is_empty() || outcome.files.iter().any(|file| file.path == **path) {
            continue;
        }
        let before = context.host.files().read(path, FileKind::Edited);
        let before = before.map_err(|reason| Error::Read { path: path.to_path_buf(), reason })?;
        let after = ticked(judged, &before, &ticks)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let draft = FileDraft { path: path.to_path_buf(), before: Some(text(&before)), after: text(&after) };
        outcome.files.push(draft);
        outcome.boxes.extend(ticks.iter().map(described));
        files.push(Replacement { path: path.to_path_buf(), before, after });
    }
    if !tick.dry_run {
        unfinished::replace_all(&context.host, &root, &files)?;
    }
    match terminal.format {
        Format::Json => terminal.write(&json::to_text(&json::tasks::tick::TickJson::new(&outcome)))?,
        Format::Human => {
            let text = human::tasks::tick::render(&outcome, &terminal.layout());
            terminal.write(&text)?;
            terminal.remark(&human::tasks::tick::remark(&outcome, &terminal.layout()));
        }
    }
    Ok(exit::CLEAN)
}

/// Returns the reason why no run shows the results of these tests.
fn lacks_run(board: &Board) -> Option<&'static str> {
    match (board.has_run, board.report.has_outdated_tests) {
        (false, _) => Some("no test results yet"),
        (true, true) => Some("the last run was of other sources"),
        (true, false) => None,
    }
}

/// The bytes of a list with other signs in its boxes.
fn ticked(judged: &Judged, before: &[u8], ticks: &[Tick<'_>]) -> Result<Vec<u8>, Error> {
    let source = &judged.list.source;
    // Offsets are those of the text that was read.
    if before.len() != source.text().len() {
        return Err(Error::ChangedMeanwhile { path: source.path().to_path_buf() });
    }
    let edit = |tick: &Tick<'_>| Edit::new(Location::new(source, tick.span), tick.after.to_string());
    let edits: Vec<_> = ticks.iter().map(edit).collect();
    spliced(source.path(), before, &edits.iter().collect::<Vec<_>>())
}

fn described(tick: &Tick<'_>) -> TickedBox {
    let (list, task) = (&tick.judged.list, &tick.judged.list.tasks[tick.task]);
    TickedBox {
        path: list.source.path().to_path_buf(),
        line: task.line,
        number: list.number(task).map(str::to_owned),
        title: list.title(task).to_owned(),
        before: tick.before,
        after: tick.after,
        why: tick.why,
        measured: tick.judged.measured[tick.task].map(Measured::as_str),
    }
}
