//! Tells what runs where, and how far it is from production.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::built::shortened;
use crate::mcp::names::{Named, Names, Sort};
use crate::mcp::trouble::Trouble;
use crate::portal::NoDrift;
use serde_json::{Value, json};

/// The tool.
pub struct GetEnvironments;

/// So many environments are told in a sentence.
const MOST_SAID: usize = 6;

const ABOUT: About = About {
    name: "get_environments",
    title: "Get what runs where",
    what: "Tells which version of a service runs in each environment, since when, and how far it is from production, counted in commits; or which version of every service runs in one environment. Without either it lists the environments. Where nobody knows, it says why.",
    inputs: &[
        input("service", Takes::Text, "Its name or reference."),
        input("environment", Takes::Text, "Only this environment, such as staging."),
        input("only", Takes::OneOf(&["apart"]), "Only what differs from production."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for GetEnvironments {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let names = desk.names()?;
        let all = desk.portal.data("environments")?;
        let answer = match (asked.text("service"), asked.text("environment")) {
            (Some(service), _) => of_service(desk, asked, &all, names.one(Sort::Service, service)?)?,
            (None, Some(environment)) => of_environment(desk, asked, &all, &names, environment)?,
            (None, None) => every(desk, asked, &all)?,
        };
        Ok(answer.in_data(&desk.portal, "what runs where, of all services", "data/environments.json"))
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

/// Whether something was asked for.
fn is_meant(asked: &Asked, deployed: &Value) -> bool {
    let environment = asked.text("environment").is_none_or(|name| text(deployed, "environment").eq_ignore_ascii_case(name));
    let is_apart = matches!(text(&deployed["drift"], "state"), "ahead" | "behind" | "apart");
    environment && (asked.text("only").is_none() || is_apart)
}

fn of_service(desk: &Desk, asked: &Asked, all: &Value, service: &Named) -> Result<Answer, Trouble> {
    let Some(known) = list(all, "services").iter().find(|one| text(one, "ref") == service.reference) else {
        let why = list(all, "without").iter().find(|one| text(one, "ref") == service.reference).map_or("", |one| text(one, "why"));
        let words = nowhere(why);
        let data = json!({ "service": service.name, "ref": service.reference, "deployed": { "unknown": words } });
        let says = format!("Nobody knows where {} runs: {words}.", service.name);
        return Ok(Answer::new(says, data).on_page(&desk.portal, "its page", service.page.as_deref().unwrap_or_default()));
    };
    let found: Vec<&Value> = list(known, "deployed").iter().filter(|deployed| is_meant(asked, deployed)).collect();
    let said: Vec<String> = found.iter().take(MOST_SAID).map(|deployed| in_words(deployed)).collect();
    let more = found.len().saturating_sub(MOST_SAID);
    let says = match (said.is_empty(), more) {
        (true, _) => format!("Nothing of {} fits.", service.name),
        (false, 0) => format!("{}: {}.", service.name, said.join("; ")),
        (false, more) => format!("{}: {}; and {more} more.", service.name, said.join("; ")),
    };
    let count = found.len();
    let (page, next) = asked.page(found)?;
    let data = json!({
        "service": service.name,
        "ref": service.reference,
        "compared_with": known["known"]["compared_with"],
        "count": count,
        "deployed": page.into_iter().map(told).collect::<Vec<_>>(),
        "default_branch": known["known"]["unreleased"],
        "tried_in_vain": known["known"]["tried"],
    });
    let own = text(known, "page");
    let is_there = desk.portal.has(&format!("{own}index.html"));
    let page = if is_there { own } else { service.page.as_deref().unwrap_or_default() };
    Ok(Answer::new(says, data).then(next).on_page(&desk.portal, "its environments", page))
}

fn of_environment(desk: &Desk, asked: &Asked, all: &Value, names: &Names, environment: &str) -> Result<Answer, Trouble> {
    let rows: Vec<Value> = list(all, "services")
        .iter()
        .flat_map(|service| {
            list(service, "deployed").iter().filter(|deployed| is_meant(asked, deployed)).map(|deployed| {
                let mut row = told(deployed);
                row["service"] = names.said(text(service, "ref")).into();
                row["ref"] = service["ref"].clone();
                row
            })
        })
        .collect();
    let known = list(all, "environments").iter().find(|one| text(one, "name").eq_ignore_ascii_case(environment));
    if rows.is_empty() && known.is_none() {
        let names: Vec<&str> = list(all, "environments").iter().map(|one| text(one, "name")).collect();
        let asked = shortened(environment);
        return Err(Trouble::Asked(format!("no environment is called “{asked}”; there are {}", names.join(", "))));
    }
    let count = rows.len();
    let what = if asked.text("only").is_some() { "differ from production in" } else { "run in" };
    let says = format!("{count} services {what} {}.", shortened(environment));
    let (page, next) = asked.page(rows)?;
    let answer = Answer::new(says, json!({ "environment": environment, "count": count, "deployed": page })).then(next);
    let address = known.map(|one| text(one, "page")).filter(|address| desk.portal.has(&format!("{address}index.html")));
    Ok(answer.on_page(&desk.portal, "the environment", address.unwrap_or("environments/")))
}

/// The environments there are, and the services of which nobody knows where they run.
fn every(desk: &Desk, asked: &Asked, all: &Value) -> Result<Answer, Trouble> {
    let environments: Vec<&Value> = list(all, "environments").iter().collect();
    let without = list(all, "without").len();
    let apart = list(all, "services").iter().filter(|one| {
        list(one, "deployed").iter().any(|deployed| matches!(text(&deployed["drift"], "state"), "ahead" | "behind" | "apart"))
    });
    let apart = apart.count();
    let says = format!(
        "{} environments last; {apart} services differ between them, and of {without} nobody knows where they run.",
        environments.len()
    );
    let (page, next) = asked.page(environments)?;
    let data = json!({ "environments": page, "services_apart": apart, "services_unknown": without });
    Ok(Answer::new(says, data).then(next).on_page(&desk.portal, "what runs where", "environments/"))
}

/// What runs, as an answer tells it: a reason has words.
fn told(deployed: &Value) -> Value {
    let mut found = deployed.clone();
    if let Some(word) = deployed["drift"]["unknown"].as_str() {
        found["drift"]["unknown"] = reason(word).into();
    }
    found
}

fn reason(word: &str) -> &str {
    NoDrift::ALL.iter().find(|reason| reason.word() == word).map_or(word, |reason| reason.words())
}

/// Why nobody knows where a service runs.
fn nowhere(why: &str) -> &'static str {
    match why {
        "nothing_deployed" => "its deployments were read, and there is none",
        "only_releases" => "it has releases, and nothing says where they run",
        _ => "its deployments were not read",
    }
}

/// `staging v1.3.0 since 2026-11-19, 2 commits ahead of production`
fn in_words(deployed: &Value) -> String {
    let version = deployed["version"].as_str().unwrap_or_else(|| text(deployed, "sha").get(..7).unwrap_or_default());
    let since = text(deployed, "since").get(..10).unwrap_or_default();
    let drift = &deployed["drift"];
    let commits = |side: &str| match drift[side]["count"].as_u64() {
        Some(1) => format!("1 commit {side}"),
        Some(count) => format!("{count} commits {side}"),
        None => side.to_owned(),
    };
    let stands = match text(drift, "state") {
        "reference" => String::new(),
        "same" => ", the same as production".to_owned(),
        "ahead" => format!(", {} of production", commits("ahead")),
        "behind" => format!(", {} production", commits("behind")),
        "apart" => format!(", {} and {} production", commits("ahead"), commits("behind")),
        _ => format!(", how far from production is not known: {}", reason(text(drift, "unknown"))),
    };
    format!("{} {version} since {since}{stands}", text(deployed, "environment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_a_sentence_and_unknown_has_its_reason() {
        let of = |drift: Value| {
            in_words(
                &json!({ "environment": "staging", "version": "v2", "sha": "abcdef0123", "since": "2026-11-19T17:42:54Z", "drift": drift }),
            )
        };
        let side = |count: u64| json!({ "count": count, "newest": [] });
        for (drift, end) in [
            (json!({ "state": "reference" }), "2026-11-19"),
            (json!({ "state": "same" }), ", the same as production"),
            (json!({ "state": "ahead", "ahead": side(1) }), ", 1 commit ahead of production"),
            (json!({ "state": "behind", "behind": side(3) }), ", 3 commits behind production"),
            (json!({ "state": "apart", "ahead": side(1), "behind": side(2) }), ", 1 commit ahead and 2 commits behind production"),
            (json!({ "state": "unknown", "unknown": "too_far" }), "not known: the two are too far apart to count"),
        ] {
            let words = of(drift);
            assert!(words.starts_with("staging v2 since 2026-11-19") && words.ends_with(end), "{words}");
        }
        assert!(
            in_words(&json!({ "environment": "dev", "version": null, "sha": "abcdef0123", "drift": { "state": "same" } }))
                .starts_with("dev abcdef0 ")
        );
    }
}
