//! Cases of bounds that became wider, and of numbers that lost their bound.

use super::SofteningKind;

/// Before, now, and the kinds of what is weaker.
pub(super) const BOUNDS: &[super::Case] = &[
    ("THE shop SHALL answer within 50 ms", "THE shop SHALL answer within 500 ms", &[SofteningKind::Bound]),
    ("THE shop SHALL answer within 50ms", "THE shop SHALL answer within 5 s", &[SofteningKind::Bound]),
    (
        "THE shop SHALL answer within 90 seconds",
        "THE shop SHALL answer within 90 minutes",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL answer in less than 1 second",
        "THE shop SHALL answer in less than 3 seconds",
        &[SofteningKind::Bound],
    ),
    ("THE shop SHALL keep at least 3 copies", "THE shop SHALL keep at least 1 copy", &[SofteningKind::Bound]),
    (
        "THE shop SHALL keep at least three copies",
        "THE shop SHALL keep at least two copies",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL allow at most 3 attempts",
        "THE shop SHALL allow at most 10 attempts",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL allow no more than 3 attempts",
        "THE shop SHALL allow no more than 5 attempts",
        &[SofteningKind::Bound],
    ),
    ("THE shop SHALL allow up to 5 MB", "THE shop SHALL allow up to 5 GB", &[SofteningKind::Bound]),
    ("THE latency SHALL be ≤ 50 ms", "THE latency SHALL be ≤ 500 ms", &[SofteningKind::Bound]),
    ("THE latency SHALL be <= 50 ms", "THE latency SHALL be <= 60 ms", &[SofteningKind::Bound]),
    ("THE latency SHALL NOT exceed 50 ms", "THE latency SHALL NOT exceed 500 ms", &[SofteningKind::Bound]),
    (
        "THE shop SHALL NOT take longer than 2 s",
        "THE shop SHALL NOT take longer than 20 s",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL NOT take more than 50 ms",
        "THE shop SHALL NOT take more than 90 ms",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL be there for 99.9 % of requests",
        "THE shop SHALL be there for 99 % of requests",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL have 99.9% availability",
        "THE shop SHALL have 99.5% availability",
        &[SofteningKind::Bound],
    ),
    (
        "Passwords MUST have a minimum of 12 characters",
        "Passwords MUST have a minimum of 8 characters",
        &[SofteningKind::Bound],
    ),
    (
        "Passwords MUST have 12 or more characters",
        "Passwords MUST have 6 or more characters",
        &[SofteningKind::Bound],
    ),
    ("THE shop SHALL keep logs for 90 days", "THE shop SHALL keep logs for 30 days", &[SofteningKind::Bound]),
    (
        "THE shop SHALL save the cart every 5 minutes",
        "THE shop SHALL save the cart every 2 hours",
        &[SofteningKind::Bound],
    ),
    ("THE shop SHALL try exactly 3 times", "THE shop SHALL try at least 1 times", &[SofteningKind::Bound]),
    ("THE shop SHALL answer within 200 ms", "THE shop SHALL answer promptly", &[SofteningKind::Bound]),
    ("THE shop SHALL answer within 200 ms", "THE shop SHALL answer", &[SofteningKind::Bound]),
    (
        "WHEN more than 5 attempts fail THE shop SHALL lock the account",
        "WHEN more than 10 attempts fail THE shop SHALL lock the account",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL accept files up to 100 MB",
        "THE shop SHALL accept files up to 10 MB",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL hold up to 1000 orders",
        "THE shop SHALL hold up to 100 orders",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL NOT lose any message",
        "THE shop SHALL NOT lose more than 1% of messages",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL delete the data within 30 days",
        "THE shop SHALL delete the data within 30 business days",
        &[SofteningKind::Bound],
    ),
    (
        "WHEN a payment fails THE shop SHALL retry 3 times",
        "WHEN a payment fails THE shop SHALL retry up to 3 times",
        &[SofteningKind::Bound],
    ),
    ("THE shop SHALL answer in 2 s", "THE shop SHALL answer in 20 s", &[SofteningKind::Bound]),
    (
        "THE shop SHALL support 1000 concurrent users",
        "THE shop SHALL support 100 concurrent users",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL lock the account after 3 failed attempts",
        "THE shop SHALL lock the account after 10 failed attempts",
        &[SofteningKind::Bound],
    ),
    (
        "WHEN 3 attempts fail THE shop SHALL lock the account",
        "WHEN 10 attempts fail THE shop SHALL lock the account",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL answer within 50 ms at the 99th percentile",
        "THE shop SHALL answer within 50 ms at the 50th percentile",
        &[SofteningKind::Bound],
    ),
    (
        "THE shop SHALL answer with a p99 of 50 ms",
        "THE shop SHALL answer with a p90 of 50 ms",
        &[SofteningKind::Bound],
    ),
    (
        "WHILE the battery is below 20 % THE device SHALL dim",
        "WHILE the battery is below 5 % THE device SHALL dim",
        &[SofteningKind::Bound],
    ),
    // Ranges, dates, how often, and numbers without a word that bounds them.
    (
        "THE load balancer SHALL support between 10 and 100 concurrent backends",
        "THE load balancer SHALL support between 10 and 50 concurrent backends",
        &[SofteningKind::Bound],
    ),
    (
        "THE sensor SHALL operate between -20 °C and 60 °C",
        "THE sensor SHALL operate between 0 °C and 60 °C",
        &[SofteningKind::Bound],
    ),
    (
        "THE hotline SHALL be staffed 24 hours a day",
        "THE hotline SHALL be staffed 8 hours a day",
        &[SofteningKind::Bound],
    ),
    (
        "THE migration SHALL be complete by 1 March 2025",
        "THE migration SHALL be complete by 1 September 2025",
        &[SofteningKind::Bound],
    ),
    (
        "The deprecated endpoint MUST be removed before 2025-06-30",
        "The deprecated endpoint MUST be removed before 2026-06-30",
        &[SofteningKind::Bound],
    ),
    ("THE job SHALL run exactly once", "THE job SHALL run at most once", &[SofteningKind::Bound]),
    (
        "THE lock SHALL open within half a second",
        "THE lock SHALL open within two seconds",
        &[SofteningKind::Bound],
    ),
    (
        "THE clock SHALL be accurate to ±1 second",
        "THE clock SHALL be accurate to ±5 seconds",
        &[SofteningKind::Bound],
    ),
    (
        "THE deployment SHALL cause no downtime",
        "THE deployment SHALL cause at most 5 minutes of downtime",
        &[SofteningKind::Bound],
    ),
    ("THE ledger SHALL reconcile daily", "THE ledger SHALL reconcile weekly", &[SofteningKind::Bound]),
    ("THE ledger SHALL reconcile hourly", "THE ledger SHALL reconcile once a day", &[SofteningKind::Bound]),
    (
        "THE list SHALL contain 20 to 30 entries",
        "THE list SHALL contain 10 to 40 entries",
        &[SofteningKind::Bound],
    ),
    (
        "THE response SHALL take from 1 to 3 seconds",
        "THE response SHALL take from 1 to 10 seconds",
        &[SofteningKind::Bound],
    ),
    (
        "THE contrast ratio SHALL be no lower than 4.5:1",
        "THE contrast ratio SHALL be no lower than 3:1",
        &[SofteningKind::Bound],
    ),
    (
        "THE robot SHALL detect obstacles within 5 m",
        "THE robot SHALL detect obstacles within 2 m",
        &[SofteningKind::Bound],
    ),
    (
        "A dozen sensors at least SHALL be polled per cycle",
        "Six sensors at least SHALL be polled per cycle",
        &[SofteningKind::Bound],
    ),
    (
        "THE glucose monitor SHALL sound an alarm when the reading falls below 3.9 mmol/L",
        "THE glucose monitor SHALL sound an alarm when the reading falls below 3.0 mmol/L",
        &[SofteningKind::Bound],
    ),
    (
        "Two reviewers MUST approve each pull request",
        "One reviewer MUST approve each pull request",
        &[SofteningKind::Bound],
    ),
    (
        "THE telescope SHALL point with an accuracy of 2 arcseconds or better",
        "THE telescope SHALL point with an accuracy of 10 arcseconds or better",
        &[SofteningKind::Bound],
    ),
    (
        "THE search index SHALL be rebuilt nightly",
        "THE search index SHALL be rebuilt weekly",
        &[SofteningKind::Bound],
    ),
    (
        "THE car SHALL brake from 100 km/h to a standstill in under 40 m",
        "THE car SHALL brake from 100 km/h to a standstill in under 50 m",
        &[SofteningKind::Bound],
    ),
    (
        "THE queue SHALL deliver every message exactly once",
        "THE queue SHALL deliver every message at least once",
        &[SofteningKind::Bound],
    ),
    (
        "THE backup SHALL be stored in two regions",
        "THE backup SHALL be stored in one region",
        &[SofteningKind::Bound],
    ),
    (
        "THE turbine SHALL be inspected at least once a month",
        "THE turbine SHALL be inspected at least once a year",
        &[SofteningKind::Bound],
    ),
    (
        "THE meter SHALL report its reading four times an hour",
        "THE meter SHALL report its reading once an hour",
        &[SofteningKind::Bound],
    ),
    (
        "THE toll gate SHALL open within 800 ms",
        "THE toll gate SHALL open within 800 ms for 95 % of vehicles",
        &[SofteningKind::Bound],
    ),
    (
        "THE help desk MUST reply by 12:00 on the next day",
        "THE help desk MUST reply by 17:00 on the next day",
        &[SofteningKind::Bound],
    ),
    (
        "Suppliers MUST deliver by 15 June 2026",
        "Suppliers MUST deliver by 31 July 2026",
        &[SofteningKind::Bound],
    ),
    (
        "THE drone SHALL never fly above 120 m",
        "THE drone SHALL never fly above 150 m",
        &[SofteningKind::Bound],
    ),
    (
        "THE robot SHALL lift loads of up to 25 kg",
        "THE robot SHALL lift loads of up to 15 kg",
        &[SofteningKind::Bound],
    ),
    (
        "THE TV SHALL be able to record two programmes at once",
        "THE TV SHALL be able to record one programme at once",
        &[SofteningKind::Bound],
    ),
    (
        "THE cabin temperature SHALL be held between 20 and 24 °C",
        "THE cabin temperature SHALL be held between 16 and 28 °C",
        &[SofteningKind::Bound],
    ),
    (
        "THE inverter SHALL accept input voltages from 100 to 240 V",
        "THE inverter SHALL accept input voltages from 200 to 240 V",
        &[SofteningKind::Bound],
    ),
    (
        "THE system SHALL notify every subscriber",
        "THE system SHALL notify at least 90% of subscribers",
        &[SofteningKind::Bound],
    ),
    ("THE pump SHALL deliver 5 ml ± 0.1 ml", "THE pump SHALL deliver 5 ml ± 0.5 ml", &[SofteningKind::Bound]),
    (
        "THE log SHALL be flushed to disk every second",
        "THE log SHALL be flushed to disk every ten seconds",
        &[SofteningKind::Bound],
    ),
    (
        "Support SHALL be available 7 days a week",
        "Support SHALL be available 5 days a week",
        &[SofteningKind::Bound],
    ),
    (
        "Maximum response time SHALL be 2 seconds",
        "Maximum response time SHALL be 5 seconds",
        &[SofteningKind::Bound],
    ),
    (
        "The minimum password length SHALL be 12 characters",
        "The minimum password length SHALL be 8 characters",
        &[SofteningKind::Bound],
    ),
    (
        "The maximum number of login attempts SHALL be 5",
        "The maximum number of login attempts SHALL be 20",
        &[SofteningKind::Bound],
    ),
    (
        "THE controller SHALL shut down the reactor immediately",
        "THE controller SHALL shut down the reactor within 10 minutes",
        &[SofteningKind::Bound],
    ),
    (
        "THE tracker SHALL never lose a position report",
        "THE tracker SHALL lose no more than 1 % of position reports",
        &[SofteningKind::Bound],
    ),
    ("Backups MUST be taken every night", "Backups MUST be taken every weekend", &[SofteningKind::Bound]),
    (
        "Backups MUST be taken at least twice a day",
        "Backups MUST be taken at least once a day",
        &[SofteningKind::Bound],
    ),
    (
        "THE bank SHALL require two signatures",
        "THE bank SHALL require one signature",
        &[SofteningKind::Bound],
    ),
    (
        "THE bank SHALL reject cheques older than 6 months",
        "THE bank SHALL reject cheques older than 12 months",
        &[SofteningKind::Bound],
    ),
    (
        "THE mail client SHALL warn before sending to any external recipient",
        "THE mail client SHALL warn before sending to more than 10 external recipients",
        &[SofteningKind::Bound],
    ),
    (
        "WHEN a release is published, THE site SHALL update its download page within the hour",
        "WHEN a release is published, THE site SHALL update its download page within the week",
        &[SofteningKind::Bound],
    ),
];
