//! The languages of a project.

use super::client::Client;
use crate::remote::Fault;
use std::collections::BTreeMap;

/// The share of each language in hundredths of a per cent, since GitLab tells no bytes.
pub async fn languages(client: &Client<'_>, number: u64) -> Result<BTreeMap<String, u64>, Fault> {
    let found: BTreeMap<String, Option<f64>> = client.one("languages", &format!("/projects/{number}/languages")).await?;
    Ok(shares(found))
}

fn shares(found: BTreeMap<String, Option<f64>>) -> BTreeMap<String, u64> {
    let share = |percent: f64| (percent.clamp(0.0, 100.0) * 100.0).round();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 10 000")]
    let whole = |percent: f64| share(percent) as u64;
    found.into_iter().filter_map(|(name, percent)| Some((name, whole(percent?)))).filter(|(_, share)| *share > 0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_become_whole_numbers() {
        let found: BTreeMap<String, Option<f64>> =
            serde_json::from_str(r#"{"Ruby":66.69,"JavaScript":22.98,"HTML":null,"Odd":-3.0}"#).expect("because it is an answer");
        assert_eq!(shares(found), BTreeMap::from([("JavaScript".to_owned(), 2_298), ("Ruby".to_owned(), 6_669)]));
    }
}
