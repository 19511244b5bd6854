//! The messages: JSON-RPC 2.0, one object a line (<https://modelcontextprotocol.io/specification/2026-07-28>).
//!
//! Since 2026-07-28 the protocol is stateless: each request names its version. Clients of the era before begin with `initialize`.

use serde_json::{Map, Value, json};

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

/// How a version of the protocol answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    /// The client has begun, or should have begun, with `initialize`.
    Handshake,
    /// Each request stands for itself.
    Stateless,
}

/// How long a client may keep a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It is never kept.
    None,
    /// It is the same for everybody until the program is another.
    Static,
    /// It is of the files of now.
    Now,
}

/// Why there is no result.
#[derive(Debug, PartialEq)]
pub struct RpcError {
    /// The number of the kind of error.
    pub code: i64,
    /// What is wrong, and what to do.
    pub message: String,
    /// More, for programs.
    pub data: Option<Value>,
}

impl RpcError {
    /// The text is no JSON.
    pub fn parse(message: String) -> Self {
        Self { code: -32700, message, data: None }
    }

    /// The JSON is no request.
    pub fn invalid(message: &str) -> Self {
        Self { code: -32600, message: message.to_owned(), data: None }
    }

    /// There is no such method.
    pub fn method(method: &str) -> Self {
        Self { code: -32601, message: format!("there is no method `{method}` here"), data: None }
    }

    /// The parameters are not those of the method.
    pub fn params(message: String) -> Self {
        Self { code: -32602, message, data: None }
    }

    /// The server cannot do it now.
    pub fn internal(message: String) -> Self {
        Self { code: -32603, message, data: None }
    }

    /// The version of the protocol is another one.
    fn version(requested: &str) -> Self {
        let data = json!({ "supported": [STATELESS], "requested": requested });
        let message = format!("the protocol version `{requested}` is not spoken here");
        Self { code: -32022, message, data: Some(data) }
    }
}

/// Reads a line. What cannot be read is refused, with the id as far as there is one.
///
/// # Errors
/// The id to answer to, and why the line is no message.
pub fn read(line: &[u8]) -> Result<Message, (Value, RpcError)> {
    let value: Value = serde_json::from_slice(line)
        .map_err(|error| (Value::Null, RpcError::parse(format!("the line is not JSON: {error}"))))?;
    let Value::Object(mut object) = value else {
        return Err((Value::Null, RpcError::invalid("a message is one JSON object a line")));
    };
    let id = object.remove("id");
    let to = id.clone().filter(|id| id.is_string() || id.is_number()).unwrap_or(Value::Null);
    let refuse = |refusal| Err((to.clone(), refusal));
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return refuse(RpcError::invalid("`jsonrpc` is not \"2.0\""));
    }
    let Some(Value::String(method)) = object.remove("method") else {
        return refuse(RpcError::invalid("`method` is not a text"));
    };
    let params = match object.remove("params") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(params)) => params,
        Some(_) => return refuse(RpcError::params("`params` is not an object".to_owned())),
    };
    let Some(id) = id else { return Ok(Message::Notification(method, params)) };
    if to.is_null() {
        return Err((to, RpcError::invalid("`id` is neither a text nor a number")));
    }
    match version(&params) {
        Some(STATELESS) => Ok(Message::Request(Request { id, method, params, era: Era::Stateless })),
        Some(other) => Err((to.clone(), RpcError::version(other))),
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
    json!({ "jsonrpc": "2.0", "id": request.id, "result": result }).to_string()
}

/// The line of an error.
pub fn error(id: &Value, refusal: &RpcError) -> String {
    let mut error = json!({ "code": refusal.code, "message": refusal.message });
    if let Some(data) = &refusal.data {
        error["data"] = data.clone();
    }
    json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string()
}

/// The line that says how far a request is.
pub fn progress(token: &Value, seconds: u64, message: &str) -> String {
    let params = json!({ "progressToken": token, "progress": seconds, "message": message });
    json!({ "jsonrpc": "2.0", "method": "notifications/progress", "params": params }).to_string()
}

/// This server, by its name.
pub fn server() -> Value {
    json!({ "name": "cargo-spec", "version": env!("CARGO_PKG_VERSION") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_are_no_message_are_refused_with_the_id_that_they_have() {
        let check = |line: &str, id: Value, code: i64| match read(line.as_bytes()) {
            Err((to, refusal)) => assert_eq!((to, refusal.code), (id, code), "{line}"),
            Ok(message) => panic!("{line}: {message:?}"),
        };
        check("", Value::Null, -32700);
        check("{\"jsonrpc\":\"2.0\",", Value::Null, -32700);
        check("[]", Value::Null, -32600);
        check("7", Value::Null, -32600);
        check("{\"id\":1,\"method\":\"ping\"}", json!(1), -32600);
        check("{\"jsonrpc\":\"2.0\",\"id\":\"a\"}", json!("a"), -32600);
        check("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}", Value::Null, -32600);
        check("{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}", Value::Null, -32600);
        check("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\",\"params\":[]}", json!(2), -32602);
        check(
            "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\",\"params\":{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"1999\"}}}",
            json!(3),
            -32022,
        );
        // Nothing is deep enough to end the program.
        check(&"[".repeat(100_000), Value::Null, -32700);
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
