import { and, eq, gt } from "drizzle-orm";
import type { NextFunction, Request, Response } from "express";
import { db } from "../db/index.js";
import { sessions, users } from "../db/schema.js";

export interface SessionUser {
  id: string;
  email: string;
  role: string;
  workspaceId: string;
}

/** A request that went through `requireAuth`. */
export interface AuthRequest extends Request {
  user: SessionUser;
}

export async function requireAuth(req: Request, res: Response, next: NextFunction) {
  const sid = req.cookies.sid;
  if (typeof sid !== "string") {
    return res.status(401).json({ error: "Not signed in" });
  }

  const [row] = await db
    .select({ id: users.id, email: users.email, role: users.role, workspaceId: users.workspaceId })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, sid), gt(sessions.expiresAt, new Date())))
    .limit(1);
  if (!row) {
    return res.status(401).json({ error: "Not signed in" });
  }

  req.user = row;
  next();
}
