//! `[site]`: where the pages go, and who will read them.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::reader::{Reader, Section};
use milepost_model::record::repository::Visibility;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use url::Url;

/// Where the pages go, and who will read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The name in the top bar and in every title.
    pub title: String,
    /// Where people will open it, with `/` at its end.
    pub url: Option<String>,
    /// The path below its host, with `/` at both ends.
    pub base_path: String,
    /// The folder that the pages are written to.
    pub out: PathBuf,
    /// A folder whose files take the place of the built-in templates and assets of the same name.
    pub templates: Option<PathBuf>,
    /// A file that changes the colours.
    pub theme: Option<PathBuf>,
    /// Whether every link ends in `index.html`, so that the site opens from a folder.
    pub file_urls: bool,
    /// Who will read it.
    pub audience: Audience,
    /// Which named bands figures are shown with.
    pub bands: BandTable,
    /// How dates and numbers are written: a word of the key's list.
    pub locale: String,
    /// A drawing or an image that takes the place of the sign in the top bar: on light pages, and on dark ones.
    pub logo: Option<PathBuf>,
    /// The one on dark pages, where it is another.
    pub logo_dark: Option<PathBuf>,
    /// The folder of pages of one's own.
    pub pages: Option<PathBuf>,
    /// What these files hold, once somebody has read them.
    pub own: OwnFiles,
}

/// What the files that the section names hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnFiles {
    /// The style that the file of `theme` comes to.
    pub theme_style: Option<String>,
    /// The content of `logo`.
    pub logo: Option<Vec<u8>>,
    /// The content of `logo_dark`.
    pub logo_dark: Option<Vec<u8>>,
    /// The files below `pages`, by their paths there, with `/`.
    pub pages: BTreeMap<String, Vec<u8>>,
}

/// Which named bands figures are shown with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandTable {
    /// None: DORA's answers and positions say it.
    Unnamed,
    /// DORA's table of 2023.
    Dora2023,
    /// DORA's table of 2024.
    Dora2024,
    /// The bands of `[[band]]`.
    Custom,
}

/// Who will read the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody: only repositories that are known to be public may be in it.
    Public,
    /// The organisation: every repository may be in it.
    Internal,
}

impl Audience {
    /// Whether a repository of this newest known visibility may be in the portal. Unknown counts as private.
    pub fn admits(self, newest: Option<&Visibility>) -> bool {
        match self {
            Self::Internal => true,
            Self::Public => newest == Some(&Visibility::Public),
        }
    }
}

pub(in crate::config) const TABLE: Table = Table {
    name: "site",
    is_list: false,
    doc: "Where the pages go, and who will read them.",
    keys: &[
        Key {
            name: "visibility",
            values: Values::Words(&[
                Word {
                    word: "public",
                    doc: "Everybody may read the portal. A repository is in it only while its newest known visibility is public; an unknown one counts as private.",
                },
                Word { word: "internal", doc: "Only the organisation reads the portal. Every repository is in it." },
            ]),
            absent: Absent::Is("\"public\""),
            doc: "Who will read the portal. A repository that they may not see leaves no trace in any page, file or index. Clones carry no visibility: for them set `assume_visibility` in their source.",
            example: "\"internal\"",
            only_for: None,
        },
        Key {
            name: "title",
            values: Values::Text,
            absent: Absent::Follows("the organisation's name"),
            doc: "The portal's name in the top bar and in every title.",
            example: "\"Lumen Freight portal\"",
            only_for: None,
        },
        Key {
            name: "url",
            values: Values::Address,
            absent: Absent::Follows("no sitemap, feed or canonical links"),
            doc: "Where people will open the portal.",
            example: "\"https://portal.example.com/\"",
            only_for: None,
        },
        Key {
            name: "base_path",
            values: Values::BasePath,
            absent: Absent::Follows("the path of `url`, else `/`"),
            doc: "The path below the host where the portal lies. Only the page for unknown addresses needs it; all other links are relative.",
            example: "\"/portal/\"",
            only_for: None,
        },
        Key {
            name: "out",
            values: Values::Path,
            absent: Absent::Is("\"site\""),
            doc: "The folder that the pages are written to. `--out` goes before it.",
            example: "\"public\"",
            only_for: None,
        },
        Key {
            name: "file_urls",
            values: Values::Boolean,
            absent: Absent::Is("false"),
            doc: "Whether every link ends in `index.html`, so that the portal opens from a folder without a server. `--file-urls` is the same as `true`.",
            example: "true",
            only_for: None,
        },
        Key {
            name: "templates",
            values: Values::Path,
            absent: Absent::Follows("the built-in templates"),
            doc: "A folder whose files take the place of the built-in templates and assets of the same name, file by file.",
            example: "\"portal-templates\"",
            only_for: None,
        },
        Key {
            name: "theme",
            values: Values::Path,
            absent: Absent::Follows("the built-in colours"),
            doc: "A file that changes the accent colours; theme.md describes it.",
            example: "\"theme.toml\"",
            only_for: None,
        },
        Key {
            name: "logo",
            values: Values::Path,
            absent: Absent::Follows("milepost's sign"),
            doc: "A drawing (SVG) or an image (PNG, JPEG, WebP, GIF) of at most 256 KB that stands before the title in the top bar. What could act in a drawing is taken out.",
            example: "\"logo.svg\"",
            only_for: None,
        },
        Key {
            name: "logo_dark",
            values: Values::Path,
            absent: Absent::Follows("the same as `logo`"),
            doc: "The one for dark pages, where `logo` could not be told apart from them.",
            example: "\"logo-dark.svg\"",
            only_for: None,
        },
        Key {
            name: "pages",
            values: Values::Path,
            absent: Absent::Follows("no pages of one's own"),
            doc: "A folder of Markdown files that become pages of the portal below `/pages/`; [theming](../theming.md) says how. The foot of every page links to them, search finds them, and what is wrong with their links and images is told as with any documentation.",
            example: "\"portal-pages\"",
            only_for: None,
        },
        Key {
            name: "locale",
            values: Values::Words(&[
                Word { word: "en-GB", doc: "20 Nov 2026, 1 862 services, 9.4 h." },
                Word { word: "en-US", doc: "Nov 20, 2026, 1,862 services, 9.4 h." },
                Word { word: "de", doc: "20.11.2026, 1.862 services, 9,4 h." },
                Word { word: "fr", doc: "20/11/2026, 1 862 services, 9,4 h." },
            ]),
            absent: Absent::Is("\"en-GB\""),
            doc: "How dates and numbers are written, with the names of months and weekdays. All other words of the portal are English; times are UTC. Data files are the same in every locale.",
            example: "\"en-US\"",
            only_for: None,
        },
        Key {
            name: "bands",
            values: Values::Words(&[
                Word {
                    word: "none",
                    doc: "No named bands: figures carry DORA's answers and a position from 0 to 10. DORA itself dropped named bands in 2025.",
                },
                Word { word: "dora-2023", doc: "The last of DORA's tables whose bands all rise together." },
                Word {
                    word: "dora-2024",
                    doc: "DORA's last table, for lead time, frequency and recovery only: its fail rates do not rise with its bands.",
                },
                Word { word: "custom", doc: "The bands of `[[band]]`." },
            ]),
            absent: Absent::Is("\"none\""),
            doc: "Which named bands the figures of delivery are shown with. The table's name stands beside every word of it.",
            example: "\"dora-2023\"",
            only_for: None,
        },
    ],
};

impl Site {
    pub(in crate::config) fn of(section: &Section, folder: &Path, organisation: &str) -> Self {
        let url = section.text("url").map(|url| with_slash(&url));
        let base_path = section.text("base_path").map(|path| with_slash(&path));
        let from_url = || Url::parse(url.as_deref()?).ok().map(|url| url.path().to_owned());
        Self {
            title: section.text("title").unwrap_or_else(|| organisation.to_owned()),
            base_path: base_path.or_else(from_url).unwrap_or_else(|| "/".to_owned()),
            url,
            out: folder.join(section.text("out").unwrap_or_default()),
            templates: section.text("templates").map(|path| folder.join(path)),
            theme: section.text("theme").map(|path| folder.join(path)),
            file_urls: section.is("file_urls"),
            locale: section.text("locale").unwrap_or_default(),
            logo: section.text("logo").map(|path| folder.join(path)),
            logo_dark: section.text("logo_dark").map(|path| folder.join(path)),
            pages: section.text("pages").map(|path| folder.join(path)),
            own: OwnFiles::default(),
            bands: match section.text("bands").as_deref() {
                Some("dora-2023") => BandTable::Dora2023,
                Some("dora-2024") => BandTable::Dora2024,
                Some("custom") => BandTable::Custom,
                _ => BandTable::Unnamed,
            },
            audience: if section.text("visibility").as_deref() == Some("internal") { Audience::Internal } else { Audience::Public },
        }
    }

    /// Complains where keys contradict each other.
    pub(in crate::config) fn cross_check(section: &Section, reader: &mut Reader<'_>) {
        if let (None, Some(span)) = (section.text("logo"), section.span_of("logo_dark")) {
            reader.complain("config/contradiction", span, "[site] has a logo_dark and no logo", "name the one for light pages as logo");
        }
        let (Some(url), Some(base), Some(span)) = (section.text("url"), section.text("base_path"), section.span_of("base_path")) else {
            return;
        };
        let path = Url::parse(&with_slash(&url)).map(|url| url.path().to_owned()).unwrap_or_default();
        if path != with_slash(&base) {
            let message = format!("[site] base_path is “{base}”, and the path of its url is “{path}”");
            reader.complain("config/contradiction", span, message, "remove base_path, or make the two agree");
        }
    }
}

fn with_slash(text: &str) -> String {
    if text.ends_with('/') { text.to_owned() } else { format!("{text}/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_visibility_counts_as_private() {
        for (visibility, in_public) in [
            (None, false),
            (Some(Visibility::Public), true),
            (Some(Visibility::Internal), false),
            (Some(Visibility::Private), false),
            (Some(Visibility::Other("secret".to_owned())), false),
        ] {
            assert_eq!(Audience::Public.admits(visibility.as_ref()), in_public, "{visibility:?}");
            assert!(Audience::Internal.admits(visibility.as_ref()));
        }
    }
}
