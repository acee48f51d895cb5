//! The pages of actions: where a token may be asked for, and where it may not.

use super::{fixture, pages, render};
use milepost::site::SiteSettings;

fn page(settings: &SiteSettings) -> String {
    let (_folder, files) = render(&fixture::small(), settings);
    let (_, html) = pages(&files).find(|(path, _)| *path == "actions/rollback/index.html").expect("because the portal has that action");
    html
}

#[test]
fn no_page_asks_for_a_token_or_speaks_to_a_host_unless_that_is_on() {
    let off = page(&SiteSettings::default());
    assert!(!off.contains("data-token") && !off.contains("type=\"password\"") && off.contains("; connect-src 'self'\""));
    assert!(off.contains("gh workflow run rollback.yml"), "the terminal always works");
    let on = page(&SiteSettings { run_here: true, ..SiteSettings::default() });
    assert!(on.contains("type=\"password\"") && on.contains("; connect-src 'self' https://api.github.com\""));
    let own = page(&SiteSettings { run_here: true, api: Some("https://git.example.org/api/v3".to_owned()), ..SiteSettings::default() });
    assert!(own.contains("; connect-src 'self' https://git.example.org\"") && !own.contains("api.github.com"));
}

#[test]
fn the_line_holds_what_must_be_filled_in_before_anybody_did() {
    let html = page(&SiteSettings::default());
    assert!(html.contains("-f service=&#39;&lt;"), "a placeholder in quotes");
    assert!(html.contains("-f mode=fast"));
}
