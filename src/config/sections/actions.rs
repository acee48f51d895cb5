//! `[actions]`: which workflows people may start from the portal, and how.

use crate::config::language::{Absent, Key, Table, Values, Word};
use crate::config::pattern::Globs;
use crate::config::reader::Section;

/// Which workflows people may start from the portal, and how.
#[derive(Debug, Clone)]
pub struct ActionSettings {
    /// Which workflows are offered.
    pub offer: Offer,
    /// The topic of repositories whose workflows are all offered.
    pub topic: String,
    /// The workflows that are offered, where they are listed.
    pub listed: Globs,
    /// Whether a page may start a run itself.
    pub run_here: bool,
    /// Where the host's API answers, where that does not follow from the host.
    pub api: Option<String>,
    /// The folder at the host that requests of what the platform promises are proposed into.
    pub manifests: Option<String>,
}

/// Which workflows are offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offer {
    /// Every workflow that can be started by hand.
    All,
    /// Those that a file describes, and those of repositories with the topic.
    Tagged,
    /// Those that are named.
    Listed,
}

pub(in crate::config) const TABLE: Table = Table {
    name: "actions",
    is_list: false,
    doc: "Which workflows people may start from the portal, and how. A workflow can be offered where it has `workflow_dispatch`.",
    keys: &[
        Key {
            name: "offer",
            values: Values::Words(&[
                Word { word: "all", doc: "Every workflow that can be started by hand." },
                Word {
                    word: "tagged",
                    doc: "Those that a file of `milepost.actions/`, a Backstage Template or a Port action describes, what a Kratix Promise offers, and all of a repository that has the topic `topic`.",
                },
                Word { word: "listed", doc: "Those that `listed` names." },
            ]),
            absent: Absent::Is("\"tagged\""),
            doc: "Which workflows stand on the portal's Actions page and on the pages of services.",
            example: "\"all\"",
            only_for: None,
        },
        Key {
            name: "topic",
            values: Values::Text,
            absent: Absent::Is("\"self-service\""),
            doc: "The topic of repositories all of whose workflows are offered, with `offer = \"tagged\"`.",
            example: "\"platform-actions\"",
            only_for: None,
        },
        Key {
            name: "listed",
            values: Values::Globs,
            absent: Absent::Is("[]"),
            doc: "The workflows that are offered with `offer = \"listed\"`: a repository's full name, `/` and the name of the workflow's file.",
            example: "[\"lumen-freight/platform/*\", \"lumen-freight/carrier-sync/retry-feed.yml\"]",
            only_for: None,
        },
        Key {
            name: "run_here",
            values: Values::Boolean,
            absent: Absent::Is("false"),
            doc: "Whether an action's page takes a person's own token and starts the run itself. Only for a portal that has its origin to itself: whoever can put a page on the same origin could read the token while it is typed. A terminal and the host's own page always work.",
            example: "true",
            only_for: None,
        },
        Key {
            name: "api",
            values: Values::Address,
            absent: Absent::Follows("`https://api.github.com`, or `https://HOST/api/v3` for another host"),
            doc: "Where the host's API answers browsers. The pages of actions may talk to it, and to nothing else.",
            example: "\"https://git.example.com/api/v3\"",
            only_for: None,
        },
        Key {
            name: "manifests",
            values: Values::Address,
            absent: Absent::Follows("`requests/` on the default branch of the repository that holds the Promise"),
            doc: "The folder that requests for what a Kratix Promise offers are proposed into: the address of its page at the host. The form's manifest is handed to the host's page for a new file there, from which it becomes a pull request.",
            example: "\"https://github.com/lumen-freight/cluster/tree/main/requests\"",
            only_for: None,
        },
    ],
};

impl ActionSettings {
    /// What holds for one repository by itself: it offers all that it has.
    pub fn everything() -> Self {
        Self { offer: Offer::All, topic: String::new(), listed: Globs::new(Vec::new()), run_here: false, api: None, manifests: None }
    }

    pub(in crate::config) fn of(section: &Section) -> Self {
        Self {
            offer: match section.text("offer").as_deref() {
                Some("all") => Offer::All,
                Some("listed") => Offer::Listed,
                _ => Offer::Tagged,
            },
            topic: section.text("topic").unwrap_or_default(),
            listed: Globs::new(section.texts("listed")),
            run_here: section.is("run_here"),
            api: section.text("api").map(|address| address.trim_end_matches('/').to_owned()),
            manifests: section.text("manifests"),
        }
    }
}
