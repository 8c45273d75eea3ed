"use client";

import { useState } from "react";
import { createApiKey, revokeApiKey } from "@/app/actions/members";
import { Button } from "@/components/ui/button";
import { useLocalStorage } from "@/hooks/use-local-storage";
import { api } from "@/lib/api-client";

interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
}

const TABS = ["keys", "accounting"] as const;

export function IntegrationsPanel({ apiKeys }: { apiKeys: ApiKeyRow[] }) {
  const [tab, setTab] = useLocalStorage<(typeof TABS)[number]>("settings-tab", "keys");
  const [accountingToken, setAccountingToken] = useLocalStorage<string | null>("accounting_access_token", null);
  const [newKey, setNewKey] = useState<string | null>(null);

  async function connectAccounting() {
    const { data } = await api.post("/integrations/accounting/connect");
    setAccountingToken(data.access_token);
  }

  async function addKey() {
    const { key } = await createApiKey("New key");
    setNewKey(key);
  }

  return (
    <section>
      <h2 className="font-semibold">Integrations</h2>
      <div className="mt-3 flex gap-2">
        {TABS.map((name) => (
          <Button key={name} size="sm" variant={tab === name ? "default" : "ghost"} onClick={() => setTab(name)}>
            {name}
          </Button>
        ))}
      </div>
      {tab === "keys" ? (
        <div className="mt-4 space-y-2 text-sm">
          {apiKeys.map((key) => (
            <div key={key.id} className="flex items-center justify-between rounded-md border px-3 py-2">
              <span>
                {key.name} <code>{key.prefix}…</code>
              </span>
              <Button size="sm" variant="ghost" onClick={() => revokeApiKey(key.id)}>
                Revoke
              </Button>
            </div>
          ))}
          <Button size="sm" onClick={addKey}>
            New key
          </Button>
          {newKey && <code className="block rounded-md border px-3 py-2">{newKey}</code>}
        </div>
      ) : (
        <div className="mt-4 text-sm">
          {accountingToken ? (
            <Button size="sm" variant="outline" onClick={() => setAccountingToken(null)}>
              Disconnect
            </Button>
          ) : (
            <Button size="sm" onClick={connectAccounting}>
              Connect accounting
            </Button>
          )}
        </div>
      )}
    </section>
  );
}
