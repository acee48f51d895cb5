//! Descriptions of APIs: OpenAPI, AsyncAPI, protobuf and GraphQL.

mod events;
mod graphql;
mod openapi;
mod proto;
mod public;

use super::{Text, Words};
use crate::demo::plan::{Apis, Part};

/// The public API, which is large.
const PUBLIC: &str = "gateway";
/// The one that was never moved to OpenAPI 3.
const OLD: &str = "parcel-locker";
/// The one whose description has a mistake.
const BROKEN: &str = "manifest-parser";

/// APIs that others say they use, by the service that offers them.
const USED: [(&str, &str); 5] = [
    ("carrier-rates", "carrier-rates-grpc"),
    ("identity", "identity-api"),
    ("payments-hub", "payments-hub-api"),
    ("pricing-engine", "pricing-engine-grpc"),
    ("shipment-tracker", "shipment-tracker-api"),
];

/// An API that a service offers.
pub(super) struct Offered {
    pub(super) name: String,
    pub(super) says: String,
    /// Backstage's word for it.
    pub(super) kind: &'static str,
    pub(super) path: String,
}

/// The APIs that a service uses, of those that it needs.
pub(super) fn used(part: &Part) -> impl Iterator<Item = &'static str> + '_ {
    USED.iter().filter(|(service, _)| part.needs.iter().any(|need| need == service)).map(|(_, api)| *api)
}

/// The APIs that a service offers.
pub(super) fn offered(part: &Part) -> Vec<Offered> {
    let name = &part.name;
    let rest = || Offered {
        name: format!("{name}-api"),
        says: format!("{}s over HTTP.", super::super::plan::capitalised(part.nouns[0])),
        kind: "openapi",
        path: if *name == *OLD { "swagger.json" } else { "openapi.yaml" }.into(),
    };
    let events = || Offered {
        name: format!("{name}-events"),
        says: format!("What happens to {}s.", part.nouns[0]),
        kind: "asyncapi",
        path: "asyncapi.yaml".into(),
    };
    match part.apis {
        Apis::Nothing => Vec::new(),
        Apis::OpenApi => vec![rest()],
        Apis::Events => vec![events()],
        Apis::Both => vec![rest(), events()],
        Apis::Grpc => vec![Offered {
            name: format!("{name}-grpc"),
            says: format!("{}s for other services.", super::super::plan::capitalised(part.nouns[0])),
            kind: "grpc",
            path: format!("proto/{}.proto", name.replace('-', "_")),
        }],
        Apis::GraphQl => vec![Offered {
            name: format!("{name}-graphql"),
            says: "What its screens ask for.".into(),
            kind: "graphql",
            path: "schema.graphql".into(),
        }],
    }
}

/// The files that describe them.
pub(super) fn files(part: &Part, words: &Words) -> Vec<Text> {
    let mut words = words.clone();
    words.put("says", part.says.trim_end_matches('.').replace(['<', '>', ':'], " ").trim());
    let text = |kind| match (kind, part.name.as_str()) {
        ("openapi", PUBLIC) => public::description(),
        ("openapi", OLD) => words.fill(openapi::SWAGGER),
        ("openapi", BROKEN) => words.fill(openapi::BROKEN),
        ("openapi", _) => words.fill(openapi::OPENAPI),
        ("asyncapi", _) if part.apis == Apis::Both => words.fill(events::THREE),
        ("asyncapi", _) => words.fill(events::TWO),
        ("grpc", _) => words.fill(proto::PROTO),
        _ => words.fill(graphql::GRAPHQL),
    };
    let mut files: Vec<Text> = offered(part).into_iter().map(|api| (format!("{}{}", part.folder, api.path), text(api.kind))).collect();
    if files.iter().any(|(_, text)| text.contains("schemas/problem.yaml")) {
        files.push((format!("{}schemas/problem.yaml", part.folder), openapi::PROBLEM.to_owned()));
    }
    files
}
