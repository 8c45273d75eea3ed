//! One report in every form: all of it is told, and nothing from the page steers the form.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::config::Config;
use crate::site::{Seen, Snapshot, StorageEntry, inspect};

/// A value that must not appear anywhere, made anew so that no key stands in the repository.
fn secret() -> String {
    let letters = b"abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let mut state = 0x2545_f491_u32;
    let random = (0..24).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from(letters[(state >> 16) as usize % letters.len()])
    });
    format!("sk_{}_{}", "live", random.collect::<String>())
}

fn made<T>(url: &str, form: impl Fn(&SitePage<'_>) -> T) -> T {
    let script = PageScript {
        url: "https://shop.test/assets/app-<b>`x`.js".into(),
        text: format!("let a = 1;\nconst key = \"{}\";\n", secret()),
        source_map: None,
    };
    let entry = StorageEntry {
        area: "localStorage".into(),
        place: String::new(),
        key: "access_token</script>\u{202e}".into(),
        value: secret(),
    };
    let snapshot = Snapshot {
        url: url.into(),
        scripts: Seen::Inspected { value: vec![script] },
        storage: Seen::Inspected { value: vec![entry] },
        ..Snapshot::default()
    };
    let report = inspect(&snapshot, &Config::default());
    assert!(!report.findings.is_empty());
    form(&SitePage { version: "0.0.0", url, report: &report, scripts: snapshot.scripts.value().unwrap() })
}

#[test]
fn nothing_secret_and_nothing_that_steers_is_in_any_form() {
    for form in [site_json, site_sarif, site_markdown, site_html] {
        let text = made("https://shop.test/", form);
        assert!(!text.contains(&secret()), "{text}");
        assert!(!text.contains('\u{202e}'), "{text}");
    }
    let html = made("https://shop.test/<script>alert(1)</script>", site_html);
    assert!(!html.contains("<script") && !html.contains("</script>") && !html.contains("-<b>"), "{html}");
}

#[test]
fn json_and_sarif_name_the_place() {
    let json: serde_json::Value = serde_json::from_str(&made("https://shop.test/", site_json)).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let in_script = findings.iter().find(|finding| finding["subject"]["kind"] == "script").unwrap();
    assert_eq!(in_script["place"]["start"]["line"], 2);
    assert_eq!(json["items"].as_array().unwrap().len(), 10);
    let sarif: serde_json::Value = serde_json::from_str(&made("https://shop.test/", site_sarif)).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    // The same rule speaks of the storage entry, too.
    let of_rule = results.iter().filter(|result| result["ruleId"] == in_script["rule"]);
    let uris: Vec<_> = of_rule
        .map(|result| result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap())
        .collect();
    let is_escaped = |uri: &&str| uri.starts_with("https://shop.test/assets/app-%3Cb%3E%60x%60.js");
    assert!(uris.iter().any(is_escaped), "{uris:?}");
}

#[test]
fn fingerprints_outlive_a_build() {
    assert_eq!(steady("https://a.test/assets/index-DkX82hQ1.js"), steady("https://a.test/assets/index-Zz19aaB0.js"));
    assert_ne!(steady("https://a.test/assets/index.js"), steady("https://a.test/assets/vendor.js"));
}
