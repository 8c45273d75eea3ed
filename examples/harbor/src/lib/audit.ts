import { prisma } from "@/lib/prisma";

interface AuditEntry {
  action: string;
  actorId: string;
  organizationId: string;
  target: string;
}

/** Writes one line to the audit trail of an organization. */
export async function recordAudit(entry: AuditEntry) {
  await prisma.auditLog.create({ data: entry });
}
