//! What an environment is for: as its record says, else as its name tells.

use milepost_model::record::Deployment;
use milepost_model::record::deployment::Tier;

/// The words that names of environments other than production begin with, and their tiers.
const WORDS: [(&str, Tier); 16] = [
    ("staging", Tier::Staging),
    ("stage", Tier::Staging),
    ("stg", Tier::Staging),
    ("preprod", Tier::Staging),
    ("pre-prod", Tier::Staging),
    ("uat", Tier::Staging),
    ("acceptance", Tier::Staging),
    ("testing", Tier::Testing),
    ("test", Tier::Testing),
    ("qa", Tier::Testing),
    ("integration", Tier::Testing),
    ("ci", Tier::Testing),
    ("development", Tier::Development),
    ("dev", Tier::Development),
    ("preview", Tier::Development),
    ("review", Tier::Development),
];

/// What the environment of a deployment is for. Which names are production is the organisation's choice.
pub(super) fn tier(deployment: &Deployment, is_production: &dyn Fn(&str) -> bool) -> Tier {
    if let Some(tier) = &deployment.tier {
        return tier.clone();
    }
    let name = deployment.environment.trim();
    if is_production(name) {
        return Tier::Production;
    }
    let name = name.to_lowercase();
    let begins = |word: &str| name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_', ' ', '/']));
    WORDS.iter().find(|(word, _)| begins(word)).map_or_else(|| Tier::Other("other".to_owned()), |(_, tier)| tier.clone())
}

/// The order in which tiers are shown.
pub(super) fn rank(tier: &str) -> u8 {
    match tier {
        "production" => 0,
        "staging" => 1,
        "testing" => 2,
        "development" => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_record_goes_before_the_organisations_choice_and_that_before_the_name() {
        let is_production = |name: &str| name.starts_with("prod") || name == "dev-live";
        for (name, said, expected) in [
            ("production", None, "production"),
            ("dev-live", None, "production"),
            ("staging", None, "staging"),
            ("Dev-eu", None, "development"),
            ("developers", None, "other"),
            ("blue", Some(Tier::Production), "production"),
            ("production", Some(Tier::Testing), "testing"),
            ("github-pages", None, "other"),
        ] {
            let deployment = Deployment { environment: name.into(), tier: said, ..Deployment::default() };
            assert_eq!(tier(&deployment, &is_production).word(), expected, "{name}");
        }
    }
}
