//! What works with carriers, in warehouses and for developers.

use super::row::Row;
use crate::demo::plan::{Apis, Awkward, Descriptor, GoldenPath, Language};

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::of("warehouse-web", "warehouse", Language::TypeScript, 1, "Screens for pickers and packers.")
            .about("warehouse-floor", ["pick", "bin", "screen"])
            .pace(4.5, 45.0, 0.08)
            .on(GoldenPath::Web, 425, 20)
            .stays_at("6.4")
            .needs(&["identity", "shipment-tracker"])
            .kind("website", "production")
            .described(Descriptor::Backstage, Apis::GraphQl),
        Row::of("dock-scheduler", "warehouse", Language::Go, 1, "Books loading docks by the quarter hour.")
            .about("warehouse-floor", ["dock", "slot", "truck"])
            .pace(3.0, 50.0, 0.17)
            .on(GoldenPath::Go, 480, 20)
            .stays_at("2.0")
            .needs(&["identity", "notify-hub"])
            .described(Descriptor::OpsLevel, Apis::OpenApi),
        Row::of("lane-planner", "carriers", Language::Go, 1, "Chooses lanes and departure slots.")
            .about("carrier-network", ["lane", "departure", "load"])
            .pace(4.0, 11.0, 0.06)
            .on(GoldenPath::Go, 390, 40)
            .stays_at("2.3")
            .needs(&["carrier-rates", "pricing-engine"])
            .described(Descriptor::Backstage, Apis::Grpc),
        Row::of("manifest-parser", "carriers", Language::Python, 2, "Reads 60 carrier manifest formats.")
            .about("carrier-network", ["manifest", "format", "segment"])
            .pace(2.0, 67.0, 0.14)
            .described(Descriptor::Cortex, Apis::OpenApi)
            .because(&[Awkward::OtherCommits]),
        // `on_call` is meant; the key that exists is `links.oncall`.
        Row::of("parcel-locker", "warehouse", Language::Rust, 2, "Opens lockers and hands out codes.")
            .about("warehouse-floor", ["locker", "code", "pickup"])
            .pace(2.8, 10.0, 0.05)
            .on(GoldenPath::Rust, 5, 0)
            .stays_at("4.2")
            .needs(&["identity", "notify-hub"])
            .described(Descriptor::Milepost, Apis::OpenApi)
            .because(&[Awkward::UnknownKey]),
        Row::of("pallet-scan", "warehouse", Language::Go, 2, "Reads pallet labels from a moving fork-lift.")
            .about("warehouse-floor", ["pallet", "scan", "gate"])
            .pace(2.2, 12.0, 0.05)
            .on(GoldenPath::Go, 2, 0)
            .needs(&["shipment-tracker"])
            .described(Descriptor::Backstage, Apis::Events),
        Row::of("dispatch-suite", "carriers", Language::Go, 2, "Three services around the dispatcher's desk.")
            .about("carrier-network", ["job", "tour", "driver"])
            .pace(5.0, 15.0, 0.06)
            .on(GoldenPath::Go, 124, 16)
            .needs(&["lane-planner", "identity"])
            .described(Descriptor::Backstage, Apis::OpenApi)
            .parts(&[
                ("dispatch-board", Language::TypeScript, "The dispatcher's screen: tours, drivers and what is late."),
                ("dispatch-rules", Language::Go, "Decides which driver may take which tour."),
                ("dispatch-worker", Language::Go, "Sends tours to drivers' phones and listens for answers."),
            ])
            .because(&[Awkward::Monorepo]),
        // The two gateways are called `gateway` by both of their teams, each sure to be the only one.
        Row::of("edge-gateway", "platform", Language::Go, 1, "Lets the public reach our APIs, at 9 000 requests a second.")
            .called("gateway")
            .about("developer-platform", ["request", "quota", "certificate"])
            .pace(2.6, 7.0, 0.04)
            .on(GoldenPath::Go, 395, 5)
            .needs(&["identity"])
            .because(&[Awkward::NameClash]),
        Row::of("partner-gateway", "carriers", Language::Go, 2, "Lets carriers reach our APIs with their own certificates.")
            .called("gateway")
            .about("carrier-network", ["partner", "certificate", "quota"])
            .pace(1.8, 18.0, 0.06)
            .on(GoldenPath::Go, 150, 45)
            .created(151)
            .needs(&["identity"])
            .because(&[Awkward::NameClash]),
    ]
}
