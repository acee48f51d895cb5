//! An app that is installed at the server: it gives tokens that end, by the clock or before.

use super::server::plain;
use super::world::iso;
use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

/// How long a token holds.
#[derive(Debug, Clone, Copy)]
pub enum Life {
    /// So many seconds, and it says so.
    Seconds(u64),
    /// So many requests, though it promises an hour.
    Requests(u64),
}

/// An app with one installation.
#[derive(Debug, Default)]
pub struct App {
    pub id: u64,
    pub installation: u64,
    /// How long its tokens hold, one after another; those after the last one hold for an hour.
    pub lives: Vec<Life>,
    pub issued: Vec<Issued>,
    /// After so many more the next question for a token fails, once.
    pub fails_at: Option<usize>,
    /// Whether it is installed on a person's account.
    pub is_persons: bool,
}

/// A token that was given.
#[derive(Debug)]
pub struct Issued {
    pub token: String,
    until: u64,
    left: AtomicU64,
}

fn now() -> u64 {
    std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

impl App {
    /// Answers what only an app may ask; `None` is another question.
    pub fn answer(&mut self, method: &str, path: &str, authorization: &str) -> Option<Response<Body>> {
        let is_token = path == format!("/api/v3/app/installations/{}/access_tokens", self.installation);
        let is_of = |accounts: &str| path.starts_with(accounts) && path.ends_with("/installation");
        let (is_of_organisation, is_of_person) = (is_of("/api/v3/orgs/"), is_of("/api/v3/users/"));
        let is_search = is_of_organisation || is_of_person;
        if !is_token && !is_search {
            return None;
        }
        if !self.is_signed(authorization) {
            return Some(plain(401, r#"{"message":"A JSON web token could not be decoded"}"#));
        }
        if is_search && self.is_persons != is_of_person {
            return Some(plain(404, r#"{"message":"Not Found"}"#));
        }
        if is_search {
            return Some(plain(200, &json!({"id": self.installation, "app_id": self.id}).to_string()));
        }
        assert_eq!(method, "POST");
        if self.fails_at == Some(self.issued.len()) {
            self.fails_at = None;
            return Some(plain(502, r#"{"message":"Bad Gateway"}"#));
        }
        let number = self.issued.len();
        let (seconds, requests) = match self.lives.get(number) {
            Some(Life::Seconds(seconds)) => (*seconds, u64::MAX),
            Some(Life::Requests(requests)) => (3_600, *requests),
            None => (3_600, u64::MAX),
        };
        let token = format!("ghs_planted{number:04}Token5That6Must7Not8Leak");
        let until = now() + seconds;
        self.issued.push(Issued { token: token.clone(), until, left: AtomicU64::new(requests) });
        let expires = iso(i64::try_from(until).unwrap());
        Some(plain(201, &json!({"token": token, "expires_at": expires, "permissions": {}, "repository_selection": "all"}).to_string()))
    }

    /// Whether a question with that header may be answered; it counts as one.
    pub fn accepts(&self, authorization: &str) -> bool {
        let bears = |issued: &&Issued| authorization == format!("Bearer {}", issued.token);
        self.issued.iter().find(bears).is_some_and(|issued| {
            let spend = |left: u64| left.checked_sub(1);
            now() < issued.until && issued.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, spend).is_ok()
        })
    }

    /// The logins with which git may come now.
    pub fn logins(&self) -> Vec<String> {
        let holds = |issued: &&Issued| now() < issued.until && issued.left.load(Ordering::SeqCst) > 0;
        self.issued.iter().filter(holds).map(|issued| format!("x-access-token:{}", issued.token)).collect()
    }

    /// Whether the header is a web token of this app, for ten minutes at most.
    fn is_signed(&self, authorization: &str) -> bool {
        let Some(token) = authorization.strip_prefix("Bearer ") else { return false };
        let parts: Vec<&str> = token.split('.').collect();
        let read = |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap_or_default()).unwrap_or_default() };
        let [head, claims, signature] = parts.as_slice() else { return false };
        let (head, claims) = (read(head), read(claims));
        let seconds = |name: &str| claims[name].as_u64().unwrap_or_default();
        let is_ours = claims["iss"] == json!(self.id) || claims["iss"] == json!(self.id.to_string());
        // A signature of a key of 2,048 bits.
        head["alg"] == "RS256"
            && is_ours
            && (now()..=seconds("iat") + 660).contains(&seconds("exp"))
            && URL_SAFE_NO_PAD.decode(signature).is_ok_and(|bytes| bytes.len() == 256)
    }
}
