//! The releases of paths as marks on the line of a share.

use crate::portal::adoption::Adoption;
use crate::site::charts::share::Mark;

/// The releases that most services had to follow come first: one mark for each, of all paths or of one.
pub fn marks(adoption: &Adoption, path: Option<usize>) -> Vec<Mark> {
    let Some(now) = adoption.instants.last() else { return Vec::new() };
    let mut found: Vec<(u32, Mark)> = Vec::new();
    for (place, about) in adoption.paths.iter().enumerate().filter(|(place, _)| path.is_none_or(|path| path == *place)) {
        let eligible = about.counts.last().map_or(0, crate::adoption::Count::eligible);
        let text = |version: &str| if path.is_some() { version.to_owned() } else { format!("{} {version}", about.settings.title) };
        let own = about.releases.all().iter().filter(|release| release.at <= *now && !release.version.is_prerelease());
        found.extend(own.map(|release| (eligible, Mark { at: release.at, text: text(&release.version.to_string()), order: place })));
    }
    found.sort_by(|a, b| (b.0, a.1.order, b.1.at).cmp(&(a.0, b.1.order, a.1.at)));
    found.into_iter().map(|(_, mark)| mark).collect()
}
