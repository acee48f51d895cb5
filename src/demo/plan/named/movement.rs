//! What knows where freight is, and moves it: the heart of the story.

use super::row::Row;
use crate::demo::plan::{Apis, Awkward, Descriptor, GoldenPath, Language, Owner};

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::of("shipment-tracker", "tracking", Language::Rust, 1, "Live position and ETA for every parcel.")
            .about("shipment-visibility", ["shipment", "position", "milestone"])
            .pace(9.0, 3.1, 0.03)
            .on(GoldenPath::Rust, 520, 9)
            .needs(&["carrier-sync", "identity"])
            .described(Descriptor::Backstage, Apis::Both),
        Row::of(
            "carrier-sync",
            "tracking",
            Language::Rust,
            1,
            "Pulls status events from 38 carriers and turns them into one shipment timeline.",
        )
        .about("shipment-visibility", ["feed", "event", "carrier"])
        .pace(13.0, 19.0, 0.09)
        .on(GoldenPath::Rust, 430, 35)
        .stays_at("4.1")
        .needs(&["identity", "notify-hub", "manifest-parser"])
        .described(Descriptor::Milepost, Apis::Both),
        Row::of("label-printer", "tracking", Language::Rust, 2, "Renders and queues shipping labels.")
            .about("shipment-visibility", ["label", "printer", "template"])
            .pace(5.0, 2.2, 0.02)
            .on(GoldenPath::Rust, 610, 12)
            .needs(&["identity"]),
        // In August the shared runners were slow. Two teams ran pipelines of their own until October.
        Row::of("checkout-api", "checkout", Language::Rust, 1, "Turns a basket into a booked shipment.")
            .about("booking", ["booking", "basket", "voucher"])
            .pace(11.0, 4.6, 0.05)
            .on(GoldenPath::Rust, 450, 7)
            .drifts(112, 68)
            .needs(&["identity", "pricing-engine", "payments-hub", "carrier-rates"])
            .described(Descriptor::Backstage, Apis::OpenApi),
        // Left on 12 October, when the reusable workflow was replaced by the team's own.
        Row::of("identity", "identity", Language::Rust, 1, "Sign-in, sessions and API keys.")
            .about("access", ["session", "key", "account"])
            .pace(4.0, 14.0, 0.05)
            .on(GoldenPath::Rust, 490, 15)
            .left(39)
            .because(&[Awkward::LeftPath, Awkward::SentAgain]),
        // The pair calls one another: rates need prices for surcharges, prices need rates for lanes.
        Row::of("carrier-rates", "carriers", Language::Go, 1, "Quotes and caches carrier prices.")
            .about("carrier-network", ["rate", "quote", "carrier"])
            .pace(5.0, 8.4, 0.06)
            .on(GoldenPath::Go, 385, 11)
            .drifts(104, 60)
            .needs(&["pricing-engine", "identity"])
            .described(Descriptor::Backstage, Apis::Grpc)
            .because(&[Awkward::DependencyCycle]),
        Row::of("pricing-engine", "pricing", Language::Go, 1, "Prices a lane with its surcharges.")
            .about("pricing", ["lane", "surcharge", "price"])
            .pace(3.0, 38.0, 0.11)
            .on(GoldenPath::Go, 505, 30)
            .stays_at("2.0")
            .needs(&["carrier-rates"])
            .described(Descriptor::Backstage, Apis::Grpc)
            .because(&[Awkward::DependencyCycle]),
        Row::of("route-planner", "carriers", Language::Java, 1, "Plans the last mile for 900 vans.")
            .about("carrier-network", ["route", "stop", "van"])
            .pace(1.4, 122.0, 0.15)
            .needs(&["shipment-tracker"])
            .owned_by(Owner::Nobody)
            .described(Descriptor::Milepost, Apis::OpenApi)
            .because(&[Awkward::NoOwner]),
        Row::of("customs-gateway", "tracking", Language::Java, 1, "Files declarations with four authorities.")
            .about("customs", ["declaration", "office", "permit"])
            .pace(1.8, 149.0, 0.16)
            .needs(&["identity", "shipment-tracker"])
            .described(Descriptor::Backstage, Apis::OpenApi),
        Row::of("eta-model", "tracking", Language::Python, 2, "Predicts arrival windows, nightly.")
            .about("shipment-visibility", ["window", "feature", "model"])
            .pace(2.2, 34.0, 0.05)
            .on(GoldenPath::Python, 73, 20)
            .needs(&["shipment-tracker"])
            .kind("job", "production")
            .described(Descriptor::Backstage, Apis::Nothing),
    ]
}
