//! Where a GitLab is: gitlab.com, or a server of one's own, below a path where it has one.

use http::Uri;

/// The addresses of one GitLab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Where REST requests go, without a slash at the end.
    pub api: String,
    /// Where people and git go, without a slash at the end.
    pub web: String,
}

impl Address {
    /// The addresses of a host; `api` and `web` override where each is, as for tests and gateways.
    pub fn of(host: &str, api: Option<&str>, web: Option<&str>) -> Self {
        let web = web.map_or_else(|| format!("https://{}", host.trim().to_ascii_lowercase()), plain);
        Self { api: api.map_or_else(|| format!("{web}/api/v4"), plain), web }
    }

    /// Whether a credential may be sent there: encrypted, or to this machine.
    pub fn is_safe(&self) -> bool {
        [&self.api, &self.web].iter().all(|address| {
            let uri: Option<Uri> = address.parse().ok();
            uri.is_some_and(|uri| {
                let is_here = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
                uri.scheme_str() == Some("https") || is_here
            })
        })
    }

    /// Whether an address belongs to this GitLab's API, so that a page's link may take the credential along.
    pub fn owns(&self, url: &str) -> bool {
        let origin =
            |text: &str| text.parse::<Uri>().ok().and_then(|uri| Some((uri.scheme_str()?.to_owned(), uri.authority()?.to_string())));
        let wanted = origin(url);
        wanted.is_some() && wanted == origin(&self.api)
    }
}

fn plain(address: &str) -> String {
    address.trim().trim_end_matches('/').to_owned()
}

/// A path of a group or project as one part of an address.
pub fn encoded(path: &str) -> String {
    url::form_urlencoded::byte_serialize(path.as_bytes()).collect::<String>().replace('+', "%20")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_of_ones_own_may_lie_below_a_path() {
        let address = Address::of("GitLab.com", None, None);
        assert_eq!((address.api.as_str(), address.web.as_str()), ("https://gitlab.com/api/v4", "https://gitlab.com"));
        let below = Address::of("git.example.com", None, Some("https://git.example.com/gitlab/"));
        assert_eq!((below.api.as_str(), below.is_safe()), ("https://git.example.com/gitlab/api/v4", true));
        assert_eq!(encoded("lumen/sub group/x"), "lumen%2Fsub%20group%2Fx");
    }

    #[test]
    fn a_credential_goes_to_its_own_host_and_never_in_the_clear() {
        let address = Address::of("gitlab.com", None, None);
        assert!(address.owns("https://gitlab.com/api/v4/projects/1"));
        for elsewhere in ["https://gitlab.com.evil.example/x", "http://gitlab.com/x", "https://user@gitlab.com/x", "/x"] {
            assert!(!address.owns(elsewhere), "{elsewhere}");
        }
        assert!(!Address::of("git.example.com", Some("http://git.example.com/api/v4"), None).is_safe());
        assert!(Address::of("x", None, Some("http://127.0.0.1:9")).is_safe());
    }
}
