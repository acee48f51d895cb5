//! Services that were called something else: their old addresses lead to them, or let people choose.

use crate::world::World;
use bytes::Bytes;
use milepost::catalog::FormerFile;

impl World {
    /// What a file of a repository held before.
    fn before(&mut self, repository: &str, path: &str, text: &str) {
        let blob = blake3::hash(text.as_bytes()).to_hex().to_string();
        self.contents.insert(blob.clone(), Bytes::from(text.to_owned()));
        let facts = self.repositories.iter_mut().find(|facts| facts.repository.full_name == repository);
        facts.expect("because the test made it").former.push(FormerFile { path: path.to_owned(), blob });
    }

    fn was_called(&mut self, repository: &str, former: &str) {
        let facts = self.repositories.iter_mut().find(|facts| facts.repository.full_name == repository);
        facts.expect("because the test made it").repository.renamed_from.push(former.to_owned());
    }

    /// The former slugs with what each leads to, and the slugs that leave a choice with what it is between.
    fn moved(&self) -> (Vec<String>, Vec<String>) {
        let (catalog, _) = self.build();
        let one = catalog.moved.iter().map(|(slug, reference)| format!("{slug} > {}", reference.name)).collect();
        let names = |references: &[milepost_model::EntityRef]| references.iter().map(|r| r.name.clone()).collect::<Vec<_>>().join(" or ");
        let several = catalog.ambiguous.iter().map(|(slug, references)| format!("{slug} > {}", names(references))).collect();
        (one, several)
    }
}

fn described(name: &str) -> String {
    format!("apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: {name}\nspec:\n  type: service\n")
}

#[test]
fn a_descriptor_that_stays_where_it_is_tells_what_its_service_was_called() {
    let (pay, ship) = (described("pay"), described("ship"));
    let mut world = World::of(&[("o/mono", &[("a/catalog-info.yaml", pay.as_str()), ("b/catalog-info.yaml", ship.as_str())])]);
    world.before("o/mono", "a/catalog-info.yaml", &described("billing"));
    world.before("o/mono", "a/catalog-info.yaml", &described("pay").replace("service", "library"));
    // Another file of its folder, one that described two things, and one that is no YAML, tell nothing.
    world.before("o/mono", "c/catalog-info.yaml", &described("gone"));
    world.before("o/mono", "b/catalog-info.yaml", &format!("{}---\n{}", described("one"), described("two")));
    world.before("o/mono", "b/catalog-info.yaml", "a: [");
    assert_eq!(world.moved(), (vec!["billing > pay".to_owned()], vec![]));
}

#[test]
fn a_service_that_is_called_as_its_repository_moves_with_it() {
    let other = described("other");
    let mut world = World::of(&[("o/sorter", &[("README.md", "# Sorter")]), ("o/repo", &[("catalog-info.yaml", other.as_str())])]);
    world.was_called("o/sorter", "o/Parcel_Sorter");
    world.was_called("o/repo", "o/old-repo");
    assert_eq!(world.moved(), (vec!["parcel-sorter > sorter".to_owned()], vec![]));
}

#[test]
fn a_name_that_is_taken_again_leads_to_its_new_owner_and_one_that_two_had_leaves_a_choice() {
    let (a, b, c) = (described("a"), described("b"), described("c"));
    let mut world = World::of(&[
        ("o/a", &[("catalog-info.yaml", a.as_str())]),
        ("o/b", &[("catalog-info.yaml", b.as_str())]),
        ("o/c", &[("catalog-info.yaml", c.as_str())]),
    ]);
    world.before("o/a", "catalog-info.yaml", &described("c"));
    world.before("o/a", "catalog-info.yaml", &described("x-service"));
    world.before("o/b", "catalog-info.yaml", &described("x-service"));
    assert_eq!(world.moved(), (vec![], vec!["x-service > a or b".to_owned()]));
}
