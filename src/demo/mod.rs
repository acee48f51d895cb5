//! The example organisation, generated: real git repositories with a year of history, and the records
//! that its provider, its pager and its bills would have given.
//!
//! Everything follows from the seed. A repository depends on nothing but the seed and its own number,
//! so the first twelve services of a demo of forty are those of a demo of twelve. Records and
//! repositories come from one telling: they name the same commits at the same instants.

mod calendar;
mod content;
mod git;
mod history;
pub mod manual;
pub mod own_pages;
mod plan;
mod random;
mod records;
mod repo_id;
mod report;

use calendar::Calendar;
use history::World;
use milepost_model::{Instant, Progress};
use plan::{NAMED_TEAMS, Team, Unit};
use rayon::prelude::*;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use report::report;

/// The name of the example organisation.
pub const ORGANISATION: &str = "Lumen Freight";
/// Where its code is said to be.
pub const ORGANISATION_URL: &str = "https://github.com/lumenfreight";
/// When the demo ends unless somebody says otherwise.
pub const TODAY: &str = "2026-11-20T06:40:00Z";

/// The folder that holds it, beside its configuration.
pub const FOLDER: &str = "lumenfreight";

/// The configuration that reads it: the project's own, with the example's two sources.
pub fn config() -> String {
    let own = include_str!("../../metrics-config.toml");
    let card = include_str!("../../docs/scorecards/production-ready.toml").replace("your-org/", "lumenfreight/");
    // Here an action exists that makes it pass.
    let card = card.replace("id = \"rollback-rehearsed\"\n", "id = \"rollback-rehearsed\"\naction = \"rehearse-rollback\"\n");
    let own = own.replace("# pages = \"portal-pages\"\n", &format!("pages = \"{}\"\n", own_pages::FOLDER));
    let own = own.replace("[environment_links]\n", ENVIRONMENT_LINKS);
    let own = own.replace("# maturity = \"cncf\"\n", own_pages::ASSESSMENT);
    format!(
        "{own}\n{card}\n{CAMPAIGNS}\n{}\n{}\n{}\n[[owner]]\nknown_as = \"ari:cloud:identity::team/lumenfreight-pricing\"\nis = \"pricing\"\n\n\
         [[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [\"{FOLDER}/clones\"]\n\n\
         [[source]]\nid = \"records\"\nkind = \"files\"\npaths = [\"{FOLDER}/records\"]\n",
        own_pages::NAVIGATION,
        own_pages::START,
        own_pages::FEEDBACK
    )
}

/// Where the example's people look further.
const ENVIRONMENT_LINKS: &str = r#"[environment_links]
logs = "https://logs.lumenfreight.example/?service={service}&env={environment}"
traces = "https://traces.lumenfreight.example/search?service={service}&env={environment}&version={version}"
"#;

/// What the example's platform team asks for this autumn.
const CAMPAIGNS: &str = r#"[[campaign]]
id = "least-permissions-2026"
title = "Workflows say what their token may do"
why = "In August a workflow of somebody else’s action tried to push to main. It may not where permissions are said."
owner = "platform"
rules = ["least-permissions"]
scope = 'entity.lifecycle == "production"'
starts_on = 2026-08-31
ends_on = 2026-12-11
promotes_to = "production-ready"

[[campaign]]
id = "rollback-2026"
title = "Rollback rehearsed before the winter peak"
why = "Where it is rehearsed, half of the failures of last winter were over within the hour."
owner = "platform"
rules = ["rollback-rehearsed"]
scope = 'entity.tier in ["1", "2"]'
starts_on = 2026-09-14
ends_on = 2026-12-18
"#;

/// How many repositories are no service's: the platform's, the organisation's and the portal's.
const SHARED: usize = 3;

/// How many repositories share a file of records; also how many are told before they are written.
const CHUNK: usize = 200;

/// What the demo shall be like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoSettings {
    /// How many repositories of services. The first forty have names and stories of their own; one of
    /// them holds three services, one is empty, and one is a README.
    pub services: usize,
    /// How many complete weeks of history.
    pub weeks: u32,
    /// Another seed gives another year.
    pub seed: u64,
    /// When it ends: nothing happens later.
    pub today: Instant,
}

impl Default for DemoSettings {
    fn default() -> Self {
        Self { services: 40, weeks: 53, seed: 7, today: TODAY.parse().expect("because the constant is a valid instant") }
    }
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demo {
    /// The name of the organisation.
    pub organisation: &'static str,
    /// Where its code is said to be.
    pub organisation_url: &'static str,
    /// The folder of bare repositories.
    pub clones: PathBuf,
    /// The folder of records.
    pub records: PathBuf,
    /// The files of records in it, in their order.
    pub record_files: Vec<PathBuf>,
    /// How many repositories there are.
    pub repositories: usize,
    /// How many records there are.
    pub record_count: u64,
}

/// Why the demo could not be written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// There is something there.
    #[error("{} is not empty, and the demo replaces nothing; name a folder that does not exist", .0.display())]
    NotEmpty(PathBuf),
    /// The disk said no.
    #[error("cannot write the demo to {}: {source}", .path.display())]
    Disk {
        /// Where.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

/// Generates the example organisation into a folder that is empty or does not exist.
pub fn generate(settings: &DemoSettings, into: &Path, progress: &dyn Progress) -> Result<Demo, DemoError> {
    let disk = |path: &Path| {
        let path = path.to_owned();
        move |source| DemoError::Disk { path, source }
    };
    if fs::read_dir(into).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(DemoError::NotEmpty(into.to_owned()));
    }
    let (clones, records) = (into.join("clones"), into.join("records"));
    fs::create_dir_all(&clones).map_err(disk(&clones))?;
    fs::create_dir_all(&records).map_err(disk(&records))?;

    let calendar = Calendar::new(settings.today, settings.weeks);
    let teams = teams(settings);
    let units: Vec<Unit> = (0..settings.services).into_par_iter().map(|index| plan::unit(index, settings.seed, calendar)).collect();
    progress.expect((units.len() + SHARED) as u64);
    let platform = history::platform(calendar, &clones.join("platform.git")).map_err(disk(&clones))?;
    let organisation = history::organisation(&teams, calendar, &clones.join("org.git")).map_err(disk(&clones))?;
    let portal = history::portal(calendar, &clones.join("portal.git")).map_err(disk(&clones))?;
    let world = World { calendar, seed: settings.seed, platform: history::tags(&platform) };

    let mut demo = Demo {
        organisation: ORGANISATION,
        organisation_url: ORGANISATION_URL,
        repositories: units.len() + SHARED,
        record_count: 0,
        record_files: Vec::new(),
        clones,
        records,
    };
    let shared = records::of_organisation(&teams, &units, &[platform, organisation, portal], &world);
    keep(&mut demo, "organisation.ndjson".to_owned(), &[shared])?;
    for (at, chunk) in units.chunks(CHUNK).enumerate() {
        let lines: Vec<records::Lines> = chunk
            .par_iter()
            .map(|unit| {
                let folder = demo.clones.join(format!("{}.git", unit.name));
                let told = history::tell(unit, &world, &folder).map_err(disk(&folder))?;
                progress.done(&unit.name);
                Ok(records::of_repository(unit, &told, &world))
            })
            .collect::<Result<_, DemoError>>()?;
        keep(&mut demo, format!("services-{at:04}.ndjson"), &lines)?;
    }
    Ok(demo)
}

fn teams(settings: &DemoSettings) -> Vec<Team> {
    let generated = plan::generated_teams(settings.services);
    (0..NAMED_TEAMS).map(plan::named_team).chain((0..generated).map(|at| plan::generated_team(settings.seed, at))).collect()
}

fn keep(demo: &mut Demo, name: String, lines: &[records::Lines]) -> Result<(), DemoError> {
    let path = demo.records.join(name);
    let write = || {
        let mut file = io::BufWriter::new(fs::File::create(&path)?);
        lines.iter().try_for_each(|lines| io::Write::write_all(&mut file, &lines.text))?;
        io::Write::flush(&mut file)
    };
    write().map_err(|source| DemoError::Disk { path: path.clone(), source })?;
    demo.record_count += lines.iter().map(|lines| lines.count).sum::<u64>();
    demo.record_files.push(path);
    Ok(())
}
