// What the extension says, by key. The words stand in public/_locales, one file a language, where browsers look for them.

import { browser } from "wxt/browser";
import type messages from "../public/_locales/en/messages.json";

export type Key = keyof typeof messages;
/** A message and what goes into its gaps, in a form that can cross into a page and back. */
export type Told = [key: Key, ...values: (string | number)[]];

const i18n = browser.i18n as unknown as { getMessage(key: string, values?: string[]): string };

export function t(key: Key, ...values: (string | number)[]): string {
  const spoken = values.map((value) => (typeof value === "number" ? value.toLocaleString(LANGUAGE) : value));
  return i18n.getMessage(key, spoken) || key;
}

/** The one or the other by number; the number itself is `$1`. */
export function tn(one: Key, many: Key, number: number, ...values: (string | number)[]): string {
  return t(number === 1 ? one : many, number, ...values);
}

/** The language of the words that are there, so that numbers and dates do not speak another one. */
export const LANGUAGE = t2("language");

function t2(key: string): string {
  return i18n.getMessage(key) || "en";
}
