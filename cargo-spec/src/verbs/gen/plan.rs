//! Plans what `gen` will write, before anything is written.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use cargo_metadata::Metadata;
use spec_engine::links::{Link, Role};
use spec_engine::verdict::{Findings, Rung, Verdict};
use spec_model::Code;
use spec_model::catalog::{Catalog, Places, ResolveError, Target, WORKSPACE};
use spec_model::files::{FileKind, Files};
use spec_model::properties::{self, NamedProperty, Properties};

use super::feature::Untested;
use super::host::{self, Host};
use super::{GenArgs, feature};
use crate::context::Context;
use crate::error::Error;
use crate::next::{NextStep, Situation};
use crate::outcome::{FileChange, GenPlan, GeneratedTest, Leftover};
use crate::rust_file::NotRust;
use crate::selection::{self, SelectedPackage, Selection};
use crate::stubs::{self, Setting};
use crate::{gate_file, hidden, manifest, write};

/// Looks at documents, links and test files.
///
/// # Errors
/// As [`super::run`], but for those of writing.
pub(super) fn plan(r#gen: &GenArgs, context: &Context<'_>) -> Result<GenPlan, Error> {
    let manifest = selection::manifest(context)?;
    let metadata = selection::metadata(&context.host, &manifest)?;
    let packages = selection::packages_of(&metadata, &manifest, context)?;
    let catalogs = selection::catalogs(context)?;
    selection::something_to_read(&catalogs)?;
    let findings = context.host.check(metadata.workspace_root.as_std_path());
    let read = catalogs.iter().flat_map(|catalog| &catalog.diagnostics);
    hidden::refuse(read.chain(&findings.hiding))?;
    wait_for_moves(&findings)?;
    let scope = Scope {
        selection: Selection::new(&r#gen.only, &catalogs)?,
        catalogs: &catalogs,
        verdicts: findings
            .verdicts
            .iter()
            .map(|verdict| ((&*verdict.location.path, verdict.location.span.start), verdict))
            .collect(),
        only_checks: r#gen.check,
        is_of_all: r#gen.only.is_empty(),
        orphans: findings
            .diagnostics
            .iter()
            .filter(|finding| finding.code == Code::Orphan && r#gen.only.is_empty())
            .filter_map(|finding| finding.path.as_deref())
            .collect(),
        prunes: r#gen.prune,
        metadata: &metadata,
        context,
    };
    let mut draft = Draft::default();
    let places = Places::for_packages(context.host.files(), packages.iter().map(|package| &*package.folder));
    for catalog in &catalogs {
        let rests_on_it = packages.iter().zip(&places).filter(|(_, places)| places.rests_on(&catalog.root));
        let meant: Vec<_> = rests_on_it.map(|(package, _)| package).collect();
        draft.add_catalog(catalog, &scope, &meant)?;
    }
    if r#gen.prune {
        draft.clear_away(context.host.files())?;
    }
    let mut plan = draft.plan;
    // A file that declares a module comes after the module, and before one that goes.
    plan.files.sort_by_key(|file| (file.rest == Leftover::Removed, file.path.ends_with(gate_file::PATH)));
    Ok(plan)
}

/// A plan that is being made.
#[derive(Default)]
struct Draft {
    plan: GenPlan,
    /// The position of each file in the plan.
    opened: HashMap<PathBuf, usize>,
}

impl Draft {
    /// Adds what one spec root needs.
    fn add_catalog(
        &mut self,
        catalog: &Catalog,
        scope: &Scope<'_>,
        meant: &[&SelectedPackage],
    ) -> Result<(), Error> {
        let wanted: Vec<_> = catalog.criteria().filter(|target| scope.wants(target)).collect();
        self.plan.criteria += wanted.len();
        let number = |rung| wanted.iter().filter(|target| scope.rung(target) == Some(rung)).count();
        self.plan.stubs += number(Rung::Stub);
        self.plan.ignored += number(Rung::Ignored);
        self.plan.waived += number(Rung::Waived);
        if wanted.is_empty() && !scope.prunes {
            return Ok(());
        }
        let host = host::choose(catalog, meant, scope.metadata, scope.context)?;
        let folder = host.folder.join("tests").join("spec");
        if scope.prunes {
            self.prune(&folder, scope, &setting(catalog, &host, "")?)?;
        } else {
            for path in scope.orphans.iter().filter(|path| path.parent() == Some(&*folder)) {
                let text = read(scope.context.host.files(), path)?.unwrap_or_default();
                // A file that is no Rust is told of when something is to be written to it.
                let pruned =
                    stubs::prune(&text, &is_gone(scope.catalogs), &setting(catalog, &host, "")?).ok();
                self.plan.gone += pruned.map_or(0, |pruned| pruned.removed.len() + pruned.touched.len());
            }
        }
        // If the package has documents of its own, it shares these: their stubs stand in files of their own, and their ids are those that
        // the package can tell apart.
        let in_force = Places::for_package(scope.context.host.files(), &host.folder);
        let in_force = in_force.shared.is_some().then(|| scope.context.host.catalog(in_force));
        let is_shared = in_force.as_ref().is_some_and(|own| own.root != catalog.root);
        let in_force = in_force.as_deref().unwrap_or(catalog);
        if is_shared && catalog.config.package.is_none() && scope.context.global.packages.is_empty() {
            self.plan.host_of_shared = Some(host.name.clone());
        }
        let place = |feature: &str| match is_shared {
            true => format!("{WORKSPACE}{feature}"),
            false => feature.to_owned(),
        };
        let places: Vec<_> = catalog.documents.iter().map(|document| place(&document.feature)).collect();
        let modules = stubs::modules(
            places.iter().map(String::as_str),
            &[&host.runtime, "proptest", "std", "core", "alloc"],
        );
        let properties = scope.properties(catalog);
        let mut needs_proptest = false;
        let mut declared = Vec::new();
        // The criteria of a document stand together.
        for targets in wanted.chunk_by(Target::is_beside) {
            let document = targets[0].document;
            let Some(module) = modules.get(&*place(&document.feature)) else { continue };
            let missing: Vec<_> = targets
                .iter()
                .filter(|target| !scope.is_tested(target) && !scope.is_known(target))
                .copied()
                .collect();
            let untested = match &properties {
                // The package that gets the tests may call shared properties otherwise.
                Some(properties) if !is_shared => {
                    let document_at = targets[0].requirement_ix.document;
                    // If some criteria are asked for, so are the properties that validate one of them.
                    let is_asked = |property: &NamedProperty<'_>| {
                        let criteria = property.criteria(catalog);
                        let is_wanted = |of: &Target<'_>| {
                            targets.iter().any(|target| target.criterion_ix == of.criterion_ix)
                        };
                        scope.is_of_all || criteria.iter().any(is_wanted)
                    };
                    let is_left_out = |property: &NamedProperty<'_>| {
                        !is_asked(property) || scope.names(catalog, properties, property)
                    };
                    Untested::of(catalog, properties, document_at, is_left_out)
                }
                _ => Untested::default(),
            };
            let file = self.open(scope.context.host.files(), &folder.join(format!("{module}.rs")))?;
            let setting = setting(catalog, &host, &document.feature)?;
            let missing = (&*missing, &untested);
            let spliced = feature::splice((in_force, is_shared), document, missing, &file.after, &setting)
                .map_err(|problem| not_rust(&file.path, &file.after, &problem))?;
            needs_proptest |= spliced.added.iter().any(|(id, _)| properties::named(id).is_some());
            file.added.extend(spliced.added.into_iter().map(GeneratedTest::from));
            file.after = spliced.text;
            // A file that is there without a declaration is left from a run that was killed.
            let is_new = !declared.contains(module);
            if is_new && (file.before.is_some() || !file.added.is_empty()) {
                declared.push(module.clone());
            }
        }
        if !declared.is_empty() {
            self.declare(scope.context.host.files(), &host, &declared)?;
        }
        if needs_proptest && !host.has_proptest {
            self.add_proptest(scope.context.host.files(), &host)?;
        }
        if !self.plan.packages.contains(&host.name) {
            self.plan.packages.push(host.name);
        }
        Ok(())
    }

    /// Adds what the skeletons of properties use to the manifest of a package.
    fn add_proptest(&mut self, files: &dyn Files, host: &Host) -> Result<(), Error> {
        let path = host.folder.join("Cargo.toml");
        let file = self.open(files, &path)?;
        file.after = manifest::add_proptest(&file.after).map_err(|reason| Error::Manifest {
            path,
            reason,
            lines: format!("[dev-dependencies]\n{}\n", manifest::PROPTEST_ENTRY),
        })?;
        Ok(())
    }

    /// Declares modules in the first file of the test target.
    fn declare(&mut self, files: &dyn Files, host: &Host, modules: &[String]) -> Result<(), Error> {
        let file = self.open(files, &host.main_file())?;
        file.after = if file.after.is_empty() && file.before.is_none() {
            host.layout.of_new_file(stubs::new_main(&host.runtime, modules))
        } else {
            stubs::declare(&file.after, modules)
                .map_err(|problem| not_rust(&file.path, &file.after, &problem))?
        };
        Ok(())
    }

    /// Removes the stubs of a folder whose criterion is gone, if they are untouched.
    fn prune(&mut self, folder: &Path, scope: &Scope<'_>, setting: &Setting) -> Result<(), Error> {
        for path in write::rust_files(folder)? {
            let file = self.open(scope.context.host.files(), &path)?;
            let pruned = stubs::prune(&file.after, &is_gone(scope.catalogs), setting)
                .map_err(|problem| not_rust(&path, &file.after, &problem))?;
            file.after = pruned.text;
            file.removed.extend(pruned.removed.into_iter().map(GeneratedTest::from));
            file.touched.extend(pruned.touched.into_iter().map(GeneratedTest::from));
        }
        Ok(())
    }

    /// Removes the files that hold nothing of a user's and no stub any more. Finds imports that nothing uses any more.
    fn clear_away(&mut self, files: &dyn Files) -> Result<(), Error> {
        for at in 0..self.plan.files.len() {
            let file = &self.plan.files[at];
            let Some(before) = file.before.as_deref().filter(|_| !file.path.ends_with(gate_file::PATH))
            else {
                continue;
            };
            if !stubs::is_bare(&file.after) {
                let names =
                    if file.removed.is_empty() { Vec::new() } else { stubs::unused(before, &file.after) };
                if !names.is_empty() {
                    self.plan.files[at].rest = Leftover::Unused(names);
                }
                continue;
            }
            let module = file.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let (main, is_link) = (file.path.with_file_name("main.rs"), file.path.is_symlink());
            let main = self.open(files, &main)?;
            match stubs::undeclare(&main.after, &module).filter(|_| !is_link) {
                Some(text) => {
                    main.after = text;
                    self.plan.files[at].after.clear();
                    self.plan.files[at].rest = Leftover::Removed;
                }
                None => self.plan.files[at].rest = Leftover::Bare,
            }
        }
        Ok(())
    }

    /// The change of a file, which is none yet if it is asked for the first time.
    fn open(&mut self, files: &dyn Files, path: &Path) -> Result<&mut FileChange, Error> {
        let at = match self.opened.get(path) {
            Some(&at) => at,
            None => {
                let before = read(files, path)?;
                let after = before.clone().unwrap_or_default();
                let at = self.plan.files.len();
                let path = path.to_path_buf();
                self.opened.insert(path.clone(), at);
                let (added, removed, touched) = Default::default();
                let rest = Leftover::InUse;
                self.plan.files.push(FileChange { path, before, after, added, removed, touched, rest });
                at
            }
        };
        Ok(&mut self.plan.files[at])
    }
}

/// The subject of a run.
struct Scope<'a> {
    catalogs: &'a [Catalog],
    selection: Selection<'a>,
    /// By document and first byte, each criterion.
    verdicts: HashMap<(&'a Path, usize), &'a Verdict>,
    /// Is it only asked whether something is missing that the baseline does not know?
    only_checks: bool,
    /// Is nothing named that the run is about?
    is_of_all: bool,
    /// The files with links to criteria that do not exist; none if only some criteria are asked for.
    orphans: BTreeSet<&'a Path>,
    prunes: bool,
    metadata: &'a Metadata,
    context: &'a Context<'a>,
}

impl Scope<'_> {
    fn wants(&self, target: &Target<'_>) -> bool {
        let requirement = target.requirement;
        // A criterion that an open change proposes may have a test; it needs none, and nobody writes one for a removed one.
        let is_asked = match &requirement.proposal {
            Some(proposal) => !proposal.removes && !self.only_checks,
            None => requirement.is_active(),
        };
        is_asked && self.selection.wants(target)
    }

    fn verdict(&self, target: &Target<'_>) -> Option<&Verdict> {
        let start = target.criterion?.span.start;
        self.verdicts.get(&(target.document.source.path(), start)).copied()
    }

    fn rung(&self, target: &Target<'_>) -> Option<Rung> {
        self.verdict(target).map(|verdict| verdict.rung)
    }

    /// The correctness properties of a catalog, if skeletons of them are to be written: not where it is asked whether a criterion has no
    /// test.
    fn properties(&self, catalog: &Catalog) -> Option<Properties> {
        let are_asked = !catalog.config.without_properties && !self.only_checks;
        are_asked.then(|| self.context.host.properties(catalog))
    }

    /// Does a test name a property?
    fn names(&self, catalog: &Catalog, properties: &Properties, property: &NamedProperty<'_>) -> bool {
        let is_it = |link: &Link| {
            let name = properties::named(&link.id)?;
            let found = properties.find(catalog, &name).ok()?;
            Some(found.document == property.document && found.property.span == property.property.span)
        };
        property.criteria(catalog).iter().filter_map(|target| self.verdict(target)).any(|verdict| {
            let tests = verdict.links.iter().filter(|link| matches!(link.item.role, Role::Verifies(_)));
            tests.into_iter().any(|link| is_it(link) == Some(true))
        })
    }

    /// Is it known to have no test, and is nobody asked to write one now?
    fn is_known(&self, target: &Target<'_>) -> bool {
        self.only_checks && self.verdict(target).is_some_and(|verdict| verdict.is_known_on(verdict.rung))
    }

    fn is_tested(&self, target: &Target<'_>) -> bool {
        self.rung(target).is_some_and(|rung| rung != Rung::Untested)
    }
}

/// Refuses to write if links name the old numbers of criteria: a stub would name a number that they leave.
fn wait_for_moves(findings: &Findings) -> Result<(), Error> {
    let Some(comparison) = findings.comparison.as_ref().filter(|comparison| comparison.has_moved()) else {
        return Ok(());
    };
    Err(Error::Unclear {
        problem: "criteria were renumbered, and links still name their old numbers".to_owned(),
        path: Some(comparison.path.clone()),
        place: None,
        help: Situation::of(findings).step().map(NextStep::words),
    })
}

/// Does no document define what an id names?
fn is_gone(catalogs: &[Catalog]) -> impl Fn(&str) -> bool {
    let is_unknown = |id: &str, catalog: &Catalog| {
        matches!(catalog.resolve(id), Err(ResolveError::Unknown { .. } | ResolveError::Retired { .. }))
    };
    move |id| catalogs.iter().all(|catalog| is_unknown(id, catalog))
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
        header: stubs::title(feature),
        layout: host.layout,
    })
}

fn read(files: &dyn Files, path: &Path) -> Result<Option<String>, Error> {
    let in_the_way = |reason| Error::Read { path: path.to_path_buf(), reason };
    let Some(bytes) = files.read_if_exists(path, FileKind::Edited).map_err(in_the_way)? else {
        return Ok(None);
    };
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
