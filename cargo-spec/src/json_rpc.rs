//! JSON-RPC 2.0, which the servers for agents and for editors speak (<https://www.jsonrpc.org/specification>).

use serde_json::{Map, Value, json};

/// A message from a client.
#[derive(Debug, PartialEq)]
pub enum Received {
    /// A request, or a notification.
    Call(Call),
    /// The answer to a request of the server.
    Answer,
}

/// The call of a method.
#[derive(Debug, PartialEq)]
pub struct Call {
    /// A text or a number, which the answer repeats. A notification has none, and wants no answer.
    pub id: Option<Value>,
    /// The name of what is asked.
    pub method: String,
    /// Its parameters.
    pub params: Map<String, Value>,
}

/// The reason why there is no result.
#[derive(Debug, PartialEq)]
pub struct RpcError {
    /// The number of the kind of error.
    pub code: i64,
    /// The mistake, and the next step.
    pub message: String,
    /// More, for programs.
    pub data: Option<Value>,
}

impl RpcError {
    /// An error of some kind.
    pub fn new(code: i64, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), data: None }
    }

    /// The text is no JSON.
    pub fn parse(message: String) -> Self {
        Self::new(-32700, message)
    }

    /// The JSON is no request.
    pub fn invalid(message: &str) -> Self {
        Self::new(-32600, message)
    }

    /// There is no such method.
    pub fn method(method: &str) -> Self {
        Self::new(-32601, format!("there is no method `{method}` here"))
    }

    /// The parameters are not those of the method.
    pub fn params(message: String) -> Self {
        Self::new(-32602, message)
    }

    /// The server cannot do it now.
    pub fn internal(message: String) -> Self {
        Self::new(-32603, message)
    }
}

/// Reads a message. What cannot be read is refused, with the id as far as there is one.
///
/// # Errors
/// The id to answer to, and why it is no message.
pub fn read(text: &[u8]) -> Result<Received, (Value, RpcError)> {
    let value: Value = serde_json::from_slice(text)
        .map_err(|error| (Value::Null, RpcError::parse(format!("the message is not JSON: {error}"))))?;
    let Value::Object(mut object) = value else {
        return Err((Value::Null, RpcError::invalid("a message is one JSON object")));
    };
    let id = object.remove("id");
    let to = id.clone().filter(|id| id.is_string() || id.is_number()).unwrap_or(Value::Null);
    let refuse = |refusal| Err((to.clone(), refusal));
    if object.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return refuse(RpcError::invalid("`jsonrpc` is not \"2.0\""));
    }
    let method = match object.remove("method") {
        Some(Value::String(method)) => method,
        None if object.contains_key("result") || object.contains_key("error") => return Ok(Received::Answer),
        _ => return refuse(RpcError::invalid("`method` is not a text")),
    };
    let params = match object.remove("params") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(params)) => params,
        Some(_) => return refuse(RpcError::params("`params` is not an object".to_owned())),
    };
    if id.is_some() && to.is_null() {
        return Err((to, RpcError::invalid("`id` is neither a text nor a number")));
    }
    Ok(Received::Call(Call { id, method, params }))
}

/// The text of a result.
pub fn result(id: &Value, result: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string()
}

/// The text of an error.
pub fn error(id: &Value, refusal: &RpcError) -> String {
    let mut error = json!({ "code": refusal.code, "message": refusal.message });
    if let Some(data) = &refusal.data {
        error["data"] = data.clone();
    }
    json!({ "jsonrpc": "2.0", "id": id, "error": error }).to_string()
}

/// The text of a notification.
pub fn notification(method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_are_no_message_are_refused_with_the_id_that_they_have() {
        let check = |text: &str, id: Value, code: i64| match read(text.as_bytes()) {
            Err((to, refusal)) => assert_eq!((to, refusal.code), (id, code), "{text}"),
            Ok(message) => panic!("{text}: {message:?}"),
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
        // Nothing is deep enough to end the program.
        check(&"[".repeat(100_000), Value::Null, -32700);
    }

    #[test]
    fn the_answer_to_a_request_of_the_server_is_no_call() {
        for text in
            ["{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}"]
        {
            assert_eq!(read(text.as_bytes()), Ok(Received::Answer));
        }
    }
}
