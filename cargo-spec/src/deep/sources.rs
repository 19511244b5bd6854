//! The files that linked functions are in, with all that can be changed in them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use cargo_metadata::Package;
use spec_engine::links::Role;
use spec_engine::verdict::Verdict;
use spec_model::files::{self, Disk, FileKind, Files as _, NodeKind};
use xxhash_rust::xxh3::xxh3_64;

use super::functions::{Function, functions, modules_for_tests};
use super::mutant::{NotTried, OperatorMutant, Withdrawal, position};
use super::request::{DeepRequest, OperatorScope};
use super::rewrite::{Rewritten, Switched, rewrite};

/// The package that the switch comes from.
const RUNTIME: &str = "spec-runtime";

/// So many of the low bits of a number are the place in its file.
const PLACES: u32 = 20;

/// A file with functions that can be changed.
#[derive(Debug)]
pub(super) struct SourceFile {
    /// Its path, absolute.
    pub(super) path: PathBuf,
    text: String,
    /// The name of the crate `spec-runtime` in it.
    runtime: String,
    /// The id of its package.
    pub(super) package: String,
    functions: Vec<SourceFunction>,
}

#[derive(Debug)]
struct SourceFunction {
    name: String,
    range: Range<usize>,
    calls: Vec<String>,
    mutants: Vec<OperatorMutant>,
    left_alone: Vec<NotTried>,
    /// Is it asked for?
    is_chosen: bool,
}

/// All files.
#[derive(Debug, Default)]
pub(super) struct Sources {
    /// They, by path.
    pub(super) files: Vec<SourceFile>,
    scope: OperatorScope,
}

impl Sources {
    /// Finds the functions that implement criteria. A file that does not parse has none.
    pub(super) fn of(request: &DeepRequest<'_>, verdicts: &[Verdict]) -> Self {
        let links = verdicts.iter().flat_map(|verdict| &verdict.links);
        let links = links.filter(|link| link.item.role == Role::Implements);
        let mut spans: HashMap<&Path, Vec<Range<usize>>> = HashMap::new();
        for link in links {
            spans.entry(&link.location.path).or_default().push(link.item.span.range());
        }
        let members = request.metadata.workspace_packages();
        let package_of = |path: &Path| {
            let around = members.iter().filter(|package| {
                package.manifest_path.parent().is_some_and(|folder| path.starts_with(folder.as_std_path()))
            });
            around.max_by_key(|package| package.manifest_path.as_str().len()).copied()
        };
        let mut paths: HashSet<PathBuf> = spans.keys().map(|path| path.to_path_buf()).collect();
        if request.scope == OperatorScope::Crate {
            let packages = spans.keys().filter_map(|path| package_of(path));
            let folders: HashSet<_> = packages.filter_map(|package| package.manifest_path.parent()).collect();
            paths
                .extend(folders.into_iter().flat_map(|folder| rust_files(&folder.as_std_path().join("src"))));
        }
        let mut paths: Vec<_> = paths.into_iter().collect();
        paths.sort();
        let mut sources = Self { files: Vec::new(), scope: request.scope };
        let mut for_tests: Vec<PathBuf> = Vec::new();
        for path in paths {
            let Some(package) = package_of(&path) else { continue };
            let Some(runtime) = runtime_name(package) else { continue };
            let Ok(text) = files::read_text(&path, FileKind::Source) else { continue };
            let Ok(found) = functions(&text) else { continue };
            for_tests.extend(modules_for_tests(&text, &path));
            let own = path.strip_prefix(request.root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            let first = xxh3_64(own.as_bytes()) >> PLACES << PLACES;
            let linked = spans.get(&*path).map_or(&[][..], Vec::as_slice);
            let functions = numbered(found, &text, &path, &own, first, linked);
            let package = package.id.repr.clone();
            sources.files.push(SourceFile { path, text, runtime, package, functions });
        }
        // What tests call is no part of what they check, unless a link says so.
        let is_linked = |file: &SourceFile| spans.contains_key(&*file.path);
        let is_for_tests = |file: &SourceFile| for_tests.iter().any(|module| file.path.starts_with(module));
        sources.files.retain(|file| is_linked(file) || !is_for_tests(file));
        sources.choose_called();
        sources
    }

    /// Chooses what the chosen functions call in their package, and what that calls in turn. It goes by the name alone.
    fn choose_called(&mut self) {
        if self.scope == OperatorScope::Linked {
            return;
        }
        let mut wanted: Vec<(String, String)> = Vec::new();
        let mut known = HashSet::new();
        let calls = |file: &SourceFile, function: &SourceFunction| {
            function.calls.iter().map(|call| (file.package.clone(), call.clone())).collect::<Vec<_>>()
        };
        for file in &self.files {
            let chosen = file.functions.iter().filter(|function| function.is_chosen);
            wanted.extend(chosen.flat_map(|function| calls(file, function)));
        }
        while let Some(call) = wanted.pop() {
            if !known.insert(call.clone()) {
                continue;
            }
            for file in self.files.iter_mut().filter(|file| file.package == call.0) {
                let mut more = Vec::new();
                for function in file.functions.iter_mut().filter(|function| function.name == call.1) {
                    function.is_chosen = true;
                    more.extend(function.calls.iter().map(|name| (call.0.clone(), name.clone())));
                }
                wanted.extend(more);
            }
        }
    }

    /// The mutants of the functions that are asked for.
    pub(super) fn mutants(&self) -> impl Iterator<Item = &OperatorMutant> {
        self.files.iter().flat_map(SourceFile::mutants)
    }

    /// The mutants of what implements a criterion.
    pub(super) fn mutants_of<'a>(&'a self, verdict: &Verdict) -> Vec<&'a OperatorMutant> {
        self.functions_of(verdict).into_iter().flat_map(|function| &function.mutants).collect()
    }

    /// The parts of it that are left alone.
    pub(super) fn left_alone<'a>(&'a self, verdict: &Verdict) -> Vec<&'a NotTried> {
        self.functions_of(verdict).into_iter().flat_map(|function| &function.left_alone).collect()
    }

    fn functions_of<'a>(&'a self, verdict: &Verdict) -> Vec<&'a SourceFunction> {
        let links = || verdict.links.iter().filter(|link| link.item.role == Role::Implements);
        let is_linked = |file: &SourceFile, function: &SourceFunction| {
            let of_file = links().filter(|link| *link.location.path == *file.path);
            { of_file }.any(|link| holds(&link.item.span.range(), &function.range))
        };
        let all: Vec<_> =
            self.files.iter().flat_map(|file| file.functions.iter().map(move |of| (file, of))).collect();
        let mut found: Vec<usize> = (0..all.len()).filter(|&at| is_linked(all[at].0, all[at].1)).collect();
        if self.scope == OperatorScope::Crate && !found.is_empty() {
            let mut by_name: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
            for (at, (file, function)) in all.iter().enumerate() {
                by_name.entry((&file.package, &function.name)).or_default().push(at);
            }
            let mut known: HashSet<usize> = found.iter().copied().collect();
            let mut next = 0;
            while let Some(&at) = found.get(next) {
                next += 1;
                let (file, function) = all[at];
                let called = function.calls.iter().filter_map(|call| by_name.get(&(&*file.package, &**call)));
                found.extend(called.flatten().filter(|&&called| known.insert(called)));
            }
        }
        found.into_iter().map(|at| all[at].1).collect()
    }

    /// Withdraws what an earlier run could not build.
    pub(super) fn withdraw_known(&mut self, known: &HashMap<String, String>) {
        for mutant in self.files.iter_mut().flat_map(SourceFile::mutants_mut) {
            let message = known.get(&mutant.key).cloned();
            mutant.withdrawn = message.map(|message| Withdrawal { message, is_guess: false });
        }
    }
}

impl SourceFile {
    /// The text with switches.
    pub(super) fn rewritten(&self) -> Rewritten {
        let switched = self.mutants().filter(|mutant| mutant.withdrawn.is_none());
        let switched = switched.map(|mutant| Switched { number: mutant.number, mutation: &mutant.mutation });
        rewrite(&self.text, &self.runtime, &switched.collect::<Vec<_>>())
    }

    /// The mutants of the functions that are asked for.
    pub(super) fn mutants(&self) -> impl Iterator<Item = &OperatorMutant> {
        self.functions.iter().filter(|function| function.is_chosen).flat_map(|function| &function.mutants)
    }

    /// The same, to be changed.
    pub(super) fn mutants_mut(&mut self) -> impl Iterator<Item = &mut OperatorMutant> {
        self.functions.iter_mut().flat_map(|function| &mut function.mutants)
    }

    /// The numbers of the mutants of the innermost function around a line.
    pub(super) fn around(&self, line: usize) -> Vec<u64> {
        let holds_line = |function: &&SourceFunction| {
            let (start, _) = position(&self.text, function.range.start);
            let (end, _) = position(&self.text, function.range.end);
            function.is_chosen && (start..=end).contains(&line)
        };
        let innermost = self.functions.iter().filter(holds_line).min_by_key(|function| function.range.len());
        innermost.into_iter().flat_map(|function| &function.mutants).map(|mutant| mutant.number).collect()
    }
}

fn holds(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// The functions with numbers for their switches. A number depends on the file, and on what stands before in it.
fn numbered(
    found: Vec<Function>,
    text: &str,
    path: &Path,
    own: &str,
    first: u64,
    linked: &[Range<usize>],
) -> Vec<SourceFunction> {
    let mut number = first;
    let numbered = found.into_iter().map(|function| {
        let body = text.get(function.range.clone()).unwrap_or_default();
        let key = xxh3_64([own, "\n", body].concat().as_bytes());
        let left_alone = function.left_alone.iter().map(|left| NotTried {
            file: path.to_path_buf(),
            line: position(text, left.at).0,
            function: function.name.clone(),
            reason: left.reason.to_owned(),
        });
        let left_alone = left_alone.collect();
        let mutants = function.mutations.into_iter().enumerate().map(|(at, mutation)| {
            number += 1;
            let key = format!("{key:016x} {at} {}", mutation.label);
            OperatorMutant { key, ..OperatorMutant::new(text, path, &function.name, number, mutation) }
        });
        SourceFunction {
            mutants: mutants.collect(),
            left_alone,
            is_chosen: linked.iter().any(|span| holds(span, &function.range)),
            name: function.name,
            range: function.range,
            calls: function.calls,
        }
    });
    numbered.collect()
}

/// The name of the crate `spec-runtime` in a package, if it depends on it and is no part of it.
fn runtime_name(package: &Package) -> Option<String> {
    let dependency = package.dependencies.iter().find(|dependency| dependency.name == RUNTIME)?;
    let name = dependency.rename.as_ref().unwrap_or(&dependency.name);
    Some(name.replace('-', "_"))
}

/// The Rust files below a folder.
pub(super) fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in Disk.entries(&folder).unwrap_or_default() {
            // What is built, or is of another tool.
            if ["target", "node_modules"].iter().any(|name| entry.name == *name)
                || entry.name.as_encoded_bytes().starts_with(b".")
            {
                continue;
            }
            let path = folder.join(entry.name);
            match entry.kind {
                NodeKind::Folder => folders.push(path),
                NodeKind::File if path.extension().is_some_and(|extension| extension == "rs") => {
                    found.push(path);
                }
                _ => {}
            }
        }
    }
    found
}
