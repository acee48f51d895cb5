//! OpsLevel's `opslevel.yml`: a service or component, or the owner of a bare repository.

use super::reader::Reader;
use super::shape::{self, Manner, Object, Shape, may, needs};
use super::sketch::{Field, Sketch, each, line, reference};
use super::{DescriptorFile, Imported, ImportedEntity, Importer, MadeIn, Wanted, repository_url, tells};
use crate::catalog::Trust;
use crate::catalog::slug;
use crate::reading::bounds;
use crate::yaml::{self, Node};
use milepost_model::{EntityKind, RelationKind, Severity};

const NAME: &str = "opslevel";
const MANNER: Manner = Manner::described("OpsLevel");

/// OpsLevel's descriptors.
#[derive(Debug, Clone, Copy)]
pub struct OpsLevel;

impl Importer for OpsLevel {
    fn name(&self) -> &'static str {
        NAME
    }

    fn title(&self) -> &'static str {
        "OpsLevel descriptor"
    }

    fn globs(&self) -> &'static [&'static str] {
        &["**/opslevel.{yml,yaml}"]
    }

    fn trust(&self) -> Trust {
        Trust::OtherPortal
    }

    fn sniff(&self, path: &str, text: &str) -> bool {
        let is_some_kind = ["service", "component", "repository"].iter().any(|key| tells::begins(text, key));
        self.matches(path) && (is_some_kind || tells::begins(text, "version"))
    }

    fn import(&self, file: &DescriptorFile<'_>) -> Imported {
        let mut reader = Reader::new(*file, NAME, false);
        let (documents, problems) = yaml::documents(file.text, &reader.whole());
        reader.problems.extend(problems);
        if file.path.rsplit('/').next() == Some("opslevel.yaml") {
            let message = "OpsLevel itself reads opslevel.yml only, not opslevel.yaml".to_owned();
            let place = reader.whole();
            reader.complain(Severity::Note, "file-name", message, place, "rename it to opslevel.yml");
        }
        let mut imported = Imported::default();
        for document in &documents {
            shape::hold(&mut reader, document, &Shape::Object(&FILE), MANNER);
            imported.entities.extend(entity(&mut reader, document));
        }
        imported.problems = reader.problems;
        imported
    }
}

static FILE: Object = Object {
    what: "opslevel.yml",
    keys: &[
        may("version", Shape::Whole(1, 1)),
        may("service", Shape::Object(&COMPONENT)),
        may("component", Shape::Object(&COMPONENT)),
        may("repository", Shape::Object(&REPOSITORY)),
    ],
    is_open: false,
    also: &[|node| {
        let is_there = |key: &&str| node.get(key).is_some_and(|node| node.mapping().is_some());
        let found = ["service", "component", "repository"].iter().filter(|key| is_there(key)).count();
        (found == 0).then(|| {
            (
                "",
                "the file describes neither a service nor a repository".to_owned(),
                "write component: with a name, or repository: with an owner".to_owned(),
            )
        })
    }],
};

static COMPONENT: Object = Object {
    what: "a component",
    keys: &[
        needs("name", Shape::Filled),
        may("type", Shape::Text),
        may("owner", Shape::Text),
        may("lifecycle", Shape::Text),
        may("tier", Shape::Text),
        may("product", Shape::Text),
        may("system", Shape::Text),
        may("domain", Shape::Text),
        may("parent", Shape::Text),
        may("language", Shape::Text),
        may("framework", Shape::Text),
        may("description", Shape::Text),
        may("note", Shape::Text),
        may("aliases", Shape::List(&Shape::Text)),
        may("tags", Shape::List(&Shape::Object(&TAG))),
        may("properties", Shape::Map(&Shape::Any)),
        may("dependencies", Shape::List(&Shape::Object(&DEPENDENCY))),
        may("repositories", Shape::List(&Shape::Object(&CODE))),
        may("tools", Shape::List(&Shape::Object(&TOOL))),
        may("alert_sources", Shape::List(&Shape::Any)),
        may("api_document_path", Shape::Text),
    ],
    is_open: false,
    also: &[],
};

static REPOSITORY: Object = Object {
    what: "a repository",
    keys: &[
        may("owner", Shape::Text),
        may("tier", Shape::Text),
        may("tags", Shape::List(&Shape::Object(&TAG))),
        may("properties", Shape::Map(&Shape::Any)),
    ],
    is_open: false,
    also: &[],
};

static TAG: Object = Object { what: "a tag", keys: &[needs("key", Shape::Filled), may("value", Shape::Text)], is_open: false, also: &[] };

static DEPENDENCY: Object =
    Object { what: "a dependency", keys: &[needs("alias", Shape::Filled), may("notes", Shape::Text)], is_open: false, also: &[] };

static CODE: Object = Object {
    what: "a repository",
    keys: &[needs("name", Shape::Filled), may("path", Shape::Text), may("provider", Shape::Text), may("display_name", Shape::Text)],
    is_open: false,
    also: &[],
};

static TOOL: Object = Object {
    what: "a tool",
    keys: &[
        needs("name", Shape::Filled),
        needs("category", Shape::Word(&CATEGORIES)),
        needs("url", Shape::Text),
        may("environment", Shape::Text),
    ],
    is_open: false,
    also: &[],
};

/// OpsLevel's categories of tools.
const CATEGORIES: [&str; 23] = [
    "admin",
    "api_documentation",
    "architecture_diagram",
    "backlog",
    "code",
    "continuous_integration",
    "deployment",
    "design_documentation",
    "errors",
    "feature_flag",
    "health_checks",
    "incidents",
    "issue_tracking",
    "logs",
    "metrics",
    "observability",
    "orchestrator",
    "other",
    "resiliency",
    "runbooks",
    "security_scans",
    "status_page",
    "wiki",
];

fn entity(reader: &mut Reader<'_>, document: &Node) -> Option<ImportedEntity> {
    let part = |key: &str| document.get(key).filter(|node| node.mapping().is_some());
    let (repository, service) = (part("repository"), part("component").or_else(|| part("service")));
    let node = service.or(repository)?;
    let said = node.get("name").and_then(|name| line(name, bounds::NAME)).filter(|_| service.is_some());
    let aliases: Vec<String> = each(node.get("aliases")).iter().filter_map(|alias| line(alias, bounds::NAME)).collect();
    let name = aliases.first().or(said.as_ref()).cloned().unwrap_or_default();
    let mut entity = Sketch::new(NAME, EntityKind::COMPONENT, &name, reader.place(node));
    if let Some(node) = node.get("aliases").and_then(Node::items).and_then(<[Node]>::first).or_else(|| node.get("name")) {
        entity.found.source("name", NAME, reader.place(node));
    }
    if service.is_some() {
        component(reader, node, &mut entity);
        // OpsLevel makes an alias of every name: `Support Console` is support_console.
        let automatic = said.iter().map(|name| slug::reference_name(&name.to_lowercase().replace(' ', "_")));
        entity.found.aliases = aliases.iter().map(|alias| slug::reference_name(alias)).chain(automatic).collect();
        let own = entity.name().name.clone();
        entity.found.aliases.retain(|alias| *alias != own);
    }
    for part in [service, repository].into_iter().flatten() {
        ownership(reader, part, &mut entity);
    }
    Some(entity.finish(reader))
}

fn ownership(reader: &mut Reader<'_>, node: &Node, entity: &mut Sketch) {
    if let Some((node, owner)) = node.get("owner").and_then(|node| Some((node, line(node, bounds::NAME)?))) {
        entity.own(reader, reference(EntityKind::GROUP, &owner), node);
    }
    if entity.found.entity.tier.is_none() {
        entity.say(reader, Field::Tier, node.get("tier"));
    }
    for tag in each(node.get("tags")) {
        let word = |key: &str| tag.get(key).and_then(|node| line(node, bounds::NAME)).unwrap_or_default();
        let (key, value) = (word("key"), word("value"));
        if !key.is_empty() {
            entity.tag(&if value.is_empty() { key } else { format!("{key}:{value}") });
        }
    }
    if let Some(properties) = node.get("properties") {
        entity.keep("properties", properties.to_json());
    }
}

fn component(reader: &mut Reader<'_>, node: &Node, entity: &mut Sketch) {
    for (field, key) in [(Field::Title, "name"), (Field::Description, "description"), (Field::Lifecycle, "lifecycle")] {
        entity.say(reader, field, node.get(key));
    }
    if !entity.say(reader, Field::Type, node.get("type")) {
        entity.put(Field::Type, "service".to_owned());
    }
    if let Some((node, system)) = node.get("system").and_then(|node| Some((node, line(node, bounds::NAME)?))) {
        entity.relate(reader, RelationKind::PartOf, Wanted::Exactly(reference(EntityKind::SYSTEM, &system)), node);
    }
    for dependency in each(node.get("dependencies")) {
        let Some((node, alias)) = dependency.get("alias").and_then(|node| Some((node, line(node, bounds::NAME)?))) else { continue };
        let wanted = Wanted::component_or_resource(reference(EntityKind::COMPONENT, &alias));
        entity.relate(reader, RelationKind::DependsOn, wanted, node);
    }
    for tool in each(node.get("tools")) {
        let word = |key: &str| tool.get(key).and_then(|node| line(node, bounds::NAME)).unwrap_or_default();
        let (category, name, environment) = (word("category"), word("name"), word("environment"));
        let title = if environment.is_empty() { name.clone() } else { format!("{name} ({environment})") };
        match category.as_str() {
            "incidents" => entity.on_call(&name),
            "api_documentation" | "design_documentation" => {
                entity.link_to(reader, "docs", Some(title), tool.get("url"));
                continue;
            }
            _ => {}
        }
        entity.link(reader, &[&category.replace("code", "repository"), &name], Some(title), tool.get("url"));
    }
    let made = each(node.get("repositories")).iter().filter_map(|code| {
        let full_name = code.get("name").and_then(|node| line(node, bounds::ADDRESS))?;
        let folder = code.get("path").and_then(Node::text).and_then(repository_url::folder);
        full_name.contains('/').then_some(MadeIn { host: None, full_name, folder })
    });
    entity.made_in(reader, made.collect());
    let taken = [
        "name",
        "type",
        "owner",
        "lifecycle",
        "tier",
        "system",
        "description",
        "aliases",
        "tags",
        "properties",
        "dependencies",
        "repositories",
        "tools",
    ];
    entity.keep_rest(Some(node), &taken);
}
