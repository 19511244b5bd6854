//! `cargo spec report`: shows what is known of each criterion, in many forms.

use std::path::PathBuf;

use clap::Args;
use spec_engine::verdict::Rung;
use spec_model::catalog::Places;

use crate::args::{BelowArgs, Form};
use crate::board::Board;
use crate::board::matrix::matrix;
use crate::compared;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Evidence, last};
use crate::exit::{self, Exit};
use crate::render;
use crate::report::{Report, no_run, of_selected, proofs};
use crate::selection::{self, Folders};
use crate::terminal::{Terminal, plain};
use crate::write::output::{Outputs, Standard};

/// Show what test runs have shown of each criterion, in many forms.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Take the evidence in this folder, and in those below it (may be given several times: all of it counts). Without one, that
    /// of the last `cargo spec test`.
    #[arg(long, value_name = "DIR")]
    pub evidence: Vec<PathBuf>,
    /// The criteria that are listed.
    #[command(flatten)]
    pub listed: BelowArgs,
    /// Write the comment on a pull request: the report, and what differs in intent from this revision (`BASE...` from the merge base).
    /// The form is Markdown.
    #[arg(long, value_name = "BASE")]
    pub base: Option<String>,
    /// The form of the report.
    #[arg(long, help = Form::help(), value_parser = Form::any(), help_heading = "Output")]
    pub format: Option<Form>,
    /// Write to this file instead of standard output. It must be new, or a report that this command wrote there.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file of `--output` also if something else wrote it.
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// Reports.
///
/// # Errors
/// No manifest, nothing to read, a folder of evidence that cannot be read, a file that cannot be written.
pub fn run(report: &ReportArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let Folders { root, target } = selection::folders(context, &manifest)?;
    selection::something_to_read(&selection::catalogs(context)?)?;
    let (root, target) = (root.as_path(), target.as_path());
    let last = if report.evidence.is_empty() { last::read(&last::runs(target, root), root)? } else { None };
    let has_run = last.is_some() || !report.evidence.is_empty();
    let evidence = if report.evidence.is_empty() {
        last.unwrap_or_default().with_proofs(&proofs::kept(target, root))?
    } else {
        let folders = report.evidence.iter().map(std::path::absolute);
        let folders = folders.collect::<Result<Vec<_>, _>>().map_err(Error::CurrentFolder)?;
        let now = proofs::sources_now(root);
        Evidence::of_sources(folders, root, &|sources| proofs::is_same_code(sources, &now))?
    };
    let known = of_selected(context, &manifest, &evidence, root)?;
    let catalogs = selection::catalogs(context)?;
    let known = known.with_size(&context.host, &catalogs, root);
    let board = Board::of(context, &catalogs, known, has_run, |_| true)?;
    let mut known = Report { matrix: matrix(&board), below: report.listed.below, ..board.report };
    // The results of `prove` are known without a run of all tests.
    if !has_run && (evidence.proofs.is_empty() || known.ladder.number(Rung::Tested) > 0) {
        known.findings.push(no_run());
    }
    let form = report.format.or_else(|| Form::of_file(report.output.as_deref()?)).unwrap_or_default();
    if report.listed.below.is_some() && !matches!(form, Form::Human | Form::Json) {
        return Err(Error::Unclear {
            problem: "`--below` leaves criteria out of a list; a whole report has all of them".to_owned(),
            path: None,
            place: None,
            help: Some("use it with `--format human` or `json`".to_owned()),
        });
    }
    let text = match &report.base {
        None => render::report(form, &known, &terminal.layout()),
        Some(base) if form == Form::Markdown => {
            render::markdown::comment(&known, &compared::since(base, None, context)?)
        }
        Some(_) => {
            return Err(Error::Unclear {
                problem: "`--base` writes a comment, which is Markdown".to_owned(),
                path: None,
                place: None,
                help: Some("add `--format markdown`".to_owned()),
            });
        }
    };
    let output = report.output.as_deref();
    match (output, output.and_then(Standard::of)) {
        (None, _) | (_, Some(Standard::Output)) => terminal.write_form(form, &text)?,
        (_, Some(Standard::Error)) => terminal.remark(&text),
        (Some(path), None) => {
            let members = context.host.workspace(root).packages;
            let folders = members.iter().map(|package| package.folder.as_path()).chain([root]);
            let outputs = Outputs::of(target, Places::for_packages(context.host.files(), folders));
            outputs.write(path, plain(&text).as_bytes(), report.force)?;
            terminal.remark(&format!("wrote {}\n", terminal.layout().shown(path)));
        }
    }
    Ok(if known.fails() { exit::FINDINGS } else { exit::CLEAN })
}
