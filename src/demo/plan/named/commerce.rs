//! What sells, bills and pays.

use super::row::Row;
use crate::demo::plan::{Apis, Awkward, Descriptor, GoldenPath, Language, Owner};

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::of("billing-ledger", "billing", Language::Rust, 1, "Double-entry ledger for invoices.")
            .about("billing-and-payments", ["invoice", "posting", "account"])
            .pace(3.2, 29.0, 0.06)
            .on(GoldenPath::Rust, 455, 20)
            .stays_at("3.6")
            .needs(&["identity"])
            .described(Descriptor::Backstage, Apis::OpenApi),
        Row::of("payments-hub", "checkout", Language::Rust, 1, "Takes and settles card payments.")
            .about("billing-and-payments", ["payment", "refund", "settlement"])
            .pace(6.0, 6.0, 0.04)
            .on(GoldenPath::Rust, 400, 10)
            .needs(&["identity", "billing-ledger"])
            .described(Descriptor::Backstage, Apis::Both),
        Row::of("invoice-pdf", "billing", Language::TypeScript, 2, "Renders invoices in 11 languages.")
            .about("billing-and-payments", ["invoice", "layout", "font"])
            .pace(1.5, 82.0, 0.1)
            .needs(&["billing-ledger"])
            .described(Descriptor::Codeowners, Apis::Nothing),
        Row::of("notify-hub", "checkout", Language::Go, 2, "Tells customers what happens, in the channel that they chose.")
            .about("booking", ["message", "channel", "template"])
            .pace(4.0, 7.5, 0.05)
            .on(GoldenPath::Go, 172, 14)
            .needs(&["identity"])
            .described(Descriptor::Port, Apis::Events),
        // Four days old: its first deployment came 52 minutes after its first commit.
        Row::of("returns-api", "checkout", Language::Rust, 3, "Books the way back for what does not fit.")
            .about("booking", ["return", "reason", "refund"])
            .pace(8.0, 1.2, 0.02)
            .on(GoldenPath::Rust, 4, 1)
            .created(4)
            .needs(&["checkout-api", "payments-hub"])
            .kind("service", "experimental"),
        // Nobody described a team called ml-core: it was renamed to Data two years ago.
        Row::of("demand-forecast", "data", Language::Python, 3, "Foresees parcels per depot and hour.")
            .about("insights", ["forecast", "depot", "season"])
            .pace(1.6, 44.0, 0.06)
            .on(GoldenPath::Python, 380, 25)
            .stays_at("1.2")
            .kind("job", "production")
            .owned_by(Owner::Unknown("ml-core"))
            .described(Descriptor::Milepost, Apis::Nothing)
            .because(&[Awkward::UnknownOwner]),
        Row::of("tariff-api", "pricing", Language::Rust, 2, "Serves 4 200 tariffs and their validity.")
            .about("pricing", ["tariff", "zone", "period"])
            .pace(2.6, 9.0, 0.05)
            .on(GoldenPath::Rust, 3, 0)
            .needs(&["identity"]),
        // It has an owner, a pipeline and a staging environment, and was never let into production.
        Row::of("slot-auction", "pricing", Language::Go, 3, "Lets carriers bid for the last slots of a night.")
            .about("pricing", ["slot", "bid", "round"])
            .pace(2.4, 20.0, 0.05)
            .on(GoldenPath::Go, 129, 20)
            .created(130)
            .needs(&["pricing-engine", "identity"])
            .kind("service", "experimental")
            .described(Descriptor::Compass, Apis::Events)
            .because(&[Awkward::NeverDeployed]),
        Row::of(
            "feedback-inbox",
            "checkout",
            Language::TypeScript,
            3,
            "Collects what customers say. <script>alert(1)</script> <b>Not bold.</b>",
        )
        .about("booking", ["comment", "rating", "answer"])
        .pace(1.2, 16.0, 0.05)
        .kind("website", "production")
        .described(Descriptor::Milepost, Apis::GraphQl)
        .because(&[Awkward::HtmlInText]),
        Row::of("fuel-surcharge", "pricing", Language::Python, 3, "Follows diesel prices and adjusts surcharges each Monday.")
            .about("pricing", ["surcharge", "source", "publication"])
            .pace(0.9, 26.0, 0.05)
            .kind("job", "production")
            .needs(&["tariff-api", "diesel-index"])
            .described(Descriptor::Backstage, Apis::Nothing)
            .because(&[Awkward::BrokenLink, Awkward::DanglingDependency]),
    ]
}
