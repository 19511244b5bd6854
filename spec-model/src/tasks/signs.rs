//! The signs that a line has. One look at its bytes says which readers have nothing to find in it.

/// Some kinds of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Signs(u8);

impl Signs {
    /// `0` to `9`.
    pub(super) const DIGIT: Self = Self(1);
    /// `:`.
    pub(super) const COLON: Self = Self(1 << 1);
    /// `(`, `[` and `{`.
    pub(super) const BRACKET: Self = Self(1 << 2);
    /// `/` and `\`.
    pub(super) const SLASH: Self = Self(1 << 3);
    /// `>`, with which arrows end.
    pub(super) const POINT: Self = Self(1 << 4);
    /// Any sign outside of ASCII: it may be the wide form of another one.
    pub(super) const WIDE: Self = Self(1 << 5);

    /// The signs of a text.
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |found, byte| found | KINDS[usize::from(byte)]))
    }

    /// Both kinds of signs.
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Are any signs of some kinds among these?
    pub(super) const fn have(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }
}

/// The kind of each byte.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        let kind = match byte as u8 {
            b'0'..=b'9' => Signs::DIGIT,
            b':' => Signs::COLON,
            b'(' | b'[' | b'{' => Signs::BRACKET,
            b'/' | b'\\' => Signs::SLASH,
            b'>' => Signs::POINT,
            0x80.. => Signs::WIDE,
            _ => Signs(0),
        };
        kinds[byte] = kind.0;
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_the_signs_that_are_in_it() {
        let all = [Signs::DIGIT, Signs::COLON, Signs::BRACKET, Signs::SLASH, Signs::POINT, Signs::WIDE];
        for (text, expect) in [
            ("bake bread", [false; 6]),
            ("- [ ] 1.2 bake", [true, false, true, false, false, false]),
            ("_Requirements: A_", [false, true, false, false, false, false]),
            ("src\\a.rs -> b", [false, false, false, true, true, false]),
            ("見 （1）", [true, false, false, false, false, true]),
        ] {
            assert_eq!(all.map(|kind| Signs::of(text).have(kind)), expect, "{text}");
        }
        assert!(Signs::of("1").have(Signs::COLON.and(Signs::DIGIT)));
    }
}
