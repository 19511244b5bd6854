//! The seal of a kept result: it counts only on the machine and for the user that it was found out with.

use std::env;
use std::path::Path;

use spec_model::files::{self, FileKind};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// A number that belongs to a machine and a user.
///
/// It keeps results that were copied or edited from counting by mistake. Whoever computes the seal can forge it, as whoever may write the
/// target folder can change the test programs themselves. `prove --fresh` believes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seal(u64);

/// Files that tell one machine from another.
const MACHINES: [&str; 3] = ["/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostname"];

/// Environment variables that do, and those that tell the user.
const NAMES: [&str; 2] = ["COMPUTERNAME", "HOSTNAME"];
const USERS: [&str; 3] = ["USER", "USERNAME", "HOME"];

impl Seal {
    /// That of this machine and user.
    pub(super) fn of_this_machine() -> Self {
        let files = MACHINES.iter().filter_map(|path| files::read(Path::new(path), FileKind::Evidence).ok());
        let machine = files.map(|text| String::from_utf8_lossy(&text).into_owned()).next();
        Self::new(&machine.unwrap_or_else(|| variables(&NAMES)), &variables(&USERS))
    }

    /// That of a machine and a user.
    pub(super) fn new(machine: &str, user: &str) -> Self {
        Self(xxh3_64_with_seed(format!("{machine}\n{user}").as_bytes(), SEED))
    }

    /// The seal of a result with a key.
    pub(super) fn of(self, key: &str, known: &[u8]) -> String {
        format!("{:016x}", xxh3_64_with_seed(&[key.as_bytes(), b"\n", known].concat(), self.0))
    }
}

/// So that no other hash is one by chance.
const SEED: u64 = 0x7370_6563_7365_616c;

/// The values of environment variables.
fn variables(names: &[&str]) -> String {
    let values = names.iter().filter_map(env::var_os);
    values.map(|value| value.to_string_lossy().into_owned()).collect::<Vec<_>>().join("\n")
}
