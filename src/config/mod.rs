//! The configuration: text into settings that hold, or every reason why not.
//!
//! [`Config::load`] is the whole of it. It reads no other file, looks at no environment variable and
//! takes nothing silently: a key that nobody knows is an error with a line, a column and the key that
//! was probably meant. The tables in `sections` are also what the manual and the schema are made from.

mod entries;
mod expression;
pub mod init;
mod language;
mod lines;
mod nearest;
pub mod pattern;
mod reader;
pub mod reference;
pub mod sections;
mod sources;
pub mod theme;
mod value;

pub use reference::{reference_markdown, schema as json_schema};
pub use sections::actions::{ActionSettings, Offer};
pub use sections::band::Band;
pub use sections::campaign::Campaign;
pub use sections::catalog::CatalogSettings;
pub use sections::delivery::{DETECTORS, Delivery};
pub use sections::delivery_rule::{DeliveryRule, Pattern};
pub use sections::environment_links::EnvironmentLinks;
pub use sections::feedback::Feedback;
pub use sections::golden_path::{GoldenPath, Signal, SignalKind, vocabulary as path_vocabulary};
pub use sections::navigation::Navigation;
pub use sections::organisation::Organisation;
pub use sections::owner::OwnerName;
pub use sections::platform::{Assessed, Maturity, Model as MaturityModel, Platform};
pub use sections::privacy::People;
pub use sections::publish::{Publish, PublishTo};
pub use sections::rule::Rule;
pub use sections::scorecard::{Level, Scorecard};
pub use sections::search::Search;
pub use sections::site::{Audience, BandTable, OwnFiles, Site};
pub use sections::source::{GitSource, Source, SourceSettings};
pub use sections::start::Start;
pub use sections::store::StoreAddress;
pub use sources::RemoteSettings;

use milepost_model::Diagnostics;
use reader::Reader;
use sections::TABLES;
use std::collections::BTreeMap;
use std::path::Path;

/// The name that the configuration's file has unless `--config` says otherwise.
pub const FILE_NAME: &str = "metrics-config.toml";

/// Everything that an organisation chose.
#[derive(Debug, Clone)]
pub struct Config {
    /// Whose portal it is.
    pub organisation: Organisation,
    /// Where the pages go, and who will read them.
    pub site: Site,
    /// Links of one's own, beside those of the portal.
    pub navigation: Vec<Navigation>,
    /// The steps to a first deployment.
    pub start: Vec<Start>,
    /// Where readers say what is wrong with a page.
    pub feedback: Option<Feedback>,
    /// What search knows besides what it reads.
    pub search: Search,
    /// Where the records are kept.
    pub store: StoreAddress,
    /// Where a built portal is put.
    pub publish: Publish,
    /// What of people is shown.
    pub people: People,
    /// Which repositories are in the portal, and what stands in for what they do not say.
    pub catalog: CatalogSettings,
    /// Other names of teams and people.
    pub owners: Vec<OwnerName>,
    /// What is read.
    pub sources: Vec<Source>,
    /// Which workflows people may start, and how.
    pub actions: ActionSettings,
    /// What counts as a deployment to production.
    pub delivery: Delivery,
    /// Bands of one's own.
    pub bands: Vec<Band>,
    /// Where to look further into what runs in an environment.
    pub environment_links: EnvironmentLinks,
    /// The ways of building services that the platform team supports.
    pub golden_paths: Vec<GoldenPath>,
    /// What the platform team says of its platform.
    pub platform: Platform,
    /// What should hold of services.
    pub rules: Vec<Rule>,
    /// The scorecards.
    pub scorecards: Vec<Scorecard>,
    /// The campaigns.
    pub campaigns: Vec<Campaign>,
    /// What holds, and was probably not meant.
    pub warnings: Diagnostics,
}

impl Config {
    /// Reads a configuration. Relative paths in it start from the folder of `path`.
    ///
    /// Either everything in it holds, or every problem comes back, in reading order.
    pub fn load(text: &str, path: &Path) -> Result<Self, Diagnostics> {
        let (mut reader, root) = Reader::parse(text, path);
        reader.check_tables(&root, TABLES);
        let organisation = reader.one(&root, &sections::organisation::TABLE);
        let site = reader.one(&root, &sections::site::TABLE);
        let navigation = reader.several(&root, &sections::navigation::TABLE);
        let start = reader.several(&root, &sections::start::TABLE);
        let feedback = reader.one(&root, &sections::feedback::TABLE);
        let search = reader.one(&root, &sections::search::TABLE);
        let store = reader.one(&root, &sections::store::TABLE);
        let publish = reader.one(&root, &sections::publish::TABLE);
        let privacy = reader.one(&root, &sections::privacy::TABLE);
        let catalog = reader.one(&root, &sections::catalog::TABLE);
        let owners = reader.several(&root, &sections::owner::TABLE);
        let sources = reader.several(&root, &sections::source::TABLE);
        let actions = reader.one(&root, &sections::actions::TABLE);
        let delivery = reader.one(&root, &sections::delivery::TABLE);
        let delivery_rules = reader.several(&root, &sections::delivery_rule::TABLE);
        Delivery::cross_check(&delivery, &mut reader);
        let bands = reader.several(&root, &sections::band::TABLE);
        let environment_links = reader.one(&root, &sections::environment_links::TABLE);
        let golden_paths = reader.several(&root, &sections::golden_path::TABLE);
        GoldenPath::cross_check(&golden_paths, &mut reader);
        let platform = reader.one(&root, &sections::platform::TABLE);
        Platform::cross_check(&platform, &mut reader);
        let rules = reader.several(&root, &sections::rule::TABLE);
        let scorecards = reader.several(&root, &sections::scorecard::TABLE);
        let campaigns = reader.several(&root, &sections::campaign::TABLE);
        Rule::cross_check(&rules, &mut reader);
        Scorecard::cross_check(&scorecards, &rules, &mut reader);
        Campaign::cross_check(&campaigns, &rules, &scorecards, &mut reader);
        Site::cross_check(&site, &mut reader);
        Navigation::cross_check(&navigation, &mut reader);
        Start::cross_check(&start, &golden_paths, &mut reader);
        Feedback::cross_check(&feedback, &organisation, &mut reader);
        Search::cross_check(&search, &mut reader);
        Publish::cross_check(&publish, &mut reader);
        Band::cross_check(&bands, &site, &mut reader);
        Source::cross_check(&sources, &site, &mut reader);
        if reader.has_problems() {
            return Err(reader.into_problems());
        }
        let rules: Vec<Rule> = rules.iter().map(Rule::of).collect();
        let folder = path.parent().unwrap_or_else(|| Path::new(""));
        let organisation = Organisation::of(&organisation);
        let host = organisation.host.clone();
        Ok(Self {
            site: Site::of(&site, folder, &organisation.name),
            navigation: navigation.iter().filter_map(|link| Navigation::of(link, &reader)).collect(),
            start: start.iter().filter_map(|step| Start::of(step, &reader)).collect(),
            feedback: Feedback::of(&feedback, &organisation, &sources),
            search: Search::of(&search),
            organisation,
            store: StoreAddress::of(&store, folder),
            publish: Publish::of(&publish, folder),
            people: People::of(&privacy),
            catalog: CatalogSettings::of(&catalog),
            owners: owners.iter().filter_map(OwnerName::of).collect(),
            sources: Source::all(&sources, &rules, folder, host.as_deref()),
            actions: ActionSettings::of(&actions),
            delivery: Delivery::of(&delivery, &delivery_rules),
            bands: bands.iter().map(Band::of).collect(),
            environment_links: EnvironmentLinks::of(&environment_links),
            golden_paths: golden_paths.iter().map(GoldenPath::of).collect(),
            platform: Platform::of(&platform, folder),
            rules,
            scorecards: scorecards.iter().map(Scorecard::of).collect(),
            campaigns: campaigns.iter().filter_map(Campaign::of).collect(),
            warnings: reader.into_problems(),
        })
    }

    /// The same with what the environment holds: tokens, keys and proxies, which never stand in a file.
    #[must_use]
    pub fn with_environment(mut self, environment: &BTreeMap<String, String>) -> Self {
        for source in &mut self.sources {
            if let SourceSettings::Remote(remote) = &mut source.settings {
                remote.take(environment);
            }
        }
        self
    }

    /// What holds where there is no file: a portal of this folder's clones, for oneself.
    pub fn for_clones(name: &str, clones: &Path) -> Self {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        let text = format!(
            "[organisation]\nname = {}\n[site]\nvisibility = \"internal\"\n[[source]]\nid = \"clones\"\nkind = \"git\"\nclones = [{}]\n",
            quoted(&plain_name(name)),
            quoted("."),
        );
        let mut config = Self::load(&text, Path::new(FILE_NAME)).expect("because the text above holds for every name");
        if let Some(Source { settings: SourceSettings::Git(git), .. }) = config.sources.first_mut() {
            git.clones = vec![clones.to_owned()];
        }
        config
    }
}

/// A name that the configuration takes, made from any text.
fn plain_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !c.is_control()).collect();
    if plain.trim().is_empty() { "My organisation".to_owned() } else { plain.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::language::Absent;
    use super::*;
    use std::collections::BTreeSet;
    use toml::de::DeValue;

    #[test]
    fn every_default_and_every_example_is_a_value_that_the_key_takes() {
        for table in TABLES {
            for key in table.keys {
                let default = if let Absent::Is(default) = key.absent { Some(default) } else { None };
                for text in default.into_iter().chain([key.example]) {
                    let (mut reader, _) = Reader::parse("", Path::new("x.toml"));
                    let parsed = DeValue::parse(text).unwrap_or_else(|e| panic!("{} {}: {e}", table.header(), key.name));
                    let value = value::check(&mut reader, key.values, &parsed, key.name);
                    assert!(value.is_some(), "{} {} = {text}: {:?}", table.header(), key.name, reader.into_problems());
                }
            }
        }
    }

    #[test]
    fn tables_and_keys_have_one_name_each_and_say_what_they_do() {
        let names: BTreeSet<_> = TABLES.iter().map(|table| table.name).collect();
        assert_eq!(names.len(), TABLES.len());
        for table in TABLES {
            let keys: BTreeSet<_> = table.keys.iter().map(|key| key.name).collect();
            assert_eq!(keys.len(), table.keys.len(), "{}", table.header());
            assert!(table.keys.iter().all(|key| key.doc.ends_with('.')), "{}", table.header());
        }
    }

    #[test]
    fn without_a_file_the_clones_are_everything() {
        for name in ["Lumen Freight", "a\"b\\c\n", "", "  "] {
            let config = Config::for_clones(name, Path::new("/src/my \"clones\""));
            assert!(!config.organisation.name.is_empty());
            assert!(matches!(&config.sources[0].settings, SourceSettings::Git(git) if git.clones == [Path::new("/src/my \"clones\"")]));
        }
    }
}
