import { eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { contacts } from "../db/schema.js";

// Mounted behind `requireAuth` in app.ts
const router = Router();

router.delete("/:id", async (req, res) => {
  await db.delete(contacts).where(eq(contacts.id, Number(req.params.id)));
  res.status(204).end();
});

export default router;
