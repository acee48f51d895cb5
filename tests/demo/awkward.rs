//! The awkward cases that the demo holds on purpose: each is there, where it is said to be.

use super::{FORTY, Seen};
use milepost_model::CoverageState;
use std::collections::BTreeSet;

/// An awkward case: what it is, the repository that is it, and what shows that it is there.
type Case = (&'static str, &'static str, fn(&Seen, &str) -> bool);

/// Cases that lie in what files say.
const TOLD_BY_FILES: [Case; 13] = [
    ("no owner", "route-planner", |seen, name| {
        !seen.file(name, "milepost.yaml").contains("owner:") && !seen.paths(name).contains(".github/CODEOWNERS")
    }),
    ("an owner that is no team", "demand-forecast", |seen, name| {
        seen.file(name, "milepost.yaml").contains("owner: ml-core") && !seen.file("org", "groups.yaml").contains("name: ml-core")
    }),
    ("a broken descriptor", "geo-index", |seen, name| seen.file(name, "catalog-info.yaml").contains("\n\towner:")),
    ("an unknown key", "parcel-locker", |seen, name| seen.file(name, "milepost.yaml").contains("\non_call:")),
    ("a very long name", "customs-declarations-export-northern-ireland-channel-islands-v2", |seen, name| {
        name.len() == 63 && seen.file(name, "catalog-info.yaml").contains(name)
    }),
    ("right to left and a picture", "label-i18n", |seen, name| {
        let text = seen.file(name, "catalog-info.yaml");
        text.contains('\u{645}') && text.contains('📦')
    }),
    ("sixty pages", "developer-hub", |seen, name| seen.paths(name).iter().filter(|path| path.starts_with("docs/")).count() >= 58),
    ("a README only", "brand-assets", |seen, name| seen.paths(name).into_iter().collect::<Vec<_>>() == ["README.md"]),
    ("two of the same name", "edge-gateway", |seen, name| {
        [name, "partner-gateway"]
            .iter()
            .all(|name| seen.file(name, "catalog-info.yaml").contains("kind: Component\nmetadata:\n  name: gateway\n"))
    }),
    ("HTML in a description", "feedback-inbox", |seen, name| seen.file(name, "milepost.yaml").contains("<script>alert(1)</script>")),
    ("a broken link", "fuel-surcharge", |seen, name| {
        seen.file(name, "docs/index.md").contains("(reference/ministry-prices.md)")
            && !seen.paths(name).contains("docs/reference/ministry-prices.md")
    }),
    ("a dependency that is not there", "fuel-surcharge", |seen, name| {
        seen.file(name, "catalog-info.yaml").contains("component:diesel-index") && !seen.names.values().any(|name| name == "diesel-index")
    }),
    ("a cycle", "carrier-rates", |seen, name| {
        let calls = |from: &str, to: &str| seen.file(from, "catalog-info.yaml").contains(&format!("component:{to}"));
        calls(name, "pricing-engine") && calls("pricing-engine", name)
    }),
];

/// Cases that lie in what happened, or in what could be read of it.
const TOLD_BY_HISTORY: [Case; 13] = [
    ("never deployed", "slot-auction", |seen, name| {
        let all = seen.deployments(name);
        !all.is_empty() && all.iter().all(|row| !row.environment.starts_with("production"))
    }),
    ("partial coverage", "fleet-telemetry", |seen, name| {
        let rows = seen.coverage(CoverageState::Partial);
        !rows.is_empty() && rows.iter().all(|row| row.reason.is_some() && seen.is_of(*row, name))
    }),
    ("not read at all", "", |seen, _| {
        seen.coverage(CoverageState::NotObserved)
            .iter()
            .filter_map(|row| row.name.as_ref().filter(|_| row.reason.is_some()))
            .collect::<BTreeSet<_>>()
            .len()
            == 3
    }),
    ("archived", "edi-bridge", |seen, name| {
        seen.repositories(name).iter().filter_map(|row| row.is_archived).collect::<Vec<_>>() == [false, true, true]
    }),
    ("left its path on 12 October", "identity", |seen, name| {
        let day =
            seen.git(name, &["log", "-1", "--format=%cs", "--diff-filter=D", "-m", "--first-parent", "main", "--", ".copier-answers.yml"]);
        day.trim() == "2026-10-12" && !seen.file(name, ".github/workflows/ci.yml").contains("lumenfreight/platform")
    }),
    ("renamed", "sort-controller", |seen, name| {
        let rows = seen.repositories(name);
        rows[0].full_name == "lumenfreight/parcel-sorter"
            && rows.iter().skip(1).all(|row| row.renamed_from == ["lumenfreight/parcel-sorter"])
    }),
    ("cut short", "yard-cam", |seen, name| seen.git(name, &["rev-parse", "--is-shallow-repository"]).trim() == "true"),
    ("empty", "cold-chain", |seen, name| {
        seen.git(name, &["for-each-ref"]).is_empty() && seen.repositories(name).iter().all(|row| row.head.is_none())
    }),
    ("quiet for a year", "weight-rules", |seen, name| {
        let day = seen.git(name, &["log", "-1", "--format=%cs", "main"]);
        !day.is_empty() && day.trim() < "2025-11-20" && seen.deployments(name).is_empty()
    }),
    ("not fetched for weeks", "brand-assets", |seen, name| {
        let fetched = seen.git(name, &["log", "-1", "--walk-reflogs", "--format=%gd", "--date=short", "main"]);
        fetched.trim() == "main@{2026-10-04}"
    }),
    ("the same version again", "identity", |seen, name| {
        let rows = seen.deployments(name);
        let mut all: Vec<_> = rows.iter().filter(|row| row.environment.starts_with("production")).collect();
        all.sort_by_key(|row| row.finished_at);
        all.windows(2).any(|two| two[0].sha == two[1].sha)
    }),
    ("deployed by another repository", "manifest-parser", |seen, name| {
        let own: BTreeSet<String> = seen.git(name, &["rev-list", "--all"]).lines().map(str::to_owned).collect();
        let rows = seen.deployments(name);
        let unknown = rows.iter().filter(|row| row.run_id.is_none() && !own.contains(&row.sha)).count();
        unknown > 0 && unknown * 2 < rows.len()
    }),
    ("a monorepo", "dispatch-suite", |seen, name| {
        let services: BTreeSet<String> = seen.deployments(name).iter().flat_map(|row| row.services.clone()).collect();
        services.len() == 3 && services.iter().all(|service| seen.paths(name).contains(&format!("services/{service}/catalog-info.yaml")))
    }),
];

#[test]
fn every_awkward_case_is_there() {
    for (case, name, holds) in TOLD_BY_FILES.into_iter().chain(TOLD_BY_HISTORY) {
        assert!(holds(&FORTY, name), "{case}: {name}");
    }
}
