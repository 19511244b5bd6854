//! The few colours of the output. [`crate::terminal`] removes them where they are not wanted.

use std::fmt::Display;

use anstyle::{AnsiColor, Style};
use spec_engine::verdict::Rung;

/// The id of a requirement or criterion.
pub const ID: Style = AnsiColor::Cyan.on_default().bold();
/// A heading.
pub const HEADING: Style = Style::new().bold();
/// The style of secondary text.
pub const FAINT: Style = Style::new().dimmed();
/// Something that fails a run.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Something that should be looked at.
pub const DOUBTFUL: Style = AnsiColor::Yellow.on_default().bold();
/// Something that is as it should be.
pub const GOOD: Style = AnsiColor::Green.on_default().bold();

/// The next step, as rustc colours it.
pub const HELP: Style = AnsiColor::BrightCyan.on_default().bold();

/// The colour of a rung.
pub const fn of(rung: Rung) -> Style {
    match rung {
        Rung::Untested | Rung::Failing => BAD,
        Rung::Stub | Rung::Ignored => DOUBTFUL,
        Rung::Tested | Rung::Passing | Rung::Exercised | Rung::Proven => GOOD,
        Rung::Waived => FAINT,
    }
}

/// Text in a style. The text must be [visible](crate::terminal::visible) already.
pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
