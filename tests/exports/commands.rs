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
    let (_, said) = place.milepost(&["collect"]);
    assert!(said.contains("bill.csv:3: expected team,month,amount") && said.contains("ended with 1"), "{said}");
    assert_eq!(place.records("cost"), found, "half of what it had to say is nothing");
}
