//! Paths as editors name them: addresses with the scheme `file`.

use std::path::{Path, PathBuf};

use crate::percent;

/// The path of an address; nothing, if it is of another scheme or names another machine.
pub fn path(address: &str) -> Option<PathBuf> {
    let rest = address.strip_prefix("file://")?;
    let rest = rest.strip_prefix("localhost").unwrap_or(rest);
    let text = percent::decoded(rest.split(['?', '#']).next().unwrap_or(rest))?;
    // Windows: `/C:/code`.
    let has_drive = text.get(2..3) == Some(":") && text.as_bytes()[1].is_ascii_alphabetic();
    let text = if has_drive { &text[1..] } else { &text };
    let is_whole = (text.starts_with('/') || has_drive) && !text.contains('\0');
    is_whole.then(|| PathBuf::from(text))
}

/// The address of a path.
pub fn address(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let slash = if text.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", percent::encoded(&text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_path_that_it_was_made_of() {
        for text in ["/a/b.md", "/my code/ü#1?.md", "/a%20b", "/"] {
            assert_eq!(path(&address(Path::new(text))), Some(PathBuf::from(text)));
        }
        assert_eq!(address(Path::new("/my code/ü.md")), "file:///my%20code/%C3%BC.md");
    }

    #[test]
    fn what_is_no_path_is_none() {
        for address in [
            "untitled:Untitled-1",
            "http://a/b",
            "file://",
            "file://server/share",
            "file:///%zz",
            "file:///%00",
            "",
        ] {
            assert_eq!(path(address), None, "{address}");
        }
        assert_eq!(path("file:///c%3A/code/a.md"), Some(PathBuf::from("c:/code/a.md")));
        assert_eq!(path("file:///"), Some(PathBuf::from("/")));
    }
}
