//! What a remote's URL says about a repository: one form for the many ways to write it.

use std::fmt;

/// Hosts whose pages are known to live at `https://<host>/<owner>/<name>`.
const KNOWN_HOSTS: &[&str] = &["bitbucket.org", "codeberg.org", "git.sr.ht", "gitea.com", "github.com", "gitlab.com"];

/// A repository at a host, without credentials and however it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The host in lower case, with its port where the web needs it.
    pub host: String,
    /// Owner and name, or the whole path below the host.
    pub path: String,
    /// Where people see it, if that is known.
    pub url: Option<String>,
}

/// What kind of forge a host is, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forge {
    /// GitHub, or a GitHub Enterprise host that is named so.
    GitHub,
    /// GitLab, or a self-managed one that is named so.
    GitLab,
}

impl Origin {
    /// Reads `https`, `ssh`, `git` and scp-like URLs; a path of this machine is no origin.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("scp".to_owned(), text),
        };
        let (authority, path) = match scheme.as_str() {
            "http" | "https" | "ssh" | "git+ssh" | "ssh+git" | "git" => rest.split_once('/')?,
            "scp" => split_scp(rest)?,
            _ => return None,
        };
        let host = authority.rsplit('@').next().unwrap_or(authority).to_ascii_lowercase();
        let is_web = matches!(scheme.as_str(), "http" | "https");
        let host = if is_web { web_host(&scheme, &host) } else { ssh_host(&host) };
        let path = path.split(['?', '#']).next().unwrap_or_default().trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path).trim_end_matches('/');
        let is_plain = |c: char| !c.is_control() && !c.is_whitespace() && !super::text::is_unseen(c) && !"\"'<>\\@".contains(c);
        if host.is_empty() || path.is_empty() || !host.chars().all(is_plain) || !path.chars().all(is_plain) {
            return None;
        }
        if path.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return None;
        }
        let web_scheme = if scheme == "http" { "http" } else { "https" };
        let url = (is_web || is_known(&host)).then(|| format!("{web_scheme}://{host}/{path}"));
        Some(Self { host, path: path.to_owned(), url })
    }

    /// The forge behind it, if its host's name tells.
    pub fn forge(&self) -> Option<Forge> {
        forge(&self.host)
    }

    /// Where people see a change of that number.
    pub fn change_url(&self, number: u64) -> Option<String> {
        let url = self.url.as_deref()?;
        Some(match self.forge()? {
            Forge::GitHub => format!("{url}/pull/{number}"),
            Forge::GitLab => format!("{url}/-/merge_requests/{number}"),
        })
    }

    /// Where people see a tag.
    pub fn tag_url(&self, tag: &str) -> Option<String> {
        let url = self.url.as_deref()?;
        let tag = percent_encoded(tag);
        Some(match self.forge()? {
            Forge::GitHub => format!("{url}/releases/tag/{tag}"),
            Forge::GitLab => format!("{url}/-/tags/{tag}"),
        })
    }
}

/// The form in which all ways to write one repository are equal; hosts treat case alike.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.host, self.path.to_lowercase())
    }
}

/// `user@host:path`, where no slash stands before the colon and a drive letter is no host.
fn split_scp(text: &str) -> Option<(&str, &str)> {
    let (authority, path) = text.split_once(':')?;
    (!authority.contains('/') && !authority.contains('\\') && authority.len() > 1).then_some((authority, path))
}

fn web_host(scheme: &str, host: &str) -> String {
    let default = if scheme == "http" { ":80" } else { ":443" };
    host.strip_suffix(default).unwrap_or(host).to_owned()
}

/// A port of ssh says nothing about the web; `ssh.github.com` is how firewalls are passed.
fn ssh_host(host: &str) -> String {
    let host = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit())).map_or(host, |(host, _)| host);
    match host {
        "ssh.github.com" => "github.com",
        "altssh.gitlab.com" => "gitlab.com",
        "altssh.bitbucket.org" => "bitbucket.org",
        other => other,
    }
    .to_owned()
}

fn is_known(host: &str) -> bool {
    KNOWN_HOSTS.contains(&host) || forge(host).is_some()
}

fn forge(host: &str) -> Option<Forge> {
    let first = host.split(['.', ':']).next().unwrap_or_default();
    match first {
        "github" => Some(Forge::GitHub),
        "gitlab" => Some(Forge::GitLab),
        _ => None,
    }
}

fn percent_encoded(text: &str) -> String {
    use fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_repository_is_one() {
        for text in [
            "https://github.com/Lumen-Freight/payments.git",
            "https://github.com/lumen-freight/payments",
            "https://github.com:443/lumen-freight/payments/",
            "https://x-access-token:ghs_secret@github.com/lumen-freight/payments.git",
            "https://oauth2:p@ss@github.com/lumen-freight/payments.git",
            "http://GitHub.com/lumen-freight/payments",
            "git@github.com:lumen-freight/payments.git",
            "github.com:lumen-freight/payments.git",
            "ssh://git@github.com/lumen-freight/payments.git",
            "ssh://git@ssh.github.com:443/lumen-freight/payments.git",
            "git://github.com/lumen-freight/payments.git",
        ] {
            let origin = Origin::parse(text).expect(text);
            assert_eq!(origin.to_string(), "github.com/lumen-freight/payments", "{text}");
            let shown = format!("{origin:?}");
            assert!(!shown.contains("secret") && !shown.contains("ss@"), "{shown}");
        }
    }

    #[test]
    fn what_is_no_repository_at_a_host_is_none() {
        for text in [
            "",
            "/srv/git/payments.git",
            "../payments.git",
            "C:\\src\\payments",
            "C:/src/payments",
            "file:///srv/git/payments.git",
            "https://github.com",
            "https://github.com/",
            "ext::sh -c evil",
            "https://github.com/a/../../b",
            "https://e.com/<script>/x",
            "./a:b",
        ] {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_for_people_is_given_only_where_it_is_known() {
        for (text, url) in [
            ("git@github.com:o/n.git", Some("https://github.com/o/n")),
            ("git@gitlab.example.com:group/sub/n.git", Some("https://gitlab.example.com/group/sub/n")),
            ("https://git.example.com:8443/o/n.git", Some("https://git.example.com:8443/o/n")),
            ("http://u:p@git.example.com/o/n.git", Some("http://git.example.com/o/n")),
            ("ssh://git@code.example.com:2222/o/n.git", None),
        ] {
            assert_eq!(Origin::parse(text).expect(text).url.as_deref(), url, "{text}");
        }
        let origin = Origin::parse("git@gitlab.com:g/n.git").expect("because it is a good URL");
        assert_eq!(origin.change_url(7).as_deref(), Some("https://gitlab.com/g/n/-/merge_requests/7"));
        assert_eq!(origin.tag_url("v1 ü").as_deref(), Some("https://gitlab.com/g/n/-/tags/v1%20%C3%BC"));
    }
}
