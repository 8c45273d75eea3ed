use crate::rules::testing::{bad, sound};

const RULE: &str = "costly-route-without-rate-limit";

#[test]
fn open_spending_is_found() {
    bad(
        RULE,
        &[
            &[(
                "app/api/chat/route.ts",
                "import { streamText } from 'ai';\n«export async function POST(request: Request)» {\n  return streamText({ prompt: (await request.json()).prompt }).toDataStreamResponse();\n}",
            )],
            &[(
                "supabase/functions/chat/index.ts",
                "«Deno.serve»(async (req) => {\n  const key = Deno.env.get('LOVABLE_API_KEY');\n  if (!key) throw new Error('no key');\n  const answer = await fetch('https://ai.gateway.lovable.dev/v1/chat/completions', { method: 'POST', headers: { Authorization: `Bearer ${key}` } });\n  if (answer.status === 429) return new Response('busy', { status: 429 });\n  return new Response(answer.body);\n});",
            )],
            &[(
                "server.js",
                "import express from 'express';\nimport twilio from 'twilio';\nconst app = express();\nconst sms = twilio(process.env.SID, process.env.TOKEN);\n«app.post»('/sms', async (req, res) => { await sms.messages.create({ to: req.body.to, body: 'hi' }); res.end(); });",
            )],
            &[(
                "app/api/contact/route.ts",
                "import { Resend } from 'resend';\nconst resend = new Resend(process.env.RESEND_API_KEY);\n«export async function POST(request: Request)» {\n  const { message } = await request.json();\n  await resend.emails.send({ to: 'me@site.example', text: message });\n  return Response.json({});\n}",
            )],
            &[(
                "src/index.ts",
                "import { Hono } from 'hono';\nimport Anthropic from '@anthropic-ai/sdk';\nconst client = new Anthropic();\nconst app = new Hono();\n«app.post»('/ask', async (c) => c.json(await client.messages.create({ model: 'claude', messages: [] })));",
            )],
            &[(
                "app/actions.ts",
                "'use server';\nimport { generateText } from 'ai';\n«export async function ask(prompt: string)» {\n  return generateText({ prompt });\n}",
            )],
        ],
    );
}

#[test]
fn limited_counted_and_machine_calls_stay_silent() {
    sound(
        RULE,
        &[
            &[(
                "app/api/chat/route.ts",
                "import { streamText } from 'ai';\nimport { checkRateLimit } from '@/lib/limits';\nexport async function POST(request: Request) {\n  await checkRateLimit(request);\n  return streamText({}).toDataStreamResponse();\n}",
            )],
            &[(
                "app/api/chat/route.ts",
                "import { streamText } from 'ai';\nimport { auth } from '@/auth';\nexport async function POST(request: Request) {\n  const session = await auth();\n  if (session.user.credits < 1) return new Response(null, { status: 402 });\n  return streamText({}).toDataStreamResponse();\n}",
            )],
            &[(
                "app/api/cron/route.ts",
                "import { generateText } from 'ai';\nexport async function GET() { return generateText({}); }",
            )],
            &[(
                "app/api/digest/route.ts",
                "import { generateText } from 'ai';\nexport async function POST(request: Request) {\n  if (request.headers.get('authorization') !== `Bearer ${process.env.CRON_SECRET}`) return new Response(null, { status: 401 });\n  return generateText({});\n}",
            )],
            &[(
                "app/api/invite/route.ts",
                "import { Resend } from 'resend';\nimport { auth } from '@/auth';\nconst resend = new Resend('x');\nexport async function POST(request: Request) {\n  const session = await auth();\n  await resend.emails.send({ to: 'x' });\n  return Response.json({});\n}",
            )],
            &[(
                "lib/ai.ts",
                "import { generateText } from 'ai';\nexport async function ask() { return generateText({}); }",
            )],
        ],
    );
}
