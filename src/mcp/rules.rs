//! What scorecards say of a service, and what stands between it and its next level, in the portal's order.

use super::names::{Named, Names, Sort};
use super::tools::Desk;
use super::trouble::Trouble;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The scorecards of a portal.
#[derive(Debug)]
pub struct Rules {
    data: Arc<Value>,
    actions: Arc<Value>,
}

impl Rules {
    /// Of a portal.
    pub fn of(desk: &Desk) -> Result<Self, Trouble> {
        Ok(Self { data: desk.portal.data("scorecards")?, actions: desk.portal.data("actions")? })
    }

    /// What they say of a service; nothing where none is for it.
    pub fn service(&self, reference: &str) -> Option<&Value> {
        self.data["services"].get(reference)
    }

    /// The scorecards, in their order.
    pub fn cards(&self) -> &[Value] {
        self.data["scorecards"].as_array().map_or(&[], Vec::as_slice)
    }

    /// The campaigns that a service still has to do something for.
    pub fn campaigns(&self, reference: &str) -> impl Iterator<Item = &Value> {
        let all = self.data["campaigns"].as_array().into_iter().flatten();
        all.filter(move |campaign| campaign["services_left"].as_array().into_iter().flatten().any(|service| service == reference))
    }

    /// The words of a rule.
    pub fn rule(&self, id: &str) -> &Value {
        self.data["rules"].as_array().into_iter().flatten().find(|rule| rule["id"] == id).unwrap_or(&Value::Null)
    }

    /// The name of the level above one.
    pub fn next_level(card: &Value, standing: &Value) -> Value {
        let rank = standing["rank"].as_u64().and_then(|rank| usize::try_from(rank).ok()).unwrap_or_default();
        card["levels"].get(rank).cloned().unwrap_or_default()
    }

    /// A rule that a service does not pass, with all that helps to pass it.
    pub fn fix(&self, desk: &Desk, names: &Names, service: &Named, id: &str) -> Value {
        let rule = self.rule(id);
        let said = &self.service(&service.reference).unwrap_or(&Value::Null)["rules"][id];
        let mut found = Map::new();
        found.insert("rule".to_owned(), id.into());
        for key in ["title", "why", "category"] {
            found.insert(key.to_owned(), rule[key].clone());
        }
        found.insert("verdict".to_owned(), said["verdict"].clone());
        for key in ["evidence", "since"] {
            if !said[key].is_null() {
                found.insert(key.to_owned(), said[key].clone());
            }
        }
        let how = if rule["fix"].is_null() { json!({ "unknown": "the rule does not say how" }) } else { rule["fix"].clone() };
        found.insert("how_to_fix".to_owned(), how);
        let minutes = if rule["minutes"].is_null() { json!({ "unknown": "nobody estimated it" }) } else { rule["minutes"].clone() };
        found.insert("minutes".to_owned(), minutes);
        if let Some(owner) = rule["owner"].as_str() {
            found.insert("ask".to_owned(), names.said(owner).into());
        }
        if rule["counts"] == false {
            found.insert("counts".to_owned(), "not yet".into());
        }
        if let Some(action) = rule["action"].as_str().and_then(|action| self.action(desk, action, service)) {
            found.insert("action".to_owned(), action);
        }
        found.insert("page".to_owned(), desk.portal.url(&format!("scorecards/checks/{id}/")).into());
        found.into()
    }

    /// The action that helps, its form filled in for the service where it asks for one.
    pub fn action(&self, desk: &Desk, id: &str, service: &Named) -> Option<Value> {
        let action = self.actions["actions"].as_array().into_iter().flatten().find(|action| action["id"] == id)?;
        let field = action["inputs"].as_array().into_iter().flatten().find(|input| input["format"] == "service")?;
        let value = if field["reference"] == true { service.reference.as_str() } else { service.short() };
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair(field["name"].as_str()?, value).finish();
        let form = desk.portal.url(&format!("{}?{query}", action["page"].as_str()?));
        Some(json!({ "title": action["title"], "id": action["id"], "form": form }))
    }
}

/// A service by its name, with what tells that no scorecard is for it.
pub fn scored<'n>(names: &'n Names, rules: &Rules, name: &str) -> Result<&'n Named, Trouble> {
    let named = names.one(Sort::Service, name)?;
    if rules.service(&named.reference).is_none() {
        return Err(Trouble::Asked(format!(
            "no scorecard judges {}: it is archived, out of every scorecard's scope, or its repository was not read; get_health says which were not",
            named.name
        )));
    }
    Ok(named)
}
