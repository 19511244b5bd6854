//! Finds out whether the compiler makes a program that could run.

use std::env;
use std::ffi::OsStr;
use std::sync::OnceLock;

/// Will there be a program that could run? Not for `cargo check`, clippy and editors, which have no use for what only matters when
/// a function runs. Nothing but the compiler's own arguments tells: where they do not, there will be one.
pub(crate) fn makes_a_program() -> bool {
    static MAKES_A_PROGRAM: OnceLock<bool> = OnceLock::new();
    *MAKES_A_PROGRAM.get_or_init(|| emits_code(env::args_os()))
}

/// Is anything asked for (`--emit`) besides what is known of the crate, and what it depends on?
fn emits_code(arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> bool {
    let mut emits = arguments.filter_map(|argument| {
        let kinds = argument.as_ref().to_str()?.strip_prefix("--emit=")?;
        Some(kinds.split(',').any(|kind| !matches!(kind.split('=').next(), Some("dep-info" | "metadata"))))
    });
    match emits.next() {
        Some(first) => first || emits.any(|code| code),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &str, expect: bool) {
        assert_eq!(emits_code(arguments.split(' ')), expect, "{arguments}");
    }

    #[test]
    fn only_a_compiler_that_emits_nothing_but_metadata_makes_no_program() {
        check("rustc --crate-name a --emit=dep-info,metadata -C opt-level=0", false);
        check("clippy-driver rustc --emit=metadata", false);
        check("rustc --emit=dep-info,metadata,link", true);
        check("rustc --emit=dep-info=a.d,link=liba.rlib", true);
        check("rustc --emit=metadata --emit=obj", true);
        check("rustc @arguments", true);
        check("rust-analyzer-proc-macro-srv", true);
    }
}
