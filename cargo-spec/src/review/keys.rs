//! Reads the answers of a reviewer: single keys on a terminal, else lines.

use std::collections::VecDeque;
use std::io::{self, BufRead as _};

/// An answer to what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// `a`: accept it.
    Accept,
    /// `t`: accept it; its words were changed, and no test needs to.
    SameTests,
    /// `f`: accept it, whatever its tests are.
    Force,
    /// `A`: accept everything of its requirement.
    AcceptAll,
    /// `r`: say how to revert it.
    Reject,
    /// `s`: not now.
    Skip,
    /// `u`: as it was before the last answer.
    Undo,
    /// `v`: show all of its tests.
    View,
    /// `?`: what the keys mean.
    Help,
    /// `q`, Ctrl-C, Ctrl-D, the end of the input.
    Quit,
    /// Anything else.
    Unknown,
}

impl Answer {
    fn of(key: char) -> Self {
        match key {
            'a' | 'y' => Self::Accept,
            't' => Self::SameTests,
            'f' => Self::Force,
            'A' => Self::AcceptAll,
            'r' | 'n' => Self::Reject,
            's' | ' ' => Self::Skip,
            'u' => Self::Undo,
            'v' => Self::View,
            '?' | 'h' => Self::Help,
            // Ctrl-C, Ctrl-D
            'q' | '\u{3}' | '\u{4}' => Self::Quit,
            _ => Self::Unknown,
        }
    }
}

/// The source of answers.
#[derive(Debug)]
pub struct Keys {
    /// Single keys, as long as this is held.
    single: Option<raw::Mode>,
    /// The keys that were typed and have not been asked for yet.
    waiting: VecDeque<char>,
}

impl Keys {
    /// The answers of the terminal that the process has.
    pub fn of_terminal() -> Self {
        let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
        Self { single: if is_dumb { None } else { raw::Mode::enter() }, waiting: VecDeque::new() }
    }

    /// Is a key told only when Enter is pressed?
    pub fn by_lines(&self) -> bool {
        self.single.is_none()
    }

    /// Waits for an answer.
    ///
    /// # Errors
    /// If the terminal cannot be read.
    pub fn answer(&mut self) -> io::Result<Answer> {
        loop {
            if let Some(key) = self.waiting.pop_front() {
                // Somebody may press the key and Enter.
                if matches!(key, '\n' | '\r') {
                    continue;
                }
                return Ok(Answer::of(key));
            }
            let typed = if self.single.is_some() { raw::read()? } else { line()? };
            if typed.is_empty() {
                return Ok(Answer::Quit);
            }
            if typed.starts_with('\u{1b}') {
                // An arrow, or another key that sends several characters.
                return Ok(Answer::Unknown);
            }
            self.waiting.extend(typed.chars());
        }
    }

    /// Waits for a line of words, which shows while it is typed. Nothing at the end of the input.
    ///
    /// # Errors
    /// If the terminal cannot be read.
    pub fn words(&mut self) -> io::Result<String> {
        let is_single = self.single.take().is_some();
        let mut typed: String = self.waiting.drain(..).collect();
        if !typed.contains(['\n', '\r']) {
            io::stdin().lock().read_line(&mut typed)?;
        }
        if is_single {
            self.single = raw::Mode::enter();
        }
        let end = typed.find(['\n', '\r']).unwrap_or(typed.len());
        self.waiting.extend(typed[end..].chars());
        Ok(typed[..end].split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A line; nothing at the end of the input. Of what stands on it, the first character counts.
fn line() -> io::Result<String> {
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(match line.trim_start().chars().next() {
        Some(key) => key.to_string(),
        // Enter alone.
        None if line.ends_with('\n') => "\n".to_owned(),
        None => String::new(),
    })
}

#[cfg(unix)]
mod raw {
    use std::io::{self, Read as _};

    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr};

    /// A terminal that tells each key. What is typed does not show, and Ctrl-C is a key like others. So the terminal is always left as it
    /// was.
    #[derive(Debug)]
    pub(super) struct Mode {
        before: Termios,
    }

    impl Mode {
        /// `None`: this is no terminal that can.
        pub(super) fn enter() -> Option<Self> {
            let before = tcgetattr(io::stdin()).ok()?;
            let mut modes = before.clone();
            modes.local_modes &= !(LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG);
            modes.special_codes[SpecialCodeIndex::VMIN] = 1;
            modes.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(io::stdin(), OptionalActions::Now, &modes).ok()?;
            Some(Self { before })
        }
    }

    impl Drop for Mode {
        fn drop(&mut self) {
            // If it cannot be restored, there is no terminal any more.
            let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        }
    }

    /// Waits for a key.
    pub(super) fn read() -> io::Result<String> {
        let mut bytes = [0; 64];
        let read = io::stdin().read(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes[..read]).into_owned())
    }
}

#[cfg(not(unix))]
mod raw {
    use std::io;

    /// There is none.
    #[derive(Debug)]
    pub(super) enum Mode {}

    impl Mode {
        /// Single keys cannot be read.
        pub(super) fn enter() -> Option<Self> {
            None
        }
    }

    /// Never called.
    pub(super) fn read() -> io::Result<String> {
        Ok(String::new())
    }
}
