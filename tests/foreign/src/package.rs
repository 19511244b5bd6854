//! A published crate: fetched through cargo, and copied.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use anyhow::{Context, Result, bail, ensure};
use toml_edit::{DocumentMut, Item, Table, value};

use crate::attribute;

/// The document that the attributes name: words that lints of documentation would have much to say about.
const DOCUMENT: &str = "\
# Requirements Document

### Requirement 1: Keep what MyService.is_ready() <does>

1. WHEN some_function of `MyService` runs
    - see http://example.org or [this]
    THEN the system SHALL NOT panic, change an E_RROR or be unsafe
";

/// A crate with its version.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    name: String,
    version: String,
    /// The features that are on besides the default ones.
    pub(crate) features: String,
}

impl FromStr for Package {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let (name, version) = text.split_once('@').context("write it as NAME@VERSION")?;
        let (version, features) = version.split_once('+').unwrap_or((version, ""));
        Ok(Self { name: name.to_owned(), version: version.to_owned(), features: features.to_owned() })
    }
}

impl fmt::Display for Package {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}@{}", self.name, self.version))
    }
}

impl Package {
    /// Copies the crate as it was published into `copy`. A crate of our own that depends on it makes cargo fetch it.
    pub(crate) fn fetch(&self, folder: &Path, copy: &Path) -> Result<()> {
        let Self { name, version, .. } = self;
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        let errand = folder.join("errand");
        fs::create_dir_all(errand.join("src"))?;
        fs::write(errand.join("src/lib.rs"), "")?;
        fs::write(
            errand.join("Cargo.toml"),
            format!(
                "[package]\nname = \"errand\"\nedition = \"2024\"\n\n[dependencies]\n{name} = \"={version}\"\n\n[workspace]\n"
            ),
        )?;
        let output =
            Command::new("cargo").args(["metadata", "--format-version=1"]).current_dir(&errand).output()?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
        let manifest = metadata["packages"].as_array().into_iter().flatten().find_map(|package| {
            (package["name"] == name.as_str()).then(|| package["manifest_path"].as_str())?
        });
        let source = manifest.and_then(|manifest| Path::new(manifest).parent());
        copy_folder(source.context("cargo did not fetch it")?, copy)?;
        edit_manifest(copy, |_| {})?;
        // Both copies are built with the same versions of what they rest on: those of today.
        cargo(copy, &["generate-lockfile"])
    }
}

/// Makes a copy that has the attribute on every function; returns how many these are.
pub(crate) fn link(before: &Path, after: &Path) -> Result<usize> {
    copy_folder(before, after)?;
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec-runtime").canonicalize()?;
    edit_manifest(after, |manifest| {
        let dependencies = manifest["dependencies"].or_insert(Item::Table(Table::new()));
        dependencies["spec-runtime"]["path"] = value(runtime.to_string_lossy().into_owned());
    })?;
    fs::write(after.join("requirements.md"), DOCUMENT)?;
    fs::write(after.join("spec.toml"), "")?;
    let mut functions = 0;
    for path in files(&after.join("src"))? {
        if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(&path)?;
            let (source, count) =
                attribute::on_every_function(&source).with_context(|| path.display().to_string())?;
            functions += count;
            fs::write(path, source)?;
        }
    }
    ensure!(functions > 0, "it has no functions");
    Ok(functions)
}

/// The copy is a workspace of its own, wherever it lies.
fn edit_manifest(package: &Path, edit: impl FnOnce(&mut DocumentMut)) -> Result<()> {
    let path = package.join("Cargo.toml");
    let mut manifest: DocumentMut = fs::read_to_string(&path)?.parse()?;
    manifest["workspace"].or_insert(Item::Table(Table::new()));
    edit(&mut manifest);
    Ok(fs::write(path, manifest.to_string())?)
}

fn cargo(folder: &Path, arguments: &[&str]) -> Result<()> {
    let output = Command::new("cargo").args(arguments).current_dir(folder).output()?;
    if !output.status.success() {
        bail!("cargo {}: {}", arguments.join(" "), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
            let entry = entry?;
            let list = if entry.file_type()?.is_dir() { &mut folders } else { &mut files };
            list.push(entry.path());
        }
    }
    Ok(files)
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        fs::create_dir_all(copy.parent().unwrap_or(to))?;
        fs::copy(&file, &copy)?;
    }
    Ok(())
}
