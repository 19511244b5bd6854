//! `cargo spec explain`: says what a finding means, and what to do.

use clap::Args;
use spec_model::Code;
use spec_model::nearest::nearest;

use crate::context::Context;
use crate::error::Error;
use crate::exit::{self, Exit};
use crate::render::{human, json};
use crate::terminal::Terminal;

/// Say what a finding means and what to do, or list all codes of findings.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The code of a finding, such as `untested`; without one, all codes are listed.
    pub code: Option<String>,
}

/// So many codes are proposed in place of one that there is not.
const MAX_NEAR: usize = 3;

/// Prints what a code means, or every code with one line. Documents and sources are not read.
///
/// # Errors
/// A code that no finding has; output that cannot be written.
pub fn run(explain: &ExplainArgs, _: &Context<'_>, terminal: &mut Terminal) -> Result<Exit, Error> {
    let code = explain.code.as_deref().map(find).transpose()?;
    let codes = code.as_ref().map_or(Code::ALL, std::slice::from_ref);
    let text = match terminal.format {
        crate::args::Format::Json => json::to_text(&json::explain::ExplainJson::new(codes)),
        crate::args::Format::Human => match code {
            Some(code) => human::explain::one(code, &terminal.layout()),
            None => human::explain::all(&terminal.layout()),
        },
    };
    terminal.write(&text)?;
    Ok(exit::CLEAN)
}

/// The code that somebody has written, in any case, and with what stands around it in messages: `error[untested]`.
fn find(written: &str) -> Result<Code, Error> {
    let name = written.trim().trim_matches('`');
    let name = name.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')).unwrap_or(name);
    let name = name.to_ascii_lowercase().replace('_', "-");
    let found = Code::ALL.iter().find(|code| code.as_str() == name);
    found.copied().ok_or_else(|| {
        let near = nearest(&name, Code::ALL.iter().map(|code| code.as_str()), MAX_NEAR);
        let help = match near.as_slice() {
            [] => "`cargo spec explain` lists the codes".to_owned(),
            near => format!("did you mean `{}`? `cargo spec explain` lists the codes", near.join("` or `")),
        };
        Error::Unclear {
            problem: format!("`{}` is not the code of a finding", written.escape_debug()),
            path: None,
            place: None,
            help: Some(help),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_people_write_it() {
        for written in ["untested", "Untested", " `untested` ", "error[untested]", "UNTESTED"] {
            assert_eq!(find(written).ok(), Some(Code::Untested), "{written}");
        }
        assert_eq!(find("not_utf8").ok(), Some(Code::NotUtf8));
    }

    #[test]
    fn every_code_is_found_by_its_name() {
        for &code in Code::ALL {
            assert_eq!(find(code.as_str()).ok(), Some(code));
        }
    }

    #[test]
    fn what_is_no_code_comes_with_the_nearest() {
        let check = |written: &str, problem: &str, help: &str| {
            let error = find(written).expect_err("it is no code");
            assert_eq!(
                (error.to_string(), error.help().unwrap_or_default()),
                (problem.to_owned(), help.to_owned())
            );
        };
        check(
            "untestd",
            "`untestd` is not the code of a finding",
            "did you mean `untested`? `cargo spec explain` lists the codes",
        );
        check("x", "`x` is not the code of a finding", "`cargo spec explain` lists the codes");
        check("", "`` is not the code of a finding", "`cargo spec explain` lists the codes");
        check(
            "\u{1b}[2J",
            "`\\u{1b}[2J` is not the code of a finding",
            "`cargo spec explain` lists the codes",
        );
        check(
            &"x".repeat(40),
            &format!("`{}` is not the code of a finding", "x".repeat(40)),
            "`cargo spec explain` lists the codes",
        );
    }
}
