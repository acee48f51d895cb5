//! The pages that the example's platform team wrote for its portal.

/// The folder that they lie in, beside the configuration.
pub const FOLDER: &str = "portal-pages";

/// Their files: the path below the folder, and what it holds.
pub const FILES: &[(&str, &str)] = &[
    ("index.md", include_str!("pages/index.md")),
    ("start-a-service.md", include_str!("pages/start-a-service.md")),
    ("when-it-breaks.md", include_str!("pages/when-it-breaks.md")),
];

/// What the platform team says comes next: the file's path beside the configuration, and what it holds.
pub const ROADMAP: (&str, &str) = ("platform/roadmap.md", include_str!("pages/roadmap.md"));

/// What it thinks of its platform.
pub(super) const ASSESSMENT: &str = r#"maturity = "cncf"
assessed_on = 2026-10-05
assessed_by = "the platform team with Pricing, Tracking and Customs"
roadmap = "platform/roadmap.md"
aspect = [
  { aspect = "investment", level = 2, why = "Five people full time; what they may spend is agreed **a quarter at a time**.", next = "A budget for a year." },
  { aspect = "adoption", level = 3, why = "New services come to the paths by themselves; older ones need a hand.", next = "Whom to help next, two services a week." },
  { aspect = "interfaces", level = 3, why = "What is asked for often is an action.", next = "Databases in production." },
  { aspect = "operations", level = 2, why = "The team’s own services have runbooks, its templates have none.", next = "A runbook for each template." },
  { aspect = "measurement", level = 3, why = "Adoption and delivery are looked at every Monday; surveys come twice a year." },
]
"#;

/// The links that lead to them, and to the team.
pub(super) const NAVIGATION: &str = r#"[[navigation]]
label = "How we work"
to = "/pages/"
bar = true

[[navigation]]
label = "Ask the platform team"
to = "https://chat.lumenfreight.example/channels/platform"
"#;
