//! Descriptors: what services, teams and systems say about themselves.

use super::words::quoted;
use super::{Text, api, portals};
use crate::demo::plan::{Awkward, Descriptor, Owner, Part, Team, Unit, Writing, capitalised};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The files that describe a unit's services; `template` is the path that it is on, if any.
pub(in crate::demo) fn descriptors(unit: &Unit, template: Option<&str>) -> Vec<Text> {
    let mut files = Vec::new();
    for part in &unit.parts {
        match unit.descriptor {
            Descriptor::Backstage => files.push((format!("{}catalog-info.yaml", part.folder), backstage(unit, part, template))),
            Descriptor::OpsLevel => files.push((format!("{}opslevel.yml", part.folder), portals::opslevel(unit, part))),
            Descriptor::Port => files.push((format!("{}port.yml", part.folder), portals::port(unit, part))),
            Descriptor::Compass => files.push((format!("{}compass.yml", part.folder), portals::compass(unit, part))),
            Descriptor::Cortex => files.push((format!("{}cortex.yaml", part.folder), portals::cortex(unit, part))),
            Descriptor::Milepost => files.push((format!("{}milepost.yaml", part.folder), milepost(unit, part))),
            Descriptor::Codeowners | Descriptor::Nothing => {}
        }
    }
    files.extend(portals::beside(unit));
    let is_owned = unit.owner == Owner::Team && unit.descriptor != Descriptor::Nothing;
    if is_owned && (unit.descriptor == Descriptor::Codeowners || unit.index % 3 != 1) {
        files.push((".github/CODEOWNERS".to_owned(), codeowners(unit)));
    }
    files
}

fn codeowners(unit: &Unit) -> String {
    let team = &unit.team;
    format!(
        "# The team that reviews what changes here.\n*               @lumenfreight/{team}\n/.github/       @lumenfreight/{team} @lumenfreight/platform\n/docs/          @lumenfreight/{team}\n"
    )
}

fn owner(unit: &Unit) -> Option<&str> {
    match unit.owner {
        Owner::Team => Some(&unit.team),
        Owner::Unknown(name) | Owner::Left(name) => Some(name),
        Owner::Nobody => None,
    }
}

/// What took the place of a service that is no more.
fn successor(unit: &Unit) -> Option<&'static str> {
    unit.is(Awkward::Archived).then_some("carrier-sync")
}

/// Services whose descriptors name the API that the others call.
const WITH_API: [&str; 4] = ["billing-ledger", "customs-gateway", "payments-hub", "shipment-tracker"];

fn backstage(unit: &Unit, part: &Part, template: Option<&str>) -> String {
    let mut text = format!("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {}\n", part.name);
    if let Some(title) = &part.title {
        let _ = writeln!(text, "  title: {}", quoted(title));
    }
    let _ =
        write!(text, "  description: {}\n  annotations:\n    github.com/project-slug: lumenfreight/{}\n", quoted(&part.says), unit.name);
    if unit.writing() == Writing::Book {
        text.push_str("    backstage.io/techdocs-ref: dir:.\n    backstage.io/adr-location: docs/adr\n");
    }
    if let Some(successor) = successor(unit) {
        let _ = writeln!(text, "    lumenfreight.example/replaced-by: component:{successor}");
    }
    if let Some(template) = template {
        let _ = writeln!(text, "    backstage.io/source-template: template:default/{template}");
    }
    let _ = write!(
        text,
        "  labels:\n    tier: \"{}\"\n    lumenfreight.example/data-class: {}\n  tags:\n    - {}\n    - {}s\n  links:\n    - url: https://grafana.lumenfreight.example/d/{}\n      title: Dashboard\n      type: dashboard\n",
        unit.tier,
        ["personal", "internal", "public"][usize::from(unit.tier.clamp(1, 3)) - 1],
        part.language.name().to_lowercase(),
        part.nouns[0],
        part.name,
    );
    if unit.writing() != Writing::Readme {
        let _ = write!(
            text,
            "    - url: https://github.com/lumenfreight/{}/blob/main/{}docs/runbook.md\n      title: Runbook\n      type: runbook\n",
            unit.name, part.folder,
        );
    }
    if unit.is(Awkward::BrokenDescriptor) {
        text.push_str("spec:\n  type: service\n\towner: ");
    } else {
        let _ = write!(text, "spec:\n  type: {}\n  lifecycle: {}\n  owner: ", part.kind, unit.lifecycle);
    }
    let _ = writeln!(text, "{}\n  system: {}", owner(unit).unwrap_or("unknown"), unit.system);
    list(&mut text, "  dependsOn", part.needs.iter().map(|need| format!("component:{need}")).chain([format!("resource:{}-db", part.name)]));
    let used = part.needs.iter().filter(|need| WITH_API.contains(&need.as_str())).map(|need| format!("{need}-api"));
    let used: BTreeSet<String> = used.chain(api::used(part).map(str::to_owned)).collect();
    let offered = api::offered(part);
    list(&mut text, "  providesApis", offered.iter().map(|api| api.name.clone()));
    list(&mut text, "  consumesApis", used.into_iter());
    let _ = write!(
        text,
        "---\napiVersion: backstage.io/v1alpha1\nkind: Resource\nmetadata:\n  name: {0}-db\n  description: PostgreSQL of {0}, backed up each hour.\nspec:\n  type: database\n  owner: {1}\n  system: {2}\n",
        part.name,
        owner(unit).unwrap_or("unknown"),
        unit.system
    );
    // Beside a component that cannot be read nobody would look for its API.
    for api in offered.iter().filter(|_| !unit.is(Awkward::BrokenDescriptor)) {
        let _ = write!(
            text,
            "---\napiVersion: backstage.io/v1alpha1\nkind: API\nmetadata:\n  name: {}\n  description: {}\nspec:\n  type: {}\n  lifecycle: {}\n  owner: {}\n  system: {}\n  definition:\n    $text: ./{}\n",
            api.name,
            quoted(&api.says),
            api.kind,
            unit.lifecycle,
            owner(unit).unwrap_or("unknown"),
            unit.system,
            api.path
        );
    }
    text
}

fn milepost(unit: &Unit, part: &Part) -> String {
    let mut text =
        format!("# What this is: https://github.com/milepost/milepost/blob/main/docs/reference/milepost-yaml.md\nname: {}\n", part.name);
    let _ = write!(text, "description: {}\ntype: {}\n", quoted(&part.says), part.kind);
    if let Some(owner) = owner(unit) {
        let _ = writeln!(text, "owner: {owner}");
    }
    let _ = write!(text, "lifecycle: {}\ntier: \"{}\"\nsystem: {}\n", unit.lifecycle, unit.tier, unit.system);
    if unit.is(Awkward::UnknownKey) {
        text.push_str("on_call: https://oncall.lumenfreight.example/warehouse\n");
    }
    text.push_str("links:\n");
    if unit.writing() != Writing::Readme {
        text.push_str("  runbook: docs/runbook.md\n");
    }
    let _ = write!(
        text,
        "  dashboard: https://grafana.lumenfreight.example/d/{0}\n  chat: https://chat.lumenfreight.example/channels/team-{1}\n  logs: https://logs.lumenfreight.example/?service={0}\n",
        part.name, unit.team
    );
    let needs = part.needs.iter().cloned();
    list(&mut text, "depends_on", needs);
    if let Some(successor) = successor(unit) {
        let _ = writeln!(text, "replaced_by: {successor}");
    }
    if unit.name == "carrier-sync" {
        text.push_str("exempt:\n  - rule: has-sbom\n    why: The parser for EDIFACT is built from source that no scanner reads; Security has a list by hand.\n    by: tracking\n    until: 2027-03-31\n");
    }
    if unit.name == "feedback-inbox" {
        text.push_str("exempt:\n  - path: web-app\n    why: It is bought, and goes when the contract ends; moving it would cost more than it brings.\n    by: platform\n    until: 2027-02-28\n");
    }
    text
}

fn list(text: &mut String, key: &str, items: impl Iterator<Item = String>) {
    let indent = " ".repeat(key.len() - key.trim_start().len() + 2);
    for (at, item) in items.enumerate() {
        if at == 0 {
            let _ = writeln!(text, "{key}:");
        }
        let _ = writeln!(text, "{indent}- {item}");
    }
}

/// The systems of the named teams: name, domain, owner, sentence.
const SYSTEMS: [(&str, &str, &str, &str); 10] = [
    ("shipment-visibility", "operations", "tracking", "Where every parcel is, and when it arrives."),
    ("booking", "customers", "checkout", "From a basket to a booked shipment, and back again."),
    ("carrier-network", "operations", "carriers", "38 carriers as if they were one."),
    ("billing-and-payments", "finance", "billing", "What was moved is billed; what was billed is paid."),
    ("warehouse-floor", "operations", "warehouse", "Docks, shelves, belts and those who work at them."),
    ("access", "customers", "identity", "Who is asking, and what they may do."),
    ("pricing", "finance", "pricing", "What a lane costs."),
    ("developer-platform", "engineering", "platform", "Paths, pipelines and the public API."),
    ("insights", "engineering", "data", "A year of scans, turned into answers."),
    ("customs", "operations", "tracking", "Freight across borders, on paper and in fact."),
];

const DOMAINS: [(&str, &str, &str); 4] = [
    ("customers", "checkout", "Everything that a customer touches."),
    ("operations", "tracking", "Everything that moves freight."),
    ("finance", "billing", "Everything that is counted in money."),
    ("engineering", "platform", "Everything that the others are built with."),
];

/// The areas that teams are grouped in.
const AREAS: [(&str, &str); 3] = [
    ("movement", "Moves freight, and knows where it is."),
    ("commerce", "Sells, bills and prices."),
    ("foundation", "Carries the others."),
];

/// A team that everybody has left, and that still owns something.
const LEFT_TEAM: &str = "night-shift";

/// The group that a team is part of.
pub(in crate::demo) fn area_of(team: &str) -> &'static str {
    match team {
        "tracking" | "carriers" | "warehouse" => "movement",
        "checkout" | "billing" | "pricing" => "commerce",
        "identity" | "platform" | "data" => "foundation",
        _ => "engineering",
    }
}

/// The groups, people, systems and domains, as the organisation's own repository describes them.
pub(in crate::demo) fn organisation(teams: &[Team], has_exchange: bool) -> Vec<Text> {
    let mut groups = entity("Group", "lumenfreight", "Lumen Freight", "Moves 2 million parcels a week.");
    groups.push_str("spec:\n  type: root\n  children: [engineering]\n");
    groups.push_str(&entity("Group", "engineering", "Engineering", "Everybody who builds."));
    groups.push_str("spec:\n  type: business-unit\n  parent: lumenfreight\n  children: []\n");
    for (name, says) in AREAS {
        groups.push_str(&entity("Group", name, &capitalised(name), says));
        groups.push_str("spec:\n  type: product-area\n  parent: engineering\n  children: []\n");
    }
    groups.push_str(&entity("Group", LEFT_TEAM, "Night shift", "Watched the yards at night. Its people moved to Warehouse in the spring."));
    groups.push_str("spec:\n  type: team\n  parent: movement\n  children: []\n");
    let mut users = String::new();
    let mut systems = String::new();
    let mut seen = BTreeSet::new();
    for team in teams {
        groups.push_str(&entity("Group", &team.slug, &team.name, &team.purpose));
        let members: Vec<&str> = team.people.iter().map(|person| person.login.as_str()).collect();
        let _ = write!(
            groups,
            "spec:\n  type: team\n  parent: {}\n  children: []\n  profile:\n    displayName: {}\n    email: {}@lumenfreight.example\n  members: [{}]\n",
            area_of(&team.slug),
            team.name,
            team.slug,
            members.join(", ")
        );
        for person in team.people.iter().filter(|person| seen.insert(person.login.clone())) {
            let _ = write!(
                users,
                "---\napiVersion: backstage.io/v1alpha1\nkind: User\nmetadata:\n  name: {}\nspec:\n  profile:\n    displayName: {}\n    email: {}\n  memberOf: [{}]\n",
                person.login,
                person.name,
                person.email(),
                team.slug
            );
        }
        if !SYSTEMS.iter().any(|(_, _, owner, _)| *owner == team.slug) {
            systems.push_str(&entity("System", &format!("{}-system", team.slug), &team.name, &team.purpose));
            let _ = write!(systems, "spec:\n  owner: {}\n  domain: operations\n", team.slug);
        }
    }
    for (name, domain, owner, says) in SYSTEMS {
        systems.push_str(&entity("System", name, &capitalised(&name.replace('-', " ")), says));
        let _ = write!(systems, "spec:\n  owner: {owner}\n  domain: {domain}\n");
    }
    if has_exchange {
        systems.push_str(&entity(
            "System",
            "parcel-exchange",
            "Parcel Exchange",
            "Swapped parcels with two other networks, until both of them left.",
        ));
        systems.push_str("spec:\n  owner: carriers\n  domain: operations\n");
    }
    for (name, owner, says) in DOMAINS {
        systems.push_str(&entity("Domain", name, &capitalised(name), says));
        let _ = write!(systems, "spec:\n  owner: {owner}\n");
    }
    let location = "apiVersion: backstage.io/v1alpha1\nkind: Location\nmetadata:\n  name: organisation\nspec:\n  targets:\n    - ./groups.yaml\n    - ./people.yaml\n    - ./systems.yaml\n";
    vec![
        ("README.md".to_owned(), "# Organisation\n\nTeams, people, systems and domains of Lumen Freight, as the portal reads them. A team changes its own entry by pull request.\n".to_owned()),
        ("catalog-info.yaml".to_owned(), location.to_owned()),
        ("groups.yaml".to_owned(), groups),
        ("people.yaml".to_owned(), users),
        ("systems.yaml".to_owned(), systems),
        (".github/CODEOWNERS".to_owned(), "*  @lumenfreight/platform\n".to_owned()),
    ]
}

fn entity(kind: &str, name: &str, title: &str, says: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: {kind}\nmetadata:\n  name: {name}\n  title: {title}\n  description: {}\n",
        quoted(says)
    )
}
