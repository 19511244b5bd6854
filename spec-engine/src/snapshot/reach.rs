//! Finds the files that the targets of the packages include. A test in any other file never runs (Rust Reference,
//! *Module source filenames* and *The path attribute*).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use spec_model::hash::FastMap;
use spec_model::order::Order as _;
use spec_model::paths::normal;

use super::fate::{Ask, Fate, fate};
use crate::Host;
use crate::findings::rule::Builds;
use crate::links::{ModuleDeclaration, Under};
use crate::sources::walk::{in_order, text};
use crate::sources::{Scanned, Scanning};
use crate::workspace::Package;
use crate::workspace::targets::{RunsTests, Way};

/// Says of each scanned file which builds it is part of. Files that are included from where the walk does not go
/// (`#[path = "../shared.rs"]`) are scanned and added. The order is that of the paths.
///
/// If a package computes the path of an `include!`, every file of it is taken to be included: it cannot be known better.
pub(crate) fn reached(
    host: &Host,
    mut walked: Vec<Arc<Scanned>>,
    scanning: Scanning<'_>,
    generated: &[PathBuf],
) -> (Vec<ReachedSource>, Vec<Declared>) {
    let packages = scanning.packages;
    let mut reach = Reach {
        host,
        index: walked.iter().enumerate().map(|(at, file)| (text(&file.path), at)).collect(),
        builds: vec![Builds::None; walked.len()],
        ways: vec![Way::default(); walked.len()],
        scanning,
        packages,
        generated,
        walked: &walked,
        beyond: Vec::new(),
        waiting: Vec::new(),
        declared: Vec::new(),
        buffer: Vec::new(),
    };
    reach.targets();
    while let Some((at, modules)) = reach.waiting.pop() {
        reach.follow(at, modules);
    }
    let Reach { beyond, mut builds, mut ways, declared, .. } = reach;
    if !beyond.is_empty() {
        let mut files: Vec<_> = walked.into_iter().chain(beyond).zip(builds.into_iter().zip(ways)).collect();
        files.order_by(|(one, _), (other, _)| in_order(one, other));
        let (files, how): (Vec<_>, Vec<_>) = files.into_iter().unzip();
        walked = files;
        (builds, ways) = how.into_iter().unzip();
    }
    let mut is_unknown = vec![false; packages.len()];
    for file in walked.iter().filter(|file| file.modules.contains(&ModuleDeclaration::Unknown)) {
        is_unknown[file.package] = true;
    }
    for (builds, file) in builds.iter_mut().zip(&walked) {
        if is_unknown[file.package] && *builds == Builds::None {
            *builds = of_target(&packages[file.package], &file.path);
        }
    }
    let reached = walked.into_iter().zip(builds).zip(ways);
    (reached.map(|((file, builds), way)| ReachedSource { file, builds, way }).collect(), declared)
}

/// The builds that a target is part of which begins with a file.
fn of_target(package: &Package, file: &Path) -> Builds {
    if package.is_for_tests(file) { Builds::Tests } else { Builds::All }
}

/// A source, and how it comes to be built.
#[derive(Debug)]
pub(crate) struct ReachedSource {
    pub(crate) file: Arc<Scanned>,
    /// The builds that it is part of.
    pub(crate) builds: Builds,
    /// The way in which a target includes it.
    pub(crate) way: Way,
}

/// A module that a file declares, and where it may stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Declared {
    /// The file that declares it.
    pub(crate) parent: PathBuf,
    /// The inline modules around the declaration: `a::b`.
    pub(crate) within: String,
    /// Its name; empty for `include!`.
    pub(crate) name: String,
    pub(crate) file: PathBuf,
    /// Is it there in test builds only?
    pub(crate) is_for_tests: bool,
}

/// The places that `mod x;` of a file leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Modules {
    /// To a file beside it: a target or a path begins with it, or it is a `mod.rs`.
    Beside,
    /// To a file in the folder that is called as it is.
    Below,
}

/// The files among which a file is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Among those that the walk found.
    Walked,
    /// Anywhere.
    All,
}

struct Reach<'a> {
    host: &'a Host,
    /// The files that the walk found …
    walked: &'a [Arc<Scanned>],
    /// … and the others. They are counted on from there.
    beyond: Vec<Arc<Scanned>>,
    builds: Vec<Builds>,
    /// On which way each is reached: the one that asks for least.
    ways: Vec<Way>,
    scanning: Scanning<'a>,
    packages: &'a [Package],
    /// The files that build scripts have written.
    generated: &'a [PathBuf],
    /// The place of each path in `walked`.
    index: FastMap<&'a [u8], usize>,
    /// Files whose modules are to be followed.
    waiting: Vec<(usize, Modules)>,
    /// The files that each declaration of a module may mean, if the helpers of tests are asked for.
    declared: Vec<Declared>,
    buffer: Vec<u8>,
}

impl Reach<'_> {
    /// The files that targets begin with.
    fn targets(&mut self) {
        for (at, file) in self.walked.iter().enumerate() {
            let package = &self.packages[file.package];
            if package.is_target(&file.path) {
                self.builds[at] = of_target(package, &file.path);
                self.ways[at] = package.way(&file.path);
                self.waiting.push((at, Modules::Beside));
            }
        }
        for (package, of) in self.packages.iter().enumerate() {
            for (path, way) in of.named_targets() {
                self.enter(path, Modules::Beside, (package, Among::All), (of_target(of, path), way.clone()));
            }
        }
    }

    /// Marks the files that a file includes as reached.
    fn follow(&mut self, at: usize, modules: Modules) {
        let how = (self.builds[at], self.ways[at].clone());
        match self.walked.get(at) {
            // The walk has been wherever a module without a path may lie; what it did not keep has nothing to say.
            Some(file) => self.modules(file, modules, Among::Walked, how),
            None => self.modules(&Arc::clone(&self.beyond[at - self.walked.len()]), modules, Among::All, how),
        }
    }

    fn modules(&mut self, file: &Scanned, modules: Modules, among: Among, (builds, outer): (Builds, Way)) {
        let Some(folder) = file.path.parent() else { return };
        let is_below = modules == Modules::Below && file.path.file_name().is_none_or(|name| name != "mod.rs");
        let own = match file.path.file_stem() {
            Some(stem) if is_below => folder.join(stem),
            _ => folder.to_path_buf(),
        };
        let package = file.package;
        let mut path = PathBuf::new();
        let of = |under: &Under| {
            let builds = if under.is_for_tests { builds.min(Builds::Tests) } else { builds };
            (builds, Way { under: outer.under.and(under), ..outer.clone() })
        };
        for module in &file.modules {
            match module {
                ModuleDeclaration::Named { within, name, under } => {
                    let how = of(under);
                    path.clone_from(&own);
                    path.extend(within);
                    path.push(name);
                    path.as_mut_os_string().push(".rs");
                    self.declare(file, (within, name), &path, how.0);
                    if !self.enter(&path, Modules::Below, (package, among), how.clone()) {
                        path.set_extension("");
                        path.push("mod.rs");
                        self.declare(file, (within, name), &path, how.0);
                        self.enter(&path, Modules::Beside, (package, among), how);
                    }
                }
                ModuleDeclaration::Path { within, name, path: to, under } => {
                    let from = if within.is_empty() { folder } else { &own };
                    let from = within.iter().fold(from.to_path_buf(), |folder, name| folder.join(name));
                    let (to, how) = (normal(&from.join(to)), of(under));
                    self.declare(file, (within, name), &to, how.0);
                    self.enter(&to, Modules::Beside, (package, Among::All), how);
                }
                ModuleDeclaration::OfPackage { path: to, under } => {
                    let to = normal(&self.packages[package].folder.join(to));
                    self.enter(&to, Modules::Beside, (package, Among::All), of(under));
                }
                ModuleDeclaration::Folder { path: to, under } => {
                    let folder = normal(&self.packages[package].folder.join(to));
                    for (to, modules) in self.modules_in(&folder, &file.path) {
                        self.enter(&to, modules, (package, Among::Walked), of(under));
                    }
                }
                ModuleDeclaration::Generated { path: end, under } => {
                    let generated = self.generated;
                    let name = &self.packages[package].name;
                    for to in generated.iter().filter(|to| to.ends_with(end) && is_of_build(to, name)) {
                        self.enter(to, Modules::Beside, (package, Among::All), of(under));
                    }
                }
                ModuleDeclaration::Unknown => {}
            }
        }
    }

    /// Notes where a module may stand that a file declares.
    fn declare(&mut self, parent: &Scanned, (within, name): (&[String], &str), file: &Path, builds: Builds) {
        if self.scanning.with_words {
            self.declared.push(Declared {
                parent: parent.path.to_path_buf(),
                within: within.join("::"),
                name: name.to_owned(),
                file: file.to_path_buf(),
                is_for_tests: builds == Builds::Tests,
            });
        }
    }

    /// The files of a folder that `automod` declares as modules, and where their own modules lie: all but the one that
    /// declares them, and those that targets and modules begin with.
    fn modules_in(&self, folder: &Path, declaring: &Path) -> Vec<(PathBuf, Modules)> {
        let prefix = [text(folder), b"/"].concat();
        let first = self.walked.partition_point(|file| text(&file.path) < &*prefix);
        let below = self.walked[first..].iter().map(|file| &*file.path);
        let below = below.take_while(|path| text(path).starts_with(&prefix));
        let modules = below.filter_map(|path| {
            let is_module = path.file_name().is_some_and(|name| name == "mod.rs");
            let holder = if is_module { path.parent()? } else { path };
            let is_entry = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| holder.ends_with(name));
            let is_direct = holder.parent() == Some(folder) && !is_entry && path != declaring;
            let modules = if is_module { Modules::Beside } else { Modules::Below };
            is_direct.then(|| (path.to_path_buf(), modules))
        });
        modules.collect()
    }

    /// A file is reached, if it is there.
    fn enter(
        &mut self,
        path: &Path,
        modules: Modules,
        (package, among): (usize, Among),
        (builds, way): (Builds, Way),
    ) -> bool {
        let at = match self.find(path) {
            Some(at) => at,
            None if among == Among::Walked || !self.host.files().is_file(path) => return false,
            None => {
                let Some(file) = self.host.source(path, package, self.scanning, &mut self.buffer) else {
                    return true;
                };
                self.beyond.push(file);
                self.builds.push(Builds::None);
                self.ways.push(Way::default());
                self.walked.len() + self.beyond.len() - 1
            }
        };
        let is_new = self.builds[at] == Builds::None;
        let asks_for_less = is_new || self.ease(package, &way) > self.ease(package, &self.ways[at]);
        if self.builds[at] < builds || asks_for_less {
            self.builds[at] = self.builds[at].max(builds);
            if asks_for_less {
                self.ways[at] = way;
            }
            self.waiting.push((at, modules));
        }
        true
    }

    /// Returns the ease of a way: the fewer conditions it has for the tests behind it to run, the easier.
    fn ease(&self, package: usize, way: &Way) -> u8 {
        match (&way.runs, fate(&self.packages[package].features, &way.under.cfgs, None)) {
            (RunsTests::Never(_), _) | (_, Fate::Never(_)) => 0,
            (_, Fate::Asks(asks)) if asks.iter().any(Ask::is_of_a_system) => 1,
            (RunsTests::WithoutHarness, _) => 2,
            (RunsTests::All, Fate::Asks(_)) => 3,
            (RunsTests::All, Fate::Runs) if !way.under.conditions.is_empty() => 4,
            (RunsTests::All, Fate::Runs) => 5,
        }
    }

    /// Returns the place of a found file, among `walked` and `beyond`.
    fn find(&self, path: &Path) -> Option<usize> {
        let in_beyond = || {
            let at = self.beyond.iter().position(|file| *file.path == *path)?;
            Some(self.walked.len() + at)
        };
        self.index.get(text(path)).copied().or_else(in_beyond)
    }
}

/// Has the build script of a package written a file: `target/debug/build/NAME-0123456789abcdef/out/x.rs`?
fn is_of_build(file: &Path, package: &str) -> bool {
    let mut parts = file.iter().filter_map(|part| part.to_str());
    parts.any(|part| part.rsplit_once('-').is_some_and(|(name, _)| name == package))
}
