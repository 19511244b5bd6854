//! `cargo spec diff BASE`: what differs in intent between two revisions, or a revision and the working tree.

use std::path::{Path, PathBuf};

use clap::Args;

use crate::args::{Form, Global};
use crate::diff::{Deny, Diff, Side};
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json, markdown, sarif};
use crate::revision::{Range, git};
use crate::selection;
use crate::terminal::Terminal;

/// The arguments of `diff`.
#[derive(Debug, Args)]
pub struct DiffArgs {
    /// The revision to compare with; also `BASE..HEAD`, or `BASE...HEAD` from where the two parted.
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
pub fn run(diff: &DiffArgs, global: &Global, terminal: &mut Terminal) -> Result<Exit, Error> {
    let range = Range::read(&diff.base, diff.head.as_deref());
    let place = Workspace::find(global, &range)?;
    let mut before = range.before.clone();
    if range.from_merge_base {
        let head = range.now.as_deref().unwrap_or("HEAD");
        let parted = git(&place.repository, &["merge-base", "--end-of-options", &before, head]);
        before = parted
            .map_err(|_| {
                Error::Git(format!("`{before}` and `{head}` have no commit in common in this clone"))
            })?
            .trim_end()
            .to_owned();
    }
    // What differs little from the working tree need not be written anew.
    let beside = place.top.as_deref();
    let mut old = Side::revision(&place.repository, &before, &place.folder, &place.root, beside)?;
    old.name = range.before;
    let new = match &range.now {
        Some(now) => Side::revision(&place.repository, now, &place.folder, &place.root, beside)?,
        None => Side::working_tree(&place.root),
    };
    let compared = Diff::new(&old, &new);
    let text = match diff.format {
        Form::Json => json::to_text(&json::diff::DiffJson::new(&compared, &diff.deny)),
        Form::Markdown => markdown::diff::render(&compared),
        Form::Sarif => sarif::diff::render(&compared),
        _ => human::diff::render(&compared, &terminal.layout()),
    };
    terminal.write(&text)?;
    Ok(if compared.is_denied(&diff.deny) { exit::FINDINGS } else { exit::CLEAN })
}

/// Where the workspace is.
struct Workspace {
    /// A folder that git knows.
    repository: PathBuf,
    /// The workspace's folder, from the root of the repository.
    folder: PathBuf,
    /// The workspace's folder.
    root: PathBuf,
    /// The root of the working tree; a bare repository has none.
    top: Option<PathBuf>,
}

impl Workspace {
    fn find(global: &Global, range: &Range) -> Result<Self, Error> {
        // In a bare repository there is no file of it, and a manifest above it is another one's.
        let here = std::env::current_dir().map_err(Error::CurrentFolder)?;
        if global.manifest_path.is_none() && is_bare(&here) {
            if range.now.is_none() {
                let problem = "this repository is bare: there is no working tree; name two revisions";
                return Err(Error::Git(problem.to_owned()));
            }
            return Ok(Self { repository: here.clone(), folder: PathBuf::new(), root: here, top: None });
        }
        let manifest = selection::manifest(global)?;
        let workspace = spec_model::verdict::Workspace::of(manifest.parent().unwrap_or(&manifest));
        let root = workspace.root.canonicalize().map_err(Error::CurrentFolder)?;
        let top = git(&root, &["rev-parse", "--show-toplevel"])?;
        let top = Path::new(top.trim_end_matches(['\n', '\r']));
        let top = top.canonicalize().map_err(Error::CurrentFolder)?;
        let folder = root.strip_prefix(&top).map(Path::to_path_buf).unwrap_or_default();
        Ok(Self { repository: root.clone(), folder, root, top: Some(top) })
    }
}

fn is_bare(folder: &Path) -> bool {
    git(folder, &["rev-parse", "--is-bare-repository"]).is_ok_and(|answer| answer.trim_end() == "true")
}
