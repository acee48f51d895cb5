//! docs/metrics.md, written from the definitions.

use super::delivery::survey::{DURATION, FREQUENCY, MEANS};
use super::delivery::{Detector, Flag, NoFigure, Rule, Unfit};
use super::metric::{About, Family};
use super::{METRICS, NEWCOMERS, NoDrift};
use milepost_model::Unknown;
use std::fmt::{Result, Write as _};

/// The page.
pub fn markdown() -> String {
    let mut page = String::from(INTRODUCTION);
    write(&mut page).expect("because memory does not fail");
    page
}

const INTRODUCTION: &str = "# Metrics

This page is made from the code by `cargo xtask docs`. It says what every figure about delivery means, to the second: whoever follows it on the same records gets the same numbers.

A figure is of one service in one window. The window includes its first instant and excludes its last; it ends where the current UTC day begins. 90 days are the default; 28 days, each with as many days before them, and 180 days are given, too, and 53 complete ISO weeks. A figure of a team or of the organisation is the distribution over its services and never one pool.

Quantiles are interpolated (R-7): of n values in order, the one at p lies at h = (n − 1) · p, between its two neighbours. Lengths of time are whole seconds and percentages have one decimal, both rounded half up. With fewer than 5 lengths of time, or a ratio of fewer than 10, a figure is shown and not placed among DORA's answers.

## What counts as a deployment

One rule holds for each service: the one that `[[delivery_rule]]` names, else the first of these that found something in the last 365 days. A later one holds only where the sources of the earlier ones were never asked, or were read whole and found nothing. Imported records count beside the provider's deployments.

";

fn write(page: &mut String) -> Result {
    writeln!(page, "| rule | counts |\n|---|---|")?;
    for rule in Rule::ALL {
        writeln!(page, "| `{}` | {} |", rule.word(), rule.words())?;
    }
    writeln!(page, "{CLASSES}")?;
    writeln!(page, "## What tells that a deployment failed\n\n| detector | a deployment failed when |\n|---|---|")?;
    for detector in Detector::ALL {
        writeln!(page, "| `{}` | {} |", detector.word(), detector.words())?;
    }
    writeln!(page, "\nEach deployment counts once, however many of them point at it.\n\n## The metrics\n")?;
    let mut all: Vec<&About> = METRICS.iter().map(|metric| metric.about()).collect();
    all.sort_by_key(|about| (about.family, about.id));
    for about in all {
        metric(page, about)?;
    }
    metric(page, &NEWCOMERS)?;
    writeln!(
        page,
        "It is of the organisation alone, and in `data/metrics.json` under `organisation.newcomers`. Where there is no figure, the reason is one of these.\n\n| reason | |\n|---|---|"
    )?;
    for why in NoFigure::ALL {
        writeln!(page, "| `{}` | {} |", why.word(), why.words())?;
    }
    writeln!(page)?;
    answers(page)?;
    drift(page)?;
    reasons(page)
}

const CLASSES: &str = "
Each environment is looked at by itself. The first arrival of a version in any production environment is the deployment; later arrivals elsewhere join it. A deployment is

- `baseline`: the first that is known. Nobody knows what was new in it.
- `redeploy`: the commit that was there before.
- `rollback`: an earlier commit of the series that does not build on the one before, or an ancestor of the one before. The first deployment after the version that was gone back to has failed.
- `forward`: anything else.

The changes of a forward deployment are those whose commits it reaches and no earlier one did. A squashed change is known by the commit that merged it, a rebased one by any of its new commits, a picked commit by its original. A commit that was pushed without a proposal is a change of its own; a merge never is. Where the commits are not known, changes are matched by when they were merged: after the deployment before began, and not after this one did. Figures that rest on it say so.

A change belongs to the first deployment that reaches the commit that merged it. One that is deployed before it is merged belongs there if all of its commits are. A branch that is kept alive, released from and merged back later is deployed in parts: each of its commits then counts by itself in the release that first had it, and its merge brings only what was in none.
";

fn metric(page: &mut String, about: &About) -> Result {
    writeln!(page, "### {}\n\n`{}`, {}. {}\n", about.name, about.id, about.family.words(), about.definition)?;
    if let Some(words) = about.dora {
        writeln!(page, "DORA: “{words}”\n")?;
    }
    writeln!(page, "{}\n\n{}\n", about.formula, about.limits)?;
    let sources: Vec<String> = about.sources.iter().map(|source| format!("`{source}`")).collect();
    writeln!(page, "Made from {}. A sample belongs to a window by {}.\n", sources.join(", "), about.counts_by)
}

fn answers(page: &mut String) -> Result {
    writeln!(
        page,
        "## DORA's answers\n\nFigures are placed among the answers of DORA's survey (CC BY 4.0). An answer b is the position (b − 1) · 2 from 0 to 10, a percentage p the position 10 − p / 10, as in DORA's Quick Check (Apache-2.0), whose 2025 means over all industries are below.\n"
    )?;
    writeln!(page, "| answer | how often | how long |\n|---|---|---|")?;
    for (place, (often, long)) in FREQUENCY.iter().zip(DURATION).enumerate() {
        writeln!(page, "| {} | {often} | {long} |", place + 1)?;
    }
    writeln!(page, "\nFor lengths of time a month is 30 days and six months are 182.\n\n| metric | mean position |\n|---|---|")?;
    for (metric, tenths) in MEANS {
        writeln!(page, "| `{metric}` | {}.{} |", tenths / 10, tenths % 10)?;
    }
    let is_dora = |family: Family| matches!(family, Family::Throughput | Family::Instability);
    let count = METRICS.iter().filter(|metric| is_dora(metric.about().family)).count();
    writeln!(page, "\n{count} of the metrics above are DORA's; the others are never placed.\n")
}

fn drift(page: &mut String) -> Result {
    writeln!(page, "{DRIFT}\n\n| reason | |\n|---|---|")?;
    for reason in NoDrift::ALL {
        writeln!(page, "| `{}` | {} |", reason.word(), reason.words())?;
    }
    writeln!(page)
}

const DRIFT: &str = "## How far environments are apart

What runs in an environment is the last deployment to it that succeeded. It is compared with what runs in production, and where a service has several production environments, in the one that was deployed to last; production is compared with the default branch. A version is so many commits ahead as it builds on and the other does not, and so many behind as the other builds on and it does not, as `git rev-list --count` has it; merges count. Of a repository that several services share, a service’s commits are those that touch its paths, and merges into branches are left out. A version can be both, such as after a fix that was built upon what ran.

An environment comes and goes where its name begins with a word such as `review`, `preview` or `pr` before a sign or a number, and it is no production. Of those nothing tells when they end; one whose commit belongs to a change that was merged was left behind.

Where the commits do not tell, nobody is said to be level:";

fn reasons(page: &mut String) -> Result {
    use Unknown::{
        BaselineOnly, NoEventsInWindow, NoIncidentSource, NoSourcePermission, NotCollected, NotConfigured, ShallowHistory, SquashWithoutApi,
    };
    writeln!(page, "## Why a figure is unknown\n\nUnknown is never 0.\n\n| reason | |\n|---|---|")?;
    let all = [
        NotConfigured,
        NoSourcePermission,
        NotCollected,
        NoEventsInWindow,
        NoIncidentSource,
        BaselineOnly,
        ShallowHistory,
        SquashWithoutApi,
    ];
    for reason in all {
        writeln!(page, "| `{}` | {} |", serde_json::json!(reason).as_str().unwrap_or_default(), reason.words())?;
    }
    writeln!(page, "\n## What a figure may say of itself\n\n| flag | |\n|---|---|")?;
    let flags = [
        Flag::MatchedByTime(2),
        Flag::SquashWithoutApi(2),
        Flag::ClockSkew(2),
        Flag::LongerThanAYear(2),
        Flag::SharedChanges,
        Flag::SharedDeployments,
        Flag::ShallowHistory,
        Flag::NoEnd(2),
        Flag::WithoutIncidents,
    ];
    for flag in flags {
        writeln!(page, "| `{}` | such as: {} |", flag.word(), flag.words())?;
    }
    writeln!(page, "\n## What is left out\n\n| reason | |\n|---|---|")?;
    for why in Unfit::ALL {
        writeln!(page, "| `{}` | {} |", why.word(), why.words())?;
    }
    Ok(())
}
