//! `feed.xml`: what changed in the last weeks, as Atom (RFC 4287), where it is known where the portal is.

use crate::portal::adoption::{Move, Mover, movers};
use crate::site::adoption::path_address;
use crate::site::facts::display_name;
use crate::site::report::{LevelMove, levels_between};
use crate::site::rows::service_address;
use crate::site::scorecards::card_address;
use crate::site::{Site, layout, wording};
use chrono::{Datelike, Duration};
use milepost_model::{EntityRef, Instant};
use std::fmt::Write as _;

/// Where it is.
pub const ADDRESS: &str = "feed.xml";
/// So many weeks are told.
const WEEKS: usize = 8;
/// A feed that nobody can read to its end tells nothing.
const MOST: usize = 200;

/// Something that changed.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    /// When.
    at: Instant,
    /// What stands behind the portal's part of its id: the same as long as the fact is the same.
    id: String,
    title: String,
    summary: String,
    /// The page about it.
    address: String,
    /// What kind of change it is.
    kind: &'static str,
}

/// The feed; none where nothing says where the portal is.
pub fn text(site: &Site<'_>) -> Option<String> {
    let url = site.settings.site_url.as_deref()?;
    let mut entries: Vec<Entry> = Vec::new();
    levels(site, &mut entries);
    movements(site, &mut entries);
    releases(site, &mut entries);
    comings(site, &mut entries);
    removals(site, &mut entries);
    handovers(site, &mut entries);
    entries.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| a.id.cmp(&b.id)));
    entries.dedup_by(|a, b| a.id == b.id);
    entries.truncate(MOST);
    Some(written(site, url, &entries))
}

fn written(site: &Site<'_>, url: &str, entries: &[Entry]) -> String {
    let updated = entries.first().map_or(site.portal.as_of, |entry| entry.at);
    let mut out =
        String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\">\n");
    let _ = writeln!(out, "<id>{}</id>", xml(&format!("{}feed", tag(url))));
    let _ = writeln!(out, "<title>{}: what changed</title>", xml(&site.settings.title));
    let _ = writeln!(out, "<subtitle>Levels, golden paths, owners, and what came and went, in the last {WEEKS} weeks</subtitle>");
    let _ = writeln!(out, "<updated>{}</updated>", wording::iso(updated));
    let _ = writeln!(out, "<author><name>{}</name></author>", xml(&site.settings.title));
    let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", xml(&layout::canonical(url, ADDRESS)));
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", xml(&layout::canonical(url, "")));
    let _ = writeln!(out, "<generator>milepost</generator>");
    for entry in entries {
        let _ = writeln!(
            out,
            "<entry>\n<id>{}{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n<category term=\"{}\"/>\n<summary>{}</summary>\n</entry>",
            xml(&tag(url)),
            xml(&entry.id),
            xml(&entry.title),
            wording::iso(entry.at),
            xml(&layout::canonical(url, &entry.address)),
            entry.kind,
            xml(&entry.summary),
        );
    }
    out.push_str("</feed>\n");
    out
}

/// The beginning of every id: a tag URI (RFC 4151) of the portal's host and path, which no two portals share.
fn tag(url: &str) -> String {
    let parsed = url::Url::parse(url).ok();
    let host = parsed.as_ref().and_then(|url| url.host_str()).unwrap_or("localhost").to_owned();
    let path = parsed.as_ref().map(|url| url.path().trim_end_matches('/').to_owned()).unwrap_or_default();
    format!("tag:{host},2026:{path}/")
}

/// A part of an id.
fn part(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The week that an instant is in, as ids and addresses have it.
fn week(at: Instant) -> String {
    let iso = at.iso_week();
    format!("{}-w{:02}", iso.year(), iso.week())
}

fn oldest(site: &Site<'_>) -> Instant {
    site.portal.as_of - Duration::weeks(i64::try_from(WEEKS).unwrap_or(8))
}

fn page_of(site: &Site<'_>, reference: &EntityRef) -> String {
    match site.facts_of(reference) {
        Some(facts) => service_address(&facts.service.slug),
        None => site.places.address(reference).unwrap_or_default().to_owned(),
    }
}

/// Who reached a level or lost one.
fn levels(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let instants = &site.portal.scores.instants;
    let spans: Vec<(Instant, Instant)> = instants.windows(2).map(|span| (span[0], span[1])).collect();
    for (from, to) in spans.into_iter().rev().take(WEEKS) {
        for one in levels_between(site.portal, from, to) {
            let LevelMove { service, card, to: level, .. } = &one;
            let card = &site.portal.scores.cards[*card].card;
            let name = display_name(site.portal, service);
            entries.push(Entry {
                at: to,
                id: format!(
                    "level/{}/{}/{}/{}",
                    part(&service.to_string()),
                    part(&card.id),
                    week(from),
                    part(level.as_deref().unwrap_or("none"))
                ),
                title: format!("{name} {} on {}", one.verb(), card.title),
                summary: one.detail(),
                address: if site.facts_of(service).is_some() {
                    format!("{}scorecard/", page_of(site, service))
                } else {
                    card_address(&card.id)
                },
                kind: "level",
            });
        }
    }
}

/// Who joined, left or drifted.
fn movements(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let adoption = &site.portal.adoption;
    let now = adoption.now();
    for to in (1..=now).rev().take(WEEKS) {
        for mover in movers(adoption, to - 1, to) {
            let service = &adoption.services[mover.service].reference;
            let path = &adoption.paths[mover.path].settings;
            let name = display_name(site.portal, service);
            entries.push(Entry {
                at: mover.at.unwrap_or(adoption.instants[to]),
                id: format!(
                    "path/{}/{}/{}/{}",
                    part(&service.to_string()),
                    part(&path.id),
                    mover.what.word(),
                    week(adoption.instants[to - 1])
                ),
                title: format!("{name} {} {}", verb(mover.what), path.title),
                summary: versions(&mover),
                address: page_of(site, service),
                kind: "golden-path",
            });
        }
    }
}

fn verb(what: Move) -> &'static str {
    match what {
        Move::Joined => "joined",
        Move::Upgraded => "upgraded on",
        Move::BecameEligible => "became eligible for",
        Move::Drifted => "drifted on",
        Move::FellOutOfSupport => "fell out of support on",
        Move::Left => "left",
    }
}

fn versions(mover: &Mover) -> String {
    match (&mover.from, &mover.version) {
        (Some(from), Some(now)) if from != now => format!("From {from} to {now}."),
        (_, Some(now)) => format!("On {now}."),
        (Some(from), None) => format!("It was on {from}."),
        (None, None) => "No version is known.".to_owned(),
    }
}

/// Versions of golden paths that came out.
fn releases(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let oldest = oldest(site);
    for path in &site.portal.adoption.paths {
        let settings = &path.settings;
        for release in path.releases.all().iter().filter(|release| release.at > oldest && release.at <= site.portal.as_of) {
            let version = release.version.to_string();
            entries.push(Entry {
                at: release.at,
                id: format!("release/{}/{}", part(&settings.id), part(&release.tag)),
                title: format!("{} {version} is out", settings.title),
                summary: "A new version of the golden path.".to_owned(),
                address: path_address(&settings.id),
                kind: "release",
            });
        }
    }
}

/// Services that are new, and those that were archived.
fn comings(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let oldest = oldest(site);
    for facts in &site.facts {
        let Some(repository) = facts.repository else { continue };
        let told = [
            (repository.created_at, "new", "is new", "Its repository was made."),
            (repository.archived_at, "archived", "was archived", "Its repository was archived."),
        ];
        for (at, kind, verb, summary) in told {
            if let Some(at) = at.filter(|at| *at > oldest && *at <= site.portal.as_of) {
                entries.push(Entry {
                    at,
                    id: format!("{kind}/{}", part(&facts.service.reference.to_string())),
                    title: format!("{} {verb}", facts.name),
                    summary: summary.to_owned(),
                    address: service_address(&facts.service.slug),
                    kind,
                });
            }
        }
    }
}

/// What was described and is not any more.
fn removals(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let oldest = oldest(site);
    for gone in site.portal.removed.iter().filter(|gone| gone.at > oldest) {
        let now = gone.now.as_ref().map(|now| format!(" The same file describes {} now.", display_name(site.portal, now)));
        entries.push(Entry {
            at: gone.at,
            id: format!("removed/{}/{}", part(&gone.reference.to_string()), gone.at.format("%Y-%m-%d")),
            title: format!("{} is no longer described", gone.name),
            summary: format!("It was in {}.{}", gone.place.path, now.unwrap_or_default()),
            address: "removed/".to_owned(),
            kind: "removed",
        });
    }
}

/// Services that have another owner.
fn handovers(site: &Site<'_>, entries: &mut Vec<Entry>) {
    let oldest = oldest(site);
    for one in site.portal.handed_over.iter().filter(|one| one.at > oldest && one.at <= site.portal.as_of) {
        let Some(facts) = site.facts_of(&one.reference) else { continue };
        let name = |owner: &Option<EntityRef>| owner.as_ref().map(|owner| display_name(site.portal, owner).to_owned());
        let title = match (name(&one.from), name(&one.to)) {
            (Some(from), Some(to)) => format!("{} went from {from} to {to}", facts.name),
            (None, Some(to)) => format!("{} is owned by {to}", facts.name),
            (Some(from), None) => format!("{} is no longer owned by {from}", facts.name),
            (None, None) => continue,
        };
        let to = one.to.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
        entries.push(Entry {
            at: one.at,
            id: format!("owner/{}/{}/{}", part(&one.reference.to_string()), one.at.format("%Y-%m-%d"), part(&to)),
            title,
            summary: format!("{} says so.", one.path),
            address: service_address(&facts.service.slug),
            kind: "owner",
        });
    }
}

/// A text of XML: without what XML cannot hold at all.
fn xml(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            sign if sign.is_control() => {}
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_hold_nothing_that_xml_cannot() {
        assert_eq!(xml("a<b>&\"c\"\u{0}\u{1b}\u{ffff}\nd"), "a&lt;b&gt;&amp;&quot;c&quot; d");
    }

    #[test]
    fn ids_are_tags_of_the_portals_own_host_and_path() {
        assert_eq!(tag("https://portal.example.org/x/"), "tag:portal.example.org,2026:/x/");
        assert_eq!(tag("https://portal.example.org"), "tag:portal.example.org,2026:/");
        assert_eq!(part("component:default/a b"), "component%3Adefault%2Fa+b");
    }
}
