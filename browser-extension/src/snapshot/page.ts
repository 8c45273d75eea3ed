// Runs inside the page (isolated world) and must be self-contained: it is handed over as text.

import type { Told } from "../text";
import type { PageLimits } from "./limits";

/** What was left out, and why, still to be put into words. */
export interface Missed {
  what: Told;
  why: Told;
}

/** What the document itself tells. */
export interface PageView {
  url: string;
  /** The address it was loaded from; scripts may have changed the one above since. */
  loadedFrom: string;
  /** URLs of scripts: from the document and from what was loaded later. */
  scriptUrls: string[];
  inlineScripts: string[];
  /** Data in the page: `__NEXT_DATA__` and other scripts that hold JSON. */
  inlineData: string[];
  html: string | undefined;
  /** Links that may lead to a privacy policy, terms or an imprint. */
  links: string[];
  /** `document.cookie`. */
  cookies: string;
  missed: Missed[];
}

/** Reads the document, its scripts and the cookies scripts can read. Reads only: it changes nothing in the page. */
export function readPage(limits: PageLimits): PageView {
  const missed: Missed[] = [];
  const isScript = (type: string): boolean =>
    type === "" || type === "module" || /^(?:text|application)\/(?:x-)?(?:java|ecma)script\b/i.test(type);
  const isData = (type: string): boolean => /^application\/(?:[\w.-]+\+)?json\b/i.test(type);

  const scriptUrls = new Set<string>();
  const inlineData: string[] = [];
  const inlineScripts: string[] = [];
  for (const script of Array.from(document.scripts)) {
    const type = script.type.trim();
    if (isData(type) && inlineData.length < limits.inlineScripts) inlineData.push(script.textContent ?? "");
    if (!isScript(type)) continue;
    if (script.src !== "") scriptUrls.add(script.src);
    else if (inlineScripts.length < limits.inlineScripts) inlineScripts.push(script.textContent ?? "");
  }
  const preloads = 'link[rel~="modulepreload"][href], link[rel~="preload"][as="script"][href]';
  for (const link of Array.from(document.querySelectorAll<HTMLLinkElement>(preloads))) scriptUrls.add(link.href);
  // Chunks that were loaded later stand nowhere in the document, only in the browser's record of the load.
  for (const entry of performance.getEntriesByType("resource") as PerformanceResourceTiming[]) {
    const isCode = /\.[cm]?js(?:[?#]|$)/i.test(entry.name);
    if (entry.initiatorType === "script" || isCode) scriptUrls.add(entry.name);
  }

  // Words of a privacy policy, terms and an imprint in the languages of most of the web, in addresses and in link texts.
  const legal =
    /privacy|datenschutz|privacidad|privacidade|confidentialit|riservatezza|privacybeleid|integritet|personvern|prywatno|gizlilik|конфиденциальн|隐私|隱私|プライバシー|개인정보|פרטיות|خصوصية|terms|conditions|agb\b|nutzungsbedingungen|t[eé]rminos|condiciones|termos|termini|voorwaarden|villkor|regulamin|利用規約|服务条款|이용약관|תנאי|imprint|impressum|mentions-l[eé]gales|aviso-legal|\blegal\b/i;
  const links = new Set<string>();
  for (const link of Array.from(document.querySelectorAll<HTMLAnchorElement>("a[href]"))) {
    const text = (link.textContent ?? "").trim();
    const isLegal = legal.test(link.href.replace(/[?#].*$/s, "")) || (text.length < 80 && legal.test(text));
    if (isLegal && /^https?:/.test(link.href) && links.size < limits.links) links.add(link.href.replace(/#.*$/s, ""));
  }

  const frames = document.querySelectorAll("iframe[src], frame[src]").length;
  if (frames > 0) missed.push({ what: frames === 1 ? ["oneFrame"] : ["manyFrames", frames], why: ["whyFrame"] });
  let cookies = "";
  try {
    cookies = document.cookie;
  } catch {
    missed.push({ what: ["asIs", "document.cookie"], why: ["whySandboxed"] });
  }
  const markup = document.documentElement.outerHTML;
  const html = markup.length <= limits.htmlChars ? markup : undefined;
  const loaded = performance.getEntriesByType("navigation")[0]?.name ?? location.href;
  return {
    url: location.href,
    loadedFrom: loaded,
    scriptUrls: [...scriptUrls],
    inlineScripts,
    inlineData,
    html,
    links: [...links],
    cookies,
    missed,
  };
}
