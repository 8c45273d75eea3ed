import { NextResponse } from "next/server";
import { createHash, randomBytes } from "node:crypto";
import { Resend } from "resend";
import { prisma } from "@/lib/prisma";
import { authLimiter, clientIp } from "@/lib/rate-limit";

const resend = new Resend(process.env.RESEND_API_KEY);

export async function POST(request: Request) {
  const { success } = await authLimiter.limit(`forgot:${clientIp(request.headers)}`);
  if (!success) {
    return NextResponse.json({ error: "Too many requests" }, { status: 429 });
  }

  const { email } = await request.json();
  const user = await prisma.user.findUnique({ where: { email: String(email) }, select: { id: true, email: true } });

  if (user) {
    const resetToken = randomBytes(32).toString("hex");
    await prisma.passwordReset.create({
      data: {
        userId: user.id,
        tokenHash: createHash("sha256").update(resetToken).digest("hex"),
        expiresAt: new Date(Date.now() + 30 * 60 * 1000),
      },
    });
    const link = `${process.env.NEXT_PUBLIC_APP_URL}/reset-password?token=${resetToken}`;
    await resend.emails.send({
      from: "Harbor <no-reply@mail.harbor.example>",
      to: user.email,
      subject: "Reset your password",
      html: `<p>Use this link within 30 minutes: <a href="${link}">reset password</a></p>`,
    });
  }

  // Same answer whether or not the account exists
  return NextResponse.json({ ok: true });
}
