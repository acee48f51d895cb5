//! `[platform]`: what the platform team says of its platform, beside what the records say of it.

use super::card::key;
use crate::config::language::{Absent, Table, Values, Word};
use crate::config::reader::{Reader, Section};
use crate::config::value::Value;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What the platform team says of its platform.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Platform {
    /// How far it thinks that it is.
    pub maturity: Option<Maturity>,
    /// The file of what comes next.
    pub roadmap: Option<PathBuf>,
    /// What that file holds; it is read when the configuration's own files are.
    pub roadmap_text: Option<String>,
}

/// How far a platform team thinks that it is. No figure ever makes a grade of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Maturity {
    /// The model that its levels are of.
    pub model: Model,
    /// When it was said.
    pub assessed_on: Option<NaiveDate>,
    /// Who said it.
    pub assessed_by: Option<String>,
    /// The aspects that it speaks of, in its own order.
    pub aspects: Vec<Assessed>,
}

/// A model of maturity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// CNCF's, of four levels.
    Cncf,
    /// One of five levels.
    FiveLevel,
}

/// How far one aspect is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessed {
    /// Which aspect, by its word.
    pub aspect: String,
    /// Its level, from 1.
    pub level: u64,
    /// Why.
    pub why: Option<String>,
    /// What comes next.
    pub next: Option<String>,
}

impl Model {
    /// Its levels by name, the lowest first.
    pub fn levels(self) -> &'static [&'static str] {
        match self {
            Self::Cncf => &["Provisional", "Operational", "Scalable", "Optimizing"],
            Self::FiveLevel => &["Initial", "Repeatable", "Defined", "Managed", "Optimizing"],
        }
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cncf => "CNCF’s platform engineering maturity model",
            Self::FiveLevel => "a model of five levels",
        }
    }

    /// Its aspects by their words.
    pub fn aspects(self) -> &'static [&'static str] {
        match self {
            Self::Cncf => &["investment", "adoption", "interfaces", "operations", "measurement"],
            Self::FiveLevel => &["investment", "adoption", "governance", "operations", "interfaces", "measurement"],
        }
    }
}

const ASPECTS: &[Word] = &[
    Word { word: "investment", doc: "how people and money are given to it" },
    Word { word: "adoption", doc: "why and how people take it" },
    Word { word: "governance", doc: "how rules are made and kept; of five levels alone" },
    Word { word: "interfaces", doc: "how people use what it offers" },
    Word { word: "operations", doc: "how what it offers is planned, provided and looked after" },
    Word { word: "measurement", doc: "how what it does is measured and learnt from" },
];

const NONE: Absent = Absent::Follows("none");

const ASPECT: Table = Table {
    name: "platform.aspect",
    is_list: true,
    doc: "How far the platform team thinks that one aspect of its platform is. The Platform page shows what the records say beside it, and never makes a grade of that.",
    keys: &[
        key("aspect", Values::Words(ASPECTS), Absent::Required, "Which aspect.", "\"adoption\""),
        key("level", Values::Whole { least: 1, most: 5 }, Absent::Required, "Its level in the model, from 1.", "2"),
        key("why", Values::Prose, NONE, "Why, in Markdown.", "\"Teams come by themselves, but only for new services.\""),
        key("next", Values::Prose, NONE, "What comes next, in Markdown.", "\"Move the services that were there before.\""),
    ],
};

pub(in crate::config) const TABLE: Table = Table {
    name: "platform",
    is_list: false,
    doc: "What the platform team says of its platform, for the Platform page.",
    keys: &[
        key(
            "maturity",
            Values::Words(&[
                Word { word: "cncf", doc: "CNCF's model of four levels: Provisional, Operational, Scalable, Optimizing" },
                Word { word: "five-level", doc: "five levels: Initial, Repeatable, Defined, Managed, Optimizing" },
            ]),
            Absent::Follows("no self-assessment"),
            "The model of the self-assessment.",
            "\"cncf\"",
        ),
        key("assessed_on", Values::Day, NONE, "When it was made.", "2026-10-01"),
        key("assessed_by", Values::Text, NONE, "Who made it.", "\"the platform team with three of its users\""),
        key(
            "roadmap",
            Values::Path,
            Absent::Follows("none"),
            "A Markdown file of what comes next. The Platform page shows it; relative links and images in it stay words.",
            "\"platform/roadmap.md\"",
        ),
        key(
            "aspect",
            Values::Tables(&ASPECT),
            Absent::Follows("none"),
            "How far each aspect is.",
            "[{ aspect = \"adoption\", level = 2, why = \"Teams come by themselves.\" }]",
        ),
    ],
};

impl Platform {
    pub(in crate::config) fn of(section: &Section, folder: &Path) -> Self {
        let aspect = |one: &Section| Assessed {
            aspect: one.text("aspect").unwrap_or_default(),
            level: one.get("level").and_then(Value::whole).unwrap_or(1),
            why: one.text("why"),
            next: one.text("next"),
        };
        let maturity = model(section).map(|model| Maturity {
            model,
            assessed_on: section.get("assessed_on").and_then(Value::day),
            assessed_by: section.text("assessed_by"),
            aspects: section.tables("aspect").iter().map(aspect).collect(),
        });
        Self { maturity, roadmap: section.text("roadmap").map(|path| folder.join(path)), roadmap_text: None }
    }

    /// What only shows when several keys are seen together.
    pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
        let Some(model) = model(section) else {
            let orphan = ["aspect", "assessed_on", "assessed_by"].into_iter().find_map(|key| Some((key, section.span_of(key)?)));
            if let Some((key, span)) = orphan.filter(|_| section.get("maturity").is_none()) {
                let message = format!("[platform] has {key} and does not say of which model");
                reader.complain("config/contradiction", span, message, "write maturity = \"cncf\" or \"five-level\"");
            }
            return;
        };
        let mut seen = BTreeSet::new();
        for one in section.tables("aspect") {
            let place = |key: &str| one.span_of(key).unwrap_or_else(|| one.span.clone());
            let name = one.text("aspect").unwrap_or_default();
            let level = one.get("level").and_then(Value::whole).unwrap_or(1);
            if level > model.levels().len() as u64 {
                let message = format!("[[platform.aspect]] “{name}” has level {level}, and the model has {}", model.levels().len());
                reader.complain("config/contradiction", place("level"), message, format!("its levels are {}", model.levels().join(", ")));
            }
            if !name.is_empty() && !model.aspects().contains(&name.as_str()) {
                let message = format!("[[platform.aspect]] “{name}” is no aspect of {}", model.name());
                reader.complain(
                    "config/contradiction",
                    place("aspect"),
                    message,
                    format!("its aspects are {}", model.aspects().join(", ")),
                );
            }
            if !name.is_empty() && !seen.insert(name.clone()) {
                let message = format!("another [[platform.aspect]] before this one speaks of “{name}”");
                reader.complain("config/duplicate-id", place("aspect"), message, "say each aspect's level once");
            }
        }
    }
}

fn model(section: &Section) -> Option<Model> {
    match section.text("maturity").as_deref() {
        Some("cncf") => Some(Model::Cncf),
        Some("five-level") => Some(Model::FiveLevel),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn load(text: &str) -> Result<Config, milepost_model::Diagnostics> {
        let head = "[organisation]\nname = \"x\"\n[site]\nvisibility = \"internal\"\n";
        Config::load(&format!("{head}{text}"), Path::new("x.toml"))
    }

    #[test]
    fn an_assessment_is_read_as_it_was_said() {
        let text = "[platform]\nmaturity = \"cncf\"\nassessed_on = 2026-10-01\nroadmap = \"r.md\"\n[[platform.aspect]]\naspect = \"adoption\"\nlevel = 3\nwhy = \"so\"\n";
        let platform = load(text).expect("because it is good").platform;
        let maturity = platform.maturity.expect("because it was said");
        assert_eq!((maturity.model, maturity.aspects[0].level, maturity.aspects[0].why.as_deref()), (Model::Cncf, 3, Some("so")));
        assert_eq!(platform.roadmap.as_deref(), Some(Path::new("r.md")));
        assert_eq!(load("").expect("because it is good").platform, Platform::default());
    }

    #[test]
    fn levels_and_aspects_that_the_model_does_not_have_are_refused_with_their_line() {
        for (text, said) in [
            (
                "[platform]\nmaturity = \"cncf\"\n[[platform.aspect]]\naspect = \"adoption\"\nlevel = 5\n",
                "has level 5, and the model has 4",
            ),
            ("[platform]\nmaturity = \"cncf\"\n[[platform.aspect]]\naspect = \"governance\"\nlevel = 1\n", "is no aspect of CNCF’s"),
            (
                "[platform]\nmaturity = \"cncf\"\n[[platform.aspect]]\naspect = \"adoption\"\nlevel = 1\n[[platform.aspect]]\naspect = \"adoption\"\nlevel = 2\n",
                "speaks of “adoption”",
            ),
            ("[platform]\nassessed_on = 2026-10-01\n", "does not say of which model"),
        ] {
            let problems = load(text).expect_err("because it contradicts itself");
            let found = problems.iter().find(|problem| problem.message.contains(said)).unwrap_or_else(|| panic!("{problems:?}"));
            assert!(found.place.as_ref().and_then(|place| place.line).is_some_and(|line| line > 5));
        }
    }
}
