//! `milepost check` as people, hooks and CI run it.

use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

const GOOD: &str = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: pay\nspec:\n  type: service\n  lifecycle: production\n  owner: team-pay\n";

/// A folder with these files; those below a `.git` make repositories.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("because there is room for one");
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("because it has one")).expect("because the folder is ours");
        std::fs::write(path, text).expect("because the folder is ours");
    }
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.arg("check").args(arguments).current_dir(folder).env_remove("MILEPOST_CONFIG").env("NO_COLOR", "1");
    command.output().expect("because the program was built")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_good_repository_passes_and_a_bad_one_fails_with_place_line_rule_and_help() {
    let good = folder(&[(".git/HEAD", ""), ("catalog-info.yaml", GOOD)]);
    let output = check(good.path(), &[]);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(0), ""));
    assert_eq!(text(&output.stderr), "1 descriptor: nothing found\n");

    let bad = folder(&[(".git/HEAD", ""), ("services/pay/catalog-info.yaml", &GOOD.replace("name: pay", "name: pay me"))]);
    let output = check(bad.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let expected = "\
error[backstage/bad-name]: “pay me” cannot be a name
 --> services/pay/catalog-info.yaml:4:9
  |
4 |   name: pay me
  |         ^^^^^^
  |
  = help: Backstage wants a name of letters and digits with -, _ and . inside, at most 63 characters; for example pay-me
";
    assert!(text(&output.stdout).contains(expected), "{}", text(&output.stdout));
    let from_inside = check(&bad.path().join("services"), &[]);
    assert!(text(&from_inside.stdout).contains("--> pay/catalog-info.yaml:4:9"), "{}", text(&from_inside.stdout));
}

#[test]
fn warnings_fail_only_where_they_are_denied_and_notes_are_shown_when_asked_for() {
    let text_of = GOOD.to_owned() + "  dependsOn: [db]\n";
    let folder = folder(&[(".git/HEAD", ""), ("catalog-info.yaml", &text_of), ("examples/catalog-info.yaml", GOOD)]);
    let output = check(folder.path(), &[]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("warning[backstage/kind-missing]") && !text(&output.stdout).contains("note["));
    assert!(text(&output.stderr).ends_with("1 warning, 1 note (notes are shown with --verbose)\n"), "{}", text(&output.stderr));
    assert_eq!(check(folder.path(), &["--deny", "warnings"]).status.code(), Some(1));
    assert!(text(&check(folder.path(), &["--verbose"]).stdout).contains("note[catalog/skipped]"));
    assert_eq!(text(&check(folder.path(), &["--quiet"]).stdout), "");
}

#[test]
fn only_what_is_named_is_told_and_what_is_ignored_is_not_read() {
    let bad = GOOD.replace("name: pay", "name: pay me");
    let files = [
        (".git/HEAD", ""),
        (".gitignore", "out/\n"),
        ("a/catalog-info.yaml", bad.as_str()),
        ("b/catalog-info.yaml", &bad),
        ("out/catalog-info.yaml", &bad),
    ];
    let folder = folder(&files);
    let count = |arguments: &[&str]| text(&check(folder.path(), arguments).stdout).matches("backstage/bad-name").count();
    assert_eq!((count(&[]), count(&["a"]), count(&["a/catalog-info.yaml", "b"]), count(&[".gitignore"])), (2, 1, 2, 0));
    let output = check(folder.path(), &["nothing/here.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("nothing/here.yaml"), "{}", text(&output.stderr));
}

#[test]
fn a_fleet_is_seen_as_a_whole_and_one_repository_is_not_blamed_for_the_others() {
    let other = GOOD.replace("name: pay", "name: ship").replace("team-pay", "team-sea") + "  dependsOn: ['component:paid']\n";
    let org = "apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: team-pay}\nspec: {type: team, children: []}\n";
    let files = [
        ("pay/.git/HEAD", ""),
        ("pay/catalog-info.yaml", GOOD),
        ("ship/.git/HEAD", ""),
        ("ship/catalog-info.yaml", &other),
        ("org/.git/HEAD", ""),
        ("org/catalog-info.yaml", org),
    ];
    let folder = folder(&files);
    let fleet = text(&check(folder.path(), &["--verbose"]).stdout);
    assert!(fleet.contains("catalog/unknown-owner") && fleet.contains("--> ship/catalog-info.yaml:8:10"), "{fleet}");
    assert!(fleet.contains("catalog/dangling"), "{fleet}");
    let alone = text(&check(&folder.path().join("ship"), &["--verbose"]).stdout);
    assert_eq!(alone, "", "{alone}");
}

#[test]
fn machines_get_json_annotations_and_sarif() {
    let bad = GOOD.replace("name: pay", "name: pay me");
    let folder = folder(&[(".git/HEAD", ""), ("a/catalog-info.yaml", &bad)]);
    let json: Value = serde_json::from_slice(&check(folder.path(), &["--format", "json"]).stdout).expect("because it is JSON");
    assert_eq!((json["schema"].as_str(), json["counts"]["error"].as_u64()), (Some("milepost-diagnostics/1"), Some(1)));
    assert_eq!(json["diagnostics"][0]["place"]["path"], "a/catalog-info.yaml");
    assert_eq!(json["diagnostics"][0]["source_line"], "  name: pay me");
    let github = text(&check(folder.path(), &["--format", "github"]).stdout);
    assert!(github.contains("::error file=a/catalog-info.yaml,line=4,col=9,title=backstage/bad-name::"), "{github}");
    let output = check(folder.path(), &["--format", "sarif"]);
    let sarif: Value = serde_json::from_slice(&output.stdout).expect("because it is JSON");
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!((result["ruleId"].as_str(), output.status.code()), (Some("backstage/bad-name"), Some(1)));
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 4);
}

#[test]
fn hostile_files_end_in_a_finding() {
    let mut bomb = String::from("a0: &a0 [lol]\n");
    for n in 1..30 {
        writeln!(bomb, "a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 9].join(", ")).expect("because memory does not fail");
    }
    let head = "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\n";
    for (name, content, code) in [
        ("aliases", head.to_owned() + &bomb, "yaml/too-many-values"),
        ("depth", format!("{head}spec: {}", "[".repeat(100_000)), "yaml/"),
        ("size", head.to_owned() + &"# x\n".repeat(25 << 20), "yaml/too-large"),
        ("twice", head.to_owned() + "kind: API\n", "yaml/duplicate-key"),
        ("tab", head.to_owned() + "spec:\n\ttype: service\n", "yaml/syntax"),
        ("nul", head.to_owned() + "spec: {type: a\0b}\n", "yaml/nul"),
        ("loop", head.to_owned() + "spec: &s {a: *s}\n", "yaml/alias-of-itself"),
    ] {
        let folder = folder(&[(".git/HEAD", ""), ("catalog-info.yaml", &content)]);
        let output = check(folder.path(), &["--format", "json"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(text(&output.stdout).contains(code), "{name}: {}", text(&output.stdout));
        assert!(output.stdout.len() < 100_000, "{name} is told in few words");
    }
    let folder = folder(&[(".git/HEAD", "")]);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(head.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(folder.path().join("catalog-info.yaml"), utf16).expect("because the folder is ours");
    assert!(text(&check(folder.path(), &[]).stdout).contains("the file is UTF-16"));
    std::fs::write(folder.path().join("catalog-info.yaml"), format!("\u{feff}{GOOD}")).expect("because the folder is ours");
    assert_eq!(check(folder.path(), &[]).status.code(), Some(0), "a byte order mark is fine");
}

#[test]
fn documentation_is_held_against_what_lies_there() {
    let folder = folder(&[
        (".git/HEAD", ""),
        ("catalog-info.yaml", GOOD),
        ("src/main.rs", ""),
        ("README.md", "# Pay\n\n[guide](docs/guide.md#then) [code](src/main.rs) [gone](docs/gone.md)\n"),
        ("docs/guide.md", "# Guide\n\n## Then\n\n![a picture](img/none.png)\n"),
    ]);
    let output = check(folder.path(), &[]);
    let found = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{found}");
    for part in [
        "warning[docs/broken-link]: docs/gone.md is not there",
        "README.md:3:1",
        "warning[docs/broken-image]: img/none.png is not there",
        "docs/guide.md:5:1",
    ] {
        assert!(found.contains(part), "{part} is not in {found}");
    }
    assert_eq!(found.matches("warning[").count(), 2, "{found}");
    assert_eq!(check(folder.path(), &["--deny", "warnings"]).status.code(), Some(1));
}
