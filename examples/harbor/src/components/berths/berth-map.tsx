"use client";

import { useEffect, useState } from "react";
import { supabase } from "@/lib/supabase";
import { cn } from "@/lib/utils";
import { useAuthStore } from "@/stores/auth-store";
import { useUiStore } from "@/stores/ui-store";

interface Berth {
  id: string;
  label: string;
  pier: string;
}

const mapImage = `https://api.mapbox.com/styles/v1/mapbox/light-v11/static/4.3,52.1,13/600x240?access_token=${process.env.NEXT_PUBLIC_MAPBOX_TOKEN}`;

export function BerthMap({ berths }: { berths: Berth[] }) {
  const [occupied, setOccupied] = useState<Record<string, boolean>>({});
  const accessToken = useAuthStore((state) => state.accessToken);
  const { pierFilter, setPierFilter } = useUiStore();

  // Initial state from Supabase
  useEffect(() => {
    supabase
      .from("berth_status")
      .select("berth_label, occupied")
      .then(({ data }) => {
        const rows = (data ?? []) as { berth_label: string; occupied: boolean }[];
        setOccupied(Object.fromEntries(rows.map((row) => [row.berth_label, row.occupied])));
      });
  }, []);

  // Live updates from the notifier service
  useEffect(() => {
    if (!accessToken) return;
    const socket = new WebSocket(`${process.env.NEXT_PUBLIC_NOTIFIER_WS}/live?access_token=${accessToken}`);
    socket.onmessage = (event) => {
      const update = JSON.parse(event.data) as { label: string; occupied: boolean };
      setOccupied((current) => ({ ...current, [update.label]: update.occupied }));
    };
    return () => socket.close();
  }, [accessToken]);

  const piers = [...new Set(berths.map((berth) => berth.pier))];
  const visible = pierFilter ? berths.filter((berth) => berth.pier === pierFilter) : berths;

  return (
    <div className="mt-6 rounded-xl border p-4">
      {/* eslint-disable-next-line @next/next/no-img-element */}
      <img src={mapImage} alt="Map of the harbor" className="w-full rounded-lg" />
      <div className="mt-4 flex gap-2 text-sm">
        <button onClick={() => setPierFilter(null)}>All piers</button>
        {piers.map((pier) => (
          <button key={pier} onClick={() => setPierFilter(pier)}>
            {pier}
          </button>
        ))}
      </div>
      <div className="mt-4 grid grid-cols-6 gap-2">
        {visible.map((berth) => (
          <div
            key={berth.id}
            className={cn(
              "rounded-md border px-2 py-3 text-center text-xs",
              occupied[berth.label] ? "bg-red-100 text-red-900" : "bg-teal-100 text-teal-900",
            )}
          >
            {berth.label}
          </div>
        ))}
      </div>
    </div>
  );
}
