import { and, eq } from "drizzle-orm";
import { db } from "../db/index.js";
import { documents } from "../db/schema.js";

export async function listDocuments(userId: string) {
  return db.select().from(documents).where(eq(documents.ownerId, userId));
}

export async function getDocument(id: number) {
  const [document] = await db.select().from(documents).where(eq(documents.id, id)).limit(1);
  return document;
}

export async function getOwnDocument(id: number, userId: string) {
  const [document] = await db
    .select()
    .from(documents)
    .where(and(eq(documents.id, id), eq(documents.ownerId, userId)))
    .limit(1);
  return document;
}

export async function renameDocument(id: number, title: string) {
  const [document] = await db.update(documents).set({ title }).where(eq(documents.id, id)).returning();
  return document;
}
