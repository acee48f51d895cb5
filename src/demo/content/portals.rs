//! Descriptors of other portals and of what runs workloads, as teams that came from elsewhere keep them.

use super::Text;
use super::words::quoted;
use crate::demo::plan::{Part, Unit};
use std::fmt::Write as _;

/// `opslevel.yml`
pub(super) fn opslevel(unit: &Unit, part: &Part) -> String {
    let mut text = format!(
        "---\nversion: 1\ncomponent:\n  name: {}\n  type: {}\n  owner: {}\n  lifecycle: generally_available\n  tier: tier_{}\n  system: {}\n  language: {}\n  description: {}\n  aliases:\n",
        part.name,
        part.kind,
        unit.team,
        unit.tier,
        unit.system,
        part.language.name(),
        quoted(&part.says),
    );
    let _ = write!(
        text,
        "  tags:\n  - key: db\n    value: postgresql\n  tools:\n  - name: Pager\n    category: incidents\n    url: https://oncall.lumenfreight.example/{0}\n  - name: Runbook\n    category: runbooks\n    url: https://wiki.lumenfreight.example/runbooks/{0}\n  - name: Dashboard\n    category: metrics\n    url: https://grafana.lumenfreight.example/d/{0}\n    environment: Production\n",
        part.name
    );
    for (at, need) in part.needs.iter().enumerate() {
        let key = if at == 0 { "  dependencies:\n" } else { "" };
        let _ = writeln!(text, "{key}  - alias: {need}");
    }
    text
}

/// `port.yml`
pub(super) fn port(unit: &Unit, part: &Part) -> String {
    let mut text = format!(
        "- identifier: {0}\n  title: {0}\n  blueprint: {1}\n  team: [{2}]\n  properties:\n    description: {3}\n    lifecycle: {4}\n    tier: {5}\n    language: {6}\n    runbook: https://wiki.lumenfreight.example/runbooks/{0}\n    dashboard: https://grafana.lumenfreight.example/d/{0}\n    chat: https://chat.lumenfreight.example/channels/team-{2}\n  relations:\n    system: {7}\n",
        part.name,
        part.kind,
        unit.team,
        quoted(&part.says),
        unit.lifecycle,
        unit.tier,
        part.language.name().to_lowercase(),
        unit.system,
    );
    if !part.needs.is_empty() {
        let _ = writeln!(text, "    uses: [{}]", part.needs.join(", "));
    }
    text
}

/// `compass.yml`, which names its owner by an identifier that only the configuration can read.
pub(super) fn compass(unit: &Unit, part: &Part) -> String {
    format!(
        "configVersion: 1\nname: {0}\nid: 'ari:cloud:compass:lumenfreight:component/lumenfreight/{0}'\ndescription: {1}\ntypeId: SERVICE\nownerId: 'ari:cloud:identity::team/lumenfreight-{2}'\nfields:\n  tier: {3}\n  lifecycle: Pre-release\nlinks:\n  - name: Runbook\n    type: DOCUMENT\n    url: 'https://wiki.lumenfreight.example/runbooks/{0}'\n  - name: Dashboard\n    type: DASHBOARD\n    url: 'https://grafana.lumenfreight.example/d/{0}'\nrelationships: {{}}\nlabels:\n  - {4}\ncustomFields: null\n",
        part.name,
        quoted(&part.says),
        unit.team,
        unit.tier,
        part.nouns[0],
    )
}

/// `cortex.yaml`
pub(super) fn cortex(unit: &Unit, part: &Part) -> String {
    let mut text = format!(
        "openapi: 3.0.1\ninfo:\n  title: {0}\n  description: {1}\n  x-cortex-tag: {0}\n  x-cortex-type: service\n  x-cortex-groups:\n    - tier-{2}\n    - lifecycle:{3}\n  x-cortex-owners:\n    - type: group\n      name: {4}\n      provider: CORTEX\n  x-cortex-git:\n    github:\n      repository: lumenfreight/{5}\n  x-cortex-link:\n    - name: Runbook\n      type: runbook\n      url: https://wiki.lumenfreight.example/runbooks/{0}\n  x-cortex-oncall:\n    pagerduty:\n      id: P{6:04}\n      type: SCHEDULE\n",
        part.name,
        quoted(&part.says),
        unit.tier,
        unit.lifecycle,
        unit.team,
        unit.name,
        unit.index,
    );
    for (at, need) in part.needs.iter().enumerate() {
        let key = if at == 0 { "  x-cortex-dependency:\n" } else { "" };
        let _ = writeln!(text, "{key}    - tag: {need}");
    }
    text
}

/// Further files about services that have a descriptor already: how they are watched and how they are deployed.
pub(super) fn beside(unit: &Unit) -> Vec<Text> {
    let main = unit.main();
    match unit.name.as_str() {
        "payments-hub" | "billing-ledger" => {
            vec![("service.datadog.yaml".to_owned(), datadog(unit, main)), (format!("{}score.yaml", main.folder), score(main))]
        }
        "tariff-api" => vec![(format!("{}score.yaml", main.folder), score(main))],
        "fuel-surcharge" => vec![("qovery.tf".to_owned(), qovery(main))],
        _ => Vec::new(),
    }
}

/// The team's own view in the tool that watches the service.
fn datadog(unit: &Unit, part: &Part) -> String {
    format!(
        "schema-version: v2.2\ndd-service: {0}\nteam: {1}\ntier: \"{2}\"\nlanguages:\n  - {3}\ncontacts:\n  - type: slack\n    contact: https://chat.lumenfreight.example/channels/team-{1}\nlinks:\n  - name: Traces\n    type: other\n    url: https://traces.lumenfreight.example/?service={0}\ntags:\n  - cost-centre:{1}\n",
        part.name,
        unit.team,
        unit.tier,
        part.language.name().to_lowercase(),
    )
}

/// The workload. All that move money write to one stream of events, which is one resource.
fn score(part: &Part) -> String {
    format!(
        "apiVersion: score.dev/v1b1\nmetadata:\n  name: {0}\nservice:\n  ports:\n    http:\n      port: 80\n      targetPort: 8080\ncontainers:\n  main:\n    image: ghcr.io/lumenfreight/{0}\n    variables:\n      EVENTS: ${{resources.events.topic}}\nresources:\n  events:\n    type: kafka-topic\n    id: money-events\n",
        part.name
    )
}

/// The environment that the service alone runs in.
fn qovery(part: &Part) -> String {
    format!(
        "resource \"qovery_environment\" \"production\" {{\n  project_id = var.project\n  name       = \"pricing-production\"\n  mode       = \"PRODUCTION\"\n}}\n\nresource \"qovery_database\" \"prices\" {{\n  environment_id = qovery_environment.production.id\n  name           = \"{0}-prices\"\n  type           = \"POSTGRESQL\"\n  version        = \"17\"\n}}\n\nresource \"qovery_job\" \"{0}\" {{\n  environment_id = qovery_environment.production.id\n  name           = \"{0}\"\n  environment_variables = [\n    {{ key = \"DATABASE\", value = qovery_database.prices.internal_host }},\n  ]\n}}\n",
        part.name
    )
}

/// What the platform offers, with the forms in which one asks for it.
pub(super) fn offered() -> Vec<Text> {
    vec![
        ("promises/postgresql/promise.yaml".to_owned(), include_str!("text/promise.yaml").to_owned()),
        ("humanitec/topic.yaml".to_owned(), include_str!("text/topic.yaml").to_owned()),
    ]
}
