//! The pages: one file and one template each.

mod action;
mod actions;
mod api;
mod api_parts;
mod by;
mod campaign;
mod catalog;
mod choice;
mod delivery_method;
mod delivery_metric;
mod delivery_overview;
mod dependencies;
mod doc;
mod doc_parts;
mod docs_home;
mod docs_list;
mod domain;
mod domain_system;
mod entities;
mod entity;
mod environment;
mod environments;
mod feedback;
mod golden_path;
mod golden_paths;
mod golden_version;
mod graph;
mod health;
mod home;
mod home_paths;
mod interfaces;
mod kinds;
mod letter;
mod moved;
mod not_found;
mod ownership;
mod pictures;
mod platform;
mod platform_assessed;
mod platform_carried;
mod removed;
mod runs;
mod score_card;
mod score_check;
mod score_matrix;
mod scorecards;
mod search;
mod service;
mod service_about;
mod service_calls;
mod service_delivery_panel;
mod service_head;
mod service_parts;
mod service_path;
mod service_tabs;
mod start;
mod start_parts;
mod system;
mod tab_actions;
mod tab_delivery;
mod tab_deployments;
mod tab_environments;
mod tab_scorecard;
mod team;
mod team_standing;
mod team_tree;
mod teams;
mod weekly;
mod weeks;

pub use by::{Values, values};
pub use entities::plural;
pub use entity::plain;
pub use ownership::{Gaps, gaps};
pub use service_calls::kind_word;
pub use service_parts::runbook;
pub use service_tabs::pages as tab_pages;
pub use tab_delivery::shown as delivery_shown;
pub use tab_scorecard::shown as scored;

use super::Site;
use super::layout::Head;
use super::links::Links;
use super::weights::Weights;
use tera::Value;

/// Every page, sorted by its template.
pub const PAGES: &[&dyn Page] = &[
    &action::Action,
    &actions::Actions,
    &api::Api,
    &by::ByKey,
    &by::ByValue,
    &campaign::Campaign,
    &catalog::Catalog,
    &choice::Choice,
    &delivery_method::DeliveryMethod,
    &delivery_metric::DeliveryMetric,
    &delivery_overview::DeliveryOverview,
    &dependencies::Dependencies,
    &doc::Doc,
    &docs_home::DocsHome,
    &docs_list::DocsList,
    &domain::Domain,
    &entities::EntityList,
    &entity::Entities,
    &environment::Environment,
    &environments::Environments,
    &feedback::FeedbackPage,
    &golden_path::GoldenPath,
    &golden_paths::GoldenPaths,
    &golden_version::GoldenVersion,
    &graph::Graph,
    &health::Health,
    &home::Home,
    &interfaces::Interfaces,
    &kinds::Kinds,
    &letter::Letter,
    &moved::Moved,
    &not_found::NotFound,
    &ownership::OneGap,
    &ownership::Ownership,
    &platform::Platform,
    &removed::Removed,
    &runs::ActionHistory,
    &score_card::ScoreCard,
    &score_check::ScoreCheck,
    &score_matrix::ScoreMatrix,
    &scorecards::Scorecards,
    &search::Search,
    &service::Service,
    &start::Start,
    &system::System,
    &tab_actions::TabActions,
    &tab_delivery::TabDelivery,
    &tab_deployments::TabDeployments,
    &tab_environments::TabEnvironments,
    &tab_scorecard::TabScorecard,
    &team::Team,
    &teams::Teams,
    &weekly::Weekly,
    &weeks::WeeklyList,
];

/// A kind of page.
pub trait Page: Sync {
    /// The template that shows it.
    fn template(&self) -> &'static str;
    /// Every address at which there is one, and which of its things is shown there.
    fn sheets(&self, site: &Site<'_>) -> Vec<Sheet>;
    /// What the template may show at one of these addresses.
    fn show(&self, site: &Site<'_>, sheet: &Sheet, links: &Links, weights: &Weights) -> Shown;
    /// Whether it tells how heavy the others are, and so must be made after them.
    fn weighs_others(&self) -> bool {
        false
    }
    /// Whether its addresses are told to search engines.
    fn is_listed(&self) -> bool {
        true
    }
}

/// One address of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The folder from the site's root, such as `catalog/carrier-sync/`.
    pub address: String,
    /// Which of the page's things is shown, by its place in their list.
    pub which: usize,
}

impl Sheet {
    /// The only sheet of a page.
    fn only(address: &str) -> Vec<Self> {
        vec![Self { address: address.to_owned(), which: 0 }]
    }
}

/// What a page says of itself, and what its template may show.
pub struct Shown {
    /// For the layout.
    pub head: Head,
    /// For the template.
    pub view: Value,
}

/// The address of the Delivery tab of a service; of one that has none, the panel of its overview that says why.
pub fn delivery_address(site: &Site<'_>, facts: &super::facts::ServiceFacts<'_>) -> String {
    let home = super::rows::service_address(&facts.service.slug);
    if tab_delivery::shown(site, facts).is_some() { format!("{home}delivery/") } else { format!("{home}#delivery") }
}

/// The address of the Environments tab of a service; of one that has none, the panel of its overview that says why.
pub fn environments_address(site: &Site<'_>, facts: &super::facts::ServiceFacts<'_>) -> String {
    match tab_environments::shown(site, facts) {
        Some(_) => tab_environments::address(facts),
        None => format!("{}#env", super::rows::service_address(&facts.service.slug)),
    }
}

/// The first letter that a name is listed under: `a` to `z`, `0` for digits, `~` for all others.
fn initial(name: &str) -> char {
    match name.chars().next().map(|first| first.to_ascii_lowercase()) {
        Some(first) if first.is_ascii_alphabetic() => first,
        Some(first) if first.is_ascii_digit() => '0',
        _ => '~',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_stand_in_order() {
        assert!(PAGES.windows(2).all(|pair| pair[0].template() < pair[1].template()));
    }
}
