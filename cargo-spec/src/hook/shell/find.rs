//! Reads `find`: the files that its actions write or remove.

use super::{CommandLine, PROTECTED_NAMES, files, joined, started};

/// Options of `find` that run a command for each file.
const RUNNING: [&str; 4] = ["-exec", "-execdir", "-ok", "-okdir"];

/// Adds the files that may be written, and returns the commands that are run.
pub(super) fn look(arguments: &[String], here: &str, seen: &mut CommandLine) -> Vec<Vec<String>> {
    let is_test = |word: &String| word.starts_with('-') || matches!(&**word, "!" | "(" | ")");
    let (roots, tests) = arguments.split_at(arguments.iter().position(is_test).unwrap_or(arguments.len()));
    let mut commands = Vec::new();
    let mut rest = tests;
    while let Some((word, others)) = rest.split_first() {
        rest = others;
        if RUNNING.contains(&&**word) {
            let end = rest.iter().position(|word| matches!(&**word, ";" | "+")).unwrap_or(rest.len());
            commands.push(rest[..end].to_vec());
            rest = &rest[end..];
        }
    }
    if !(tests.iter().any(|word| word == "-delete") || commands.iter().any(|words| is_writing(words))) {
        return commands;
    }
    let patterns = patterns(tests);
    let here_alone = [".".to_owned()];
    for root in if roots.is_empty() { &here_alone } else { roots } {
        let root = joined(here, root);
        if patterns.is_empty() {
            seen.folders.push(root.clone());
        }
        let names = PROTECTED_NAMES.iter().filter(|name| patterns.iter().any(|it| it.is_met(&root, name)));
        seen.written.extend(names.map(|name| joined(&root, name)));
        seen.written.extend(patterns.iter().filter_map(Pattern::file).map(|file| joined(&root, file)));
    }
    commands
}

/// Does a command write the files that it is given for `{}`?
fn is_writing(words: &[String]) -> bool {
    let Some((program, arguments)) = started::without_wrappers(words).split_first() else { return false };
    let program = program.rsplit('/').next().unwrap_or(program);
    let is_found = |text: &String| text.contains(['$', '{']);
    if super::SHELLS.contains(&program) {
        return arguments.iter().any(|text| super::read(text).written.iter().any(is_found));
    }
    files(program, arguments, &[]).iter().any(is_found)
}

/// A pattern of the files that are looked for.
enum Pattern<'a> {
    Name(&'a str),
    Path(&'a str),
}

/// The patterns of the files that are looked for, but for those behind `!`.
fn patterns(tests: &[String]) -> Vec<Pattern<'_>> {
    let mut found = Vec::new();
    for (at, pair) in tests.windows(2).enumerate() {
        let is_negated = at > 0 && matches!(&*tests[at - 1], "!" | "-not");
        match &*pair[0] {
            _ if is_negated => {}
            "-name" | "-iname" => found.push(Pattern::Name(&pair[1])),
            "-path" | "-ipath" | "-wholename" | "-iwholename" => found.push(Pattern::Path(&pair[1])),
            _ => {}
        }
    }
    found
}

impl<'a> Pattern<'a> {
    /// Is a file of this name in a folder like it? One that names a file by itself is like none.
    fn is_met(&self, folder: &str, name: &str) -> bool {
        match self {
            _ if self.file().is_some() => false,
            Self::Name(pattern) => is_like(pattern.as_bytes(), name.as_bytes()),
            Self::Path(pattern) => is_like(pattern.as_bytes(), format!("{folder}/{name}").as_bytes()),
        }
    }

    /// The file that it names by itself.
    fn file(&self) -> Option<&'a str> {
        let (Self::Name(pattern) | Self::Path(pattern)) = self;
        let name = pattern.rsplit('/').next().unwrap_or(pattern);
        (!name.contains(['*', '?', '['])).then_some(name)
    }
}

/// Is a text like a pattern with `*` and `?`? A class of characters is like any character.
fn is_like(pattern: &[u8], text: &[u8]) -> bool {
    match pattern {
        [] => text.is_empty(),
        [b'*', rest @ ..] => (0..=text.len()).any(|at| is_like(rest, &text[at..])),
        [b'[', rest @ ..] => {
            let end = rest.iter().position(|&byte| byte == b']').map_or(rest.len(), |end| end + 1);
            !text.is_empty() && is_like(&rest[end..], &text[1..])
        }
        [b'?', rest @ ..] => !text.is_empty() && is_like(rest, &text[1..]),
        [first, rest @ ..] => text.first() == Some(first) && is_like(rest, &text[1..]),
    }
}
