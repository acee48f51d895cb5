//! What a stranger's HTML may be: an allow-list, after a check of how deep it is nested.

use super::raw_tags::ID_PREFIX;
use super::tokens::is_token;
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::sync::OnceLock;

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// What every link says, so that nobody elsewhere learns where a reader came from.
pub(super) const NO_REFERRER: &str = "noreferrer";

/// Classes that raw HTML was given here.
const CLASSES: &[&str] =
    &["align-center", "align-left", "align-right", "align-justify", "heading", "heading-1", "heading-2", "heading-3", "heading-4"];

/// Whether an element may be, as far as its name goes.
pub(super) fn is_allowed(name: &str) -> bool {
    name == "img" || TAGS.contains(&name)
}

/// A text of ours and a stranger's tags, with only those tags that may be.
pub(super) fn sanitised(html: &str) -> String {
    static BUILDER: OnceLock<Builder<'static>> = OnceLock::new();
    BUILDER.get_or_init(builder).clean(html).to_string()
}

fn builder() -> Builder<'static> {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(["script", "style", "iframe", "object", "template", "noscript", "svg", "math", "textarea", "title"].into())
        .generic_attributes(["title", "lang", "dir", "id"].into())
        .tag_attributes(
            [
                ("a", ["href", "rel"].into()),
                ("details", ["open"].into()),
                ("ol", ["start", "reversed"].into()),
                ("td", ["colspan", "rowspan"].into()),
                ("th", ["colspan", "rowspan", "scope"].into()),
                ("time", ["datetime"].into()),
            ]
            .into(),
        )
        .allowed_classes(TAGS.iter().map(|tag| (*tag, CLASSES.iter().copied().collect())).collect())
        .id_prefix(Some(ID_PREFIX))
        // A link has it already; an anchor is none, and must not.
        .link_rel(None)
        .url_relative(UrlRelative::PassThrough)
        .attribute_filter(|_element, attribute, value| match attribute {
            // Every address was judged before; what is not a token came around that judgement.
            "rel" => (value == NO_REFERRER).then_some(Cow::Borrowed(value)),
            "href" => is_token(value).then_some(Cow::Borrowed(value)),
            "colspan" | "rowspan" | "start" => value.parse::<u16>().is_ok_and(|number| number <= 1_000).then_some(Cow::Borrowed(value)),
            "dir" => ["ltr", "rtl", "auto"].contains(&value).then_some(Cow::Borrowed(value)),
            "scope" => ["row", "col", "rowgroup", "colgroup"].contains(&value).then_some(Cow::Borrowed(value)),
            "id" => (!value.is_empty() && !value.contains(char::is_whitespace)).then_some(Cow::Borrowed(value)),
            _ => Some(Cow::Borrowed(value)),
        });
    builder
}
