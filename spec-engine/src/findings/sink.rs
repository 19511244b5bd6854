//! The one place that every finding passes. It decides the severity, whether content may be hidden, what the baseline
//! knows, and the scope.

use std::path::Path;

use spec_model::catalog::Catalog;
use spec_model::config::Config;
use spec_model::diagnostic::{Code, Diagnostic, Severity};

/// Who says how bad findings are.
#[derive(Clone, Copy, Debug)]
pub enum Severities<'a> {
    /// Nobody: each has the severity of its code.
    OfCodes,
    /// One configuration.
    Of(&'a Config),
    /// Of several configurations the strictest: the finding concerns all of them.
    Strictest(&'a [&'a Catalog]),
}

impl Severities<'_> {
    /// Returns the severity of a finding with this code.
    fn of(self, code: Code) -> Severity {
        match self {
            Self::OfCodes => code.default_severity(),
            Self::Of(config) => config.severity(code),
            Self::Strictest(catalogs) => {
                let configured = catalogs.iter().map(|catalog| catalog.config.severity(code)).max();
                configured.unwrap_or(code.default_severity())
            }
        }
    }

    /// A finding with its severity; `None` if it is allowed.
    fn apply(self, mut finding: Diagnostic) -> Option<Diagnostic> {
        finding.severity = self.of(finding.code);
        (finding.severity > Severity::Allow).then_some(finding)
    }
}

/// The lists that findings go to.
#[derive(Debug)]
pub(crate) struct Sink<'a> {
    /// The findings that are reported.
    pub(crate) diagnostics: &'a mut Vec<Diagnostic>,
    /// The findings that hide content.
    pub(crate) hiding: &'a mut Vec<Diagnostic>,
    /// The findings that the baseline knows.
    pub(crate) known: &'a mut Vec<Diagnostic>,
}

impl Sink<'_> {
    /// Takes findings up, each with its severity. What hides content is kept apart as well, whatever anybody says of it.
    pub(crate) fn report(self, severities: Severities<'_>, findings: impl IntoIterator<Item = Diagnostic>) {
        let push = |list: &mut Vec<Diagnostic>, finding: Diagnostic| {
            if !finding.code.is_said_once() || !list.contains(&finding) {
                list.push(finding);
            }
        };
        for finding in findings {
            if finding.code.hides_content() {
                push(self.hiding, finding.clone());
            }
            if let Some(finding) = severities.apply(finding) {
                push(self.diagnostics, finding);
            }
        }
    }

    /// Takes up findings that the baseline knows.
    pub(crate) fn report_known(
        self,
        severities: Severities<'_>,
        findings: impl IntoIterator<Item = Diagnostic>,
    ) {
        self.known.extend(findings.into_iter().filter_map(|finding| severities.apply(finding)));
    }

    /// Sets aside what the baseline knows. It is asked only about what it may know.
    pub(crate) fn set_known_aside(self, mut is_known: impl FnMut(&Diagnostic) -> bool) {
        let all = std::mem::take(self.diagnostics);
        self.diagnostics.reserve(all.len());
        for finding in all {
            let may_be_known = finding.severity >= Severity::Warning && finding.code.is_baselinable();
            let list =
                if may_be_known && is_known(&finding) { &mut *self.known } else { &mut *self.diagnostics };
            list.push(finding);
        }
    }

    /// Keeps what concerns the files that are asked about, and what concerns none.
    pub(crate) fn narrow(self, is_asked: impl Fn(&Path) -> bool) {
        for list in [self.diagnostics, self.hiding, self.known] {
            list.retain(|finding| finding.path.as_deref().is_none_or(&is_asked));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Lists {
        diagnostics: Vec<Diagnostic>,
        hiding: Vec<Diagnostic>,
        known: Vec<Diagnostic>,
    }

    impl Lists {
        fn sink(&mut self) -> Sink<'_> {
            let Self { diagnostics, hiding, known } = self;
            Sink { diagnostics, hiding, known }
        }
    }

    fn finding(code: Code, path: &str) -> Diagnostic {
        Diagnostic::new(code, "something").about(path)
    }

    fn codes(findings: &[Diagnostic]) -> Vec<Code> {
        findings.iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn what_is_allowed_is_not_reported() {
        let mut findings = Lists::default();
        findings
            .sink()
            .report(Severities::OfCodes, [finding(Code::CodeChanged, "a"), finding(Code::Untested, "a")]);
        assert_eq!(codes(&findings.diagnostics), [Code::Untested]);
        assert!(findings.hiding.is_empty());
    }

    #[test]
    fn what_hides_content_is_kept_apart_as_well() {
        let mut findings = Lists::default();
        findings
            .sink()
            .report(Severities::OfCodes, [finding(Code::NotUtf8, "a"), finding(Code::Orphan, "a")]);
        assert_eq!(codes(&findings.diagnostics), [Code::NotUtf8, Code::Orphan]);
        assert_eq!(codes(&findings.hiding), [Code::NotUtf8]);
    }

    #[test]
    fn a_mistake_in_a_configuration_of_several_catalogs_is_said_once() {
        let mut findings = Lists::default();
        for code in [Code::ConfigUnknown, Code::Orphan] {
            findings
                .sink()
                .report(Severities::OfCodes, [finding(code, "a"), finding(code, "a"), finding(code, "b")]);
        }
        let expected = [Code::ConfigUnknown, Code::ConfigUnknown, Code::Orphan, Code::Orphan, Code::Orphan];
        assert_eq!(codes(&findings.diagnostics), expected);
        assert_eq!(codes(&findings.hiding), [Code::ConfigUnknown, Code::ConfigUnknown]);
    }

    #[test]
    fn the_baseline_is_not_asked_about_what_it_may_not_know() {
        let mut findings = Lists::default();
        let all = [Code::NotUtf8, Code::Untested, Code::CriterionNew, Code::TestWeakened, Code::NumberingGap];
        findings.sink().report(Severities::OfCodes, all.map(|code| finding(code, "a")));
        findings.sink().set_known_aside(|_| true);
        assert_eq!(codes(&findings.known), [Code::Untested, Code::NumberingGap]);
        assert_eq!(codes(&findings.diagnostics), [Code::NotUtf8, Code::CriterionNew, Code::TestWeakened]);
    }

    #[test]
    fn of_what_is_asked_about_everything_stays() {
        let mut findings = Lists::default();
        findings
            .sink()
            .report(Severities::OfCodes, [finding(Code::NotUtf8, "a/x"), finding(Code::Orphan, "b/x")]);
        findings.sink().report(Severities::OfCodes, [Diagnostic::new(Code::NoEvidence, "of no file")]);
        findings.sink().narrow(|path| path.starts_with("b"));
        assert_eq!(codes(&findings.diagnostics), [Code::Orphan, Code::NoEvidence]);
        assert!(findings.hiding.is_empty());
    }
}
