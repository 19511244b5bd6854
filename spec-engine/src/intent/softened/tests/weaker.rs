//! What is weaker, but for bounds.

use super::Kind;

/// Before, now, and the kinds of what is weaker.
pub(super) const WEAKER: &[super::Case] = &[
    // SHALL, SHOULD, MAY.
    ("THE shop SHALL answer", "THE shop SHOULD answer", &[Kind::Modal]),
    ("THE shop SHALL answer", "THE shop MAY answer", &[Kind::Modal]),
    ("THE shop SHOULD answer", "THE shop MAY answer", &[Kind::Modal]),
    (
        "WHEN a user pays THE shop SHALL NOT store the card",
        "WHEN a user pays THE shop SHOULD NOT store the card",
        &[Kind::Modal],
    ),
    ("The system MUST encrypt backups", "The system can encrypt backups", &[Kind::Modal]),
    (
        "Users MUST be able to reset their password",
        "Users SHOULD be able to reset their password",
        &[Kind::Modal],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MUST be sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MAY be sent",
        &[Kind::Modal],
    ),
    // Conditions.
    (
        "THE shop SHALL send a receipt",
        "WHEN the member wants it THE shop SHALL send a receipt",
        &[Kind::Condition],
    ),
    (
        "WHEN a user pays THE shop SHALL send a receipt",
        "WHILE the shop is open WHEN a user pays THE shop SHALL send a receipt",
        &[Kind::Condition],
    ),
    (
        "WHEN a user logs in THE shop SHALL ask for a code",
        "WHEN a user logs in and is an administrator THE shop SHALL ask for a code",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups unless the disk is full",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups, except in test systems",
        &[Kind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups if a key is there",
        &[Kind::Condition],
    ),
    ("The shop MUST encrypt backups.", "The shop MUST encrypt backups only when asked.", &[Kind::Condition]),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        "GIVEN a cart\nAND a member with an account\nWHEN it is paid\nTHEN it is empty",
        &[Kind::Condition],
    ),
    // Alternatives.
    (
        "WHEN the card is stolen THE shop SHALL reject the order",
        "WHEN the card is stolen THE shop SHALL reject the order or log it",
        &[Kind::Alternative],
    ),
    ("THE shop SHALL send a letter", "THE shop SHALL send a letter or an e-mail", &[Kind::Alternative]),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log or reject the order",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log and/or reject the order",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL NOT log or store the card",
        "THE shop SHALL NOT log and store the card",
        &[Kind::Alternative],
    ),
    (
        "THE shop SHALL take one of\n- a card",
        "THE shop SHALL take one of\n- a card\n- cash",
        &[Kind::Alternative],
    ),
    // Responses.
    ("THE shop SHALL log the order and send a receipt", "THE shop SHALL log the order", &[Kind::Response]),
    (
        "THE shop SHALL log the order, send a receipt and empty the cart",
        "THE shop SHALL log the order and empty the cart",
        &[Kind::Response],
    ),
    ("THE shop SHALL show\n- the price\n- the tax", "THE shop SHALL show\n- the price", &[Kind::Response]),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        &[Kind::Response],
    ),
    ("The shop MUST log orders. It MUST keep the log.", "The shop MUST log orders.", &[Kind::Response]),
    ("THE shop SHALL NOT log or store the card", "THE shop SHALL NOT log the card", &[Kind::Response]),
    (
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |\n| 2.5 | 2 |",
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |",
        &[Kind::Response],
    ),
    // Quantifiers.
    ("THE shop SHALL encrypt all backups", "THE shop SHALL encrypt some backups", &[Kind::Quantifier]),
    ("THE shop SHALL check every order", "THE shop SHALL check most orders", &[Kind::Quantifier]),
    ("ALL servers SHALL answer", "MOST servers SHALL answer", &[Kind::Quantifier]),
    ("THE shop SHALL always log orders", "THE shop SHALL usually log orders", &[Kind::Quantifier]),
    (
        "THE shop SHALL immediately end the session",
        "THE shop SHALL eventually end the session",
        &[Kind::Quantifier],
    ),
    ("THE shop SHALL tell both owners", "THE shop SHALL tell either owner", &[Kind::Quantifier]),
    (
        "THE shop SHALL meet all of the following\n- a\n- b",
        "THE shop SHALL meet any of the following\n- a\n- b",
        &[Kind::Quantifier],
    ),
    (
        "IF any field is missing THEN THE shop SHALL reject it",
        "IF all fields are missing THEN THE shop SHALL reject it",
        &[Kind::Quantifier],
    ),
    // Hedges.
    ("THE shop SHALL send a receipt", "THE shop SHALL try to send a receipt", &[Kind::Hedge]),
    ("THE shop SHALL send a receipt", "THE shop SHALL send a receipt where possible", &[Kind::Hedge]),
    ("THE shop SHALL send a receipt", "THE shop SHALL, if possible, send a receipt", &[Kind::Hedge]),
    (
        "IF the card is stolen THEN THE shop SHALL reject the order",
        "IF the card is stolen THEN THE shop SHALL warn about the order",
        &[Kind::Hedge],
    ),
    ("THE shop SHALL delete the account", "THE shop SHALL hide the account", &[Kind::Hedge]),
    ("THE shop SHALL require a password", "THE shop SHALL recommend a password", &[Kind::Hedge]),
    // As people write.
    (
        "THE shop SHALL sort the results by date",
        "THE shop SHALL sort the results by date unless there are more than 1000",
        &[Kind::Condition],
    ),
    ("THE shop SHALL validate all fields", "THE shop SHALL validate required fields", &[Kind::Quantifier]),
    ("THE shop SHALL tell the owner immediately", "THE shop SHALL tell the owner", &[Kind::Quantifier]),
    ("THE shop SHALL only show active items", "THE shop SHALL show active items", &[Kind::Quantifier]),
    (
        "THE shop SHALL encrypt data at rest and in transit",
        "THE shop SHALL encrypt data at rest",
        &[Kind::Response],
    ),
    ("THE shop SHALL validate the input, then store it", "THE shop SHALL store it", &[Kind::Response]),
    (
        "The API must return results sorted by date, newest first.",
        "The API must return results sorted by date.",
        &[Kind::Response],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt may be sent",
        &[Kind::Modal],
    ),
    (
        "IF the token is expired THEN THE shop SHALL return 401",
        "IF the token is expired THEN THE shop SHALL return 401 or 403",
        &[Kind::Alternative],
    ),
    // Two at once.
    (
        "THE shop SHALL answer within 50 ms",
        "THE shop SHOULD answer within 500 ms",
        &[Kind::Modal, Kind::Bound],
    ),
    // Where the words stand that make it weaker.
    (
        "THE editor SHALL autosave drafts",
        "It is recommended that THE editor autosaves drafts",
        &[Kind::Modal],
    ),
    (
        "The system is required to log all admin actions",
        "The system is encouraged to log all admin actions",
        &[Kind::Modal],
    ),
    ("THE hotline SHALL be staffed 24/7", "THE hotline SHALL be staffed 8/5", &[Kind::Quantifier]),
    (
        "THE robot arm SHALL stop when the light curtain is broken",
        "THE robot arm SHALL stop when the light curtain is broken and the arm is moving faster than 0.1 m/s",
        &[Kind::Condition],
    ),
    (
        "THE report SHALL be sent by email",
        "THE report SHALL be sent either by email or by post",
        &[Kind::Alternative],
    ),
    (
        "All users SHALL be able to change their avatar",
        "Only premium users SHALL be able to change their avatar",
        &[Kind::Quantifier],
    ),
    ("THE auditor SHALL log every failed login", "THE auditor SHALL log failed logins", &[Kind::Quantifier]),
    (
        "THE tool SHALL back up the entire database",
        "THE tool SHALL back up part of the database",
        &[Kind::Quantifier],
    ),
    (
        "THE tool SHALL scan the whole repository",
        "THE tool SHALL scan parts of the repository",
        &[Kind::Quantifier],
    ),
    (
        "THE CLI SHALL print usage as plain text",
        "THE CLI SHALL print usage in a format such as plain text",
        &[Kind::Alternative],
    ),
    (
        "THE deployment SHALL cause zero downtime",
        "THE deployment SHALL cause minimal downtime",
        &[Kind::Quantifier],
    ),
    (
        "THE gateway SHALL validate tokens on every request",
        "THE gateway SHALL validate tokens on requests to admin routes",
        &[Kind::Quantifier],
    ),
    ("THE API SHALL return a 404 with a JSON body", "THE API SHALL return a 404", &[Kind::Response]),
    ("THE app SHALL work offline", "Ideally, THE app SHALL work offline", &[Kind::Hedge]),
    (
        "THE assistant SHALL translate messages into English, French, and Spanish",
        "THE assistant SHALL translate messages into at least one of English, French, and Spanish",
        &[Kind::Quantifier],
    ),
    ("Every commit on main MUST be signed", "Commits on main MUST be signed", &[Kind::Quantifier]),
    (
        "Every commit on main MUST be signed",
        "Every release commit on main MUST be signed",
        &[Kind::Quantifier],
    ),
    (
        "THE service SHALL be reachable around the clock",
        "THE service SHALL be reachable during business hours",
        &[Kind::Quantifier],
    ),
    (
        "THE store SHALL return the money in full",
        "THE store SHALL return part of the money",
        &[Kind::Quantifier],
    ),
    (
        "THE vehicle SHALL NOT start while a door is open",
        "THE vehicle SHALL NOT start while a door is open and the parking brake is off",
        &[Kind::Condition],
    ),
    (
        "THE wallet SHALL ask for the PIN before each transfer",
        "THE wallet SHALL ask for the PIN before each transfer over 50 EUR",
        &[Kind::Quantifier],
    ),
    (
        "WHEN a student submits late, THE portal SHALL mark the work as late and notify the teacher",
        "WHEN a student submits more than 24 hours late, THE portal SHALL mark the work as late and notify the teacher",
        &[Kind::Condition],
    ),
    (
        "WHEN a student or a tutor uploads a file, THE portal SHALL scan it",
        "WHEN a student uploads a file, THE portal SHALL scan it",
        &[Kind::Condition],
    ),
    (
        "System MUST display prices in the local currency",
        "System MUST display prices in the local currency for registered users only",
        &[Kind::Condition],
    ),
    (
        "WHEN a tenant reports a leak, THE portal SHALL create a ticket",
        "WHEN a tenant reports a severe leak, THE portal SHALL create a ticket",
        &[Kind::Condition],
    ),
    (
        "WHEN any smoke detector trips, THE panel SHALL release all doors",
        "WHEN any two smoke detectors trip, THE panel SHALL release all doors",
        &[Kind::Condition],
    ),
    (
        "WHEN any smoke detector trips, THE panel SHALL release all doors",
        "WHEN any smoke detector trips, THE panel SHALL release the fire doors",
        &[Kind::Quantifier],
    ),
    (
        "THE panel SHALL release all doors at the same time",
        "THE panel SHALL release nearly all doors at the same time",
        &[Kind::Hedge],
    ),
    (
        "The library MUST NOT allocate on the hot path",
        "The library MUST NOT allocate on the hot path in release builds only",
        &[Kind::Condition],
    ),
    (
        "The exporter MUST include all of a user's data",
        "The exporter MUST include a selection of a user's data",
        &[Kind::Quantifier],
    ),
    ("THE crawler SHALL honour robots.txt", "THE crawler SHALL generally honour robots.txt", &[Kind::Hedge]),
    ("All passwords MUST be hashed", "All new passwords MUST be hashed", &[Kind::Quantifier]),
    (
        "THE log SHALL be flushed to disk after every write",
        "THE log SHALL be flushed to disk after every tenth write",
        &[Kind::Quantifier],
    ),
    (
        "THE service SHALL recover within 15 minutes of a failure without data loss",
        "THE service SHALL recover within 15 minutes of a failure with minimal data loss",
        &[Kind::Quantifier],
    ),
    (
        "THE controller SHALL shut down the reactor",
        "THE controller is able to shut down the reactor",
        &[Kind::Modal],
    ),
    ("THE build MUST emit no warnings", "THE build MUST emit few warnings", &[Kind::Quantifier]),
    (
        "THE ERP SHALL post invoices in real time",
        "THE ERP SHALL post invoices in a nightly batch",
        &[Kind::Quantifier],
    ),
    (
        "Each release MUST have release notes",
        "Each major release MUST have release notes",
        &[Kind::Quantifier],
    ),
    (
        "THE shop SHALL log the error and, if it persists, alert the operator",
        "THE shop SHALL log the error",
        &[Kind::Response],
    ),
    (
        "The shop logs orders. If logging fails, it tells the operator.",
        "The shop logs orders.",
        &[Kind::Response],
    ),
    (
        "THE mailer SHALL deliver messages in order;",
        "THE mailer SHALL deliver messages in order; on a best-effort basis",
        &[Kind::Hedge],
    ),
    ("THE tool SHALL support Python 3.8 and higher", "THE tool SHALL support Python 3.8", &[Kind::Response]),
];
