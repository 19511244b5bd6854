//! The fenced blocks of a page, each with the comment above it, and what they show compared with what is there.

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// The comment before it, without its marks; empty where there is none.
    pub(super) directive: String,
    /// The word behind the fence.
    pub(super) language: String,
    pub(super) lines: Vec<String>,
}

impl Block {
    /// The text as it stands in a file.
    pub(super) fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// Each command with the output that is shown below it, if any is; `None` where the block holds no commands.
    pub(super) fn commands(&self) -> Option<Vec<(String, Option<String>)>> {
        match &*self.language {
            "console" => Some(with_output(&self.lines)),
            "sh" => Some(self.lines.iter().map(|line| (without_remark(line).to_owned(), None)).collect()),
            _ => None,
        }
    }
}

/// The fenced blocks of a page, in their order.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut directive, mut lines) = (Vec::new(), String::new(), page.lines());
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let body = lines.by_ref().take_while(|line| *line != "```").map(str::to_owned).collect();
            let directive = std::mem::take(&mut directive);
            blocks.push(Block { directive, language: language.to_owned(), lines: body });
        } else if let Some(comment) = line.strip_prefix("<!-- ") {
            directive = comment.trim_end_matches(" -->").to_owned();
        } else if !line.is_empty() {
            directive.clear();
        }
    }
    blocks
}

/// The command of a line, without the remark behind it.
pub(super) fn without_remark(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line).trim()
}

fn with_output(lines: &[String]) -> Vec<(String, Option<String>)> {
    let mut commands: Vec<(String, Option<String>)> = Vec::new();
    for line in lines {
        match (line.strip_prefix("$ "), commands.last_mut()) {
            (Some(command), _) => commands.push((command.to_owned(), Some(String::new()))),
            (None, Some((_, Some(output)))) => *output += &format!("{line}\n"),
            (None, _) => panic!("output before a command: {line}"),
        }
    }
    commands
}

/// Is the output what was shown, where `…` at the end of a line stands for any text, over any number of lines?
pub(super) fn is_as_shown(shown: &str, output: &str) -> bool {
    let mut rest = output.trim();
    let parts: Vec<_> = shown.split("…\n").map(str::trim).collect();
    for (at, part) in parts.iter().enumerate() {
        match rest.find(part) {
            Some(0) => rest = &rest[part.len()..],
            Some(found) if at > 0 => rest = &rest[found + part.len()..],
            _ => return false,
        }
    }
    rest.trim().is_empty() || parts.last().is_some_and(|last| last.is_empty())
}

#[test]
fn three_dots_at_the_end_of_a_line_stand_for_any_text() {
    for (shown, output, is_equal) in [
        ("a\nb\n", "a\nb\n", true),
        ("a\nb\n", "a\nb\nc\n", false),
        ("a\n…\n", "a\nb\nc\n", true),
        ("…\nc\n", "a\nb\nc\n", true),
        ("a …\nc\n", "a b\nc\n", true),
        ("…\nb\n", "a\nb\nc\n", false),
        ("b\n…\n", "a\nb\n", false),
    ] {
        assert_eq!(is_as_shown(shown, output), is_equal, "{shown:?} {output:?}");
    }
}
