//! The documents in force for the crate that is compiled. They are read once, and again when one has changed.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use spec_model::catalog::{
    Catalog, Places, ResolveError, Stamp, Target, is_of_another_workspace, looked_for,
};
use spec_model::files::Disk;
use spec_model::properties::{self, NamedProperty, Properties};
use spec_model::visible::visible;
use spec_model::{Code, Diagnostic, Severity};

/// The time for which a read document counts as current, without another look at its file. rustc expands a whole crate within it; a
/// macro server of an editor lives for days.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// The documents in force for a crate.
#[derive(Clone, Debug)]
pub(crate) enum CrateDocuments {
    /// They were looked for. The properties of their designs are read when the first link names one.
    Known(Arc<Catalog>, Arc<OnceLock<Properties>>),
    /// Nobody says which crate is compiled (`CARGO_MANIFEST_DIR` is not set), or it is a dependency that came without its
    /// documents: nothing can be said about ids.
    Unknown,
}

struct Cached {
    stamps: Vec<Stamp>,
    checked: Instant,
    catalog: Arc<Catalog>,
    properties: Arc<OnceLock<Properties>>,
    /// Are the documents those of a workspace that the package is no member of?
    is_foreign: bool,
}

/// By the package's folder: an editor's macro server expands many crates in one process.
static CACHE: Mutex<Option<HashMap<PathBuf, Cached>>> = Mutex::new(None);

impl CrateDocuments {
    /// The documents of the crate for which the macro runs.
    pub(crate) fn of_this_crate() -> Self {
        match std::env::var_os("CARGO_MANIFEST_DIR") {
            Some(folder) => {
                Self::of_package(Path::new(&folder), std::env::var_os("CARGO_PRIMARY_PACKAGE").is_some())
            }
            None => Self::Unknown,
        }
    }

    /// The documents of the package in a folder. A package that is not the primary one may lack them: it is compiled for
    /// somebody else, who cannot fix it. Those of a workspace that it was copied into are not its own.
    pub(crate) fn of_package(folder: &Path, is_primary: bool) -> Self {
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        let cache = cache.get_or_insert_default();
        let (catalog, properties, is_foreign) = match cache.get_mut(folder) {
            Some(cached) if cached.checked.elapsed() < TRUSTED_FOR => {
                (Arc::clone(&cached.catalog), Arc::clone(&cached.properties), cached.is_foreign)
            }
            other => {
                let places = Places::for_package(&Disk, folder);
                let stamps = places.stamps(&Disk);
                match other {
                    Some(cached) if cached.stamps == stamps => {
                        cached.checked = Instant::now();
                        // Designs have no stamps.
                        cached.properties = Arc::default();
                        (Arc::clone(&cached.catalog), Arc::clone(&cached.properties), cached.is_foreign)
                    }
                    _ => {
                        let catalog = Arc::new(Catalog::read(&Disk, places));
                        let is_foreign =
                            !catalog.root.starts_with(folder) && is_of_another_workspace(&Disk, folder);
                        let checked = Instant::now();
                        let properties: Arc<OnceLock<Properties>> = Arc::default();
                        let (known, designs) = (Arc::clone(&catalog), Arc::clone(&properties));
                        let cached =
                            Cached { stamps, checked, catalog: known, properties: designs, is_foreign };
                        cache.insert(folder.to_path_buf(), cached);
                        (catalog, properties, is_foreign)
                    }
                }
            }
        };
        let is_without = catalog.is_empty() || is_foreign;
        if is_without && !is_primary { Self::Unknown } else { Self::Known(catalog, properties) }
    }

    /// The catalog, if there is one.
    pub(crate) fn catalog(&self) -> Option<&Catalog> {
        match self {
            Self::Known(catalog, _) => Some(catalog),
            Self::Unknown => None,
        }
    }

    /// The property that a link names. `None`: it names none, or it is unknown what there is.
    ///
    /// # Errors
    /// The mistake and its solution, as the lines of a compile error.
    pub(crate) fn property(&self, written: &str) -> Option<Result<NamedProperty<'_>, String>> {
        let Self::Known(catalog, properties) = self else { return None };
        let name = properties::named(written)?;
        let properties = properties.get_or_init(|| Properties::read(&Disk, catalog));
        Some(properties.find(catalog, &name).map_err(|error| {
            let shown = visible(written);
            let unreadable = properties.unreadable().next().map(|(path, error)| {
                format!(
                    "perhaps because `{}` could not be read: {error}",
                    visible(&path.display().to_string())
                )
            });
            match error {
                ResolveError::Ambiguous { candidates } => {
                    format!("several features have `{shown}`\nchoose one: `{}`", candidates.join("`, `"))
                }
                ResolveError::Unknown { similar } if !similar.is_empty() => {
                    format!("no design has `{shown}`\ndid you mean `{}`?", similar.join("`, `"))
                }
                _ => {
                    let help = unreadable.unwrap_or_else(|| {
                        "properties are those of the `design.md` beside the requirements".to_owned()
                    });
                    format!("no design has `{shown}`\n{help}")
                }
            }
        }))
    }
}

/// Finds what an id names.
///
/// # Errors
/// The mistake and its solution, as the lines of a compile error.
pub(crate) fn resolve<'a>(catalog: &'a Catalog, id: &str) -> Result<Target<'a>, String> {
    let id_shown = visible(id);
    if catalog.is_empty() {
        return Err(none(catalog));
    }
    let mut broken =
        catalog.all_diagnostics().filter(|finding| finding.code == Code::ConfigSyntax).peekable();
    if broken.peek().is_some() {
        return Err(format!("which documents are in force is not known\n{}", reported(broken)));
    }
    catalog.resolve(id).map_err(|error| match error {
        ResolveError::Malformed { reason } => {
            let help = if id.contains(',') {
                "each id is a string of its own: `\"REQ-1.1\", \"REQ-1.2\"`"
            } else {
                "ids look like `REQ-1.2`, `FR-003`, `US1.2`"
            };
            format!("`{id_shown}` is not an id: {reason}\n{help}")
        }
        ResolveError::Unknown { similar } => {
            let is_incomplete = problems(catalog).next().is_some();
            let help = match similar.as_slice() {
                _ if is_incomplete => format!("perhaps because of this:\n{}", reported(problems(catalog))),
                [] => "`cargo spec list` shows the ids that there are".to_owned(),
                [one] => format!("did you mean `{one}`?"),
                several => format!("did you mean one of `{}`?", several.join("`, `")),
            };
            format!("no document defines `{id_shown}`\n{help}")
        }
        ResolveError::Retired { place } => {
            format!(
                "`{id_shown}` was retired: see {}\nremove the link, or name what has taken its place",
                visible(&place)
            )
        }
        ResolveError::Ambiguous { candidates } => {
            format!("several features define `{id_shown}`\nchoose one: `{}`", candidates.join("`, `"))
        }
    })
}

/// Explains why there is nothing that an id could name: lines of a compile error.
pub(crate) fn none(catalog: &Catalog) -> String {
    if problems(catalog).next().is_some() {
        return format!("no requirements document can be read\n{}", reported(problems(catalog)));
    }
    format!("there is no requirements document\n{}", looked_for(&catalog.config, &catalog.looked_in))
}

/// Finds the problems that keep documents from being read, or from being found.
fn problems(catalog: &Catalog) -> impl Iterator<Item = &Diagnostic> {
    catalog.all_diagnostics().filter(|diagnostic| diagnostic.code.default_severity() == Severity::Error)
}

fn reported<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> String {
    let lines = problems.map(|problem| {
        let path = problem.path.as_deref().map(shown).unwrap_or_default();
        let line = problem.location.as_ref().map(|place| format!(":{}", place.start.line));
        format!("{path}{}: {}", line.unwrap_or_default(), visible(&problem.message))
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn shown(path: &Path) -> String {
    visible(&path.display().to_string()).into_owned()
}
