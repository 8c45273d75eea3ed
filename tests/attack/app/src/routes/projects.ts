import { and, eq } from "drizzle-orm";
import { Router } from "express";
import { db } from "../db/index.js";
import { projects } from "../db/schema.js";
import { requireAuth } from "../middleware/auth.js";

const router = Router();

router.use(requireAuth);

// List the projects of the workspace
router.get("/", async (req, res) => {
  const rows = await db.select().from(projects).where(eq(projects.workspaceId, req.user!.workspaceId));
  res.json(rows);
});

// Rename a project
router.patch("/:id", async (req, res) => {
  const [project] = await db
    .update(projects)
    .set({ name: String(req.body.name) })
    .where(eq(projects.id, Number(req.params.id)))
    .returning();
  if (!project) {
    return res.status(404).json({ error: "Project not found" });
  }
  res.json(project);
});

// Archive a project
router.post("/:id/archive", async (req, res) => {
  const [project] = await db
    .update(projects)
    .set({ archived: true })
    .where(and(eq(projects.id, Number(req.params.id)), eq(projects.workspaceId, req.user!.workspaceId)))
    .returning();
  if (!project) {
    return res.status(404).json({ error: "Project not found" });
  }
  res.json(project);
});

export default router;
