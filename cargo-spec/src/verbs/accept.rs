//! `cargo spec accept`: records that people agree to what criteria and their tests say.

use clap::Args;

use crate::acceptance::{self, AcceptRequest, Mode};
use crate::after::After;
use crate::args::Format;
use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::selection::{self, Concern, Folders};
use crate::terminal::Terminal;

/// Agree to what criteria and their tests say, and keep it in `spec.lock`.
#[derive(Debug, Args)]
pub struct AcceptArgs {
    /// Accept these criteria, requirements or features: `REQ-1.2`, `REQ-1`, `checkout` … Also one that is gone, by the id that it had.
    #[arg(value_name = "ID", required_unless_present_any = ["all", "feature"])]
    pub only: Vec<String>,
    /// Accept every criterion of this feature (may be given several times).
    #[arg(long, value_name = "NAME")]
    pub feature: Vec<String>,
    /// Accept everything.
    #[arg(long, conflicts_with_all = ["only", "feature"])]
    pub all: bool,
    /// Write nothing, and say what would be accepted.
    #[arg(long)]
    pub dry_run: bool,
    /// Accept also what has no test or a stub, or a test that failed in the last run.
    #[arg(long)]
    pub force: bool,
    /// Accept changed words although no test changed, for this reason. `spec.lock` keeps the reason.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub tests_unchanged: Option<String>,
}

fn reason(text: &str) -> Result<String, &'static str> {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() { Err("say why, in a few words") } else { Ok(reason) }
}

/// Accepts.
///
/// # Errors
/// No manifest, nothing to read, or a name that nothing has. A lock that cannot be read, or files that cannot be written.
pub fn run(accept: &AcceptArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let manifest = selection::manifest(context)?;
    let Folders { root, target } = selection::folders(context, &manifest)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let concern = Concern::of(context)?;
    let mode = if accept.dry_run { Mode::Look } else { Mode::Write };
    let mut written = acceptance::accept(&context.host, &root, mode, |findings, comparison| {
        let keys = acceptance::asked(&accept.only, &accept.feature, &catalogs, &concern, comparison)?;
        Ok(AcceptRequest {
            keys,
            is_forced: accept.force,
            tests_unchanged: accept.tests_unchanged.clone(),
            failing: acceptance::failing(findings, comparison, &target, &root)?,
        })
    })?;
    match terminal.format {
        Format::Human => {
            let mut text = human::accept::render(&written, &terminal.layout());
            if !accept.dry_run {
                let layout = terminal.layout();
                let after = match written.findings.take() {
                    Some(findings) => After::of(findings, &context.host, &root, Some(&target))?,
                    None => After::new(&context.host, &root, Some(&target))?,
                };
                text.push_str(&after.render(human::accept::to_commit(&written, &layout), &layout));
            }
            terminal.write(&text)?;
        }
        Format::Json => terminal.write(&json::to_text(&json::accept::AcceptJson::new(&written)))?,
    }
    if let Some(hidden) = &written.hidden {
        terminal.remark(hidden);
    }
    let is_clean = written.plan.refused.is_empty() && written.hidden.is_none();
    Ok(if is_clean { exit::CLEAN } else { exit::FINDINGS })
}
