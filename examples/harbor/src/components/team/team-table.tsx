"use client";

import { useState, useTransition } from "react";
import { changeRole, removeMember } from "@/app/actions/members";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { supabaseAdmin } from "@/lib/supabase";

interface TeamMember {
  id: string;
  role: string;
  user: { id: string; name: string; email: string };
}

export function TeamTable({ members, canManage }: { members: TeamMember[]; canManage: boolean }) {
  const [pending, startTransition] = useTransition();
  const [email, setEmail] = useState("");
  const [invited, setInvited] = useState<string | null>(null);

  async function invite(event: React.FormEvent) {
    event.preventDefault();
    const { error } = await supabaseAdmin.auth.admin.inviteUserByEmail(email);
    setInvited(error ? null : email);
    setEmail("");
  }

  return (
    <section>
      <h2 className="font-semibold">Team</h2>
      <ul className="mt-3 divide-y rounded-xl border">
        {members.map((member) => (
          <li key={member.id} className="flex items-center justify-between px-4 py-3 text-sm">
            <span>
              {member.user.name} <span className="text-slate-500">{member.user.email}</span>
            </span>
            {canManage && member.role !== "OWNER" ? (
              <span className="flex gap-2">
                <Button
                  size="sm"
                  variant="outline"
                  disabled={pending}
                  onClick={() => startTransition(() => changeRole(member.id, member.role === "ADMIN" ? "STAFF" : "ADMIN"))}
                >
                  Make {member.role === "ADMIN" ? "staff" : "admin"}
                </Button>
                <Button size="sm" variant="destructive" disabled={pending} onClick={() => startTransition(() => removeMember(member.id))}>
                  Remove
                </Button>
              </span>
            ) : (
              <span className="text-slate-500">{member.role.toLowerCase()}</span>
            )}
          </li>
        ))}
      </ul>
      {canManage && (
        <form onSubmit={invite} className="mt-4 flex gap-2">
          <Input type="email" placeholder="name@marina.example" value={email} onChange={(e) => setEmail(e.target.value)} required />
          <Button type="submit">Invite</Button>
        </form>
      )}
      {invited && <p className="mt-2 text-sm text-teal-700">Invitation sent to {invited}</p>}
    </section>
  );
}
