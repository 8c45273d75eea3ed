import type { Metadata } from "next";
import Link from "next/link";
import { cookies } from "next/headers";
import { ThemeToggle } from "@/components/theme-toggle";
import "./globals.css";

export const metadata: Metadata = {
  title: "Harbor: berth booking for modern marinas",
  description: "Manage berths, bookings and invoices in one place.",
};

export default async function RootLayout({ children }: { children: React.ReactNode }) {
  const cookieStore = await cookies();
  const theme = cookieStore.get("theme")?.value ?? "light";
  const locale = cookieStore.get("NEXT_LOCALE")?.value ?? "en";

  return (
    <html lang={locale} className={theme === "dark" ? "dark" : undefined}>
      <body className="min-h-screen antialiased">
        <header className="flex items-center justify-between border-b px-6 py-4">
          <Link href="/" className="text-lg font-semibold">
            ⚓ Harbor
          </Link>
          <ThemeToggle initialTheme={theme} initialLocale={locale} />
        </header>
        {children}
        <footer className="mt-16 border-t px-6 py-8 text-sm text-slate-500">
          <p>© 2025 Harbor. All rights reserved.</p>
          <nav className="mt-2 flex gap-4">
            <Link href="/privacy">Privacy Policy</Link>
            <a href="#">Terms of Service</a>
            <a href="#">Contact</a>
          </nav>
        </footer>
      </body>
    </html>
  );
}
