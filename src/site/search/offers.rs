//! What has a page and is nothing of the catalog: actions, rules, scorecards, golden paths, metrics, environments.

use super::entries::{Entry, Group, Starts};
use crate::portal::actions::Action;
use crate::site::Site;
use crate::site::actions::action_address;
use crate::site::adoption::path_address;
use crate::site::delivery::five::{FIVE, about};
use crate::site::environments::{self as places, environment_address};
use crate::site::facts::display_name;
use crate::site::rows::service_address;
use crate::site::scorecards::{campaign_address, card_address, rule_address};
use crate::site::wording;
use milepost_model::EntityRef;
use std::collections::{BTreeMap, HashMap};

/// The folder of the actions' pages, by which their group is known.
const ACTIONS: &str = "actions/";

/// The groups, each in the order of its list.
pub fn groups<'a>(site: &Site<'a>) -> Vec<Group<'a>> {
    let scores = &site.portal.scores;
    let rules = scores.rules.iter().map(|score| {
        let rule = &score.rule;
        let says = [Some(rule.why.as_str()), rule.fix.as_deref(), Some(rule.id.as_str())];
        entry(site, &rule.title, rule_address(&rule.id), Some(&rule.why), rule.owner.as_ref(), &says)
    });
    let cards = scores.cards.iter().map(|score| {
        let card = &score.card;
        let about = card.about.as_deref();
        entry(site, &card.title, card_address(&card.id), about, card.owner.as_ref(), &[about])
    });
    let campaigns = scores.campaigns.iter().map(|score| {
        let campaign = &score.campaign;
        let why = Some(campaign.why.as_str());
        entry(site, &campaign.title, campaign_address(&campaign.id), why, campaign.owner.as_ref(), &[why])
    });
    let paths = site.portal.adoption.paths.iter().map(|path| {
        let path = &path.settings;
        entry(site, &path.title, path_address(&path.id), None, path.owner.as_ref(), &[Some(&path.id)])
    });
    let metrics = FIVE.iter().map(|five| {
        let about = about(five.id);
        Entry { alias: Some(five.short), ..entry(site, five.name, five.address(), Some(about.definition), None, &[Some(about.definition)]) }
    });
    let environments = site.environments.lasting.iter().filter(|one| one.has_page).map(|one| {
        let services = wording::counted(one.here.len() as u64, "service", "services");
        let about = format!("{}, {services}", wording::capitalised(one.tier));
        let says = format!("environment {} {services}", one.tier);
        Entry { sort: Some(one.tier), ..entry(site, one.name, environment_address(&one.key), Some(&about), None, &[Some(&says)]) }
    });
    vec![
        group("Actions", "action", "rocket", ACTIONS, site.portal.actions.iter().map(|found| action(site, found))),
        group("Checks", "check", "cards", "scorecards/checks/", rules),
        group("Scorecards", "scorecard", "cards", "scorecards/", cards),
        group("Campaigns", "campaign", "clock", "campaigns/", campaigns),
        group("Golden paths", "golden path", "right", "golden-paths/", paths),
        group("Metrics", "metric", "up", "delivery/metrics/", metrics),
        group("Environments", "environment", "system", places::LIST, environments),
    ]
}

fn group<'a>(label: &str, one: &'a str, icon: &'static str, folder: &str, entries: impl Iterator<Item = Entry<'a>>) -> Group<'a> {
    Group { label: label.to_owned(), one, icon, folder: folder.to_owned(), entries: entries.collect() }
}

fn entry<'a>(
    site: &Site<'a>,
    name: &'a str,
    address: String,
    about: Option<&str>,
    owner: Option<&'a EntityRef>,
    says: &[Option<&str>],
) -> Entry<'a> {
    let says: Vec<&str> = says.iter().copied().flatten().collect();
    Entry {
        name,
        address,
        owner: owner.map(|owner| (display_name(site.portal, owner), site.places.address(owner).map(str::to_owned))),
        about: about.map(str::to_owned),
        says: Some(says.join(" · ")),
        ..Entry::default()
    }
}

fn action<'a>(site: &Site<'a>, action: &'a Action) -> Entry<'a> {
    let fields = action.fields.iter().map(|field| Some(field.label.as_str()));
    let says: Vec<Option<&str>> = [action.description.as_deref(), Some(action.id.as_str())].into_iter().chain(fields).collect();
    let found = entry(site, &action.title, action_address(&action.slug), action.description.as_deref(), action.owner.as_ref(), &says);
    Entry { starts: Some(Starts { field: action.service_field().map(|field| field.name.as_str()), services: None }), ..found }
}

/// Says for which services each action is, now that they have their order.
///
/// An action that asks for a service is for all that it is shown to; another one for those of its repository.
pub fn place(site: &Site<'_>, services: &Group<'_>, others: &mut [Group<'_>]) {
    let rows: HashMap<&str, usize> = services.entries.iter().enumerate().map(|(row, entry)| (entry.address.as_str(), row)).collect();
    let mut by_repo = BTreeMap::new();
    for service in &site.portal.catalog.services {
        if let (Some(repo), Some(row)) = (&service.repo, rows.get(service_address(&service.slug).as_str())) {
            by_repo.entry(repo).or_insert_with(Vec::new).push((&service.reference, *row));
        }
    }
    let actions: HashMap<String, &Action> = site.portal.actions.iter().map(|action| (action_address(&action.slug), action)).collect();
    for entry in others.iter_mut().filter(|group| group.folder == ACTIONS).flat_map(|group| &mut group.entries) {
        let (Some(action), Some(starts)) = (actions.get(&entry.address), &mut entry.starts) else { continue };
        if starts.field.is_some() && action.visible_to.is_none() {
            continue;
        }
        let mut of: Vec<usize> = if starts.field.is_some() {
            let shown = site.portal.catalog.services.iter().filter(|service| action.is_shown_to(&service.reference));
            shown.filter_map(|service| rows.get(service_address(&service.slug).as_str()).copied()).collect()
        } else {
            let own = by_repo.get(&action.repo).map(Vec::as_slice).unwrap_or_default();
            own.iter().filter(|(reference, _)| action.is_shown_to(reference)).map(|(_, row)| *row).collect()
        };
        of.sort_unstable();
        starts.services = Some(of);
    }
}
