//! What every page has around its own content.

use super::Site;
use super::assets;
use super::feedback::{FeedbackLink, Says};
use super::links::Links;
use super::locale::Locale;
use super::own::{PAGES_AT, Sign};
use super::pages::Sheet;
use super::wording::{self, When};
use milepost_model::Instant;
use serde::Serialize;
use tera::Context;

/// An entry of the navigation; a later page adds a line.
struct NavItem {
    address: &'static str,
    label: &'static str,
    /// The key that opens it after `g`.
    key: &'static str,
}

/// The top bar, in its order.
const NAV: &[NavItem] = &[
    NavItem { address: "catalog/", label: "Catalog", key: "c" },
    NavItem { address: "docs/", label: "Docs", key: "d" },
    NavItem { address: "golden-paths/", label: "Golden paths", key: "p" },
    NavItem { address: "scorecards/", label: "Scorecards", key: "s" },
    NavItem { address: "delivery/", label: "Delivery", key: "m" },
    NavItem { address: "actions/", label: "Actions", key: "a" },
    NavItem { address: "teams/", label: "Teams", key: "t" },
];

/// The map at the foot of every page.
const FOOT: &[NavItem] = &[
    NavItem { address: "", label: "Home", key: "h" },
    NavItem { address: "catalog/", label: "Catalog", key: "" },
    NavItem { address: "docs/", label: "Docs", key: "" },
    NavItem { address: "systems/", label: "Systems", key: "" },
    NavItem { address: "apis/", label: "APIs", key: "" },
    NavItem { address: "graph/", label: "Dependencies", key: "" },
    NavItem { address: "golden-paths/", label: "Golden paths", key: "" },
    NavItem { address: "start/", label: "Your first deploy", key: "" },
    NavItem { address: "scorecards/", label: "Scorecards", key: "" },
    NavItem { address: "delivery/", label: "Delivery", key: "" },
    NavItem { address: "environments/", label: "Environments", key: "" },
    NavItem { address: "actions/", label: "Actions", key: "" },
    NavItem { address: "actions/history/", label: "Action history", key: "" },
    NavItem { address: "ownership/", label: "Ownership", key: "" },
    NavItem { address: "entities/", label: "Everything", key: "" },
    NavItem { address: "search/", label: "A to Z", key: "" },
    NavItem { address: "teams/", label: "Teams", key: "" },
    NavItem { address: "platform/", label: "Platform", key: "" },
    NavItem { address: "weekly/", label: "Weekly report", key: "" },
    NavItem { address: "health/", label: "Platform health", key: "e" },
];

/// What stands there, too, where readers can say what is wrong.
const FEEDBACK: NavItem = NavItem { address: "feedback/", label: "Feedback", key: "" };

/// What a page says of itself.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// What the browser's tab shows before the site's name.
    pub title: String,
    /// One sentence for search engines and previews.
    pub description: String,
    /// The way from Home: labels and addresses; the page itself comes last without one.
    pub crumbs: Vec<(String, Option<String>)>,
    /// Which entry of the top bar it belongs to.
    pub nav: Option<&'static str>,
    /// Where its own figures end; pages about everything show the global line instead.
    pub newest: Option<Instant>,
    /// Whether it is about everything, so that it changes with every collection anyway.
    pub is_global: bool,
    /// The bundles of scripts that it needs besides the core.
    pub scripts: Vec<&'static str>,
    /// The styles that it needs besides the one that all pages share.
    pub styles: Vec<&'static str>,
    /// Whether it needs the list of all services.
    pub needs_index: bool,
    /// The origin besides its own that its scripts may talk to.
    pub connects_to: Option<String>,
    /// The address that it leads on to at once.
    pub moved_to: Option<String>,
    /// Whether its own search field takes the place of the one in the top bar.
    pub has_own_search: bool,
}

#[derive(Serialize)]
struct NavView {
    href: String,
    label: String,
    key: &'static str,
    is_current: bool,
    is_in_bar: bool,
    is_outside: bool,
    is_own: bool,
}

/// The organisation's sign, as seen from a page.
#[derive(Serialize)]
struct SignView {
    light: String,
    light_width: u32,
    dark: Option<String>,
    dark_width: u32,
}

#[derive(Serialize)]
struct Crumb {
    label: String,
    href: Option<String>,
}

/// What the layout shows, as its template sees it.
#[derive(Serialize)]
pub struct Layout {
    title: String,
    description: String,
    canonical: Option<String>,
    /// The feed of what changed; it needs to know where the portal is.
    feed: Option<String>,
    root: String,
    folder_end: &'static str,
    home: String,
    catalog: String,
    search: String,
    health: String,
    logo: Option<SignView>,
    nav: Vec<NavView>,
    foot: Vec<NavView>,
    crumbs: Vec<Crumb>,
    newest: Option<When>,
    is_global: bool,
    fresh: Option<Fresh>,
    style: Option<String>,
    style_text: Option<String>,
    styles: Vec<String>,
    /// Fit for an attribute.
    policy: String,
    /// Preloading needs a server: from a folder, browsers refuse it.
    font: Option<String>,
    core: Option<String>,
    freshness: String,
    /// Whether the page holds itself how new everything is: it changes with the catalog anyhow, and a request is saved.
    carries_facts: bool,
    scripts: Vec<String>,
    index: Option<String>,
    moved_to: Option<String>,
    has_own_search: bool,
    feedback: Option<FeedbackLink>,
}

/// How new everything is; on pages about everything only.
#[derive(Serialize)]
struct Fresh {
    observed: When,
    read: String,
    known: String,
    is_whole: bool,
}

impl Layout {
    /// What surrounds one page.
    pub fn of(site: &Site<'_>, sheet: &Sheet, head: &Head, links: &Links, is_anywhere: bool) -> Self {
        let nav = |items: &[NavItem]| -> Vec<NavView> {
            let view = |item: &NavItem| NavView {
                href: links.to(item.address),
                label: item.label.to_owned(),
                key: item.key,
                is_current: head.nav == Some(item.label),
                is_in_bar: NAV.iter().any(|one| one.address == item.address),
                is_outside: false,
                is_own: false,
            };
            items.iter().map(view).collect()
        };
        let (mut bar, mut foot) = (nav(NAV), nav(FOOT));
        if site.settings.feedback.is_some() {
            foot.extend(nav(&[FEEDBACK]));
        }
        bar.extend(own_links(site, sheet, links).filter(|link| link.is_in_bar));
        foot.extend(own_links(site, sheet, links));
        let mut scripts: Vec<String> = head.scripts.iter().map(|bundle| links.to(site.assets.script(bundle))).collect();
        if head.needs_index {
            scripts.insert(0, links.to(&site.index.main.path));
        }
        let style_text = is_anywhere.then(|| site.assets.style_text().replace("url(", &format!("url({}", links.to("assets/"))));
        let crumbs = head
            .crumbs
            .iter()
            .map(|(label, address)| Crumb { label: label.clone(), href: address.as_deref().map(|address| links.to(address)) });
        let address = head.moved_to.as_deref().unwrap_or(&sheet.address);
        Self {
            title: head.title.clone(),
            description: head.description.clone(),
            canonical: site.settings.site_url.as_ref().filter(|_| !is_anywhere).map(|url| canonical(url, address)),
            feed: site.settings.site_url.as_ref().map(|_| links.to(super::exports::FEED)),
            root: links.root().to_owned(),
            folder_end: links.folder_end(),
            home: links.to(""),
            catalog: links.to("catalog/"),
            search: links.to("search/"),
            health: links.to("health/"),
            logo: site.settings.logo.as_ref().map(|logo| SignView {
                light: links.to(&logo.light.address()),
                light_width: logo.light.width(),
                dark: logo.dark.as_ref().map(|sign| links.to(&sign.address())),
                dark_width: logo.dark.as_ref().map_or(0, Sign::width),
            }),
            nav: bar,
            foot,
            crumbs: crumbs.collect(),
            newest: head.newest.map(When::new),
            is_global: head.is_global,
            fresh: if head.is_global { fresh(site) } else { None },
            style: (!is_anywhere).then(|| links.to(site.assets.style())),
            styles: head.styles.iter().map(|name| links.to(site.assets.page_style(name))).collect(),
            policy: policy(&site.assets.theme, style_text.as_deref(), head.connects_to.as_deref()),
            style_text,
            font: (!site.settings.file_urls).then(|| links.to(site.assets.first_font())),
            core: (!head.scripts.iter().any(|bundle| assets::holds_core(bundle))).then(|| links.to(site.assets.script(assets::CORE))),
            freshness: links.to("freshness.js"),
            carries_facts: head.scripts.contains(&"catalog"),
            scripts,
            index: head.scripts.contains(&"home").then(|| site.index.main.path.clone()),
            moved_to: head.moved_to.as_deref().map(|address| links.to(address)),
            has_own_search: head.has_own_search,
            feedback: site
                .settings
                .feedback
                .as_ref()
                .filter(|_| head.moved_to.is_none())
                .map(|feedback| feedback.link(site.settings, site.portal.version, (&sheet.address, &head.title), Says::Something)),
        }
    }
}

/// The links of the organisation's own: its pages, unless one of its links leads there, and then these.
fn own_links<'s>(site: &'s Site<'_>, sheet: &'s Sheet, links: &'s Links) -> impl Iterator<Item = NavView> + 's {
    let view = |label: &str, to: &str, in_bar| NavView {
        href: to.strip_prefix('/').map_or_else(|| to.to_owned(), |address| links.to(address)),
        label: label.to_owned(),
        key: "",
        is_current: to.strip_prefix('/') == Some(sheet.address.as_str()),
        is_in_bar: in_bar,
        is_outside: !to.starts_with('/'),
        is_own: true,
    };
    let first = format!("/{PAGES_AT}");
    let is_linked = site.settings.navigation.iter().any(|link| link.to == first);
    let pages = site.docs.own().filter(|_| !is_linked).map(|shelved| view(&shelved.book.title, &first, false));
    pages.into_iter().chain(site.settings.navigation.iter().map(move |link| view(&link.label, &link.to, link.in_bar)))
}

/// A page's address for search engines.
pub fn canonical(site_url: &str, address: &str) -> String {
    format!("{}/{address}", site_url.trim_end_matches('/'))
}

/// Puts what is the same on every page where every template finds it.
pub fn put_constants(site: &Site<'_>, context: &mut Context) {
    context.insert("site", &site.settings.title);
    context.insert("organisation", &site.portal.organisation.name);
    context.insert("version", site.portal.version);
    context.insert("is_example", &site.portal.is_example);
    context.insert("theme_script", &site.assets.theme);
    // Scripts write as en-GB does unless they are told.
    let locale = site.settings.locale;
    let is_default = locale == Locale::default();
    context.insert("day_pattern", if is_default { "" } else { locale.day_pattern() });
    context.insert("point", &locale.point().to_string());
    context.insert("thousands", &if is_default { String::new() } else { locale.thousands().to_string() });
}

fn fresh(site: &Site<'_>) -> Option<Fresh> {
    let health = &site.portal.health;
    Some(Fresh {
        observed: When::new(health.observed_at?),
        read: wording::number(health.repositories_read),
        known: wording::number(health.repositories_known),
        is_whole: health.repositories_read == health.repositories_known,
    })
}

/// What a page may load: itself, the site's own files, and the one script and style that are named by their hash.
fn policy(theme: &str, style: Option<&str>, api: Option<&str>) -> String {
    let style_source = style.map(|style| format!(" {}", assets::policy_hash(style))).unwrap_or_default();
    // No script asks for anything; those who judge pages by their robots.txt read it in the page's name.
    let api = api.map(|origin| format!(" {origin}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'{style_source}; script-src 'self' {}; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; trusted-types milepost; connect-src 'self'{api}",
        assets::policy_hash(theme)
    );
    // The template takes it as it is: its quotation marks are harmless, and escaped ones would be on every page.
    policy.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}
