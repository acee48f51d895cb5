//! The order of rows means nothing, and neither does the form that they come in.

use super::read;
use milepost_collectors::files::Mapping;
use milepost_model::Kind;
use proptest::prelude::*;
use serde_json::{Map, Value};

/// A row of few words, so that rows often agree.
fn row() -> impl Strategy<Value = [String; 5]> {
    let id = prop_oneof![2 => Just(String::new()), 1 => "[a-c]"];
    (id, "[1-3]", "[ab]{0,1}", prop_oneof![Just(String::new()), "[1-3]"], "[x\"\n;, ]{0,3}").prop_map(|(id, day, of, end, title)| {
        let end = if end.is_empty() { end } else { format!("2026-11-0{end}T09:00:00Z") };
        [id, format!("2026-11-0{day}T08:00:00Z"), of, end, title]
    })
}

const HEADER: [&str; 5] = ["id", "opened_at", "services", "resolved_at", "title"];

fn table(rows: &[[String; 5]]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(HEADER).expect("memory does not fail");
    for row in rows {
        writer.write_record(row).expect("memory does not fail");
    }
    writer.into_inner().expect("memory does not fail")
}

fn lines(rows: &[[String; 5]]) -> Vec<u8> {
    let object = |row: &[String; 5]| {
        HEADER.iter().zip(row).map(|(name, text)| ((*name).to_owned(), Value::from(text.as_str()))).collect::<Map<_, _>>()
    };
    rows.iter().flat_map(|row| format!("{}\n", Value::Object(object(row))).into_bytes()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn rows_in_any_order_and_form_give_the_same_records((rows, turned) in prop::collection::vec(row(), 1..12).prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle()))) {
        let mapping = Mapping::plain(Kind::Incident);
        let (expected, _) = read(&table(&rows), Some(&mapping));
        prop_assert_eq!(&read(&table(&turned), Some(&mapping)).0, &expected);
        prop_assert_eq!(&read(&lines(&turned), Some(&mapping)).0, &expected);
        // Rows without ids are all there; of those with one, one each.
        let given: std::collections::BTreeSet<_> = rows.iter().map(|row| row[0].as_str()).filter(|id| !id.is_empty()).collect();
        let made = rows.iter().filter(|row| row[0].is_empty()).count();
        prop_assert_eq!(expected.len(), given.len() + made);
    }
}
