use super::RULE;
use crate::rules::testing::{bad, mends, sound};

const ORDER: (&str, &str) = (
    "models/order.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('Order', new mongoose.Schema({ user: { type: mongoose.Schema.Types.ObjectId, ref: 'User' }, total: Number }));",
);
const USER: (&str, &str) = (
    "models/user.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('User', new mongoose.Schema({ email: String, role: { type: String, default: 'user' } }));",
);
const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id String @id\n}\n\nmodel Invoice {\n  id String @id\n  total Int\n  userId String\n}\n",
);

#[test]
fn finds_bodies_written_whole() {
    bad(
        RULE.meta.id,
        &[
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/orders', protect, async (req, res) => { res.json(await Order.create(«req.body»)); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/orders', protect, async (req, res) => { const id = req.user.id; const order = new Order(«req.body»); await order.save(); res.json({ id }); });",
                ),
            ],
            &[
                USER,
                (
                    "a.js",
                    "const User = require('./models/user'); app.post('/register', async (req, res) => { const user = await User.create({ «...req.body», password: await hash(req.body.password) }); res.json(user.id); });",
                ),
            ],
            &[
                USER,
                (
                    "a.js",
                    "const User = require('./models/user'); app.put('/me', protect, async (req, res) => { await User.findByIdAndUpdate(req.user.id, { $set: «req.body» }); res.end(); });",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; export async function POST(request) { const body = await request.json(); return Response.json(await prisma.invoice.create({ data: { total: 1, «...body» } })); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "pages/api/invoices.ts",
                    "import { prisma } from '../../lib/prisma'; export default async function handler(req, res) { res.json(await prisma.invoice.create({ data: «req.body» })); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_columns_are_named_or_validated() {
    sound(
        RULE.meta.id,
        &[
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/orders', protect, async (req, res) => { const { total } = req.body; res.json(await Order.create({ total, user: req.user.id })); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/orders', protect, async (req, res) => { res.json(await Order.create({ ...req.body, user: req.user.id })); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/orders', protect, validate(orderSchema), async (req, res) => { res.json(await Order.create(req.body)); });",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { schema } from './schema'; export async function POST(request) { const data = schema.parse(await request.json()); return Response.json(await prisma.invoice.create({ data })); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/invoices/route.ts",
                    "import { prisma } from '../../../lib/prisma'; export async function POST(request) { const { total } = await request.json(); return Response.json(await prisma.invoice.create({ data: { total, userId: 'x' } })); }",
                ),
            ],
            &[
                (
                    "models/country.js",
                    "const mongoose = require('mongoose'); module.exports = mongoose.model('Country', new mongoose.Schema({ name: String }));",
                ),
                (
                    "a.js",
                    "const Country = require('./models/country'); app.post('/countries', async (req, res) => { res.json(await Country.create(req.body)); });",
                ),
            ],
            &[
                ORDER,
                (
                    "a.js",
                    "const Order = require('./models/order'); app.post('/admin/orders', protect, async (req, res) => { res.json(await Order.create(req.body)); });",
                ),
            ],
        ],
    );
}

#[test]
fn sets_the_owner_behind_the_body() {
    let text = |values: &str| {
        format!(
            "import {{ notes }} from './schema'; app.post('/notes', requireAuth, async (req, res) => {{ log(req.user!.id); await db.insert(notes).values({values}); }});"
        )
    };
    let schema = (
        "schema.ts",
        "import { pgTable, text } from 'drizzle-orm/pg-core'; export const notes = pgTable('notes', { id: text('id'), userId: text('user_id') });",
    );
    mends(RULE.meta.id, &[(&[schema, ("a.ts", &text("req.body"))], &text("{ ...req.body, userId: req.user!.id }"))]);
    // What belongs to a tenant does not get the id of a person.
    let tenant = (
        "schema.ts",
        "import { pgTable, text } from 'drizzle-orm/pg-core'; export const teams = pgTable('teams', { id: text('id') }); export const users = pgTable('users', { id: text('id'), teamId: text('team_id') }); export const notes = pgTable('notes', { id: text('id'), teamId: text('team_id') });",
    );
    mends(RULE.meta.id, &[(&[tenant, ("a.ts", &text("req.body"))], &text("req.body"))]);
}
