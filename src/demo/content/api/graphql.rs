//! GraphQL.

pub(super) const GRAPHQL: &str = r#""""
«says»
"""
schema {
  query: Query
  mutation: Mutation
  subscription: Subscription
}

type Query {
  "One «noun0», by its id."
  «noun0»(id: ID!): «Noun0»
  "A page of «noun0»s, newest first."
  «noun0»s(filter: «Noun0»Filter, first: Int = 50, after: String): «Noun0»Page!
  "Whatever has this word in it."
  search(text: String!): [Found!]!
  «noun0»ByNumber(number: Int!): «Noun0» @deprecated(reason: "Use `«noun0»`, which takes the id.")
}

type Mutation {
  "Closes a «noun0»; closing it twice changes nothing."
  close«Noun0»(input: Close«Noun0»Input!): «Noun0»!
}

type Subscription {
  "Every change to a «noun0», from now on."
  «noun0»Changed(id: ID!): «Noun0»!
}

"Everything that has an id."
interface Node {
  id: ID!
}

type «Noun0» implements Node {
  id: ID!
  state: State!
  «noun1»: String
  "The «noun2»s, newest first."
  «noun2»s(first: Int = 10): [«Noun2»!]!
  number: Int @deprecated(reason: "Use `id`.")
  createdAt: DateTime!
}

type «Noun2» implements Node {
  id: ID!
  «noun0»: «Noun0»
  note: String
}

union Found = «Noun0» | «Noun2»

type «Noun0»Page {
  items: [«Noun0»!]!
  "Send it as `after`; null on the last page."
  next: String
}

input «Noun0»Filter {
  state: [State!]
  «noun1»: String
}

input Close«Noun0»Input {
  id: ID!
  reason: String!
  "Whether to tell the customer."
  notify: Boolean! = true
}

"Where it is in its life."
enum State {
  "Nobody has looked at it."
  NEW
  ACTIVE
  CLOSED
  LOST @deprecated(reason: "Closed ones are no longer told apart.")
}

"An instant in UTC, as RFC 3339 writes it."
scalar DateTime
"#;
