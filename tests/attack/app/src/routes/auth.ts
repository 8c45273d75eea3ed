import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { sessions, users } from "../db/schema.js";
import { requireAuth } from "../middleware/auth.js";
import { verifyPassword } from "../services/passwords.js";

const router = Router();
const WEEK = 7 * 24 * 60 * 60 * 1000;

router.post("/login", async (req, res) => {
  const { email, password } = req.body;
  const [user] = await db.select().from(users).where(eq(users.email, String(email))).limit(1);
  if (!user || !verifyPassword(String(password), user.passwordHash)) {
    return res.status(401).json({ error: "Wrong email or password" });
  }

  const sid = randomUUID();
  await db.insert(sessions).values({ id: sid, userId: user.id, expiresAt: new Date(Date.now() + WEEK) });
  res.cookie("sid", sid, { httpOnly: true, secure: true, sameSite: "lax", maxAge: WEEK });
  res.json({ id: user.id, name: user.name });
});

router.post("/logout", requireAuth, async (req, res) => {
  await db.delete(sessions).where(eq(sessions.id, req.cookies.sid));
  res.clearCookie("sid").status(204).end();
});

router.get("/me", requireAuth, (req, res) => {
  res.json(req.user);
});

export default router;
