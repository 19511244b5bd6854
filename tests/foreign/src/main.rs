//! Checks that `#[spec]` breaks nobody's code. It puts the attribute on every function of published crates. Then it
//! runs their tests, the compiler's lints and clippy's, before and after.
//!
//! 1. `package`: fetches a crate through cargo and copies it twice, as it is and with
//! 2. `attribute`: the attribute on every function;
//! 3. `suite`: what cargo says of each copy, and how long it takes;
//! 4. `comparison`: what is there after that was not before.
//!
//! Exit code 0: nothing is; 1: something is; 2: a crate could not be tried.

mod attribute;
mod comparison;
mod package;
mod suite;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use comparison::Comparison;
use package::Package;
use suite::{Suite, Workshop};

/// Puts `#[spec]` on every function of published crates and runs their tests before and after.
#[derive(Debug, Parser)]
struct Arguments {
    /// Crates with their versions, `NAME@VERSION` or `NAME@VERSION+FEATURE,…`; without any those of `tests/foreign/crates.txt`.
    crates: Vec<Package>,
    /// The folder for sources and builds.
    #[arg(long, value_name = "FOLDER", default_value = "target/foreign")]
    folder: PathBuf,
    /// Leave documentation tests out: each is a program of its own.
    #[arg(long)]
    no_doc: bool,
}

fn main() -> ExitCode {
    ExitCode::from(try_all(Arguments::parse()).unwrap_or_else(|error| {
        eprintln!("{error:#}");
        NOT_TRIED
    }))
}

const INTACT: u8 = 0;
const BROKEN: u8 = 1;
const NOT_TRIED: u8 = 2;

/// Tries each crate; returns the worst exit code.
fn try_all(Arguments { mut crates, folder, no_doc }: Arguments) -> Result<u8> {
    if crates.is_empty() {
        let listed = include_str!("../crates.txt").lines().filter(|line| !line.starts_with('#'));
        crates = listed.map(str::parse).collect::<Result<_>>()?;
    }
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let workshop = Workshop { target: folder.join("target"), has_doc_tests: !no_doc };
    let mut worst = INTACT;
    for package in &crates {
        let code = match compare(package, &folder, &workshop) {
            Ok(comparison) => {
                println!("{package:<28} {comparison}");
                if comparison.is_intact() { INTACT } else { BROKEN }
            }
            Err(error) => {
                eprintln!("{package:<28} {error:#}");
                NOT_TRIED
            }
        };
        worst = worst.max(code);
    }
    Ok(worst)
}

fn compare(package: &Package, folder: &Path, workshop: &Workshop) -> Result<Comparison> {
    let folder = folder.join(package.to_string());
    let [before, after] = ["before", "after"].map(|name| folder.join(name));
    package.fetch(&folder, &before)?;
    let functions = package::link(&before, &after)?;
    let comparison = Comparison {
        functions,
        before: Suite::run(&before, package, workshop)?,
        after: Suite::run(&after, package, workshop)?,
    };
    if comparison.is_intact() {
        std::fs::remove_dir_all(&folder)?;
    }
    Ok(comparison)
}
