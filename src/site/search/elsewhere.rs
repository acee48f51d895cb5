//! Where else to look: the code at its host.

use crate::site::Site;

/// What the search of code is called and where it is, for a host of which that is known; the words come behind it.
pub fn code_search(site: &Site<'_>) -> Option<(String, String)> {
    at(site.portal.organisation.url.as_deref()?)
}

fn at(organisation: &str) -> Option<(String, String)> {
    let url = url::Url::parse(organisation).ok()?;
    let host = url.host_str().filter(|host| host.contains("github"))?;
    let name = url.path_segments()?.find(|part| !part.is_empty())?;
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    Some((format!("Search code on {host}"), format!("https://{host}/search?type=code&q=org%3A{name}+")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_searched_where_the_organisation_has_it() {
        let href = |url| at(url).map(|(_, href)| href);
        assert_eq!(href("https://github.com/lumenfreight").as_deref(), Some("https://github.com/search?type=code&q=org%3Alumenfreight+"));
        assert_eq!(href("https://git.example.org/lumenfreight"), None);
        assert_eq!(href("https://github.com/"), None);
    }
}
