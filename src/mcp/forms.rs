//! The forms of actions, as the data hold them: what each input takes, and what may stand in it.

use super::names::{Named, Names};
use serde_json::{Value, json};

/// So many allowed values are listed.
const MOST_ALLOWED: usize = 60;

/// An action.
#[derive(Debug, Clone, Copy)]
pub struct Form<'a> {
    /// As the data hold it.
    pub data: &'a Value,
}

/// An input of an action.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// As the data hold it.
    pub data: &'a Value,
}

impl<'a> Form<'a> {
    /// A text of it.
    pub fn text(self, key: &str) -> &'a str {
        self.data[key].as_str().unwrap_or_default()
    }

    /// Its inputs.
    pub fn fields(self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        self.data["inputs"].as_array().into_iter().flatten().map(|data| Field { data })
    }
}

/// Every action of the data.
pub fn forms(actions: &Value) -> Vec<Form<'_>> {
    actions["actions"].as_array().into_iter().flatten().map(|data| Form { data }).collect()
}

impl<'a> Field<'a> {
    /// A text of it.
    pub fn text(self, key: &str) -> &'a str {
        self.data[key].as_str().unwrap_or_default()
    }

    /// Yes or no.
    pub fn is(self, key: &str) -> bool {
        self.data[key] == true
    }

    /// What the catalog offers for it, such as `service`.
    pub fn format(self) -> &'a str {
        self.text("format")
    }

    /// The values that it offers.
    pub fn options(self) -> Vec<&'a str> {
        self.data["options"].as_array().into_iter().flatten().filter_map(|option| option["value"].as_str()).collect()
    }

    /// How it writes something of the catalog.
    pub fn written(self, named: &Named) -> String {
        if self.is("reference") { named.reference.clone() } else { named.short().to_owned() }
    }

    /// The things of the catalog that it takes.
    pub fn offered(self, names: &Names) -> Vec<&Named> {
        let list = match self.format() {
            "service" => "services",
            "team" => "teams",
            _ => return Vec::new(),
        };
        names.all.iter().filter(|one| one.list == list).collect()
    }

    /// The environments that it takes: its own options, else everything that was deployed to.
    pub fn environments(self, actions: &'a Value) -> Vec<&'a str> {
        if self.format() != "environment" || !self.options().is_empty() {
            return Vec::new();
        }
        actions["environments"].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// What may stand in it, in data.
    pub fn allowed(self, names: &Names, actions: &Value) -> Value {
        let options = self.options();
        if !options.is_empty() {
            let all = self.data["options"].as_array().into_iter().flatten();
            return all
                .map(|one| if one["says"].is_null() { one["value"].clone() } else { json!({ "value": one["value"], "says": one["says"] }) })
                .collect();
        }
        let environments = self.environments(actions);
        if !environments.is_empty() {
            return environments.into();
        }
        let offered = self.offered(names);
        if !offered.is_empty() {
            let values: Vec<String> = offered.iter().take(MOST_ALLOWED).map(|one| self.written(one)).collect();
            return if offered.len() > MOST_ALLOWED {
                json!({ "some": values, "of": offered.len(), "more": "find_entities lists all" })
            } else {
                values.into()
            };
        }
        let mut found = json!({ "type": self.text("type") });
        for key in ["format", "pattern", "min", "max", "unit"] {
            if !self.data[key].is_null() {
                found[key] = self.data[key].clone();
            }
        }
        found
    }

    /// Why a value may not stand in it.
    pub fn refuses(self, value: &str, names: &Names, actions: &Value) -> Option<String> {
        let kind = self.text("type");
        let options = self.options();
        let is_closed = matches!(kind, "choice" | "environment") && !options.is_empty();
        if is_closed && !options.contains(&value) {
            return Some(format!("it takes one of {}", options.join(", ")));
        }
        let environments = self.environments(actions);
        if !environments.is_empty() && !environments.contains(&value) {
            return Some(format!("nothing was ever deployed to it; there are {}", environments.join(", ")));
        }
        let offered = self.offered(names);
        if !offered.is_empty() && !offered.iter().any(|one| self.written(one) == value) {
            return Some(format!("the catalog has no {} of that name", self.format()));
        }
        let bound = |key: &str| self.data[key].as_f64();
        let outside = |size: f64| bound("min").is_some_and(|min| size < min) || bound("max").is_some_and(|max| size > max);
        let range = || {
            let side = |key: &str, word: &str| bound(key).map(|bound| format!("{word} {bound}"));
            [side("min", "at least"), side("max", "at most")].into_iter().flatten().collect::<Vec<_>>().join(" and ")
        };
        match kind {
            "boolean" if !matches!(value, "true" | "false") => return Some("it takes true or false".to_owned()),
            "number" => match value.parse::<f64>() {
                Err(_) => return Some("it takes a number".to_owned()),
                Ok(number) if outside(number) => return Some(format!("it takes {}", range())),
                Ok(_) => {}
            },
            "string" if outside(value.chars().count() as f64) => return Some(format!("it takes {} letters", range())),
            _ => {}
        }
        let pattern = self.data["pattern"].as_str()?;
        // A pattern of somebody that this library does not read says nothing here; the form and the workflow ask it again.
        let pattern = regex::RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(1 << 20).build().ok()?;
        (!pattern.is_match(value)).then(|| format!("it must match {}", self.text("pattern")))
    }
}
