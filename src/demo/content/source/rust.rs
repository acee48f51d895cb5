//! Rust.

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    fixed: &[
        ("Cargo.toml", CARGO),
        ("src/main.rs", MAIN),
        ("src/config.rs", CONFIG),
        ("tests/health.rs", TEST),
        ("rust-toolchain.toml", "[toolchain]\nchannel = \"1.91\"\ncomponents = [\"clippy\", \"rustfmt\"]\n"),
    ],
    path: "src/«noun».rs",
    head: HEAD,
    functions: [READ, CHANGE, COMPUTE],
    tail: TAIL,
};

const CARGO: &str = r#"[package]
name = "«name»"
version = "0.0.0"
edition = "2024"
publish = false

[dependencies]
anyhow = "1"
axum = "0.8"
serde = { version = "1", features = ["derive"] }
sqlx = { version = "0.8", features = ["postgres", "runtime-tokio", "time"] }
async-nats = "0.42"
tokio = { version = "1", features = ["rt-multi-thread", "macros", "signal"] }
tracing = "0.1"

[profile.release]
lto = "thin"
"#;

const MAIN: &str = r#"//! «says»

mod config;
mod «noun0»;
mod «noun1»;
mod «noun2»;

use anyhow::Context;
use axum::{Router, routing::get};
use config::Config;
use sqlx::postgres::PgPoolOptions;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::from_env()?;
    let pool = PgPoolOptions::new().max_connections(config.database_pool).connect(&config.database_url).await?;
    let app = Router::new()
        .route("/health", get(|| async { "ok" }))
        .nest("/v2/«noun0»s", «noun0»::routes())
        .nest("/v2/«noun1»s", «noun1»::routes())
        .with_state(pool);
    let listener = tokio::net::TcpListener::bind(("0.0.0.0", config.port)).await.context("the port is taken")?;
    axum::serve(listener, app).with_graceful_shutdown(shutdown()).await?;
    Ok(())
}

async fn shutdown() {
    // Kubernetes waits 30 seconds; requests take less than two.
    let _ = tokio::signal::ctrl_c().await;
}
"#;

const CONFIG: &str = r#"//! What can be set, read once at start.

use anyhow::{Context, Result};
use std::env;

#[derive(Debug)]
pub struct Config {
    pub port: u16,
    pub database_url: String,
    pub database_pool: u32,
    pub batch: usize,
}

impl Config {
    pub fn from_env() -> Result<Self> {
        Ok(Self {
            port: number("PORT", 8080)?,
            database_url: env::var("DATABASE_URL").context("DATABASE_URL is not set")?,
            database_pool: number("DATABASE_POOL", 12)?,
            batch: number("«prefix»_BATCH", 500)?,
        })
    }
}

fn number<T: std::str::FromStr>(name: &str, default: T) -> Result<T> {
    match env::var(name) {
        Ok(text) => text.parse().ok().with_context(|| format!("{name} is not a number: {text}")),
        Err(_) => Ok(default),
    }
}
"#;

const TEST: &str = r#"//! The service starts and answers.

#[tokio::test]
async fn it_answers_when_it_is_ready() {
    let service = «schema»_testing::start().await;
    let answer = service.get("/health").await;
    assert_eq!((answer.status, answer.text.as_str()), (200, "ok"));
}

#[tokio::test]
async fn an_unknown_«noun0»_is_not_found() {
    let service = «schema»_testing::start().await;
    assert_eq!(service.get("/v2/«noun0»s/none").await.status, 404);
}
"#;

const HEAD: &str = r"//! «Noun»s: what they are and what may happen to them.

use crate::«other»::«Other»Id;
use axum::{Json, Router, extract::{Path, State}, routing::get};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use time::OffsetDateTime;

/// Something that «name» keeps about one «noun».
#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
pub struct «Noun» {
    pub id: «Noun»Id,
    pub «other»: Option<«Other»Id>,
    pub state: State_,
    pub created_at: OffsetDateTime,
    pub seen_at: OffsetDateTime,
}
";

const READ: &str = r#"
/// «does».
pub async fn «verb»_«noun»(pool: &PgPool, key: &str) -> sqlx::Result<Vec<«Noun»>> {
    sqlx::query_as(
        "select * from «noun»s where key = $1 and state <> 'archived' order by seen_at desc limit «limit»",
    )
    .bind(key)
    .fetch_all(pool)
    .await
}
"#;

const CHANGE: &str = r#"
/// «does».
pub async fn «verb»_«noun»(pool: &PgPool, «noun»: &«Noun», by: &str) -> Result<(), «Noun»Error> {
    let mut transaction = pool.begin().await?;
    let changed = sqlx::query("update «noun»s set state = '«verb»', seen_at = now() where id = $1 and state <> '«verb»'")
        .bind(&«noun».id)
        .execute(&mut *transaction)
        .await?
        .rows_affected();
    if changed > 0 {
        outbox::publish(&mut transaction, "«schema».«noun».v1", &«noun».id, by).await?;
    }
    transaction.commit().await?;
    Ok(())
}
"#;

const COMPUTE: &str = r"
/// «does».
pub fn «verb»_«noun»s(«noun»s: &[«Noun»], at: OffsetDateTime) -> Vec<(«Noun»Id, i64)> {
    let mut found: Vec<_> = «noun»s
        .iter()
        .filter(|«noun»| «noun».state.is_open())
        .map(|«noun»| («noun».id.clone(), (at - «noun».seen_at).whole_minutes()))
        .filter(|(_, minutes)| *minutes < «limit»)
        .collect();
    found.sort_by_key(|(_, minutes)| *minutes);
    found
}
";

const TAIL: &str = r#"
/// The routes of «noun»s.
pub fn routes() -> Router<PgPool> {
    Router::new().route("/{key}", get(|State(pool): State<PgPool>, Path(key): Path<String>| async move {
        find_«noun»(&pool, &key).await.map(Json).map_err(|error| error.to_string())
    }))
}
"#;
