//! Finds what is new after the change.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Duration;

use crate::suite::Suite;

/// A crate before and after.
#[derive(Debug)]
pub(crate) struct Comparison {
    /// The number of functions that have the attribute.
    pub(crate) functions: usize,
    pub(crate) before: Suite,
    pub(crate) after: Suite,
}

impl Comparison {
    /// Nothing is broken.
    pub(crate) fn is_intact(&self) -> bool {
        self.deviations().next().is_none()
    }

    /// Lists the deviations: tests that end otherwise, are gone or are new, and new messages of the compiler and clippy.
    fn deviations(&self) -> impl Iterator<Item = String> {
        let Self { before, after, .. } = self;
        let names: BTreeSet<_> = before.tests.keys().chain(after.tests.keys()).collect();
        let tests = names.into_iter().filter_map(move |name| {
            let [before, after] =
                [before, after].map(|suite| suite.tests.get(name).map_or("not there", String::as_str));
            (before != after).then(|| format!("{name}: {before} → {after}"))
        });
        let warnings = after.warnings.difference(&before.warnings);
        let clippy = after.clippy.difference(&before.clippy);
        tests.chain(warnings.chain(clippy).cloned())
    }
}

/// One line, and one more for each deviation.
impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { functions, before, after } = self;
        let pair = |count: fn(&Suite) -> usize| format!("{}→{}", count(before), count(after));
        let seconds = |before: Duration, after: Duration| {
            let (before, after) = (before.as_secs_f64(), after.as_secs_f64());
            format!("{before:.2}→{after:.2} s ×{:.2}", after / before)
        };
        write!(
            f,
            "{functions:>5} functions  tests {:<11} warnings {:<7} clippy {:<10} build {:<20} run {}",
            pair(|suite| suite.tests.len()),
            pair(|suite| suite.warnings.len()),
            pair(|suite| suite.clippy.len()),
            seconds(before.build, after.build),
            seconds(before.run, after.run),
        )?;
        self.deviations().try_for_each(|deviation| write!(f, "\n    {deviation}"))
    }
}
