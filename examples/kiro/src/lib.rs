//! Sessions in memory that end when they should. What it must do is written in
//! `.kiro/specs/session-store/requirements.md`.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use spec_runtime::spec;

/// The number of sessions that a member may have open at once.
pub const MAX_SESSIONS: usize = 5;

/// A session that nobody used for so long has ended.
pub const MAX_IDLE: Duration = Duration::from_secs(30 * 60);

/// A session that was opened so long ago has ended.
pub const MAX_AGE: Duration = Duration::from_secs(12 * 60 * 60);

/// The proof of a client that it is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
// No release has a default token; with one, `cargo spec prove` can knock out what returns a token.
#[cfg_attr(debug_assertions, derive(Default))]
pub struct Token(u128);

/// A member, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member(pub u64);

struct Session {
    member: Member,
    opened: Duration,
    used: Duration,
}

impl Session {
    #[spec("REQ-2.1", "REQ-2.3")]
    fn has_ended(&self, now: Duration) -> bool {
        now.saturating_sub(self.used) >= MAX_IDLE || now.saturating_sub(self.opened) >= MAX_AGE
    }
}

/// The open sessions. Time is what the caller says it is: so long since the store was made.
#[derive(Default)]
pub struct SessionStore {
    sessions: HashMap<Token, Session>,
    issued: u64,
    keys: [RandomState; 2],
}

impl SessionStore {
    /// Opens a session.
    #[spec("REQ-1.1", "REQ-1.4")]
    pub fn sign_in(&mut self, member: Member, now: Duration) -> Token {
        self.sweep(now);
        let own = self.sessions.iter().filter(|(_, session)| session.member == member);
        if own.clone().count() >= MAX_SESSIONS
            && let Some((&longest_idle, _)) = own.min_by_key(|(_, session)| session.used)
        {
            self.sessions.remove(&longest_idle);
        }
        let token = self.fresh_token();
        self.sessions.insert(token, Session { member, opened: now, used: now });
        token
    }

    /// The member that a token belongs to, if the session has not ended.
    #[spec("REQ-1.2", "REQ-1.3", "REQ-2.2")]
    pub fn look_up(&mut self, token: Token, now: Duration) -> Option<Member> {
        let session = self.sessions.get_mut(&token).filter(|session| !session.has_ended(now))?;
        session.used = now;
        Some(session.member)
    }

    /// Ends a session, whether or not it is still open.
    #[spec("REQ-3.1", "REQ-3.3")]
    pub fn sign_out(&mut self, token: Token) {
        self.sessions.remove(&token);
    }

    /// Ends every session of a member.
    #[spec("REQ-3.2")]
    pub fn sign_out_everywhere(&mut self, member: Member) {
        self.sessions.retain(|_, session| session.member != member);
    }

    /// Forgets the sessions that have ended.
    #[spec("REQ-2.4")]
    pub fn sweep(&mut self, now: Duration) {
        self.sessions.retain(|_, session| !session.has_ended(now));
    }

    /// Counts the sessions that are held in memory.
    pub fn held(&self) -> usize {
        self.sessions.len()
    }

    /// The counter makes tokens differ, the keys of the hashers make them hard to guess in this small example. A real store
    /// takes them from a cryptographic source.
    fn fresh_token(&mut self) -> Token {
        self.issued += 1;
        let [high, low] = [0, 1].map(|half: usize| u128::from(self.keys[half].hash_one(self.issued)));
        Token((high << 64 | low) << 32 | u128::from(self.issued & u64::from(u32::MAX)))
    }
}
