//! Shows the progress of a build and of the tests after it: one changing line on a terminal, a few lines elsewhere.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal::{pass_on, visible};

/// So often a line is written where there is no terminal.
const PAUSE: Duration = Duration::from_secs(10);

/// The progress that is shown.
#[derive(Debug)]
pub struct BuildProgress {
    bar: ProgressBar,
    is_wanted: bool,
    stage: Mutex<Stage>,
}

/// The present step.
#[derive(Debug)]
struct Stage {
    name: String,
    /// So many crates were compiled.
    crates: usize,
    /// The time of the last line.
    reported: Instant,
}

impl BuildProgress {
    /// Shows it, if it is wanted.
    pub fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::hidden();
        if is_wanted {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let style = ProgressStyle::with_template("{spinner} {wide_msg} {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        let stage = Stage { name: String::new(), crates: 0, reported: Instant::now() };
        Self { bar, is_wanted, stage: Mutex::new(stage) }
    }

    /// Begins something.
    pub fn begin(&self, name: String) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        self.show(&name, true);
        *stage = Stage { name, crates: 0, reported: Instant::now() };
    }

    /// Takes a line that cargo or the runner has written.
    pub fn hear(&self, line: &str) {
        let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(text) = stage.after(line) else { return };
        let is_time = stage.reported.elapsed() >= PAUSE;
        if is_time {
            stage.reported = Instant::now();
        }
        self.show(&text, is_time);
    }

    /// Takes it away.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }

    fn show(&self, text: &str, is_time: bool) {
        let text = visible(text);
        if !self.bar.is_hidden() {
            self.bar.set_message(text.into_owned());
            self.bar.enable_steady_tick(Duration::from_millis(200));
        } else if self.is_wanted && is_time {
            pass_on(format!("{text}\n").as_bytes());
        }
    }
}

impl Stage {
    /// The text to show after a line, if that says how far it is.
    fn after(&mut self, line: &str) -> Option<String> {
        let (verb, rest) = line.trim_start().split_once(' ')?;
        let what = rest.split(" (").next().unwrap_or(rest).trim();
        match verb {
            "Compiling" => {
                self.crates += 1;
                Some(format!("{}: {} compiled, now {what}", self.name, self.crates - 1))
            }
            "Running" | "PASS" | "FAIL" | "Blocking" => Some(format!("{}: {what}", self.name)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_cargo_say_how_far_it_is_and_others_do_not() {
        let mut stage = Stage { name: "building".to_owned(), crates: 0, reported: Instant::now() };
        let mut check = |line: &str, expect: Option<&str>| assert_eq!(stage.after(line).as_deref(), expect);
        check("   Compiling serde v1.0.0", Some("building: 0 compiled, now serde v1.0.0"));
        check("   Compiling shop v0.1.0 (/tree)", Some("building: 1 compiled, now shop v0.1.0"));
        check("     Running tests/rules.rs (target/debug/deps/rules-1)", Some("building: tests/rules.rs"));
        check("error[E0425]: Compiling", None);
        check("", None);
    }
}
