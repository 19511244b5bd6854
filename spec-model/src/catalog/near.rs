//! Finds names of files that are nearly those of documents: `Requirements.md`, `spec.markdown`, `requirement.md`.

use std::path::{Path, PathBuf};

use super::glob::matches_name;
use crate::files::Files;
use crate::nearest::nearest;

/// The ends that files of Markdown have beside `.md`.
const ENDS: [&str; 9] =
    [".markdown", ".mdown", ".mkdown", ".mkdn", ".mkd", ".mdwn", ".mdx", ".md.txt", ".md.md"];

/// Adds the files of some folders whose names are nearly what a pattern of one name says.
pub(super) fn add(files: &dyn Files, folders: &[PathBuf], pattern: &str, near: &mut Vec<PathBuf>) {
    let Some(stem) = pattern.strip_suffix(".md") else { return };
    for folder in folders {
        let Ok(entries) = files.entries(folder) else { continue };
        let names = entries.into_iter().map(|entry| entry.name);
        let is_feature = folder.parent().is_some_and(has_specs);
        let is_near = |name: &std::ffi::OsString| {
            name.to_str().is_some_and(|name| is_near(name, pattern, stem, is_feature))
        };
        let paths = names.filter(is_near).map(|name| folder.join(name));
        near.extend(paths.filter(|path| !files.is_folder(path)));
    }
}

/// Does a folder hold folders of features?
fn has_specs(folder: &Path) -> bool {
    folder.iter().any(|name| name == "specs")
}

/// Is a name nearly what a pattern says? `stem`: the pattern without `.md`. `is_feature`: in the folder of a feature, plain text is a
/// document as well; elsewhere a `requirements.txt` is Python's.
fn is_near(name: &str, pattern: &str, stem: &str, is_feature: bool) -> bool {
    if name == pattern || matches_name(pattern, name) {
        return false;
    }
    let lower = name.to_lowercase();
    let stem = stem.to_lowercase();
    let ends = ENDS.iter().chain(is_feature.then_some(&".txt"));
    let of_end = ends.filter_map(|end| lower.strip_suffix(end)).next();
    // A file without an end, in the folder of a feature.
    let bare = Some(&*lower).filter(|name| is_feature && *name == stem);
    let Some(own) = of_end.or_else(|| lower.strip_suffix(".md")).or(bare) else { return false };
    if stem.contains(['*', '?']) {
        return matches_name(&stem, own);
    }
    own == stem || is_slip(own, &stem)
}

/// Is a name, in lower case and without its end, one of these, or that of a copy of one: `spec-v2`, `requirements (copy)`?
pub(super) fn is_one_of(own: &str, names: &[&str]) -> bool {
    names.iter().any(|name| {
        own.match_indices(name).any(|(at, _)| is_mark(&own[..at]) && is_mark(&own[at + name.len()..]))
    })
}

/// The marks of a copy, a version or a language: `-v2`, ` (1)`, `_old`, `copy of `, `.en`.
fn is_mark(text: &str) -> bool {
    const WORDS: [&str; 17] = [
        "v", "version", "rev", "copy", "of", "old", "new", "bak", "backup", "orig", "original", "draft",
        "final", "wip", "updated", "latest", "next",
    ];
    // `spec.en.md`, `spec.zh-CN.md`
    let language = text.strip_prefix('.').map(|text| text.split(['-', '_']).next().unwrap_or_default());
    if language
        .is_some_and(|language| language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase()))
    {
        return true;
    }
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.all(|word| {
        WORDS.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()))
            || word.bytes().all(|b| b.is_ascii_digit())
    }) && (text.is_empty() || !text.chars().all(char::is_alphabetic))
}

/// Is it the singular, the plural, or a slip of the finger?
fn is_slip(own: &str, stem: &str) -> bool {
    if stem == "spec" {
        return matches!(own, "specs" | "specification" | "specifications");
    }
    let begins_alike = own.get(..3).is_some_and(|begin| stem.starts_with(begin));
    begins_alike && own.len().abs_diff(stem.len()) <= 2 && !nearest(own, [stem], 1).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_people_take_for_that_of_a_document_is_near() {
        let near = |pattern: &str, is_feature: bool, names: &[&str]| -> Vec<String> {
            let stem = pattern.strip_suffix(".md").expect("a document");
            let near = names.iter().filter(|name| is_near(name, pattern, stem, is_feature));
            near.map(|name| (*name).to_owned()).collect()
        };
        let all = [
            "Requirements.md",
            "REQUIREMENTS.MD",
            "requirements.MD",
            "requirements.markdown",
            "requirements.mdx",
            "requirement.md",
            "requirments.md",
            "reqiurements.md",
            "requirements.md.txt",
        ];
        assert_eq!(near("requirements.md", false, &all), all);
        let none = [
            "requirements.md",
            "requirements.txt",
            "requirements-dev.md",
            "README.md",
            "design.md",
            "requirements.rs",
            "requirements.md~",
            "requirements.md.orig",
            "retirement.md",
            "environments.md",
        ];
        assert_eq!(near("requirements.md", false, &none), [""; 0]);
        assert_eq!(near("requirements.md", true, &["requirements.txt"]), ["requirements.txt"]);
        assert_eq!(near("requirements.md", true, &["requirements", "design"]), ["requirements"]);
        assert_eq!(
            near("spec.md", true, &["SPEC.md", "Spec.md", "specs.md", "spec.txt", "plan.md", "tasks.md"]),
            ["SPEC.md", "Spec.md", "specs.md", "spec.txt"]
        );
        assert_eq!(
            near("bugfix.md", true, &["bug-fix.md", "bugfixes.md", "hotfix.md", "design.md"]),
            ["bug-fix.md", "bugfixes.md"]
        );
        assert_eq!(
            near("*.md", false, &["a.MD", "b.markdown", "c.md", "d.txt", ".e.MD"]),
            ["a.MD", "b.markdown"]
        );
    }
}
