//! What builds and starts a service: Dockerfile, justfile or Makefile, and what git shall ignore.

use super::{Text, Words};
use crate::demo::plan::{Awkward, Language, Part, Unit};

const DOCKER_RUST: &str = "FROM registry.lumenfreight.example/rust:1.91 AS build
WORKDIR /src
COPY . .
RUN cargo build --release --locked

FROM gcr.io/distroless/cc-debian12
COPY --from=build /src/target/release/«name» /«name»
USER nonroot
EXPOSE 8080
ENTRYPOINT [\"/«name»\"]
";
const DOCKER_GO: &str = "FROM golang:1.25 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -o /out/«name» ./cmd/«name»

FROM gcr.io/distroless/static-debian12
COPY --from=build /out/«name» /«name»
USER nonroot
EXPOSE 8080
ENTRYPOINT [\"/«name»\"]
";
const DOCKER_PYTHON: &str = "FROM python:3.13-slim
WORKDIR /app
COPY pyproject.toml .
COPY src src
RUN pip install --no-cache-dir .
USER 1000
CMD [\"python\", \"-m\", \"«schema».main\"]
";
const DOCKER_NODE: &str = "FROM node:22 AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build

FROM nginx:1.29-alpine
COPY --from=build /src/dist /usr/share/nginx/html
EXPOSE 8080
";
const DOCKER_JAVA: &str = "FROM eclipse-temurin:21 AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B package

FROM eclipse-temurin:21-jre
COPY --from=build /src/target/«name».jar /app.jar
USER 1000
EXPOSE 8080
ENTRYPOINT [\"java\", \"-jar\", \"/app.jar\"]
";

const JUSTFILE: &str = "# `just` lists what can be done.
default:
    @just --list

# Start what the service needs: PostgreSQL and NATS
up:
    docker compose up --detach postgres nats

# Run the service on port 8080
run: up
    «start»

# Run every test
test:
    «check»

# Look at one «noun1» that waits
peek key:
    curl --silent localhost:8080/v2/«noun1»s/{{key}}

# Stop and remove everything
down:
    docker compose down --volumes
";
const MAKEFILE: &str = ".PHONY: up run test down

up: ## Start what the service needs: PostgreSQL and NATS
	docker compose up --detach postgres nats

run: up ## Run the service on port 8080
	«start»

test: ## Run every test
	«check»

down: ## Stop and remove everything
	docker compose down --volumes
";
const COMPOSE: &str = "services:
  postgres:
    image: postgres:16
    environment: { POSTGRES_DB: «schema», POSTGRES_PASSWORD: local }
    ports: ['5432:5432']
  nats:
    image: nats:2.12
    command: [--jetstream]
    ports: ['4222:4222']
";
const DEPENDABOT: &str = "version: 2
updates:
  - package-ecosystem: «ecosystem»
    directory: /
    schedule: { interval: weekly, day: monday }
    groups:
      minor: { update-types: [minor, patch] }
  - package-ecosystem: github-actions
    directory: /
    schedule: { interval: monthly }
";
const RENOVATE: &str = "{
  \"$schema\": \"https://docs.renovatebot.com/renovate-schema.json\",
  \"extends\": [\"config:recommended\", \"github>lumenfreight/platform//renovate/default\"],
  \"schedule\": [\"before 7am on monday\"]
}
";

/// How people start and test it: the command, the toolchain, and what these commands do.
pub(super) struct Commands {
    pub(super) run: &'static str,
    pub(super) test: &'static str,
    pub(super) toolchain: &'static str,
    start: &'static str,
    check: &'static str,
    docker: &'static str,
    ecosystem: &'static str,
    ignore: &'static str,
}

/// The commands of a language.
pub(super) fn commands(language: Language) -> Commands {
    match language {
        Language::Rust => Commands {
            run: "just up     # postgres, nats\njust run    # :8080",
            test: "just test",
            toolchain: "Rust 1.91, just",
            start: "cargo run",
            check: "cargo test",
            docker: DOCKER_RUST,
            ecosystem: "cargo",
            ignore: "/target\n.env\n",
        },
        Language::Go => Commands {
            run: "make run    # starts postgres and nats, then :8080",
            test: "make test",
            toolchain: "Go 1.25, make",
            start: "go run ./cmd/«name»",
            check: "go test -race ./...",
            docker: DOCKER_GO,
            ecosystem: "gomod",
            ignore: "/out\n.env\n",
        },
        Language::Python => Commands {
            run: "just up     # postgres, nats\njust run",
            test: "just test",
            toolchain: "Python 3.13, just",
            start: "python -m «schema».main",
            check: "pytest -q",
            docker: DOCKER_PYTHON,
            ecosystem: "pip",
            ignore: ".venv\n__pycache__\n.env\n",
        },
        Language::TypeScript => Commands {
            run: "npm ci\nnpm run dev   # :8080",
            test: "npm test",
            toolchain: "Node 22",
            start: "npm run dev",
            check: "npm test",
            docker: DOCKER_NODE,
            ecosystem: "npm",
            ignore: "node_modules\ndist\n.env\n",
        },
        Language::Java => Commands {
            run: "make run    # starts postgres and nats, then :8080",
            test: "make test",
            toolchain: "Java 21, make",
            start: "./mvnw spring-boot:run",
            check: "./mvnw -B verify",
            docker: DOCKER_JAVA,
            ecosystem: "maven",
            ignore: "/target\n.env\n",
        },
    }
}

/// The files that build and start a part.
pub(super) fn files(unit: &Unit, part: &Part, words: &Words) -> Vec<Text> {
    let commands = commands(part.language);
    let mut words = words.clone();
    words.put("start", &words.fill(commands.start));
    words.put("check", commands.check);
    words.put("ecosystem", commands.ecosystem);
    let folder = &part.folder;
    let mut files =
        vec![(format!("{folder}Dockerfile"), words.fill(commands.docker)), (format!("{folder}compose.yaml"), words.fill(COMPOSE))];
    match part.language {
        Language::Rust | Language::Python => files.push((format!("{folder}justfile"), words.fill(JUSTFILE))),
        Language::Go | Language::Java => files.push((format!("{folder}Makefile"), words.fill(MAKEFILE))),
        Language::TypeScript => {}
    }
    if unit.is(Awkward::Quiet) {
        // Quiet for a year also means that no bot was ever let in.
        return files;
    }
    match unit.index % 4 {
        0 | 2 => files.push((".github/dependabot.yml".to_owned(), words.fill(DEPENDABOT))),
        1 => files.push(("renovate.json".to_owned(), RENOVATE.to_owned())),
        _ => {}
    }
    files
}

/// What git shall ignore.
pub(super) fn ignored(language: Language) -> &'static str {
    commands(language).ignore
}
