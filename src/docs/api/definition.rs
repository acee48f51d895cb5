//! Where an API entity keeps its definition.

use super::model::Format;
use milepost_model::Entity;
use serde_json::Value;

/// Where a definition is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::docs) enum Definition {
    /// In this file of the repository.
    File(String),
    /// In the descriptor itself.
    Text(String),
}

/// The definition of an API, as its importer kept it; none where it lies on another site.
pub(in crate::docs) fn definition(entity: &Entity) -> Option<Definition> {
    let kept = entity.extra.get("definition")?;
    let of = |key: &str| kept.get(key).and_then(Value::as_str).map(str::to_owned);
    of("path").map(Definition::File).or_else(|| of("text").map(Definition::Text))
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

#[cfg(test)]
mod tests {
    use super::*;
    use milepost_model::EntityRef;
    use serde_json::json;

    #[test]
    fn a_definition_is_a_file_or_a_text() {
        for (kept, expected) in [
            (json!({"path": "api/openapi.yaml"}), Some(Definition::File("api/openapi.yaml".into()))),
            (json!({"text": "type Query { a: Int }"}), Some(Definition::Text("type Query { a: Int }".into()))),
            (json!({"url": "https://example.org/openapi.yaml"}), None),
            (json!(3), None),
        ] {
            let mut entity = Entity::new(EntityRef::new("api", "a"), "a");
            entity.extra.insert("definition".to_owned(), kept);
            assert_eq!(definition(&entity), expected);
        }
        assert_eq!(definition(&Entity::new(EntityRef::new("api", "a"), "a")), None);
    }
}
