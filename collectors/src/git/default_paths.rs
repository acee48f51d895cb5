//! Which files of a repository matter, where the settings do not say otherwise.

/// Files whose every version is read: what they said at an instant decides how that instant is judged.
pub const HISTORY: &[&str] = &[
    // Descriptors: milepost's own, then those of other portals.
    "**/milepost.{yaml,yml}",
    "**/milepost.actions/*.{yaml,yml}",
    "metrics-config.toml",
    "**/{catalog-info*,catalog-entities,.backstage}.{yaml,yml,json}",
    "**/{.backstage,.catalog,catalog}/**/*.{yaml,yml}",
    "**/template.{yaml,yml}",
    "**/{cortex,.cortex}.{yaml,yml}",
    "**/.cortex/**/*.{yaml,yml}",
    "**/opslevel.{yaml,yml}",
    "**/compass.{yaml,yml}",
    "**/{service,entity}.datadog.{yaml,yml,json}",
    "**/{score,score-*,*.score}.{yaml,yml}",
    "**/.score/*.{yaml,yml}",
    "**/port.{yaml,yml}",
    "**/.port/**/*.{yaml,yml,json}",
    // What platforms offer, and how they run things. Of Terraform only what bears the exporter's name:
    // reading every version of every other file would cost more than it tells.
    "**/{promise,*-promise}.{yaml,yml}",
    "**/promises/**/*.{yaml,yml}",
    "**/{humanitec,.humanitec,humanitec-*,resource-definitions,resource-types}/**/*.{yaml,yml}",
    "**/{humanitec,*.humanitec,humanitec-*,resource-definition,resource-definitions}.{yaml,yml}",
    "**/{qovery,qovery-*,*-qovery}.tf",
    "**/{qovery,.qovery}/**/*.tf",
    // Owners.
    "{,.github/,.gitlab/,docs/}CODEOWNERS",
    // How it is built and delivered.
    ".github/workflows/*.{yaml,yml}",
    "**/action.{yaml,yml}",
    ".gitlab-ci.yml",
    ".gitlab/**/*.{yaml,yml}",
    "**/*.gitlab-ci.{yaml,yml}",
    "{ci,.ci,gitlab-ci,.gitlab-ci,pipelines,.pipelines}/**/*.{yaml,yml}",
    "{azure-pipelines,bitbucket-pipelines}.{yaml,yml}",
    ".circleci/config.{yaml,yml}",
    "Jenkinsfile",
    "**/{Dockerfile,Containerfile}",
    "**/Dockerfile.*",
    // Golden paths: stamps of templates, and the rules themselves.
    "**/.copier-answers*.{yaml,yml}",
    "**/.cruft.json",
    "{,.milepost/}{golden-paths,scorecards,campaigns}/**/*.{yaml,yml,toml,md}",
    "platform/*.md",
    // Upkeep.
    "{,.github/,.gitlab/}{renovate,.renovaterc}.{json,json5}",
    ".renovaterc",
    ".github/dependabot.{yaml,yml}",
    ".pre-commit-config.yaml",
    // What says where the documentation is.
    "**/mkdocs.{yaml,yml}",
];

/// Files of which only the name matters: their coming and going is kept, never what they hold.
pub const NAMES: &[&str] = &[
    "**/{Cargo,poetry,uv,pdm,composer,mix,flake,yarn,bun,pubspec,Gemfile,Podfile,Chart,gradle}.lock",
    "**/{package-lock,npm-shrinkwrap}.json",
    "**/pnpm-lock.yaml",
    "**/{go.sum,bun.lockb,Pipfile.lock,packages.lock.json}",
];

/// Files that are read as they are now, with the instant of their last change.
pub const HEAD: &[&str] = &[
    "**/{README,Readme,readme}*",
    "**/{CHANGELOG,Changelog,changelog,CHANGES,HISTORY}*",
    "{,docs/,.github/}{CONTRIBUTING,SECURITY,SUPPORT,GOVERNANCE,MAINTAINERS,OWNERS,ARCHITECTURE}*",
    "{LICENSE,License,license,LICENCE,Licence,COPYING,NOTICE,UNLICENSE}*",
    "**/{docs,doc}/**/*.{md,markdown,png,jpg,jpeg,gif,svg,webp,mmd,puml}",
    "**/{docs,doc}/**/_category_.{json,yml,yaml}",
    "**/{adr,adrs,ADR,decisions}/**/*.{md,markdown}",
    "**/{runbook,runbooks,RUNBOOK,playbook,playbooks}{*.md,/**/*.md}",
    "**/{openapi,swagger,asyncapi}*.{json,yaml,yml}",
    "**/*.{openapi,asyncapi}.{json,yaml,yml}",
    "**/*.{graphql,graphqls,gql,proto}",
    "**/{Makefile,makefile,GNUmakefile,justfile,Justfile,.justfile}",
    "**/Taskfile.{yaml,yml}",
    "**/{package.json,Cargo.toml,go.mod,pyproject.toml,pom.xml,build.gradle,build.gradle.kts,setup.py,Gemfile,composer.json}",
    "**/*.csproj",
    "**/Procfile",
    "{Tiltfile,skaffold.yaml,docker-compose.yml,docker-compose.yaml,compose.yaml,compose.yml}",
    ".devcontainer/devcontainer.json",
];

/// Folders of other people's code, which say nothing about the repository that holds them.
pub const SKIPPED_FOLDERS: &[&str] = &[".venv", "bower_components", "node_modules", "site-packages", "third_party", "vendor", "venv"];

pub(crate) fn owned(list: &[&str]) -> Vec<String> {
    list.iter().map(|glob| (*glob).to_owned()).collect()
}
