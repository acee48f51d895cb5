//! Descriptions of APIs in every format become one neutral model.
//!
//! [`describe()`] reads the files of one API. OpenAPI and AsyncAPI are read from trees of YAML or JSON,
//! GraphQL and protobuf by parsers of their own; all end in a [`Description`]. What is wrong with a
//! description becomes a finding; only what cannot be parsed at all is an error, and the page then shows
//! the file as it is.

mod asyncapi;
mod definition;
mod discover;
mod examples;
mod findings;
mod graphql;
mod json_schema;
mod limits;
mod lines;
mod lint;
mod model;
mod openapi;
mod protobuf;
mod read;
mod schema;
mod trees;
mod types;
mod words;

pub use examples::made as made_example;
pub use findings::Finding;
pub use model::{
    ApiReference, Content, Description, Example, Format, Group, Operation, Parameter, Payload, Requirement, Response, Scheme, Server,
    SourceFile, Type,
};
pub use read::describe;
pub use schema::{About, Choice, Combination, Field, Schema, Shape, TypeId};

pub(super) use definition::{Definition, definition};
pub(super) use discover::{Candidate, discover, unread};
pub(super) use words::{Unique, name, slug};
