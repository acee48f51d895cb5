//! Where the descriptor of an API entity keeps its definition.

use super::model::Format;
use crate::yaml::{self, Node};
use milepost_model::{Entity, Place};

/// The keys that stand for a file, one alone in a map.
const SUBSTITUTIONS: [&str; 5] = ["$text", "$json", "$yaml", "$openapi", "$asyncapi"];

/// Where a definition is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docs) enum Definition {
    /// In this file of the repository.
    File(String),
    /// In the descriptor itself.
    Text(String),
}

/// The definition of an API, from its entity and, where that is not enough, from its descriptor.
pub(in crate::docs) fn definition(entity: &Entity, content: &dyn Fn(&str) -> Option<bytes::Bytes>) -> Option<Definition> {
    let descriptor = ["type", "lifecycle", "description", "owner"].iter().find_map(|field| entity.sources.get(*field)?.place.as_ref())?;
    let folder = descriptor.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let kept = entity.extra.get("spec").and_then(|spec| spec.get("definition"));
    if let Some(path) = kept.and_then(|found| SUBSTITUTIONS.iter().find_map(|key| found.get(key)?.as_str())) {
        return joined(folder, path).map(Definition::File);
    }
    let bytes = content(&descriptor.path)?;
    let text = std::str::from_utf8(&bytes).ok()?;
    let (documents, _) = yaml::documents(text, &Place::file(&descriptor.path));
    let is_meant = |node: &&Node| {
        node.get("kind").and_then(Node::text).is_some_and(|kind| kind.eq_ignore_ascii_case("api"))
            && node.at(&["metadata", "name"]).and_then(Node::text).is_some_and(|name| name.eq_ignore_ascii_case(&entity.name))
    };
    let found = documents.iter().find(is_meant)?.at(&["spec", "definition"])?;
    if let Some(path) = SUBSTITUTIONS.iter().find_map(|key| found.get(key)?.text()) {
        return joined(folder, path).map(Definition::File);
    }
    found.text().map(|text| Definition::Text(text.to_owned()))
}

/// The format that Backstage's word for the type of an API stands for.
pub(super) fn format_of(kind: &str) -> Option<Format> {
    Some(match kind.to_lowercase().as_str() {
        "openapi" | "swagger" => Format::OpenApi,
        "asyncapi" => Format::AsyncApi,
        "graphql" => Format::GraphQl,
        "grpc" | "protobuf" | "proto" => Format::Protobuf,
        _ => return None,
    })
}

/// A path that a descriptor names, from the root; nothing where it leads out of the repository or to another site.
fn joined(folder: &str, named: &str) -> Option<String> {
    if named.contains("://") {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in named.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            other => parts.push(other),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::{EntityRef, FieldSource};

    #[test]
    fn a_definition_is_a_file_or_a_text() {
        let descriptor = "kind: API\nmetadata: {name: a}\nspec:\n  definition:\n    $text: ../a.yaml\n---\nkind: API\nmetadata: {name: b}\nspec:\n  definition: |\n    type Query { a: Int }\n";
        let content = |path: &str| (path == "x/catalog-info.yaml").then(|| bytes::Bytes::from_static(descriptor.as_bytes()));
        let entity = |name: &str| {
            let mut entity = Entity::new(EntityRef::new("api", name), name);
            entity
                .sources
                .insert("type".into(), FieldSource { importer: "backstage".into(), place: Some(Place::file("x/catalog-info.yaml")) });
            entity
        };
        assert_eq!(definition(&entity("a"), &content), Some(Definition::File("a.yaml".into())));
        assert_eq!(definition(&entity("b"), &content), Some(Definition::Text("type Query { a: Int }\n".into())));
        assert_eq!(definition(&entity("c"), &content), None);
        assert_eq!((joined("", "../etc/passwd"), joined("", "https://x/y")), (None, None));
    }
}
