//! Services that code talks to with a key: what they are called, what a leaked key does, and where keys are made.

use crate::facts::{Service, ServiceKey};

const MODEL: &str = "Whoever opens the page can take the key and use the models at the account's cost.";
const MAIL: &str = "Whoever opens the page can take the key and send mail in the sender's name.";
const MONEY: &str = "Whoever opens the page can take the key, read customers and payments and move money.";
const DATA: &str = "Whoever opens the page can take the key and read or change what the account holds.";
const MESSAGES: &str = "Whoever opens the page can take the key and write in the bot's or sender's name.";

pub static OPENAI: Service = server("OpenAI", MODEL, "https://platform.openai.com/api-keys");
pub static AZURE_OPENAI: Service = server("Azure OpenAI", MODEL, "https://portal.azure.com");
pub static ANTHROPIC: Service = server("Anthropic", MODEL, "https://console.anthropic.com/settings/keys");
pub static GROQ: Service = server("Groq", MODEL, "https://console.groq.com/keys");
pub static GOOGLE_GEMINI: Service = server("Google Gemini", MODEL, "https://aistudio.google.com/app/apikey");
pub static MISTRAL: Service = server("Mistral", MODEL, "https://console.mistral.ai/api-keys");
pub static COHERE: Service = server("Cohere", MODEL, "https://dashboard.cohere.com/api-keys");
pub static REPLICATE: Service = server("Replicate", MODEL, "https://replicate.com/account/api-tokens");
pub static TOGETHER_AI: Service = server("Together AI", MODEL, "https://api.together.ai/settings/api-keys");
pub static HUGGING_FACE: Service = server("Hugging Face", MODEL, "https://huggingface.co/settings/tokens");
pub static XAI: Service = server("xAI", MODEL, "https://console.x.ai");
pub static OPENROUTER: Service = server("OpenRouter", MODEL, "https://openrouter.ai/settings/keys");
pub static ELEVENLABS: Service = server("ElevenLabs", MODEL, "https://elevenlabs.io/app/settings/api-keys");
pub static ASSEMBLYAI: Service = server("AssemblyAI", MODEL, "https://www.assemblyai.com/app/api-keys");
pub static FAL: Service = server("fal", MODEL, "https://fal.ai/dashboard/keys");
pub static TAVILY: Service = server("Tavily", DATA, "https://app.tavily.com");
pub static PINECONE: Service = server("Pinecone", DATA, "https://app.pinecone.io");
pub static STRIPE: Service = server("Stripe", MONEY, "https://dashboard.stripe.com/apikeys");
pub static PADDLE: Service = server("Paddle", MONEY, "https://vendors.paddle.com/authentication-v2");
pub static LEMON_SQUEEZY: Service = server("Lemon Squeezy", MONEY, "https://app.lemonsqueezy.com/settings/api");
pub static POLAR: Service = server("Polar", MONEY, "https://polar.sh/settings");
pub static RAZORPAY: Service =
    server("Razorpay", MONEY, "https://dashboard.razorpay.com/app/website-app-settings/api-keys");
pub static SQUARE: Service = server("Square", MONEY, "https://developer.squareup.com/apps");
pub static PLAID: Service = server("Plaid", MONEY, "https://dashboard.plaid.com/developers/keys");
pub static RESEND: Service = server("Resend", MAIL, "https://resend.com/api-keys");
pub static SENDGRID: Service = server("SendGrid", MAIL, "https://app.sendgrid.com/settings/api_keys");
pub static POSTMARK: Service = server("Postmark", MAIL, "https://account.postmarkapp.com/servers");
pub static MAIL_SERVER: Service = server("the mail server", MAIL, "https://nodemailer.com/smtp/");
pub static MAILERSEND: Service = server("MailerSend", MAIL, "https://app.mailersend.com/api-tokens");
pub static TWILIO: Service = server("Twilio", MESSAGES, "https://console.twilio.com");
pub static SLACK: Service = server("Slack", MESSAGES, "https://api.slack.com/apps");
pub static TELEGRAM: Service = server("Telegram", MESSAGES, "https://core.telegram.org/bots#botfather");
pub static GITHUB: Service = server("GitHub", DATA, "https://github.com/settings/tokens");
pub static NOTION: Service = server("Notion", DATA, "https://www.notion.so/profile/integrations");
pub static AIRTABLE: Service = server("Airtable", DATA, "https://airtable.com/create/tokens");
pub static HUBSPOT: Service =
    server("HubSpot", DATA, "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview");
pub static UPSTASH: Service = server("Upstash", DATA, "https://console.upstash.com");
pub static DATABASE: Service = server("the database", DATA, "https://node-postgres.com/features/connecting");
pub static TURSO: Service = server("Turso", DATA, "https://docs.turso.tech");
pub static FIREBASE_ADMIN_SDK: Service = Service {
    name: "Firebase's admin SDK",
    key: ServiceKey::Ambient,
    leak: DATA,
    keys_page: "https://console.firebase.google.com/project/_/settings/serviceaccounts/adminsdk",
};
pub static PRISMA: Service = Service {
    name: "The database (through Prisma)",
    key: ServiceKey::Ambient,
    leak: DATA,
    keys_page: "https://www.prisma.io/docs/orm/prisma-client",
};
pub static CLERK: Service = server("Clerk", DATA, "https://dashboard.clerk.com/last-active?path=api-keys");
pub static CONTENTFUL: Service = server("Contentful", DATA, "https://app.contentful.com/account/profile/cma_tokens");
pub static AWS: Service = server("AWS", DATA, "https://console.aws.amazon.com/iam/home#/security_credentials");
pub static SUPABASE: Service = Service {
    name: "Supabase",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the key; it passes by every row policy.",
    keys_page: "https://supabase.com/dashboard/project/_/settings/api-keys",
};
pub static ALGOLIA: Service = Service {
    name: "Algolia",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the key; an admin key changes and deletes every index.",
    keys_page: "https://dashboard.algolia.com/account/api-keys",
};
pub static SANITY: Service = Service {
    name: "Sanity",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the token and read or change every document it may.",
    keys_page: "https://www.sanity.io/manage",
};
pub static DEEPSEEK: Service = server("DeepSeek", MODEL, "https://platform.deepseek.com/api_keys");
pub static PERPLEXITY: Service = server("Perplexity", MODEL, "https://www.perplexity.ai/settings/api");
pub static FIREWORKS: Service = server("Fireworks", MODEL, "https://fireworks.ai/account/api-keys");
pub static LOVABLE_AI_GATEWAY: Service =
    server("the Lovable AI gateway", MODEL, "https://docs.lovable.dev/features/ai");
pub static STABILITY_AI: Service = server("Stability AI", MODEL, "https://platform.stability.ai/account/keys");
pub static DEEPGRAM: Service = server("Deepgram", MODEL, "https://console.deepgram.com");
pub static VOYAGE_AI: Service = server("Voyage AI", MODEL, "https://dashboard.voyageai.com");
pub static SERPAPI: Service = server("SerpApi", DATA, "https://serpapi.com/manage-api-key");
pub static FIRECRAWL: Service = server("Firecrawl", DATA, "https://www.firecrawl.dev/app/api-keys");
pub static APIFY: Service = server("Apify", DATA, "https://console.apify.com/settings/integrations");
pub static PAYPAL: Service = server("PayPal", MONEY, "https://developer.paypal.com/dashboard/applications");
pub static PAYSTACK: Service = server("Paystack", MONEY, "https://dashboard.paystack.com/#/settings/developers");
pub static FLUTTERWAVE: Service = server("Flutterwave", MONEY, "https://app.flutterwave.com/dashboard/settings/apis");
pub static MAILGUN: Service = server("Mailgun", MAIL, "https://app.mailgun.com/settings/api_security");
pub static BREVO: Service = server("Brevo", MAIL, "https://app.brevo.com/settings/keys/api");
pub static MAILCHIMP: Service = server("Mailchimp", MAIL, "https://mailchimp.com/help/about-api-keys/");
pub static DISCORD: Service = server("Discord", MESSAGES, "https://discord.com/developers/applications");
pub static META_GRAPH_API: Service = server("Meta's Graph API", MESSAGES, "https://developers.facebook.com/apps");
pub static LINEAR: Service = server("Linear", DATA, "https://linear.app/settings/api");
pub static CLOUDFLARE: Service = server("Cloudflare", DATA, "https://dash.cloudflare.com/profile/api-tokens");
pub static VERCEL: Service = server("Vercel", DATA, "https://vercel.com/account/settings/tokens");
pub static HEROKU: Service = server("Heroku", DATA, "https://dashboard.heroku.com/account");
pub static SHOPIFY_ADMIN_API: Service =
    server("Shopify's admin API", DATA, "https://shopify.dev/docs/apps/build/authentication-authorization");

/// A service whose keys must stay on the server.
const fn server(name: &'static str, leak: &'static str, keys_page: &'static str) -> Service {
    Service { name, key: ServiceKey::Server, leak, keys_page }
}

/// What using a service costs its owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// A model is asked.
    Model,
    /// A mail is sent.
    Mail,
    /// A message is sent.
    Message,
}

/// What a request to a service costs; none where it is not paid by use.
pub fn use_of(service: &Service) -> Option<Use> {
    match service.leak {
        MODEL => Some(Use::Model),
        MAIL => Some(Use::Mail),
        MESSAGES if service.name == "Twilio" => Some(Use::Message),
        _ => None,
    }
}
