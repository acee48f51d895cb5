//! How one proves who one is, as OpenAPI says it.

use super::super::model::{Requirement, Scheme};
use super::super::trees::Spot;
use super::super::words;
use super::{Generation, Reader};
use crate::yaml::Node;
use milepost_model::Severity;

/// What is asked for under `security`; none where nothing is said, an empty list where nothing is asked for.
pub(super) fn requirements(spot: Spot<'_>) -> Option<Vec<Requirement>> {
    spot.node.get("security").and_then(Node::items)?;
    let requirement = |requirement: Spot<'_>| {
        requirement
            .all()
            .take(20)
            .map(|(key, scopes)| {
                let scopes = scopes.node.items().unwrap_or_default().iter().filter_map(Node::text).take(50).map(words::name);
                (words::name(&key.text), scopes.collect())
            })
            .collect()
    };
    Some(spot.items("security").take(20).map(requirement).collect())
}

impl Reader<'_> {
    /// Every declared scheme; says so where an operation asks for one that is not.
    pub(super) fn schemes(&mut self) -> Vec<Scheme> {
        let root = self.root;
        let declared = match self.generation {
            Generation::Two => root.get("securityDefinitions"),
            Generation::Three => root.get("components").and_then(|components| components.get("securitySchemes")),
        };
        let mut schemes = Vec::new();
        for (key, spot) in declared.into_iter().flat_map(Spot::all).take(100) {
            if let Some(spot) = self.settled(spot) {
                schemes.push(scheme(&key.text, spot));
            }
        }
        let asked = self
            .groups
            .iter()
            .flat_map(|group| &group.operations)
            .filter_map(|operation| Some((operation.security.as_ref()?, &operation.place)));
        let of_all = requirements(root).unwrap_or_default();
        let root_place = root.get("security").map_or_else(|| root.place(), Spot::place);
        let asked: Vec<_> = asked.chain([(&of_all, &root_place)]).collect();
        for (requirements, place) in asked {
            for (name, _) in requirements.iter().flatten() {
                if !schemes.iter().any(|scheme| scheme.name == *name) {
                    let message = || format!("the security scheme “{name}” is not declared");
                    self.schemas.findings.add(
                        Severity::Warning,
                        "api/unknown-security-scheme",
                        message,
                        || place.clone(),
                        "declare it, or correct the name",
                    );
                }
            }
        }
        schemes
    }
}

/// One scheme, in words.
pub(in super::super) fn scheme(name: &str, spot: Spot<'_>) -> Scheme {
    let kind = match spot.text("type").unwrap_or_default() {
        "apiKey" | "httpApiKey" => match (spot.text("in"), spot.text("name")) {
            (Some(place @ ("header" | "query" | "cookie")), Some(key)) => {
                let place = if place == "query" { "query parameter" } else { place };
                format!("API key in the {place} {}", words::name(key))
            }
            _ => "API key".to_owned(),
        },
        "http" => match spot.text("scheme").unwrap_or_default().to_lowercase().as_str() {
            "bearer" => match spot.text("bearerFormat") {
                Some(format) => format!("Bearer token ({})", words::name(format)),
                None => "Bearer token".to_owned(),
            },
            "basic" => "User name and password (HTTP Basic)".to_owned(),
            other => format!("HTTP {}", words::name(other)),
        },
        "basic" => "User name and password (HTTP Basic)".to_owned(),
        "oauth2" => "OAuth 2".to_owned(),
        "openIdConnect" => "OpenID Connect".to_owned(),
        "mutualTLS" | "X509" => "Client certificate".to_owned(),
        "userPassword" => "User name and password".to_owned(),
        "scramSha256" => "SCRAM-SHA-256".to_owned(),
        "scramSha512" => "SCRAM-SHA-512".to_owned(),
        other => words::name(other),
    };
    let flows = spot.entries("flows").flat_map(|(_, flow)| flow.entries("scopes").chain(flow.entries("availableScopes")));
    let mut scopes: Vec<(String, String)> = flows
        .chain(spot.entries("scopes"))
        .take(300)
        .map(|(key, text)| (words::name(&key.text), text.node.text().and_then(words::sentence).unwrap_or_default()))
        .collect();
    scopes.sort();
    scopes.dedup_by(|a, b| a.0 == b.0);
    Scheme { name: words::name(name), kind, description: spot.text("description").and_then(words::prose), scopes }
}
