//! Reads command lines as far as can be seen without running them: which commands they run, and which files these may write.

mod find;
mod script;
mod split;
mod started;

use std::path::Path;

/// The effects of a command line, as far as they concern people.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CommandLine {
    /// A command that only people run: `cargo spec accept`.
    pub denied: Option<String>,
    /// The files that it may write.
    pub written: Vec<String>,
    /// The names of files that it may put into a folder, each with what is a folder perhaps.
    pub copied: Vec<(String, String)>,
    /// The files, or folders, that it may remove or rewrite with all that is in them.
    pub folders: Vec<String>,
}

/// Programs that run a text as a command line.
const SHELLS: [&str; 8] = ["bash", "sh", "zsh", "dash", "fish", "eval", "pwsh", "powershell"];

/// Programs that write, or remove, the files which they are given.
const WRITING: [&str; 10] =
    ["tee", "mv", "rm", "truncate", "ln", "rsync", "patch", "touch", "unlink", "shred"];

/// Programs that read files, and write the last one or into a folder.
const COPYING: [&str; 2] = ["cp", "install"];

/// Programs that write files with one of these options.
const IN_PLACE: [&str; 5] = ["sed", "perl", "ruby", "awk", "gawk"];

/// The commands of git that write files of the working tree.
const OF_GIT: [&str; 5] = ["checkout", "restore", "rm", "mv", "apply"];

/// Programs whose text may write any file that it names.
const INTERPRETERS: [&str; 6] = ["python", "python3", "node", "perl", "ruby", "deno"];

/// The options of git, before its command, that take a value.
const VALUED_OF_GIT: [&str; 6] = ["-C", "-c", "--git-dir", "--work-tree", "--namespace", "--exec-path"];

/// The names of files that only people change, wherever they are.
const PROTECTED_NAMES: [&str; 2] = ["spec.lock", "spec.toml"];

/// Shells within shells are followed so far.
const DEPTH: usize = 4;

/// Reads a command line.
pub fn read(line: &str) -> CommandLine {
    let mut seen = CommandLine::default();
    look(line, "", DEPTH, &mut seen);
    seen
}

/// Looks at the commands of a line. `folder`: where it begins, relative to the folder of the agent.
fn look(line: &str, folder: &str, depth: usize, seen: &mut CommandLine) {
    let mut folders = vec![folder.to_owned()];
    for command in split::split(line) {
        let here = folders.last().cloned().unwrap_or_default();
        folders.resize(command.depth + 1, here);
        let Some(here) = folders.last_mut() else { continue };
        seen.written.extend(command.outputs.iter().map(|path| joined(here, path)));
        if let Some(into) = run(&command.words, &command.inputs, here, depth, seen) {
            *here = into;
        }
    }
}

/// Looks at one command, and returns the folder that it leads into.
fn run(
    words: &[String],
    inputs: &[String],
    here: &str,
    depth: usize,
    seen: &mut CommandLine,
) -> Option<String> {
    let (program, arguments) = started::without_wrappers(words).split_first()?;
    let program = program.rsplit(['/', '\\']).next().unwrap_or(program);
    let program = program.strip_suffix(".exe").unwrap_or(program);
    if let Some(verb) = started::denied(program, arguments) {
        seen.denied.get_or_insert(verb);
    }
    let mut plain = arguments.iter().filter(|text| !text.starts_with('-'));
    if SHELLS.contains(&program) && depth > 0 {
        plain.clone().chain(inputs).for_each(|text| look(text, here, depth - 1, seen));
    }
    if program == "find" && depth > 0 {
        for words in find::look(arguments, here, seen) {
            run(&words, &[], here, depth - 1, seen);
        }
    }
    let files = files(program, arguments, inputs);
    // The last one of `mv` is where the others go.
    let number = files.len() - usize::from(program == "mv" && !files.is_empty());
    if matches!(program, "rm" | "mv" | "git") {
        seen.folders.extend(files[..number].iter().map(|path| joined(here, path)));
    }
    seen.written.extend(files.iter().map(|path| joined(here, path)));
    let copied = copied(program, arguments);
    seen.copied.extend(copied.into_iter().map(|(name, into)| (name, joined(here, &into))));
    if !matches!(program, "cd" | "pushd") {
        return None;
    }
    // Where a variable leads is not known: somewhere in the project.
    let is_known = |into: &&String| !into.contains(['$', '`']) && !into.starts_with('~');
    Some(plain.next().filter(is_known).map(|into| joined(here, into)).unwrap_or_default())
}

fn joined(folder: &str, path: &str) -> String {
    Path::new(folder).join(path).to_string_lossy().into_owned()
}

/// Returns the files that a program may write.
fn files(program: &str, arguments: &[String], inputs: &[String]) -> Vec<String> {
    let plain = || arguments.iter().filter(|text| !text.starts_with('-'));
    let has_option = |letter: char| {
        arguments.iter().any(|text| {
            let option = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
            option.is_some_and(|option| option.contains(letter)) || text.starts_with("--in-place")
        })
    };
    let mut found = Vec::new();
    if WRITING.contains(&program) || IN_PLACE.contains(&program) && has_option('i') {
        found.extend(plain().cloned());
    }
    if program == "git" {
        found.extend(of_git(arguments));
    }
    if COPYING.contains(&program) && target(arguments).is_none() {
        found.extend(plain().next_back().cloned());
    }
    if program == "dd" {
        found.extend(arguments.iter().filter_map(|text| text.strip_prefix("of=")).map(str::to_owned));
    }
    if INTERPRETERS.contains(&program) {
        let is_part = |c: char| !(c.is_alphanumeric() || "-_./~".contains(c));
        let is_text = has_option('c') || has_option('e');
        let texts = plain().filter(|_| is_text).chain(inputs).filter(|text| script::may_write(text));
        let parts = texts.flat_map(|text| text.split(is_part)).filter(|part| !part.is_empty());
        found.extend(parts.map(str::to_owned));
    }
    found
}

/// Returns the files that git may write, from the folder of `-C`.
fn of_git(arguments: &[String]) -> Vec<String> {
    let mut folder = String::new();
    let mut rest = arguments;
    while let Some((option, others)) = rest.split_first().filter(|(first, _)| first.starts_with('-')) {
        let takes_next = VALUED_OF_GIT.contains(&&**option);
        if let ("-C", Some(into)) = (&**option, others.first()) {
            folder = joined(&folder, into);
        }
        if let Some(into) = option.strip_prefix("--work-tree=") {
            folder = into.to_owned();
        }
        rest = others.get(usize::from(takes_next)..).unwrap_or_default();
    }
    let Some((_, rest)) = rest.split_first().filter(|(verb, _)| OF_GIT.contains(&&***verb)) else {
        return Vec::new();
    };
    if folder.contains('$') {
        folder.clear();
    }
    rest.iter().filter(|text| !text.starts_with('-')).map(|path| joined(&folder, path)).collect()
}

/// Returns the names of the files that a program may put into a folder, each with the folder.
fn copied(program: &str, arguments: &[String]) -> Vec<(String, String)> {
    if !COPYING.contains(&program) && program != "mv" {
        return Vec::new();
    }
    let mut sources: Vec<_> = arguments.iter().filter(|text| !text.starts_with('-')).collect();
    let Some(into) = target(arguments).or_else(|| sources.pop().cloned()) else { return Vec::new() };
    let name = |source: &str| source.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    sources.retain(|source| **source != into);
    sources.into_iter().map(|source| (name(source), into.clone())).collect()
}

/// Returns the folder that `cp -t FOLDER` writes into.
fn target(arguments: &[String]) -> Option<String> {
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let long = word.strip_prefix("--target-directory");
        let short = word.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
        let short = short.and_then(|letters| letters.split_once('t')).map(|(_, value)| value);
        match long.and_then(|rest| rest.strip_prefix('=').or(Some(rest))).or(short) {
            Some("") => return words.next().cloned(),
            Some(value) => return Some(value.to_owned()),
            None => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, denied: Option<&str>, written: &[&str]) {
        let seen = read(line);
        assert_eq!(
            (seen.denied.as_deref(), &*seen.written),
            (denied, &*written.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>()),
            "{line}"
        );
    }

    #[test]
    fn commands_that_only_people_run_are_seen_however_they_are_started() {
        for line in [
            "cargo spec accept --all",
            "cargo +nightly spec -p shop accept",
            "cd shop && RUST_LOG=x cargo spec accept REQ-1",
            "bash -lc 'cargo spec accept'",
            "sh -c \"cd x; sudo -E cargo spec accept\"",
            "/usr/bin/env cargo-spec spec accept",
            "~/.cargo/bin/cargo-spec accept",
            "echo $(cargo spec accept)",
            "echo \"$(cargo spec accept)\"",
            "echo `cargo spec accept`",
            "true||cargo spec \\\n  accept",
            "'cargo' \"spec\" acc''ept",
            "timeout 60 cargo spec accept",
            "timeout -k 5 --signal KILL 60 cargo spec accept",
            "if cargo spec accept; then true; fi",
            "if true; then cargo spec accept; else true; fi",
            "for x in 1 2; do cargo spec accept; done",
            "while ! cargo spec accept; do true; done",
            "! cargo spec accept",
            "cargo --color never spec accept",
            "cargo -Zunstable --config a=1 -C x spec accept",
            "cargo +nightly spec accept",
            "cargo spec -p shop --format json accept",
            "sudo -u me cargo spec accept",
            "sudo -Eu me -- cargo spec accept",
            "nice -n 5 cargo spec accept",
            "nice -n5 env -u X A=b cargo spec accept",
            "cargo-spec spec accept",
            "cargo-spec accept",
            "bash <<EOF\ncargo spec accept\nEOF",
            "cat <<'EOF' | sh\ncargo spec accept\nEOF",
            "bash <<< 'cargo spec accept'",
            "echo $((1<<2))\ncargo spec accept",
            "cat <<-A <<B\nx\n\tA\ny\nB\ncargo spec accept",
            "# don't\ncargo spec accept",
            "find . -name x -exec cargo spec accept \\;",
            "echo \"$(echo \"$(cargo spec accept)\")\"",
            "cargo spec accept -- --help",
        ] {
            check(line, Some("cargo spec accept"), &[]);
        }
        check("cargo spec review", Some("cargo spec review"), &[]);
        check("cargo spec baseline --grow", Some("cargo spec baseline"), &[]);
        check("cargo spec check --fix", Some("cargo spec check --fix"), &[]);
        check("cargo spec init --agents claude --remove", Some("cargo spec init --agents"), &[]);
        check("cargo spec init -q --agents=kiro", Some("cargo spec init --agents"), &[]);
        for line in [
            "cargo spec check",
            "cargo spec check --fix --links",
            "cargo spec check --fix --dry-run",
            "cargo spec next",
            "cargo spec accept --help",
            "cargo spec review -h",
            "cargo spec accept REQ-1 --dry-run",
            "cargo spec init --agents claude --dry-run",
            "cargo spec init",
            "cargo spec test review",
            "cargo spec gen accept",
            "cargo spec show baseline",
            "cargo spec -p accept check",
            "cargo --config spec test accept",
            "timeout 60 cargo spec test",
            "cat <<EOF\ncargo spec accept\nEOF",
            "git commit -F - <<'E O'\ncargo spec accept\nE O",
            "cargo spec help accept",
            "cargo spec new 'the shop SHALL accept'",
            "cargo test spec accept",
            "cargo run -- spec accept",
            "echo cargo spec accept",
            "git commit -m 'cargo spec accept'",
            "grep -r 'cargo spec accept' docs",
            "",
            "((('\"",
        ] {
            check(line, None, &[]);
        }
    }

    #[test]
    fn files_that_a_command_may_write_are_seen() {
        check("echo x > spec.lock", None, &["spec.lock"]);
        check("echo x>>'spec.lock' 2>&1", None, &["spec.lock"]);
        check("cat a | tee -a spec.lock", None, &["spec.lock"]);
        check("sed -i 's/a/b/' spec.lock", None, &["s/a/b/", "spec.lock"]);
        check("sed 's/a/b/' spec.lock", None, &[]);
        check("cp a ./x/../spec.lock", None, &["./x/../spec.lock"]);
        check("cp spec.lock /tmp/x", None, &["/tmp/x"]);
        check("cp -t x spec.lock", None, &[]);
        check("install -m 644 a spec.lock", None, &["spec.lock"]);
        check("mv spec.lock /tmp/x", None, &["spec.lock", "/tmp/x"]);
        check("cd sub && sed -i d a.md", None, &["sub/d", "sub/a.md"]);
        check("cd a; cd b; echo > c; cd /d; echo > e", None, &["a/b/c", "/d/e"]);
        check("(cd a; (cd b; echo > c); echo > d); echo > e", None, &["a/b/c", "a/d", "e"]);
        check("bash -c 'cd a; echo > b'; echo > c", None, &["a/b", "c"]);
        check("cat > a <<EOF\necho > spec.lock\nEOF", None, &["a"]);
        check("git checkout main -- spec.lock", None, &["main", "spec.lock"]);
        check("git -C shop -c a=b restore spec.lock", None, &["shop/spec.lock"]);
        check("cd a && git -C b -C ../c checkout -- spec.lock", None, &["a/b/../c/spec.lock"]);
        check("git -C \"$(git rev-parse --show-toplevel)\" checkout spec.lock", None, &["spec.lock"]);
        check("git -C shop log -- spec.lock", None, &[]);
        check("cd \"$(git rev-parse --show-toplevel)\" && rm \"x\"", None, &["x"]);
        check("cd sub; cd $X/y && rm x; cd ~ && rm y; cd && rm z", None, &["x", "y", "z"]);
        check("cd ${X} && rm \"${Y}/a\"", None, &["${Y}/a"]);
        check("find . -name spec.lock -exec rm {} \\;", None, &["./spec.lock", "{}"]);
        check("find a b -type f -name '*.lock' -delete", None, &["a/spec.lock", "b/spec.lock"]);
        check(
            "find -iname 'spec.[lt]o*' -exec sed -i d '{}' +",
            None,
            &["./spec.lock", "./spec.toml", "d", "{}"],
        );
        check("find . -path '*/a/spec.toml' -delete", None, &["./spec.toml"]);
        check(
            "cd x; find . -name spec.lock -execdir sh -c 'rm \"$1\"' _ {} \\;",
            None,
            &["x/./spec.lock", "x/$1"],
        );
        check("find . -name spec.lock -exec cat {} \\;", None, &[]);
        check("find . ! -name spec.lock -name '*.rs' -delete", None, &[]);
        check("find src -name '*.rs' -exec sed -i s/a/b/ {} +", None, &["s/a/b/", "{}"]);
        check("find . -exec sh -c 'echo > spec.lock' \\;", None, &["spec.lock"]);
        check("git diff spec.lock", None, &[]);
        check("dd if=a of=spec.lock", None, &["spec.lock"]);
        check("cat spec.lock; grep x spec.lock", None, &[]);
        let script = "python3 -c \"open('spec.lock','w')\"";
        assert!(read(script).written.contains(&"spec.lock".to_owned()));
        for script in [
            "python3 -c \"print(open('spec.lock').read().replace('a', 'b'))\"",
            "python3 -c \"import sys; d = {'w': 1}; sys.stdout.write(open('spec.lock', 'r').read() + str(d['w']))\"",
            "python3 - <<EOF\nfrom pathlib import Path\nprint(Path('spec.lock').read_text())\nEOF",
            "node -e \"console.log(require('fs').readFileSync('spec.lock', 'utf8'))\"",
            "perl -ne 'print if /a/' spec.lock",
        ] {
            check(script, None, &[]);
        }
        for script in [
            "python3 -c \"from pathlib import Path; Path('spec.lock').write_text('')\"",
            "python3 -c \"open(file='spec.lock', mode='r+')\"",
            "python3 -c \"import os; os.unlink('spec.lock')\"",
            "python3 -c \"import pathlib; pathlib.Path('a').replace('spec.lock')\"",
            "python3 -c \"import subprocess; subprocess.run(['rm', 'spec.lock'])\"",
            "node -e \"require('fs').writeFileSync('spec.lock', '')\"",
            "perl -e 'open(F, \">spec.lock\")'",
        ] {
            assert!(read(script).written.contains(&"spec.lock".to_owned()), "{script}");
        }
        let script = "python3 - <<EOF\nopen('spec.lock', 'w')\nEOF";
        assert!(read(script).written.contains(&"spec.lock".to_owned()));
    }

    #[test]
    fn folders_that_a_command_may_remove_are_seen() {
        let check = |line: &str, expect: &[&str]| assert_eq!(read(line).folders, expect, "{line}");
        check("rm -rf .claude a/.github/hooks/", &[".claude", "a/.github/hooks/"]);
        check("cd a && mv .kiro/hooks /tmp/x", &["a/.kiro/hooks"]);
        check("git -C a checkout HEAD -- .codex", &["a/HEAD", "a/.codex"]);
        check("find .claude -type f -delete", &[".claude"]);
        check("find . -newer a -exec rm {} +", &[".", "{}"]);
        check("find . -name '*.o' -delete", &[]);
        check("ls .claude; cp -r .claude /tmp/x; mkdir .codex; cp a .claude/", &[]);
    }

    #[test]
    fn files_that_a_command_may_put_into_a_folder_are_seen() {
        let check = |line: &str, expect: &[(&str, &str)]| {
            let copied = read(line).copied;
            let copied: Vec<_> = copied.iter().map(|(name, into)| (&**name, &**into)).collect();
            assert_eq!(copied, expect, "{line}");
        };
        check("cp x/spec.lock .", &[("spec.lock", ".")]);
        check("cp -rt a b/c d/", &[("c", "a"), ("d", "a")]);
        check("cd x && mv --target-directory=. ../spec.toml", &[("spec.toml", "x/.")]);
        check("install --target-directory a b", &[("b", "a")]);
        check("cp", &[]);
    }
}
