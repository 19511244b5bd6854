//! Brings code that can be written in several ways into one form.

use crate::intent::tokens::{Tokens, is_name, is_primitive, number};

/// Methods that give the same value in another type. Whether a test calls them depends on what the code returns, not on what is checked.
const CONVERSIONS: [&str; 18] = [
    "clone",
    "as_str",
    "as_ref",
    "as_mut",
    "to_owned",
    "into",
    "iter",
    "into_iter",
    "iter_mut",
    "as_slice",
    "to_vec",
    "as_deref",
    "as_bytes",
    "borrow",
    "copied",
    "cloned",
    "as_path",
    "to_path_buf",
];

/// Methods that add words for people to an error.
const CONTEXTS: [&str; 4] = ["context", "with_context", "wrap_err", "wrap_err_with"];

/// Behind these a `&`, `*` or `-` has no left operand.
const OPENERS: [&str; 22] = [
    "", "(", "[", "{", ",", "=", "==", "!=", "<", "<=", ">", ">=", "&&", "||", "=>", "return", "in", "!",
    ";", ":", "|", "..",
];

/// Some tokens without what does not count: references, conversions, the way to a name, the types of numbers, the words of `expect`.
/// `?` is `.unwrap()`, and every duration is written in the same unit.
pub(super) fn plain(tokens: &Tokens<'_>, from: usize, to: usize) -> Vec<String> {
    let to = to.min(tokens.all.len());
    let mut plain: Vec<String> = Vec::with_capacity(to.saturating_sub(from));
    let mut at = from;
    while at < to {
        let token = tokens.get(at);
        let last = plain.last().map_or("", String::as_str);
        at = match token {
            "&" | "*" if OPENERS.contains(&last) => at + 1 + usize::from(tokens.get(at + 1) == "mut"),
            "?" => {
                plain.extend([".", "unwrap", "(", ")"].map(str::to_owned));
                at + 1
            }
            "." => match method(tokens, at + 1, last) {
                Method::Left(behind) => behind,
                Method::Called(name, behind) => {
                    plain.extend([".", name, "(", ")"].map(str::to_owned));
                    behind
                }
                Method::Stays => {
                    plain.push(token.to_owned());
                    at + 1
                }
            },
            "String" if tokens.is_at(at + 1, &["::", "from", "("]) && tokens.get(at + 5) == ")" => {
                plain.push(tokens.get(at + 4).to_owned());
                at + 6
            }
            // `Vec::<u8>::new()`, `json::<User>()`
            "::" if tokens.get(at + 1) == "<" => generics(tokens, at + 1).unwrap_or(at + 1),
            // All of it.
            "[" if tokens.is_at(at + 1, &["..", "]"]) && (is_name(last) || last == ")") => at + 3,
            "vec" if tokens.is_at(at + 1, &["!", "["]) => at + 2,
            "Duration" if tokens.get(at + 1) == "::" => match nanoseconds(tokens, at + 2) {
                Some(value) => {
                    plain.extend(["Duration", "::", "from_nanos", "("].map(str::to_owned));
                    plain.extend([value.to_string(), ")".to_owned()]);
                    at + 6
                }
                None => {
                    plain.push(token.to_owned());
                    at + 1
                }
            },
            // A number of its own.
            "-" if (OPENERS.contains(&last) || last == "|") && number(tokens.get(at + 1)).is_some() => {
                plain.push(format!("-{}", literal(tokens.get(at + 1))));
                at + 2
            }
            "f64" | "f32" if tokens.is_at(at + 1, &["::", "EPSILON"]) => {
                plain.push(if token == "f64" { f64::EPSILON } else { f64::from(f32::EPSILON) }.to_string());
                at + 3
            }
            "format" if tokens.is_at(at + 1, &["!", "("]) => {
                plain.extend(["format", "!", "("].map(str::to_owned));
                match formatted(tokens, at + 2) {
                    Some(text) => {
                        plain.extend([text, ")".to_owned()]);
                        tokens.close(at + 2) + 1
                    }
                    None => at + 3,
                }
            }
            // `crate::parser::Expr` is `Expr`. What an attribute is called is no way to a name.
            _ if tokens.get(at + 1) == "::"
                && !(last == "[" && plain.len() > 1 && plain[plain.len() - 2] == "#")
                && token.starts_with(char::is_lowercase)
                && is_name(token)
                && !is_primitive(token)
                && is_name(tokens.get(at + 2))
                && last != "::" =>
            {
                at + 2
            }
            _ => {
                plain.push(literal(token));
                at + 1
            }
        };
    }
    plain
}

/// Finds the end of the types that begin at a place: behind `< Vec < u8 > >`.
fn generics(tokens: &Tokens<'_>, open: usize) -> Option<usize> {
    /// So long they get.
    const MAX: usize = 40;
    let mut depth = 0_usize;
    for at in open..(open + MAX).min(tokens.all.len()) {
        for c in tokens.get(at).chars() {
            match c {
                '<' => depth += 1,
                '>' if tokens.get(at) != "->" => depth = depth.saturating_sub(1),
                ';' | '{' | '}' => return None,
                _ => {}
            }
        }
        if depth == 0 {
            // `>::` is one token.
            return Some(if tokens.get(at).ends_with("::") { at } else { at + 1 });
        }
    }
    None
}

enum Method<'t> {
    /// It is left out; where it ends.
    Left(usize),
    /// It is called by this name, without arguments.
    Called(&'t str, usize),
    /// It stays.
    Stays,
}

fn method<'t>(tokens: &Tokens<'_>, at: usize, last: &str) -> Method<'t> {
    let name = tokens.get(at);
    let (open, behind) = (at + 1, || tokens.close(at + 1) + 1);
    match name {
        "await" => Method::Left(at + 1),
        "unwrap" | "expect" if tokens.get(open) == "(" => Method::Called("unwrap", behind()),
        "unwrap_err" | "expect_err" if tokens.get(open) == "(" => Method::Called("unwrap_err", behind()),
        "to_string" if last.ends_with('"') && tokens.is_at(open, &["(", ")"]) => Method::Left(open + 2),
        "collect" => {
            let Some(call) = (open..(open + 24).min(tokens.all.len())).find(|&at| tokens.get(at) == "(")
            else {
                return Method::Stays;
            };
            // Order and number are lost in a set.
            let is_set = (open..call).any(|at| tokens.get(at).ends_with("Set"));
            if is_set { Method::Called("to_set", call + 2) } else { Method::Left(call + 2) }
        }
        _ if CONVERSIONS.contains(&name) && tokens.is_at(open, &["(", ")"]) => Method::Left(open + 2),
        _ if CONTEXTS.contains(&name) && tokens.get(open) == "(" => Method::Left(behind()),
        _ => Method::Stays,
    }
}

/// `from_millis ( 5 )`, behind `Duration ::`.
pub(super) fn nanoseconds(tokens: &Tokens<'_>, at: usize) -> Option<f64> {
    let unit = match tokens.get(at) {
        "from_nanos" => 1.0,
        "from_micros" => 1e3,
        "from_millis" => 1e6,
        "from_secs" | "from_secs_f64" | "from_secs_f32" => 1e9,
        "from_mins" => 6e10,
        "from_hours" => 3.6e12,
        _ => return None,
    };
    let is_call = tokens.get(at + 1) == "(" && tokens.get(at + 3) == ")";
    is_call.then(|| number(tokens.get(at + 2))).flatten().map(|value| value * unit)
}

/// The text of `format!("a {}", name)` as `"a {name}"`, if every argument is a name.
fn formatted(tokens: &Tokens<'_>, open: usize) -> Option<String> {
    let arguments = tokens.parts(open + 1, tokens.close(open), ",");
    let ((from, to), names) = arguments.split_first()?;
    let text = tokens.get(*from);
    if *to != from + 1 || !text.starts_with('"') || text.matches("{}").count() != names.len() {
        return None;
    }
    let mut text = one_line(text);
    for (from, to) in names {
        if *to != from + 1 || !is_name(tokens.get(*from)) {
            return None;
        }
        text = text.replacen("{}", &format!("{{{}}}", tokens.get(*from)), 1);
    }
    Some(text)
}

/// A string without the ends of its lines: `\` at the end of one joins it with the next.
fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.to_owned();
    }
    let mut line = String::with_capacity(text.len());
    let mut is_joined = false;
    for (number, part) in text.split('\n').enumerate() {
        let part = if is_joined { part.trim_start() } else { part };
        if number > 0 && !is_joined {
            line.push_str("\\n");
        }
        is_joined = part.ends_with('\\') && !part.ends_with("\\\\");
        line.push_str(if is_joined { &part[..part.len() - 1] } else { part });
    }
    line
}

/// A literal without its type and its underscores; a raw string as one with escapes.
fn literal(token: &str) -> String {
    if token.starts_with('r') && token.ends_with(['"', '#']) {
        let text = token[1..].trim_matches('#');
        let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
        return format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"));
    }
    if token.starts_with('"') {
        return one_line(token);
    }
    if !token.starts_with(|c: char| c.is_ascii_digit()) || token.starts_with("0x") || token.starts_with("0b")
    {
        return token.to_owned();
    }
    let digits = token.replace('_', "");
    let end = digits.find(['u', 'i', 'f']).unwrap_or(digits.len());
    digits[..end].to_owned()
}
