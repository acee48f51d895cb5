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

/// The words that names of environments begin with that come and go with a branch or a change.
const PASSING: [&str; 17] = [
    "preview",
    "previews",
    "review",
    "pr",
    "mr",
    "pull",
    "pull-request",
    "merge-request",
    "branch",
    "feature",
    "feat",
    "bugfix",
    "deploy-preview",
    "ephemeral",
    "temp",
    "tmp",
    "renovate",
];

/// What an environment shares with others that come and go with a branch or a change, as its name tells: `review` of `review/login-form`.
pub(super) fn family(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    let begins = |word: &&&str| {
        let rest = name.strip_prefix(**word)?;
        let is_part = rest.starts_with(['-', '_', ' ', '/', '#', ':', '.']) && rest.len() > 1;
        (is_part || (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))).then_some(())
    };
    // Of `pull` and `pull-request` the longer one is meant.
    PASSING.iter().filter(|word| begins(word).is_some()).max_by_key(|word| word.len()).copied()
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

    #[test]
    fn what_is_named_after_a_branch_or_a_change_comes_and_goes() {
        for (name, expected) in [
            ("pr-142", Some("pr")),
            ("PR142", Some("pr")),
            ("review/login-form", Some("review")),
            ("pull-request-7", Some("pull-request")),
            ("preview", None),
            ("prod-eu", None),
            ("production", None),
            ("feature-flags", Some("feature")),
            ("review-", None),
            ("printing", None),
        ] {
            assert_eq!(family(name), expected, "{name}");
        }
    }
}
