//! Where an action lives: its pages here, its workflow and its issue form at the host.

use crate::portal::actions::{Action, Means};
use crate::site::Site;
use crate::site::safe_url;

/// The address of an action's page.
pub fn action_address(slug: &str) -> String {
    format!("actions/{}/", crate::site::links::path_segment(slug))
}

/// The address of an action's runs.
pub fn history_address(slug: &str) -> String {
    format!("{}history/", action_address(slug))
}

/// Where an action's workflow is.
#[derive(Debug, Clone)]
pub struct Places {
    /// The repository as `gh` takes it: with its host where that is another one.
    pub slug: String,
    /// The repository's owner and name.
    pub full_name: String,
    /// The page of the workflow, from which it can be started.
    pub workflow: Option<String>,
    /// The page on which a pipeline is started, with its branch; values go behind it.
    pub pipeline: Option<String>,
    /// The page on which a manifest is proposed; its name and text go behind it.
    pub proposal: Option<String>,
    /// The page on which an issue is written.
    pub request: Option<String>,
    /// Where the host's API answers; nothing where pages may not ask it.
    pub api: Option<String>,
    /// The page that makes a token.
    pub tokens: Option<String>,
}

impl Places {
    /// Of this action.
    pub fn of(site: &Site<'_>, action: &Action) -> Self {
        let repository = site.portal.catalog.repositories.get(&action.repo);
        let url = repository.and_then(|repository| repository.url.as_deref()).and_then(safe_url::href);
        let url = url.map(|url| url.trim_end_matches('/').trim_end_matches(".git").to_owned());
        let parsed = url.as_deref().and_then(|url| url::Url::parse(url).ok());
        let host = parsed.as_ref().and_then(|url| url.host_str()).map(str::to_owned);
        // The address knows the name at the host; a clone's own name may be that of its folder.
        let full_name = parsed.as_ref().map(|url| url.path().trim_matches('/').to_owned()).filter(|path| path.contains('/'));
        let full_name = full_name.unwrap_or_else(|| action.repository.clone());
        let is_usual = host.as_deref().is_none_or(|host| host == "github.com");
        let api = match (&site.settings.api, &host) {
            (Some(api), _) => Some(api.clone()),
            (None, _) if is_usual => Some("https://api.github.com".to_owned()),
            (None, Some(host)) => Some(format!("https://{host}/api/v3")),
            (None, None) => None,
        };
        let file = action.workflow_file();
        let is_workflow = action.means == Means::Workflow;
        let is_plain = !file.is_empty() && file.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        Self {
            slug: if is_usual { full_name.clone() } else { format!("{}/{full_name}", host.as_deref().unwrap_or_default()) },
            pipeline: url.as_deref().filter(|_| action.means == Means::Pipeline).map(|url| pipeline(url, action.git_ref.as_deref())),
            proposal: proposal(site, action, url.as_deref()),
            workflow: url.as_ref().filter(|_| is_plain && is_workflow).map(|url| format!("{url}/actions/workflows/{file}")),
            request: url.as_ref().and_then(|url| {
                let template: String = url::form_urlencoded::byte_serialize(action.request.as_ref()?.template.as_bytes()).collect();
                Some(format!("{url}/issues/new?template={template}"))
            }),
            api: api.filter(|_| site.settings.run_here && is_workflow && is_plain && url.is_some()),
            tokens: host.map(|host| format!("https://{host}/settings/personal-access-tokens/new")),
            full_name,
        }
    }

    /// What a page's policy must let it talk to.
    pub fn api_origin(&self) -> Option<String> {
        let url = url::Url::parse(self.api.as_deref()?).ok()?;
        Some(url.origin().ascii_serialization())
    }
}

/// The page on which a pipeline of a branch is started.
fn pipeline(url: &str, git_ref: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(git_ref.map(|git_ref| ("ref", git_ref)));
    format!("{url}/-/pipelines/new?{}", query.finish()).trim_end_matches('?').to_owned()
}

/// The page on which a new file is proposed: in the folder that the configuration names, else beside the promise.
fn proposal(site: &Site<'_>, action: &Action, url: Option<&str>) -> Option<String> {
    let Means::Manifest(_) = action.means else { return None };
    let folder = match &site.settings.manifests {
        Some(folder) => folder.replacen("/tree/", "/new/", 1),
        None => format!("{}/new/{}/requests", url?, action.git_ref.as_deref()?),
    };
    // The other host's page for a new file takes no text in its address.
    let is_taken = |page: &String| page.contains("/new/") && !page.contains("/-/") && !page.contains("gitlab");
    safe_url::href(&folder).filter(is_taken).map(|page| page.trim_end_matches('/').to_owned())
}
