//! `[[navigation]]`: links of one's own, beside those of the portal.

use crate::config::language::{Absent, Key, Table, Values};
use crate::config::reader::{Reader, Section};
use milepost_model::Place;

/// A link of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Navigation {
    /// What it is called.
    pub label: String,
    /// Where it leads: an address on the web, or one in the portal, which begins with `/`.
    pub to: String,
    /// Whether it stands in the top bar, too.
    pub in_bar: bool,
    /// Where it was written.
    pub place: Place,
}

/// The top bar has seven links already, and a screen of a laptop has room for so many more.
const MOST_IN_BAR: usize = 2;
/// The longest label that the top bar has room for.
const LONGEST_IN_BAR: usize = 16;
/// The longest label of all.
const LONGEST: usize = 40;
/// Nobody looks through more.
const MOST: usize = 20;

pub(in crate::config) const TABLE: Table = Table {
    name: "navigation",
    is_list: true,
    doc: "A link of one's own in the map at the foot of every page, in the order of these tables. At most twenty.",
    keys: &[
        Key {
            name: "label",
            values: Values::Text,
            absent: Absent::Required,
            doc: "What the link is called: at most 40 letters, in the top bar 16.",
            example: "\"How we work\"",
            only_for: None,
        },
        Key {
            name: "to",
            values: Values::Link,
            absent: Absent::Required,
            doc: "Where it leads: a page of the portal by its address from the portal's root, such as `/pages/how-we-work/` or `/catalog/payments/`, or an address on the web. A page of the portal that is not there is told, and its link left out.",
            example: "\"/pages/how-we-work/\"",
            only_for: None,
        },
        Key {
            name: "bar",
            values: Values::Boolean,
            absent: Absent::Is("false"),
            doc: "Whether it stands in the top bar, too. At most two do.",
            example: "true",
            only_for: None,
        },
    ],
};

impl Navigation {
    pub(in crate::config) fn of(section: &Section, reader: &Reader<'_>) -> Option<Self> {
        let place = reader.place(&section.span_of("to")?);
        Some(Self { label: section.text("label")?, to: section.text("to")?, in_bar: section.is("bar"), place })
    }

    /// Complains about what the pages have no room for.
    pub(in crate::config) fn cross_check(sections: &[Section], reader: &mut Reader<'_>) {
        let mut in_bar = 0;
        for (place, section) in sections.iter().enumerate() {
            let Some(label) = section.text("label") else { continue };
            in_bar += usize::from(section.is("bar"));
            let letters = label.chars().count();
            let most = if section.is("bar") { LONGEST_IN_BAR } else { LONGEST };
            if let Some(span) = section.span_of("label").filter(|_| letters > most) {
                let message = format!("[[navigation]] label: it has {letters} letters, and there is room for {most}");
                reader.complain("config/bad-value", span, message, "choose a shorter one");
            }
            if let Some(span) = section.span_of("bar").filter(|_| section.is("bar") && in_bar > MOST_IN_BAR) {
                let message = format!("[[navigation]] bar: the top bar has room for {MOST_IN_BAR} links of one's own");
                reader.complain("config/bad-value", span, message, "take bar away from one of them; it stands at the foot of every page");
            }
            if place == MOST {
                let message = format!("[[navigation]] comes {} times, and at most {MOST} are shown", sections.len());
                reader.complain(
                    "config/bad-value",
                    section.span.clone(),
                    message,
                    "put the others on a page of one's own: see pages of [site]",
                );
            }
        }
    }
}
