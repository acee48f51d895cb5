//! Spans of time as ISO 8601 writes them: `P30D`, `P1Y`.

/// How many days it is; none where it is not made of whole days.
pub fn days(text: &str) -> Option<u64> {
    let rest = text.strip_prefix('P')?.trim_start_matches('-');
    let (count, unit) = rest.split_at(rest.len().checked_sub(1)?);
    let count: u64 = count.parse().ok()?;
    let length = match unit {
        "D" => 1,
        "W" => 7,
        "M" => 30,
        "Y" => 365,
        _ => return None,
    };
    count.checked_mul(length).filter(|days| (1..=3650).contains(days))
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_weeks_months_and_years_are_told_in_days() {
        for (text, expected) in [
            ("P30D", Some(30)),
            ("P2W", Some(14)),
            ("P1M", Some(30)),
            ("P1Y", Some(365)),
            ("P-90D", Some(90)),
            ("PT1H", None),
            ("P", None),
            ("", None),
            ("P0D", None),
            ("P99999999999999999999D", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
