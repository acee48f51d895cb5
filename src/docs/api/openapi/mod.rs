//! OpenAPI 3 and Swagger 2, from a tree of YAML or JSON.

mod bodies;
mod operations;
mod parameters;
mod security;

use super::findings::Findings;
use super::json_schema::Schemas;
use super::lint;
use super::model::{Description, Group, Server};
use super::trees::{Spot, Trees};
use super::types;
use super::words;
use milepost_model::Severity;

pub(super) use security::scheme;

/// The methods that a path may have, in the order in which they are shown.
const METHODS: [&str; 9] = ["get", "head", "query", "post", "put", "patch", "delete", "options", "trace"];

/// The most groups; what belongs to more is put into the last.
const MOST_GROUPS: usize = 1_000;

/// Which generation of the format a file is in; they keep the same things in different places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Generation {
    /// Swagger 2.
    Two,
    /// OpenAPI 3.
    Three,
}

struct Reader<'t> {
    schemas: Schemas<'t>,
    root: Spot<'t>,
    generation: Generation,
    groups: Vec<Group>,
    names: words::Unique,
    operation_ids: std::collections::HashSet<String>,
    operations: usize,
}

/// Reads a description.
pub(super) fn read(trees: &Trees, findings: Findings) -> Description {
    let tree = trees.first();
    let root = Spot { tree, node: &tree.root };
    let generation = if root.get("swagger").is_some() { Generation::Two } else { Generation::Three };
    let mut reader = Reader {
        schemas: Schemas::new(trees, findings),
        root,
        generation,
        groups: groups(root),
        names: words::Unique::default(),
        operation_ids: std::collections::HashSet::new(),
        operations: 0,
    };
    let pointer = if generation == Generation::Two { "#/definitions" } else { "#/components/schemas" };
    reader.schemas.declare(root, pointer);
    reader.read_paths();
    let schemes = reader.schemes();
    let mut description = Description {
        format_version: root.words("openapi").or_else(|| root.words("swagger")).map(|text| words::name(&text)).unwrap_or_default(),
        servers: if generation == Generation::Two { hosts(root) } else { servers(root) },
        security: security::requirements(root).unwrap_or_default(),
        schemes,
        ..about(root)
    };
    description.groups = reader.groups;
    description.groups.retain(|group| !group.operations.is_empty());
    let mut slugs = words::Unique::default();
    for group in &mut description.groups {
        group.slug = slugs.take(&words::slug(&group.name));
    }
    let (types, mut findings) = reader.schemas.finish();
    description.types = types;
    types::mark(&mut description);
    lint::check(&description, &mut findings);
    description.findings = findings.into_list();
    description
}

/// What the description says of the API as a whole.
pub(super) fn about(root: Spot<'_>) -> Description {
    let mut description = Description::default();
    if let Some(docs) = root.get("externalDocs").and_then(|docs| docs.words("url")) {
        description.links.push(("Documentation".to_owned(), docs));
    }
    let Some(info) = root.get("info") else { return description };
    description.title = info.words("title").map(|text| words::name(&text));
    description.version = info.words("version").map(|text| words::name(&text));
    description.description = info.text("description").or_else(|| info.text("summary")).and_then(words::prose);
    if let Some(contact) = info.get("contact") {
        let name = contact.words("name").map_or_else(|| "Contact".to_owned(), |name| words::name(&name));
        let target = contact.words("url").or_else(|| contact.words("email").map(|email| format!("mailto:{email}")));
        description.links.push((name, target.unwrap_or_default()));
    }
    if let Some(licence) = info.get("license") {
        let name = licence.words("name").map_or_else(|| "Licence".to_owned(), |name| words::name(&name));
        description.links.push((name, licence.words("url").unwrap_or_default()));
    }
    if let Some(terms) = info.words("termsOfService") {
        description.links.push(("Terms of service".to_owned(), terms));
    }
    description
}

/// The servers under a key `servers`.
fn servers(spot: Spot<'_>) -> Vec<Server> {
    let server = |server: Spot<'_>| {
        let variables = server.entries("variables").take(20).map(|(key, variable)| {
            let values: Vec<String> = variable.items("enum").filter_map(|item| item.node.text()).take(20).map(words::name).collect();
            let default = variable.words("default").map(|text| words::name(&text)).unwrap_or_default();
            let words = if values.is_empty() { default } else { format!("{default}; one of {}", values.join(", ")) };
            (words::name(&key.text), words)
        });
        Some(Server {
            url: words::name(server.text("url")?),
            description: server.text("description").and_then(words::sentence),
            variables: variables.collect(),
        })
    };
    spot.items("servers").take(50).filter_map(server).collect()
}

/// Where Swagger 2 says that the API is: schemes, host and base path.
fn hosts(root: Spot<'_>) -> Vec<Server> {
    let Some(host) = root.words("host") else {
        let path = root.words("basePath").filter(|path| path != "/");
        return path.map(|path| Server { url: words::name(&path), ..Server::default() }).into_iter().collect();
    };
    let path = root.words("basePath").filter(|path| path != "/").unwrap_or_default();
    let mut schemes: Vec<&str> = root.items("schemes").filter_map(|item| item.node.text()).take(4).collect();
    if schemes.is_empty() {
        schemes.push("https");
    }
    schemes.into_iter().map(|scheme| Server { url: words::name(&format!("{scheme}://{host}{path}")), ..Server::default() }).collect()
}

/// The topics that the description declares, in its order.
fn groups(root: Spot<'_>) -> Vec<Group> {
    let group = |tag: Spot<'_>| {
        let name = tag.words("x-displayName").or_else(|| tag.words("name"))?;
        Some(Group {
            name: words::name(&name),
            // Until all are known, the slug holds the name that operations refer to it by.
            slug: words::name(tag.text("name")?),
            description: tag.text("description").and_then(words::prose),
            operations: Vec::new(),
        })
    };
    root.items("tags").take(MOST_GROUPS).filter_map(group).collect()
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

    /// The place in the list of the group with that name, new where it was not declared.
    fn group(&mut self, name: &str, declared: bool, spot: Spot<'t>) -> usize {
        let name = words::name(name);
        if let Some(known) = self.groups.iter().position(|group| group.slug == name) {
            return known;
        }
        let declares = self.root.items("tags").next().is_some();
        if declared && declares {
            let message = || format!("the tag “{name}” is not declared under “tags”");
            self.schemas.findings.add(
                Severity::Note,
                "api/undeclared-tag",
                message,
                || spot.place(),
                "declare it with a description, so that its group has one",
            );
        }
        if self.groups.len() >= MOST_GROUPS {
            return self.groups.len() - 1;
        }
        self.groups.push(Group { slug: name.clone(), name, ..Group::default() });
        self.groups.len() - 1
    }
}
