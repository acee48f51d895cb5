//! What an organisation adds to the portal itself: links in the navigation, a sign, and pages; with their addresses checked.

use super::adoption::offer;
use super::output::Output;
use super::pages::PAGES;
use super::settings::SiteSettings;
use super::{Site, SiteError, StartStep};
use crate::portal::Portal;
use crate::portal::books::Picture;
use crate::portal::marks;
use milepost_model::{Diagnostic, Place};
use std::collections::BTreeSet;

/// Where the portal's own pages lie.
pub const PAGES_AT: &str = "pages/";

/// A link of the organisation's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLink {
    /// What it is called.
    pub label: String,
    /// An address on the web, or one in the portal, which begins with `/`.
    pub to: String,
    /// Whether it stands in the top bar, too.
    pub in_bar: bool,
    /// Where it was written.
    pub place: Place,
}

impl OwnLink {
    /// Its address in the portal, where it is one.
    pub fn inside(&self) -> Option<&str> {
        self.to.strip_prefix('/')
    }
}

/// The sign in the top bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// On light pages, and on dark ones where there is no other.
    pub light: Sign,
    /// On dark pages, where it is another.
    pub dark: Option<Sign>,
}

/// A drawing or an image, and its size where it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// What is shown, by its name.
    pub picture: Picture,
    /// Width and height.
    pub size: Option<(u32, u32)>,
}

impl Sign {
    /// How high it stands in the top bar.
    const HEIGHT: u32 = 28;
    /// How much of the top bar it may take.
    const WIDEST: u32 = 180;

    /// Its address.
    pub fn address(&self) -> String {
        format!("assets/{}", self.picture.name)
    }

    /// How wide it stands in the top bar, so that nothing moves when it arrives.
    pub fn width(&self) -> u32 {
        let (width, height) = self.size.unwrap_or((1, 1));
        (width.saturating_mul(Self::HEIGHT) / height.max(1)).clamp(1, Self::WIDEST)
    }
}

/// Style for a sign; it is there only where there is one.
pub const LOGO_STYLE: &str = "\
.logo img{height:28px;width:auto;max-width:180px;object-fit:contain}.logo .on-dark{display:none}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]) .logo .on-light{display:none}:root:not([data-theme=light]) .logo .on-dark{display:block}}
:root[data-theme=dark] .logo .on-light{display:none}:root[data-theme=dark] .logo .on-dark{display:block}
@media print{.logo .on-light{display:block!important}.logo .on-dark{display:none!important}}
";

/// A portal and its settings without links to pages that are not there.
#[derive(Debug)]
pub struct Corrected {
    /// The portal, which tells of them, too.
    pub portal: Portal,
    /// The settings.
    pub settings: SiteSettings,
    /// What is to be told.
    pub notes: Vec<Diagnostic>,
}

/// The same without links to pages that are not there; nothing where all are.
pub fn corrected(site: &Site<'_>) -> Option<Corrected> {
    let of_pages = || site.portal.documents.books.iter().filter(|book| book.is_own).flat_map(|book| &book.pages);
    let mut wanted: BTreeSet<&str> = of_pages().flat_map(|page| marks::places(&page.html)).map(page_of).collect();
    wanted.extend(site.settings.navigation.iter().filter_map(OwnLink::inside).map(page_of));
    wanted.extend(site.settings.start.iter().filter_map(StartStep::inside).map(page_of));
    let actions = missing_actions(site);
    if wanted.is_empty() && actions.is_empty() {
        return None;
    }
    let known: BTreeSet<String> = PAGES.iter().flat_map(|page| page.sheets(site)).map(|sheet| sheet.address).collect();
    let missing: BTreeSet<String> = wanted.into_iter().filter(|address| !known.contains(*address)).map(str::to_owned).collect();
    if missing.is_empty() && actions.is_empty() {
        return None;
    }
    let is_missing = |address: &str| missing.contains(page_of(address));
    let (mut portal, mut settings) = (site.portal.clone(), site.settings.clone());
    let mut notes = actions;
    for step in &mut settings.start {
        let gone = step.inside().filter(|address| is_missing(address));
        let note = gone.map(|address| told_of(&step.place, &format!("[[start]] “{}”", step.title), address, &known));
        if note.is_some() {
            (step.link, step.label) = (None, None);
        }
        notes.extend(note);
    }
    settings.navigation.retain(|link| {
        let gone = link.inside().filter(|address| is_missing(address));
        notes.extend(gone.map(|address| told_of(&link.place, &format!("[[navigation]] “{}”", link.label), address, &known)));
        gone.is_none()
    });
    for book in portal.documents.books.iter_mut().filter(|book| book.is_own) {
        for page in &mut book.pages {
            let gone: BTreeSet<&str> = marks::places(&page.html).into_iter().filter(|address| is_missing(address)).collect();
            let place = Place::file(format!("{}/{}", settings.pages_folder, page.path));
            notes.extend(gone.into_iter().map(|address| told_of(&place, "the page", address, &known)));
            page.html = marks::unlinked(&page.html, is_missing);
        }
    }
    portal.health.diagnostics.extend(notes.iter().cloned());
    portal.health.diagnostics.sort();
    Some(Corrected { portal, settings, notes })
}

/// Puts the signs in place.
pub fn write_signs(site: &Site<'_>, output: &Output) -> Result<(), SiteError> {
    let signs = site.settings.logo.iter().flat_map(|logo| std::iter::once(&logo.light).chain(&logo.dark));
    signs.into_iter().try_for_each(|sign| output.write(&sign.address(), &sign.picture.content))
}

/// What is to be told of steps that name an action that is not there; their pages leave it out.
fn missing_actions(site: &Site<'_>) -> Vec<Diagnostic> {
    let is_gone = |step: &&StartStep| step.action.as_deref().is_some_and(|id| !offer::is_there(site, id));
    let told = |step: &StartStep| {
        let id = step.action.as_deref().unwrap_or_default();
        let message = format!("[[start]] “{}” names the action “{id}”, which is not there, so its link is left out", step.title);
        Diagnostic::warning("site/no-such-action", message)
            .at(step.place.clone())
            .help("the page Actions lists those that are there; an id is the name of its file")
    };
    site.settings.start.iter().filter(is_gone).map(told).collect()
}

/// The page of an address, without what follows it.
fn page_of(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

fn told_of(place: &Place, what: &str, address: &str, known: &BTreeSet<String>) -> Diagnostic {
    let address = page_of(address);
    let near = known.iter().map(|one| (strsim::jaro_winkler(one, address), one)).filter(|(likeness, _)| *likeness > 0.85);
    let help = match near.max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1))) {
        Some((_, near)) => format!("did you mean /{near}?"),
        None => "open the portal and copy the address of a page, from the portal's root on; it ends in /".to_owned(),
    };
    let message = format!("{what} leads to /{address}, which is no page of the portal, so the link is left out");
    Diagnostic::warning("site/no-such-page", message).at(place.clone()).help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_takes_its_own_width_up_to_a_bound() {
        let sign = |size| Sign { picture: Picture { name: "logo.0.svg".to_owned(), content: bytes::Bytes::new() }, size };
        for (size, width) in [(Some((56, 28)), 56), (Some((10_000, 10)), 180), (Some((1, 10_000)), 1), (None, 28)] {
            assert_eq!(sign(size).width(), width, "{size:?}");
        }
    }
}
