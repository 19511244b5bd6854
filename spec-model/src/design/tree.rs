//! Reads trees of files in fences, as `tree` prints them.

use super::model::{FileTree, TreeEntry};
use crate::markdown::{BlockKind, Blocks};
use crate::source::{Source, Span};

/// The trees of a document.
pub(super) fn of(blocks: &Blocks<'_>) -> Vec<FileTree> {
    let fences = blocks.nodes().iter().filter(|node| matches!(node.kind, BlockKind::Code { .. }));
    fences.filter_map(|node| tree(blocks.source(), node.span)).collect()
}

/// A line of a tree.
struct Branch<'a> {
    /// The column at which the name begins.
    column: usize,
    kind: BranchKind,
    name: &'a str,
    remark: &'a str,
    start: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum BranchKind {
    /// A line at the margin, which no branch is drawn before.
    Root,
    /// A root that is no path: a title, or a path with a placeholder.
    Other,
    Drawn,
}

fn tree(source: &Source, span: Span) -> Option<FileTree> {
    let text = source.slice(span);
    // Boxes of diagrams.
    if text.contains(['┌', '┐', '┘', '╔', '▶', '◄', '►']) {
        return None;
    }
    let mut branches = Vec::new();
    let (mut drawn, mut odd) = (0_usize, 0_usize);
    let mut start = span.start;
    for line in text.split('\n') {
        match branch(line, start) {
            Some(branch) => {
                drawn += usize::from(branch.kind == BranchKind::Drawn);
                branches.push(branch);
            }
            None => odd += usize::from(is_drawn(line) && !line.contains("...") && !line.contains('…')),
        }
        start += line.len() + 1;
    }
    let entries = if drawn > odd { entries(branches) } else { Vec::new() };
    (!entries.is_empty()).then_some(FileTree { entries, span })
}

/// The paths of the branches: each stands below the last one whose name begins further left.
fn entries(branches: Vec<Branch<'_>>) -> Vec<TreeEntry> {
    // A tree that goes deeper is none of files.
    const DEEPEST: usize = 32;
    let mut entries: Vec<TreeEntry> = Vec::new();
    // The columns of the folders around, with the places of their entries.
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut is_skipped = false;
    for branch in branches {
        if branch.kind != BranchKind::Drawn {
            around.clear();
            // A file below a placeholder has no path; below a title it has one of its own.
            is_skipped = branch.kind == BranchKind::Other && branch.name.contains('/');
            if branch.kind == BranchKind::Other {
                continue;
            }
        }
        if is_skipped {
            continue;
        }
        while around.last().is_some_and(|&(column, _)| column >= branch.column) {
            around.pop();
        }
        let name = branch.name.trim_end_matches('/');
        let name = name.strip_prefix("./").unwrap_or(name).trim_start_matches('/');
        let name = if name == "." { "" } else { name };
        let folder = around.last().map(|&(_, at)| at);
        let above = folder.map_or("", |at| entries[at].path.as_str());
        let joint = if above.is_empty() || name.is_empty() { "" } else { "/" };
        let path = format!("{above}{joint}{name}");
        if let Some(folder) = folder {
            entries[folder].is_folder = true;
        }
        if around.len() < DEEPEST {
            around.push((branch.column, entries.len()));
        }
        let span = Span::new(branch.start, branch.start + branch.name.len());
        let is_folder = branch.name.ends_with('/') || branch.kind == BranchKind::Root && path.is_empty();
        entries.push(TreeEntry { path, is_folder, remark: branch.remark.to_owned(), span });
    }
    entries.retain(|entry| !entry.path.is_empty());
    entries
}

const BRANCHES: [&str; 9] = ["├", "└", "┣", "┗", "╰", "|--", "+--", "`--", "\\--"];

fn is_drawn(line: &str) -> bool {
    BRANCHES.iter().any(|branch| line.contains(branch))
}

/// The longest name of a file, in bytes.
const LONGEST_NAME: usize = 256;

/// Reads one line: `│   ├── name.rs   # remark`, or a root.
fn branch(line: &str, start: usize) -> Option<Branch<'_>> {
    let is_stem = |c: char| {
        c.is_whitespace()
            || matches!(c, '│' | '┃' | '├' | '└' | '┣' | '┗' | '╰' | '─' | '━' | '|' | '+' | '`' | '-' | '\\')
    };
    let is_drawn = is_drawn(line);
    let rest = if is_drawn { line.trim_start_matches(is_stem) } else { line };
    let at = line.len() - rest.len();
    let rest = rest.trim_end();
    let (name, remark) = rest.split_at(rest.find(char::is_whitespace).unwrap_or(rest.len()));
    let is_remark = {
        let is_apart = remark.starts_with("  ") || remark.starts_with('\t');
        let begins = ['#', '(', '[', '←', '→', '<', '-', '–', '—', '/', '*', ':', '（', '✅', '❌', '⚠'];
        is_apart || remark.is_empty() || remark.trim_start().starts_with(begins)
    };
    let is_path = is_path(name) && is_remark;
    let kind = if is_drawn {
        is_path.then_some(BranchKind::Drawn)?
    } else if name.is_empty() || name.starts_with(['#', '`', '~', '│', '|']) || name.starts_with("//") {
        return None;
    } else if is_path && name.ends_with('/') || matches!(name, "." | "./" | "/") {
        BranchKind::Root
    } else {
        BranchKind::Other
    };
    let column = line[..at].chars().count();
    Some(Branch { column, kind, name, remark: remark.trim(), start: start + at })
}

/// Does a word read like the name of a file or folder, without a placeholder?
fn is_path(name: &str) -> bool {
    name.len() <= LONGEST_NAME
        && name.contains(char::is_alphanumeric)
        && !name.contains(['*', '<', '>', '{', '}', '"', '|', '=', ';'])
        && !["...", "###", "…"].iter().any(|odd| name.contains(odd))
        && !name.ends_with([':', ','])
        && !name.starts_with(['#', '`'])
}
