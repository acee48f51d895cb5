//! Scorecards of Port: conditions over the properties of a blueprint.

use super::property::{ask, fact};
use super::{Asked, Left, Rubric, Taken, id_of};
use crate::yaml::Node;

/// So deep conditions may be nested.
const DEPTH: usize = 16;

/// The scorecard of a node; none where it is none of Port's.
pub fn read(node: &Node) -> Option<Rubric> {
    let rules = node.get("rules")?.items()?;
    let is_ours = rules.iter().any(|rule| rule.at(&["query", "conditions"]).is_some());
    let identifier = node.get("identifier").and_then(Node::text).filter(|_| is_ours)?;
    let title = node.get("title").and_then(Node::text).unwrap_or(identifier).to_owned();
    let mut rubric = Rubric { from: "Port", id: id_of(identifier), title, ..Rubric::default() };
    // The first level is the floor that everything has; no rule may ask for it.
    let levels = node.get("levels").and_then(Node::items).unwrap_or_default();
    rubric.levels = levels.iter().skip(1).filter_map(|level| Some(level.get("title")?.text()?.to_owned())).collect();
    if let Some(filter) = node.get("filter") {
        match group(filter, DEPTH) {
            Ok(scope) => rubric.scope = Some(scope),
            Err(why) => rubric.left.push(Left { title: "The filter of the scorecard".to_owned(), asked: words(filter), why }),
        }
    }
    for rule in rules {
        let text = |key: &str| rule.get(key).and_then(Node::text).map(str::to_owned);
        let Some(query) = rule.get("query") else { continue };
        let title = text("title").or_else(|| text("identifier")).unwrap_or_else(|| "A rule without a name".to_owned());
        let level = rubric.level(&text("level").unwrap_or_else(|| "Bronze".to_owned()));
        let taken = Taken { title, why: text("description"), weight: 1, level, ..Taken::default() };
        rubric.put(taken, &words(query), group(query, DEPTH));
    }
    Some(rubric)
}

fn group(node: &Node, depth: usize) -> Asked {
    let Some(conditions) = node.get("conditions").and_then(Node::items) else { return condition(node) };
    if depth == 0 {
        return Err("its conditions are nested too deep".to_owned());
    }
    if conditions.is_empty() {
        return Err("it has no condition".to_owned());
    }
    let sign = if node.get("combinator").and_then(Node::text) == Some("or") { " || " } else { " && " };
    let all: Vec<String> = conditions.iter().map(|condition| group(condition, depth - 1)).collect::<Result<_, _>>()?;
    Ok(match all.as_slice() {
        [only] => only.clone(),
        _ => all.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(sign),
    })
}

fn condition(node: &Node) -> Asked {
    let text = |key: &str| node.get(key).and_then(Node::text);
    let name = text("property").or_else(|| text("relation")).ok_or("a condition names no property")?;
    let operator = text("operator").ok_or("a condition has no operator")?;
    let fact = fact(name).ok_or_else(|| format!("there is no fact for the property “{name}”"))?;
    let value = node.get("value");
    let each = |how: &str, sign: &str| {
        let items = value.and_then(Node::items).ok_or_else(|| format!("“{operator}” needs a list"))?;
        let all: Vec<String> = items.iter().map(|item| ask(fact, how, item.text())).collect::<Result<_, _>>()?;
        if all.is_empty() { Err(format!("“{operator}” has an empty list")) } else { Ok(all.join(sign)) }
    };
    let how = match operator {
        "isNotEmpty" => "exists",
        "isEmpty" => "missing",
        "=" => "equals",
        "!=" => "differs",
        "contains" => "contains",
        "doesNotContains" => "lacks",
        "beginsWith" => "starts",
        "doesNotBeginsWith" => "starts not",
        "endsWith" => "ends",
        "doesNotEndsWith" => "ends not",
        "containsAny" => return each("contains", " || "),
        other => other,
    };
    ask(fact, how, value.and_then(Node::text))
}

/// The conditions as they were written, in a line.
fn words(node: &Node) -> String {
    let text: String = node.to_json().to_string().chars().take(300).collect();
    text
}
