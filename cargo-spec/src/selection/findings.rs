//! Selects the findings that concern the named packages.

use std::path::{Path, PathBuf};

use spec_engine::lock::FILE_NAME;
use spec_engine::verdict::Findings;
use spec_model::catalog::Places;

use super::{manifest, packages};
use crate::context::Context;
use crate::error::Error;

/// Leaves of the findings what concerns the packages that are meant. Everything concerns them where none is named.
///
/// # Errors
/// A name that no member has.
pub fn of_selected(mut findings: Findings, context: &Context<'_>) -> Result<Findings, Error> {
    let concern = Concern::of(context)?;
    if !concern.is_everything() {
        findings.narrow(|path| concern.has(path));
    }
    Ok(findings)
}

/// The files that concern the packages that are meant; `None`: all do, as no package is named.
#[derive(Debug)]
pub struct Concern(Option<Selected>);

#[derive(Debug)]
struct Selected {
    /// The packages' own.
    folders: Vec<PathBuf>,
    /// The documents in force for them.
    places: Vec<Places>,
    /// The lock: its findings about lost criteria concern every package.
    lock: PathBuf,
}

impl Concern {
    /// The files that concern the packages that are meant.
    ///
    /// # Errors
    /// A name that no member has.
    pub fn of(context: &Context<'_>) -> Result<Self, Error> {
        if context.global.packages.is_empty() && context.global.exclude.is_empty() {
            return Ok(Self(None));
        }
        let manifest = manifest(context)?;
        let root = context.host.workspace(manifest.parent().unwrap_or(&manifest)).root;
        let folders: Vec<_> = packages(context)?.into_iter().map(|package| package.folder).collect();
        let places = Places::for_packages(context.host.files(), folders.iter().map(PathBuf::as_path));
        Ok(Self(Some(Selected { folders, places, lock: root.join(FILE_NAME) })))
    }

    /// Do all files concern them, as no package is named?
    pub fn is_everything(&self) -> bool {
        self.0.is_none()
    }

    /// Does a file concern them?
    pub fn has(&self, path: &Path) -> bool {
        let Some(Selected { folders, places, lock }) = &self.0 else { return true };
        // A task list concerns whom the documents beside it do.
        let is_beside = |input: &Path| path.ends_with("tasks.md") && input.parent() == path.parent();
        let in_force = |places: &Places| places.inputs().any(|input| input == path || is_beside(input));
        folders.iter().any(|folder| path.starts_with(folder)) || places.iter().any(in_force) || lock == path
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use spec_engine::Host;
    use spec_engine::verdict::{Rung, Verdict};
    use spec_model::spec::Id;
    use spec_model::{Code, Diagnostic, Source, Span};

    use super::*;
    use crate::args::Global;

    #[derive(Parser)]
    struct OnlyGlobal {
        #[command(flatten)]
        global: Global,
    }

    #[test]
    fn a_named_package_is_reported_what_concerns_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("the folder is there");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            std::fs::write(path, text).expect("it is written");
        };
        write("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\n");
        let mut findings = Findings::default();
        for name in ["a", "b"] {
            write(&format!("{name}/Cargo.toml"), &format!("[package]\nname = \"{name}\"\n"));
            write(&format!("{name}/src/lib.rs"), "");
            let source = Source::new(root.join(name).join("requirements.md"), "- REQ-1: it SHALL work");
            let finding = Diagnostic::new(Code::Untested, name).at(&source, Span::new(0, 1));
            findings.verdicts.push(Verdict {
                feature: "requirements".to_owned(),
                id: Id::new("REQ-1"),
                is_id_shared: false,
                text: "it SHALL work".to_owned(),
                location: finding.location.clone().expect("it has a place"),
                rung: Rung::Untested,
                acceptance: Default::default(),
                proposed: None,
                required: None,
                known_rung: None,
                waiver: None,
                links: Vec::new(),
            });
            findings.diagnostics.push(finding);
        }
        let manifest = root.join("Cargo.toml");
        let arguments = ["cargo-spec", "-p", "b", "--manifest-path", manifest.to_str().expect("text")];
        let arguments = OnlyGlobal::parse_from(arguments);
        let left =
            of_selected(findings, &Context::new(&arguments.global, Host::default(), clap::Command::default))
                .expect("the packages are found");
        let messages: Vec<_> = left.diagnostics.iter().map(|finding| &*finding.message).collect();
        assert_eq!((messages, left.verdicts.len()), (vec!["b"], 1));
    }
}
