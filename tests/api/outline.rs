//! A description as indented lines, so that what changes in reading it can be seen in a difference.

use milepost::docs::api::{Content, Description, Field, Parameter, Schema, Shape, made_example};
use std::fmt::Write as _;

/// The outline of a description.
pub fn of(description: &Description) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{:?} {:?} format {}", description.title, description.version, description.format_version);
    let mut put = |line: String| {
        let _ = writeln!(out, "{line}");
    };
    if let Some(text) = &description.description {
        put(format!("says {text:?}"));
    }
    for (text, target) in &description.links {
        put(format!("link {text} → {target}"));
    }
    for server in &description.servers {
        put(format!("server {} {:?} {:?}", server.url, server.description, server.variables));
    }
    for scheme in &description.schemes {
        put(format!("scheme {}: {} {:?}", scheme.name, scheme.kind, scheme.scopes));
    }
    put(format!("security {:?}", description.security));
    for group in &description.groups {
        put(format!("group {} ({}) {:?}", group.name, group.slug, group.description));
        for operation in &group.operations {
            put(format!("  {} {} #{} {:?} id {:?}", operation.verb, operation.path, operation.anchor, operation.summary, operation.id));
            put(format!("    at {}", operation.place));
            if let Some(reason) = &operation.deprecation {
                put(format!("    deprecated: {reason:?}"));
            }
            if let Some(security) = &operation.security {
                put(format!("    security {security:?}"));
            }
            for (label, text) in &operation.notes {
                put(format!("    {label}: {text}"));
            }
            for found in &operation.parameters {
                put(format!("    {}", parameter(description, found)));
            }
            for content in operation.request.iter().flat_map(|request| &request.contents) {
                put(format!("    sends {}", self::content(description, content)));
            }
            for response in &operation.responses {
                put(format!("    {} {:?}", response.status, response.description));
                for header in &response.headers {
                    put(format!("      {}", parameter(description, header)));
                }
                for content in &response.contents {
                    put(format!("      {}", self::content(description, content)));
                }
            }
        }
    }
    for found in &description.types {
        let unused = if found.is_used { "" } else { " (unused)" };
        put(format!("type {} #{} {:?}{unused} at {}", found.name, found.anchor, found.sort, found.place));
        put(format!("  {}", schema(description, &found.schema)));
    }
    for finding in &description.findings {
        put(format!(
            "{} {}: {} (+{}) at {}",
            finding.first.severity.word(),
            finding.first.code,
            finding.first.message,
            finding.others,
            finding.first.place.as_ref().map(ToString::to_string).unwrap_or_default()
        ));
    }
    out
}

fn parameter(description: &Description, found: &Parameter) -> String {
    let flags = [(found.is_required, " required"), (found.is_deprecated, " deprecated")];
    let flags: String = flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect();
    format!(
        "{} {}{flags}: {} {:?} example {:?}",
        found.location,
        found.name,
        schema(description, &found.schema),
        found.description,
        found.example
    )
}

fn content(description: &Description, content: &Content) -> String {
    let schema = content.schema.as_ref().map(|found| schema(description, found)).unwrap_or_default();
    let examples: Vec<String> =
        content.examples.iter().map(|example| format!("{:?} {}", example.name, example.text.replace('\n', "⏎"))).collect();
    let made = made_example(description, content).map(|example| example.text.split_whitespace().collect::<Vec<_>>().join(" "));
    format!("{:?} {schema} examples {examples:?} made {made:?}", content.media_type)
}

fn schema(description: &Description, found: &Schema) -> String {
    let mut out = match &found.shape {
        Shape::Object(fields) => format!("{{ {} }}", fields.iter().map(|one| field(description, one)).collect::<Vec<_>>().join(", ")),
        Shape::List(inner) => format!("[{}]", schema(description, inner)),
        Shape::Map(inner) => format!("map of {}", schema(description, inner)),
        Shape::Combined(how, parts) => {
            format!("{}({})", how.words(), parts.iter().map(|part| schema(description, part)).collect::<Vec<_>>().join(" | "))
        }
        Shape::Choice(choices) => {
            let words = choices.iter().map(|choice| format!("{}{}", choice.value, if choice.is_deprecated { "†" } else { "" }));
            format!("<{}>", words.collect::<Vec<_>>().join("|"))
        }
        _ => found.words(&|id| description.type_name(id)),
    };
    if found.is_nullable {
        out.push('?');
    }
    if found.is_deprecated {
        out.push('†');
    }
    if let Some(about) = &found.about {
        if !about.limits.is_empty() {
            let _ = write!(out, " [{}]", about.limits.join("; "));
        }
        if let Some(text) = &about.description {
            let _ = write!(out, " “{}”", text.replace('\n', "⏎"));
        }
    }
    out
}

fn field(description: &Description, found: &Field) -> String {
    let star = if found.is_required { "*" } else { "" };
    let marks = if found.marks.is_empty() { String::new() } else { format!(" ({})", found.marks.join(", ")) };
    let arguments = if found.arguments.is_empty() {
        String::new()
    } else {
        format!("({})", found.arguments.iter().map(|one| field(description, one)).collect::<Vec<_>>().join(", "))
    };
    format!("{}{star}{arguments}{marks}: {}", found.name, schema(description, &found.schema))
}
