import { redirect } from "next/navigation";
import { prisma } from "@/lib/prisma";
import { getSession } from "@/lib/session";

/** Returns the membership of the signed-in user, or sends them to the login page. */
export async function requireMember() {
  const session = await getSession();
  if (!session) redirect("/login");
  const membership = await prisma.membership.findUnique({
    where: { userId_organizationId: { userId: session.userId, organizationId: session.organizationId } },
  });
  if (!membership) redirect("/login");
  return membership;
}
