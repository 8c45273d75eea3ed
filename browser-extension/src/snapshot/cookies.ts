import { type Browser, browser } from "wxt/browser";
import type { Cookie, Seen } from "../../wasm/seaworthy.js";
import { t } from "../text";
import { mayReadCookies } from "./access";

/**
 * The browser's own jar for the page. Without permission the API answers with an empty list instead of an error, which
 * would look like good news; so the permission is looked at first.
 */
export async function readCookies(tabId: number, url: string): Promise<Seen<Cookie[]>> {
  if (!(await mayReadCookies(url))) {
    return { state: "not-inspected", reason: t("whyNoCookies") };
  }
  try {
    const stores = await browser.cookies.getAllCookieStores();
    const store = stores.find((candidate) => candidate.tabIds.includes(tabId));
    // Cookies partitioned by the top-level site (CHIPS) are left out unless `partitionKey` is there.
    const cookies = await browser.cookies.getAll({
      url,
      partitionKey: {},
      ...(store === undefined ? {} : { storeId: store.id }),
    });
    return { state: "inspected", value: cookies.map(plain) };
  } catch (error) {
    return { state: "not-inspected", reason: t("whyCookiesFailed", String(error)) };
  }
}

function plain(cookie: Browser.cookies.Cookie): Cookie {
  const { name, value, httpOnly, secure, sameSite, domain, path, expirationDate } = cookie;
  const expiry = expirationDate === undefined ? {} : { expirationDate };
  const topLevelSite = cookie.partitionKey?.topLevelSite;
  const partition = topLevelSite === undefined ? {} : { partitionKey: topLevelSite };
  return { name, value, httpOnly, secure, sameSite: sameSite as Cookie["sameSite"], domain, path, ...expiry, ...partition };
}

/** Splits `document.cookie`. */
export function parseCookies(text: string): { name: string; value: string }[] {
  return text
    .split(";")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const at = part.indexOf("=");
      return at < 0 ? { name: "", value: part } : { name: part.slice(0, at), value: part.slice(at + 1) };
    });
}
