//! The same in SQL text, through query builders and through supabase-js.

use super::RULE;
use crate::rules::testing::{bad, sound};

const SCHEMA: (&str, &str) = (
    "db/schema.sql",
    "CREATE TABLE users (id serial primary key);\nCREATE TABLE orders (id serial primary key, user_id int references users(id), total int);\n",
);

#[test]
fn finds_owners_that_the_request_names() {
    bad(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders/pay', requireAuth, async (req, res) => { await «db.query»('UPDATE orders SET total = 0 WHERE user_id = ?', [req.body.userId]); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const knex = require('knex')({}); app.delete('/orders', requireAuth, async (req, res) => { await «knex('orders')».where({ user_id: req.query.userId }).del(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "supabase/functions/orders/index.ts",
                    "import { createClient } from 'npm:@supabase/supabase-js@2'; Deno.serve(async (req) => { const admin = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!); const { data: { user } } = await admin.auth.getUser(req.headers.get('Authorization')); const { userId } = await req.json(); await «admin.from('orders').delete»().eq('user_id', userId); return new Response('ok'); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_owners_out_of_the_session() {
    sound(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders/pay', requireAuth, async (req, res) => { await db.query('UPDATE orders SET total = 0 WHERE user_id = ?', [req.user.id]); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "supabase/functions/orders/index.ts",
                    "import { createClient } from 'npm:@supabase/supabase-js@2'; Deno.serve(async (req) => { const admin = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!); const { data: { user } } = await admin.auth.getUser(req.headers.get('Authorization')); await admin.from('orders').delete().eq('user_id', user.id); return new Response('ok'); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.post('/orders/pay', requireAuth, async (req, res) => { if (req.body.userId !== req.user.id) return res.status(403).end(); await db.query('UPDATE orders SET total = 0 WHERE user_id = ?', [req.body.userId]); res.end(); });",
                ),
            ],
        ],
    );
}
