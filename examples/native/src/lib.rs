//! Amounts of money that never lose a cent. What it must do is written in `requirements.md`.

use std::fmt;
use std::str::FromStr;

use spec_runtime::spec;

/// A currency that amounts can be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
// No release has a default currency; with one, `cargo spec prove` can knock out what returns a currency or an amount.
#[cfg_attr(debug_assertions, derive(Default))]
pub enum Currency {
    /// The euro, of 100 cents.
    #[cfg_attr(debug_assertions, default)]
    Eur,
    /// The yen, which has no smaller unit.
    Jpy,
    /// The Kuwaiti dinar, of 1000 fils.
    Kwd,
}

impl Currency {
    /// Every currency there is.
    pub const ALL: [Self; 3] = [Self::Eur, Self::Jpy, Self::Kwd];

    /// The code of ISO 4217.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Jpy => "JPY",
            Self::Kwd => "KWD",
        }
    }

    /// Returns the number of decimals that an amount is written with.
    pub fn decimals(self) -> usize {
        match self {
            Self::Eur => 2,
            Self::Jpy => 0,
            Self::Kwd => 3,
        }
    }

    fn units_per_whole(self) -> u64 {
        match self {
            Self::Eur => 100,
            Self::Jpy => 1,
            Self::Kwd => 1000,
        }
    }
}

#[spec("REQ-1.4")]
impl FromStr for Currency {
    type Err = Error;

    fn from_str(code: &str) -> Result<Self, Error> {
        let known = Self::ALL.into_iter().find(|currency| currency.code() == code);
        known.ok_or_else(|| Error::UnknownCurrency(code.to_owned()))
    }
}

/// An amount: a whole number of the smallest unit of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(debug_assertions, derive(Default))]
pub struct Money {
    units: i64,
    currency: Currency,
}

/// The reason why an amount could not be read, added or split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// The text is not a number and a currency code.
    Malformed(String),
    /// No currency has this code.
    UnknownCurrency(String),
    /// The number has more decimals than the currency.
    TooManyDecimals(Currency),
    /// The amount does not fit into 64 bits.
    TooLarge,
    /// Amounts of two currencies have no sum.
    CurrenciesDiffer(Currency, Currency),
    /// Nothing can be split into no parts.
    NoParts,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(text) => write!(f, "{text:?} is not an amount such as `12.34 EUR`"),
            Self::UnknownCurrency(code) => write!(f, "there is no currency {code:?}"),
            Self::TooManyDecimals(currency) => {
                write!(f, "an amount in {} has at most {} decimals", currency.code(), currency.decimals())
            }
            Self::TooLarge => f.write_str("the amount does not fit into 64 bits"),
            Self::CurrenciesDiffer(left, right) => {
                write!(f, "{} and {} cannot be added", left.code(), right.code())
            }
            Self::NoParts => f.write_str("an amount cannot be split into no parts"),
        }
    }
}

impl std::error::Error for Error {}

impl Money {
    /// An amount of so many smallest units.
    pub fn new(units: i64, currency: Currency) -> Self {
        Self { units, currency }
    }

    /// The number of smallest units.
    pub fn units(self) -> i64 {
        self.units
    }

    /// The sum of two amounts of one currency.
    #[spec("REQ-2.1", "REQ-2.2", "REQ-2.3")]
    pub fn plus(self, other: Self) -> Result<Self, Error> {
        if self.currency != other.currency {
            return Err(Error::CurrenciesDiffer(self.currency, other.currency));
        }
        let units = self.units.checked_add(other.units).ok_or(Error::TooLarge)?;
        Ok(Self { units, ..self })
    }

    /// The amount in so many parts, as even as they can be.
    #[spec("REQ-3.1", "REQ-3.2", "REQ-3.3", "REQ-3.4")]
    pub fn split(self, parts: u32) -> Result<Vec<Self>, Error> {
        if parts == 0 {
            return Err(Error::NoParts);
        }
        let (even, rest) = (self.units / i64::from(parts), self.units % i64::from(parts));
        let part = |index| {
            let extra = if i64::from(index) < rest.abs() { rest.signum() } else { 0 };
            Self { units: even + extra, ..self }
        };
        Ok((0..parts).map(part).collect())
    }
}

#[spec("REQ-1.1", "REQ-1.2", "REQ-1.3")]
impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let malformed = || Error::Malformed(text.to_owned());
        let (number, code) = text.split_once(' ').ok_or_else(malformed)?;
        let currency: Currency = code.parse()?;
        let (negative, number) = match number.strip_prefix('-') {
            Some(number) => (true, number),
            None => (false, number),
        };
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || number.ends_with('.') || !all_digits(whole) || !all_digits(decimals) {
            return Err(malformed());
        }
        let missing =
            currency.decimals().checked_sub(decimals.len()).ok_or(Error::TooManyDecimals(currency))?;
        let digits = format!("{whole}{decimals}{}", "0".repeat(missing));
        let units: i128 = digits.parse().map_err(|_| Error::TooLarge)?;
        let units = if negative { -units } else { units };
        Ok(Self { units: i64::try_from(units).map_err(|_| Error::TooLarge)?, currency })
    }
}

#[spec("REQ-4.1", "REQ-4.2")]
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let per_whole = self.currency.units_per_whole();
        let (whole, rest) = (self.units.unsigned_abs() / per_whole, self.units.unsigned_abs() % per_whole);
        match self.currency.decimals() {
            0 => write!(f, "{sign}{whole} {}", self.currency.code()),
            decimals => write!(f, "{sign}{whole}.{rest:0decimals$} {}", self.currency.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // A unit test verifies a criterion just as an integration test does.
    #[test]
    #[spec("REQ-3.3")]
    fn the_parts_further_from_zero_come_first() {
        let units = |amount: i64| -> Vec<i64> {
            let parts = Money::new(amount, Currency::Eur).split(3).unwrap();
            parts.into_iter().map(Money::units).collect()
        };
        assert_eq!(units(100), [34, 33, 33]);
        assert_eq!(units(-101), [-34, -34, -33]);
    }

    #[test]
    #[spec("REQ-3.4")]
    fn no_parts_are_refused() {
        assert_eq!(Money::new(100, Currency::Eur).split(0), Err(Error::NoParts));
    }
}
