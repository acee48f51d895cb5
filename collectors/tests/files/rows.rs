//! What becomes of single rows.

use super::{mapping, read};
use milepost_collectors::files::Mapping;
use milepost_model::Kind;
use serde_json::json;

fn incidents() -> Mapping {
    let columns =
        [("id", "No"), ("opened_at", "Opened"), ("resolved_at", "Fixed|Changed when State is Done"), ("services", "Of"), ("title", "What")];
    mapping(Kind::Incident, &columns)
}

#[test]
fn a_row_becomes_a_record_with_the_id_and_the_name_of_its_source() {
    let (found, told) =
        read(b"No;Opened;Fixed;Of;What\n12;2026-11-19 09:10;2026-11-19 10:00;Pay, Rates;\"late; very\"\n", Some(&incidents()));
    assert_eq!(told, Vec::<String>::new());
    let expected = json!({
        "id": "desk:12", "rev": 1_795_156_800_000_u64, "observed_at": "2026-11-20T06:40:00Z", "provenance": {"collector": "desk"},
        "opened_at": "2026-11-19T09:10:00Z", "resolved_at": "2026-11-19T10:00:00Z", "title": "late; very", "services": ["pay", "rates"],
    });
    assert_eq!(found["desk:12"], expected);
}

#[test]
fn bad_rows_are_told_with_line_and_column_and_take_no_other_with_them() {
    let text = "No,Opened,Fixed,Changed,State,Of,What\n\
        1,19/11/2026,,,,pay,a\n\
        2,,,,,pay,b\n\
        3,2026-11-19,soon,,,pay,c\n\
        4,2026-11-19,2026-11-18,,,pay,d\n\
        5,2026-11-19,,2026-11-20,done,pay,e\n\
        6,2026-11-19,,2026-11-20,open,pay,f\n\
        7,2026-11-19,,,,pay,g,h\n";
    let (found, told) = read(text.as_bytes(), Some(&incidents()));
    assert_eq!(found.keys().collect::<Vec<_>>(), ["desk:3", "desk:4", "desk:5", "desk:6"]);
    assert_eq!(found["desk:5"]["resolved_at"], "2026-11-20T00:00:00Z");
    assert!(["desk:3", "desk:4", "desk:6"].iter().all(|id| found[*id].get("resolved_at").is_none()));
    let starts = [
        "x.csv:2:3 error row/bad-cell: opened_at: “19/11/2026” is no point in time, so that this row was not read [expected 2026-11-19T09:10:00Z",
        "x.csv:3:1 error row/no-value: this row says nothing for opened_at, which every incident has, so that it was not read [it is taken from “Opened”",
        "x.csv:4:14 error row/bad-cell: resolved_at: “soon” is no point in time, so that the row was read without it",
        "x.csv:5:1 warning row/ends-early: resolved_at 2026-11-18 00:00:00 UTC lies before opened_at",
        "x.csv:8:1 error row/no-row: this row has 8 cells, and the header names 7",
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for start in starts {
        assert!(told.iter().any(|line| line.starts_with(start)), "{start}\n{told:#?}");
    }
}

#[test]
fn a_column_that_is_not_there_is_told_once() {
    let (found, told) = read(b"No,Start\n1,2026-11-19\n2,2026-11-19\n", Some(&incidents()));
    assert!(found.is_empty());
    let needed = "x.csv:1:1 error row/no-column: there is no column “Opened” for opened_at, so that nothing of this file was read [the file's columns are “No”, “Start”]";
    assert!(told.iter().any(|line| line == needed), "{told:#?}");
    let (found, told) =
        read(b"Opened,Of,Of\n2026-11-19,a,b\n", Some(&mapping(Kind::Incident, &[("opened_at", "Opened"), ("services", "Of")])));
    assert_eq!(found.values().map(|one| one["services"].clone()).collect::<Vec<_>>(), [json!(["a"])]);
    assert!(told[0].contains("several columns are called “Of”: the columns 2, 3"), "{told:?}");
}

#[test]
fn kinds_of_every_sort_are_rows() {
    let of = |kind, text: &str| {
        let (found, told) = read(text.as_bytes(), Some(&Mapping::plain(kind)));
        assert_eq!(told, Vec::<String>::new(), "{text}");
        found.into_values().next().expect(text)
    };
    let deployment =
        of(Kind::Deployment, "repository,environment,sha,created_at,outcome,version\nlumen/pay,production,aa,2026-11-19,success,1.2\n");
    assert_eq!((deployment["repo"].as_str(), deployment["origin"].as_str()), (Some("gh:git.example.com:7"), Some("external")));
    let cost = of(Kind::Cost, "from,amount,currency,service\n2026-02,\"1,234.5\",EUR,Payments API\n");
    assert_eq!(
        (cost["to"].as_str(), cost["amount"].as_f64(), cost["service"].as_str()),
        (Some("2026-03-01T00:00:00Z"), Some(1234.5), Some("payments-api"))
    );
    let survey = of(Kind::Survey, "wave,question,value,submitted_on,scale.min,scale.max\n2026-Q3,ease,4,2026-09-30,1,5\n");
    assert_eq!((survey["submitted_on"].as_str(), survey["scale"].clone()), (Some("2026-09-30"), json!({"min": 1.0, "max": 5.0})));
    let ticket = of(Kind::Ticket, "id,opened_at,closed_at,labels,topic\n7,2026-11-01,2026-11-02,a;b,dns\n");
    assert_eq!((ticket["labels"].clone(), ticket["id"].as_str()), (json!(["a", "b"]), Some("desk:7")));
}

#[test]
fn what_an_export_of_ours_holds_is_read_back() {
    let text = "id,rev,observed_at,provenance,opened_at,title,caused_by,services,extra\r\n\
        pager:7,0,2026-11-20T06:40:00Z,\"{\"\"collector\"\":\"\"pager\"\"}\",2026-11-19T09:10:00Z,Late,\"{\"\"sha\"\":\"\"aa\"\"}\",\"[\"\"pay\"\",\"\"rates\"\"]\",\r\n";
    let (found, told) = read(text.as_bytes(), Some(&Mapping::plain(Kind::Incident)));
    assert_eq!(told, Vec::<String>::new());
    let read = &found["pager:7"];
    assert_eq!((read["caused_by"].clone(), read["services"].clone()), (json!({"sha": "aa"}), json!(["pay", "rates"])));
}

#[test]
fn words_constants_and_choices_of_rows_are_obeyed() {
    let mut mapping = mapping(Kind::Incident, &[("opened_at", "o"), ("severity", "s"), ("id", "i")]);
    mapping.constants.insert("is_change_failure".into(), "true".into());
    mapping.words.insert("severity".into(), [("p1".to_owned(), "critical".to_owned())].into());
    mapping.only.insert("t".into(), vec!["incident".into()]);
    mapping.except.insert("s".into(), vec!["p5".into()]);
    let text = "i,o,s,t\n1,2026-11-19,P1,Incident\n2,2026-11-19,P2,incident\n3,2026-11-19,P5,incident\n4,2026-11-19,P1,task\n";
    let (found, _) = read(text.as_bytes(), Some(&mapping));
    let told: Vec<_> = found.values().map(|one| (one["severity"].as_str(), one["is_change_failure"].as_bool())).collect();
    assert_eq!(told, [(Some("critical"), Some(true)), (Some("P2"), Some(true))]);
}

#[test]
fn of_rows_with_one_id_the_latest_counts_and_it_is_told() {
    let text =
        "No,Opened,Fixed,Of,What\n1,2026-11-19,2026-11-19 10:00,pay,a\n1,2026-11-19,,pay,a\n2,2026-11-19,,pay,b\n2,2026-11-19,,pay,b\n";
    let (found, told) = read(text.as_bytes(), Some(&incidents()));
    assert_eq!((found.len(), found["desk:1"]["resolved_at"].as_str()), (2, Some("2026-11-19T10:00:00Z")));
    let told: Vec<_> = told.into_iter().filter(|line| !line.contains("no column")).collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("x.csv:3:1 warning row/same-id"), "{told:?}");
}

#[test]
fn records_in_a_json_array_are_records() {
    let text = r#"[{"schema":"milepost/1","kind":"incident","id":"a","observed_at":"2026-11-20T06:40:00Z","opened_at":"2026-11-19T09:10:00Z"},
        {"kind":"incident","id":"b"}]"#;
    let (found, told) = read(text.as_bytes(), None);
    assert_eq!(found.keys().collect::<Vec<_>>(), ["a"]);
    assert!(told[0].starts_with("x.csv:2:9 error record/bad-field"), "{told:?}");
}
