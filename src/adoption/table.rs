//! Adoption in lines: a service on a path is one, for spreadsheets and terminals.

use super::state::State;
use super::{Adoption, Moment, ServiceAdoption};

/// The columns of the lines.
pub const COLUMNS: [&str; 9] = ["service", "owner", "path", "state", "version", "behind", "days_behind", "dependants", "why"];

/// A line for each service and each path that is for it, of one path or of all.
pub fn lines(adoption: &Adoption, only: Option<usize>) -> Vec<[String; 9]> {
    let of_service = |service: &ServiceAdoption| {
        let own = service.paths.iter().filter(|(path, _)| only.is_none_or(|only| only == *path));
        own.filter_map(|(path, standing)| Some(line(adoption, service, *path, standing.moments.last()?))).collect::<Vec<_>>()
    };
    adoption.services.iter().flat_map(of_service).collect()
}

fn line(adoption: &Adoption, service: &ServiceAdoption, path: usize, moment: &Moment) -> [String; 9] {
    let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
    let why = match moment.state {
        State::Unknown(why) => why.words(),
        State::Outside(why) => why.words(),
        _ => "",
    };
    [
        service.reference.to_string(),
        service.owner.as_ref().map(ToString::to_string).unwrap_or_default(),
        adoption.paths[path].settings.id.clone(),
        moment.state.word().to_owned(),
        moment.version.as_deref().unwrap_or_default().to_owned(),
        number(moment.behind),
        number(moment.days_behind),
        service.dependants.to_string(),
        why.to_owned(),
    ]
}
