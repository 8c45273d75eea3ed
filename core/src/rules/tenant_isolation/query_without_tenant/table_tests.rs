//! The same in SQL text, through query builders and through supabase-js.

use super::RULE;
use crate::rules::testing::{bad, sound};

const SCHEMA: (&str, &str) = (
    "db/schema.sql",
    "CREATE TABLE users (id serial primary key);\nCREATE TABLE invoices (id serial primary key, user_id int references users(id), year int, total int);\n",
);
const MINE: (&str, &str) = (
    "server/mine.js",
    "const { pool } = require('./db'); app.get('/api/mine', requireAuth, async (req, res) => { res.json(await pool.query('SELECT * FROM invoices WHERE user_id = $1', [req.user.id])); });",
);
const ADMIN: (&str, &str) = (
    "lib/admin.ts",
    "import { createClient } from '@supabase/supabase-js'; export const admin = createClient(process.env.SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!);",
);

#[test]
fn finds_rows_of_everyone() {
    bad(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.js",
                    "const { pool } = require('./db'); app.get('/api/invoices/:year', requireAuth, async (req, res) => { res.json(await «pool.query»('SELECT * FROM invoices WHERE year = $1 ORDER BY id', [req.params.year])); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.ts",
                    "import sql from './sql'; app.get('/api/invoices', requireAuth, async (req, res) => { res.json(await «sql»`SELECT * FROM invoices`); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.js",
                    "const db = require('./db'); app.get('/api/invoices', requireAuth, async (req, res) => { const userId = req.user.id; res.json(await «db('invoices')».select('*').orderBy('id')); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.ts",
                    "import { db } from './db'; app.get('/api/invoices', requireAuth, async (req, res) => { const userId = req.user.id; res.json(await «db.selectFrom»('invoices').selectAll().execute()); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                ADMIN,
                (
                    "app/api/invoices/route.ts",
                    "import { admin } from '../../../lib/admin'; import { auth } from '../../../lib/auth'; export async function GET() { const { userId } = await auth(); const { data } = await «admin.from('invoices').select»('*').order('id'); return Response.json(data); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_rows_of_one() {
    sound(
        RULE.meta.id,
        &[
            &[SCHEMA, MINE],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.js",
                    "const { pool } = require('./db'); app.get('/api/invoices/:year', requireAuth, async (req, res) => { res.json(await pool.query('SELECT * FROM invoices WHERE year = $1 AND user_id = $2', [req.params.year, req.user.id])); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.js",
                    "const { pool } = require('./db'); app.get('/api/invoices', requireAuth, async (req, res) => { res.json(await pool.query('SELECT * FROM invoices WHERE ' + mine(req))); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/invoices.js",
                    "const { pool } = require('./db'); app.get('/api/invoices', requireAuth, async (req, res) => { res.json(await pool.query('SELECT i.* FROM invoices i JOIN members m ON m.team_id = i.team_id WHERE m.user_id = $1', [req.user.id])); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "app/api/invoices/route.ts",
                    "import { createClient } from '@supabase/supabase-js'; import { auth } from '../../../lib/auth'; export async function GET() { const { userId } = await auth(); const client = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_ANON_KEY); const { data } = await client.from('invoices').select('*'); return Response.json(data); }",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                ADMIN,
                (
                    "app/api/invoices/route.ts",
                    "import { admin } from '../../../lib/admin'; import { auth } from '../../../lib/auth'; export async function GET(request) { const { userId } = await auth(); let query = admin.from('invoices').select('*'); if (request.url) query = query.eq('user_id', userId); const { data } = await query; return Response.json(data); }",
                ),
            ],
        ],
    );
}
