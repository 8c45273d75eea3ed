import { requireMember } from "@/lib/member";
import { prisma } from "@/lib/prisma";
import { signOut } from "@/app/actions/preferences";
import { IntegrationsPanel } from "@/components/settings/integrations-panel";
import { TeamTable } from "@/components/team/team-table";
import { Button } from "@/components/ui/button";

export default async function SettingsPage() {
  const member = await requireMember();

  const members = await prisma.membership.findMany({
    where: { organizationId: member.organizationId },
    include: { user: { select: { id: true, name: true, email: true } } },
  });

  const apiKeys = await prisma.apiKey.findMany({
    where: { organizationId: member.organizationId, revokedAt: null },
    select: { id: true, name: true, prefix: true, createdAt: true },
  });

  return (
    <main className="mx-auto max-w-4xl space-y-10 px-6 py-10">
      <h1 className="text-2xl font-bold">Settings</h1>
      <TeamTable members={members} canManage={member.role !== "STAFF"} />
      <IntegrationsPanel apiKeys={apiKeys} />
      <form action={signOut}>
        <Button variant="outline">Sign out</Button>
      </form>
    </main>
  );
}
