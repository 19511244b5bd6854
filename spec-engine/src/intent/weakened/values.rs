//! Finds the values that names stand for.

use std::collections::HashMap;

use super::plain::plain;
use crate::intent::tokens::{Tokens, is_literal, is_name, number};

/// The values of names that `let`, `const` and `static` bind once, in their plain form.
#[derive(Debug, Default)]
pub(super) struct Values(HashMap<String, Vec<String>>);

impl Values {
    pub(super) fn of(tokens: &Tokens<'_>) -> Self {
        let mut values: HashMap<String, Option<Vec<String>>> = HashMap::new();
        let mut give = |name: &str, value: Vec<String>| {
            // `let a = a + 1`, but not `let a = b.a`
            let is_itself = (0..value.len()).any(|at| value[at] == name && (at == 0 || value[at - 1] != "."));
            let is_known = values.contains_key(name) || is_itself;
            values.insert(name.to_owned(), if is_known { None } else { Some(value) });
        };
        for at in 0..tokens.all.len() {
            if !matches!(tokens.get(at), "let" | "const" | "static") {
                continue;
            }
            let Some(equals) = equals(tokens, at) else { continue };
            let end = tokens.until(equals + 1, ";");
            // `let Some(a) = b() else { … };`
            if (equals + 1..end).any(|at| tokens.is_at(at, &["else", "{"])) && tokens.get(equals + 1) != "if"
            {
                if let Some(name) = unwrapped(tokens, at) {
                    let value_end = (equals + 1..end).find(|&at| tokens.get(at) == "else").unwrap_or(end);
                    let mut value = plain(tokens, equals + 1, value_end);
                    value.extend([".", "unwrap", "(", ")"].map(str::to_owned));
                    give(name, value);
                }
                continue;
            }
            if is_name(tokens.get(at + 1)) && matches!(tokens.get(at + 2), "=" | ":") {
                if !is_literal(tokens.get(at + 1)) && tokens.get(at + 1) != "mut" {
                    give(tokens.get(at + 1), plain(tokens, equals + 1, end));
                }
            } else if tokens.get(at + 2) == "{" && tokens.get(at + 1).starts_with(char::is_uppercase) {
                // `let Point { x, y: height, .. } = point();`
                let value = plain(tokens, equals + 1, end);
                for (from, to) in tokens.parts(at + 3, tokens.close(at + 2), ",") {
                    if is_name(tokens.get(from)) && is_name(tokens.get(to - 1)) && matches!(to - from, 1 | 3)
                    {
                        let field = [".".to_owned(), tokens.get(from).to_owned()];
                        give(tokens.get(to - 1), value.iter().cloned().chain(field).collect());
                    }
                }
            } else if tokens.get(at + 1) == "(" {
                // `let (a, b) = pair();`
                let value = plain(tokens, equals + 1, end);
                for (number, (from, to)) in
                    tokens.parts(at + 2, tokens.close(at + 1), ",").into_iter().enumerate()
                {
                    if to == from + 1 && is_name(tokens.get(from)) {
                        let field = [".".to_owned(), number.to_string()];
                        give(tokens.get(from), value.iter().cloned().chain(field).collect());
                    }
                }
            }
        }
        Self(values.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }

    /// Tokens with names replaced by their values.
    pub(super) fn expand(&self, tokens: &[String]) -> Vec<String> {
        /// So long a claim gets; so often values stand for names in values.
        const MAX: (usize, usize) = (400, 4);
        let mut tokens = tokens.to_vec();
        for _ in 0..MAX.1 {
            let mut expanded = Vec::with_capacity(tokens.len());
            let mut is_other = false;
            for (at, token) in tokens.iter().enumerate() {
                let last = if at > 0 { &*tokens[at - 1] } else { "" };
                // A field, or a macro that is called so.
                let is_field = tokens.get(at + 1).is_some_and(|next| next == ":" || next == "!");
                match self.0.get(token) {
                    Some(value) if !is_field && !matches!(last, "." | "::") => {
                        expanded.extend_from_slice(value);
                        is_other = true;
                    }
                    _ => expanded.push(token.clone()),
                }
            }
            if !is_other || expanded.len() > MAX.0 {
                break;
            }
            tokens = expanded;
        }
        tokens
    }

    /// The number that a token is, or the one that its name stands for.
    pub(super) fn number(&self, token: &str) -> Option<f64> {
        number(token).or_else(|| match self.0.get(token).map(Vec::as_slice) {
            Some([value]) => number(value),
            _ => None,
        })
    }
}

impl Values {
    /// Returns the duration of a name: `const LIMIT: Duration = Duration::from_secs(1);`. A bare number is one of milliseconds.
    pub(super) fn nanoseconds(&self, token: &str) -> Option<f64> {
        match self.0.get(token).map(Vec::as_slice) {
            Some([.., unit, _, value, _]) if unit == "from_nanos" => number(value),
            _ => self.number(token).map(|value| value * 1e6),
        }
    }
}

/// The name in `let Some ( name ) =`.
fn unwrapped<'t>(tokens: &'t Tokens<'_>, at: usize) -> Option<&'t str> {
    let is_it = matches!(tokens.get(at + 1), "Some" | "Ok") && tokens.get(at + 2) == "(";
    (is_it && tokens.get(at + 4) == ")" && is_name(tokens.get(at + 3))).then(|| tokens.get(at + 3))
}

/// Finds the beginning of the value: the `=` of a binding, with or without a type.
fn equals(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    /// So long is a pattern with its type.
    const MAX: usize = 64;
    let end = (at + MAX).min(tokens.all.len());
    let pattern_end = if tokens.get(at + 2) == "{" { tokens.close(at + 2) } else { at };
    (pattern_end + 1..end)
        .take_while(|&at| !matches!(tokens.get(at), ";" | "{" | "}"))
        .find(|&at| tokens.get(at) == "=")
}
