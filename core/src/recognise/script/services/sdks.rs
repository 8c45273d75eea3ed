//! SDKs that take a key, and where they take it.

use super::catalogue::{
    AIRTABLE, ALGOLIA, ANTHROPIC, ASSEMBLYAI, AWS, AZURE_OPENAI, CLERK, COHERE, CONTENTFUL, DATABASE, ELEVENLABS, FAL,
    FIREBASE_ADMIN_SDK, GITHUB, GOOGLE_GEMINI, GROQ, HUBSPOT, HUGGING_FACE, LEMON_SQUEEZY, MAIL_SERVER, MAILERSEND,
    MISTRAL, NOTION, OPENAI, OPENROUTER, PADDLE, PINECONE, PLAID, POLAR, POSTMARK, PRISMA, RAZORPAY, REPLICATE, RESEND,
    SANITY, SENDGRID, SLACK, SQUARE, STRIPE, SUPABASE, TAVILY, TELEGRAM, TOGETHER_AI, TURSO, TWILIO, UPSTASH, XAI,
};
use crate::facts::Service;

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
