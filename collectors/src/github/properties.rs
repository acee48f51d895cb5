//! Custom properties: one list for a whole organisation.

use super::client::Client;
use crate::remote::Fault;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The properties of each repository, by its number.
pub type Properties = BTreeMap<u64, BTreeMap<String, String>>;

#[derive(Deserialize)]
struct OfRepository {
    #[serde(default)]
    repository_id: Option<u64>,
    #[serde(default)]
    properties: Option<Vec<Property>>,
}

#[derive(Deserialize)]
struct Property {
    #[serde(default)]
    property_name: Option<String>,
    #[serde(default)]
    value: Option<Value>,
}

/// Reads the properties of an organisation's repositories.
pub async fn properties(client: &Client<'_>, organisation: &str) -> Result<Properties, Fault> {
    let mut found = Properties::new();
    let mut path = format!("/orgs/{organisation}/properties/values?per_page=100");
    loop {
        let answer = client.get("custom properties", &path).await?;
        let page: Vec<OfRepository> = serde_json::from_slice(&answer.body)
            .map_err(|error| Fault::Unavailable(format!("a list of properties cannot be read: {error}")))?;
        for one in page {
            let Some(number) = one.repository_id else { continue };
            let pairs = one
                .properties
                .unwrap_or_default()
                .into_iter()
                .filter_map(|property| Some((property.property_name?, text(property.value?)?)));
            found.entry(number).or_default().extend(pairs);
        }
        match answer.next {
            Some(next) => path = next,
            None => return Ok(found),
        }
    }
}

/// A property is a text, or several.
fn text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Array(items) => {
            let texts: Vec<String> = items.into_iter().filter_map(text).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Null | Value::Object(_) => None,
    }
}
