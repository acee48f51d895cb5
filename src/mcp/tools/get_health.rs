//! Tells how new the portal is, what was not read, and what is wrong in people's files.

use super::{About, Desk, Tool};
use crate::mcp::answer::{Answer, place_words};
use crate::mcp::asked::{Asked, CURSOR, LIMIT, Takes, input};
use crate::mcp::trouble::Trouble;
use serde_json::{Value, json};

/// The tool.
pub struct GetHealth;

const ABOUT: About = About {
    name: "get_health",
    title: "Get what was read and what was not",
    what: "Tells how new everything is, which repositories were not read or not whole and why, what each source gave, and what is wrong in descriptors and workflows. Ask this before you conclude anything from something that is missing.",
    inputs: &[
        input("repository", Takes::Text, "Only what is about this repository, such as owner/name."),
        input(
            "what",
            Takes::OneOf(&["not_read", "problems"]),
            "Which list to page through: repositories that were not read (without it), or problems in people's files.",
        ),
        LIMIT,
        CURSOR,
    ],
};

impl Tool for GetHealth {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble> {
        let health = desk.portal.data("health")?;
        let list = |key: &str| health[key].as_array().cloned().unwrap_or_default();
        let wanted = asked.text("repository").map(str::to_lowercase);
        let is_of = |name: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| {
                name.is_some_and(|name| name.to_lowercase() == wanted || name.to_lowercase().ends_with(&format!("/{wanted}")))
            })
        };
        let not_read: Vec<Value> = list("not_read").into_iter().filter(|one| is_of(one["name"].as_str())).collect();
        let problems: Vec<Value> = list("diagnostics").into_iter().filter(|one| is_of(one["place"]["repo"].as_str())).collect();
        let (known, read) = (&health["repositories"]["known"], &health["repositories"]["read"]);
        let says = format!(
            "{read} of {known} repositories were read whole; {} not or not whole{}; {} in people's files.",
            counted(not_read.len(), "was", "were"),
            if wanted.is_some() { " (of those asked for)" } else { "" },
            counted(problems.len(), "problem", "problems"),
        );
        let mut data = json!({
            "repositories": health["repositories"],
            "not_read_count": not_read.len(),
            "problem_count": problems.len(),
            "version": health["version"],
        });
        let next = if asked.text("what") == Some("problems") {
            let (page, next) = asked.page(problems)?;
            data["problems"] = page.iter().map(problem).collect();
            next
        } else {
            let (page, next) = asked.page(not_read)?;
            data["not_read"] = page.into();
            next
        };
        if wanted.is_none() && asked.text("cursor").is_none() {
            data["completeness"] = health["completeness"].clone();
            data["sources"] = list("sources").into_iter().map(|one| json!({ "id": one["id"], "observed_at": one["observed_at"], "records": one["records"], "problems": one["problems"] })).collect();
        }
        let answer = Answer::new(says, data).then(next);
        Ok(answer.on_page(&desk.portal, "platform health", "health/").in_data(&desk.portal, "its records", "data/health.json"))
    }
}

fn problem(one: &Value) -> Value {
    json!({ "severity": one["severity"], "code": one["code"], "message": one["message"], "file": place_words(one), "help": one["help"] })
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
