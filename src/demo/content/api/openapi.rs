//! OpenAPI: 3.1 for most, Swagger 2 for one that was never moved, and a broken one.

pub(super) const OPENAPI: &str = r##"openapi: 3.1.0
info:
  title: «title» API
  version: 2.4.0
  description: |
    «says»

    Every list is paged: send the `next` of one page as `after` to get the following one. Times are UTC.
    Errors are [problem details](https://www.rfc-editor.org/rfc/rfc9457), with a `type` that stays the same.
  contact:
    name: Team «team»
    url: https://chat.lumenfreight.example/channels/team-«slug»
servers:
  - url: https://api.lumenfreight.example/«name»
    description: Production
  - url: https://api.{region}.staging.lumenfreight.example/«name»
    description: Staging, emptied every Sunday
    variables:
      region: { default: eu, enum: [eu, us] }
security:
  - token: []
tags:
  - name: «noun0»s
    description: What «name» is about. A «noun0» is created once and closed once; in between it only gains «noun1»s.
  - name: «noun1»s
paths:
  /v2/«noun0»s:
    get:
      operationId: list«Noun0»s
      summary: List «noun0»s, newest first
      tags: [«noun0»s]
      parameters:
        - { name: «noun1», in: query, schema: { type: string }, description: Only those with this «noun1», example: «noun1»_7Hq2 }
        - { name: state, in: query, description: Only those in one of these states, schema: { type: array, items: { $ref: "#/components/schemas/State" } } }
        - { name: after, in: query, schema: { type: string }, description: Where the last page ended }
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 500, default: 100 } }
        - { name: offset, in: query, deprecated: true, schema: { type: integer, minimum: 0 }, description: How many to pass over. Use `after`. }
      responses:
        "200":
          description: A page of «noun0»s
          headers:
            X-RateLimit-Remaining: { description: Requests that are left in this minute, schema: { type: integer, example: 588 } }
          content:
            application/json:
              schema:
                type: object
                required: [items]
                properties:
                  items: { type: array, items: { $ref: "#/components/schemas/«Noun0»" } }
                  next: { type: [string, "null"], description: Send it as `after`; null on the last page }
        "429": { $ref: "#/components/responses/TooMany" }
    post:
      operationId: create«Noun0»
      summary: Create a «noun0»
      description: |
        Sending the same `Idempotency-Key` again gives the first answer again, for 24 hours.
      tags: [«noun0»s]
      security:
        - token: ["«noun0»s:write"]
        - clientCertificate: []
      parameters:
        - { name: Idempotency-Key, in: header, required: true, schema: { type: string, format: uuid } }
      requestBody:
        required: true
        description: The «noun0» as it is to be.
        content:
          application/json:
            schema: { $ref: "#/components/schemas/New«Noun0»" }
            examples:
              plain:
                summary: The least that is needed
                value: { «noun2»: "«noun2»_1", contact: { kind: phone, number: "+4940123456" } }
              full:
                summary: Everything
                value: { «noun2»: "«noun2»_1", note: Ring twice, contact: { kind: email, address: dock@example.com }, labels: { priority: high } }
      responses:
        "202":
          description: "Accepted, and under way"
          headers:
            Location: { required: true, description: Where to ask for it, schema: { type: string, format: uri } }
          content: { application/json: { schema: { $ref: "#/components/schemas/«Noun0»" } } }
        "422": { description: "A field is wrong", content: { application/problem+json: { schema: { $ref: "schemas/problem.yaml" } } } }
        "429": { $ref: "#/components/responses/TooMany" }
      callbacks:
        changed:
          "{$request.body#/callback_url}":
            post: { responses: { "204": { description: Seen } } }
  /v2/«noun0»s/{id}:
    parameters:
      - { $ref: "#/components/parameters/Id" }
    get:
      operationId: get«Noun0»
      summary: Get one «noun0»
      tags: [«noun0»s]
      responses:
        "200": { description: "The «noun0»", content: { application/json: { schema: { $ref: "#/components/schemas/«Noun0»" } } } }
        "404": { description: "There is no such «noun0»", content: { application/problem+json: { schema: { $ref: "schemas/problem.yaml" } } } }
    delete:
      operationId: cancel«Noun0»
      summary: Cancel a «noun0»
      tags: [«noun0»s]
      deprecated: true
      x-deprecation-reason: Close it instead, which keeps its «noun1»s.
      x-sunset: 2027-03-31
      responses:
        "204": { description: "Cancelled" }
        "409": { description: "Too late to cancel it" }
  /v2/«noun0»s/{id}/«noun1»s:
    parameters:
      - { $ref: "#/components/parameters/Id" }
    get:
      operationId: list«Noun1»sOf«Noun0»
      summary: List the «noun1»s of a «noun0»
      tags: [«noun1»s]
      responses:
        "200":
          description: "The «noun1»s, oldest first"
          content:
            application/json: { schema: { type: array, items: { $ref: "#/components/schemas/«Noun1»" } } }
            text/csv: { schema: { type: string }, example: "id,at\n«noun1»_1,2026-11-20T06:40:00Z\n" }
  /internal/reindex:
    post:
      tags: [operations]
      responses:
        "202": { description: Under way }
webhooks:
  «noun0»Closed:
    post:
      operationId: on«Noun0»Closed
      summary: Sent when a «noun0» is closed
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/«Noun0»" } } } }
      responses:
        "2XX": { description: Seen; anything else is sent again for a day }
components:
  parameters:
    Id: { name: id, in: path, required: true, description: The «noun0», schema: { type: string, pattern: "^[a-z0-9]+_[A-Za-z0-9]{4,}$" }, example: abc_5TQ2m1 }
  responses:
    TooMany:
      description: Slow down
      headers:
        Retry-After: { description: Seconds to wait, schema: { type: integer } }
  securitySchemes:
    token:
      type: oauth2
      description: A token from `identity`, for the service that asks.
      flows:
        clientCredentials:
          tokenUrl: https://identity.lumenfreight.example/token
          scopes: { "«noun0»s:read": Read everything, "«noun0»s:write": Create and close }
    clientCertificate: { type: mutualTLS, description: For devices that cannot keep a secret. }
  schemas:
    State:
      type: string
      description: Where it is in its life.
      enum: [new, active, closed]
      x-enumDescriptions: [Nobody has looked at it, Somebody works on it, Nothing changes any more]
    New«Noun0»:
      type: object
      required: [«noun2», contact]
      properties:
        «noun2»: { type: string, minLength: 3, maxLength: 40, description: The «noun2» that it is for }
        note: { type: [string, "null"], maxLength: 500 }
        contact:
          description: Whom to ask.
          oneOf:
            - { $ref: "#/components/schemas/Phone" }
            - { $ref: "#/components/schemas/Email" }
          discriminator: { propertyName: kind }
        labels: { type: object, additionalProperties: { type: string }, description: Whatever you want to find it by }
        callback_url: { type: string, format: uri, writeOnly: true }
    «Noun0»:
      description: A «noun0» as everybody sees it.
      allOf:
        - { $ref: "#/components/schemas/New«Noun0»" }
        - type: object
          required: [id, state, created_at]
          properties:
            id: { type: string, readOnly: true, examples: [abc_5TQ2m1] }
            state: { $ref: "#/components/schemas/State" }
            created_at: { type: string, format: date-time, readOnly: true }
            parent: { $ref: "#/components/schemas/«Noun0»" }
            number: { type: integer, deprecated: true, description: Its old number. Use `id`. }
    «Noun1»:
      type: object
      properties:
        id: { type: string, examples: [«noun1»_1] }
        at: { type: string, format: date-time }
        weight_kg: { type: number, exclusiveMinimum: 0, maximum: 31.5 }
    Phone:
      type: object
      required: [kind, number]
      properties: { kind: { const: phone }, number: { type: string, pattern: "^\\+[0-9]{6,15}$" } }
    Email:
      type: object
      required: [kind, address]
      properties: { kind: { const: email }, address: { type: string, format: email } }
"##;

/// What the description above refers to in a file of its own.
pub(super) const PROBLEM: &str = r"type: object
description: What went wrong, for people and for programs.
required: [type, title]
properties:
  type: { type: string, format: uri, description: Stays the same for the same sort of mistake }
  title: { type: string, examples: [A field is wrong] }
  detail: { type: string }
  fields:
    type: array
    items:
      type: object
      properties:
        path: { type: string, examples: [/contact/number] }
        message: { type: string }
";

pub(super) const SWAGGER: &str = r##"{
  "swagger": "2.0",
  "info": { "title": "«title» API", "version": "1.9", "description": "«says» Older than most; a move to OpenAPI 3 is planned." },
  "host": "«name».lumenfreight.example",
  "basePath": "/v1",
  "schemes": ["https"],
  "consumes": ["application/json"],
  "produces": ["application/json"],
  "securityDefinitions": { "key": { "type": "apiKey", "in": "header", "name": "X-Locker-Key" } },
  "security": [{ "key": [] }],
  "paths": {
    "/«noun0»s/{id}/open": {
      "post": {
        "operationId": "open«Noun0»",
        "summary": "Open a «noun0»",
        "parameters": [
          { "name": "id", "in": "path", "required": true, "type": "string" },
          { "name": "body", "in": "body", "required": true, "schema": { "$ref": "#/definitions/«Noun1»" } }
        ],
        "responses": {
          "200": { "description": "It is open", "schema": { "$ref": "#/definitions/«Noun0»" }, "examples": { "application/json": { "id": "abc_5TQ2m1", "is_open": true } } },
          "403": { "description": "Wrong «noun1»" }
        }
      }
    },
    "/«noun0»s": {
      "get": {
        "operationId": "find«Noun0»s",
        "summary": "Find «noun0»s near a place",
        "parameters": [
          { "name": "near", "in": "query", "type": "string", "description": "Latitude and longitude" },
          { "name": "limit", "in": "query", "type": "integer", "minimum": 1, "maximum": 50, "default": 10 }
        ],
        "responses": { "200": { "description": "The nearest first", "schema": { "type": "array", "items": { "$ref": "#/definitions/«Noun0»" } } } }
      }
    },
    "/«noun2»s": {
      "post": {
        "summary": "Register a «noun2» by a form",
        "deprecated": true,
        "consumes": ["multipart/form-data"],
        "parameters": [
          { "name": "name", "in": "formData", "required": true, "type": "string" },
          { "name": "photo", "in": "formData", "type": "file" }
        ],
        "responses": { "201": { "description": "Registered" } }
      }
    }
  },
  "definitions": {
    "«Noun0»": {
      "type": "object",
      "required": ["id"],
      "properties": {
        "id": { "type": "string" },
        "is_open": { "type": "boolean" },
        "size": { "type": "string", "enum": ["S", "M", "L"] },
        "opened_at": { "type": "string", "format": "date-time", "x-nullable": true }
      }
    },
    "«Noun1»": { "type": "object", "required": ["code"], "properties": { "code": { "type": "string", "minLength": 6, "maxLength": 6, "example": "493822" } } }
  }
}
"##;

/// A bracket is missing, as it happens: the page shows the file, the line and the column.
pub(super) const BROKEN: &str = r"openapi: 3.0.3
info:
  title: «title» API
  version: 1.1.0
paths:
  /v1/«noun0»s:
    get:
      operationId: list«Noun0»s
      summary: List «noun0»s
      parameters:
        - { name: «noun1», in: query, schema: { type: string }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200': { description: A page of «noun0»s }
";
