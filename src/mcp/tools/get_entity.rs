//! Tells of one thing: whose it is, whom to ask, where its documentation is, and how it stands.

use super::{About, Desk, Tool};
use crate::mcp::answer::{Answer, place_words};
use crate::mcp::asked::{Asked, Takes, required};
use crate::mcp::names::{Named, Names, Sort};
use crate::mcp::trouble::Trouble;
use serde_json::{Map, Value, json};

/// The tool.
pub struct GetEntity;

const ABOUT: About = About {
    name: "get_entity",
    title: "Get one service, team or other thing",
    what: "Tells who owns something and whom to ask: team, chat, who is on call, runbook, documentation, links; and how it stands: what is deployed where, level, golden path. Each fact says in which file and line it was said.",
    inputs: &[required("name", Takes::Text, "Its name, or its reference such as component:default/carrier-sync.")],
};

/// Relations that somebody asks for; dependencies have a tool of their own.
const MOST_RELATIONS: usize = 60;

impl Tool for GetEntity {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let names = desk.names()?;
        let named = names.one(Sort::Anything, asked.needed("name"))?;
        let entry = names.entry(named);
        let file = named.data.as_deref().map(|data| desk.portal.entity(data)).transpose()?;
        let none = Value::Null;
        let whole = file.as_deref().unwrap_or(&none);
        let mut data = Map::new();
        data.insert("name".to_owned(), named.name.as_str().into());
        data.insert("ref".to_owned(), named.reference.as_str().into());
        let keys = [
            "description",
            "type",
            "system",
            "tier",
            "lifecycle",
            "language",
            "data_class",
            "repository",
            "folder",
            "level",
            "golden_path",
            "tags",
            "has",
        ];
        for key in keys {
            let value = if entry[key].is_null() { &whole["entity"][key] } else { &entry[key] };
            if !value.is_null() && value != "" {
                data.insert(key.to_owned(), value.clone());
            }
        }
        data.insert("owner".to_owned(), owner(desk, &names, named, whole));
        contacts(desk, &names, named, whole, &mut data)?;
        if named.list == "services" {
            data.insert("deployed".to_owned(), deployed(entry, whole));
            data.insert("last_change_at".to_owned(), or_unknown(&entry["changed_at"], "no change to its default branch was seen"));
        }
        if named.list == "teams" {
            let services = entry["services"].as_array().into_iter().flatten().filter_map(Value::as_str);
            data.insert("services".to_owned(), services.map(|service| json!({ "name": names.said(service), "ref": service })).collect());
            data.insert("parent".to_owned(), entry["parent"].as_str().map_or(Value::Null, |parent| names.said(parent).into()));
        }
        data.insert("links".to_owned(), links(whole));
        data.insert("relations".to_owned(), relations(&names, whole));
        data.insert("said_in".to_owned(), said_in(whole));
        let overruled = whole["entity"]["overruled"].as_array().cloned().unwrap_or_default();
        if !overruled.is_empty() {
            data.insert(
                "said_otherwise".to_owned(),
                overruled
                    .iter()
                    .map(|one| json!({ "field": one["field"], "value": one["value"], "file": place_words(&one["source"]) }))
                    .collect(),
            );
        }
        Ok(sourced(desk, named, whole, Answer::new(says(&names, named, entry), data.into())))
    }
}

fn says(names: &Names, named: &Named, entry: &Value) -> String {
    let kind = match named.list {
        "services" => "a service",
        "teams" => "a team",
        _ => named.kind(),
    };
    let owner = match (named.list, entry["owner"].as_str()) {
        ("teams", _) => String::new(),
        (_, Some(owner)) => format!(", owned by {}", names.said(owner)),
        (_, None) => ", and nobody is known to own it".to_owned(),
    };
    format!("{} is {kind}{owner}.", named.name)
}

fn sourced(desk: &Desk, named: &Named, whole: &Value, answer: Answer) -> Answer {
    let mut answer = match &named.page {
        Some(page) => answer.on_page(&desk.portal, "its page", page),
        None => answer,
    };
    answer = match &named.data {
        Some(data) => answer.in_data(&desk.portal, "its records", data),
        None => answer.in_data(&desk.portal, "its records", "data/catalog.json"),
    };
    for (field, source) in whole["entity"]["sources"].as_object().into_iter().flatten() {
        answer = answer.in_file(&format!("says its {field}"), source);
    }
    answer
}

/// A value, or that it is unknown and why.
fn or_unknown(value: &Value, why: &str) -> Value {
    if value.is_null() { json!({ "unknown": why }) } else { value.clone() }
}

/// Who owns it, with whom to reach there.
fn owner(desk: &Desk, names: &Names, named: &Named, whole: &Value) -> Value {
    let from_file = whole["entity"]["owners"][0].as_str();
    let Some(owner) = from_file.or_else(|| names.entry(named)["owner"].as_str()) else {
        return match named.list {
            "teams" => Value::Null,
            _ => json!({ "unknown": "no file says who owns it" }),
        };
    };
    let team = names.by_reference(owner);
    let Some(team) = team else { return json!({ "name": names.said(owner), "ref": owner, "note": "the catalog does not describe it" }) };
    json!({ "name": team.name, "ref": team.reference, "page": team.page.as_deref().map(|page| desk.portal.url(page)) })
}

/// Who is on call and where people talk: its own, else its team's.
fn contacts(desk: &Desk, names: &Names, named: &Named, whole: &Value, data: &mut Map<String, Value>) -> Result<(), Trouble> {
    let owner = whole["entity"]["owners"][0].as_str();
    let team = owner.and_then(|owner| names.by_reference(owner)).filter(|_| named.list != "teams");
    let team = team.and_then(|team| team.data.as_deref()).map(|file| desk.portal.entity(file)).transpose()?;
    let none = Value::Null;
    let of_team = team.as_deref().map_or(&none, |team| &team["contacts"]);
    let own = &whole["contacts"];
    let url = |link: &Value| match link["url"].as_str() {
        Some(url) => json!({ "title": link["title"], "url": desk.portal.url(url) }),
        None => json!({ "title": link["title"], "unknown": "its address may not be followed" }),
    };
    let chat = if own["chat"].is_null() { &of_team["chat"] } else { &own["chat"] };
    data.insert("chat".to_owned(), if chat.is_null() { json!({ "unknown": "no descriptor names one" }) } else { url(chat) });
    let duty =
        own["on_call"].as_array().filter(|duty| !duty.is_empty()).or_else(|| of_team["on_call"].as_array().filter(|duty| !duty.is_empty()));
    let duty = duty.map_or_else(|| json!({ "unknown": "no source says who is on call" }), |duty| json!(duty));
    data.insert("on_call".to_owned(), duty);
    if named.list == "services" {
        let runbook = &own["runbook"];
        data.insert("runbook".to_owned(), if runbook.is_null() { json!({ "missing": "there is none" }) } else { url(runbook) });
    }
    let docs = own["docs"].as_str().map(|docs| desk.portal.url(docs));
    if docs.is_some() || named.list == "services" {
        data.insert("docs".to_owned(), docs.map_or_else(|| json!({ "missing": "its repository holds none" }), Value::from));
    }
    Ok(())
}

/// What runs where.
fn deployed(entry: &Value, whole: &Value) -> Value {
    let places = whole["figures"]["deployed"].as_array().filter(|places| !places.is_empty());
    match places {
        Some(places) => json!(places),
        None => or_unknown(&entry["deployed_at"], "no deployment of it was seen"),
    }
}

fn links(whole: &Value) -> Value {
    whole["entity"]["links"].as_array().cloned().unwrap_or_default().into()
}

fn relations(names: &Names, whole: &Value) -> Value {
    let all = whole["entity"]["relations"].as_array().into_iter().flatten().take(MOST_RELATIONS);
    all.map(|one| {
        let target = one["target"].as_str().unwrap_or_default();
        json!({ "kind": one["kind"], "name": names.said(target), "ref": target, "exists": one["dangling"] != true, "file": place_words(&one["source"]) })
    })
    .collect()
}

fn said_in(whole: &Value) -> Value {
    let all = whole["entity"]["sources"].as_object().into_iter().flatten();
    all.filter_map(|(field, source)| Some((field.clone(), Value::from(place_words(source)?)))).collect::<Map<_, _>>().into()
}
