//! Removes untouched stubs whose criterion is gone.
//!
//! The old words of a document are gone, but the stub still has them. So a stub is untouched if the words in its own documentation would
//! give the same bytes: whoever changed any of it, changed that.

use spec_model::spec::Examples;
use syn::{Expr, Lit, Pat, Stmt};

use super::cases;
use super::layout::CodeLayout;
use super::lines::unquiet;
use super::rest::behind_blank_lines;
use super::splice::{Setting, behind_item, with_comments};
use super::stub::{Stub, Style, Wanted};
use super::test_file::{TestFile, TestItem};
use crate::rust_file::NotRust;

/// A file without the stubs that have lost their criterion. The tests are told by id and name.
#[derive(Debug, PartialEq, Eq)]
pub struct Pruned {
    /// The whole text.
    pub text: String,
    /// The stubs that were removed.
    pub removed: Vec<(String, String)>,
    /// Stubs that somebody has touched, so that they stay.
    pub touched: Vec<(String, String)>,
}

/// Removes the untouched stubs whose id is gone, and the headings that stand above none any more. No other byte changes.
///
/// # Errors
/// [`NotRust`], if the text does not parse.
pub fn prune(existing: &str, is_gone: &dyn Fn(&str) -> bool, setting: &Setting) -> Result<Pruned, NotRust> {
    let file = TestFile::parse(existing)?;
    let (mut removed, mut touched, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    let mut cuts = Vec::new();
    for (at, item) in file.items.iter().enumerate() {
        let text = &existing[item.range.clone()];
        let (Some(name), [id]) = (&item.function, &*item.ids) else {
            kept.extend(&item.ids);
            continue;
        };
        if !is_gone(id) || !text.contains("pending!") {
            kept.push(id);
            continue;
        }
        let floor = at.checked_sub(1).map_or(0, |before| file.items[before].range.end);
        if is_alone(existing, floor, item) && is_untouched(text, id, name, &file, setting) {
            removed.push((id.clone(), name.clone()));
            cuts.push((floor, item.range.clone()));
        } else {
            kept.push(id);
            touched.push((id.clone(), name.clone()));
        }
    }
    let mut text = String::with_capacity(existing.len());
    let mut from = 0;
    for (floor, range) in cuts {
        let (start, end) = cut(existing, floor.max(from), range, &kept);
        text.push_str(&existing[from..start]);
        from = existing.len() - behind_blank_lines(&text, &existing[end..]).len();
    }
    text.push_str(&existing[from..]);
    let again = TestFile::parse(&text)?;
    if again.items.len() + removed.len() != file.items.len() {
        return Err(NotRust {
            message: "its stubs cannot be removed safely".to_owned(),
            range: 0..existing.len(),
        });
    }
    Ok(Pruned { text, removed, touched })
}

/// Does the item stand on lines of its own, with no comment attached?
fn is_alone(text: &str, floor: usize, item: &TestItem) -> bool {
    let start = item.range.start;
    let end = behind_item(text, item.range.end);
    (start == 0 || text[..start].ends_with('\n'))
        && with_comments(text, floor, start, None) == start
        && text[item.range.end..end].trim().is_empty()
        && (end == text.len() || text[end..].starts_with(['\n', '\r']))
}

/// The bytes that go with a stub: its lines, the blank line above, and the heading above if nothing else stands under it.
fn cut(text: &str, floor: usize, range: std::ops::Range<usize>, kept: &[&String]) -> (usize, usize) {
    // The rest of the line that the item before ends on is no line.
    let line_above = |end: usize| {
        let line = text[floor..end].strip_suffix('\n')?;
        let start = floor + line.rfind('\n').map_or(0, |at| at + 1);
        (start == 0 || text[..start].ends_with('\n')).then_some(start)
    };
    let blank_above = |end: usize| line_above(end).filter(|&start| text[start..end].trim().is_empty());
    let mut start = blank_above(range.start).unwrap_or(range.start);
    if let Some(heading) = line_above(start)
        && let Some(requirement) = text[heading..start].trim().strip_prefix("// ")
    {
        let requirement = format!("{}.", requirement.split(" · ").next().unwrap_or_default());
        let id = first_id(&text[range.clone()]);
        let is_own = |id: &str| id.rsplit('/').next().is_some_and(|id| id.starts_with(&requirement));
        if is_own(id) && !kept.iter().any(|id| is_own(id)) {
            start = blank_above(heading).unwrap_or(heading);
        }
    }
    let end = behind_item(text, range.end);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    (start, line_end)
}

/// The id that a stub's documentation begins with.
fn first_id(text: &str) -> &str {
    let line = text.lines().next().unwrap_or_default();
    line.trim_start_matches("/// ").split(" · ").next().unwrap_or_default()
}

/// Would its own words give the item, in any of the ways that it could have been written?
fn is_untouched(text: &str, id: &str, name: &str, file: &TestFile, setting: &Setting) -> bool {
    let text = format!("{}\n", text.replace("\r\n", "\n"));
    let Some(written) = StubText::read(&text, id) else { return false };
    let scenario = id.rsplit_once('.').map(|(_, name)| name.replace('-', " "));
    let ways = [("\n", true), ("\n", false), (" ", false)];
    [None, scenario].into_iter().any(|scenario| {
        ways.into_iter().any(|(joint, is_scenario)| {
            let wanted = Wanted {
                id: id.to_owned(),
                title: written.title.clone(),
                scenario: scenario.clone(),
                text: written.lines.join(joint),
                is_scenario,
                points: written.points.clone(),
                examples: written.examples.clone(),
            };
            let stub = Stub::new(wanted);
            is_name_of(name, &stub.name)
                && styles(file, setting).iter().any(|style| stub.text(name, style) == text)
        })
    })
}

fn styles(file: &TestFile, setting: &Setting) -> Vec<Style> {
    let [spec, pending] = ["spec", "pending"].map(|thing| file.name_of(&setting.runtime, thing));
    let full = [format!("{}::spec", setting.runtime), format!("{}::pending", setting.runtime)];
    let mut styles = Vec::new();
    for [spec, pending] in [[spec, pending], full] {
        for async_test in [None, setting.async_test.clone()] {
            for has_proptest in [false, true] {
                let (spec, pending, async_test) = (spec.clone(), pending.clone(), async_test.clone());
                // The settings may be younger than the stub.
                for layout in [setting.layout, CodeLayout::default()] {
                    let (spec, pending, async_test) = (spec.clone(), pending.clone(), async_test.clone());
                    styles.push(Style { spec, pending, async_test, has_proptest, layout });
                }
            }
        }
    }
    styles
}

/// Is it the name, or the name with a number that told it apart?
fn is_name_of(name: &str, wanted: &str) -> bool {
    let numbered = name.rsplit_once('_').is_some_and(|(stem, number)| {
        number.bytes().all(|b| b.is_ascii_digit()) && !stem.is_empty() && wanted.starts_with(stem)
    });
    name == wanted || numbered
}

/// The text of a stub about the criterion that it was written for.
#[derive(Debug, Default)]
struct StubText {
    title: String,
    lines: Vec<String>,
    points: Vec<String>,
    examples: Option<Examples>,
}

impl StubText {
    fn read(text: &str, id: &str) -> Option<Self> {
        let mut written = Self::default();
        let docs: Vec<_> = text.lines().map_while(|line| line.strip_prefix("///")).collect();
        let mut blocks = docs.split(|line| line.is_empty()).map(<[&str]>::to_vec);
        let [head] = *blocks.next()? else { return None };
        written.title = head.strip_prefix(' ')?.strip_prefix(id)?.trim_start_matches(" · ").to_owned();
        for block in blocks {
            let is_list = block.first().is_some_and(|line| line.starts_with(" - "));
            for line in block {
                match (is_list, line.strip_prefix(" - "), written.points.last_mut()) {
                    (true, Some(point), _) => written.points.push(point.to_owned()),
                    (true, None, Some(point)) => {
                        point.push(' ');
                        point.push_str(line.trim_start());
                    }
                    // The item of a list in the text goes on.
                    (_, _, _) if line.starts_with("   ") => {
                        let item = written.lines.last_mut()?;
                        item.push(' ');
                        item.push_str(line.trim_start());
                    }
                    _ => written.lines.push(line.trim_start().to_owned()),
                }
            }
        }
        for text in written.lines.iter_mut().chain(&mut written.points).chain([&mut written.title]) {
            *text = unquiet(text);
        }
        written.examples = examples(text);
        Some(written)
    }
}

/// The table that the first loop of a stub goes over. Where there is no loop, the only row that its first `let` takes apart.
fn examples(text: &str) -> Option<Examples> {
    let function: syn::ItemFn = syn::parse_str(text).ok()?;
    let lines: Vec<_> = text.lines().collect();
    let line_of = |keyword: &str| lines.iter().position(|line| line.trim_start().starts_with(keyword));
    let (names, rows, header) = match function.block.stmts.first()? {
        Stmt::Expr(Expr::ForLoop(cases), _) => {
            let Expr::Array(array) = &*cases.expr else { return None };
            let rows = array.elems.iter().map(row).collect::<Option<Vec<_>>>()?;
            (&*cases.pat, rows, lines.get(line_of("for ")? + 1)?)
        }
        Stmt::Local(case) => {
            let header = lines.get(line_of("let ")?.checked_sub(1)?)?;
            (&case.pat, vec![row(&case.init.as_ref()?.expr)?], header)
        }
        _ => return None,
    };
    let header = header.trim_start().strip_prefix("// ")?;
    let columns: Vec<_> = match names {
        Pat::Ident(_) => vec![header.to_owned()],
        _ => header.split(" | ").map(str::to_owned).collect(),
    };
    // The loop over the values of a property has cells that say nothing.
    let is_property = rows.iter().flatten().eq(cases::ANY);
    (!is_property).then_some(Examples { columns, rows })
}

fn row(row: &Expr) -> Option<Vec<String>> {
    let string = |cell: &Expr| match cell {
        Expr::Lit(literal) => match &literal.lit {
            Lit::Str(text) => Some(text.value()),
            _ => None,
        },
        _ => None,
    };
    match row {
        Expr::Tuple(cells) => cells.elems.iter().map(string).collect(),
        cell => Some(vec![string(cell)?]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::splice::tests::{ACCOUNTS, HOSTILE, SHORT, setting, spliced};
    use super::*;

    fn pruned(existing: &str, gone: &[&str]) -> Pruned {
        let is_gone = |id: &str| gone.iter().any(|gone| id.starts_with(gone));
        prune(existing, &is_gone, &setting()).expect("it is Rust")
    }

    #[test]
    fn every_stub_that_was_written_is_known_again() {
        let gherkin = "## G-1: Steps\n\n```gherkin\nScenario: S\n  Given a thing and another thing that is so long that the line is folded and\n  When it is used\n  And it breaks\n  Then it is mended\n```\n";
        let long = "## L-1: Long\n\n1. WHEN a visitor who is not known and who has no address and no name and no time asks for something THEN the tool SHALL answer and SHALL log it for all visitors within 5 s and at most 3 times\n2. Prose of this kind\n   on lines. And more of it, and still more of it, so that it is folded at a word that joins\n   and goes on\n";
        for markdown in [ACCOUNTS, SHORT, HOSTILE, gherkin, long] {
            for existing in ["", "fn own() {}\n"] {
                let text = spliced(markdown, existing);
                let pruned = pruned(&text, &[""]);
                assert_eq!(pruned.touched, [], "{text}");
                assert!(!pruned.text.contains("pending!") && !pruned.text.contains(" · "), "{}", pruned.text);
                assert!(pruned.text.starts_with(existing));
            }
        }
    }

    #[test]
    fn what_is_pruned_is_as_if_it_had_never_been_written() {
        let text = spliced(SHORT, "");
        let two = pruned(&text, &["S-1"]);
        let shorter = SHORT
            .split_once("\n## S-2")
            .map(|(_, rest)| format!("## S-1: One\n\n## S-2{rest}"))
            .expect("a part");
        assert_eq!(two.text, spliced(&shorter, ""));
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(pruned(&crlf, &["S-1"]).text, two.text.replace('\n', "\r\n"));
        assert_eq!(pruned(&text, &["S-1.2"]).removed, [("S-1.2".to_owned(), "closes".to_owned())]);
    }

    #[test]
    fn a_removed_stub_leaves_no_blank_line_too_many() {
        let text = spliced("## S-1: One\n\n1. The tool SHALL open\n", "");
        let (header, stub) = text.split_at(text.find("// S-1").expect("a heading"));
        let check = |existing: String, expected: &str| {
            assert_eq!(pruned(&existing, &["S-1"]).text, expected, "{existing}");
        };
        check(format!("{header}{stub}\nfn own() {{}}\n"), &format!("{header}fn own() {{}}\n"));
        check(format!("{header}\n{stub}\nfn own() {{}}\n"), &format!("{header}fn own() {{}}\n"));
        let bare =
            stub.replace("pending!", "spec_runtime::pending!").replace("#[spec(", "#[spec_runtime::spec(");
        check(format!("{bare}\nfn own() {{}}\n"), "fn own() {}\n");
        check(format!("fn own() {{}}\n{bare}\nfn more() {{}}\n"), "fn own() {}\n\nfn more() {}\n");
    }

    #[test]
    fn a_stub_that_somebody_touched_stays() {
        let text = spliced(SHORT, "");
        let touches = [
            ("    // Given: …\n", ""),
            ("    // Given: …\n", "    // Given: an open door\n"),
            ("    pending!(\"S-1.1\");", "    let door = 1;\n    pending!(\"S-1.1\");"),
            ("fn opens()", "fn opens_wide()"),
            ("#[test]\n", "#[test]\n#[ignore]\n"),
            ("/// S-1.1 · One", "// Mine.\n/// S-1.1 · One"),
            ("/// The tool SHALL open\n", "/// The tool SHALL open\n/// Really.\n"),
            ("    pending!(\"S-1.1\");\n}", "    pending!(\"S-1.1\");\n} // mine"),
        ];
        for (from, to) in touches {
            let touched = text.replacen(from, to, 1);
            let pruned = pruned(&touched, &["S-1.1"]);
            assert_eq!((pruned.removed.len(), pruned.touched.len()), (0, 1), "{touched}");
            assert_eq!(pruned.text, touched);
        }
    }
}
