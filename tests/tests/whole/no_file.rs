//! Pipes, devices, sockets, endless files and links out of the repository: each is an error at once.

use std::fs;
use std::os::unix::{fs::symlink, net::UnixListener};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::test_crate::{Answer, TestCrate};

const DOCUMENT: &str = "# Shop\n\n## REQ-1: Sell\n\n- REQ-1.1: THE shop SHALL sell\n";

/// Longer than any of these commands may take: each has next to nothing to read.
const AT_ONCE: Duration = Duration::from_secs(20);

/// The things that stand in the place of a file.
const INSTEAD: [&str; 4] = ["pipe", "device", "socket", "too long"];

fn put(instead: &str, path: &Path) {
    let _ = fs::remove_file(path);
    match instead {
        "pipe" => {
            let status = Command::new("mkfifo").arg(path).status().expect("mkfifo starts");
            assert!(status.success());
        }
        "device" => symlink("/dev/zero", path).expect("it is linked"),
        // The socket stays when nobody listens any more.
        "socket" => drop(bound(path)),
        // The file has a hole: it takes no room.
        _ => fs::File::create(path).and_then(|file| file.set_len(2 << 30)).expect("it is made"),
    }
}

/// Binds a socket in a folder of a short name, and moves it: the system's names of sockets are short.
fn bound(path: &Path) -> UnixListener {
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join("s");
    let listener = UnixListener::bind(&socket).expect("it is bound");
    if fs::rename(&socket, path).is_err() {
        symlink(&socket, path).expect("it is linked");
    }
    listener
}

/// Runs the command, which must be done at once.
#[track_caller]
fn at_once(place: &TestCrate, arguments: &str) -> Answer {
    let own = place.command();
    let begun = Instant::now();
    let mut command = Command::new("timeout");
    command.arg(AT_ONCE.as_secs().to_string()).arg(own.get_program()).arg("spec");
    let answer = place.run(command.args(arguments.split_whitespace()));
    assert!(begun.elapsed() < AT_ONCE, "`{arguments}` takes too long: {}", answer.printed);
    answer
}

#[test]
fn what_is_no_file_is_reported_at_once_wherever_a_file_is_read() {
    const FILES: [(&str, &str); 8] = [
        ("requirements.md", "check"),
        ("requirements.md", "list"),
        ("spec.toml", "check"),
        ("spec.toml", "list"),
        (".gitattributes", "check"),
        ("spec.lock", "check"),
        ("tests/more.rs", "check"),
        ("evidence/a.spec-evidence", "report --evidence evidence"),
    ];
    for (at, instead) in INSTEAD.into_iter().enumerate() {
        for (file, command) in FILES {
            let name = file.replace(['/', '.'], "-");
            let place = TestCrate::package(
                &format!("no-file-{at}-{name}-{}", command.len()),
                &[("requirements.md", DOCUMENT), ("tests/shop.rs", ""), ("evidence/readme.txt", "")],
            );
            put(instead, &place.path(file));
            let answer = at_once(&place, command);
            assert!(matches!(answer.code, Some(1 | 2)), "{instead}, {file}: {}", answer.printed);
            let names_it = answer.printed.contains(file) && answer.printed.contains("help");
            assert!(names_it, "{instead}, {file}, {command}: {}", answer.printed);
        }
    }
}

#[test]
fn the_manifest_of_a_member_that_is_no_file_is_reported_at_once() {
    for (at, instead) in INSTEAD.into_iter().enumerate() {
        let place = TestCrate::package(&format!("no-file-manifest-{at}"), &[("requirements.md", DOCUMENT)]);
        place.edit("Cargo.toml", "[workspace]\n", "[workspace]\nmembers = [\"more\"]\n");
        place.write("more/src/lib.rs", "");
        put(instead, &place.path("more/Cargo.toml"));
        for (verb, code) in
            [("check", 1), ("gen", 2), ("list --workspace", 2), ("test", 2), ("prove", 2), ("report", 2)]
        {
            at_once(&place, verb).exits(code).says("more/Cargo.toml").says("it is ");
        }
    }
}

#[test]
fn what_cargo_itself_would_wait_for_is_reported_at_once() {
    let files =
        [".cargo/config.toml", ".cargo/config", "rust-toolchain", "rust-toolchain.toml", "Cargo.lock"];
    for (at, instead) in INSTEAD.into_iter().enumerate() {
        for (number, file) in files.into_iter().enumerate() {
            let place =
                TestCrate::package(&format!("no-file-cargo-{at}-{number}"), &[("requirements.md", DOCUMENT)]);
            place.write("deep/Cargo.toml", "[package]\nname = \"deep\"\nversion = \"0.1.0\"\n[workspace]\n");
            place.write("deep/src/lib.rs", "");
            place.write("deep/requirements.md", DOCUMENT);
            let path = place.path(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
            put(instead, &path);
            for verb in ["gen", "test", "prove", "report", "review", "replay HEAD"] {
                at_once(&place, verb).exits(2).says(file).says("it is ");
            }
            let below = format!("gen --manifest-path {}", place.path("deep/Cargo.toml").display());
            at_once(&place, &below).exits(2).says(file).says("it is ");
            // A verb that starts no cargo needs none of these.
            at_once(&place, "check").says("REQ-1.1");
            at_once(&place, "list --workspace").exits(0).says("REQ-1.1");
        }
    }
}

#[test]
fn a_folder_of_a_name_that_cargo_looks_for_is_left_to_cargo() {
    let place = TestCrate::package("no-file-folder", &[("requirements.md", DOCUMENT)]);
    place.write("rust-toolchain/readme.txt", "a checkout");
    at_once(&place, "list --workspace").succeeds();
}

#[test]
fn a_link_that_leads_out_of_the_repository_is_reported_and_not_read() {
    let outside =
        TestCrate::package("no-file-outside", &[("requirements.md", &DOCUMENT.replace("sell", "steal"))]);
    outside.write("specs/a/spec.md", DOCUMENT.replace("sell", "steal"));
    outside.write("deep/src/stolen.rs", "#[test]\n#[spec_runtime::spec(\"REQ-9\")]\nfn steals() {}\n");
    let links = [
        ("document", "docs/requirements.md", "requirements.md"),
        ("folder", "specs/001-a", "specs/a"),
        ("all", "openspec/specs", "specs"),
        ("sources", "src/stolen", "deep/src"),
        ("source", "src/stolen.rs", "deep/src/stolen.rs"),
        ("build", "build.rs", "deep/src/stolen.rs"),
        ("test", "tests/stolen.rs", "deep/src/stolen.rs"),
    ];
    for (name, link, to) in links {
        let place = TestCrate::package(&format!("no-file-out-{name}"), &[("requirements.md", DOCUMENT)]);
        let link = place.path(link);
        fs::create_dir_all(link.parent().expect("a folder")).expect("it is made");
        symlink(outside.path(to), &link).expect("it is linked");
        let answer = place.spec("check").exits(1);
        answer.says("leads out of the repository").says("no-file-outside").says_nothing_of("steal");
    }
}
