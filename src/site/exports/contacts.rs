//! Where people turn to for an entity: who is on call, the chat, the runbook, the documentation.

use crate::site::links::Links;
use crate::site::people::{self, OnCallView};
use crate::site::{Site, pages, safe_url, wording};
use milepost_model::Entity;
use serde_json::{Value, json};

/// What is known of it.
pub fn of(site: &Site<'_>, entity: &Entity) -> Value {
    let facts = site.facts_of(&entity.reference);
    let root = Links::from("", false);
    let chat = entity.links.iter().find(|link| link.kind == "chat");
    let runbook = facts.and_then(|facts| pages::runbook(site, facts, &root));
    json!({
        "on_call": on_call(site, entity).iter().map(|duty| json!({
            "who": duty.who,
            "until": wording::iso(duty.until_at),
            "url": duty.href,
        })).collect::<Vec<_>>(),
        "chat": chat.map(|link| json!({ "title": link.title, "url": safe_url::href(&link.url) })),
        "runbook": runbook.map(|link| json!({ "title": link.text, "url": link.href })),
        "docs": site.docs.shown_for(&entity.reference).map(|shelved| &shelved.address),
    })
}

fn on_call(site: &Site<'_>, entity: &Entity) -> Vec<OnCallView> {
    if let Some(facts) = site.facts_of(&entity.reference) {
        let teams: Vec<&str> = facts.owner.iter().flat_map(|owner| [Some(owner.name), owner.slug]).flatten().collect();
        return people::on_call(site.portal, &[&facts.service.reference.name, &facts.service.slug], &teams);
    }
    let Some(team) = site.team(&entity.reference) else { return Vec::new() };
    people::on_call(site.portal, &[], &[&team.name, &team.slug, &team.reference.name])
}
