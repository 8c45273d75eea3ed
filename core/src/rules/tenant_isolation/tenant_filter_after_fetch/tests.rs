use super::RULE;
use crate::rules::testing::{bad, sound};

const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id String @id\n}\n\nmodel Invoice {\n  id String @id\n  userId String\n  status String\n}\n",
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
fn finds_rows_sorted_out_in_code() {
    bad(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); const all = await prisma.invoice.findMany(); return Response.json(«all.filter»((one) => one.userId === session.user.id)); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const { userId } = await auth(); const all = await prisma.invoice.findMany({ orderBy: { id: 'asc' } }); const mine = «all.filter»((one) => { return one.status === 'open' && one.userId === userId; }); return Response.json(mine); }",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/orders', protect, async (req, res) => { const orders = await Order.find(); res.json(«orders.filter»((order) => order.user.toString() === req.user.id)); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/orders/:user', protect, async (req, res) => { const orders = await Order.find().sort('total').lean(); res.json(«orders.filter»((order) => String(order.user) === req.params.user)); });",
                ),
            ],
            &[
                TABLES,
                (
                    "src/a.ts",
                    "import { eq } from 'drizzle-orm'; import { messages } from '../db/schema'; app.get('/messages', requireAuth, async (req, res) => { const rows = await db.select().from(messages); res.json(«rows.filter»((row) => row.userId === req.user.id)); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_the_query_asks_or_nobody_is_meant() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); const all = await prisma.invoice.findMany({ where: { userId: session.user.id } }); return Response.json(all.filter((one) => one.status === 'open')); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { auth } from '../../../lib/auth'; export async function GET() { const session = await auth(); const all = await prisma.invoice.findMany({ where: { OR: [{ userId: session.user.id }, { status: 'shared' }] } }); return Response.json(all.filter((one) => one.userId === session.user.id)); }",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/admin/orders', protect, admin, async (req, res) => { const orders = await Order.find(); res.json(orders.filter((order) => order.user.toString() === req.query.user)); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "app.get('/orders', protect, async (req, res) => { const list = await load(); res.json(list.filter((one) => one.userId === req.user.id)); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.get('/orders', protect, async (req, res) => { const orders = await Order.find(); res.json(orders.filter((order) => order.total > 10)); });",
                ),
            ],
        ],
    );
}
