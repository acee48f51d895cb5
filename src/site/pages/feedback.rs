//! Feedback: what a link to the form fills in, what the portal itself does not do, and who reads it.

use super::start_parts::helper;
use super::{Page, Sheet, Shown};
use crate::site::Site;
use crate::site::layout::Head;
use crate::site::links::Links;
use crate::site::rows::Linked;
use crate::site::weights::Weights;
use serde::Serialize;
use tera::Value;
use url::Url;

/// `/feedback/`
pub struct FeedbackPage;

#[derive(Serialize)]
struct View {
    host: String,
    place: Linked,
    template: Option<String>,
    labels: Vec<String>,
    build: String,
    readers: Option<Linked>,
    has_description: bool,
}

impl Page for FeedbackPage {
    fn template(&self) -> &'static str {
        "pages/feedback.html"
    }

    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet> {
        if site.settings.feedback.is_some() { Sheet::only("feedback/") } else { Vec::new() }
    }

    fn show(&self, site: &Site<'_>, _: &Sheet, links: &Links, _: &Weights) -> Shown {
        let head = Head {
            title: "Feedback".to_owned(),
            description: "What “Feedback on this page” fills in, what the portal does not send, and who reads it.".to_owned(),
            crumbs: vec![("Home".to_owned(), Some(String::new())), ("Feedback".to_owned(), None)],
            ..Head::default()
        };
        Shown { head, view: Value::from_serializable(&site.settings.feedback.as_ref().map(|_| view(site, links))) }
    }
}

fn view(site: &Site<'_>, links: &Links) -> Option<View> {
    let feedback = site.settings.feedback.as_ref()?;
    let url = Url::parse(&feedback.address).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default().to_owned();
    // People look for where it goes; the form itself is a page that they cannot send back.
    let list = feedback.address.strip_suffix("/new").unwrap_or(&feedback.address);
    let name = url.as_ref().map(Url::path).unwrap_or_default().trim_matches('/');
    let name = name.trim_end_matches("/issues/new").trim_end_matches("/-");
    Some(View {
        place: Linked { text: if name.is_empty() { host.clone() } else { name.to_owned() }, href: Some(list.to_owned()) },
        host,
        template: feedback.template.clone(),
        labels: feedback.labels.clone(),
        build: format!("milepost {}", site.portal.version),
        readers: feedback.readers.as_ref().map(|readers| helper(site, readers, links)),
        has_description: feedback.has_description,
    })
}
