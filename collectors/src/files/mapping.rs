//! What rows mean: which column gives which field, and which rows count.

use super::take::{Row, Take};
use milepost_model::Kind;
use milepost_model::cell::{CellType, Column};
use milepost_model::record::Fact;
use milepost_model::with_kind;
use std::collections::BTreeMap;

/// A repository by its address or name in place of its id.
pub(super) const REPOSITORY: &str = "repository";
/// When the row last changed, which decides between two of one id.
pub(super) const UPDATED_AT: &str = "updated_at";

/// Fields that no row gives: milepost knows them.
const OWN: [&str; 4] = ["rev", "observed_at", "provenance", "extra"];

/// What the rows of a file mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// What each row becomes.
    pub record: Kind,
    /// By field, where its value is taken from: the first that says something.
    pub fields: BTreeMap<String, Vec<Take>>,
    /// By field, the value of every row that gives none.
    pub constants: BTreeMap<String, String>,
    /// By field, what words mean, in lower case.
    pub words: BTreeMap<String, BTreeMap<String, String>>,
    /// By column, the words of rows that count, in lower case; others become nothing.
    pub only: BTreeMap<String, Vec<String>>,
    /// By column, the words of rows that become nothing, in lower case.
    pub except: BTreeMap<String, Vec<String>>,
    /// Members of a JSON object that hold the rows.
    pub members: Vec<String>,
    /// The zone of times that name none.
    pub zone: Option<String>,
    /// How times are written; none means the usual forms.
    pub time_formats: Vec<String>,
    /// What separates cells; none means that the first line tells.
    pub separator: Option<u8>,
    /// Whether decimals follow a comma.
    pub has_decimal_comma: bool,
    /// Whether columns that are missing are no mistake of who wrote the mapping.
    pub is_ready: bool,
}

impl Mapping {
    /// A mapping in which each field is taken from the column of its own name.
    pub fn plain(record: Kind) -> Self {
        let own = columns(record).iter().filter(|column| !OWN.contains(&column.name));
        // Exports of ours call columns by the names that they have in the store.
        let own = own.map(|column| (column.written.to_owned(), vec![Take::parse(column.written), Take::parse(column.name)]));
        let others = parts(record).iter().copied().chain([REPOSITORY, UPDATED_AT]).map(|name| (name.to_owned(), vec![Take::parse(name)]));
        let fields = own.chain(others).collect();
        Self {
            record,
            fields,
            constants: BTreeMap::new(),
            words: BTreeMap::new(),
            only: BTreeMap::new(),
            except: BTreeMap::new(),
            members: Vec::new(),
            zone: None,
            time_formats: Vec::new(),
            separator: None,
            has_decimal_comma: false,
            is_ready: true,
        }
    }

    /// Whether a row counts.
    pub(super) fn takes(&self, row: &dyn Row) -> bool {
        let holds = |column: &str, words: &[String]| {
            row.cell(column).is_some_and(|found| found.texts.iter().any(|text| words.contains(&text.trim().to_lowercase())))
        };
        self.only.iter().all(|(column, words)| holds(column, words)) && !self.except.iter().any(|(column, words)| holds(column, words))
    }

    /// What a word of a field means.
    pub(super) fn word<'w>(&'w self, field: &str, text: &'w str) -> &'w str {
        self.words.get(field).and_then(|words| words.get(&text.trim().to_lowercase())).map_or(text, String::as_str)
    }
}

/// The columns of a kind.
pub(super) fn columns(kind: Kind) -> &'static [Column] {
    with_kind!(kind, T => <T as Fact>::COLUMNS)
}

/// Fields that are parts of others.
fn parts(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Incident => {
            &["caused_by.change", "caused_by.deployment", "caused_by.sha", "fixed_by.change", "fixed_by.deployment", "fixed_by.sha"]
        }
        Kind::Survey => &["scale.max", "scale.min"],
        _ => &[],
    }
}

/// The column that a field is or is a part of, such as `caused_by` of `caused_by.sha`.
pub(super) fn column_of(kind: Kind, field: &str) -> Option<&'static Column> {
    let (name, part) = field.split_once('.').map_or((field, None), |(name, part)| (name, Some(part)));
    columns(kind).iter().find(|column| column.written == name && (part.is_none() || column.cell == CellType::Json))
}

/// What is wrong with a field of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    /// Records of that kind have no such field; these they have.
    Unknown(Vec<&'static str>),
    /// It holds parts, and each is mapped by itself.
    HasParts,
    /// milepost fills it in.
    Own,
}

/// What is wrong with mapping a column to a field of records of that kind.
pub fn field_fault(kind: Kind, field: &str) -> Option<FieldFault> {
    if matches!(field, "id" | REPOSITORY | UPDATED_AT) {
        return None;
    }
    let name = field.split('.').next().unwrap_or_default();
    let known = columns(kind).iter().filter(|column| !OWN.contains(&column.written));
    match columns(kind).iter().find(|column| column.written == name) {
        Some(_) if OWN.contains(&name) => Some(FieldFault::Own),
        Some(column) if column.cell == CellType::Json && !field.contains('.') => Some(FieldFault::HasParts),
        Some(column) if column.cell == CellType::Json || !field.contains('.') => None,
        _ => Some(FieldFault::Unknown(known.map(|column| column.written).chain([REPOSITORY, UPDATED_AT]).collect())),
    }
}
