"use client";

import { useEffect, useState } from "react";
import { createBooking } from "@/app/actions/bookings";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { getItem, removeItem, setItem, STORAGE_KEYS } from "@/lib/storage";

interface BookingFormProps {
  organizationId: string;
  berths: { id: string; label: string }[];
}

const EMPTY_DRAFT = { boatName: "", arrival: "", departure: "" };

export function BookingForm({ organizationId, berths }: BookingFormProps) {
  const [draft, setDraft] = useState(EMPTY_DRAFT);

  useEffect(() => {
    setDraft(getItem(STORAGE_KEYS.bookingDraft, EMPTY_DRAFT));
  }, []);

  // Autosave the draft while the dockmaster is typing
  useEffect(() => {
    const timer = setTimeout(() => setItem(STORAGE_KEYS.bookingDraft, draft), 500);
    return () => clearTimeout(timer);
  }, [draft]);

  async function submit(formData: FormData) {
    await createBooking(formData);
    removeItem(STORAGE_KEYS.bookingDraft);
    setDraft(EMPTY_DRAFT);
  }

  const bind = (field: keyof typeof EMPTY_DRAFT) => ({
    name: field,
    value: draft[field],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setDraft({ ...draft, [field]: event.target.value }),
  });

  return (
    <form action={submit} className="space-y-3 rounded-xl border p-4">
      <h2 className="font-semibold">New booking</h2>
      <input type="hidden" name="organizationId" value={organizationId} />
      <Input placeholder="Boat name" {...bind("boatName")} required />
      <Input name="skipperName" placeholder="Skipper" required />
      <Input name="skipperEmail" type="email" placeholder="E-mail" required />
      <Input name="skipperPhone" type="tel" placeholder="Phone" />
      <Input name="medicalNotes" placeholder="Medical notes for the harbor staff" />
      <div className="grid grid-cols-2 gap-3">
        <Input type="date" {...bind("arrival")} required />
        <Input type="date" {...bind("departure")} required />
      </div>
      <select name="berthId" className="h-9 w-full rounded-md border px-3 text-sm">
        {berths.map((berth) => (
          <option key={berth.id} value={berth.id}>
            {berth.label}
          </option>
        ))}
      </select>
      <Button type="submit" className="w-full">
        Book berth
      </Button>
    </form>
  );
}
