//! Descriptions of APIs: OpenAPI, AsyncAPI, protobuf and GraphQL.

use super::{Text, Words};
use crate::demo::plan::{Apis, Part};

/// An API that a service offers.
pub(super) struct Offered {
    pub(super) name: String,
    pub(super) says: String,
    /// Backstage's word for it.
    pub(super) kind: &'static str,
    pub(super) path: String,
}

const OPENAPI: &str = r##"openapi: 3.1.0
info:
  title: «title» API
  version: 2.4.0
  description: «says»
  contact:
    name: Team «team»
servers:
  - url: https://api.lumenfreight.example/«name»
tags:
  - name: «noun0»s
  - name: «noun1»s
paths:
  /v2/«noun0»s:
    get:
      operationId: list«Noun0»s
      summary: List «noun0»s, newest first
      tags: [«noun0»s]
      parameters:
        - { name: «noun1», in: query, schema: { type: string }, description: Only those with this «noun1» }
        - { name: after, in: query, schema: { type: string }, description: Where the last page ended }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 100 } }
      responses:
        "200":
          description: A page of «noun0»s
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: { type: array, items: { $ref: "#/components/schemas/«Noun0»" } }
                  next: { type: [string, "null"] }
    post:
      operationId: create«Noun0»
      summary: Create a «noun0»
      tags: [«noun0»s]
      requestBody:
        required: true
        content:
          application/json:
            schema: { $ref: "#/components/schemas/«Noun0»" }
      responses:
        "202": { description: "Accepted, and under way" }
        "422": { description: "A field is wrong", content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } } }
  /v2/«noun0»s/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: get«Noun0»
      summary: Get one «noun0»
      tags: [«noun0»s]
      responses:
        "200": { description: "The «noun0»", content: { application/json: { schema: { $ref: "#/components/schemas/«Noun0»" } } } }
        "404": { description: "There is no such «noun0»" }
    delete:
      operationId: cancel«Noun0»
      summary: Cancel a «noun0»
      tags: [«noun0»s]
      deprecated: true
      responses:
        "204": { description: "Cancelled" }
        "409": { description: "Too late to cancel it" }
  /v2/«noun0»s/{id}/«noun1»s:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
    get:
      operationId: list«Noun1»sOf«Noun0»
      summary: List the «noun1»s of a «noun0»
      tags: [«noun1»s]
      responses:
        "200": { description: "The «noun1»s, oldest first" }
components:
  schemas:
    «Noun0»:
      type: object
      required: [id, state]
      properties:
        id: { type: string, examples: [abc_5TQ2m1] }
        state: { type: string, enum: [new, active, closed] }
        «noun2»: { type: [string, "null"] }
        created_at: { type: string, format: date-time }
    Problem:
      type: object
      properties:
        title: { type: string }
        detail: { type: string }
"##;

const ASYNCAPI: &str = r##"asyncapi: 3.0.0
info:
  title: «title» events
  version: 1.3.0
  description: What «name» tells others, in the order in which it happened for each «noun0».
channels:
  «noun0»Changed:
    address: «schema».«noun0».v1
    messages:
      «Noun0»Changed: { $ref: "#/components/messages/«Noun0»Changed" }
operations:
  publish«Noun0»Changed:
    action: send
    channel: { $ref: "#/channels/«noun0»Changed" }
components:
  messages:
    «Noun0»Changed:
      payload:
        type: object
        required: [id, at, state]
        properties:
          id: { type: string, description: "The «noun0»" }
          at: { type: string, format: date-time }
          state: { type: string, enum: [new, active, closed] }
          «noun1»: { type: string }
"##;

const PROTO: &str = r#"// «says»
syntax = "proto3";

package lumenfreight.«schema».v1;

import "google/protobuf/timestamp.proto";

// Answers questions about «noun0»s.
service «Name» {
  // Finds one by its id.
  rpc Get«Noun0»(Get«Noun0»Request) returns («Noun0»);
  // Streams all that match, newest first.
  rpc List«Noun0»s(List«Noun0»sRequest) returns (stream «Noun0»);
}

message Get«Noun0»Request {
  string id = 1;
}

message List«Noun0»sRequest {
  optional string «noun1» = 1;
  uint32 limit = 2;
}

message «Noun0» {
  string id = 1;
  string «noun1» = 2;
  string «noun2» = 3;
  google.protobuf.Timestamp created_at = 4;
}
"#;

const GRAPHQL: &str = r#""""
«says»
"""
type Query {
  "One «noun0», by its id."
  «noun0»(id: ID!): «Noun0»
  "A page of «noun0»s, newest first."
  «noun0»s(«noun1»: String, first: Int = 50, after: String): «Noun0»Page!
}

type Mutation {
  "Closes a «noun0»; closing it twice changes nothing."
  close«Noun0»(id: ID!, reason: String!): «Noun0»!
}

type «Noun0» {
  id: ID!
  state: State!
  «noun1»: String
  «noun2»: String
}

type «Noun0»Page {
  items: [«Noun0»!]!
  next: String
}

enum State {
  NEW
  ACTIVE
  CLOSED
}
"#;

/// The APIs that a service offers.
pub(super) fn offered(part: &Part) -> Vec<Offered> {
    let name = &part.name;
    let rest = || Offered {
        name: format!("{name}-api"),
        says: format!("{}s over HTTP.", super::super::plan::capitalised(part.nouns[0])),
        kind: "openapi",
        path: "openapi.yaml".into(),
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
    let text = |kind| match kind {
        "openapi" => OPENAPI,
        "asyncapi" => ASYNCAPI,
        "grpc" => PROTO,
        _ => GRAPHQL,
    };
    offered(part).into_iter().map(|api| (format!("{}{}", part.folder, api.path), words.fill(text(api.kind)))).collect()
}
