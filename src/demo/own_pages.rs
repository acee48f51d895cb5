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

[[navigation]]
label = "Manual of milepost"
to = "/catalog/milepost/docs/"
"#;

/// The way to a first deployment as the platform team tells it.
pub(super) const START: &str = r#"[[start]]
title = "Get access"
text = "Ask your lead for the group **engineering**. It brings the code, the chat and the staging cluster."
link = "https://github.com/orgs/lumenfreight/teams/engineering"
label = "The group engineering"
minutes = 15
helps = "your team’s lead"
works = "`gh auth status` names you, and `git clone` of any service works."

[[start]]
title = "Run a service on your machine"
text = "Clone `label-printer`, our smallest service, and run `just dev`. It starts beside a database with example shipments."
link = "/catalog/label-printer/"
label = "label-printer"
minutes = 30
helps = "group:tracking"
works = "`curl localhost:8080/healthz` answers `ok`."

[[start]]
title = "Create a service of your own"
text = "For your first one take a name that ends in `-sandbox`: those are removed after two weeks."
path = "rust-service"
action = "create-service"
link = "/pages/start-a-service/"
label = "Start a service"
minutes = 10
helps = "group:platform"
works = "There is a repository with one commit, and its first pipeline is green."

[[start]]
title = "Open a pull request"
text = "Change the greeting in `src/main.rs`, and describe in one sentence what somebody who calls it will notice."
minutes = 20
helps = "Anybody of your team may review it"
works = "Two checks are green and somebody has approved."

[[start]]
title = "See it in staging"
text = "A merge deploys to staging by itself."
minutes = 10
works = "The address in the pipeline’s last line greets you in your own words."

[[start]]
title = "Deploy it to production"
text = "A second pair of eyes says yes to each deployment."
action = "deploy"
minutes = 15
helps = "group:platform"
works = "The action’s run is green."

[[start]]
title = "Find it here"
text = "The portal reads every repository each morning."
link = "/catalog/"
label = "Catalog"
works = "Your service stands in the catalog on the next morning, with your team as its owner."
"#;

/// Where readers say what is wrong with a page.
pub(super) const FEEDBACK: &str = r#"[feedback]
repository = "lumenfreight/portal"
template = "feedback.yml"
labels = ["portal"]
readers = "group:platform"
"#;
