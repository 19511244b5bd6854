//! Tests of documents with a marker in front of each requirement.

use super::check;

#[test]
fn an_item_of_openfasttrace_is_a_requirement_under_its_id() {
    insta::assert_snapshot!(check("\
# Import

Some words.

### Markdown
`feat~markdown-import~1`

The tool imports Markdown files:

* with tables
* with lists

Rationale:

It is a simple format that

* is viewable

Needs: req

### Nothing said
`req~nothing~2`
Needs: src

## req~tags~1

**Title:** Read tags

**Description:** The tool shall read tags.

**Covers:** feat~markdown-import~1

---

## req~empty~1
"), @r#"
    native
    feat~markdown-import~1 Markdown
      feat~markdown-import~1 [6-11] The tool imports Markdown files:
        - with tables
        - with lists
    req~nothing~2 Nothing said
      req~nothing~2 [22-23] Nothing said
    req~tags~1 Read tags
      req~tags~1 [25-29] The tool shall read tags.
    req~empty~1
    requirement-without-criteria: req~empty~1 has no acceptance criterion
    "#);
}

#[test]
fn a_rule_marker_names_the_block_behind_it() {
    insta::assert_snapshot!(check("\
r[scope]
# Scopes

r[scope.intro]
When a value goes out of scope, it is dropped.

r[scope.list]
The scopes are:

r[scope.function]
* The entire function
    * with its parameters

r[scope.note]
> In this edition it is otherwise.

```rust
fn main() {}
```

r[scope.inline] A scope SHALL end.

Not a part of any rule that asks for something, but of the last one.

## Others

r[scope.alone]
"), @r#"
    native
    scope Scopes
      scope [1-2] Scopes
    scope.intro
      scope.intro [4-5] When a value goes out of scope, it is dropped.
    scope.list
      scope.list [7-8] The scopes are:
    scope.function
      scope.function [10-12] The entire function
        - with its parameters
    scope.note
      scope.note [14-19] In this edition it is otherwise.
    scope.inline
      scope.inline [21-23] A scope SHALL end.
    scope.alone Others
      scope.alone [27] Others
    "#);
}

#[test]
fn one_marker_hides_nothing_of_the_rest() {
    insta::assert_snapshot!(check("\
# Shop

## REQ-1: Pay

- REQ-1.1: THE shop SHALL take cards
- REQ-1.2: THE shop SHALL take coins

## Rules

r[pay.late]
A late payer SHALL pay more.

## REQ-2: Look

- REQ-2.1: THE shop SHALL look tidy
"), @r#"
    native
    REQ-1 Pay
      REQ-1.1 [5] THE shop SHALL take cards
      REQ-1.2 [6] THE shop SHALL take coins
    pay.late Rules
      pay.late [10-11] A late payer SHALL pay more.
    REQ-2 Look
      REQ-2.1 [15] THE shop SHALL look tidy
    "#);
}
