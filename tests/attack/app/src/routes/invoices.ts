import { desc, eq } from "drizzle-orm";
import { Router, type Request, type Response } from "express";
import { db } from "../db/index.js";
import { invoices } from "../db/schema.js";
import { requireAuth, type AuthRequest } from "../middleware/auth.js";

const router = Router();

// List the invoices of a user
router.get("/", requireAuth, async (req, res) => {
  const rows = await db
    .select()
    .from(invoices)
    .where(eq(invoices.userId, String(req.query.userId)))
    .orderBy(desc(invoices.id));
  res.json(rows);
});

// List my invoices
router.get("/mine", requireAuth, async (req: Request, res: Response) => {
  const { user } = req as AuthRequest;
  const rows = await db.select().from(invoices).where(eq(invoices.userId, user.id)).orderBy(desc(invoices.id));
  res.json(rows);
});

// Create an invoice
router.post("/", requireAuth, async (req, res) => {
  const [invoice] = await db.insert(invoices).values(req.body).returning();
  res.status(201).json(invoice);
});

// Create a draft
router.post("/draft", requireAuth, async (req, res) => {
  const { customer, total } = req.body;
  const [invoice] = await db
    .insert(invoices)
    .values({ customer, total, status: "draft", userId: req.user!.id })
    .returning();
  res.status(201).json(invoice);
});

// Update an invoice
router.put("/:id", requireAuth, async (req, res) => {
  const [invoice] = await db
    .update(invoices)
    .set(req.body)
    .where(eq(invoices.id, Number(req.params.id)))
    .returning();
  if (!invoice) {
    return res.status(404).json({ error: "Invoice not found" });
  }
  res.json(invoice);
});

// Mark an invoice as sent
router.post("/:id/send", requireAuth, async (req, res) => {
  const [invoice] = await db.select().from(invoices).where(eq(invoices.id, Number(req.params.id)));
  if (!invoice) {
    return res.status(404).json({ error: "Invoice not found" });
  }
  if (invoice.userId !== req.user!.id) {
    return res.status(403).json({ error: "Not your invoice" });
  }
  await db.update(invoices).set({ status: "sent" }).where(eq(invoices.id, invoice.id));
  res.json({ ...invoice, status: "sent" });
});

export default router;
