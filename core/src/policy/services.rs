//! Services that receive people's data: how texts name them, and what shows that a project uses them.

use std::collections::BTreeSet;

use super::fold::{is_apart, words_at};
use crate::text::{TextRange, offset};

/// A service that receives people's data.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownService {
    /// Its name.
    pub name: &'static str,
    /// How texts name it, as it is written.
    pub words: &'static [&'static str],
    /// Packages that show its use; one that ends in `/` stands for a scope.
    pub packages: &'static [&'static str],
    /// Parts of addresses of scripts and requests that show its use.
    pub hosts: &'static [&'static str],
    /// Whether a site that uses it shows it in its code, so that a text that names it without is doubtful. Not so for what
    /// stands behind a tag manager, or is used by hand.
    pub shows: bool,
}

const fn service(
    name: &'static str,
    words: &'static [&'static str],
    packages: &'static [&'static str],
    hosts: &'static [&'static str],
) -> KnownService {
    KnownService { name, words, packages, hosts, shows: true }
}

const fn by_hand(
    name: &'static str,
    words: &'static [&'static str],
    packages: &'static [&'static str],
    hosts: &'static [&'static str],
) -> KnownService {
    KnownService { name, words, packages, hosts, shows: false }
}

/// The services that are known.
pub static SERVICES: [KnownService; 38] = [
    service(
        "Stripe",
        &["Stripe"],
        &["stripe", "@stripe/", "@better-auth/stripe"],
        &["js.stripe.com", "api.stripe.com", "buy.stripe.com", "checkout.stripe.com"],
    ),
    service("PayPal", &["PayPal", "Paypal"], &["@paypal/"], &["paypal.com"]),
    service("Paddle", &["Paddle"], &["@paddle/"], &["paddle.com"]),
    service("Lemon Squeezy", &["Lemon Squeezy", "LemonSqueezy"], &["@lemonsqueezy/"], &["lemonsqueezy.com"]),
    service("Polar", &["Polar.sh", "Polar Software"], &["@polar-sh/"], &["polar.sh"]),
    service("Razorpay", &["Razorpay"], &["razorpay"], &["razorpay.com"]),
    service("Mercado Pago", &["Mercado Pago", "MercadoPago"], &["mercadopago", "@mercadopago/"], &["mercadopago.com"]),
    by_hand(
        "Google Analytics",
        &["Google Analytics"],
        &["react-ga4", "react-ga", "@next/third-parties", "vue-gtag", "nuxt-gtag"],
        &["googletagmanager.com", "google-analytics.com"],
    ),
    service("PostHog", &["PostHog", "Posthog"], &["posthog-js", "posthog-node", "nuxt-posthog"], &["posthog.com"]),
    service("Mixpanel", &["Mixpanel"], &["mixpanel-browser", "mixpanel"], &["mixpanel.com"]),
    service("Amplitude", &["Amplitude"], &["@amplitude/"], &["amplitude.com"]),
    service(
        "Segment",
        &["Twilio Segment", "Segment.io", "Segment.com"],
        &["@segment/"],
        &["segment.com", "segment.io"],
    ),
    by_hand("Plausible", &["Plausible"], &["plausible-tracker", "next-plausible"], &["plausible.io"]),
    by_hand("Matomo", &["Matomo"], &["@datapunt/matomo-tracker-react", "vue-matomo"], &["matomo"]),
    by_hand("Hotjar", &["Hotjar"], &["@hotjar/browser", "react-hotjar"], &["hotjar.com"]),
    by_hand("Meta Pixel", &["Facebook Pixel", "Meta Pixel"], &["react-facebook-pixel"], &["connect.facebook.net"]),
    by_hand("Google AdSense", &["AdSense"], &[], &["googlesyndication.com"]),
    service("Vercel Analytics", &["Vercel Analytics"], &["@vercel/analytics"], &[]),
    service("OpenPanel", &["OpenPanel"], &["@openpanel/"], &["openpanel.dev"]),
    service("Supabase", &["Supabase"], &["@supabase/supabase-js", "@supabase/ssr"], &["supabase.co"]),
    service(
        "Firebase",
        &["Firebase"],
        &["firebase", "firebase-admin", "@angular/fire"],
        &["firebaseio.com", "firebaseapp.com"],
    ),
    service("Clerk", &["Clerk"], &["@clerk/"], &["clerk.accounts.dev"]),
    service("Auth0", &["Auth0"], &["@auth0/", "auth0"], &["auth0.com"]),
    service("Convex", &["Convex"], &["convex"], &["convex.cloud"]),
    by_hand("MongoDB", &["MongoDB"], &["mongodb", "mongoose"], &["mongodb.net"]),
    service("OpenAI", &["OpenAI", "ChatGPT"], &["openai", "@ai-sdk/openai", "@langchain/openai"], &["api.openai.com"]),
    service(
        "Anthropic",
        &["Anthropic"],
        &["@anthropic-ai/", "@ai-sdk/anthropic", "@langchain/anthropic"],
        &["api.anthropic.com"],
    ),
    service(
        "Google Gemini",
        &["Gemini"],
        &["@google/generative-ai", "@google/genai", "@ai-sdk/google"],
        &["generativelanguage.googleapis.com"],
    ),
    service("Sentry", &["Sentry"], &["@sentry/"], &["sentry.io"]),
    service("LogRocket", &["LogRocket"], &["logrocket"], &["logrocket.io"]),
    service("Resend", &["Resend"], &["resend"], &["api.resend.com"]),
    service("SendGrid", &["SendGrid", "Sendgrid"], &["@sendgrid/"], &["api.sendgrid.com"]),
    service("Postmark", &["Postmark"], &["postmark"], &["postmarkapp.com"]),
    by_hand("Mailchimp", &["Mailchimp", "MailChimp"], &["@mailchimp/"], &["mailchimp.com", "list-manage.com"]),
    service("Loops", &["Loops.so"], &["loops"], &["loops.so"]),
    service("Twilio", &["Twilio"], &["twilio"], &["api.twilio.com"]),
    service(
        "Intercom",
        &["Intercom"],
        &["@intercom/messenger-js-sdk", "react-use-intercom"],
        &["intercom.io", "intercomcdn.com"],
    ),
    service("Crisp", &["Crisp.chat", "Crisp IM"], &["crisp-sdk-web"], &["crisp.chat"]),
];

/// What a project uses, to hold a text against.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services {
    /// Names of the [`SERVICES`] it uses.
    pub used: BTreeSet<&'static str>,
    /// Names the site goes by: its title, the words of its host, the package's name. None when they are not known.
    pub names: Vec<String>,
    /// The year it is, where there is a clock.
    pub year: Option<u16>,
}

impl Services {
    /// Notes a package that the project depends on.
    pub fn add_package(&mut self, package: &str) {
        let is_it = |known: &&str| {
            known.strip_suffix('/').map_or(package == *known, |scope| {
                package.strip_prefix(scope).is_some_and(|rest| rest.starts_with('/'))
            })
        };
        self.used
            .extend(SERVICES.iter().filter(|service| service.packages.iter().any(&is_it)).map(|service| service.name));
    }

    /// Notes an address that the site loads from or requests.
    pub fn add_address(&mut self, address: &str) {
        let is_it = |service: &&KnownService| service.hosts.iter().any(|host| address.contains(host));
        self.used.extend(SERVICES.iter().filter(is_it).map(|service| service.name));
    }
}

/// The services a text names, each where it does so first.
pub(super) fn named(text: &str, folded: &str) -> Vec<(&'static str, TextRange)> {
    let mut found = Vec::new();
    for service in &SERVICES {
        let by_name =
            service.words.iter().filter_map(|word| words_at(text, word).next().map(|at| (at, word.len()))).min();
        // In capitals a heading names it too.
        let shouted = || {
            let lower = service.name.to_lowercase();
            let at = memchr::memmem::find(folded.as_bytes(), lower.as_bytes())?;
            let is_shouted = text.get(at..at + lower.len()).is_some_and(|word| word == word.to_uppercase());
            (is_shouted && is_apart(folded, at, at + lower.len())).then_some((at, lower.len()))
        };
        if let Some((at, length)) = by_name.or_else(shouted) {
            found.push((service.name, TextRange::new(offset(at), offset(at + length))));
        }
    }
    found.sort_by_key(|(_, range)| *range);
    found
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn services_are_known_by_name_package_and_address() {
        let text = "We use Stripe, PostHog and GOOGLE ANALYTICS. Stripes are no stripe. We resend mails.";
        let names: Vec<_> = named(text, &fold(text)).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Stripe", "PostHog", "Google Analytics"]);
        let mut services = Services::default();
        for package in ["stripe", "@sentry/nextjs", "stripes", "@clerkish/x"] {
            services.add_package(package);
        }
        services.add_address("https://www.googletagmanager.com/gtag/js?id=G-1");
        assert_eq!(services.used, BTreeSet::from(["Google Analytics", "Sentry", "Stripe"]));
    }

    #[test]
    fn each_is_listed_once() {
        let names: BTreeSet<_> = SERVICES.iter().map(|service| service.name).collect();
        assert_eq!(names.len(), SERVICES.len());
    }
}
