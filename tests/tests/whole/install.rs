//! From nothing to a first red test: the command is installed from a repository, and the sources it was built from are gone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::merging::Repository;
use crate::test_crate::{Answer, TestCrate};

/// A home of cargo without the repositories that the real one knows, with the crates of the registry that are here already.
fn cargo_home(folder: &Path) -> PathBuf {
    let real = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let real =
        real.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))).expect("a home of cargo");
    let own = folder.join("cargo-home");
    fs::create_dir_all(&own).expect("the folder is made");
    std::os::unix::fs::symlink(real.join("registry"), own.join("registry")).expect("the link is made");
    own
}

/// The target folder of this test alone, kept from run to run. Cargo builds a crate again that lies in another home of cargo: in the
/// folder of all places, this test and the others would build all their dependencies again, each time.
fn built() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("install-target")
}

/// A machine with nothing but a bare repository, and folders for what is installed.
struct Machine {
    /// The folder of the crates: nothing above it is a workspace.
    folder: tempfile::TempDir,
    /// The folder of the repository and the home of cargo, the same each time: equal sources are built once.
    sources: PathBuf,
    place: TestCrate,
    home: PathBuf,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let comparison: PathBuf = TestCrate::empty("install").path("").components().collect();
        let sources = TestCrate::copy_of_repository("install-sources");
        fs::remove_dir(sources.path(".git")).expect("it is removed");
        let repository = Repository::new(sources.path(""));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
        let bare = comparison.join("spec.git");
        let mut clone = Command::new("git");
        clone.args(["clone", "--quiet", "--bare"]).arg(sources.path("")).arg(&bare);
        assert!(clone.status().expect("git runs").success());
        fs::remove_dir_all(sources.path("")).expect("it is removed");
        let home = cargo_home(&comparison);
        let place = TestCrate::at(folder.path().join("work"));
        Self { folder, sources: comparison, place, home }
    }

    fn url(&self) -> String {
        format!("file://{}/spec.git", self.sources.display())
    }

    /// Runs a program in a folder, with cargo's own home.
    fn run(&self, place: &TestCrate, program: &Path, arguments: &str) -> Answer {
        let mut command = Command::new(program);
        let command = place.prepared(&mut command, &built());
        command.args(arguments.split_whitespace()).env("CARGO_HOME", &self.home);
        // A repository is fetched; the crates are those of the lock, which are here already.
        if arguments.starts_with("install") {
            command.env("CARGO_NET_OFFLINE", "false");
        }
        place.answer(command)
    }

    /// Installs the command, removes everything that it was built from, and returns its path.
    fn install(&self, from: &str) -> PathBuf {
        let root = self.folder.path().join("root");
        let arguments = format!("install --quiet --debug --locked --force --root {} {from}", root.display());
        self.run(&self.place, Path::new(env!("CARGO")), &arguments).succeeds();
        let checkouts = self.home.join("git/checkouts");
        if checkouts.exists() {
            fs::remove_dir_all(checkouts).expect("it is removed");
        }
        root.join("bin/cargo-spec")
    }

    /// A new crate.
    fn new_crate(&self, name: &str) -> TestCrate {
        let place = TestCrate::at(self.folder.path().join(name));
        place.write(
            "Cargo.toml",
            format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n"),
        );
        place.write("src/lib.rs", "//! A shop.\n");
        place.write("Cargo.lock", fs::read(crate::REPOSITORY.join("Cargo.lock")).expect("the lock"));
        place
    }
}

#[test]
fn a_crate_is_red_after_an_installation_whose_sources_are_gone() {
    let machine = Machine::new();
    let bare = Repository::of(machine.sources.join("spec.git"));
    let revision = bare.git(&["rev-parse", "HEAD"]);
    let source = format!("git = \"{}\", rev = \"{}\"", machine.url(), revision.trim());

    let spec = machine.install(&format!("--git {} cargo-spec-cli", machine.url()));
    let shop = machine.new_crate("shop");
    let spec_in =
        |place: &TestCrate, arguments: &str| machine.run(place, &spec, &format!("spec {arguments}"));
    let cargo_in =
        |place: &TestCrate, arguments: &str| machine.run(place, Path::new(env!("CARGO")), arguments);
    spec_in(&shop, "init").succeeds().says("requirements.md");
    let manifest = shop.read("Cargo.toml");
    assert_eq!(manifest.matches(&source).count(), 2, "{manifest}");
    assert!(!manifest.contains("path"), "{manifest}");
    spec_in(&shop, "gen").succeeds().says("2 stubs");
    cargo_in(&shop, "test --quiet").exits(101).says("the test for REQ-1.1 is not written yet");
    spec_in(&shop, "init").succeeds().says_nothing_of("changed");

    // A library that is published.
    let library = machine.new_crate("library");
    spec_in(&library, "init --dev").succeeds().says("cfg_attr(test, spec_runtime::spec(");
    library.write(
        "src/lib.rs",
        "//! A library.\n\n/// Greets.\n#[cfg_attr(test, spec_runtime::spec(\"REQ-1.1\", \"REQ-1.2\"))]\n\
         pub fn greet(name: &str) -> String {\n    if name.is_empty() { \"Hello!\".into() } else { format!(\"Hello, {name}!\") }\n}\n\n\
         #[cfg(test)]\nmod tests {\n    use spec_runtime::spec;\n\n    #[test]\n    #[spec(\"REQ-1.1\")]\n    \
         fn greets() {\n        assert_eq!(super::greet(\"Ada\"), \"Hello, Ada!\");\n    }\n\n    \
         #[test]\n    #[spec(\"REQ-1.2\")]\n    \
         fn greets_nobody() {\n        assert_eq!(super::greet(\"\"), \"Hello!\");\n    }\n}\n",
    );
    spec_in(&library, "check").succeeds().says("2 tested").says_nothing_of("warning");
    cargo_in(&library, "test --quiet").succeeds().says_nothing_of("warning");
    spec_in(&library, "prove --quiet").succeeds().says("2 proven");
    cargo_in(&library, "tree --edges normal").succeeds().says_nothing_of("spec-runtime");
}

/// The origin that the build of a checkout records: the lines for cargo.
fn recorded(script: &Path, package: &Path) -> String {
    let mut command = Command::new(script);
    command.env("CARGO_MANIFEST_DIR", package).env("CARGO_PKG_VERSION", "1.2.3");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().expect("it starts");
    assert!(output.status.success(), "{output:?}");
    let printed = String::from_utf8(output.stdout).expect("it is text");
    let lines = printed.lines().filter_map(|line| line.strip_prefix("cargo::rustc-env=BUILT_FROM_"));
    lines.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_build_records_an_address_that_others_reach_and_no_path_of_this_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("script");
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or("rustc".into()));
    rustc.arg("--edition=2024").arg(crate::REPOSITORY.join("cargo-spec/build.rs")).arg("-o").arg(&script);
    assert!(rustc.status().expect("it starts").success());

    let bare = folder.path().join("spec.git");
    let clone = folder.path().join("clone");
    fs::create_dir_all(clone.join("cargo-spec")).expect("it is made");
    fs::write(clone.join("cargo-spec/Cargo.toml"), "").expect("it is written");
    let repository = Repository::new(clone.clone());
    repository.git(&["add", "--all"]);
    repository.git(&["commit", "--quiet", "--message=x"]);
    repository.git(&["clone", "--quiet", "--bare", ".", &bare.to_string_lossy()]);
    let package = clone.join("cargo-spec");
    assert_eq!(recorded(&script, &package), "", "a clone without a remote");
    repository.git(&["remote", "add", "origin", &bare.to_string_lossy()]);
    repository.git(&["fetch", "--quiet", "origin"]);
    let revision = repository.git(&["rev-parse", "HEAD"]).trim().to_owned();

    let check = |origin: &str, expect: Option<&str>| {
        repository.git(&["remote", "set-url", "origin", origin]);
        let expect = expect.map(|url| format!("GIT={url} REVISION={revision}")).unwrap_or_default();
        assert_eq!(recorded(&script, &package), expect, "{origin}");
    };
    let local = bare.to_string_lossy().into_owned();
    let schemes = ["file://", "file:", "FILE://", "file://localhost", "ext::"];
    schemes.iter().for_each(|scheme| check(&format!("{scheme}{local}"), None));
    let paths = [
        "../spec.git",
        "./a:b",
        "~/spec.git",
        "~me:spec",
        "C:\\spec",
        "C:/spec",
        "spec.git",
        "file:spec",
        "ext::sh",
    ];
    [&*local].into_iter().chain(paths).for_each(|path| check(path, None));
    check("https://example.org/a/spec.git", Some("https://example.org/a/spec.git"));
    check("https://me:secret@example.org/a/spec", Some("https://example.org/a/spec"));
    check("ssh://git:secret@example.org:22/a/spec", Some("ssh://git@example.org:22/a/spec"));
    check("git@example.org:a/spec.git", Some("ssh://git@example.org/a/spec.git"));
    check("git://example.org/spec", Some("git://example.org/spec"));
    for odd in
        ["https://", "https:///spec", "https://example.org/", "https://example.org/a b", "example.org:"]
    {
        check(odd, None);
    }

    // Nobody else has the commit.
    check("https://example.org/spec", Some("https://example.org/spec"));
    repository.git(&["commit", "--quiet", "--allow-empty", "--message=y"]);
    assert_eq!(recorded(&script, &package), "", "it was never pushed");
    // Cargo's own checkout of what somebody named, and a folder that is only called like one.
    for (place, expect) in [("git", true), ("other/git", false)] {
        let database = folder.path().join("git/db/spec-1");
        fs::create_dir_all(&database).expect("it is made");
        fs::write(database.join("FETCH_HEAD"), format!("{revision}\t\t'HEAD' of file://{local}\n"))
            .expect("it is written");
        let checkout = folder.path().join(place).join("checkouts/spec-1/abc");
        fs::create_dir_all(checkout.parent().expect("a folder")).expect("it is made");
        repository.git(&["clone", "--quiet", ".", &checkout.to_string_lossy()]);
        Repository::of(checkout.clone()).git(&[
            "remote",
            "set-url",
            "origin",
            &format!("file://{}", database.display()),
        ]);
        assert_eq!(
            recorded(&script, &checkout.join("cargo-spec")).contains(&format!("GIT=file://{local} ")),
            expect
        );
    }
    // The package as cargo has unpacked it, also where somebody keeps it in a repository.
    fs::write(package.join(".cargo_vcs_info.json"), "{}").expect("it is written");
    assert_eq!(recorded(&script, &package), "REGISTRY=1.2.3");
}
