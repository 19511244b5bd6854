//! What `gen` will write, worked out before anything is written.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use spec_model::catalog::{Catalog, Target};
use spec_model::verdict::{self, Rung, Verdict};
use spec_model::{Code, Criterion, Dialect, Document};

use super::GenArgs;
use super::host::{self, Host};
use super::narrow::Narrow;
use crate::args::Global;
use crate::error::Error;
use crate::stubs::{self, NotRust, Order, Place, Placed, Setting, Stub, Wanted};
use crate::{files, selection};

/// What will be written, in this order: a file that declares a module comes after the module.
#[derive(Debug, Default)]
pub struct Plan {
    /// The packages that get stubs.
    pub packages: Vec<String>,
    /// The files that change.
    pub files: Vec<FileChange>,
    /// The criteria that were looked at.
    pub criteria: usize,
}

/// A file that changes.
#[derive(Debug)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// What it holds now; `None`: it does not exist.
    pub before: Option<String>,
    /// What it will hold.
    pub after: String,
    /// The stubs that are new, in document order.
    pub added: Vec<Test>,
}

/// A test and the criterion that it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The id that it names.
    pub id: String,
    /// The name of the function.
    pub name: String,
}

impl Plan {
    /// Looks at documents, links and test files.
    ///
    /// # Errors
    /// As [`super::run`], but for those of writing.
    pub fn new(r#gen: &GenArgs, global: &Global) -> Result<Self, Error> {
        let manifest = selection::manifest(global)?;
        let metadata = selection::metadata(&manifest)?;
        let packages = selection::packages(global)?;
        let catalogs = selection::catalogs(global)?;
        selection::something_to_read(&catalogs)?;
        let findings = verdict::check(metadata.workspace_root.as_std_path());
        for diagnostic in
            catalogs.iter().flat_map(|catalog| &catalog.diagnostics).chain(&findings.diagnostics)
        {
            refuse_to_guess(diagnostic)?;
        }
        let narrow = Narrow::new(&r#gen.only, &catalogs)?;
        let mut plan = Self::default();
        for catalog in &catalogs {
            let meant: Vec<_> = packages
                .iter()
                .filter(|package| {
                    spec_model::catalog::Places::for_package(&package.folder).root == catalog.root
                })
                .collect();
            plan.add_catalog(catalog, &meant, &findings.verdicts, &narrow, &metadata, global)?;
        }
        Ok(plan)
    }

    /// Is there nothing to write?
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Every stub that is new.
    pub fn added(&self) -> impl Iterator<Item = &Test> {
        self.files.iter().flat_map(|file| &file.added)
    }

    fn add_catalog(
        &mut self,
        catalog: &Catalog,
        meant: &[&selection::Package],
        verdicts: &[Verdict],
        narrow: &Narrow<'_>,
        metadata: &Metadata,
        global: &Global,
    ) -> Result<(), Error> {
        let wanted: Vec<_> = catalog.criteria().filter(|target| narrow.wants(target)).collect();
        self.criteria += wanted.len();
        if wanted.is_empty() {
            return Ok(());
        }
        let host = host::choose(catalog, meant, metadata, global)?;
        let setting = |feature: &str| setting(catalog, &host, feature);
        let tested: HashMap<(&Path, usize), Rung> = verdicts
            .iter()
            .map(|verdict| ((&*verdict.location.path, verdict.location.span.start), verdict.rung))
            .collect();
        let is_tested = |target: &Target<'_>| {
            let start = target.criterion.map(|criterion| criterion.span.start);
            let rung = start.and_then(|start| tested.get(&(target.document.source.path(), start)));
            rung.is_some_and(|&rung| rung != Rung::Untested)
        };
        let modules = stubs::modules(
            catalog.documents.iter().map(|document| &*document.feature),
            &[&host.runtime, "proptest", "std", "core", "alloc"],
        );
        let mut declared = Vec::new();
        let mut by_feature: BTreeMap<usize, Vec<Target<'_>>> = BTreeMap::new();
        for target in wanted {
            let at = catalog.documents.iter().position(|document| std::ptr::eq(document, target.document));
            by_feature.entry(at.unwrap_or(0)).or_default().push(target);
        }
        let folder = host.folder.join("tests").join("spec");
        for (at, targets) in by_feature {
            let document = &catalog.documents[at];
            let Some(module) = modules.get(&*document.feature) else { continue };
            let path = folder.join(format!("{module}.rs"));
            let before = read(&path)?;
            let missing: Vec<_> = targets.into_iter().filter(|target| !is_tested(target)).collect();
            let spliced = splice(
                catalog,
                document,
                &missing,
                before.as_deref().unwrap_or_default(),
                &setting(&document.feature)?,
            )
            .map_err(|problem| not_rust(&path, before.as_deref().unwrap_or_default(), &problem))?;
            if before.is_some() || !spliced.added.is_empty() {
                declared.push(module.clone());
            }
            if !spliced.added.is_empty() {
                let added = spliced.added.into_iter().map(|(id, name)| Test { id, name }).collect();
                self.files.push(FileChange { path, before, after: spliced.text, added });
            }
        }
        if !declared.is_empty() {
            self.add_main(&host, &declared)?;
        }
        if !self.packages.contains(&host.name) {
            self.packages.push(host.name);
        }
        Ok(())
    }

    fn add_main(&mut self, host: &Host, modules: &[String]) -> Result<(), Error> {
        let path = host.main_file();
        // Two spec roots may have the same host.
        if let Some(known) = self.files.iter_mut().find(|file| file.path == path) {
            known.after = stubs::declare(&known.after, modules)
                .map_err(|problem| not_rust(&path, &known.after, &problem))?;
            return Ok(());
        }
        let before = read(&path)?;
        let after = match &before {
            None => stubs::new_main(&host.runtime, modules),
            Some(text) => stubs::declare(text, modules).map_err(|problem| not_rust(&path, text, &problem))?,
        };
        if before.as_ref() != Some(&after) {
            self.files.push(FileChange { path, before, after, added: Vec::new() });
        }
        Ok(())
    }
}

/// What cannot be read could hold a criterion or a test: whatever was generated would rest on a guess.
fn refuse_to_guess(diagnostic: &spec_model::Diagnostic) -> Result<(), Error> {
    let is_unread = matches!(
        diagnostic.code,
        Code::UnreadableDocument
            | Code::UnreadableSource
            | Code::UnlexableSource
            | Code::ConfigSyntax
            | Code::ConfigUnknown
            | Code::UnreadableManifest
    );
    if !is_unread {
        return Ok(());
    }
    let place = diagnostic.location.as_ref().map(|location| (location.start.line, location.start.column));
    Err(Error::Unclear {
        problem: diagnostic.message.clone(),
        path: diagnostic.path.clone(),
        place,
        help: diagnostic.help.clone(),
    })
}

fn setting(catalog: &Catalog, host: &Host, feature: &str) -> Result<Setting, Error> {
    let async_test = catalog.config.async_test.clone();
    if let Some(attribute) = &async_test
        && syn::parse_str::<syn::Meta>(attribute).is_err()
    {
        return Err(Error::AsyncAttribute {
            attribute: attribute.clone(),
            config: catalog.config_path.clone().unwrap_or_default(),
        });
    }
    Ok(Setting {
        runtime: host.runtime.clone(),
        async_test,
        has_proptest: host.has_proptest,
        header: format!("The acceptance criteria of `{feature}` as tests."),
    })
}

fn read(path: &Path) -> Result<Option<String>, Error> {
    let Some(bytes) = files::read_if_exists(path)? else { return Ok(None) };
    String::from_utf8(bytes).map(Some).map_err(|_| Error::NotRust {
        path: path.to_path_buf(),
        line: 1,
        column: 1,
        problem: "it is not UTF-8".to_owned(),
    })
}

fn not_rust(path: &Path, text: &str, problem: &NotRust) -> Error {
    let source = spec_model::Source::new(path, text);
    let position = source.position(problem.range.start.min(text.len()));
    Error::NotRust {
        path: path.to_path_buf(),
        line: position.line,
        column: position.column,
        problem: problem.message.clone(),
    }
}

/// The text of a feature's test file with the stubs that are missing.
fn splice(
    catalog: &Catalog,
    document: &Document,
    missing: &[Target<'_>],
    existing: &str,
    setting: &Setting,
) -> Result<stubs::Spliced, NotRust> {
    let places: HashMap<*const Criterion, Place> = document
        .requirements
        .iter()
        .enumerate()
        .flat_map(|(at, requirement)| requirement.criteria.iter().map(move |criterion| (at, criterion)))
        .enumerate()
        .map(|(number, (requirement, criterion))| {
            (std::ptr::from_ref(criterion), Place { requirement, criterion: number })
        })
        .collect();
    let place_of_target = |target: &Target<'_>| {
        let criterion = target.criterion.or(target.requirement.criteria.first())?;
        places.get(&std::ptr::from_ref(criterion)).copied()
    };
    let place_of = |id: &str| catalog.resolve(id).ok().and_then(|target| place_of_target(&target));
    let headings = document.requirements.iter().map(|requirement| match &*requirement.criteria {
        // A requirement that is its own criterion needs no heading: its test says it all.
        [only] if only.id == requirement.id => String::new(),
        _ if requirement.title.is_empty() => requirement.id.to_string(),
        _ => format!("{} · {}", requirement.id, requirement.title),
    });
    let order = Order { headings: headings.collect(), place_of: &place_of };
    let mut placed: Vec<Placed> = Vec::new();
    for target in missing {
        let (Some(place), Some(criterion)) = (place_of_target(target), target.criterion) else { continue };
        let stub = Stub::new(wanted(catalog, target, criterion));
        // An id that is there twice is a finding of `check`; its first criterion gets the test.
        if placed.iter().all(|other| other.stub.wanted.id != stub.wanted.id) {
            placed.push(Placed { place, stub });
        }
    }
    stubs::splice(existing, &placed, &order, setting)
}

fn wanted(catalog: &Catalog, target: &Target<'_>, criterion: &Criterion) -> Wanted {
    let id = catalog.qualified_id(target);
    let is_scenario = target.document.dialect == Dialect::OpenSpec;
    let scenario = criterion
        .id
        .as_str()
        .rsplit_once('.')
        .filter(|_| is_scenario)
        .map(|(_, name)| name.replace('-', " "));
    Wanted {
        id,
        title: target.requirement.title.clone(),
        scenario,
        text: criterion.text.as_str().to_owned(),
        points: criterion.points.iter().map(|point| point.as_str().to_owned()).collect(),
        examples: criterion.examples.clone(),
    }
}
