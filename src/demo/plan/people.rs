//! The people of Lumen Freight. All are invented; none of them is measured.

use crate::demo::random::Random;

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::demo) struct Person {
    /// First and last name.
    pub(in crate::demo) name: String,
    /// The login: `ivarga`.
    pub(in crate::demo) login: String,
}

impl Person {
    /// The person of that name.
    pub(in crate::demo) fn named(name: &str) -> Self {
        let (first, last) = name.split_once(' ').unwrap_or((name, ""));
        let login = format!("{}{}", first.chars().next().unwrap_or('x'), last.replace(' ', "")).to_lowercase();
        Self { name: name.to_owned(), login }
    }

    /// The address in commits. `.example` belongs to nobody.
    pub(in crate::demo) fn email(&self) -> String {
        format!("{}@lumenfreight.example", self.name.to_lowercase().replace(' ', "."))
    }
}

/// A team.
#[derive(Debug, Clone)]
pub(in crate::demo) struct Team {
    /// Its short name.
    pub(in crate::demo) slug: String,
    /// Its name.
    pub(in crate::demo) name: String,
    /// What it is for.
    pub(in crate::demo) purpose: String,
    /// Its people; the first leads it.
    pub(in crate::demo) people: Vec<Person>,
}

/// Slug, name, purpose, people. The two in front of the list of on-call duty today are those of the design's pages.
const TEAMS: [(&str, &str, &str, &str); 9] = [
    (
        "tracking",
        "Tracking",
        "Knows where every parcel is, and when it will arrive.",
        "Ines Varga, Sam Adeyemi, Yuki Tanaka, Lotte Visser, Bruno Carvalho, Aoife Brennan, Tomasz Zielinski",
    ),
    (
        "checkout",
        "Checkout",
        "Turns a basket into a booked shipment.",
        "Mina Osei, Rafael Ortega, Hanna Lindqvist, Dev Patel, Chloe Martin, Emeka Obi",
    ),
    (
        "carriers",
        "Carriers",
        "Connects 38 carriers to one network.",
        "Jonas Weber, Priya Nair, Oluwaseun Bello, Katja Horvat, Luca Moretti, Sofia Almeida, Petra Novak, Ahmed Rashid",
    ),
    (
        "billing",
        "Billing",
        "Sends invoices that customers do not have to question.",
        "Greta Lund, Mateo Silva, Ivana Petrova, Daniel Okafor, Ruth Cohen",
    ),
    (
        "warehouse",
        "Warehouse",
        "Gives pickers, packers and drivers the next right thing to do.",
        "Nadia Haddad, Owen Clarke, Mei Lin Chen, Viktor Dahl, Fatou Diop, Pablo Reyes",
    ),
    ("identity", "Identity", "Knows who is asking, and what they may do.", "Elif Demir, Marcus Webb, Anneke Jansen, Kofi Mensah"),
    (
        "pricing",
        "Pricing",
        "Answers what a lane costs, in less than 80 ms.",
        "Hugo Laurent, Zofia Kowalska, Ravi Menon, Freya Nielsen, Omar Farouk",
    ),
    (
        "platform",
        "Platform",
        "Paves the paths that the other teams walk on.",
        "Noor Haddad, Stefan Keller, Amara Nwosu, Linnea Berg, Diego Fuentes, Wei Zhang, Callum Reid",
    ),
    ("data", "Data", "Turns a year of scans into answers.", "Asha Iyer, Nils Eriksson, Camille Rousseau, Tariq Mahmoud, Julia Santos"),
];

const FIRST: [&str; 40] = [
    "Adam", "Agnes", "Alina", "Anders", "Astrid", "Bilal", "Carla", "Cedric", "Dana", "Eero", "Elena", "Emil", "Farah", "Felix", "Gita",
    "Hiro", "Ida", "Ivo", "Jana", "Jorge", "Kaito", "Leila", "Lars", "Maja", "Marta", "Milan", "Nora", "Otto", "Paula", "Quinn", "Rosa",
    "Samir", "Selma", "Timo", "Uma", "Vera", "Wanda", "Xavi", "Yara", "Zeno",
];
const LAST: [&str; 40] = [
    "Abbas",
    "Andersen",
    "Barros",
    "Becker",
    "Bianchi",
    "Castro",
    "Danso",
    "Dubois",
    "Eklund",
    "Fischer",
    "Garcia",
    "Gruber",
    "Hansen",
    "Hoang",
    "Ito",
    "Jensen",
    "Kaur",
    "Kim",
    "Kovac",
    "Larsen",
    "Lopez",
    "Maier",
    "Mbeki",
    "Meyer",
    "Nagy",
    "Nguyen",
    "Olsen",
    "Pinto",
    "Popescu",
    "Ricci",
    "Romero",
    "Sato",
    "Schmid",
    "Singh",
    "Suarez",
    "Takahashi",
    "Toth",
    "Urban",
    "Wagner",
    "Yilmaz",
];
const REGIONS: [&str; 19] = [
    "alpine",
    "atlantic",
    "baltic",
    "biscay",
    "black-sea",
    "caspian",
    "channel",
    "danube",
    "fjord",
    "gotland",
    "iberian",
    "inland",
    "levant",
    "nordic",
    "pacific",
    "polder",
    "rhine",
    "sahara",
    "transit",
];
const TRADES: [(&str, &str); 30] = [
    ("docks", "Keeps the docks moving"),
    ("lanes", "Plans and prices lanes"),
    ("parcels", "Looks after parcels on the move"),
    ("returns", "Brings parcels back"),
    ("manifests", "Reads and writes manifests"),
    ("customs", "Gets freight across borders"),
    ("fleet", "Knows what the vans do"),
    ("depots", "Runs the depots' software"),
    ("rates", "Keeps rates current"),
    ("claims", "Settles what was lost or broken"),
    ("cold-chain", "Keeps the cold chain cold"),
    ("slots", "Gives every truck a slot"),
    ("labels", "Prints what carriers can scan"),
    ("crossdock", "Moves freight from truck to truck"),
    ("linehaul", "Runs the night network"),
    ("last-mile", "Brings parcels to the door"),
    ("sorting", "Sorts 90 000 parcels an hour"),
    ("pallets", "Counts pallets, and finds them"),
    ("containers", "Follows containers at sea"),
    ("insurance", "Insures what travels"),
    ("partners", "Works with partner carriers"),
    ("notices", "Tells customers what happens"),
    ("forecast", "Says how much freight will come"),
    ("yards", "Knows what stands in the yard"),
    ("drivers", "Makes drivers' days easier"),
    ("invoices", "Bills what was moved"),
    ("tariffs", "Knows every surcharge"),
    ("scans", "Takes in scans"),
    ("tenders", "Wins and keeps tenders"),
    ("quality", "Measures what arrives whole"),
];

/// How many teams have names and stories of their own.
pub(in crate::demo) const NAMED_TEAMS: usize = TEAMS.len();

/// One of the teams that have names and stories of their own.
pub(in crate::demo) fn named_team(at: usize) -> Team {
    let (slug, name, purpose, people) = TEAMS[at];
    let people = people.split(", ").map(Person::named).collect();
    Team { slug: slug.to_owned(), name: name.to_owned(), purpose: purpose.to_owned(), people }
}

/// The team of that number among those that only scale makes necessary.
pub(in crate::demo) fn generated_team(seed: u64, at: usize) -> Team {
    // Region and trade count up at different lengths, so that the first 570 teams have plain names.
    let region = REGIONS[at % REGIONS.len()];
    let (trade, purpose) = TRADES[at % TRADES.len()];
    let round = at / (REGIONS.len() * TRADES.len());
    let slug = if round == 0 { format!("{region}-{trade}") } else { format!("{region}-{trade}-{}", round + 1) };
    let mut random = Random::of(seed, &slug, "people");
    let mut people: Vec<Person> = Vec::new();
    while people.len() < 4 + at % 4 {
        let person = Person::named(&format!("{} {}", random.pick(&FIRST), random.pick(&LAST)));
        if !people.contains(&person) {
            people.push(person);
        }
    }
    let name = slug.split('-').map(super::capitalised).collect::<Vec<_>>().join(" ");
    Team { slug, name, purpose: format!("{purpose}."), people }
}

/// The named team with that short name.
pub(in crate::demo) fn team_of(slug: &str) -> Team {
    (0..NAMED_TEAMS)
        .map(named_team)
        .find(|team| team.slug == slug)
        .expect("because rows name teams of this table, and a test walks them all")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_team_has_a_name_of_its_own() {
        let slugs: BTreeSet<String> =
            (0..1200).map(|at| generated_team(7, at).slug).chain((0..NAMED_TEAMS).map(|at| named_team(at).slug)).collect();
        assert_eq!(slugs.len(), 1200 + NAMED_TEAMS);
    }

    #[test]
    fn logins_are_the_initial_and_the_last_name() {
        assert_eq!(Person::named("Ines Varga").login, "ivarga");
        assert_eq!(Person::named("Mei Lin Chen").email(), "mei.lin.chen@lumenfreight.example");
    }
}
