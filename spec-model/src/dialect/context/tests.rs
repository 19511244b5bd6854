use crate::source::Source;
use crate::{Dialect, dialect};

/// Checks the asides around each criterion of a document.
#[track_caller]
fn check(document: &str, expect: &[(&str, &[&str])]) {
    let dialect = if document.contains("### Requirement 1") { Dialect::Kiro } else { Dialect::Native };
    let document = dialect::read(Source::new("requirements.md", document), Some(dialect));
    let found: Vec<_> = document
        .criteria()
        .map(|(requirement, criterion)| {
            let around = document.around(requirement, criterion);
            let around = around.map(|aside| match aside.limit {
                Some(word) => format!("{} !{word}", aside.text),
                None => aside.text.clone(),
            });
            (criterion.id.as_str(), around.collect::<Vec<_>>())
        })
        .collect();
    let found: Vec<_> = found
        .iter()
        .map(|(id, around)| (*id, around.iter().map(String::as_str).collect::<Vec<_>>()))
        .collect();
    let expect: Vec<_> = expect.iter().map(|(id, around)| (*id, around.to_vec())).collect();
    assert_eq!(found, expect);
}

const LIST: &str = "- REQ-1.1: THE till SHALL add up prices\n- REQ-1.2: THE till SHALL take a tenth off over the free limit\n";

#[test]
fn a_heading_says_of_all_below_it_that_they_are_optional() {
    check(
        &format!("# Till\n\n## REQ-1: Prices (optional)\n\n{LIST}"),
        &[("REQ-1.1", &["optional"]), ("REQ-1.2", &["optional"])],
    );
    check(&format!("# Till\n\n## REQ-1: Prices\n\n{LIST}"), &[("REQ-1.1", &[]), ("REQ-1.2", &[])]);
}

#[test]
fn a_sentence_is_about_the_criteria_that_it_names() {
    check(
        &format!(
            "# Till\n\n## REQ-1: Prices\n\n{LIST}\nNote: REQ-1.2 is for regulars only, and not before 2031.\n"
        ),
        &[("REQ-1.1", &[]), ("REQ-1.2", &["Note: § is for regulars only, and not before 2031. !only"])],
    );
    check(
        &format!(
            "# Till\n\n## REQ-1: Prices\n\n{LIST}\n## Exceptions\n\nSums that are paid by card are exempt from REQ-1.2.\n"
        ),
        &[("REQ-1.1", &[]), ("REQ-1.2", &["Sums that are paid by card are exempt from §. !exempt"])],
    );
    check(
        &format!("# Till\n\n## REQ-1: Prices\n\n{LIST}\n## Deferred\n\n- REQ-1.2\n"),
        &[("REQ-1.1", &[]), ("REQ-1.2", &["§ !deferred"])],
    );
}

#[test]
fn prose_that_takes_nothing_is_passed_over() {
    check(
        &format!(
            "# Till\n\nThe till stands in the shop. Only few know it.\n\n## REQ-1: Prices\n\nSales asked for REQ-1.2.\n\n{LIST}\nSee REQ-1.1 as well.\n\n## Change history\n\n- REQ-1.2 was only reworded\n"
        ),
        &[("REQ-1.1", &[]), ("REQ-1.2", &[])],
    );
}

#[test]
fn an_entry_of_the_glossary_is_about_who_uses_its_term() {
    check(
        &format!("# Till\n\n## Glossary\n\n- *free limit*: 100\n- *tax*: 19 %\n\n## REQ-1: Prices\n\n{LIST}"),
        &[("REQ-1.1", &[]), ("REQ-1.2", &["free limit: 100"])],
    );
    check(
        &format!(
            "# Till\n\n## Glossary\n\n| Term | Value |\n|---|---|\n| free_limit | 100 |\n\n## REQ-1: Prices\n\n{LIST}"
        ),
        &[("REQ-1.1", &[]), ("REQ-1.2", &["free_limit | 100"])],
    );
}

#[test]
fn an_introduction_limits_where_it_speaks_of_criteria() {
    let list = "1. WHEN prices are read THE till SHALL add them up\n";
    let kiro = |before: &str, title: &str| {
        format!(
            "# Requirements Document\n\n{before}## Requirements\n\n### Requirement 1: {title}\n\n**User Story:** As a reader, I want only to borrow, so that I can read.\n\n#### Acceptance Criteria\n\n{list}"
        )
    };
    check(
        &kiro("All criteria below hold for the pilot shop only.\n\n", "Prices"),
        &[("REQ-1.1", &["All criteria below hold for the pilot shop only."])],
    );
    check(&kiro("", "Prices (later)"), &[("REQ-1.1", &["later"])]);
    check(&kiro("Only few people know the till.\n\n", "Prices"), &[("REQ-1.1", &[])]);
    check(&format!("---\nstatus: draft\n---\n\n{}", kiro("", "Prices")), &[("REQ-1.1", &["status: draft"])]);
}
