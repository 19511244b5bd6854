//! The exit codes of the command.

/// A named exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exit(u8);

/// The verb did what it was asked to do, and there is no finding that counts.
pub const CLEAN: Exit = Exit(0);

/// The verb ran, and found something. Examples: an error of `check` or `show`, a missing stub of `gen --check`. A criterion on too low a
/// rung for `test` or `report`.
pub const FINDINGS: Exit = Exit(1);

/// The verb could not run: wrong arguments, an unreadable manifest, an unknown id, nothing to read.
pub const COULD_NOT_RUN: Exit = Exit(2);

impl Exit {
    /// Ends the process.
    pub(crate) fn end(self) -> ! {
        std::process::exit(self.0.into())
    }
}
