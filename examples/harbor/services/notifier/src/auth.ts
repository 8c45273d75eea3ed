import { Router, type NextFunction, type Request, type Response } from "express";
import bcrypt from "bcryptjs";
import jwt from "jsonwebtoken";
import pg from "pg";
import { authCookieOptions } from "./cookies.js";

declare module "express-session" {
  interface SessionData {
    operatorId: string;
    organizationId: string;
  }
}

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
export const authRouter = Router();

authRouter.post("/login", async (req, res) => {
  const { email, password } = req.body as { email: string; password: string };
  const { rows } = await pool.query(
    "select id, organization_id, password_hash from operators where email = $1",
    [email],
  );
  const operator = rows[0];

  if (!operator || !(await bcrypt.compare(password, operator.password_hash))) {
    console.warn("login_failed", { operatorId: operator?.id ?? null, ip: req.ip });
    res.status(401).json({ error: "Invalid credentials" });
    return;
  }

  const token = jwt.sign(
    { sub: operator.id, org: operator.organization_id },
    process.env.JWT_SECRET as string,
    { expiresIn: "7d" },
  );

  req.session.operatorId = operator.id;
  req.session.organizationId = operator.organization_id;
  res.cookie("notifier_jwt", token, authCookieOptions);
  res.json({ token, operatorId: operator.id });
});

authRouter.post("/verify-phone", requireOperator, async (req, res) => {
  const { code } = req.body as { code: string };
  const { rowCount } = await pool.query(
    "update operators set phone_verified = true where id = $1 and phone_code = $2",
    [req.session.operatorId, code],
  );
  res.json({ verified: rowCount === 1 });
});

authRouter.post("/locale", (req, res) => {
  const locale = String(req.body.locale ?? "en").slice(0, 2);
  res.cookie("locale", locale, { maxAge: 1000 * 60 * 60 * 24 * 365 });
  res.json({ locale });
});

authRouter.post("/logout", (req, res) => {
  req.session.destroy(() => {
    res.clearCookie("notifier_jwt");
    res.clearCookie("connect.sid");
    res.status(204).end();
  });
});

export function requireOperator(req: Request, res: Response, next: NextFunction) {
  if (!req.session.operatorId) {
    res.status(401).json({ error: "Please sign in" });
    return;
  }
  next();
}
