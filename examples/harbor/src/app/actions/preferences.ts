"use server";

import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { destroySession } from "@/lib/session";

const ONE_YEAR = 60 * 60 * 24 * 365;

export async function saveTheme(theme: "light" | "dark") {
  const cookieStore = await cookies();
  cookieStore.set("theme", theme, { path: "/", maxAge: ONE_YEAR });
}

export async function saveLocale(locale: string) {
  const cookieStore = await cookies();
  cookieStore.set("NEXT_LOCALE", locale, { path: "/", maxAge: ONE_YEAR });
}

export async function saveSidebarState(open: boolean) {
  const cookieStore = await cookies();
  cookieStore.set("sidebar_state", String(open), { path: "/", maxAge: ONE_YEAR });
}

export async function signOut() {
  await destroySession();
  const cookieStore = await cookies();
  cookieStore.set("harbor_refresh_token", "", { path: "/", maxAge: 0 });
  redirect("/login");
}
