//! Repositories beyond the named ones: ordinary, all different, as many as one asks for.

use super::unit::{Apis, Descriptor, Language, Owner, Pace, Part, Unit};
use super::{Itinerary, Journey, NAMED, generated_team};
use crate::demo::calendar::Calendar;
use crate::demo::random::Random;

/// How many repositories a team of that kind has.
pub(in crate::demo) const NAMES_PER_TEAM: usize = 9;

/// What a service is about: the first word of its name and the sentence that explains it.
const THINGS: [(&str, &str); 40] = [
    ("parcel", "parcels"),
    ("pallet", "pallets"),
    ("container", "containers"),
    ("consignment", "consignments"),
    ("manifest", "manifests"),
    ("waybill", "waybills"),
    ("dock", "docks"),
    ("lane", "lanes"),
    ("route", "routes"),
    ("driver", "drivers"),
    ("trailer", "trailers"),
    ("depot", "depots"),
    ("yard", "yards"),
    ("scan", "scans"),
    ("label", "labels"),
    ("tariff", "tariffs"),
    ("quote", "quotes"),
    ("tender", "tenders"),
    ("claim", "claims"),
    ("refund", "refunds"),
    ("invoice", "invoices"),
    ("receipt", "receipts"),
    ("permit", "permits"),
    ("seal", "seals"),
    ("locker", "lockers"),
    ("pickup", "pickups"),
    ("handover", "handovers"),
    ("stop", "stops"),
    ("van", "vans"),
    ("crate", "crates"),
    ("bin", "bins"),
    ("shelf-slot", "shelf slots"),
    ("order", "orders"),
    ("return", "returns"),
    ("alert", "alerts"),
    ("sensor", "sensors"),
    ("weight", "weights"),
    ("postcode", "postcodes"),
    ("contract", "contracts"),
    ("surcharge", "surcharges"),
];

/// What a service does with it: the second word of its name and the sentence's verb.
const ROLES: [(&str, &str); 32] = [
    ("api", "Answers every question about"),
    ("ledger", "Keeps the books on"),
    ("sync", "Keeps partners and us agreed on"),
    ("store", "Remembers"),
    ("planner", "Plans"),
    ("matcher", "Finds what belongs together among"),
    ("router", "Sends where they belong the"),
    ("watcher", "Notices what goes wrong with"),
    ("index", "Finds in milliseconds"),
    ("importer", "Takes in from partners"),
    ("exporter", "Hands over to partners"),
    ("gateway", "Lets partners reach"),
    ("rules", "Decides what may happen to"),
    ("archive", "Keeps for ten years"),
    ("pricer", "Prices"),
    ("balancer", "Spreads evenly"),
    ("auditor", "Proves what happened to"),
    ("notifier", "Tells customers about"),
    ("screen", "Shows on one screen"),
    ("forecaster", "Foresees the number of"),
    ("tracker", "Follows"),
    ("merger", "Brings together"),
    ("splitter", "Takes apart"),
    ("cleaner", "Puts in order"),
    ("reporter", "Reports on"),
    ("scheduler", "Gives a time to"),
    ("validator", "Checks"),
    ("converter", "Translates between formats of"),
    ("cache", "Answers quickly about"),
    ("counter", "Counts"),
    ("registry", "Knows the master copy of"),
    ("simulator", "Tries out on paper"),
];

/// The third thing that its code deals with, after the thing itself.
const SIDE_NOUNS: [&str; 12] =
    ["load", "deadline", "partner", "region", "shipment", "window", "token", "event", "rate", "zone", "snapshot", "rule"];

/// Names that the vocabulary would give and that a named repository has.
const TAKEN: [&str; 5] = ["tariff-api", "lane-planner", "route-planner", "dock-scheduler", "weight-rules"];

/// The plan of an ordinary repository.
pub(in crate::demo) fn unit(index: usize, seed: u64, calendar: Calendar) -> Unit {
    let at = index - NAMED;
    let (name, thing, says) = name(at);
    let mut random = Random::of(seed, &name, "plan");
    let team = generated_team(seed, at / NAMES_PER_TEAM);
    let language = language(&mut random);
    let journey = journey(language, &mut random, calendar);
    let kind = if language == Language::TypeScript { "website" } else { random.pick(&["service", "service", "service", "job"]) };
    // Most services change little, and a few change all the time.
    let per_week = (0.75 * random.spread()).clamp(0.1, 7.0);
    let pace = Pace { per_week, lead_hours: (11.0 * random.spread()).clamp(1.0, 160.0), fails: (0.07 * random.spread()).clamp(0.01, 0.25) };
    let side = random.below(SIDE_NOUNS.len() - 1);
    let part = Part {
        title: None,
        says,
        folder: String::new(),
        kind,
        language,
        nouns: [thing, SIDE_NOUNS[side], SIDE_NOUNS[side + 1]],
        needs: needs(at, &mut random),
        apis: random.pick(&[
            Apis::OpenApi,
            Apis::OpenApi,
            Apis::Events,
            Apis::Both,
            Apis::Grpc,
            Apis::GraphQl,
            // Most answer nobody but their own team, or describe it to nobody.
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
            Apis::Nothing,
        ]),
        name: name.clone(),
    };
    Unit {
        index,
        owner: if random.chance(0.02) { Owner::Nobody } else { Owner::Team },
        tier: random.pick(&[1, 2, 2, 3, 3, 3, 3]),
        system: format!("{}-system", team.slug),
        lifecycle: random.pick(&["production", "production", "production", "production", "production", "experimental", "deprecated"]),
        descriptor: random.pick(&[
            Descriptor::Backstage,
            Descriptor::Backstage,
            Descriptor::Backstage,
            Descriptor::Milepost,
            Descriptor::Milepost,
            Descriptor::Codeowners,
            Descriptor::Nothing,
        ]),
        journey,
        pace,
        created: created(&mut random, calendar),
        awkward: Vec::new(),
        people: team.people,
        team: team.slug,
        parts: vec![part],
        name,
    }
}

/// Name, thing and sentence. Thing and role count up at different lengths, so all 1 280 pairs come
/// before a region is put in front.
fn name(at: usize) -> (String, &'static str, String) {
    let pairs = THINGS.len() * ROLES.len();
    let within = at % pairs;
    let (thing, plural) = THINGS[within % THINGS.len()];
    let (role, verb) = ROLES[(within / THINGS.len() + within % THINGS.len() * 7) % ROLES.len()];
    let says = format!("{verb} {plural}.");
    let noun = thing.rsplit('-').next().unwrap_or(thing);
    let plain = format!("{thing}-{role}");
    match at / pairs {
        0 if TAKEN.contains(&plain.as_str()) => (format!("{plain}-legacy"), noun, says),
        0 => (plain, noun, says),
        round => (format!("{}-{thing}-{role}", region(round)), noun, says),
    }
}

fn region(round: usize) -> String {
    const REGIONS: [&str; 8] = ["north", "south", "east", "west", "inland", "island", "harbour", "border"];
    match (round - 1) / REGIONS.len() {
        0 => REGIONS[(round - 1) % REGIONS.len()].to_owned(),
        more => format!("{}{}", REGIONS[(round - 1) % REGIONS.len()], more + 1),
    }
}

fn language(random: &mut Random) -> Language {
    use Language::{Go, Java, Python, Rust, TypeScript};
    random.pick(&[
        Rust, Rust, Rust, Rust, Rust, Rust, Rust, Go, Go, Go, Go, Go, TypeScript, TypeScript, TypeScript, TypeScript, Python, Python, Java,
        Java,
    ])
}

/// Two in five were on their path a year ago, two in three are today, and a few have left since.
fn journey(language: Language, random: &mut Random, calendar: Calendar) -> Journey {
    let Some(path) = language.path() else { return Journey::default() };
    let draw = random.share();
    let joined = match draw {
        _ if draw < 0.45 => random.between(380, 600),
        _ if draw < 0.78 => random.between(2, 375),
        _ => return Journey { path: Some(path), ..Journey::default() },
    };
    let left = (joined > 120 && random.chance(0.04)).then(|| random.between(5, 110));
    let releases = path.releases();
    let stays_at = random.chance(0.14).then(|| releases[random.below(releases.len())].0);
    let lag = if random.chance(0.2) { random.between(50, 140) } else { random.between(1, 40) };
    Journey::of(&Itinerary { path, joined, lag, stays_at, left, drifts: None }, calendar)
}

/// Services of the same team or of one before it, so that a plan never depends on those that follow.
fn needs(at: usize, random: &mut Random) -> Vec<String> {
    let mut needs: Vec<String> = Vec::new();
    for _ in 0..random.below(4) {
        let other = if random.chance(0.3) || at == 0 {
            random.pick(&["identity", "shipment-tracker", "notify-hub", "pricing-engine", "carrier-rates", "billing-ledger"]).to_string()
        } else {
            name(at - 1 - random.below(at.min(2 * NAMES_PER_TEAM))).0
        };
        if !needs.contains(&other) {
            needs.push(other);
        }
    }
    needs
}

fn created(random: &mut Random, calendar: Calendar) -> milepost_model::Instant {
    let days = if random.chance(0.12) { random.between(20, 360) } else { random.between(400, 2200) };
    calendar.days_ago(days, random.between(8, 16), random.between(0, 59))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_name_is_unique_and_fits_a_catalog() {
        let calendar = Calendar::new("2026-11-20T06:40:00Z".parse().expect("because it is valid"), 53);
        let named = (0..NAMED).map(|at| crate::demo::plan::unit(at, 7, calendar).name);
        let names: BTreeSet<String> = (0..12_000).map(|at| name(at).0).chain(named).collect();
        assert_eq!(names.len(), 12_000 + NAMED);
        assert!(names.iter().all(|name| name.len() <= 63));
    }
}
