//! `cargo spec check`: reports every static finding of the workspace, from the same engine as the gate.

use std::path::Path;

use clap::Args;
use spec_model::Diagnostic;

use crate::args::Form;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::fixes;
use crate::next::Situation;
use crate::outcome::{CheckOutcome, FixOutcome};
use crate::render::human::sources::SourceLines;
use crate::render::{github, human, json, sarif};
use crate::report::repository;
use crate::selection::{self, Concern};
use crate::terminal::Terminal;
use crate::write::unfinished;

/// Find what is untested, ignored, orphaned or wrong, without running a test.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Apply every fix that loses nothing and needs no decision, then show the rest.
    #[arg(long)]
    pub fix: bool,
    /// Apply only the fixes of links in Rust files: for who may not change `spec.lock`, `spec.toml` and documents.
    #[arg(long, requires = "fix")]
    pub links: bool,
    /// Show what `--fix` would write as a diff, and write nothing.
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    /// The form of the findings.
    #[arg(long, value_parser = Form::of_check(), default_value_t, help_heading = "Output")]
    pub format: Form,
}

/// Checks the workspace. Nothing is written without `--fix`.
///
/// # Errors
/// No manifest, or nothing to read; with `--fix`, a file that cannot be written. What is wrong in documents and sources is a
/// finding.
pub fn run(check: &CheckArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let folder = manifest.parent().unwrap_or(&manifest);
    let mut layout = terminal.layout();
    if check.dry_run {
        return dry_run(check, context, folder, terminal);
    }
    if check.fix {
        let concern = Concern::of(context)?;
        let is_meant = |finding: &Diagnostic| is_of(&concern, finding);
        let fixed = match check.links {
            true => fixes::apply_links(&context.host, folder, is_meant)?,
            false => fixes::apply(&context.host, folder, is_meant)?,
        };
        let fixed = human::fix::render(&fixed, &layout);
        terminal.remark(&fixed);
        layout = layout.behind(&fixed);
    }
    if unfinished::is_there(&context.host.workspace(folder).root) {
        terminal.remark("a fix was stopped between two files: `cargo spec check --fix` writes the rest\n");
    }
    let findings = selection::of_selected(context.host.check(folder), context)?;
    let situation = Situation::of(&findings).in_workspace(&context.host, folder);
    let outcome = CheckOutcome::new(findings, situation, repository(folder));
    if outcome.rungs.is_empty() && !outcome.fails() {
        selection::something_to_read(&selection::catalogs(context)?)?;
    }
    let text = match check.format {
        Form::Json => json::to_text(&json::check::CheckJson::new(&outcome)),
        Form::Sarif => sarif::check(&outcome),
        Form::Github => github::check(&outcome),
        _ => human::check::render(&outcome, &mut SourceLines::of(context.host.files()), &layout),
    };
    terminal.write_form(check.format, &text)?;
    Ok(if outcome.fails() { exit::FINDINGS } else { exit::CLEAN })
}

/// Shows what `--fix` would write. Exit code 1 says that there is something, or that an error is left.
fn dry_run(
    check: &CheckArgs,
    context: &Context<'_>,
    folder: &Path,
    terminal: &mut Terminal,
) -> Result<Exit, Error> {
    if !matches!(check.format, Form::Human | Form::Json) {
        return Err(Error::NoDiffAs { form: check.format });
    }
    let concern = Concern::of(context)?;
    let is_meant = |finding: &Diagnostic| is_of(&concern, finding);
    let (outcome, files) = match check.links {
        true => fixes::draft_links(&context.host, folder, is_meant)?,
        false => fixes::draft(&context.host, folder, is_meant)?,
    };
    let text = match check.format {
        Form::Json => json::to_text(&json::fix::FixJson::new(&files)),
        _ => human::patch::render(&files, &terminal.layout()),
    };
    terminal.write(&text)?;
    // The diff shows what would be applied, and git's settings.
    let rest = FixOutcome { applied: Vec::new(), has_attributes: false, ..outcome };
    let remark = human::fix::render(&rest, &terminal.layout());
    terminal.remark(match (files.is_empty() && remark.is_empty(), rest.fails) {
        (false, _) => &remark,
        (true, false) => "nothing to fix\n",
        (true, true) => "nothing to fix: `cargo spec check` shows the errors that are left\n",
    });
    let is_clean = files.is_empty() && rest.hidden.is_none() && !rest.fails;
    Ok(if is_clean { exit::CLEAN } else { exit::FINDINGS })
}

/// Is a finding one of the packages that are meant?
fn is_of(concern: &Concern, finding: &Diagnostic) -> bool {
    finding.path.as_deref().is_none_or(|path| concern.has(path))
}
