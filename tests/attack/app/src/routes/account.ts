import { eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { contacts, documents, invoices, notes, projects, tasks, users } from "../db/schema.js";
import { requireAuth } from "../middleware/auth.js";

const router = Router();

// Update the profile
router.patch("/", requireAuth, async (req, res) => {
  const [user] = await db.update(users).set(req.body).where(eq(users.id, req.user!.id)).returning();
  res.json({ id: user.id, name: user.name, role: user.role });
});

// Change the display name
router.put("/name", requireAuth, async (req, res) => {
  const [user] = await db
    .update(users)
    .set({ name: String(req.body.name) })
    .where(eq(users.id, req.user!.id))
    .returning();
  res.json({ id: user.id, name: user.name, role: user.role });
});

// Download everything I have stored
router.get("/export", requireAuth, async (req, res) => {
  const { id: userId, workspaceId } = req.user!;
  res.json({
    notes: await db.select().from(notes).where(eq(notes.userId, userId)).orderBy(notes.id),
    invoices: await db.select().from(invoices).where(eq(invoices.userId, userId)).orderBy(invoices.id),
    documents: await db.select().from(documents).where(eq(documents.ownerId, userId)).orderBy(documents.id),
    projects: await db.select().from(projects).where(eq(projects.workspaceId, workspaceId)).orderBy(projects.id),
    tasks: await db.select().from(tasks).where(eq(tasks.userId, userId)).orderBy(tasks.id),
    contacts: await db.select().from(contacts).where(eq(contacts.userId, userId)).orderBy(contacts.id),
  });
});

export default router;
