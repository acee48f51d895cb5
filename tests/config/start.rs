//! The steps to a first deployment and the place of feedback: what holds, and what does not.

use super::{GOOD, problems};
use milepost::config::Config;
use std::path::Path;

fn config(text: &str) -> Config {
    Config::load(&format!("{GOOD}{text}"), Path::new("metrics-config.toml")).unwrap_or_else(|problems| panic!("{problems:?}"))
}

#[test]
fn a_step_says_what_is_done_and_nothing_is_made_up() {
    let read = config(
        "[[start]]\ntitle = \"Get access\"\n[[start]]\ntitle = \"Deploy\"\nminutes = 15\nlink = \"/actions/\"\nhelps = \"group:platform\"\n",
    );
    let steps = read.start;
    assert_eq!((steps[0].minutes, &steps[0].helps, &steps[0].link), (None, &None, &None));
    assert_eq!(
        (steps[1].minutes, steps[1].helps.as_deref(), steps[1].link.as_deref()),
        (Some(15), Some("group:platform"), Some("/actions/"))
    );
    assert!(config("").start.is_empty());
}

#[test]
fn what_a_step_cannot_be_is_told_with_its_place() {
    let found = problems(&format!(
        "{GOOD}[[start]]\ntitle = \"x\"\npath = \"rust-servic\"\nlabel = \"y\"\nlink = \"javascript:alert(1)\"\nminutes = 0\n"
    ));
    let told = found.join("\n");
    for part in ["config/unknown-path: [[start]] path: there is no golden path “rust-servic”", "[[start]] link:", "[[start]] minutes:"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    let long = "x".repeat(81);
    assert!(problems(&format!("{GOOD}[[start]]\ntitle = \"{long}\"\n")).concat().contains("it has 81 letters, and there is room for 80"));
    let many = "[[start]]\ntitle = \"x\"\n".repeat(21);
    assert!(problems(&format!("{GOOD}{many}")).concat().contains("comes 21 times, and at most 20 are shown"));
    assert!(problems(&format!("{GOOD}[[start]]\ntitle = \"x\"\nlabel = \"y\"\n")).concat().contains("has a label and no link"));
}

#[test]
fn feedback_goes_where_the_organisation_s_host_takes_issues() {
    let at = |organisation: &str, rest: &str| {
        let text = format!("[organisation]\nname = \"x\"\n{organisation}\n[feedback]\n{rest}\n");
        Config::load(&text, Path::new("c.toml")).map(|config| config.feedback.map(|found| (found.address, found.has_description)))
    };
    let github = "url = \"https://github.com/o\"";
    for (organisation, rest, address, has_description) in [
        (github, "repository = \"o/portal\"", "https://github.com/o/portal/issues/new", false),
        ("host = \"git.example.com\"", "repository = \"o/portal\"", "https://git.example.com/o/portal/issues/new", false),
        ("url = \"http://git.local/o\"", "repository = \"o/portal\"", "http://git.local/o/portal/issues/new", false),
        (
            "url = \"https://gitlab.example.com/o\"",
            "repository = \"a/b/portal\"",
            "https://gitlab.example.com/a/b/portal/-/issues/new",
            true,
        ),
        ("", "url = \"https://git.example.com/code/a/b/-/issues/new\"", "https://git.example.com/code/a/b/-/issues/new", true),
        ("", "url = \"https://forms.example.com/portal\"", "https://forms.example.com/portal", false),
    ] {
        let found = at(organisation, rest).unwrap_or_else(|problems| panic!("{rest}: {problems:?}"));
        let found = found.map(|(address, has_description)| (address.trim_end_matches('/').to_owned(), has_description));
        assert_eq!(found, Some((address.to_owned(), has_description)), "{organisation} {rest}");
    }
    assert!(config("").feedback.is_none());
    let gitlab = "[[source]]\nid = \"g\"\nkind = \"gitlab\"\nhost = \"git.example.com\"\ngroups = [\"a\"]\n";
    let text = format!("[organisation]\nname = \"x\"\nhost = \"git.example.com\"\n[feedback]\nrepository = \"a/b\"\n{gitlab}");
    let read = Config::load(&text, Path::new("c.toml")).unwrap_or_else(|problems| panic!("{problems:?}"));
    assert_eq!(read.feedback.map(|found| found.address).as_deref(), Some("https://git.example.com/a/b/-/issues/new"));
}

#[test]
fn a_place_of_feedback_that_is_none_is_told() {
    for (rest, part) in [
        ("repository = \"o/portal\"", "nothing says which host it is at"),
        ("repository = \"portal\"\n", "is not the full name of a repository"),
        ("repository = \"../etc/x\"\n", "is not the full name of a repository"),
        ("url = \"javascript:alert(1)\"", "[feedback] url:"),
        ("url = \"ftp://x.org/\"", "[feedback] url:"),
        ("template = \"f.yml\"", "has neither a repository nor a url"),
        ("url = \"https://x.org/\"\nrepository = \"o/p\"", "has a repository and a url"),
        ("url = \"https://x.org/\"\nlabels = [\"a,b\"]", "[feedback] labels:"),
        ("url = \"https://x.org/\"\nlabel = \"a\"", "did you mean “labels”?"),
    ] {
        let told = problems(&format!("{GOOD}[feedback]\n{rest}\n")).join("\n");
        assert!(told.contains(part), "{rest}: {part} is not in {told}");
    }
    let long = "x".repeat(51);
    let told = problems(&format!("{GOOD}[feedback]\nurl = \"https://x.org/\"\npage_field = \"{long}\"\n")).concat();
    assert!(told.contains("[feedback] page_field: it has 51 letters"), "{told}");
}
