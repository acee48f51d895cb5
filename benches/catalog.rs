//! How much it costs to build a large catalog into one graph.
//!
//! `cargo bench --bench catalog -- [ENTITIES] [RELATIONS]` describes so many components in repositories
//! of twenty, with owners, systems and dependencies, a few of them dangling, and builds them. CPU is read
//! from `/proc`, so it is shown on Linux only.

use bytes::Bytes;
use milepost::catalog::{CatalogFacts, CatalogSettings, CurrentFile, RepositoryFacts, build};
use milepost_model::Diagnostics;
use milepost_model::record::Repository;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Entities that one repository describes.
const TOGETHER: usize = 20;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let mut number = |otherwise: usize| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (entities, relations) = (number(20_000), number(60_000));
    let mut contents: BTreeMap<String, Bytes> = BTreeMap::new();
    let mut repositories = vec![with_file(&mut contents, "org", teams(entities))];
    for first in (0..entities).step_by(TOGETHER) {
        let text: String = (first..(first + TOGETHER).min(entities)).map(|n| component(n, entities, relations)).collect();
        repositories.push(with_file(&mut contents, &format!("repository-{first}"), text));
    }
    println!("{entities} components with {relations} relations in {} repositories", repositories.len());
    let content = |id: &str| contents.get(id).cloned();
    for round in 1..=3 {
        let facts = CatalogFacts { repositories: &repositories, teams: &[], content: &content };
        let mut notes = Diagnostics::default();
        let (clock, before) = (std::time::Instant::now(), cpu());
        let catalog = build(&facts, &CatalogSettings::default(), &mut notes);
        let used = cpu().zip(before).map(|(after, before)| after - before);
        let drawn: usize = catalog.entities.values().map(|entity| entity.relations.len()).sum();
        println!(
            "build {round}: {:.2} s, CPU {used:.2?} s: {} entities, {drawn} relations both ways, {} findings",
            clock.elapsed().as_secs_f64(),
            catalog.entities.len(),
            notes.len()
        );
    }
}

/// One group for every fifty components, in a tree, and one system for every twenty.
fn teams(entities: usize) -> String {
    let mut text = String::new();
    for n in 0..entities.div_ceil(50) {
        let parent = if n == 0 { String::new() } else { format!(", parent: team-{}", (n - 1) / 5) };
        let _ = writeln!(
            text,
            "---\napiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {{name: team-{n}}}\nspec: {{type: team, children: [], members: [person-{n}]{parent}}}"
        );
    }
    for n in 0..entities.div_ceil(20) {
        let _ = writeln!(
            text,
            "---\napiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {{name: system-{n}}}\nspec: {{owner: team-{}}}",
            n % entities.div_ceil(50)
        );
    }
    text
}

/// A component with its owner, its system, and as many dependencies as make up the rest of the relations.
fn component(n: usize, entities: usize, relations: usize) -> String {
    let mut dependencies = String::new();
    for k in 0..(relations / entities).saturating_sub(2) {
        // Every two hundredth leads nowhere, as in life.
        let target = (n * 7_919 + k * 104_729 + 1) % (entities + entities / 200);
        let _ = write!(dependencies, "'component:service-{target}',");
    }
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: service-{n}\n  description: Does number {n}\n  tags: [java, data]\n\
         spec:\n  type: service\n  lifecycle: production\n  owner: team-{}\n  system: system-{}\n  dependsOn: [{dependencies}]\n",
        n % entities.div_ceil(50),
        n % entities.div_ceil(20)
    )
}

fn with_file(contents: &mut BTreeMap<String, Bytes>, name: &str, text: String) -> RepositoryFacts {
    let repository = Repository { repo: format!("id:{name}").into(), full_name: format!("lumenfreight/{name}"), ..Repository::default() };
    contents.insert(name.to_owned(), Bytes::from(text));
    let file = CurrentFile { path: "catalog-info.yaml".to_owned(), blob: Some(name.to_owned()), last_change: None, changed_by: None };
    RepositoryFacts { repository, files: vec![file], former: Vec::new() }
}

/// User and system seconds of this process; the kernel counts in hundredths.
fn cpu() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: f64 = [11, 12].iter().filter_map(|at| fields.get(*at)?.parse::<f64>().ok()).sum();
    Some(ticks / 100.0)
}
