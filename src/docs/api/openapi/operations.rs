//! The operations of OpenAPI: paths, webhooks and callbacks.

use super::super::model::{Operation, Server};
use super::super::trees::Spot;
use super::super::words;
use super::{METHODS, Reader, security, servers};
use milepost_model::Severity;
use std::collections::HashSet;

/// The most operations that are read of one description.
const MOST: usize = 20_000;

impl<'t> Reader<'t> {
    /// Reads every operation below `paths` and `webhooks`.
    pub(super) fn read_paths(&mut self) {
        let root = self.root;
        for (key, path) in root.own_entries("paths") {
            self.path_item(&key.text, path, None);
        }
        for (key, hook) in root.own_entries("webhooks").chain(root.own_entries("x-webhooks")) {
            self.path_item(&key.text, hook, Some("Webhooks"));
        }
    }

    fn path_item(&mut self, path: &str, spot: Spot<'t>, group: Option<&str>) {
        let Some(item) = self.settled(spot) else { return };
        let shared: Vec<Spot<'t>> = item.items("parameters").collect();
        let extra = item.get("additionalOperations").into_iter().flat_map(Spot::all).map(|(key, operation)| (key.text.clone(), operation));
        let usual = METHODS.iter().filter_map(|method| Some((method.to_uppercase(), item.get(method)?)));
        let found: Vec<(String, Spot<'t>)> = usual.chain(extra).collect();
        for (method, operation) in found {
            // The standard allows no reference here, and bundlers do: large descriptions are split by operation.
            let Some(operation) = self.settled(operation).filter(|operation| operation.node.mapping().is_some()) else { continue };
            self.operations += 1;
            if self.operations > MOST {
                let message = || format!("there are more than {MOST} operations");
                self.schemas.findings.add(
                    Severity::Warning,
                    "api/too-much",
                    message,
                    || operation.place(),
                    "the rest is left out; describe it in a file of its own",
                );
                return;
            }
            let read = self.operation(&method, path, operation, item, &shared);
            let tag = operation.items("tags").find_map(|tag| tag.node.text());
            let name = group.or(tag).map_or_else(|| by_path(path), str::to_owned);
            let place = self.group(&name, group.is_none() && tag.is_some(), operation);
            self.groups[place].operations.push(read);
        }
    }

    fn operation(&mut self, method: &str, path: &str, spot: Spot<'t>, item: Spot<'t>, shared: &[Spot<'t>]) -> Operation {
        let id = spot.words("operationId").map(|id| words::name(&id));
        self.judge_id(id.as_deref(), method, path, spot);
        let slug = id.as_deref().map_or_else(|| words::slug(&format!("{method} {path}")), words::slug);
        let own: Vec<Spot<'t>> = spot.items("parameters").collect();
        let (parameters, body) = self.parameters(shared, &own);
        self.judge_path(path, &parameters.iter().filter(|p| p.location == "path").map(|p| p.name.as_str()).collect(), spot);
        let description = spot.text("description").and_then(words::prose);
        let summary = spot.text("summary").and_then(words::sentence).or_else(|| description.as_deref().and_then(words::first_sentence));
        let is_deprecated = spot.is("deprecated") || spot.is("x-deprecated");
        let own_servers: Vec<Server> = Some(servers(spot)).filter(|own| !own.is_empty()).unwrap_or_else(|| servers(item));
        let mut operation = Operation {
            anchor: self.names.take(&format!("op-{slug}")),
            id,
            verb: words::name(method),
            path: words::name(path),
            summary,
            description,
            deprecation: is_deprecated.then(|| deprecation(spot)),
            parameters,
            request: self.request(spot, &body),
            responses: self.responses(spot),
            security: security::requirements(spot),
            servers: own_servers,
            notes: Vec::new(),
            link: spot.get("externalDocs").and_then(|docs| docs.words("url")),
            place: spot.place(),
        };
        self.callbacks(spot, &mut operation);
        operation
    }

    /// What the API calls in turn: a name, and where it calls.
    fn callbacks(&mut self, spot: Spot<'t>, operation: &mut Operation) {
        for (name, callback) in spot.own_entries("callbacks").take(50) {
            let Some(callback) = self.settled(callback) else { continue };
            for (url, item) in callback.all().filter(|(key, _)| !key.text.starts_with("x-")).take(20) {
                let methods: Vec<String> =
                    METHODS.iter().filter(|method| item.get(method).is_some()).map(|method| method.to_uppercase()).collect();
                let text = format!("{} {} ({})", methods.join(", "), words::name(&url.text), words::name(&name.text));
                operation.notes.push(("Calls back".to_owned(), text));
            }
        }
    }

    fn judge_id(&mut self, id: Option<&str>, method: &str, path: &str, spot: Spot<'t>) {
        let findings = &mut self.schemas.findings;
        match id {
            None => {
                let message = || format!("{method} {} has no operationId", words::name(path));
                findings.add(
                    Severity::Note,
                    "api/no-operation-id",
                    message,
                    || spot.place(),
                    "give it a name; generated clients and links are called by it",
                );
            }
            Some(id) => {
                if !self.operation_ids.insert(id.to_owned()) {
                    let message = || format!("two operations have the operationId “{id}”");
                    findings.add(
                        Severity::Warning,
                        "api/duplicate-operation-id",
                        message,
                        || spot.place(),
                        "give each operation a name of its own",
                    );
                }
            }
        }
    }

    /// Every `{name}` of a path is a parameter of it.
    fn judge_path(&mut self, path: &str, declared: &HashSet<&str>, spot: Spot<'t>) {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let names = path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name.trim_end_matches(['*', '+']));
        for name in names.filter(|name| !declared.contains(name)) {
            let message = || format!("“{{{}}}” in {} is no path parameter", words::name(name), words::name(path));
            self.schemas.findings.add(
                Severity::Warning,
                "api/undeclared-path-parameter",
                message,
                || spot.place(),
                "declare it under “parameters” with in: path",
            );
        }
    }
}

/// What is said about a deprecation, as far as anything is.
fn deprecation(spot: Spot<'_>) -> String {
    let reason =
        ["x-deprecation-reason", "x-deprecated-reason", "x-deprecationMessage", "x-deprecated"].iter().find_map(|key| spot.text(key));
    let sunset = ["x-sunset", "x-deprecation-sunset", "x-sunset-date"].iter().find_map(|key| spot.text(key));
    let reason = reason.filter(|text| *text != "true").and_then(words::sentence);
    let sunset = sunset.map(|text| format!("It goes away on {}.", words::name(text)));
    reason.into_iter().chain(sunset).collect::<Vec<_>>().join(" ")
}

/// The group of an operation without a tag: the first word of its path that is no version.
fn by_path(path: &str) -> String {
    let is_version = |part: &str| part.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let part = path.split('/').find(|part| !part.is_empty() && !part.starts_with('{') && *part != "api" && !is_version(part));
    part.map_or_else(|| "Operations".to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operations_without_a_tag_are_grouped_by_their_path() {
        for (path, expected) in
            [("/v2/shipments/{id}", "shipments"), ("/api/v1/users", "users"), ("/{id}", "Operations"), ("/vans", "vans")]
        {
            assert_eq!(by_path(path), expected);
        }
    }
}
