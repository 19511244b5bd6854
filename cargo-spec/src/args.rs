//! The arguments that several verbs share, with cargo's own conventions.

mod below;
mod build;
mod form;

use std::path::PathBuf;

use clap::{ArgAction, Args, ValueEnum};

pub use self::below::BelowArgs;
pub use self::build::{BuildArgs, names_target, split};
pub use self::form::Form;
pub(crate) use self::form::table_of_forms;

/// The arguments that hold for every verb.
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
    /// Have absolute paths in JSON, not those from the root of the workspace.
    #[arg(long, global = true, help_heading = "Output")]
    pub absolute_paths: bool,
    /// When to use colour. It comes before `CARGO_TERM_COLOR`, and that before `NO_COLOR` and `CLICOLOR_FORCE`.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true, help_heading = "Output")]
    pub color: Color,
    /// Show only what matters most.
    #[arg(short, long, global = true, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Show more (`-vv`, which cargo takes too, is the same as `-v`).
    #[arg(short, long, action = ArgAction::Count, global = true, help_heading = "Output")]
    pub verbose: u8,
}

/// The reader of the output, if there is no other form of it.
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
