//! Decides whether `cargo test` runs a test, by its conditions: always, with something more, or never.
//!
//! The conditions are brought into the form *this and that, or this and that*. A part that cannot hold is left out: of two things that
//! exclude each other, or a feature that the package does not have. What the easiest part asks for is what the test asks for.

use spec_model::nearest::nearest;
use spec_model::order::Order as _;

use crate::links::Cfg;
use crate::links::condition::NEVER_SET;
use crate::workspace::features::Features;

/// Conditions that have more parts are taken to hold: nobody writes them.
const MAX_PARTS: usize = 128;

/// The state of a test.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// It runs.
    Runs,
    /// It runs only if this is asked for.
    Asks(Vec<Ask>),
    /// It never runs, for this reason.
    Never(String),
}

/// The argument that `cargo test` needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    /// A feature that is not on by itself.
    Feature(String),
    /// That a feature is off which is on by itself.
    Without(String),
    /// A build without debug assertions.
    Release,
    /// A condition that only the flags of the compiler set.
    Flag(String),
    /// Another command.
    Tool(String),
    /// A system for which this holds, as it is written in a condition. This one is none.
    System(String),
}

/// A condition, and whether it holds.
type Literal<'a> = ((&'a str, Option<&'a str>), bool);

/// The state of a test under all of these conditions.
pub(crate) fn fate<'a>(
    features: &Features,
    conditions: impl IntoIterator<Item = &'a Cfg>,
    tool: Option<&str>,
) -> Fate {
    let mut reader = Reader { features, tool, why: None };
    let mut parts: Vec<Vec<Literal<'a>>> = vec![Vec::new()];
    for condition in conditions {
        match reader.and(parts, condition, true) {
            Some(longer) => parts = longer,
            None => return Fate::Runs,
        }
    }
    let asks = parts.iter().map(|part| reader.asks(part));
    // A demand that this system can meet is easier than another system.
    match asks.min_by_key(|asks| (asks.iter().any(Ask::is_of_a_system), asks.len())) {
        None => Fate::Never(reader.why.unwrap_or_else(|| "its condition never holds".to_owned())),
        Some(asks) if asks.is_empty() => Fate::Runs,
        Some(mut asks) => {
            asks.order();
            asks.dedup();
            Fate::Asks(asks)
        }
    }
}

struct Reader<'f> {
    features: &'f Features,
    tool: Option<&'f str>,
    /// The reason why the first part was left out.
    why: Option<String>,
}

impl Reader<'_> {
    /// The parts under one more condition, or its opposite; `None`: they are too many.
    fn and<'a>(
        &mut self,
        parts: Vec<Vec<Literal<'a>>>,
        condition: &'a Cfg,
        holds: bool,
    ) -> Option<Vec<Vec<Literal<'a>>>> {
        match (condition, holds) {
            (Cfg::Unknown, _) => Some(parts),
            (Cfg::Is(name, value), _) => {
                let literal = (normal(name, value.as_deref()), holds);
                let mut left = Vec::with_capacity(parts.len());
                for mut part in parts {
                    if self.may_hold(&part, literal) {
                        part.push(literal);
                        left.push(part);
                    }
                }
                Some(left)
            }
            (Cfg::Not(inner), _) => self.and(parts, inner, !holds),
            (Cfg::All(all), true) | (Cfg::Any(all), false) => {
                all.iter().try_fold(parts, |parts, condition| self.and(parts, condition, holds))
            }
            (Cfg::Any(any), true) | (Cfg::All(any), false) => {
                let mut all = Vec::new();
                for condition in any {
                    all.extend(self.and(parts.clone(), condition, holds)?);
                }
                (all.len() <= MAX_PARTS).then_some(all)
            }
        }
    }

    /// Can a condition hold beside others, in a build of tests?
    fn may_hold(&mut self, part: &[Literal<'_>], literal: Literal<'_>) -> bool {
        let ((name, value), holds) = literal;
        let why = match (name, value) {
            ("test" | "true", None) if !holds => {
                format!("its condition asks for `not({name})`, and tests are built with `{name}`")
            }
            ("test" | "true", None) => return true,
            ("miri" | "kani", None) if holds => return true,
            (name, None) if NEVER_SET.contains(&name) && holds => {
                format!("its condition asks for `{name}`, which holds in no build of tests")
            }
            // Tests unwind, whatever a profile says; but not where nothing can.
            ("panic", Some("abort" | "unwind")) if holds == (value == Some("abort")) && !self.is_wasm() => {
                format!("its condition asks for {}, and tests are built to unwind", shown(literal))
            }
            ("feature", Some(feature)) if holds && !self.features.declared.contains(feature) => {
                let known = self.features.declared.iter().map(String::as_str);
                let meant =
                    nearest(feature, known, 1).first().map(|meant| format!(" (did you mean `{meant}`?)"));
                format!(
                    "the package has no feature `{}`{}",
                    feature.escape_debug(),
                    meant.unwrap_or_default()
                )
            }
            _ => match part.iter().find(|known| excludes(**known, literal)) {
                Some(known) => {
                    format!(
                        "its condition asks for {} and {}, which exclude each other",
                        shown(*known),
                        shown(literal)
                    )
                }
                None => return true,
            },
        };
        self.why.get_or_insert(why);
        false
    }

    fn is_wasm(&self) -> bool {
        let platform = self.features.platform.as_deref();
        platform.is_some_and(|platform| platform.families.iter().any(|family| family == "wasm"))
    }

    /// Is it a condition of the system, which does not hold on this one?
    fn fails_here(&self, name: &str, value: Option<&str>, holds: bool) -> bool {
        let platform = self.features.platform.as_deref();
        platform.and_then(|platform| platform.holds(name, value)).is_some_and(|is_so| is_so != holds)
    }

    /// The feature or flag that a part needs and that is not there by itself.
    fn asks(&self, part: &[Literal<'_>]) -> Vec<Ask> {
        let tool = self.tool.map(|tool| Ask::Tool(tool.to_owned()));
        let asks = part.iter().filter_map(|&((name, value), holds)| match (name, value) {
            _ if self.fails_here(name, value, holds) => Some(Ask::System(written(((name, value), holds)))),
            ("feature", Some(feature)) => match (holds, self.features.on.contains(feature)) {
                (true, false) => Some(Ask::Feature(feature.to_owned())),
                (false, true) => Some(Ask::Without(feature.to_owned())),
                _ => None,
            },
            ("miri", None) if holds => Some(Ask::Tool("cargo miri test".to_owned())),
            ("kani", None) if holds => Some(Ask::Tool("cargo kani".to_owned())),
            ("debug_assertions", None) if !holds => Some(Ask::Release),
            (name, None) if holds && !self.features.is_open && !is_known(name) => {
                Some(Ask::Flag(name.to_owned()))
            }
            _ => None,
        });
        asks.chain(tool).collect()
    }
}

/// Conditions that rustc sets by itself (Rust Reference, *Set configuration options*), or the standard library's build.
fn is_known(name: &str) -> bool {
    const KNOWN: [&str; 8] =
        ["test", "true", "debug_assertions", "proc_macro", "overflow_checks", "ub_checks", "unix", "windows"];
    KNOWN.contains(&name) || NEVER_SET.contains(&name) || name.starts_with("target_")
}

impl Ask {
    /// Does only another system give it?
    pub(crate) fn is_of_a_system(&self) -> bool {
        matches!(self, Self::System(_))
    }
}

/// The long form of what has a short one.
fn normal<'a>(name: &'a str, value: Option<&'a str>) -> (&'a str, Option<&'a str>) {
    match (name, value) {
        ("unix" | "windows", None) => ("target_family", Some(name)),
        known => known,
    }
}

/// Can the one not hold where the other does?
fn excludes(one: Literal<'_>, other: Literal<'_>) -> bool {
    /// Keys that have one value at a time.
    const SINGLE: [&str; 7] = [
        "target_os",
        "target_arch",
        "target_pointer_width",
        "target_endian",
        "target_env",
        "target_vendor",
        "panic",
    ];
    let (((key, value), holds), ((other_key, other_value), other_holds)) = (one, other);
    if (key, value) == (other_key, other_value) {
        return holds != other_holds;
    }
    if key == other_key && holds && other_holds {
        let families = [value, other_value];
        return SINGLE.contains(&key)
            || key == "target_family"
                && families.contains(&Some("unix"))
                && families.contains(&Some("windows"));
    }
    family_excludes(one, other) || family_excludes(other, one)
}

/// Does a system belong to another family, or a family that is asked not to be there?
fn family_excludes(system: Literal<'_>, family: Literal<'_>) -> bool {
    const UNIX: [&str; 12] = [
        "linux",
        "macos",
        "ios",
        "android",
        "freebsd",
        "netbsd",
        "openbsd",
        "dragonfly",
        "solaris",
        "illumos",
        "haiku",
        "aix",
    ];
    let ((("target_os", Some(system)), true), (("target_family", Some(family)), holds)) = (system, family)
    else {
        return false;
    };
    let own = match system {
        "windows" => "windows",
        system if UNIX.contains(&system) => "unix",
        _ => return false,
    };
    matches!(family, "unix" | "windows") && (own == family) != holds
}

fn shown(literal: Literal<'_>) -> String {
    format!("`{}`", in_words(literal))
}

/// As [`shown`], with the short form of what has one.
fn written(literal: Literal<'_>) -> String {
    match literal {
        (("target_family", Some(family @ ("unix" | "windows"))), holds) => in_words(((family, None), holds)),
        literal => in_words(literal),
    }
}

fn in_words(((name, value), holds): Literal<'_>) -> String {
    let text = match value {
        Some(value) => format!("{name} = \"{}\"", value.escape_debug()),
        None => name.to_owned(),
    };
    if holds { text } else { format!("not({text})") }
}

impl Fate {
    /// The feature or flag that the test needs, and the command that gives it.
    pub(crate) fn asked(asks: &[Ask]) -> (String, String) {
        let features: Vec<_> = asks
            .iter()
            .filter_map(|ask| match ask {
                Ask::Feature(feature) => Some(&**feature),
                _ => None,
            })
            .collect();
        let (mut what, mut flags, mut command, mut rust_flags) =
            (Vec::new(), Vec::new(), "cargo spec test".to_owned(), Vec::new());
        if let [only] = &*features {
            what.push(format!("the feature `{only}`"));
        } else if !features.is_empty() {
            what.push(format!("the features `{}`", features.join("`, `")));
        }
        let mut others = Vec::new();
        for ask in asks {
            match ask {
                Ask::Feature(_) => {}
                Ask::Without(feature) => {
                    what.push(format!("the feature `{feature}` off"));
                    others.push("--no-default-features".to_owned());
                }
                Ask::Release => {
                    what.push("a build without debug assertions".to_owned());
                    others.push("--release".to_owned());
                }
                Ask::Flag(name) => {
                    what.push(format!("`--cfg {name}`"));
                    rust_flags.push(format!("--cfg {name}"));
                }
                Ask::Tool(tool) => {
                    what.push(format!("`{tool}`"));
                    command.clone_from(tool);
                }
                Ask::System(condition) => what.push(format!("a system for which `{condition}` holds")),
            }
        }
        others.dedup();
        flags.append(&mut others);
        if !features.is_empty() {
            flags.push(format!("--features {}", features.join(",")));
        }
        if !rust_flags.is_empty() {
            command = format!("RUSTFLAGS=\"{}\" {command}", rust_flags.join(" "));
        }
        let command = [command].into_iter().chain(flags).collect::<Vec<_>>().join(" ");
        (what.join(" and "), command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::Platform;

    fn is(name: &str) -> Cfg {
        match name.split_once('=') {
            Some((name, value)) => Cfg::Is(name.to_owned(), Some(value.to_owned())),
            None => Cfg::Is(name.to_owned(), None),
        }
    }

    fn not(cfg: Cfg) -> Cfg {
        Cfg::Not(Box::new(cfg))
    }

    fn features() -> Features {
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        Features {
            declared: names(&["std", "slow", "net"]),
            on: names(&["std"]),
            platform: Some(Platform::linux().into()),
            ..Features::default()
        }
    }

    #[track_caller]
    fn check(conditions: &[Cfg], expect: &str) {
        let reported = match fate(&features(), conditions, None) {
            Fate::Runs => "runs".to_owned(),
            Fate::Asks(asks) => Fate::asked(&asks).1,
            Fate::Never(why) => why,
        };
        assert_eq!(reported, expect, "{conditions:?}");
    }

    #[test]
    fn what_a_plain_run_runs_asks_for_nothing() {
        check(&[], "runs");
        check(&[is("test"), is("feature=std")], "runs");
        check(&[is("unix"), is("target_os=linux"), is("target_pointer_width=64")], "runs");
        check(&[not(is("feature=slow"))], "runs");
        check(&[not(is("miri")), not(is("FALSE"))], "runs");
        check(&[Cfg::Any(vec![is("feature=slow"), is("unix")])], "runs");
        check(&[not(is("windows")), is("target_env=gnu")], "runs");
        check(&[Cfg::Any(vec![is("windows"), is("unix")])], "runs");
        check(&[Cfg::Unknown, not(Cfg::Unknown)], "runs");
        check(&[is("debug_assertions"), is("panic=unwind"), not(is("panic=abort"))], "runs");
    }

    #[test]
    fn what_no_build_has_is_reported_with_the_reason() {
        let both = |one: &str, other: &str| {
            format!("its condition asks for {one} and {other}, which exclude each other")
        };
        check(&[is("feature=slowly")], "the package has no feature `slowly` (did you mean `slow`?)");
        check(&[is("feature=oven")], "the package has no feature `oven`");
        check(&[not(is("test"))], "its condition asks for `not(test)`, and tests are built with `test`");
        check(&[is("FALSE")], "its condition asks for `FALSE`, which holds in no build of tests");
        let unwind = "and tests are built to unwind";
        check(&[is("panic=abort")], &format!("its condition asks for `panic = \"abort\"`, {unwind}"));
        check(
            &[not(is("panic=unwind"))],
            &format!("its condition asks for `not(panic = \"unwind\")`, {unwind}"),
        );
        check(&[Cfg::Any(Vec::new())], "its condition never holds");
        check(&[not(Cfg::All(Vec::new()))], "its condition never holds");
        let (unix, windows) = ("`target_family = \"unix\"`", "`target_family = \"windows\"`");
        check(&[Cfg::All(vec![is("unix"), is("windows")])], &both(unix, windows));
        check(&[is("windows"), is("target_os=linux")], &both(windows, "`target_os = \"linux\"`"));
        check(
            &[is("target_os=linux"), is("target_os=macos")],
            &both("`target_os = \"linux\"`", "`target_os = \"macos\"`"),
        );
        check(
            &[is("target_os=linux"), not(is("unix"))],
            &both("`target_os = \"linux\"`", "`not(target_family = \"unix\")`"),
        );
        check(
            &[is("feature=slow"), not(is("feature=slow"))],
            &both("`feature = \"slow\"`", "`not(feature = \"slow\")`"),
        );
        let either = Cfg::Any(vec![is("doc"), is("feature=oven")]);
        check(&[either], "its condition asks for `doc`, which holds in no build of tests");
    }

    #[test]
    fn what_must_be_asked_for_is_reported_with_the_command() {
        check(&[is("feature=slow")], "cargo spec test --features slow");
        check(&[is("feature=slow"), is("feature=net")], "cargo spec test --features net,slow");
        check(
            &[Cfg::Any(vec![Cfg::All(vec![is("feature=slow"), is("feature=net")]), is("feature=net")])],
            "cargo spec test --features net",
        );
        check(&[not(is("feature=std"))], "cargo spec test --no-default-features");
        check(&[not(is("debug_assertions"))], "cargo spec test --release");
        check(&[is("loom")], "RUSTFLAGS=\"--cfg loom\" cargo spec test");
        check(&[is("miri")], "cargo miri test");
        check(&[is("kani")], "cargo kani");
    }

    #[test]
    fn what_only_another_system_runs_is_reported_with_its_condition() {
        let check = |conditions: &[Cfg], expect: &str| {
            let Fate::Asks(asks) = fate(&features(), conditions, None) else {
                panic!("it runs, or never does: {conditions:?}")
            };
            assert!(asks.iter().any(Ask::is_of_a_system), "{conditions:?}");
            assert_eq!(Fate::asked(&asks).0, format!("a system for which {expect} holds"), "{conditions:?}");
        };
        check(&[is("windows")], "`windows`");
        check(&[is("target_family=windows")], "`windows`");
        check(&[not(is("unix"))], "`not(unix)`");
        check(&[is("target_os=macos")], "`target_os = \"macos\"`");
        check(&[not(is("target_os=linux"))], "`not(target_os = \"linux\")`");
        check(&[is("target_arch=aarch64")], "`target_arch = \"aarch64\"`");
        check(&[is("target_pointer_width=32")], "`target_pointer_width = \"32\"`");
        check(&[is("target_endian=big")], "`target_endian = \"big\"`");
        check(&[is("target_family=wasm")], "`target_family = \"wasm\"`");
        check(&[Cfg::Any(vec![is("windows"), is("target_os=macos")])], "`windows`");
        check(&[Cfg::All(vec![is("unix"), is("target_os=macos")])], "`target_os = \"macos\"`");
        let slow = Cfg::Any(vec![is("windows"), is("feature=slow")]);
        let Fate::Asks(asks) = fate(&features(), [&slow], None) else { panic!("it asks") };
        assert_eq!(asks, [Ask::Feature("slow".to_owned())], "this system can run it");
    }

    #[test]
    fn where_the_system_is_not_known_its_conditions_hold() {
        let features = Features { platform: None, ..features() };
        for condition in [is("windows"), is("unix"), not(is("unix")), is("target_arch=wasm32")] {
            assert_eq!(fate(&features, [&condition], None), Fate::Runs, "{condition:?}");
        }
    }

    #[test]
    fn conditions_with_very_many_parts_are_taken_to_hold() {
        let pair = |n: usize| Cfg::Any(vec![is(&format!("a{n}=1")), is(&format!("b{n}=1"))]);
        let many: Vec<_> = (0..64).map(pair).collect();
        check(&many, "runs");
    }
}
