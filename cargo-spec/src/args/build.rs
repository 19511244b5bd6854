//! The options of `cargo test` that decide what is built, under cargo's own names.

use std::ffi::{OsStr, OsString};

use clap::Args;

/// The options of `cargo test` that select what is built, and how.
#[derive(Clone, Debug, Default, Args)]
pub struct BuildArgs {
    /// Features to activate, separated by spaces or commas (may be given several times).
    #[arg(short = 'F', long, value_name = "FEATURES", help_heading = "Feature Selection")]
    features: Vec<String>,
    /// Activate all available features.
    #[arg(long, help_heading = "Feature Selection")]
    all_features: bool,
    /// Do not activate the `default` feature.
    #[arg(long, help_heading = "Feature Selection")]
    no_default_features: bool,
    /// Test only the library.
    #[arg(long, help_heading = "Target Selection")]
    lib: bool,
    /// Test all binaries.
    #[arg(long, help_heading = "Target Selection")]
    bins: bool,
    /// Test the binary of this name (may be given several times).
    #[arg(long, value_name = "NAME", help_heading = "Target Selection")]
    bin: Vec<String>,
    /// Test all targets that have `test = true` set.
    #[arg(long, help_heading = "Target Selection")]
    tests: bool,
    /// Test the test target of this name (may be given several times).
    #[arg(long, value_name = "NAME", help_heading = "Target Selection")]
    test: Vec<String>,
    /// Test all examples.
    #[arg(long, help_heading = "Target Selection")]
    examples: bool,
    /// Test the example of this name (may be given several times).
    #[arg(long, value_name = "NAME", help_heading = "Target Selection")]
    example: Vec<String>,
    /// Test all benchmarks.
    #[arg(long, help_heading = "Target Selection")]
    benches: bool,
    /// Test the benchmark of this name (may be given several times).
    #[arg(long, value_name = "NAME", help_heading = "Target Selection")]
    bench: Vec<String>,
    /// Test all targets.
    #[arg(long, help_heading = "Target Selection")]
    all_targets: bool,
    /// Build in release mode, with optimizations: linked code does not record who runs it there.
    #[arg(short, long, conflicts_with = "profile", help_heading = "Compilation Options")]
    release: bool,
    /// Build with this profile of cargo.
    #[arg(long, value_name = "PROFILE-NAME", help_heading = "Compilation Options")]
    profile: Option<String>,
    /// Build for this target triple.
    #[arg(long, value_name = "TRIPLE", help_heading = "Compilation Options")]
    target: Vec<String>,
    /// Folder for what cargo builds.
    #[arg(long, value_name = "DIRECTORY", help_heading = "Compilation Options")]
    target_dir: Option<OsString>,
    /// Require that Cargo.lock stays as it is.
    #[arg(long, help_heading = "Manifest Options")]
    locked: bool,
    /// Run without using the network.
    #[arg(long, help_heading = "Manifest Options")]
    offline: bool,
    /// The same as `--locked` and `--offline`.
    #[arg(long, help_heading = "Manifest Options")]
    frozen: bool,
    /// Override a value of cargo's configuration (may be given several times).
    #[arg(long, value_name = "KEY=VALUE|PATH", help_heading = "Common Options")]
    config: Vec<OsString>,
}

impl BuildArgs {
    /// The arguments of cargo, or of nextest, which calls a profile of cargo by another option.
    pub fn arguments(&self, is_nextest: bool) -> Vec<OsString> {
        let mut all: Vec<OsString> = Vec::new();
        self.flags().filter(|(_, is_set)| *is_set).for_each(|(flag, _)| all.push(flag.into()));
        let profile = if is_nextest { "--cargo-profile" } else { "--profile" };
        let values = [
            ("--features", &*self.features),
            ("--bin", &*self.bin),
            ("--test", &*self.test),
            ("--example", &*self.example),
            ("--bench", &*self.bench),
            (profile, self.profile.as_slice()),
            ("--target", &*self.target),
        ];
        for (option, values) in values {
            all.extend(values.iter().flat_map(|value| [option.into(), value.into()]));
        }
        let values = [("--target-dir", self.target_dir.as_slice()), ("--config", &*self.config)];
        for (option, values) in values {
            all.extend(values.iter().flat_map(|value| [option.into(), value.clone()]));
        }
        all
    }

    /// Says whether a target is named, so that others are left out.
    pub fn names_targets(&self) -> bool {
        self.arguments(false).iter().any(|argument| names_target(argument))
    }

    /// Says whether the folder is named that is built in.
    pub fn names_target_dir(&self) -> bool {
        self.target_dir.is_some()
    }

    fn flags(&self) -> impl Iterator<Item = (&'static str, bool)> {
        [
            ("--all-features", self.all_features),
            ("--no-default-features", self.no_default_features),
            ("--lib", self.lib),
            ("--bins", self.bins),
            ("--tests", self.tests),
            ("--examples", self.examples),
            ("--benches", self.benches),
            ("--all-targets", self.all_targets),
            ("--release", self.release),
            ("--locked", self.locked),
            ("--offline", self.offline),
            ("--frozen", self.frozen),
        ]
        .into_iter()
    }
}

/// Says whether an argument names a target.
pub fn names_target(argument: &OsStr) -> bool {
    const TARGETS: [&str; 10] = [
        "--lib",
        "--bins",
        "--bin",
        "--tests",
        "--test",
        "--examples",
        "--example",
        "--benches",
        "--bench",
        "--all-targets",
    ];
    let argument = argument.to_string_lossy();
    TARGETS.contains(&argument.split('=').next().unwrap_or_default())
}

/// Splits what stands behind the first `--`: what goes to the runner, if there is a second `--`, and what goes to the tests.
pub fn split(arguments: &[OsString]) -> (&[OsString], &[OsString]) {
    match arguments.iter().position(|argument| argument == "--") {
        Some(at) => (&arguments[..at], &arguments[at + 1..]),
        None => (&[], arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Only {
        #[command(flatten)]
        build: BuildArgs,
    }

    fn arguments(line: &str, is_nextest: bool) -> String {
        let line = ["x"].into_iter().chain(line.split_whitespace());
        let arguments = Only::try_parse_from(line).expect("they are known").build.arguments(is_nextest);
        arguments.iter().map(|argument| argument.to_string_lossy()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_option_is_passed_on_under_its_own_name() {
        for argument in Only::command().get_arguments().filter(|argument| argument.get_id() != "help") {
            let option = format!("--{}", argument.get_long().expect("each has a long name"));
            let takes_value = argument.get_action().takes_values();
            let line = if takes_value { format!("{option} some=value") } else { option };
            assert_eq!(arguments(&line, false), line);
        }
        assert_eq!(
            arguments("-F one -F two,three -r", false),
            "--release --features one --features two,three"
        );
        assert_eq!(arguments("--profile ci", true), "--cargo-profile ci");
    }

    #[test]
    fn what_stands_behind_the_dashes_is_for_the_tests_unless_there_are_more() {
        let check = |line: &str, expect: (&str, &str)| {
            let all: Vec<OsString> = line.split_whitespace().map(OsString::from).collect();
            let join = |part: &[OsString]| part.join(OsStr::new(" ")).into_string().expect("text");
            let (runner, tests) = split(&all);
            assert_eq!((&*join(runner), &*join(tests)), expect);
        };
        check("", ("", ""));
        check("--nocapture name", ("", "--nocapture name"));
        check("--partition count:1/2 --", ("--partition count:1/2", ""));
        check("--retries 2 -- a -- b", ("--retries 2", "a -- b"));
    }
}
