// Which tab the user asked about. Kept in the session's memory only, since the panel may open after the click.

import { browser } from "wxt/browser";

const KEY = "target";

export interface Target {
  tabId: number;
  /** Tells two clicks on one tab apart. */
  click: string;
}

export async function askFor(tabId: number): Promise<void> {
  await browser.storage.session.set({ [KEY]: { tabId, click: crypto.randomUUID() } satisfies Target });
}

/** Calls `inspect` for the click that opened the panel, and for every later one in this window. */
export async function onAsked(inspect: (tabId: number) => void): Promise<void> {
  const seen = new Set<string>();
  const take = async (value: unknown): Promise<void> => {
    if (!isTarget(value) || seen.has(value.click)) return;
    seen.add(value.click);
    if (await isInThisWindow(value.tabId)) inspect(value.tabId);
  };
  browser.storage.session.onChanged.addListener((changes) => void take(changes[KEY]?.newValue));
  await take((await browser.storage.session.get(KEY))[KEY]);
}

function isTarget(value: unknown): value is Target {
  return typeof value === "object" && value !== null && "tabId" in value && "click" in value
    && typeof value.tabId === "number" && typeof value.click === "string";
}

/** Each window has a panel of its own. */
async function isInThisWindow(tabId: number): Promise<boolean> {
  try {
    const [tab, here] = await Promise.all([browser.tabs.get(tabId), browser.windows.getCurrent()]);
    return tab.windowId === here.id;
  } catch {
    return false;
  }
}
