//! What other portals call the properties of a service, and our facts for them.

use super::{Asked, quoted};

/// A fact, and what can be asked of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact {
    /// A text, empty where nothing says.
    Text(&'static str),
    /// Yes or no.
    Bool(&'static str),
    /// A number.
    Number(&'static str),
    /// A list of texts.
    List(&'static str),
    /// The kind of a link.
    Link(&'static str),
    /// The owner.
    Owner,
}

/// The fact for a property, by any of the names that people give it.
pub fn fact(name: &str) -> Option<Fact> {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    Some(match plain.as_str() {
        "team" | "teams" | "owner" | "owners" | "owningteam" | "ownership" => Fact::Owner,
        "description" => Fact::Text("entity.description"),
        "identifier" | "name" | "title" => Fact::Text("entity.name"),
        "tier" | "tierindex" | "criticality" => Fact::Text("entity.tier"),
        "lifecycle" | "lifecycleindex" => Fact::Text("entity.lifecycle"),
        "type" => Fact::Text("entity.type"),
        "system" => Fact::Text("entity.system"),
        "language" => Fact::Text("repository.language"),
        "repository" | "repo" | "githubrepository" | "repositoryurl" => Fact::Text("repository.name"),
        "visibility" => Fact::Text("repository.visibility"),
        "defaultbranch" => Fact::Text("repository.default_branch"),
        "license" | "licence" => Fact::Text("repository.license"),
        "readme" => Fact::Bool("files.readme"),
        "runbook" | "runbooks" => Fact::Bool("files.runbook"),
        "changelog" => Fact::Bool("files.changelog"),
        "codeowners" => Fact::Bool("files.codeowners"),
        "apispec" | "openapi" | "apidocument" => Fact::Bool("files.api"),
        "oncall" => Fact::Bool("entity.on_call"),
        "branchprotection" | "isprotected" => Fact::Bool("repository.is_protected"),
        "slo" | "slos" => Fact::Number("slo.count"),
        "criticalvulnerabilities" | "numberofcriticalvulnerabilities" => Fact::Number("findings.critical"),
        "highvulnerabilities" | "numberofhighvulnerabilities" => Fact::Number("findings.high"),
        "openvulnerabilities" => Fact::Number("findings.open"),
        "requiredapprovals" | "requiredreviewers" => Fact::Number("repository.required_reviews"),
        "dependencies" | "dependson" => Fact::List("entity.depends_on"),
        "tags" => Fact::List("entity.tags"),
        "topics" => Fact::List("repository.topics"),
        "languages" => Fact::List("repository.languages"),
        "dashboard" | "dashboards" => Fact::Link("dashboard"),
        "chat" | "slack" | "slackchannel" => Fact::Link("chat"),
        "logs" => Fact::Link("logs"),
        _ => return None,
    })
}

/// A question about a fact, in words that the importers share.
pub fn ask(fact: Fact, how: &str, value: Option<&str>) -> Asked {
    let needs = || value.map(quoted).ok_or_else(|| format!("“{how}” has no value"));
    let number = || {
        let value = value.and_then(|value| value.trim().parse::<f64>().ok()).filter(|value| value.is_finite() && value.fract() == 0.0);
        value.map(|value| format!("{value}")).ok_or_else(|| format!("“{how}” needs a whole number"))
    };
    let no = || Err(format!("“{how}” cannot be asked of this fact"));
    match (fact, how) {
        (Fact::Owner, "exists") => Ok("entity.owner.exists".to_owned()),
        (Fact::Owner, "missing") => Ok("!entity.owner.exists".to_owned()),
        (Fact::Owner, _) => ask(Fact::Text("entity.owner.name"), how, value),
        (Fact::Link(kind), "exists") => Ok(format!("{} in entity.links", quoted(kind))),
        (Fact::Link(kind), "missing") => Ok(format!("!({} in entity.links)", quoted(kind))),
        (Fact::Bool(name), "exists") => Ok(name.to_owned()),
        (Fact::Bool(name), "missing") => Ok(format!("!{name}")),
        (Fact::Bool(name), "equals" | "differs") => match (value, how) {
            (Some("true"), "equals") | (Some("false"), "differs") => Ok(name.to_owned()),
            (Some("false"), "equals") | (Some("true"), "differs") => Ok(format!("!{name}")),
            _ => no(),
        },
        (Fact::Text(name), "exists") => Ok(format!("{name} != \"\"")),
        (Fact::Text(name), "missing") => Ok(format!("{name} == \"\"")),
        (Fact::Text(name), "equals") => Ok(format!("{name} == {}", needs()?)),
        (Fact::Text(name), "differs") => Ok(format!("{name} != {}", needs()?)),
        (Fact::Text(name), "contains") => Ok(format!("{name}.contains({})", needs()?)),
        (Fact::Text(name), "lacks") => Ok(format!("!{name}.contains({})", needs()?)),
        (Fact::Text(name), "starts") => Ok(format!("{name}.startsWith({})", needs()?)),
        (Fact::Text(name), "starts not") => Ok(format!("!{name}.startsWith({})", needs()?)),
        (Fact::Text(name), "ends") => Ok(format!("{name}.endsWith({})", needs()?)),
        (Fact::Text(name), "ends not") => Ok(format!("!{name}.endsWith({})", needs()?)),
        (Fact::Text(name), "matches") => Ok(format!("{name}.matches({})", needs()?)),
        (Fact::Text(name), "matches not") => Ok(format!("!{name}.matches({})", needs()?)),
        (Fact::List(name), "exists") => Ok(format!("{name}.size() > 0")),
        (Fact::List(name), "missing") => Ok(format!("{name}.size() == 0")),
        (Fact::List(name), "contains") => Ok(format!("{} in {name}", needs()?)),
        (Fact::List(name), "lacks") => Ok(format!("!({} in {name})", needs()?)),
        (Fact::Number(name), "exists") => Ok(format!("{name} > 0")),
        (Fact::Number(name), "missing") => Ok(format!("{name} == 0")),
        (Fact::Number(name), "equals") => Ok(format!("{name} == {}", number()?)),
        (Fact::Number(name), "differs") => Ok(format!("{name} != {}", number()?)),
        (Fact::Number(name), sign @ ("<" | "<=" | ">" | ">=")) => Ok(format!("{name} {sign} {}", number()?)),
        _ => no(),
    }
}
