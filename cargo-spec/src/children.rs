//! Runs child processes, and ends each with all that it started, at its time limit or when this command ends.

use std::collections::HashSet;
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
#[cfg(not(unix))]
use std::process::Stdio;
use std::process::{Child, Command, ExitStatus, Output};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wait_timeout::ChildExt as _;

use crate::write::own;

/// By their numbers.
static RUNNING: LazyLock<Mutex<HashSet<u32>>> = LazyLock::new(Mutex::default);

/// Folders that are to be gone when this command ends.
static TEMPORARY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A folder that a signal removes which ends this command, and so does the end of this value.
#[derive(Debug)]
pub struct Temporary(PathBuf);

impl Temporary {
    /// Takes a folder, which need not exist yet.
    pub fn new(folder: PathBuf) -> Self {
        TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).push(folder.clone());
        Self(folder)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // A later run removes what is left.
        let _ = own::remove_folder(&self.0);
        TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).retain(|folder| *folder != self.0);
    }
}

/// From now on Ctrl-C, and the other signals that end a process, end those that run as well: they are in groups of their own, which
/// a terminal does not reach.
///
/// # Errors
/// If the system does not let signals be handled.
#[cfg(unix)]
pub fn end_with_this_command() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            // Held until the end, so that nothing more is started.
            let running = running();
            end_all(&running);
            for folder in TEMPORARY.lock().unwrap_or_else(PoisonError::into_inner).iter() {
                // A process that was just killed may still have written something.
                let _ = own::remove_folder(folder).or_else(|_| own::remove_folder(folder));
            }
            // As a shell tells of a process that a signal has ended.
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Does nothing: without groups of processes, Ctrl-C reaches all of them.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn end_with_this_command() -> io::Result<()> {
    Ok(())
}

/// Runs a process, and says how it ended; `None`: it took longer than it may, and was killed.
///
/// # Errors
/// If it cannot be started.
pub(crate) fn run(command: &mut Command, limit: Duration) -> io::Result<Option<ExitStatus>> {
    let mut child = spawn(command)?;
    let status = child.wait_timeout(limit);
    if !matches!(status, Ok(Some(_))) {
        end(&mut child);
    }
    running().remove(&child.id());
    status
}

/// Runs a process for as long as it takes, and takes what it writes to pipes.
///
/// # Errors
/// If it cannot be started.
pub(crate) fn output(command: &mut Command) -> io::Result<Output> {
    let child = spawn(command)?;
    let id = child.id();
    let output = child.wait_with_output();
    running().remove(&id);
    output
}

/// A process that another thread may end.
#[derive(Debug, Default)]
pub struct Stoppable(Mutex<Stage>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Running(u32),
    Stopped,
}

impl Stoppable {
    /// Ends the process that runs, with all that it started. Nothing is started after that. A process that starts groups of its own is
    /// asked to end first, so that it can end those: this may take a moment.
    pub fn stop(&self) {
        let running = std::mem::replace(&mut *self.stage(), Stage::Stopped);
        if let Stage::Running(child) = running {
            end_all(&HashSet::from([child]));
        }
    }

    /// Was it stopped?
    pub fn is_stopped(&self) -> bool {
        *self.stage() == Stage::Stopped
    }

    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, command: &mut Command) -> io::Result<Child> {
        let mut stage = self.stage();
        if *stage == Stage::Stopped {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let child = spawn(command)?;
        *stage = Stage::Running(child.id());
        Ok(child)
    }

    fn end(&self) {
        let mut stage = self.stage();
        if *stage != Stage::Stopped {
            *stage = Stage::Idle;
        }
    }
}

/// As [`output`], and hands each line of standard error on while it is written.
pub(crate) fn output_heard(command: &mut Command, hear: &(dyn Fn(&str) + Sync)) -> io::Result<Output> {
    output_until(command, &Stoppable::default(), hear)
}

/// The same until somebody stops it.
pub(crate) fn output_until(
    command: &mut Command,
    stoppable: &Stoppable,
    hear: &(dyn Fn(&str) + Sync),
) -> io::Result<Output> {
    let mut child = stoppable.start(command)?;
    let id = child.id();
    let printed = child.stderr.take();
    let output = std::thread::scope(|scope| {
        let printed = scope.spawn(|| {
            let mut all = Vec::new();
            let Some(printed) = printed else { return all };
            let (mut printed, mut from) = (BufReader::new(printed), 0);
            while printed.read_until(b'\n', &mut all).is_ok_and(|length| length > 0) {
                hear(String::from_utf8_lossy(&all[from..]).trim_end());
                from = all.len();
            }
            all
        });
        let output = child.wait_with_output()?;
        Ok(Output { stderr: printed.join().unwrap_or_default(), ..output })
    });
    stoppable.end();
    running().remove(&id);
    output
}

/// Runs a process until it ends or somebody stops it. `hear` takes its output, at once.
pub(crate) fn status_until<T>(
    command: &mut Command,
    stoppable: &Stoppable,
    hear: impl FnOnce(&mut Child) -> T,
) -> io::Result<(ExitStatus, T)> {
    let mut child = stoppable.start(command)?;
    let id = child.id();
    let heard = hear(&mut child);
    let status = child.wait();
    stoppable.end();
    running().remove(&id);
    Ok((status?, heard))
}

fn spawn(command: &mut Command) -> io::Result<Child> {
    apart(command);
    let mut running = running();
    let child = command.spawn()?;
    running.insert(child.id());
    Ok(child)
}

fn end(child: &mut Child) {
    kill_all(child.id());
    // Where groups of processes are not known, the child itself is ended at least.
    let _ = child.kill();
    let _ = child.wait();
}

fn running() -> MutexGuard<'static, HashSet<u32>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts what a process starts into one group with it.
#[cfg(unix)]
fn apart(command: &mut Command) {
    use std::os::unix::process::CommandExt as _;
    command.process_group(0);
}

#[cfg(not(unix))]
fn apart(_: &mut Command) {}

/// Ends processes, and what they have started. nextest has a group for each test. It ends them when it is asked to end, and kills them when
/// it is asked again.
#[cfg(unix)]
fn end_all(children: &HashSet<u32>) {
    use rustix::process::{Signal, test_kill_process_group};
    const STEP: Duration = Duration::from_millis(10);
    for steps in [50, 100] {
        let groups: Vec<_> = children.iter().filter_map(|child| group(*child)).collect();
        groups.iter().for_each(|group| signal(*group, Signal::TERM));
        for _ in 0..steps {
            // Whoever waits for them takes them away.
            if groups.iter().all(|group| test_kill_process_group(*group).is_err()) {
                return;
            }
            std::thread::sleep(STEP);
        }
    }
    children.iter().for_each(|child| kill_all(*child));
}

/// Kills a process, and what it has started.
#[cfg(unix)]
fn kill_all(child: u32) {
    if let Some(group) = group(child) {
        signal(group, rustix::process::Signal::KILL);
    }
}

/// The group of a process that was put into one of its own.
#[cfg(unix)]
fn group(child: u32) -> Option<rustix::process::Pid> {
    i32::try_from(child).ok().and_then(rustix::process::Pid::from_raw)
}

#[cfg(unix)]
fn signal(group: rustix::process::Pid, signal: rustix::process::Signal) {
    // It may have ended by itself.
    let _ = rustix::process::kill_process_group(group, signal);
}

/// Kills a process, and what it has started: Windows knows the parent of each process, and has a command for that.
#[cfg(not(unix))]
fn kill_all(child: u32) {
    let mut command = Command::new("taskkill");
    command.args(["/T", "/F", "/PID", &child.to_string()]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    // It may have ended by itself.
    let _ = command.status();
}

/// Ends processes, and what they have started.
#[cfg(not(unix))]
fn end_all(children: &HashSet<u32>) {
    children.iter().for_each(|child| kill_all(*child));
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Stdio;
    use std::time::Instant;

    use super::*;

    /// A shell that starts a process in a group of its own, and says its number. Asked to end, it ends that process too.
    const SHELL: &str =
        "set -m; sleep 300 & child=$!; trap 'kill $child; exit 1' TERM; echo $child >&2; wait";

    #[test]
    fn what_is_stopped_ends_what_it_has_started() {
        let stoppable = Stoppable::default();
        let child = Mutex::new(None);
        let begun = Instant::now();
        std::thread::scope(|scope| {
            let hear = |line: &str| {
                // Other output of the shell is of no matter.
                let Ok(number) = line.parse::<u32>() else { return };
                *child.lock().expect("no panic") = Some(number);
                scope.spawn(|| stoppable.stop());
            };
            let mut command = Command::new("sh");
            command.args(["-c", SHELL]).stdout(Stdio::piped()).stderr(Stdio::piped());
            let output = output_until(&mut command, &stoppable, &hear).expect("it runs");
            assert!(!output.status.success());
        });
        let number = child.into_inner().expect("no panic").expect("it said its number");
        let child = group(number).expect("a number");
        // Whoever takes over orphans may never look after it: what is left then is its exit code, which no signal ends.
        let has_ended = || {
            let stat = std::fs::read_to_string(format!("/proc/{number}/stat")).unwrap_or_default();
            stat.rsplit(") ").next().is_some_and(|state| state.starts_with('Z'))
        };
        let is_there = || rustix::process::test_kill_process_group(child).is_ok() && !has_ended();
        while is_there() && begun.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(10));
        }
        assert!(!is_there(), "it goes on");
    }

    #[test]
    fn nothing_is_started_once_it_was_stopped() {
        let stoppable = Stoppable::default();
        stoppable.stop();
        let refused = output_until(&mut Command::new("true"), &stoppable, &|_| ());
        assert_eq!(refused.expect_err("nothing runs").kind(), io::ErrorKind::Interrupted);
    }
}
