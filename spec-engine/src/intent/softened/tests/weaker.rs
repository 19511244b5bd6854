//! Cases that are weaker, other than bounds.

use super::SofteningKind;

/// Before, now, and the kinds of what is weaker.
pub(super) const WEAKER: &[super::Case] = &[
    // SHALL, SHOULD, MAY.
    ("THE shop SHALL answer", "THE shop SHOULD answer", &[SofteningKind::Modal]),
    ("THE shop SHALL answer", "THE shop MAY answer", &[SofteningKind::Modal]),
    ("THE shop SHOULD answer", "THE shop MAY answer", &[SofteningKind::Modal]),
    (
        "WHEN a user pays THE shop SHALL NOT store the card",
        "WHEN a user pays THE shop SHOULD NOT store the card",
        &[SofteningKind::Modal],
    ),
    ("The system MUST encrypt backups", "The system can encrypt backups", &[SofteningKind::Modal]),
    (
        "Users MUST be able to reset their password",
        "Users SHOULD be able to reset their password",
        &[SofteningKind::Modal],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MUST be sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN a receipt MAY be sent",
        &[SofteningKind::Modal],
    ),
    // Conditions.
    (
        "THE shop SHALL send a receipt",
        "WHEN the member wants it THE shop SHALL send a receipt",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN a user pays THE shop SHALL send a receipt",
        "WHILE the shop is open WHEN a user pays THE shop SHALL send a receipt",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN a user logs in THE shop SHALL ask for a code",
        "WHEN a user logs in and is an administrator THE shop SHALL ask for a code",
        &[SofteningKind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups unless the disk is full",
        &[SofteningKind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups, except in test systems",
        &[SofteningKind::Condition],
    ),
    (
        "THE shop SHALL encrypt backups",
        "THE shop SHALL encrypt backups if a key is there",
        &[SofteningKind::Condition],
    ),
    (
        "The shop MUST encrypt backups.",
        "The shop MUST encrypt backups only when asked.",
        &[SofteningKind::Condition],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        "GIVEN a cart\nAND a member with an account\nWHEN it is paid\nTHEN it is empty",
        &[SofteningKind::Condition],
    ),
    // Alternatives.
    (
        "WHEN the card is stolen THE shop SHALL reject the order",
        "WHEN the card is stolen THE shop SHALL reject the order or log it",
        &[SofteningKind::Alternative],
    ),
    (
        "THE shop SHALL send a letter",
        "THE shop SHALL send a letter or an e-mail",
        &[SofteningKind::Alternative],
    ),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log or reject the order",
        &[SofteningKind::Alternative],
    ),
    (
        "THE shop SHALL log and reject the order",
        "THE shop SHALL log and/or reject the order",
        &[SofteningKind::Alternative],
    ),
    (
        "THE shop SHALL NOT log or store the card",
        "THE shop SHALL NOT log and store the card",
        &[SofteningKind::Alternative],
    ),
    (
        "THE shop SHALL take one of\n- a card",
        "THE shop SHALL take one of\n- a card\n- cash",
        &[SofteningKind::Alternative],
    ),
    // Responses.
    (
        "THE shop SHALL log the order and send a receipt",
        "THE shop SHALL log the order",
        &[SofteningKind::Response],
    ),
    (
        "THE shop SHALL log the order, send a receipt and empty the cart",
        "THE shop SHALL log the order and empty the cart",
        &[SofteningKind::Response],
    ),
    (
        "THE shop SHALL show\n- the price\n- the tax",
        "THE shop SHALL show\n- the price",
        &[SofteningKind::Response],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is empty",
        &[SofteningKind::Response],
    ),
    (
        "The shop MUST log orders. It MUST keep the log.",
        "The shop MUST log orders.",
        &[SofteningKind::Response],
    ),
    (
        "THE shop SHALL NOT log or store the card",
        "THE shop SHALL NOT log the card",
        &[SofteningKind::Response],
    ),
    (
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |\n| 2.5 | 2 |",
        "THE shop SHALL round\n| in | out |\n| 1.5 | 2 |",
        &[SofteningKind::Response],
    ),
    // Quantifiers.
    (
        "THE shop SHALL encrypt all backups",
        "THE shop SHALL encrypt some backups",
        &[SofteningKind::Quantifier],
    ),
    ("THE shop SHALL check every order", "THE shop SHALL check most orders", &[SofteningKind::Quantifier]),
    ("ALL servers SHALL answer", "MOST servers SHALL answer", &[SofteningKind::Quantifier]),
    ("THE shop SHALL always log orders", "THE shop SHALL usually log orders", &[SofteningKind::Quantifier]),
    (
        "THE shop SHALL immediately end the session",
        "THE shop SHALL eventually end the session",
        &[SofteningKind::Quantifier],
    ),
    ("THE shop SHALL tell both owners", "THE shop SHALL tell either owner", &[SofteningKind::Quantifier]),
    (
        "THE shop SHALL meet all of the following\n- a\n- b",
        "THE shop SHALL meet any of the following\n- a\n- b",
        &[SofteningKind::Quantifier],
    ),
    (
        "IF any field is missing THEN THE shop SHALL reject it",
        "IF all fields are missing THEN THE shop SHALL reject it",
        &[SofteningKind::Quantifier],
    ),
    // Hedges.
    ("THE shop SHALL send a receipt", "THE shop SHALL try to send a receipt", &[SofteningKind::Hedge]),
    (
        "THE shop SHALL send a receipt",
        "THE shop SHALL send a receipt where possible",
        &[SofteningKind::Hedge],
    ),
    ("THE shop SHALL send a receipt", "THE shop SHALL, if possible, send a receipt", &[SofteningKind::Hedge]),
    (
        "IF the card is stolen THEN THE shop SHALL reject the order",
        "IF the card is stolen THEN THE shop SHALL warn about the order",
        &[SofteningKind::Hedge],
    ),
    ("THE shop SHALL delete the account", "THE shop SHALL hide the account", &[SofteningKind::Hedge]),
    ("THE shop SHALL require a password", "THE shop SHALL recommend a password", &[SofteningKind::Hedge]),
    // As people write.
    (
        "THE shop SHALL sort the results by date",
        "THE shop SHALL sort the results by date unless there are more than 1000",
        &[SofteningKind::Condition],
    ),
    (
        "THE shop SHALL validate all fields",
        "THE shop SHALL validate required fields",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE shop SHALL tell the owner immediately",
        "THE shop SHALL tell the owner",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE shop SHALL only show active items",
        "THE shop SHALL show active items",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE shop SHALL encrypt data at rest and in transit",
        "THE shop SHALL encrypt data at rest",
        &[SofteningKind::Response],
    ),
    (
        "THE shop SHALL validate the input, then store it",
        "THE shop SHALL store it",
        &[SofteningKind::Response],
    ),
    (
        "The API must return results sorted by date, newest first.",
        "The API must return results sorted by date.",
        &[SofteningKind::Response],
    ),
    (
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt is sent",
        "GIVEN a cart\nWHEN it is paid\nTHEN it is emptied\nAND a receipt may be sent",
        &[SofteningKind::Modal],
    ),
    (
        "IF the token is expired THEN THE shop SHALL return 401",
        "IF the token is expired THEN THE shop SHALL return 401 or 403",
        &[SofteningKind::Alternative],
    ),
    // Two at once.
    (
        "THE shop SHALL answer within 50 ms",
        "THE shop SHOULD answer within 500 ms",
        &[SofteningKind::Modal, SofteningKind::Bound],
    ),
    // The place of the words that make it weaker.
    (
        "THE editor SHALL autosave drafts",
        "It is recommended that THE editor autosaves drafts",
        &[SofteningKind::Modal],
    ),
    (
        "The system is required to log all admin actions",
        "The system is encouraged to log all admin actions",
        &[SofteningKind::Modal],
    ),
    ("THE hotline SHALL be staffed 24/7", "THE hotline SHALL be staffed 8/5", &[SofteningKind::Quantifier]),
    (
        "THE robot arm SHALL stop when the light curtain is broken",
        "THE robot arm SHALL stop when the light curtain is broken and the arm is moving faster than 0.1 m/s",
        &[SofteningKind::Condition],
    ),
    (
        "THE report SHALL be sent by email",
        "THE report SHALL be sent either by email or by post",
        &[SofteningKind::Alternative],
    ),
    (
        "All users SHALL be able to change their avatar",
        "Only premium users SHALL be able to change their avatar",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE auditor SHALL log every failed login",
        "THE auditor SHALL log failed logins",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE tool SHALL back up the entire database",
        "THE tool SHALL back up part of the database",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE tool SHALL scan the whole repository",
        "THE tool SHALL scan parts of the repository",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE CLI SHALL print usage as plain text",
        "THE CLI SHALL print usage in a format such as plain text",
        &[SofteningKind::Alternative],
    ),
    (
        "THE deployment SHALL cause zero downtime",
        "THE deployment SHALL cause minimal downtime",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE gateway SHALL validate tokens on every request",
        "THE gateway SHALL validate tokens on requests to admin routes",
        &[SofteningKind::Quantifier],
    ),
    ("THE API SHALL return a 404 with a JSON body", "THE API SHALL return a 404", &[SofteningKind::Response]),
    ("THE app SHALL work offline", "Ideally, THE app SHALL work offline", &[SofteningKind::Hedge]),
    (
        "THE assistant SHALL translate messages into English, French, and Spanish",
        "THE assistant SHALL translate messages into at least one of English, French, and Spanish",
        &[SofteningKind::Quantifier],
    ),
    ("Every commit on main MUST be signed", "Commits on main MUST be signed", &[SofteningKind::Quantifier]),
    (
        "Every commit on main MUST be signed",
        "Every release commit on main MUST be signed",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE service SHALL be reachable around the clock",
        "THE service SHALL be reachable during business hours",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE store SHALL return the money in full",
        "THE store SHALL return part of the money",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE vehicle SHALL NOT start while a door is open",
        "THE vehicle SHALL NOT start while a door is open and the parking brake is off",
        &[SofteningKind::Condition],
    ),
    (
        "THE wallet SHALL ask for the PIN before each transfer",
        "THE wallet SHALL ask for the PIN before each transfer over 50 EUR",
        &[SofteningKind::Quantifier],
    ),
    (
        "WHEN a student submits late, THE portal SHALL mark the work as late and notify the teacher",
        "WHEN a student submits more than 24 hours late, THE portal SHALL mark the work as late and notify the teacher",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN a student or a tutor uploads a file, THE portal SHALL scan it",
        "WHEN a student uploads a file, THE portal SHALL scan it",
        &[SofteningKind::Condition],
    ),
    (
        "System MUST display prices in the local currency",
        "System MUST display prices in the local currency for registered users only",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN a tenant reports a leak, THE portal SHALL create a ticket",
        "WHEN a tenant reports a severe leak, THE portal SHALL create a ticket",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN any smoke detector trips, THE panel SHALL release all doors",
        "WHEN any two smoke detectors trip, THE panel SHALL release all doors",
        &[SofteningKind::Condition],
    ),
    (
        "WHEN any smoke detector trips, THE panel SHALL release all doors",
        "WHEN any smoke detector trips, THE panel SHALL release the fire doors",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE panel SHALL release all doors at the same time",
        "THE panel SHALL release nearly all doors at the same time",
        &[SofteningKind::Hedge],
    ),
    (
        "The library MUST NOT allocate on the hot path",
        "The library MUST NOT allocate on the hot path in release builds only",
        &[SofteningKind::Condition],
    ),
    (
        "The exporter MUST include all of a user's data",
        "The exporter MUST include a selection of a user's data",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE crawler SHALL honour robots.txt",
        "THE crawler SHALL generally honour robots.txt",
        &[SofteningKind::Hedge],
    ),
    ("All passwords MUST be hashed", "All new passwords MUST be hashed", &[SofteningKind::Quantifier]),
    (
        "THE log SHALL be flushed to disk after every write",
        "THE log SHALL be flushed to disk after every tenth write",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE service SHALL recover within 15 minutes of a failure without data loss",
        "THE service SHALL recover within 15 minutes of a failure with minimal data loss",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE controller SHALL shut down the reactor",
        "THE controller is able to shut down the reactor",
        &[SofteningKind::Modal],
    ),
    ("THE build MUST emit no warnings", "THE build MUST emit few warnings", &[SofteningKind::Quantifier]),
    (
        "THE ERP SHALL post invoices in real time",
        "THE ERP SHALL post invoices in a nightly batch",
        &[SofteningKind::Quantifier],
    ),
    (
        "Each release MUST have release notes",
        "Each major release MUST have release notes",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE shop SHALL log the error and, if it persists, alert the operator",
        "THE shop SHALL log the error",
        &[SofteningKind::Response],
    ),
    (
        "The shop logs orders. If logging fails, it tells the operator.",
        "The shop logs orders.",
        &[SofteningKind::Response],
    ),
    (
        "THE mailer SHALL deliver messages in order;",
        "THE mailer SHALL deliver messages in order; on a best-effort basis",
        &[SofteningKind::Hedge],
    ),
    (
        "THE tool SHALL support Python 3.8 and higher",
        "THE tool SHALL support Python 3.8",
        &[SofteningKind::Response],
    ),
    // Lists that lost members.
    (
        "WHEN a user pays by card, cash or cheque THE shop SHALL send a receipt",
        "WHEN a user pays by card or cash THE shop SHALL send a receipt",
        &[SofteningKind::Quantifier],
    ),
    (
        "IF the token is missing, expired or revoked THEN THE API SHALL answer 401",
        "IF the token is missing or revoked THEN THE API SHALL answer 401",
        &[SofteningKind::Quantifier],
    ),
    (
        "THE tool SHALL support Linux/macOS/Windows",
        "THE tool SHALL support Linux/macOS",
        &[SofteningKind::Quantifier],
    ),
];
