//! The channels of AsyncAPI 2.

use super::super::model::{Operation, Payload};
use super::super::schema::Schema;
use super::super::trees::Spot;
use super::super::words;
use super::{MOST, Reader, bindings};
use crate::docs::api::model::Parameter;
use milepost_model::Severity;

impl<'t> Reader<'t> {
    /// Every operation with the name of its group.
    pub(super) fn channels(&mut self) -> Vec<(String, Operation)> {
        let mut found = Vec::new();
        for (address, channel) in self.root.own_entries("channels").take(MOST) {
            let Some(channel) = self.settled(channel) else { continue };
            // What others publish is what the application receives: version 2 speaks from the other end.
            for (key, verb) in [("publish", "RECEIVE"), ("subscribe", "SEND")] {
                let Some(spot) = channel.get(key) else { continue };
                let operation = self.channel_operation(&address.text, channel, spot, verb);
                found.push((self.group_of(spot, verb), operation));
            }
        }
        found
    }

    fn channel_operation(&mut self, address: &str, channel: Spot<'t>, spot: Spot<'t>, verb: &str) -> Operation {
        let id = spot.words("operationId").map(|id| words::name(&id));
        if id.is_none() {
            let message = || {
                format!("what is {} {} has no operationId", if verb == "SEND" { "sent to" } else { "received from" }, words::name(address))
            };
            self.schemas.findings.add(
                Severity::Note,
                "api/no-operation-id",
                message,
                || spot.place(),
                "give it a name; generated clients and links are called by it",
            );
        }
        let messages = spot.get("message").map(|message| {
            let several: Vec<Spot<'t>> = message.items("oneOf").collect();
            let spots = if several.is_empty() { vec![message] } else { several };
            self.messages(spots.into_iter().map(|spot| (None, spot)))
        });
        let messages = messages.unwrap_or_default();
        let description = spot.text("description").or_else(|| channel.text("description")).and_then(words::prose).or(messages.description);
        let summary = spot
            .text("summary")
            .and_then(words::sentence)
            .or(messages.summary)
            .or_else(|| description.as_deref().and_then(words::first_sentence));
        let slug = id.as_deref().map_or_else(|| words::slug(&format!("{verb} {address}")), words::slug);
        let mut parameters = self.channel_parameters(channel);
        parameters.extend(messages.headers);
        Operation {
            anchor: self.names.take(&format!("op-{slug}")),
            id,
            verb: verb.to_owned(),
            path: words::name(address),
            summary,
            description,
            deprecation: (spot.is("deprecated") || spot.is("x-deprecated")).then(String::new),
            parameters,
            request: Some(Payload { description: None, is_required: true, contents: messages.contents })
                .filter(|payload| !payload.contents.is_empty()),
            notes: bindings(channel).into_iter().chain(bindings(spot)).collect(),
            link: spot.get("externalDocs").and_then(|docs| docs.words("url")),
            place: spot.place(),
            ..Operation::default()
        }
    }

    /// The variables in the address of a channel.
    pub(super) fn channel_parameters(&mut self, channel: Spot<'t>) -> Vec<Parameter> {
        let mut found = Vec::new();
        for (key, spot) in channel.entries("parameters").take(100) {
            let Some(spot) = self.settled(spot) else { continue };
            // Version 3 has no schema here: the limits stand in the parameter itself.
            let mut schema = match spot.get("schema") {
                Some(schema) => self.schemas.read(schema),
                None => self.schemas.read(spot),
            };
            if let Some(about) = schema.about.as_deref_mut() {
                about.description = None;
            }
            if schema == Schema::default() {
                schema = Schema::scalar("string");
            }
            found.push(Parameter {
                name: words::name(&key.text),
                location: "address".to_owned(),
                is_required: true,
                description: spot.text("description").and_then(words::prose),
                schema,
                ..Parameter::default()
            });
        }
        found
    }
}
