//! Tests of lines that count in ways that Markdown does not know. Each is a criterion, or is reported.

use super::moved::is_reported;
use super::*;

/// The first three marks of each way to count.
const MARKS: &[[&str; 3]] = &[
    ["1、", "2、", "3、"],
    ["①", "②", "③"],
    ["① ", "② ", "③ "],
    ["i. ", "ii. ", "iii. "],
    ["IV) ", "V) ", "VI) "],
    ["1: ", "2: ", "3: "],
    ["1\\. ", "2\\. ", "3\\. "],
    ["a. ", "b. ", "c. "],
    ["h: ", "i: ", "j: "],
    ["(1) ", "(2) ", "(3) "],
    ["(a) ", "(b) ", "(c) "],
    ["１．", "２．", "３．"],
    ["1 - ", "2 - ", "3 - "],
    ["7 — ", "8 — ", "9 — "],
    ["1）", "2）", "3）"],
    ["（1）", "（2）", "（3）"],
    ["【1】", "【2】", "【3】"],
    ["[1] ", "[2] ", "[3] "],
    ["#1 ", "#2 ", "#3 "],
    ["A. ", "B. ", "C. "],
    ["Ⅰ. ", "Ⅱ. ", "Ⅲ. "],
    ["一、", "二、", "三、"],
    ["第1条 ", "第2条 ", "第3条 "],
    ["第一項　", "第二項　", "第三項　"],
    ["1.) ", "2.) ", "3.) "],
    ["1/ ", "2/ ", "3/ "],
    ["1️⃣ ", "2️⃣ ", "3️⃣ "],
    ["❶ ", "❷ ", "❸ "],
    ["⑴", "⑵", "⑶"],
    ["۱. ", "۲. ", "۳. "],
    ["\u{200b}1、", "\u{200b}2、", "\u{200b}3、"],
    ["1、", "1、", "1、"],
];

/// A document of each dialect; the lines stand in the place of `@`.
const DOCUMENTS: &[(&str, &str)] = &[
    (
        "requirements.md",
        "# Mill\n\n## REQ-1: Grain\n\n@\n\n## REQ-2: Night\n\n- REQ-2.1: THE mill SHALL rest\n",
    ),
    (
        "requirements.md",
        "# Mill\n\n## REQ-1: Grain\n\n- REQ-1.9: THE mill SHALL weigh grain\n@\n\n## REQ-2: Night\n\n- REQ-2.1: THE mill SHALL rest\n",
    ),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Grain\n\n**User Story:** As a miller, I want grain.\n\n#### Acceptance Criteria\n\n@\n",
    ),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Grain\n\n**User Story:** As a miller, I want grain.\n\n**Acceptance Criteria:**\n@\n\n### Requirement 2: Night\n\n#### Acceptance Criteria\n\n1. THE mill SHALL rest\n",
    ),
    (
        ".kiro/specs/mill/requirements.md",
        "# Requirements Document\n\n## Requirements\n\n### Requirement 1: Grain\n\n#### Acceptance Criteria\n\n1. THE mill SHALL weigh grain\n@\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n## User Scenarios & Testing\n\n### User Story 1 - Grind (Priority: P1)\n\nA miller grinds.\n\n**Acceptance Scenarios**:\n\n1. **Given** a sack, **When** it is full, **Then** the mill rings\n\n## Requirements\n\n### Functional Requirements\n\n@\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n## User Scenarios & Testing\n\n### User Story 1 - Grind (Priority: P1)\n\nA miller grinds.\n\n**Acceptance Scenarios**:\n\n@\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST weigh each sack\n",
    ),
    (
        "specs/001-mill/spec.md",
        "# Feature Specification: Mill\n\n## Requirements\n\n### Functional Requirements\n\n- **FR-001**: System MUST weigh each sack\n@\n",
    ),
    (
        "openspec/specs/mill/spec.md",
        "# Mill\n\n## Purpose\n\nTo grind.\n\n## Requirements\n\n### Requirement: Weigh\n@\n",
    ),
    (
        "openspec/specs/mill/spec.md",
        "# Mill\n\n## Requirements\n\n### Requirement: Weigh\nThe mill SHALL weigh each sack.\n\n#### Scenario: Full\n@\n",
    ),
    (
        "openspec/specs/mill/spec.md",
        "# Mill\n\n## Requirements\n\n### Requirement: Weigh\nThe mill SHALL weigh each sack.\n\n#### Scenario: Full\n- **WHEN** a sack is full\n- **THEN** the mill rings\n@\n",
    ),
];

const WORDS: &[[&str; 3]] = &[
    ["the mill SHALL ring", "the miller MUST stop", "the wind SHALL blow"],
    [
        "THE mill SHALL ring",
        "WHEN the miller sleeps THE mill SHALL stop",
        "IF wind blows THEN THE mill SHALL turn",
    ],
    [
        "**Given** a sack, **When** it is full, **Then** the mill rings",
        "**Given** no sack, **When** wind blows, **Then** the mill stands",
        "**Given** night, **When** it ends, **Then** the mill wakes",
    ],
    ["系统必须响应", "系统必须记录", "系统必须停止"],
];

#[test]
fn each_line_that_counts_is_a_criterion_or_is_reported() {
    let mut wrong = Vec::new();
    for &(path, text) in DOCUMENTS {
        let place = text[..text.find('@').expect("it has a place")].matches('\n').count();
        for (marks, words) in MARKS.iter().flat_map(|marks| WORDS.iter().map(move |words| (marks, words))) {
            // In OpenSpec all paragraphs below a heading are one criterion.
            let gaps: &[_] = &[("\n", 1), ("  \n", 1), ("\n\n", 2)];
            for &(gap, height) in &gaps[..if path.starts_with("openspec") { 2 } else { 3 }] {
                let lines: Vec<_> =
                    marks.iter().zip(words).map(|(mark, words)| format!("{mark}{words}")).collect();
                let text = text.replace('@', &lines.join(gap));
                let document = read(Source::new(path, text.as_str()), None);
                for (nth, words) in words.iter().enumerate() {
                    let at = place + nth * height;
                    // The first may have the words of the line above, which is its beginning.
                    let is_read = document.criteria().any(|(_, it)| it.text.as_str().trim() == *words);
                    let is_alone = || {
                        let has = |other: &&str| {
                            document.criteria().any(|(_, it)| {
                                it.text.as_str().contains(other) && it.text.as_str().contains(*words)
                            })
                        };
                        !WORDS.iter().flatten().filter(|other| *other != words).any(has)
                            && document.criteria().any(|(_, it)| it.text.as_str().ends_with(*words))
                    };
                    if !(is_read || is_reported(&document, &(at..at + 1)) || nth == 0 && is_alone()) {
                        wrong.push(format!("{path} {:?} in\n{text}", lines[nth]));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn lines_that_count_have_their_numbers() {
    insta::assert_snapshot!(check("\
# Requirements Document

### Requirement 1: Grain

#### Acceptance Criteria

2、users can weigh a sack
4、users can tear a sack

### Requirement 2: Night

#### Acceptance Criteria

（1）the mill rests
（2）the miller
sleeps

### Requirement 3: Day

#### Acceptance Criteria

1. WHEN it is day THE mill SHALL wake
2）WHEN it is noon THE mill SHALL ring
③ the miller eats

### Requirement 4: Wind

#### Acceptance Criteria

THE mill SHALL do all of it:
(a) turn
(b) ring
"), @"
    kiro
    REQ-1 Grain
      REQ-1.2 [7] users can weigh a sack
      REQ-1.4 [8] users can tear a sack
    REQ-2 Night
      REQ-2.1 [14] the mill rests
      REQ-2.2 [15-16] the miller / sleeps
    REQ-3 Day
      REQ-3.1 [22] WHEN it is day THE mill SHALL wake
      REQ-3.2 [23] WHEN it is noon THE mill SHALL ring
      REQ-3.3 [24] the miller eats
    REQ-4 Wind
      REQ-4.1 [30-32] THE mill SHALL do all of it: / (a) turn / (b) ring
    ");
}

#[test]
fn words_that_are_wrapped_are_no_marks() {
    insta::assert_snapshot!(check("\
# Requirements Document

### Requirement 1: Grain

#### Acceptance Criteria

1. THE mill SHALL ring as long as there are fewer than
   3 - but more than
   1: sacks of grade
   A. If not, it stops
2. THE mill SHALL turn at the speed of
   2) above
3. THE mill SHALL:
   (1) ring
   (2) stop
"), @"
    kiro
    REQ-1 Grain
      REQ-1.1 [7-10] THE mill SHALL ring as long as there are fewer than / 3 - but more than / 1: sacks of grade / A. If not, it stops
      REQ-1.2 [11-12] THE mill SHALL turn at the speed of / 2) above
      REQ-1.3 [13-15] THE mill SHALL: / (1) ring / (2) stop
    ");
}
