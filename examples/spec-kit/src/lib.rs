//! Recipes for more or fewer people. What it must do is written in `specs/001-recipe-scaling/spec.md`.

use std::fmt;

use spec_runtime::spec;

/// A quantity as an exact fraction in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quantity {
    numerator: u64,
    denominator: u64,
}

/// Nothing of it.
impl Default for Quantity {
    fn default() -> Self {
        Self { numerator: 0, denominator: 1 }
    }
}

/// The reason why a quantity or a scaling was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// A fraction of nothing.
    ZeroDenominator,
    /// Nobody is at the table.
    NobodyToCookFor,
    /// The quantity is larger than any kitchen.
    TooLarge,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ZeroDenominator => "the denominator of a quantity is zero",
            Self::NobodyToCookFor => "a recipe is for one person at least",
            Self::TooLarge => "the quantity is too large",
        })
    }
}

impl std::error::Error for Error {}

impl Quantity {
    /// The fraction of two numbers.
    #[spec("FR-004")]
    pub fn new(numerator: u64, denominator: u64) -> Result<Self, Error> {
        if denominator == 0 {
            return Err(Error::ZeroDenominator);
        }
        let divisor = greatest_common_divisor(numerator, denominator);
        Ok(Self { numerator: numerator / divisor, denominator: denominator / divisor })
    }

    fn times(self, people: u64, servings: u64) -> Result<Self, Error> {
        // Shortened crosswise first, so that the products are as small as they can be.
        let (left, right) = (Self::new(self.numerator, servings)?, Self::new(people, self.denominator)?);
        let product = |a: u64, b: u64| a.checked_mul(b).ok_or(Error::TooLarge);
        Self::new(product(left.numerator, right.numerator)?, product(left.denominator, right.denominator)?)
    }

    fn is_above_one(self) -> bool {
        self.numerator > self.denominator
    }
}

fn greatest_common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

#[spec("FR-002")]
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.numerator / self.denominator, self.numerator % self.denominator);
        match (whole, rest) {
            (whole, 0) => write!(f, "{whole}"),
            (0, rest) => write!(f, "{rest}/{}", self.denominator),
            (whole, rest) => write!(f, "{whole} {rest}/{}", self.denominator),
        }
    }
}

/// The amount of an ingredient.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// So many of a unit.
    Of(Quantity, Unit),
    /// As much as the cook likes.
    ToTaste,
}

/// The unit of a quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Grams, which have no plural.
    Gram,
    /// Cups.
    Cup,
    /// Tablespoons.
    Tablespoon,
    /// Eggs.
    Egg,
}

impl Unit {
    fn name(self, plural: bool) -> &'static str {
        match (self, plural) {
            (Self::Gram, _) => "g",
            (Self::Cup, false) => "cup",
            (Self::Cup, true) => "cups",
            (Self::Tablespoon, false) => "tablespoon",
            (Self::Tablespoon, true) => "tablespoons",
            (Self::Egg, false) => "egg",
            (Self::Egg, true) => "eggs",
        }
    }
}

#[spec("FR-003", "US2.1", "US2.2")]
impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(quantity, unit) => write!(f, "{quantity} {}", unit.name(quantity.is_above_one())),
            Self::ToTaste => f.write_str("to taste"),
        }
    }
}

/// The quantities for so many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// For how many people it is.
    pub servings: u64,
    /// The names of the ingredients and how much of each.
    pub ingredients: Vec<(String, Amount)>,
}

impl Recipe {
    /// Makes it a recipe for so many people. If that cannot be done, it stays as it is.
    #[spec("US1.1", "US1.2", "US1.3", "FR-001", "SC-001")]
    pub fn scale(&mut self, people: u64) -> Result<(), Error> {
        if people == 0 {
            return Err(Error::NobodyToCookFor);
        }
        let mut scaled = self.ingredients.clone();
        for (_, amount) in &mut scaled {
            if let Amount::Of(quantity, _) = amount {
                *quantity = quantity.times(people, self.servings)?;
            }
        }
        (self.ingredients, self.servings) = (scaled, people);
        Ok(())
    }
}
