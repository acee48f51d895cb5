//! What agents may ask, a file each.

mod fill_action;
mod find_actions;
mod find_entities;
mod get_adoption;
mod get_dependencies;
mod get_entity;
mod get_environments;
mod get_health;
mod get_metrics;
mod get_scorecard;
mod list_deployments;
mod read_doc;
mod search_docs;
mod what_to_fix_next;

use super::answer::Answer;
use super::asked::{Asked, Input};
use super::built::Built;
use super::figures::Rollup;
use super::names::Names;
use super::search::Search;
use super::trouble::Trouble;
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};

/// What a tool is.
#[derive(Debug)]
pub struct About {
    /// Its name.
    pub name: &'static str,
    /// Its title for people.
    pub title: &'static str,
    /// What it answers, for whoever chooses among tools.
    pub what: &'static str,
    /// What it takes.
    pub inputs: &'static [Input],
}

/// Something that agents may ask.
pub trait Tool: Sync {
    /// What it is.
    fn about(&self) -> &'static About;
    /// The answer.
    fn answer(&self, desk: &Desk, asked: &Asked) -> Result<Answer, Trouble>;
}

/// All of them, by name.
pub const TOOLS: &[&dyn Tool] = &[
    &fill_action::FillAction,
    &find_actions::FindActions,
    &find_entities::FindEntities,
    &get_adoption::GetAdoption,
    &get_dependencies::GetDependencies,
    &get_entity::GetEntity,
    &get_environments::GetEnvironments,
    &get_health::GetHealth,
    &get_metrics::GetMetrics,
    &get_scorecard::GetScorecard,
    &list_deployments::ListDeployments,
    &read_doc::ReadDoc,
    &search_docs::SearchDocs,
    &what_to_fix_next::WhatToFixNext,
];

/// Where questions are answered: the portal, and what was made of it so far.
#[derive(Debug)]
pub struct Desk {
    /// The portal.
    pub portal: Built,
    names: Made<Names>,
    search: Made<Search>,
    over_all: Made<Rollup>,
}

impl Desk {
    /// For this portal.
    pub fn new(portal: Built) -> Self {
        Self { portal, names: Mutex::default(), search: Mutex::default(), over_all: Mutex::default() }
    }

    /// The names of everything, made anew when the catalog is another one.
    pub fn names(&self) -> Result<Arc<Names>, Trouble> {
        let mark = self.portal.data("catalog")?;
        made(&self.names, mark, || Names::of(&self.portal))
    }

    /// The search, opened anew when the portal is another one.
    pub fn search(&self) -> Result<Arc<Search>, Trouble> {
        let mark = Search::mark(&self.portal)?;
        made(&self.search, mark, || Search::open(&self.portal))
    }

    /// The figures over many services, read anew when the portal is another one.
    pub fn over_all(&self) -> Result<Arc<Rollup>, Trouble> {
        let mark = self.portal.data("index")?;
        made(&self.over_all, mark, || Rollup::of_all(&self.portal))
    }
}

/// What was made of a file, and that file.
type Made<T> = Mutex<Option<(Arc<Value>, Arc<T>)>>;

fn made<T>(held: &Made<T>, mark: Arc<Value>, make: impl FnOnce() -> Result<T, Trouble>) -> Result<Arc<T>, Trouble> {
    let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, there)) = held.as_ref().filter(|(from, _)| Arc::ptr_eq(from, &mark)) {
        return Ok(Arc::clone(there));
    }
    let new = Arc::new(make()?);
    *held = Some((mark, Arc::clone(&new)));
    Ok(new)
}
