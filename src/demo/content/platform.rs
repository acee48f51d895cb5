//! The platform team's repository: paths, reusable workflows, actions and the roadmap.

use super::{Text, actions, portals};
use crate::demo::plan::GoldenPath;

const REUSABLE: &str = "# «path» «version»: tests, scans, builds and signs. Call it; do not copy it.
name: «path»
on:
  workflow_call:
    inputs:
      service:
        description: The service's name in the catalog
        type: string
        required: true
      working-directory:
        type: string
        default: .

permissions: {}

jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 20
    permissions:
      contents: read
      id-token: write # signs the image
      packages: write # pushes it
    env:
      IMAGE: registry.lumenfreight.example/${{ inputs.service }}:${{ github.sha }}
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - name: Test
        working-directory: ${{ inputs.working-directory }}
        run: «test»
      - name: Look for secrets and known holes
        run: lumen scan .
      - name: Build the image
        run: docker build --tag \"$IMAGE\" .
      - name: Write the SBOM
        run: syft \"$IMAGE\" -o spdx-json
";

const DEPLOY_SERVICE: &str = "# Deploys an image that was built before. Nothing is built here.
name: deploy-service
on:
  workflow_call:
    inputs:
      service: { type: string, required: true }
      environment: { type: string, required: true }

permissions: {}

jobs:
  deploy:
    name: Deploy
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    environment: ${{ inputs.environment }}
    concurrency: ${{ inputs.service }}-${{ inputs.environment }}
    permissions:
      id-token: write # the platform knows the run by it
    env:
      SERVICE: ${{ inputs.service }}
      ENVIRONMENT: ${{ inputs.environment }}
    steps:
      - run: lumen deploy \"$SERVICE\" --to \"$ENVIRONMENT\" --commit \"$GITHUB_SHA\"
      - run: lumen watch \"$SERVICE\" --for 5m
";

/// What the repository holds besides the paths.
pub(in crate::demo) fn platform_base() -> Vec<Text> {
    let mut files = vec![
        ("README.md".to_owned(), "# Platform\n\nThe golden paths of Lumen Freight: templates, reusable workflows, and the actions that anybody may run. What comes next is in [the roadmap](platform/roadmap.md).\n\n## Run it locally\n\n```sh\njust check    # lints every workflow and renders every template\n```\n\nQuestions: #platform. We answer within an hour, on working days.\n".to_owned()),
        ("catalog-info.yaml".to_owned(), "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: platform\n  description: Golden paths, reusable workflows and self-service actions.\n  annotations:\n    github.com/project-slug: lumenfreight/platform\nspec:\n  type: library\n  lifecycle: production\n  owner: platform\n  system: developer-platform\n".to_owned()),
        (".github/CODEOWNERS".to_owned(), "*  @lumenfreight/platform\n".to_owned()),
        ("justfile".to_owned(), "# Lint every workflow and render every template\ncheck:\n    actionlint\n    ./scripts/render.sh\n".to_owned()),
        ("scripts/render.sh".to_owned(), "#!/bin/sh\nset -eu\nfor path in templates/*; do copier copy --defaults \"$path\" \"$(mktemp -d)\"; done\n".to_owned()),
        ("platform/roadmap.md".to_owned(), include_str!("text/roadmap.md").to_owned()),
        (".github/workflows/deploy-service.yml".to_owned(), DEPLOY_SERVICE.to_owned()),
        ("LICENSE".to_owned(), include_str!("text/license.txt").to_owned()),
    ];
    files.extend(portals::offered());
    files.extend(actions::offered());
    files
}

/// What a release of a path changes.
pub(in crate::demo) fn platform_at(path: GoldenPath, version: &str) -> Vec<Text> {
    let name = path.name();
    let test = match path {
        GoldenPath::Rust => "cargo test --locked",
        GoldenPath::Go => "go test -race ./...",
        GoldenPath::Web => "npm ci && npm test",
        GoldenPath::Python => "uv run pytest",
    };
    let workflow =
        REUSABLE.replace("«path»", name).replace("«version»", version).replace("«tag»", &path.tag(version)).replace("«test»", test);
    let copier = format!(
        "# {name} {version}\n_subdirectory: files\n_min_copier_version: \"9\"\nname:\n  type: str\n  help: Lower case letters and digits with dashes\nteam:\n  type: str\ntier:\n  type: int\n  default: 3\n"
    );
    let template = format!(
        "apiVersion: scaffolder.backstage.io/v1beta3\nkind: Template\nmetadata:\n  name: {name}\n  title: {name}\n  description: The golden path for a new {name}, version {version}.\nspec:\n  owner: platform\n  type: service\n  parameters:\n    - title: The service\n      required: [name, team]\n      properties:\n        name: {{ type: string, title: Name, pattern: '^[a-z][a-z0-9-]*$' }}\n        team: {{ type: string, title: Team, ui:field: OwnerPicker }}\n  steps:\n    - id: dispatch\n      name: Create it\n      action: github:actions:dispatch\n      input:\n        repoUrl: github.com?owner=lumenfreight&repo=platform\n        workflowId: create-service.yml\n        branchOrTagName: main\n        workflowInputs: {{ path: {name} }}\n"
    );
    vec![
        (format!(".github/workflows/{name}.yml"), workflow),
        (format!("templates/{name}/copier.yml"), copier),
        (format!("templates/{name}/template.yaml"), template),
        (format!("templates/{name}/VERSION"), format!("{version}\n")),
    ]
}
