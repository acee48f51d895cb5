//! The public API: large enough that its reference takes a page for each group.

use std::fmt::Write as _;

/// What the public API speaks of: path, singular, what it is.
const RESOURCES: [(&str, &str, &str); 14] = [
    ("shipments", "Shipment", "A parcel or pallet on its way."),
    ("quotes", "Quote", "What a shipment would cost, valid for a day."),
    ("labels", "Label", "What is glued to a parcel."),
    ("pickups", "Pickup", "A driver comes by."),
    ("returns", "Return", "A parcel on its way back."),
    ("manifests", "Manifest", "All parcels of a truck."),
    ("customs-declarations", "Declaration", "Freight across borders."),
    ("carriers", "Carrier", "Who moves it."),
    ("addresses", "Address", "Where it comes from and goes to."),
    ("invoices", "Invoice", "What was moved is billed."),
    ("webhooks", "Webhook", "Where we tell you what happened."),
    ("users", "User", "People with access."),
    ("api-keys", "ApiKey", "Programs with access."),
    ("reports", "Report", "A year of scans, turned into answers."),
];

/// The description of the public API.
pub(super) fn description() -> String {
    let mut text = String::from(HEAD);
    for (path, _, says) in RESOURCES {
        let _ = writeln!(text, "  - {{ name: {path}, description: {says:?} }}");
    }
    text.push_str("paths:\n");
    for (path, name, _) in RESOURCES {
        text.push_str(&RESOURCE.replace("«path»", path).replace("«Name»", name));
    }
    text.push_str(COMPONENTS);
    for (_, name, says) in RESOURCES {
        text.push_str(&SCHEMA.replace("«Name»", name).replace("«says»", says));
    }
    text
}

const HEAD: &str = r"openapi: 3.0.3
info:
  title: Lumen Freight API
  version: '2026-11'
  description: Everything that customers do with programs. Versions are dates; each lives for two years.
  termsOfService: https://lumenfreight.example/terms
externalDocs: { url: https://developers.lumenfreight.example/ }
servers:
  - url: https://api.lumenfreight.example
security:
  - key: []
tags:
";

const RESOURCE: &str = r"  /«path»:
    get:
      operationId: «path»/list
      summary: List «path»
      tags: [«path»]
      parameters:
        - { name: created_after, in: query, description: Only those created after this instant, schema: { type: string, format: date-time } }
        - { name: created_before, in: query, description: Only those created before this instant, schema: { type: string, format: date-time } }
        - { name: reference, in: query, description: Only those with this reference of yours, schema: { type: string, maxLength: 80 } }
        - { name: cursor, in: query, description: Where the last page ended, schema: { type: string } }
        - { name: limit, in: query, description: How many at most, schema: { type: integer, minimum: 1, maximum: 200, default: 50 } }
      responses:
        '200': { description: A page, content: { application/json: { schema: { $ref: '#/components/schemas/«Name»Page' } } } }
        default: { $ref: '#/components/responses/Problem' }
    post:
      operationId: «path»/create
      summary: Create one of «path»
      tags: [«path»]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/«Name»' } } } }
      responses:
        '201': { description: Created, content: { application/json: { schema: { $ref: '#/components/schemas/«Name»' } } } }
        default: { $ref: '#/components/responses/Problem' }
  /«path»/{id}:
    parameters: [{ name: id, in: path, required: true, description: Its id, schema: { type: string } }]
    get:
      operationId: «path»/get
      summary: Get one of «path»
      tags: [«path»]
      responses:
        '200': { description: It, content: { application/json: { schema: { $ref: '#/components/schemas/«Name»' } } } }
        default: { $ref: '#/components/responses/Problem' }
    patch:
      operationId: «path»/update
      summary: Change one of «path»
      tags: [«path»]
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { $ref: '#/components/schemas/«Name»' } } } }
      responses:
        '200': { description: As it is now, content: { application/json: { schema: { $ref: '#/components/schemas/«Name»' } } } }
        default: { $ref: '#/components/responses/Problem' }
    delete:
      operationId: «path»/delete
      summary: Delete one of «path»
      tags: [«path»]
      responses:
        '204': { description: Gone }
        default: { $ref: '#/components/responses/Problem' }
  /«path»/{id}/events:
    parameters: [{ name: id, in: path, required: true, description: Its id, schema: { type: string } }]
    get:
      operationId: «path»/events
      summary: List what happened to one of «path»
      tags: [«path»]
      responses:
        '200': { description: Oldest first, content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Event' } } } } }
        default: { $ref: '#/components/responses/Problem' }
";

const COMPONENTS: &str = r"components:
  responses:
    Problem: { description: It did not work, content: { application/problem+json: { schema: { $ref: '#/components/schemas/Problem' } } } }
  securitySchemes:
    key: { type: http, scheme: bearer, description: A key from the developers’ site. }
  schemas:
    Problem:
      type: object
      properties: { title: { type: string }, detail: { type: string }, trace: { type: string, description: Tell us this when you ask } }
    Event:
      type: object
      properties: { at: { type: string, format: date-time }, kind: { type: string }, by: { type: string, nullable: true } }
    Money:
      type: object
      required: [amount, currency]
      properties: { amount: { type: integer, description: In the smallest unit }, currency: { type: string, minLength: 3, maxLength: 3, example: EUR } }
";

const SCHEMA: &str = r"    «Name»Page:
      type: object
      properties: { items: { type: array, items: { $ref: '#/components/schemas/«Name»' } }, cursor: { type: string, nullable: true } }
    «Name»:
      type: object
      description: «says»
      required: [reference]
      properties:
        id: { type: string, readOnly: true, description: Ours }
        reference: { type: string, maxLength: 80, description: Yours }
        created_at: { type: string, format: date-time, readOnly: true }
        price: { $ref: '#/components/schemas/Money' }
        state: { type: string, enum: [draft, open, done, failed] }
        last_event: { $ref: '#/components/schemas/Event' }
        metadata: { type: object, additionalProperties: { type: string }, description: Up to 50 pairs of your own }
";
