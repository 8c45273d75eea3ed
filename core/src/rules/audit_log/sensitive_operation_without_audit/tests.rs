use super::RULE;
use crate::rules::testing::{bad, documented, sound};

const AUDIT: (&str, &str) = (
    "lib/audit.ts",
    "import { prisma } from './prisma'; export async function recordAudit(entry) { await prisma.auditLog.create({ data: entry }); }",
);
const SIBLING: (&str, &str) = (
    "app/keys/actions.ts",
    "'use server'; import { prisma } from '../../lib/prisma'; import { recordAudit } from '../../lib/audit'; export async function make(name) { await prisma.apiKey.create({ data: { name } }); await recordAudit({ action: 'key' }); }",
);
const ORDERS: (&str, &str) = (
    "models/user.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('User', new mongoose.Schema({ name: String, role: String, password: String }));",
);
const ENTRIES: (&str, &str) = (
    "models/activity-log.js",
    "const mongoose = require('mongoose'); module.exports = mongoose.model('ActivityLog', new mongoose.Schema({ what: String })); ",
);
const SIGN_IN: (&str, &str) = (
    "routes/a.js",
    "const ActivityLog = require('../models/activity-log'); app.post('/settings', async (req, res) => { await ActivityLog.create({ what: 'settings' }); res.end(); });",
);
const TABLES: (&str, &str) = (
    "db/schema.ts",
    "import { pgTable, text } from 'drizzle-orm/pg-core'; export const members = pgTable('members', { id: text('id'), role: text('role') }); export const auditLogs = pgTable('audit_logs', { id: text('id') });",
);

#[test]
fn finds_what_siblings_record() {
    bad(
        RULE.meta.id,
        &[
            &[
                AUDIT,
                SIBLING,
                (
                    "app/members/actions.ts",
                    "'use server'; import { prisma } from '../../lib/prisma'; export async function changeRole(id, role) { await requireAdmin(); await «prisma.membership.update»({ where: { id }, data: { role } }); }",
                ),
            ],
            &[
                AUDIT,
                SIBLING,
                (
                    "app/api/team/route.ts",
                    "import { prisma } from '../../../lib/prisma'; export async function DELETE(request) { const { id } = await request.json(); await «prisma.team.delete»({ where: { id } }); return new Response(null, { status: 204 }); }",
                ),
            ],
            &[
                ORDERS,
                ENTRIES,
                SIGN_IN,
                (
                    "routes/users.js",
                    "const User = require('../models/user'); app.delete('/users/:id', admin, async (req, res) => { await «User.findByIdAndDelete»(req.params.id); res.end(); });",
                ),
            ],
            &[
                ORDERS,
                ENTRIES,
                SIGN_IN,
                (
                    "routes/password.js",
                    "const User = require('../models/user'); app.post('/password', protect, async (req, res) => { const hash = await bcrypt.hash(req.body.password, 10); await «User.findByIdAndUpdate»(req.user.id, { password: hash }); res.end(); });",
                ),
            ],
            &[
                TABLES,
                (
                    "src/members.ts",
                    "import { eq } from 'drizzle-orm'; import { auditLogs, members } from '../db/schema'; app.post('/a', async (c) => { await db.insert(auditLogs).values({ id: '1' }); return c.json({}); }); app.patch('/members/:id', async (c) => { const { role } = await c.req.json(); await «db.update(members).set»({ role }).where(eq(members.id, c.req.param('id'))); return c.json({}); });",
                ),
            ],
            &[
                AUDIT,
                SIBLING,
                (
                    "server/routers/team.ts",
                    "import { prisma } from '../../lib/prisma'; export const team = router({ remove: protectedProcedure.mutation(async ({ input }) => { await «prisma.teamMember.delete»({ where: { id: input.id } }); }) });",
                ),
            ],
        ],
    );
}

#[test]
fn a_project_without_any_trail_is_told_once() {
    bad(
        RULE.meta.id,
        &[&[
            (
                "app/a.ts",
                "'use server'; import { prisma } from '../lib/prisma'; export async function a(id, role) { await «prisma.membership.update»({ where: { id }, data: { role } }); } export async function b(id) { await prisma.membership.delete({ where: { id } }); }",
            ),
            (
                "app/b.ts",
                "'use server'; import { prisma } from '../lib/prisma'; export async function c(id) { await prisma.user.delete({ where: { id } }); }",
            ),
        ]],
    );
}

#[test]
fn is_silent_on_what_is_recorded() {
    sound(
        RULE.meta.id,
        &[
            // Through a helper in another file.
            &[
                AUDIT,
                SIBLING,
                (
                    "lib/members.ts",
                    "import { prisma } from './prisma'; import { recordAudit } from './audit'; export async function remove(id) { await prisma.membership.delete({ where: { id } }); await done(id); } async function done(id) { await recordAudit({ action: 'member.removed', id }); }",
                ),
                (
                    "app/members/actions.ts",
                    "'use server'; import { remove } from '../../lib/members'; export async function removeMember(id) { await remove(id); }",
                ),
            ],
            // By what calls it.
            &[
                AUDIT,
                SIBLING,
                (
                    "app/role/actions.ts",
                    "'use server'; import { recordAudit } from '../../lib/audit'; import { setRole } from '../../lib/role'; export async function changeRole(id, role) { await setRole(id, role); await recordAudit({ action: 'role', id }); }",
                ),
                (
                    "lib/role.ts",
                    "import { prisma } from './prisma'; export const setRole = (id, role) => prisma.user.update({ where: { id }, data: { role } });",
                ),
            ],
            // A middleware.
            &[
                ORDERS,
                ENTRIES,
                SIGN_IN,
                (
                    "routes/users.js",
                    "const User = require('../models/user'); app.delete('/users/:id', admin, audit('user.deleted'), async (req, res) => { await User.findByIdAndDelete(req.params.id); res.end(); });",
                ),
            ],
            // In a transaction of the same table.
            &[
                TABLES,
                (
                    "src/members.ts",
                    "import { eq } from 'drizzle-orm'; import { auditLogs, members } from '../db/schema'; app.patch('/members/:id', async (c) => { const { role } = await c.req.json(); await db.transaction(async (tx) => { await tx.update(members).set({ role }).where(eq(members.id, c.req.param('id'))); await tx.insert(auditLogs).values({ id: '1' }); }); return c.json({}); });",
                ),
            ],
            // A seed.
            &[
                AUDIT,
                SIBLING,
                (
                    "prisma/seed.ts",
                    "import { prisma } from '../lib/prisma'; app.get('/seed', async () => { await prisma.user.delete({ where: { id: 1 } }); });",
                ),
            ],
            // Too little to keep a trail of.
            &[
                ORDERS,
                (
                    "routes/me.js",
                    "const User = require('../models/user'); app.delete('/me', protect, async (req, res) => { await User.findByIdAndDelete(req.user.id); res.end(); });",
                ),
            ],
            // A name, and no right.
            &[
                AUDIT,
                SIBLING,
                (
                    "app/me/actions.ts",
                    "'use server'; import { prisma } from '../../lib/prisma'; export async function rename(id, name) { await prisma.user.update({ where: { id }, data: { name } }); }",
                ),
            ],
        ],
    );
}

#[test]
fn its_examples_are_as_documented() {
    documented(RULE.meta.id);
}
