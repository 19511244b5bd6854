//! `cargo spec baseline`: records today's findings, so that later runs fail only on new ones.

use clap::Args;
use spec_model::index::IndexVec;

use crate::acceptance::{self, BaselineRequest};
use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::evidence::{Ladder, last};
use crate::exit::{self, Exit};
use crate::hidden;
use crate::next::NextStep;
use crate::render::{human, json};
use crate::report::proofs;
use crate::selection::{self, Concern};
use crate::terminal::Terminal;

/// Record today's findings: later runs fail only on new ones.
#[derive(Debug, Args)]
pub struct BaselineArgs {
    /// Also record findings that are new. The first `baseline` records all findings without this.
    #[arg(long)]
    pub grow: bool,
    /// Hold this feature to zero: its known findings are removed, and none is recorded again (may be given several times).
    #[arg(long, value_name = "FEATURE")]
    pub strict: Vec<String>,
    /// End `--strict` for this feature (may be given several times).
    #[arg(long, value_name = "FEATURE")]
    pub relax: Vec<String>,
    /// Write nothing, and say what would be written.
    #[arg(long)]
    pub dry_run: bool,
}

/// Records the baseline.
///
/// # Errors
/// No manifest, nothing to read, or a feature that is not there. Criteria that have moved, or a lock that cannot be read or
/// written.
pub fn run(baseline: &BaselineArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    if !Concern::of(context)?.is_everything() {
        return Err(Error::Unclear {
            problem: "the baseline is of all packages, so none can be named".to_owned(),
            path: None,
            place: None,
            help: Some(
                "leave `--package` and `--exclude` out; `--strict FEATURE` holds one feature to zero"
                    .to_owned(),
            ),
        });
    }
    let manifest = selection::manifest(context)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    selection::something_to_read(&selection::catalogs(context)?)?;
    let (root, target) = (metadata.workspace_root.as_std_path(), metadata.target_directory.as_std_path());
    let order = BaselineRequest {
        grows: baseline.grow,
        strict: baseline.strict.clone(),
        relaxed: baseline.relax.clone(),
        dry_run: baseline.dry_run,
    };
    let recorded = acceptance::record(&context.host, root, &order, |findings| {
        let Some(evidence) = last::read(&last::runs(target, root), root)? else {
            return Ok(IndexVec::default());
        };
        let evidence = evidence.with_proofs(&proofs::kept(target, root))?;
        let mut ladder = Ladder::new(findings.verdicts.clone(), &evidence);
        proofs::lift(&mut ladder, &evidence, root, &proofs::sources_now(root));
        Ok(ladder.standings)
    })?;
    match terminal.format {
        Format::Human => {
            let layout = terminal.layout();
            let mut text = human::baseline::render(&recorded, &layout);
            let after = After::new(&context.host, root, Some(target))?;
            let step = human::baseline::refused(&recorded).or_else(|| after.step().map(NextStep::words));
            let commit = human::baseline::to_commit(&recorded, &layout);
            if !recorded.is_dry {
                text.push_str(&human::baseline::folded(&after.render_with(step, commit, &layout), &layout));
            }
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::baseline::BaselineJson::new(&recorded)))?,
    }
    let exit = if recorded.refused.is_empty() { exit::CLEAN } else { exit::FINDINGS };
    Ok(hidden::exit(&recorded.others, exit))
}
