import { Router } from "express";
import { requireAuth } from "../middleware/auth.js";
import * as documentService from "../services/documents.js";

const router = Router();

router.use(requireAuth);

router.get("/", async (req, res) => {
  res.json(await documentService.listDocuments(req.user!.id));
});

router.get("/:id", async (req, res) => {
  const document = await documentService.getDocument(Number(req.params.id));
  if (!document) {
    return res.status(404).json({ error: "Document not found" });
  }
  res.json(document);
});

router.get("/:id/export", async (req, res) => {
  const document = await documentService.getOwnDocument(Number(req.params.id), req.user!.id);
  if (!document) {
    return res.status(404).json({ error: "Document not found" });
  }
  res.type("text/plain").send(document.content);
});

router.patch("/:id", async (req, res) => {
  const document = await documentService.renameDocument(Number(req.params.id), req.body.title);
  if (!document) {
    return res.status(404).json({ error: "Document not found" });
  }
  res.json(document);
});

export default router;
