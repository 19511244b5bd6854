//! Runs the tests in documentation with `cargo test --doc`, because nextest does not run them.

use std::path::Path;

use cargo_metadata::Metadata;

use super::{Ended, Runner, Tests};
use crate::error::Error;

/// The reason why the tests in documentation do not run behind those of nextest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Skipped {
    /// cargo has run them with the others, the targets are named, or there is no library: nothing to say.
    Silently,
    /// The arguments of the runner are for nextest alone.
    ForeignArguments,
}

impl Tests<'_> {
    /// Runs the tests in documentation, if nextest runs all others. `None`: nothing is to run.
    ///
    /// # Errors
    /// [`Error::Run`], if cargo cannot be started.
    pub fn run_documentation(&self, evidence: &Path, metadata: &Metadata) -> Result<Option<Ended>, Error> {
        match self.skips_documentation(self.is_nextest() && self.has_documentation(metadata)) {
            Some(Skipped::Silently) => Ok(None),
            Some(Skipped::ForeignArguments) => {
                if !self.quiet {
                    let note = "note: the tests in documentation have not run: nextest has none, and cargo knows none of its arguments; \
                                `cargo test --doc` runs them";
                    crate::terminal::pass_on(format!("{note}\n").as_bytes());
                }
                Ok(None)
            }
            None => {
                let command = Tests { runner: Runner::Cargo, ..*self }.command(&["--doc", "--no-fail-fast"]);
                self.heard(command, evidence).map(Some)
            }
        }
    }

    /// `is_left_out`: has the runner left tests in documentation out?
    fn skips_documentation(&self, is_left_out: bool) -> Option<Skipped> {
        if !is_left_out || self.names_targets() {
            Some(Skipped::Silently)
        } else if self.arguments.is_empty() {
            None
        } else {
            Some(Skipped::ForeignArguments)
        }
    }

    /// Has one of the packages a library whose documentation is tested? Without one, cargo would refuse.
    fn has_documentation(&self, metadata: &Metadata) -> bool {
        let own = std::path::absolute(self.manifest).unwrap_or_else(|_| self.manifest.to_path_buf());
        let members = metadata.workspace_packages();
        let is_virtual =
            metadata.root_package().is_none() && !members.iter().any(|member| member.manifest_path == own);
        let is_meant = |member: &cargo_metadata::Package| {
            let name = member.name.as_str();
            let is_named = self.packages.iter().any(|package| package == name);
            let is_taken =
                self.packages.is_empty() && (self.workspace || is_virtual || member.manifest_path == own);
            (is_named || is_taken) && !self.exclude.iter().any(|package| package == name)
        };
        members.into_iter().filter(|member| is_meant(member)).any(|member| {
            member.targets.iter().any(|target| target.doctest && !target.is_bin() && !target.is_test())
        })
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;
    use crate::args::BuildArgs;

    #[test]
    fn the_tests_in_documentation_run_behind_nextest_and_otherwise_it_is_said() {
        let build = BuildArgs::default();
        let arguments = [OsString::from("-E"), OsString::from("test(a)")];
        let tests = |arguments| Tests {
            runner: Runner::Nextest,
            manifest: Path::new("Cargo.toml"),
            packages: &[],
            workspace: false,
            exclude: &[],
            build: &build,
            arguments,
            test_arguments: &[],
            quiet: false,
            lenient: false,
        };
        let (plain, filtered) = (tests(&[]), tests(&arguments));
        assert_eq!(plain.skips_documentation(true), None);
        assert_eq!(plain.skips_documentation(false), Some(Skipped::Silently), "cargo has run them");
        assert_eq!(filtered.skips_documentation(true), Some(Skipped::ForeignArguments));
    }
}
