//! Finds the projects of groups, people and lists.

use super::address::encoded;
use super::client::Client;
use super::projects::Project;
use super::settings::GitLabSettings;
use crate::remote::Fault;
use crate::remote::client::Keep;
use std::collections::BTreeMap;

/// Under this name its requests are counted.
pub const ENDPOINT: &str = "projects";

/// What a page of projects is asked for with: by number, so that pages hold still while projects come and go.
const PAGED: &str = "order_by=id&sort=asc&per_page=100";

/// What was found.
#[derive(Debug, Default)]
pub struct Swept {
    /// The projects, each once, by number.
    pub projects: BTreeMap<u64, Project>,
    /// Groups, people and projects that were not read, and why.
    pub unread: Vec<(String, Fault)>,
    /// Why not everything was looked for.
    pub stopped: Option<Fault>,
}

/// Looks for every project that the settings name.
pub async fn sweep(client: &Client<'_>, settings: &GitLabSettings) -> Swept {
    let mut swept = Swept::default();
    // Projects that are shared with a group are another's.
    let groups = settings.groups.iter().map(|path| {
        let archived = if settings.archived { "" } else { "&archived=false" };
        (path, format!("/groups/{}/projects?include_subgroups=true&with_shared=false{archived}&{PAGED}", encoded(path)))
    });
    let users = settings.users.iter().map(|name| (name, format!("/users/{}/projects?{PAGED}", encoded(name))));
    for (name, path) in groups.chain(users) {
        let found = of_owner(client, &path).await;
        if !swept.took(name, found) {
            return swept;
        }
    }
    for name in &settings.projects {
        let found = client.one::<Project>(ENDPOINT, &format!("/projects/{}", encoded(name))).await;
        if !swept.took(name, found.map(|project| vec![project])) {
            return swept;
        }
    }
    swept
}

impl Swept {
    /// Takes what was found; whether the run may go on.
    fn took(&mut self, name: &str, found: Result<Vec<Project>, Fault>) -> bool {
        match found {
            Ok(projects) => self.projects.extend(projects.into_iter().filter_map(|project| Some((project.id?, project)))),
            Err(fault @ (Fault::Stopped(_) | Fault::Unauthorised(_))) => {
                self.unread.extend(matches!(fault, Fault::Unauthorised(_)).then(|| (name.to_owned(), fault.clone())));
                self.stopped = Some(fault);
                return false;
            }
            Err(fault) => self.unread.push((name.to_owned(), fault)),
        }
        true
    }
}

/// All projects of an owner, by keyset where the server pages so, else by number of page.
async fn of_owner(client: &Client<'_>, path: &str) -> Result<Vec<Project>, Fault> {
    match client.all(ENDPOINT, &format!("{path}&pagination=keyset"), Keep::Cached).await {
        Err(Fault::Unavailable(why)) if why.starts_with("405") || why.starts_with("400") => client.all(ENDPOINT, path, Keep::Cached).await,
        // What refused the one was no answer that is kept.
        Err(Fault::NotKept) => client.all(ENDPOINT, path, Keep::Cached).await,
        found => found,
    }
}

/// Looks for a project that did not come with the others: where it is now, or nothing where it cannot be found.
pub async fn moved(client: &Client<'_>, number: u64) -> Result<Option<Project>, Fault> {
    match client.one::<Project>(ENDPOINT, &format!("/projects/{number}")).await {
        Ok(project) => Ok(Some(project).filter(|project| !project.is_leaving())),
        Err(Fault::Missing(_) | Fault::Refused(_)) => Ok(None),
        Err(fault) => Err(fault),
    }
}
