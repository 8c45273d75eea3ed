use super::RULE;
use crate::rules::testing::{bad, mends, sound};

const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id String @id\n  role String\n  posts Post[]\n}\n\nmodel Post {\n  id String @id\n  title String\n  author User @relation(fields: [authorId], references: [id])\n  authorId String\n}\n\nmodel Invoice {\n  id String @id\n  total Int\n  user User @relation(fields: [userId], references: [id])\n  userId String\n}\n\nmodel Team {\n  id String @id\n  members TeamMember[]\n}\n\nmodel TeamMember {\n  id String @id\n  teamId String\n  userId String\n}\n\nmodel Report {\n  id String @id\n  teamId String\n  name String\n}\n\nmodel ReportLine {\n  id String @id\n  report Report @relation(fields: [reportId], references: [id])\n  reportId String\n}\n\nmodel Country {\n  id String @id\n  name String\n}\n",
);
const DB: (&str, &str) =
    ("lib/db.ts", "import { PrismaClient } from '@prisma/client'; export const db = new PrismaClient();");
const AUTH: (&str, &str) =
    ("lib/auth.ts", "import NextAuth from 'next-auth'; export const { auth, handlers } = NextAuth({});");
const LIST: (&str, &str) = (
    "app/api/invoices/route.ts",
    "import { db } from '../../../lib/db'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); return Response.json(await db.invoice.findMany({ where: { userId: session.user.id } })); }",
);
const ORDER: (&str, &str) = (
    "models/order.js",
    "const mongoose = require('mongoose'); const schema = new mongoose.Schema({ user: { type: mongoose.Schema.Types.ObjectId, ref: 'User' }, total: Number }); module.exports = mongoose.model('Order', schema);",
);
const TABLES: (&str, &str) = (
    "db/schema.ts",
    "import { pgTable, text, uuid } from 'drizzle-orm/pg-core'; export const notes = pgTable('notes', { id: uuid('id').primaryKey(), userId: uuid('user_id').notNull(), body: text('body') });",
);

#[test]
fn finds_writes_through_prisma() {
    bad(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/api/posts/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; import { auth } from '../../../../lib/auth'; export async function DELETE(request, { params }) { const session = await auth(); if (!session) return new Response(null, { status: 401 }); await «db.post.delete»({ where: { id: params.id } }); return new Response(null, { status: 204 }); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/actions.ts",
                    "'use server'; import { db } from '../lib/db'; import { auth } from '../lib/auth'; export async function renameReport(id, name) { const session = await auth(); if (!session?.user) throw new Error('no'); return «db.report.update»({ where: { id }, data: { name } }); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "server/invoices.ts",
                    "import { db } from '../lib/db'; export const invoices = router({ remove: protectedProcedure.input(z.object({ id: z.string() })).mutation(async ({ ctx, input }) => { return «db.invoice.delete»({ where: { id: input.id } }); }) });",
                ),
            ],
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/actions.ts",
                    "'use server'; import { db } from '../lib/db'; import { auth } from '../lib/auth'; export async function removeLine(id) { await auth(); return «db.reportLine.delete»({ where: { id } }); } export async function removeInvoice(number) { await auth(); const invoice = await db.invoice.findUnique({ where: { id: number } }); if (!invoice) return; await «db.invoice.delete»({ where: { id: invoice.id } }); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "pages/api/users/[id].ts",
                    "import { db } from '../../../lib/db'; export default async function handler(req, res) { const user = await «db.user.update»({ where: { id: String(req.query.id) }, data: { name: req.body.name } }); res.json(user); }",
                ),
            ],
        ],
    );
}

#[test]
fn finds_reads_of_what_is_kept_to_its_owners() {
    bad(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                AUTH,
                LIST,
                (
                    "app/api/invoices/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; import { auth } from '../../../../lib/auth'; export async function GET(request, { params }) { const session = await auth(); if (!session) return new Response(null, { status: 401 }); const { id } = await params; const invoice = await «db.invoice.findUnique»({ where: { id } }); return Response.json(invoice); }",
                ),
            ],
            &[
                ORDER,
                (
                    "routes/orders.js",
                    "const express = require('express'); const router = express.Router(); const { protect } = require('../middleware/auth'); const Order = require('../models/order'); router.get('/mine', protect, async (req, res) => { res.json(await Order.find({ user: req.user._id })); }); router.get('/:id', protect, async (req, res) => { const order = await «Order.findById»(req.params.id); if (!order) return res.status(404).end(); res.json(order); }); module.exports = router;",
                ),
                (
                    "middleware/auth.js",
                    "exports.protect = (req, res, next) => { if (!req.headers.authorization) return res.status(401).end(); req.user = verify(req.headers.authorization); next(); };",
                ),
            ],
            &[
                TABLES,
                (
                    "app/actions.ts",
                    "'use server'; import { and, eq } from 'drizzle-orm'; import { db } from '../lib/db'; import { notes } from '../db/schema'; import { auth } from '../lib/auth'; export async function mine() { const { userId } = await auth(); return db.select().from(notes).where(eq(notes.userId, userId)); } export async function note(id: string) { const { userId } = await auth(); const [row] = await «db.select().from»(notes).where(eq(notes.id, id)).limit(1); return row; }",
                ),
                AUTH,
            ],
        ],
    );
}

#[test]
fn finds_writes_on_models_behind_services_and_controllers() {
    bad(
        RULE.meta.id,
        &[
            &[
                ORDER,
                (
                    "services/orders.js",
                    "const Order = require('../models/order'); exports.remove = (id) => «Order.findByIdAndDelete»(id);",
                ),
                (
                    "controllers/orders.js",
                    "const service = require('../services/orders'); exports.remove = async (req, res) => { await service.remove(req.params.id); res.status(204).end(); };",
                ),
                (
                    "routes/orders.js",
                    "const router = require('express').Router(); const c = require('../controllers/orders'); const { protect } = require('../mw'); router.delete('/:id', protect, c.remove); module.exports = router;",
                ),
                (
                    "mw.js",
                    "exports.protect = (req, res, next) => { if (!req.session.user) return res.status(401).end(); next(); };",
                ),
            ],
            &[
                ORDER,
                (
                    "routes/order.js",
                    "const Order = require('../models/order'); module.exports = function cancelOrder() { return (req, res, next) => { «Order.deleteOne»({ _id: req.params.id }).then(() => res.end()).catch(next); }; };",
                ),
                (
                    "server.js",
                    "const express = require('express'); const app = express(); const cancelOrder = require('./routes/order'); app.delete('/orders/:id', requireLogin(), cancelOrder());",
                ),
            ],
            &[
                TABLES,
                (
                    "src/index.ts",
                    "import { Hono } from 'hono'; import { and, eq } from 'drizzle-orm'; import { notes } from '../db/schema'; const app = new Hono(); app.put('/notes/:id', jwtAuth, async (c) => { const body = await c.req.json(); await «db.update(notes).set»({ body: body.text }).where(eq(notes.id, c.req.param('id'))); return c.json({ ok: true }); });",
                ),
            ],
            &[
                (
                    "models/task.js",
                    "module.exports = (sequelize, DataTypes) => sequelize.define('Task', { ownerId: DataTypes.INTEGER, title: DataTypes.STRING });",
                ),
                (
                    "routes.js",
                    "const { Task } = require('./models'); app.delete('/tasks/:id', auth, async (req, res) => { await «Task.destroy»({ where: { id: req.params.id } }); res.end(); });",
                ),
                ("models/index.js", "const Task = require('./task')(sequelize, DataTypes); module.exports = { Task };"),
            ],
            &[
                (
                    "src/note.entity.ts",
                    "import { Entity, Column, PrimaryGeneratedColumn } from 'typeorm'; @Entity() export class Note { @PrimaryGeneratedColumn() id: number; @Column() userId: number; @Column() text: string; }",
                ),
                (
                    "src/notes.ts",
                    "import { Note } from './note.entity'; const notes = dataSource.getRepository(Note); app.patch('/notes/:id', requireAuth, async (req, res) => { await «notes.update»({ id: Number(req.params.id) }, { text: req.body.text }); res.end(); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_the_owner_is_asked_for() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                AUTH,
                LIST,
                (
                    "app/api/invoices/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; import { auth } from '../../../../lib/auth'; export async function GET(request, { params }) { const session = await auth(); return Response.json(await db.invoice.findFirst({ where: { id: params.id, userId: session.user.id } })); } export async function DELETE(request, { params }) { const session = await auth(); await db.report.deleteMany({ where: { id: params.id, team: { members: { some: { userId: session.user.id } } } } }); return new Response(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/actions.ts",
                    "'use server'; import { db } from '../lib/db'; import { auth } from '../lib/auth'; export async function remove(id) { const session = await auth(); const post = await db.post.findUnique({ where: { id } }); if (post?.authorId !== session.user.id) throw new Error('no'); await db.post.delete({ where: { id } }); } export async function rename(id, name) { const session = await auth(); const report = await db.report.findFirst({ where: { id, team: { members: { some: { userId: session.user.id } } } } }); if (!report) throw new Error('no'); await db.report.update({ where: { id: report.id }, data: { name } }); } export async function me(name) { const session = await auth(); await db.user.update({ where: { id: session.user.id }, data: { name } }); }",
                ),
            ],
            &[
                ORDER,
                (
                    "routes/orders.js",
                    "const router = require('express').Router(); const Order = require('../models/order'); const { protect, admin } = require('../mw'); router.get('/mine', protect, async (req, res) => { res.json(await Order.find({ user: req.user._id })); }); router.get('/:id', protect, async (req, res) => { const order = await Order.findById(req.params.id); if (!order.user.equals(req.user._id)) return res.status(403).end(); res.json(order); }); router.put('/:id/paid', protect, admin, async (req, res) => { res.json(await Order.findByIdAndUpdate(req.params.id, { paid: true })); }); router.delete('/:id', protect, async (req, res) => { const order = await Order.findById(req.params.id); if (order.user.toString() !== req.user.id) return res.status(401).end(); await Order.findByIdAndDelete(req.params.id); res.end(); });",
                ),
                (
                    "mw.js",
                    "exports.protect = (req, res, next) => next(); exports.admin = (req, res, next) => { if (req.user.isAdmin) next(); else res.status(403).end(); };",
                ),
            ],
            &[
                TABLES,
                (
                    "src/index.ts",
                    "import { and, eq } from 'drizzle-orm'; import { notes } from '../db/schema'; app.put('/notes/:id', jwtAuth, async (c) => { const user = c.get('user'); await db.update(notes).set({ body: 'x' }).where(and(eq(notes.id, c.req.param('id')), eq(notes.userId, user.id))); return c.json({}); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_rights_are_checked_on_the_way() {
    sound(
        RULE.meta.id,
        &[
            // The row is looked up within a space that was settled elsewhere.
            &[
                PRISMA,
                DB,
                (
                    "lib/reports.ts",
                    "import { db } from './db'; export async function close({ id, teamId }) { const report = await db.report.findFirst({ where: { id, teamId } }); if (!report) return null; return db.report.update({ where: { id }, data: { closed: true } }); }",
                ),
                (
                    "app/api/reports/route.ts",
                    "import { close } from '../../../lib/reports'; export async function POST(request) { const { id } = await request.json(); const access = await spaceOf(request); return Response.json(await close({ id, teamId: access.teamId })); }",
                ),
            ],
            // The middleware of an action hands over what may be changed.
            &[
                PRISMA,
                DB,
                (
                    "lib/reports.ts",
                    "import { db } from './db'; export async function rename({ id, name }) { await db.report.update({ where: { id }, data: { name } }); }",
                ),
                (
                    "app/actions.ts",
                    "'use server'; import { rename } from '../lib/reports'; export const renameAction = authActionClient.inputSchema(schema).action(async ({ ctx, parsedInput }) => { await rename({ id: ctx.report.id, name: parsedInput.name }); });",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "server/reports.ts",
                    "import { db } from '../lib/db'; export const reports = router({ remove: teamProcedure.input(z.object({ id: z.string() })).mutation(async ({ input }) => db.report.delete({ where: { id: input.id } })), rename: protectedProcedure.mutation(async ({ ctx, input }) => { await assertMember(ctx.session.user.id, input.id); return db.report.update({ where: { id: input.id }, data: {} }); }) });",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "app/api/admin/posts/[id]/route.ts",
                    "import { db } from '../../../../../lib/db'; export async function DELETE(request, { params }) { await db.post.delete({ where: { id: params.id } }); return new Response(); }",
                ),
                (
                    "app/api/webhooks/stripe/route.ts",
                    "import { db } from '../../../../lib/db'; export async function POST(request) { const event = await request.json(); await db.invoice.update({ where: { id: event.id }, data: {} }); return new Response(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "pages/api/posts/[id].ts",
                    "import { db } from '../../../lib/db'; import { canEdit } from '../../../lib/rights'; export default async function handler(req, res) { if (!(await canEdit(req, req.query.id))) return res.status(403).end(); await db.post.delete({ where: { id: req.query.id } }); res.end(); }",
                ),
                ("lib/rights.ts", "export const canEdit = async (req, id) => true;"),
            ],
            &[
                ORDER,
                (
                    "routes/orders.js",
                    "const router = require('express').Router(); const Order = require('../models/order'); const mine = async (req, res, next) => { const order = await Order.findOne({ _id: req.params.id, user: req.user.id }); if (!order) return res.status(404).end(); next(); }; router.delete('/:id', protect, mine, async (req, res) => { await Order.findByIdAndDelete(req.params.id); res.end(); });",
                ),
            ],
            &[
                ORDER,
                (
                    "routes/orders.js",
                    "const router = require('express').Router(); const Order = require('../models/order'); const { restrictTo } = require('../mw'); router.use(restrictTo('admin')); router.delete('/:id', async (req, res) => { await Order.findByIdAndDelete(req.params.id); res.end(); });",
                ),
                (
                    "mw.js",
                    "exports.restrictTo = (...roles) => (req, res, next) => roles.includes(req.user.role) ? next() : res.status(403).end();",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_members_are_looked_through_or_machines_are_known() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                (
                    "pages/api/teams/[teamId]/reports/[id].ts",
                    "import { db } from '../../../../../lib/db'; export default async function handler(req, res) { const session = await getServerSession(req, res); const { teamId, id } = req.query; const team = await db.team.findUnique({ where: { id: teamId }, select: { members: { select: { userId: true } } } }); const isPart = team?.members.some((one) => one.userId === session.user.id); if (!isPart) return res.status(403).end(); await db.report.delete({ where: { id } }); res.end(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "pages/api/teams/[teamId]/reports/[id].ts",
                    "import { db } from '../../../../../lib/db'; export default async function handler(req, res) { const session = await getServerSession(req, res); const { teamId, id } = req.query; const team = await db.team.findUnique({ where: { id: teamId }, include: { members: { where: { userId: session.user.id } } } }); if (!team || team.members.length === 0) return res.status(403).end(); await db.report.delete({ where: { id } }); res.end(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "app/api/sync/route.ts",
                    "import { db } from '../../../lib/db'; export async function POST(request) { if (request.headers.get('authorization') !== `Bearer ${process.env.SYNC_SECRET}`) return new Response(null, { status: 401 }); const { id } = await request.json(); await db.invoice.update({ where: { id }, data: {} }); return new Response(); }",
                ),
                (
                    "app/api/hook/route.ts",
                    "import { db } from '../../../lib/db'; export async function POST(request) { const body = await request.text(); const event = stripe.webhooks.constructEvent(body, request.headers.get('stripe-signature'), secret); const { id } = await request.json(); await db.invoice.update({ where: { id }, data: {} }); return new Response(); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_a_helper_checks() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/api/teams/[teamId]/route.ts",
                    "import { db } from '../../../../lib/db'; import { auth } from '../../../../lib/auth'; async function getAdmin(teamId) { const session = await auth(); return db.teamMember.findFirst({ where: { teamId, userId: session.user.id } }); } export async function DELETE(request, { params }) { const { teamId } = await params; const found = await getAdmin(teamId); if (!found) return new Response(null, { status: 401 }); const { id } = await request.json(); await db.report.delete({ where: { id } }); return new Response(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                AUTH,
                (
                    "app/api/reports/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; import { load } from '../../../../lib/load'; export async function DELETE(request, { params }) { const { id } = await params; if (!(await load(id))) return new Response(null, { status: 404 }); await db.report.delete({ where: { id } }); return new Response(); }",
                ),
                (
                    "lib/load.ts",
                    "import { db } from './db'; import { auth } from './auth'; export async function load(id) { const session = await auth(); return db.report.findFirst({ where: { id, team: { members: { some: { userId: session.user.id } } } } }); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "app/api/reports/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; import { verifyReport } from '../../../../lib/verify'; export async function DELETE(request, { params }) { const { id } = await params; await verifyReport(request, id); await db.report.delete({ where: { id } }); return new Response(); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_about_what_belongs_to_nobody_or_is_for_everyone() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                DB,
                (
                    "app/api/posts/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; export async function GET(request, { params }) { return Response.json(await db.post.findUnique({ where: { id: params.id } })); }",
                ),
                (
                    "app/api/countries/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; export async function PUT(request, { params }) { return Response.json(await db.country.update({ where: { id: params.id }, data: {} })); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "scripts/clean.ts",
                    "import { db } from '../lib/db'; export async function clean(id) { await db.post.delete({ where: { id } }); }",
                ),
                (
                    "lib/posts.ts",
                    "import { db } from './db'; export const remove = (id) => db.post.delete({ where: { id } });",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "app/api/reset/route.ts",
                    "import { db } from '../../../lib/db'; export async function POST(request) { const { token } = await request.json(); await db.user.update({ where: { resetToken: token }, data: {} }); return new Response(); }",
                ),
            ],
            &[
                PRISMA,
                DB,
                (
                    "app/api/users/[id]/route.ts",
                    "import { db } from '../../../../lib/db'; export async function GET(request, { params }) { return Response.json(await db.user.findUnique({ where: { id: params.id }, select: { name: true } })); }",
                ),
            ],
            &[
                ORDER,
                (
                    "list.js",
                    "const Order = require('./models/order'); app.get('/x/:id', (req, res) => { const list = [1, 2]; res.json(list.find((x) => x === req.params.id)); });",
                ),
            ],
        ],
    );
}

const AUTH_GUARD: (&str, &str) = (
    "mw.ts",
    "import { eq } from 'drizzle-orm'; import { sessions, users } from './db/users'; export async function requireAuth(req, res, next) { const [row] = await db.select({ id: users.id, role: users.role, workspaceId: users.workspaceId }).from(sessions).innerJoin(users, eq(users.id, sessions.userId)).where(eq(sessions.id, req.cookies.sid)); if (!row) return res.status(401).end(); req.user = row; next(); }",
);
const PEOPLE: (&str, &str) = (
    "db/users.ts",
    "import { pgTable, text, uuid } from 'drizzle-orm/pg-core'; export const workspaces = pgTable('workspaces', { id: text('id').primaryKey() }); export const users = pgTable('users', { id: text('id').primaryKey(), workspaceId: text('workspace_id'), role: text('role') }); export const sessions = pgTable('sessions', { id: text('id').primaryKey(), userId: text('user_id') }); export const projects = pgTable('projects', { id: text('id').primaryKey(), workspaceId: text('workspace_id').notNull(), name: text('name') });",
);

/// A middleware that picks the role of the one who asks does not ask for it.
#[test]
fn what_a_query_picks_is_no_check() {
    bad(
        RULE.meta.id,
        &[&[
            TABLES,
            PEOPLE,
            AUTH_GUARD,
            (
                "routes/notes.ts",
                "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { notes } from '../db/schema'; import { requireAuth } from '../mw'; const router = Router(); router.delete('/:id', requireAuth, async (req, res) => { await «db.delete»(notes).where(eq(notes.id, req.params.id)); res.end(); });",
            ),
        ]],
    );
    sound(
        RULE.meta.id,
        &[&[
            TABLES,
            PEOPLE,
            (
                "routes/notes.ts",
                "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { notes } from '../db/schema'; import { users } from '../db/users'; const router = Router(); router.delete('/:id', requireAuth, async (req, res) => { const [row] = await db.select({ role: users.role }).from(users).where(eq(users.id, req.user.id)); if (row.role !== 'owner') return res.status(403).end(); await db.delete(notes).where(eq(notes.id, req.params.id)); res.end(); });",
            ),
        ]],
    );
}

#[test]
fn is_silent_about_sessions_that_the_cookie_names() {
    sound(
        RULE.meta.id,
        &[
            &[
                PEOPLE,
                (
                    "routes/auth.ts",
                    "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { sessions } from '../db/users'; const router = Router(); router.post('/logout', requireAuth, async (req, res) => { await db.delete(sessions).where(eq(sessions.id, req.cookies.sid)); res.end(); });",
                ),
            ],
            &[
                PEOPLE,
                (
                    "routes/auth.ts",
                    "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { sessions } from '../db/users'; const router = Router(); router.post('/logout', requireAuth, async (req, res) => { const id = req.cookies[COOKIE]; await db.delete(sessions).where(eq(sessions.id, id)); res.end(); });",
                ),
            ],
        ],
    );
    bad(
        RULE.meta.id,
        &[
            &[
                PEOPLE,
                (
                    "routes/auth.ts",
                    "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { sessions } from '../db/users'; const router = Router(); router.delete('/sessions/:id', requireAuth, async (req, res) => { await «db.delete»(sessions).where(eq(sessions.id, req.params.id)); res.end(); });",
                ),
            ],
            &[
                PEOPLE,
                (
                    "routes/projects.ts",
                    "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { projects } from '../db/users'; const router = Router(); router.delete('/current', requireAuth, async (req, res) => { await «db.delete»(projects).where(eq(projects.id, req.cookies.projectId)); res.end(); });",
                ),
            ],
        ],
    );
}

#[test]
fn mends_queries_with_what_is_at_hand() {
    let notes = |import: &str, rest: &str| {
        format!("import {{ {import} }} from 'drizzle-orm'; import {{ notes }} from '../db/schema'; {rest}")
    };
    let route = |conditions: &str| {
        format!(
            "app.delete('/:id', requireAuth, async (req, res) => {{ log(req.user!.id); await db.delete(notes).where({conditions}); }});"
        )
    };
    let by_id = "eq(notes.id, req.params.id)";
    let both = "and(eq(notes.id, req.params.id), eq(notes.userId, req.user!.id))";
    let cases = [
        // `and` is there, or comes with the fix.
        (notes("and, eq", &route(by_id)), notes("and, eq", &route(both))),
        (notes("eq", &route(by_id)), notes("and, eq", &route(both))),
        (notes("type SQL, eq", &route(by_id)), notes("and, type SQL, eq", &route(both))),
        // Something else has the name.
        (
            notes("eq", &format!("const and = 1; {}", route(by_id))),
            notes("eq", &format!("const and = 1; {}", route(by_id))),
        ),
        // Two queries need one import.
        (notes("eq", &[route(by_id), route(by_id)].concat()), notes("and, eq", &[route(both), route(both)].concat())),
        // The table as the file calls it.
        (
            format!(
                "import {{ eq }} from 'drizzle-orm'; import * as schema from '../db/schema'; {}",
                route(by_id).replace("notes", "schema.notes")
            ),
            format!(
                "import {{ and, eq }} from 'drizzle-orm'; import * as schema from '../db/schema'; {}",
                route(both).replace("notes", "schema.notes")
            ),
        ),
    ];
    for (before, after) in &cases {
        mends(RULE.meta.id, &[(&[TABLES, ("routes/notes.ts", before)], after)]);
    }
    let required = "const { eq } = require('drizzle-orm'); const { notes } = require('../db/schema'); app.delete('/:id', requireAuth, async (req, res) => { if (!req.user?.id) return; await db.delete(notes).where(eq(notes.id, req.params.id)); });";
    let expected = required
        .replace("{ eq }", "{ and, eq }")
        .replace("eq(notes.id, req.params.id)", "and(eq(notes.id, req.params.id), eq(notes.userId, req.user.id))");
    mends(RULE.meta.id, &[(&[TABLES, ("routes/notes.js", required)], &expected)]);
}

#[test]
fn mends_what_is_a_tenants_with_the_tenant() {
    let route = |conditions: &str| {
        format!(
            "import {{ and, eq }} from 'drizzle-orm'; import {{ projects }} from '../db/users'; app.patch('/:id', requireAuth, async (req, res) => {{ await db.update(projects).set({{ name: 'x' }}).where({conditions}); }}); "
        )
    };
    let by_id = route("eq(projects.id, req.params.id)");
    // Who asks is known, their workspace is not: their own id would be wrong.
    let person = format!("{by_id}app.get('/me', (req, res) => res.json(req.user.id));");
    mends(RULE.meta.id, &[(&[PEOPLE, ("routes/projects.ts", &person)], &person)]);
    let list = "app.get('/', requireAuth, async (req, res) => { log(req.user.id); res.json(await db.select().from(projects).where(eq(projects.workspaceId, req.user!.workspaceId))); });";
    let both = route("and(eq(projects.id, req.params.id), eq(projects.workspaceId, req.user!.workspaceId))");
    mends(RULE.meta.id, &[(&[PEOPLE, ("routes/projects.ts", &format!("{by_id}{list}"))], &format!("{both}{list}"))]);
}

/// Where the file never speaks of the one who asks, the other files of the project show how.
#[test]
fn mends_as_other_handlers_do() {
    let other = "app.get('/me', requireAuth, (req, res) => res.json(req.user!.id));";
    let main = "import express from 'express'; import contacts from './notes'; const app = express(); app.use('/notes', requireAuth, contacts);";
    let before = "import { Router } from 'express'; import { eq } from 'drizzle-orm'; import { notes } from '../db/schema'; const router = Router(); router.delete('/:id', async (req, res) => { await db.delete(notes).where(eq(notes.id, req.params.id)); }); export default router;";
    let after = before
        .replace("{ eq }", "{ and, eq }")
        .replace("eq(notes.id, req.params.id)", "and(eq(notes.id, req.params.id), eq(notes.userId, req.user!.id))");
    let file = ("routes/notes.ts", before);
    mends(RULE.meta.id, &[(&[TABLES, ("routes/me.ts", other), ("routes/main.ts", main), file], &after)]);
    // Nothing in front of the handler finds them out, or the others do not agree.
    let open = main.replace(" requireAuth,", "");
    mends(RULE.meta.id, &[(&[TABLES, ("routes/me.ts", other), ("routes/main.ts", &open), file], before)]);
    let third = other.replace("user!.id", "auth.userId");
    mends(
        RULE.meta.id,
        &[(&[TABLES, ("routes/me.ts", other), ("routes/x.ts", &third), ("routes/main.ts", main), file], before)],
    );
}

#[test]
fn is_silent_where_all_queries_are_narrowed_centrally() {
    const REMOVE: (&str, &str) = (
        "app/actions.ts",
        "'use server'; import { db } from '../lib/db'; export async function remove(id) { await db.invoice.delete({ where: { id } }); }",
    );
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                REMOVE,
                (
                    "lib/db.ts",
                    "import { PrismaClient } from '@prisma/client'; export const db = new PrismaClient().$extends({ query: { $allModels: { async $allOperations({ args, query }) { args.where = { ...args.where, userId: store.getStore() }; return query(args); } } } });",
                ),
            ],
            &[
                PRISMA,
                REMOVE,
                (
                    "lib/db.ts",
                    "import { PrismaClient } from '@prisma/client'; const client = new PrismaClient(); export const db = client.$extends({ query: { $allOperations: async ({ args, query }) => { const [, result] = await client.$transaction([client.$executeRaw`SELECT set_config('app.current_user', ${who()}, true)`, query(args)]); return result; } } });",
                ),
            ],
            &[
                (
                    "models/order.js",
                    "const mongoose = require('mongoose'); const tenantPlugin = require('./tenant-plugin'); const schema = new mongoose.Schema({ user: String, total: Number }); schema.plugin(tenantPlugin); module.exports = mongoose.model('Order', schema);",
                ),
                (
                    "a.js",
                    "const Order = require('./models/order'); app.delete('/orders/:id', protect, async (req, res) => { await Order.findByIdAndDelete(req.params.id); res.end(); });",
                ),
            ],
        ],
    );
    bad(
        RULE.meta.id,
        &[&[
            PRISMA,
            (
                "app/actions.ts",
                "'use server'; import { db } from '../lib/db'; export async function remove(id) { await «db.invoice.delete»({ where: { id } }); }",
            ),
            (
                "lib/db.ts",
                "import { PrismaClient } from '@prisma/client'; export const db = new PrismaClient().$extends({ query: { $allModels: { async $allOperations({ model, args, query }) { console.log(model); return query(args); } } } });",
            ),
        ]],
    );
}
