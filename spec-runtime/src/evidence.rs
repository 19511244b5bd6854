//! The form of the records that a test run leaves, and the names of the environment variables of a run. What `prove` asks of a process
//! is in [`order`](crate::order).
//!
//! Each process writes one file, line by line, into the folder that [`FOLDER`] names. A line is a word and its fields, between
//! tabs; the first line says the version:
//!
//! ```text
//! spec-evidence   1   4711   many   /repo/target/debug/deps/spec-0123
//! site    1   12:8 tests/spec/checkout.rs\t\tcheckout/REQ-3.2=af63dc4c8601ec8c
//! began   1   1   rejects_a_taken_address
//! site    2   41:8 src/lib.rs\t\tcheckout/REQ-3.2=af63dc4c8601ec8c
//! ran     1   2
//! mutants 2   compared    bool    #0 true #1 false    ~0 !it
//! returned    1   2   5
//! reached 1   2a
//! ended   1   returned
//! ```
//!
//! `mutants` and `returned` are there if an [order](crate::order::KnockoutOrder) asks for them: how a function can be broken, and which
//! mutants would have made a difference to what it returned.
//!
//! `reached` is there in programs of `prove --deep`: the number of an operator that was evaluated.
//!
//! `attempt` is there if nextest tries a test again that fails: which attempt the process is, and of which test.
//!
//! A process may die at any instant: what it wrote until then is whole lines, save the last, which may lack its end. A test that
//! began and never ended has been killed, or has ended its process.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// The version of the form of the records.
pub const VERSION: u32 = 2;

/// The environment variable that names the folder for the records. Without it nothing is recorded.
pub const FOLDER: &str = "CARGO_SPEC_EVIDENCE";

/// The extension of the files that hold records.
pub const EXTENSION: &str = "spec-evidence";

/// One line of a file.
///
/// ```
/// use spec_runtime::evidence::Record;
///
/// assert_eq!(Record::parse("ran\t1\t2"), Some(Record::Ran { entry: Some(1), site: 2 }));
/// assert_eq!(Record::parse("of another version"), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Record<'a> {
    /// The first line.
    Process {
        /// The number of the process.
        pid: u32,
        /// Does the process run one test only? Whatever runs in it then runs for that test.
        runs_one_test: bool,
        /// The path of its program.
        program: Cow<'a, str>,
    },
    /// The process runs a test that nextest may try several times: before the first record of what ran.
    Attempt {
        /// The number of the attempt, from 1.
        number: u32,
        /// The test, as no other one of any run is called.
        test: Cow<'a, str>,
    },
    /// An item with a link, before the first record that names it.
    Site {
        /// Its number in this file.
        number: u32,
        /// The text that the attribute left at compile time: a [`Site`].
        site: Cow<'a, str>,
    },
    /// A function that may be a test was entered, while no other one was in the same thread.
    Began {
        /// The number of this entry in this file.
        entry: u32,
        /// The function.
        site: u32,
        /// The name of the thread: that of the test, in most harnesses.
        thread: Cow<'a, str>,
    },
    /// It was left.
    Ended {
        /// The number of the entry.
        entry: u32,
        /// The way in which it ended.
        end: End,
    },
    /// An item was executed, for the first time in this entry and thread.
    Ran {
        /// The entry in whose thread, if there was one.
        entry: Option<u32>,
        /// The item.
        site: u32,
    },
    /// The ways to break a function, before its first [`Record::Returned`].
    Mutants {
        /// The function.
        site: u32,
        /// The facts known about its result alone.
        sight: Sight,
        /// The name of the type that it returns; empty, if that has none.
        returns: Cow<'a, str>,
        /// Each with how it is written in Rust.
        mutants: Vec<(MutantId, Cow<'a, str>)>,
    },
    /// A function returned, or panicked: for the first time in this entry and thread, or something new.
    Returned {
        /// The entry in whose thread, if there was one.
        entry: Option<u32>,
        /// The function.
        site: u32,
        /// The mutants that would have made a difference, one bit for each place in [`Record::Mutants`].
        differing: u64,
    },
    /// An operator was evaluated that `prove --deep` can change, for the first time in this entry and thread.
    Reached {
        /// The entry in whose thread, if there was one.
        entry: Option<u32>,
        /// The operator.
        operator: u64,
    },
}

/// A way in which a mutant breaks a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MutantChange {
    /// It returns a value instead of doing its work.
    Instead,
    /// It returns an error instead of doing its work.
    InsteadError,
    /// It does its work, and returns something near to the result.
    Near,
    /// It does its work, and returns another error in place of the right one.
    OtherError,
    /// It works on another argument, or skips its work and returns its receiver.
    Argument,
    /// It does its work, and returns another variant of its type than that of the result: `None` for any `Some`.
    Turned,
    /// It does its work, and returns another value in the same variant of its type: `Some` of another value.
    Inside,
}

impl MutantChange {
    const ALL: [(Self, char); 7] = [
        (Self::Instead, '#'),
        (Self::InsteadError, '!'),
        (Self::Near, '~'),
        (Self::OtherError, '^'),
        (Self::Argument, '@'),
        (Self::Turned, '%'),
        (Self::Inside, '='),
    ];

    /// Is the body left out?
    pub const fn is_instead(self) -> bool {
        matches!(self, Self::Instead | Self::InsteadError)
    }
}

/// A mutant of a function: `#0`, `~1`.
///
/// ```
/// use spec_runtime::evidence::{MutantChange, MutantId};
///
/// let mutant = MutantId { change: MutantChange::Near, number: 1 };
/// assert_eq!(mutant.to_string(), "~1");
/// assert_eq!("~1".parse(), Ok(mutant));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MutantId {
    /// The change that it makes.
    pub change: MutantChange,
    /// Its number among those that change the same, from 0.
    pub number: usize,
}

impl fmt::Display for MutantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = MutantChange::ALL.into_iter().find(|(change, _)| *change == self.change);
        write!(f, "{}{}", sign.map_or('#', |(_, sign)| sign), self.number)
    }
}

/// A text that names no mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoMutant;

impl FromStr for MutantId {
    type Err = NoMutant;

    fn from_str(text: &str) -> Result<Self, NoMutant> {
        let sign = text.chars().next().ok_or(NoMutant)?;
        let change = MutantChange::ALL.into_iter().find(|(_, known)| *known == sign);
        let (change, _) = change.ok_or(NoMutant)?;
        let number = text[sign.len_utf8()..].parse().map_err(|_| NoMutant)?;
        Ok(Self { change, number })
    }
}

/// The facts known about the result of a function alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It is compared with each variant.
    Compared,
    /// It has no `==`, or cannot be seen: each variant counts as another value.
    Opaque,
    /// Its work is an effect, which every variant skips.
    Effect,
}

impl Sight {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Compared, "compared"), (Self::Opaque, "opaque"), (Self::Effect, "effect")];
}

/// The word for a value.
fn word<T: Copy + PartialEq>(words: [(T, &'static str); 3], value: T) -> &'static str {
    words.into_iter().find(|(known, _)| *known == value).map_or("", |(_, word)| word)
}

/// The value for a word.
fn value<T>(words: [(T, &'static str); 3], word: &str) -> Option<T> {
    words.into_iter().find(|(_, known)| *known == word).map(|(value, _)| value)
}

/// A function with a link, as the attribute writes it into the program: `12:8 src/lib.rs`; behind a tab its name and line, if the
/// link stands on what it is in, `from_str:14`; and behind further tabs the criteria with the fingerprints of their texts,
/// `checkout/REQ-3.2=af63dc4c8601ec8c`.
///
/// ```
/// use spec_runtime::evidence::Site;
///
/// let text = "12:8 src/lib.rs\t\tcheckout/REQ-3.2=af63dc4c8601ec8c";
/// let site = Site::parse(text).expect("it is a site");
/// assert_eq!((site.line, site.column, site.file), (12, 8, "src/lib.rs"));
/// assert_eq!(site.criteria, [("checkout/REQ-3.2", 0xaf63_dc4c_8601_ec8c)]);
/// assert_eq!(Site::key(text), "12:8 src/lib.rs\t");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site<'a> {
    /// The line of the first id, from 1.
    pub line: u32,
    /// Its column, from 1, in characters.
    pub column: u32,
    /// The file, as the compiler was given it: relative to the workspace's root for its members.
    pub file: &'a str,
    /// Its name and its line, if the link stands on its impl, trait or module.
    pub within: Option<(&'a str, u32)>,
    /// The criteria, qualified.
    pub criteria: Vec<(&'a str, u64)>,
}

impl<'a> Site<'a> {
    /// Returns the part of [`Record::Site`]'s text that identifies a function: the text in front of the criteria.
    pub fn key(text: &str) -> &str {
        let end = text.match_indices('\t').nth(1).map_or(text.len(), |(end, _)| end);
        &text[..end]
    }

    /// Reads what [`Record::Site`] holds.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut fields = text.split('\t');
        let (place, file) = fields.next()?.split_once(' ')?;
        let (line, column) = place.split_once(':')?;
        let within = match fields.next() {
            None | Some("") => None,
            Some(within) => {
                let (name, line) = within.rsplit_once(':')?;
                Some((name, number(line)?))
            }
        };
        let criteria = fields.map(|field| {
            let (id, fingerprint) = field.rsplit_once('=')?;
            Some((id, u64::from_str_radix(fingerprint, 16).ok()?))
        });
        Some(Self {
            line: number(line)?,
            column: number(column)?,
            file,
            within,
            criteria: criteria.collect::<Option<_>>()?,
        })
    }
}

/// The way in which a function ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It returned, and no `Err`.
    Returned,
    /// It returned `Err`.
    Failed,
    /// It panicked.
    Panicked,
}

impl End {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Returned, "returned"), (Self::Failed, "failed"), (Self::Panicked, "panicked")];
}

/// The line, with its end.
impl fmt::Display for Record<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Process { pid, runs_one_test, program } => {
                let mode = if *runs_one_test { "one" } else { "many" };
                writeln!(f, "spec-evidence\t{VERSION}\t{pid}\t{mode}\t{}", Field(program))
            }
            Self::Attempt { number, test } => writeln!(f, "attempt\t{number}\t{}", Field(test)),
            Self::Site { number, site } => writeln!(f, "site\t{number}\t{}", Field(site)),
            Self::Began { entry, site, thread } => writeln!(f, "began\t{entry}\t{site}\t{}", Field(thread)),
            Self::Ended { entry, end } => {
                writeln!(f, "ended\t{entry}\t{}", word(End::ALL, *end))
            }
            Self::Ran { entry, site } => writeln!(f, "ran\t{}\t{site}", Entry(*entry)),
            Self::Mutants { site, sight, returns, mutants } => {
                write!(f, "mutants\t{site}\t{}\t{}", word(Sight::ALL, *sight), Field(returns))?;
                mutants.iter().try_for_each(|(mutant, label)| write!(f, "\t{mutant} {}", Field(label)))?;
                writeln!(f)
            }
            Self::Returned { entry, site, differing } => {
                writeln!(f, "returned\t{}\t{site}\t{differing:x}", Entry(*entry))
            }
            Self::Reached { entry, operator } => writeln!(f, "reached\t{}\t{operator:x}", Entry(*entry)),
        }
    }
}

/// The number of an entry, if there is one.
struct Entry(Option<u32>);

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(entry) => entry.fmt(f),
            None => f.write_char('-'),
        }
    }
}

/// Text between tabs.
struct Field<'a>(&'a str);

impl fmt::Display for Field<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| match c {
            '\\' => f.write_str("\\\\"),
            '\t' => f.write_str("\\t"),
            '\n' => f.write_str("\\n"),
            '\r' => f.write_str("\\r"),
            c => f.write_char(c),
        })
    }
}

fn unescaped(field: &str) -> Cow<'_, str> {
    if !field.contains('\\') {
        return Cow::Borrowed(field);
    }
    let mut text = String::with_capacity(field.len());
    let mut rest = field.chars();
    while let Some(c) = rest.next() {
        text.push(match c {
            '\\' => match rest.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some(c) => c,
                None => '\\',
            },
            c => c,
        });
    }
    Cow::Owned(text)
}

impl<'a> Record<'a> {
    /// Reads a line, without its end. `None`: it is no record of this version.
    pub fn parse(line: &'a str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut next = || fields.next();
        let record = match next()? {
            "spec-evidence" => {
                if number(next()?)? != VERSION {
                    return None;
                }
                Self::Process {
                    pid: number(next()?)?,
                    runs_one_test: match next()? {
                        "one" => true,
                        "many" => false,
                        _ => return None,
                    },
                    program: unescaped(next()?),
                }
            }
            "attempt" => Self::Attempt { number: number(next()?)?, test: unescaped(next()?) },
            "site" => Self::Site { number: number(next()?)?, site: unescaped(next()?) },
            "began" => {
                Self::Began { entry: number(next()?)?, site: number(next()?)?, thread: unescaped(next()?) }
            }
            "ended" => Self::Ended { entry: number(next()?)?, end: value(End::ALL, next()?)? },
            "ran" => Self::Ran { entry: entry(next()?)?, site: number(next()?)? },
            "mutants" => {
                let (site, sight) = (number(next()?)?, value(Sight::ALL, next()?)?);
                let returns = unescaped(next()?);
                let mutants = fields.map(|field| {
                    let (mutant, label) = field.split_once(' ')?;
                    Some((mutant.parse().ok()?, unescaped(label)))
                });
                return Some(Self::Mutants {
                    site,
                    sight,
                    returns,
                    mutants: mutants.collect::<Option<_>>()?,
                });
            }
            "returned" => Self::Returned {
                entry: entry(next()?)?,
                site: number(next()?)?,
                differing: u64::from_str_radix(next()?, 16).ok()?,
            },
            "reached" => {
                Self::Reached { entry: entry(next()?)?, operator: u64::from_str_radix(next()?, 16).ok()? }
            }
            _ => return None,
        };
        fields.next().is_none().then_some(record)
    }
}

fn number(field: &str) -> Option<u32> {
    field.parse().ok()
}

fn entry(field: &str) -> Option<Option<u32>> {
    if field == "-" { Some(None) } else { number(field).map(Some) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text() -> impl Strategy<Value = Cow<'static, str>> {
        "[a-z=\\\\\t\n\r ü\u{0}]{0,8}".prop_map(Cow::Owned)
    }

    fn mutant() -> impl Strategy<Value = MutantId> {
        let change = prop::sample::select(MutantChange::ALL.map(|(change, _)| change).to_vec());
        (change, 0..100_usize).prop_map(|(change, number)| MutantId { change, number })
    }

    fn record() -> impl Strategy<Value = Record<'static>> {
        prop_oneof![
            (any::<u32>(), any::<bool>(), text()).prop_map(|(pid, runs_one_test, program)| Record::Process {
                pid,
                runs_one_test,
                program
            }),
            (any::<u32>(), text()).prop_map(|(number, test)| Record::Attempt { number, test }),
            (any::<u32>(), text()).prop_map(|(number, site)| Record::Site { number, site }),
            (any::<u32>(), any::<u32>(), text()).prop_map(|(entry, site, thread)| Record::Began {
                entry,
                site,
                thread
            }),
            (any::<u32>(), prop::sample::select(vec![End::Returned, End::Failed, End::Panicked]))
                .prop_map(|(entry, end)| Record::Ended { entry, end }),
            (any::<Option<u32>>(), any::<u32>()).prop_map(|(entry, site)| Record::Ran { entry, site }),
            (
                any::<u32>(),
                prop::sample::select(vec![Sight::Compared, Sight::Opaque, Sight::Effect]),
                text(),
                prop::collection::vec((mutant(), text()), 0..3)
            )
                .prop_map(|(site, sight, returns, mutants)| Record::Mutants {
                    site,
                    sight,
                    returns,
                    mutants
                }),
            (any::<Option<u32>>(), any::<u32>(), any::<u64>())
                .prop_map(|(entry, site, differing)| Record::Returned { entry, site, differing }),
            (any::<Option<u32>>(), any::<u64>())
                .prop_map(|(entry, operator)| Record::Reached { entry, operator }),
        ]
    }

    proptest! {
        #[test]
        fn a_record_is_read_as_it_was_written(record in record()) {
            let line = record.to_string();
            let line = line.strip_suffix('\n').expect("it is a whole line");
            prop_assert!(!line.contains(['\n', '\r']));
            prop_assert_eq!(Record::parse(line), Some(record));
        }

        #[test]
        fn any_line_is_a_record_or_none(line in "(spec-evidence|attempt|site|began|ended|ran|mutants|returned|reached)?[#~\t0-9a-z=\\\\-]{0,20}") {
            Record::parse(&line);
        }
    }

    #[test]
    fn a_record_of_another_version_is_none() {
        let line = Record::Process { pid: 1, runs_one_test: true, program: "a".into() }.to_string();
        assert!(Record::parse(line.trim_end()).is_some());
        assert_eq!(Record::parse(line.trim_end().replacen("\t2\t", "\t1\t", 1).as_str()), None);
    }
}
