//! Changes operators in a copy of the workspace's sources, all in one build, each behind a switch: `cargo spec prove --deep`.
//!
//! 1. `functions`: the functions of a file. `walk` looks at the body of one, for which `operators` has a file for each family.
//!    `node` is what a family looks at, `mutation` a change, `code` the text as families ask for it;
//! 2. `rewrite`: the text with switches, line by line as it was;
//! 3. `request`: what is asked for; `sources`: the files that linked functions are in, and the numbers of the switches;
//! 4. `tree`: the copy; `build` builds it, and withdraws what does not compile; `withdrawn` keeps that for the next run;
//! 5. `mutant`: what can be tried.

mod build;
mod code;
mod functions;
mod mutant;
mod mutation;
mod node;
mod operators;
mod request;
mod rewrite;
mod sources;
#[cfg(test)]
mod tests;
mod tree;
mod walk;
mod withdrawn;

use spec_engine::verdict::Verdict;

pub use mutant::{NotTried, OperatorMutant, Withdrawal};
pub use request::{DeepRequest, OperatorScope};

use crate::error::Error;
use crate::runner::Tests;
use sources::Sources;
use tree::Tree;
use withdrawn::Withdrawn;

/// The build with changed operators.
#[derive(Debug)]
pub struct Deep {
    sources: Sources,
    /// The arguments for cargo, in the folder of the copy.
    pub arguments: Vec<std::ffi::OsString>,
    /// The manifest in the copy.
    pub manifest: std::path::PathBuf,
    /// The compiler's first error, if the copy cannot be built at all.
    pub broken: Option<String>,
}

impl Deep {
    /// Builds the tests of the copy.
    ///
    /// # Errors
    /// [`Error::Read`] and [`Error::Write`]; [`Error::Run`], if cargo cannot be started.
    pub fn build(request: &DeepRequest<'_>, verdicts: &[Verdict], tests: &Tests<'_>) -> Result<Self, Error> {
        let mut sources = Sources::of(request, verdicts);
        let tree = Tree::new(request)?;
        let mut known = Withdrawn::read(request.folder, &withdrawn::seal(request, tests));
        if request.is_fresh {
            known.messages.clear();
        }
        sources.withdraw_known(&known.messages);
        let manifest = tree.manifest(tests.manifest, request.root);
        let mut arguments = tests.own_target(&request.folder.with_file_name("target"));
        arguments.extend(tests.arguments.iter().cloned());
        let apart = Tests { manifest: &manifest, arguments: &arguments, lenient: true, ..*tests };
        let broken = build::build(&apart, &tree, &mut sources, request)?;
        known.keep(request.folder, &sources);
        Ok(Self { sources, arguments, manifest, broken })
    }

    /// The mutants of the code that implements a criterion.
    pub fn mutants_of<'a>(&'a self, verdict: &Verdict) -> Vec<&'a OperatorMutant> {
        self.sources.mutants_of(verdict)
    }

    /// The parts of that code that are left alone.
    pub fn left_alone<'a>(&'a self, verdict: &Verdict) -> Vec<&'a NotTried> {
        self.sources.left_alone(verdict)
    }

    /// The number of switches in the build.
    pub fn switches(&self) -> usize {
        self.sources.mutants().filter(|mutant| mutant.withdrawn.is_none()).count()
    }
}
