//! Finds the program that a command starts, behind words that start another, and the verbs that only people use.

/// A program in front of a command that it starts.
struct Wrapper {
    name: &'static str,
    /// The letters of its options that take a value.
    valued: &'static str,
    /// The number of words before the command: the time of `timeout`.
    operands: usize,
}

const fn wrapper(name: &'static str, valued: &'static str, operands: usize) -> Wrapper {
    Wrapper { name, valued, operands }
}

/// Programs in front of a command that they start.
const WRAPPERS: [Wrapper; 15] = [
    wrapper("sudo", "ugCDpRTrth", 0),
    wrapper("doas", "uC", 0),
    wrapper("env", "uC", 0),
    wrapper("time", "fo", 0),
    wrapper("nice", "n", 0),
    wrapper("ionice", "cnp", 0),
    wrapper("nohup", "", 0),
    wrapper("command", "", 0),
    wrapper("exec", "a", 0),
    wrapper("xargs", "aEILnPsd", 0),
    wrapper("builtin", "", 0),
    wrapper("timeout", "ks", 1),
    wrapper("stdbuf", "ioe", 0),
    wrapper("setsid", "", 0),
    wrapper("watch", "n", 0),
];

/// The long options of these programs that take a value.
const VALUED: [&str; 17] = [
    "--user",
    "--group",
    "--host",
    "--chdir",
    "--unset",
    "--adjustment",
    "--class",
    "--classdata",
    "--signal",
    "--kill-after",
    "--max-args",
    "--max-procs",
    "--delimiter",
    "--interval",
    "--input",
    "--output",
    "--error",
];

/// Words of the shell in front of a command.
const KEYWORDS: [&str; 9] = ["if", "then", "elif", "else", "while", "until", "do", "!", "coproc"];

/// The options of cargo, before its verb, that take a value.
const OF_CARGO: [&str; 6] = ["--color", "--config", "--manifest-path", "--lockfile-path", "-C", "-Z"];

/// The options of every verb of `cargo spec` that take a value.
const OF_EVERY_VERB: [&str; 6] = ["--package", "-p", "--manifest-path", "--exclude", "--format", "--color"];

/// The verbs that only people use.
const DENIED: [&str; 3] = ["accept", "review", "baseline"];

/// The words behind programs that start another one, and behind keywords and variables.
pub(super) fn without_wrappers(words: &[String]) -> &[String] {
    let mut rest = words;
    while let Some((first, others)) = rest.split_first() {
        let name = first.rsplit('/').next().unwrap_or(first);
        rest = match WRAPPERS.iter().find(|wrapper| wrapper.name == name) {
            Some(wrapper) => behind(wrapper, others),
            None if KEYWORDS.contains(&name) || is_variable(first) => others,
            None => break,
        };
    }
    rest
}

fn is_variable(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// The words behind the options and operands of a wrapper.
fn behind<'a>(wrapper: &Wrapper, words: &'a [String]) -> &'a [String] {
    let takes_next = |option: &str| match option.strip_prefix("--") {
        Some(_) => VALUED.contains(&option),
        // `-n5` has its value with it, `-n 5` has not.
        None => option.find(|c| wrapper.valued.contains(c)).is_some_and(|at| at + 1 == option.len()),
    };
    let rest = behind_options(words, takes_next);
    rest.get(wrapper.operands..).unwrap_or_default()
}

/// The words from the first that is no option and no value of one.
fn behind_options(words: &[String], takes_next: impl Fn(&str) -> bool) -> &[String] {
    let mut rest = words;
    while let Some((first, others)) = rest.split_first().filter(|(first, _)| first.starts_with(['-', '+'])) {
        rest = others.get(usize::from(takes_next(first))..).unwrap_or_default();
    }
    rest
}

/// Returns the command that only people run, if a program with these arguments is one.
pub(super) fn denied(program: &str, arguments: &[String]) -> Option<String> {
    let words = match program {
        "cargo-spec" => match arguments.split_first() {
            Some((first, others)) if first == "spec" => others,
            _ => arguments,
        },
        // `cargo run -- spec` is something else, and so is `cargo test spec`.
        "cargo" => {
            let words = behind_options(arguments, |option| OF_CARGO.contains(&option));
            words.split_first().filter(|(first, _)| *first == "spec")?.1
        }
        _ => return None,
    };
    let (verb, options) = behind_options(words, |option| OF_EVERY_VERB.contains(&option)).split_first()?;
    let has = |option: &str| {
        let own = options.iter().take_while(|word| **word != "--");
        let own = own.filter_map(|word| word.strip_prefix(option));
        own.into_iter().any(|rest| rest.is_empty() || rest.starts_with('='))
    };
    // It shows what would be, or how it is called.
    if ["--help", "-h", "--dry-run"].into_iter().any(has) {
        return None;
    }
    match &**verb {
        verb if DENIED.contains(&verb) => Some(format!("cargo spec {verb}")),
        "check" if has("--fix") && !has("--links") => Some("cargo spec check --fix".to_owned()),
        // It writes and removes the files that start the hooks.
        "init" if has("--agents") => Some("cargo spec init --agents".to_owned()),
        _ => None,
    }
}
