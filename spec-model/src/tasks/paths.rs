//! Finds the files that a task names: with a folder and an extension, as `src/oven/heat.rs` or `src\oven\heat.rs`.

use super::lines::Line;
use super::model::Task;
use super::signs::Signs;
use crate::source::Span;

/// Adds the paths of a line.
pub(super) fn read(task: &mut Task, line: &Line<'_>) {
    if !line.signs.have(Signs::SLASH) {
        return;
    }
    let is_end = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '`' | '"'
                    | '\''
                    | ','
                    | ';'
                    | '，'
                    | '、'
                    | '；'
                    | '。'
                    | '“'
                    | '”'
                    | '（'
                    | '）'
                    | '：'
                    | '「'
                    | '」'
                    | '|'
                    | '→'
            )
    };
    let mut read = 0;
    for sign in memchr::memchr2_iter(b'/', b'\\', line.text.as_bytes()) {
        if sign < read {
            continue;
        }
        let (before, behind) = line.text.split_at(sign);
        let word_end = sign + behind.find(is_end).unwrap_or(behind.len());
        let at = before.trim_end_matches(|c| !is_end(c)).len();
        let word = &line.text[at..word_end];
        read = word_end;
        if let Some(path) = path(word) {
            let start = at + (path.as_ptr().addr() - word.as_ptr().addr());
            let span: Span = line.span(start..start + path.len());
            if !task.paths.contains(&span) {
                task.paths.push(span);
            }
        }
    }
}

/// The path that a word is, without what stands around it.
fn path(word: &str) -> Option<&str> {
    // Both brackets of a pair may be part of a path: `routes/(app)/[id]/page.tsx`.
    let mut path =
        word.trim_start_matches(['*', '_', '<', '{']).trim_end_matches(['.', ':', '*', '!', '?', '>', '}']);
    if let Some((target, _)) = path.split_once("::") {
        path = target;
    }
    path = unpaired(path);
    let path = path.strip_prefix("./").or_else(|| path.strip_prefix(".\\")).unwrap_or(path);
    let path = without_line(path);
    let (folders, name) = path.rsplit_once(['/', '\\'])?;
    let (stem, extension) = name.rsplit_once('.')?;
    let is_extension = (1..=12).contains(&extension.len())
        && extension.chars().all(|c| c.is_ascii_alphanumeric())
        && extension.contains(|c: char| c.is_ascii_alphabetic());
    let is_whole = !folders.is_empty() || path.starts_with('/');
    let is_plain = !path.contains("://")
        && !path.contains(['*', '{', '}', '<', '>', '$', '…', '=', '@'])
        && !path.starts_with(['/', '\\'])
        && (!path.contains('\\') || is_of_windows(path))
        || is_rooted(path);
    // `1.2/3.4` and `and/or.` are no files.
    let has_letters =
        stem.is_empty() || stem.contains(|c: char| c.is_alphanumeric() || matches!(c, '_' | '[' | '+' | '('));
    (is_extension && is_whole && is_plain && has_letters).then_some(path)
}

/// `src\oven\heat.rs`: between its names stands one sign, and behind each a name begins. `a\_b.rs` only escapes a sign of Markdown.
fn is_of_windows(path: &str) -> bool {
    // `\d.` is a pattern.
    let is_name = |name: &str| name.len() > 1 && name.starts_with(|c: char| c.is_alphanumeric() || c == '.');
    !path.contains(['/', ':', '(', '[', '|', '+', '^', '"', '?'])
        && path.split('\\').all(|name| is_name(name) && !name[1..].starts_with('.'))
}

/// `/gateway/a.go` is a path too, as long as nothing in it is a sign of a pattern or an address.
fn is_rooted(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains(['*', '{', '}', '<', '>', '$', '…', '\\', '=', '@', ':'])
}

/// Without brackets at the ends that have no partner within.
fn unpaired(mut path: &str) -> &str {
    for (open, close) in [('(', ')'), ('[', ']')] {
        while path.starts_with(open) && path.matches(open).count() > path.matches(close).count() {
            path = &path[1..];
        }
        while path.ends_with(close) && path.matches(close).count() > path.matches(open).count() {
            path = &path[..path.len() - 1];
        }
        if path.starts_with(open) && path.ends_with(close) && path.len() > 1 {
            path = &path[1..path.len() - 1];
        }
    }
    path
}

/// Without what stands behind it: `src/a.rs:12`, `src/a.rs#L12`, `/a.php?b=c`.
fn without_line(path: &str) -> &str {
    let path = path.split_once(['#', '?']).map_or(path, |(path, _)| path);
    match path.rsplit_once(':') {
        Some((before, line)) if line.bytes().all(|b| b.is_ascii_digit() || b == b'-') => without_line(before),
        _ => path,
    }
}
