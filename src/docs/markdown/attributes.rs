//! Attribute lists: `{: #id .class width="300" }` behind a heading, an image or a link.

/// What an attribute list says, as far as pages show it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Attributes {
    /// The id.
    pub id: Option<String>,
    /// The width in pixels.
    pub width: Option<u32>,
    /// The height in pixels.
    pub height: Option<u32>,
}

/// The attribute list that a text begins with, and what follows it.
pub(super) fn leading(text: &str) -> Option<(Attributes, &str)> {
    let inner = text.strip_prefix('{')?;
    let (list, rest) = inner.split_once('}')?;
    read(list).map(|attributes| (attributes, rest))
}

/// The attribute list that a text ends with, and what comes before it.
pub(super) fn trailing(text: &str) -> Option<(&str, Attributes)> {
    let inner = text.trim_end().strip_suffix('}')?;
    let (before, list) = inner.rsplit_once('{')?;
    read(list).map(|attributes| (before, attributes))
}

/// Reads a list without its braces. Nothing that looks like prose or a template is one.
fn read(list: &str) -> Option<Attributes> {
    let (list, is_marked) = list.strip_prefix(':').map_or((list, false), |rest| (rest, true));
    let mut found = Attributes::default();
    let mut any = false;
    for word in list.split_whitespace() {
        any = true;
        if let Some(id) = word.strip_prefix('#') {
            found.id = Some(id.to_owned());
        } else if let Some((key, value)) = word.split_once('=') {
            let pixels = value.trim_matches(['"', '\'']).trim_end_matches("px").parse().ok();
            match key {
                "width" => found.width = pixels,
                "height" => found.height = pixels,
                "id" => found.id = Some(value.trim_matches(['"', '\'']).to_owned()),
                _ => {}
            }
        } else if !word.starts_with('.') && !is_marked {
            return None;
        }
    }
    any.then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_told_from_prose() {
        let found = leading("{ width=\"300\" .right loading=lazy } more").unwrap();
        assert_eq!((found.0.width, found.1), (Some(300), " more"));
        assert_eq!(trailing("Heading { id=here }").unwrap().1.id.as_deref(), Some("here"));
        assert_eq!(trailing("Heading {: #here .x}").unwrap().1.id.as_deref(), Some("here"));
        assert_eq!(leading("{ width=50% }").unwrap().0.width, None);
        for prose in ["{name}", "{{ name }}", "{}", "{ a: 1 }", "no list", "{unclosed"] {
            assert_eq!(leading(prose), None, "{prose}");
        }
    }
}
