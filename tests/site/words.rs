//! What pages say where there is nothing, not all, or nothing known: each state has its own true sentence.

use super::{fixture, render};
use milepost::site::SiteSettings;
use milepost_model::Unknown;

/// Whichever service has the state: not one of them has all.
const SOME_SERVICE: &str = "catalog/<service>/index.html";

fn is_service(path: &str) -> bool {
    path.starts_with("catalog/") && path.ends_with("/index.html") && path.split('/').count() == 3
}

#[test]
fn each_empty_state_says_what_would_fill_it() {
    let portal = fixture::small();
    let (_folder, files) = render(&portal, &SiteSettings::default());
    let (_empty_folder, empty) = render(&fixture::empty("Nobody yet"), &SiteSettings::default());
    for (files, page, sentence) in [
        (&files, "catalog/index.html", "No service matches."),
        (&files, SOME_SERVICE, "No runbook. Add <code dir=\"auto\">docs/runbook.md</code>."),
        (
            &files,
            SOME_SERVICE,
            "No docs yet. Put Markdown in <code>docs/</code> on the default branch; it appears here after the next run.",
        ),
        (
            &files,
            SOME_SERVICE,
            "No API description found. milepost looks for <code>openapi.yaml</code>, <code>asyncapi.yaml</code>, <code>*.proto</code> and <code>schema.graphql</code>",
        ),
        (&files, SOME_SERVICE, "Nobody is known to be on call for <span dir=\"auto\">"),
        (&files, "404.html", "There is no page here."),
        (&empty, "index.html", "Nothing changed this week."),
        (
            &empty,
            "index.html",
            "No team yet. Name owners in CODEOWNERS or in <code>milepost.yaml</code>; they appear here after the next run.",
        ),
        (&empty, "docs/index.html", "No docs yet."),
        (&empty, "golden-paths/index.html", "No golden path is described yet"),
        (&empty, "scorecards/index.html", "No scorecard yet"),
        (&empty, "actions/index.html", "Nothing is offered yet"),
        (&empty, "environments/index.html", "Nothing is known to run anywhere"),
        (&empty, "weekly/index.html", "There is nothing to report yet"),
    ] {
        let is_it = |path: &str| if page == SOME_SERVICE { is_service(path) } else { path == page };
        let says = |(_, content): &(&String, &Vec<u8>)| String::from_utf8_lossy(content).contains(sentence);
        assert!(files.iter().filter(|(path, _)| is_it(path)).any(|one| says(&one)), "{page} does not say “{sentence}”");
    }
}

#[test]
fn a_service_that_was_not_read_says_so_and_why_and_as_of_when_it_is_shown() {
    let mut portal = fixture::small();
    let name =
        portal.catalog.repositories.values().map(|repository| repository.full_name.clone()).find(|name| name.ends_with("/billing-ledger"));
    let name = name.expect("because the portal has that repository");
    for (is_partial, sentences) in [
        (false, ["could not be read:</strong>", "the token has no access to it</span>. Shown as of "]),
        (true, ["was not read whole:</strong>", "Figures that rest on what is missing are shown as unknown, never as smaller."]),
    ] {
        portal.health.not_read.retain(|one| one.name != name);
        portal.health.not_read.push(milepost::portal::NotRead {
            name: name.clone(),
            is_partial,
            reason: "the token has no access to it".to_owned(),
            help: None,
            since: Some(fixture::as_of()),
        });
        let (_folder, files) = render(&portal, &SiteSettings::default());
        let text = String::from_utf8(files["catalog/billing-ledger/index.html"].clone()).expect("because pages are UTF-8");
        for sentence in sentences {
            assert!(text.contains(sentence), "“{sentence}” is missing");
        }
        let other = String::from_utf8(files["catalog/route-planner/index.html"].clone()).expect("because pages are UTF-8");
        assert!(!other.contains(sentences[0]), "another service says it too");
    }
}

#[test]
fn every_reason_for_not_knowing_has_words_of_its_own() {
    let all = [
        Unknown::NotConfigured,
        Unknown::NoSourcePermission,
        Unknown::NotCollected,
        Unknown::NoEventsInWindow,
        Unknown::NoIncidentSource,
        Unknown::BaselineOnly,
        Unknown::ShallowHistory,
        Unknown::SquashWithoutApi,
    ];
    let words: std::collections::BTreeSet<&str> = all.into_iter().map(Unknown::words).collect();
    assert_eq!(words.len(), all.len());
}
