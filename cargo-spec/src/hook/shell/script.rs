//! Judges the texts of programs for interpreters: `python3 -c TEXT`. One that only reads files is no danger.

/// Words of a text that writes, removes or moves files, or starts a program.
const WRITING: [&str; 23] = [
    "write",
    "unlink",
    "remove",
    "rename",
    "rmtree",
    "rmSync",
    "rmdir",
    "truncate",
    "shutil",
    "copyFile",
    "copyfile",
    "appendFile",
    "touch",
    "symlink",
    "os.replace",
    "subprocess",
    "system",
    "popen",
    "spawn",
    "exec",
    "eval",
    "FileUtils",
    "fileinput",
];

/// May a text write a file?
pub(super) fn may_write(text: &str) -> bool {
    // What goes to the standard output is no file.
    let text = text.replace("stdout.write", "").replace("stderr.write", "");
    WRITING.iter().any(|word| text.contains(word)) || opens_to_write(&text) || is_moved(&text)
}

/// Is a file opened in a mode such as `'w'`? In Perl, a text that begins with `>` does so.
fn opens_to_write(text: &str) -> bool {
    let calls = ["open(", "openSync("].iter().flat_map(|call| text.split(call).skip(1));
    let is_mode = |argument: &str| {
        let argument = argument.trim().trim_start_matches("mode").trim_start_matches([' ', '=', ':']);
        let mode = argument.trim_matches(['\'', '"']);
        argument != mode && mode.chars().all(|c| "rwaxbt+".contains(c)) && mode.contains(['w', 'a', 'x', '+'])
    };
    let mut arguments = calls.flat_map(|call| call.split(')').next().unwrap_or_default().split(','));
    let is_sent = |part: &str| part.starts_with('>') || part.starts_with("+>") || part.starts_with("+<");
    arguments.any(is_mode) || text.split(['\'', '"']).skip(1).any(is_sent)
}

/// Is a path moved: `Path("a").replace("b")`? Texts have a method of this name as well.
fn is_moved(text: &str) -> bool {
    text.contains("Path(") && text.contains(".replace(") && !text.contains("read_text")
}
