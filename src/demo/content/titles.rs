//! What people and bots write above their changes.

use super::Words;
use crate::demo::plan::{Part, capitalised};
use crate::demo::random::Random;

const FEATURES: [&str; 34] = [
    "Let callers filter «noun0»s by «noun1»",
    "Keep the last state of each «noun0»",
    "Answer faster when a «noun0» has many «noun1»s",
    "Retry when the «noun1» is not there yet",
    "Reject a «noun0» without a «noun2»",
    "Publish an event when a «noun0» is closed",
    "Page through «noun1»s instead of sending all",
    "Show the reason with a refused «noun0»",
    "Give up on a «noun1» after three attempts",
    "Count «noun1»s by outcome",
    "Read «noun2»s in batches of 500",
    "Log the id of the «noun0», not the whole of it",
    "Do not lock the table while moving «noun0»s",
    "Accept «noun1»s from the second region",
    "Return 409 for a «noun0» that is closed",
    "Cache «noun2»s for a minute",
    "Fix the order of «noun1»s within a second",
    "Fix rounding when a «noun0» is split",
    "Fix time zone of «noun1»s around midnight",
    "Fix a leak of connections when a caller hangs up",
    "Validate the «noun2» before touching the «noun0»",
    "Move «noun1» matching out of the handler",
    "Drop the field that nobody has read since March",
    "Merge «noun0»s that differ in case only",
    "Stop asking for the «noun2» twice",
    "Use the new client of identity",
    "Add a trace to each «noun1»",
    "Raise the limit of open «noun0»s to 20 000",
    "Tell the caller which «noun1» was refused",
    "Expire «noun1»s after 14 days",
    "Make the «noun0» list stable when two are equal",
    "Split the «noun1» worker in two",
    "Warn before a «noun2» runs out",
    "Allow a «noun0» to change its «noun2»",
];

const DOCS: [&str; 8] = [
    "Describe what to do when the «noun1» queue grows",
    "Correct the steps of a rollback",
    "Explain why a «noun1» may arrive late",
    "Add the new settings to the reference",
    "Say whom to wake, and when",
    "Record the decision about «noun2»s",
    "Shorten the tutorial",
    "Add a picture of the path of a «noun1»",
];

const INCIDENTS: [&str; 8] = [
    "«noun0»s are shown without «noun1»s",
    "Errors when changing a «noun0»",
    "«noun1»s are late by more than ten minutes",
    "Requests time out in one region",
    "Some «noun0»s appear twice",
    "Callers are refused with 401",
    "The list of «noun0»s is empty",
    "Memory grows until restart",
];

/// Where in the code a change is, for those changes whose titles say so.
const PLACES: [&str; 10] = [
    "in the importer",
    "for partners",
    "in the nightly run",
    "behind a flag",
    "in the second region",
    "for large customers",
    "in the worker",
    "in the API",
    "on retries",
    "for archived «noun0»s",
];

/// The title of a change by somebody.
pub(in crate::demo) fn feature_title(part: &Part, random: &mut Random) -> String {
    let title = random.pick(&FEATURES);
    if random.chance(0.45) {
        return filled(&format!("{title} {}", random.pick(&PLACES)), part);
    }
    filled(title, part)
}

/// The title of a change of the docs.
pub(in crate::demo) fn doc_title(part: &Part, random: &mut Random) -> String {
    filled(random.pick(&DOCS), part)
}

/// The title of an incident.
pub(in crate::demo) fn incident_title(part: &Part, random: &mut Random) -> String {
    let title = filled(random.pick(&INCIDENTS), part);
    format!("{}: {title}", part.name)
}

/// What a bot brings: the library and its new version.
pub(in crate::demo) fn bump(part: &Part, random: &mut Random) -> (&'static str, String) {
    let libraries = super::lock::libraries(part.language);
    let library = random.pick(&libraries);
    (library, format!("1.{}.{}", random.between(1, 40), random.between(0, 9)))
}

fn filled(template: &str, part: &Part) -> String {
    let mut words = Words::default();
    for (place, noun) in ["noun0", "noun1", "noun2"].into_iter().zip(part.nouns) {
        words.put(place, noun);
    }
    capitalised(&words.fill(template))
}
