//! How a story is written down: what differs from an ordinary service, and nothing else.

use crate::demo::calendar::Calendar;
use crate::demo::plan::{Apis, Awkward, Descriptor, GoldenPath, Itinerary, Journey, Language, Owner, Pace, Part, Unit, team_of};
use crate::demo::random::Random;

/// A named repository.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub(super) name: &'static str,
    component: &'static str,
    team: &'static str,
    language: Language,
    tier: u8,
    system: &'static str,
    title: Option<&'static str>,
    says: &'static str,
    kind: &'static str,
    lifecycle: &'static str,
    nouns: [&'static str; 3],
    needs: &'static [&'static str],
    apis: Apis,
    descriptor: Descriptor,
    owner: Owner,
    itinerary: Option<Itinerary>,
    pace: Pace,
    created: i64,
    pub(super) awkward: Vec<Awkward>,
    parts: &'static [(&'static str, Language, &'static str)],
}

impl Row {
    /// An ordinary service: described for Backstage, on no path, some changes a week.
    pub(super) fn of(name: &'static str, team: &'static str, language: Language, tier: u8, says: &'static str) -> Self {
        Self {
            name,
            component: name,
            team,
            language,
            tier,
            system: "",
            title: None,
            says,
            kind: "service",
            lifecycle: "production",
            nouns: ["shipment", "event", "rule"],
            needs: &[],
            apis: Apis::OpenApi,
            descriptor: Descriptor::Backstage,
            owner: Owner::Team,
            itinerary: None,
            pace: Pace { per_week: 2.5, lead_hours: 14.0, fails: 0.07 },
            created: 0,
            awkward: Vec::new(),
            parts: &[],
        }
    }

    /// The system that it is part of, and the things that its code deals with.
    pub(super) fn about(mut self, system: &'static str, nouns: [&'static str; 3]) -> Self {
        (self.system, self.nouns) = (system, nouns);
        self
    }

    /// Changes in an ordinary week, the median hours to production, the share of deployments that fail.
    pub(super) fn pace(mut self, per_week: f64, lead_hours: f64, fails: f64) -> Self {
        self.pace = Pace { per_week, lead_hours, fails };
        self
    }

    /// On its language's path since so many days, taking releases so many days after they come out.
    pub(super) fn on(mut self, path: GoldenPath, joined: i64, lag: i64) -> Self {
        self.itinerary = Some(Itinerary { path, joined, lag, stays_at: None, left: None, drifts: None });
        self
    }

    /// It takes no release after this one.
    pub(super) fn stays_at(mut self, version: &'static str) -> Self {
        self.itinerary = self.itinerary.map(|itinerary| Itinerary { stays_at: Some(version), ..itinerary });
        self
    }

    /// It left its path so many days ago.
    pub(super) fn left(mut self, days: i64) -> Self {
        self.itinerary = self.itinerary.map(|itinerary| Itinerary { left: Some(days), ..itinerary });
        self
    }

    /// It ran a pipeline of its own for a while, from so many days ago to so many.
    pub(super) fn drifts(mut self, from: i64, to: i64) -> Self {
        self.itinerary = self.itinerary.map(|itinerary| Itinerary { drifts: Some((from, to)), ..itinerary });
        self
    }

    /// The services that it calls.
    pub(super) fn needs(mut self, needs: &'static [&'static str]) -> Self {
        self.needs = needs;
        self
    }

    /// Its APIs and the file that describes it.
    pub(super) fn described(mut self, descriptor: Descriptor, apis: Apis) -> Self {
        (self.descriptor, self.apis) = (descriptor, apis);
        self
    }

    /// What kind of thing it is, and how far it is.
    pub(super) fn kind(mut self, kind: &'static str, lifecycle: &'static str) -> Self {
        (self.kind, self.lifecycle) = (kind, lifecycle);
        self
    }

    /// Its name in the catalog, where that is not the repository's.
    pub(super) fn called(mut self, component: &'static str) -> Self {
        self.component = component;
        self
    }

    /// A longer name for people.
    pub(super) fn title(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    /// Whom its descriptor names.
    pub(super) fn owned_by(mut self, owner: Owner) -> Self {
        self.owner = owner;
        self
    }

    /// Created so many days ago.
    pub(super) fn created(mut self, days: i64) -> Self {
        self.created = days;
        self
    }

    /// Why it is in the demo.
    pub(super) fn because(mut self, cases: &[Awkward]) -> Self {
        self.awkward.extend(cases);
        self
    }

    /// The services of a monorepo: name, language, sentence.
    pub(super) fn parts(mut self, parts: &'static [(&'static str, Language, &'static str)]) -> Self {
        self.parts = parts;
        self
    }

    /// The plan of it.
    pub(super) fn unit(self, index: usize, seed: u64, calendar: Calendar) -> Unit {
        let mut random = Random::of(seed, self.name, "plan");
        let age = if self.created > 0 { self.created } else { random.between(700, 2400) };
        let team = team_of(self.team);
        let part = |name: &str, language, says: &str, folder: String| Part {
            name: name.to_owned(),
            title: self.title.map(str::to_owned),
            says: says.to_owned(),
            folder,
            kind: if language == Language::TypeScript && !self.parts.is_empty() { "website" } else { self.kind },
            language,
            nouns: self.nouns,
            needs: self.needs.iter().map(|need| (*need).to_owned()).collect(),
            apis: self.apis,
        };
        let mut parts: Vec<Part> =
            self.parts.iter().map(|(name, language, says)| part(name, *language, says, format!("services/{name}/"))).collect();
        if parts.is_empty() {
            parts.push(part(self.component, self.language, self.says, String::new()));
        }
        Unit {
            index,
            name: self.name.to_owned(),
            parts,
            team: team.slug,
            people: team.people,
            owner: self.owner,
            tier: self.tier,
            system: self.system.to_owned(),
            lifecycle: self.lifecycle,
            descriptor: self.descriptor,
            journey: match self.itinerary {
                Some(itinerary) => Journey::of(&itinerary, calendar),
                None => Journey { path: self.language.path(), ..Journey::default() },
            },
            pace: self.pace,
            created: calendar.days_ago(age, random.between(8, 14), random.between(0, 59)),
            awkward: self.awkward,
        }
    }
}
