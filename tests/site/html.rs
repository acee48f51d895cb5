//! Just enough of HTML to look at our own pages: tags with their attributes, in order.

/// A tag with its attributes; texts between tags are left out.
#[derive(Debug)]
pub struct Tag {
    /// Its name, with a `/` before it where it closes.
    pub name: String,
    /// Its attributes, unescaped.
    pub attributes: Vec<(String, String)>,
    /// Whether it closes itself.
    pub is_void: bool,
}

impl Tag {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The tags of a page. Panics where an attribute is not quoted, since ours all are.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        if rest.starts_with('!') {
            rest = rest.split_once('>').map_or("", |(_, after)| after);
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
        let name = rest[..end].trim_end_matches('/').to_owned();
        rest = &rest[end..];
        let mut tag = Tag { name, attributes: Vec::new(), is_void: false };
        rest = attributes(rest, &mut tag);
        let raw = ["script", "style"].iter().find(|raw| tag.name == **raw);
        tags.push(tag);
        if let Some(raw) = raw {
            let close = rest.find(&format!("</{raw}")).expect("because raw text is closed");
            rest = &rest[close..];
        }
    }
    tags
}

fn attributes<'a>(mut rest: &'a str, tag: &mut Tag) -> &'a str {
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        if let Some(after) = rest.strip_prefix("/>") {
            tag.is_void = true;
            return after;
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/".contains(c)).expect("because tags end");
        let name = rest[..end].to_owned();
        assert!(!name.is_empty(), "a strange tag before {:?}", rest.chars().take(60).collect::<String>());
        rest = &rest[end..];
        let value = match rest.strip_prefix('=') {
            Some(after) => {
                let inner = after.strip_prefix('"').unwrap_or_else(|| panic!("{name} of {} is not quoted", tag.name));
                let (value, after) = inner.split_once('"').expect("because quotes close");
                rest = after;
                value
            }
            None => "",
        };
        tag.attributes.push((name, unescaped(value)));
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// Elements that never have a closing tag.
const VOID: [&str; 6] = ["meta", "link", "input", "br", "img", "hr"];

/// Whether every element is closed by its own name, in order.
pub fn is_balanced(tags: &[Tag]) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    for tag in tags {
        if let Some(name) = tag.name.strip_prefix('/') {
            let last = open.pop();
            if last != Some(name) {
                return Err(format!("</{name}> closes {last:?} in {open:?}"));
            }
        } else if !tag.is_void && !VOID.contains(&tag.name.as_str()) {
            open.push(&tag.name);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(format!("never closed: {open:?}")) }
}
