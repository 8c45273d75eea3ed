import { requireMember } from "@/lib/member";
import { prisma } from "@/lib/prisma";
import { formatDate, formatMoney } from "@/lib/utils";
import { AskDockmaster } from "@/components/ai/ask-dockmaster";
import { BerthMap } from "@/components/berths/berth-map";
import { BookingForm } from "@/components/bookings/booking-form";

async function getWeather(latitude: number, longitude: number) {
  const response = await fetch(
    `http://api.open-meteo.com/v1/forecast?latitude=${latitude}&longitude=${longitude}&current=wind_speed_10m`,
    { next: { revalidate: 900 } },
  );
  if (!response.ok) return null;
  const data = await response.json();
  return data.current as { wind_speed_10m: number };
}

export default async function DashboardPage() {
  const member = await requireMember();

  const stations = await prisma.tideStation.findMany({ orderBy: { name: "asc" }, take: 1 });
  const weather = stations[0] ? await getWeather(stations[0].latitude, stations[0].longitude) : null;

  const allBerths = await prisma.berth.findMany({ orderBy: { label: "asc" } });
  const berths = allBerths.filter((berth) => berth.organizationId === member.organizationId);

  const bookings = await prisma.booking.findMany({
    where: { status: "CONFIRMED", arrival: { gte: new Date() } },
    include: { berth: true },
    orderBy: { arrival: "asc" },
    take: 10,
  });

  const openInvoices = await prisma.invoice.findMany({
    where: { organizationId: member.organizationId, status: "OPEN" },
    select: { id: true, number: true, amountCents: true },
  });
  const outstanding = openInvoices.reduce((sum, invoice) => sum + invoice.amountCents, 0);

  return (
    <main className="mx-auto grid max-w-6xl gap-8 px-6 py-10 lg:grid-cols-3">
      <section className="lg:col-span-2">
        <h1 className="text-2xl font-bold">Today in the harbor</h1>
        <p className="mt-1 text-sm text-slate-500">
          {weather ? `Wind ${weather.wind_speed_10m} km/h` : "No weather data"} · {formatMoney(outstanding)} outstanding
        </p>
        <BerthMap berths={berths} />
        <h2 className="mt-8 font-semibold">Next arrivals</h2>
        <ul className="mt-3 divide-y rounded-xl border">
          {bookings.map((booking) => (
            <li key={booking.id} className="flex justify-between px-4 py-3 text-sm">
              <span>
                {booking.boatName} · {booking.berth.label}
              </span>
              <span className="text-slate-500">{formatDate(booking.arrival)}</span>
            </li>
          ))}
        </ul>
      </section>
      <aside className="space-y-8">
        <BookingForm organizationId={member.organizationId} berths={berths} />
        <AskDockmaster />
      </aside>
    </main>
  );
}
