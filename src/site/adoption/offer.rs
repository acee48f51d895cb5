//! Actions that paths and rules name, their forms filled in for a service.

use crate::portal::actions::Action;
use crate::site::Site;
use crate::site::actions::action_address;
use crate::site::links::Links;
use crate::site::rows::Linked;
use milepost_model::EntityRef;

/// The action that a path names and that may be started for a service.
pub fn upgrade(site: &Site<'_>, path: usize, service: &EntityRef, links: &Links) -> Option<Linked> {
    let wanted = site.portal.adoption.paths[path].settings.upgrades.as_deref()?;
    filled(site, wanted, service, links)
}

/// An action by its id, its form filled in for a service; none where it is not for it or asks for no service.
pub fn filled(site: &Site<'_>, id: &str, service: &EntityRef, links: &Links) -> Option<Linked> {
    let action = named(site, id).filter(|action| action.is_shown_to(service))?;
    let field = action.service_field()?;
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(&field.name, &field.written(service)).finish();
    let href = links.to(&format!("{}?{query}", action_address(&action.slug)));
    Some(Linked { text: action.title.clone(), href: Some(href) })
}

/// The action that starts a service on a path, its form filled in with the path where it asks for one.
pub fn create(site: &Site<'_>, path: usize, links: &Links) -> Option<Linked> {
    let settings = &site.portal.adoption.paths[path].settings;
    let action = named(site, settings.creates.as_deref()?)?;
    let field = action.fields.iter().find(|field| field.options.iter().any(|option| option.value == settings.id));
    let query = field.map(|field| {
        let pair = url::form_urlencoded::Serializer::new(String::new()).append_pair(&field.name, &settings.id).finish();
        format!("?{pair}")
    });
    let href = links.to(&format!("{}{}", action_address(&action.slug), query.unwrap_or_default()));
    Some(Linked { text: action.title.clone(), href: Some(href) })
}

/// An action by its id, with its title and its form.
pub fn titled(site: &Site<'_>, id: &str, links: &Links) -> Option<Linked> {
    let action = named(site, id)?;
    Some(Linked { text: action.title.clone(), href: Some(links.to(&action_address(&action.slug))) })
}

/// Whether there is an action with that id.
pub fn is_there(site: &Site<'_>, id: &str) -> bool {
    named(site, id).is_some()
}

/// The action with that id; where several repositories have one, the first in the order of addresses.
fn named<'a>(site: &'a Site<'_>, id: &str) -> Option<&'a Action> {
    site.portal.actions.iter().filter(|action| action.id == id).min_by_key(|action| &action.slug)
}
