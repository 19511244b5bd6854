//! Finer cases of bounds: numbers with an exponent, rates, the end of a bound itself, exceptions and absolutes.

use super::SofteningKind;

/// Before, now, and the kinds of what is weaker.
pub(super) const FINER: &[super::Case] = &[
    // A statement that was absolute and is not any more.
    (
        "THE queue SHALL NOT lose any message",
        "THE queue SHALL NOT lose most messages",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE queue SHALL NOT lose any message",
        "THE queue SHALL NOT lose all messages",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE queue SHALL never lose any message",
        "THE queue SHALL never lose many messages",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE log MUST NOT contain any secret",
        "THE log MUST NOT contain every secret",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE parser SHALL return an error for any input",
        "THE parser SHALL return an error for any positive input",
        &[SofteningKind::Quantifier],
    ),
    (
        "For any input THE parser SHALL end",
        "For any positive input THE parser SHALL end",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE function SHALL NOT panic for any input",
        "THE function SHALL NOT panic for any positive input",
        &[SofteningKind::Quantifier],
    ),
    ("The parser ends for any input.", "The parser ends for most inputs.", &[SofteningKind::Quantifier]),
    (
        "For any input the parser ends.",
        "For any positive input the parser ends.",
        &[SofteningKind::Quantifier],
    ),
    // Numbers with an exponent.
    ("THE error SHALL be at most 1e-9", "THE error SHALL be at most 1e-6", &[SofteningKind::Bound]),
    ("THE error SHALL be at most 10^-6", "THE error SHALL be at most 10^-3", &[SofteningKind::Bound]),
    ("THE error SHALL be at most 10^-9", "THE error SHALL be at most 1e-6", &[SofteningKind::Bound]),
    ("THE error SHALL be at most 1.5E-9", "THE error SHALL be at most 2.5E-9", &[SofteningKind::Bound]),
    ("THE error SHALL be below 2 × 10^-9", "THE error SHALL be below 3 × 10^-9", &[SofteningKind::Bound]),
    ("THE error SHALL be below 2e-9 m", "THE error SHALL be below 2e-6 m", &[SofteningKind::Bound]),
    (
        "THE store SHALL hold at least 1e6 orders",
        "THE store SHALL hold at least 1e5 orders",
        &[SofteningKind::Bound],
    ),
    (
        "THE store SHALL hold at least 10^6 orders",
        "THE store SHALL hold at least 10^5 orders",
        &[SofteningKind::Bound],
    ),
    (
        "THE store SHALL hold at least 10⁶ orders",
        "THE store SHALL hold at least 10⁵ orders",
        &[SofteningKind::Bound],
    ),
    ("THE error SHALL be at most 10⁻⁹", "THE error SHALL be at most 10⁻⁶", &[SofteningKind::Bound]),
    ("THE shop SHALL answer within `50 ms`", "THE shop SHALL answer within `90 ms`", &[SofteningKind::Bound]),
    (
        "THE shop SHALL take at most \"5 EUR\"",
        "THE shop SHALL take at most \"9 EUR\"",
        &[SofteningKind::Bound],
    ),
    // Rates.
    (
        "THE client SHALL send no more than 5/s",
        "THE client SHALL send no more than 15/s",
        &[SofteningKind::Bound],
    ),
    (
        "THE client SHALL send no more than 5 per second",
        "THE client SHALL send no more than 15 per second",
        &[SofteningKind::Bound],
    ),
    ("THE client SHALL send at most 60/min", "THE client SHALL send at most 60/s", &[SofteningKind::Bound]),
    (
        "THE client SHALL send at most 60/min",
        "THE client SHALL send at most 2 per second",
        &[SofteningKind::Bound],
    ),
    (
        "THE disk SHALL write at least 50 MB/s",
        "THE disk SHALL write at least 20 MB/s",
        &[SofteningKind::Bound],
    ),
    ("THE fan SHALL turn at most 5/minute", "THE fan SHALL turn at most 5/second", &[SofteningKind::Bound]),
    (
        "THE client SHALL send no more than 5 / s",
        "THE client SHALL send no more than 15 / s",
        &[SofteningKind::Bound],
    ),
    // The end of a bound belongs to it, or not.
    ("THE coverage SHALL be > 95 %", "THE coverage SHALL be >= 95 %", &[SofteningKind::Bound]),
    ("THE coverage SHALL be > 95 %", "THE coverage SHALL be ≥ 95 %", &[SofteningKind::Bound]),
    ("THE coverage SHALL be more than 95 %", "THE coverage SHALL be at least 95 %", &[SofteningKind::Bound]),
    (
        "THE coverage SHALL be greater than 95 %",
        "THE coverage SHALL be 95 % or more",
        &[SofteningKind::Bound],
    ),
    (
        "THE cache SHALL hold fewer than 10 entries",
        "THE cache SHALL hold at most 10 entries",
        &[SofteningKind::Bound],
    ),
    (
        "THE cache SHALL hold fewer than 10 entries",
        "THE cache SHALL hold no more than 10 entries",
        &[SofteningKind::Bound],
    ),
    ("THE latency SHALL be < 50 ms", "THE latency SHALL be <= 50 ms", &[SofteningKind::Bound]),
    ("THE page SHALL load in < 2 s", "THE page SHALL load in at most 2 s", &[SofteningKind::Bound]),
    // One exception more.
    (
        "THE client SHALL retry all errors other than 408 and 429",
        "THE client SHALL retry all errors other than 408, 425 and 429",
        &[SofteningKind::Condition],
    ),
    (
        "THE client SHALL retry all errors except 408 and 429",
        "THE client SHALL retry all errors except 408, 429 and 500",
        &[SofteningKind::Condition],
    ),
    (
        "THE client SHALL retry all errors except 408, 425 or 429",
        "THE client SHALL retry all errors except 400, 408, 425 or 429",
        &[SofteningKind::Condition],
    ),
    (
        "The client retries all errors other than 408 and 429.",
        "The client retries all errors other than 408, 425 and 429.",
        &[SofteningKind::Condition],
    ),
    // A prohibition turned round.
    ("THE shop SHALL NOT log the card", "THE shop SHALL log the card", &[SofteningKind::Modal]),
    ("The shop must not log the card.", "The shop must log the card.", &[SofteningKind::Modal]),
    (
        "WHEN a user pays THE shop SHALL NOT store the card",
        "WHEN a user pays THE shop SHALL store the card",
        &[SofteningKind::Modal],
    ),
    ("THE shop SHALL never log the card", "THE shop SHALL log the card", &[SofteningKind::Modal]),
    // In a condition it is the other way round.
    (
        "WHEN any input arrives THE parser SHALL answer",
        "WHEN any positive input arrives THE parser SHALL answer",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN at least 5 attempts fail THE shop SHALL lock the account",
        "WHEN more than 5 attempts fail THE shop SHALL lock the account",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL process requests in less than 2 s",
        "THE shop SHALL process requests in less than 3 s",
        &[SofteningKind::Bound],
    ),
    (
        "THE disk SHALL write at least 50 MB/s",
        "THE disk SHALL write at least 900 KB/s",
        &[SofteningKind::Bound],
    ),
    (
        "THE list SHALL contain fewer than 10 rows",
        "THE list SHALL contain at most 10 rows",
        &[SofteningKind::Bound],
    ),
];
