//! Where a text stands: what its links lead to, and which files it may include.

use std::fmt::Write as _;

/// Where a link leads from this text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link {
    /// Somewhere in the portal, as an address that is right for the page.
    Inside(String),
    /// Somewhere else on the web.
    Outside(String),
    /// To something that is there and that no page shows: its words stay, without a link.
    Unlinked,
    /// Nowhere: the reason as a sentence.
    Broken(String),
}

/// What stands at an image's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Image {
    /// A file that the portal has, and its size in pixels where it is known.
    Here {
        /// Its address, right for the page.
        src: String,
        /// Width and height.
        size: Option<(u32, u32)>,
    },
    /// Somewhere else on the web, from where pages load nothing.
    Outside {
        /// Its address.
        href: String,
        /// The host, for people.
        host: String,
    },
    /// Nothing: the reason as a sentence.
    Broken(String),
}

/// What a text may refer to.
pub trait Surroundings {
    /// Where a link leads.
    fn link(&self, to: &str) -> Link;
    /// What an image shows.
    fn image(&self, at: &str) -> Image;
    /// The text of a file that may be included.
    fn include(&self, path: &str) -> Option<String>;
}

/// A text without surroundings: only absolute links lead anywhere.
pub struct Alone;

impl Surroundings for Alone {
    fn link(&self, to: &str) -> Link {
        match scheme(to) {
            Some("http" | "https" | "mailto") => Link::Outside(to.to_owned()),
            Some(other) => Link::Broken(format!("Links to {other}: addresses are not shown.")),
            None if to.starts_with('#') => Link::Inside(to.to_owned()),
            None => Link::Broken(format!("{to} leads nowhere from here.")),
        }
    }

    fn image(&self, at: &str) -> Image {
        match (scheme(at), host(at)) {
            (Some("http" | "https"), Some(host)) => Image::Outside { href: at.to_owned(), host },
            _ => Image::Broken(format!("{at} is not here.")),
        }
    }

    fn include(&self, _path: &str) -> Option<String> {
        None
    }
}

/// The scheme of an address in lower-case letters, if it has one that is written so.
pub(super) fn scheme(address: &str) -> Option<&'static str> {
    let (scheme, _) = address.split_once(':')?;
    if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte)) {
        return None;
    }
    let known = ["http", "https", "mailto", "tel", "javascript", "data", "vbscript", "file", "ftp"];
    Some(known.into_iter().find(|name| scheme.eq_ignore_ascii_case(name)).unwrap_or("other"))
}

/// An address on the web as pages hold it: what stands for itself nowhere is written in hexadecimal digits.
pub(super) fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~!*'();:@&=+$,/?#%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").expect("because a string takes everything");
        }
    }
    out
}

fn host(address: &str) -> Option<String> {
    url::Url::parse(address).ok()?.host_str().map(str::to_owned)
}
