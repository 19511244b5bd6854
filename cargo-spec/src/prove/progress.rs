//! Shows the progress of `prove`, on a terminal only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// The progress that a terminal shows.
#[derive(Debug)]
pub struct Progress(ProgressBar);

impl Progress {
    /// Shows it, if standard error is a terminal and it is wanted.
    pub fn new(is_wanted: bool) -> Self {
        let bar = ProgressBar::hidden();
        if is_wanted {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let style = ProgressStyle::with_template("{msg:>24} {bar:30} {pos}/{len}, {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Self(bar)
    }

    /// Begins something of a length.
    pub fn begin(&self, what: &'static str, length: usize) {
        self.0.reset();
        self.0.set_message(what);
        self.0.set_length(length as u64);
        self.0.enable_steady_tick(Duration::from_millis(200));
    }

    /// One of it is done.
    pub fn step(&self) {
        self.0.inc(1);
    }

    /// Takes it away.
    pub fn end(&self) {
        self.0.finish_and_clear();
    }
}
