//! Texts with places to fill in, marked `«so»`, which neither Markdown nor any language uses.

use crate::demo::plan::{Part, Unit, capitalised};

/// What stands for each place.
#[derive(Debug, Clone, Default)]
pub(in crate::demo) struct Words(Vec<(&'static str, String)>);

impl Words {
    /// The words of a service.
    pub(in crate::demo) fn of(unit: &Unit, part: &Part) -> Self {
        let schema = part.name.replace(['-', '.'], "_");
        let mut words = Self::default();
        words.put("name", &part.name);
        words.put("repository", &unit.name);
        words.put("title", part.title.as_deref().unwrap_or(&part.name));
        words.put("says", &part.says);
        words.put("system", &unit.system);
        words.put("slug", &unit.team);
        words.put("team", &unit.team.split('-').map(capitalised).collect::<Vec<_>>().join(" "));
        words.put("prefix", &schema.rsplit('_').next().unwrap_or("app").to_uppercase());
        words.put("schema", &schema);
        words.put("Name", &part.name.split('-').map(capitalised).collect::<String>());
        for (at, noun) in part.nouns.iter().enumerate() {
            words.put(["noun0", "noun1", "noun2"][at], noun);
            words.put(["Noun0", "Noun1", "Noun2"][at], &capitalised(noun));
        }
        words.put("language", part.language.name());
        words.put("tier", &unit.tier.to_string());
        words.put("year", unit.created.format("%Y").to_string().as_str());
        words.put(
            "wake",
            match unit.tier {
                1 => "Page the duty of the team at once when customers notice, or after 15 minutes without a plan.",
                2 => "Page the duty of the team after 30 minutes without a plan.",
                _ => "Nobody is woken. Leave a note for the morning.",
            },
        );
        words
    }

    /// Says what stands for a place, in front of what was said before.
    pub(in crate::demo) fn put(&mut self, place: &'static str, word: &str) {
        self.0.retain(|(known, _)| *known != place);
        self.0.push((place, word.to_owned()));
    }

    /// The text with every place filled in. A place that nobody knows stays as it is.
    pub(in crate::demo) fn fill(&self, template: &str) -> String {
        let mut out = String::with_capacity(template.len() + template.len() / 4);
        self.fill_into(template, &mut out);
        out
    }

    /// The same, appended to a text.
    pub(in crate::demo) fn fill_into(&self, template: &str, out: &mut String) {
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('«') {
            out.push_str(before);
            let Some((place, after)) = after.split_once('»') else {
                out.push('«');
                rest = after;
                continue;
            };
            if let Some((_, word)) = self.0.iter().find(|(known, _)| *known == place) {
                put_article(out, word);
                out.push_str(word);
            } else {
                out.push('«');
                out.push_str(place);
                out.push('»');
            }
            rest = after;
        }
        out.push_str(rest);
    }
}

/// Makes "an" of the "a" at the end of a text, where the next word begins with a vowel.
pub(super) fn put_article(out: &mut String, word: &str) {
    let is_article =
        out.strip_suffix("a ").or_else(|| out.strip_suffix("A ")).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
    if is_article && word.starts_with(['a', 'e', 'i', 'o']) {
        out.pop();
        out.push_str("n ");
    }
}

/// A text as YAML and JSON both read it, whatever it holds.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_and_unknown_ones_stay() {
        let mut words = Words::default();
        words.put("name", "carrier-sync");
        assert_eq!(words.fill("«name» and «other», «name»"), "carrier-sync and «other», carrier-sync");
        assert_eq!(words.fill("an open « stays"), "an open « stays");
        words.put("name", "event");
        assert_eq!(words.fill("A «name» in a «name», data «name»"), "An event in an event, data event");
        assert_eq!(quoted("a \"b\" <c>"), r#""a \"b\" <c>""#);
    }
}
