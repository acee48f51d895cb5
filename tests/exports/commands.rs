//! The example collectors, run by the program as anybody's are.

use super::{Place, blocks, page};

const HEAD: &str = "[organisation]\nname = \"x\"\n";

fn place() -> Place {
    let place = Place::new();
    for name in ["pager.py", "bill.sh"] {
        place.write(&format!("collectors/{name}"), &page(&format!("docs/collectors/{name}")));
    }
    place
}

#[test]
fn the_manual_shows_the_examples_as_they_are() {
    let manual = blocks(&page("docs/reference/commands.md"));
    for (word, file) in [("python", "docs/collectors/pager.py"), ("sh", "docs/collectors/bill.sh")] {
        let shown = manual.iter().find(|(found, ..)| found == word).map(|(_, _, text)| text.as_str());
        assert_eq!(shown, Some(page(file).as_str()), "copy {file} into docs/reference/commands.md");
    }
}

#[test]
fn the_example_in_python_reads_every_page_of_its_pager() {
    let place = place();
    let incidents = r#"{"incidents": [{"number": 12, "opened": "2026-11-19T09:10:00Z", "closed": "2026-11-19T10:05:00Z", "title": "Rates are “late”", "services": ["rates"]},
        {"number": 13, "opened": "2026-11-20T09:10:00Z"}], "more": false}"#;
    place.write("pager.json", incidents);
    let command = "kind = \"command\"\ncommand = [\"python3\", \"collectors/pager.py\"]\n";
    place.write("metrics-config.toml", &format!("{HEAD}[[source]]\nid = \"pager\"\n{command}"));
    let url = format!("file://{}", place.0.path().join("pager.json").display());
    let (_, said) = place.milepost_with(&["collect"], &[("PAGER_URL", url.as_str())]);
    assert!(said.contains("2 incidents"), "what it says is shown: {said}");
    let found = place.records("incident");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("pager:12") && found[0].contains("\"services\":[\"rates\"]") && found[0].contains("“late”"), "{found:?}");
    assert!(!found[1].contains("resolved_at"), "what is not known is left out");
    assert_eq!(place.records("coverage").len(), 1);
}

#[test]
fn the_example_in_a_shell_prints_every_line_or_nothing() {
    let place = place();
    let command = "kind = \"command\"\ncommand = [\"sh\", \"collectors/bill.sh\", \"bill.csv\"]\n";
    place.write("metrics-config.toml", &format!("{HEAD}[[source]]\nid = \"bill\"\n{command}"));
    place.write("bill.csv", "team,month,amount\npay \"east\"\\,2026-12,1204.5\nrates,2026-11,7\n");
    place.milepost(&["collect"]);
    let found = place.records("cost");
    assert_eq!(found.len(), 2, "{found:?}");
    let one = found.iter().find(|line| line.contains("2026-12")).expect("because it was printed");
    assert!(
        one.contains(r#""team":"pay \"east\"\\""#) && one.contains("\"to\":\"2027-01-01T00:00:00Z\"") && one.contains("1204.5"),
        "{one}"
    );
    place.write("bill.csv", "team,month,amount\nrates,2026-12,9\nrates,December,7\n");
    let (_, said) = place.milepost_without_a_source(&["collect"]);
    assert!(said.contains("bill.csv:3: expected team,month,amount") && said.contains("ended with 1"), "{said}");
    assert_eq!(place.records("cost"), found, "half of what it had to say is nothing");
}

#[test]
fn platform_health_tells_of_every_source_when_it_was_read_and_why_it_was_not() {
    let place = place();
    place.write("src/.keep", "");
    let sources = [
        ("bill", "kind = \"command\"\ncommand = [\"sh\", \"collectors/bill.sh\", \"bill.csv\"]"),
        ("empty", "kind = \"files\"\npaths = [\"nowhere/*.ndjson\"]"),
        ("never", "kind = \"command\"\ncommand = [\"sh\", \"collectors/bill.sh\", \"bill.csv\"]"),
        ("pager", "kind = \"command\"\ncommand = [\"sh\", \"-c\", \"echo the pager is ill >&2; exit 4\"]"),
    ];
    let sources = sources.map(|(id, keys)| format!("[[source]]\nid = \"{id}\"\n{keys}\n")).concat();
    place.write("metrics-config.toml", &format!("{HEAD}[site]\nvisibility = \"internal\"\n{sources}"));
    place.write("bill.csv", "team,month,amount\nrates,2026-11,7\n");
    place.write("repository.ndjson", r#"{"schema":"milepost/1","kind":"repository","id":"r:1","repo":"r:1","full_name":"lumen/rates","observed_at":"2026-11-19T06:40:00Z","provenance":{"collector":"by hand"}}"#);
    place.milepost(&["import", "repository.ndjson"]);
    let (plan, _) = place.milepost(&["collect", "--explain"]);
    assert!(
        plan.contains("source “bill”: runs sh collectors/bill.sh bill.csv, for 300 s at most") && plan.contains("source “empty”: reads"),
        "{plan}"
    );
    let only = ["--source", "bill", "--source", "empty", "--source", "pager"];
    let (_, said) = place.milepost_without_a_source(&[&["collect", "--now", "2026-11-19T06:40:00Z"][..], &only].concat());
    assert!(said.contains("it said last: the pager is ill"), "{said}");
    // What is wrong is no news of the day after.
    place.write("collectors/bill.sh", "exit 1\n");
    let (_, said) = place.milepost_without_a_source(&[&["collect", "--quiet", "--now", "2026-11-21T06:40:00Z"][..], &only].concat());
    assert!(said.contains("error[source/command]: the command of “bill” ended with 1") && !said.contains("note["), "{said}");
    place.milepost(&["build", "--as-of", "2026-11-21T06:40:00Z", "--now", "2026-11-21T06:40:00Z"]);
    let read = |path: &str| std::fs::read_to_string(place.0.path().join("site").join(path)).expect("because it was built");
    let health: serde_json::Value = serde_json::from_str(&read("data/health.json")).expect("because it is JSON");
    let of = |id: &str| health["sources"].as_array().into_iter().flatten().find(|one| one["id"] == id).cloned().unwrap_or_default();
    let (first, second) = ("2026-11-19T06:40:00Z", "2026-11-21T06:40:00Z");
    let told = |id: &str| ["observed_at", "last_success"].map(|key| of(id)[key].as_str().unwrap_or("never").to_owned());
    assert_eq!(told("bill"), [second, first]);
    assert_eq!(of("bill")["records"]["cost"], 1);
    assert_eq!(told("pager"), [second, "never"]);
    assert_eq!(told("never"), ["never", "never"]);
    assert_eq!(health["observed_at"], first, "two days ago something was read last");
    let page = read("health/index.html");
    let row = |id: &str| page.split("<tr>").find(|row| row.contains(&format!(">{id}</span>"))).unwrap_or_default();
    for (id, parts) in [
        ("bill", &["Not read", "It could not be read at all: the command of “bill” ended with 1"][..]),
        ("never", &["Not read yet", "never"]),
        ("pager", &["Not read", "ended with 4", "no success yet"]),
    ] {
        let missing: Vec<_> = parts.iter().filter(|part| !row(id).contains(**part)).collect();
        assert!(missing.is_empty(), "{id} lacks {missing:?}: {}", row(id));
    }
    assert!(page.contains("it said last: the pager is ill") && page.contains("nowhere"), "what is wrong stands there, too");
}
