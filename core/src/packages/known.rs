//! The gravest advisories about packages that web apps are made of, for those who have imported none.
//!
//! Invariant: each row can be read at its link; a row says no more than the advisory. A table in the program grows old, so
//! every finding says its date.

use std::sync::OnceLock;

use smol_str::SmolStr;

use super::advisory::{Advisories, Advisory, Event, Grade};
use crate::facts::Ecosystem;

/// The day to which the table is complete for what it lists.
pub const KNOWN_SINCE: &str = "2026-11-24";

/// Package, id, GitHub's id, grade, what it allows, ranges: from (inclusive) to the version that fixes it.
type Row = (&'static str, &'static str, &'static str, Grade, &'static str, &'static [(&'static str, &'static str)]);

const NPM: [Row; 25] = [
    (
        "next",
        "CVE-2025-29927",
        "GHSA-f82v-jwr5-mffw",
        Grade::Critical,
        "a request header skips the middleware, and with it the check of who is signed in",
        &[("11.1.4", "12.3.5"), ("13.0.0", "13.5.9"), ("14.0.0", "14.2.25"), ("15.0.0", "15.2.3")],
    ),
    (
        "next",
        "CVE-2025-66478",
        "GHSA-9qr9-h5gf-34mp",
        Grade::Critical,
        "one request runs code on the server (React2Shell, CVE-2025-55182)",
        &[
            ("15.0.0", "15.0.5"),
            ("15.1.0", "15.1.9"),
            ("15.2.0", "15.2.6"),
            ("15.3.0", "15.3.6"),
            ("15.4.0", "15.4.8"),
            ("15.5.0", "15.5.7"),
            ("16.0.0", "16.0.7"),
        ],
    ),
    (
        "next",
        "CVE-2026-44575",
        "GHSA-267c-6grr-h53f",
        Grade::High,
        "crafted addresses of the App Router reach a page without its middleware",
        &[("15.2.0", "15.5.16"), ("16.0.0", "16.2.5")],
    ),
    (
        "next",
        "CVE-2026-45109",
        "GHSA-26hh-7cqf-hhc6",
        Grade::High,
        "crafted addresses of the App Router reach a page without its middleware (the first fix was incomplete)",
        &[("15.2.0", "15.5.18"), ("16.0.0", "16.2.6")],
    ),
    (
        "next",
        "CVE-2024-51479",
        "GHSA-7gfc-8cq8-jh5f",
        Grade::High,
        "a check of the path in middleware can be passed by",
        &[("9.5.5", "14.2.15")],
    ),
    (
        "react-server-dom-webpack",
        "CVE-2025-55182",
        "GHSA-fv66-9v8q-g76r",
        Grade::Critical,
        "one request runs code on the server (React2Shell)",
        &[("19.0.0", "19.0.1"), ("19.1.0", "19.1.2"), ("19.2.0", "19.2.1")],
    ),
    (
        "react-server-dom-turbopack",
        "CVE-2025-55182",
        "GHSA-fv66-9v8q-g76r",
        Grade::Critical,
        "one request runs code on the server (React2Shell)",
        &[("19.0.0", "19.0.1"), ("19.1.0", "19.1.2"), ("19.2.0", "19.2.1")],
    ),
    (
        "react-server-dom-parcel",
        "CVE-2025-55182",
        "GHSA-fv66-9v8q-g76r",
        Grade::Critical,
        "one request runs code on the server (React2Shell)",
        &[("19.0.0", "19.0.1"), ("19.1.0", "19.1.2"), ("19.2.0", "19.2.1")],
    ),
    (
        "jsonwebtoken",
        "CVE-2022-23540",
        "GHSA-qwph-4952-7xr6",
        Grade::Moderate,
        "`verify` accepts unsigned tokens where no algorithm and no key is given",
        &[("0", "9.0.0")],
    ),
    (
        "form-data",
        "CVE-2025-7783",
        "GHSA-fjxv-7rqg-78g4",
        Grade::Critical,
        "boundaries can be guessed, so that a value can add fields of its own",
        &[("0", "2.5.4"), ("3.0.0", "3.0.4"), ("4.0.0", "4.0.4")],
    ),
    (
        "axios",
        "CVE-2025-58754",
        "GHSA-4hjh-wcwx-xvwj",
        Grade::High,
        "a `data:` address fills the memory without limit",
        &[("1.0.0", "1.12.0")],
    ),
    (
        "ws",
        "CVE-2024-37890",
        "GHSA-3h5v-q93c-6h6q",
        Grade::High,
        "a request with many headers stops the server",
        &[("8.0.0", "8.17.1")],
    ),
    (
        "body-parser",
        "CVE-2024-45590",
        "GHSA-qwcr-r2fm-qrc7",
        Grade::High,
        "a crafted form keeps the server busy",
        &[("0", "1.20.3")],
    ),
    (
        "multer",
        "CVE-2025-7338",
        "GHSA-fjgf-rc76-4x9p",
        Grade::High,
        "a malformed upload stops the server",
        &[("1.4.4-lts.1", "2.0.2")],
    ),
    (
        "lodash",
        "CVE-2021-23337",
        "GHSA-35jh-r3h4-6jhm",
        Grade::High,
        "`template` runs code that its options name",
        &[("0", "4.17.21")],
    ),
    (
        "minimist",
        "CVE-2021-44906",
        "GHSA-xvch-5gv4-984h",
        Grade::Critical,
        "arguments can change the prototype of all objects",
        &[("0", "0.2.4"), ("1.0.0", "1.2.6")],
    ),
    (
        "node-fetch",
        "CVE-2022-0235",
        "GHSA-r683-j2x4-v87g",
        Grade::High,
        "cookies and the Authorization header follow a redirect to another site",
        &[("0", "2.6.7")],
    ),
    (
        "mongoose",
        "CVE-2025-23061",
        "GHSA-vg7j-7cwx-8wgw",
        Grade::Critical,
        "`$where` in what `populate` matches runs code in the database",
        &[("0", "6.13.6"), ("7.0.0", "7.8.4"), ("8.0.0", "8.9.5")],
    ),
    (
        "@babel/traverse",
        "CVE-2023-45133",
        "GHSA-67hx-6x53-jw92",
        Grade::Critical,
        "compiling crafted code runs it",
        &[("0", "7.23.2")],
    ),
    (
        "ejs",
        "CVE-2022-29078",
        "GHSA-phwq-j96m-2c2q",
        Grade::Critical,
        "options taken from a request run code on the server",
        &[("0", "3.1.7")],
    ),
    (
        "sharp",
        "CVE-2023-4863",
        "GHSA-54xq-cgqr-rpm3",
        Grade::High,
        "a crafted WebP image overruns memory",
        &[("0", "0.32.6")],
    ),
    (
        "follow-redirects",
        "CVE-2024-28849",
        "GHSA-cxjh-pqwp-8mfp",
        Grade::Moderate,
        "the Proxy-Authorization header follows a redirect to another site",
        &[("0", "1.15.6")],
    ),
    (
        "passport",
        "CVE-2022-25896",
        "GHSA-v923-w3x8-wh69",
        Grade::Moderate,
        "the session of before the login lives on after it (session fixation)",
        &[("0", "0.6.0")],
    ),
    (
        "sequelize",
        "CVE-2023-25813",
        "GHSA-wrh9-cjv3-2hpw",
        Grade::Critical,
        "`replacements` together with `where` lets a value become SQL",
        &[("0", "6.19.1")],
    ),
    (
        "vite",
        "CVE-2025-30208",
        "GHSA-x574-m823-4x7w",
        Grade::Moderate,
        "the development server hands out files that it should not",
        &[("0", "4.5.10"), ("5.0.0", "5.4.15"), ("6.0.0", "6.0.12"), ("6.1.0", "6.1.2"), ("6.2.0", "6.2.3")],
    ),
];

const PYPI: [Row; 2] = [
    (
        "flask",
        "CVE-2023-30861",
        "GHSA-m2qf-hxjv-5gpq",
        Grade::High,
        "a proxy may hand one visitor's session cookie to another",
        &[("0", "2.2.5"), ("2.3.0", "2.3.2")],
    ),
    (
        "requests",
        "CVE-2023-32681",
        "GHSA-j8r2-6x86-q33q",
        Grade::Moderate,
        "the Proxy-Authorization header reaches the site behind the proxy",
        &[("2.3.0", "2.31.0")],
    ),
];

/// The table as advisories.
pub(super) fn known() -> &'static Advisories {
    static TABLE: OnceLock<Advisories> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut all = Advisories::default();
        let rows = NPM.iter().map(|row| (Ecosystem::Npm, row));
        for (ecosystem, row) in rows.chain(PYPI.iter().map(|row| (Ecosystem::PyPi, row))) {
            all.add(ecosystem, row.0, advisory(row));
        }
        all
    })
}

fn advisory((_, id, github, grade, summary, ranges): &Row) -> Advisory {
    let range =
        |(from, fixed): &(&str, &str)| vec![Event::Introduced(SmolStr::new(from)), Event::Fixed(SmolStr::new(fixed))];
    Advisory {
        id: SmolStr::new_static(id),
        aliases: vec![SmolStr::new_static(github)],
        grade: *grade,
        summary: (*summary).to_owned(),
        ranges: ranges.iter().map(range).collect(),
        versions: Vec::new(),
        url: format!("https://github.com/advisories/{github}").into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packages::Version;

    #[test]
    fn every_row_is_well_formed() {
        for (ecosystem, rows) in [(Ecosystem::Npm, &NPM[..]), (Ecosystem::PyPi, &PYPI[..])] {
            for row in rows {
                assert!(row.1.starts_with("CVE-") && row.2.starts_with("GHSA-") && row.2.len() == 19, "{}", row.1);
                for (from, fixed) in row.5 {
                    let version = |text| Version::parse(ecosystem, text).unwrap();
                    assert!(version(from) < version(fixed), "{} {from} {fixed}", row.1);
                    assert!(advisory(row).affects(ecosystem, if *from == "0" { "0.0.1" } else { from }));
                    assert!(!advisory(row).affects(ecosystem, row.5.last().unwrap().1));
                }
            }
        }
        assert_eq!(known().len(), NPM.len() + PYPI.len(), "a row repeats another");
    }
}
