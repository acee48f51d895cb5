//! A rubric as tables of `metrics-config.toml`.

use super::{Left, Rubric, Taken};
use std::fmt::Write as _;

/// The rules, the scorecard, and as comments what was not taken over.
pub fn toml(rubric: &Rubric) -> String {
    let mut out = format!("# {}, from {}.\n", in_a_line(&rubric.title), rubric.from);
    let all = rubric.rules.len() + rubric.left.len();
    let _ = writeln!(out, "# {} of {all} questions were taken over. Read each before you use it.", rubric.rules.len());
    for rule in &rubric.rules {
        put_rule(&mut out, rubric, rule);
    }
    if !rubric.rules.is_empty() {
        put_card(&mut out, rubric);
    }
    if !rubric.left.is_empty() {
        out.push_str("\n# What was not taken over:\n");
    }
    for Left { title, asked, why } in &rubric.left {
        let _ = writeln!(out, "#\n# {}\n#   asked: {}\n#   not taken over: {}", in_a_line(title), in_a_line(asked), in_a_line(why));
    }
    out
}

fn put_rule(out: &mut String, rubric: &Rubric, rule: &Taken) {
    let why = rule.why.clone().unwrap_or_else(|| format!("The scorecard {} of {} asked for it.", rubric.title, rubric.from));
    let _ = writeln!(
        out,
        "\n[[rule]]\nid = {}\ntitle = {}\nwhy = {}\npass = {}",
        text(&rule.id),
        text(&rule.title),
        text(&why),
        text(&rule.pass)
    );
    if let Some(category) = &rule.category {
        let _ = writeln!(out, "category = {}", text(category));
    }
    if rule.weight > 1 {
        let _ = writeln!(out, "weight = {}", rule.weight);
    }
    if let Some(fix) = &rule.fix {
        let _ = writeln!(out, "fix = {}", text(fix));
    }
}

fn put_card(out: &mut String, rubric: &Rubric) {
    let _ = writeln!(out, "\n[[scorecard]]\nid = {}\ntitle = {}", text(&rubric.id), text(&rubric.title));
    if let Some(about) = &rubric.about {
        let _ = writeln!(out, "about = {}", text(about));
    }
    if let Some(scope) = &rubric.scope {
        let _ = writeln!(out, "scope = {}", text(scope));
    }
    for (place, level) in rubric.levels.iter().enumerate() {
        let rules: Vec<String> = rubric.rules.iter().filter(|rule| rule.level == place).map(|rule| text(&rule.id)).collect();
        let _ = writeln!(out, "\n[[scorecard.level]]\nname = {}\nrules = [{}]", text(level), rules.join(", "));
    }
}

/// A text as TOML writes it.
fn text(text: &str) -> String {
    let mut out = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

/// A text that cannot end a comment.
fn in_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|letter| !letter.is_control()).take(400).collect()
}
