//! The criteria of `specs/001-recipe-scaling/spec.md`.

use recipe_scaler::{Amount, Error, Quantity, Recipe, Unit};
use spec_runtime::spec;

fn quantity(numerator: u64, denominator: u64) -> Quantity {
    Quantity::new(numerator, denominator).expect("the denominator is not zero")
}

fn recipe(servings: u64, ingredients: &[(&str, Amount)]) -> Recipe {
    let ingredients = ingredients.iter().map(|&(name, amount)| (name.to_owned(), amount)).collect();
    Recipe { servings, ingredients }
}

/// US1.1 · Scale a recipe
#[test]
#[spec("US1.1")]
fn two_hundred_grams_for_four_are_three_hundred_for_six() {
    // Given
    let mut recipe = recipe(4, &[("flour", Amount::Of(quantity(200, 1), Unit::Gram))]);
    // When
    recipe.scale(6).unwrap();
    // Then
    assert_eq!(recipe.ingredients[0].1.to_string(), "300 g");
    assert_eq!(recipe.servings, 6);
}

/// US1.2 · Scale a recipe
#[test]
#[spec("US1.2")]
fn salt_stays_to_taste() {
    let mut recipe = recipe(4, &[("salt", Amount::ToTaste)]);
    recipe.scale(6).unwrap();
    assert_eq!(recipe.ingredients[0].1, Amount::ToTaste);
    assert_eq!(recipe.servings, 6);
}

/// US1.3 · Scale a recipe
#[test]
#[spec("US1.3")]
fn a_recipe_for_nobody_is_refused() {
    let mut scaled = recipe(4, &[("flour", Amount::Of(quantity(200, 1), Unit::Gram))]);
    let before = scaled.clone();
    let error = scaled.scale(0).unwrap_err();
    assert_eq!(error, Error::NobodyToCookFor);
    assert_eq!(error.to_string(), "a recipe is for one person at least");
    assert_eq!(scaled, before);
}

/// US2.1 · Measure with spoons and cups
#[test]
#[spec("US2.1")]
fn cups_are_read_in_fractions() {
    assert_eq!(Amount::Of(quantity(3, 2), Unit::Cup).to_string(), "1 1/2 cups");
}

/// US2.2 · Measure with spoons and cups
#[test]
#[spec("US2.2")]
fn one_cup_is_read_without_a_fraction() {
    assert_eq!(Amount::Of(quantity(1, 1), Unit::Cup).to_string(), "1 cup");
}

/// FR-001
#[test]
#[spec("FR-001")]
fn a_third_is_not_rounded() {
    let mut recipe = recipe(3, &[("milk", Amount::Of(quantity(1, 1), Unit::Cup))]);
    recipe.scale(1).unwrap();
    assert_eq!(recipe.ingredients[0].1, Amount::Of(quantity(1, 3), Unit::Cup));
    recipe.scale(3).unwrap();
    assert_eq!(recipe.ingredients[0].1, Amount::Of(quantity(1, 1), Unit::Cup));
}

/// FR-002
#[test]
#[spec("FR-002")]
fn fractions_are_in_lowest_terms() {
    let written = [(6, 4), (2, 4), (8, 4), (0, 4), (22, 8)].map(|(n, d)| quantity(n, d).to_string());
    assert_eq!(written, ["1 1/2", "1/2", "2", "0", "2 3/4"]);
}

/// FR-003
#[test]
#[spec("FR-003")]
fn units_have_a_plural_above_one() {
    let eggs = |numerator, denominator| Amount::Of(quantity(numerator, denominator), Unit::Egg).to_string();
    assert_eq!(eggs(1, 3), "1/3 egg");
    assert_eq!(eggs(1, 1), "1 egg");
    assert_eq!(eggs(4, 3), "1 1/3 eggs");
    assert_eq!(Amount::Of(quantity(2, 1), Unit::Tablespoon).to_string(), "2 tablespoons");
}

/// FR-004
#[test]
#[spec("FR-004")]
fn a_fraction_of_nothing_is_refused() {
    assert_eq!(Quantity::new(1, 0), Err(Error::ZeroDenominator));
}

/// SC-001 · Success criterion
#[test]
#[spec("SC-001")]
fn there_and_back_is_where_it_started() {
    for servings in 1..=12 {
        for people in 1..=12 {
            let start = recipe(
                servings,
                &[
                    ("flour", Amount::Of(quantity(250, 1), Unit::Gram)),
                    ("milk", Amount::Of(quantity(7, 3), Unit::Cup)),
                    ("sugar", Amount::Of(quantity(3, 2), Unit::Tablespoon)),
                    ("egg", Amount::Of(quantity(1, 1), Unit::Egg)),
                    ("salt", Amount::ToTaste),
                ],
            );
            let mut scaled = start.clone();
            scaled.scale(people).unwrap();
            assert_eq!(scaled.servings, people);
            scaled.scale(servings).unwrap();
            assert_eq!(scaled, start, "from {servings} to {people} and back");
        }
    }
}
