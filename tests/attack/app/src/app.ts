import cookieParser from "cookie-parser";
import express from "express";
import { requireAuth } from "./middleware/auth.js";
import accountRouter from "./routes/account.js";
import authRouter from "./routes/auth.js";
import contactsRouter from "./routes/contacts.js";
import documentsRouter from "./routes/documents.js";
import invoicesRouter from "./routes/invoices.js";
import notesRouter from "./routes/notes.js";
import projectsRouter from "./routes/projects.js";
import tasksRouter from "./routes/tasks.js";

export function createApp() {
  const app = express();

  app.use(express.json());
  app.use(cookieParser());

  app.use("/api/auth", authRouter);
  app.use("/api/account", accountRouter);
  app.use("/api/notes", notesRouter);
  app.use("/api/invoices", invoicesRouter);
  app.use("/api/documents", documentsRouter);
  app.use("/api/projects", projectsRouter);
  app.use("/api/tasks", requireAuth, tasksRouter);
  app.use("/api/contacts", requireAuth, contactsRouter);

  return app;
}
