//! The characters of a file: UTF-8 with or without its mark, UTF-16 with it.

use milepost_model::{Diagnostic, Place};

/// A larger file than this is no export that somebody looks at.
pub(super) const MOST_BYTES: u64 = 1 << 30;

/// The text of a file; `Err` says where it is none.
pub(crate) fn of(bytes: Vec<u8>, file: &str) -> Result<String, Box<Diagnostic>> {
    if let Some(rest) = bytes.strip_prefix(b"\xff\xfe") {
        return wide(rest, u16::from_le_bytes, file);
    }
    if let Some(rest) = bytes.strip_prefix(b"\xfe\xff") {
        return wide(rest, u16::from_be_bytes, file);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = &error.as_bytes()[..good];
        let line = before.split(|byte| *byte == b'\n').count();
        let start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() + 1;
        let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
        Box::new(
            Diagnostic::error(
                "record/not-utf8",
                format!("this file is not UTF-8: the byte 0x{:02x} begins no letter", error.as_bytes()[good]),
            )
            .at(Place::file(file).at(number(line), number(column)))
            .help("save it as UTF-8 (spreadsheets call it “CSV UTF-8”), or convert it, for example with iconv"),
        )
    })?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}

fn wide(bytes: &[u8], pair: fn([u8; 2]) -> u16, file: &str) -> Result<String, Box<Diagnostic>> {
    let units = bytes.chunks_exact(2).map(|two| pair([two[0], two[1]]));
    let is_cut = bytes.len() % 2 == 1;
    match char::decode_utf16(units).collect::<Result<String, _>>() {
        Ok(text) if !is_cut => Ok(text),
        _ => Err(Box::new(
            Diagnostic::error("record/not-utf8", "this file begins as UTF-16 and is none")
                .at(Place::file(file).at(1, 1))
                .help("save it as UTF-8 (spreadsheets call it “CSV UTF-8”)"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_wide_letters_are_read_and_others_have_their_place() {
        let wide =
            |mark: [u8; 2], turn: fn(u16) -> [u8; 2]| mark.into_iter().chain("ä;€\n".encode_utf16().flat_map(turn)).collect::<Vec<u8>>();
        for bytes in ["\u{feff}ä;€\n".as_bytes().to_vec(), wide([0xff, 0xfe], u16::to_le_bytes), wide([0xfe, 0xff], u16::to_be_bytes)] {
            assert_eq!(of(bytes, "x.csv").as_deref(), Ok("ä;€\n"));
        }
        let wrong = of(b"a;b\n\xc3\xa9x\xe4\n".to_vec(), "x.csv").expect_err("because it is Latin-1");
        assert_eq!(wrong.place, Some(Place::file("x.csv").at(2, 3)));
        assert!(wrong.message.contains("0xe4"));
        assert!(of(vec![0xff, 0xfe, 0x41], "x.csv").is_err());
    }
}
