// Source maps: named by a script's last comment or its headers, else looked for beside it. Whether a text is a source map
// is for the core to tell, by its content; hosts answer any address with a page.

import type { NotInspected, PageScript } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { mayRead } from "./access";
import { type Fetched, get } from "./fetch";
import { bare } from "./headers";
import { LIMITS } from "./limits";

type SourceMap = NonNullable<PageScript["sourceMap"]>;

const COMMENT = /\/[/*][#@]\s*sourceMappingURL=([^\s'"*]+)/g;

export class SourceMaps {
  readonly notInspected: NotInspected[] = [];
  #left: number = LIMITS.allMapBytes;
  #guesses: number = LIMITS.guessedMaps;

  constructor(
    readonly page: string,
    readonly tabId: number,
  ) {}

  async of(script: string, { text, headers }: Fetched): Promise<SourceMap | undefined> {
    const named = headers.find(([name]) => /^(?:x-)?sourcemap$/i.test(name))?.[1] ?? fromComment(text);
    if (named?.startsWith("data:") === true) return inline(script, named);
    const url = URL.parse(named ?? `${bare(script)}.map`, script);
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    const isOwn = url.origin === new URL(this.page).origin;
    if (named === undefined && (!isOwn || (this.#guesses -= 1) < 0)) return undefined;
    if (!isOwn && !(await mayRead(url.href))) return undefined;
    const most = Math.min(LIMITS.mapBytes, this.#left);
    const got = await get(url.href, { page: this.page, tabId: this.tabId, most, cache: "force-cache" });
    if ("text" in got && isJson(got.text)) {
      this.#left -= got.text.length;
      return { url: bare(url.href), text: got.text };
    }
    // A map that a script names and that is not there is how it should be.
    if ("refused" in got && got.refused[0] !== "whyStatus") {
      this.notInspected.push({ what: bare(url.href), reason: t(...got.refused) });
    }
    return undefined;
  }
}

/** The last of such comments counts. It stands at the end; a bundle may quote others. */
function fromComment(text: string): string | undefined {
  // Only an inline map makes the last line long.
  const at = text.lastIndexOf("sourceMappingURL=");
  if (at < 0) return undefined;
  const last = [...text.slice(Math.max(0, at - 8)).matchAll(COMMENT)].at(-1);
  const isLast = last !== undefined && text.length - at - (last[1]?.length ?? 0) < 512;
  return isLast ? last[1] : undefined;
}

function inline(script: string, url: string): SourceMap | undefined {
  const [head = "", body = ""] = url.split(",", 2);
  if (body.length > LIMITS.mapBytes) return undefined;
  try {
    const bytes = head.endsWith(";base64")
      ? Uint8Array.from(atob(body), (character) => character.charCodeAt(0))
      : new TextEncoder().encode(decodeURIComponent(body));
    const text = new TextDecoder().decode(bytes);
    return isJson(text) ? { url: bare(script), text } : undefined;
  } catch {
    return undefined;
  }
}

/** Some hosts put `)]}'` before JSON, as the format allows. */
function isJson(text: string): boolean {
  return /^\s*(?:\)\]\}'[^\n]*\n)?\s*\{/.test(text.slice(0, 200));
}
