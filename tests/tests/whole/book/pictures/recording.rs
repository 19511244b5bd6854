//! Draws the recording of a terminal: the first steps of the guide, as the command prints them.

use std::fmt::Write as _;

use super::{escaped, is_current};
use crate::REPOSITORY;
use crate::book::blocks::blocks;
use crate::book::new_crate;
use crate::test_crate::target;

/// The width of a column and the height of a line, in pixels.
const COLUMN: f64 = 8.4;
const LINE: f64 = 20.0;
const MARGIN: f64 = 16.0;
/// The number of columns that the command is told to have.
const COLUMNS: usize = 96;

/// The steps of the recording.
enum Step {
    /// A command with what it prints.
    Command { arguments: &'static str, output: String },
    /// The steps of the person between two commands.
    Remark(&'static str),
}

/// The colour of a code of a terminal.
fn colour(code: &str) -> Option<&'static str> {
    Some(match code {
        "31" | "91" => "#ff7b72",
        "32" | "92" => "#56d364",
        "33" | "93" => "#e3b341",
        "34" | "94" => "#79c0ff",
        "35" | "95" => "#d2a8ff",
        "36" | "96" => "#76e3ea",
        "2" => "#8b949e",
        _ => return None,
    })
}

/// Words of one colour, as long as they fit on the line.
struct Run {
    column: usize,
    words: String,
    fill: &'static str,
    is_bold: bool,
}

/// The lines that a terminal makes of a line with codes: it goes on below where the line is too long.
fn folded(text: &str) -> Vec<Vec<Run>> {
    let (mut lines, mut column, mut fill, mut is_bold) = (vec![Vec::new()], 0, "#e6edf3", false);
    for (at, piece) in text.split("\u{1b}[").enumerate() {
        let (codes, words) = if at == 0 { ("", piece) } else { piece.split_once('m').unwrap_or(("", piece)) };
        for code in codes.split(';').filter(|code| !code.is_empty()) {
            match (code, colour(code)) {
                (_, Some(colour)) => fill = colour,
                ("1", _) => is_bold = true,
                _ => (fill, is_bold) = ("#e6edf3", false),
            }
        }
        let mut rest: Vec<char> = words.chars().collect();
        while !rest.is_empty() {
            if column == COLUMNS {
                lines.push(Vec::new());
                column = 0;
            }
            let tail = rest.split_off(rest.len().min(COLUMNS - column));
            let words: String = rest.iter().collect();
            lines.last_mut().expect("a line").push(Run { column, words, fill, is_bold });
            column += rest.len();
            rest = tail;
        }
    }
    lines
}

/// Draws a line. A renderer may drop blanks at the ends of a text, so they are left out.
fn line(svg: &mut String, runs: &[Run], number: usize) {
    let y = MARGIN + 44.0 + LINE * float(number);
    for Run { column, words, fill, is_bold } in runs.iter().filter(|run| !run.words.trim().is_empty()) {
        let blanks = words.chars().take_while(|it| *it == ' ').count();
        let words = words.trim();
        let (x, width) = (MARGIN + COLUMN * float(column + blanks), COLUMN * float(words.chars().count()));
        let weight = if *is_bold { " font-weight=\"bold\"" } else { "" };
        let words = escaped(words);
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{y:.0}\" fill=\"{fill}\"{weight} textLength=\"{width:.1}\">{words}</text>"
        );
    }
}

fn float(number: usize) -> f64 {
    f64::from(u32::try_from(number).expect("a small number"))
}

/// The picture of some steps, which appear one after the other. Where nothing is animated all of them are there.
fn drawn(steps: &[Step]) -> String {
    let (mut body, mut rules, mut number, mut seconds) = (String::new(), String::new(), 0, 0.0);
    for (at, step) in steps.iter().enumerate() {
        let lines: Vec<String> = match step {
            Step::Remark(words) => vec![format!("\u{1b}[2m# {words}\u{1b}[0m")],
            Step::Command { arguments, output } => {
                std::iter::once(format!("\u{1b}[32m$\u{1b}[0m \u{1b}[1m{arguments}\u{1b}[0m"))
                    .chain(output.trim_end().lines().map(str::to_owned))
                    .collect()
            }
        };
        let _ = writeln!(body, "<g class=\"step{at}\">");
        for runs in lines.iter().flat_map(|text| folded(text)) {
            line(&mut body, &runs, number);
            number += 1;
        }
        body += "</g>\n";
        if at > 0 {
            let _ = writeln!(rules, ".step{at} {{ animation: appear 0.3s {seconds:.1}s backwards; }}");
        }
        seconds += if lines.len() > 1 { 2.5 } else { 1.5 };
        number += 1;
    }
    let width = 2.0 * MARGIN + COLUMN * float(COLUMNS);
    let height = 2.0 * MARGIN + 30.0 + LINE * float(number);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
         viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" aria-label=\"The first steps in a terminal\">\n\
         <style>\n\
         text {{ font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; white-space: pre; }}\n\
         @keyframes appear {{ from {{ opacity: 0; }} }}\n\
         {rules}\
         @media (prefers-reduced-motion: reduce) {{ g {{ animation: none !important; }} }}\n\
         </style>\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n\
         <circle cx=\"20\" cy=\"20\" r=\"6\" fill=\"#ff5f56\"/>\n\
         <circle cx=\"40\" cy=\"20\" r=\"6\" fill=\"#ffbd2e\"/>\n\
         <circle cx=\"60\" cy=\"20\" r=\"6\" fill=\"#27c93f\"/>\n\
         {body}</svg>\n"
    )
}

#[test]
fn the_recording_is_what_the_command_prints() {
    let place = new_crate("greeter", "book-recording");
    let guide = std::fs::read_to_string(REPOSITORY.join("docs/first-steps.md")).expect("it is there");
    let files: Vec<_> = blocks(&guide)
        .into_iter()
        .filter_map(|block| {
            let path = block.directive.strip_prefix("file: ")?.split(',').next()?.to_owned();
            Some((path, block.text()))
        })
        .collect();
    let [code, careless, tests] = &files[..] else { panic!("the guide writes three files") };
    let run = |arguments: &'static str| {
        let verb = arguments.trim_start_matches("cargo spec ");
        let mut command = place.command();
        command.args(["spec", verb, "--color", "always"]);
        let prepared = place.prepared(&mut command, &target()).env("COLUMNS", COLUMNS.to_string());
        Step::Command { arguments, output: place.answer(prepared).out }
    };
    place.spec(&format!("init --path {}", REPOSITORY.display())).succeeds();
    let mut steps = vec![run("cargo spec gen"), run("cargo spec test")];
    steps.push(Step::Remark("write src/lib.rs, and the tests in place of `pending!`"));
    place.write(&code.0, &code.1);
    place.write(&careless.0, &careless.1);
    steps.extend([run("cargo spec test"), run("cargo spec prove")]);
    steps.push(Step::Remark("have the second test check the answer"));
    place.write(&tests.0, &tests.1);
    steps.push(run("cargo spec prove"));
    is_current("recording.svg", &drawn(&steps));
}
