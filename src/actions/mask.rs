//! Values that look like secrets are not shown: somebody may have typed one where it did not belong.

/// What stands in place of a value.
pub const MASKED: &str = "••••••";

/// Words of names whose values are secrets.
const NAMES: [&str; 9] = ["password", "passwd", "passphrase", "secret", "token", "apikey", "privatekey", "accesskey", "bearer"];

/// How the keys of well-known services begin.
const BEGINNINGS: [&str; 17] = [
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "sk-",
    "sk_live_",
    "AKIA",
    "ASIA",
    "AIza",
    "eyJ",
    "npm_",
];

/// The value as pages may show it.
pub fn shown(name: &str, value: &str) -> String {
    if is_secret(name, value) { MASKED.to_owned() } else { value.to_owned() }
}

fn is_secret(name: &str, value: &str) -> bool {
    let plain: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let is_switch = matches!(value, "" | "true" | "false");
    (!is_switch && NAMES.iter().any(|word| plain.ends_with(word))) || looks_secret(value)
}

/// Whether a text holds what looks like a key, wherever it stands in it.
pub fn looks_secret(text: &str) -> bool {
    text.contains("-----BEGIN ")
        || has_password(text)
        || text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | ';' | '=')).any(is_key)
}

/// An address that carries a name and a password.
fn has_password(text: &str) -> bool {
    text.match_indices("://").any(|(at, _)| {
        let authority = text[at + 3..].split(['/', '?', '#', ' ']).next().unwrap_or_default();
        authority.rsplit_once('@').is_some_and(|(user, _)| user.split_once(':').is_some_and(|(_, password)| !password.is_empty()))
    })
}

fn is_key(word: &str) -> bool {
    if word.len() >= 16 && BEGINNINGS.iter().any(|start| word.starts_with(start)) {
        return true;
    }
    // A commit is forty digits of one case; a key has both cases and digits.
    let is_plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/_-=".contains(&byte));
    let has = |test: fn(&u8) -> bool| word.bytes().filter(test).count() >= 4;
    word.len() >= 32 && is_plain && has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_secret_is_masked_and_nothing_else_is() {
        let pat = format!("ghp_{}", "a1B2".repeat(9));
        let mixed = "aB3d".repeat(9);
        for (name, value, is_masked) in [
            ("service", "carrier-sync", false),
            ("credential", "DATABASE_URL", false),
            ("api_token", "x", true),
            ("API-KEY", "x", true),
            ("rotate_secret", "true", false),
            ("db_password", "hunter2", true),
            ("note", pat.as_str(), true),
            ("note", &format!("use {pat} here"), true),
            ("note", "postgres://ada:hunter2@db/x", true),
            ("note", "https://github.com/o/r@v1", false),
            ("note", "https://ada@example.org/", false),
            ("commit", "4c7a19e04c7a19e04c7a19e04c7a19e04c7a19e0", false),
            ("note", mixed.as_str(), true),
            ("note", "-----BEGIN RSA PRIVATE KEY-----", true),
            ("monkey", "bananas", false),
            ("keyboard", "qwerty", false),
            ("reason", "INC-2291: duplicate status events since v1.18.3", false),
        ] {
            assert_eq!(shown(name, value) == MASKED, is_masked, "{name}={value}");
        }
    }
}
