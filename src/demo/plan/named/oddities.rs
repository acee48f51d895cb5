//! Repositories that exist because real organisations have such ones too.

use super::row::Row;
use crate::demo::plan::{Apis, Awkward, Descriptor, GoldenPath, Language, Owner};

pub(super) fn rows() -> Vec<Row> {
    vec![
        Row::of("developer-hub", "platform", Language::TypeScript, 2, "The public documentation and the sandbox for API keys.")
            .about("developer-platform", ["guide", "sample", "key"])
            .pace(3.5, 5.0, 0.03)
            .on(GoldenPath::Web, 87, 6)
            .needs(&["gateway"])
            .kind("website", "production")
            .described(Descriptor::Backstage, Apis::Nothing)
            .because(&[Awkward::ManyDocs]),
        Row::of("edi-bridge", "carriers", Language::Java, 3, "Spoke EDIFACT with carriers until carrier-sync did.")
            .about("carrier-network", ["message", "partner", "segment"])
            .pace(0.4, 90.0, 0.1)
            .kind("service", "deprecated")
            .because(&[Awkward::Archived]),
        // 63 characters, which is the most that a name may have.
        Row::of(
            "customs-declarations-export-northern-ireland-channel-islands-v2",
            "tracking",
            Language::Rust,
            3,
            "Files export declarations where two rule books meet.",
        )
        .about("customs", ["declaration", "rule", "island"])
        .pace(1.1, 31.0, 0.06)
        .needs(&["customs-gateway"])
        .because(&[Awkward::LongName]),
        // The title reads "Labels service" in Arabic, between a mark that turns the text around and a parcel.
        Row::of("label-i18n", "tracking", Language::TypeScript, 3, "ملصقات الشحن بإحدى عشرة لغة — shipping labels in eleven languages 📦")
            .title("خدمة الملصقات 📦")
            .about("shipment-visibility", ["label", "script", "font"])
            .pace(1.0, 13.0, 0.04)
            .needs(&["label-printer"])
            .on(GoldenPath::Web, 300, 30)
            .left(26)
            .because(&[Awkward::Drifted, Awkward::RightToLeft]),
        Row::of("yard-cam", "warehouse", Language::Python, 3, "Reads number plates at the gate.")
            .about("warehouse-floor", ["plate", "camera", "gate"])
            .owned_by(Owner::Left("night-shift"))
            .pace(1.4, 21.0, 0.06)
            .because(&[Awkward::Shallow]),
        Row::of("cold-chain", "warehouse", Language::Rust, 3, "Will watch temperatures on the way.")
            .about("warehouse-floor", ["sensor", "alarm", "reading"])
            .created(9)
            .described(Descriptor::Nothing, Apis::Nothing)
            .because(&[Awkward::Empty]),
        Row::of("weight-rules", "carriers", Language::Go, 2, "Knows what each carrier calls too heavy.")
            .about("carrier-network", ["weight", "limit", "carrier"])
            .on(GoldenPath::Go, 500, 20)
            .stays_at("2.0")
            .needs(&["edi-bridge"])
            .kind("library", "production")
            .described(Descriptor::Backstage, Apis::Nothing)
            .because(&[Awkward::Quiet]),
        Row::of("brand-assets", "platform", Language::TypeScript, 3, "Logos, colours and the rules for using them.")
            .about("developer-platform", ["logo", "colour", "icon"])
            .created(1300)
            .described(Descriptor::Nothing, Apis::Nothing)
            .because(&[Awkward::ReadmeOnly, Awkward::NotFetched]),
        Row::of("fleet-telemetry", "data", Language::Go, 2, "Takes in 40 million positions a day from vans.")
            .about("insights", ["position", "van", "trip"])
            .pace(2.5, 17.0, 0.06)
            .described(Descriptor::Backstage, Apis::Events)
            .because(&[Awkward::PartialCoverage]),
        // Was `parcel-sorter` until the spring.
        Row::of("sort-controller", "warehouse", Language::Rust, 1, "Steers the belts that sort 90 000 parcels an hour.")
            .about("warehouse-floor", ["belt", "chute", "parcel"])
            .pace(2.4, 22.0, 0.06)
            .on(GoldenPath::Rust, 190, 22)
            .needs(&["shipment-tracker"])
            .because(&[Awkward::Renamed]),
        // A tab where YAML wants spaces, as editors leave it behind.
        Row::of("geo-index", "data", Language::Rust, 2, "Finds the depot nearest to an address.")
            .about("insights", ["place", "depot", "cell"])
            .pace(1.7, 12.0, 0.04)
            .on(GoldenPath::Rust, 150, 14)
            .because(&[Awkward::BrokenDescriptor]),
    ]
}
