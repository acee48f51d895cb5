//! `catalog/<service>/level.svg`: the level of a service as a small picture for its README.

use crate::portal::scorecards::CardScore;
use crate::site::charts::escaped;
use crate::site::facts::ServiceFacts;
use crate::site::rows::service_address;
use crate::site::{Site, pages};

/// Where the picture of a service is.
pub fn path(slug: &str) -> String {
    format!("{}level.svg", service_address(slug))
}

/// The picture of every service that has a page for its levels.
pub fn all(site: &Site<'_>) -> Vec<(String, String)> {
    site.facts.iter().filter_map(|facts| Some((path(&facts.service.slug), picture(site, facts)?))).collect()
}

/// The level on the first scorecard that is for the service.
fn picture(site: &Site<'_>, facts: &ServiceFacts<'_>) -> Option<String> {
    let standing = pages::scored(site, facts)?.cards.first()?;
    let card: &CardScore = &site.portal.scores.cards[standing.card];
    let least = if standing.reached.is_certain() { "" } else { "at least " };
    let level = card.level_name(standing.reached.level).map_or_else(|| "no level".to_owned(), |level| format!("{least}{level}"));
    // The darker, the higher; words are white on each, at 4.5 to 1 or more.
    let colour = match (usize::from(standing.reached.level) * 3).div_ceil(card.card.levels.len().max(1)) {
        0 => "#5d6862",
        1 => "#4c7465",
        2 => "#2c6b55",
        _ => "#0b5c47",
    };
    Some(drawn(&card.card.title, &level, colour))
}

/// Two fields side by side; what they say is told to screen readers, too.
fn drawn(left: &str, right: &str, colour: &str) -> String {
    // A letter of 11 pixels takes 6.6 on average; textLength makes it so with any font.
    let width = |text: &str| u32::try_from(text.chars().count().min(60) * 66 / 10).unwrap_or_default();
    let short = |text: &str| escaped(&text.chars().filter(|letter| !letter.is_control()).take(60).collect::<String>());
    let (from, to, name, level) = (width(left) + 16, width(right) + 16, short(left), short(right));
    let whole = from + to;
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"20\" role=\"img\" aria-label=\"{name}: {level}\"><title>{name}: {level}</title><rect width=\"{whole}\" height=\"20\" rx=\"4\" fill=\"#2b3430\"/><path fill=\"{colour}\" d=\"M{from} 0h{}a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H{from}Z\"/><g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\"><text x=\"8\" y=\"14\" textLength=\"{}\">{name}</text><text x=\"{}\" y=\"14\" textLength=\"{}\">{level}</text></g></svg>\n",
        to - 4,
        width(left),
        from + 8,
        width(right)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_badge_says_the_level_and_takes_nothing_for_markup() {
        let svg = drawn("Production <ready>", "at least Silver", "#2c6b55");
        assert!(svg.contains("aria-label=\"Production &lt;ready&gt;: at least Silver\"") && !svg.contains("<ready>"), "{svg}");
        assert!(svg.contains("textLength=\"118\"") && svg.contains("width=\"249\""), "{svg}");
        assert!(drawn(&"x".repeat(500), "Gold", "#000").len() < 1_200);
    }
}
