//! `data/graph.json`: who needs whom, all of it.

use crate::site::Site;
use serde_json::{Value, json};

/// The file's content: things by name, and edges between their places.
pub fn of(site: &Site<'_>) -> Value {
    let graph = &site.graph;
    json!({
        "$schema": "schema/graph.json",
        "schema": "milepost/graph/1",
        "things": graph.things.iter().map(|thing| json!({
            "ref": thing,
            "system": graph.place(thing).and_then(|place| graph.systems[place]),
            "page": site.places.address(thing),
            "missing": site.portal.entity(thing).is_none(),
        })).collect::<Vec<_>>(),
        "edges": graph.edges.iter().map(|edge| json!({
            "from": edge.from,
            "to": edge.to,
            "via": edge.via,
            "declared": edge.is_declared,
            "source": edge.relation.source,
        })).collect::<Vec<_>>(),
    })
}
