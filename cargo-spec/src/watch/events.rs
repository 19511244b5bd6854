//! Hears of changed files, and of lines on standard input.

use std::collections::BTreeSet;
use std::io::{self, BufRead as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::error::Error;

/// A change comes to rest after so long without another one.
const REST: Duration = Duration::from_millis(100);
/// So long is waited at most for it to come to rest.
const PATIENCE: Duration = Duration::from_secs(2);

/// Something that happened.
enum Event {
    Touched(Vec<PathBuf>),
    /// The system lost track.
    Lost,
    Line(String),
    End,
}

/// All that happened until it came to rest.
#[derive(Debug, Default)]
pub(super) struct Happened {
    /// The paths that may have changed.
    pub(super) touched: BTreeSet<PathBuf>,
    /// Anything may have changed.
    pub(super) is_lost: bool,
    /// Somebody wants all tests to run.
    pub(super) wants_all: bool,
    /// The input has ended, or somebody wants an end.
    pub(super) is_end: bool,
}

impl Happened {
    fn add(&mut self, event: Event) {
        match event {
            Event::Touched(paths) => self.touched.extend(paths),
            Event::Lost => self.is_lost = true,
            Event::Line(line) if matches!(line.trim(), "q" | "quit") => self.is_end = true,
            Event::Line(_) => self.wants_all = true,
            Event::End => self.is_end = true,
        }
    }

    /// Adds what happened later.
    pub(super) fn merge(&mut self, later: Self) {
        self.touched.extend(later.touched);
        self.is_lost |= later.is_lost;
        self.wants_all |= later.wants_all;
        self.is_end |= later.is_end;
    }

    /// Has nothing happened?
    pub(super) fn is_nothing(&self) -> bool {
        self.touched.is_empty() && !self.is_lost && !self.wants_all && !self.is_end
    }
}

/// The source of events.
pub(super) struct Events {
    watcher: RecommendedWatcher,
    receiver: Receiver<Event>,
}

impl Events {
    /// Begins to hear of files and lines.
    ///
    /// # Errors
    /// [`Error::Watch`], if the system has no way to tell of files.
    pub(super) fn new() -> Result<Self, Error> {
        let (sender, receiver) = channel();
        let of_files = sender.clone();
        let watcher = notify::recommended_watcher(move |event| {
            // Nobody listens any more at the end.
            let _ = of_file(event).map(|event| of_files.send(event));
        });
        thread::spawn(move || lines(&sender));
        Ok(Self { watcher: watcher.map_err(watch_error)?, receiver })
    }

    /// Hears of the files in a folder, but not of those in folders below it.
    ///
    /// # Errors
    /// [`Error::Watch`], if the system watches no more folders.
    pub(super) fn hear_of(&mut self, folder: &Path) -> Result<(), Error> {
        match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
            // It has gone away in the meantime.
            Err(error) if is_gone(&error) => Ok(()),
            other => other.map_err(watch_error),
        }
    }

    /// Waits until something happens, and then until it comes to rest.
    pub(super) fn wait(&self) -> Happened {
        let mut happened = Happened::default();
        match self.receiver.recv() {
            Ok(event) => happened.add(event),
            Err(_) => happened.is_end = true,
        }
        self.settle(&mut happened);
        happened
    }

    /// As [`Self::wait`], but nothing may happen within some time.
    pub(super) fn wait_at_most(&self, time: Duration) -> Happened {
        let mut happened = Happened::default();
        match self.receiver.recv_timeout(time) {
            Ok(event) => happened.add(event),
            Err(RecvTimeoutError::Timeout) => return happened,
            Err(RecvTimeoutError::Disconnected) => happened.is_end = true,
        }
        self.settle(&mut happened);
        happened
    }

    fn settle(&self, happened: &mut Happened) {
        let begun = Instant::now();
        while !happened.is_end && begun.elapsed() < PATIENCE {
            match self.receiver.recv_timeout(REST) {
                Ok(event) => happened.add(event),
                Err(_) => return,
            }
        }
    }
}

/// The meaning of an event of a file; `None`: somebody has read it, as this command does.
fn of_file(event: notify::Result<notify::Event>) -> Option<Event> {
    match event {
        Err(_) => Some(Event::Lost),
        Ok(event) if event.need_rescan() => Some(Event::Lost),
        Ok(event) => (!matches!(event.kind, EventKind::Access(_))).then_some(Event::Touched(event.paths)),
    }
}

/// Passes on the lines of standard input until it ends.
fn lines(sender: &Sender<Event>) {
    for line in io::stdin().lock().lines() {
        let Ok(line) = line else { break };
        if sender.send(Event::Line(line)).is_err() {
            return;
        }
    }
    let _ = sender.send(Event::End);
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        notify::ErrorKind::PathNotFound => true,
        notify::ErrorKind::Io(reason) => reason.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn watch_error(error: notify::Error) -> Error {
    Error::Watch(match error.kind {
        notify::ErrorKind::Io(reason) => reason,
        _ => io::Error::other(error.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_asks_for_all_tests_and_q_for_the_end() {
        let check = |event: Event, expect: (bool, bool)| {
            let mut happened = Happened::default();
            happened.add(event);
            assert_eq!((happened.wants_all, happened.is_end), expect);
        };
        check(Event::Line(String::new()), (true, false));
        check(Event::Line("q\r".to_owned()), (false, true));
        check(Event::End, (false, true));
        check(Event::Touched(vec!["a".into()]), (false, false));
    }

    #[test]
    fn reading_a_file_is_no_change_and_an_overflow_loses_track() {
        let event = |kind| of_file(Ok(notify::Event::new(kind).add_path("a".into())));
        let access = event(EventKind::Access(notify::event::AccessKind::Any));
        assert!(access.is_none());
        let modified = event(EventKind::Modify(notify::event::ModifyKind::Any));
        assert!(matches!(modified, Some(Event::Touched(paths)) if paths.len() == 1));
        assert!(matches!(of_file(Err(notify::Error::generic("lost"))), Some(Event::Lost)));
    }
}
