//! The manual of this program, which the example's platform team keeps beside the configuration of its portal.

use super::content::Text;
use crate::config::reference;

/// Includes files of this repository by their path.
macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../", $name)))),*]
    };
}

/// Its files, sorted, save those that are made from the configuration's own definitions.
const FILES: &[(&str, &str)] = embedded![
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/README.md",
    "docs/collectors/bill.sh",
    "docs/collectors/pager.py",
    "docs/faq.md",
    "docs/getting-started/first-portal.md",
    "docs/getting-started/install.md",
    "docs/guides/connect-github.md",
    "docs/guides/connect-gitlab.md",
    "docs/guides/describe-services.md",
    "docs/guides/golden-paths.md",
    "docs/guides/scorecards.md",
    "docs/guides/self-service.md",
    "docs/guides/write-a-collector.md",
    "docs/incidents.md",
    "docs/metrics.md",
    "docs/publishing.md",
    "docs/reference/README.md",
    "docs/reference/cli.md",
    "docs/reference/column-mappings.md",
    "docs/reference/commands.md",
    "docs/reference/data.md",
    "docs/reference/descriptor-rules.md",
    "docs/reference/descriptors.md",
    "docs/reference/descriptors/README.md",
    "docs/reference/descriptors/compass.md",
    "docs/reference/descriptors/cortex.md",
    "docs/reference/descriptors/datadog.md",
    "docs/reference/descriptors/humanitec.md",
    "docs/reference/descriptors/kratix.md",
    "docs/reference/descriptors/opslevel.md",
    "docs/reference/descriptors/port.md",
    "docs/reference/descriptors/qovery.md",
    "docs/reference/descriptors/score.md",
    "docs/reference/diagnostics.md",
    "docs/reference/documentation.md",
    "docs/reference/facts.md",
    "docs/reference/github.md",
    "docs/reference/gitlab.md",
    "docs/reference/golden-paths.md",
    "docs/reference/mcp.md",
    "docs/reference/milepost-actions.md",
    "docs/reference/milepost-yaml.md",
    "docs/reference/milepost.actions.schema.json",
    "docs/reference/milepost.schema.json",
    "docs/reference/scorecards.md",
    "docs/reference/webhooks.md",
    "docs/scorecards/production-ready.toml",
    "docs/theming.md",
    "docs/troubleshooting.md",
    "docs/upgrading.md",
    "mkdocs.yml",
];

/// Every file of the manual: the path, and what it holds.
pub fn files() -> Vec<Text> {
    let made = reference::pages().into_iter().map(|page| (page.path.to_owned(), page.text));
    FILES.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).chain(made).collect()
}
