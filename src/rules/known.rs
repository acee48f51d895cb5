//! What is known of the thing that rules are asked about.

use super::fact::{Reading, Vocabulary};
use super::probe::Probes;
use super::subject::Subject;
use super::value::FactValue;
use cel::common::value::Val;
use milepost_model::Unknown;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The readings of every fact of a vocabulary, made once and asked by many rules.
pub struct Facts<'p> {
    cells: Vec<Cell>,
    pub(super) probes: &'p dyn Probes,
}

struct Cell {
    reading: Reading,
    value: Option<Box<dyn Val>>,
    fingerprint: u64,
}

impl<'p> Facts<'p> {
    /// What is known, for each fact of the vocabulary in its order.
    pub fn read(vocabulary: Vocabulary, probes: &'p dyn Probes, read: impl Fn(usize) -> Reading) -> Self {
        let cells = (0..vocabulary.facts().len()).map(|place| Cell::new(read(place))).collect();
        Self { cells, probes }
    }

    /// What is known of a subject.
    pub fn of(vocabulary: Vocabulary, subject: &Subject<'_>, probes: &'p dyn Probes) -> Self {
        Self::read(vocabulary, probes, |place| vocabulary.facts()[place].read(subject))
    }

    /// What is known of the fact at that place.
    pub fn reading(&self, place: usize) -> &Reading {
        &self.cells[place].reading
    }

    /// Whether some file meets a question; nothing where that is not known.
    pub fn answer(&self, probe: &super::probe::Probe) -> Option<bool> {
        self.probes.answer(probe)
    }

    /// The same fact with another reading: an input that somebody typed, the present hour.
    pub fn set(&mut self, place: usize, reading: Reading) {
        self.cells[place] = Cell::new(reading);
    }

    /// A number that differs when one of these facts reads differently.
    pub fn fingerprint(&self, places: &[usize]) -> u64 {
        let mut hasher = DefaultHasher::new();
        for &place in places {
            self.cells[place].fingerprint.hash(&mut hasher);
        }
        hasher.finish()
    }

    pub(super) fn value(&self, place: usize) -> Option<&dyn Val> {
        self.cells.get(place)?.value.as_deref()
    }

    pub(super) fn missing(&self, place: usize) -> Option<Unknown> {
        match &self.cells.get(place)?.reading {
            Reading::Known(_) => None,
            Reading::Unknown(reason) => Some(*reason),
        }
    }
}

impl Cell {
    fn new(reading: Reading) -> Self {
        let value = match &reading {
            Reading::Known(value) => value.to_cel().try_into().ok(),
            Reading::Unknown(_) => None,
        };
        let fingerprint = fingerprint(&reading);
        Self { reading, value, fingerprint }
    }
}

fn fingerprint(reading: &Reading) -> u64 {
    let mut hasher = DefaultHasher::new();
    match reading {
        Reading::Unknown(reason) => (0_u8, reason).hash(&mut hasher),
        Reading::Known(FactValue::Bool(value)) => (1_u8, value).hash(&mut hasher),
        Reading::Known(FactValue::Int(value)) => (2_u8, value).hash(&mut hasher),
        Reading::Known(FactValue::Number(value)) => (3_u8, value.to_bits()).hash(&mut hasher),
        Reading::Known(FactValue::Text(value)) => (4_u8, value).hash(&mut hasher),
        Reading::Known(FactValue::Texts(value)) => (5_u8, value).hash(&mut hasher),
        Reading::Known(FactValue::Named(value)) => (6_u8, value).hash(&mut hasher),
        Reading::Known(FactValue::Time(value)) => (7_u8, value.timestamp_nanos_opt()).hash(&mut hasher),
        Reading::Known(FactValue::Duration(value)) => (8_u8, value).hash(&mut hasher),
    }
    hasher.finish()
}
