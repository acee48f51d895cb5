//! Tells who is on which golden path, who moved, and whom to help next.

use super::{About, Desk, Tool};
use crate::mcp::answer::Answer;
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::names::{Named, Names, Sort};
use crate::mcp::trouble::Trouble;
use crate::portal::adoption::FORMULA;
use serde_json::{Map, Value, json};

/// The tool.
pub struct GetAdoption;

/// So many weeks back a share is held against.
const BEFORE: usize = 4;

const ABOUT: About = About {
    name: "get_adoption",
    title: "Get who is on the golden paths",
    what: "The share of services on their golden path and how it changed in four weeks, for each path; who joined, left, drifted or fell behind lately; and whom to help next, in the portal's order. With service: where it stands on each path and why.",
    inputs: &[
        input("path", Takes::Text, "The id of one golden path."),
        input("service", Takes::Text, "One service, by name or reference."),
        input("team", Takes::Text, "Only movers and services to help of this team."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for GetAdoption {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let (names, adoption) = (desk.names()?, desk.portal.data("adoption")?);
        let known: Vec<&str> = adoption["paths"].as_object().into_iter().flatten().map(|(id, _)| id.as_str()).collect();
        let path = asked.text("path");
        if let Some(path) = path.filter(|path| !known.contains(path)) {
            return Err(Trouble::Unknown {
                what: "golden path",
                name: path.to_owned(),
                near: known.iter().map(ToString::to_string).collect(),
            });
        }
        if let Some(service) = asked.text("service") {
            return Ok(of_service(desk, &names, &adoption, names.one(Sort::Service, service)?, path));
        }
        let team = asked.text("team").map(|team| names.one(Sort::Team, team)).transpose()?;
        of_all(desk, &names, &adoption, (path, team), asked)
    }
}

fn of_all(
    desk: &Desk,
    names: &Names,
    adoption: &Value,
    (path, team): (Option<&str>, Option<&Named>),
    asked: &Asked,
) -> Result<Answer, Trouble> {
    let is_its = |one: &&Value| {
        let owner = &adoption["services"][one["service"].as_str().unwrap_or_default()]["owner"];
        path.is_none_or(|path| one["path"] == path) && team.is_none_or(|team| owner == team.reference.as_str())
    };
    let of = |key: &str| adoption[key].as_array().into_iter().flatten().filter(is_its).collect::<Vec<_>>();
    let moved: Vec<Value> = of("moved").into_iter().take(60).map(|one| mover(names, one)).collect();
    let help: Vec<Value> = of("help").into_iter().map(|one| helped(desk, names, adoption, one)).collect();
    let count = help.len();
    let (help, next) = asked.page(help)?;
    let counts = match path {
        Some(path) => &adoption["paths"][path]["counts"],
        None => &adoption["overall"],
    };
    let mut data = json!({ "share": share(counts), "to_help_count": count, "to_help_next": help, "order_of_help": FORMULA, "moved_in_four_weeks": moved });
    if let Some(team) = team {
        data["team"] = json!({ "name": team.name, "ref": team.reference, "counts": adoption["teams"][&team.reference] });
    }
    let paths = adoption["paths"].as_object().into_iter().flatten().filter(|(id, _)| path.is_none_or(|path| path == *id));
    data["paths"] = paths
        .map(|(id, one)| {
            json!({
                "id": id, "title": one["title"], "share": share(&one["counts"]), "target": one["target"], "by": one["by"],
                "owner": one["owner"].as_str().map(|owner| names.said(owner)), "newest_version": newest(one), "page": desk.portal.url(&format!("golden-paths/{id}/")),
            })
        })
        .collect();
    let says = match data["share"]["words"].as_str() {
        Some(words) => format!("{words}; {count} to help."),
        None => "No service is in the scope of a golden path.".to_owned(),
    };
    let page = path.map_or_else(|| "golden-paths/".to_owned(), |path| format!("golden-paths/{path}/"));
    let answer = Answer::new(says, data).then(next);
    Ok(answer.on_page(&desk.portal, "the golden paths", &page).in_data(&desk.portal, "their records", "data/adoption.json"))
}

/// The share now and four weeks ago, with what it is made of.
fn share(counts: &Value) -> Value {
    let all = counts.as_array().map(Vec::as_slice).unwrap_or_default();
    let Some(now) = all.last() else { return json!({ "unknown": "there is no golden path" }) };
    let before = all.len().checked_sub(1 + BEFORE).and_then(|place| all.get(place));
    let words = |ratio: &Value| match ratio["percent"].as_str() {
        Some(percent) => format!("{} of {} services are on a path ({percent} %)", ratio["num"], ratio["den"]),
        None => "no service is eligible".to_owned(),
    };
    let mut said = words(&now["share"]);
    if let Some(percent) = before.and_then(|before| before["share"]["percent"].as_str()) {
        said = format!("{said}, {percent} % four weeks before");
    }
    json!({ "words": said, "now": now, "four_weeks_before": before.map(|before| &before["share"]) })
}

fn newest(path: &Value) -> Value {
    path["releases"].as_array().and_then(|all| all.last()).map_or(Value::Null, |one| json!({ "version": one["version"], "at": one["at"] }))
}

fn mover(names: &Names, one: &Value) -> Value {
    let mut found = one.clone();
    found["name"] = names.said(one["service"].as_str().unwrap_or_default()).into();
    if one["at"].is_null() {
        found["at"] = json!({ "unknown": "no file changed: time or runs made it so" });
    }
    found
}

fn helped(desk: &Desk, names: &Names, adoption: &Value, one: &Value) -> Value {
    let reference = one["service"].as_str().unwrap_or_default();
    let service = &adoption["services"][reference];
    let mut found = json!({
        "name": names.said(reference),
        "ref": reference,
        "owner": service["owner"].as_str().map_or_else(|| json!({ "unknown": "nobody is known to own it" }), |owner| names.said(owner).into()),
        "path": one["path"],
        "state": one["state"],
        "keeps_it": one["blocked"],
        "dependants": one["dependants"],
        "tier": service["tier"],
        "estimated_hours": one["hours"],
    });
    if let Some(page) = names.by_reference(reference).and_then(|named| named.page.as_deref()) {
        found["page"] = desk.portal.url(page).into();
    }
    found
}

fn of_service(desk: &Desk, names: &Names, adoption: &Value, service: &Named, path: Option<&str>) -> Answer {
    let one = &adoption["services"][&service.reference];
    let home = service.page.as_deref().unwrap_or_default();
    if one.is_null() {
        let says = format!("{} is in the scope of no golden path, or could not be judged.", service.name);
        let data = json!({ "service": service.name, "ref": service.reference, "paths": { "unknown": "no golden path is for it, or its repository was not read" } });
        return Answer::new(says, data).on_page(&desk.portal, "its page", home);
    }
    let standings = one["paths"].as_object().into_iter().flatten().filter(|(id, _)| path.is_none_or(|path| path == *id));
    let told: Vec<Value> = standings.map(|(id, standing)| on_path(adoption, id, standing)).collect();
    let says: Vec<String> = told
        .iter()
        .map(|one| format!("{} on {}", one["state"].as_str().unwrap_or("unknown"), one["title"].as_str().unwrap_or_default()))
        .collect();
    let owner = one["owner"].as_str().map_or_else(|| json!({ "unknown": "nobody is known to own it" }), |owner| names.said(owner).into());
    let data = json!({ "service": service.name, "ref": service.reference, "owner": owner, "paths": told, "deployments_through_a_path": one["deployments"] });
    let answer = Answer::new(format!("{}: {}.", service.name, says.join(", ")), data);
    answer.on_page(&desk.portal, "its page", home).in_data(&desk.portal, "its records", "data/adoption.json")
}

fn on_path(adoption: &Value, id: &str, standing: &Value) -> Value {
    let mut found = Map::new();
    found.insert("path".to_owned(), id.into());
    found.insert("title".to_owned(), adoption["paths"][id]["title"].clone());
    for (key, value) in standing["now"].as_object().into_iter().flatten() {
        if !value.is_null() {
            found.insert(key.clone(), value.clone());
        }
    }
    found.insert("newest_version".to_owned(), newest(&adoption["paths"][id]));
    found.insert("signals".to_owned(), standing["signals"].clone());
    for key in ["exemption", "acknowledged"] {
        if !standing[key].is_null() && standing[key] != false {
            found.insert(key.to_owned(), standing[key].clone());
        }
    }
    found.into()
}
