//! Reads one JSON object from standard input, within a time. Some hosts never close it.

use std::io::Read;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// An event is read to this length, in bytes.
const MAX: usize = 16 << 20;

/// Reads an event: up to the end of its object, whatever comes behind it.
///
/// # Errors
/// The reason why there is none, in words.
pub fn read(input: impl Read + Send + 'static, limit: Duration) -> Result<Value, String> {
    let (send, receive) = channel();
    thread::spawn(move || {
        // Nobody waits any more, if it took too long.
        let _ = send.send(object(input));
    });
    let bytes = match receive.recv_timeout(limit) {
        Ok(bytes) => bytes?,
        Err(RecvTimeoutError::Timeout) => return Err("no event came in time".to_owned()),
        Err(RecvTimeoutError::Disconnected) => return Err("the event could not be read".to_owned()),
    };
    // Some shells of Windows put a mark of the encoding in front.
    match serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)) {
        Ok(event @ Value::Object(_)) => Ok(event),
        Ok(_) => Err("the event is no JSON object".to_owned()),
        Err(error) => Err(format!("the event is no JSON: {error}")),
    }
}

/// The bytes of the first object; all of the input, if it has no end.
fn object(mut input: impl Read) -> Result<Vec<u8>, String> {
    let (mut all, mut depth, mut is_text, mut is_escaped) = (Vec::new(), 0_usize, false, false);
    let mut chunk = vec![0; 1 << 16];
    loop {
        let length = match input.read(&mut chunk) {
            Ok(0) => return Ok(all),
            Ok(length) => length,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(format!("the event could not be read: {error}")),
        };
        for &byte in &chunk[..length] {
            all.push(byte);
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_text => is_escaped = true,
                b'"' => is_text = !is_text,
                b'{' if !is_text => depth += 1,
                b'}' if !is_text && depth > 0 => {
                    depth -= 1;
                    if depth == 0 {
                        return Ok(all);
                    }
                }
                _ => {}
            }
        }
        if all.len() > MAX {
            return Err("the event is too long".to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// An input that says something and never ends.
    struct Open(&'static [u8]);

    impl Read for Open {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() {
                thread::sleep(Duration::from_secs(600));
            }
            self.0.read(buffer)
        }
    }

    #[track_caller]
    fn check(input: &'static [u8], expect: Result<Value, &str>) {
        let read = read(Open(input), Duration::from_millis(200));
        match (read, expect) {
            (Ok(read), Ok(expect)) => assert_eq!(read, expect),
            (Err(words), Err(expect)) => assert!(words.contains(expect), "{words}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_event_ends_with_its_object_though_the_input_stays_open() {
        check(b" {\"a\": \"}\\\"\", \"b\": {}}\n", Ok(serde_json::json!({ "a": "}\"", "b": {} })));
        check(b"\xef\xbb\xbf{\"a\": 1}", Ok(serde_json::json!({ "a": 1 })));
        check(b"{\"a\": 1} {\"b\"", Ok(serde_json::json!({ "a": 1 })));
        check(b"{\"a\": ", Err("in time"));
        check(b"", Err("in time"));
        check(b"{]}", Err("no JSON"));
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let read = |input: &'static [u8]| read(input, Duration::from_secs(5)).expect_err("a refusal");
        assert!(read(b"").contains("no JSON"));
        assert!(read(b"[]").contains("no JSON object"));
        assert!(read(b"\xff{}").contains("no JSON"));
    }

    #[test]
    fn an_event_without_end_is_refused() {
        let words = read(io::repeat(b'['), Duration::from_secs(20)).expect_err("a refusal");
        assert!(words.contains("too long"), "{words}");
    }
}
