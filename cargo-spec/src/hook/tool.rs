//! Reads what a tool is about to do: the files that it writes, and the commands that it runs.

use serde_json::Value;

/// A tool that is about to be used.
#[derive(Clone, Debug, PartialEq)]
pub struct ToolUse {
    /// Its name, as the host calls it.
    pub name: String,
    /// The input of the tool.
    pub input: Value,
}

/// Words at the beginning of the names of tools that only read.
const READING: [&str; 14] = [
    "read",
    "view",
    "grep",
    "glob",
    "ls",
    "list",
    "search",
    "find",
    "get",
    "fetch",
    "open",
    "fsread",
    "notebookread",
    "webfetch",
];

/// Words within the names of tools that change something, whatever these begin with.
const CHANGING: [&str; 14] = [
    "write", "edit", "replace", "delete", "create", "move", "rename", "patch", "apply", "insert", "update",
    "save", "append", "truncate",
];

/// Words within the names of tools that may remove whole folders.
const REMOVING: [&str; 4] = ["delete", "move", "rename", "truncate"];

/// Keys whose values are paths, in small letters and without `_`.
const PATHS: [&str; 15] = [
    "filepath",
    "path",
    "paths",
    "file",
    "files",
    "filename",
    "filenames",
    "notebookpath",
    "uri",
    "targetfile",
    "oldpath",
    "newpath",
    "destination",
    "target",
    "source",
];

/// Keys whose values are texts for the file that another key names, or for a reader: a patch in them is a quote.
const CONTENTS: [&str; 17] = [
    "body",
    "codeedit",
    "content",
    "contents",
    "description",
    "filetext",
    "inserttext",
    "message",
    "newsource",
    "newstr",
    "newstring",
    "newtext",
    "oldstr",
    "oldstring",
    "oldtext",
    "prompt",
    "text",
];

/// Keys whose values are command lines.
const COMMANDS: [&str; 6] = ["command", "cmd", "commands", "script", "bash", "commandline"];

/// The lines of a patch that name a file.
const IN_PATCH: [&str; 6] =
    ["*** Update File: ", "*** Add File: ", "*** Delete File: ", "*** Move to: ", "+++ ", "--- "];

impl ToolUse {
    /// Does the tool only read?
    fn is_reading(&self) -> bool {
        // `mcp__SERVER__TOOL`, `mcp_SERVER_TOOL`
        let (server, tool) = self.name.rsplit_once("__").unwrap_or(("", &self.name));
        let name = plain(tool);
        let is_mcp = server.is_empty() && tool.starts_with("mcp_");
        let has_reading = || tool.split('_').any(|word| READING.contains(&&*plain(word)));
        let is_view = self.input.get("command").and_then(Value::as_str) == Some("view");
        is_view
            || (READING.iter().any(|word| name.starts_with(word)) || is_mcp && has_reading())
                && !CHANGING.iter().any(|word| name.contains(word))
    }

    /// May it remove a folder with all that is in it?
    pub fn is_removing(&self) -> bool {
        let name = plain(&self.name);
        let command = self.input.get("command").and_then(Value::as_str).map(plain).unwrap_or_default();
        REMOVING.iter().any(|word| name.contains(word) || command == *word) || name.contains("remove")
    }

    /// The files that it may write, as they are written there.
    pub fn written(&self) -> Vec<String> {
        let mut found = Vec::new();
        if !self.is_reading() {
            push_paths(&self.input, TextKind::Other, &mut found);
        }
        found
    }

    /// The command lines that it runs.
    pub fn commands(&self) -> Vec<String> {
        let mut found = Vec::new();
        push_commands(&self.input, &mut found);
        found
    }
}

/// A name in small letters, without what joins its words.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The kind of a text in the input of a tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextKind {
    Path,
    Content,
    /// It may be a patch.
    Other,
}

impl TextKind {
    fn of(key: &str) -> Self {
        match &*plain(key) {
            key if PATHS.contains(&key) => Self::Path,
            key if CONTENTS.contains(&key) => Self::Content,
            _ => Self::Other,
        }
    }
}

fn push_paths(value: &Value, kind: TextKind, found: &mut Vec<String>) {
    match value {
        Value::String(_) if kind == TextKind::Content => {}
        Value::String(text) => {
            if kind == TextKind::Path {
                found.push(text.clone());
            }
            for line in text.lines() {
                let named = IN_PATCH.iter().find_map(|prefix| line.strip_prefix(prefix));
                let named = named.map(|path| path.split('\t').next().unwrap_or(path).trim());
                let named =
                    named.map(|path| path.strip_prefix("b/").or(path.strip_prefix("a/")).unwrap_or(path));
                found.extend(named.map(str::to_owned));
            }
        }
        Value::Array(values) => values.iter().for_each(|value| push_paths(value, kind, found)),
        Value::Object(map) => {
            for (key, value) in map {
                push_paths(value, TextKind::of(key), found);
            }
        }
        _ => {}
    }
}

fn push_commands(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| push_commands(value, found)),
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if COMMANDS.contains(&&*plain(key)) => found.push(text.clone()),
                    // `["bash", "-lc", "…"]`
                    Value::Array(words) if COMMANDS.contains(&&*plain(key)) => {
                        let words = words.iter().filter_map(Value::as_str);
                        let quoted = words.map(|word| format!("'{}'", word.replace('\'', r"'\''")));
                        found.push(quoted.collect::<Vec<_>>().join(" "));
                        push_commands(value, found);
                    }
                    value => push_commands(value, found),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(name: &str, input: Value, written: &[&str], commands: &[&str]) {
        let tool = ToolUse { name: name.to_owned(), input };
        assert_eq!(tool.written(), written, "{name}");
        assert_eq!(tool.commands(), commands, "{name}");
    }

    #[test]
    fn the_paths_and_commands_of_every_kind_of_tool_are_seen() {
        check("Write", json!({ "file_path": "/a/spec.lock", "content": "x" }), &["/a/spec.lock"], &[]);
        check("MultiEdit", json!({ "file_path": "b", "edits": [{ "old_string": "x" }] }), &["b"], &[]);
        check("NotebookEdit", json!({ "notebook_path": "c.ipynb" }), &["c.ipynb"], &[]);
        check("editFiles", json!({ "files": ["a", "b"] }), &["a", "b"], &[]);
        check(
            "multi_replace",
            json!({ "replacements": [{ "filePath": "a" }, { "filePath": "b" }] }),
            &["a", "b"],
            &[],
        );
        check("str_replace_editor", json!({ "command": "create", "path": "d" }), &["d"], &["create"]);
        check("str_replace_editor", json!({ "command": "view", "path": "d" }), &[], &["view"]);
        check("Bash", json!({ "command": "ls" }), &[], &["ls"]);
        check("shell", json!({ "command": ["bash", "-lc", "it's"] }), &[], &["'bash' '-lc' 'it'\\''s'"]);
        let patch = "*** Begin Patch\n*** Update File: src/a.rs\n*** Move to: spec.lock\n*** End Patch";
        check("apply_patch", json!({ "input": patch }), &["src/a.rs", "spec.lock"], &[]);
        check(
            "patch",
            json!({ "diff": "--- a/spec.lock\n+++ b/spec.lock\n" }),
            &["spec.lock", "spec.lock"],
            &[],
        );
        check("Read", json!({ "file_path": "/a/spec.lock" }), &[], &[]);
        check("read_file", json!({ "filePath": "spec.lock" }), &[], &[]);
        check("search_replace", json!({ "file_path": "spec.lock" }), &["spec.lock"], &[]);
        check("find_and_replace", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("list-and-delete", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("openAndInsert", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("search_files", json!({ "path": "spec.lock" }), &[], &[]);
        check("Write", json!({ "file_path": "a.md", "content": patch }), &["a.md"], &[]);
        check("Edit", json!({ "file_path": "a.md", "old_string": "x", "new_string": patch }), &["a.md"], &[]);
        check("x", json!({ "path": ".", "patch": "+++ b/spec.lock\n" }), &["spec.lock", "."], &[]);
        check("mcp__filesystem__read_text_file", json!({ "path": "spec.lock" }), &[], &[]);
        check("mcp_github_get_file_contents", json!({ "path": "spec.lock" }), &[], &[]);
        check("mcp__filesystem__edit_file", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("mcp_find_update_file", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("mcp__read__put", json!({ "path": "spec.lock" }), &["spec.lock"], &[]);
        check("fs_write", json!({ "path": "e" }), &["e"], &[]);
        check("Write", json!(null), &[], &[]);
        check("", json!([1, null, "x"]), &[], &[]);
    }
}
