//! `[feedback]`: where readers say what is wrong with a page.

use super::card::key;
use super::organisation::Organisation;
use crate::config::language::{Absent, Table, Values};
use crate::config::reader::{Reader, Section};
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
    /// Who reads it: `group:` or `user:` and a name, or any text.
    pub readers: Option<String>,
}

/// More labels than these are no help to whoever sorts issues, and every page's link carries them.
const MOST_LABELS: usize = 8;
/// The longest label, template or id of a field that a link carries.
const LONGEST: usize = 50;

const NONE: Absent = Absent::Follows("none");

pub(in crate::config) const TABLE: Table = Table {
    name: "feedback",
    is_list: false,
    doc: "Where readers say what is wrong with a page: the foot of every page then links to the form for a new issue, filled in with the page, and `/feedback/` says what becomes of it. The portal itself sends nothing. Without `repository` or `url` there is neither link nor page.",
    keys: &[
        key(
            "repository",
            Values::Text,
            NONE,
            "The repository whose issues hold the feedback, by its full name. Its host is the one of `[organisation]`; it is taken for a GitLab where a `[[source]]` says so or its name does, else for a GitHub.",
            "\"lumenfreight/portal\"",
        ),
        key(
            "url",
            Values::Address,
            NONE,
            "The address at which a new issue is written, instead of `repository`: for a GitLab below a path, or another form. One that ends in `/-/issues/new` takes a description, any other takes the fields below.",
            "\"https://git.example.com/code/platform/portal/-/issues/new\"",
        ),
        key(
            "template",
            Values::Text,
            NONE,
            "The form or the template that is opened: on GitHub the name of a file of `.github/ISSUE_TEMPLATE/`, on GitLab that of one of `.gitlab/issue_templates/` without `.md`.",
            "\"feedback.yml\"",
        ),
        key("labels", Values::Texts, Absent::Is("[]"), "The labels that the issue gets: at most eight.", "[\"portal-feedback\"]"),
        key("page_field", Values::Text, Absent::Is("\"page\""), "The id of the form's field for the page's address.", "\"page\""),
        key("build_field", Values::Text, Absent::Is("\"build\""), "The id of the form's field for the version of milepost.", "\"build\""),
        key(
            "browser_field",
            Values::Text,
            Absent::Is("\"browser\""),
            "The id of the form's field for the browser's name, which only scripts can fill in.",
            "\"browser\"",
        ),
        key(
            "readers",
            Values::Text,
            Absent::Follows("whoever reads the issues"),
            "Who reads it: a team as `group:platform`, a person as `user:ada`, or any text.",
            "\"group:platform\"",
        ),
    ],
};

impl Feedback {
    pub(in crate::config) fn of(section: &Section, organisation: &Organisation, sources: &[Section]) -> Option<Self> {
        let address = match section.text("url") {
            Some(url) => url,
            None => at(&section.text("repository")?, organisation, sources)?,
        };
        let field = |name: &str| section.text(name).unwrap_or_default();
        Some(Self {
            has_description: is_described(&address),
            address,
            template: section.text("template"),
            labels: section.texts("labels"),
            page_field: field("page_field"),
            build_field: field("build_field"),
            browser_field: field("browser_field"),
            readers: section.text("readers"),
        })
    }

    /// Complains about a place that is none, or two, and about what links have no room for.
    pub(in crate::config) fn cross_check(section: &Section, organisation: &Section, reader: &mut Reader<'_>) {
        let (repository, url) = (section.text("repository"), section.text("url"));
        if let (Some(_), Some(_), Some(span)) = (&repository, &url, section.span_of("repository")) {
            reader.complain("config/contradiction", span, "[feedback] has a repository and a url", "remove one of the two");
        }
        let written = TABLE.keys.iter().find_map(|key| section.span_of(key.name));
        if let (None, None, Some(span)) = (&repository, &url, written) {
            reader.complain("config/contradiction", span, "[feedback] has neither a repository nor a url", "say where the issues are");
        }
        if let (Some(name), Some(span)) = (&repository, section.span_of("repository")) {
            if !is_full_name(name) {
                let message = format!("[feedback] repository: “{name}” is not the full name of a repository");
                reader.complain("config/bad-value", span, message, "write it as “lumenfreight/portal”");
            } else if Organisation::of(organisation).host.is_none() {
                let message = "[feedback] repository: nothing says which host it is at";
                reader.complain("config/contradiction", span, message, "add url to [organisation], or write url instead of repository");
            }
        }
        for name in ["template", "page_field", "build_field", "browser_field"] {
            let letters = section.text(name).map_or(0, |text| text.chars().count());
            if let Some(span) = section.span_of(name).filter(|_| letters > LONGEST) {
                let message = format!("[feedback] {name}: it has {letters} letters, and at most {LONGEST} are taken");
                reader.complain("config/bad-value", span, message, "write the name alone");
            }
        }
        let labels = section.texts("labels");
        let is_long = |label: &String| label.is_empty() || label.chars().count() > LONGEST || label.contains(['"', '\n', ',']);
        if let Some(span) = section.span_of("labels").filter(|_| labels.len() > MOST_LABELS || labels.iter().any(is_long)) {
            let message =
                format!("[feedback] labels: at most {MOST_LABELS} are taken, each of at most {LONGEST} letters without quotes or commas");
            reader.complain("config/bad-value", span, message, "name the labels that somebody sorts by");
        }
    }
}

/// Whether the page for a new issue takes one description.
fn is_described(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| url.path().trim_end_matches('/').ends_with("/-/issues/new"))
}

/// The page for a new issue of a repository at the organisation's host.
fn at(name: &str, organisation: &Organisation, sources: &[Section]) -> Option<String> {
    let host = organisation.host.as_deref()?;
    let scheme = if organisation.url.as_deref().is_some_and(|url| url.starts_with("http://")) { "http" } else { "https" };
    let is_source = |source: &Section| {
        source.text("kind").as_deref() == Some("gitlab") && source.text("host").as_deref().unwrap_or("gitlab.com") == host
    };
    let middle = if host.contains("gitlab") || sources.iter().any(is_source) { "/-/issues/new" } else { "/issues/new" };
    Some(format!("{scheme}://{host}/{name}{middle}"))
}

/// A name such as `group/subgroup/project`, of nothing that could lead elsewhere.
fn is_full_name(name: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && !part.starts_with('.') && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    name.contains('/') && name.len() <= 200 && name.split('/').all(is_part)
}
