import { NextResponse } from "next/server";
import bcrypt from "bcryptjs";
import { z } from "zod";
import { prisma } from "@/lib/prisma";
import { signToken } from "@/lib/session";

const loginSchema = z.object({
  email: z.string().email(),
  password: z.string().min(8),
});

export async function POST(request: Request) {
  const parsed = loginSchema.safeParse(await request.json());
  if (!parsed.success) {
    return NextResponse.json({ error: "Invalid input" }, { status: 400 });
  }

  const { email, password } = parsed.data;
  const user = await prisma.user.findUnique({
    where: { email },
    include: { memberships: true },
  });

  if (!user || !(await bcrypt.compare(password, user.passwordHash))) {
    return NextResponse.json({ error: "Invalid e-mail or password" }, { status: 401 });
  }

  const payload = { userId: user.id, organizationId: user.memberships[0]?.organizationId ?? "" };
  const token = await signToken(payload, "1h");
  const refreshToken = await signToken(payload, "30d");

  // Return the session to the client
  return NextResponse.json({ token, refreshToken, user });
}
