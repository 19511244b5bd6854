//! Maps and sets with a hash that is cheap, in builds without optimisation too.
//!
//! Keys are ids and paths of the user's own files: nobody chooses them to collide, which the hash of the standard library guards against
//! at several times the cost. The hash is the one of rustc (`FxHasher`): a multiplication for each eight bytes.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// A map with the cheap hash.
pub type FastMap<K, V> = HashMap<K, V, BuildHasherDefault<FastHasher>>;

/// A set with the cheap hash.
pub type FastSet<K> = HashSet<K, BuildHasherDefault<FastHasher>>;

/// Multiplies, and mixes the upper bits into the lower ones at the end.
#[derive(Clone, Copy, Debug, Default)]
pub struct FastHasher(u64);

/// The factor of rustc's hash: odd, with bits all over.
const FACTOR: u64 = 0xf135_7aea_2e62_a9c5;

impl FastHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(FACTOR).rotate_left(20);
    }
}

impl Hasher for FastHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word[..rest.len()].copy_from_slice(rest);
            // Their number tells `a` from `a\0`.
            self.add(u64::from_le_bytes(word) ^ (rest.len() as u64) << 56);
        }
    }

    fn write_u8(&mut self, number: u8) {
        self.add(number.into());
    }

    fn write_u32(&mut self, number: u32) {
        self.add(number.into());
    }

    fn write_u64(&mut self, number: u64) {
        self.add(number);
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher as _, BuildHasherDefault};

    use super::{FastHasher, FastSet};

    #[test]
    fn ids_that_differ_little_spread_over_all_buckets() {
        const IDS: u64 = 40_000;
        let ids =
            (0..200).flat_map(|feature| (0..200).map(move |id| format!("feature-{feature}/REQ-{id}.1")));
        let build = BuildHasherDefault::<FastHasher>::default();
        let hashes: Vec<u64> = ids.map(|id| build.hash_one(id)).collect();
        let whole: FastSet<_> = hashes.iter().collect();
        assert_eq!(whole.len() as u64, IDS);
        // Of hashes by chance, about one in 3 shares its lower bits with another one, and each value of the upper seven has its part.
        let lower: FastSet<_> = hashes.iter().map(|hash| hash & 0xffff).collect();
        assert!(lower.len() > 26_000, "{}", lower.len());
        let upper: FastSet<_> = hashes.iter().map(|hash| hash >> 57).collect();
        assert_eq!(upper.len(), 128);
    }
}
