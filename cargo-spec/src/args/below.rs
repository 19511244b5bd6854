//! `--below RUNG`, for verbs that list verdicts.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use spec_engine::verdict::Rung;

/// The criteria that a list has.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct BelowArgs {
    /// List only criteria below this rung. The tally and the exit code are of all.
    #[arg(long, value_name = "RUNG", value_parser = rungs())]
    pub below: Option<Rung>,
}

fn rungs() -> impl TypedValueParser<Value = Rung> {
    let names = Rung::ALL.map(Rung::as_str);
    // Only these words come through.
    PossibleValuesParser::new(names)
        .map(|word| Rung::ALL.into_iter().find(|rung| rung.as_str() == word).unwrap_or(Rung::Waived))
}
