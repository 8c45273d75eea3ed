// How many findings need somebody, on the icon of the tab.

import { browser } from "wxt/browser";
import type { SiteReport } from "../../wasm/seaworthy.js";
import { t, tn } from "../text";
import { countOf } from "./words";

export async function badge(tabId: number, report: SiteReport): Promise<void> {
  const [errors, warnings] = [countOf(report, "error"), countOf(report, "warning")];
  const count = errors + warnings;
  const title = count === 0 ? t("badgeNone") : tn("badgeOne", "badgeMany", count);
  try {
    await browser.action.setBadgeBackgroundColor({ tabId, color: errors > 0 ? "#a8201a" : "#7d4e00" });
    await browser.action.setBadgeTextColor({ tabId, color: "#ffffff" });
    await browser.action.setBadgeText({ tabId, text: count === 0 ? "" : count > 99 ? "99+" : String(count) });
    await browser.action.setTitle({ tabId, title });
  } catch {
    // The tab is gone.
  }
}
