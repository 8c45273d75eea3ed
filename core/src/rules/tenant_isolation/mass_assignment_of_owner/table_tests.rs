//! The same in SQL text, through query builders and through supabase-js.

use super::RULE;
use crate::rules::testing::{bad, sound};

const SCHEMA: (&str, &str) = (
    "db/schema.sql",
    "CREATE TABLE users (id serial primary key, name text, role text);\nCREATE TABLE orders (id serial primary key, user_id int references users(id), total int);\n",
);

#[test]
fn finds_bodies_written_whole() {
    bad(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders', requireAuth, async (req, res) => { await «db.query»('INSERT INTO orders SET ?', [req.body]); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/users.ts",
                    "import sql from './sql'; app.put('/me', requireAuth, async (req, res) => { await «sql»`UPDATE users SET ${sql(req.body)} WHERE id = ${req.user.id}`; res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders', requireAuth, async (req, res) => { const user = req.user.id; await db('orders').insert(«req.body»); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import { db } from './db'; app.post('/orders', requireAuth, async (req, res) => { await db.insertInto('orders').values({ «...req.body», total: 1 }).execute(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "supabase/functions/add/index.ts",
                    "import { createClient } from 'npm:@supabase/supabase-js@2'; const admin = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!); Deno.serve(async (req) => { const body = await req.json(); await admin.from('orders').insert(«body»); return new Response('ok'); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_columns_by_name() {
    sound(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders', requireAuth, async (req, res) => { await db.query('INSERT INTO orders (total, user_id) VALUES (?, ?)', [req.body.total, req.user.id]); await db.query('INSERT INTO orders SET ?', [{ total: req.body.total }]); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/users.ts",
                    "import sql from './sql'; app.put('/me', requireAuth, async (req, res) => { await sql`UPDATE users SET ${sql(req.body, 'name')} WHERE id = ${req.user.id}`; res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders', requireAuth, async (req, res) => { await db('orders').insert({ ...req.body, user_id: req.user.id }); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import { db } from './db'; app.post('/orders', requireAuth, async (req, res) => { await db.insertInto('orders').values({ total: req.body.total }).execute(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import { createClient } from '@supabase/supabase-js'; const db = createClient(process.env.SUPABASE_URL, process.env.SUPABASE_ANON_KEY); app.post('/orders', async (req, res) => { await db.from('orders').insert(req.body); res.end(); });",
                ),
            ],
        ],
    );
}
