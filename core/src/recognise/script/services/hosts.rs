//! Addresses of services that are paid for, or trusted, by a key, and the header that carries it.

use super::catalogue::{
    AIRTABLE, ANTHROPIC, APIFY, ASSEMBLYAI, AZURE_OPENAI, BREVO, CLOUDFLARE, COHERE, DEEPGRAM, DEEPSEEK, DISCORD,
    ELEVENLABS, FAL, FIRECRAWL, FIREWORKS, FLUTTERWAVE, GITHUB, GOOGLE_GEMINI, GROQ, HEROKU, HUBSPOT, HUGGING_FACE,
    LEMON_SQUEEZY, LINEAR, LOVABLE_AI_GATEWAY, MAILCHIMP, MAILERSEND, MAILGUN, META_GRAPH_API, MISTRAL, NOTION, OPENAI,
    OPENROUTER, PADDLE, PAYPAL, PAYSTACK, PERPLEXITY, POLAR, POSTMARK, RAZORPAY, REPLICATE, RESEND, SENDGRID, SERPAPI,
    SHOPIFY_ADMIN_API, SLACK, SQUARE, STABILITY_AI, STRIPE, TAVILY, TELEGRAM, TOGETHER_AI, TWILIO, VERCEL, VOYAGE_AI,
    XAI,
};
use crate::facts::Service;

/// The service a URL leads to, and the lower-case header in which it takes its key.
pub fn service_at(url: &str) -> Option<(&'static Service, &'static str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let is_at = |entry: &&Host| {
        let address = entry.address;
        match address.strip_prefix('*') {
            Some(end) => {
                let (end, path) = end.split_once('/').unwrap_or((end, ""));
                let (host, below) = rest.split_once('/').unwrap_or((rest, ""));
                host.ends_with(end) && below.starts_with(path)
            }
            None => {
                rest.strip_prefix(address).is_some_and(|after| after.is_empty() || after.starts_with(['/', '?', ':']))
            }
        }
    };
    HOSTS.iter().find(is_at).map(|entry| (entry.service, entry.header))
}

struct Host {
    /// Host and, where it matters, the beginning of the path; a leading `*` stands for any subdomain.
    address: &'static str,
    header: &'static str,
    service: &'static Service,
}

const fn host(address: &'static str, header: &'static str, service: &'static Service) -> Host {
    Host { address, header, service }
}

static HOSTS: &[Host] = &[
    host("api.openai.com", "authorization", &OPENAI),
    host("api.anthropic.com", "x-api-key", &ANTHROPIC),
    host("generativelanguage.googleapis.com", "x-goog-api-key", &GOOGLE_GEMINI),
    host("api.groq.com", "authorization", &GROQ),
    host("openrouter.ai/api", "authorization", &OPENROUTER),
    host("api.mistral.ai", "authorization", &MISTRAL),
    host("api.cohere.ai", "authorization", &COHERE),
    host("api.cohere.com", "authorization", &COHERE),
    host("api.replicate.com", "authorization", &REPLICATE),
    host("api-inference.huggingface.co", "authorization", &HUGGING_FACE),
    host("router.huggingface.co", "authorization", &HUGGING_FACE),
    host("api.deepseek.com", "authorization", &DEEPSEEK),
    host("api.perplexity.ai", "authorization", &PERPLEXITY),
    host("api.together.xyz", "authorization", &TOGETHER_AI),
    host("api.x.ai", "authorization", &XAI),
    host("api.fireworks.ai", "authorization", &FIREWORKS),
    host("ai.gateway.lovable.dev", "authorization", &LOVABLE_AI_GATEWAY),
    host("api.stability.ai", "authorization", &STABILITY_AI),
    host("fal.run", "authorization", &FAL),
    host("api.elevenlabs.io", "xi-api-key", &ELEVENLABS),
    host("api.deepgram.com", "authorization", &DEEPGRAM),
    host("api.assemblyai.com", "authorization", &ASSEMBLYAI),
    host("api.voyageai.com", "authorization", &VOYAGE_AI),
    host("*.openai.azure.com", "api-key", &AZURE_OPENAI),
    host("api.tavily.com", "authorization", &TAVILY),
    host("serpapi.com", "authorization", &SERPAPI),
    host("api.firecrawl.dev", "authorization", &FIRECRAWL),
    host("api.apify.com", "authorization", &APIFY),
    host("api.stripe.com", "authorization", &STRIPE),
    host("api.paddle.com", "authorization", &PADDLE),
    host("api.lemonsqueezy.com", "authorization", &LEMON_SQUEEZY),
    host("api.polar.sh", "authorization", &POLAR),
    host("api-m.paypal.com", "authorization", &PAYPAL),
    host("api.razorpay.com", "authorization", &RAZORPAY),
    host("api.paystack.co", "authorization", &PAYSTACK),
    host("api.flutterwave.com", "authorization", &FLUTTERWAVE),
    host("connect.squareup.com", "authorization", &SQUARE),
    host("api.resend.com", "authorization", &RESEND),
    host("api.sendgrid.com", "authorization", &SENDGRID),
    host("api.mailgun.net", "authorization", &MAILGUN),
    host("api.postmarkapp.com", "x-postmark-server-token", &POSTMARK),
    host("api.brevo.com", "api-key", &BREVO),
    host("api.mailersend.com", "authorization", &MAILERSEND),
    host("*.api.mailchimp.com", "authorization", &MAILCHIMP),
    host("api.twilio.com", "authorization", &TWILIO),
    host("api.telegram.org/bot", "authorization", &TELEGRAM),
    host("slack.com/api", "authorization", &SLACK),
    host("discord.com/api", "authorization", &DISCORD),
    host("graph.facebook.com", "authorization", &META_GRAPH_API),
    host("api.github.com", "authorization", &GITHUB),
    host("api.notion.com", "authorization", &NOTION),
    host("api.airtable.com", "authorization", &AIRTABLE),
    host("api.hubapi.com", "authorization", &HUBSPOT),
    host("api.linear.app", "authorization", &LINEAR),
    host("api.cloudflare.com", "authorization", &CLOUDFLARE),
    host("api.vercel.com", "authorization", &VERCEL),
    host("api.heroku.com", "authorization", &HEROKU),
    host("*.myshopify.com/admin", "x-shopify-access-token", &SHOPIFY_ADMIN_API),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_by_host() {
        for (url, expected) in [
            ("https://api.openai.com/v1/chat", Some("OpenAI")),
            ("https://api.openai.com", Some("OpenAI")),
            ("https://api.openai.com.evil.test/", None),
            ("https://team.openai.azure.com/openai", Some("Azure OpenAI")),
            ("https://openrouter.ai/docs", None),
            ("https://shop.myshopify.com/admin/api/2025-01/orders.json", Some("Shopify's admin API")),
            ("https://shop.myshopify.com/cart.js", None),
            ("/api/openai", None),
            ("https://api.telegram.org/bot", Some("Telegram")),
        ] {
            assert_eq!(service_at(url).map(|(service, _)| service.name), expected, "{url}");
        }
    }
}
