//! The arguments, with cargo's own conventions.

mod build;

use std::fmt;
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args, ValueEnum};

pub use self::build::{BuildArgs, names_target, split};

/// What holds for every verb.
#[derive(Debug, Args)]
pub struct Global {
    /// Path to the Cargo.toml of the package or workspace.
    #[arg(long, value_name = "PATH", global = true, help_heading = "Package Selection")]
    pub manifest_path: Option<PathBuf>,
    /// Package to work on (may be given several times).
    #[arg(short, long = "package", value_name = "NAME", global = true, help_heading = "Package Selection")]
    pub packages: Vec<String>,
    /// Work on all packages of the workspace.
    #[arg(long, global = true, conflicts_with = "packages", help_heading = "Package Selection")]
    pub workspace: bool,
    /// Package to leave out (may be given several times).
    #[arg(
        long,
        value_name = "NAME",
        global = true,
        requires = "workspace",
        help_heading = "Package Selection"
    )]
    pub exclude: Vec<String>,
    /// The form of the output: `human` where none is named.
    #[arg(long, value_parser = Form::common(), global = true, help_heading = "Output")]
    pub format: Option<Form>,
    /// When to use colour. It comes before `CARGO_TERM_COLOR`, and that before `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, help_heading = "Output")]
    pub color: Color,
    /// Say only what matters most.
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Say more (`-vv` is accepted, as by cargo, and says no more than `-v`).
    #[arg(short, long, action = ArgAction::Count, global = true, help_heading = "Output")]
    pub verbose: u8,
}

/// What `--format` can name. Every verb knows the first two, `check` and `diff` some more, `report` all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people: aligned, folded to the terminal's width.
    #[default]
    Human,
    /// For programs: one JSON object (docs/json.md). Completions and manual pages stay as they are.
    Json,
    /// One page for a browser, with all that it needs in it.
    Html,
    /// A step summary, or a comment on a pull request.
    Markdown,
    /// A test case for each criterion, as CI systems show them.
    Junit,
    /// Findings for code scanning: SARIF 2.1.0.
    Sarif,
    /// Annotations of a GitHub workflow.
    Github,
}

impl Form {
    /// The form that the ending of a file's name stands for, if it is one of a form.
    pub fn of_file(path: &Path) -> Option<Self> {
        match &*path.extension()?.to_str()?.to_ascii_lowercase() {
            "html" | "htm" => Some(Self::Html),
            "md" | "markdown" => Some(Self::Markdown),
            "json" if path.file_stem().is_some_and(|stem| stem.to_string_lossy().ends_with(".sarif")) => {
                Some(Self::Sarif)
            }
            "json" => Some(Self::Json),
            "xml" => Some(Self::Junit),
            "sarif" => Some(Self::Sarif),
            _ => None,
        }
    }

    /// Reads those that every verb knows.
    fn common() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json])
    }

    /// Reads those that `check` knows.
    pub(crate) fn of_check() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json, Self::Sarif, Self::Github])
    }

    /// Reads those that `diff` knows.
    pub(crate) fn of_diff() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json, Self::Markdown, Self::Sarif])
    }

    /// Reads those that `report` knows. Its argument stands in for the global one: both have one name, and so one type.
    pub(crate) fn any() -> impl TypedValueParser<Value = Self> {
        Self::parser(Self::value_variants())
    }

    fn parser(forms: &[Self]) -> impl TypedValueParser<Value = Self> + use<> {
        let names = forms.iter().filter_map(Self::to_possible_value);
        // Whatever passes is one of the names.
        PossibleValuesParser::new(names).map(|name| Self::from_str(&name, false).unwrap_or_default())
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

/// Who the output is for, where there is no other form of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// People.
    #[default]
    Human,
    /// Programs.
    Json,
}

impl From<Form> for Format {
    fn from(form: Form) -> Self {
        if form == Form::Json { Self::Json } else { Self::Human }
    }
}

/// When to use colour. `NO_COLOR` and `CLICOLOR_FORCE` are respected by `auto`, where `CARGO_TERM_COLOR` decides nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal that wants it.
    #[default]
    Auto,
    /// Also in pipes and files.
    Always,
    /// Never.
    Never,
}

impl Color {
    /// The choice that is in force: that of `--color`, else that of `CARGO_TERM_COLOR`, as cargo has it.
    pub fn in_force(self) -> Self {
        let variable = || Self::from_str(std::env::var("CARGO_TERM_COLOR").ok()?.trim(), false).ok();
        if self == Self::Auto { variable().unwrap_or_default() } else { self }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Form;

    #[test]
    fn the_ending_of_a_files_name_stands_for_a_form() {
        let check =
            |name: &str, expect: Option<Form>| assert_eq!(Form::of_file(Path::new(name)), expect, "{name}");
        check("report.html", Some(Form::Html));
        check("out/REPORT.HTM", Some(Form::Html));
        check("report.md", Some(Form::Markdown));
        check("a.b.json", Some(Form::Json));
        check("report.sarif.json", Some(Form::Sarif));
        check("report.sarif", Some(Form::Sarif));
        check("junit.xml", Some(Form::Junit));
        check("report.txt", None);
        check("html", None);
        check("/dev/stdout", None);
    }
}
