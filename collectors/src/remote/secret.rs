//! A text that is sent and never shown.

use std::fmt;

/// A token or a key. Neither `Debug` nor `Display` tells it.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret; surrounding white space is never a part of one.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// The secret itself, for the header that it goes into.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A name for an author that only who holds this key can make again.
    pub fn hashed(&self, login: &str) -> String {
        let key = blake3::derive_key("milepost 2026 author key", self.0.as_bytes());
        blake3::keyed_hash(&key, login.to_lowercase().as_bytes()).to_hex()[..16].to_owned()
    }

    /// A name for it that does not give it away, so that two credentials never share what one may see.
    pub fn fingerprint(&self) -> String {
        blake3::derive_key("milepost 2026 credential fingerprint", self.0.as_bytes())[..8].iter().fold(String::new(), |mut hex, byte| {
            use fmt::Write;
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() { "Secret(empty)" } else { "Secret(…)" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_shows_neither_itself_nor_its_length() {
        let secret = Secret::new(" ghp_abcdef \n");
        assert_eq!(secret.reveal(), "ghp_abcdef");
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.fingerprint().len(), 16);
        assert_ne!(secret.fingerprint(), Secret::new("ghp_abcdeg").fingerprint());
    }
}
