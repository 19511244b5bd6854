//! Output for people: aligned, folded to the terminal's width, sparing with colour.

pub mod accept;
pub mod affected;
pub mod baseline;
pub mod bounded;
pub mod check;
pub mod diagnostic;
pub mod diff;
pub mod explain;
pub mod faults;
pub mod fix;
pub mod r#gen;
pub mod import;
pub mod init;
pub mod list;
pub mod new;
pub mod next;
pub mod patch;
pub mod prove;
pub mod replay;
pub mod review;
pub mod show;
pub mod sources;
pub mod style;
pub mod tasks;
pub mod test;
pub mod todo;
pub mod watch;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use spec_model::catalog::Target;
    use spec_model::{Code, Diagnostic, Dialect, Source, Span, dialect};

    use super::sources::SourceLines;
    use super::*;
    use crate::layout::{Layout, Verbosity};
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
            for target in Target::criteria_of(0, &document) {
                prop_assert_eq!(obeyed(&show::render(&target, &[], None, &layout)), None);
            }
            let mut sources = SourceLines::default();
            sources.insert(source());
            let finding = Diagnostic::new(Code::Untested, &*words)
                .at(&source(), Span::new(text.len().saturating_sub(3), text.len()))
                .label(&*title)
                .concerning(&*words)
                .help(title.clone());
            prop_assert_eq!(obeyed(&diagnostic::render(&finding, &mut sources, &layout)), None);
            prop_assert_eq!(obeyed(&diagnostic::render_error(&words, Some(&title), &layout)), None);
        }
    }
}
