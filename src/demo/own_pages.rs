//! The pages that the example's platform team wrote for its portal.

/// The folder that they lie in, beside the configuration.
pub const FOLDER: &str = "portal-pages";

/// Their files: the path below the folder, and what it holds.
pub const FILES: &[(&str, &str)] = &[
    ("index.md", include_str!("pages/index.md")),
    ("start-a-service.md", include_str!("pages/start-a-service.md")),
    ("when-it-breaks.md", include_str!("pages/when-it-breaks.md")),
];

/// The links that lead to them, and to the team.
pub(super) const NAVIGATION: &str = r#"[[navigation]]
label = "How we work"
to = "/pages/"
bar = true

[[navigation]]
label = "Ask the platform team"
to = "https://chat.lumenfreight.example/channels/platform"
"#;
