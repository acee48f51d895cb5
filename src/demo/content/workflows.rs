//! The workflows of a service: three files, short on a golden path and long without one.

use super::{Text, Words};
use crate::demo::plan::{GoldenPath, Language, Unit};

const CI_ON_PATH: &str = "name: ci
on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  build:
    uses: lumenfreight/platform/.github/workflows/«workflow».yml@«tag»
    with:
      service: «repository»
    secrets: inherit
";

const DEPLOY_ON_PATH: &str = "name: deploy
on:
  push:
    branches: [main]
  release:
    types: [published]

permissions:
  contents: read
  id-token: write

jobs:
  staging:
    if: github.event_name == 'push'
    uses: lumenfreight/platform/.github/workflows/deploy-service.yml@«tag»
    with:
      service: «repository»
      environment: staging
    secrets: inherit
  production:
    if: github.event_name == 'release'
    uses: lumenfreight/platform/.github/workflows/deploy-service.yml@«tag»
    with:
      service: «repository»
      environment: production
    secrets: inherit
";

const CI_BY_HAND: &str = "name: ci
on: [push, pull_request]

jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    services:
      postgres:
        image: postgres:16
        env:
          POSTGRES_PASSWORD: test
        ports: ['5432:5432']
    steps:
      - uses: actions/checkout@v4
      - name: Set up «language»
        uses: «setup»
      - name: Test
        run: «test»
      - name: Build the image
        run: docker build --tag «repository»:${{ github.sha }} .
";

const DEPLOY_BY_HAND: &str = "name: deploy
on:
  push:
    branches: [main]
  release:
    types: [published]

jobs:
  staging:
    if: github.event_name == 'push'
    runs-on: ubuntu-24.04
    environment: staging
    steps:
      - uses: actions/checkout@v4
      - run: ./scripts/deploy.sh staging ${{ github.sha }}
        env:
          KUBE_CONFIG: ${{ secrets.KUBE_CONFIG }}
  production:
    if: github.event_name == 'release'
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - uses: actions/checkout@v4
      - run: ./scripts/deploy.sh production ${{ github.sha }}
        env:
          KUBE_CONFIG: ${{ secrets.KUBE_CONFIG }}
";

const RELEASE: &str = "name: release
on:
  workflow_dispatch:
    inputs:
      version:
        description: The version, such as 1.20.0. Empty means the next minor one.
        type: string
        required: false

permissions:
  contents: write

jobs:
  release:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - run: gh release create \"v$VERSION\" --generate-notes
        env:
          GH_TOKEN: ${{ github.token }}
          VERSION: ${{ inputs.version }}
";

const RETRY_FEED: &str = "name: retry-feed
run-name: retry carrier=${{ inputs.carrier }} since=${{ inputs.since }}
on:
  workflow_dispatch:
    inputs:
      carrier:
        description: Carrier code, as in the error, such as dpx or nordpost
        type: string
        required: true
      since:
        description: How far back to look for failed events
        type: choice
        options: [1h, 6h, 24h, 14d]
        default: 6h
      limit:
        description: Stops after this many events
        type: number
        default: 5000
      dry_run:
        description: Counts the events and changes nothing
        type: boolean
        default: true

jobs:
  retry:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v4
      - run: just retry \"$CARRIER\" \"$SINCE\" \"$LIMIT\" \"$DRY_RUN\"
        env:
          CARRIER: ${{ inputs.carrier }}
          SINCE: ${{ inputs.since }}
          LIMIT: ${{ inputs.limit }}
          DRY_RUN: ${{ inputs.dry_run }}
";

const DEPLOY_SCRIPT: &str = "#!/bin/sh
# Deploys a commit by hand-written means. Replaced by the golden path wherever there is one.
set -eu
environment=$1
commit=$2
kubectl --context \"lumen-$environment\" set image deployment/«name» «name»=registry.lumenfreight.example/«name»:\"$commit\"
kubectl --context \"lumen-$environment\" rollout status deployment/«name» --timeout=5m
";

const JENKINSFILE: &str = "// The pipeline of before. It still deploys to production; ci.yml only tests.
pipeline {
  agent { label 'customs' }
  options { timeout(time: 60, unit: 'MINUTES') }
  stages {
    stage('Build')   { steps { sh './mvnw -B package' } }
    stage('Staging') { steps { sh './scripts/deploy.sh staging $GIT_COMMIT' } }
    stage('Approve') { steps { input message: 'Deploy to production?', submitter: 'tracking' } }
    stage('Production') { steps { sh './scripts/deploy.sh production $GIT_COMMIT' } }
  }
}
";

/// The workflows with the path's version, or without a path.
pub(in crate::demo) fn pipelines(unit: &Unit, on: Option<(GoldenPath, &str)>) -> Vec<Text> {
    let mut words = Words::of(unit, unit.main());
    let (ci, deploy) = if let Some((path, version)) = on {
        words.put("workflow", path.name());
        words.put("tag", &path.tag(version));
        (CI_ON_PATH, DEPLOY_ON_PATH)
    } else {
        let (setup, test) = by_hand(unit.main().language);
        words.put("setup", setup);
        words.put("test", test);
        (CI_BY_HAND, DEPLOY_BY_HAND)
    };
    let mut files =
        vec![(".github/workflows/ci.yml".to_owned(), words.fill(ci)), (".github/workflows/deploy.yml".to_owned(), words.fill(deploy))];
    if on.is_none() {
        files.push(("scripts/deploy.sh".to_owned(), words.fill(DEPLOY_SCRIPT)));
    }
    files
}

/// The workflows that have nothing to do with a path.
pub(super) fn others(unit: &Unit) -> Vec<Text> {
    let mut files = vec![(".github/workflows/release.yml".to_owned(), RELEASE.to_owned())];
    if unit.name == "carrier-sync" {
        files.push((".github/workflows/retry-feed.yml".to_owned(), RETRY_FEED.to_owned()));
        files.push(("milepost.actions/retry-feed.yaml".to_owned(), include_str!("text/actions/retry-feed.yaml").to_owned()));
    }
    if unit.name == "customs-gateway" {
        files.push(("Jenkinsfile".to_owned(), JENKINSFILE.to_owned()));
    }
    files
}

fn by_hand(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::Rust => ("dtolnay/rust-toolchain@stable", "cargo test --locked"),
        Language::Go => ("actions/setup-go@v5", "go test ./..."),
        Language::Python => ("actions/setup-python@v5", "pip install . && pytest"),
        Language::TypeScript => ("actions/setup-node@v4", "npm ci && npm test"),
        Language::Java => ("actions/setup-java@v4", "./mvnw -B verify"),
    }
}
