use crate::rules::testing::{bad, sound};

const RULE: &str = "sensitive-route-without-rate-limit";
const APP: &str = "import express from 'express';\nimport { prisma } from './prisma';\nconst app = express();\n";

#[test]
fn what_gives_away_a_little_each_time_is_found() {
    let code = format!(
        "{APP}«app.post»('/verify-phone', requireAuth, async (req, res) => {{ if (user.otp !== req.body.otp) return res.sendStatus(400); res.end(); }});"
    );
    let lookup = format!(
        "{APP}«app.get»('/check-email', async (req, res) => {{ const user = await prisma.user.findUnique({{ where: {{ email: req.query.email }} }}); res.json({{ exists: !!user }}); }});"
    );
    let search = format!(
        "{APP}«app.get»('/users/search', async (req, res) => {{ res.json(await prisma.user.findMany({{ where: {{ name: req.query.name }} }})); }});"
    );
    bad(
        RULE,
        &[
            &[("a.ts", &code)],
            &[("a.ts", &lookup)],
            &[("a.ts", &search)],
            &[(
                "app/api/2fa/route.ts",
                "import { authenticator } from 'otplib';\nimport { auth } from '@/auth';\n«export async function POST(request: Request)» {\n  const session = await auth();\n  return Response.json(authenticator.verify({ token: (await request.json()).token, secret: session.user.secret }));\n}",
            )],
            &[(
                "app/api/exists/route.ts",
                "import { prisma } from '@/lib/prisma';\n«export async function POST(request: Request)» {\n  const { email } = await request.json();\n  return Response.json({ taken: await prisma.user.findUnique({ where: { email } }) !== null });\n}",
            )],
        ],
    );
}

#[test]
fn what_is_limited_or_needs_a_login_stays_silent() {
    let code = format!(
        "{APP}app.post('/verify-phone', requireAuth, codeLimiter, async (req, res) => {{ if (user.otp !== req.body.otp) return res.sendStatus(400); res.end(); }});"
    );
    let lookup = format!(
        "{APP}app.get('/check-email', requireAuth, async (req, res) => {{ const user = await prisma.user.findUnique({{ where: {{ email: req.query.email }} }}); res.json({{ exists: !!user }}); }});"
    );
    let search = format!(
        "{APP}app.get('/users/search', authenticate, async (req, res) => {{ res.json(await prisma.user.findMany({{ where: {{ name: req.query.name }} }})); }});"
    );
    let promo = format!(
        "{APP}app.post('/promo', async (req, res) => {{ if (promotion.code !== req.body.code) return res.sendStatus(400); res.end(); }});"
    );
    let errors = format!(
        "{APP}app.post('/x', async (req, res) => {{ if (error.code === 'P2002') return res.sendStatus(409); res.end(); }});"
    );
    sound(
        RULE,
        &[&[("a.ts", &code)], &[("a.ts", &lookup)], &[("a.ts", &search)], &[("a.ts", &promo)], &[("a.ts", &errors)]],
    );
}
