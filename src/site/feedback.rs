//! Links to the form for feedback, filled in with the page that they stand on. The portal sends nothing itself.

use super::layout::canonical;
use super::settings::SiteSettings;
use super::start::Helper;
use serde::Serialize;
use std::fmt::Write as _;
use url::Url;

/// Where readers say what is wrong with a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The address at which a new issue is written.
    pub address: String,
    /// Whether that page takes everything as one description; else it takes fields.
    pub has_description: bool,
    /// The form or the template.
    pub template: Option<String>,
    /// The labels that the issue gets.
    pub labels: Vec<String>,
    /// The id of the form's field for the page.
    pub page_field: String,
    /// The id of the form's field for the version of milepost.
    pub build_field: String,
    /// The id of the form's field for the browser.
    pub browser_field: String,
    /// Who reads it.
    pub readers: Option<Helper>,
}

/// What somebody says by following a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// Nothing yet.
    Something,
    /// The page was useful.
    Useful,
    /// It was not.
    NotUseful,
}

/// The link of a page, and the part of it that the browser's name may be added to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FeedbackLink {
    /// Where it leads.
    pub href: String,
    /// The parameter of the address that takes the browser's name.
    pub browser_in: String,
}

/// How much of a page's title goes into a link. A letter may take twelve there, and hosts refuse addresses of 8 kB.
const LONGEST_TITLE: usize = 120;
/// How much of a page's address does.
const LONGEST_ADDRESS: usize = 600;

impl Says {
    fn word(self) -> &'static str {
        match self {
            Self::Something => "Feedback",
            Self::Useful => "Useful",
            Self::NotUseful => "Not useful",
        }
    }
}

impl Feedback {
    /// The link from the page at an address.
    pub fn link(&self, settings: &SiteSettings, version: &str, (address, title): (&str, &str), says: Says) -> FeedbackLink {
        let page = settings.site_url.as_ref().map_or_else(|| format!("/{address}"), |url| canonical(url, address));
        let page = plain_address(&page);
        let title = format!("{}: {}", says.word(), one_line(title, LONGEST_TITLE));
        let build = format!("milepost {version}");
        let mut pairs: Vec<(&str, String)> = Vec::new();
        let browser_in = if self.has_description {
            pairs.extend(self.template.iter().map(|template| ("issuable_template", template.clone())));
            let mut description = format!("Page: {page}\nBuild: {build}");
            // The host reads such lines as commands, of which this is the only one.
            for label in &self.labels {
                let _ = write!(description, "\n/label ~\"{label}\"");
            }
            pairs.extend([("issue[title]", title), ("issue[description]", description)]);
            "issue[description]"
        } else {
            pairs.extend(self.template.iter().map(|template| ("template", template.clone())));
            if !self.labels.is_empty() {
                pairs.push(("labels", self.labels.join(",")));
            }
            pairs.push(("title", title));
            if self.template.is_some() {
                pairs.extend([(self.page_field.as_str(), page), (self.build_field.as_str(), build)]);
                self.browser_field.as_str()
            } else {
                pairs.push(("body", format!("Page: {page}\nBuild: {build}")));
                "body"
            }
        };
        FeedbackLink { href: with(&self.address, &pairs), browser_in: browser_in.to_owned() }
    }
}

/// An address with further parameters.
fn with(address: &str, pairs: &[(&str, String)]) -> String {
    let Ok(mut url) = Url::parse(address) else { return address.to_owned() };
    for (name, value) in pairs {
        url.query_pairs_mut().append_pair(name, value);
    }
    url.into()
}

/// A stranger's text as one line: a host would read a line of its own as markup, or as a command.
fn one_line(text: &str, most: usize) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() || c.is_whitespace() { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
    let line = words.join(" ");
    if line.chars().count() <= most { line } else { line.chars().take(most - 1).chain(std::iter::once('…')).collect() }
}

/// An address of letters that no host reads as markup, cut where it is very long.
fn plain_address(address: &str) -> String {
    let mut plain = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"/:-_.~%?=&+#".contains(&byte) {
            plain.push(char::from(byte));
        } else {
            let _ = write!(plain, "%{byte:02X}");
        }
        if plain.len() >= LONGEST_ADDRESS {
            break;
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn form(has_description: bool, template: Option<&str>) -> Feedback {
        let address = if has_description { "https://git.example/a/b/-/issues/new" } else { "https://github.com/a/b/issues/new?x=1" };
        Feedback {
            address: address.to_owned(),
            has_description,
            template: template.map(str::to_owned),
            labels: vec!["from the portal".to_owned(), "docs".to_owned()],
            page_field: "page".to_owned(),
            build_field: "build".to_owned(),
            browser_field: "browser".to_owned(),
            readers: None,
        }
    }

    fn pairs(link: &FeedbackLink) -> BTreeMap<String, String> {
        let url = Url::parse(&link.href).expect("because links are addresses");
        url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    #[test]
    fn a_form_of_fields_gets_them_and_a_description_gets_lines() {
        let settings = SiteSettings::default();
        let about = ("catalog/pay/", "Pay");
        let link = form(false, Some("f.yml")).link(&settings, "1.2.3", about, Says::Something);
        let found = pairs(&link);
        for (name, value) in [
            ("x", "1"),
            ("template", "f.yml"),
            ("labels", "from the portal,docs"),
            ("title", "Feedback: Pay"),
            ("page", "/catalog/pay/"),
            ("build", "milepost 1.2.3"),
        ] {
            assert_eq!(found.get(name).map(String::as_str), Some(value), "{name}");
        }
        assert_eq!((found.len(), link.browser_in.as_str()), (6, "browser"));
        let link = form(false, None).link(&settings, "1.2.3", about, Says::NotUseful);
        assert_eq!(pairs(&link)["body"], "Page: /catalog/pay/\nBuild: milepost 1.2.3");
        assert_eq!((pairs(&link)["title"].as_str(), link.browser_in.as_str()), ("Not useful: Pay", "body"));
        let link = form(true, Some("Feedback")).link(&settings, "1.2.3", about, Says::Useful);
        let found = pairs(&link);
        assert_eq!(found["issue[title]"], "Useful: Pay");
        assert_eq!(
            found["issue[description]"],
            "Page: /catalog/pay/\nBuild: milepost 1.2.3\n/label ~\"from the portal\"\n/label ~\"docs\""
        );
        assert_eq!((found["issuable_template"].as_str(), link.browser_in.as_str()), ("Feedback", "issue[description]"));
    }

    #[test]
    fn the_address_is_whole_where_the_portal_knows_its_own() {
        let settings = SiteSettings { site_url: Some("https://portal.example/p/".to_owned()), ..SiteSettings::default() };
        let link = form(false, Some("f.yml")).link(&settings, "1", ("teams/", "Teams"), Says::Something);
        assert_eq!(pairs(&link)["page"], "https://portal.example/p/teams/");
    }

    #[test]
    fn no_title_adds_a_parameter_a_line_or_a_command() {
        let settings = SiteSettings::default();
        for (title, expected) in [
            ("a&template=evil.yml#x", "Feedback: a&template=evil.yml#x"),
            ("Pay\n/assign @everybody\r\n/close", "Feedback: Pay /assign @everybody /close"),
            ("\u{2028}a\u{85}b\tc", "Feedback: a b c"),
            ("\"><script>alert(1)</script>", "Feedback: \"><script>alert(1)</script>"),
            ("", "Feedback: "),
        ] {
            for has_description in [false, true] {
                let link = form(has_description, None).link(&settings, "1", ("x/", title), Says::Something);
                let found = pairs(&link);
                assert_eq!(found[if has_description { "issue[title]" } else { "title" }], expected);
                assert!(!link.href.contains(['"', '<', '>', ' ', '\n', '#']), "{}", link.href);
                assert!(found.values().all(|value| !value.contains("\n/assign") && !value.contains("\n/close")), "{found:?}");
            }
        }
    }

    #[test]
    fn no_title_and_no_address_makes_a_link_that_hosts_refuse() {
        let long = "𝕏".repeat(10_000);
        let address = "docs/".repeat(2_000);
        let link = form(true, Some("f")).link(&SiteSettings::default(), "1", (&address, &long), Says::NotUseful);
        assert!(link.href.len() < 4_000, "{}", link.href.len());
        assert!(pairs(&link)["issue[title]"].ends_with('…'));
        let link = form(true, None).link(&SiteSettings::default(), "1", ("x/@ada`/\n/close", "x"), Says::Something);
        assert!(pairs(&link)["issue[description]"].starts_with("Page: /x/%40ada%60/%0A/close\n"));
    }
}
