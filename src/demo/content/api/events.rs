//! AsyncAPI: version 3 for those that also answer requests, version 2 for the others.

pub(super) const THREE: &str = r##"asyncapi: 3.0.0
info:
  title: «title» events
  version: 1.3.0
  description: What «name» tells others, in the order in which it happened for each «noun0».
servers:
  production: { host: "kafka.lumenfreight.example:9093", protocol: kafka-secure, description: Both regions }
channels:
  «noun0»Changed:
    address: «schema».«noun0».v1.{region}
    description: One partition for each «noun0», kept for 14 days.
    parameters:
      region: { description: Where it happened, enum: [eu, us], default: eu }
    messages:
      «Noun0»Changed: { $ref: "#/components/messages/«Noun0»Changed" }
      «Noun0»Closed: { $ref: "#/components/messages/«Noun0»Closed" }
    bindings: { kafka: { partitions: 24, replicas: 3 } }
  «noun1»Requests:
    address: «schema».«noun1»-requests.v1
    messages:
      «Noun1»Asked: { payload: { type: object, required: [id], properties: { id: { type: string } } } }
  «noun1»Answers:
    address: «schema».«noun1»-answers.v1
    messages:
      «Noun1»Told: { payload: { type: object, properties: { id: { type: string }, «noun1»: { type: string } } } }
operations:
  publish«Noun0»Changed:
    action: send
    summary: Tells of every change to a «noun0»
    channel: { $ref: "#/channels/«noun0»Changed" }
  answer«Noun1»:
    action: receive
    summary: Answers questions about a «noun1»
    channel: { $ref: "#/channels/«noun1»Requests" }
    reply:
      address: { description: The topic that the question names in its header `reply-to` }
      channel: { $ref: "#/channels/«noun1»Answers" }
components:
  messages:
    «Noun0»Changed:
      summary: A «noun0» changed
      contentType: application/json
      headers: { type: object, properties: { trace-id: { type: string, description: The request that caused it } } }
      payload: { $ref: "#/components/schemas/Change" }
      examples:
        - summary: Somebody began to work on it
          payload: { id: abc_5TQ2m1, at: "2026-11-20T06:40:00Z", state: active }
    «Noun0»Closed:
      summary: A «noun0» was closed; nothing follows
      payload: { $ref: "#/components/schemas/Change" }
  schemas:
    Change:
      type: object
      required: [id, at, state]
      properties:
        id: { type: string, description: "The «noun0»" }
        at: { type: string, format: date-time }
        state: { type: string, enum: [new, active, closed] }
        «noun1»: { type: string }
"##;

pub(super) const TWO: &str = r##"asyncapi: 2.6.0
info:
  title: «title» events
  version: 0.9.0
  description: What «name» tells others and listens to.
servers:
  production: { url: "kafka.lumenfreight.example:9093", protocol: kafka-secure }
channels:
  «schema».«noun0».v1:
    subscribe:
      operationId: publish«Noun0»
      summary: Every «noun0», as it happens
      message:
        oneOf:
          - { $ref: "#/components/messages/«Noun0»Seen" }
          - { $ref: "#/components/messages/«Noun0»Lost" }
  «schema».commands.v1:
    publish:
      operationId: obey
      summary: Does what it is told
      message:
        name: Command
        payload:
          type: object
          required: [do]
          properties:
            do: { type: string, enum: [start, stop] }
            until: { type: string, format: date-time }
components:
  messages:
    «Noun0»Seen:
      title: A «noun0» was seen
      payload: { type: object, required: [id], properties: { id: { type: string }, at: { type: string, format: date-time }, «noun1»: { type: string } } }
    «Noun0»Lost:
      title: A «noun0» was lost
      payload: { type: object, required: [id], properties: { id: { type: string }, why: { type: string } } }
"##;
