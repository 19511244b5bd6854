//! For people: aligned, folded to the terminal's width, sparing with colour.

pub mod accept;
pub mod baseline;
pub mod bounded;
pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod r#gen;
pub mod init;
pub mod list;
pub mod next;
pub mod prove;
pub mod replay;
pub mod review;
pub mod show;
pub mod sources;
pub mod style;
pub mod test;
pub mod text;

use std::path::{Path, PathBuf};

use crate::terminal::{Verbosity, visible};

/// What the form of human output depends on, beside what is shown.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The columns that lines are folded to.
    pub columns: usize,
    /// The folder that paths are shown from.
    pub here: PathBuf,
    /// How much to show.
    pub verbosity: Verbosity,
    /// The command that runs: with `-v` it shows what was left out.
    pub command: String,
    /// The lines that were written before, of those that somebody reads.
    pub used: usize,
    /// Is the output a terminal? Then hints help; an agent or a file has no use for them.
    pub is_watched: bool,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            columns: 80,
            here: PathBuf::new(),
            verbosity: Verbosity::Normal,
            command: "cargo spec check".to_owned(),
            used: 0,
            is_watched: false,
        }
    }
}

impl Layout {
    /// The same, behind what was written before.
    pub fn behind(&self, before: &str) -> Self {
        Self { used: self.used + bounded::lines(before), ..self.clone() }
    }

    /// The command that shows everything.
    pub fn verbose_command(&self) -> String {
        let command = visible(&self.command);
        match command.split_once(" -- ") {
            Some((own, passed_on)) => format!("{own} -v -- {passed_on}"),
            None => format!("{command} -v"),
        }
    }

    /// A path as it is shown: visible, from the current folder where it lies in it, with `/` between its parts.
    pub fn shown(&self, path: &Path) -> String {
        let from_here = path.strip_prefix(&self.here).ok().filter(|rest| !rest.as_os_str().is_empty());
        visible(&super::json::path_text(from_here.unwrap_or(path))).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use spec_model::catalog::Target;
    use spec_model::{Code, Diagnostic, Dialect, Source, Span, dialect};

    use super::sources::Sources;
    use super::*;
    use crate::terminal::is_hidden;

    /// Words with what terminals obey among them.
    fn hostile() -> impl Strategy<Value = String> {
        let letters = prop::sample::select(vec![
            'a',
            ' ',
            '`',
            '注',
            '\0',
            '\u{1b}',
            '[',
            ']',
            '\u{7}',
            '\u{8}',
            '\t',
            '\u{7f}',
            '\u{9b}',
            '\u{202e}',
            '\u{2066}',
            '\u{200b}',
            '\u{feff}',
            '\u{e0001}',
        ]);
        prop::collection::vec(letters, 1..30).prop_map(String::from_iter)
    }

    /// The first thing that a terminal would obey, colours aside. (No word above is a colour.)
    fn obeyed(text: &str) -> Option<String> {
        let is_code = |c: char| c.is_ascii_digit() || c == ';';
        let mut pieces = text.split('\u{1b}');
        let first = pieces.next().map(str::to_owned);
        let behind_colours = pieces.map(|piece| {
            let colour = piece.strip_prefix('[').map(|piece| piece.trim_start_matches(is_code));
            colour.and_then(|piece| piece.strip_prefix('m')).unwrap_or("\u{1b}").to_owned()
        });
        first.into_iter().chain(behind_colours).find(|piece| piece.contains(|c| c != '\n' && is_hidden(c)))
    }

    proptest! {
        #[test]
        fn no_text_of_a_document_is_obeyed_by_a_terminal(title in hostile(), words in hostile(), columns in 20_usize..120) {
            let text = format!("# T\n\n### Requirement 1: x{title}\n\n#### Acceptance Criteria\n\n1. x{words}\n");
            let source = || Source::new(format!("/repo/{title}.md"), text.as_str());
            let document = dialect::read(source(), Some(Dialect::Kiro));
            let layout = Layout { columns, here: "/repo".into(), verbosity: Verbosity::Verbose, ..Layout::default() };
            prop_assert_eq!(obeyed(&list::render(&[&document], &[], &layout)), None);
            for (requirement, criterion) in document.criteria() {
                let target = Target { document: &document, requirement, criterion: Some(criterion) };
                prop_assert_eq!(obeyed(&show::render(&target, &[], &layout)), None);
            }
            let mut sources = Sources::default();
            sources.insert(source());
            let finding = Diagnostic::new(Code::Untested, &*words)
                .at(&source(), Span::new(text.len().saturating_sub(3), text.len()))
                .label(&*title)
                .concerning(&*words)
                .help(&*title);
            prop_assert_eq!(obeyed(&diagnostic::render(&finding, &mut sources, &layout)), None);
            prop_assert_eq!(obeyed(&diagnostic::render_error(&words, Some(&title), &layout)), None);
        }
    }
}
