//! What the catalog lists, by the names that people use.

use super::built::{Built, shortened};
use super::trouble::Trouble;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// So many near names are told.
const NEAR: usize = 5;

/// What kind of thing is meant, where only one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// A service.
    Service,
    /// A team.
    Team,
    /// Anything of the catalog.
    Anything,
}

/// Something that the catalog lists.
#[derive(Debug, Clone)]
pub struct Named {
    /// What lists it: `services`, `teams` or `entities`.
    pub list: &'static str,
    /// Its place there.
    pub place: usize,
    /// Its reference, such as `component:default/carrier-sync`.
    pub reference: String,
    /// Its name for people.
    pub name: String,
    /// Its page.
    pub page: Option<String>,
    /// Its own file of data.
    pub data: Option<String>,
}

impl Named {
    /// The last part of its reference.
    pub fn short(&self) -> &str {
        self.reference.rsplit('/').next().unwrap_or(&self.reference)
    }

    /// Its kind, such as `component`.
    pub fn kind(&self) -> &str {
        self.reference.split(':').next().unwrap_or_default()
    }

    /// The last part of its page's address, by which it is known in addresses.
    pub fn slug(&self) -> Option<&str> {
        self.page.as_deref()?.trim_end_matches('/').rsplit('/').next()
    }

    fn is_called(&self, name: &str) -> bool {
        let is_slug = self.list == "services" && self.slug() == Some(name);
        is_slug || self.name.eq_ignore_ascii_case(name) || self.short().eq_ignore_ascii_case(name)
    }
}

/// Everything that the catalog lists.
#[derive(Debug)]
pub struct Names {
    /// The catalog's file.
    pub catalog: Arc<Value>,
    /// Services, then teams, then the rest.
    pub all: Vec<Named>,
    places: HashMap<String, usize>,
}

impl Names {
    /// Of a portal.
    pub fn of(portal: &Built) -> Result<Self, Trouble> {
        Ok(Self::listed(portal.data("catalog")?))
    }

    /// Of what a catalog lists.
    pub fn listed(catalog: Arc<Value>) -> Self {
        let mut all = Vec::new();
        for list in ["services", "teams", "entities"] {
            for (place, one) in catalog[list].as_array().into_iter().flatten().enumerate() {
                let text = |key: &str| one[key].as_str().map(str::to_owned);
                let reference = text("ref").unwrap_or_default();
                all.push(Named {
                    list,
                    place,
                    name: text("name").unwrap_or_else(|| reference.clone()),
                    page: text("page"),
                    data: text("data"),
                    reference,
                });
            }
        }
        // A team that somebody described is an entity too: its own file is known there.
        let files: HashMap<String, String> = all
            .iter()
            .filter(|one: &&Named| one.list == "entities" && one.kind() == "group")
            .filter_map(|one| Some((one.reference.clone(), one.data.clone()?)))
            .collect();
        for team in all.iter_mut().filter(|one| one.list == "teams") {
            team.data = files.get(&team.reference).cloned();
        }
        let teams: HashSet<String> = all.iter().filter(|one| one.list == "teams").map(|one| one.reference.clone()).collect();
        all.retain(|one| one.list != "entities" || !teams.contains(&one.reference));
        let places = all.iter().enumerate().map(|(place, one)| (one.reference.clone(), place)).collect();
        Self { catalog, all, places }
    }

    /// What the catalog says of one of them.
    pub fn entry(&self, named: &Named) -> &Value {
        &self.catalog[named.list][named.place]
    }

    /// The thing with a reference.
    pub fn by_reference(&self, reference: &str) -> Option<&Named> {
        self.places.get(reference).map(|place| &self.all[*place])
    }

    /// The one thing that a name means: its reference, or the name that people or addresses use.
    pub fn one(&self, sort: Sort, name: &str) -> Result<&Named, Trouble> {
        let is_meant = |one: &&Named| match sort {
            Sort::Service => one.list == "services",
            Sort::Team => one.list == "teams",
            Sort::Anything => true,
        };
        if let Some(found) = self.all.iter().filter(is_meant).find(|one| one.reference.eq_ignore_ascii_case(name)) {
            return Ok(found);
        }
        let called: Vec<&Named> = self.all.iter().filter(is_meant).filter(|one| one.is_called(name)).collect();
        // The name of a service is its resource's too, now and then: then the service is meant.
        let services: Vec<&Named> = called.iter().copied().filter(|one| one.list == "services").collect();
        match (called.as_slice(), services.as_slice()) {
            ([one], _) | (_, [one]) => Ok(one),
            ([], _) => Err(self.unknown(sort, name, is_meant)),
            (several, _) => {
                Err(Trouble::Several { name: shortened(name), which: several.iter().take(10).map(|one| one.reference.clone()).collect() })
            }
        }
    }

    fn unknown(&self, sort: Sort, name: &str, is_meant: impl Fn(&&Named) -> bool) -> Trouble {
        let lower = shortened(name).to_lowercase();
        let bare = lower.rsplit(['/', ':']).next().unwrap_or(&lower);
        let mut near: Vec<(f64, &str)> = self
            .all
            .iter()
            .filter(|one| is_meant(one))
            .map(|one| {
                let short = one.short().to_lowercase();
                let holds = bare.len() > 2 && (short.contains(bare) || bare.contains(short.as_str()));
                (strsim::jaro_winkler(&short, bare) + if holds { 0.3 } else { 0.0 }, one.short())
            })
            .filter(|(likeness, _)| *likeness > 0.78)
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        near.dedup_by(|a, b| a.1 == b.1);
        let what = match sort {
            Sort::Service => "service",
            Sort::Team => "team",
            Sort::Anything => "thing",
        };
        Trouble::Unknown { what, name: shortened(name), near: near.into_iter().take(NEAR).map(|(_, name)| name.to_owned()).collect() }
    }

    /// The name for people of a reference.
    pub fn said<'n>(&'n self, reference: &'n str) -> &'n str {
        self.by_reference(reference).map_or(reference, |one| one.name.as_str())
    }
}
