//! Services of other companies that are told about people: analytics, advertising, error trackers, chats, models. The calls
//! are those of each service's own documentation.

use super::mentions::given;
use crate::facts::{DeedKind, FileFacts, Outflow, Outlet, OutletKind};
use crate::names::personal::may_tell;
use crate::syntax::digest::CallSite;

/// How a service is told about people.
struct Service {
    name: &'static str,
    kind: OutletKind,
    /// What its methods are called on, lower-case; the function itself when there are no methods.
    on: &'static [&'static str],
    methods: &'static [&'static str],
}

const fn service(
    name: &'static str,
    kind: OutletKind,
    on: &'static [&'static str],
    methods: &'static [&'static str],
) -> Service {
    Service { name, kind, on, methods }
}

use OutletKind::{Advertising, Analytics, Errors, Support};

static SERVICES: &[Service] = &[
    service(
        "PostHog",
        Analytics,
        &["posthog", "posthogclient", "ph"],
        &["identify", "capture", "setPersonProperties", "alias", "register", "group", "people"],
    ),
    service(
        "Mixpanel",
        Analytics,
        &["mixpanel", "people"],
        &["identify", "track", "set", "set_once", "register", "alias"],
    ),
    service(
        "Amplitude",
        Analytics,
        &["amplitude"],
        &["identify", "track", "logEvent", "setUserId", "setUserProperties"],
    ),
    service("the analytics service", Analytics, &["analytics"], &["identify", "track", "page", "alias"]),
    service("Heap", Analytics, &["heap"], &["identify", "addUserProperties", "track"]),
    service("Customer.io", Analytics, &["_cio", "cio"], &["identify", "track"]),
    service("Google Analytics", Analytics, &["gtag", "sendgaevent"], &[]),
    service("Google Analytics", Analytics, &["datalayer", "reactga", "ga4"], &["push", "event", "set"]),
    service("Plausible", Analytics, &["plausible"], &[]),
    service("Umami", Analytics, &["umami"], &["track", "identify"]),
    service("Vercel Analytics", Analytics, &["va"], &["track"]),
    service("Meta Pixel", Advertising, &["fbq"], &[]),
    service("Meta Pixel", Advertising, &["reactpixel"], &["init", "track"]),
    service("TikTok Pixel", Advertising, &["ttq"], &["identify", "track"]),
    service("Hotjar", Errors, &["hj"], &[]),
    service("Hotjar", Errors, &["hotjar"], &["identify"]),
    service("Microsoft Clarity", Errors, &["clarity"], &["identify", "setTag"]),
    service("FullStory", Errors, &["fs", "fullstory"], &["identify", "setUserVars", "setIdentity"]),
    service("LogRocket", Errors, &["logrocket"], &["identify", "track"]),
    service("Highlight", Errors, &["h"], &["identify"]),
    service(
        "Sentry",
        Errors,
        &["sentry", "scope"],
        &["setUser", "setContext", "setExtra", "setExtras", "setTag", "captureMessage", "captureException"],
    ),
    service("Bugsnag", Errors, &["bugsnag"], &["setUser", "addMetadata", "notify"]),
    service("Datadog", Errors, &["datadogrum", "datadoglogs"], &["setUser", "setGlobalContextProperty"]),
    service("Rollbar", Errors, &["rollbar"], &["configure", "error", "info", "warning"]),
    service("Intercom", Support, &["intercom"], &[]),
    service("Intercom", Support, &["intercom"], &["boot", "update"]),
    service("Crisp", Support, &["$crisp", "crisp"], &["push"]),
    service("Crisp", Support, &["user"], &["setEmail", "setNickname", "setPhone"]),
    service("HubSpot", Support, &["_hsq"], &["push"]),
];

/// A call by which a service is told something that may be about people.
pub fn handed(site: &CallSite, callee: &[&str], text: &str, facts: &FileFacts) -> Option<Outflow> {
    let to = match service_of(callee) {
        Some(service) => Outlet::Service(service.name, service.kind),
        None if asks_model(site, facts) => Outlet::Service("the language model", OutletKind::Model),
        None => return None,
    };
    let given = given(site, 0, text, &may_tell);
    (!given.is_empty()).then(|| Outflow {
        to,
        head: site.head(),
        range: site.call.range,
        given,
        function: site.function,
    })
}

fn service_of(callee: &[&str]) -> Option<&'static Service> {
    let (last, before) = callee.split_last()?;
    let is_on = |service: &Service, name: &str| service.on.iter().any(|on| name.eq_ignore_ascii_case(on));
    SERVICES.iter().find(|service| {
        if service.methods.is_empty() {
            return is_on(service, last) && before.iter().all(|name| matches!(*name, "window" | "globalThis"));
        }
        let on = before.last().copied().unwrap_or_default();
        let is_crisp = service.on == ["user"];
        service.methods.contains(last)
            && is_on(service, on)
            && (!is_crisp || before.first().is_some_and(|first| first.eq_ignore_ascii_case("crisp")))
            && (on != "people" || before.first().is_some_and(|first| first.eq_ignore_ascii_case("mixpanel")))
    })
}

fn asks_model(site: &CallSite, facts: &FileFacts) -> bool {
    let head = site.head();
    facts.deeds.iter().any(|deed| deed.kind == DeedKind::AsksModel && deed.range == head)
}
