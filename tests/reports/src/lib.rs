//! Shared by the slower checks of reports: a shop with a spec, the evidence of a run, and the command.

pub mod chromium;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

/// The root of the repository.
pub static REPOSITORY: LazyLock<PathBuf> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    root.expect("the crate is in the repository").to_path_buf()
});

/// The command, built by cargo from the sources as they are now.
static COMMAND: LazyLock<PathBuf> = LazyLock::new(|| {
    let built = Command::new(env!("CARGO"))
        .args(["build", "--package=cargo-spec-cli", "--message-format=json-render-diagnostics"])
        .current_dir(&*REPOSITORY)
        // The target folder of the repository, not that of this crate.
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_BUILD_TARGET_DIR")
        .stderr(Stdio::inherit())
        .output()
        .expect("cargo runs");
    let messages = String::from_utf8(built.stdout).expect("cargo writes UTF-8");
    let executable = messages.lines().find_map(|line| {
        let message: serde_json::Value = serde_json::from_str(line).ok()?;
        (message["target"]["name"] == "cargo-spec")
            .then(|| message["executable"].as_str().map(PathBuf::from))?
    });
    executable.expect("cargo built the command")
});

/// The HTML report of the example `kiro`, where every criterion must be proven, after `cargo spec test` and `prove`.
pub fn report_of_the_example() -> String {
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path().join("session-store");
    for path in ["Cargo.toml", "src/lib.rs", "tests/spec/main.rs", "tests/spec/session_store.rs"] {
        copy_of_the_example(path, &folder);
    }
    for document in ["requirements.md", "design.md", "tasks.md"] {
        copy_of_the_example(&format!(".kiro/specs/session-store/{document}"), &folder);
    }
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("it is there");
    let runtime = REPOSITORY.join("spec-runtime");
    let manifest = manifest.replace("../../spec-runtime", &runtime.to_string_lossy());
    fs::write(folder.join("Cargo.toml"), manifest).expect("it is written");
    fs::write(folder.join("spec.toml"), "require = \"proven\"\n").expect("it is written");
    let run = |verb: &[&str]| {
        let output = Command::new(&*COMMAND)
            .arg("spec")
            .args(verb)
            .current_dir(&folder)
            .env("CARGO_TARGET_DIR", REPOSITORY.join("target/reports/example"))
            .output()
            .expect("the command runs");
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    for verb in ["test", "prove"] {
        run(&[verb]);
    }
    run(&["report", "--format", "html"])
}

fn copy_of_the_example(path: &str, folder: &Path) {
    let to = folder.join(path);
    fs::create_dir_all(to.parent().expect("a folder")).expect("the folder is made");
    fs::copy(REPOSITORY.join("examples/kiro").join(path), to).expect("the file is copied");
}

/// The statements of the criteria, one after another.
const STATEMENTS: [&str; 5] = [
    "WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms",
    "**WHILE** the basket is empty **THE** system **SHALL** hide the button `Pay now` and SHALL say that nothing is in it",
    "IF the card is declined THEN the system SHALL keep the basket, SHALL release the stock and SHALL tell the visitor which field to mend",
    "THE system SHALL list results in the order of relevance",
    "WHEN <script>document.title = 'obeyed'</script> is typed THEN the system SHALL show it \u{202e}as text & nothing \u{1b}[2Jelse",
];

/// The result of a criterion's test: the parts that the sources and the evidence hold of it.
const FATES: [&str; 7] = ["exercised", "failing", "untested", "passing", "exercised", "ignored", "tested"];

/// A shop whose criteria stand on every rung, and a folder with the evidence of a run of its tests.
#[derive(Debug)]
pub struct Shop {
    folder: tempfile::TempDir,
}

impl Shop {
    /// A shop with some features of eight criteria each.
    pub fn new(features: &[&str]) -> Self {
        let shop = Self { folder: tempfile::tempdir().expect("a folder") };
        shop.write(".git/HEAD", "");
        shop.write("Cargo.toml", "[package]\nname = \"shop\"\nversion = \"0.1.0\"\nedition = \"2024\"\n");
        shop.write("spec.toml", "require = \"exercised\"\n");
        let (mut code, mut tests) = (String::new(), String::new());
        let mut sites = String::new();
        let mut runs = String::new();
        let mut number = 0;
        for feature in features {
            let mut document = format!("# The {feature} of the shop\n");
            for requirement in 1..=2 {
                let _ = write!(
                    document,
                    "\n### Requirement {requirement}: Part {requirement}\n\n#### Acceptance Criteria\n\n"
                );
                for criterion in 1..=4 {
                    let _ = writeln!(document, "{criterion}. {}", STATEMENTS[number % STATEMENTS.len()]);
                    let id = format!("{feature}/REQ-{requirement}.{criterion}");
                    let fate = FATES[number % FATES.len()];
                    number += 1;
                    let code_line = code.lines().count() + 1;
                    let _ = write!(code, "#[spec_runtime::spec(\"{id}\")]\npub fn rule_{number}() {{}}\n");
                    // One criterion has many tests.
                    let many = if number == 1 { 9 } else { 1 };
                    for case in 1..=many {
                        if fate == "untested" {
                            break;
                        }
                        let ignored = if fate == "ignored" { "#[ignore]\n" } else { "" };
                        let _ = write!(tests, "#[test]\n{ignored}#[spec_runtime::spec(\"{id}\")]\n");
                        let line = tests.lines().count();
                        let _ =
                            writeln!(tests, "fn keeps_the_rule_{number}_of_the_house_in_case_{case}() {{}}");
                        let (site, other) = (1000 * number + case, 1000 * number);
                        let _ = writeln!(sites, "site\t{site}\t{line}:22 tests/shop.rs");
                        if case == 1 {
                            let _ = writeln!(sites, "site\t{other}\t{code_line}:22 src/lib.rs");
                        }
                        let ran = format!("ran\t{site}\t{other}\n");
                        let _ = match fate {
                            "exercised" => {
                                write!(runs, "began\t{site}\t{site}\tt\n{ran}ended\t{site}\treturned\n")
                            }
                            "failing" => {
                                write!(runs, "began\t{site}\t{site}\tt\n{ran}ended\t{site}\tpanicked\n")
                            }
                            "passing" => write!(runs, "began\t{site}\t{site}\tt\nended\t{site}\treturned\n"),
                            _ => Ok(()),
                        };
                    }
                }
            }
            shop.write(&format!(".kiro/specs/{feature}/requirements.md"), &document);
        }
        shop.write("src/lib.rs", &code);
        shop.write("tests/shop.rs", &tests);
        // A file is there twice, so that there is a finding that is about no criterion.
        for name in ["a", "b"] {
            shop.write(
                &format!("evidence/{name}.spec-evidence"),
                &format!("spec-evidence\t2\t7\tmany\tx\n{sites}{runs}"),
            );
        }
        shop
    }

    /// Accepts everything as it is, then takes back what one criterion says.
    pub fn suspect(self, feature: &str) -> Self {
        let accepted = Command::new(&*COMMAND)
            .args(["spec", "accept", "--all", "--force", "--quiet"])
            .current_dir(self.folder.path())
            .output()
            .expect("the command runs");
        assert!(accepted.status.success(), "{}", String::from_utf8_lossy(&accepted.stderr));
        let document = format!(".kiro/specs/{feature}/requirements.md");
        let text = fs::read_to_string(self.path(&document)).expect("it is there");
        self.write(&document, &text.replacen("within 200 ms", "within 2 s", 1));
        self
    }

    /// Waives a criterion that has no test, by somebody who writes what a reader must not obey.
    pub fn waive(self, id: &str) -> Self {
        let waiver = format!("{{ by = \"inspection\", reason = \"a person looks & <sees> \\u001b[2Jit\" }}");
        self.write("spec.toml", &format!("require = \"exercised\"\n\n[waive]\n\"{id}\" = {waiver}\n"));
        self
    }

    /// A path in it.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The report in a form; one whose criteria stand too low.
    pub fn report(&self, format: &str) -> String {
        let output = Command::new(&*COMMAND)
            .args(["spec", "report", "--evidence", "evidence", "--format", format])
            .current_dir(self.folder.path())
            .output()
            .expect("the command runs");
        assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is UTF-8")
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder is made");
        fs::write(path, text).expect("the file is written");
    }
}
