//! Input that means no good, or nothing at all.

use super::{mapping, read};
use milepost_collectors::files::{Mapping, READY};
use milepost_model::Kind;
use proptest::prelude::*;

#[test]
fn what_is_no_table_says_so_and_ends() {
    let mapping = mapping(Kind::Incident, &[("opened_at", "Opened"), ("title", "What")]);
    let deep = "[".repeat(200_000);
    let open = format!("Opened,What\n{}", "2026-11-19,\"x\n".repeat(3_001));
    let many = format!("Opened,What\n{}", "never,x\n".repeat(5_000));
    let broken = "{\n".repeat(20_000);
    let wide = format!("Opened,What\n2026-11-19,\"{}\"\n", "x".repeat(3 << 20));
    for (text, most) in [
        ("", 1),
        ("\n\n", 1),
        ("\0\0\0", 3),
        ("[]", 0),
        ("{}", 1),
        ("nul", 3),
        (&deep, 3),
        (&open, 202),
        (&many, 101),
        (&broken, 102),
        (&wide, 3),
    ] {
        let (found, told) = read(text.as_bytes(), Some(&mapping));
        assert!(found.len() <= 1 || text == open, "{}", found.len());
        assert!(told.len() <= most, "{} findings: {:?}", told.len(), told.first());
        assert!(told.iter().all(|line| line.len() < 2_000), "a finding is as long as the file");
    }
    for bytes in [&b"\xff\xfe\x00"[..], b"a\xe4,b\n1,2\n", b"\xfe\xff\xd8\x00"] {
        let (found, told) = read(bytes, Some(&mapping));
        assert!(found.is_empty() && told.len() == 1 && told[0].contains("record/not-utf8"), "{told:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_bytes_make_it_fail(text in "[a-z0-9 ,;\"\n\t{}:\\[\\]é\u{feff}-]{0,200}", bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut mappings: Vec<Option<Mapping>> = READY.iter().map(|ready| Some(ready.mapping())).collect();
        mappings.extend([None, Some(Mapping::plain(Kind::Cost)), Some(mapping(Kind::Incident, &[("opened_at", "a"), ("caused_by.sha", "b.c[d=e].f")]))]);
        for mapping in &mappings {
            read(text.as_bytes(), mapping.as_ref());
            read(&bytes, mapping.as_ref());
            read(&[b"id,opened_at,created_at\n".as_slice(), &bytes].concat(), mapping.as_ref());
        }
    }
}
