// What the user has allowed, and asking for more. A host pattern has no port: browsers ignore ports in permissions.

import { browser } from "wxt/browser";

/** The permission pattern for the site of a URL; none for anything but http and https. */
export function pattern(url: string): string | undefined {
  try {
    const { protocol, hostname } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? `${protocol}//${hostname}/*` : undefined;
  } catch {
    return undefined;
  }
}

/** What the cookies of a site, and the headers it answers with, need beside the site itself. */
const MORE: ("cookies" | "webRequest")[] = ["cookies", "webRequest"];

export async function mayRead(url: string): Promise<boolean> {
  const origin = pattern(url);
  return origin !== undefined && (await browser.permissions.contains({ origins: [origin] }));
}

export async function mayReadCookies(url: string): Promise<boolean> {
  const origin = pattern(url);
  return origin !== undefined && (await browser.permissions.contains({ permissions: ["cookies"], origins: [origin] }));
}

/** Asks the user. Must be called within a click, before anything is waited for. */
export async function ask(origins: string[]): Promise<boolean> {
  return browser.permissions.request({ permissions: MORE, origins });
}

/** Whether all of it is given already. */
export async function has(origins: string[]): Promise<boolean> {
  return browser.permissions.contains({ permissions: MORE, origins });
}
