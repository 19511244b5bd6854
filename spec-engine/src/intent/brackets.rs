//! Matches brackets among tokens.

/// The change that a token makes to the depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Bracket {
    Opens,
    Closes,
}

fn bracket(token: &str) -> Option<Bracket> {
    match token {
        "(" | "[" | "{" => Some(Bracket::Opens),
        ")" | "]" | "}" => Some(Bracket::Closes),
        _ => None,
    }
}

/// Does a token open a bracket?
pub(super) fn is_open(token: &str) -> bool {
    bracket(token) == Some(Bracket::Opens)
}

/// Does a token close a bracket?
pub(super) fn is_close(token: &str) -> bool {
    bracket(token) == Some(Bracket::Closes)
}

/// The number of open brackets, while tokens are passed.
#[derive(Debug, Default)]
pub(super) struct Depth(usize);

impl Depth {
    /// Passes a token; `false` if it closes a bracket that was opened before the first one.
    pub(super) fn pass(&mut self, token: &str) -> bool {
        match bracket(token) {
            Some(Bracket::Opens) => self.0 += 1,
            Some(Bracket::Closes) if self.0 == 0 => return false,
            Some(Bracket::Closes) => self.0 -= 1,
            None => {}
        }
        true
    }

    /// Is no bracket open?
    pub(super) fn is_outside(&self) -> bool {
        self.0 == 0
    }
}

/// For each bracket that is opened, the place of the one that closes it.
pub(super) fn pairs<T: AsRef<str>>(tokens: &[T]) -> impl Iterator<Item = (usize, usize)> {
    let mut open = Vec::new();
    tokens.iter().enumerate().filter_map(move |(at, token)| match bracket(token.as_ref())? {
        Bracket::Opens => {
            open.push(at);
            None
        }
        Bracket::Closes => open.pop().map(|open| (open, at)),
    })
}

/// The place of the bracket that closes the first one from a place on; the end, if nothing does.
pub(super) fn closing<T: AsRef<str>>(tokens: &[T], open: usize) -> usize {
    let mut depth = Depth::default();
    let closes = |token: &T| {
        let is_close = is_close(token.as_ref());
        depth.pass(token.as_ref());
        is_close && depth.is_outside()
    };
    tokens.iter().skip(open).position(closes).map_or(tokens.len(), |length| open + length)
}

/// The place of the bracket that is closed at a place.
pub(super) fn opening<T: AsRef<str>>(tokens: &[T], close: usize) -> Option<usize> {
    let token = tokens.get(close)?;
    is_close(token.as_ref()).then(|| around(tokens, close).next()).flatten()
}

/// The brackets that a place stands in, from the inside out.
pub(super) fn around<T: AsRef<str>>(tokens: &[T], at: usize) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    (0..at).rev().filter(move |&open| match bracket(tokens[open].as_ref()) {
        Some(Bracket::Closes) => {
            depth += 1;
            false
        }
        Some(Bracket::Opens) if depth > 0 => {
            depth -= 1;
            false
        }
        Some(Bracket::Opens) => true,
        None => false,
    })
}

/// The operands of an operator outside of brackets.
pub(super) fn operands(tokens: &[String], operator: &str) -> Vec<Vec<String>> {
    let (mut parts, mut depth) = (vec![Vec::new()], Depth::default());
    for token in tokens {
        depth.pass(token);
        if depth.is_outside() && token == operator {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token.clone());
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bracket_has_its_partner() {
        let tokens: Vec<&str> = "f ( a [ 1 ] , { b } ) ; c )".split(' ').collect();
        assert_eq!(pairs(&tokens).collect::<Vec<_>>(), [(3, 5), (7, 9), (1, 10)]);
        for (open, close) in pairs(&tokens) {
            assert_eq!(closing(&tokens, open), close);
            assert_eq!(opening(&tokens, close), Some(open));
        }
        assert_eq!(around(&tokens, 8).collect::<Vec<_>>(), [7, 1]);
        // The last one closes nothing.
        assert_eq!(opening(&tokens, 13), None);
        assert_eq!(closing(&tokens, 11), 13);
    }

    #[test]
    fn operands_are_those_outside_of_brackets() {
        let tokens: Vec<String> = "a && ( b && c ) && d".split(' ').map(str::to_owned).collect();
        let shown: Vec<_> = operands(&tokens, "&&").iter().map(|part| part.join(" ")).collect();
        assert_eq!(shown, ["a", "( b && c )", "d"]);
    }
}
