use std::fmt::Write;

use super::*;

/// The pattern, and each part on a line.
fn show(clause: &Clause, text: &str) -> String {
    let mut out = clause.pattern.as_str().to_owned();
    for part in &clause.parts {
        write!(out, "\n{}: {}", part.kind.as_str(), text[part.range.clone()].replace('\n', "⏎"))
            .expect("a string takes all");
    }
    out
}

fn check(text: &str, expect: &str) {
    assert_eq!(show(&parse(text), text), expect.replace("\n    ", "\n"), "{text}");
}

#[test]
fn each_ears_pattern_is_known_by_its_keyword() {
    check(
        "THE system SHALL answer",
        "ubiquitous
    subject: THE system
    modal: SHALL
    response: answer",
    );
    check(
        "WHEN a user logs in THEN the system SHALL greet",
        "event
    trigger: a user logs in
    subject: the system
    modal: SHALL
    response: greet",
    );
    check(
        "WHILE offline, THE app SHALL queue",
        "state
    state: offline
    subject: THE app
    modal: SHALL
    response: queue",
    );
    check(
        "IF the disk is full THEN THE app SHALL stop",
        "unwanted
    condition: the disk is full
    subject: THE app
    modal: SHALL
    response: stop",
    );
    check(
        "WHERE sync is bought THE app SHALL sync",
        "optional
    feature: sync is bought
    subject: THE app
    modal: SHALL
    response: sync",
    );
    check(
        "WHILE offline, WHEN a note is saved, THE app SHALL queue it",
        "complex
    state: offline
    trigger: a note is saved
    subject: THE app
    modal: SHALL
    response: queue it",
    );
}

#[test]
fn keywords_may_be_lower_case_bold_or_in_backticks() {
    let expect = "event
    trigger: x, y
    subject: the system
    modal: shall
    response: z";
    check("When x, y, the system shall z", expect);
    check("**When** x, y, **then** the system **shall** z", expect);
    check("✅ **DONE** - `WHEN` x, y `THEN` the system shall z", expect);
    check("**WHEN:** x, y **THEN:** the system shall z", expect);
    check("Title: WHEN x, y THEN the system shall z", expect);
}

#[test]
fn modals_keep_their_negation_and_continuation() {
    check(
        "THE app SHALL NOT log",
        "ubiquitous
    subject: THE app
    modal: SHALL NOT
    response: log",
    );
    check(
        "WHEN x THE app SHALL CONTINUE TO run",
        "event
    trigger: x
    subject: THE app
    modal: SHALL CONTINUE TO
    response: run",
    );
    check(
        "System MUST not log",
        "ubiquitous
    subject: System
    modal: MUST not
    response: log",
    );
    check(
        "If x, the app should stop",
        "unwanted
    condition: x
    subject: the app
    modal: should
    response: stop",
    );
}

#[test]
fn a_property_has_its_subject_behind_the_quantifier() {
    check(
        "FOR ALL inputs, results SHALL match",
        "ubiquitous
    subject: results
    modal: SHALL
    response: match",
    );
}

#[test]
fn quiet_keywords_inside_of_a_clause_are_words() {
    check(
        "THE page SHALL show when a user, if any, was seen where",
        "ubiquitous
    subject: THE page
    modal: SHALL
    response: show when a user, if any, was seen where",
    );
    check(
        "WHEN a page, where x, (THEN y) and `THEN y` is shown, THE app SHALL z",
        "event
    trigger: a page, where x, (THEN y) and `THEN y` is shown
    subject: THE app
    modal: SHALL
    response: z",
    );
}

#[test]
fn keywords_stand_in_prose_of_other_languages() {
    check(
        "WHEN 制限に達する THEN システムは429を返す SHALL",
        "event
    trigger: 制限に達する
    subject: システム
    response: 429を返す
    modal: SHALL",
    );
    check(
        "If 失敗する、then the UI は「はい、x」を表示する",
        "unwanted
    condition: 失敗する
    subject: the UI
    response: 「はい、x」を表示する",
    );
    check(
        "システムは、記録しなければならない。例：x",
        "ubiquitous
    subject: システム
    response: 記録
    modal: しなければならない
    response: 例：x",
    );
    check(
        "當作者儲存文章，則系統應保存",
        "event
    trigger: 作者儲存文章
    subject: 系統
    modal: 應
    response: 保存",
    );
    check(
        "当前页码必须高亮",
        "ubiquitous
    subject: 当前页码
    modal: 必须
    response: 高亮",
    );
    check(
        "시스템은 로그인을 지원해야 합니다.",
        "ubiquitous
    response: 시스템은 로그인을 지원
    modal: 해야 합니다",
    );
    check(
        "QUANDO o usuário entra ENTÃO o sistema DEVE abrir",
        "event
    trigger: o usuário entra
    subject: o sistema
    modal: DEVE
    response: abrir",
    );
}

#[test]
fn a_sentence_that_begins_with_given_is_a_scenario() {
    let expect = "given-when-then
    given: a cart
    given: a user
    when: they pay
    then: it is empty
    then: no mail is sent";
    check(
        "**Given** a cart, **And** a user, **When** they pay, **Then** it is empty **But** no mail is sent",
        expect,
    );
    check("Given a cart\nAnd a user\nWhen they pay\nThen it is empty\nBut no mail is sent", expect);
    check("Given a cart, AND a user, when they pay, then it is empty, BUT no mail is sent", expect);
    check(
        "**Dado** um carrinho **Quando** pagam **Então** esvazia",
        "given-when-then
    given: um carrinho
    when: pagam
    then: esvazia",
    );
    check(
        "**前提条件**: x、**実行時**: y、**期待結果**: z",
        "given-when-then
    given: x
    when: y
    then: z",
    );
}

#[test]
fn in_a_scenario_when_and_then_are_steps() {
    let text = "**WHEN** the file exists AND is old\n`AND` x, when y\n**THEN** the app SHALL stop\nAnd z";
    insta::assert_snapshot!(show(&scenario(text), text), @r"
    given-when-then
    when: the file exists AND is old
    when: x, when y
    then: the app SHALL stop
    then: z
    ");
}

#[test]
fn prose_is_plain() {
    for text in [
        "",
        "Update the models",
        "Given a function, there are scopes",
        "When does it end?",
        "must",
        "フィールドは必須",
        "✅",
        "WHEN",
    ] {
        check(text, "plain");
    }
}

proptest::proptest! {
    #[test]
    fn parts_are_in_bounds_in_order_and_apart(
        words in proptest::collection::vec(proptest::sample::select(vec![
            "WHEN", "**When**", "if ", "THEN", "then ", "THE", "the ", "SHALL", "must ", "GIVEN", "Given ", "AND", ",", "、", "。", "\n",
            "`", "``", "**", "(", ")", "\"", "「", "」", "は", "当", "則", "しなければならない", "해야 한다", "✅", "x ", "ü", " ", ": ", "FOR ALL",
        ]), 0..24),
        noise in ".{0,12}",
    ) {
        let text = words.concat() + &noise;
        for clause in [parse(&text), scenario(&text)] {
            let mut end = 0;
            for part in &clause.parts {
                assert!(end <= part.range.start && part.range.start < part.range.end, "{text:?}: {clause:?}");
                assert!(text.get(part.range.clone()).is_some(), "{text:?}: {clause:?}");
                end = part.range.end;
            }
        }
    }
}

#[test]
fn steps_are_joined_in_emphasis_or_at_the_beginning_of_a_line() {
    let check = |text: &str, expected: &[&str]| {
        let joints: Vec<_> = joints(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(joints, expected, "{text}");
    };
    check("it opens **AND** it rings", &["**AND**"]);
    check("it opens **and:** it rings, and it shines", &["**and:**"]);
    check("it opens\nAND it rings\n**But** never twice", &["AND", "**But**"]);
    check("it opens **AND THEN** it closes", &["**AND THEN**"]);
    check("it opens AND SHALL ring, AND more", &[]);
    check("开门 **并且** 响铃", &["**并且**"]);
    check("`a **AND** b`", &[]);
}
