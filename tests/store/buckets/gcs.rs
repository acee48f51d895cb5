//! Google Cloud Storage, spoken with a server of these tests' own.

use super::gcs_server::Server;
use super::{Place, fresh_name};

fn place(server: &Server, what: &str) -> Place {
    // A key without OAuth sends requests unsigned, to whichever server it names.
    let key = format!(
        "{{\"gcs_base_url\":\"{}\",\"disable_oauth\":true,\"client_email\":\"\",\"private_key\":\"\",\"private_key_id\":\"\"}}",
        server.address()
    );
    Place::new(format!("gs://{}/deep/er", fresh_name(what)), &[("google_service_account_key", &key), ("allow_http", "true")])
}

#[test]
fn a_bucket_keeps_records_as_a_folder_does() {
    let server = Server::start();
    super::keeps_records_as_a_folder_does(&place(&server, "one"));
    assert!(server.refused() == 0, "nobody else wrote");
}

#[test]
fn writers_at_once_take_numbers_of_their_own() {
    let server = Server::start();
    super::gives_each_writer_numbers_of_its_own(&place(&server, "two"));
    assert!(server.refused() > 0, "two writers met at least once, and one of them was told to take the next number");
}

#[test]
fn a_writer_that_is_killed_breaks_nothing() {
    let server = Server::start();
    super::survives_writers_that_are_killed(&place(&server, "three"));
}
