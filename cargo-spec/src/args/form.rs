//! The forms of output that `--format` can name.

use std::fmt;
use std::path::Path;

use clap::ValueEnum;
use clap::builder::{PossibleValuesParser, TypedValueParser};

/// Hands the table of forms to a macro, in the order of the help: every form but that for people.
///
/// A row has the name of a form and the endings of its files. Then come the module in `render` that writes a report in it, and a sentence.
macro_rules! table_of_forms {
    ($macro:ident) => {
        $macro! {
            Json [".json"] => json, "For programs: one JSON object (docs/json.md)";
            Html [".html", ".htm"] => html, "One page for a browser, with all that it needs in it";
            Markdown [".md", ".markdown"] => markdown, "A step summary, or a comment on a pull request";
            Junit [".xml"] => junit, "A test case for each criterion, as CI systems show them";
            Sarif [".sarif", ".sarif.json"] => sarif, "Findings for code scanning: SARIF 2.1.0";
            Github [] => github, "Annotations of a GitHub workflow";
        }
    };
}

pub(crate) use table_of_forms;

/// Makes the type of its table.
macro_rules! forms {
    ($($variant:ident [$($ending:literal),*] => $module:ident, $description:literal;)*) => {
        /// The forms that `--format` can name. Every verb knows the first two, `check` and `diff` some more, `report` all of them.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
        pub enum Form {
            /// For people: aligned, folded to the terminal's width.
            #[default]
            Human,
            $(#[doc = $description] $variant,)*
        }

        impl Form {
            /// The extensions of files, each with the form that it stands for. The first ending of a form is the common one.
            const ENDINGS: &[(Self, &[&str])] = &[$((Self::$variant, &[$($ending),*])),*];
        }
    };
}

table_of_forms!(forms);

impl Form {
    /// The form that the ending of a file's name stands for, if it is one of a form. The longest ending counts.
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let endings = Self::ENDINGS
            .iter()
            .flat_map(|&(form, endings)| endings.iter().map(move |ending| (form, ending)));
        let is_of = |ending: &str| name.len() > ending.len() && name.ends_with(ending);
        endings
            .filter(|(_, ending)| is_of(ending))
            .max_by_key(|(_, ending)| ending.len())
            .map(|(form, _)| form)
    }

    /// The help of `report --format`, with the ending of each form.
    pub(crate) fn help() -> String {
        let endings = Self::ENDINGS.iter().filter_map(|(_, endings)| endings.first());
        let endings: Vec<_> = endings.map(|ending| format!("`{ending}`")).collect();
        format!(
            "The form of the report. Without one, the ending of `--output` says it ({}); else `human`",
            endings.join(", ")
        )
    }

    /// Reads those that every verb knows.
    pub(super) fn common() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json])
    }

    /// Reads those that `check` knows.
    pub(crate) fn of_check() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json, Self::Sarif, Self::Github])
    }

    /// Reads those that `diff` knows.
    pub(crate) fn of_diff() -> impl TypedValueParser<Value = Self> {
        Self::parser(&[Self::Human, Self::Json, Self::Markdown, Self::Sarif])
    }

    /// Reads those that `report` knows. Its argument stands in for the global one: both have one name, and so one type.
    pub(crate) fn any() -> impl TypedValueParser<Value = Self> {
        Self::parser(Self::value_variants())
    }

    fn parser(forms: &[Self]) -> impl TypedValueParser<Value = Self> + use<> {
        let names = forms.iter().filter_map(Self::to_possible_value);
        // Whatever passes is one of the names.
        PossibleValuesParser::new(names).map(|name| Self::from_str(&name, false).unwrap_or_default())
    }
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.to_possible_value().as_ref().map_or("", |value| value.get_name()))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::Form;

    #[test]
    fn the_ending_of_a_files_name_stands_for_a_form() {
        let check =
            |name: &str, expect: Option<Form>| assert_eq!(Form::of_file(Path::new(name)), expect, "{name}");
        check("report.html", Some(Form::Html));
        check("out/REPORT.HTM", Some(Form::Html));
        check("report.md", Some(Form::Markdown));
        check("a.b.json", Some(Form::Json));
        check("report.sarif.json", Some(Form::Sarif));
        check("report.sarif", Some(Form::Sarif));
        check("junit.xml", Some(Form::Junit));
        check("report.txt", None);
        check("html", None);
        check(".html", None);
        check("/dev/stdout", None);
    }

    #[test]
    fn no_ending_stands_for_two_forms() {
        for (form, endings) in Form::ENDINGS {
            for ending in *endings {
                assert_eq!(Form::of_file(Path::new(&format!("report{ending}"))), Some(*form), "{ending}");
            }
        }
    }
}
