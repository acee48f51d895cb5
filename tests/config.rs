//! The configuration from outside: what holds is read, and what does not is told completely.

#[path = "config/files.rs"]
mod files;
#[path = "config/own.rs"]
mod own;
#[path = "config/start.rs"]
mod start;

use milepost::config::{Audience, Config, People, SourceSettings, StoreAddress};
use milepost_model::record::repository::Visibility;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const GOOD: &str = "[organisation]\nname = \"x\"\n";

/// Every problem as one line: place, code, message and help.
fn problems(text: &str) -> Vec<String> {
    let Err(problems) = Config::load(text, Path::new("metrics-config.toml")) else { return Vec::new() };
    let place = |d: &milepost_model::Diagnostic| d.place.as_ref().map(ToString::to_string).expect("because each has a place");
    problems
        .iter()
        .map(|d| {
            format!(
                "{} {}: {} [{}]",
                place(d).trim_start_matches("metrics-config.toml:"),
                d.code,
                d.message,
                d.help.as_deref().unwrap_or("")
            )
        })
        .collect()
}

#[test]
fn every_problem_is_told_at_once() {
    let text = "\
[organisation]
nmae = \"Lumen\"
url = \"ftp://x.org\"
host = 7

[siet]
a = 1

[site]
visibility = \"pubic\"
file_urls = \"yes\"
base_path = \"portal\"
title = \"\"
colour = \"red\"

[privacy]
people = true

[catalog]
include = \"lumen/*\"
exclude = [\"/etc/**\", 3, \"a{b\"]
default_owner = \"a/b/c\"

[delivery]
production = \"prod(\"

[[source]]
id = \"Clones\"
kind = \"git\"
paths = [\"x\"]
max_file_bytes = 0

[[source]]
kind = \"gti\"
";
    let found = problems(text);
    let expected = [
        "1:2 config/missing-key: [organisation] lacks its key “name” [add name = \"Lumen Freight\"]",
        "2:1 config/unknown-key: [organisation] has no key “nmae” [did you mean “name”?]",
        "3:7 config/bad-value: [organisation] url: “ftp://x.org” begins with neither https:// nor http:// [expected an address such as “https://portal.example.com/”]",
        "4:8 config/wrong-type: [organisation] host is the number 7 [expected a host's name such as “git.example.com”]",
        "6:2 config/unknown-table: there is no table [siet] [did you mean [site]?]",
        "10:14 config/bad-value: [site] visibility: “pubic” is not a word that it takes; did you mean “public”? [expected one of “public”, “internal”]",
        "11:13 config/wrong-type: [site] file_urls is the text “yes” [expected true or false]",
        "12:13 config/bad-value: [site] base_path: “portal” is no path of an address [expected a path such as “/portal/”]",
        "13:9 config/bad-value: [site] title: it is empty [expected a text that is not empty]",
        "14:1 config/unknown-key: [site] has no key “colour” [its keys are visibility, title, url, base_path, out, file_urls, templates, theme, logo, logo_dark, pages, locale, bands]",
        "17:10 config/wrong-type: [privacy] people is true [expected one of “shown”, “hidden”]",
        "20:11 config/wrong-type: [catalog] include is the text “lumen/*” [expected a list of patterns such as [\"services/**\"]]",
        "21:12 config/bad-value: [catalog] exclude: “/etc/**” leads out of the place that it is about [expected a list of patterns such as [\"services/**\"]]",
        "21:23 config/bad-value: [catalog] exclude: the number 3 is no text [expected a list of patterns such as [\"services/**\"]]",
        "21:26 config/bad-value: [catalog] exclude: “a{b” is no pattern: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?) [expected a list of patterns such as [\"services/**\"]]",
        "22:17 config/bad-value: [catalog] default_owner: “a/b/c” has too many parts; expected [kind:][namespace/]name, such as component:default/carrier-sync [expected a reference such as “team-a” or “user:ada”]",
        "25:14 config/bad-value: [delivery] production: unclosed group [expected a regular expression]",
        "27:1 config/missing-key: [[source]] “Clones” lacks its key “clones” [add clones = [\"../clones\"]]",
        "28:6 config/bad-value: [[source]] “Clones” id: “Clones” is no id [expected lower-case letters, digits and “-”, at most 40, beginning with a letter or digit]",
        "30:1 config/unknown-key: [[source]] “Clones” has the key “paths”, which belongs to kind = “files” [remove it, or set kind = \"files\"]",
        "31:18 config/bad-value: [[source]] “Clones” max_file_bytes: 0 is out of range [expected a whole number from 1 to 1073741824]",
        "33:1 config/missing-key: [[source]] lacks its key “id” [add id = \"clones\"]",
        "34:8 config/bad-value: [[source]] kind: “gti” is not a word that it takes; did you mean “git”? [expected one of “git”, “github”, “gitlab”, “command”, “files”, “webhooks”]",
    ];
    assert_eq!(found, expected, "{found:#?}");
}

#[test]
fn each_kind_of_mistake_has_its_place() {
    for (text, expected) in [
        ("", "1:1 config/missing-key: the file lacks [organisation] “name”"),
        ("[organisation]\nname = \n", "2:8 config/syntax"),
        ("[organisation]\nname = \"x\"\nname = \"y\"\n", "3:1 config/syntax: duplicate key"),
        ("[[organisation]]\nname = \"x\"\n", "1:3 config/wrong-type: [organisation] is a table, and this is a list"),
        (
            "[organisation]\nname = \"x\"\n[source]\nid = \"a\"\n",
            "3:2 config/wrong-type: [[source]] is a list of tables, and this is a table",
        ),
        (
            "source = [1]\n[organisation]\nname = \"x\"\n",
            "1:11 config/wrong-type: [[source]] is a list of tables, and this is the number 1",
        ),
        ("title = \"x\"\n[organisation]\nname = \"x\"\n", "1:1 config/unknown-table: there is no key “title” outside the tables"),
        ("\u{feff}[organisation]\r\nname = \"é\" # ☃\r\n\turl = \"x\"\r\n", "3:8 config/bad-value"),
        ("[organisation]\nname = \"☃☃\"\n[site]\ntitle = \"é\", x\n", "4:12 config/syntax"),
        ("organisation = { name = \"☃\", nmae = \"x\" }\n", "1:30 config/unknown-key"),
        (&format!("{GOOD}[site]\nurl = \"https://x.org/a\"\nbase_path = \"/b\"\n"), "5:13 config/contradiction"),
        (&format!("{GOOD}[[source]]\nid = \"a\"\nkind = \"files\"\npaths = []\n"), "6:9 config/bad-value: [[source]] paths is empty"),
        (
            &format!("{GOOD}{}", "[[source]]\nid = \"a\"\nkind = \"files\"\npaths = [\"x\"]\n".repeat(2)),
            "8:6 config/duplicate-id: another [[source]] before this one has the id “a”",
        ),
        (&format!("{GOOD}[store]\nurl = \"ftp://x\"\n"), "4:7 config/bad-value"),
        (&format!("{GOOD}[store]\nurl = \"s3://\"\n"), "4:7 config/bad-value: [store] url: “s3://” names no bucket"),
        (
            &format!("{GOOD}[delivery]\nproduction = '((a{{1000}}){{1000}}){{1000}}'\n"),
            "4:14 config/bad-value: [delivery] production: the expression is too large",
        ),
        (&format!("{GOOD}[site]\ntitle = \"a\\u001bb\"\n"), "4:9 config/bad-value: [site] title: it holds a control character"),
    ] {
        let found = problems(text);
        assert_eq!(found.len(), 1, "{text}\n{found:#?}");
        assert!(found[0].starts_with(expected), "{text}\nexpected {expected}\nfound    {}", found[0]);
    }
}

#[test]
fn a_broken_line_hides_no_other_problem_and_invents_none() {
    let found = problems("[organisation]\nname = Lumen Freight\nurl = 3\n[site]\nvisibility = \"nobody\"\n");
    let starts: Vec<_> = found.iter().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert!(starts.iter().any(|start| start.starts_with("2:") && start.ends_with("config/syntax")), "{found:#?}");
    assert!(starts.contains(&"3:7 config/wrong-type") && starts.contains(&"5:14 config/bad-value"), "{found:#?}");
    assert!(!starts.iter().any(|start| start.ends_with("missing-key")), "{found:#?}");
}

#[test]
fn no_secret_is_repeated() {
    let text = format!(
        "{GOOD}url = \"https://ada:PLANTED@x.org/y\"\nhost = \"PLANTED@x.org\"\ntoken = \"PLANTED\"\n[store]\nurl = \"s3://PLANTED@bucket\"\npassword = 'PLANTED'\n"
    );
    let problems = Config::load(&text, Path::new("x.toml")).expect_err("because secrets do not belong there");
    let told = serde_json::to_string(&problems).expect("because diagnostics are JSON");
    let without_host = told.replace("PLANTED@x.org", "");
    assert!(!without_host.contains("PLANTED"), "{told}");
    assert!(told.contains("come from the environment"));
}

#[test]
fn what_is_not_written_is_what_the_manual_says() {
    let config = Config::load(GOOD, Path::new("/etc/milepost/metrics-config.toml")).expect("because one name is enough");
    assert_eq!((config.site.title.as_str(), config.site.base_path.as_str(), config.site.url), ("x", "/", None));
    assert_eq!(config.site.out, PathBuf::from("/etc/milepost/site"));
    assert_eq!(config.store, StoreAddress::Folder(PathBuf::from("/etc/milepost/.milepost")));
    assert_eq!((config.site.audience, config.people, config.site.file_urls), (Audience::Public, People::Shown, false));
    assert!(config.sources.is_empty() && config.catalog.takes("any/name") && config.catalog.default_owner.is_none());
    assert!(
        config.delivery.is_production("Production")
            && config.delivery.is_production("prod-eu")
            && !config.delivery.is_production("preprod")
    );
}

#[test]
fn what_is_written_is_taken() {
    let text = "\
organisation.name = \"Lumen Freight\"
organisation.url = \"https://git.example.com:8443/lumen\"
[site]
url = \"https://x.org/portal\"
visibility = \"internal\"
out = \"/srv/portal\"
theme = \"theme.toml\"
[store]
url = \"gs://bucket/store\"
[privacy]
people = \"hidden\"
[catalog]
include = [\"lumen/*\"]
exclude = [\"lumen/old-*\"]
default_owner = \"user:Ada\"
[[source]]
id = \"clones\"
kind = \"git\"
clones = [\"a\", \"/b\"]
assume_visibility = \"public\"
max_file_bytes = 0x1000
[[source]]
id = \"more\"
kind = \"files\"
paths = [\"records\"]
";
    let config = Config::load(text, Path::new("conf/metrics-config.toml")).expect("because all of it holds");
    assert_eq!((config.site.url.as_deref(), config.site.base_path.as_str()), (Some("https://x.org/portal/"), "/portal/"));
    assert_eq!((config.site.out, config.site.theme), (PathBuf::from("/srv/portal"), Some(PathBuf::from("conf/theme.toml"))));
    assert_eq!(config.organisation.host.as_deref(), Some("git.example.com"));
    assert_eq!(config.store, StoreAddress::Bucket("gs://bucket/store".to_owned()));
    assert_eq!(config.catalog.default_owner.as_ref().map(ToString::to_string).as_deref(), Some("user:default/ada"));
    assert!(config.catalog.takes("lumen/a") && !config.catalog.takes("lumen/old-a") && !config.catalog.takes("lumen/a/b"));
    let SourceSettings::Git(git) = &config.sources[0].settings else { panic!("because it is of kind git") };
    assert_eq!((git.clones.as_slice(), git.max_file_bytes), (&[PathBuf::from("conf/a"), PathBuf::from("/b")][..], 4096));
    assert_eq!(git.assume_visibility, Some(Visibility::Public));
    assert!(matches!(&config.sources[1].settings, SourceSettings::Files(files) if files.paths == [Path::new("conf/records")]));
}

#[test]
fn clones_that_nobody_would_see_are_a_warning() {
    let source = "[[source]]\nid = \"a\"\nkind = \"git\"\nclones = [\"x\"]\n";
    for (text, warnings) in [
        (format!("{GOOD}{source}"), 1),
        (format!("{GOOD}{source}assume_visibility = \"public\"\n"), 0),
        (format!("{GOOD}[site]\nvisibility = \"internal\"\n{source}"), 0),
    ] {
        let config = Config::load(&text, Path::new("x.toml")).expect("because a warning stops nothing");
        assert_eq!(config.warnings.len(), warnings, "{text}");
        assert!(!config.warnings.has_errors());
    }
}

#[test]
fn mistakes_in_rules_have_their_place_in_the_expression() {
    let text = "\
[organisation]
name = \"x\"

[[rule]]
id = \"a\"
title = \"A\"
why = \"so\"
pass = 'entity.tier == \"1\" && ownr == \"x\"'
scope = 'delivery.deployments > 0'

[[rule]]
id = \"a\"
title = \"A\"
why = \"so\"
pass = '(((((((((('

[[scorecard]]
id = \"s\"
target = \"Gold\"
level = [{ name = \"Bronze\", rules = [\"aa\"] }]

[[campaign]]
id = \"c\"
why = \"so\"
rules = [\"a\"]
starts_on = 2026-10-02
ends_on = 2026-10-01
promotes_to = \"other\"
";
    let found = problems(text);
    let begins = [
        "8:31 config/bad-rule: [[rule]] “a” pass: there is no fact `ownr`",
        "9:10 config/bad-rule: [[rule]] “a” scope: `delivery.deployments` comes from what was deployed",
        "12:6 config/duplicate-id: another [[rule]] before this one has the id “a”",
        "15:",
        "19:10 config/bad-value: [[scorecard]] “s”: its target “Gold” is none of its levels",
        "20:37 config/unknown-rule: [[scorecard]] “s”: there is no rule “aa”",
        "27:11 config/contradiction: [[campaign]] “c” ends before it starts",
        "28:15 config/bad-value: [[campaign]] “c”: there is no scorecard “other”",
    ];
    assert_eq!(found.len(), begins.len(), "{found:#?}");
    for (found, begin) in found.iter().zip(begins) {
        assert!(found.starts_with(begin), "{found}\n{begin}");
    }
}

#[test]
fn the_scorecard_to_begin_with_is_a_configuration_of_many_rules() {
    let path = root().join("docs/scorecards/production-ready.toml");
    let text = std::fs::read_to_string(path).expect("because it is in the manual");
    let text = format!("[organisation]\nname = \"x\"\n{text}");
    let config = Config::load(&text, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(config.rules.len() >= 24, "{} rules", config.rules.len());
    let asked: BTreeSet<&String> = config.scorecards[0].levels.iter().flat_map(|level| &level.rules).collect();
    assert!(config.rules.iter().all(|rule| asked.contains(&rule.id)), "a rule that no level asks for");
}

#[test]
fn hostile_text_is_refused_and_breaks_nothing() {
    for text in [
        "[".repeat(100_000),
        format!("a = {}", "[".repeat(100_000)),
        format!("a = {}", "{b=".repeat(100_000)),
        format!("{}a = 1", "a.".repeat(100_000)),
        format!("[{}a]", "a.".repeat(50_000)),
        "x".repeat(2 << 20),
        "=\n".repeat(100_000),
        (0..20_000).fold(GOOD.to_owned(), |text, n| text + &format!("k{n} = 1\n")),
        "a = \"".to_owned() + &"\\u0000".repeat(1_000),
        "\0\u{1}\u{7f}".to_owned(),
        format!("{GOOD}[site]\n{}", (0..5_000).fold(String::new(), |text, n| text + &format!("k{n} = 1\n"))),
    ] {
        let found = Config::load(&text, Path::new("x.toml")).expect_err("because it is hostile");
        assert!(found.iter().all(|d| d.place.as_ref().is_some_and(|place| place.line.is_some())));
        assert!(found.len() <= 201, "{}", found.len());
        assert!(found.iter().all(|d| d.message.len() < 600 && d.source_line.as_ref().is_none_or(|line| line.chars().count() <= 400)));
    }
}

#[test]
fn the_file_at_the_root_shows_every_key_and_no_other() {
    let text = std::fs::read_to_string(root().join("metrics-config.toml")).expect("because it is at the root");
    Config::load(&text, Path::new("metrics-config.toml")).expect("because the example organisation uses it");
    // The same file with every commented-out key taken in must hold too, and miss nothing that the schema has.
    let opened: String = text
        .lines()
        .map(|line| {
            let rest = line.trim_start_matches(['#', ' ']);
            let is_setting = rest.starts_with('[')
                || rest.split_once(" = ").is_some_and(|(key, _)| key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
            if is_setting { format!("{rest}\n") } else { "\n".to_owned() }
        })
        .collect();
    // Feedback goes to a repository or to an address, and the file shows both.
    let agreeing = opened.replace("url = \"https://git.example.com/code/platform/portal/-/issues/new\"\n", "\n");
    assert_ne!(agreeing, opened);
    Config::load(&agreeing, Path::new("metrics-config.toml")).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let mut shown = BTreeSet::new();
    let mut table = String::new();
    for line in opened.lines() {
        if line.starts_with('[') {
            line.trim_matches(['[', ']']).clone_into(&mut table);
        } else if let Some((key, _)) = line.split_once(" = ") {
            shown.insert(format!("{table}.{key}"));
        }
    }
    let schema = milepost::config::json_schema();
    let tables = schema["properties"].as_object().expect("because the schema lists the tables");
    let keys = tables.iter().flat_map(|(table, entry)| keys_of(table, entry));
    assert_eq!(shown, keys.collect::<BTreeSet<_>>());
}

/// The keys of a table, and those of the tables within it in place of theirs.
fn keys_of(table: &str, entry: &serde_json::Value) -> Vec<String> {
    let entry = entry.get("items").unwrap_or(entry);
    let keys = entry["properties"].as_object().expect("because each table lists its keys");
    let of = |(key, entry): (&String, &serde_json::Value)| {
        let name = format!("{table}.{key}");
        if entry.pointer("/items/properties").is_some() { keys_of(&name, entry) } else { vec![name] }
    };
    keys.iter().flat_map(of).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_breaks_the_configuration(pieces in proptest::collection::vec(prop_oneof![
        Just("[organisation]\n"), Just("[site]\n"), Just("[[source]]\n"), Just("name = "), Just("url = "), Just("id = "), Just("kind = "),
        Just("clones = "), Just("\"x\"\n"), Just("'git'\n"), Just("[\"a\"]\n"), Just("3\n"), Just("é"), Just("\u{feff}"), Just("\r\n"), Just("\t"),
        Just("{"), Just("}"), Just("="), Just("."), Just("\"\"\""), Just("#"), Just("\0"), Just("1979-05-27\n"), Just("nan\n"),
    ], 0..40)) {
        let text = pieces.concat();
        if let Err(problems) = Config::load(&text, Path::new("x.toml")) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|d| d.place.as_ref().is_some_and(|place| place.line.is_some() && place.column.is_some())));
        }
    }
}

#[test]
fn synonyms_are_words_with_a_sign_between_them() {
    let text = format!("{GOOD}[search]\nsynonyms = [\"parcel = shipment=consignment\"]\nask = \"https://chat.example.com/x\"\n");
    let config = Config::load(&text, Path::new("metrics-config.toml")).expect("because it holds");
    assert_eq!(config.search.synonyms, [["parcel", "shipment", "consignment"]]);
    assert_eq!(config.search.ask.as_deref(), Some("https://chat.example.com/x"));
    for wrong in ["alone", "a = ", "two words = one", "a = b-c"] {
        let found = problems(&format!("{GOOD}[search]\nsynonyms = [\"{wrong}\"]\n"));
        let expected = format!(
            "4:12 config/bad-value: [search] synonyms has “{wrong}”, which is not several words with “=” between them [write words such as \"k8s = kubernetes\"]"
        );
        assert_eq!(found, [expected]);
    }
}
