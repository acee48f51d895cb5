//! The built-in templates and assets, and an organisation's own files in their place.

use super::SiteError;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use tera::Tera;
use walkdir::WalkDir;

/// Includes files of `site-templates/` by their path there.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../site-templates/", $name)))),*]
    };
}

/// Every built-in file, sorted by its path.
pub const FILES: &[(&str, &[u8])] = embedded![
    "assets/css/1-tokens.css",
    "assets/css/2-base.css",
    "assets/css/3-frame.css",
    "assets/css/4-parts.css",
    "assets/css/5-charts.css",
    "assets/css/6-catalog.css",
    "assets/css/7-delivery.css",
    "assets/css/7-later.css",
    "assets/css/7-search.css",
    "assets/css/7-service.css",
    "assets/css/8-narrow.css",
    "assets/css/9-media.css",
    "assets/fonts/OFL-Inter.txt",
    "assets/fonts/OFL-Overpass.txt",
    "assets/fonts/inter.woff2",
    "assets/fonts/overpass.woff2",
    "assets/js/action-api.js",
    "assets/js/action-check.js",
    "assets/js/action-form.js",
    "assets/js/action-manifest.js",
    "assets/js/action-rules.js",
    "assets/js/action-run.js",
    "assets/js/action-shell.js",
    "assets/js/action-ways.js",
    "assets/js/actions-list.js",
    "assets/js/catalog-facets.js",
    "assets/js/catalog-index.js",
    "assets/js/catalog-page.js",
    "assets/js/catalog-query.js",
    "assets/js/catalog-rows.js",
    "assets/js/copy.js",
    "assets/js/feedback.js",
    "assets/js/freshness.js",
    "assets/js/graph.js",
    "assets/js/home-team.js",
    "assets/js/keys-list.js",
    "assets/js/keys.js",
    "assets/js/load.js",
    "assets/js/not-found.js",
    "assets/js/packing.js",
    "assets/js/saved.js",
    "assets/js/search-finder.js",
    "assets/js/search-fold.js",
    "assets/js/search-head.js",
    "assets/js/search-list.js",
    "assets/js/search-open.js",
    "assets/js/search-operations.js",
    "assets/js/search-results.js",
    "assets/js/search-shards.js",
    "assets/js/search-text.js",
    "assets/js/start-steps.js",
    "assets/js/team.js",
    "assets/js/theme-first.js",
    "assets/js/theme.js",
    "assets/page-css/actions.css",
    "assets/page-css/adoption.css",
    "assets/page-css/api.css",
    "assets/page-css/docs.css",
    "assets/page-css/environments.css",
    "assets/page-css/scorecards.css",
    "assets/page-css/search.css",
    "assets/page-css/start.css",
    "layouts/base.html",
    "pages/action.html",
    "pages/actions.html",
    "pages/api.html",
    "pages/by-key.html",
    "pages/by-value.html",
    "pages/campaign.html",
    "pages/catalog.html",
    "pages/choice.html",
    "pages/delivery-method.html",
    "pages/delivery-metric.html",
    "pages/delivery-overview.html",
    "pages/dependencies.html",
    "pages/doc.html",
    "pages/docs-home.html",
    "pages/docs-list.html",
    "pages/domain.html",
    "pages/entities.html",
    "pages/entity.html",
    "pages/environment.html",
    "pages/environments.html",
    "pages/feedback.html",
    "pages/golden-path.html",
    "pages/golden-paths.html",
    "pages/golden-version.html",
    "pages/graph.html",
    "pages/health.html",
    "pages/home.html",
    "pages/interfaces.html",
    "pages/kinds.html",
    "pages/letter.html",
    "pages/moved.html",
    "pages/not-found.html",
    "pages/ownership-gap.html",
    "pages/ownership.html",
    "pages/platform.html",
    "pages/removed.html",
    "pages/runs.html",
    "pages/score-card.html",
    "pages/score-check.html",
    "pages/score-matrix.html",
    "pages/scorecards.html",
    "pages/search.html",
    "pages/service.html",
    "pages/start.html",
    "pages/system.html",
    "pages/tab-actions.html",
    "pages/tab-delivery.html",
    "pages/tab-deployments.html",
    "pages/tab-environments.html",
    "pages/tab-scorecard.html",
    "pages/team.html",
    "pages/teams.html",
    "pages/weekly.html",
    "pages/weeks.html",
    "partials/action-approvals.html",
    "partials/action-field.html",
    "partials/action-hint.html",
    "partials/action-inputs.html",
    "partials/action-row.html",
    "partials/action-ways.html",
    "partials/api-content.html",
    "partials/api-line.html",
    "partials/api-operation.html",
    "partials/api-parameters.html",
    "partials/api-rail.html",
    "partials/campaign-rows.html",
    "partials/chart-table.html",
    "partials/chart.html",
    "partials/components.html",
    "partials/deployment-rows.html",
    "partials/doc-contents.html",
    "partials/doc-rows.html",
    "partials/drift.html",
    "partials/entity-rows.html",
    "partials/gap.html",
    "partials/home-changed.html",
    "partials/home-glance.html",
    "partials/home-verdict.html",
    "partials/leaving.html",
    "partials/level-shares.html",
    "partials/level-teams.html",
    "partials/metric-figure.html",
    "partials/metric-median.html",
    "partials/metric-spread.html",
    "partials/metric-standing.html",
    "partials/metric-teams.html",
    "partials/owned-rows.html",
    "partials/pages.html",
    "partials/path-figures.html",
    "partials/path-funnel.html",
    "partials/path-help.html",
    "partials/path-movers.html",
    "partials/path-share.html",
    "partials/picture.html",
    "partials/preview-rows.html",
    "partials/service-about.html",
    "partials/service-actions.html",
    "partials/service-calls.html",
    "partials/service-delivery.html",
    "partials/service-deployed.html",
    "partials/service-head.html",
    "partials/service-how.html",
    "partials/service-level.html",
    "partials/service-path.html",
    "partials/service-reading.html",
    "partials/service-rows.html",
    "partials/sources.html",
    "partials/strip-mark.html",
    "partials/strip.html",
    "partials/versions.html",
];

/// Every file by its path: the built-in ones, and an organisation's own in their place.
#[derive(Debug)]
pub struct Templates {
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

impl Templates {
    /// The built-in files, with those of the folder in their place.
    ///
    /// A page of one's own may need new partials, so any further `.html` is welcome; any other unknown name is a typing error.
    pub fn load(folder: Option<&Path>) -> Result<Self, SiteError> {
        let mut files: BTreeMap<String, Cow<'static, [u8]>> =
            FILES.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect();
        let Some(folder) = folder else { return Ok(Self { files }) };
        for entry in WalkDir::new(folder).sort_by_file_name() {
            let entry = entry.map_err(|error| SiteError::file(folder, error.into()))?;
            if entry.depth() == 0 || entry.file_type().is_dir() || entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if entry.path_is_symlink() {
                return Err(SiteError::LinkedTemplate(entry.path().to_owned()));
            }
            let relative = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            let name = relative.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let is_html = Path::new(&name).extension().is_some_and(|extension| extension == "html");
            if !files.contains_key(&name) && !is_html {
                return Err(SiteError::UnknownTemplate { path: entry.path().to_owned(), hint: nearest(&name) });
            }
            let bytes = std::fs::read(entry.path()).map_err(|error| SiteError::file(entry.path(), error))?;
            files.insert(name, Cow::Owned(bytes));
        }
        Ok(Self { files })
    }

    /// A file's bytes.
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.files.get(name).expect("because every name that the code asks for is in FILES")
    }

    /// A file as text.
    pub fn text(&self, name: &str) -> Result<&str, SiteError> {
        std::str::from_utf8(self.bytes(name)).map_err(|_| SiteError::Template(format!("{name}: not UTF-8")))
    }

    /// The names in a folder, sorted.
    pub fn names<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        self.files.keys().map(String::as_str).filter(move |name| name.starts_with(folder))
    }

    /// The engine with every `.html` parsed and escaping everywhere.
    pub fn engine(&self) -> Result<Tera, SiteError> {
        let mut tera = Tera::default();
        tera.autoescape_on(vec![".html"]);
        let mut sources = Vec::new();
        for name in self.files.keys().filter(|name| !name.starts_with("assets/")) {
            sources.push((name.as_str(), self.text(name)?));
        }
        tera.add_raw_templates(sources).map_err(|error| SiteError::template(&error))?;
        Ok(tera)
    }
}

fn nearest(name: &str) -> String {
    FILES
        .iter()
        .map(|(known, _)| (strsim::jaro_winkler(known, name), known))
        .filter(|(likeness, _)| *likeness > 0.85)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map_or_else(|| "site-templates/ of milepost's source holds all names".to_owned(), |(_, known)| format!("is it {known}?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_stand_in_order() {
        assert!(FILES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_template_parses_and_is_used() {
        let templates = Templates::load(None).expect("because the built-in files are sound");
        templates.engine().expect("because the built-in templates are sound");
        let html: Vec<&str> = FILES.iter().map(|(name, _)| *name).filter(|name| !name.starts_with("assets/")).collect();
        let all: String = html.iter().map(|name| templates.text(name).expect("because it is UTF-8")).collect();
        for name in html {
            let is_page = super::super::pages::PAGES.iter().any(|page| page.template() == name);
            let is_named = all.contains(&format!("\"{name}\""));
            // Components are known by what they define, and need no include.
            let is_components = name == "partials/components.html";
            assert!(is_page || is_named || is_components, "{name} is used by nothing");
        }
    }

    #[test]
    fn an_own_file_takes_the_place_of_ours_and_a_misspelt_one_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("pages")).expect("a folder");
        std::fs::write(folder.path().join("pages/not-found.html"), "mine").expect("a file");
        std::fs::write(folder.path().join("pages/extra.html"), "more").expect("a file");
        let templates = Templates::load(Some(folder.path())).expect("because both names are good");
        assert_eq!(templates.text("pages/not-found.html").expect("UTF-8"), "mine");
        assert_eq!(templates.text("pages/extra.html").expect("UTF-8"), "more");
        std::fs::create_dir_all(folder.path().join("assets/css")).expect("a folder");
        std::fs::write(folder.path().join("assets/css/2-bse.css"), "").expect("a file");
        let error = Templates::load(Some(folder.path())).expect_err("because the name is unknown").to_string();
        assert!(error.contains("2-base.css"), "{error}");
    }
}
