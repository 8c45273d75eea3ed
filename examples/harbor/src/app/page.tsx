import Link from "next/link";
import { Anchor, CalendarDays, ReceiptText } from "lucide-react";
import { Button } from "@/components/ui/button";

const features = [
  { icon: Anchor, title: "Live berth map", text: "See which berths are free, from any device." },
  { icon: CalendarDays, title: "Bookings without phone calls", text: "Guests reserve online, staff confirm with one click." },
  { icon: ReceiptText, title: "Invoices that write themselves", text: "Every stay becomes an invoice on departure." },
];

export default function HomePage() {
  return (
    <main className="mx-auto max-w-5xl px-6 py-20">
      <section className="text-center">
        <h1 className="text-5xl font-bold tracking-tight">Fair winds for your front desk</h1>
        <p className="mx-auto mt-6 max-w-xl text-lg text-slate-500">
          Harbor is the berth booking platform for marinas and boatyards of every size.
        </p>
        <div className="mt-8 flex justify-center gap-4">
          <Button asChild size="lg">
            <Link href="/register">Start free trial</Link>
          </Button>
          <Button asChild size="lg" variant="outline">
            <Link href="/login">Sign in</Link>
          </Button>
        </div>
      </section>
      <section className="mt-20 grid gap-8 md:grid-cols-3">
        {features.map(({ icon: Icon, title, text }) => (
          <div key={title} className="rounded-xl border p-6">
            <Icon className="h-6 w-6 text-teal-700" />
            <h2 className="mt-4 font-semibold">{title}</h2>
            <p className="mt-2 text-sm text-slate-500">{text}</p>
          </div>
        ))}
      </section>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 80" className="mt-20 w-full text-teal-700/20">
        <path fill="currentColor" d="M0 40 Q150 0 300 40 T600 40 T900 40 T1200 40 V80 H0 Z" />
      </svg>
    </main>
  );
}
