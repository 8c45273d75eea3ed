import { and, eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { tasks } from "../db/schema.js";

// Mounted behind `requireAuth` in app.ts
const router = Router();

router.get("/", async (req, res) => {
  res.json(await db.query.tasks.findMany({ where: eq(tasks.userId, req.user!.id) }));
});

router.get("/:id", async (req, res) => {
  const task = await db.query.tasks.findFirst({ where: eq(tasks.id, Number(req.params.id)) });
  if (!task) {
    return res.status(404).json({ error: "Task not found" });
  }
  res.json(task);
});

router.get("/:id/status", async (req, res) => {
  const task = await db.query.tasks.findFirst({
    where: and(eq(tasks.id, Number(req.params.id)), eq(tasks.userId, req.user!.id)),
  });
  if (!task) {
    return res.status(404).json({ error: "Task not found" });
  }
  res.json({ done: task.done });
});

export default router;
