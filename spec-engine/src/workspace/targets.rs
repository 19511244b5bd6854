//! Reads the targets of a manifest, and how `cargo test` runs the tests of each (The Cargo Book, *Cargo Targets*).

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use spec_model::config::toml::{TomlTable, Value};
use spec_model::paths::normal;

use crate::links::{Cfg, Under};

/// A target that the manifest names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CargoTarget {
    /// The file that it begins with.
    pub(crate) file: PathBuf,
    /// The way in which its tests run.
    pub(crate) way: Way,
    kind: &'static TargetKind,
}

impl CargoTarget {
    /// Is it a test or a bench?
    pub(crate) fn is_for_tests(&self) -> bool {
        matches!(self.kind.key, "test" | "bench")
    }

    /// Is it the build script?
    pub(crate) fn is_build_script(&self) -> bool {
        self.kind.key == BUILD.key
    }
}

/// On what way a file gets into a build, and how the tests of that build run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Way {
    /// The conditions.
    pub(crate) under: Under,
    /// The treatment of the tests by `cargo test`.
    pub(crate) runs: RunsTests,
}

/// The way that `cargo test` treats the tests of a target.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum RunsTests {
    /// It runs them.
    #[default]
    All,
    /// It runs the target, which has no harness: `harness = false`.
    WithoutHarness,
    /// It does not run them, for this reason.
    Never(&'static str),
}

/// A kind of target.
#[derive(Debug, PartialEq, Eq)]
struct TargetKind {
    /// Its key in the manifest.
    key: &'static str,
    /// The folder, or the file, where cargo looks for it.
    place: &'static str,
    /// The key that keeps cargo from looking there.
    automatic: &'static str,
    /// The reason why `cargo test` does not run its tests, if it does not by itself.
    untested: Option<&'static str>,
}

const KINDS: [TargetKind; 4] = [
    TargetKind { key: "bin", place: "src/bin", automatic: "autobins", untested: None },
    TargetKind { key: "test", place: "tests", automatic: "autotests", untested: None },
    TargetKind {
        key: "example",
        place: "examples",
        automatic: "autoexamples",
        untested: Some(
            "`cargo test` runs no tests of an example without `--all-targets`, or `test = true` in its `[[example]]`",
        ),
    },
    TargetKind {
        key: "bench",
        place: "benches",
        automatic: "autobenches",
        untested: Some(
            "`cargo test` runs no tests of a bench without `--all-targets`, or `test = true` in its `[[bench]]`",
        ),
    },
];
const LIBRARY: TargetKind =
    TargetKind { key: "lib", place: "src/lib.rs", automatic: "autolib", untested: None };
const BUILD: TargetKind = TargetKind {
    key: "build",
    place: "build.rs",
    automatic: "build",
    untested: Some("cargo runs a build script, and never its tests"),
};

/// The targets of a manifest, and the places where cargo does not look for others.
pub(crate) fn of(folder: &Path, manifest: &TomlTable) -> (Vec<CargoTarget>, Vec<&'static str>) {
    let (mut targets, mut not_looked_for) = (Vec::new(), Vec::new());
    let package = manifest.get("package");
    for kind in &KINDS {
        for table in manifest.get(kind.key).and_then(Value::as_array).unwrap_or_default() {
            let way = way(kind, table);
            let files = files(folder, kind, table);
            targets.extend(files.into_iter().map(|file| CargoTarget { file, way: way.clone(), kind }));
        }
        if package.and_then(|package| package.get(kind.automatic)).and_then(Value::as_bool) == Some(false) {
            not_looked_for.push(kind.place);
        }
    }
    if let Some(table) = manifest.get(LIBRARY.key) {
        let path = table.get("path").and_then(Value::as_str);
        if path.is_some() {
            not_looked_for.push(LIBRARY.place);
        }
        let file = normal(&folder.join(path.unwrap_or(LIBRARY.place)));
        targets.push(CargoTarget { file, way: way(&LIBRARY, table), kind: &LIBRARY });
    }
    if let Some(path) = package.and_then(|package| package.get(BUILD.automatic)).and_then(Value::as_str) {
        let way = Way { runs: untested(&BUILD), ..Way::default() };
        targets.push(CargoTarget { file: normal(&folder.join(path)), way, kind: &BUILD });
    }
    (targets, not_looked_for)
}

/// The files that a target of the manifest may begin with.
fn files(folder: &Path, kind: &TargetKind, table: &Value) -> Vec<PathBuf> {
    if let Some(path) = table.get("path").and_then(Value::as_str) {
        return vec![normal(&folder.join(path))];
    }
    let Some(name) = table.get("name").and_then(Value::as_str) else { return Vec::new() };
    let place = folder.join(kind.place);
    vec![place.join(format!("{name}.rs")), place.join(name).join("main.rs")]
}

fn untested(kind: &TargetKind) -> RunsTests {
    kind.untested.map_or(RunsTests::All, RunsTests::Never)
}

/// The settings of a target of the manifest for its tests.
fn way(kind: &TargetKind, table: &Value) -> Way {
    let flag = |key: &str| table.get(key).and_then(Value::as_bool);
    let runs = match (flag("test"), untested(kind)) {
        (Some(false), RunsTests::All) => {
            RunsTests::Never("`test = false` of its target keeps `cargo test` from it")
        }
        (None | Some(false), RunsTests::Never(why)) => RunsTests::Never(why),
        _ if flag("harness") == Some(false) => RunsTests::WithoutHarness,
        _ => RunsTests::All,
    };
    let mut under = Under::default();
    for feature in table.get("required-features").into_iter().flat_map(Value::strings) {
        let _ = write!(under.conditions, "# [ cfg ( feature = \"{}\" ) ] ", feature.escape_debug());
        under.cfgs.push(Cfg::feature(feature));
    }
    Way { under, runs }
}

/// Returns how the tests run of a target that cargo finds by itself. `file` is its file from the package's folder on.
pub(crate) fn way_in(file: &Path) -> Way {
    let kind = KINDS.iter().chain([&BUILD]).find(|kind| file.starts_with(kind.place));
    Way { runs: kind.map_or(RunsTests::All, untested), ..Way::default() }
}
