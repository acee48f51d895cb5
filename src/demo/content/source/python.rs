//! Python.

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    fixed: &[
        ("pyproject.toml", PROJECT),
        ("src/«schema»/__init__.py", "\"\"\"«says»\"\"\"\n"),
        ("src/«schema»/main.py", MAIN),
        ("src/«schema»/settings.py", SETTINGS),
        ("tests/test_health.py", TEST),
    ],
    path: "src/«schema»/«noun».py",
    head: HEAD,
    functions: [READ, CHANGE, COMPUTE],
    tail: "",
};

const PROJECT: &str = r#"[project]
name = "«name»"
version = "0.0.0"
requires-python = ">=3.13"
dependencies = ["httpx", "polars", "psycopg[binary]", "pydantic-settings", "scikit-learn"]

[project.optional-dependencies]
dev = ["pytest", "ruff", "mypy"]

[tool.ruff]
line-length = 100

[tool.mypy]
strict = true
"#;

const MAIN: &str = r#""""«says»"""

from __future__ import annotations

import logging
import sys

from . import «noun0», «noun1»
from .settings import Settings

log = logging.getLogger(__name__)


def main() -> int:
    settings = Settings()
    with settings.connect() as database:
        waiting = «noun1».find_«noun1»(database, key="waiting")
        log.info("start", extra={"waiting": len(waiting)})
        for item in waiting:
            «noun0».record_«noun0»(database, item, by="«name»")
    return 0


if __name__ == "__main__":
    sys.exit(main())
"#;

const SETTINGS: &str = r#""""What can be set, read once at start."""

from __future__ import annotations

import psycopg
from pydantic import PostgresDsn
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    database_url: PostgresDsn
    batch: int = 500
    timeout_seconds: float = 2.0

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(str(self.database_url), autocommit=False)
"#;

const TEST: &str = r#""""It runs, and says nothing about what it does not know."""

from «schema» import «noun0»


def test_nothing_in_nothing_out() -> None:
    assert «noun0».count_«noun0»s([], at=NOON) == []


def test_an_unknown_«noun0»_is_not_found(database) -> None:
    assert «noun0».find_«noun0»(database, key="none") == []
"#;

const HEAD: &str = r#""""«Noun»s: what they are and what may happen to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class «Noun»:
    """What «name» keeps about one «noun»."""

    id: str
    «other»_id: str | None
    state: str
    created_at: datetime
    seen_at: datetime
"#;

const READ: &str = r#"

def «verb»_«noun»(database: Connection, key: str) -> list[«Noun»]:
    """«does»."""
    with database.cursor(row_factory=class_row(«Noun»)) as cursor:
        cursor.execute("select * from «noun»s where key = %s order by seen_at desc limit «limit»", [key])
        return cursor.fetchall()
"#;

const CHANGE: &str = r#"

def «verb»_«noun»(database: Connection, item: «Noun», by: str) -> None:
    """«does»."""
    with database.transaction():
        changed = database.execute(
            "update «noun»s set state = '«verb»', seen_at = now() where id = %s and state <> '«verb»'",
            [item.id],
        )
        if changed.rowcount:
            outbox.publish(database, "«schema».«noun».v1", item.id, by)
"#;

const COMPUTE: &str = r#"

def «verb»_«noun»s(items: list[«Noun»], at: datetime) -> list[«Noun»]:
    """«does»."""
    open_items = [item for item in items if item.state != "closed"]
    recent = [item for item in open_items if (at - item.seen_at).total_seconds() < «limit» * 60]
    return sorted(recent, key=lambda item: item.seen_at, reverse=True)
"#;
