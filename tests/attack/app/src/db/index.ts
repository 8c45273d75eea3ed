import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import * as schema from "./schema.js";

const client = new PGlite(process.env.DATABASE_DIR);

export const db = drizzle(client, { schema });

export async function migrate() {
  await client.exec(`
    create table if not exists workspaces (id text primary key, name text not null);
    create table if not exists users (
      id text primary key,
      workspace_id text not null references workspaces (id),
      email text not null unique,
      name text not null,
      password_hash text not null,
      role text not null default 'member'
    );
    create table if not exists sessions (
      id text primary key,
      user_id text not null references users (id),
      expires_at timestamp not null
    );
    create table if not exists notes (
      id serial primary key,
      user_id text not null references users (id),
      title text not null,
      body text not null default '',
      pinned boolean not null default false
    );
    create table if not exists invoices (
      id serial primary key,
      user_id text not null references users (id),
      customer text not null,
      total integer not null,
      status text not null default 'draft'
    );
    create table if not exists documents (
      id serial primary key,
      owner_id text not null references users (id),
      title text not null,
      content text not null default ''
    );
    create table if not exists projects (
      id serial primary key,
      workspace_id text not null references workspaces (id),
      name text not null,
      archived boolean not null default false
    );
    create table if not exists tasks (
      id serial primary key,
      user_id text not null references users (id),
      title text not null,
      done boolean not null default false
    );
    create table if not exists contacts (
      id serial primary key,
      user_id text not null references users (id),
      name text not null,
      phone text not null
    );
  `);
}
