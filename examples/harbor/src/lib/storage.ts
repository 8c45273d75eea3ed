/**
 * Safe wrappers around browser storage.
 * They do nothing during server-side rendering.
 */
const PREFIX = "harbor:";

export const STORAGE_KEYS = {
  token: "token",
  refresh: "refresh",
  theme: "theme",
  bookingDraft: "booking-draft",
  tourSeen: "tour-seen",
} as const;

const isBrowser = () => typeof window !== "undefined";

export function setItem<T>(key: string, value: T): void {
  if (!isBrowser()) return;
  try {
    window.localStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch (error) {
    console.warn(`Could not save ${key}`, error);
  }
}

export function getItem<T>(key: string, fallback: T): T {
  if (!isBrowser()) return fallback;
  try {
    const raw = window.localStorage.getItem(PREFIX + key);
    return raw ? (JSON.parse(raw) as T) : fallback;
  } catch {
    return fallback;
  }
}

export function removeItem(key: string): void {
  if (!isBrowser()) return;
  window.localStorage.removeItem(PREFIX + key);
}

export function setCookie(name: string, value: string, days = 7): void {
  if (!isBrowser()) return;
  const expires = new Date(Date.now() + days * 864e5).toUTCString();
  document.cookie = `${name}=${encodeURIComponent(value)}; expires=${expires}; path=/; SameSite=Lax`;
}

export function getCookie(name: string): string | null {
  if (!isBrowser()) return null;
  const match = document.cookie.match(new RegExp(`(?:^|; )${name}=([^;]*)`));
  return match ? decodeURIComponent(match[1]) : null;
}
