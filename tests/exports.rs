//! Exports of other tools, as people bring them: a folder goes in, figures come out.

#[path = "exports/commands.rs"]
mod commands;

use std::path::Path;
use std::process::Command;

/// A folder that milepost runs in.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("because the machine has a temporary folder"))
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().expect("because it lies in the folder")).expect("because the folder is ours");
        std::fs::write(path, text).expect("because the folder is ours");
    }

    /// What it prints, and what it says besides.
    fn milepost(&self, arguments: &[&str]) -> (String, String) {
        self.milepost_with(arguments, &[])
    }

    /// The same, where a source cannot be read at all: all else is done, and the exit code tells.
    fn milepost_without_a_source(&self, arguments: &[&str]) -> (String, String) {
        self.milepost_ending(1, arguments, &[])
    }

    fn milepost_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> (String, String) {
        self.milepost_ending(0, arguments, variables)
    }

    fn milepost_ending(&self, code: i32, arguments: &[&str], variables: &[(&str, &str)]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        let output = command
            .args(arguments)
            .current_dir(self.0.path())
            .env("CI", "true")
            .envs(variables.iter().copied())
            .output()
            .expect("because cargo built it");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (printed, said) = (text(&output.stdout), text(&output.stderr));
        assert_eq!(output.status.code(), Some(code), "milepost {arguments:?} said: {said}");
        (printed, said)
    }

    /// Every record of a kind that the store holds, as lines in order.
    fn records(&self, kind: &str) -> Vec<String> {
        let folder = self.0.path().join("out");
        let _ = std::fs::remove_dir_all(&folder);
        self.milepost(&["export", "--format", "ndjson", "--to", "out"]);
        let mut lines = Vec::new();
        for file in walkdir::WalkDir::new(&folder).sort_by_file_name().into_iter().map(|entry| entry.expect("because it is ours")) {
            if file.file_type().is_file() {
                let text = std::fs::read_to_string(file.path()).expect("because it is text");
                lines.extend(text.lines().filter(|line| line.contains(&format!("\"kind\":\"{kind}\""))).map(str::to_owned));
            }
        }
        lines.sort();
        lines
    }
}

/// The blocks of a page, each with the word behind its fence and the file that the text before it names.
fn blocks(page: &str) -> Vec<(String, Option<String>, String)> {
    let mut found = Vec::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("\n```") {
        let (word, after) = after.split_once('\n').expect("because a fence has a line");
        let (text, after) = after.split_once("```").expect("because a fence ends");
        let line = before.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let file = line.ends_with(':').then(|| line.split('`').rfind(|part| part.contains('.') && !part.contains(' '))).flatten();
        found.push((word.to_owned(), file.map(str::to_owned), text.to_owned()));
        rest = after;
    }
    found
}

fn page(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The folder that docs/incidents.md describes, and the figures that it promises.
fn described() -> (Place, Vec<Vec<String>>, String) {
    let place = Place::new();
    let (mut commands, mut figures) = (Vec::new(), String::new());
    for (word, file, text) in blocks(&page("docs/incidents.md")) {
        match (word.as_str(), file) {
            ("console", _) => {
                let lines = text.lines().filter_map(|line| line.strip_prefix("$ milepost "));
                commands.extend(lines.map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>()));
            }
            (_, Some(file)) => place.write(&file, &text),
            ("csv", None) => figures = text,
            _ => {}
        }
    }
    (place, commands, figures)
}

#[test]
fn the_chapter_on_incidents_does_what_it_says() {
    let (place, commands, figures) = described();
    assert!(commands.len() == 2 && figures.lines().count() == 2, "{commands:?} {figures}");
    let mut printed = String::new();
    for command in &commands {
        let arguments: Vec<&str> = command.iter().map(String::as_str).collect();
        let (out, said) = place.milepost(&arguments);
        assert!(!said.contains("error") && !said.contains("warning"), "{said}");
        printed = out;
    }
    for line in figures.lines() {
        assert!(printed.lines().any(|found| found == line), "{line}\n{printed}");
    }
}

#[test]
fn without_the_export_nothing_is_known_of_failures() {
    let (place, commands, _) = described();
    std::fs::remove_dir_all(place.0.path().join("exports")).expect("because it was written");
    place.milepost_without_a_source(&["collect"]);
    let arguments: Vec<&str> = commands[1].iter().map(String::as_str).collect();
    let (printed, _) = place.milepost(&arguments);
    let line = printed.lines().find(|line| line.contains(",failed_deployment_recovery_time,")).expect("because every metric has a line");
    assert_eq!(line, "component:default/payments,failed_deployment_recovery_time,2026-01-05,2026-01-12,,,,,,,,,no_incident_source");
}

#[test]
fn a_file_that_is_read_again_adds_nothing_and_a_changed_row_a_revision() {
    let (place, ..) = described();
    place.milepost(&["collect"]);
    let before = place.records("incident");
    assert_eq!(before.len(), 1);
    place.milepost(&["collect"]);
    assert_eq!(place.records("incident"), before, "the same file says nothing new");
    // Touched, and with another row: what was there before stays as it was.
    let header = "Number;Opened;Fixed;Summary;Affected services;Urgency\n";
    let first = "4711;06.01.2026 10:00;06.01.2026 12:30;Payments are refused;Payments;P1\n";
    place.write("exports/incidents.csv", &format!("\u{feff}{header}4712;07.01.2026 10:00;;Slow;Payments;P3\n{first}"));
    place.milepost(&["collect"]);
    let after = place.records("incident");
    assert_eq!(after.len(), 2);
    assert!(after.contains(&before[0]), "{after:?}");
    // The second one ended, and the first is gone: it stays.
    place.write("exports/incidents.csv", &format!("{header}4712;07.01.2026 10:00;07.01.2026 11:00;Slow;Payments;P3\n"));
    place.milepost(&["collect"]);
    let ended = place.records("incident");
    assert_eq!(ended.len(), 2);
    assert!(
        ended.contains(&before[0])
            && ended.iter().any(|line| line.contains("helpdesk:4712") && line.contains("\"resolved_at\":\"2026-01-07T11:00:00Z\"")),
        "{ended:?}"
    );
}

#[test]
fn what_is_wrong_with_an_export_is_told_at_every_build_until_it_is_corrected() {
    let (place, ..) = described();
    let header = "Number;Opened;Fixed;Summary;Affected services;Urgency\n";
    place.write("exports/incidents.csv", &format!("{header}4711;2026-01-06;;x;Payments;P1\n4712;07.01.2026 10:00;;Slow;Payments;P3\n"));
    for _ in 0..2 {
        let (_, said) = place.milepost(&["collect"]);
        assert_eq!(place.records("incident").len(), 1);
        place.milepost(&["build", "--out", "site"]);
        let health = std::fs::read_to_string(place.0.path().join("site/data/health.json")).expect("because every portal has it");
        assert!(health.contains("“2026-01-06” is no point in time") && health.contains("\"line\":2"), "{said}");
    }
    place.write("exports/incidents.csv", &format!("{header}4711;06.01.2026 10:00;;x;Payments;P1\n"));
    place.milepost(&["collect"]);
    place.milepost(&["build", "--out", "site"]);
    let health = std::fs::read_to_string(place.0.path().join("site/data/health.json")).expect("because every portal has it");
    assert!(!health.contains("is no point in time"));
}

#[test]
fn services_that_nobody_knows_and_tables_that_nobody_explained_are_told() {
    let (place, ..) = described();
    let header = "Number;Opened;Fixed;Summary;Affected services;Urgency\n";
    let rows = "1;06.01.2026 10:00;;x;Checkout (prod);P1\n2;07.01.2026 10:00;;y;Checkout (prod), Payments;P3\n3;07.01.2026 11:00;;z;;P3\n";
    place.write("exports/incidents.csv", &format!("{header}{rows}"));
    place.milepost(&["collect"]);
    place.milepost(&["build", "--out", "site", "--as-of", "2026-01-12"]);
    let health = std::fs::read_to_string(place.0.path().join("site/data/health.json")).expect("because every portal has it");
    let told = "“helpdesk”: 1 incident concerns services that the catalog does not have, and counts for none: “checkout-(prod)” (1)";
    assert!(health.contains(told), "{health}");
    let config = "[organisation]\nname = \"x\"\n[[source]]\nid = \"table\"\nkind = \"files\"\npaths = [\"exports/incidents.csv\"]\n";
    place.write("metrics-config.toml", config);
    let (_, said) = place.milepost(&["collect"]);
    assert!(said.contains("nothing says what its rows are") && said.contains("mapping such as"), "{said}");
}

#[test]
fn the_examples_of_the_reference_are_configurations() {
    let pages =
        ["docs/reference/column-mappings.md", "docs/reference/webhooks.md", "docs/reference/commands.md"].map(|path| blocks(&page(path)));
    for (word, _, text) in pages.into_iter().flatten() {
        if word == "toml" && text.contains("[organisation]") {
            milepost::config::Config::load(&text, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"));
        }
    }
}
