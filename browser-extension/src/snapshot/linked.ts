// Privacy policy, terms and imprint, as far as the page links to them and they may be read.

import type { LinkedPage, NotInspected } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { mayRead, pattern } from "./access";
import { eachOf, get } from "./fetch";
import { bare } from "./headers";
import { LIMITS } from "./limits";

export interface Linked {
  pages: LinkedPage[];
  notInspected: NotInspected[];
  wanted: string[];
}

export async function fetchLinked(links: string[], page: string, tabId: number): Promise<Linked> {
  const found: Linked = { pages: [], notInspected: [], wanted: [] };
  const origin = new URL(page).origin;
  const kept = links.filter((link) => bare(link) !== bare(page)).slice(0, LIMITS.linkedPages);
  await eachOf(kept, async (url) => {
    if (new URL(url).origin !== origin && !(await mayRead(url))) {
      found.notInspected.push({ what: bare(url), reason: t("whyOtherSite") });
      const wanted = pattern(url);
      if (wanted !== undefined) found.wanted.push(wanted);
      return;
    }
    const got = await get(url, { page, tabId, most: LIMITS.linkedPageBytes, cache: "force-cache", anyStatus: true });
    if ("text" in got) found.pages.push({ url, status: got.status, text: got.text });
    else found.notInspected.push({ what: bare(url), reason: t(...("failed" in got ? got.failed : got.refused)) });
  });
  found.pages.sort((a, b) => kept.indexOf(a.url) - kept.indexOf(b.url));
  return found;
}
