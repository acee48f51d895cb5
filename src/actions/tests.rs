//! Workflows and the files that describe them, as repositories hold them.

use super::{Format, InputKind, Offered, discover};
use crate::catalog::{Catalog, CatalogFacts, CurrentFile, RepositoryFacts};
use crate::config::Config;
use bytes::Bytes;
use milepost_model::record::Repository;
use milepost_model::{Diagnostics, RepoId};
use std::path::Path;

const WORKFLOW: &str = "name: rollback\nrun-name: rollback ${{ inputs.service }}\non:\n  workflow_dispatch:\n    inputs:\n      \
    service: {required: true}\n      environment: {type: environment}\n      mode: {type: choice, options: [fast, slow], default: fast}\n      \
    size: {type: number, default: 20}\n      dry_run: {type: boolean}\n      old: {deprecationMessage: use mode}\n";

/// What a repository with these files offers, and the codes of what is wrong with them.
pub(super) fn offered(files: &[(&str, &str)], settings: &str) -> (Offered, Vec<String>) {
    let texts: Vec<Bytes> = files.iter().map(|(_, text)| Bytes::from((*text).to_owned())).collect();
    let file = |(at, (path, _)): (usize, &(&str, &str))| CurrentFile {
        path: (*path).to_owned(),
        blob: Some(at.to_string()),
        last_change: None,
        changed_by: None,
    };
    let repository = Repository {
        repo: RepoId::from("gh:github.com:1"),
        full_name: "lumenfreight/platform".to_owned(),
        default_branch: Some("main".to_owned()),
        topics: vec!["self-service".to_owned()],
        ..Repository::default()
    };
    let repositories = [RepositoryFacts { repository, files: files.iter().enumerate().map(file).collect(), former: Vec::new() }];
    let content = |id: &str| id.parse::<usize>().ok().and_then(|at| texts.get(at).cloned());
    let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
    let config = Config::load(
        &format!("[organisation]\nname = \"x\"\n[[source]]\nid = \"a\"\nkind = \"git\"\nclones = [\".\"]\n{settings}"),
        Path::new("x.toml"),
    );
    let config = config.unwrap_or_else(|problems| panic!("{problems:?}"));
    let mut notes = Diagnostics::default();
    let found = discover(&Catalog::default(), &facts, &config.actions, "2026-11-20T06:40:00Z".parse().expect("an instant"), &mut notes);
    let codes = notes.into_iter().map(|note| {
        let what = note.code.trim_start_matches("actions/");
        let rule = super::rules::RULES.iter().find(|rule| rule.what == what || !note.code.starts_with("actions/"));
        let rule = rule.unwrap_or_else(|| panic!("the manual has no {}", note.code));
        assert!(rule.severity == note.severity || rule.what != what, "{}", note.code);
        let place = note.place.unwrap_or_default();
        format!(
            "{}:{} {}",
            place.path.rsplit('/').next().unwrap_or_default(),
            place.line.unwrap_or(0),
            note.code.trim_start_matches("actions/")
        )
    });
    (found, codes.collect())
}

fn described(file: &str) -> (Offered, Vec<String>) {
    offered(&[(".github/workflows/rollback.yml", WORKFLOW), ("milepost.actions/rollback.yaml", file)], "")
}

#[test]
fn a_workflow_alone_is_a_whole_action() {
    let (found, problems) = offered(&[(".github/workflows/rollback.yml", WORKFLOW)], "");
    assert_eq!(problems, [] as [String; 0]);
    let [action] = &found.actions[..] else { panic!("{found:?}") };
    assert_eq!((action.id.as_str(), action.slug.as_str(), action.title.as_str()), ("rollback", "rollback", "rollback"));
    assert_eq!((action.workflow_file(), action.git_ref.as_deref()), ("rollback.yml", Some("main")));
    let names: Vec<_> = action.fields.iter().map(|field| (field.name.as_str(), field.label.as_str())).collect();
    assert_eq!(
        names,
        [
            ("service", "Service"),
            ("environment", "Environment"),
            ("mode", "Mode"),
            ("size", "Size"),
            ("dry_run", "Dry run"),
            ("old", "Old")
        ]
    );
    assert_eq!(action.field("MODE").map(|field| field.kind), Some(InputKind::Choice));
    assert!(action.field("service").is_some_and(|field| field.is_required && field.format.is_none()));
    assert!(!action.is_described);
}

#[test]
fn a_file_adds_to_the_workflow_and_goes_before_it() {
    let (found, problems) = described(
        "title: Roll back a service\ndescription: Puts the version before back.\nintent: fix\nworkflow: .github/workflows/rollback.yml\nowner: platform\nminutes: 4\nicon: undo\n\
         inputs:\n  mode:\n    options: {slow: Keeps everything., fast: Asks nobody.}\n    default: slow\n  service: {label: Which, format: service}\n  size: {min: 1, max: 200, unit: GB}\n  dry_run: {only_when: 'inputs.environment != \"production\"'}\n\
         sections:\n- {title: What, inputs: [service, mode]}\nconfirm: '{service} goes back.'\nrequest: {template: rollback.yml, fields: {service: svc}}\n\
         guardrails:\n- {id: hours, deny: 'now.getHours() > 16 && inputs.environment == \"production\"', message: Too late.}\n- {id: freeze, freeze: [{from: 2026-12-18, until: 2027-01-04}]}\n- {id: quota, quota: {count: 5, per: day, by: service}, message: Enough.}\n- {id: ask, approve: 'inputs.environment == \"production\"', by: owner}\n",
    );
    assert_eq!(problems, [] as [String; 0]);
    let action = &found.actions[0];
    let names: Vec<_> = action.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["mode", "service", "size", "dry_run", "environment", "old"], "in the file’s order, the deprecated one last");
    let mode = &action.fields[0];
    assert_eq!(mode.options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>(), ["slow", "fast"]);
    assert_eq!((mode.options[0].says.as_deref(), mode.default.as_deref()), (Some("Keeps everything."), Some("slow")));
    assert_eq!(action.service_field().map(|field| (field.format, field.label.as_str())), Some((Some(Format::Service), "Which")));
    assert_eq!(action.guardrails.len(), 4);
    assert_eq!(action.sections[0].inputs, ["service", "mode"]);
    assert!(action.is_described && action.owner.is_some() && action.request.is_some());
}

#[test]
fn what_a_file_says_against_its_workflow_is_told_with_its_line() {
    let head = "workflow: .github/workflows/rollback.yml\n";
    for (rest, expected) in [
        ("inputs:\n  servce: {label: x}\n", &["rollback.yaml:3 no-such-input"][..]),
        ("inputs:\n  service:\n    required: false\n", &["rollback.yaml:4 required-differs"]),
        ("inputs:\n  mode:\n    options: [fast, slower]\n", &["rollback.yaml:4 options-differ"]),
        ("inputs:\n  mode:\n    default: slower\n", &["rollback.yaml:4 bad-default"]),
        ("inputs:\n  size:\n    default: many\n", &["rollback.yaml:4 bad-default"]),
        ("inputs:\n  dry_run:\n    default: maybe\n", &["rollback.yaml:4 bad-default"]),
        ("inputs:\n  size: {format: service}\n", &["rollback.yaml:3 format-differs"]),
        ("inputs:\n  dry_run: {options: [a]}\n", &["rollback.yaml:3 options-differ"]),
        ("inputs:\n  size: {min: 5, max: 1}\n", &["rollback.yaml:3 bad-bounds"]),
        ("inputs:\n  size: {pattern: x}\n", &["rollback.yaml:3 bad-bounds"]),
        ("inputs:\n  service: {pattern: '('}\n", &["rollback.yaml:3 bad-pattern"]),
        ("inputs:\n  service: {pattern: '(?i)x'}\n", &["rollback.yaml:3 bad-pattern"]),
        ("inputs:\n  service: {pattern: '((a{100}){100}){100}'}\n", &["rollback.yaml:3 bad-pattern"]),
        ("inputs:\n  mode: {depends_on: [nothing]}\n", &["rollback.yaml:3 no-such-input"]),
        ("inputs:\n  mode: {only_when: 'inputz.x == 1'}\n", &["rollback.yaml:3 bad-rule"]),
        ("inputs:\n  mode: {only_when: 'actor.login == \"ada\"'}\n", &["rollback.yaml:3 bad-rule"]),
        ("inputs:\n  mode: {lable: x}\n", &["rollback.yaml:3 unknown-key"]),
        ("inputs: []\n", &["rollback.yaml:2 wrong-type"]),
        ("intent: destroy\n", &["rollback.yaml:2 unknown-word"]),
        ("minutes: none\n", &["rollback.yaml:2 wrong-type"]),
        ("sections:\n- {title: x, inputs: [service, service]}\n", &["rollback.yaml:3 no-such-input"]),
        ("guardrails:\n- {deny: 'true', message: x}\n", &["rollback.yaml:3 bad-guardrail"]),
        ("guardrails:\n- {id: a}\n", &["rollback.yaml:3 bad-guardrail"]),
        ("guardrails:\n- {id: a, deny: 'true'}\n", &["rollback.yaml:3 bad-guardrail"]),
        ("guardrails:\n- {id: a, deny: 'true', message: x, quota: {count: 1, per: day}}\n", &["rollback.yaml:3 bad-guardrail"]),
        (
            "guardrails:\n- {id: a, quota: {count: 0, per: day}, message: x}\n",
            &["rollback.yaml:3 wrong-type", "rollback.yaml:3 bad-guardrail"],
        ),
        ("guardrails:\n- {id: a, approve: 'true'}\n", &["rollback.yaml:3 bad-guardrail"]),
        ("guardrails:\n- {id: a, freeze: [{from: 2027-01-01, until: 2026-01-01}]}\n", &["rollback.yaml:3 bad-freeze"]),
        ("guardrails:\n- {id: a, freeze: [{from: soon, until: 2026-01-01}]}\n", &["rollback.yaml:3 bad-freeze"]),
        ("guardrails:\n- {id: a, freeze: 2026-12-18}\n", &["rollback.yaml:3 wrong-type"]),
        ("guardrails: {id: a}\n", &["rollback.yaml:2 wrong-type"]),
        ("guardrails:\n- {id: a, deny: 'has_file(\"x\")', message: x}\n", &["rollback.yaml:3 bad-rule"]),
        ("guardrails:\n- {id: a, deny: 'false', message: x}\n- {id: a, deny: 'true', message: x}\n", &["rollback.yaml:4 guardrail-twice"]),
        ("request: {template: ../x.yml}\n", &["rollback.yaml:2 bad-request"]),
        ("owner: 'a:b:c:d'\n", &["rollback.yaml:2 bad-reference"]),
    ] {
        let (found, problems) = described(&format!("{head}{rest}"));
        assert_eq!(problems, expected, "{rest}");
        assert_eq!(found.actions.len(), 1, "{rest}: what is wrong is left out, and the rest stands");
        let refuses = found.actions[0].guardrails.iter().any(|guardrail| matches!(guardrail.guard, super::Guard::Unread));
        assert_eq!(refuses, rest.starts_with("guardrails"), "{rest}: but a guardrail that cannot be read refuses every run");
    }
}

#[test]
fn a_file_without_a_workflow_is_no_action() {
    for (file, expected) in [
        ("title: x\n", "rollback.yaml:1 no-workflow"),
        ("workflow: rollback.yml\n", "rollback.yaml:1 bad-workflow"),
        ("workflow: .github/workflows/../x.yml\n", "rollback.yaml:1 bad-workflow"),
        ("workflow: .github/workflows/nothing.yml\n", "rollback.yaml:1 no-workflow"),
        ("- a\n", "rollback.yaml:1 no-action"),
        ("a: [", "yaml/"),
    ] {
        let (found, problems) = offered(&[("milepost.actions/rollback.yaml", file)], "");
        assert!(found.actions.is_empty(), "{file}");
        assert!(problems[0] == expected || expected.contains("yaml/") && problems[0].contains("yaml/"), "{file}: {problems:?}");
    }
}

#[test]
fn settings_choose_what_is_offered() {
    let files = [
        (".github/workflows/rollback.yml", WORKFLOW),
        (".github/workflows/release.yml", "on: workflow_dispatch\n"),
        (".github/workflows/ci.yml", "on: push\n"),
        ("milepost.actions/rollback.yaml", "workflow: .github/workflows/rollback.yml\n"),
    ];
    for (settings, expected) in [
        ("", &["release", "rollback"][..]),
        ("[actions]\noffer = \"all\"\n", &["release", "rollback"]),
        ("[actions]\ntopic = \"other\"\n", &["rollback"]),
        ("[actions]\noffer = \"listed\"\nlisted = [\"*/*/release.yml\"]\n", &["release"]),
        ("[actions]\noffer = \"listed\"\n", &[]),
    ] {
        let (found, _) = offered(&files, settings);
        assert_eq!(found.actions.iter().map(|action| action.id.as_str()).collect::<Vec<_>>(), expected, "{settings}");
    }
}

#[test]
fn no_two_actions_and_no_page_share_an_address() {
    let (found, _) = offered(
        &[
            (".github/workflows/History.yml", "on: workflow_dispatch\n"),
            (".github/workflows/a.yml", "on: workflow_dispatch\n"),
            (".github/workflows/a.yaml", "on: workflow_dispatch\n"),
        ],
        "",
    );
    let slugs: Vec<&str> = found.actions.iter().map(|action| action.slug.as_str()).collect();
    assert_eq!(slugs, ["history~platform", "a~platform", "a~platform~2"]);
}
