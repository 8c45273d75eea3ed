use crate::rules::testing::{bad, mends, sound};

const RULE: &str = "auth-route-without-rate-limit";
const EXPRESS: &str = "import express from 'express';\nimport bcrypt from 'bcrypt';\nconst app = express();\n";
const COMPARE: &str = "async (req, res) => { res.send(await bcrypt.compare(req.body.password, user.hash)); }";

#[test]
fn open_logins_are_found() {
    let express = format!("{EXPRESS}«app.post»('/login', {COMPARE});");
    let by_other_names = format!("{EXPRESS}«app.post»('/x', {COMPARE});");
    let beside_another =
        format!("{EXPRESS}app.use(admin.options.rootPath, authenticatedRouter);\n«app.post»('/login', {COMPARE});");
    bad(
        RULE,
        &[
            &[("a.js", &express)],
            &[("a.js", &by_other_names)],
            // A router that is mounted somewhere else stands in front of nothing here.
            &[("a.js", &beside_another)],
            &[
                (
                    "routes/auth.js",
                    "const express = require('express');\nconst router = express.Router();\nconst { login } = require('../controllers/auth');\n«router.post»('/login', login);\nmodule.exports = router;",
                ),
                (
                    "controllers/auth.js",
                    "const service = require('../services/auth');\nexports.login = async (req, res) => { res.json(await service.login(req.body.email, req.body.password)); };",
                ),
                (
                    "services/auth.js",
                    "const bcrypt = require('bcryptjs');\nexports.login = async (email, password) => { const user = await User.findOne({ email }); return bcrypt.compare(password, user.password); };",
                ),
            ],
            &[(
                "app/api/login/route.ts",
                "import { compare } from 'bcryptjs';\n«export async function POST(request: Request)» {\n  const { password } = await request.json();\n  return Response.json(await compare(password, user.hash));\n}",
            )],
            &[(
                "app/api/signup/route.ts",
                "import bcrypt from 'bcryptjs';\nimport { prisma } from '@/lib/prisma';\n«export async function POST(request: Request)» {\n  const { email, password } = await request.json();\n  await prisma.user.create({ data: { email, password: await bcrypt.hash(password, 10) } });\n  return Response.json({});\n}",
            )],
            &[(
                "app/actions.ts",
                "'use server';\nimport bcrypt from 'bcryptjs';\n«export async function signIn(form: FormData)» {\n  return bcrypt.compare(form.get('password'), user.hash);\n}",
            )],
            &[(
                "src/auth.controller.ts",
                "import { Controller, Post, Body } from '@nestjs/common';\nimport * as argon2 from 'argon2';\n@Controller('auth') export class AuthController {\n  «@Post('login') async login(@Body() dto)» {\n    return argon2.verify(user.hash, dto.password);\n  }\n}",
            )],
            &[(
                "src/index.ts",
                "import { Hono } from 'hono';\nimport bcrypt from 'bcryptjs';\nconst app = new Hono();\n«app.post»('/login', async (c) => { const { password } = await c.req.json(); return c.json(await bcrypt.compare(password, user.hash)); });",
            )],
            &[(
                "src/index.ts",
                "import Fastify from 'fastify';\nimport bcrypt from 'bcryptjs';\nconst app = Fastify();\n«app.post»('/login', async (request) => bcrypt.compare(request.body.password, user.hash));",
            )],
            &[(
                "a.js",
                "import express from 'express';\nconst app = express();\n«app.post»('/verify', async (req, res) => { const user = await User.findOne({ email: req.body.email }); if (user.otp !== req.body.otp) return res.sendStatus(400); res.sendStatus(204); });",
            )],
            &[(
                "auth.ts",
                "import Credentials from 'next-auth/providers/credentials';\nimport bcrypt from 'bcryptjs';\nexport const providers = [Credentials({ «async authorize(credentials)» {\n  return (await bcrypt.compare(credentials.password, user.hash)) ? user : null;\n} })];",
            )],
        ],
    );
}

#[test]
fn limited_and_hosted_logins_stay_silent() {
    let before = |text: &str| format!("{EXPRESS}{text}\napp.post('/login', {COMPARE});");
    let with = |guard: &str| format!("{EXPRESS}app.post('/login', {guard}, {COMPARE});");
    let own = with("loginLimiter");
    let by_hand = with("checkLoginAttempts");
    let array = with("[validate, throttle]");
    let wide = before("import { rateLimit } from 'express-rate-limit';\napp.use(rateLimit({ max: 10 }));");
    let by_path = before("import { rateLimit } from 'express-rate-limit';\napp.use('/login', rateLimit({ max: 10 }));");
    let signed_in = format!("{EXPRESS}app.post('/password', requireAuth, {COMPARE});");
    sound(
        RULE,
        &[
            &[("a.js", &own)],
            &[("a.js", &by_hand)],
            &[("a.js", &array)],
            &[("a.js", &wide)],
            &[("a.js", &by_path)],
            &[("a.js", &signed_in)],
            &[
                (
                    "app.js",
                    "import express from 'express';\nimport { limit } from './limit';\nimport auth from './auth';\nconst app = express();\napp.use('/api', limit);\napp.use('/api/auth', auth);",
                ),
                (
                    "limit.js",
                    "import rateLimit from 'express-rate-limit';\nexport const limit = rateLimit({ windowMs: 60000, max: 5 });",
                ),
                (
                    "auth.js",
                    "import express from 'express';\nimport bcrypt from 'bcrypt';\nconst router = express.Router();\nrouter.post('/login', async (req, res) => { res.send(await bcrypt.compare(req.body.password, user.hash)); });\nexport default router;",
                ),
            ],
            &[(
                "app/api/login/route.ts",
                "import { compare } from 'bcryptjs';\nimport { limiter } from '@/lib/limits';\nexport async function POST(request: Request) {\n  const { success } = await limiter.limit('login');\n  return Response.json(success && await compare((await request.json()).password, user.hash));\n}",
            )],
            &[
                (
                    "middleware.ts",
                    "import { Ratelimit } from '@upstash/ratelimit';\nconst ratelimit = new Ratelimit({});\nexport async function middleware(request) { const { success } = await ratelimit.limit(request.ip); if (!success) return new Response('', { status: 429 }); }\nexport const config = { matcher: '/api/:path*' };",
                ),
                (
                    "app/api/login/route.ts",
                    "import { compare } from 'bcryptjs';\nexport async function POST(request: Request) { return Response.json(await compare((await request.json()).password, user.hash)); }",
                ),
            ],
            &[
                (
                    "src/app.module.ts",
                    "import { Module } from '@nestjs/common';\nimport { APP_GUARD } from '@nestjs/core';\nimport { ThrottlerGuard } from '@nestjs/throttler';\n@Module({ providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }] }) export class AppModule {}",
                ),
                (
                    "src/auth.controller.ts",
                    "import { Controller, Post } from '@nestjs/common';\nimport * as argon2 from 'argon2';\n@Controller('auth') export class AuthController { @Post('login') async login(dto) { return argon2.verify(user.hash, dto.password); } }",
                ),
            ],
            &[(
                "src/index.ts",
                "import Fastify from 'fastify';\nimport limit from '@fastify/rate-limit';\nimport bcrypt from 'bcryptjs';\nconst app = Fastify();\nawait app.register(limit, { max: 10 });\napp.post('/login', async (request) => bcrypt.compare(request.body.password, user.hash));",
            )],
            &[(
                "src/index.ts",
                "import Fastify from 'fastify';\nimport bcrypt from 'bcryptjs';\nconst app = Fastify();\napp.post('/login', { config: { rateLimit: { max: 5 } } }, async (request) => bcrypt.compare(request.body.password, user.hash));",
            )],
            &[(
                "a.js",
                "import express from 'express';\nimport bcrypt from 'bcrypt';\nconst app = express();\napp.post('/login', async (req, res) => { if (user.lockedUntil > Date.now()) return; res.send(await bcrypt.compare(req.body.password, user.hash)); });",
            )],
            &[(
                "app/login/actions.ts",
                "'use server';\nimport { createClient } from '@/lib/supabase';\nexport async function login(form: FormData) { const supabase = createClient(); return supabase.auth.signInWithPassword({ email: form.get('email'), password: form.get('password') }); }",
            )],
            &[
                ("nginx.conf", "location /login {\n  limit_req zone=one;\n}"),
                (
                    "a.js",
                    "import express from 'express';\nimport bcrypt from 'bcrypt';\nconst app = express();\napp.post('/login', async (req, res) => { res.send(await bcrypt.compare(req.body.password, user.hash)); });",
                ),
            ],
        ],
    );
}

#[test]
fn a_limiter_is_put_in_front() {
    let package = ("package.json", "{\n  \"dependencies\": {\n    \"express\": \"5.0.0\"\n  }\n}");
    let text = format!("{EXPRESS}app.post('/login', {COMPARE});");
    let mended = format!(
        "import {{ rateLimit }} from \"express-rate-limit\";\n{EXPRESS}app.post('/login', rateLimit({{ windowMs: 15 * 60 * 1000, limit: 10, standardHeaders: true, legacyHeaders: false }}), {COMPARE});"
    );
    mends(RULE, &[(&[package, ("z.js", &text)], &mended)]);
}
