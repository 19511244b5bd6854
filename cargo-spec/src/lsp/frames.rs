//! The frames of messages: a header with their length, an empty line, and as many bytes of JSON.

use std::io::{self, BufRead, Read as _, Write};

/// The longest body that is read. A longer one is passed over.
pub const MAX_BODY: u64 = 64 << 20;

/// The longest line of a header that is read.
const MAX_HEADER: u64 = 4096;

/// The next frame in the input.
#[derive(Debug, PartialEq, Eq)]
pub enum Frame {
    /// The bytes of a message.
    Body(Vec<u8>),
    /// Something that is no message, and why.
    Refused(&'static str),
    /// Nothing.
    End,
}

/// Reads the next frame. What is wrong is passed over, so that the frame behind it is found again.
///
/// # Errors
/// If the input cannot be read.
pub fn read(input: &mut impl BufRead) -> io::Result<Frame> {
    let mut length = None;
    let mut problem = None;
    loop {
        let mut line = Vec::new();
        let read = input.by_ref().take(MAX_HEADER).read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(problem.map_or(Frame::End, Frame::Refused));
        }
        if !line.ends_with(b"\n") {
            problem = Some("a line of the header does not end");
            continue;
        }
        match line.trim_ascii() {
            [] if problem.is_none() && length.is_none() => {
                problem = Some("the header has no `Content-Length`");
            }
            [] => break,
            line => match content_length(line) {
                Some(Ok(number)) => length = Some(number),
                Some(Err(words)) => problem = Some(words),
                None if line.contains(&b':') => {}
                None => problem = Some("the header has a line without a colon"),
            },
        }
        if problem.is_some() && line.trim_ascii().is_empty() {
            break;
        }
    }
    match (problem, length) {
        (Some(words), None) => Ok(Frame::Refused(words)),
        (_, Some(length)) if length > MAX_BODY => {
            io::copy(&mut input.by_ref().take(length), &mut io::sink())?;
            Ok(Frame::Refused("the message is longer than 64 MiB"))
        }
        (_, length) => body(input, length.unwrap_or_default()),
    }
}

/// The length in a line of a header, if it is the line that has it.
fn content_length(line: &[u8]) -> Option<Result<u64, &'static str>> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (line[..colon].trim_ascii(), line[colon + 1..].trim_ascii());
    if !name.eq_ignore_ascii_case(b"content-length") {
        return None;
    }
    let number = std::str::from_utf8(value).ok().and_then(|value| value.parse().ok());
    Some(number.ok_or("`Content-Length` is no number"))
}

/// Reads a body. One that ends before its length is no message.
fn body(input: &mut impl BufRead, length: u64) -> io::Result<Frame> {
    let mut body = Vec::new();
    let read = input.by_ref().take(length).read_to_end(&mut body)?;
    match read as u64 == length {
        true => Ok(Frame::Body(body)),
        false => Ok(Frame::Refused("the input ends within a message")),
    }
}

/// Writes a message in its frame.
///
/// # Errors
/// If nobody reads it.
pub fn write(output: &mut impl Write, message: &str) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n{message}", message.len())?;
    output.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frames of an input: bodies as they are, and `!` before a reason.
    #[track_caller]
    fn check(input: &str, expect: &[&str]) {
        let mut rest = input.as_bytes();
        let mut frames = Vec::new();
        loop {
            match read(&mut rest).expect("memory can be read") {
                Frame::Body(body) => frames.push(String::from_utf8(body).expect("it is UTF-8")),
                Frame::Refused(words) => frames.push(format!("!{words}")),
                Frame::End => break,
            }
        }
        assert_eq!(frames, expect);
    }

    #[test]
    fn frames_are_read_one_after_the_other() {
        check("", &[]);
        check("Content-Length: 2\r\n\r\n{}Content-Length: 1\r\n\r\n7", &["{}", "7"]);
        check("content-length:2\nContent-Type: x; charset=utf-8\n\n{}", &["{}"]);
    }

    #[test]
    fn what_is_no_frame_is_passed_over() {
        let good = "Content-Length: 2\r\n\r\n{}";
        check(&format!("Content-Type: x\r\n\r\n{good}"), &["!the header has no `Content-Length`", "{}"]);
        check(&format!("Content-Length: -1\r\n\r\n{good}"), &["!`Content-Length` is no number", "{}"]);
        check("Content-Length: 9\r\n\r\n{}", &["!the input ends within a message"]);
        check(&format!("nonsense\r\n\r\n{good}"), &["!the header has a line without a colon", "{}"]);
        check(&"x".repeat(10_000), &["!a line of the header does not end"]);
    }

    #[test]
    fn a_written_frame_is_read_again() {
        let mut written = Vec::new();
        write(&mut written, "{\"ü\":1}").expect("memory can be written");
        check(std::str::from_utf8(&written).expect("it is UTF-8"), &["{\"ü\":1}"]);
    }
}
