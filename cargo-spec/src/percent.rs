//! Reads and writes what URLs write with percent signs (RFC 3986, section 2.1).

/// A part of a URL without its escapes: `my code` of `my%20code`. Nothing, if they are not whole, or no UTF-8.
pub fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [first, others @ ..] = rest {
        if let (b'%', [high, low, others @ ..]) = (first, others) {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            bytes.push(u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()?);
            rest = others;
        } else {
            bytes.push(*first);
            rest = others;
        }
    }
    String::from_utf8(bytes).ok()
}

/// A path with escapes for all but slashes and what RFC 3986 leaves as it is.
pub fn encoded(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read_again() {
        for path in ["my code/ü%20?#\u{0}", "", "a:b"] {
            assert_eq!(decoded(&encoded(path)).as_deref(), Some(path));
        }
    }

    #[test]
    fn escapes_are_read_where_they_are_whole() {
        let check = |part: &str, expect: Option<&str>| assert_eq!(decoded(part).as_deref(), expect, "{part}");
        check("my%20code", Some("my code"));
        check("%C3%BC/a", Some("\u{fc}/a"));
        check("%+5", None);
        check("%zz", None);
        check("%ff", None);
    }
}
