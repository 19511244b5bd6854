//! `cargo spec diff BASE`: shows what differs in intent between two revisions, or a revision and the working tree.

use std::sync::Arc;

use clap::Args;
use spec_engine::Host;

use crate::args::Form;
use crate::children;
use crate::context::Context;
use crate::diff::{Deny, Diff, DiffSide};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json, markdown, sarif};
use crate::revision::{Objects, Range, WorkspacePlace, commit, merge_base, whole};
use crate::rules::{self, WorkspaceState};
use crate::terminal::Terminal;

/// Show what differs in intent from a revision, without building anything.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The revision to compare with; also `BASE..HEAD`, or `BASE...HEAD` from their merge base.
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The other revision, in the place of the working tree.
    #[arg(value_name = "HEAD")]
    pub head: Option<String>,
    /// Exit with 1 if there is any of these.
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub deny: Vec<Deny>,
    /// The form of the output.
    #[arg(long, value_parser = Form::of_diff(), default_value_t, help_heading = "Output")]
    pub format: Form,
}

/// Compares, without building or running anything.
///
/// # Errors
/// No repository, no such revision, or what is lacking of it.
pub fn run(diff: &DiffArgs, context: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let range = Range::read(&diff.base, diff.head.as_deref());
    let place = WorkspacePlace::find(context, &range)?;
    children::end_with_this_command().map_err(Error::Run)?;
    let before = if range.from_merge_base {
        merge_base(&place.repository, &range.before, range.now.as_deref().unwrap_or("HEAD"))?
    } else {
        range.before.clone()
    };
    let top = place.top.as_deref().unwrap_or(&place.root);
    let objects = |revision: &str| {
        let commit = commit(&place.repository, revision)?;
        Ok::<_, Error>(Arc::new(Objects::read(&place.repository, &commit, top)?))
    };
    let side = |objects: &Arc<Objects>, name: &str| {
        DiffSide::of_objects(&context.host, objects, name, &place.folder, &place.root)
    };
    let old_objects = objects(&before)?;
    let old = side(&old_objects, &range.before);
    // A file that a sparse checkout leaves out counts.
    let whole_tree = if range.now.is_none() { whole(&place.root)?.map(Host::new) } else { None };
    let (new, new_host);
    match &range.now {
        Some(now) => {
            let objects = objects(now)?;
            new = side(&objects, now);
            new_host = Some(Host::new(objects));
        }
        None => {
            new = DiffSide::working_tree(whole_tree.as_ref().unwrap_or(&context.host), &place.root);
            new_host = whole_tree;
        }
    }
    let old_host = Host::new(old_objects);
    let states = [
        WorkspaceState { host: &old_host, side: &old },
        WorkspaceState { host: new_host.as_ref().unwrap_or(&context.host), side: &new },
    ];
    let compared = Diff::new(&old, &new).with_rules(rules::all_changes(states[0], states[1], top));
    let text = match diff.format {
        Form::Json => json::to_text(&json::diff::DiffJson::new(&compared, &diff.deny)),
        Form::Markdown => markdown::diff::render(&compared),
        Form::Sarif => sarif::diff::render(&compared),
        _ => human::diff::render(&compared, &terminal.layout()),
    };
    terminal.write_form(diff.format, &text)?;
    Ok(if compared.is_denied(&diff.deny) { exit::FINDINGS } else { exit::CLEAN })
}
