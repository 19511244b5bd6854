//! Advice of a finding, as values: each output makes its own words of them.

use std::borrow::Cow;
use std::fmt;

/// One thing to do about a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advice {
    /// Do something by hand, or know it before.
    Do(Cow<'static, str>),
    /// Run a command.
    Run(CommandAdvice),
    /// Choose one of these names, the nearest first. Each is near to what was written.
    Choose(Vec<String>),
}

/// A command, and the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandAdvice {
    /// The words before it, such as the condition.
    pub before: Cow<'static, str>,
    /// The command, as it is typed.
    pub command: Cow<'static, str>,
    /// The words behind it, such as what it does.
    pub after: Cow<'static, str>,
}

impl Advice {
    /// A command, and the words behind it: what it does.
    pub fn run(command: impl Into<Cow<'static, str>>, after: impl Into<Cow<'static, str>>) -> Self {
        Self::Run(CommandAdvice { before: Cow::Borrowed(""), command: command.into(), after: after.into() })
    }

    /// The same command with words before it.
    #[must_use]
    pub fn after(self, words: impl Into<Cow<'static, str>>) -> Self {
        match self {
            Self::Run(run) => Self::Run(CommandAdvice { before: words.into(), ..run }),
            other => other,
        }
    }

    /// Names that are near to what was written.
    pub fn choose<N: Into<String>>(names: impl IntoIterator<Item = N>) -> Self {
        Self::Choose(names.into_iter().map(Into::into).collect())
    }

    /// The word for its kind, in JSON.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Do(_) => "do",
            Self::Run(_) => "run",
            Self::Choose(_) => "choose",
        }
    }

    /// The command to run, if it is one.
    pub fn command(&self) -> Option<&str> {
        match self {
            Self::Run(run) => Some(&run.command),
            Self::Do(_) | Self::Choose(_) => None,
        }
    }

    /// The names to choose from, if it has any.
    pub fn names(&self) -> &[String] {
        match self {
            Self::Choose(names) => names,
            Self::Do(_) | Self::Run(_) => &[],
        }
    }

    /// Several pieces of advice as one text; `None`: there is none.
    pub fn text(advice: &[Self]) -> Option<String> {
        let (first, others) = advice.split_first()?;
        let text = others.iter().fold(first.to_string(), |text, one| {
            let joint = if text.ends_with(['?', '.']) { " " } else { "; " };
            format!("{text}{joint}{one}")
        });
        Some(text)
    }
}

impl From<&'static str> for Advice {
    fn from(text: &'static str) -> Self {
        Self::Do(Cow::Borrowed(text))
    }
}

impl From<String> for Advice {
    fn from(text: String) -> Self {
        Self::Do(Cow::Owned(text))
    }
}

/// The words for people. A command and a name stand between backticks.
impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Do(text) => f.write_str(text),
            Self::Run(CommandAdvice { before, command, after }) => {
                let gap = |words: &str| if words.is_empty() { "" } else { " " };
                write!(f, "{before}{}`{command}`{}{after}", gap(before), gap(after))
            }
            Self::Choose(names) => match names.as_slice() {
                [only] => write!(f, "did you mean `{only}`?"),
                several => write!(f, "did you mean one of `{}`?", several.join("`, `")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(advice: &[Advice], expected: &str) {
        assert_eq!(Advice::text(advice).unwrap_or_default(), expected);
    }

    #[test]
    fn advice_reads_as_one_sentence() {
        check(&[], "");
        check(&[Advice::from("keep one of the two")], "keep one of the two");
        check(
            &[
                Advice::run("cargo spec accept a/1.1", "").after("if it is intended,"),
                "else revert the change".into(),
            ],
            "if it is intended, `cargo spec accept a/1.1`; else revert the change",
        );
        check(&[Advice::run("cargo spec list", "shows the ids")], "`cargo spec list` shows the ids");
        check(&[Advice::choose(["1.1"]), "Else remove it".into()], "did you mean `1.1`? Else remove it");
        check(&[Advice::choose(["1.1", "1.2"])], "did you mean one of `1.1`, `1.2`?");
    }

    #[test]
    fn a_program_sees_command_and_names_without_reading_the_text() {
        let run = Advice::run("cargo spec list", "shows the ids");
        assert_eq!((run.kind(), run.command(), run.names()), ("run", Some("cargo spec list"), &[][..]));
        let choose = Advice::choose(["1.1"]);
        assert_eq!(
            (choose.kind(), choose.command(), choose.names()),
            ("choose", None, &["1.1".to_owned()][..])
        );
    }
}
