use proptest::prelude::*;
use spec_model::grammar;

use super::super::scene;
use super::*;

fn name(text: &str) -> String {
    test_name(None, &scene::scene(text, &grammar::clause::parse(text)), "REQ-3.2")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(name(text), expected, "{text}");
}

#[test]
fn the_response_comes_first_then_what_it_answers() {
    check(
        "WHEN a visitor registers with an address that is already taken THEN the system SHALL answer `409 Conflict` within 200 ms",
        "answers_409_conflict_when_address_is_already_taken",
    );
    check(
        "WHEN a visitor registers THEN the system SHALL answer `201 Created`",
        "answers_201_created_when_visitor_registers",
    );
    check(
        "IF the payment service does not answer within 10 s THEN the system SHALL keep the basket and SHALL offer to try again",
        "keeps_basket_when_payment_service_does_not_answer_within_10_s",
    );
    check(
        "WHEN the payment service confirms a payment THEN the system SHALL create one order and SHALL empty the basket",
        "creates_one_order_when_payment_service_confirms_payment",
    );
    check(
        "WHILE a payment is under way, the system SHALL refuse changes to the basket",
        "refuses_changes_to_basket_while_payment_is_under_way",
    );
    check(
        "WHERE the shop sells to companies, the system SHALL ask for a VAT number",
        "asks_for_vat_number_where_shop_sells_to_companies",
    );
    check(
        "IF the same confirmation arrives twice THEN the system SHALL NOT create a second order",
        "does_not_create_second_order_when_same_confirmation_arrives_twice",
    );
    check(
        "WHEN the token expires THE SYSTEM SHALL immediately reject the request",
        "immediately_rejects_request_when_token_expires",
    );
    check(
        r#"WHEN a user uploads a file larger than 5 MB THEN the system SHALL display an error message "File too large""#,
        "displays_error_message_when_user_uploads_file_larger_than_5_mb",
    );
    check(
        "WHEN the form is submitted with invalid data THEN the system SHALL highlight the invalid fields and display inline error messages next to each of them",
        "highlights_invalid_fields_when_form_is_submitted_with_invalid_data",
    );
    check(
        r#"WHEN the user clicks "Save" THE SYSTEM SHALL persist the draft, show a toast, and return to the list"#,
        "persists_draft_when_user_clicks_save",
    );
    check(
        "WHEN the user's e-mail isn't confirmed THEN the system SHALL NOT let them sign in",
        "does_not_let_them_sign_in_when_users_e_mail_isnt_confirmed",
    );
    check(
        r#"WHEN used on Windows THEN the tool SHALL use `\r\n` as line end"#,
        "uses_r_n_as_line_end_when_used_on_windows",
    );
    check("WHEN x THEN y SHALL z", "zes_when_x");
    check(
        "WHILE in maintenance mode, WHEN a request arrives, THE gateway SHALL answer 503 with a `Retry-After` header",
        "answers_503_with_retry_after_header_when_request_arrives",
    );
    check(
        "WHEN a request has no `Authorization` header THEN the API SHALL return HTTP 401 and SHALL NOT reveal whether the resource exists",
        "returns_http_401_when_request_has_no_authorization_header",
    );
}

#[test]
fn a_statement_without_a_trigger_is_the_name() {
    check("THE system SHALL respond within 200 ms", "responds_within_200_ms");
    check("THE system SHALL never log passwords", "never_logs_passwords");
    check("The password SHALL be hashed with bcrypt", "password_is_hashed_with_bcrypt");
    check("The password SHALL NOT be stored in plain text", "password_is_not_stored_in_plain_text");
    check("The API keys SHALL be rotated every 90 days", "api_keys_are_rotated_every_90_days");
    check(
        "THE Parser SHALL reject input that is nested deeper than 200 levels",
        "rejects_input_that_is_nested_deeper_than_200_levels",
    );
    check(
        "The parser MUST return every error: position, message and help",
        "returns_every_error_position_message_and_help",
    );
    check("System MUST validate email addresses", "validates_email_addresses");
    check("Users MUST be able to reset their password", "users_are_able_to_reset_their_password");
    check(
        "System MUST retain user data for [NEEDS CLARIFICATION: retention period not specified]",
        "retains_user_data",
    );
    check(
        "Users can complete account creation in under 2 minutes",
        "users_can_complete_account_creation_in_under_2_minutes",
    );
    check(
        "System MUST NOT allow more than 5 login attempts per minute",
        "does_not_allow_more_than_5_login_attempts_per_minute",
    );
    check(
        "Given a logged-in user, When they open the cart, Then the cart shows 3 items",
        "cart_shows_3_items_when_they_open_cart",
    );
    check(
        "Given the cart is empty, When the user checks out, Then the system should show a warning",
        "shows_warning_when_user_checks_out",
    );
    check(
        "**Given** an expired session **When** any page is requested **Then** the user is redirected to `/login`",
        "user_is_redirected_to_login_when_any_page_is_requested",
    );
    check("Passwords are stored hashed.", "passwords_are_stored_hashed");
    check("The result is always sorted. It never contains duplicates.", "result_is_always_sorted");
    check("404 pages look like the rest of the site", "test_404_pages_look_like_rest_of_site");
    check("match", "match_holds");
    check("THE system SHALL support: CSV, JSON, XML", "supports_csv_json_xml");
    check("THE SYSTEM SHALL CONTINUE TO accept the old format", "accepts_old_format");
    check("The service shall, within 5 seconds, acknowledge the message", "acknowledges_message");
    check("A user with the role admin can delete any comment", "user_with_role_admin_can_delete_any_comment");
    check("for any two amounts a and b, a + b SHALL equal b + a", "equals_b");
    check(
        "Supercalifragilisticexpialidociousandmuchmoreofthesamewithoutanyspaceinside SHALL be",
        "supercalifragilisticexpialidociousandmuchmoreofthesamewithou",
    );
    check("*/ fn main() { panic!() } /*", "fn_main_panic");
}

#[test]
fn a_name_that_is_too_long_ends_with_a_phrase() {
    check(
        "WHEN the application starts THEN the system SHALL create the required tables if they do not exist",
        "creates_required_tables_when_application_starts",
    );
    check(
        "WHILE the authentication state is loading THE system SHALL display a loading indicator while the authentication state is being determined",
        "displays_loading_indicator_while_authentication_state_is_loading",
    );
    check(
        "WHEN somebody searches for members THEN the system SHALL display them in a selectable list of cards",
        "displays_them_in_selectable_list_when_somebody_searches",
    );
    check("Each request SHALL be logged within 3 to 5 seconds", "each_request_is_logged");
    check(
        "WHEN text holds `\\x1b[2J` or `\\u{202e}` THEN the system SHALL show it escaped",
        "shows_it_escaped_when_text_holds_2j",
    );
}

#[test]
fn what_can_be_left_out_goes_before_any_word_is_cut() {
    check("THE manual SHALL list the joker (*.) switches of a search", "lists_joker_switches_of_search");
    check("THE manual SHALL list the spans that are offered (30m, 1h)", "lists_spans_that_are_offered");
    check("THE manual SHALL show a \"Back to Top\" link for readers", "shows_back_to_top_link_for_readers");
    check(
        "THE manual SHALL describe sources of each type with a step-by-step walk through all of their settings",
        "describes_sources_of_each_type_with_step_by_step_walk",
    );
    check("WHEN reading a SaveStateJson THE game SHALL check it", "checks_it_when_reading_save_state_json");
    check(
        "WHEN a bucket is filled and bucketing is started by somebody else THE well SHALL refuse the bucket and answer politely",
        "refuses_bucket_and_answers_politely_when_bucket_is_filled",
    );
    check(
        "WHEN reviewing the most important chapter headings THE reader SHALL see the complete table of contents",
        "sees_complete_table_when_reviewing_most_important_chapter_headings",
    );
    check(
        "WHEN an unbelievably complicated Machine_Assembly_Description breaks THE log SHALL say so",
        "says_so",
    );
    check("THE export SHALL `write_all` of them, then stop", "write_all_of_them_then_stops");
    check(
        "WHEN a user signs in with the key of another account THE door SHALL remain closed for the whole of the night",
        "door_remains_closed_when_user_signs_in_with_key_of_another_account",
    );
    check("THE Log_Files SHALL be kept", "log_files_are_kept");
    check(
        "THE page SHALL be readable and work on small screens",
        "page_is_readable_and_works_on_small_screens",
    );
}

#[test]
fn what_ascii_cannot_say_is_named_by_its_id() {
    check(
        "QUANDO o usuário envia o formulário, o sistema DEVE guardar os dados",
        "deve_guardar_os_dados_when_o_usuario_envia_o_formulario",
    );
    check("系统应当返回错误", "req_3_2");
    check("当用户提交表单时，系统应当返回 API 错误", "req_3_2");
    check("Если токен истёк, система ДОЛЖНА вернуть ошибку", "req_3_2");
    check("SHALL", "req_3_2");
}

#[test]
fn the_name_of_a_scenario_is_the_best_there_is() {
    let named = |scenario: &str, id: &str| test_name(Some(scenario), &Scene::default(), id);
    assert_eq!(named("otp required", "two-factor.otp-required"), "otp_required");
    assert_eq!(named("The 2nd try", "retry.the-2nd-try"), "test_2nd_try");
    assert_eq!(named("登录", "登录.成功"), format!("criterion_{}", short_hash("登录.成功")));
    assert_eq!(named("登录", "登录.api-成功"), format!("api_{}", short_hash("登录.api-成功")));
}

#[test]
fn an_id_is_a_name_where_nothing_else_is() {
    assert_eq!(of_id("REQ-3.2"), "req_3_2");
    assert_eq!(of_id("checkout/FR-003"), "checkout_fr_003");
}

proptest! {
    #[test]
    fn every_name_is_an_identifier_that_fits(text in "[ -~é系\\n]{0,200}|(WHEN|IF) [a-zA-Z ,.0-9]{0,80} THEN the system SHALL [a-z A-Z0-9.`]{0,80}") {
        let name = name(&text);
        prop_assert!(syn::parse_str::<syn::Ident>(&name).is_ok(), "{name}");
        prop_assert!(!name.is_empty() && name.len() <= MAX_NAME && name.is_ascii(), "{name}");
        prop_assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'), "{name}");
    }
}
