//! The same in SQL text, through query builders and through supabase-js.

use super::RULE;
use crate::rules::testing::{bad, sound};

const SCHEMA: (&str, &str) = (
    "db/schema.sql",
    "CREATE TABLE users (id serial primary key, role text);\nCREATE TABLE orders (id serial primary key, user_id int references users(id), total int);\nCREATE TABLE posts (id serial primary key, author_id int references users(id), title text);\nCREATE TABLE countries (id serial primary key, name text);\n",
);
/// Orders are kept to their owners elsewhere.
const MINE: (&str, &str) = (
    "server/mine.js",
    "const { pool } = require('./db'); app.get('/api/mine', requireAuth, async (req, res) => { const { rows } = await pool.query('SELECT * FROM orders WHERE user_id = $1', [req.user.id]); res.json(rows); });",
);
const ADMIN: (&str, &str) = (
    "lib/supabase/admin.ts",
    "import { createClient } from '@supabase/supabase-js'; export function createAdminClient() { return createClient(process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.SUPABASE_SERVICE_ROLE_KEY!, { auth: { persistSession: false } }); } export const supabaseAdmin = createAdminClient();",
);
const SERVER: (&str, &str) = (
    "lib/supabase/server.ts",
    "import { createServerClient } from '@supabase/ssr'; import { cookies } from 'next/headers'; export async function createClient() { const store = await cookies(); return createServerClient(process.env.NEXT_PUBLIC_SUPABASE_URL!, process.env.NEXT_PUBLIC_SUPABASE_ANON_KEY!, { cookies: { getAll: () => store.getAll() } }); }",
);
const SUPABASE: (&str, &str) = (
    "supabase/migrations/1_init.sql",
    "create table public.invoices (id uuid primary key, user_id uuid references auth.users, total int);\nalter table public.invoices enable row level security;\ncreate policy own on public.invoices using (auth.uid() = user_id);\n",
);

#[test]
fn finds_text() {
    bad(
        RULE.meta.id,
        &[
            // mysql2, and no table declared anywhere.
            &[
                (
                    "controllers/user.js",
                    "const connection = require('../db'); const update = async (req, res) => { const { id } = req.params; const { password } = req.body; await «connection.query»('UPDATE users SET password = ? WHERE id = ?', [password, id], (error) => { res.json({}); }); }; const destroy = (req, res) => { «connection.query»('DELETE FROM users WHERE id = ?', req.params.id, (e, r) => res.json(r)); }; module.exports = { update, destroy };",
                ),
                (
                    "routes/users.js",
                    "const router = require('express').Router(); const { update, destroy } = require('../controllers/user'); router.patch('/:id', update); router.delete('/:id', destroy); module.exports = router;",
                ),
            ],
            // node-postgres
            &[
                SCHEMA,
                MINE,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.get('/api/orders/:id', requireAuth, async (req, res) => { const { rows } = await «pool.query»('SELECT * FROM orders WHERE id = $1', [req.params.id]); res.json(rows[0]); });",
                ),
            ],
            // postgres.js
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import sql from './db'; app.delete('/api/orders/:id', requireAuth, async (req, res) => { await «sql»`DELETE FROM orders WHERE id = ${req.params.id}`; res.status(204).end(); });",
                ),
            ],
            // better-sqlite3
            &[
                SCHEMA,
                (
                    "server/posts.js",
                    "const db = require('better-sqlite3')('a.db'); const change = db.prepare('UPDATE posts SET title = ? WHERE id = ?'); app.put('/posts/:id', requireAuth, (req, res) => { «change.run»(req.body.title, req.params.id); res.end(); });",
                ),
            ],
            // Glued together.
            &[
                SCHEMA,
                (
                    "app/api/orders/[id]/route.ts",
                    "import { pool } from '@/lib/db'; export async function DELETE(request, { params }) { const { id } = await params; await «pool.query»(`DELETE FROM public.orders o WHERE o.id = '${id}'`); return Response.json({}); }",
                ),
            ],
            // The app makes its tables itself.
            &[
                (
                    "db.js",
                    "const Database = require('better-sqlite3'); const db = new Database('a.db'); db.exec(`CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id), body TEXT)`); module.exports = db;",
                ),
                (
                    "server.js",
                    "const db = require('./db'); app.delete('/notes/:id', requireAuth, (req, res) => { const note = db.prepare('SELECT id FROM notes WHERE id = ?').get(req.params.id); if (!note) return res.status(404).end(); «db.prepare('DELETE FROM notes WHERE id = ?').run»(Number(req.params.id)); res.end(); });",
                ),
            ],
            // A helper of the project sends it.
            &[
                SCHEMA,
                (
                    "lib/db.ts",
                    "import { Pool } from 'pg'; const pool = new Pool(); export async function query(text, params) { return pool.query(text, params); }",
                ),
                (
                    "app/actions.ts",
                    "'use server'; import { query } from '../lib/db'; import { auth } from '../lib/auth'; export async function remove(id: string) { const session = await auth(); if (!session) return; await «query»('DELETE FROM orders WHERE id = $1', [id]); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_sound_text() {
    sound(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                MINE,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.get('/api/orders/:id', requireAuth, async (req, res) => { const { rows } = await pool.query('SELECT * FROM orders WHERE id = $1 AND user_id = $2', [req.params.id, req.user.id]); res.json(rows[0]); });",
                ),
            ],
            // Whose it is was asked for before.
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.delete('/api/orders/:id', requireAuth, async (req, res) => { const { rows } = await pool.query('SELECT user_id FROM orders WHERE id = $1', [req.params.id]); if (rows[0].user_id !== req.user.id) return res.status(403).end(); await pool.query('DELETE FROM orders WHERE id = $1', [req.params.id]); res.end(); });",
                ),
            ],
            // A membership is joined.
            &[
                SCHEMA,
                MINE,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.get('/api/orders/:id', requireAuth, async (req, res) => { const { rows } = await pool.query('SELECT o.* FROM orders o JOIN members m ON m.team_id = o.team_id AND m.user_id = $2 WHERE o.id = $1', [req.params.id, req.user.id]); res.json(rows[0]); });",
                ),
            ],
            // Nobody's rows, and what everyone may see.
            &[
                SCHEMA,
                (
                    "server/countries.js",
                    "const db = require('./db'); app.put('/countries/:id', requireAuth, async (req, res) => { await db.query('UPDATE countries SET name = ? WHERE id = ?', [req.body.name, req.params.id]); res.end(); }); app.get('/posts/:id', async (req, res) => { res.json(await db.query('SELECT * FROM posts WHERE id = ?', [req.params.id])); });",
                ),
            ],
            // The database is told who asks.
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.delete('/api/orders/:id', requireAuth, async (req, res) => { const c = await pool.connect(); await c.query(\"SELECT set_config('app.user_id', $1, true)\", [req.user.id]); await c.query('DELETE FROM orders WHERE id = $1', [req.params.id]); res.end(); });",
                ),
            ],
            // Whoever has the link reads it.
            &[
                SCHEMA,
                MINE,
                (
                    "server/orders.js",
                    "const { pool } = require('./db'); app.get('/api/share/:id', optionalAuth, async (req, res) => { const { rows } = await pool.query('SELECT * FROM orders WHERE id = $1', [req.params.id]); res.json(rows[0]); });",
                ),
            ],
            // For staff, and one's own account.
            &[(
                "server/users.js",
                "const db = require('./db'); app.delete('/api/users/:id', requireAdmin, async (req, res) => { await db.query('DELETE FROM users WHERE id = ?', [req.params.id]); res.end(); }); app.put('/api/me', requireAuth, async (req, res) => { await db.query('UPDATE users SET name = ? WHERE id = ?', [req.body.name, req.user.id]); res.end(); });",
            )],
            // Either of two, and a list nobody sees through.
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.delete('/orders/:id', requireAuth, async (req, res) => { await db.query('DELETE FROM orders WHERE id = ? OR total = 0', [req.params.id]); const values = list(req); await db.query('DELETE FROM orders WHERE id = ?', values); res.end(); });",
                ),
            ],
        ],
    );
}

#[test]
fn finds_privileged_clients_of_supabase() {
    bad(
        RULE.meta.id,
        &[
            &[
                SUPABASE,
                ADMIN,
                (
                    "app/api/invoices/[id]/route.ts",
                    "import { createAdminClient } from '../../../../lib/supabase/admin'; export async function DELETE(request, { params }) { const { id } = await params; const supabase = createAdminClient(); await «supabase.from('invoices').delete»().eq('id', id); return Response.json({}); }",
                ),
            ],
            &[
                SUPABASE,
                ADMIN,
                SERVER,
                (
                    "app/actions.ts",
                    "'use server'; import { supabaseAdmin } from '../lib/supabase/admin'; import { createClient } from '../lib/supabase/server'; export async function rename(id: string, total: number) { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); if (!user) return; await «supabaseAdmin.from('invoices').update»({ total }).eq('id', id); }",
                ),
            ],
            &[
                SUPABASE,
                (
                    "supabase/functions/drop-invoice/index.ts",
                    "import { createClient } from 'https://esm.sh/@supabase/supabase-js@2'; Deno.serve(async (req) => { const { invoice_id } = await req.json(); const client = createClient(Deno.env.get('SUPABASE_URL') ?? '', Deno.env.get('SUPABASE_SERVICE_ROLE_KEY') ?? ''); const { error } = await «client.from('invoices').delete»().eq('id', invoice_id); return new Response(JSON.stringify({ error })); });",
                ),
            ],
            // A read of what is kept to its owners elsewhere, by the database's client.
            &[
                SUPABASE,
                ADMIN,
                SERVER,
                (
                    "app/list.ts",
                    "'use server'; import { createClient } from '../lib/supabase/server'; export async function mine() { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); return supabase.from('invoices').select('*').eq('user_id', user.id); }",
                ),
                (
                    "app/one.ts",
                    "'use server'; import { createAdminClient } from '../lib/supabase/admin'; import { createClient } from '../lib/supabase/server'; export async function invoice(id: string) { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); if (!user) throw new Error('no'); const { data } = await «createAdminClient().from('invoices').select»('*').eq('id', id).single(); return data; }",
                ),
            ],
            // A service's client is handed on.
            &[
                SUPABASE,
                (
                    "server/index.ts",
                    "import { createClient } from '@supabase/supabase-js'; const serviceKey = process.env.SUPABASE_SERVICE_KEY; const db = createClient(process.env.SUPABASE_URL, serviceKey); async function drop(client, id) { return «client.from('invoices').delete»().eq('id', id); } app.delete('/invoices/:id', requireAuth, async (req, res) => { await drop(db, req.params.id); res.end(); });",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_what_supabase_guards() {
    sound(
        RULE.meta.id,
        &[
            &[
                SUPABASE,
                SERVER,
                (
                    "app/actions.ts",
                    "'use server'; import { createClient } from '../lib/supabase/server'; export async function remove(id: string) { const supabase = await createClient(); await supabase.from('invoices').delete().eq('id', id); }",
                ),
            ],
            &[
                SUPABASE,
                (
                    "lib/client.ts",
                    "import { createClient } from '@supabase/supabase-js'; export const supabase = createClient(process.env.URL, process.env.SUPABASE_ANON_KEY);",
                ),
                (
                    "server/index.ts",
                    "import { supabase } from '../lib/client'; app.delete('/invoices/:id', requireAuth, async (req, res) => { await supabase.from('invoices').delete().eq('id', req.params.id); res.end(); });",
                ),
            ],
            // The user's token decides, whichever key goes along.
            &[
                SUPABASE,
                (
                    "supabase/functions/drop/index.ts",
                    "import { createClient } from 'jsr:@supabase/supabase-js@2'; Deno.serve(async (req) => { const { id } = await req.json(); const client = createClient(Deno.env.get('SUPABASE_URL')!, Deno.env.get('SUPABASE_SERVICE_ROLE_KEY')!, { global: { headers: { Authorization: req.headers.get('Authorization')! } } }); await client.from('invoices').delete().eq('id', id); return new Response('ok'); });",
                ),
            ],
            // The owner is asked for.
            &[
                SUPABASE,
                ADMIN,
                SERVER,
                (
                    "app/actions.ts",
                    "'use server'; import { supabaseAdmin } from '../lib/supabase/admin'; import { createClient } from '../lib/supabase/server'; export async function remove(id: string) { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); await supabaseAdmin.from('invoices').delete().eq('id', id).eq('user_id', user.id); }",
                ),
            ],
            // The client that the database guards found it first.
            &[
                SUPABASE,
                ADMIN,
                SERVER,
                (
                    "app/actions.ts",
                    "'use server'; import { supabaseAdmin } from '../lib/supabase/admin'; import { createClient } from '../lib/supabase/server'; export async function remove(id: string) { const supabase = await createClient(); const { data: { user } } = await supabase.auth.getUser(); const { data: invoice } = await supabase.from('invoices').select('id').eq('id', id).eq('user_id', user.id).single(); if (!invoice) return; await supabaseAdmin.from('invoices').delete().eq('id', id); }",
                ),
            ],
            // Nobody knows the client.
            &[
                SUPABASE,
                (
                    "app/actions.ts",
                    "'use server'; export async function remove(ctx, id: string) { await ctx.supabase.from('invoices').delete().eq('id', id); }",
                ),
            ],
        ],
    );
}

#[test]
fn finds_builders() {
    bad(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const knex = require('knex')({}); app.put('/orders/:id', requireAuth, async (req, res) => { await «knex('orders')».where({ id: req.params.id }).update({ total: req.body.total }); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                MINE,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.get('/orders/:id', requireAuth, async (req, res) => { const user = req.user; const order = await «db('orders')».where('id', req.params.id).first(); res.json(order); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/posts.js",
                    "const db = require('./db'); app.delete('/posts/:id', requireAuth, async (req, res) => { const userId = req.user.id; await «db('posts')».where('posts.id', '=', req.params.id).del(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import { db } from './db'; app.delete('/orders/:id', requireAuth, async (req, res) => { await «db.deleteFrom»('orders').where('id', '=', req.params.id).execute(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "app/actions.ts",
                    "'use server'; import { db } from './db'; import { auth } from './auth'; export async function change(id: string, total: number) { const { userId } = await auth(); return «db.updateTable»('orders').set({ total }).where('id', '=', id).executeTakeFirst(); }",
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_on_sound_builders() {
    sound(
        RULE.meta.id,
        &[
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const knex = require('knex')({}); app.put('/orders/:id', requireAuth, async (req, res) => { await knex('orders').where({ id: req.params.id, user_id: req.user.id }).update({ total: req.body.total }); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.delete('/orders/:id', requireAuth, async (req, res) => { await db('orders').where('id', req.params.id).andWhere('user_id', req.user.id).del(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.delete('/orders/:id', requireAuth, async (req, res) => { const order = await db('orders').where('id', req.params.id).first(); if (order.user_id !== req.user.id) return res.status(403).end(); await db('orders').where('id', req.params.id).del(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.ts",
                    "import { db } from './db'; app.delete('/orders/:id', requireAuth, async (req, res) => { await db.deleteFrom('orders').where('id', '=', req.params.id).where('user_id', '=', req.user.id).execute(); res.end(); });",
                ),
            ],
            &[
                SCHEMA,
                (
                    "server/orders.js",
                    "const db = require('./db'); app.delete('/orders/:id', requireAuth, async (req, res) => { await db('orders').where('id', req.params.id).modify(ownedBy, req).del(); await db('orders').where('id', req.params.id).mine(req).del(); res.end(); });",
                ),
            ],
        ],
    );
}
