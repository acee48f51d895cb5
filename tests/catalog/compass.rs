//! Compass's descriptors, good and bad, and owners by identifier.

use crate::world::{World, details, shown};

const GOOD: &str = "configVersion: 1
name: bookshop
id: 'ari:cloud:compass:c1:component/w1/11111111-aaaa'
description: null
typeId: CLOUD_RESOURCE
ownerId: 'ari:cloud:identity::team/F97AB51B-70a1'
fields: {tier: 4, lifecycle: Active, isMonorepoProject: false}
links:
  - {name: '', type: REPOSITORY, url: 'https://github.com/lumen/bookshop'}
  - {name: Nightly runbook, type: DOCUMENT, url: 'https://wiki.lumen.example/x'}
  - {name: null, type: ON_CALL, url: 'https://pager.lumen.example/x'}
  - {name: Room, type: CHAT_CHANNEL, url: 'https://chat.lumen.example/x'}
relationships: {DEPENDS_ON: ['ari:cloud:compass:c1:component/w1/22222222-bbbb']}
labels: ['source:github']
customFields:
  - {name: Cost, type: number, value: 12}
  - {name: Primary, type: user, value: ada}
  - {name: Empty, type: text, value: null}
";

const GOOD_2: &str = "name: shelf
id: 'ari:cloud:compass:c1:component/w1/22222222-bbbb'
configVersion: 1
typeId: SERVICE
fields: {}
relationships: {}
customFields: null
";

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) = World::of(&[("lumen/bookshop", &[("compass.yml", GOOD)]), ("lumen/shelf", &[("compass.yml", GOOD_2)])]).build();
    for (reference, expected, told) in [
        (
            "component:default/bookshop",
            "component:default/bookshop type=cloud-resource lifecycle=production tier=4 owners=group:default/f97ab51b-70a1 tags=source:github relations=[OwnedBy group:default/f97ab51b-70a1 (dangling), DependsOn component:default/shelf]",
            "bookshop “-” in id:lumen/bookshop [] links=[repository “Source” https://github.com/lumen/bookshop; runbook “Nightly runbook” https://wiki.lumen.example/x; oncall “On call” https://pager.lumen.example/x; chat “Room” https://chat.lumen.example/x] extra={\"on_call\":\"compass\",\"compass\":{\"id\":\"ari:cloud:compass:c1:component/w1/11111111-aaaa\",\"isMonorepoProject\":false,\"customFields\":[{\"name\":\"Cost\",\"type\":\"number\",\"value\":12}]}}",
        ),
        (
            "component:default/shelf",
            "component:default/shelf type=service lifecycle=- tier=- owners= tags= relations=[DependencyOf component:default/bookshop]",
            "shelf “-” in id:lumen/shelf [] links=[] extra={\"compass\":{\"id\":\"ari:cloud:compass:c1:component/w1/22222222-bbbb\"}}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 2);
    let expected: [&str; 0] = [];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = "name: pay
id: 12
configVersion: 2
ownerId: team-pay
fields: {tier: 5, lifecycle: active}
links:
  - {name: x, type: RUNBOOK, url: 'javascript:alert(1)'}
lables: [a]
";

const BAD_2: &str = "name: conda
channels: [conda-forge]
dependencies: [numpy]
";

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[("o/r", &[("compass.yml", BAD), ("env/compass.yml", BAD_2)])]).build();
    assert_eq!(
        shown(&catalog, "component:default/pay"),
        "component:default/pay type=service lifecycle=production tier=5 owners=group:default/team-pay tags= relations=[OwnedBy group:default/team-pay (dangling)]"
    );
    assert_eq!(
        details(&catalog, "component:default/pay"),
        "pay “-” in id:o/r [] links=[] extra={\"compass\":{\"id\":\"12\",\"lables\":[\"a\"]}}"
    );
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 9] = [
        "warning compass/bad-value: o/r: compass.yml:2:5: “id” must be an identifier that begins with ari:cloud:, and this is “12” -> write an identifier that begins with ari:cloud:",
        "warning compass/wrong-type: o/r: compass.yml:3:16: “configVersion” must be 1, and this is “2” -> write 1",
        "warning compass/bad-value: o/r: compass.yml:4:10: “ownerId” must be an identifier that begins with ari:cloud:, and this is “team-pay” -> write an identifier that begins with ari:cloud:",
        "warning compass/wrong-type: o/r: compass.yml:5:16: “fields.tier” must be a whole number from 1 to 4, and this is “5” -> write a whole number from 1 to 4",
        "warning compass/bad-value: o/r: compass.yml:5:30: “fields.lifecycle” cannot be “active” -> did you mean “Active”?",
        "warning compass/bad-value: o/r: compass.yml:7:21: “links[].type” must be one of CHAT_CHANNEL, DASHBOARD, DOCUMENT, ON_CALL, OTHER_LINK, PROJECT, REPOSITORY, and this is “RUNBOOK” -> write one of CHAT_CHANNEL, DASHBOARD, DOCUMENT, ON_CALL, OTHER_LINK, PROJECT, REPOSITORY",
        "warning compass/bad-link: o/r: compass.yml:7:35: “javascript:alert(1)” cannot be a link, and is left out -> write https://…, http://…, mailto:…, or a path from the repository's root",
        "warning compass/unknown-key: o/r: compass.yml:8:1: “lables” is not a key of a component -> did you mean “labels”?",
        "note catalog/skipped: o/r: env/compass.yml: skipped: not a Compass descriptor, whatever its name says",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
