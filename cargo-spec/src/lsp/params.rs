//! The parameters that several requests share.

use std::path::PathBuf;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::addresses;
use super::positions::{EditorPlace, EditorRange};
use crate::json_rpc::RpcError;

/// The document that a request names.
#[derive(Clone, Debug, Deserialize)]
pub struct DocumentName {
    /// Its address.
    pub uri: String,
    /// The number of its state, which grows with each edit.
    #[serde(default)]
    pub version: Option<i64>,
}

impl DocumentName {
    /// Its path, if it is a file.
    pub fn path(&self) -> Option<PathBuf> {
        addresses::path(&self.uri)
    }
}

/// A document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OfDocument {
    /// Its name.
    pub text_document: DocumentName,
}

/// A place in a document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AtPlace {
    /// The document.
    pub text_document: DocumentName,
    /// The place.
    pub position: EditorPlace,
}

/// A range of a document.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InRange {
    /// The document.
    pub text_document: DocumentName,
    /// The range.
    pub range: EditorRange,
}

/// Reads parameters.
///
/// # Errors
/// If they are not those of the method.
pub fn read<T: DeserializeOwned>(params: Map<String, Value>) -> Result<T, RpcError> {
    serde_json::from_value(Value::Object(params))
        .map_err(|error| RpcError::params(format!("the parameters are not those of the method: {error}")))
}
