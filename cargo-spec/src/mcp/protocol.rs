//! The messages: JSON-RPC 2.0, one object a line (<https://modelcontextprotocol.io/specification/2026-07-28>).
//!
//! Since 2026-07-28 the protocol is stateless: each request names its version. Clients of the era before begin with `initialize`.

use serde_json::{Map, Value, json};

use crate::json_rpc::{self, Call, Received, RpcError};

/// The version in which each request names its version.
pub const STATELESS: &str = "2026-07-28";

/// The versions that begin with `initialize`, newest first.
/// That of 2025-03-26 is none of them: it wants batches.
pub const WITH_HANDSHAKE: [&str; 3] = ["2025-11-25", "2025-06-18", "2024-11-05"];

/// The key of the version in `_meta` of a request.
const VERSION_KEY: &str = "io.modelcontextprotocol/protocolVersion";

/// The key of the server in `_meta` of a result.
const SERVER_KEY: &str = "io.modelcontextprotocol/serverInfo";

/// A line is read to this length, in bytes; a longer one is refused.
pub const MAX_LINE: usize = 1 << 20;

/// A message from a client.
#[derive(Debug)]
pub enum Message {
    /// Something that wants an answer.
    Request(Request),
    /// Something that wants none.
    Notification(String, Map<String, Value>),
}

/// A request.
#[derive(Debug)]
pub struct Request {
    /// A text or a number, which the answer repeats.
    pub id: Value,
    /// The name of what is asked.
    pub method: String,
    /// Its parameters.
    pub params: Map<String, Value>,
    /// The era of the protocol that it belongs to.
    pub era: Era,
}

/// The way in which a version of the protocol answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// The client has begun, or should have begun, with `initialize`.
    Handshake,
    /// Each request stands for itself.
    Stateless,
}

/// The time for which a client may keep a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It is never kept.
    None,
    /// It is the same for everybody until the program is another.
    Static,
    /// It is of the files of now.
    Now,
}

/// The version of the protocol is another one.
fn unknown_version(requested: &str) -> RpcError {
    let data = json!({ "supported": [STATELESS], "requested": requested });
    let message = format!("the protocol version `{requested}` is not spoken here");
    RpcError { data: Some(data), ..RpcError::new(-32022, message) }
}

/// Reads a line. What cannot be read is refused, with the id as far as there is one.
///
/// # Errors
/// The id to answer to, and why the line is no message.
pub fn read(line: &[u8]) -> Result<Message, (Value, RpcError)> {
    let Received::Call(Call { id, method, params }) = json_rpc::read(line)? else {
        return Err((
            Value::Null,
            RpcError::invalid("this server asks nothing, so there is nothing to answer"),
        ));
    };
    let Some(id) = id else { return Ok(Message::Notification(method, params)) };
    match version(&params) {
        Some(STATELESS) => Ok(Message::Request(Request { id, method, params, era: Era::Stateless })),
        Some(other) => Err((id, unknown_version(other))),
        None if method == "server/discover" => {
            Ok(Message::Request(Request { id, method, params, era: Era::Stateless }))
        }
        None => Ok(Message::Request(Request { id, method, params, era: Era::Handshake })),
    }
}

/// The version that a request names.
fn version(params: &Map<String, Value>) -> Option<&str> {
    params.get("_meta")?.get(VERSION_KEY)?.as_str()
}

/// The name under which a client wants to hear of the progress of a request.
pub fn progress_token(params: &Map<String, Value>) -> Option<&Value> {
    params.get("_meta")?.get("progressToken").filter(|token| token.is_string() || token.is_number())
}

/// The line of a result.
pub fn result(request: &Request, mut result: Map<String, Value>, freshness: Freshness) -> String {
    if request.era == Era::Stateless {
        result.insert("resultType".to_owned(), "complete".into());
        let meta = result.entry("_meta").or_insert_with(|| json!({}));
        meta[SERVER_KEY] = server();
        let cached = match freshness {
            Freshness::None => None,
            Freshness::Static => Some((3_600_000, "public")),
            Freshness::Now => Some((0, "private")),
        };
        if let Some((time, scope)) = cached {
            result.insert("ttlMs".to_owned(), time.into());
            result.insert("cacheScope".to_owned(), scope.into());
        }
    }
    json_rpc::result(&request.id, &result.into())
}

/// The line that says how far a request is.
pub fn progress(token: &Value, seconds: u64, message: &str) -> String {
    let params = json!({ "progressToken": token, "progress": seconds, "message": message });
    json_rpc::notification("notifications/progress", &params)
}

/// This server, by its name.
pub fn server() -> Value {
    json!({ "name": "cargo-spec", "version": env!("CARGO_PKG_VERSION") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_that_is_not_spoken_is_refused() {
        let meta = json!({ VERSION_KEY: "1999" });
        let line = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/list", "params": { "_meta": meta } });
        let (to, refusal) = read(line.to_string().as_bytes()).expect_err("it is refused");
        assert_eq!((to, refusal.code), (json!(3), -32022));
    }

    #[test]
    fn an_answer_is_refused_since_nothing_was_asked() {
        assert!(read(b"{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{}}").is_err());
    }

    #[test]
    fn the_era_of_a_request_is_the_one_that_it_names() {
        let era = |line: Value| match read(line.to_string().as_bytes()) {
            Ok(Message::Request(request)) => request.era,
            other => panic!("{other:?}"),
        };
        let meta = json!({ VERSION_KEY: STATELESS });
        let stateless =
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": { "_meta": meta } });
        assert_eq!(era(stateless), Era::Stateless);
        assert_eq!(era(json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/list" })), Era::Handshake);
        assert_eq!(era(json!({ "jsonrpc": "2.0", "id": 1, "method": "server/discover" })), Era::Stateless);
    }
}
