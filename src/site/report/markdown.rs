//! The report as text: Markdown that hosts show as it is, and the same for Slack.

use super::{Report, span, title};
use crate::portal::Portal;
use crate::portal::adoption::Move;
use crate::site::facts::display_name;
use crate::site::wording;
use milepost_model::EntityRef;
use std::fmt::Write as _;

/// The most characters: what fits into one message everywhere.
pub const LONGEST: usize = 3_500;

/// How many names a list has before it counts the rest.
const NAMES: usize = 12;

/// The report as Markdown; links are absolute, where the portal's address is known.
pub fn markdown(portal: &Portal, report: &Report, site_url: Option<&str>) -> String {
    let heading = format!("# {}, {}", plain(&portal.organisation.name), wording::lowered(&title(report.week)));
    let mut parts = vec![heading, lead(report)];
    parts.push(moves(portal, report));
    parts.push(delivery(report));
    parts.push(levels(portal, report));
    parts.push(campaigns(report));
    parts.push(versions(report));
    parts.push(helped(portal, report));
    if let Some((actions, tickets)) = report.requests {
        let runs = wording::counted(actions.into(), "action was run", "actions were run");
        parts.push(format!("{runs}, and {} to the platform team.", wording::counted(tickets.into(), "ticket went", "tickets went")));
    }
    if !report.unknown.is_empty() {
        parts.push(format!("**What we do not know.** {}", report.unknown.join(" ")));
    }
    if let Some(url) = site_url {
        parts.push(format!("[The whole report]({})", crate::site::layout::canonical(url, &super::address(report.week))));
    }
    parts.retain(|part| !part.is_empty());
    // What comes last matters least, so it goes first where a year of news came in a week.
    while parts.len() > 2 && length(&parts) > LONGEST {
        parts.pop();
    }
    format!("{}\n", parts.join("\n\n"))
}

/// The same for Slack, which marks with one star.
pub fn chat(portal: &Portal, report: &Report, site_url: Option<&str>) -> String {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(heading) => format!("*{heading}*"),
        None => line.replace("**", "*").replace('\\', ""),
    };
    let text = markdown(portal, report, None);
    let mut lines: Vec<String> = text.lines().map(line).collect();
    if let Some(url) = site_url {
        lines.extend([String::new(), format!("<{}|The whole report>", crate::site::layout::canonical(url, &super::address(report.week)))]);
    }
    format!("{}\n", lines.join("\n"))
}

fn length(parts: &[String]) -> usize {
    parts.iter().map(|part| part.chars().count() + 2).sum()
}

fn lead(report: &Report) -> String {
    let percent = report.share.percent().map_or_else(|| "No share".to_owned(), |percent| format!("{percent}%"));
    let of = format!("{} of {}", wording::number(report.share.num.into()), wording::number(report.share.den.into()));
    let mut text = format!("**{percent}** {} {of}.", report.headline());
    if let Some(forecast) = &report.forecast {
        text.push(' ');
        text.push_str(forecast);
    }
    if let Some(missing) = report.missing.filter(|missing| *missing > 0) {
        let _ = write!(text, " {} to go.", wording::counted(missing.into(), "service", "services"));
    }
    format!("{text}\n\n{}{}", span(report.week), if report.is_open { ", so far." } else { "." })
}

fn moves(portal: &Portal, report: &Report) -> String {
    let of = |what: Move| -> Vec<String> {
        let own = report.moved.iter().filter(|mover| mover.what == what);
        own.map(|mover| {
            let service = name(portal, &portal.adoption.services[mover.service].reference);
            match &mover.version {
                Some(version) => format!("{service} ({} {})", plain(&portal.adoption.paths[mover.path].settings.title), plain(version)),
                None => service,
            }
        })
        .collect()
    };
    let words = [
        (Move::Joined, "Joined"),
        (Move::Upgraded, "Upgraded"),
        (Move::Drifted, "Drifted"),
        (Move::Left, "Left"),
        (Move::FellOutOfSupport, "Out of support"),
    ];
    let mut parts: Vec<String> = words.iter().map(|(what, word)| format!("{word}: {}.", list(&of(*what)))).collect();
    if !report.left.is_empty() {
        let names: Vec<String> = report.left.iter().map(|reference| name(portal, reference)).collect();
        parts.push(format!("Left and not acknowledged: {}.", list(&names)));
    }
    parts.join(" ")
}

fn list(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    let more = names.len().saturating_sub(NAMES);
    let shown = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} and {more} more") } else { shown }
}

fn delivery(report: &Report) -> String {
    let known = report.delivery.iter().filter_map(|measure| Some((measure, measure.now?)));
    let text = |(measure, now): (&super::Measure, i64)| {
        let change =
            measure.change().filter(|change| change.tone != "flat").map(|change| format!(" ({})", change.text)).unwrap_or_default();
        format!("{} {}{change}, {}", measure.five.name, measure.text(now), measure.reading())
    };
    let all: Vec<String> = known.map(text).collect();
    let until = report.delivery_until.map(|until| format!(" to {}", wording::day(super::last_day(until)))).unwrap_or_default();
    if all.is_empty() { String::new() } else { format!("**Delivery**, the median service, 28 days{until}: {}.", all.join("; ")) }
}

fn levels(portal: &Portal, report: &Report) -> String {
    let all: Vec<String> = report
        .levels
        .iter()
        .map(|one| format!("{} {} ({})", name(portal, &one.service), plain(&one.verb()), plain(&one.detail())))
        .collect();
    if all.is_empty() { String::new() } else { format!("**Levels**: {}.", list(&all)) }
}

fn campaigns(report: &Report) -> String {
    let one = |one: &super::CampaignWeek| {
        let due = wording::date(one.ends_on);
        format!(
            "{}, due {due}: {} of {}, {}",
            plain(&one.title),
            wording::number(one.done.into()),
            wording::number(one.asked.into()),
            one.pace
        )
    };
    let all: Vec<String> = report.campaigns.iter().map(one).collect();
    if all.is_empty() { String::new() } else { format!("**Campaigns**: {}.", all.join("; ")) }
}

fn versions(report: &Report) -> String {
    let path = |(title, counts): &(String, super::Counts)| {
        let counts: Vec<String> = counts.iter().take(NAMES).map(|(version, count, _)| format!("{} on {}", count, plain(version))).collect();
        format!("{} {}", plain(title), counts.join(", "))
    };
    let all: Vec<String> = report.versions.iter().filter(|(_, counts)| !counts.is_empty()).map(path).collect();
    if all.is_empty() { String::new() } else { format!("**Versions in use**: {}.", all.join("; ")) }
}

fn helped(portal: &Portal, report: &Report) -> String {
    let one = |help: &super::TeamHelp| {
        let team = help.team.as_ref().map_or_else(|| "Nobody’s".to_owned(), |team| name(portal, team));
        format!("- {team}: {}, {} ({})", name(portal, &help.service), help.why, help.effort)
    };
    let rows: Vec<String> = report.help.iter().map(one).collect();
    if rows.is_empty() { String::new() } else { format!("**Help next**\n{}", rows.join("\n")) }
}

fn name(portal: &Portal, reference: &EntityRef) -> String {
    plain(display_name(portal, reference))
}

/// Somebody else's text without what Markdown, Slack or a mention would make of it.
fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !"<>[]`*|#".contains(*c))
        .flat_map(|c| if "_@".contains(c) { vec!['\\', c] } else { vec![c] })
        .collect()
}
