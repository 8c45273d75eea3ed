//! Addresses of services that are paid for, or trusted, by a key, and the header that carries it.

use super::server;
use crate::facts::Service;

const MODEL: &str = "Whoever opens the page can take the key and use the models at the account's cost.";
const MAIL: &str = "Whoever opens the page can take the key and send mail in the sender's name.";
const MONEY: &str = "Whoever opens the page can take the key, read customers and payments and move money.";
const DATA: &str = "Whoever opens the page can take the key and read or change what the account holds.";
const MESSAGES: &str = "Whoever opens the page can take the key and write in the bot's or sender's name.";

/// The service a URL leads to, and the lower-case header in which it takes its key.
pub fn service_at(url: &str) -> Option<(&'static Service, &'static str)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let is_at = |entry: &&Host| {
        let address = entry.address;
        match address.strip_prefix('*') {
            Some(end) => rest.split('/').next().is_some_and(|host| host.ends_with(end)),
            None => {
                rest.strip_prefix(address).is_some_and(|after| after.is_empty() || after.starts_with(['/', '?', ':']))
            }
        }
    };
    HOSTS.iter().find(is_at).map(|entry| (&entry.service, entry.header))
}

struct Host {
    /// Host and, where it matters, the beginning of the path; a leading `*` stands for any subdomain.
    address: &'static str,
    header: &'static str,
    service: Service,
}

const fn host(address: &'static str, header: &'static str, service: Service) -> Host {
    Host { address, header, service }
}

static HOSTS: &[Host] = &[
    host("api.openai.com", "authorization", server("OpenAI", MODEL, "https://platform.openai.com/api-keys")),
    host("api.anthropic.com", "x-api-key", server("Anthropic", MODEL, "https://console.anthropic.com/settings/keys")),
    host(
        "generativelanguage.googleapis.com",
        "x-goog-api-key",
        server("Google Gemini", MODEL, "https://aistudio.google.com/app/apikey"),
    ),
    host("api.groq.com", "authorization", server("Groq", MODEL, "https://console.groq.com/keys")),
    host("openrouter.ai/api", "authorization", server("OpenRouter", MODEL, "https://openrouter.ai/settings/keys")),
    host("api.mistral.ai", "authorization", server("Mistral", MODEL, "https://console.mistral.ai/api-keys")),
    host("api.cohere.ai", "authorization", server("Cohere", MODEL, "https://dashboard.cohere.com/api-keys")),
    host("api.cohere.com", "authorization", server("Cohere", MODEL, "https://dashboard.cohere.com/api-keys")),
    host("api.replicate.com", "authorization", server("Replicate", MODEL, "https://replicate.com/account/api-tokens")),
    host(
        "api-inference.huggingface.co",
        "authorization",
        server("Hugging Face", MODEL, "https://huggingface.co/settings/tokens"),
    ),
    host(
        "router.huggingface.co",
        "authorization",
        server("Hugging Face", MODEL, "https://huggingface.co/settings/tokens"),
    ),
    host("api.deepseek.com", "authorization", server("DeepSeek", MODEL, "https://platform.deepseek.com/api_keys")),
    host("api.perplexity.ai", "authorization", server("Perplexity", MODEL, "https://www.perplexity.ai/settings/api")),
    host(
        "api.together.xyz",
        "authorization",
        server("Together AI", MODEL, "https://api.together.ai/settings/api-keys"),
    ),
    host("api.x.ai", "authorization", server("xAI", MODEL, "https://console.x.ai")),
    host("api.fireworks.ai", "authorization", server("Fireworks", MODEL, "https://fireworks.ai/account/api-keys")),
    host(
        "ai.gateway.lovable.dev",
        "authorization",
        server("the Lovable AI gateway", MODEL, "https://docs.lovable.dev/features/ai"),
    ),
    host(
        "api.stability.ai",
        "authorization",
        server("Stability AI", MODEL, "https://platform.stability.ai/account/keys"),
    ),
    host("fal.run", "authorization", server("fal", MODEL, "https://fal.ai/dashboard/keys")),
    host("api.elevenlabs.io", "xi-api-key", server("ElevenLabs", MODEL, "https://elevenlabs.io/app/settings/api-keys")),
    host("api.deepgram.com", "authorization", server("Deepgram", MODEL, "https://console.deepgram.com")),
    host("api.assemblyai.com", "authorization", server("AssemblyAI", MODEL, "https://www.assemblyai.com/app/api-keys")),
    host("api.voyageai.com", "authorization", server("Voyage AI", MODEL, "https://dashboard.voyageai.com")),
    host("*.openai.azure.com", "api-key", server("Azure OpenAI", MODEL, "https://portal.azure.com")),
    host("api.tavily.com", "authorization", server("Tavily", DATA, "https://app.tavily.com")),
    host("serpapi.com", "authorization", server("SerpApi", DATA, "https://serpapi.com/manage-api-key")),
    host("api.firecrawl.dev", "authorization", server("Firecrawl", DATA, "https://www.firecrawl.dev/app/api-keys")),
    host("api.apify.com", "authorization", server("Apify", DATA, "https://console.apify.com/settings/integrations")),
    host("api.stripe.com", "authorization", server("Stripe", MONEY, "https://dashboard.stripe.com/apikeys")),
    host("api.paddle.com", "authorization", server("Paddle", MONEY, "https://vendors.paddle.com/authentication-v2")),
    host(
        "api.lemonsqueezy.com",
        "authorization",
        server("Lemon Squeezy", MONEY, "https://app.lemonsqueezy.com/settings/api"),
    ),
    host("api.polar.sh", "authorization", server("Polar", MONEY, "https://polar.sh/settings")),
    host(
        "api-m.paypal.com",
        "authorization",
        server("PayPal", MONEY, "https://developer.paypal.com/dashboard/applications"),
    ),
    host(
        "api.razorpay.com",
        "authorization",
        server("Razorpay", MONEY, "https://dashboard.razorpay.com/app/website-app-settings/api-keys"),
    ),
    host(
        "api.paystack.co",
        "authorization",
        server("Paystack", MONEY, "https://dashboard.paystack.com/#/settings/developers"),
    ),
    host(
        "api.flutterwave.com",
        "authorization",
        server("Flutterwave", MONEY, "https://app.flutterwave.com/dashboard/settings/apis"),
    ),
    host("connect.squareup.com", "authorization", server("Square", MONEY, "https://developer.squareup.com/apps")),
    host("api.resend.com", "authorization", server("Resend", MAIL, "https://resend.com/api-keys")),
    host("api.sendgrid.com", "authorization", server("SendGrid", MAIL, "https://app.sendgrid.com/settings/api_keys")),
    host("api.mailgun.net", "authorization", server("Mailgun", MAIL, "https://app.mailgun.com/settings/api_security")),
    host(
        "api.postmarkapp.com",
        "x-postmark-server-token",
        server("Postmark", MAIL, "https://account.postmarkapp.com/servers"),
    ),
    host("api.brevo.com", "api-key", server("Brevo", MAIL, "https://app.brevo.com/settings/keys/api")),
    host("api.mailersend.com", "authorization", server("MailerSend", MAIL, "https://app.mailersend.com/api-tokens")),
    host(
        "*.api.mailchimp.com",
        "authorization",
        server("Mailchimp", MAIL, "https://mailchimp.com/help/about-api-keys/"),
    ),
    host("api.twilio.com", "authorization", server("Twilio", MESSAGES, "https://console.twilio.com")),
    host(
        "api.telegram.org/bot",
        "authorization",
        server("Telegram", MESSAGES, "https://core.telegram.org/bots#botfather"),
    ),
    host("slack.com/api", "authorization", server("Slack", MESSAGES, "https://api.slack.com/apps")),
    host(
        "discord.com/api",
        "authorization",
        server("Discord", MESSAGES, "https://discord.com/developers/applications"),
    ),
    host(
        "graph.facebook.com",
        "authorization",
        server("Meta's Graph API", MESSAGES, "https://developers.facebook.com/apps"),
    ),
    host("api.github.com", "authorization", server("GitHub", DATA, "https://github.com/settings/tokens")),
    host("api.notion.com", "authorization", server("Notion", DATA, "https://www.notion.so/profile/integrations")),
    host("api.airtable.com", "authorization", server("Airtable", DATA, "https://airtable.com/create/tokens")),
    host(
        "api.hubapi.com",
        "authorization",
        server("HubSpot", DATA, "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview"),
    ),
    host("api.linear.app", "authorization", server("Linear", DATA, "https://linear.app/settings/api")),
    host(
        "api.cloudflare.com",
        "authorization",
        server("Cloudflare", DATA, "https://dash.cloudflare.com/profile/api-tokens"),
    ),
    host("api.vercel.com", "authorization", server("Vercel", DATA, "https://vercel.com/account/settings/tokens")),
    host("api.heroku.com", "authorization", server("Heroku", DATA, "https://dashboard.heroku.com/account")),
    host(
        "*.myshopify.com/admin",
        "x-shopify-access-token",
        server("Shopify's admin API", DATA, "https://shopify.dev/docs/apps/build/authentication-authorization"),
    ),
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
            ("/api/openai", None),
            ("https://api.telegram.org/bot", Some("Telegram")),
        ] {
            assert_eq!(service_at(url).map(|(service, _)| service.name), expected, "{url}");
        }
    }
}
