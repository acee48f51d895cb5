//! GraphQL: queries with variables, answers with errors, and pages that shrink where they were too heavy.
//!
//! An answer of status 200 can hold a limit that was passed, a timeout, or data of which parts are refused. The
//! data that came is always given back with what was refused; only data that did not come is a fault.

use super::client::Client;
use super::pruned::{unknown_fields, without};
use crate::remote::Fault;
use crate::remote::client::{ATTEMPTS, Ask, Keep, Meter};
use crate::remote::fault::is_of_certificate;
use bytes::Bytes;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::time::Duration;

/// A query: its text, and the endpoint that the report counts it under.
#[derive(Debug, Clone, Copy)]
pub struct Query {
    /// The endpoint.
    pub endpoint: &'static str,
    /// The document.
    pub text: &'static str,
}

/// Lists that not every credential may see, and that the schema promises all the same: refused, they take what
/// they are of with them. A run goes on without them.
const MAY_BE_HIDDEN: [&str; 1] = ["environments"];

/// The data of an answer, and what of it was refused.
#[derive(Debug)]
pub struct Data<T> {
    /// What came.
    pub data: T,
    /// What did not.
    pub errors: Vec<Refused>,
}

/// A part of an answer that was refused.
#[derive(Debug, Clone, Deserialize)]
pub struct Refused {
    /// The kind, such as `FORBIDDEN`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// In words.
    #[serde(default)]
    pub message: Option<String>,
    /// Where in the answer: names and numbers.
    #[serde(default)]
    pub path: Vec<Value>,
}

impl Refused {
    /// In words, for people.
    pub fn words(&self) -> String {
        let words = self.message.clone().or_else(|| self.kind.clone()).unwrap_or_else(|| "it gave no reason".to_owned());
        words.chars().filter(|c| !c.is_control()).take(200).collect()
    }

    fn is(&self, kinds: &[&str]) -> bool {
        self.kind.as_deref().is_some_and(|kind| kinds.contains(&kind))
    }

    fn says(&self, words: &[&str]) -> bool {
        let message = self.message.as_deref().unwrap_or_default().to_lowercase();
        words.iter().any(|word| message.contains(word))
    }
}

#[derive(Deserialize)]
struct Envelope<T> {
    #[serde(default = "Option::default")]
    data: Option<T>,
    #[serde(default)]
    errors: Option<Vec<Refused>>,
}

#[derive(Deserialize)]
struct Costs {
    #[serde(default, rename = "rateLimit")]
    rate_limit: Option<RateLimit>,
}

#[derive(Deserialize)]
struct RateLimit {
    #[serde(default)]
    cost: Option<u64>,
}

impl Client<'_> {
    /// Asks a query. Variables whose names end in `irst` are page sizes, halved where the answer was too heavy.
    pub async fn query<T: DeserializeOwned>(&self, query: Query, variables: &Map<String, Value>) -> Result<Data<T>, Fault> {
        let mut why = String::new();
        for attempt in 0..ATTEMPTS + 2 {
            if attempt > 0 && !self.is_replay() {
                self.back_off(attempt, &why).await?;
            }
            let text = without(query.text, &self.host.unknown_fields.borrow());
            let body = json!({"query": text, "variables": lighter(variables, attempt)}).to_string();
            let ask = Ask {
                endpoint: query.endpoint,
                url: self.wire().address().graphql.clone(),
                body: Some(Bytes::from(body)),
                keep: Keep::Raw,
                meter: Meter::Queries,
                // A query that was too heavy is made lighter here before it is asked again.
                attempts: 1,
            };
            match self.ask(&ask).await {
                Ok(answer) => match self.read(&answer.body) {
                    Ok(data) => return Ok(data),
                    Err(Unread::Again(words)) => why = words,
                    Err(Unread::Fault(fault)) => return Err(fault),
                },
                Err(Fault::Unavailable(words)) if !is_of_certificate(&words) => why = words,
                // A smaller page of it may have been kept.
                Err(Fault::NotKept) => {}
                Err(fault) => return Err(fault),
            }
        }
        Err(if why.is_empty() { Fault::NotKept } else { Fault::Unavailable(why) })
    }

    fn read<T: DeserializeOwned>(&self, body: &[u8]) -> Result<Data<T>, Unread> {
        let spent = serde_json::from_slice::<Envelope<Costs>>(body).ok().and_then(|envelope| envelope.data?.rate_limit?.cost);
        self.tally.borrow_mut().points += spent.unwrap_or(0);
        let errors = serde_json::from_slice::<Envelope<serde::de::IgnoredAny>>(body)
            .map_err(|error| Unread::Again(format!("the answer cannot be read: {error}")))?
            .errors
            .unwrap_or_default();
        if errors.iter().any(|error| error.is(&["RATE_LIMITED", "RATE_LIMIT"]) || error.says(&["rate limit"])) {
            // The answer's headers were obeyed already where they say how long; else a minute is the least.
            self.rest(Meter::Queries, Duration::from_mins(1));
            return Err(Unread::Again("its rate limit was passed".to_owned()));
        }
        let is_heavy = |error: &Refused| {
            error.is(&["RESOURCE_LIMITS_EXCEEDED", "MAX_NODE_LIMIT_EXCEEDED"])
                || error.says(&["timeout", "timed out", "something went wrong", "resource limits"])
        };
        if let Some(error) = errors.iter().find(|error| is_heavy(error)) {
            return Err(Unread::Again(error.words()));
        }
        if self.goes_without(&errors) {
            return Err(Unread::Again("it shows not all of the lists".to_owned()));
        }
        let envelope: Envelope<T> =
            serde_json::from_slice(body).map_err(|error| Unread::Again(format!("the answer cannot be read: {error}")))?;
        match (envelope.data, errors.first()) {
            (Some(data), _) => Ok(Data { data, errors }),
            (None, Some(_)) if self.learns(&errors) => Err(Unread::Again("it knows not all of the fields".to_owned())),
            (None, Some(error)) if error.is(&["NOT_FOUND"]) => Err(Unread::Fault(Fault::Missing(error.words()))),
            (None, Some(error)) => Err(Unread::Fault(Fault::Refused(error.words()))),
            (None, None) => Err(Unread::Again("the answer holds no data".to_owned())),
        }
    }
}

impl Client<'_> {
    /// Learns which fields the host does not know; whether there was any to learn.
    fn learns(&self, errors: &[Refused]) -> bool {
        let mut known = self.host.unknown_fields.borrow_mut();
        let before = known.len();
        known.extend(unknown_fields(errors));
        known.len() > before
    }

    /// Learns which lists are hidden from this credential and take more with them; whether there was any to learn.
    fn goes_without(&self, errors: &[Refused]) -> bool {
        let hidden = |error: &Refused| {
            let name = error.path.iter().rev().find_map(Value::as_str)?;
            let is_refused = error.is(&["FORBIDDEN", "INSUFFICIENT_SCOPES"]) && MAY_BE_HIDDEN.contains(&name);
            is_refused.then(|| name.to_owned())
        };
        let mut known = self.host.unknown_fields.borrow_mut();
        let before = known.len();
        known.extend(errors.iter().filter_map(hidden));
        known.len() > before
    }
}

enum Unread {
    Again(String),
    Fault(Fault),
}

/// The variables with smaller pages.
fn lighter(variables: &Map<String, Value>, attempt: u32) -> Map<String, Value> {
    let mut lighter = variables.clone();
    for (name, value) in &mut lighter {
        if let Some(size) = value.as_u64().filter(|_| name.ends_with("irst")) {
            *value = Value::from((size >> attempt.min(16)).max(1));
        }
    }
    lighter
}

/// A page of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection<T> {
    /// How many there are in all.
    #[serde(default)]
    pub total_count: Option<u64>,
    /// Whether there are more.
    #[serde(default)]
    pub page_info: Option<PageInfo>,
    /// The page. One that this credential must not see is null.
    #[serde(default = "Option::default")]
    pub nodes: Option<Vec<Option<T>>>,
}

/// Whether there are more pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageInfo {
    /// Whether there are.
    #[serde(default)]
    pub has_next_page: Option<bool>,
    /// Where the next one begins.
    #[serde(default)]
    pub end_cursor: Option<String>,
}

impl<T> Connection<T> {
    /// Where the next page begins, if there is one.
    pub fn next(&self) -> Option<String> {
        let page = self.page_info.as_ref()?;
        page.end_cursor.clone().filter(|_| page.has_next_page == Some(true))
    }

    /// What the page holds.
    pub fn into_nodes(self) -> impl Iterator<Item = T> {
        self.nodes.unwrap_or_default().into_iter().flatten()
    }

    /// The first of it.
    pub fn first(&self) -> Option<&T> {
        self.nodes.as_ref()?.first()?.as_ref()
    }
}

/// Nodes of a list of which neither number nor pages matter.
pub fn nodes<T>(connection: Option<Connection<T>>) -> impl Iterator<Item = T> {
    connection.into_iter().flat_map(Connection::into_nodes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_shrink_to_one_and_other_variables_stay() {
        let variables = json!({"first": 50, "changesFirst": 25, "owner": "lumen", "number": 12});
        let variables = variables.as_object().expect("because it is one");
        let at = |attempt| Value::from(lighter(variables, attempt)).to_string();
        assert_eq!(at(0), r#"{"first":50,"changesFirst":25,"owner":"lumen","number":12}"#);
        assert_eq!(at(2), r#"{"first":12,"changesFirst":6,"owner":"lumen","number":12}"#);
        assert_eq!(at(9), r#"{"first":1,"changesFirst":1,"owner":"lumen","number":12}"#);
    }
}
