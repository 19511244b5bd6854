//! Edits a JSON file as text: comments, order, unknown keys and white space stay.

use std::ops::Range;

/// A value with its place in the text.
#[derive(Debug)]
struct Node {
    span: Range<usize>,
    kind: NodeKind,
}

#[derive(Debug)]
enum NodeKind {
    Object(Vec<(String, Range<usize>, Node)>),
    Array(Vec<Node>),
    Other,
}

impl Node {
    /// The places of what is in it: members with their keys, or items.
    fn parts(&self) -> Vec<Range<usize>> {
        match &self.kind {
            NodeKind::Object(members) => {
                members.iter().map(|(_, key, value)| key.start..value.span.end).collect()
            }
            NodeKind::Array(items) => items.iter().map(|item| item.span.clone()).collect(),
            NodeKind::Other => Vec::new(),
        }
    }

    fn member(&self, name: &str) -> Option<&Self> {
        let NodeKind::Object(members) = &self.kind else { return None };
        members.iter().find(|(key, _, _)| key == name).map(|(_, _, value)| value)
    }
}

/// The text with a group of commands in the array of these two keys, one in the other. `mark`: words that the command has in every
/// version. If a command there has them, nothing is changed.
///
/// # Errors
/// A text that cannot be edited, with the reason.
pub(super) fn with_item(text: &str, keys: [&str; 2], item: &str, mark: &str) -> Result<String, String> {
    let text = if text.trim().is_empty() { "{}\n" } else { text };
    let root = parse(text)?;
    if !matches!(root.kind, NodeKind::Object(_)) {
        return Err("it is no JSON object".to_owned());
    }
    let Some(outer) = root.member(keys[0]) else {
        let array = format!("\"{}\": {{\n  \"{}\": [\n{}\n  ]\n}}", keys[0], keys[1], indented(item, 4));
        return Ok(insert(text, &root, &array));
    };
    if !matches!(outer.kind, NodeKind::Object(_)) {
        return Err(format!("`{}` is no object", keys[0]));
    }
    let Some(array) = outer.member(keys[1]) else {
        return Ok(insert(text, outer, &format!("\"{}\": [\n{}\n]", keys[1], indented(item, 2))));
    };
    match &array.kind {
        NodeKind::Array(groups) if groups.iter().any(|group| command_of(text, group, mark).is_some()) => {
            Ok(text.to_owned())
        }
        NodeKind::Array(_) => Ok(insert(text, array, item)),
        _ => Err(format!("`{}` is no array", keys[1])),
    }
}

/// The text without the commands that have the mark, and without what is empty then; `None`: there is none.
///
/// # Errors
/// A text that cannot be edited, with the reason.
pub(super) fn without_item(text: &str, keys: [&str; 2], mark: &str) -> Result<Option<String>, String> {
    let root = parse(text)?;
    let Some(outer) = root.member(keys[0]) else { return Ok(None) };
    let Some(array) = outer.member(keys[1]) else { return Ok(None) };
    let NodeKind::Array(groups) = &array.kind else { return Ok(None) };
    let find = |(at, group)| command_of(text, group, mark).map(|(commands, command)| (at, commands, command));
    let Some((at, commands, command)) = groups.iter().enumerate().find_map(find) else { return Ok(None) };
    let is_last = |node: &Node| node.parts().len() == 1;
    let member = |node: &Node, name: &str| {
        let NodeKind::Object(members) = &node.kind else { return 0 };
        members.iter().position(|(key, _, _)| key == name).unwrap_or(0)
    };
    let less = match (is_last(commands), is_last(array), is_last(outer)) {
        (false, ..) => remove(text, commands, command),
        (true, false, _) => remove(text, array, at),
        (true, true, false) => remove(text, outer, member(outer, keys[1])),
        (true, true, true) => remove(text, &root, member(&root, keys[0])),
    };
    Ok(Some(without_item(&less, keys, mark)?.unwrap_or(less)))
}

/// Finds the command with the mark in a group: the array of its commands, and the index there.
fn command_of<'a>(text: &str, group: &'a Node, mark: &str) -> Option<(&'a Node, usize)> {
    let commands = group.member("hooks")?;
    let NodeKind::Array(items) = &commands.kind else { return None };
    let is_ours =
        |item: &Node| item.member("command").is_some_and(|command| text[command.span.clone()].contains(mark));
    Some((commands, items.iter().position(is_ours)?))
}

/// The text with one more part at the end of an object or an array.
fn insert(text: &str, node: &Node, part: &str) -> String {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let close = node.span.end - 1;
    let line = text[..node.span.start].rfind('\n').map_or(0, |at| at + 1);
    let outer = text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len();
    let step = if text[line..].starts_with('\t') || text.contains("\n\t") { "\t" } else { "  " };
    let margin = &text[line..line + outer];
    let lines: Vec<_> = part.lines().map(|line| format!("{margin}{step}{line}")).collect();
    let lines = lines.join(end);
    let Some(last) = node.parts().pop() else {
        let inner = text[node.span.start + 1..close].trim_end();
        let start = &text[..=node.span.start];
        return format!("{start}{inner}{end}{lines}{end}{margin}{}", &text[close..]);
    };
    let tail = &text[last.end..close];
    let comma = if next_token(tail).is_some_and(|at| tail[at..].starts_with(',')) { "" } else { "," };
    let kept = tail.trim_end();
    let gap = if tail[kept.len()..].contains('\n') {
        tail[kept.len()..].to_owned()
    } else {
        format!("{end}{margin}")
    };
    format!("{}{comma}{kept}{end}{lines}{gap}{}", &text[..last.end], &text[close..])
}

/// The text without a part of an object or an array.
fn remove(text: &str, node: &Node, at: usize) -> String {
    let parts = node.parts();
    let part = parts[at].clone();
    let gap = at.checked_sub(1).map_or(node.span.start + 1, |at| parts[at].end)..part.start;
    let before = match ends_in_line_comment(&text[gap]) {
        // What comes behind must not become a part of the comment.
        true => &text[..part.start],
        false => text[..part.start].trim_end(),
    };
    let behind = &text[part.end..];
    let join = |behind: &str| match behind.trim_start_matches([' ', '\t', '\r']) {
        rest if rest.starts_with('\n') => format!("{}{behind}", before.trim_end()),
        rest if before.len() == part.start => format!("{before}{rest}"),
        _ => format!("{before}{behind}"),
    };
    if let Some(comma) = next_token(behind).filter(|&comma| behind[comma..].starts_with(',')) {
        return join(&format!("{}{}", &behind[..comma], &behind[comma + 1..]));
    }
    let mut less = join(behind);
    match at.checked_sub(1).map(|at| parts[at].end) {
        Some(end) => {
            if let Some(comma) =
                next_token(&less[end..]).filter(|&comma| less[end + comma..].starts_with(','))
            {
                less.remove(end + comma);
            }
        }
        None => {
            let inner = less[node.span.start + 1..].find(['}', ']']).map(|at| node.span.start + 1 + at);
            if let Some(close) = inner.filter(|&close| less[node.span.start + 1..close].trim().is_empty()) {
                less.replace_range(node.span.start + 1..close, "");
            }
        }
    }
    less
}

fn indented(text: &str, columns: usize) -> String {
    text.lines().map(|line| format!("{:columns$}{line}", "")).collect::<Vec<_>>().join("\n")
}

/// Is the last thing between two parts a comment that takes the rest of its line?
fn ends_in_line_comment(gap: &str) -> bool {
    let gap = gap.trim_end();
    let comma = next_token(gap).filter(|&comma| gap[comma..].starts_with(','));
    next_token(&format!("{}.", &gap[comma.map_or(0, |comma| comma + 1)..])).is_none()
}

/// Finds the first thing that is neither white space nor a comment.
fn next_token(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else {
            return (!rest.is_empty()).then_some(at);
        }
    }
}

/// Objects within objects are followed so far.
const DEPTH: usize = 64;

fn parse(text: &str) -> Result<Node, String> {
    let mut at = 0;
    let node = value(text, &mut at, DEPTH)?;
    match next_token(&text[at..]) {
        None => Ok(node),
        Some(_) => Err("something stands behind its end".to_owned()),
    }
}

fn peek(text: &str, at: &mut usize) -> Result<char, String> {
    *at += next_token(&text[*at..]).ok_or("it ends too early")?;
    text[*at..].chars().next().ok_or_else(|| "it ends too early".to_owned())
}

fn value(text: &str, at: &mut usize, depth: usize) -> Result<Node, String> {
    let first = peek(text, at)?;
    let start = *at;
    let depth = depth.checked_sub(1).ok_or("it is too deep")?;
    let kind = match first {
        '{' | '[' => {
            *at += 1;
            let close = if first == '{' { '}' } else { ']' };
            let (mut members, mut items) = (Vec::new(), Vec::new());
            loop {
                if peek(text, at)? == close {
                    *at += 1;
                    break;
                }
                if first == '{' {
                    let key = string(text, at)?;
                    if peek(text, at)? != ':' {
                        return Err("a key has no value".to_owned());
                    }
                    *at += 1;
                    let name = serde_json::from_str(&text[key.clone()]).map_err(|error| error.to_string())?;
                    members.push((name, key, value(text, at, depth)?));
                } else {
                    items.push(value(text, at, depth)?);
                }
                match peek(text, at)? {
                    ',' => *at += 1,
                    other if other == close => {}
                    _ => return Err("a comma is missing".to_owned()),
                }
            }
            if first == '{' { NodeKind::Object(members) } else { NodeKind::Array(items) }
        }
        '"' => {
            string(text, at)?;
            NodeKind::Other
        }
        _ => {
            let rest = &text[*at..];
            let length =
                rest.find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c))).unwrap_or(rest.len());
            serde_json::from_str::<serde_json::Value>(&rest[..length]).map_err(|error| error.to_string())?;
            *at += length;
            NodeKind::Other
        }
    };
    Ok(Node { span: start..*at, kind })
}

fn string(text: &str, at: &mut usize) -> Result<Range<usize>, String> {
    if peek(text, at)? != '"' {
        return Err("a key is no text".to_owned());
    }
    let start = *at;
    let mut is_escaped = false;
    for (offset, c) in text[start + 1..].char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => {
                *at = start + 1 + offset + 1;
                return Ok(start..*at);
            }
            _ => {}
        }
    }
    Err("a text has no end".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEYS: [&str; 2] = ["hooks", "Stop"];
    const ITEM: &str = "{ \"hooks\": [{ \"command\": \"ours\" }] }";

    #[test]
    fn what_a_person_wrote_stays_and_comes_back_when_ours_goes() {
        for text in [
            "{}\n",
            "{\n  // mine\n  \"model\": \"x\" // behind\n}\n",
            "{\n  \"hooks\": {\n    \"Stop\": [\n      { \"command\": \"theirs\" } // keep\n    ]\n  },\n  \"z\": [1, 2]\n}\n",
            "{ \"hooks\": { \"PreToolUse\": [] }, \"a\": \"}]\\\"\" }",
            "{\n\t\"b\": 1,\n\t\"a\": {\n\t\t\"hooks\": 2\n\t}\n}\n",
            "{\n  \"hooks\": {\n    \"Stop\": [\n      {\"command\": \"theirs\"},\n    ],\n  },\n}\n",
        ] {
            let once = with_item(text, KEYS, ITEM, "ours").expect("it is edited");
            assert!(once.contains("ours"), "{once}");
            let node = parse(&once).expect("it is JSON");
            let items =
                node.member("hooks").and_then(|hooks| hooks.member("Stop")).map(|stop| stop.parts().len());
            assert!(items.is_some_and(|items| items > 0), "{once}");
            assert_eq!(with_item(&once, KEYS, ITEM, "ours").as_deref(), Ok(&*once));
            for line in text.lines().filter(|line| line.contains("//")) {
                assert!(once.contains(line.split("//").nth(1).unwrap_or_default()), "{once}");
            }
            let back = without_item(&once, KEYS, "ours").expect("it is edited").expect("it was there");
            let squeezed = |text: &str| {
                text.split_whitespace().collect::<String>().replace(",]", "]").replace(",}", "}")
            };
            assert_eq!(squeezed(&back), squeezed(text), "{once}");
            assert_eq!(without_item(text, KEYS, "ours"), Ok(None));
        }
    }

    #[test]
    fn the_text_of_ours_is_indented_as_the_rest() {
        let text = "{\n  \"model\": \"x\" // mine\n}\n";
        insta::assert_snapshot!(with_item(text, KEYS, ITEM, "ours").expect("it is edited"), @r#"
        {
          "model": "x", // mine
          "hooks": {
            "Stop": [
              { "hooks": [{ "command": "ours" }] }
            ]
          }
        }
        "#);
    }

    #[test]
    fn a_command_that_a_person_put_beside_ours_stays() {
        let without = |text: &str| without_item(text, KEYS, "ours").expect("it is edited");
        assert_eq!(
            without(
                r#"{"hooks": {"Stop": [{"matcher": "*", "hooks": [{"command": "ours"}, {"command": "mine"}]}]}}"#
            )
            .as_deref(),
            Some(r#"{"hooks": {"Stop": [{"matcher": "*", "hooks": [{"command": "mine"}]}]}}"#)
        );
        assert_eq!(
            without(r#"{"hooks": {"Stop": [{"hooks": [{"command": "mine"}, {"command": "ours -v"}]}, 1]}}"#)
                .as_deref(),
            Some(r#"{"hooks": {"Stop": [{"hooks": [{"command": "mine"}]}, 1]}}"#)
        );
        // A person who writes of our command in other places has not our command.
        let other =
            r#"{"hooks": {"Stop": [{"note": "as ours", "hooks": [{"command": "mine"} /* ours */]}]}}"#;
        assert_eq!(without(other), None);
        assert!(with_item(other, KEYS, ITEM, "ours").is_ok_and(|text| text.contains(r#""command": "ours""#)));
    }

    #[test]
    fn a_comment_before_ours_swallows_nothing() {
        let ours = format!(r#""hooks": {{"Stop": [{ITEM}]}}"#);
        for (text, less) in [
            (format!("{{ // mine\n  {ours}, \"z\": 2 }}"), "{ // mine\n  \"z\": 2 }"),
            (
                format!("{{ // mine\n  {ours}, // behind\n  \"z\": 2 }}"),
                "{ // mine\n  // behind\n  \"z\": 2 }",
            ),
            (format!("{{ // mine\r\n  {ours} /* it */, \"z\": 2 }}"), "{ // mine\r\n  /* it */ \"z\": 2 }"),
            (format!("{{ \"a\": \"//\", // mine\n  {ours} }}"), "{ \"a\": \"//\" // mine\n  }"),
            (format!("{{\n  // mine\n  {ours},\n  \"z\": 2\n}}"), "{\n  // mine\n  \"z\": 2\n}"),
        ] {
            let found = without_item(&text, KEYS, "ours").expect("it is edited").expect("it was there");
            assert_eq!(found, less, "{text}");
            assert!(parse(&found).is_ok(), "{found}");
        }
    }

    #[test]
    fn a_file_keeps_its_line_ends() {
        for text in
            ["{\r\n  \"a\": 1\r\n}\r\n", "{\r\n}\r\n", "{\r\n  \"hooks\": {\r\n    \"Stop\": [1]\r\n  }\r\n}"]
        {
            let once = with_item(text, KEYS, ITEM, "ours").expect("it is edited");
            assert!(!once.replace("\r\n", "").contains(['\r', '\n']), "{once:?}");
        }
    }

    #[test]
    fn what_is_no_such_json_is_left_alone() {
        for text in [
            "[]",
            "{",
            "{\"hooks\": 1}",
            "{\"hooks\": {\"Stop\": {}}}",
            "{\"a\" 1}",
            "{\"a\": tru}",
            "{} x",
            "x",
        ] {
            assert!(with_item(text, KEYS, ITEM, "ours").is_err(), "{text}");
        }
        assert!(with_item(&"[".repeat(100_000), KEYS, ITEM, "ours").is_err());
    }
}
