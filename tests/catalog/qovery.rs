//! Qovery's exported Terraform, good and bad.

use crate::world::{World, details, shown};

const GOOD: &str = r#"variable "env" { default = "staging" }

resource "qovery_project" "shop_z1a2b3c4d" {
  name = "Shop"
}

resource "qovery_environment" "production" {
  project_id = qovery_project.shop_z1a2b3c4d.id
  name       = "production"
  mode       = "PRODUCTION"
}

resource "qovery_environment" "staging" {
  project_id = qovery_project.shop_z1a2b3c4d.id
  name       = var.env
  mode       = "STAGING"
}

resource "qovery_database" "cart_db" {
  environment_id = qovery_environment.production.id
  name           = "cart-db"
  type           = "POSTGRESQL"
  version        = "17"
  storage        = 10
}

resource "qovery_application" "cart" {
  environment_id = qovery_environment.production.id
  name           = "cart"
  description    = "What a customer is about to buy."
  git_repository = {
    url       = "https://github.com/lumen/cart.git"
    root_path = "/services/cart"
  }
  cpu   = 500
  ports = [{ name = "http", internal_port = 8080, publicly_accessible = true }]
  environment_variables = [
    { key = "DB", value = "postgres://${qovery_database.cart_db.internal_host}" },
  ]
  secrets = [{ key = "TOKEN", value = "s3cret" }]
}

resource "qovery_application" "cart_staging" {
  environment_id = qovery_environment.staging.id
  name           = "cart"
}

resource "qovery_job" "night_z12345678" {
  environment_id = qovery_environment.production.id
  name           = "${var.env}-night"
}
"#;

const GOOD_2: &str = r#"resource "aws_s3_bucket" "x" {
  bucket = "x"
}
"#;

#[test]
fn a_good_file_gives_its_entities_and_their_relations() {
    let (catalog, notes) =
        World::of(&[("lumen/infra", &[("qovery/main.tf", GOOD), ("main.tf", GOOD_2)]), ("lumen/cart", &[("README.md", "# Cart\n")])])
            .build();
    for (reference, expected, told) in [
        (
            "component:default/cart",
            "component:default/cart type=service lifecycle=- tier=- owners= tags= relations=[PartOf environment:default/production, PartOf environment:default/staging, DependsOn resource:default/cart-db]",
            "cart “-” in id:lumen/cart [] links=[] extra={\"qovery\":{\"cpu\":500,\"endpoints\":[{\"name\":\"http\",\"internal_port\":8080,\"publicly_accessible\":true}]}}",
        ),
        (
            "component:default/night",
            "component:default/night type=job lifecycle=- tier=- owners= tags= relations=[PartOf environment:default/production]",
            "night “-” in id:lumen/infra [] links=[] extra={}",
        ),
        (
            "environment:default/production",
            "environment:default/production type=production lifecycle=- tier=- owners= tags= relations=[PartOf system:default/shop, HasPart component:default/cart, HasPart component:default/night, HasPart resource:default/cart-db]",
            "production “-” in id:lumen/infra [] links=[] extra={\"qovery\":{\"mode\":\"PRODUCTION\"}}",
        ),
        (
            "environment:default/staging",
            "environment:default/staging type=staging lifecycle=- tier=- owners= tags= relations=[PartOf system:default/shop, HasPart component:default/cart]",
            "staging “-” in id:lumen/infra [] links=[] extra={\"qovery\":{\"mode\":\"STAGING\"}}",
        ),
        (
            "resource:default/cart-db",
            "resource:default/cart-db type=postgresql lifecycle=- tier=- owners= tags= relations=[PartOf environment:default/production, DependencyOf component:default/cart]",
            "cart-db “-” in id:lumen/infra [] links=[] extra={\"qovery\":{\"storage\":10,\"version\":\"17\"}}",
        ),
        (
            "system:default/shop",
            "system:default/shop type=project lifecycle=- tier=- owners= tags= relations=[HasPart environment:default/production, HasPart environment:default/staging]",
            "Shop “-” in id:lumen/infra [] links=[] extra={}",
        ),
    ] {
        assert_eq!(shown(&catalog, reference), expected);
        assert_eq!(details(&catalog, reference), told);
    }
    assert_eq!(catalog.entities.len(), 6);
    let expected: [&str; 0] = [];
    assert_eq!(notes, expected, "{notes:#?}");
}

const BAD: &str = r#"resource "qovery_application" "pay" {
  name = "pay
}
"#;

#[test]
fn a_bad_file_is_told_line_by_line_and_what_can_be_used_is_used() {
    let (catalog, notes) = World::of(&[("o/r", &[("qovery.tf", BAD)])]).build();
    assert_eq!(shown(&catalog, "component:default/r"), "component:default/r type=repository lifecycle=- tier=- owners= tags= relations=[]");
    assert_eq!(details(&catalog, "component:default/r"), "r “-” in id:o/r [] links=[] extra={}");
    assert_eq!(catalog.entities.len(), 1);
    let expected: [&str; 2] = [
        "error qovery/syntax: o/r: qovery.tf:2:3: this is no Terraform: invalid block body; expected `}`, newline or identifier -> see https://developer.hashicorp.com/terraform/language/syntax",
        "warning catalog/inferred: o/r: qovery.tf: qovery.tf describes nothing that can be used, so o/r is shown as its files suggest -> correct what is reported of this file",
    ];
    assert_eq!(notes, expected, "{notes:#?}");
}
