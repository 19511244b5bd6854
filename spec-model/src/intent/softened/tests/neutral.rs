//! What is not weaker, in either direction.

/// Neither is weaker.
pub(super) const NEUTRAL: &[(&str, &str)] = &[
    ("THE shop SHALL hold at most one hundred entries", "THE shop SHALL hold at most 100 entries"),
    ("THE shop SHALL log the request, e.g. its path and status", "THE shop SHALL log the request"),
    ("THE shop SHALL answer", "THE shop MUST answer"),
    ("THE shop SHALL answer within 1 s", "THE shop SHALL answer within 1000 ms"),
    ("THE shop SHALL answer within 50 ms", "THE shop SHALL answer within 50ms"),
    ("THE shop SHALL allow at most 3 attempts", "THE shop SHALL allow no more than 3 attempts"),
    ("THE shop SHALL keep at least 3 copies", "THE shop SHALL keep no fewer than 3 copies"),
    ("THE shop SHALL check every order", "THE shop SHALL check all orders"),
    ("THE shop SHALL log the order and send a receipt", "THE shop SHALL send a receipt and log the order"),
    ("WHEN a user pays THE shop SHALL send a receipt", "THE shop SHALL send a receipt when a user pays"),
    ("THE shop SHALL send a receipt", "THE store SHALL send a receipt"),
    ("THE shop SHALL answer with 404", "THE shop SHALL answer with 410"),
    ("THE shop SHALL NOT log the card", "THE shop SHALL log the card"),
    ("WHEN a user signs in THE shop SHALL greet them", "WHEN a member logs in THE shop SHALL greet them"),
    ("THE shop SHALL show the price", "THE shop SHALL display the price"),
    ("THE shop SHALL send an e-mail", "THE shop SHALL send a letter"),
    ("THE shop SHALL answer in at most 2 s", "THE shop SHALL answer in 2 s"),
    (
        "THE shop SHALL be taken to take less than 2 seconds",
        "THE shop SHALL be taken to take 2 seconds or less",
    ),
    ("THE shop SHALL log every order", "THE shop SHALL log each order"),
    ("THE shop SHALL keep 3 or more copies", "THE shop SHALL keep at least 3 copies"),
    ("WHEN a user pays, THE shop SHALL send a receipt.", "WHEN a user pays THE shop SHALL send a receipt"),
    // Other things, and the same things said otherwise.
    ("THE system SHALL purge sessions after 30 days", "THE system SHALL purge sessions after 60 days"),
    (
        "GIVEN a cart with 3 items\nWHEN one item is removed\nTHEN the cart shows 2 items",
        "GIVEN a cart with 5 items\nWHEN one item is removed\nTHEN the cart shows 4 items",
    ),
    (
        "GIVEN a basket of 100 EUR\nWHEN the code SAVE10 is entered\nTHEN the total is 90 EUR",
        "GIVEN a basket of 200 EUR\nWHEN the code SAVE10 is entered\nTHEN the total is 180 EUR",
    ),
    ("THE job SHALL run every 60 minutes", "THE job SHALL run every hour"),
    ("THE admin can delete comments", "THE admin is able to delete comments"),
    ("THE kiosk SHALL accept coins and notes", "THE kiosk SHALL accept both coins and notes"),
    (
        "THE screen SHALL dim after 30 seconds of inactivity",
        "THE screen SHALL dim after 2 minutes of inactivity",
    ),
    ("WHEN battery is below 20% THE phone SHALL warn", "WHEN battery is below 10% THE lamp SHALL blink"),
    ("THE client SHALL cache responses for 5 minutes", "THE client SHALL cache responses for 10 minutes"),
    (
        "THE uploader SHALL reject files larger than 10 MB",
        "THE uploader SHALL reject files greater than 10 MB",
    ),
    (
        "THE user SHALL choose a password of between 8 and 64 characters",
        "THE user SHALL choose a password of 8 to 64 characters",
    ),
    (
        "WHEN a user uploads a photo THE system SHALL resize the photo to 1024 px and store it",
        "WHEN a user uploads a photo THE system SHALL store it after resizing the photo to 1024 px",
    ),
    ("THE lift SHALL serve floors 1 to 10", "THE lift SHALL serve the floors from 1 to 10"),
    ("Each user has exactly one profile", "Each user has one profile"),
    ("THE bot SHALL check whether the account exists", "THE bot SHALL check if the account exists"),
    (
        "GIVEN a balance of 50 EUR\nWHEN 20 EUR are withdrawn\nTHEN the balance is 30 EUR",
        "GIVEN a balance of 80 EUR\nWHEN 20 EUR are withdrawn\nTHEN the balance is 60 EUR",
    ),
    (
        "THE server SHALL close idle connections after 5 minutes",
        "THE server SHALL close connections that are idle for 5 minutes",
    ),
    (
        "The password MUST contain a digit and a letter",
        "The password MUST contain at least one digit and at least one letter",
    ),
    ("THE alarm SHALL sound for 10 seconds", "THE alarm SHALL sound for 20 seconds"),
    ("Once the order is paid, THE shop SHALL ship it", "WHEN the order is paid, THE shop SHALL ship it"),
    (
        "THE shop SHALL ship the order after it is paid",
        "WHEN the order is paid, THE shop SHALL ship the order",
    ),
    ("The minimum password length SHALL be 12 characters", "Passwords SHALL be at least 12 characters long"),
    ("THE SDK SHALL support Python 3.9", "THE SDK SHALL support Python 3.12"),
    ("THE app SHALL show where the parcel is", "THE app SHALL show the parcel's location"),
    (
        "GIVEN a signed-in user with a full cart\nWHEN they pay\nTHEN the cart is empty",
        "GIVEN a signed-in user\nAND a full cart\nWHEN they pay\nTHEN the cart is empty",
    ),
    ("THE toast SHALL disappear after 3 seconds", "THE toast SHALL disappear after 5 seconds"),
    (
        "THE app SHALL lock the screen after 15 minutes of idleness",
        "WHEN the user is idle for 15 minutes THE app SHALL lock the screen",
    ),
    (
        "THE driver SHALL poll the device until it is ready",
        "THE driver SHALL poll the device while it is not ready",
    ),
    (
        "THE service SHALL use at most 2 CPU cores and 1 GiB of memory",
        "THE service SHALL use at most 1 GiB of memory and 2 CPU cores",
    ),
    ("THE service SHALL use 2 CPU cores at most", "THE service SHALL use at most 2 CPU cores"),
    (
        "THE shop SHALL offer free shipping for orders of 50 EUR or more",
        "THE shop SHALL offer free shipping for orders of at least 50 EUR",
    ),
    ("Sessions SHALL time out after 30 min", "Sessions SHALL time out after 20 min"),
    (
        "GIVEN a stock of 5\nWHEN 6 are ordered\nTHEN the order is refused",
        "GIVEN a stock of 10\nWHEN 11 are ordered\nTHEN the order is refused",
    ),
    ("THE scanner SHALL accept PDF, PNG or JPEG files", "THE scanner SHALL accept PDF, PNG and JPEG files"),
    ("THE note SHALL be \"Weekly allowance\" at the top", "THE note SHALL be \"Pocket money\" at the top"),
    ("THE phone SHALL vibrate on incoming calls", "WHEN a call comes in, THE phone SHALL vibrate"),
];
