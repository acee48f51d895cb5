//! Mappings of exports that many organisations have, each by one word.

mod incident_io;
mod opsgenie;
mod pagerduty;

use super::mapping::Mapping;
use super::take::Take;
use milepost_model::Kind;

/// A mapping that is ready.
#[derive(Debug)]
pub struct Ready {
    /// The word that chooses it.
    pub word: &'static str,
    /// What it reads, in a sentence.
    pub doc: &'static str,
    record: Kind,
    /// By field, columns of tables and paths of JSON: the first that says something.
    fields: &'static [(&'static str, &'static [&'static str])],
    /// Members of an API's answer that hold the rows.
    members: &'static [&'static str],
    /// By column, the words of rows that are none of the kind.
    except: &'static [(&'static str, &'static [&'static str])],
}

/// Every mapping that is ready, by its word.
pub const READY: &[&Ready] = &[&incident_io::READY, &opsgenie::READY, &pagerduty::READY];

impl Ready {
    /// As a mapping, which one's own settings may change.
    pub fn mapping(&self) -> Mapping {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let take = |texts: &[&str]| texts.iter().map(|text| Take::parse(text)).collect();
        Mapping {
            fields: self.fields.iter().map(|(field, texts)| ((*field).to_owned(), take(texts))).collect(),
            members: owned(self.members),
            except: self.except.iter().map(|(column, words)| ((*column).to_owned(), owned(words))).collect(),
            ..Mapping::plain(self.record)
        }
    }
}
