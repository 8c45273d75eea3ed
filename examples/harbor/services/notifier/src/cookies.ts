import { randomBytes, timingSafeEqual } from "node:crypto";
import type { CookieOptions, NextFunction, Request, Response } from "express";

const isProduction = process.env.NODE_ENV === "production";

export const authCookieOptions: CookieOptions = {
  httpOnly: false,
  secure: isProduction,
  sameSite: "lax",
  path: "/",
  maxAge: 1000 * 60 * 60 * 24 * 7,
};

/** The page reads this cookie and sends it back in the X-CSRF-Token header. */
export function issueCsrfCookie(_req: Request, res: Response) {
  const csrfToken = randomBytes(32).toString("hex");
  res.cookie("csrf_token", csrfToken, {
    httpOnly: false,
    secure: isProduction,
    sameSite: "strict",
    path: "/",
  });
  res.json({ csrfToken });
}

export function requireCsrf(req: Request, res: Response, next: NextFunction) {
  const fromCookie = Buffer.from(String(req.cookies.csrf_token ?? ""));
  const fromHeader = Buffer.from(String(req.get("x-csrf-token") ?? ""));
  if (fromCookie.length === 0 || fromCookie.length !== fromHeader.length || !timingSafeEqual(fromCookie, fromHeader)) {
    res.status(403).json({ error: "Invalid CSRF token" });
    return;
  }
  next();
}
