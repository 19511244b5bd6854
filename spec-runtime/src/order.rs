//! The requests of `cargo spec prove` to a test program: whether to compare, and which function to break or
//! which operator to change.
//!
//! It reaches the process in one environment variable. Its name is drawn anew for each run, and its value is sealed, and as long for every
//! order. So a test cannot read by name whether it is being tried. Nor can it tell one order from another. A test that copies this module
//! can, as it could copy the whole command.

use std::env;
use std::ffi::OsStr;

use crate::evidence::{MutantId, VERSION};

/// The request to a process.
///
/// ```
/// use spec_runtime::order::KnockoutOrder;
///
/// let order = KnockoutOrder { compares: true, ..KnockoutOrder::default() };
/// let (name, value) = order.sealed(42);
/// assert_eq!(KnockoutOrder::opened(&name, &value), Some(order));
/// assert_eq!(KnockoutOrder::opened("PATH", "/usr/bin"), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnockoutOrder {
    /// The folder for the records.
    pub folder: Option<String>,
    /// Does the process run one test only? Whatever runs in it then runs for that test.
    pub runs_one_test: bool,
    /// Are functions to compare what they return with their mutants?
    pub compares: bool,
    /// The function to break, by its [key](crate::evidence::Site::key), and its mutant.
    pub mutant: Option<(String, MutantId)>,
    /// The operator to change in sources that `prove --deep` has rewritten, by its number.
    pub operator: Option<u64>,
}

/// The number of letters in a name.
const NAME: usize = 20;

/// Values are filled up to a multiple of so many bytes.
const BLOCK: usize = 512;

/// An order begins with this when it is opened, and with the version of the records that it asks for.
fn seal() -> String {
    format!("cargo-spec {VERSION}\n")
}

impl KnockoutOrder {
    /// The name and the value of the environment variable, which depend on a number drawn for this run.
    pub fn sealed(&self, random: u64) -> (String, String) {
        let mut names = Noise(random);
        let name: String = (0..NAME).map(|_| char::from(b'A' + names.next() % 26)).collect();
        let mut text = seal();
        for part in [
            self.folder.as_deref().unwrap_or_default(),
            if self.runs_one_test { "1" } else { "" },
            if self.compares { "1" } else { "" },
            &self.mutant.as_ref().map(|(key, mutant)| format!("{mutant} {key}")).unwrap_or_default(),
            &self.operator.map(|operator| format!("{operator:x}")).unwrap_or_default(),
        ] {
            text.push_str(part);
            text.push('\n');
        }
        let mut bytes = text.into_bytes();
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
        let mut noise = Noise::of(&name);
        let value = bytes.into_iter().map(|byte| format!("{:02x}", byte ^ noise.next())).collect();
        (name, value)
    }

    /// Reads an environment variable; `None`: it is no order.
    pub fn opened(name: &str, value: &str) -> Option<Self> {
        let is_name = name.len() == NAME && name.bytes().all(|byte| byte.is_ascii_uppercase());
        if !is_name || value.is_empty() || !value.len().is_multiple_of(2 * BLOCK) {
            return None;
        }
        let mut noise = Noise::of(name);
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let bytes = value.as_bytes().chunks(2).map(|pair| {
            let [high, low] = pair else { return None };
            Some((digit(*high)? << 4 | digit(*low)?) ^ noise.next())
        });
        let text = String::from_utf8(bytes.collect::<Option<_>>()?).ok()?;
        let mut parts = text.strip_prefix(&*seal())?.split('\n');
        let mut next = || parts.next().filter(|part| !part.is_empty());
        let (folder, one, compares, mutant, operator) = (next(), next(), next(), next(), next());
        let mutant = mutant.and_then(|mutant| mutant.split_once(' '));
        let mutant = mutant.and_then(|(mutant, key)| Some((key.to_owned(), mutant.parse().ok()?)));
        Some(Self {
            folder: folder.map(str::to_owned),
            runs_one_test: one.is_some(),
            compares: compares.is_some(),
            mutant,
            operator: operator.and_then(|operator| u64::from_str_radix(operator, 16).ok()),
        })
    }

    /// Is an environment variable an order?
    pub fn is_one(name: &OsStr, value: &OsStr) -> bool {
        matches!((name.to_str(), value.to_str()), (Some(name), Some(value)) if Self::opened(name, value).is_some())
    }

    /// Returns the request to this process, if there is one.
    pub fn of_the_environment() -> Option<Self> {
        env::vars_os().find_map(|(name, value)| Self::opened(name.to_str()?, value.to_str()?))
    }
}

/// Numbers that look like none.
struct Noise(u64);

impl Noise {
    fn of(name: &str) -> Self {
        Self(
            name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
            }),
        )
    }

    /// The next one, by `splitmix64`.
    fn next(&mut self) -> u8 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ number >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ number >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ number >> 31).to_le_bytes()[0]
    }
}

#[cfg(test)]
mod tests {
    use crate::evidence::MutantChange;

    use super::*;

    #[test]
    fn an_order_is_read_as_it_was_sealed_and_all_look_alike() {
        let mutant = MutantId { change: MutantChange::Near, number: 3 };
        let orders = [
            KnockoutOrder::default(),
            KnockoutOrder {
                folder: Some("/tmp/a b".to_owned()),
                runs_one_test: true,
                compares: true,
                ..KnockoutOrder::default()
            },
            KnockoutOrder { operator: Some(u64::MAX), ..KnockoutOrder::default() },
            KnockoutOrder {
                mutant: Some(("12:8 src/lib.rs\tfrom_str:3".to_owned(), mutant)),
                ..KnockoutOrder::default()
            },
        ];
        for (random, order) in (1..).zip(orders) {
            let (name, value) = order.sealed(random);
            assert_eq!(KnockoutOrder::opened(&name, &value), Some(order));
            assert_eq!(value.len(), 2 * BLOCK);
            assert!(value.bytes().all(|byte| byte.is_ascii_hexdigit()));
        }
    }

    #[test]
    fn other_variables_are_no_orders() {
        let (name, value) = KnockoutOrder::default().sealed(7);
        assert_eq!(KnockoutOrder::opened(&name, &value[2..]), None);
        assert_eq!(KnockoutOrder::opened(&name, &value.replace(&value[..2], "zz")), None);
        let (other, _) = KnockoutOrder::default().sealed(8);
        assert_ne!(name, other);
        assert_eq!(KnockoutOrder::opened(&other, &value), None);
    }
}
