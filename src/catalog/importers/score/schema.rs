//! What Score's published JSON schema `score-v1b1` allows.

use crate::catalog::importers::shape::{Also, Key, Named, Object, Shape, may, needs};
use crate::yaml::Node;

const fn closed(what: &'static str, keys: &'static [Key]) -> Object {
    Object { what, keys, is_open: false, also: &[] }
}

pub(super) static WORKLOAD: Object = closed(
    "a workload",
    &[
        needs("apiVersion", Shape::Word(&["score.dev/v1b1"])),
        needs("metadata", Shape::Object(&METADATA)),
        may("service", Shape::Object(&closed("service", &[may("ports", Shape::Named(&PORTS))]))),
        needs("containers", Shape::Named(&CONTAINERS)),
        may("resources", Shape::Named(&RESOURCES)),
    ],
);

const NAME: (fn(&str) -> bool, &str) = (is_name, "2 to 63 lower-case letters, digits and -, a letter or digit at both ends");
const TYPE: Shape = Shape::Like(is_type, "2 to 63 letters, digits and -, a letter or digit at both ends");
const PORT: Shape = Shape::Whole(1, 65_535);
const TEXTS: Shape = Shape::List(&Shape::Text);

static METADATA: Object = Object {
    what: "metadata",
    keys: &[needs("name", Shape::Like(NAME.0, NAME.1)), may("annotations", Shape::Named(&ANNOTATIONS))],
    is_open: true,
    also: &[],
};

static ANNOTATIONS: Named =
    Named { key: (is_annotation, "a name, or domain/name, of letters, digits, ., _ and -"), value: Shape::Text, is_filled: false };

static PORTS: Named = Named {
    key: NAME,
    value: Shape::Object(&closed("a port", &[needs("port", PORT), may("protocol", Shape::Word(&["TCP", "UDP"])), may("targetPort", PORT)])),
    is_filled: false,
};

static CONTAINERS: Named = Named { key: NAME, value: Shape::Object(&CONTAINER), is_filled: true };

static RESOURCES: Named = Named {
    key: NAME,
    value: Shape::Object(&closed(
        "a resource",
        &[
            needs("type", TYPE),
            may("class", TYPE),
            may("id", Shape::Like(is_id, "2 to 63 lower-case letters, digits, - and . between words")),
            may(
                "metadata",
                Shape::Object(&Object {
                    what: "metadata",
                    keys: &[may("annotations", Shape::Named(&ANNOTATIONS))],
                    is_open: true,
                    also: &[],
                }),
            ),
            may("params", Shape::Map(&Shape::Any)),
        ],
    )),
    is_filled: false,
};

static CONTAINER: Object = closed(
    "a container",
    &[
        needs("image", Shape::Filled),
        may("command", TEXTS),
        may("args", TEXTS),
        may(
            "variables",
            Shape::Named(&Named {
                key: (|key| !key.is_empty() && !key.contains('='), "a name without ="),
                value: Shape::Text,
                is_filled: false,
            }),
        ),
        may("files", Shape::Either(&[Shape::Map(&Shape::Object(&FILE)), Shape::List(&Shape::Object(&LISTED_FILE))])),
        may("volumes", Shape::Either(&[Shape::Map(&Shape::Object(&VOLUME)), Shape::List(&Shape::Object(&LISTED_VOLUME))])),
        may("before", Shape::Named(&BEFORE)),
        may(
            "resources",
            Shape::Object(&closed("resources", &[may("limits", Shape::Object(&LIMITS)), may("requests", Shape::Object(&LIMITS))])),
        ),
        may("livenessProbe", Shape::Object(&PROBE)),
        may("readinessProbe", Shape::Object(&PROBE)),
    ],
);

static BEFORE: Named = Named {
    key: NAME,
    value: Shape::Object(&closed("a condition", &[needs("ready", Shape::Word(&["started", "healthy", "complete"]))])),
    is_filled: false,
};

static LIMITS: Object = closed(
    "limits",
    &[may("memory", Shape::Like(is_memory, "an amount such as 128Mi")), may("cpu", Shape::Like(is_cpu, "an amount such as 250m or 1.5"))],
);

const FILE_KEYS: &[Key] = &[
    may("mode", Shape::Like(is_mode, "three octal digits such as 0644")),
    may("source", Shape::Filled),
    may("content", Shape::Text),
    may("binaryContent", Shape::Text),
    may("noExpand", Shape::Flag),
];

static FILE: Object = Object { what: "a file", keys: FILE_KEYS, is_open: false, also: &[ONE_CONTENT] };

static LISTED_FILE: Object = Object {
    what: "a file",
    keys: &[
        may("target", Shape::Filled),
        may("mode", Shape::Like(is_mode, "three octal digits such as 0644")),
        may("source", Shape::Filled),
        may("content", Shape::Text),
        may("binaryContent", Shape::Text),
        may("noExpand", Shape::Flag),
    ],
    is_open: false,
    also: &[ONE_CONTENT],
};

const ONE_CONTENT: Also = |node| {
    let count = ["source", "content", "binaryContent"].iter().filter(|key| node.get(key).is_some()).count();
    let message = || format!("a file has one of source, content and binaryContent, and this has {count} of them");
    (count != 1).then(|| ("", message(), "write one of the three".to_owned()))
};

static VOLUME: Object = closed("a volume", &[needs("source", Shape::Text), may("path", Shape::Text), may("readOnly", Shape::Flag)]);

static LISTED_VOLUME: Object =
    closed("a volume", &[needs("source", Shape::Text), may("path", Shape::Text), may("target", Shape::Text), may("readOnly", Shape::Flag)]);

static PROBE: Object = Object {
    what: "a probe",
    keys: &[
        may(
            "httpGet",
            Shape::Object(&closed(
                "httpGet",
                &[
                    may("host", Shape::Filled),
                    may("scheme", Shape::Word(&["HTTP", "HTTPS"])),
                    needs("path", Shape::Text),
                    needs("port", PORT),
                    may("httpHeaders", Shape::List(&Shape::Object(&HEADER))),
                ],
            )),
        ),
        may("exec", Shape::Object(&closed("exec", &[needs("command", TEXTS)]))),
    ],
    is_open: false,
    also: &[|node: &Node| {
        let is_there = node.get("httpGet").is_some() || node.get("exec").is_some();
        (!is_there).then(|| ("", "a probe has httpGet or exec, and this has neither".to_owned(), "write one of the two".to_owned()))
    }],
};

static HEADER: Object = closed(
    "a header",
    &[
        needs(
            "name",
            Shape::Like(
                |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')),
                "the name of a header",
            ),
        ),
        needs("value", Shape::Filled),
    ],
);

fn is_name(text: &str) -> bool {
    let is_firm = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    is_framed(text, is_firm, |c| is_firm(c) || c == '-')
}

fn is_type(text: &str) -> bool {
    let is_firm = |c: char| c.is_ascii_alphanumeric();
    is_framed(text, is_firm, |c| is_firm(c) || c == '-')
}

fn is_framed(text: &str, is_firm: impl Fn(char) -> bool, is_inside: impl Fn(char) -> bool) -> bool {
    (2..=63).contains(&text.chars().count()) && text.starts_with(&is_firm) && text.ends_with(&is_firm) && text.chars().all(is_inside)
}

/// `^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$`
fn is_id(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    (2..=63).contains(&text.len()) && text.split('.').all(|word| is_word(word) && !word.starts_with('-') && !word.ends_with('-'))
}

fn is_annotation(text: &str) -> bool {
    let (domain, name) = text.rsplit_once('/').map_or((None, text), |(domain, name)| (Some(domain), name));
    let is_firm = |c: char| c.is_ascii_alphanumeric();
    let is_fine = is_framed(name, is_firm, |c| is_firm(c) || matches!(c, '.' | '_' | '-'));
    text.len() <= 316 && is_fine && domain.is_none_or(|domain| domain.split('.').all(is_name))
}

fn is_mode(text: &str) -> bool {
    let digits = if text.len() == 4 { text.strip_prefix('0') } else { Some(text) };
    digits.is_some_and(|digits| digits.len() == 3 && digits.bytes().all(|b| (b'0'..=b'7').contains(&b)))
}

/// `^(0\.\d+|[1-9]\d*(\.\d+)?)(K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$`
fn is_memory(text: &str) -> bool {
    let bare = text.strip_suffix('i').filter(|rest| rest.ends_with(['K', 'M', 'G', 'T', 'P', 'E'])).unwrap_or(text);
    let number = bare.strip_suffix(['K', 'M', 'G', 'T', 'P', 'E']).unwrap_or(bare);
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match number.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part) && (whole == "0" || !whole.starts_with('0')),
        None => digits(number) && !number.starts_with('0'),
    }
}

/// `^\d+(?:m|\.\d+)?$`
fn is_cpu(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, part)) => digits(whole) && digits(part),
        None => digits(text.strip_suffix('m').unwrap_or(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_holds_at_its_edges() {
        let (long, longer) = ("a".repeat(63), "a".repeat(64));
        for (rule, good, bad) in [
            (is_name as fn(&str) -> bool, vec!["ab", "a-b", "0a", long.as_str()], vec!["a", "-a", "a-", "A1", "a_b", longer.as_str(), ""]),
            (is_type, vec!["s3", "S3-Bucket"], vec!["a", "a_b", "-a"]),
            (is_id, vec!["ab", "a.b", "a--b.c"], vec!["a", "a..b", "a-", ".a", "A.b"]),
            (is_annotation, vec!["ab", "my.org.io/Ab_c.d"], vec!["a", "x/ab", "my.org/", "a b"]),
            (is_mode, vec!["644", "0644"], vec!["0888", "64", "10644", ""]),
            (is_memory, vec!["128Mi", "0.5G", "1", "1.5"], vec!["0128Mi", "1Zi", "1i", "", "0"]),
            (is_cpu, vec!["1", "250m", "0.5"], vec!["m", "1.m", "1.5m", ""]),
        ] {
            for text in good {
                assert!(rule(text), "{text}");
            }
            for text in bad {
                assert!(!rule(text), "{text}");
            }
        }
    }
}
