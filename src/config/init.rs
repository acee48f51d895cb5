//! A first configuration, made from what was found. Writing it is the command line's part.

use super::plain_name;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A repository that was found, as far as a first configuration cares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// Owner and name, as its origin's address has them, or its path below the folder.
    pub full_name: String,
    /// The host of its origin, where it has one.
    pub host: Option<String>,
    /// Its default branch, where it has one.
    pub default_branch: Option<String>,
    /// Whether it has a descriptor of any kind.
    pub has_descriptor: bool,
    /// Whether it says who owns what.
    pub has_codeowners: bool,
}

/// Where an organisation is hosted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Home {
    /// The host; none is the one that the kind of host has by itself.
    pub host: Option<String>,
    /// Where its pages are, where the host alone does not tell.
    pub web: Option<String>,
    /// Whether organisations are groups there, which lie in one another.
    pub has_groups: bool,
}

impl Home {
    /// Reads a host or an address; none where it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let whole = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
        let address = url::Url::parse(&whole).ok().filter(|address| matches!(address.scheme(), "https" | "http"))?;
        let is_plain = address.username().is_empty() && address.password().is_none();
        if !is_plain || address.query().is_some() || address.fragment().is_some() {
            return None;
        }
        let host = address.host_str()?.to_owned();
        let web = address.as_str().trim_end_matches('/').to_owned();
        Some(Self { web: Some(web).filter(|web| *web != format!("https://{host}")), host: Some(host), has_groups: false })
    }

    /// Where its pages are.
    fn address(&self) -> String {
        let usual = if self.has_groups { "gitlab.com" } else { "github.com" };
        self.web.clone().unwrap_or_else(|| format!("https://{}", self.host.as_deref().unwrap_or(usual)))
    }
}

/// What is known when the configuration is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Beginning<'a> {
    /// The organisation's name, where somebody gave it.
    pub organisation: Option<&'a str>,
    /// Where it is hosted, where somebody said so.
    pub home: Option<&'a Home>,
    /// The folder of clones, as the configuration should name it.
    pub clones: Option<&'a str>,
    /// The repositories in it.
    pub found: &'a [Found],
}

/// The text of a configuration that fits. It holds: `Config::load` takes it, whatever the names are.
pub fn first_config(beginning: &Beginning<'_>) -> String {
    let home = most_common(beginning.found.iter().filter_map(home_of));
    let owner = home.as_ref().map(|(_, owner)| owner.as_str());
    let name = plain_name(beginning.organisation.or(owner).unwrap_or_default());
    let mut text = format!(
        "# The configuration of a milepost portal. docs/reference/metrics-config.md explains every key.\n\n[organisation]\nname = {}\n",
        quoted(&name)
    );
    let hosted = beginning.home.filter(|home| home.has_groups || home.host.is_some()).zip(beginning.organisation);
    let url = hosted.map(|(home, name)| format!("{}/{name}", home.address()));
    let url = url.or(home.as_ref().map(|(host, owner)| format!("https://{host}/{owner}")));
    if let Some(url) = url.filter(|url| url::Url::parse(url).is_ok_and(|parsed| parsed.as_str() == url)) {
        writeln!(text, "url = {}", quoted(&url)).expect("because memory does not fail");
    }
    text.push_str(if beginning.clones.is_some() { CLONES_SITE } else { SITE });
    catalog(&mut text, beginning.found).expect("because memory does not fail");
    source(&mut text, beginning).expect("because memory does not fail");
    text
}

const SITE: &str = "
[site]
# \"internal\" shows every repository that the token may read, so publish the portal only where the
# organisation alone can read it. For the world, and then of public repositories alone: \"public\".
visibility = \"internal\"
# Where people will open it:
# url = \"https://portal.example.com/\"
";

const CLONES_SITE: &str = "
[site]
# Clones do not say who may see them. \"internal\" shows every repository, so publish the portal only where
# the organisation alone can read it. For the world: \"public\", and `assume_visibility` below.
visibility = \"internal\"
# Where people will open it:
# url = \"https://portal.example.com/\"
";

fn catalog(text: &mut String, found: &[Found]) -> std::fmt::Result {
    text.push_str("\n[catalog]\n");
    if !found.is_empty() {
        let described = found.iter().filter(|found| found.has_descriptor).count();
        let owned = found.iter().filter(|found| found.has_codeowners).count();
        writeln!(text, "# Of {} repositories {described} have a descriptor and {owned} have CODEOWNERS.", found.len())?;
        let unborn = found.iter().filter(|found| found.default_branch.is_none()).count();
        if unborn > 0 {
            writeln!(text, "# Without a default branch, and so without content: {unborn}.")?;
        }
    }
    text.push_str("# Who owns what nobody owns:\n# default_owner = \"platform\"\n");
    text.push_str("# Repositories that should not be in the portal:\n# exclude = [\"**/*-sandbox\"]\n");
    Ok(())
}

fn source(text: &mut String, beginning: &Beginning<'_>) -> std::fmt::Result {
    let usual = Home::default();
    let home = beginning.home.unwrap_or(&usual);
    match (beginning.organisation, beginning.clones) {
        (Some(name), None) if home.has_groups && is_group(name) => return group(text, name, home),
        (Some(name), None) if is_login(name) => return organisation(text, name, home),
        _ => {}
    }
    let folder = beginning.clones.filter(|folder| !folder.trim().is_empty() && !folder.chars().any(char::is_control));
    text.push_str("\n[[source]]\nid = \"clones\"\nkind = \"git\"\n");
    if folder.is_none() {
        text.push_str("# The folder that the organisation's clones or mirrors are in:\n");
    }
    writeln!(text, "clones = [{}]", quoted(folder.unwrap_or("clones")))
}

/// A source that reads an organisation where it is hosted.
fn organisation(text: &mut String, name: &str, home: &Home) -> std::fmt::Result {
    text.push_str("\n[[source]]\nid = \"github\"\nkind = \"github\"\n");
    place(text, home)?;
    writeln!(text, "organisations = [{}]", quoted(name))?;
    text.push_str(
        "# The token is taken from GITHUB_TOKEN: a fine-grained one that may read contents, metadata, pull requests,
# deployments, actions and issues. For more than a few hundred repositories an app has a larger budget:
# app_id = 123456
# What a run may use; it ends then, and the next one goes on:
# max_requests = 4000
# deadline_minutes = 50
# On a server of your own:
# host = \"git.example.com\"
# See what it will ask, before it does: milepost collect --explain
",
    );
    Ok(())
}

/// A source that reads a group with its subgroups where it is hosted.
fn group(text: &mut String, name: &str, home: &Home) -> std::fmt::Result {
    text.push_str("\n[[source]]\nid = \"gitlab\"\nkind = \"gitlab\"\n");
    place(text, home)?;
    writeln!(text, "groups = [{}]", quoted(name))?;
    text.push_str(
        "# The token is taken from GITLAB_TOKEN: of the group, or of a service account, with the role Reporter and the
# scopes read_api and read_repository. Maintainer also shows what protects branches.
# Projects that should not be read:
# exclude = [\"**/*-sandbox\"]
# What a run may use; it ends then, and the next one goes on:
# max_requests = 20000
# deadline_minutes = 50
# See what it will ask, before it does: milepost collect --explain
",
    );
    Ok(())
}

/// Where it is hosted, as far as that is not where it would be by itself.
fn place(text: &mut String, home: &Home) -> std::fmt::Result {
    let usual = if home.has_groups { "gitlab.com" } else { "github.com" };
    if let Some(host) = home.host.as_deref().filter(|host| *host != usual) {
        writeln!(text, "host = {}", quoted(host))?;
    }
    match &home.web {
        Some(web) => writeln!(text, "web = {}", quoted(web)),
        None => Ok(()),
    }
}

/// Whether a text can be the path of a group.
pub fn is_group(path: &str) -> bool {
    path.len() <= 1_000 && path.trim_matches('/').split('/').all(|part| is_login(part) && !matches!(part, "." | ".."))
}

/// Whether a name can be an organisation's at a host.
fn is_login(name: &str) -> bool {
    !name.is_empty() && name.len() <= 100 && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// The host and the owner that a repository's name shows.
fn home_of(found: &Found) -> Option<(String, String)> {
    let host = found.host.clone().filter(|host| !host.is_empty())?;
    let (owner, _) = found.full_name.split_once('/')?;
    Some((host, owner.to_owned())).filter(|(_, owner)| !owner.is_empty())
}

/// The one that comes most often; of two that come as often, the first by name.
fn most_common<T: Ord>(items: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map(|(item, _)| item)
}

/// A text as TOML: JSON's escapes are a part of TOML's.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Config, SourceSettings};
    use std::path::Path;

    fn found(full_name: &str, host: Option<&str>) -> Found {
        Found { full_name: full_name.to_owned(), host: host.map(str::to_owned), has_codeowners: true, ..Found::default() }
    }

    #[test]
    fn the_organisation_is_the_one_that_most_repositories_belong_to() {
        let host = Some("git.example.com");
        let repositories =
            [found("ada/dotfiles", host), found("lumen-freight/a", host), found("lumen-freight/b", host), found("local", None)];
        let text = first_config(&Beginning { clones: Some("../clones"), found: &repositories, ..Beginning::default() });
        let config = Config::load(&text, Path::new("/p/metrics-config.toml")).expect("because it fits");
        assert_eq!(config.organisation.name, "lumen-freight");
        assert_eq!(config.organisation.url.as_deref(), Some("https://git.example.com/lumen-freight"));
        assert_eq!(config.organisation.host.as_deref(), Some("git.example.com"));
        assert!(matches!(&config.sources[0].settings, SourceSettings::Git(git) if git.clones == [Path::new("/p/../clones")]));
        assert!(text.contains("# Of 4 repositories 0 have a descriptor and 4 have CODEOWNERS."), "{text}");
    }

    #[test]
    fn a_group_is_read_where_it_is() {
        for (given, host, web) in [
            ("gitlab.com", "gitlab.com", None),
            ("https://gitlab.com/", "gitlab.com", None),
            ("git.example.com", "git.example.com", None),
            ("https://example.com/gitlab/", "example.com", Some("https://example.com/gitlab")),
            ("http://127.0.0.1:8080", "127.0.0.1", Some("http://127.0.0.1:8080")),
        ] {
            let home = Home { has_groups: true, ..Home::parse(given).expect("because it is a place") };
            assert_eq!((home.host.as_deref(), home.web.as_deref()), (Some(host), web), "{given}");
            let text = first_config(&Beginning { organisation: Some("lumen/backend"), home: Some(&home), ..Beginning::default() });
            let config = Config::load(&text, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"));
            let wanted = format!("{}/lumen/backend", web.map_or(format!("https://{host}"), str::to_owned));
            assert_eq!((config.organisation.url.as_deref(), config.sources[0].id.as_str()), (Some(wanted.as_str()), "gitlab"), "{text}");
            let read = format!("{:?}", config.sources[0].settings);
            assert!(read.contains("groups: [\"lumen/backend\"]") && read.contains(&format!("host: \"{host}\"")), "{read}");
        }
        for given in ["", "ssh://git.example.com", "https://ada:x@git.example.com", "a b", "https://x/?y"] {
            assert_eq!(Home::parse(given), None, "{given}");
        }
    }

    #[test]
    fn whatever_the_names_are_the_configuration_holds() {
        let groups = Home { has_groups: true, host: Some("git.example.com".to_owned()), web: None };
        for name in ["Lumen Freight", "", "a/../b", "/", "a\"b", "a\\b", "\u{202e}x", "é\n[site]\nout = \"/\"", "# x", "${HOME}"] {
            let repositories = [found(&format!("{name}/x"), Some(name)), found(name, Some("h")), found("a b/c?d", Some("h"))];
            for beginning in [
                Beginning { organisation: Some(name), ..Beginning::default() },
                Beginning { organisation: Some(name), home: Some(&groups), ..Beginning::default() },
                Beginning { clones: Some(name), found: &repositories, ..Beginning::default() },
            ] {
                let text = first_config(&beginning);
                let config = Config::load(&text, Path::new("x.toml")).unwrap_or_else(|problems| panic!("{text}\n{problems:#?}"));
                assert_eq!(config.site.out, Path::new("site"), "{text}");
            }
        }
    }
}
