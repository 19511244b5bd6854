//! The criteria of `requirements.md`.

use proptest::prelude::*;
use spec_runtime::spec;
use tidy_money::{Currency, Error, Money};

fn read(text: &str) -> Result<Money, Error> {
    text.parse()
}

/// REQ-1.1 · Reading an amount
#[test]
#[spec("REQ-1.1")]
fn a_number_and_a_code_are_smallest_units() {
    assert_eq!(read("12.34 EUR"), Ok(Money::new(1234, Currency::Eur)));
    assert_eq!(read("-12.34 EUR"), Ok(Money::new(-1234, Currency::Eur)));
    assert_eq!(read("12 JPY"), Ok(Money::new(12, Currency::Jpy)));
    for text in ["", "EUR", "12.34EUR", "12,34 EUR", ".5 EUR", "5. EUR", "+5 EUR", "1e3 EUR"] {
        assert!(read(text).is_err(), "{text:?} is not an amount");
    }
}

/// REQ-1.2 · Reading an amount
#[test]
#[spec("REQ-1.2")]
fn missing_decimals_are_zeros() {
    assert_eq!(read("12 EUR"), Ok(Money::new(1200, Currency::Eur)));
    assert_eq!(read("12.3 EUR"), Ok(Money::new(1230, Currency::Eur)));
    assert_eq!(read("0.1 KWD"), Ok(Money::new(100, Currency::Kwd)));
}

/// REQ-1.3 · Reading an amount
#[test]
#[spec("REQ-1.3")]
fn too_many_decimals_are_refused() {
    let error = read("12.345 EUR").unwrap_err();
    assert_eq!(error, Error::TooManyDecimals(Currency::Eur));
    assert!(error.to_string().contains("at most 2 decimals"), "{error}");
    assert_eq!(read("12.0 JPY"), Err(Error::TooManyDecimals(Currency::Jpy)));
}

/// REQ-1.4 · Reading an amount
#[test]
#[spec("REQ-1.4")]
fn an_unknown_currency_is_named() {
    let error = read("1.00 XYZ").unwrap_err();
    assert_eq!(error, Error::UnknownCurrency("XYZ".to_owned()));
    assert!(error.to_string().contains("XYZ"), "{error}");
}

/// REQ-2.1 · Adding
#[test]
#[spec("REQ-2.1")]
fn the_sum_is_exact() {
    let sum = Money::new(10, Currency::Eur).plus(Money::new(20, Currency::Eur)).unwrap();
    assert_eq!(sum.to_string(), "0.30 EUR");
    let largest = Money::new(i64::MAX - 1, Currency::Eur).plus(Money::new(1, Currency::Eur));
    assert_eq!(largest, Ok(Money::new(i64::MAX, Currency::Eur)));
}

/// REQ-2.2 · Adding
#[test]
#[spec("REQ-2.2")]
fn two_currencies_are_not_added() {
    let error = Money::new(1, Currency::Eur).plus(Money::new(1, Currency::Jpy)).unwrap_err();
    assert_eq!(error, Error::CurrenciesDiffer(Currency::Eur, Currency::Jpy));
    assert!(error.to_string().contains("EUR") && error.to_string().contains("JPY"), "{error}");
}

/// REQ-2.3 · Adding
#[test]
#[spec("REQ-2.3")]
fn a_sum_beyond_64_bits_is_refused() {
    let one = Money::new(1, Currency::Eur);
    assert_eq!(Money::new(i64::MAX, Currency::Eur).plus(one), Err(Error::TooLarge));
    assert_eq!(Money::new(i64::MIN, Currency::Eur).plus(Money::new(-1, Currency::Eur)), Err(Error::TooLarge));
}

fn amounts() -> impl Strategy<Value = Money> {
    let units = prop_oneof![any::<i64>(), -1000..1000_i64, Just(i64::MIN), Just(i64::MAX)];
    (units, prop::sample::select(&Currency::ALL)).prop_map(|(units, currency)| Money::new(units, currency))
}

proptest! {
    /// REQ-3.1 · Splitting a bill
    #[test]
    #[spec("REQ-3.1")]
    fn the_parts_add_up(amount in amounts(), parts in 1..200_u32) {
        let split = amount.split(parts).unwrap();
        prop_assert_eq!(split.len(), parts as usize);
        prop_assert_eq!(split.iter().map(|part| i128::from(part.units())).sum::<i128>(), i128::from(amount.units()));
    }

    /// REQ-3.2 · Splitting a bill
    #[test]
    #[spec("REQ-3.2")]
    fn the_parts_are_as_even_as_they_can_be(amount in amounts(), parts in 1..200_u32) {
        let units: Vec<_> = amount.split(parts).unwrap().into_iter().map(Money::units).collect();
        prop_assert!(units.iter().max().unwrap() - units.iter().min().unwrap() <= 1);
    }

    /// REQ-4.2 · Writing an amount
    #[test]
    #[spec("REQ-4.2")]
    fn what_was_written_reads_back(amount in amounts()) {
        prop_assert_eq!(read(&amount.to_string()), Ok(amount));
    }
}

/// REQ-4.1 · Writing an amount
#[test]
#[spec("REQ-4.1")]
fn every_decimal_is_written() {
    let cases = [
        (1234, Currency::Eur, "12.34 EUR"),
        (5, Currency::Eur, "0.05 EUR"),
        (-5, Currency::Eur, "-0.05 EUR"),
        (1234, Currency::Jpy, "1234 JPY"),
        (1234, Currency::Kwd, "1.234 KWD"),
    ];
    for (units, currency, written) in cases {
        assert_eq!(Money::new(units, currency).to_string(), written);
    }
}
