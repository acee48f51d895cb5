//! The operations of AsyncAPI 3.

use super::super::model::{Operation, Payload, Response};
use super::super::trees::Spot;
use super::super::words;
use super::{MOST, Reader, bindings};

impl<'t> Reader<'t> {
    /// Every operation with the name of its group.
    pub(super) fn operations(&mut self) -> Vec<(String, Operation)> {
        let mut found = Vec::new();
        for (key, spot) in self.root.own_entries("operations").take(MOST) {
            let Some(spot) = self.settled(spot) else { continue };
            let verb = if spot.text("action") == Some("send") { "SEND" } else { "RECEIVE" };
            let operation = self.operation(&key.text, spot, verb);
            found.push((self.group_of(spot, verb), operation));
        }
        found
    }

    fn operation(&mut self, name: &str, spot: Spot<'t>, verb: &str) -> Operation {
        let id = words::name(name);
        let channel = spot.get("channel").and_then(|channel| self.settled(channel));
        let address = channel.map_or_else(|| id.clone(), |channel| address(spot, channel));
        let messages = match (spot.get("messages").is_some(), channel) {
            (true, _) => self.messages(spot.items("messages").map(|spot| (None, spot))),
            (false, Some(channel)) => self.messages(channel.entries("messages").map(|(key, spot)| (Some(key.text.clone()), spot))),
            (false, None) => super::messages::Messages::default(),
        };
        let of_channel = |key: &str| channel.and_then(|channel| channel.text(key));
        let description = spot.text("description").or_else(|| of_channel("description")).and_then(words::prose).or(messages.description);
        let summary = ["summary", "title"].iter().find_map(|key| spot.text(key)).or_else(|| of_channel("summary"));
        let summary =
            summary.and_then(words::sentence).or(messages.summary).or_else(|| description.as_deref().and_then(words::first_sentence));
        let mut parameters = channel.map(|channel| self.channel_parameters(channel)).unwrap_or_default();
        parameters.extend(messages.headers);
        Operation {
            anchor: self.names.take(&format!("op-{}", words::slug(&id))),
            id: Some(id),
            verb: verb.to_owned(),
            path: words::name(&address),
            summary,
            description,
            deprecation: (spot.is("deprecated") || spot.is("x-deprecated")).then(String::new),
            parameters,
            request: Some(Payload { description: None, is_required: true, contents: messages.contents })
                .filter(|payload| !payload.contents.is_empty()),
            responses: self.reply(spot),
            notes: channel.map(bindings).unwrap_or_default().into_iter().chain(bindings(spot)).collect(),
            link: spot.get("externalDocs").and_then(|docs| docs.words("url")),
            place: spot.place(),
            ..Operation::default()
        }
    }

    /// What comes back, where an operation asks for an answer.
    fn reply(&mut self, operation: Spot<'t>) -> Vec<Response> {
        let Some(reply) = operation.get("reply").and_then(|reply| self.settled(reply)) else { return Vec::new() };
        let channel = reply.get("channel").and_then(|channel| self.settled(channel));
        let messages = if reply.get("messages").is_some() {
            self.messages(reply.items("messages").map(|spot| (None, spot)))
        } else {
            self.messages(
                channel.into_iter().flat_map(|channel| channel.entries("messages")).map(|(key, spot)| (Some(key.text.clone()), spot)),
            )
        };
        let to = reply.get("address").and_then(|address| address.text("description").or_else(|| address.text("location")));
        let to = to.or_else(|| channel.and_then(|channel| channel.text("address")));
        vec![Response {
            status: "reply".to_owned(),
            description: to.and_then(words::prose),
            headers: messages.headers,
            contents: messages.contents,
        }]
    }
}

/// The address of a channel, or its name where the address is known only when it runs.
fn address(operation: Spot<'_>, channel: Spot<'_>) -> String {
    let name = operation.get("channel").and_then(|channel| channel.text("$ref")).and_then(|reference| reference.rsplit('/').next());
    channel.text("address").or(name).unwrap_or_default().to_owned()
}
