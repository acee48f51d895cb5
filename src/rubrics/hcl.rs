//! The blocks of a Terraform file, as far as exports of rubrics use the language: names, texts, numbers, lists, nested blocks.

use std::collections::BTreeMap;

/// Files with more of these are not read further.
const BLOCKS: usize = 20_000;

/// So deep blocks may be nested.
const DEPTH: usize = 16;

/// A block: `resource "kind" "name" { … }`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// The word and the labels before the bracket.
    pub labels: Vec<String>,
    /// What is set in it; a list has several values.
    pub values: BTreeMap<String, Vec<String>>,
    /// The blocks inside, by their word; `name = { … }` counts as one.
    pub blocks: Vec<Block>,
}

impl Block {
    /// The only value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.first().map(String::as_str)
    }

    /// The first block inside of that name.
    pub fn block(&self, name: &str) -> Option<&Self> {
        self.blocks.iter().find(|block| block.labels.first().is_some_and(|label| label == name))
    }
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
    End,
}

/// The blocks of a file. What is not understood is passed over, up to the end of its line.
pub fn blocks(text: &str) -> Vec<Block> {
    let tokens = tokens(text);
    let mut reader = Reader { tokens: &tokens, at: 0, count: 0 };
    reader.body(DEPTH).blocks
}

struct Reader<'a> {
    tokens: &'a [Token],
    at: usize,
    count: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += 1;
        token
    }

    /// Everything up to the closing bracket.
    fn body(&mut self, depth: usize) -> Block {
        let mut own = Block::default();
        let mut labels: Vec<String> = Vec::new();
        while let Some(token) = self.next() {
            match token {
                Token::Word(word) | Token::Text(word) => labels.push(word),
                Token::Sign('{') => {
                    self.count += 1;
                    if depth == 0 || self.count > BLOCKS {
                        self.at = self.tokens.len();
                        break;
                    }
                    let inner = self.body(depth - 1);
                    own.blocks.push(Block { labels: std::mem::take(&mut labels), ..inner });
                }
                Token::Sign('=' | ':') => {
                    let Some(name) = labels.pop() else { continue };
                    labels.clear();
                    if self.tokens.get(self.at) == Some(&Token::Sign('{')) {
                        labels.push(name);
                    } else {
                        let values = self.values();
                        own.values.insert(name, values);
                    }
                }
                Token::Sign('}') => break,
                Token::Sign(_) | Token::End => labels.clear(),
            }
        }
        own
    }

    /// One value, or those of a list.
    fn values(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        let mut depth = 0_usize;
        while let Some(token) = self.tokens.get(self.at).cloned() {
            match token {
                Token::Sign('[' | '(') => depth += 1,
                Token::Sign(']' | ')') if depth > 0 => depth -= 1,
                Token::Sign('}') => return found,
                Token::End if depth == 0 => return found,
                Token::Word(word) | Token::Text(word) => found.push(word),
                _ => {}
            }
            self.at += 1;
        }
        found
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            if rest.starts_with('#') || rest.starts_with("//") {
                break;
            }
            if let Some(name) = rest.strip_prefix("<<") {
                let end = name.trim_start_matches('-').trim();
                let body: Vec<&str> = lines.by_ref().take_while(|line| line.trim() != end).collect();
                found.push(Token::Text(body.join("\n")));
                break;
            }
            let length = match first {
                '"' => {
                    let (text, length) = quoted(rest);
                    found.push(Token::Text(text));
                    length
                }
                letter if letter.is_whitespace() || letter == ',' => letter.len_utf8(),
                '{' | '}' | '[' | ']' | '(' | ')' | '=' | ':' => {
                    found.push(Token::Sign(first));
                    1
                }
                _ => {
                    let end = rest.find(|letter: char| letter.is_whitespace() || "{}[]()=:,\"#".contains(letter)).unwrap_or(rest.len());
                    found.push(Token::Word(rest[..end].to_owned()));
                    end
                }
            };
            rest = &rest[length.max(1).min(rest.len())..];
        }
        found.push(Token::End);
    }
    found
}

/// A text in quotes, and how long it is as written.
fn quoted(text: &str) -> (String, usize) {
    let mut out = String::new();
    let mut is_escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match (is_escaped, letter) {
            (true, 'n') => out.push('\n'),
            (true, 't') => out.push('\t'),
            (false, '"') => return (out, at + 1),
            (false, '\\') => {}
            (_, other) => out.push(other),
        }
        is_escaped = !is_escaped && letter == '\\';
    }
    (out, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_have_labels_values_lists_and_blocks_inside() {
        let text = r#"
# A comment
resource "check" "has_owner" {
  name     = "Has an \"owner\""
  enabled  = true
  level    = level.bronze.id // why not
  paths    = ["a.md", "b.md",
    "c.md"]
  notes = <<-EOT
    Two
    lines
  EOT
  predicate = {
    type = "equals"
  }
  filter { key = "tier" }
}
"#;
        let found = blocks(text);
        assert_eq!(found.len(), 1);
        let check = &found[0];
        assert_eq!(check.labels, ["resource", "check", "has_owner"]);
        assert_eq!((check.value("name"), check.value("level")), (Some("Has an \"owner\""), Some("level.bronze.id")));
        assert_eq!(check.values["paths"], ["a.md", "b.md", "c.md"]);
        assert_eq!(check.value("notes"), Some("    Two\n    lines"));
        assert_eq!(check.block("predicate").and_then(|block| block.value("type")), Some("equals"));
        assert_eq!(check.block("filter").and_then(|block| block.value("key")), Some("tier"));
    }

    #[test]
    fn broken_and_hostile_files_end() {
        for text in ["{", "}", "a = ", "\"", "a \"\\", "<<", "= = =", "é = \"ü", &"{".repeat(10_000), &"a {".repeat(1000)] {
            let _ = blocks(text);
        }
    }
}
