//! The parts of a page, and whether each was looked at.

use super::report::Area;
use super::snapshot::{Mode, Seen, Snapshot};

/// Each part of the page in a fixed order.
pub(super) fn areas(snapshot: &Snapshot) -> Vec<Area> {
    let counted = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let maps = snapshot.scripts.value().map(|scripts| scripts.iter().filter(|one| one.source_map.is_some()).count());
    vec![
        seen("headers", "Headers", &snapshot.responses, |all| counted(all.len(), "response", "responses")),
        seen("markup", "Markup", &snapshot.html, |html| format!("{} kB", html.len().div_ceil(1000))),
        seen("requests", "Requests", &snapshot.requests, |all| counted(all.len(), "request", "requests")),
        seen("scripts", "Scripts", &snapshot.scripts, |all| counted(all.len(), "script", "scripts")),
        seen("source-maps", "Source maps", &snapshot.scripts, |_| {
            counted(maps.unwrap_or_default(), "source map", "source maps")
        }),
        seen("storage", "Browser storage", &snapshot.storage, |all| counted(all.len(), "entry", "entries")),
        seen("cookies", "Cookies", &snapshot.cookies, |all| counted(all.len(), "cookie", "cookies")),
        listed(
            "linked-pages",
            "Privacy policy and terms",
            snapshot.linked_pages.len(),
            "No linked page was asked for.",
            ("page", "pages"),
        ),
        listed(
            "services",
            "Database rules of services",
            snapshot.probes.len(),
            "Services are asked only when you click.",
            ("answer", "answers"),
        ),
        consent(snapshot),
    ]
}

fn seen<T>(id: &str, title: &str, part: &Seen<T>, what: impl FnOnce(&T) -> String) -> Area {
    let (inspected, reason, seen) = match part {
        Seen::Inspected { value } => (true, String::new(), what(value)),
        Seen::NotInspected { reason } => (false, reason.clone(), String::new()),
    };
    Area { id: id.to_owned(), title: title.to_owned(), inspected, reason, seen }
}

fn listed(id: &str, title: &str, count: usize, reason: &str, (one, many): (&str, &str)) -> Area {
    let part =
        if count > 0 { Seen::Inspected { value: count } } else { Seen::NotInspected { reason: reason.to_owned() } };
    seen(id, title, &part, |count| format!("{count} {}", if *count == 1 { one } else { many }))
}

/// Only a load that was observed from its beginning shows what happens before anybody agreed.
fn consent(snapshot: &Snapshot) -> Area {
    let is_watched = snapshot.mode == Mode::Reloaded && snapshot.requests.value().is_some();
    let (reason, seen) = if is_watched {
        (String::new(), "The page was observed from the beginning of its load".to_owned())
    } else {
        let reason = "The page was not observed from the beginning of its load.";
        (reason.to_owned(), String::new())
    };
    Area { id: "consent".to_owned(), title: "Before anybody agreed".to_owned(), inspected: is_watched, reason, seen }
}
