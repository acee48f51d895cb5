//! AsyncAPI 2 and 3: what an application sends and receives, from a tree of YAML or JSON.

mod messages;
mod three;
mod two;

use super::findings::Findings;
use super::json_schema::Schemas;
use super::model::{Description, Group, Operation, Server};
use super::openapi;
use super::trees::{Spot, Trees};
use super::{lint, types, words};
use std::collections::BTreeMap;

/// The most operations that are read of one description.
const MOST: usize = 20_000;

struct Reader<'t> {
    schemas: Schemas<'t>,
    root: Spot<'t>,
    groups: Vec<Group>,
    by_name: BTreeMap<String, usize>,
    names: words::Unique,
}

/// Reads a description.
pub(super) fn read(trees: &Trees, findings: Findings) -> Description {
    let tree = trees.first();
    let root = Spot { tree, node: &tree.root };
    let mut reader = Reader {
        schemas: Schemas::new(trees, findings),
        root,
        groups: Vec::new(),
        by_name: BTreeMap::new(),
        names: words::Unique::default(),
    };
    reader.schemas.declare(root, "#/components/schemas");
    let is_three = root.text("asyncapi").is_some_and(|version| version.starts_with('3'));
    let operations = if is_three { reader.operations() } else { reader.channels() };
    for (group, operation) in operations {
        reader.put(&group, operation);
    }
    let mut description = openapi::about(root);
    description.format_version = root.words("asyncapi").map(|text| words::name(&text)).unwrap_or_default();
    // Version 3 keeps tags and further documentation under `info`.
    if let Some(docs) = root.get("info").and_then(|info| info.get("externalDocs")?.words("url")) {
        description.links.push(("Documentation".to_owned(), docs));
    }
    description.servers = reader.servers();
    let schemes = root.get("components").and_then(|components| components.get("securitySchemes"));
    for (key, spot) in schemes.into_iter().flat_map(Spot::all).take(100) {
        if let Some(spot) = reader.settled(spot) {
            description.schemes.push(openapi::scheme(&key.text, spot));
        }
    }
    description.groups = reader.groups;
    let mut slugs = words::Unique::default();
    for group in &mut description.groups {
        group.slug = slugs.take(&words::slug(&group.name));
    }
    let (list, mut findings) = reader.schemas.finish();
    description.types = list;
    types::mark(&mut description);
    lint::check(&description, &mut findings);
    description.findings = findings.into_list();
    description
}

impl<'t> Reader<'t> {
    /// Follows a reference of anything that is no schema; says so where it leads nowhere.
    fn settled(&mut self, spot: Spot<'t>) -> Option<Spot<'t>> {
        match self.schemas.pointers.settle(spot) {
            Ok(found) => Some(found),
            Err((lost, reference)) => {
                self.schemas.complain(spot, lost, &reference);
                None
            }
        }
    }

    fn put(&mut self, name: &str, operation: Operation) {
        let place = *self.by_name.entry(name.to_owned()).or_insert_with(|| {
            self.groups.push(Group { name: name.to_owned(), ..Group::default() });
            self.groups.len() - 1
        });
        self.groups[place].operations.push(operation);
    }

    /// The group of an operation: its first tag, else its direction.
    fn group_of(&mut self, spot: Spot<'t>, verb: &str) -> String {
        let tag = spot.items("tags").next().and_then(|tag| self.settled(tag)).and_then(|tag| tag.words("name"));
        let by_direction = if verb == "SEND" { "Sends" } else { "Receives" };
        tag.map_or_else(|| by_direction.to_owned(), |tag| words::name(&tag))
    }

    fn servers(&mut self) -> Vec<Server> {
        let mut servers = Vec::new();
        for (key, spot) in self.root.entries("servers").take(50) {
            let Some(server) = self.settled(spot) else { continue };
            let protocol = server.text("protocol").map(words::name).unwrap_or_default();
            let address = match (server.text("url"), server.text("host")) {
                (Some(url), _) => url.to_owned(),
                (None, Some(host)) => format!("{host}{}", server.text("pathname").unwrap_or_default()),
                (None, None) => continue,
            };
            let url = if address.contains("://") || protocol.is_empty() { address } else { format!("{protocol}://{address}") };
            let about = server.text("description").and_then(words::sentence);
            let name = words::name(&key.text);
            servers.push(Server {
                url: words::name(&url),
                description: Some(about.map_or_else(|| name.clone(), |about| format!("{name}: {about}"))),
                variables: Vec::new(),
            });
        }
        servers
    }
}

/// What a binding of a protocol says, on one line for each protocol.
fn bindings(spot: Spot<'_>) -> Vec<(String, String)> {
    let line = |(protocol, binding): (&crate::yaml::Key, Spot<'_>)| {
        let parts = binding.all().filter(|(key, _)| key.text != "bindingVersion").take(12);
        let words: Vec<String> =
            parts.map(|(key, value)| format!("{} {}", words::name(&key.text), super::examples::one_line(&value.node.to_json()))).collect();
        (!words.is_empty()).then(|| (words::name(&protocol.text), words.join(", ")))
    };
    spot.entries("bindings").take(10).filter_map(line).collect()
}
