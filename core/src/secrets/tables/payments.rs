//! Payments and money.

use crate::secrets::Detector;
use crate::secrets::Exposure::{Critical, Public, Secret, Test};
use crate::secrets::pattern::Part::{Lit, Run};
use crate::secrets::pattern::Shape::Token;
use crate::secrets::pattern::{ALNUM, BASE64, exactly};

pub(super) static PAYMENTS: &[Detector] = &[
    Detector {
        id: "stripe-secret-key",
        provider: "Stripe",
        what: "live secret key",
        exposure: Critical,
        shape: Token(&[&[Lit("sk_live_"), exactly(ALNUM, 24)], &[Lit("sk_live_5"), Run(ALNUM, 60, 240)]]),
        leak: "Whoever has it can charge, refund and read every customer of the account.",
        source: "https://docs.stripe.com/keys",
        rotate: "https://dashboard.stripe.com/apikeys",
    },
    Detector {
        id: "stripe-restricted-key",
        provider: "Stripe",
        what: "live restricted key",
        exposure: Critical,
        shape: Token(&[&[Lit("rk_live_"), exactly(ALNUM, 24)], &[Lit("rk_live_5"), Run(ALNUM, 60, 240)]]),
        leak: "Whoever has it can do in the account what the key was allowed to, with real money.",
        source: "https://docs.stripe.com/keys/restricted-api-keys",
        rotate: "https://dashboard.stripe.com/apikeys",
    },
    Detector {
        id: "stripe-test-secret-key",
        provider: "Stripe",
        what: "test secret key",
        exposure: Test,
        shape: Token(&[
            &[Lit("sk_test_"), exactly(ALNUM, 24)],
            &[Lit("sk_test_5"), Run(ALNUM, 60, 240)],
            &[Lit("rk_test_"), exactly(ALNUM, 24)],
            &[Lit("rk_test_5"), Run(ALNUM, 60, 240)],
        ]),
        leak: "It moves no money, but reads and changes everything in the sandbox, and the live key goes the same way.",
        source: "https://docs.stripe.com/keys",
        rotate: "https://dashboard.stripe.com/test/apikeys",
    },
    Detector {
        id: "stripe-publishable-key",
        provider: "Stripe",
        what: "publishable key",
        exposure: Public,
        shape: Token(&[
            &[Lit("pk_live_"), exactly(ALNUM, 24)],
            &[Lit("pk_live_5"), Run(ALNUM, 60, 240)],
            &[Lit("pk_test_"), exactly(ALNUM, 24)],
            &[Lit("pk_test_5"), Run(ALNUM, 60, 240)],
        ]),
        leak: "It is made to be public: it can only make tokens of cards.",
        source: "https://docs.stripe.com/keys",
        rotate: "https://dashboard.stripe.com/apikeys",
    },
    Detector {
        id: "stripe-webhook-secret",
        provider: "Stripe",
        what: "webhook signing secret",
        exposure: Secret,
        shape: Token(&[&[Lit("whsec_"), exactly(ALNUM, 32)], &[Lit("whsec_"), exactly(BASE64, 44)]]),
        leak: "Whoever has it can forge events, such as a payment that was never made.",
        source: "https://docs.stripe.com/webhooks/signature",
        rotate: "https://dashboard.stripe.com/webhooks",
    },
];
