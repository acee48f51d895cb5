//! Go.

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    fixed: &[("go.mod", MOD), ("cmd/«name»/main.go", MAIN), ("internal/config/config.go", CONFIG), ("internal/health_test.go", TEST)],
    path: "internal/«noun»/«noun».go",
    head: HEAD,
    functions: [READ, CHANGE, COMPUTE],
    tail: TAIL,
};

const MOD: &str = "module github.com/lumenfreight/«name»

go 1.25

require (
	github.com/go-chi/chi/v5 v5.2.3
	github.com/jackc/pgx/v5 v5.7.6
	github.com/nats-io/nats.go v1.46.0
	go.opentelemetry.io/otel v1.38.0
)
";

const MAIN: &str = r#"// «says»
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"

	"github.com/go-chi/chi/v5"

	"github.com/lumenfreight/«name»/internal/config"
	"github.com/lumenfreight/«name»/internal/«noun0»"
	"github.com/lumenfreight/«name»/internal/«noun1»"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	settings, err := config.FromEnvironment()
	if err != nil {
		slog.Error("cannot start", "error", err)
		os.Exit(2)
	}

	router := chi.NewRouter()
	router.Get("/health", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("ok")) })
	router.Mount("/v2/«noun0»s", «noun0».Routes(settings.Pool))
	router.Mount("/v2/«noun1»s", «noun1».Routes(settings.Pool))

	server := &http.Server{Addr: settings.Address, Handler: router, ReadHeaderTimeout: 2 * time.Second}
	go func() {
		<-ctx.Done()
		server.Shutdown(context.Background())
	}()
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		slog.Error("stopped", "error", err)
		os.Exit(1)
	}
}
"#;

const CONFIG: &str = r#"// Package config reads what can be set, once, at start.
package config

import (
	"fmt"
	"os"
	"strconv"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Settings is everything that can be set.
type Settings struct {
	Address string
	Batch   int
	Pool    *pgxpool.Pool
}

// FromEnvironment reads the settings and says which one is wrong.
func FromEnvironment() (Settings, error) {
	batch, err := number("«prefix»_BATCH", 500)
	if err != nil {
		return Settings{}, err
	}
	return Settings{Address: ":" + os.Getenv("PORT"), Batch: batch}, nil
}

func number(name string, fallback int) (int, error) {
	text, found := os.LookupEnv(name)
	if !found {
		return fallback, nil
	}
	value, err := strconv.Atoi(text)
	if err != nil {
		return 0, fmt.Errorf("%s is not a number: %q", name, text)
	}
	return value, nil
}
"#;

const TEST: &str = r#"package internal_test

import "testing"

func TestItAnswersWhenItIsReady(t *testing.T) {
	service := start(t)
	if got := service.get("/health"); got.status != 200 {
		t.Fatalf("status %d, want 200", got.status)
	}
}

func TestAnUnknown«Noun0»IsNotFound(t *testing.T) {
	service := start(t)
	if got := service.get("/v2/«noun0»s/none"); got.status != 404 {
		t.Fatalf("status %d, want 404", got.status)
	}
}
"#;

const HEAD: &str = r#"// Package «noun» says what a «noun» is and what may happen to it.
package «noun»

import (
	"context"
	"errors"
	"sort"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Err«Noun»Closed tells that the «noun» takes no more changes.
var Err«Noun»Closed = errors.New("«noun» is closed")

// «Noun» is what «name» keeps about one «noun».
type «Noun» struct {
	ID        string
	«Other»ID string
	State     State
	CreatedAt time.Time
	SeenAt    time.Time
}
"#;

const READ: &str = r"
// «Verb»«Noun»: «does».
func «Verb»«Noun»(ctx context.Context, pool *pgxpool.Pool, key string) ([]«Noun», error) {
	rows, err := pool.Query(ctx, `select * from «noun»s where key = $1 order by seen_at desc limit «limit»`, key)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[«Noun»])
}
";

const CHANGE: &str = r#"
// «Verb»«Noun»: «does».
func «Verb»«Noun»(ctx context.Context, pool *pgxpool.Pool, item «Noun», by string) error {
	return pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `update «noun»s set state = '«verb»', seen_at = now() where id = $1 and state <> '«verb»'`, item.ID)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return nil
		}
		return outbox.Publish(ctx, tx, "«schema».«noun».v1", item.ID, by)
	})
}
"#;

const COMPUTE: &str = r"
// «Verb»«Noun»s: «does».
func «Verb»«Noun»s(items []«Noun», at time.Time) []«Noun» {
	found := make([]«Noun», 0, len(items))
	for _, item := range items {
		if item.State.IsOpen() && at.Sub(item.SeenAt) < «limit»*time.Minute {
			found = append(found, item)
		}
	}
	sort.SliceStable(found, func(a, b int) bool { return found[a].SeenAt.After(found[b].SeenAt) })
	return found
}
";

const TAIL: &str = r#"
// Routes answers what callers ask about «noun»s.
func Routes(pool *pgxpool.Pool) http.Handler {
	router := chi.NewRouter()
	router.Get("/{key}", respond(func(r *http.Request) (any, error) {
		return Find«Noun»(r.Context(), pool, chi.URLParam(r, "key"))
	}))
	return router
}
"#;
