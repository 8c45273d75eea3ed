import { NextResponse } from "next/server";
import bcrypt from "bcryptjs";
import { z } from "zod";
import { prisma } from "@/lib/prisma";
import { authLimiter, clientIp } from "@/lib/rate-limit";
import { createSession } from "@/lib/session";

const registerSchema = z.object({
  organizationName: z.string().min(2).max(80),
  name: z.string().min(1).max(80),
  email: z.string().email(),
  password: z.string().min(10),
});

function slugify(name: string) {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/(^-|-$)/g, "");
}

export async function POST(request: Request) {
  const { success } = await authLimiter.limit(`register:${clientIp(request.headers)}`);
  if (!success) {
    return NextResponse.json({ error: "Too many requests" }, { status: 429 });
  }

  const parsed = registerSchema.safeParse(await request.json());
  if (!parsed.success) {
    return NextResponse.json({ error: parsed.error.flatten() }, { status: 400 });
  }

  const { organizationName, name, email, password } = parsed.data;
  const organization = await prisma.organization.create({
    data: {
      name: organizationName,
      slug: `${slugify(organizationName)}-${crypto.randomUUID().slice(0, 6)}`,
      memberships: {
        create: {
          role: "OWNER",
          user: { create: { name, email, passwordHash: await bcrypt.hash(password, 12) } },
        },
      },
    },
    include: { memberships: { select: { userId: true } } },
  });

  const userId = organization.memberships[0].userId;
  await createSession({ userId, organizationId: organization.id });

  return NextResponse.json({ user: { id: userId, name, email } }, { status: 201 });
}
