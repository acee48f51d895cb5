//! Where each record of a service's evidence stands: on its Delivery tab, or on a page of an earlier year.

use crate::portal::delivery::Evidence;
use crate::portal::delivery::evidence::{Class, Deployment, RecordAt};
use crate::site::links::path_segment;
use crate::site::rows::service_address;
use crate::site::wording;
use chrono::Datelike;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many deployments the tab itself lists.
pub const ON_TAB: usize = 100;
/// More of a year than this stand on a page for each month.
const MOST_PER_YEAR: usize = 300;

/// The places of the evidence of one service.
pub struct Shelves {
    tab: String,
    names: Vec<String>,
    incidents: Vec<String>,
    older: Vec<Shelf>,
}

/// A page of older deployments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    /// Its address.
    pub address: String,
    /// Its stretch of time for people: `2026` or `March 2026`.
    pub title: String,
    /// Its deployments, as places in the evidence.
    pub range: Range<usize>,
}

impl Shelves {
    /// The places of the evidence of the service with that slug.
    pub fn of(slug: &str, evidence: &Evidence) -> Self {
        let tab = format!("{}delivery/", service_address(slug));
        let older = evidence.deployments.len().saturating_sub(ON_TAB);
        Self {
            older: shelves(&tab, &evidence.deployments[..older]),
            names: names(&evidence.deployments),
            incidents: evidence.incidents.iter().map(|incident| of_record("incident", &incident.id)).collect(),
            tab,
        }
    }

    /// The pages of older deployments, newest first.
    pub fn pages(&self) -> &[Shelf] {
        &self.older
    }

    /// The deployments that the tab lists, as places in the evidence.
    pub fn on_tab(&self) -> Range<usize> {
        self.names.len().saturating_sub(ON_TAB)..self.names.len()
    }

    /// The name of a deployment on its page.
    pub fn name(&self, place: usize) -> &str {
        &self.names[place]
    }

    /// The address of a record, with its name on the page.
    pub fn address(&self, record: RecordAt) -> Option<String> {
        match record {
            RecordAt::Deployment(place) => {
                let place = place as usize;
                let page = self.older.iter().find(|shelf| shelf.range.contains(&place)).map_or(&self.tab, |shelf| &shelf.address);
                Some(format!("{page}#{}", self.names.get(place)?))
            }
            RecordAt::Incident(place) => Some(format!("{}#{}", self.tab, self.incidents.get(place as usize)?)),
        }
    }
}

/// A name for any record, from its id.
pub fn of_record(kind: &str, id: &str) -> String {
    format!("{kind}-{}", &blake3::hash(id.as_bytes()).to_hex()[..10])
}

/// `deploy-4c7a19e`; what comes back to a version has its minute behind it, so that no later one changes a name.
fn names(deployments: &[Deployment]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |deployment: &Deployment| {
        let what = match (deployment.sha.hex(), &deployment.version) {
            (Some(sha), _) => sha[..7].to_owned(),
            (None, Some(version)) => path_segment(version).replace('~', "-"),
            (None, None) => blake3::hash(deployment.id.as_bytes()).to_hex()[..7].to_owned(),
        };
        let mut name = format!("deploy-{what}");
        if matches!(deployment.class, Class::Rollback | Class::Redeploy) || taken.contains(&name) {
            name = format!("{name}-{}", deployment.finished.format("%Y%m%d-%H%M"));
        }
        if !taken.insert(name.clone()) {
            name = of_record("deploy", &deployment.id);
            taken.insert(name.clone());
        }
        name
    };
    deployments.iter().map(name).collect()
}

fn shelves(tab: &str, older: &[Deployment]) -> Vec<Shelf> {
    let mut found = Vec::new();
    for (year, range) in runs(older, 0, |deployment| deployment.finished.year()) {
        if range.len() <= MOST_PER_YEAR {
            found.push(Shelf { address: format!("{tab}deployments/{year}/"), title: year.to_string(), range });
            continue;
        }
        for (_, range) in runs(&older[range.clone()], range.start, |deployment| deployment.finished.month()) {
            let month = older[range.start].finished;
            let address = format!("{tab}deployments/{}/", month.format("%Y-%m"));
            found.push(Shelf { address, title: wording::month(month), range });
        }
    }
    found.reverse();
    found
}

/// The stretches of a sorted list that have the same key.
fn runs<K: PartialEq>(list: &[Deployment], offset: usize, key: impl Fn(&Deployment) -> K) -> Vec<(K, Range<usize>)> {
    let mut found: Vec<(K, Range<usize>)> = Vec::new();
    for (place, deployment) in list.iter().enumerate() {
        let this = key(deployment);
        match found.last_mut() {
            Some((last, range)) if *last == this => range.end = offset + place + 1,
            _ => found.push((this, offset + place..offset + place + 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::portal::delivery::evidence::{Method, Sha};
    use milepost_model::Instant;

    fn deployment(id: usize, sha: &str, class: Class, at: &str) -> Deployment {
        let finished: Instant = at.parse().expect("because the test wrote an instant");
        Deployment {
            id: id.to_string().into(),
            sha: Sha::of(sha),
            version: None,
            class,
            started: None,
            finished,
            arrivals: Vec::new(),
            changes: 0..0,
            method: Method::Ancestry,
            is_hotfix: false,
            is_revert: false,
            is_rework: false,
            failed_by: Vec::new(),
            recovered: None,
            url: None,
        }
    }

    fn sha(place: usize) -> String {
        format!("{place:07x}{}", "0".repeat(33))
    }

    #[test]
    fn the_tab_holds_the_newest_hundred_and_older_ones_a_page_a_year_or_a_month() {
        let at = |place: i64| {
            let start: Instant = "2025-11-01T10:00:00Z".parse().expect("because the test wrote an instant");
            (start + chrono::Duration::hours(17 * place)).to_rfc3339()
        };
        let deployments = (0..550)
            .map(|place| deployment(place, &sha(place), Class::Forward, &at(i64::try_from(place).expect("because it is small"))))
            .collect();
        let evidence = Evidence { deployments, ..Evidence::default() };
        let shelves = Shelves::of("x", &evidence);
        let titles: Vec<(&str, usize)> = shelves.pages().iter().map(|shelf| (shelf.title.as_str(), shelf.range.len())).collect();
        assert_eq!(titles.last(), Some(&("2025", 86)));
        assert_eq!((titles[0].0, titles.len()), ("September 2026", 10));
        assert_eq!(titles.iter().map(|(_, count)| count).sum::<usize>(), 450);
        assert_eq!(shelves.address(RecordAt::Deployment(549)).as_deref(), Some("catalog/x/delivery/#deploy-0000225"));
        assert_eq!(shelves.address(RecordAt::Deployment(0)).as_deref(), Some("catalog/x/delivery/deployments/2025/#deploy-0000000"));
        assert_eq!(shelves.address(RecordAt::Deployment(550)), None);
    }

    #[test]
    fn a_version_that_comes_back_has_a_name_of_its_own() {
        let deployments = vec![
            deployment(0, &sha(1), Class::Forward, "2026-11-01T10:00:00Z"),
            deployment(1, &sha(2), Class::Forward, "2026-11-02T10:00:00Z"),
            deployment(2, &sha(1), Class::Rollback, "2026-11-02T11:00:00Z"),
            deployment(3, &sha(2), Class::Forward, "2026-11-02T12:00:00Z"),
            deployment(4, &sha(2), Class::Redeploy, "2026-11-02T12:00:30Z"),
        ];
        let evidence = Evidence { deployments, ..Evidence::default() };
        let shelves = Shelves::of("x", &evidence);
        let names: Vec<&str> = (0..5).map(|place| shelves.name(place)).collect();
        assert_eq!(names[..4], ["deploy-0000001", "deploy-0000002", "deploy-0000001-20261102-1100", "deploy-0000002-20261102-1200"]);
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 5, "{names:?}");
    }
}
