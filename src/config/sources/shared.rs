//! The keys that all sources behind a network share.

use crate::config::language::{Absent, Key, Values, Word};
use crate::config::reader::Section;
use crate::config::value::Value;
use milepost_collectors::remote::{Limits, Runs};
use std::time::Duration;

/// Whose runs are read.
pub(super) fn runs(section: &Section) -> Runs {
    match section.text("runs").as_deref() {
        Some("all") => Runs::All,
        Some("none") => Runs::None,
        _ => Runs::DefaultBranch,
    }
}

/// What a run may use.
pub(super) fn limits(section: &Section) -> Limits {
    let whole = |name| section.get(name).and_then(Value::whole);
    let minutes = |name| whole(name).map(|minutes| Duration::from_secs(minutes * 60));
    Limits { requests: whole("max_requests"), deadline: minutes("deadline_minutes"), longest_wait: minutes("max_wait_minutes") }
}

const fn key(name: &'static str, values: Values, absent: Absent, doc: &'static str, example: &'static str) -> Key {
    Key { name, values, absent, doc, example, only_for: Some("github gitlab") }
}

const NONE: Absent = Absent::Is("[]");

const ISSUES: Option<&str> = Some("github gitlab webhooks");

pub(super) const KEYS: [Key; 22] = [
    key(
        "host",
        Values::Host,
        Absent::Follows("`kind`: `github.com` or `gitlab.com`"),
        "Where it is: `github.com`, a host below `ghe.com`, `gitlab.com`, or a server of one's own.",
        "\"git.example.com\"",
    ),
    key(
        "api",
        Values::Address,
        Absent::Follows(
            "`host`: `https://api.github.com`, `https://api.NAME.ghe.com` or `https://HOST/api/v3`; for a GitLab `/api/v4` below `web`",
        ),
        "Where its API is, for gateways. GitHub's GraphQL is asked beside it, at `/api/graphql` on a server of one's own.",
        "\"https://git.example.com/api/v3\"",
    ),
    key(
        "web",
        Values::Address,
        Absent::Follows("`https://` and `host`"),
        "Where its pages and its git are. A GitLab may lie below a path.",
        "\"https://git.example.com\"",
    ),
    key(
        "token_env",
        Values::Text,
        Absent::Follows("`kind`: `\"GITHUB_TOKEN\"` or `\"GITLAB_TOKEN\"`"),
        "The environment variable that holds the token. For GitHub a classic one, a fine-grained one, or the one of a workflow run, which sees its own repository only; for GitLab one that `token_as` names, with the scopes `read_api` and `read_repository`.",
        "\"MILEPOST_GITHUB_TOKEN\"",
    ),
    key("topics", Values::Globs, NONE, "Topics, one of which a repository must have to be read.", "[\"service\", \"library-*\"]"),
    key("archived", Values::Boolean, Absent::Is("true"), "Whether archived repositories are read.", "false"),
    key("forks", Values::Boolean, Absent::Is("false"), "Whether forks are read.", "true"),
    key(
        "visibilities",
        Values::Texts,
        NONE,
        "The visibilities that are read: `public`, `internal`, `private`. None written means all.",
        "[\"public\", \"internal\"]",
    ),
    key(
        "runs",
        Values::Words(&[
            Word { word: "default-branch", doc: "Runs on the default branch." },
            Word { word: "all", doc: "Runs of every branch and tag; many more of them." },
            Word { word: "none", doc: "No runs." },
        ]),
        Absent::Is("\"default-branch\""),
        "Which runs of workflows or pipelines are read.",
        "\"all\"",
    ),
    Key {
        name: "incident_labels",
        values: Values::Texts,
        absent: Absent::Follows("`kind`: `[\"incident\"]`, and none for GitLab"),
        doc: "Labels of issues that are incidents. GitLab's issues of the type incident are incidents without one.",
        example: "[\"incident\", \"outage\"]",
        only_for: ISSUES,
    },
    Key {
        name: "ticket_repositories",
        values: Values::Globs,
        absent: NONE,
        doc: "Full names of repositories whose issues are requests to the platform team.",
        example: "[\"lumen-freight/platform\"]",
        only_for: ISSUES,
    },
    key(
        "mirrors",
        Values::Boolean,
        Absent::Is("true"),
        "Whether repositories are mirrored below `cache`, without contents, for their files and history. Needs git on the PATH, and costs none of the API's budget.",
        "false",
    ),
    key("days", Values::Whole { least: 1, most: 3_650 }, Absent::Is("365"), "How many days back a first run reads.", "180"),
    key(
        "cache",
        Values::Path,
        Absent::Is("\".milepost-cache\""),
        "The folder of answers and mirrors. What is in it can be fetched again.",
        "\"/var/cache/milepost\"",
    ),
    key(
        "raw",
        Values::Path,
        Absent::Follows("nowhere: raw answers are not kept"),
        "The folder that raw answers are kept in, so that `milepost collect --replay` reads them again without a network. Keep it as private as the repositories.",
        "\"raw\"",
    ),
    key(
        "max_requests",
        Values::Whole { least: 1, most: 1_000_000 },
        Absent::Follows("no limit but the host's own"),
        "After so many requests a run ends and says what is missing; the next one goes on.",
        "4_000",
    ),
    key(
        "deadline_minutes",
        Values::Whole { least: 1, most: 1_440 },
        Absent::Follows("none"),
        "After so long a run ends in the same way.",
        "50",
    ),
    key(
        "max_wait_minutes",
        Values::Whole { least: 0, most: 70 },
        Absent::Is("20"),
        "How long a run waits for a limit of the host to pass. Where it would be longer, the run ends.",
        "60",
    ),
    key("concurrency", Values::Whole { least: 1, most: 50 }, Absent::Is("6"), "How many requests are under way at once.", "4"),
    key(
        "requests_per_minute",
        Values::Whole { least: 1, most: 100_000 },
        Absent::Is("700"),
        "How many requests are sent in a minute. GitHub itself allows 900, gitlab.com 2 000.",
        "2_000",
    ),
    key(
        "ca_file",
        Values::Path,
        Absent::Follows("the machine's authorities alone"),
        "A file of certificates, in PEM form, of authorities that are trusted besides.",
        "\"company-ca.pem\"",
    ),
    key(
        "request_seconds",
        Values::Whole { least: 5, most: 600 },
        Absent::Is("60"),
        "How long one request may take before it is made again.",
        "120",
    ),
];
