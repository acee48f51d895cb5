//! What a value may be: the one model of types that every format is read into.

use serde_json::Value;

/// A named type, by its place in [`super::Description::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub usize);

/// What a value may be, and what is said about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schema {
    /// What it may be.
    pub shape: Shape,
    /// What is said about it beside its shape; most have nothing.
    pub about: Option<Box<About>>,
    /// Whether it may be null.
    pub is_nullable: bool,
    /// Whether it should not be used any more.
    pub is_deprecated: bool,
}

/// What is said about a value beside its shape.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct About {
    /// In Markdown.
    pub description: Option<String>,
    /// Limits in words, such as `at least 1`.
    pub limits: Vec<String>,
    /// An example.
    pub example: Option<Value>,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Shape {
    /// Anything.
    #[default]
    Anything,
    /// Nothing at all.
    Nothing,
    /// A single value: its type and its format.
    Scalar(String, Option<String>),
    /// One of these values.
    Choice(Vec<Choice>),
    /// A list of these.
    List(Box<Schema>),
    /// A map from texts to these.
    Map(Box<Schema>),
    /// Named fields.
    Object(Vec<Field>),
    /// A type that is described elsewhere.
    Named(TypeId),
    /// Several together.
    Combined(Combination, Vec<Schema>),
    /// What this names is not there.
    Missing(String),
}

/// How several schemas are one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Combination {
    /// Exactly one of them holds.
    OneOf,
    /// At least one of them holds.
    AnyOf,
    /// All of them hold.
    AllOf,
    /// It does not hold.
    Not,
}

impl Combination {
    /// As a heading over the parts.
    pub fn words(self) -> &'static str {
        match self {
            Self::OneOf => "One of",
            Self::AnyOf => "Any of",
            Self::AllOf => "All of",
            Self::Not => "Anything but",
        }
    }
}

/// One of several allowed values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// The value as it is written.
    pub value: String,
    /// What it means.
    pub description: Option<String>,
    /// Whether it should not be used any more.
    pub is_deprecated: bool,
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Whether it must be there.
    pub is_required: bool,
    /// What else there is to know in a word or two, such as `read only` or a field's number.
    pub marks: Vec<String>,
    /// What it takes, where a field takes arguments.
    pub arguments: Vec<Self>,
    /// What it holds.
    pub schema: Schema,
}

impl Schema {
    /// A schema of which only the shape is known.
    pub fn of(shape: Shape) -> Self {
        Self { shape, ..Self::default() }
    }

    /// A scalar without a format.
    pub fn scalar(name: &str) -> Self {
        Self::of(Shape::Scalar(name.to_owned(), None))
    }

    /// What is said about it, to add to.
    pub fn about_mut(&mut self) -> &mut About {
        self.about.get_or_insert_default()
    }

    /// What it is described as.
    pub fn description(&self) -> Option<&str> {
        self.about.as_ref().and_then(|about| about.description.as_deref())
    }

    /// Its type in a few words, such as `list of Shipment`; `name` tells what a named type is called.
    pub fn words<'n>(&self, name: &dyn Fn(TypeId) -> &'n str) -> String {
        match &self.shape {
            Shape::Anything => "anything".to_owned(),
            Shape::Nothing => "nothing".to_owned(),
            Shape::Scalar(kind, None) => kind.clone(),
            Shape::Scalar(kind, Some(format)) => format!("{kind} ({format})"),
            Shape::Choice(_) => "one of the values".to_owned(),
            Shape::List(inner) => format!("list of {}", inner.words(name)),
            Shape::Map(inner) => format!("map of {}", inner.words(name)),
            Shape::Object(_) => "object".to_owned(),
            Shape::Named(id) => name(*id).to_owned(),
            Shape::Combined(how, _) => how.words().to_lowercase(),
            Shape::Missing(reference) => format!("{reference}, which is not there"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_as_people_say_it() {
        let list = |inner| Schema::of(Shape::List(Box::new(inner)));
        let name = |_: TypeId| "Shipment";
        for (schema, words) in [
            (list(Schema::of(Shape::Named(TypeId(0)))), "list of Shipment"),
            (Schema::of(Shape::Scalar("string".into(), Some("date-time".into()))), "string (date-time)"),
            (list(list(Schema::scalar("integer"))), "list of list of integer"),
            (Schema::of(Shape::Combined(Combination::OneOf, Vec::new())), "one of"),
        ] {
            assert_eq!(schema.words(&name), words);
        }
    }
}
