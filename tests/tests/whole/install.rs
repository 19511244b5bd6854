//! From nothing to a first red test: the command is installed from a repository, and the sources it was built from are gone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::merging::Repository;
use crate::place::{Answer, Place};

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
    /// Where the crates are: nothing above it is a workspace.
    folder: tempfile::TempDir,
    /// Where the repository and the home of cargo are, the same each time: what is built of the same sources is built once.
    sources: PathBuf,
    place: Place,
    home: PathBuf,
}

impl Machine {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let kept: PathBuf = Place::empty("install").path("").components().collect();
        let sources = Place::copy_of_repository("install-sources");
        fs::remove_dir(sources.path(".git")).expect("it is removed");
        let repository = Repository::new(sources.path(""));
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message=x"]);
        let bare = kept.join("spec.git");
        let mut clone = Command::new("git");
        clone.args(["clone", "--quiet", "--bare"]).arg(sources.path("")).arg(&bare);
        assert!(clone.status().expect("git runs").success());
        fs::remove_dir_all(sources.path("")).expect("it is removed");
        let home = cargo_home(&kept);
        let place = Place::at(folder.path().join("work"));
        Self { folder, sources: kept, place, home }
    }

    fn url(&self) -> String {
        format!("file://{}/spec.git", self.sources.display())
    }

    /// Runs a program in a folder, with cargo's own home.
    fn run(&self, place: &Place, program: &Path, arguments: &str) -> Answer {
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
    fn new_crate(&self, name: &str) -> Place {
        let place = Place::at(self.folder.path().join(name));
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

    // From the repository.
    let spec = machine.install(&format!("--git {} cargo-spec-cli", machine.url()));
    let shop = machine.new_crate("shop");
    let spec_in = |place: &Place, arguments: &str| machine.run(place, &spec, &format!("spec {arguments}"));
    let cargo_in = |place: &Place, arguments: &str| machine.run(place, Path::new(env!("CARGO")), arguments);
    spec_in(&shop, "init").succeeds().says("requirements.md");
    let manifest = shop.read("Cargo.toml");
    assert_eq!(manifest.matches(&source).count(), 2, "{manifest}");
    assert!(!manifest.contains("path"), "{manifest}");
    spec_in(&shop, "gen").succeeds().says("2 stubs");
    cargo_in(&shop, "test --quiet").exits(101).says("nobody has written the test for REQ-1.1 yet");
    spec_in(&shop, "init").succeeds().says_nothing_of("changed");

    // A library that is published.
    let library = machine.new_crate("library");
    spec_in(&library, "init --dev").succeeds().says("cfg_attr(test, spec_runtime::spec(");
    library.write(
        "src/lib.rs",
        "//! A library.\n\n/// Greets.\n#[cfg_attr(test, spec_runtime::spec(\"REQ-1.1\", \"REQ-1.2\"))]\n\
         pub fn greet(name: &str) -> String {\n    if name.is_empty() { \"Hello!\".into() } else { format!(\"Hello, {name}!\") }\n}\n\n\
         #[cfg(test)]\nmod tests {\n    use spec_runtime::spec;\n\n    #[test]\n    #[spec(\"REQ-1.1\", \"REQ-1.2\")]\n    \
         fn greets() {\n        assert_eq!([super::greet(\"\"), super::greet(\"Ada\")], [\"Hello!\", \"Hello, Ada!\"]);\n    }\n}\n",
    );
    spec_in(&library, "check").succeeds().says("2 tested").says_nothing_of("warning");
    cargo_in(&library, "test --quiet").succeeds().says_nothing_of("warning");
    spec_in(&library, "prove --quiet").succeeds().says("2 proven");
    cargo_in(&library, "tree --edges normal").succeeds().says_nothing_of("spec-runtime");

    // From a clone that is gone afterwards.
    let clone = machine.sources.join("clone");
    let mut git = Command::new("git");
    assert!(git.args(["clone", "--quiet", &machine.url()]).arg(&clone).status().expect("git runs").success());
    let again = machine.install(&format!("--path {}/cargo-spec", clone.display()));
    assert_eq!(again, spec);
    fs::remove_dir_all(&clone).expect("it is removed");
    let other = machine.new_crate("other");
    spec_in(&other, "init").succeeds();
    assert_eq!(other.read("Cargo.toml").matches(&source).count(), 2, "{}", other.read("Cargo.toml"));
}
