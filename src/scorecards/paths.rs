//! Where a service stood on the golden paths that are for it.

use crate::adoption::{Adoption, State};
use crate::rules::{Known, PathPart};
use milepost_model::EntityRef;
use std::collections::BTreeMap;

/// Its states at the end of a week, by the week's place; without one, now. Where one of them cannot be told, none is.
pub(super) fn at(adoption: &Adoption, service: &EntityRef, week: Option<usize>) -> Known<BTreeMap<String, PathPart>> {
    let Ok(place) = adoption.services.binary_search_by(|known| known.reference.cmp(service)) else { return Ok(BTreeMap::new()) };
    let mut found = BTreeMap::new();
    for (path, standing) in &adoption.services[place].paths {
        let moment = match week {
            Some(week) => standing.moments.get(week),
            None => standing.moments.last(),
        };
        let Some(moment) = moment else { continue };
        if let State::Unknown(why) = moment.state {
            return Err(why);
        }
        let version = moment.version.as_ref().map(ToString::to_string);
        found.insert(adoption.paths[*path].settings.id.clone(), PathPart { state: moment.state.word().to_owned(), version });
    }
    Ok(found)
}
