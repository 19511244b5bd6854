//! Keeps which mutants do not compile, so that the next run does not try to build them. What has changed is tried again.
//!
//! A body may compile or not by reason of any item around it: a type, a signature, an implementation. So what is kept counts for one
//! [`seal`].

use std::collections::HashMap;
use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};
use spec_model::files::{self, FileKind};
use spec_model::parallel::in_parallel;
use syn::spanned::Spanned as _;
use syn::visit::Visit;
use syn::{Block, ImplItemFn, ItemFn, Signature, TraitItemFn};
use xxhash_rust::xxh3::xxh3_64;

use super::request::DeepRequest;
use super::sources::{Sources, rust_files};
use crate::runner::Tests;
use crate::rust_file::{self, shifted};
use crate::write::own;

/// The name of the file.
const NAME: &str = "withdrawn.json";

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Withdrawn {
    /// The seal that it counts for.
    seal: String,
    /// The messages of the compiler, by the keys of mutants.
    pub(super) messages: HashMap<String, String>,
}

impl Withdrawn {
    /// Reads the file. One that is not there, is damaged or has another seal knows nothing.
    pub(super) fn read(folder: &Path, seal: &str) -> Self {
        let text = files::read(&folder.join(NAME), FileKind::Evidence).unwrap_or_default();
        let read = serde_json::from_slice(&text).ok().filter(|known: &Self| known.seal == seal);
        read.unwrap_or_else(|| Self { seal: seal.to_owned(), messages: HashMap::new() })
    }

    /// Keeps those of now, with the earlier ones of functions that nobody asked for now. A guess is none.
    pub(super) fn keep(mut self, folder: &Path, sources: &Sources) {
        for mutant in sources.mutants() {
            if let Some(withdrawn) = mutant.withdrawn.as_ref().filter(|withdrawn| !withdrawn.is_guess) {
                self.messages.insert(mutant.key.clone(), withdrawn.message.clone());
            }
        }
        if let Ok(text) = serde_json::to_vec(&self) {
            // If it cannot be kept, the next run finds it out again.
            let _ = own::replace(&folder.join(NAME), &text);
        }
    }
}

/// The fingerprint of all that decides whether a body compiles: sources without the bodies of functions, manifests, the lock of cargo, the
/// arguments, and the compiler.
pub(super) fn seal(request: &DeepRequest<'_>, tests: &Tests<'_>) -> String {
    let packages = request.metadata.workspace_packages();
    let mut paths = vec![request.root.join("Cargo.lock"), request.root.join("Cargo.toml")];
    for package in packages {
        paths.push(package.manifest_path.clone().into_std_path_buf());
        let sources = package.targets.iter().map(|target| target.src_path.as_std_path());
        paths.extend(sources.clone().map(Path::to_path_buf));
        sources.filter_map(Path::parent).for_each(|folder| paths.extend(rust_files(folder)));
    }
    paths.sort();
    paths.dedup();
    let texts = in_parallel(&paths, |path| xxh3_64(without_bodies(path).as_bytes()));
    let version = Command::new(std::env::var_os("RUSTC").as_deref().unwrap_or(OsStr::new("rustc")))
        .arg("-vV")
        .current_dir(request.root)
        .output();
    let version = version.map(|output| output.stdout).unwrap_or_default();
    let arguments = format!("{:?} {:?} {:?}", tests.build, tests.arguments, std::env::var_os("RUSTFLAGS"));
    let all: Vec<u8> =
        texts.into_iter().flat_map(u64::to_le_bytes).chain(version).chain(arguments.into_bytes()).collect();
    format!("{:016x}", xxh3_64(&all))
}

/// The text of a file without the bodies of its functions. What a build script does decides more than its signatures.
fn without_bodies(path: &Path) -> String {
    let text = files::read_text(path, FileKind::Source).unwrap_or_default();
    let is_source =
        path.extension() == Some(OsStr::new("rs")) && path.file_name() != Some(OsStr::new("build.rs"));
    let bodies = if is_source { bodies(&text) } else { Vec::new() };
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for body in bodies {
        out.push_str(&text[from..body.start]);
        from = body.end;
    }
    out.push_str(&text[from..]);
    out
}

/// The bodies of the functions of a file, tests included, but for those that the compiler may evaluate.
fn bodies(text: &str) -> Vec<Range<usize>> {
    let read = rust_file::read(text, |file, offset| {
        let mut bodies = Bodies { offset, found: Vec::new() };
        bodies.visit_file(file);
        bodies.found
    });
    read.unwrap_or_default()
}

struct Bodies {
    offset: usize,
    found: Vec<Range<usize>>,
}

impl Bodies {
    fn add(&mut self, signature: &Signature, block: &Block) {
        if signature.constness.is_none() {
            self.found.push(shifted(block.span().byte_range(), self.offset));
        }
    }
}

impl<'ast> Visit<'ast> for Bodies {
    fn visit_item_fn(&mut self, of: &'ast ItemFn) {
        self.add(&of.sig, &of.block);
    }

    fn visit_impl_item_fn(&mut self, of: &'ast ImplItemFn) {
        self.add(&of.sig, &of.block);
    }

    fn visit_trait_item_fn(&mut self, of: &'ast TraitItemFn) {
        of.default.iter().for_each(|block| self.add(&of.sig, block));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bodies_of_functions_decide_nothing_and_all_else_does() {
        let check = |text: &str, expect: &str| {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("lib.rs");
            std::fs::write(&path, text).expect("it can be written");
            assert_eq!(without_bodies(&path), expect);
        };
        check("fn f() -> u8 { 1 }\nstruct S;", "fn f() -> u8 \nstruct S;");
        check(
            "impl S { fn f(&self) { fn g() {} } const fn h() -> u8 { 2 } }",
            "impl S { fn f(&self)  const fn h() -> u8 { 2 } }",
        );
        check("trait T { fn f() { 1; } fn g(); }", "trait T { fn f()  fn g(); }");
        check("#[test] fn f() { é(); }", "#[test] fn f() ");
        check("it is no Rust {", "it is no Rust {");
    }
}
