//! The criteria of `.kiro/specs/session-store/requirements.md`.

use std::collections::HashSet;
use std::time::Duration;

use session_store::{Member, SessionStore, Token};
use spec_runtime::spec;

const ANNA: Member = Member(1);
const BEN: Member = Member(2);
const START: Duration = Duration::ZERO;

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(minutes * 60)
}

fn signed_in(member: Member) -> (SessionStore, Token) {
    let mut store = SessionStore::default();
    let token = store.sign_in(member, START);
    (store, token)
}

/// REQ-1.1 · Sign in
#[test]
#[spec("REQ-1.1")]
fn every_token_differs() {
    let mut store = SessionStore::default();
    let tokens: HashSet<_> = (0..1000).map(|member| store.sign_in(Member(member % 10), START)).collect();
    assert_eq!(tokens.len(), 1000);
}

/// REQ-1.2 · Sign in
#[test]
#[spec("REQ-1.2")]
fn a_token_leads_to_its_member() {
    let (mut store, anna) = signed_in(ANNA);
    let ben = store.sign_in(BEN, START);
    assert_eq!(store.look_up(anna, START), Some(ANNA));
    assert_eq!(store.look_up(ben, START), Some(BEN));
}

/// REQ-1.3 · Sign in
#[test]
#[spec("REQ-1.3")]
fn a_token_of_another_store_is_nobody() {
    let (_, foreign) = signed_in(ANNA);
    let (mut store, own) = signed_in(BEN);
    assert_eq!(store.look_up(foreign, START), None);
    assert_eq!(store.look_up(own, START), Some(BEN));
}

/// REQ-1.4 · Sign in
#[test]
#[spec("REQ-1.4")]
fn the_sixth_session_ends_the_one_idle_longest() {
    let mut store = SessionStore::default();
    let bens = store.sign_in(BEN, START);
    let tokens: Vec<_> = (0..5).map(|minute| store.sign_in(ANNA, minutes(minute))).collect();
    // The first session is the oldest, but it was used last; so the second has been idle for the longest time.
    assert_eq!(store.look_up(tokens[0], minutes(6)), Some(ANNA));
    let sixth = store.sign_in(ANNA, minutes(7));

    let open = |store: &mut SessionStore, token| store.look_up(token, minutes(8)).is_some();
    assert!(open(&mut store, sixth));
    assert!(open(&mut store, bens), "another member's session is not touched");
    let still_open: Vec<_> = tokens.iter().map(|&token| open(&mut store, token)).collect();
    assert_eq!(still_open, [true, false, true, true, true]);
}

/// REQ-2.1 · Expiry
#[test]
#[spec("REQ-2.1")]
fn half_an_hour_of_idling_ends_a_session() {
    let just_before = minutes(30) - Duration::from_millis(1);
    let (mut store, token) = signed_in(ANNA);
    assert_eq!(store.look_up(token, just_before), Some(ANNA));
    let (mut store, token) = signed_in(ANNA);
    assert_eq!(store.look_up(token, minutes(30)), None);
}

/// REQ-2.2 · Expiry
#[test]
#[spec("REQ-2.2")]
fn a_look_up_starts_the_idle_time_again() {
    let (mut store, token) = signed_in(ANNA);
    for minute in [29, 58, 87] {
        assert_eq!(store.look_up(token, minutes(minute)), Some(ANNA), "after {minute} minutes");
    }
    assert_eq!(store.look_up(token, minutes(87 + 30)), None);
}

/// REQ-2.3 · Expiry
#[test]
#[spec("REQ-2.3")]
fn twelve_hours_end_a_session_however_busy() {
    let (mut store, token) = signed_in(ANNA);
    for minute in 1..12 * 60 {
        assert_eq!(store.look_up(token, minutes(minute)), Some(ANNA), "after {minute} minutes");
    }
    assert_eq!(store.look_up(token, minutes(12 * 60)), None);
}

/// REQ-2.4 · Expiry
#[test]
#[spec("REQ-2.4")]
fn sweeping_forgets_what_has_ended_and_nothing_else() {
    let (mut store, _) = signed_in(ANNA);
    let later = store.sign_in(BEN, minutes(10));
    store.sweep(minutes(30));
    assert_eq!(store.held(), 1);
    assert_eq!(store.look_up(later, minutes(30)), Some(BEN));
}

/// REQ-3.1 · Sign out
#[test]
#[spec("REQ-3.1")]
fn signing_out_ends_the_session_at_once() {
    let (mut store, token) = signed_in(ANNA);
    store.sign_out(token);
    assert_eq!(store.look_up(token, START), None);
}

/// REQ-3.2 · Sign out
#[test]
#[spec("REQ-3.2")]
fn signing_out_everywhere_ends_the_members_sessions_alone() {
    let (mut store, phone) = signed_in(ANNA);
    let laptop = store.sign_in(ANNA, START);
    let bens = store.sign_in(BEN, START);
    store.sign_out_everywhere(ANNA);
    assert_eq!([phone, laptop, bens].map(|token| store.look_up(token, START)), [None, None, Some(BEN)]);
}

/// REQ-3.3 · Sign out
#[test]
#[spec("REQ-3.3")]
fn signing_out_twice_is_no_mistake() {
    let (mut store, token) = signed_in(ANNA);
    let bens = store.sign_in(BEN, START);
    store.sign_out(token);
    store.sign_out(token);
    assert_eq!(store.look_up(bens, START), Some(BEN), "nothing else was touched");
}
