// The headers the page came with: as they were recorded, or of the same address asked for anew.

import type { Seen, SiteResponse } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { get } from "./fetch";
import { bare } from "./headers";
import { PAGE_LIMITS } from "./limits";
import { recordedResponses } from "./record";

export async function documentResponses(tabId: number, loadedFrom: string): Promise<Seen<SiteResponse[]>> {
  const recorded = await recordedResponses(tabId, loadedFrom);
  if (recorded !== undefined) return { state: "inspected", value: recorded };
  const asking = { page: loadedFrom, tabId, most: PAGE_LIMITS.htmlChars, cache: "no-store", anyStatus: true } as const;
  const got = await get(loadedFrom, asking);
  if (!("text" in got)) return { state: "not-inspected", reason: t(...("failed" in got ? got.failed : got.refused)) };
  // The address answers another way without the user's cookies: its headers may not be those of this page.
  if (bare(got.url) !== bare(loadedFrom)) return { state: "not-inspected", reason: t("whyRedirected") };
  const { status, headers } = got;
  const again = { kind: "document", status, headers, isRerequested: true, showsSetCookie: false } as const;
  return { state: "inspected", value: [{ url: bare(loadedFrom), ...again }] };
}
