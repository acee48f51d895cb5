//! What a value of another portal's file stands for: text, one answer of its form, or more than can be mapped.

/// What fills an input of a workflow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filling<'t> {
    /// Always this.
    Text(&'t str),
    /// The answer of this name, as it is given.
    Answer(&'t str),
    /// The plain name in the answer of this name, which is a reference.
    NameOf(&'t str),
    /// The thing that the action is run on.
    Subject,
    /// Something that only the other portal can reckon.
    Reckoned,
}

/// What a Backstage value such as `${{ parameters.name }}` stands for.
pub(super) fn of_template(value: &str) -> Filling<'_> {
    let Some(inner) = alone(value, "${{", "}}") else {
        return if value.contains("${{") { Filling::Reckoned } else { Filling::Text(value) };
    };
    let mut pipes = inner.split('|').map(str::trim);
    let Some(name) = pipes.next().and_then(|first| member(first, "parameters")) else { return Filling::Reckoned };
    let filters: Vec<String> = pipes.map(|filter| filter.replace(['\'', '"', ' '], "")).collect();
    match filters.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["dump" | "string"] => Filling::Answer(name),
        ["parseEntityRef", "pick(name)"] => Filling::NameOf(name),
        _ => Filling::Reckoned,
    }
}

/// What a Port value such as `{{ .inputs.name }}` stands for.
pub(super) fn of_port(value: &str) -> Filling<'_> {
    let Some(inner) = alone(value, "{{", "}}") else {
        return if value.contains("{{") { Filling::Reckoned } else { Filling::Text(value) };
    };
    if matches!(inner, ".entity.identifier" | ".entity.title") {
        return Filling::Subject;
    }
    let Some(path) = inner.strip_prefix('.') else { return Filling::Reckoned };
    // An answer that is an entity is its identifier, however it is written.
    let path = path.strip_suffix(".identifier").filter(|path| path.contains('.')).unwrap_or(path);
    member(path, "inputs").map_or(Filling::Reckoned, Filling::Answer)
}

/// The inside of a value that is one expression and nothing else.
fn alone<'t>(value: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let inner = value.trim().strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains(open) && !inner.contains(close)).then(|| inner.trim())
}

/// `parameters.name` or `parameters["name"]`.
fn member<'t>(path: &'t str, of: &str) -> Option<&'t str> {
    let rest = path.strip_prefix(of)?.trim();
    let quoted = rest.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).or_else(|| rest.strip_prefix('.'))?;
    let name = quoted.trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_answer_by_itself_fills_an_input() {
        for (value, expected) in [
            ("main", Filling::Text("main")),
            ("${{ parameters.name }}", Filling::Answer("name")),
            ("${{parameters['service-name']}}", Filling::Answer("service-name")),
            ("${{ parameters.owner | parseEntityRef | pick('name') }}", Filling::NameOf("owner")),
            ("${{ parameters.tags | dump }}", Filling::Answer("tags")),
            ("${{ parameters.a }}-${{ parameters.b }}", Filling::Reckoned),
            ("x-${{ parameters.a }}", Filling::Reckoned),
            ("${{ parameters.repoUrl | parseRepoUrl | pick('repo') }}", Filling::Reckoned),
            ("${{ steps.a.output.b }}", Filling::Reckoned),
            ("${{ parameters.a.b }}", Filling::Reckoned),
            ("${{ }}", Filling::Reckoned),
        ] {
            assert_eq!(of_template(value), expected, "{value}");
        }
        for (value, expected) in [
            ("eu", Filling::Text("eu")),
            ("{{ .inputs.name }}", Filling::Answer("name")),
            ("{{.inputs.\"team-name\"}}", Filling::Answer("team-name")),
            ("{{ .inputs[\"x\"] }}", Filling::Answer("x")),
            ("{{ .inputs.environment.identifier }}", Filling::Answer("environment")),
            ("{{ .entity.identifier }}", Filling::Subject),
            ("{{ . }}", Filling::Reckoned),
            ("{{ .inputs }}", Filling::Reckoned),
            ("{{ .trigger.by.user.email }}", Filling::Reckoned),
            ("{{ .inputs.a }}-{{ .inputs.b }}", Filling::Reckoned),
            ("{{ if (.inputs.a == \"x\") then 1 else 2 end }}", Filling::Reckoned),
        ] {
            assert_eq!(of_port(value), expected, "{value}");
        }
    }
}
