//! What a site may be told about where it will live.

use super::{Bands, Feedback, LinkTemplate, Locale, Logo, OwnLink, StartStep};
use std::path::PathBuf;

/// Where the site will be, and how its links are written.
#[derive(Debug, Clone)]
pub struct SiteSettings {
    /// The name in the top bar and in every title.
    pub title: String,
    /// The address where people will open it, such as `https://portal.example.org/`; without one there is no sitemap.
    pub site_url: Option<String>,
    /// The path below that host, which only the page for unknown addresses needs.
    pub base_path: String,
    /// Whether every link ends in `index.html`, so that the site opens from a folder.
    pub file_urls: bool,
    /// A folder whose files take the place of the built-in templates and assets of the same name.
    pub templates: Option<PathBuf>,
    /// Style that comes after the site's own, such as other colours.
    pub theme_style: Option<String>,
    /// The table of named bands that figures are shown with, where anybody wants one.
    pub bands: Option<Bands>,
    /// Whether the page of an action may start a run itself.
    pub run_here: bool,
    /// Where the host's API answers browsers, where that does not follow from the host.
    pub api: Option<String>,
    /// The folder at the host that requests of what the platform promises are proposed into.
    pub manifests: Option<String>,
    /// Words that mean the same, a list for each meaning, besides the built-in ones.
    pub synonyms: Vec<Vec<String>>,
    /// Where people ask when search finds nothing.
    pub ask: Option<String>,
    /// How dates and numbers are written.
    pub locale: Locale,
    /// The sign in the top bar, where it is not milepost's.
    pub logo: Option<Logo>,
    /// Links of the organisation's own.
    pub navigation: Vec<OwnLink>,
    /// Where to look further into what runs in an environment.
    pub environment_links: Vec<LinkTemplate>,
    /// The organisation's own steps to a first deployment.
    pub start: Vec<StartStep>,
    /// Where readers say what is wrong with a page.
    pub feedback: Option<Feedback>,
    /// The name of the folder of the portal's own pages, for what is told of them.
    pub pages_folder: String,
    /// Whether to write into a folder that holds files of somebody else.
    pub is_forced: bool,
}

impl Default for SiteSettings {
    fn default() -> Self {
        Self {
            title: "milepost".to_owned(),
            site_url: None,
            base_path: "/".to_owned(),
            file_urls: false,
            templates: None,
            theme_style: None,
            bands: None,
            run_here: false,
            api: None,
            manifests: None,
            synonyms: Vec::new(),
            ask: None,
            locale: Locale::default(),
            logo: None,
            navigation: Vec::new(),
            environment_links: Vec::new(),
            start: Vec::new(),
            feedback: None,
            pages_folder: String::new(),
            is_forced: false,
        }
    }
}
