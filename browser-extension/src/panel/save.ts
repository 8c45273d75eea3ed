// Saving a text as a file, without a permission of its own.

import { el } from "./dom";

export function save(text: string, name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  el("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** `seaworthy-shop.test-2026-11-24.json`. */
export function fileName(url: string, ending: string): string {
  const host = URL.parse(url)?.hostname.replace(/[^\w.-]/g, "-") ?? "page";
  return `seaworthy-${host}-${new Date().toISOString().slice(0, 10)}.${ending}`;
}
