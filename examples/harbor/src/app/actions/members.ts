"use server";

import { createHash, randomBytes } from "node:crypto";
import { revalidatePath } from "next/cache";
import { recordAudit } from "@/lib/audit";
import { requireMember } from "@/lib/member";
import { prisma } from "@/lib/prisma";

async function requireAdmin() {
  const member = await requireMember();
  if (member.role === "STAFF") throw new Error("Only admins can do this");
  return member;
}

export async function changeRole(membershipId: string, role: "ADMIN" | "STAFF") {
  const admin = await requireAdmin();
  await prisma.membership.updateMany({
    where: { id: membershipId, organizationId: admin.organizationId, role: { not: "OWNER" } },
    data: { role },
  });
  revalidatePath("/dashboard/settings");
}

export async function removeMember(membershipId: string) {
  const admin = await requireAdmin();
  await prisma.membership.deleteMany({
    where: { id: membershipId, organizationId: admin.organizationId, role: { not: "OWNER" } },
  });
  await recordAudit({
    action: "member.removed",
    actorId: admin.userId,
    organizationId: admin.organizationId,
    target: membershipId,
  });
  revalidatePath("/dashboard/settings");
}

export async function createApiKey(name: string) {
  const admin = await requireAdmin();
  const key = `hbr_${randomBytes(24).toString("base64url")}`;
  const record = await prisma.apiKey.create({
    data: {
      name,
      prefix: key.slice(0, 8),
      keyHash: createHash("sha256").update(key).digest("hex"),
      organizationId: admin.organizationId,
    },
    select: { id: true },
  });
  await recordAudit({
    action: "api_key.created",
    actorId: admin.userId,
    organizationId: admin.organizationId,
    target: record.id,
  });
  revalidatePath("/dashboard/settings");
  // Shown once in the dialog, only the hash is kept
  return { id: record.id, key };
}

export async function revokeApiKey(id: string) {
  const admin = await requireAdmin();
  await prisma.apiKey.updateMany({
    where: { id, organizationId: admin.organizationId },
    data: { revokedAt: new Date() },
  });
  await recordAudit({
    action: "api_key.revoked",
    actorId: admin.userId,
    organizationId: admin.organizationId,
    target: id,
  });
  revalidatePath("/dashboard/settings");
}
