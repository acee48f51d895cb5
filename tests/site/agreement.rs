//! Figures of golden paths and scorecards are the same to the digit on pages, in JSON, Markdown and CSV, whatever happened.

use super::fixture::{self, Story};
use super::render;
use milepost::portal::Portal;
use milepost::site::SiteSettings;
use milepost::site::report::{Report, address, chat, json, weeks};
use proptest::prelude::*;
use regex::Regex;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What was rendered.
type Files = BTreeMap<String, Vec<u8>>;

fn text(files: &Files, path: &str) -> String {
    let found = files.get(path).unwrap_or_else(|| panic!("{path} is not there"));
    String::from_utf8(found.clone()).unwrap_or_else(|_| panic!("{path} is not UTF-8"))
}

fn data(files: &Files, path: &str) -> Value {
    serde_json::from_str(&text(files, path)).expect("because data are JSON")
}

/// The records of a CSV by their columns' names.
fn records(files: &Files, path: &str) -> Vec<BTreeMap<String, String>> {
    let text = text(files, path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|record| record.expect("because it is CSV")).collect()
}

/// A panel of a page, from its heading's id to the next heading.
fn panel<'a>(html: &'a str, id: &str) -> &'a str {
    let from = html.find(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("no part {id}"));
    let after = html[from..].find("</header>").map_or(from, |end| from + end);
    let until = html[after..].find("<header>").map_or(html.len(), |end| after + end);
    &html[after..until]
}

/// The words of some HTML, without pictures and tags.
fn words(html: &str) -> String {
    let without = Regex::new("(?s)<svg.*?</svg>|<[^>]*>").expect("because it is ours").replace_all(html, " ").into_owned();
    without.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Names and their counts in a list of both.
fn counts(html: &str) -> BTreeMap<String, u64> {
    let pair = Regex::new("<(?:dt|span)[^>]*>([^<]+)</(?:dt|span)>(?:<dd>.*?<data value=\"(\\d+)\"|<span class=\"num\">(\\d+)<)");
    let pair = pair.expect("because it is ours");
    let number = |found: &regex::Captures<'_>| found.get(2).or(found.get(3)).expect("a count").as_str().parse().expect("a number");
    let without = Regex::new("(?s)<svg.*?</svg>").expect("because it is ours").replace_all(html, "").into_owned();
    pair.captures_iter(&without).map(|found| (found[1].to_owned(), number(&found))).collect()
}

fn is_on(state: &str) -> bool {
    matches!(state, "current" | "on" | "behind")
}

fn is_eligible(state: &str) -> bool {
    is_on(state) || matches!(state, "unsupported" | "drifted" | "left" | "off")
}

/// A share of states in per cent with one decimal, half away from zero, counted here once more.
fn share(states: &[&str]) -> (u64, u64, Option<String>) {
    let den = states.iter().filter(|state| is_eligible(state)).count() as u64;
    let num = states.iter().filter(|state| is_on(state)).count() as u64;
    let percent = (den > 0).then(|| {
        let tenths = (num * 2000 + den) / (den * 2);
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    (num, den, percent)
}

fn has_share(at: &str, told: &Value, states: &[&str]) -> (u64, u64, Option<String>) {
    let (num, den, percent) = share(states);
    assert_eq!((told["num"].as_u64(), told["den"].as_u64()), (Some(num), Some(den)), "{at}");
    assert_eq!(told["percent"].as_str(), percent.as_deref(), "{at}");
    (num, den, percent)
}

/// How a page words a state, from what the table of the data says of it.
fn worded(row: &BTreeMap<String, String>) -> String {
    let version = &row["version"];
    match row["state"].as_str() {
        "current" => format!("{version}, current"),
        "on" => format!("On {version}"),
        "behind" => format!("{version}, {} behind", row["behind"]),
        "unsupported" => format!("{version}, past support"),
        "drifted" => format!("Drifted from {version}"),
        "left" => "Left the path".to_owned(),
        "off" => "Not on the path".to_owned(),
        "unknown" => format!("Not known: {}", row["why"]),
        other => panic!("{other} is not among the stories"),
    }
}

/// The golden path as it stands: its page, the page of all paths, Home, each service's page, JSON and CSV.
fn paths_agree(files: &Files) {
    let all = data(files, "data/adoption.json");
    let rows = records(files, "data/adoption.csv");
    let counted: Vec<&BTreeMap<String, String>> = rows.iter().filter(|row| row["state"] != "not_in_scope").collect();
    let states: Vec<&str> = counted.iter().map(|row| row["state"].as_str()).collect();
    let told = &all["paths"]["rust-service"]["counts"];
    let (num, den, percent) = has_share("the path", &told.as_array().expect("weeks").last().expect("now")["share"], &states);
    has_share("overall", &all["overall"].as_array().expect("weeks").last().expect("now")["share"], &states);

    let page = text(files, "golden-paths/rust-service/index.html");
    let said = percent.map_or_else(|| "Not known".to_owned(), |percent| format!("{percent} %"));
    let eligible = if den == 1 { "eligible service" } else { "eligible services" };
    let said = format!("{said} {num} of {den} {eligible}");
    for (path, id) in [("golden-paths/rust-service/index.html", "ad"), ("golden-paths/index.html", "ad"), ("index.html", "gp")] {
        let found = words(panel(&text(files, path), id));
        assert!(found.contains(&said), "{path}: {said} is not in {}", &found[..found.len().min(200)]);
    }
    let names = [
        ("On the current version", "current"),
        ("On the path", "on"),
        ("On an older version", "behind"),
        ("Past support", "unsupported"),
        ("Drifted", "drifted"),
        ("Left the path", "left"),
        ("Not on the path", "off"),
        ("Not known", "unknown"),
    ];
    let stand = counts(panel(&page, "st"));
    for (name, state) in names {
        let count = states.iter().filter(|found| **found == state).count() as u64;
        assert_eq!(stand.get(name).copied().unwrap_or_default(), count, "{name}");
    }
    let listed = Regex::new("(?s)<tr><td><a class=\"name\"[^>]*>([^<]+)</a>.*?</td><td>(.*?)</td>.*?<td class=\"right num\">(.*?)</td>");
    let listed = listed.expect("because it is ours");
    let shown: BTreeMap<String, (String, String)> =
        listed.captures_iter(panel(&page, "sv")).map(|row| (row[1].to_owned(), (words(&row[2]), words(&row[3])))).collect();
    assert_eq!(shown.len(), counted.len(), "{shown:?}");
    for row in counted {
        let name = row["service"].rsplit('/').next().expect("a name");
        let days = match row["days_behind"].as_str() {
            "" | "0" => String::new(),
            "1" => "1 day".to_owned(),
            days => format!("{days} days"),
        };
        assert_eq!(shown[name], (worded(row), days), "{name}");
        let own = &all["services"][&row["service"]]["paths"]["rust-service"]["now"];
        assert_eq!(own["state"].as_str(), Some(row["state"].as_str()), "{name}");
        assert_eq!(own["version"].as_str().unwrap_or_default(), row["version"], "{name}");
        assert_eq!(own["behind"].as_u64().map(|behind| behind.to_string()).unwrap_or_default(), row["behind"], "{name}");
        let service = text(files, &format!("catalog/{name}/index.html"));
        assert!(words(panel(&service, "gp")).contains(&worded(row)), "{name}: {}", worded(row));
    }
}

/// Every week of the year: the report's page, its Markdown and Slack text, its JSON, the list of weeks, and the data.
fn weeks_agree(portal: &Portal, files: &Files) {
    let all = data(files, "data/adoption.json");
    let list = text(files, "weekly/index.html");
    let cell = Regex::new("<td class=\"right num[a-z ]*\">(\\d*)</td>").expect("because it is ours");
    for (at, week) in weeks(portal) {
        let services = all["services"].as_object().expect("services").values();
        let states: Vec<&str> = services.filter_map(|service| service["paths"]["rust-service"]["weeks"][at].as_str()).collect();
        let place = address(week);
        let report = json(portal, &Report::of(portal, at, week));
        let (num, den, percent) = has_share(&place, &report["share"], &states);
        has_share(&place, &all["overall"][at]["share"], &states);
        let said = percent.map_or_else(|| "No share".to_owned(), |percent| format!("{percent}%"));
        let page = text(files, &format!("{place}index.html"));
        let markdown = text(files, &format!("{place}report.md"));
        assert!(page.contains(&format!("<p class=\"headline\"><b>{said}</b>")), "{place}: {said}");
        assert!(page.contains(&format!("<p class=\"cap\">{num} of {den} eligible service")), "{place}: {num} of {den}");
        assert!(markdown.contains(&format!("\n**{said}** ")) && markdown.contains(&format!(" {num} of {den}.")), "{place}: {markdown}");
        assert!(chat(portal, &Report::of(portal, at, week), None).contains(&format!("\n*{said}* ")), "{place}");
        let row = panel(&list, "wk")
            .split("<tr")
            .find(|row| row.contains(&format!("../{place}\"")))
            .unwrap_or_else(|| panic!("{place} is not listed"));
        assert!(den == 0 || row.contains(&format!("<span class=\"num\">{said}</span>")), "{place}: {said}");
        let cells: Vec<u64> = cell.captures_iter(row).map(|cell| cell[1].parse().unwrap_or_default()).collect();
        let moves = [
            ("joined", "Joined"),
            ("upgraded", "Upgraded"),
            ("drifted", "Drifted"),
            ("fell_out_of_support", "Out of support"),
            ("left", "Left"),
        ];
        for (column, (what, word)) in moves.into_iter().enumerate() {
            let moved: Vec<&str> = report["moved"]
                .as_array()
                .expect("a list")
                .iter()
                .filter(|mover| mover["what"] == what)
                .map(|mover| mover["service"].as_str().and_then(|name| name.rsplit('/').next()).expect("a name"))
                .collect();
            assert_eq!(cells[cells.len() - 7 + column], moved.len() as u64, "{place}: {word} in the list of weeks");
            let part = match what {
                "upgraded" => part(&page, "up"),
                "fell_out_of_support" => part(&page, "us"),
                _ => {
                    let found = part(&page, "mo");
                    let from = found.find(&format!(" {word}, {}</h3>", moved.len()));
                    let from = from.unwrap_or_else(|| panic!("{place}: not {} that {word}: {}", moved.len(), words(found)));
                    &found[from..from + found[from..].find("</div>").expect("an end")]
                }
            };
            assert_eq!(part.matches("<li").count(), moved.len(), "{place}: {word}");
            assert!(moved.iter().all(|name| part.contains(&format!(">{name}</a>"))), "{place}: {word} {moved:?} in {}", words(part));
            let line = markdown.lines().find(|line| line.starts_with("Joined: ")).expect("who moved");
            let told = line.split(". ").find_map(|part| part.strip_prefix(&format!("{word}: "))).expect("a list");
            let told = told.trim_end_matches('.');
            assert_eq!(told == "none", moved.is_empty(), "{place}: {line}");
            assert!(moved.iter().take(12).all(|name| told.contains(name)), "{place}: {line} lacks one of {moved:?}");
        }
    }
}

/// A section of a page by its heading's id, to its end; nothing where it is not.
fn part<'a>(page: &'a str, id: &str) -> &'a str {
    let Some(from) = page.find(&format!(" id=\"{id}\"")) else { return "" };
    &page[from..from + page[from..].find("</section>").expect("an end")]
}

/// Every verdict of every service: its page, the check's page, the scorecard's page, JSON and CSV.
fn scorecards_agree(files: &Files) -> BTreeSet<&'static str> {
    let all = data(files, "data/scorecards.json");
    let rows = records(files, "data/scorecards.csv");
    let services = all["services"].as_object().expect("services");
    let mut seen = BTreeSet::new();
    let mut held: BTreeMap<String, u64> = BTreeMap::new();
    for (name, score) in services {
        let Some(standing) = score["scorecards"].get("production-ready") else { continue };
        let verdicts = |wanted: &str| rows.iter().filter(|row| row["service"] == *name && row["verdict"] == wanted).count();
        let rules = score["rules"].as_object().expect("rules");
        for wanted in ["pass", "fail", "unknown", "not_applicable"] {
            let in_json = rules.values().filter(|rule| rule["verdict"] == wanted).count();
            assert_eq!(in_json, verdicts(wanted), "{name}: {wanted}");
            seen.extend((in_json > 0).then_some(wanted));
        }
        assert_eq!(standing["passed"], verdicts("pass"), "{name}");
        let page = text(files, &format!("catalog/{}/scorecard/index.html", name.rsplit('/').next().expect("a name")));
        let told = format!("{} of {} pass", verdicts("pass"), verdicts("pass") + verdicts("fail"));
        assert!(page.contains(&told), "{name}: {told}");
        let level = standing["level"].as_str().unwrap_or("No level");
        assert!(page.contains(&format!("<span dir=\"auto\">{level}</span>")), "{name}: {level}");
        assert_eq!(page.matches("class=\"fix ").count(), standing["next"].as_array().expect("a list").len(), "{name}");
        let is_certain = standing["rank"] == standing["possible_rank"];
        *held.entry(if is_certain { level.to_owned() } else { "Not certain".to_owned() }).or_default() += 1;
    }
    let card = text(files, "scorecards/production-ready/index.html");
    let levels = counts(panel(&card, "now"));
    assert_eq!(levels.into_iter().filter(|(_, count)| *count > 0).collect::<BTreeMap<_, _>>(), held, "levels now");
    for rule in all["rules"].as_array().expect("rules") {
        let id = rule["id"].as_str().expect("an id");
        let page = text(files, &format!("scorecards/checks/{id}/index.html"));
        let (pass, fail) = (rule["now"]["pass"].as_u64().expect("a count"), rule["now"]["fail"].as_u64().expect("a count"));
        assert!(page.contains(&format!("{pass} of {} pass", pass + fail)), "{id}");
        let failing = rows.iter().filter(|row| row["rule"] == id && row["verdict"] == "fail").count() as u64;
        assert_eq!(failing, fail, "{id}");
    }
    let campaign = &all["campaigns"][0];
    let left = campaign["left"].as_u64().expect("a count");
    let said = if left == 1 { "1 service left".to_owned() } else { format!("{left} services left") };
    assert!(left == 0 || text(files, "campaigns/permissions/index.html").contains(&said), "{campaign}");
    seen
}

#[test]
fn what_the_drawings_show_is_the_same_everywhere() {
    let portal = fixture::small();
    let (_folder, files) = render(&portal, &SiteSettings::default());
    paths_agree(&files);
    weeks_agree(&portal, &files);
    assert_eq!(scorecards_agree(&files).len(), 4, "every verdict is there to be compared");
}

/// From so many days ago until some later day, or until now.
fn days() -> impl Strategy<Value = Option<(i64, i64)>> {
    let span = (1_i64..420).prop_flat_map(|from| (Just(from), prop_oneof![2 => Just(0), 1 => 0..from]));
    prop_oneof![1 => Just(None), 4 => span.prop_map(Some)]
}

fn story() -> impl Strategy<Value = Story> {
    let version = prop_oneof![Just("1.0"), Just("2.0"), Just("2.1")];
    (version, days(), days(), prop::bool::weighted(0.9)).prop_map(|(version, stamped, built, is_changed)| Story {
        version,
        stamped,
        built,
        is_changed,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happened_is_the_same_everywhere(
        stories in prop::collection::vec(story(), 13),
        turned in prop::collection::vec(prop::option::of(1_i64..60), 14),
    ) {
        let mut portal = fixture::small();
        fixture::adopt_as(&mut portal, &stories);
        fixture::score_as(&mut portal, &turned);
        let (_folder, files) = render(&portal, &SiteSettings::default());
        paths_agree(&files);
        weeks_agree(&portal, &files);
        scorecards_agree(&files);
    }
}
