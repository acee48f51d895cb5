//! Rubrics of OpsLevel, as its export to Terraform writes them.

use super::hcl::{Block, blocks};
use super::property::{ask, fact};
use super::{Asked, Rubric, Taken, quoted};

/// The rubric of a file; none where it has no check.
pub fn read(text: &str) -> Option<Rubric> {
    let all = blocks(text);
    let of = |kind: &str| -> Vec<&Block> {
        let is_kind = |block: &&Block| block.labels.get(1).is_some_and(|label| label == kind);
        all.iter().filter(is_kind).collect()
    };
    let checks = all.iter().filter_map(|block| Some((block.labels.get(1)?.strip_prefix("opslevel_check_")?, block)));
    let checks: Vec<(&str, &Block)> = checks.filter(|(_, block)| block.labels[0] == "resource").collect();
    if checks.is_empty() {
        return None;
    }
    let named = |kind: &str, alias: &str| {
        let found = of(kind).into_iter().find(|block| block.labels.get(2).is_some_and(|label| label == alias));
        found.and_then(|block| block.value("name")).map_or_else(|| capitalised(alias), str::to_owned)
    };
    let mut rubric = Rubric { from: "OpsLevel", id: "opslevel".to_owned(), title: "Rubric".to_owned(), ..Rubric::default() };
    let index = |block: &Block| block.value("index").and_then(|index| index.parse::<i64>().ok()).unwrap_or(i64::MAX);
    let mut levels = of("opslevel_rubric_level");
    levels.sort_by_key(|block| index(block));
    rubric.levels = levels.iter().filter_map(|block| block.value("name")).map(str::to_owned).collect();
    if rubric.levels.is_empty() {
        // Nothing in the file says in which order they stand, so the three that everybody begins with are taken.
        rubric.levels = ["Bronze", "Silver", "Gold"].map(str::to_owned).to_vec();
    }
    for (kind, block) in checks {
        let level = alias(block.value("level")).map_or_else(|| rubric.levels[0].clone(), |alias| named("opslevel_rubric_level", alias));
        let category = alias(block.value("category")).map(|alias| named("opslevel_rubric_category", alias));
        let title = block.value("name").or_else(|| block.labels.get(2).map(String::as_str)).unwrap_or("A check").to_owned();
        let level = rubric.level(&level);
        let taken = Taken { title, fix: block.value("notes").map(str::to_owned), category, weight: 1, level, ..Taken::default() };
        rubric.put(taken, &asked(kind, block), question(kind, block));
    }
    rubric.levels.retain(|level| !level.is_empty());
    Some(rubric)
}

/// The name in a reference such as `opslevel_rubric_level.bronze.id`.
fn alias(reference: Option<&str>) -> Option<&str> {
    let mut parts = reference?.rsplit('.');
    parts.next().filter(|last| *last == "id")?;
    parts.next()
}

fn capitalised(alias: &str) -> String {
    let words = alias.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// What a check asks, in a line.
fn asked(kind: &str, block: &Block) -> String {
    const OTHERS: [&str; 6] = ["name", "enabled", "category", "level", "notes", "owner"];
    let value =
        |(name, values): (&String, &Vec<String>)| (!OTHERS.contains(&name.as_str())).then(|| format!(" {name}={}", values.join(",")));
    let inner = block.blocks.iter().map(|block| {
        let values: Vec<String> = block.values.iter().map(|(name, values)| format!("{name}={}", values.join(","))).collect();
        format!(" {}({})", block.labels.join(" "), values.join(" "))
    });
    let all: String = block.values.iter().filter_map(value).chain(inner).collect();
    format!("{kind}{all}").chars().take(300).collect()
}

fn question(kind: &str, block: &Block) -> Asked {
    if block.value("enabled") == Some("false") {
        return Err("it is switched off there".to_owned());
    }
    if let Some(day) = block.value("enable_on") {
        return Err(format!("it counts from {day}; add it with `starts_on`"));
    }
    match kind {
        "service_ownership" | "has_owner" => Ok("entity.owner.exists".to_owned()),
        "repository_integrated" | "has_repository" => Ok("repository.name != \"\"".to_owned()),
        "service_configuration" => Ok("files.descriptor".to_owned()),
        "git_branch_protection" => Ok("repository.is_protected".to_owned()),
        "service_dependency" => Ok("entity.depends_on.size() > 0 || entity.dependents.size() > 0".to_owned()),
        "has_documentation" if block.value("document_type") == Some("api") => Ok("files.api".to_owned()),
        "has_documentation" => Ok("docs.exists".to_owned()),
        "has_recent_deploy" => {
            let days = block.value("days").and_then(|days| days.parse::<u32>().ok()).filter(|days| (1..=3650).contains(days));
            days.map(|days| format!("now - delivery.deployed_at < days({days})")).ok_or_else(|| "it does not say how many days".to_owned())
        }
        "repository_file" => files(block),
        "service_property" => {
            let name = block.value("property").ok_or("it names no property")?;
            let fact = fact(name).ok_or_else(|| format!("there is no fact for the property “{name}”"))?;
            predicate(block, "predicate").map_or_else(|| ask(fact, "exists", None), |(how, value)| ask(fact, how, value))
        }
        "tag_defined" => {
            let key = quoted(block.value("tag_key").ok_or("it names no tag")?);
            match predicate(block, "tag_predicate") {
                None | Some(("exists", _)) => Ok(format!("{key} in entity.labels")),
                Some(("equals", Some(value))) => Ok(format!("{key} in entity.labels && entity.labels[{key}] == {}", quoted(value))),
                Some((how, _)) => Err(format!("“{how}” cannot be asked of a tag")),
            }
        }
        "manual" => Err("somebody answers it by hand".to_owned()),
        other => Err(format!("there is no fact for a check of the type “{other}”")),
    }
}

/// Whether one of the files is there; what stands in them is another question.
fn files(block: &Block) -> Asked {
    if predicate(block, "file_contents_predicate").is_some_and(|(how, _)| how != "exists") {
        return Err("it asks what stands in the file; `file_matches` may".to_owned());
    }
    let paths = block.values.get("filepaths").filter(|paths| !paths.is_empty()).ok_or("it names no file")?;
    let anywhere = block.value("directory_search") == Some("true");
    let ask = |path: &String| {
        let path = path.trim_matches('/');
        format!("has_file({})", quoted(&if anywhere { format!("**/{path}/**") } else { path.to_owned() }))
    };
    Ok(paths.iter().map(ask).collect::<Vec<_>>().join(" || "))
}

fn predicate<'b>(block: &'b Block, name: &str) -> Option<(&'static str, Option<&'b str>)> {
    let found = block.block(name)?;
    let how = match found.value("type")? {
        "exists" => "exists",
        "does_not_exist" => "missing",
        "equals" => "equals",
        "does_not_equal" => "differs",
        "contains" => "contains",
        "does_not_contain" => "lacks",
        "starts_with" => "starts",
        "ends_with" => "ends",
        "matches_regex" => "matches",
        "does_not_match_regex" => "matches not",
        "greater_than_or_equal_to" => ">=",
        "less_than_or_equal_to" => "<=",
        _ => "another predicate",
    };
    Some((how, found.value("value")))
}
