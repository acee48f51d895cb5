//! Tells what something needs and what needs it, hop by hop.

use super::{About, Desk, Tool};
use crate::mcp::answer::{Answer, place_words};
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input, required};
use crate::mcp::names::{Names, Sort};
use crate::mcp::trouble::Trouble;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// The tool.
pub struct GetDependencies;

const ABOUT: About = About {
    name: "get_dependencies",
    title: "Get what something needs, and what needs it",
    what: "Follows dependencies in both directions, so many hops far: what breaks when this changes (needed_by), and what this rests on (needs). Each edge says in which file it was declared or seen.",
    inputs: &[
        required("name", Takes::Text, "A service, resource or API, by name or reference."),
        input("direction", Takes::OneOf(&["both", "needs", "needed_by"]), "Which way; both without it."),
        input("hops", Takes::Number(1, 6), "How far; 1 without it."),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for GetDependencies {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let names = desk.names()?;
        let named = names.one(Sort::Anything, asked.needed("name"))?;
        let graph = desk.portal.data("graph")?;
        let hops = asked.number("hops").unwrap_or(1);
        let direction = asked.text("direction").unwrap_or("both");
        let things = graph["things"].as_array().map(Vec::as_slice).unwrap_or_default();
        let start = things.iter().position(|thing| thing["ref"] == named.reference.as_str());
        let mut reached: Vec<Value> = Vec::new();
        let mut counts = Map::new();
        for (way, from, to) in [("needs", "from", "to"), ("needed_by", "to", "from")] {
            if direction == "both" || direction == way {
                let found = start.map(|start| follow(&graph, &names, start, (way, from, to), hops)).unwrap_or_default();
                counts.insert(way.to_owned(), found.len().into());
                reached.extend(found);
            }
        }
        let all: Vec<String> = counts
            .iter()
            .map(|(way, count)| format!("{count} {}", if way == "needs" { "that it needs" } else { "that need it" }))
            .collect();
        let far = if hops == 1 { "one hop".to_owned() } else { format!("{hops} hops") };
        let says =
            format!("Within {far} of {}: {}. What no file declares and no description shows is not known.", named.name, all.join(", "));
        let (page, next) = asked.page(reached)?;
        let mut answer =
            Answer::new(says, json!({ "name": named.name, "ref": named.reference, "hops": hops, "counts": counts, "dependencies": page }))
                .then(next);
        let tab = named.page.as_deref().filter(|_| named.list == "services").map(|page| format!("{page}dependencies/"));
        let tab = tab.filter(|tab| desk.portal.has(&format!("{tab}index.html")));
        answer = answer.on_page(&desk.portal, "the picture of it", tab.as_deref().unwrap_or("graph/"));
        answer = answer.in_data(&desk.portal, "all edges", "data/graph.json");
        Ok(answer)
    }
}

/// Everything that is reached, the nearest first, each by the edges of the hop that reached it.
fn follow(graph: &Value, names: &Names, start: usize, (way, from, to): (&str, &str, &str), hops: u64) -> Vec<Value> {
    let edges = graph["edges"].as_array().map(Vec::as_slice).unwrap_or_default();
    let end = |edge: &Value, key: &str| edge[key].as_u64().and_then(|place| usize::try_from(place).ok());
    let mut seen = BTreeSet::from([start]);
    let mut front = BTreeSet::from([start]);
    let mut found = Vec::new();
    for hop in 1..=hops {
        let mut next = BTreeSet::new();
        for edge in edges {
            let (Some(near), Some(far)) = (end(edge, from), end(edge, to)) else { continue };
            if front.contains(&near) && !seen.contains(&far) {
                let thing = &graph["things"][far];
                let (reference, through) =
                    (thing["ref"].as_str().unwrap_or_default(), graph["things"][near]["ref"].as_str().unwrap_or_default());
                let mut one = json!({
                    "direction": way,
                    "hop": hop,
                    "name": names.said(reference),
                    "ref": reference,
                    "exists": thing["missing"] != true,
                    "declared": edge["declared"],
                    "file": place_words(&edge["source"]),
                });
                if hop > 1 {
                    one["through"] = names.said(through).into();
                }
                if let Some(via) = edge["via"].as_str() {
                    one["via"] = names.said(via).into();
                }
                next.insert(far);
                found.push(one);
            }
        }
        seen.extend(next.iter().copied());
        front = next;
    }
    found
}
