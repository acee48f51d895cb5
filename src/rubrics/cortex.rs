//! Scorecards of Cortex: expressions of CQL, of which those translate that ask what we know.

use super::duration::days;
use super::property::{Fact, ask};
use super::{Asked, Left, Rubric, Taken, id_of, quoted};
use crate::yaml::Node;
use regex::Regex;
use std::sync::LazyLock;

/// So deep expressions may be nested.
const DEPTH: usize = 24;

/// The scorecard of a node; none where it is none of Cortex'.
pub fn read(node: &Node) -> Option<Rubric> {
    let rules = node.get("rules")?.items()?;
    let tag = node.get("tag").and_then(Node::text).filter(|_| rules.iter().all(|rule| rule.get("expression").is_some()))?;
    let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let mut rubric = Rubric {
        from: "Cortex",
        id: id_of(tag),
        title: text("name").unwrap_or_else(|| tag.to_owned()),
        about: text("description"),
        ..Rubric::default()
    };
    rubric.levels = levels(node);
    if let Some(query) = node.at(&["filter", "query"]).and_then(Node::text) {
        match expression(query, DEPTH) {
            Ok(scope) => rubric.scope = Some(scope),
            Err(why) => rubric.left.push(Left { title: "The filter of the scorecard".to_owned(), asked: query.to_owned(), why }),
        }
    }
    for rule in rules {
        let text = |key: &str| rule.get(key).and_then(Node::text).map(str::to_owned);
        let Some(asked) = text("expression") else { continue };
        let title = text("title").unwrap_or_else(|| asked.clone());
        let level = rubric.level(&text("level").unwrap_or_else(|| "Passing".to_owned()));
        let weight = text("weight").and_then(|weight| weight.parse().ok()).unwrap_or(1).clamp(1, 1000);
        let taken = Taken { title, why: text("description"), fix: text("failureMessage"), weight, level, ..Taken::default() };
        rubric.put(taken, &asked, expression(&asked, DEPTH));
    }
    Some(rubric)
}

/// The names of the levels in the order of their ranks, of which 1 is the lowest in every file that its makers publish.
fn levels(node: &Node) -> Vec<String> {
    let items = node.at(&["ladder", "levels"]).and_then(Node::items).unwrap_or_default();
    let level = |(place, item): (usize, &Node)| {
        let rank = item.get("rank").and_then(Node::text).and_then(|rank| rank.parse::<u64>().ok());
        Some((rank.unwrap_or(u64::MAX), place, item.get("name")?.text()?.to_owned()))
    };
    let mut found: Vec<(u64, usize, String)> = items.iter().enumerate().filter_map(level).collect();
    found.sort();
    found.into_iter().map(|(.., name)| name).collect()
}

/// An expression of `and`, `or`, `not` and questions.
fn expression(text: &str, depth: usize) -> Asked {
    let text = text.trim();
    if depth == 0 || text.len() > 4000 {
        return Err("it is too long or nested too deep".to_owned());
    }
    for (words, sign) in [([" or ", " || "], " || "), ([" and ", " && "], " && ")] {
        let parts = split(text, &words);
        if parts.len() > 1 {
            let all: Vec<String> = parts.into_iter().map(|part| expression(part, depth - 1)).collect::<Result<_, _>>()?;
            return Ok(all.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(sign));
        }
    }
    if let Some(rest) = text.strip_prefix("not ").or_else(|| text.strip_prefix('!').filter(|rest| !rest.starts_with('='))) {
        return Ok(format!("!({})", expression(rest, depth - 1)?));
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|inner| is_balanced(inner)) {
        return expression(inner, depth - 1);
    }
    question(text)
}

/// The parts between words that stand outside of brackets and texts.
fn split<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth, mut is_text) = (Vec::new(), 0, 0_i32, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => is_text = !is_text,
            '(' | '[' | '{' if !is_text => depth += 1,
            ')' | ']' | '}' if !is_text => depth -= 1,
            ' ' if !is_text && depth == 0 && at >= from => {
                if let Some(word) = words.iter().find(|word| text[at..].to_ascii_lowercase().starts_with(**word)) {
                    parts.push(&text[from..at]);
                    from = at + word.len();
                }
            }
            _ => {}
        }
    }
    parts.push(&text[from.min(text.len())..]);
    parts
}

fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    text.chars().all(|letter| {
        depth += i32::from(letter == '(') - i32::from(letter == ')');
        depth >= 0
    }) && depth == 0
}

/// A pattern of a question, and how its parts are asked here.
type Pattern = (Regex, Asking);

/// What a question's parts ask here.
type Asking = fn(&[&str]) -> Asked;

static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(|| {
    let some: Asking = |_| Ok("entity.owner.exists".to_owned());
    let all: [(&str, Asking); 14] = [
        (r"^(?:git|repository)\s*!=\s*null$", |_| Ok("repository.name != \"\"".to_owned())),
        (r"^(?:ownership|owners?)\s*!=\s*null$", some),
        (r"^ownership\.(?:teams|allOwners|owners)\(\)\.length\s*(?:>\s*0|>=\s*1|!=\s*0)$", some),
        (r"^(?:entity\.)?description(?:\(\))?(?:\s*!=\s*null|\.length\s*(?:>\s*0|>=\s*1))$", |_| {
            ask(Fact::Text("entity.description"), "exists", None)
        }),
        (r#"^git\.fileExists\("([^"]+)"\)$"#, |found| Ok(format!("has_file({})", quoted(found[0])))),
        (r"^git\.branchProtection\(\)\s*!=\s*null$", |_| Ok("repository.is_protected".to_owned())),
        (r"^git\.numOfRequiredApprovals\(\)\s*(>=|>|==)\s*(\d+)$", |found| {
            Ok(format!("repository.required_reviews {} {}", found[0], found[1]))
        }),
        (r"^oncall(?:\s*!=\s*null|\.numOfEscalations\(\)\s*(?:>\s*0|>=\s*1))$", |_| Ok("entity.on_call".to_owned())),
        (r"^slos\(\)\.length\s*(>=|>|==)\s*(\d+)$", |found| Ok(format!("slo.count {} {}", found[0], found[1]))),
        (r"^dependencies\.out\(\)\.length\s*(>=|>|==|<=|<)\s*(\d+)$", |found| {
            Ok(format!("entity.depends_on.size() {} {}", found[0], found[1]))
        }),
        (r#"^deploys\(lookback\s*=\s*duration\("([^"]+)"\)\)\.length\s*(?:>\s*0|>=\s*1)$"#, |found| {
            within("delivery.deployed_at", found[0])
        }),
        (r#"^git\.lastCommit\(\)\.freshness\s*<=?\s*duration\("([^"]+)"\)$"#, |found| within("repository.pushed_at", found[0])),
        (r#"^entity\.tag\(\)\s*==\s*"([^"]+)"$"#, |found| ask(Fact::Text("entity.name"), "equals", Some(found[0]))),
        (r#"^hasGroup\("([^"]+)"\)$"#, |found| ask(Fact::List("entity.tags"), "contains", Some(found[0]))),
    ];
    all.into_iter().filter_map(|(pattern, how)| Some((Regex::new(pattern).ok()?, how))).collect()
});

fn within(fact: &str, span: &str) -> Asked {
    let days = days(span).ok_or_else(|| format!("“{span}” is no number of days"))?;
    Ok(format!("now - {fact} < days({days})"))
}

fn question(text: &str) -> Asked {
    for (pattern, how) in PATTERNS.iter() {
        if let Some(found) = pattern.captures(text) {
            let parts: Vec<&str> = found.iter().skip(1).map(|part| part.map_or("", |part| part.as_str())).collect();
            return how(&parts);
        }
    }
    let name: String = text.chars().take_while(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '_')).collect();
    Err(if name.is_empty() { "it is no question that is known".to_owned() } else { format!("there is no fact for “{name}”") })
}
