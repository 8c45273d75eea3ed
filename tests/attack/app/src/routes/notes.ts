import { and, desc, eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { notes } from "../db/schema.js";
import { requireAuth } from "../middleware/auth.js";

const router = Router();

router.use(requireAuth);

// List my notes
router.get("/", async (req, res) => {
  const rows = await db.select().from(notes).where(eq(notes.userId, req.user!.id)).orderBy(desc(notes.id));
  res.json(rows);
});

// Get a note
router.get("/:id", async (req, res) => {
  const [note] = await db.select().from(notes).where(eq(notes.id, Number(req.params.id))).limit(1);
  if (!note) {
    return res.status(404).json({ error: "Note not found" });
  }
  res.json(note);
});

// Get a note as plain text
router.get("/:id/text", async (req, res) => {
  const [note] = await db
    .select()
    .from(notes)
    .where(and(eq(notes.id, Number(req.params.id)), eq(notes.userId, req.user!.id)))
    .limit(1);
  if (!note) {
    return res.status(404).json({ error: "Note not found" });
  }
  res.type("text/plain").send(note.body);
});

// Create a note
router.post("/", async (req, res) => {
  const { title, body } = req.body;
  const [note] = await db.insert(notes).values({ title, body, userId: req.user!.id }).returning();
  res.status(201).json(note);
});

// Update a note
router.patch("/:id", async (req, res) => {
  const { title, body } = req.body;
  const [note] = await db
    .update(notes)
    .set({ title, body })
    .where(eq(notes.id, Number(req.params.id)))
    .returning();
  if (!note) {
    return res.status(404).json({ error: "Note not found" });
  }
  res.json(note);
});

// Pin a note
router.patch("/:id/pin", async (req, res) => {
  const [note] = await db
    .update(notes)
    .set({ pinned: true })
    .where(and(eq(notes.id, Number(req.params.id)), eq(notes.userId, req.user!.id)))
    .returning();
  if (!note) {
    return res.status(404).json({ error: "Note not found" });
  }
  res.json(note);
});

// Delete a note
router.delete("/:id", async (req, res) => {
  await db.delete(notes).where(eq(notes.id, Number(req.params.id)));
  res.status(204).end();
});

// Delete a note that is pinned
router.delete("/:id/pinned", async (req, res) => {
  const userId = req.user!.id;
  await db
    .delete(notes)
    .where(and(eq(notes.id, Number(req.params.id)), eq(notes.userId, userId), eq(notes.pinned, true)));
  res.status(204).end();
});

export default router;
