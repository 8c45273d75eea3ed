use super::RULE;
use crate::rules::testing::{bad, sound};

const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id String @id\n}\n\nmodel Organization {\n  id String @id\n}\n\nmodel Membership {\n  id String @id\n  userId String\n  organizationId String\n}\n\nmodel Project {\n  id String @id\n  organizationId String\n  name String\n}\n\nmodel Invoice {\n  id String @id\n  userId String\n}\n",
);
const CART: (&str, &str) = (
    "models/cart.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('Cart', new mongoose.Schema({ userId: String, items: [String] }));",
);
const MINE: (&str, &str) = (
    "mine.js",
    "const Cart = require('./models/cart'); app.get('/cart', protect, async (req, res) => { res.json(await Cart.findOne({ userId: req.user.id })); });",
);

#[test]
fn finds_owners_that_the_request_names() {
    bad(
        RULE.meta.id,
        &[
            &[
                CART,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.delete('/cart', protect, async (req, res) => { await «Cart.deleteMany»({ userId: req.body.userId }); res.end(); });",
                ),
            ],
            &[
                CART,
                MINE,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.get('/cart/:userId', protect, async (req, res) => { res.json(await «Cart.findOne»({ userId: req.params.userId })); });",
                ),
            ],
            &[
                PRISMA,
                (
                    "server/a.ts",
                    "export const r = router({ rename: protectedProcedure.input(schema).mutation(({ ctx, input }) => «ctx.db.project.updateMany»({ where: { organizationId: input.organizationId }, data: { name: input.name } })) });",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function clear(organizationId) { const session = await auth(); if (!session) return; await «prisma.project.deleteMany»({ where: { organizationId } }); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "pages/api/invoices.ts",
                    "import { prisma } from '../../lib/prisma'; import { getServerSession } from 'next-auth'; export default async function handler(req, res) { const session = await getServerSession(req, res); if (!session) return res.status(401).end(); await «prisma.invoice.deleteMany»({ where: { userId: req.query.userId } }); res.end(); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_the_caller_is_meant_or_checked() {
    sound(
        RULE.meta.id,
        &[
            &[
                CART,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.post('/cart', protect, async (req, res) => { const { customer } = req.body; res.json(await Cart.create({ customer, userId: req.user.id })); });",
                ),
            ],
            &[
                CART,
                MINE,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.get('/cart/:userId', protect, async (req, res) => { if (req.params.userId !== req.user.id) return res.status(403).end(); res.json(await Cart.findOne({ userId: req.params.userId })); });",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/actions.ts",
                    "'use server'; import { prisma } from '../lib/prisma'; import { auth } from '../lib/auth'; export async function clear(organizationId) { const session = await auth(); const membership = await prisma.membership.findFirst({ where: { organizationId, userId: session.user.id } }); if (!membership) throw new Error('no'); await prisma.project.deleteMany({ where: { organizationId } }); }",
                ),
            ],
            &[
                PRISMA,
                (
                    "server/a.ts",
                    "export const r = router({ rename: orgProcedure.input(schema).mutation(({ ctx, input }) => ctx.db.project.updateMany({ where: { organizationId: input.organizationId }, data: {} })) });",
                ),
            ],
            &[
                PRISMA,
                (
                    "app/api/projects/route.ts",
                    "import { prisma } from '../../../lib/prisma'; import { requireOrgAccess } from '../../../lib/access'; export async function DELETE(request) { const { searchParams } = new URL(request.url); const organizationId = searchParams.get('organizationId'); await requireOrgAccess(organizationId); await prisma.project.deleteMany({ where: { organizationId } }); return new Response(); }",
                ),
            ],
            &[
                CART,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.get('/cart/:userId', protect, async (req, res) => { res.json(await Cart.findOne({ userId: req.params.userId })); });",
                ),
            ],
            &[
                CART,
                (
                    "a.js",
                    "const Cart = require('./models/cart'); app.post('/webhooks/paid', async (req, res) => { await Cart.deleteMany({ userId: req.body.userId }); res.end(); });",
                ),
            ],
        ],
    );
}
