//! The processes that run now. None of them, and nothing that they have started, outlives its time or this command.

use std::collections::HashSet;
use std::io;
use std::process::{Child, Command, ExitStatus};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use wait_timeout::ChildExt as _;

/// By their numbers.
static RUNNING: LazyLock<Mutex<HashSet<u32>>> = LazyLock::new(Mutex::default);

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
            running.iter().for_each(|child| kill_all(*child));
            // As a shell tells of a process that a signal has ended.
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Where there are no groups of processes, Ctrl-C reaches all of them.
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
pub(super) fn run(command: &mut Command, limit: Duration) -> io::Result<Option<ExitStatus>> {
    apart(command);
    let mut child = {
        let mut running = running();
        let child = command.spawn()?;
        running.insert(child.id());
        child
    };
    let status = child.wait_timeout(limit);
    if !matches!(status, Ok(Some(_))) {
        end(&mut child);
    }
    running().remove(&child.id());
    status
}

fn end(child: &mut Child) {
    kill_all(child.id());
    // Where there are no groups of processes.
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

/// Kills a process, and what it has started.
#[cfg(unix)]
fn kill_all(child: u32) {
    use rustix::process::{Pid, Signal, kill_process_group};
    if let Some(group) = i32::try_from(child).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn kill_all(_: u32) {}
