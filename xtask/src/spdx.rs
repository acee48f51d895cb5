//! SPDX licence expressions, as far as crates write them.

/// An expression such as `(MIT OR Apache-2.0) AND Unicode-3.0`.
#[derive(Debug, PartialEq, Eq)]
pub enum Expression {
    /// A licence, with its exception when it has one: `Apache-2.0 WITH LLVM-exception`.
    Licence(String),
    /// All of them hold.
    All(Vec<Expression>),
    /// One of them may be chosen.
    Any(Vec<Expression>),
}

impl Expression {
    /// Reads an expression; the old `MIT/Apache-2.0` means a choice.
    pub fn parse(text: &str) -> Result<Self, String> {
        let spaced = text.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut at = 0;
        let expression = any(&words, &mut at)?;
        match words.get(at) {
            None => Ok(expression),
            Some(word) => Err(format!("`{text}`: `{word}` is not expected there")),
        }
    }

    /// Whether it holds when only some licences are allowed.
    pub fn is_met(&self, is_allowed: &impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Licence(name) => is_allowed(name),
            Self::All(parts) => parts.iter().all(|part| part.is_met(is_allowed)),
            Self::Any(parts) => parts.iter().any(|part| part.is_met(is_allowed)),
        }
    }
}

fn any(words: &[&str], at: &mut usize) -> Result<Expression, String> {
    let mut parts = vec![all(words, at)?];
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        parts.push(all(words, at)?);
    }
    Ok(alone_or(parts, Expression::Any))
}

fn all(words: &[&str], at: &mut usize) -> Result<Expression, String> {
    let mut parts = vec![one(words, at)?];
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        parts.push(one(words, at)?);
    }
    Ok(alone_or(parts, Expression::All))
}

fn one(words: &[&str], at: &mut usize) -> Result<Expression, String> {
    let word = *words.get(*at).ok_or_else(|| "the expression ends too early".to_owned())?;
    *at += 1;
    match word {
        "(" => {
            let inner = any(words, at)?;
            if words.get(*at) != Some(&")") {
                return Err("a parenthesis is not closed".to_owned());
            }
            *at += 1;
            Ok(inner)
        }
        ")" | "OR" | "AND" | "WITH" => Err(format!("`{word}` is not expected there")),
        name if words.get(*at) == Some(&"WITH") => {
            let exception = words.get(*at + 1).ok_or_else(|| "WITH names no exception".to_owned())?;
            *at += 2;
            Ok(Expression::Licence(format!("{name} WITH {exception}")))
        }
        name => Ok(Expression::Licence(name.to_owned())),
    }
}

fn alone_or(mut parts: Vec<Expression>, join: fn(Vec<Expression>) -> Expression) -> Expression {
    if parts.len() == 1 { parts.remove(0) } else { join(parts) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_needs_one_and_a_sum_needs_all() {
        let rows = [
            ("MIT", true),
            ("GPL-3.0-only", false),
            ("MIT OR GPL-3.0-only", true),
            ("MIT/GPL-3.0", true),
            ("MIT AND GPL-3.0-only", false),
            ("(GPL-2.0-only OR MIT) AND ISC", true),
            ("GPL-2.0-only OR MIT AND ISC", true),
            ("GPL-2.0-only AND MIT OR LGPL-2.1-only", false),
            ("Apache-2.0 WITH LLVM-exception", false),
            ("Apache-2.0 WITH LLVM-exception OR ISC", true),
        ];
        for (text, is_met) in rows {
            let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(expression.is_met(&|name| matches!(name, "MIT" | "ISC")), is_met, "{text}");
        }
    }

    #[test]
    fn what_is_no_expression_is_refused() {
        for text in ["", "MIT OR", "OR MIT", "(MIT", "MIT)", "MIT ISC", "MIT WITH"] {
            assert!(Expression::parse(text).is_err(), "{text:?}");
        }
    }
}
