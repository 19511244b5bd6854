//! Reads command lines as far as can be seen without running them: which commands they run, and which files these may write.

/// A part of a command line that is one command.
#[derive(Debug, Default)]
struct SimpleCommand {
    words: Vec<String>,
    /// The files that its output is sent to.
    outputs: Vec<String>,
}

/// The effects of a command line, as far as they concern people.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct CommandLine {
    /// A command that only people run: `cargo spec accept`.
    pub denied: Option<String>,
    /// The files that it may write.
    pub written: Vec<String>,
}

/// Programs in front of a command that they start.
const WRAPPERS: [&str; 9] = ["sudo", "env", "time", "nice", "nohup", "command", "exec", "xargs", "builtin"];

/// Programs that run a text as a command line.
const SHELLS: [&str; 8] = ["bash", "sh", "zsh", "dash", "fish", "eval", "pwsh", "powershell"];

/// Programs that write the files which they are given.
const WRITING: [&str; 12] =
    ["tee", "cp", "mv", "rm", "truncate", "ln", "install", "rsync", "patch", "touch", "unlink", "shred"];

/// Programs that write files with one of these options.
const IN_PLACE: [&str; 5] = ["sed", "perl", "ruby", "awk", "gawk"];

/// The commands of git that write files of the working tree.
const OF_GIT: [&str; 5] = ["checkout", "restore", "rm", "mv", "apply"];

/// Programs whose text may write any file that it names.
const INTERPRETERS: [&str; 6] = ["python", "python3", "node", "perl", "ruby", "deno"];

/// The verbs that only people use.
const DENIED: [&str; 3] = ["accept", "review", "baseline"];

/// Shells within shells are followed so far.
const DEPTH: usize = 4;

/// Reads a command line.
pub fn read(line: &str) -> CommandLine {
    let mut seen = CommandLine::default();
    look(line, DEPTH, &mut seen);
    seen
}

fn look(line: &str, depth: usize, seen: &mut CommandLine) {
    for command in split(line) {
        seen.written.extend(command.outputs.iter().cloned());
        let words = without_wrappers(&command.words);
        let Some((program, arguments)) = words.split_first() else { continue };
        let program = program.rsplit(['/', '\\']).next().unwrap_or(program);
        let program = program.strip_suffix(".exe").unwrap_or(program);
        if let Some(verb) = denied(program, arguments) {
            seen.denied.get_or_insert(verb);
        }
        if SHELLS.contains(&program) && depth > 0 {
            arguments
                .iter()
                .filter(|text| !text.starts_with('-'))
                .for_each(|text| look(text, depth - 1, seen));
        }
        let files = arguments.iter().filter(|text| !text.starts_with('-'));
        let has_option = |letter: char| {
            arguments.iter().any(|text| {
                let option = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
                option.is_some_and(|option| option.contains(letter)) || text.starts_with("--in-place")
            })
        };
        let is_git = program == "git" && arguments.iter().any(|text| OF_GIT.contains(&&**text));
        if WRITING.contains(&program) || IN_PLACE.contains(&program) && has_option('i') || is_git {
            seen.written.extend(files.clone().cloned());
        }
        if program == "dd" {
            seen.written
                .extend(arguments.iter().filter_map(|text| text.strip_prefix("of=")).map(str::to_owned));
        }
        if INTERPRETERS.contains(&program) && (has_option('c') || has_option('e')) {
            let is_part = |c: char| !(c.is_alphanumeric() || "-_./~".contains(c));
            let parts = files.flat_map(|text| text.split(is_part)).filter(|part| !part.is_empty());
            seen.written.extend(parts.map(str::to_owned));
        }
    }
}

/// The verb that only people use, as it is typed.
fn denied(program: &str, arguments: &[String]) -> Option<String> {
    let mut words = arguments.iter().map(String::as_str);
    match program {
        "cargo-spec" => {}
        "cargo" => {
            let mut before = words.by_ref().take_while(|word| *word != "spec");
            // `cargo run -- spec` is something else, and so is `cargo test spec`.
            if before.any(|word| !word.starts_with(['+', '-']))
                || !arguments.iter().any(|word| word == "spec")
            {
                return None;
            }
        }
        _ => return None,
    }
    let words: Vec<_> = words.collect();
    let mut plain = words.iter().copied().filter(|word| !word.starts_with('-') && *word != "spec");
    let first = plain.clone().next()?;
    if ["help", "explain", "show", "list", "new"].contains(&first) {
        return None;
    }
    let has = |option: &str| words.contains(&option);
    if let Some(verb) = plain.find(|word| DENIED.contains(word)) {
        return Some(format!("cargo spec {verb}"));
    }
    let is_fix = words.contains(&"check") && has("--fix") && !has("--links") && !has("--dry-run");
    is_fix.then(|| "cargo spec check --fix".to_owned())
}

/// The words behind programs that start another one, and behind variables.
fn without_wrappers(words: &[String]) -> &[String] {
    let mut rest = words;
    let mut is_behind = false;
    while let Some((first, others)) = rest.split_first() {
        let name = first.rsplit('/').next().unwrap_or(first);
        let is_variable = first.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_')
        });
        let is_wrapper = WRAPPERS.contains(&name);
        if !(is_wrapper || is_variable || is_behind && first.starts_with('-')) {
            break;
        }
        is_behind |= is_wrapper;
        rest = others;
    }
    rest
}

/// The commands of a line, with those in `$(…)` and backticks.
fn split(line: &str) -> Vec<SimpleCommand> {
    let (mut all, mut command) = (Vec::new(), SimpleCommand::default());
    let (mut word, mut has_word, mut is_output) = (String::new(), false, false);
    let mut quote = None;
    let end_word =
        |word: &mut String, has_word: &mut bool, is_output: &mut bool, command: &mut SimpleCommand| {
            if std::mem::take(has_word) {
                let word = std::mem::take(word);
                match std::mem::take(is_output) {
                    true => command.outputs.push(word),
                    false => command.words.push(word),
                }
            }
        };
    let mut rest = line.chars().peekable();
    while let Some(c) = rest.next() {
        match (quote, c) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None, '\'' | '"') => (quote, has_word) = (Some(c), true),
            (None | Some('"'), '\\') => {
                word.extend(rest.next().filter(|next| *next != '\n'));
                has_word = true;
            }
            (None, '>') => {
                // The number of what is sent there is no word.
                if word.chars().all(|c| c.is_ascii_digit() || c == '&') {
                    (word, has_word) = (String::new(), false);
                }
                end_word(&mut word, &mut has_word, &mut is_output, &mut command);
                while rest.next_if(|next| matches!(next, '>' | '|')).is_some() {}
                // `2>&1` is no file.
                is_output = rest.next_if_eq(&'&').is_none();
            }
            (None, ';' | '|' | '&' | '\n' | '(' | ')' | '`' | '{' | '}') | (Some('"'), '`') => {
                end_word(&mut word, &mut has_word, &mut is_output, &mut command);
                all.push(std::mem::take(&mut command));
            }
            (Some('"'), '$') if rest.next_if_eq(&'(').is_some() => {
                end_word(&mut word, &mut has_word, &mut is_output, &mut command);
                all.push(std::mem::take(&mut command));
                quote = None;
            }
            (None, c) if c.is_whitespace() => {
                end_word(&mut word, &mut has_word, &mut is_output, &mut command);
            }
            (None, '<') => end_word(&mut word, &mut has_word, &mut is_output, &mut command),
            (_, c) => {
                word.push(c);
                has_word = true;
            }
        }
    }
    end_word(&mut word, &mut has_word, &mut is_output, &mut command);
    all.push(command);
    all
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
        ] {
            check(line, Some("cargo spec accept"), &[]);
        }
        check("cargo spec review", Some("cargo spec review"), &[]);
        check("cargo spec baseline --grow", Some("cargo spec baseline"), &[]);
        check("cargo spec check --fix", Some("cargo spec check --fix"), &[]);
        for line in [
            "cargo spec check",
            "cargo spec check --fix --links",
            "cargo spec check --fix --dry-run",
            "cargo spec next",
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
        check("cp a ./x/../spec.lock", None, &["a", "./x/../spec.lock"]);
        check("git checkout main -- spec.lock", None, &["checkout", "main", "spec.lock"]);
        check("git diff spec.lock", None, &[]);
        check("dd if=a of=spec.lock", None, &["spec.lock"]);
        check("cat spec.lock; grep x spec.lock", None, &[]);
        let script = "python3 -c \"open('spec.lock','w')\"";
        assert!(read(script).written.contains(&"spec.lock".to_owned()));
    }
}
