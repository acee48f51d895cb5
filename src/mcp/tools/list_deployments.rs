//! Lists what was deployed, with the changes that each deployment brought.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input, required};
use crate::mcp::deployments::{self, Deployment};
use crate::mcp::names::Sort;
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};

/// The tool.
pub struct ListDeployments;

/// So many changes of a deployment are told.
const MOST_CHANGES: usize = 30;

const ABOUT: About = About {
    name: "list_deployments",
    title: "List the deployments of a service",
    what: "Lists deployments to production, the newest first: version, commit, environments, whether each failed, by what that is known and when it was well again, and the changes that it brought. These are the records behind the figures.",
    inputs: &[
        required("service", Takes::Text, "Its name or reference."),
        input("only", Takes::OneOf(&["failed", "rework", "rollback"]), "Only those."),
        input("since", Takes::Text, "Only those from this day on, such as 2026-11-01."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for ListDeployments {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let names = desk.names()?;
        let service = names.one(Sort::Service, asked.needed("service"))?;
        let page = format!("{}delivery/deployments/", service.page.as_deref().unwrap_or_default());
        let Some(all) = deployments::of(&desk.portal, service)? else {
            let says = format!("No deployment of {} is known: no record, run, release or tag of it counts as one.", service.name);
            let data = json!({ "service": service.name, "ref": service.reference, "deployments": { "unknown": "nothing that counts as a deployment was seen" } });
            return Ok(Answer::new(says, data).on_page(&desk.portal, "its page", service.page.as_deref().unwrap_or_default()));
        };
        let since = asked.text("since").unwrap_or_default();
        let is_meant = |one: &Deployment| {
            let kind = match asked.text("only") {
                Some("failed") => one.has_failed,
                Some("rework") => one.is_rework,
                Some(kind) => one.kind == kind,
                None => true,
            };
            kind && one.finished.as_str() >= since
        };
        let found: Vec<&Deployment> = all.iter().filter(|one| is_meant(one)).collect();
        let says = match (found.len(), found.first()) {
            (0, _) | (_, None) => format!("No deployment of {} fits.", service.name),
            (count, Some(newest)) => format!("{count} deployments of {} fit; the newest was there at {}.", service.name, newest.finished),
        };
        let count = found.len();
        let (list, next) = asked.page(found)?;
        let list: Vec<Value> = list.iter().map(|one| told(one)).collect();
        let answer =
            Answer::new(says, json!({ "service": service.name, "ref": service.reference, "count": count, "deployments": list })).then(next);
        let page = if desk.portal.has(&format!("{page}index.html")) { page } else { service.page.clone().unwrap_or_default() };
        let answer = answer.on_page(&desk.portal, "its deployments", &page);
        Ok(answer.in_data(&desk.portal, "all of them", &deployments::address(service).unwrap_or_default()))
    }
}

fn told(one: &Deployment) -> Value {
    let mut found = one.told.clone();
    found["change_count"] = one.changes.len().into();
    found["changes"] = one.changes.iter().take(MOST_CHANGES).map(|change| change.told.clone()).collect();
    found
}
