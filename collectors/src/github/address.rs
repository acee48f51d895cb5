//! Where a GitHub is: github.com, an enterprise cloud with data residency, or a server of one's own.

use http::Uri;

/// The addresses of one GitHub.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The host, as people and record ids name it.
    pub host: String,
    /// Where REST requests go, without a slash at the end.
    pub rest: String,
    /// Where GraphQL queries go: on a server of one's own not below the REST address.
    pub graphql: String,
    /// Where people and git go, without a slash at the end.
    pub web: String,
}

impl Address {
    /// The addresses of a host; `api` overrides where the API is, as for tests and gateways.
    pub fn of(host: &str, api: Option<&str>, web: Option<&str>) -> Self {
        let host = host.trim().to_ascii_lowercase();
        let standard = match host.as_str() {
            "github.com" => ("https://api.github.com".to_owned(), "https://api.github.com/graphql".to_owned()),
            // GHE.com: a subdomain for each enterprise, and its API below `api.`.
            residency if residency.ends_with(".ghe.com") => {
                let base = format!("https://api.{}", residency.trim_start_matches("api."));
                (base.clone(), format!("{base}/graphql"))
            }
            server => (format!("https://{server}/api/v3"), format!("https://{server}/api/graphql")),
        };
        let (rest, graphql) = match api {
            None => standard,
            Some(api) => {
                let base = api.trim_end_matches('/').to_owned();
                let graphql = base.strip_suffix("/v3").map_or_else(|| format!("{base}/graphql"), |above| format!("{above}/graphql"));
                (base, graphql)
            }
        };
        let web = web.map_or_else(|| format!("https://{host}"), |web| web.trim_end_matches('/').to_owned());
        Self { host, rest, graphql, web }
    }

    /// Whether a credential may be sent there: encrypted, or to this machine.
    pub fn is_safe(&self) -> bool {
        [&self.rest, &self.graphql, &self.web].iter().all(|address| {
            let uri: Option<Uri> = address.parse().ok();
            uri.is_some_and(|uri| {
                let is_here = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
                uri.scheme_str() == Some("https") || is_here
            })
        })
    }

    /// Whether an address belongs to this GitHub's API, so that a redirect may take the credential along.
    pub fn owns(&self, url: &str) -> bool {
        let origin =
            |text: &str| text.parse::<Uri>().ok().and_then(|uri| Some((uri.scheme_str()?.to_owned(), uri.authority()?.to_string())));
        let wanted = origin(url);
        wanted.is_some() && (wanted == origin(&self.rest) || wanted == origin(&self.graphql))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_host_has_its_own_addresses() {
        for (host, rest, graphql) in [
            ("github.com", "https://api.github.com", "https://api.github.com/graphql"),
            ("lumen.ghe.com", "https://api.lumen.ghe.com", "https://api.lumen.ghe.com/graphql"),
            ("git.example.com", "https://git.example.com/api/v3", "https://git.example.com/api/graphql"),
        ] {
            let address = Address::of(host, None, None);
            assert_eq!((address.rest.as_str(), address.graphql.as_str()), (rest, graphql));
            assert_eq!(address.web, format!("https://{host}"));
            assert!(address.is_safe());
        }
        assert_eq!(Address::of("g", Some("http://127.0.0.1:1/api/v3/"), None).graphql, "http://127.0.0.1:1/api/graphql");
        assert_eq!(Address::of("g", Some("http://127.0.0.1:1"), None).graphql, "http://127.0.0.1:1/graphql");
    }

    #[test]
    fn a_credential_goes_to_its_own_host_and_never_in_the_clear() {
        let address = Address::of("github.com", None, None);
        assert!(address.owns("https://api.github.com/repositories/1"));
        for elsewhere in ["https://api.github.com.evil.example/x", "http://api.github.com/x", "https://codeload.github.com/x", "/x"] {
            assert!(!address.owns(elsewhere), "{elsewhere}");
        }
        assert!(!Address::of("github.com", Some("http://gateway.example.com"), None).is_safe());
        assert!(Address::of("github.com", Some("http://127.0.0.1:9"), Some("http://127.0.0.1:9")).is_safe());
    }
}
