//! How a row finds its repository.

use crate::git::{Origin, stamp};
use milepost_model::RepoId;
use std::collections::BTreeMap;

/// The repositories that sources know, and the host of those that rows name without one.
#[derive(Debug, Clone, Copy)]
pub struct Repositories<'a> {
    /// Ids by origin, in the one form that all ways to write it share.
    pub known: &'a BTreeMap<String, RepoId>,
    /// The host of names such as `lumen-freight/payments`.
    pub host: Option<&'a str>,
}

impl Repositories<'_> {
    /// The id of a repository that a row names by its id, its address or its full name; `Err` says why it has none.
    pub(super) fn find(&self, text: &str) -> Result<RepoId, (String, String)> {
        let text = text.trim();
        if ["gh:", "gl:", "git:"].iter().any(|start| text.starts_with(start)) && !text.contains('/') {
            return Ok(RepoId::from(text));
        }
        let first = text.split('/').next().unwrap_or_default();
        if text.contains("://") || text.contains('@') {
            return Origin::parse(text).map(|origin| self.of(&origin)).ok_or_else(|| bad(text));
        }
        if text.matches('/').count() >= 2 && first.contains('.') {
            return Origin::parse(&format!("https://{text}")).map(|origin| self.of(&origin)).ok_or_else(|| bad(text));
        }
        if !text.contains('/') {
            return Err(bad(text));
        }
        let ending = format!("/{}", text.to_lowercase());
        let fitting: Vec<&RepoId> = self.known.iter().filter(|(origin, _)| origin.ends_with(&ending)).map(|(_, id)| id).collect();
        match (fitting.as_slice(), self.host) {
            ([one], _) => Ok((*one).clone()),
            (_, Some(host)) => Origin::parse(&format!("https://{host}/{text}")).map(|origin| self.of(&origin)).ok_or_else(|| bad(text)),
            ([], None) => Err((
                format!("“{text}” does not say which host the repository is at"),
                "name it by its address, such as https://git.example.com/lumen-freight/payments, or set host in [organisation]".to_owned(),
            )),
            _ => Err((
                format!("“{text}” is the name of {} repositories at several hosts", fitting.len()),
                "name it by its address, such as https://git.example.com/lumen-freight/payments".to_owned(),
            )),
        }
    }

    fn of(&self, origin: &Origin) -> RepoId {
        // A clone of a repository that no host told of has an id of its origin.
        self.known.get(&origin.to_string()).cloned().unwrap_or_else(|| stamp::Stamp::repo_id(Some(origin), None, ""))
    }
}

fn bad(text: &str) -> (String, String) {
    let text: String = text.chars().take(80).collect();
    (
        format!("“{text}” names no repository"),
        "expected an address such as https://git.example.com/lumen-freight/payments, a full name such as lumen-freight/payments, or an id as repository records have it".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_addresses_and_names_lead_to_one_id() {
        let known = BTreeMap::from([
            ("github.com/lumen/pay".to_owned(), RepoId::from("gh:github.com:7")),
            ("a.example.com/lumen/x".to_owned(), RepoId::from("gh:a.example.com:1")),
            ("b.example.com/lumen/x".to_owned(), RepoId::from("gh:b.example.com:2")),
        ]);
        let of = |text: &str, host| Repositories { known: &known, host }.find(text).map(|id| id.to_string());
        for text in ["gh:github.com:7", "https://github.com/lumen/pay.git", "git@github.com:Lumen/Pay", "lumen/pay", "github.com/lumen/pay"]
        {
            assert_eq!(of(text, None).as_deref(), Ok("gh:github.com:7"), "{text}");
        }
        assert!(of("https://git.example.com/lumen/new", None).is_ok_and(|id| id.starts_with("git:")));
        assert_eq!(of("lumen/new", Some("git.example.com")), of("https://git.example.com/lumen/new", None));
        assert_eq!(of("lumen/x", Some("b.example.com")).as_deref(), Ok("gh:b.example.com:2"));
        for (text, part) in [
            ("lumen/new", "which host"),
            ("lumen/x", "several hosts"),
            ("pay", "names no"),
            ("https://", "names no"),
            ("a b/c d", "which host"),
        ] {
            assert!(of(text, None).is_err_and(|(message, _)| message.contains(part)), "{text}");
        }
    }
}
