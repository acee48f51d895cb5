//! A publish that is killed at any instant leaves pages that have all that they load.

use super::fixture::{Files, command, files, publish, small};
use super::links::broken;
use super::random::Random;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Kills a publish so many times, turn about of two builds, and looks at what readers then find. Tells how often
/// it had begun and not ended.
pub fn survives(kills: u64, folder: &Path, to: &str, environment: &[(String, String)], look: &dyn Fn() -> (Files, bool)) -> u64 {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let start = |site: &Path| {
        let site = site.to_str().expect("because temporary folders have plain names");
        let mut command = command(folder, &["publish", "--quiet", "--site", site, "--to", to]);
        command
            .envs(environment.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts")
    };
    let builds = small();
    let mut longest = Duration::ZERO;
    for site in &builds {
        let begun = Instant::now();
        assert!(start(site).wait().expect("it ends").success());
        longest = longest.max(begun.elapsed());
    }
    let mut halfway = 0;
    for kill in 0..kills {
        let mut child = start(&builds[usize::try_from(kill % 2).expect("it is 0 or 1")]);
        let micros = u64::try_from(longest.as_micros()).unwrap_or(u64::MAX);
        std::thread::sleep(Duration::from_micros(random.below(micros)));
        child.kill().expect("it is ours");
        child.wait().expect("it ends");
        let (found, is_halfway) = look();
        assert_eq!(broken(&found, true), [""; 0], "after kill {kill}");
        halfway += u64::from(is_halfway);
    }
    for site in &builds {
        assert!(start(site).wait().expect("it ends").success());
        assert!(look().0 == files(site), "what was killed is not mended");
    }
    eprintln!("of {kills} kills {halfway} met a publish at work");
    halfway
}

#[test]
fn a_publish_killed_at_fifty_instants_never_leaves_a_page_without_what_it_loads() {
    let place = tempfile::tempdir().expect("a folder");
    let public = place.path().join("public");
    let look = || {
        let list = std::fs::read_to_string(public.join(".milepost-published.json")).expect("it is whole at every instant");
        (files(&public), list.contains("\"hash\": null"))
    };
    let halfway = survives(50, place.path(), "dir:public", &[], &look);
    assert!(halfway > 0, "no kill met a publish at work");
    let said = publish(0, place.path(), &small()[1], "dir:public", &[]);
    assert!(said.starts_with("Nothing to publish"), "{said}");
}
