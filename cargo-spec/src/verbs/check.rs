//! `cargo spec check`: every static finding of the workspace, from the same engine as the gate.

use std::path::{Path, PathBuf};

use clap::Args;
use spec_engine::verdict::{Findings, Rung, Verdict};
use spec_model::catalog::Places;
use spec_model::{Diagnostic, Severity};

use crate::acceptance;
use crate::args::Form;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::next::{Situation, Step};
use crate::render::human::sources::Sources;
use crate::render::{github, human, json, sarif};
use crate::report::repository;
use crate::selection;
use crate::terminal::Terminal;

/// The arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Rewrite the links to criteria that were renumbered, and take out of `spec.lock` what has left the baseline.
    #[arg(long)]
    pub fix: bool,
    /// The form of the findings.
    #[arg(long, value_parser = Form::of_check(), default_value_t, help_heading = "Output")]
    pub format: Form,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Report {
    /// Every finding, in the order of the engine.
    pub diagnostics: Vec<Diagnostic>,
    /// Those that the baseline knows.
    pub known: Vec<Diagnostic>,
    /// The rung of each criterion.
    pub rungs: Vec<Rung>,
    /// The criteria that are waived.
    pub waived: Vec<Verdict>,
    /// How many criteria are suspect.
    pub suspect: usize,
    /// What the next step depends on.
    pub situation: Situation,
    /// The folder that paths are shown from where the output is for other programs: that of the repository.
    pub root: PathBuf,
}

impl Report {
    fn new(findings: Findings, context: &Context<'_>, folder: &Path) -> Result<Self, Error> {
        let findings = meant(findings, context)?;
        let situation = Situation::of(&findings).in_workspace(&context.host, folder);
        let Findings { diagnostics, known, verdicts, kept, .. } = findings;
        let rungs = verdicts.iter().map(|verdict| verdict.rung).collect();
        let suspect = verdicts.iter().filter(|verdict| verdict.is_suspect).count();
        let waived = verdicts.iter().filter(|verdict| verdict.rung == Rung::Waived).cloned().collect();
        // The command is about to end: to free them one by one would take longer than to join them did.
        std::mem::forget((verdicts, kept));
        Ok(Self { diagnostics, known, rungs, waived, suspect, situation, root: repository(folder) })
    }

    /// How many criteria stand on a rung.
    pub fn number(&self, rung: Rung) -> usize {
        self.rungs.iter().filter(|&&other| other == rung).count()
    }

    /// What to do next, if there is anything to do.
    pub fn next(&self) -> Option<String> {
        let tests = || "`cargo spec test` shows whether they are met".to_owned();
        let step = self.situation.step().map(Step::words);
        step.or_else(|| (!self.rungs.is_empty()).then(tests))
    }

    /// Is there a finding that fails a run?
    pub fn fails(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// What concerns the packages that are meant: everything, unless some were named. The documents in force for them, and their own
/// files.
///
/// # Errors
/// A name that no member has.
pub(super) fn meant(findings: Findings, context: &Context<'_>) -> Result<Findings, Error> {
    let Findings { mut diagnostics, mut hiding, mut known, mut verdicts, statements, mut kept } = findings;
    if !context.global.packages.is_empty() || !context.global.exclude.is_empty() {
        // What is gone from everywhere concerns every package.
        let lock = kept.take().map(|kept| kept.path);
        let folders: Vec<_> =
            selection::packages(context)?.into_iter().map(|package| package.folder).collect();
        let places = Places::for_packages(context.host.files(), folders.iter().map(PathBuf::as_path));
        let meant = |path: &Path| {
            let in_force = |places: &Places| places.inputs().any(|input| input == path);
            folders.iter().any(|folder| path.starts_with(folder))
                || places.iter().any(in_force)
                || lock.as_deref() == Some(path)
        };
        diagnostics.retain(|finding| finding.path.as_deref().is_none_or(meant));
        hiding.retain(|finding| finding.path.as_deref().is_none_or(meant));
        known.retain(|finding| finding.path.as_deref().is_none_or(meant));
        verdicts.retain(|verdict| meant(&verdict.location.path));
    }
    Ok(Findings { diagnostics, hiding, known, verdicts, statements, kept })
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
    if check.fix {
        let written = acceptance::repair(&context.host, folder)?;
        let repaired = human::accept::repaired(&written, &layout);
        terminal.remark(&repaired);
        layout = layout.behind(&repaired);
        // What was renumbered can leave the baseline only now.
        let stale = acceptance::shrink(&context.host, folder)?;
        let stale = human::baseline::repaid(&stale, &layout);
        terminal.remark(&stale);
        layout = layout.behind(&stale);
    }
    let report = Report::new(context.host.check(folder), context, folder)?;
    if report.rungs.is_empty() && !report.fails() {
        selection::something_to_read(&selection::catalogs(context)?)?;
    }
    let text = match check.format {
        Form::Json => json::to_text(&json::check::CheckJson::new(&report)),
        Form::Sarif => sarif::check(&report),
        Form::Github => github::check(&report),
        _ => human::check::render(&report, &mut Sources::of(context.host.files()), &layout),
    };
    terminal.write_form(check.format, &text)?;
    Ok(if report.fails() { exit::FINDINGS } else { exit::CLEAN })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;
    use spec_model::spec::Id;
    use spec_model::{Code, Source, Span};

    use super::*;
    use crate::verbs::Arguments;

    fn report(rungs: &[Rung], codes: &[Code]) -> Report {
        let diagnostics: Vec<_> = codes.iter().map(|&code| Diagnostic::new(code, "something")).collect();
        let findings = Findings { diagnostics, ..Findings::default() };
        let situation = Situation::of(&findings);
        Report { diagnostics: findings.diagnostics, rungs: rungs.to_vec(), situation, ..Report::default() }
    }

    #[test]
    fn errors_fail_a_run_and_warnings_do_not() {
        assert!(report(&[], &[Code::NumberingGap, Code::Untested]).fails());
        assert!(!report(&[], &[Code::NumberingGap]).fails());
    }

    #[test]
    fn the_next_step_is_the_one_that_helps_most() {
        let check = |rungs: &[Rung], codes: &[Code], expected: &str| {
            let next = report(rungs, codes).next().unwrap_or_default();
            assert!(next.starts_with(expected), "{next}");
        };
        check(&[Rung::Tested, Rung::Stub, Rung::Untested], &[Code::Stub, Code::Untested], "write the tests");
        check(&[Rung::Tested, Rung::Untested], &[Code::Untested], "`cargo spec gen`");
        check(&[Rung::Tested, Rung::Stub], &[Code::Stub], "write the tests");
        check(&[Rung::Tested], &[Code::Orphan], "fix what the errors name");
        check(&[Rung::Tested], &[Code::NumberingGap], "`cargo spec test`");
        check(&[Rung::Untested], &[Code::Untested, Code::ConflictMarks], "keep what is meant");
        check(&[], &[], "");
    }

    #[test]
    fn a_named_package_is_told_what_concerns_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("the folder is there");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            std::fs::write(path, text).expect("it is written");
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n");
        let mut findings = Findings::default();
        for name in ["a", "b"] {
            write(&format!("{name}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\n"));
            write(&format!("{name}/src/lib.rs"), "");
            let source = Source::new(root.join(name).join("requirements.md"), "- REQ-1: it SHALL work");
            let finding = Diagnostic::new(Code::Untested, name).at(&source, Span::new(0, 1));
            findings.verdicts.push(Verdict {
                feature: "requirements".to_owned(),
                id: Id::new("REQ-1"),
                text: "it SHALL work".to_owned(),
                location: finding.location.clone().expect("it has a place"),
                rung: Rung::Untested,
                is_suspect: false,
                required: None,
                owed: None,
                waiver: None,
                links: Vec::new(),
            });
            findings.diagnostics.push(finding);
        }
        let manifest = root.join("Cargo.toml");
        let arguments =
            ["cargo-spec", "check", "-p", "b", "--manifest-path", manifest.to_str().expect("text")];
        let arguments = Arguments::parse_from(arguments);
        let report =
            Report::new(findings, &Context::new(&arguments.global), &root).expect("the packages are found");
        let messages: Vec<_> = report.diagnostics.iter().map(|finding| &*finding.message).collect();
        assert_eq!((messages, report.rungs.len()), (vec!["b"], 1));
    }
}
