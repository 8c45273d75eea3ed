use super::RULE;
use crate::rules::testing::{bad, sound};

const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id String @id\n}\n\nmodel Team {\n  id String @id\n}\n\nmodel TeamMember {\n  id String @id\n  teamId String\n  userId String\n}\n\nmodel Project {\n  id String @id\n  teamId String\n  status String\n}\n\nmodel Invoice {\n  id String @id\n  userId String\n  status String\n}\n\nmodel Post {\n  id String @id\n  userId String\n}\n",
);
const MINE: (&str, &str) = (
    "app/mine/actions.ts",
    "'use server'; import { prisma } from '../../lib/prisma'; import { auth } from '../../lib/auth'; export async function mine() { const session = await auth(); return [await prisma.invoice.findMany({ where: { userId: session.user.id } }), await prisma.project.findMany({ where: { teamId: session.user.teamId } }), await prisma.post.findMany({ where: { userId: session.user.id } })]; }",
);
const ORDER: (&str, &str) = (
    "models/order.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('Order', new mongoose.Schema({ user: { type: mongoose.Schema.Types.ObjectId, ref: 'User' }, total: Number }));",
);
const TABLES: (&str, &str) = (
    "db/schema.ts",
    "import { pgTable, text } from 'drizzle-orm/pg-core'; export const messages = pgTable('messages', { id: text('id'), userId: text('user_id'), kind: text('kind') });",
);

#[test]
fn finds_lists_and_changes_of_everybodys_rows() {
    bad(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                MINE,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); if (!session) return new Response(null, { status: 401 }); return Response.json(await «prisma.invoice.findMany»({ orderBy: { id: 'asc' } })); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function archive(status) { const session = await auth(); if (!session) throw new Error('no'); await «prisma.project.updateMany»({ where: { status }, data: { status: 'archived' } }); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "server/r.ts",
                    "export const r = router({ open: protectedProcedure.query(({ ctx }) => «ctx.db.invoice.count»({ where: { status: 'open' } })) });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/mine', protect, async (req, res) => { res.json(await Order.find({ user: req.user.id })); }); app.get('/orders', protect, async (req, res) => { res.json(await «Order.find()»); });",
                ),
            ],
            &[
                TABLES,
                (
                    "src/a.ts",
                    "import { and, eq } from 'drizzle-orm'; import { messages } from '../db/schema'; app.get('/mine', requireAuth, async (req, res) => { res.json(await db.select().from(messages).where(eq(messages.userId, req.user.id))); }); app.get('/system', requireAuth, async (req, res) => { res.json(await «db.select().from»(messages).where(eq(messages.kind, 'system'))); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_rows_are_meant_for_all_or_narrowed() {
    sound(
        RULE.meta.id,
        &[
            &[PRISMA, MINE],
            &[
                PRISMA,
                MINE,
                (
                    "app/api/posts/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); return Response.json(await prisma.post.findMany()); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "app/api/admin/invoices/route.ts",
                    "import { prisma } from '../../../../lib/prisma'; import { auth } from '../../../../lib/auth'; export async function GET() { const session = await auth(); return Response.json(await prisma.invoice.findMany()); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function all() { const session = await auth(); if (session.user.role !== 'ADMIN') throw new Error('no'); return prisma.invoice.findMany(); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function all(filters) { const session = await auth(); const where = buildWhere(filters, session); return prisma.invoice.findMany({ where }); }",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function all() { const session = await auth(); return prisma.project.findMany({ where: { team: { members: { some: { userId: session.user.id } } } } }); }",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/mine', protect, async (req, res) => { res.json(await Order.find({ user: req.user.id })); }); app.get('/orders', protect, admin, async (req, res) => { res.json(await Order.find()); });",
                ),
            ],
            &[
                PRISMA,
                MINE,
                (
                    "lib/cleanup.ts",
                    "import { prisma } from './prisma'; export const cleanup = () => prisma.invoice.deleteMany({ where: { status: 'void' } });",
                ),
            ],
        ],
    );
}
