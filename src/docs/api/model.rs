//! A described API, whatever format describes it.

use super::findings::Finding;
use super::schema::{Schema, TypeId};
use bytes::Bytes;
use milepost_model::{Diagnostic, EntityRef, Place, RepoId};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// OpenAPI and Swagger.
    OpenApi,
    /// AsyncAPI.
    AsyncApi,
    /// GraphQL's schema language.
    GraphQl,
    /// Protocol buffers.
    Protobuf,
}

impl Format {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::OpenApi => "OpenAPI",
            Self::AsyncApi => "AsyncAPI",
            Self::GraphQl => "GraphQL",
            Self::Protobuf => "Protobuf",
        }
    }
}

/// An API that files of a repository describe, or should.
#[derive(Debug, Clone)]
pub struct ApiReference {
    /// The service whose files describe it.
    pub service: Option<EntityRef>,
    /// The entity that it is, where the catalog has one.
    pub entity: Option<EntityRef>,
    /// Its place in URLs, below that of its service.
    pub slug: String,
    /// Its name for people.
    pub title: String,
    /// What it is written in.
    pub format: Format,
    /// The repository that holds the files.
    pub repo: Option<RepoId>,
    /// The files, the one that is read first, first.
    pub files: Vec<SourceFile>,
    /// What they describe, or why they could not be read.
    pub described: Result<Description, Vec<Diagnostic>>,
}

/// A file that describes an API.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Its path in the repository.
    pub path: String,
    /// Its content.
    pub content: Bytes,
}

/// What the files of an API say.
#[derive(Debug, Clone, Default)]
pub struct Description {
    /// Which version of the format they are in, such as `3.1.0`.
    pub format_version: String,
    /// The API's own name.
    pub title: Option<String>,
    /// The API's own version.
    pub version: Option<String>,
    /// What it is, in Markdown.
    pub description: Option<String>,
    /// Further links: documentation, contact, licence, terms. Not yet judged safe.
    pub links: Vec<(String, String)>,
    /// Where it can be reached.
    pub servers: Vec<Server>,
    /// How one proves who one is.
    pub schemes: Vec<Scheme>,
    /// What an operation asks for that says nothing of it.
    pub security: Vec<Requirement>,
    /// What it can do, by topic.
    pub groups: Vec<Group>,
    /// The named types, in the order of the description.
    pub types: Vec<Type>,
    /// What could be better about the description.
    pub findings: Vec<Finding>,
}

/// Where an API can be reached.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Server {
    /// Its address, which may hold variables in braces.
    pub url: String,
    /// Its name or what it is for.
    pub description: Option<String>,
    /// Variables of the address, each with what it may be.
    pub variables: Vec<(String, String)>,
}

/// A way to prove who one is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scheme {
    /// The name that operations refer to it by.
    pub name: String,
    /// What it is in words, such as `API key in the header X-Key`.
    pub kind: String,
    /// In Markdown.
    pub description: Option<String>,
    /// Scopes and what they allow.
    pub scopes: Vec<(String, String)>,
}

/// Schemes that are needed together, each with the scopes that are asked for; none means that nothing is needed.
pub type Requirement = Vec<(String, Vec<String>)>;

/// Operations on one topic.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// Its name for people.
    pub name: String,
    /// Its place in URLs.
    pub slug: String,
    /// In Markdown.
    pub description: Option<String>,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// One thing that the API can do.
#[derive(Debug, Clone, Default)]
pub struct Operation {
    /// The name that the description gives it.
    pub id: Option<String>,
    /// The id of its section on the page, once in the API.
    pub anchor: String,
    /// `GET`, `SEND`, `QUERY`, `RPC` and the like.
    pub verb: String,
    /// The path, channel, field or method.
    pub path: String,
    /// What it does, in a line.
    pub summary: Option<String>,
    /// In Markdown.
    pub description: Option<String>,
    /// Whether it should not be used any more, and what is said about that.
    pub deprecation: Option<String>,
    /// What it takes beside the request.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub request: Option<Payload>,
    /// What may come back.
    pub responses: Vec<Response>,
    /// What it asks for, where it says so itself.
    pub security: Option<Vec<Requirement>>,
    /// Where it can be reached, where that differs from the rest.
    pub servers: Vec<Server>,
    /// What else there is to know: a label and a text.
    pub notes: Vec<(String, String)>,
    /// Further documentation. Not yet judged safe.
    pub link: Option<String>,
    /// Where it is described.
    pub place: Place,
}

/// What an operation takes.
#[derive(Debug, Clone, Default)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it goes: `path`, `query`, `header`, `cookie`, `argument`.
    pub location: String,
    /// Whether it must be there.
    pub is_required: bool,
    /// Whether it should not be used any more.
    pub is_deprecated: bool,
    /// In Markdown.
    pub description: Option<String>,
    /// What it may be.
    pub schema: Schema,
    /// An example, as it would be written.
    pub example: Option<String>,
}

/// What is sent.
#[derive(Debug, Clone, Default)]
pub struct Payload {
    /// In Markdown.
    pub description: Option<String>,
    /// Whether it must be there.
    pub is_required: bool,
    /// One for each media type.
    pub contents: Vec<Content>,
}

/// What may come back.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status, such as `200` or `default`, or a word.
    pub status: String,
    /// In Markdown.
    pub description: Option<String>,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// One for each media type.
    pub contents: Vec<Content>,
}

/// A body in one media type.
#[derive(Debug, Clone, Default)]
pub struct Content {
    /// The media type, or the name of the message; empty where the format has none.
    pub media_type: String,
    /// What it holds.
    pub schema: Option<Schema>,
    /// Examples, those that the description gives.
    pub examples: Vec<Example>,
}

/// An example.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// Its name, where there are several.
    pub name: Option<String>,
    /// Its text.
    pub text: String,
    /// Whether it was made from the schema, since the description gives none.
    pub is_made: bool,
}

/// A named type.
#[derive(Debug, Clone, Default)]
pub struct Type {
    /// Its name, once in the API.
    pub name: String,
    /// The id of its section on the page.
    pub anchor: String,
    /// What sort of type it is where the format tells, such as `input` or `message`.
    pub sort: Option<&'static str>,
    /// What it may be.
    pub schema: Schema,
    /// Where it is described.
    pub place: Place,
    /// Whether an operation uses it, directly or through other types.
    pub is_used: bool,
}

impl Description {
    /// The name of a type.
    pub fn type_name(&self, id: TypeId) -> &str {
        self.types.get(id.0).map_or("", |found| found.name.as_str())
    }

    /// All operations with their groups, in order.
    pub fn operations(&self) -> impl Iterator<Item = (&Group, &Operation)> {
        self.groups.iter().flat_map(|group| group.operations.iter().map(move |operation| (group, operation)))
    }
}

impl ApiReference {
    /// How many operations it has; nothing where it could not be read.
    pub fn operation_count(&self) -> usize {
        self.described.as_ref().map_or(0, |description| description.operations().count())
    }
}
