//! Tables of bad and sound answers, by mapper and framework.

use super::RULE;
use crate::rules::testing::{Files, bad, sound};

const PRISMA: (&str, &str) = (
    "prisma/schema.prisma",
    "model User {\n  id Int @id\n  email String\n  password String\n  passwordChangedAt DateTime?\n  twoFactorEnabled Boolean\n  posts Post[]\n}\n\nmodel Post {\n  id Int @id\n  title String\n  author User @relation(fields: [authorId], references: [id])\n  authorId Int\n}\n\nmodel ApiKey {\n  id Int @id\n  apiKey String\n}\n\nmodel Account {\n  id Int @id\n  access_token String?\n  refresh_token String?\n}\n",
);
const PRISMA_6: (&str, &str) = ("package.json", r#"{ "dependencies": { "@prisma/client": "^6.2.1" } }"#);
const MONGOOSE: (&str, &str) = (
    "models/User.js",
    r#"const mongoose = require("mongoose"); const userSchema = new mongoose.Schema({ email: String, password: { type: String, required: true }, resetToken: String, resetTokenExpires: Date }); module.exports = mongoose.model("User", userSchema);"#,
);
const MONGOOSE_POST: (&str, &str) = (
    "models/Post.js",
    r#"const mongoose = require("mongoose"); module.exports = mongoose.model("Post", new mongoose.Schema({ title: String, author: { type: mongoose.Schema.Types.ObjectId, ref: "User" } }));"#,
);
const DRIZZLE: (&str, &str) = (
    "db/schema.ts",
    r#"import { pgTable, serial, text, timestamp } from "drizzle-orm/pg-core"; export const users = pgTable("users", { id: serial("id").primaryKey(), email: text("email"), passwordHash: text("password_hash").notNull(), passwordChangedAt: timestamp("x") });"#,
);
const TYPEORM: (&str, &str) = (
    "src/user.entity.ts",
    r#"import { Entity, Column, PrimaryGeneratedColumn } from "typeorm"; @Entity() export class User { @PrimaryGeneratedColumn() id: number; @Column() email: string; @Column() password: string; @Column({ nullable: true }) twoFactorSecret: string; }"#,
);
const SEQUELIZE: (&str, &str) = (
    "models/user.js",
    r#"module.exports = (sequelize, DataTypes) => { const User = sequelize.define("User", { email: DataTypes.STRING, password: { type: DataTypes.STRING(64), allowNull: false } }); return User; };"#,
);

#[test]
fn finds_whole_rows_of_prisma() {
    let cases: &[Files<'_>] = &[
        &[
            PRISMA,
            PRISMA_6,
            (
                "app/api/users/route.ts",
                r#"import { NextResponse } from "next/server"; import { prisma } from "@/lib/prisma"; export async function GET() { const users = await prisma.user.findMany(); return NextResponse.json(«users»); }"#,
            ),
        ],
        &[
            PRISMA,
            PRISMA_6,
            (
                "server/a.ts",
                r#"import { db } from "./db"; app.get("/me", async (req, res) => { res.json(await «db.user.findUnique»({ where: { id: req.userId } })); });"#,
            ),
        ],
        // The row is needed whole before it is sent.
        &[
            PRISMA,
            PRISMA_6,
            (
                "server/login.ts",
                r#"import bcrypt from "bcrypt"; import { db } from "./db"; app.post("/login", async (req, res) => { const user = await db.user.findUnique({ where: { email: req.body.email } }); if (!(await bcrypt.compare(req.body.password, user.password))) return res.sendStatus(401); res.json(«user»); });"#,
            ),
        ],
        // Through a service.
        &[
            PRISMA,
            (
                "src/user.service.ts",
                r#"import { prisma } from "./client"; export const getUser = async (id) => { const user = await prisma.user.findUnique({ where: { id } }); if (!user) throw new Error(); return user; };"#,
            ),
            (
                "src/user.controller.ts",
                r#"import { getUser } from "./user.service"; router.get("/:id", async (req, res) => { const user = await getUser(req.params.id); res.status(200).json({ user: «user» }); });"#,
            ),
        ],
        // A relation read along.
        &[
            PRISMA,
            (
                "app/api/posts/route.ts",
                r#"import { prisma } from "@/lib/prisma"; export async function GET() { const posts = await prisma.post.findMany({ include: { author: true } }); return Response.json(«posts»); }"#,
            ),
        ],
        &[
            PRISMA,
            (
                "pages/api/users.ts",
                r#"import { prisma } from "@/lib/prisma"; export default async function handler(req, res) { const [users, total] = await Promise.all([prisma.user.findMany({ select: { id: true, password: true } }), prisma.user.count()]); res.json({ users: «users», total }); }"#,
            ),
        ],
        &[
            PRISMA,
            (
                "app/actions.ts",
                r#""use server"; import { prisma } from "@/lib/prisma"; export async function users() { return «prisma.user.findMany»({}); }"#,
            ),
        ],
        &[
            PRISMA,
            (
                "server/routers/user.ts",
                r#"import { publicProcedure, router } from "../trpc"; export const users = router({ all: publicProcedure.query(async ({ ctx }) => { return «ctx.db.user.findMany»({ take: 10 }); }) });"#,
            ),
        ],
        &[
            PRISMA,
            (
                "pages/users.tsx",
                r#"import { prisma } from "../lib/prisma"; export async function getServerSideProps() { const users = await prisma.user.findMany({ where: {} }); return { props: { users: «JSON.parse(JSON.stringify(users))» } }; }"#,
            ),
        ],
        &[
            PRISMA,
            (
                "src/accounts.ts",
                r#"import { Hono } from "hono"; import { prisma } from "./client"; const app = new Hono(); app.get("/accounts", async (c) => { const rows = await prisma.account.findMany(); return c.json({ accounts: rows.map((row) => ({ «...row», label: "x" })) }); });"#,
            ),
        ],
    ];
    bad(RULE.meta.id, cases);
    bad(
        RULE.meta.id,
        &[&[
            PRISMA,
            (
                "app/profile/page.tsx",
                r#"import { prisma } from "../../lib/prisma"; import { Profile } from "./profile"; import { Side } from "./side"; export default async function Page() { const user = await prisma.user.findUnique({ where: { id: 1 } }); return <main><Profile user={«user»} name={user.name} /><Side user={user} /></main>; }"#,
            ),
            (
                "app/profile/profile.tsx",
                r#""use client"; export function Profile({ user }) { return <p>{user.email}</p>; }"#,
            ),
            ("app/profile/side.tsx", r"export function Side({ user }) { return <p>{user.email}</p>; }"),
        ]],
    );
}

#[test]
fn finds_whole_documents_of_mongoose() {
    bad(
        RULE.meta.id,
        &[
            &[
                MONGOOSE,
                (
                    "routes/users.js",
                    r#"const User = require("../models/User"); router.get("/", async (req, res) => { const users = await User.find({ active: true }); res.json(«users»); });"#,
                ),
            ],
            &[
                MONGOOSE,
                (
                    "routes/users.js",
                    r#"const User = require("../models/User"); router.get("/:id", async (req, res) => { const user = await User.findById(req.params.id).lean(); res.status(200).json({ success: true, user: «user» }); });"#,
                ),
            ],
            &[
                MONGOOSE,
                (
                    "routes/auth.js",
                    r#"const User = require("../models/User"); exports.register = async (req, res) => { const newUser = new User({ email: req.body.email, password: hash }); const saved = await newUser.save(); res.status(201).json(«saved»); };"#,
                ),
            ],
            &[
                MONGOOSE,
                (
                    "routes/auth.js",
                    r#"const User = require("../models/User"); exports.login = async (req, res) => { const user = await User.findOne({ email: req.body.email }); const ok = await user.matchPassword(req.body.password); if (ok) sendToken(user, 200, res); }; const sendToken = (user, status, res) => { const token = user.getToken(); res.status(status).json({ token, user: «user» }); };"#,
                ),
            ],
            &[
                MONGOOSE,
                (
                    "routes/users.js",
                    r#"const User = require("../models/User"); exports.all = async (req, res) => { User.find().then((users) => res.json(«users»)).catch(next); };"#,
                ),
            ],
            &[
                MONGOOSE,
                (
                    "routes/users.js",
                    r#"const User = require("../models/User"); exports.one = async (req, res) => { const user = await User.findById(1); const { resetToken, ...info } = user._doc; res.json({ «...info», token }); };"#,
                ),
            ],
            &[
                MONGOOSE,
                MONGOOSE_POST,
                (
                    "routes/posts.js",
                    r#"const Post = require("../models/Post"); exports.all = async (req, res) => { const posts = await Post.find().populate("author"); res.json(«posts»); };"#,
                ),
            ],
            &[
                (
                    "models/User.ts",
                    r#"import { Schema, model, models } from "mongoose"; const UserSchema = new Schema<IUser>({ email: String, password: { type: String, select: false } }); export default models.User || model<IUser>("User", UserSchema);"#,
                ),
                (
                    "app/api/users/route.ts",
                    r#"import User from "@/models/User"; export async function GET() { const user = await User.findOne({ email }).select("+password"); return Response.json(«user»); }"#,
                ),
                ("tsconfig.json", r#"{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }"#),
            ],
        ],
    );
}

#[test]
fn finds_whole_rows_of_the_others() {
    bad(
        RULE.meta.id,
        &[
            &[
                DRIZZLE,
                (
                    "app/api/users/route.ts",
                    r#"import { db } from "../../../db"; import { users } from "../../../db/schema"; export async function GET() { const rows = await db.select().from(users).limit(10); return Response.json(«rows»); }"#,
                ),
            ],
            &[
                DRIZZLE,
                (
                    "server/me.ts",
                    r#"import { Hono } from "hono"; import { db } from "./db"; const app = new Hono(); app.get("/me", async (c) => { const user = await db.query.users.findFirst({ where: eq(1, 1) }); return c.json({ user: «user» }); });"#,
                ),
            ],
            &[
                DRIZZLE,
                (
                    "server/signup.ts",
                    r#"import { db } from "../db"; import { users } from "../db/schema"; app.post("/signup", async (req, res) => { const [user] = await db.insert(users).values(req.body).returning(); res.json(«user»); });"#,
                ),
            ],
            &[
                TYPEORM,
                (
                    "src/users.service.ts",
                    r#"import { Injectable } from "@nestjs/common"; import { InjectRepository } from "@nestjs/typeorm"; import { Repository } from "typeorm"; import { User } from "./user.entity"; @Injectable() export class UsersService { constructor(@InjectRepository(User) private readonly users: Repository<User>) {} findAll() { return this.users.find(); } findOne(id: number) { return this.users.findOneBy({ id }); } }"#,
                ),
                (
                    "src/users.controller.ts",
                    r#"import { Controller, Get, Param } from "@nestjs/common"; import { UsersService } from "./users.service"; @Controller("users") export class UsersController { constructor(private readonly usersService: UsersService) {} @Get() findAll() { return «this.usersService.findAll()»; } @Get(":id") async findOne(@Param("id") id: string) { const user = await this.usersService.findOne(+id); return «user»; } }"#,
                ),
            ],
            &[
                TYPEORM,
                (
                    "src/users.ts",
                    r#"import { AppDataSource } from "./data-source"; import { User } from "./user.entity"; const userRepository = AppDataSource.getRepository(User); app.get("/users", async (req, res) => { const users = await userRepository.find({ relations: ["posts"] }); return res.send(«users»); });"#,
                ),
            ],
            &[
                SEQUELIZE,
                (
                    "models/index.js",
                    r#"const db = {}; db.User = require("./user")(sequelize, Sequelize); module.exports = db;"#,
                ),
                (
                    "controllers/user.js",
                    r#"const db = require("../models"); const User = db.User; exports.findAll = (req, res) => { User.findAll({ where: {} }).then((data) => { res.send(«data»); }); };"#,
                ),
            ],
            &[
                (
                    "models/User.ts",
                    r#"import { Model, DataTypes } from "sequelize"; import sequelize from "./db"; export class User extends Model {} User.init({ email: DataTypes.STRING, password: DataTypes.STRING }, { sequelize, modelName: "User" });"#,
                ),
                (
                    "src/user.ts",
                    r#"import { User } from "../models/User"; app.get("/users/:id", async (req, res) => { const user = await User.findByPk(req.params.id); res.json(«user»); });"#,
                ),
            ],
            &[
                DRIZZLE,
                (
                    "server/a.ts",
                    r#"import Fastify from "fastify"; import { db } from "../db"; import { users } from "../db/schema"; const app = Fastify(); app.get("/users", async () => { return «db.select().from»(users); });"#,
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_prisma_leaves_the_column_out() {
    sound(
        RULE.meta.id,
        &[
            &[
                PRISMA,
                (
                    "app/api/users/route.ts",
                    r#"import { prisma } from "@/lib/prisma"; export async function GET() { const users = await prisma.user.findMany({ select: { id: true, email: true } }); return Response.json(users); }"#,
                ),
                (
                    "app/api/me/route.ts",
                    r#"import { prisma } from "@/lib/prisma"; export async function GET() { const user = await prisma.user.findUnique({ where: { id: 1 }, omit: { password: true } }); return Response.json({ user }); }"#,
                ),
            ],
            &[
                PRISMA,
                (
                    "lib/prisma.ts",
                    r#"import { PrismaClient } from "@prisma/client"; export const prisma = new PrismaClient({ omit: { user: { password: true } } });"#,
                ),
                (
                    "app/api/users/route.ts",
                    r#"import { prisma } from "@/lib/prisma"; export async function GET() { return Response.json(await prisma.user.findMany()); }"#,
                ),
            ],
            &[
                PRISMA,
                (
                    "a.ts",
                    r#"app.get("/u", async (req, res) => { const user = await prisma.user.findFirst(); const { password, ...rest } = user; res.json(rest); }); app.get("/v", async (req, res) => { const user = await prisma.user.findFirst(); delete user.password; res.json(user); }); app.get("/w", async (req, res) => { const user = await prisma.user.findFirst(); res.json({ ...user, password: undefined }); }); app.get("/x", async (req, res) => { const users = await prisma.user.findMany(); res.json(users.map(({ password: _, ...user }) => user)); }); app.get("/y", async (req, res) => { const users = await prisma.user.findMany(); users.forEach((user) => { delete user.password; }); res.json(users); }); app.get("/z", async (req, res) => { const users = await prisma.user.findMany(); for (const user of users) { delete user.password; } res.json({ users }); });"#,
                ),
            ],
            &[
                PRISMA,
                (
                    "lib/exclude.ts",
                    "export function exclude(user, keys) { for (const key of keys) { delete user[key]; } return user; } export const toSafe = (user) => ({ id: user.id, email: user.email }); export function clean(user) { if (!user) return user; const { password, ...rest } = user; return rest; } export function pick(user) { return Object.fromEntries(Object.entries(user).filter(([key]) => key !== 'password')); }",
                ),
                (
                    "a.ts",
                    r#"import { clean, exclude, pick, toSafe } from "./lib/exclude"; import { omit } from "lodash"; app.get("/u", async (req, res) => { const user = await prisma.user.findFirst(); const users = await prisma.user.findMany(); res.json(exclude(user, ["password"])); res.json(toSafe(user)); res.json(clean(user)); res.json(pick(user)); res.json(omit(user, ["password"])); res.json(users.map(toSafe)); res.json(users.map((one) => clean(one))); res.json(UserSchema.parse(user)); res.json(plainToInstance(UserDto, user)); res.json(new UserDto(user)); });"#,
                ),
            ],
            &[
                PRISMA,
                (
                    "a.ts",
                    r#"app.get("/u", async (req, res) => { const user = await prisma.user.findFirst(); res.json({ id: user.id, email: user.email, hasPassword: !!user.password, posts: await prisma.post.findMany({ include: { author: { select: { email: true } } } }) }); }); app.post("/k", async (req, res) => { const key = await prisma.apiKey.create({ data: {} }); res.json(key); });"#,
                ),
            ],
            &[
                PRISMA,
                (
                    "a.ts",
                    r#"const args = { select: { id: true } }; const safe = { id: true, email: true }; app.get("/u", async (req, res) => { res.json(await prisma.user.findMany(args)); res.json(await prisma.user.findMany({ select: safe })); res.json(await prisma.user.findMany({ ...query })); res.json(await prisma.user.findMany({ select: selection })); res.json(await prisma.user.count()); res.json(await prisma.user.findMany().length); });"#,
                ),
            ],
            &[("a.ts", r#"app.get("/u", async (req, res) => { res.json(await prisma.user.findMany()); });"#)],
        ],
    );
}

#[test]
fn is_silent_where_documents_are_shaped() {
    sound(
        RULE.meta.id,
        &[
            &[
                MONGOOSE,
                (
                    "a.js",
                    r#"const User = require("./models/User"); exports.a = async (req, res) => { res.json(await User.find().select("-password -resetToken").lean()); res.json(await User.findById(1, "email")); res.json(await User.findOne({}, { password: 0, resetToken: 0 })); const user = await User.findById(1); user.password = undefined; user.resetToken = undefined; res.json({ user }); }; exports.b = async (req, res) => { const user = await User.findOne(); const { password, resetToken, ...info } = user._doc; res.json({ ...info }); }; exports.c = async (req, res) => { const user = await User.findOne(); const copy = user.toObject(); delete copy.password; delete copy.resetToken; res.json(copy); }; exports.d = async (req, res) => { const query = User.find(); query.select("email"); const users = await query; res.json(users); };"#,
                ),
            ],
            &[
                (
                    "models/User.js",
                    r#"const mongoose = require("mongoose"); const schema = new mongoose.Schema({ email: String, password: String }, { toJSON: { transform(doc, ret) { delete ret.password; return ret; } } }); module.exports = mongoose.model("User", schema);"#,
                ),
                (
                    "a.js",
                    r#"const User = require("./models/User"); exports.a = async (req, res) => { res.json(await User.find()); };"#,
                ),
            ],
            &[
                (
                    "models/User.js",
                    r#"const mongoose = require("mongoose"); const { toJSON, paginate } = require("./plugins"); const schema = mongoose.Schema({ email: String, password: { type: String, private: true } }); schema.plugin(toJSON); schema.plugin(paginate); module.exports = mongoose.model("User", schema);"#,
                ),
                (
                    "a.js",
                    r#"const User = require("./models/User"); exports.a = async (req, res) => { const user = await User.create(req.body); res.send(user); };"#,
                ),
            ],
            &[
                (
                    "models/User.js",
                    r#"const mongoose = require("mongoose"); const schema = new mongoose.Schema({ password: String }); schema.methods.toJSON = function () { const user = this.toObject(); delete user.password; return user; }; module.exports = mongoose.model("User", schema);"#,
                ),
                (
                    "a.js",
                    r#"const User = require("./models/User"); exports.a = async (req, res) => { res.json(await User.find()); };"#,
                ),
            ],
            &[
                (
                    "models/User.js",
                    r#"const mongoose = require("mongoose"); module.exports = mongoose.model("User", new mongoose.Schema({ password: { type: String, select: false } }));"#,
                ),
                (
                    "a.js",
                    r#"const User = require("./models/User"); exports.a = async (req, res) => { res.json(await User.find()); };"#,
                ),
            ],
            &[
                MONGOOSE,
                MONGOOSE_POST,
                (
                    "a.js",
                    r#"const Post = require("./models/Post"); exports.a = async (req, res) => { res.json(await Post.find().populate("author", "email")); res.json(await Post.find()); res.json(await Post.find().populate({ path: "author", select: "-password -resetToken" })); };"#,
                ),
            ],
        ],
    );
}

#[test]
fn is_silent_where_the_others_leave_the_column_out() {
    sound(
        RULE.meta.id,
        &[
            &[
                DRIZZLE,
                (
                    "a.ts",
                    r#"import { db } from "./db"; import { users } from "./db/schema"; import { getTableColumns } from "drizzle-orm"; const { passwordHash, ...safe } = getTableColumns(users); app.get("/u", async (req, res) => { res.json(await db.select({ id: users.id, email: users.email }).from(users)); res.json(await db.select(safe).from(users)); res.json(await db.query.users.findMany({ columns: { passwordHash: false } })); res.json(await db.insert(users).values({}).returning({ id: users.id })); });"#,
                ),
            ],
            &[
                (
                    "src/user.entity.ts",
                    r#"import { Entity, Column } from "typeorm"; import { Exclude } from "class-transformer"; @Entity() export class User { @Column() email: string; @Exclude() @Column() password: string; @Column({ select: false }) twoFactorSecret: string; }"#,
                ),
                (
                    "a.ts",
                    r#"import { User } from "./src/user.entity"; app.get("/u", async (req, res) => { const repo = getRepository(User); res.json(await repo.find()); });"#,
                ),
            ],
            &[
                TYPEORM,
                (
                    "a.ts",
                    r#"import { User } from "./src/user.entity"; app.get("/u", async (req, res) => { const repo = getRepository(User); res.json(await repo.find({ select: ["id", "email"] })); res.json(await repo.findOne({ where: {}, select: { id: true } })); res.json(list.find((one) => one.id)); });"#,
                ),
            ],
            &[
                (
                    "models/user.js",
                    r#"module.exports = (sequelize, DataTypes) => sequelize.define("User", { password: DataTypes.STRING }, { defaultScope: { attributes: { exclude: ["password"] } } });"#,
                ),
                (
                    "a.js",
                    r#"const User = require("./models/user")(sequelize, DataTypes); app.get("/u", async (req, res) => { res.json(await User.findAll()); });"#,
                ),
            ],
            &[
                SEQUELIZE,
                (
                    "a.js",
                    r#"const { User } = require("./models"); app.get("/u", async (req, res) => { res.json(await User.findAll({ attributes: { exclude: ["password"] } })); res.json(await User.findByPk(1, { attributes: ["id"] })); res.json(await User.scope("safe").findAll()); });"#,
                ),
            ],
            &[
                (
                    "models/User.ts",
                    r#"import { Model, DataTypes } from "sequelize"; export class User extends Model { toJSON() { const values = { ...this.get() }; delete values.password; return values; } } User.init({ password: DataTypes.STRING }, { sequelize, modelName: "User" });"#,
                ),
                (
                    "a.ts",
                    r#"import { User } from "./models/User"; app.get("/u", async (req, res) => { res.json(await User.findAll()); });"#,
                ),
            ],
        ],
    );
}
