//! Splits a command line into its commands, as a shell does.

use std::iter::Peekable;
use std::str::CharIndices;

/// A part of a command line that is one command.
#[derive(Debug, Default)]
pub(super) struct SimpleCommand {
    pub words: Vec<String>,
    /// The files that its output is sent to.
    pub outputs: Vec<String>,
    /// The texts that it reads, from `<<EOF`.
    pub inputs: Vec<String>,
    /// The number of `(` around it: a `cd` holds up to their end.
    pub depth: usize,
}

/// A `<<EOF` whose lines follow.
struct HereDocument {
    end: String,
    /// The first command that may read it: one behind `|` may as well.
    first: usize,
}

/// Returns the commands of a line, with those in `$(…)` and backticks.
pub(super) fn split(line: &str) -> Vec<SimpleCommand> {
    let mut splitter = Splitter { line, ..Splitter::default() };
    let mut quote = None;
    let mut rest = line.char_indices().peekable();
    while let Some((_, c)) = rest.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None, '\'' | '"') => (quote, splitter.has_word) = (Some(c), true),
            (None | Some('"'), '\\') => {
                // A line that goes on is no word.
                if let Some((_, next)) = rest.next().filter(|(_, next)| *next != '\n') {
                    splitter.word.push(next);
                    splitter.has_word = true;
                }
            }
            (None, '>') => {
                // The number of what is sent there is no word.
                if splitter.word.chars().all(|c| c.is_ascii_digit() || c == '&') {
                    (splitter.word, splitter.has_word) = (String::new(), false);
                }
                splitter.end_word();
                while rest.next_if(|(_, next)| matches!(next, '>' | '|')).is_some() {}
                // `2>&1` is no file.
                splitter.is_output = rest.next_if(|(_, next)| *next == '&').is_none();
            }
            (None, '#') if !splitter.has_word => while rest.next_if(|(_, next)| *next != '\n').is_some() {},
            (None, '\n') => {
                splitter.end_command(splitter.command.depth);
                splitter.skip_here_documents(&mut rest);
            }
            (None | Some('"'), '$') if rest.next_if(|(_, next)| *next == '(').is_some() => {
                splitter.begin_substitution(quote);
                quote = None;
            }
            (None, ')') if splitter.ends_substitution() => quote = splitter.end_substitution(),
            (None, '(') => splitter.end_command(splitter.command.depth + 1),
            (None, ')') => splitter.end_command(splitter.command.depth.saturating_sub(1)),
            // `{}` and `${X}` are no groups.
            (None, '{') if splitter.has_word => splitter.word.push(c),
            (None, '{') if rest.next_if(|(_, next)| *next == '}').is_some() => {
                splitter.word.push_str("{}");
                splitter.has_word = true;
            }
            (None, '}') if splitter.has_word => splitter.word.push(c),
            (None, ';' | '|' | '&' | '`' | '{' | '}') | (Some('"'), '`') => {
                splitter.end_command(splitter.command.depth);
            }
            (None, c) if c.is_whitespace() => splitter.end_word(),
            (None, '<') => {
                splitter.end_word();
                splitter.begin_here_document(&mut rest);
            }
            (_, c) => {
                splitter.word.push(c);
                splitter.has_word = true;
            }
        }
    }
    // One without end is read as far as it goes.
    while splitter.outer.last().is_some() {
        splitter.end_substitution();
    }
    splitter.end_command(0);
    splitter.all
}

/// The commands that are read, and the one that is being read.
#[derive(Default)]
struct Splitter<'a> {
    line: &'a str,
    all: Vec<SimpleCommand>,
    command: SimpleCommand,
    word: String,
    has_word: bool,
    is_output: bool,
    waiting: Vec<HereDocument>,
    /// The commands around those in `$(…)`.
    outer: Vec<OuterCommand>,
}

/// A command, as far as it is read, one of whose words holds `$(…)`.
struct OuterCommand {
    command: SimpleCommand,
    word: String,
    is_output: bool,
    quote: Option<char>,
}

type Rest<'a> = Peekable<CharIndices<'a>>;

impl Splitter<'_> {
    fn end_word(&mut self) {
        if std::mem::take(&mut self.has_word) {
            let word = std::mem::take(&mut self.word);
            match std::mem::take(&mut self.is_output) {
                true => self.command.outputs.push(word),
                false => self.command.words.push(word),
            }
        }
    }

    fn end_command(&mut self, depth: usize) {
        self.end_word();
        let next = SimpleCommand { depth, ..SimpleCommand::default() };
        self.all.push(std::mem::replace(&mut self.command, next));
    }

    /// Begins the commands in `$(…)`: the word that holds it goes on behind it.
    fn begin_substitution(&mut self, quote: Option<char>) {
        let inner = SimpleCommand { depth: self.command.depth + 1, ..SimpleCommand::default() };
        self.outer.push(OuterCommand {
            command: std::mem::replace(&mut self.command, inner),
            word: std::mem::take(&mut self.word) + "$()",
            is_output: std::mem::take(&mut self.is_output),
            quote,
        });
        self.has_word = false;
    }

    /// Does a `)` end the commands in `$(…)`?
    fn ends_substitution(&self) -> bool {
        self.outer.last().is_some_and(|outer| outer.command.depth + 1 >= self.command.depth)
    }

    /// Goes on with the command around `$(…)`, and returns the quote that it stands in.
    fn end_substitution(&mut self) -> Option<char> {
        self.end_command(0);
        let outer = self.outer.pop()?;
        (self.command, self.word, self.is_output) = (outer.command, outer.word, outer.is_output);
        self.has_word = true;
        outer.quote
    }

    /// Reads `<EOF` of `<<EOF`. The text of `<<<` is a word.
    fn begin_here_document(&mut self, rest: &mut Rest<'_>) {
        if rest.next_if(|(_, next)| *next == '<').is_none()
            || rest.next_if(|(_, next)| *next == '<').is_some()
        {
            return;
        }
        rest.next_if(|(_, next)| *next == '-');
        while rest.next_if(|(_, next)| matches!(next, ' ' | '\t')).is_some() {}
        let mut end = String::new();
        while let Some((_, c)) = rest.next_if(|(_, c)| !(c.is_whitespace() || ";|&<>()`".contains(*c))) {
            end.extend((!"'\"\\".contains(c)).then_some(c));
        }
        self.waiting.push(HereDocument { end, first: self.all.len() });
    }

    /// Passes over the lines that commands read. Without a last line, they are commands: `$((1<<2))`.
    fn skip_here_documents(&mut self, rest: &mut Rest<'_>) {
        for HereDocument { end, first } in std::mem::take(&mut self.waiting) {
            let start = rest.peek().map_or(self.line.len(), |(at, _)| *at);
            let mut at = start;
            for line in self.line[start..].split_inclusive('\n') {
                if line.trim_end_matches(['\r', '\n']).trim_start_matches('\t') == end {
                    let text = &self.line[start..at];
                    self.all[first..].iter_mut().for_each(|command| command.inputs.push(text.to_owned()));
                    while rest.next_if(|(next, _)| *next < at + line.len()).is_some() {}
                    break;
                }
                at += line.len();
            }
        }
    }
}
