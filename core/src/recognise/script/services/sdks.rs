//! SDKs that take a key, and where they take it.

use super::server;
use crate::facts::{Service, ServiceKey};

const MODEL: &str = "Whoever opens the page can take the key and use the models at the account's cost.";
const MAIL: &str = "Whoever opens the page can take the key and send mail in the sender's name.";
const MONEY: &str = "Whoever opens the page can take the key, read customers and payments and move money.";
const DATA: &str = "Whoever opens the page can take the key and read or change what the account holds.";
const MESSAGES: &str = "Whoever opens the page can take the key and write in the bot's or sender's name.";

/// An SDK's way to make a client.
pub struct Sdk {
    /// The package; one that ends with `/` stands for every package of that scope.
    pub package: &'static str,
    /// The export that is called or constructed; empty for any.
    pub export: &'static str,
    /// Whether the package's default export is it, too.
    pub is_default: bool,
    /// Where it takes its key.
    pub key: Key,
    /// The service.
    pub service: &'static Service,
}

/// Where an SDK takes its key.
#[derive(Clone, Copy)]
pub enum Key {
    /// As an argument, by position.
    Argument(usize),
    /// As an option, by its path; the first that is there counts.
    Option(&'static [&'static [&'static str]]),
    /// From the environment or a file.
    None,
}

/// Every SDK known.
pub fn sdks() -> impl Iterator<Item = &'static Sdk> {
    SDKS.iter()
}

const fn sdk(package: &'static str, export: &'static str, key: Key, service: &'static Service) -> Sdk {
    Sdk { package, export, is_default: false, key, service }
}

/// An SDK whose default export is the client.
const fn default(package: &'static str, export: &'static str, key: Key, service: &'static Service) -> Sdk {
    Sdk { package, export, is_default: true, key, service }
}

static OPENAI: Service = server("OpenAI", MODEL, "https://platform.openai.com/api-keys");
static AZURE_OPENAI: Service = server("Azure OpenAI", MODEL, "https://portal.azure.com");
static ANTHROPIC: Service = server("Anthropic", MODEL, "https://console.anthropic.com/settings/keys");
static GROQ: Service = server("Groq", MODEL, "https://console.groq.com/keys");
static GOOGLE_GEMINI: Service = server("Google Gemini", MODEL, "https://aistudio.google.com/app/apikey");
static MISTRAL: Service = server("Mistral", MODEL, "https://console.mistral.ai/api-keys");
static COHERE: Service = server("Cohere", MODEL, "https://dashboard.cohere.com/api-keys");
static REPLICATE: Service = server("Replicate", MODEL, "https://replicate.com/account/api-tokens");
static TOGETHER_AI: Service = server("Together AI", MODEL, "https://api.together.ai/settings/api-keys");
static HUGGING_FACE: Service = server("Hugging Face", MODEL, "https://huggingface.co/settings/tokens");
static XAI: Service = server("xAI", MODEL, "https://console.x.ai");
static OPENROUTER: Service = server("OpenRouter", MODEL, "https://openrouter.ai/settings/keys");
static ELEVENLABS: Service = server("ElevenLabs", MODEL, "https://elevenlabs.io/app/settings/api-keys");
static ASSEMBLYAI: Service = server("AssemblyAI", MODEL, "https://www.assemblyai.com/app/api-keys");
static FAL: Service = server("fal", MODEL, "https://fal.ai/dashboard/keys");
static TAVILY: Service = server("Tavily", DATA, "https://app.tavily.com");
static PINECONE: Service = server("Pinecone", DATA, "https://app.pinecone.io");
static STRIPE: Service = server("Stripe", MONEY, "https://dashboard.stripe.com/apikeys");
static PADDLE: Service = server("Paddle", MONEY, "https://vendors.paddle.com/authentication-v2");
static LEMON_SQUEEZY: Service = server("Lemon Squeezy", MONEY, "https://app.lemonsqueezy.com/settings/api");
static POLAR: Service = server("Polar", MONEY, "https://polar.sh/settings");
static RAZORPAY: Service =
    server("Razorpay", MONEY, "https://dashboard.razorpay.com/app/website-app-settings/api-keys");
static SQUARE: Service = server("Square", MONEY, "https://developer.squareup.com/apps");
static PLAID: Service = server("Plaid", MONEY, "https://dashboard.plaid.com/developers/keys");
static RESEND: Service = server("Resend", MAIL, "https://resend.com/api-keys");
static SENDGRID: Service = server("SendGrid", MAIL, "https://app.sendgrid.com/settings/api_keys");
static POSTMARK: Service = server("Postmark", MAIL, "https://account.postmarkapp.com/servers");
static MAIL_SERVER: Service = server("the mail server", MAIL, "https://nodemailer.com/smtp/");
static MAILERSEND: Service = server("MailerSend", MAIL, "https://app.mailersend.com/api-tokens");
static TWILIO: Service = server("Twilio", MESSAGES, "https://console.twilio.com");
static SLACK: Service = server("Slack", MESSAGES, "https://api.slack.com/apps");
static TELEGRAM: Service = server("Telegram", MESSAGES, "https://core.telegram.org/bots#botfather");
static GITHUB: Service = server("GitHub", DATA, "https://github.com/settings/tokens");
static NOTION: Service = server("Notion", DATA, "https://www.notion.so/profile/integrations");
static AIRTABLE: Service = server("Airtable", DATA, "https://airtable.com/create/tokens");
static HUBSPOT: Service =
    server("HubSpot", DATA, "https://developers.hubspot.com/docs/apps/legacy-apps/private-apps/overview");
static UPSTASH: Service = server("Upstash", DATA, "https://console.upstash.com");
static DATABASE: Service = server("the database", DATA, "https://node-postgres.com/features/connecting");
static TURSO: Service = server("Turso", DATA, "https://docs.turso.tech");
static FIREBASE_ADMIN_SDK: Service = Service {
    name: "Firebase's admin SDK",
    key: ServiceKey::Ambient,
    leak: DATA,
    keys_page: "https://console.firebase.google.com/project/_/settings/serviceaccounts/adminsdk",
};
static PRISMA: Service = Service {
    name: "The database (through Prisma)",
    key: ServiceKey::Ambient,
    leak: DATA,
    keys_page: "https://www.prisma.io/docs/orm/prisma-client",
};
static CLERK: Service = server("Clerk", DATA, "https://dashboard.clerk.com/last-active?path=api-keys");
static CONTENTFUL: Service = server("Contentful", DATA, "https://app.contentful.com/account/profile/cma_tokens");
static AWS: Service = server("AWS", DATA, "https://console.aws.amazon.com/iam/home#/security_credentials");
static SUPABASE: Service = Service {
    name: "Supabase",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the key; it passes by every row policy.",
    keys_page: "https://supabase.com/dashboard/project/_/settings/api-keys",
};
static ALGOLIA: Service = Service {
    name: "Algolia",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the key; an admin key changes and deletes every index.",
    keys_page: "https://dashboard.algolia.com/account/api-keys",
};
static SANITY: Service = Service {
    name: "Sanity",
    key: ServiceKey::Either,
    leak: "Whoever opens the page can take the token and read or change every document it may.",
    keys_page: "https://www.sanity.io/manage",
};

static SDKS: &[Sdk] = &[
    default("openai", "OpenAI", Key::Option(&[&["apiKey"]]), &OPENAI),
    sdk("openai", "AzureOpenAI", Key::Option(&[&["apiKey"]]), &AZURE_OPENAI),
    sdk("openai", "Configuration", Key::Option(&[&["apiKey"]]), &OPENAI),
    default("@anthropic-ai/sdk", "Anthropic", Key::Option(&[&["apiKey"]]), &ANTHROPIC),
    default("groq-sdk", "Groq", Key::Option(&[&["apiKey"]]), &GROQ),
    sdk("@google/generative-ai", "GoogleGenerativeAI", Key::Argument(0), &GOOGLE_GEMINI),
    sdk("@google/genai", "GoogleGenAI", Key::Option(&[&["apiKey"]]), &GOOGLE_GEMINI),
    default("@mistralai/mistralai", "Mistral", Key::Option(&[&["apiKey"]]), &MISTRAL),
    sdk("cohere-ai", "CohereClient", Key::Option(&[&["token"]]), &COHERE),
    sdk("cohere-ai", "CohereClientV2", Key::Option(&[&["token"]]), &COHERE),
    default("replicate", "Replicate", Key::Option(&[&["auth"]]), &REPLICATE),
    default("together-ai", "Together", Key::Option(&[&["apiKey"]]), &TOGETHER_AI),
    sdk("@huggingface/inference", "HfInference", Key::Argument(0), &HUGGING_FACE),
    sdk("@huggingface/inference", "InferenceClient", Key::Argument(0), &HUGGING_FACE),
    sdk("@ai-sdk/openai", "createOpenAI", Key::Option(&[&["apiKey"]]), &OPENAI),
    sdk("@ai-sdk/anthropic", "createAnthropic", Key::Option(&[&["apiKey"]]), &ANTHROPIC),
    sdk("@ai-sdk/google", "createGoogleGenerativeAI", Key::Option(&[&["apiKey"]]), &GOOGLE_GEMINI),
    sdk("@ai-sdk/groq", "createGroq", Key::Option(&[&["apiKey"]]), &GROQ),
    sdk("@ai-sdk/mistral", "createMistral", Key::Option(&[&["apiKey"]]), &MISTRAL),
    sdk("@ai-sdk/xai", "createXai", Key::Option(&[&["apiKey"]]), &XAI),
    sdk("@openrouter/ai-sdk-provider", "createOpenRouter", Key::Option(&[&["apiKey"]]), &OPENROUTER),
    sdk("@langchain/openai", "ChatOpenAI", Key::Option(&[&["apiKey"], &["openAIApiKey"]]), &OPENAI),
    sdk("@langchain/openai", "OpenAIEmbeddings", Key::Option(&[&["apiKey"], &["openAIApiKey"]]), &OPENAI),
    sdk("@langchain/anthropic", "ChatAnthropic", Key::Option(&[&["apiKey"], &["anthropicApiKey"]]), &ANTHROPIC),
    sdk("@langchain/google-genai", "ChatGoogleGenerativeAI", Key::Option(&[&["apiKey"]]), &GOOGLE_GEMINI),
    sdk("elevenlabs", "ElevenLabsClient", Key::Option(&[&["apiKey"]]), &ELEVENLABS),
    sdk("@elevenlabs/elevenlabs-js", "ElevenLabsClient", Key::Option(&[&["apiKey"]]), &ELEVENLABS),
    sdk("assemblyai", "AssemblyAI", Key::Option(&[&["apiKey"]]), &ASSEMBLYAI),
    sdk("@fal-ai/client", "config", Key::Option(&[&["credentials"]]), &FAL),
    sdk("@tavily/core", "tavily", Key::Option(&[&["apiKey"]]), &TAVILY),
    sdk("@pinecone-database/pinecone", "Pinecone", Key::Option(&[&["apiKey"]]), &PINECONE),
    default("stripe", "Stripe", Key::Argument(0), &STRIPE),
    sdk("@paddle/paddle-node-sdk", "Paddle", Key::Argument(0), &PADDLE),
    sdk("@lemonsqueezy/lemonsqueezy.js", "lemonSqueezySetup", Key::Option(&[&["apiKey"]]), &LEMON_SQUEEZY),
    sdk("@polar-sh/sdk", "Polar", Key::Option(&[&["accessToken"]]), &POLAR),
    default("razorpay", "Razorpay", Key::Option(&[&["key_secret"]]), &RAZORPAY),
    sdk("square", "SquareClient", Key::Option(&[&["token"]]), &SQUARE),
    sdk("plaid", "Configuration", Key::Option(&[&["baseOptions", "headers", "PLAID-SECRET"]]), &PLAID),
    sdk("resend", "Resend", Key::Argument(0), &RESEND),
    sdk("@sendgrid/mail", "setApiKey", Key::Argument(0), &SENDGRID),
    sdk("postmark", "ServerClient", Key::Argument(0), &POSTMARK),
    sdk("nodemailer", "createTransport", Key::Option(&[&["auth", "pass"]]), &MAIL_SERVER),
    sdk("mailersend", "MailerSend", Key::Option(&[&["apiKey"]]), &MAILERSEND),
    default("twilio", "Twilio", Key::Argument(1), &TWILIO),
    sdk("@slack/web-api", "WebClient", Key::Argument(0), &SLACK),
    default("node-telegram-bot-api", "TelegramBot", Key::Argument(0), &TELEGRAM),
    sdk("telegraf", "Telegraf", Key::Argument(0), &TELEGRAM),
    sdk("@octokit/rest", "Octokit", Key::Option(&[&["auth"]]), &GITHUB),
    sdk("octokit", "Octokit", Key::Option(&[&["auth"]]), &GITHUB),
    sdk("@octokit/core", "Octokit", Key::Option(&[&["auth"]]), &GITHUB),
    sdk("@notionhq/client", "Client", Key::Option(&[&["auth"]]), &NOTION),
    default("airtable", "Airtable", Key::Option(&[&["apiKey"]]), &AIRTABLE),
    sdk("@hubspot/api-client", "Client", Key::Option(&[&["accessToken"]]), &HUBSPOT),
    sdk("@upstash/redis", "Redis", Key::Option(&[&["token"]]), &UPSTASH),
    sdk("@upstash/vector", "Index", Key::Option(&[&["token"]]), &UPSTASH),
    sdk("pg", "Pool", Key::Option(&[&["connectionString"], &["password"]]), &DATABASE),
    sdk("pg", "Client", Key::Option(&[&["connectionString"], &["password"]]), &DATABASE),
    default("postgres", "postgres", Key::Argument(0), &DATABASE),
    sdk("@neondatabase/serverless", "neon", Key::Argument(0), &DATABASE),
    sdk("mysql2", "createConnection", Key::Option(&[&["password"], &["uri"]]), &DATABASE),
    sdk("mysql2/promise", "createPool", Key::Option(&[&["password"], &["uri"]]), &DATABASE),
    sdk("mongodb", "MongoClient", Key::Argument(0), &DATABASE),
    sdk("mongoose", "connect", Key::Argument(0), &DATABASE),
    sdk("@libsql/client", "createClient", Key::Option(&[&["authToken"]]), &TURSO),
    sdk("@prisma/client", "PrismaClient", Key::None, &PRISMA),
    sdk("firebase-admin", "initializeApp", Key::None, &FIREBASE_ADMIN_SDK),
    sdk("firebase-admin/app", "initializeApp", Key::None, &FIREBASE_ADMIN_SDK),
    sdk("@clerk/backend", "createClerkClient", Key::Option(&[&["secretKey"]]), &CLERK),
    sdk("contentful-management", "createClient", Key::Option(&[&["accessToken"]]), &CONTENTFUL),
    sdk("@aws-sdk/", "", Key::Option(&[&["credentials", "secretAccessKey"]]), &AWS),
    sdk("@supabase/supabase-js", "createClient", Key::Argument(1), &SUPABASE),
    sdk("@supabase/ssr", "createBrowserClient", Key::Argument(1), &SUPABASE),
    sdk("@supabase/ssr", "createServerClient", Key::Argument(1), &SUPABASE),
    default("algoliasearch", "algoliasearch", Key::Argument(1), &ALGOLIA),
    default("@sanity/client", "createClient", Key::Option(&[&["token"]]), &SANITY),
];
