//! The sixty pages of the developer hub: one for each thing that partners ask how to do.

use super::{Text, Words};

/// Topic, resource and first sentence.
const GUIDES: [(&str, &str, &str); 40] = [
    ("Book a shipment", "shipments", "A shipment is booked in one request and answered in less than a second."),
    ("Book many shipments at once", "batches", "Up to 500 shipments go into one batch, and each succeeds or fails alone."),
    ("Cancel a shipment", "shipments", "A shipment can be cancelled until it is collected."),
    ("Change the address", "addresses", "The address may change until the parcel is on the last van."),
    ("Get a label", "labels", "Labels come as PDF, ZPL or PNG, in the size of your printer."),
    ("Print a label again", "labels", "A second print is the same label, with the same number."),
    ("Ask for a price", "quotes", "A quote holds for 15 minutes and binds us, not you."),
    ("Compare carriers", "quotes", "One request gives the price and the window of each carrier."),
    ("Choose a delivery window", "windows", "Windows are two hours wide and fill up by noon."),
    ("Track a parcel", "parcels", "The timeline of a parcel is complete and in order, however late its events came."),
    ("Track many parcels", "parcels", "Ask for up to 200 parcels at once, or let a webhook tell you."),
    ("Show a map", "positions", "Positions are rounded to 500 metres, since drivers are people."),
    ("Get proof of delivery", "proofs", "A proof holds the time, the place and, where the law allows, a signature."),
    ("Send to a locker", "lockers", "A locker is an address with a door that fits."),
    ("Find the nearest locker", "lockers", "Lockers are ordered by the way on foot, not by the bird's."),
    ("Book a return", "returns", "A return needs the parcel and a reason, and gives a label."),
    ("Refuse a return", "returns", "Say why: the customer reads it word for word."),
    ("Refund a customer", "refunds", "Refunds go back the way the money came, within three days."),
    ("Pay by invoice", "invoices", "Invoices come on the first working day and are due in 30 days."),
    ("Read an invoice line", "invoices", "Each line names the shipment, the tariff and each surcharge."),
    ("Dispute an invoice", "disputes", "A dispute stops the clock of the line, not of the invoice."),
    ("Declare goods for customs", "declarations", "Goods that cross a border need a code, a value and an origin."),
    ("Find a customs code", "codes", "Describe the goods in plain words; the answer is a proposal, not advice."),
    ("Ship dangerous goods", "dangerous-goods", "Batteries are dangerous goods, also inside a toy."),
    ("Ship chilled goods", "cold-chain", "Chilled goods are booked by temperature and by patience."),
    ("Insure a shipment", "insurances", "Insurance can be added until collection, and never after."),
    ("Make a claim", "claims", "A claim needs two photographs: the goods and the box."),
    ("Book a pallet", "pallets", "Pallets are booked by place on the floor; stacked ones count once."),
    ("Book a dock", "docks", "Docks are booked by the quarter hour, up to two weeks ahead."),
    ("Tell us that you are late", "docks", "Tell us early: a slot that is given back helps somebody else."),
    ("Collect from several places", "pickups", "One van, up to twelve stops, in the order that is shortest."),
    ("Set opening hours", "hours", "Opening hours hold for collection and delivery alike."),
    ("Close for a holiday", "hours", "A closed day moves what is planned; you see where to."),
    ("Invite a colleague", "users", "A colleague gets a role, not your key."),
    ("Rotate a key", "keys", "Two keys work at the same time, so nothing stops while you change them."),
    ("Limit a key", "keys", "A key may be bound to addresses, to paths and to a number of requests."),
    ("Use the sandbox", "shipments", "The sandbox forgets everything on Sunday night."),
    ("Force an error in the sandbox", "shipments", "References that begin with FAIL fail in the way that they name."),
    ("Move from version 1", "shipments", "Version 1 ends on 30 June; most changes are names."),
    ("Ask for help", "tickets", "People answer between seven and nineteen, Central European Time."),
];

const REFERENCES: [(&str, &str); 8] = [
    ("Errors", "Every error has a code that never changes and a sentence that may."),
    ("Webhooks", "A webhook is sent until you answer 2xx, for three days at most."),
    ("States", "A shipment is booked, collected, moving, delivered or returned, and never goes back."),
    ("Limits", "600 requests a minute for each key, and 50 at the same time."),
    ("Identifiers", "An identifier begins with three letters that say what it is."),
    ("Dates and times", "Times are RFC 3339 with an offset; windows have two of them."),
    ("Money", "Amounts are whole cents with a currency beside them."),
    ("Versions", "Fields are added without notice and removed with a year's."),
];

/// The pages of the hub beyond those that every service has.
pub(super) fn guides() -> Vec<Text> {
    let mut files = Vec::new();
    for (topic, resource, lead) in GUIDES {
        let mut words = Words::default();
        words.put("topic", topic);
        words.put("resource", resource);
        words.put("lead", lead);
        words.put("kind", "how-to");
        files.push((format!("docs/guides/{}.md", slug(topic)), words.fill(include_str!("text/guide.md"))));
    }
    for (topic, lead) in REFERENCES {
        let text = format!(
            "---\ntitle: {topic}\nkind: reference\n---\n\n# {topic}\n\n{lead}\n\n## In every answer\n\nThe header `Lumen-Request` names the request. Give it to us when you ask, and we find what happened in seconds.\n"
        );
        files.push((format!("docs/reference/{}.md", slug(topic)), text));
    }
    files
}

fn slug(topic: &str) -> String {
    topic.to_lowercase().replace(' ', "-")
}
