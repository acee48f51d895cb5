//! The steps to a first deployment, as the organisation tells them.

use milepost_model::{EntityRef, Place};

/// A step on the way to a first deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StartStep {
    /// What is done.
    pub title: String,
    /// How, in Markdown.
    pub text: Option<String>,
    /// Where it is done: an address on the web, or one in the portal, which begins with `/`.
    pub link: Option<String>,
    /// What that link is called.
    pub label: Option<String>,
    /// The action that does it, by its id.
    pub action: Option<String>,
    /// The golden path that it begins on, by its id.
    pub path: Option<String>,
    /// How long it takes.
    pub minutes: Option<u64>,
    /// Who helps.
    pub helps: Option<Helper>,
    /// How one knows that it worked, in Markdown.
    pub works: Option<String>,
    /// Where it was written.
    pub place: Place,
}

/// Who helps, or who reads something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Helper {
    /// A team or a person.
    Known(EntityRef),
    /// Whoever these words mean.
    Words(String),
}

impl StartStep {
    /// The page of the portal that it leads to, where it does.
    pub fn inside(&self) -> Option<&str> {
        self.link.as_deref()?.strip_prefix('/')
    }

    /// What its link is called: by its own name, else by where it leads.
    pub fn link_text(&self) -> String {
        let link = self.link.as_deref().unwrap_or_default();
        let host = || url::Url::parse(link).ok().and_then(|url| url.host_str().map(str::to_owned));
        self.label.clone().or_else(host).unwrap_or_else(|| link.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_without_a_name_is_called_by_where_it_leads() {
        let step = |link: &str, label: Option<&str>| StartStep {
            title: String::new(),
            text: None,
            link: Some(link.to_owned()),
            label: label.map(str::to_owned),
            action: None,
            path: None,
            minutes: None,
            helps: None,
            works: None,
            place: Place::file("metrics-config.toml"),
        };
        for (link, label, text, inside) in [
            ("https://git.example.com/x?y", None, "git.example.com", None),
            ("/pages/how/", None, "/pages/how/", Some("pages/how/")),
            ("/pages/how/", Some("How"), "How", Some("pages/how/")),
        ] {
            let step = step(link, label);
            assert_eq!((step.link_text().as_str(), step.inside()), (text, inside));
        }
    }
}
