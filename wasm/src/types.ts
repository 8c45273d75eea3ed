/** A position in a text, in UTF-16 code units; `line` and `column` are zero-based. */
export interface Position { offset: number; line: number; column: number; }
/** A half-open range. */
export interface Range { start: Position; end: Position; }

export type Severity = "error" | "warning" | "info";
/** Whether the surrounding code was read whole. */
export type Certainty = "complete" | "partial";
export type Gap = "token-storage" | "cookie-flags" | "client-secret" | "tenant-isolation" | "rate-limit" | "headers"
  | "dependency" | "privacy" | "audit-log";

/** What is known of a rule before it runs. */
export interface RuleInfo {
  id: string;
  gap: Gap;
  gapTitle: string;
  /** Item of the launch checklist, 1 to 10. */
  launchItem: number;
  title: string;
  /** The gravest severity the rule gives without configuration. */
  severity: Severity;
  /** CWE numbers. */
  cwe: number[];
  /** OWASP Top 10 2021 entries, such as `A05:2021`. */
  owasp: string[];
  /** The page that explains the rule. */
  url: string;
}

/** What is wrong, what it allows, what to do. */
export interface Message { what: string; risk: string; remedy: string; }

export type Level = "off" | "info" | "warning" | "error";
/** The content of `seaworthy.toml` as an object. */
export interface Config {
  /** Rule id or gap to level. */
  rules?: Record<string, Level>;
  overrides?: { paths: string[]; rules: Record<string, Level> }[];
  ignore?: string[];
  names?: {
    tokens?: string[];
    "not-tokens"?: string[];
    "session-cookies"?: string[];
    "not-session-cookies"?: string[];
  };
}

/** A source file; `path` is project-relative with forward slashes. */
export interface Source { path: string; text: string; }
export interface Place { path: string; /** Null when the file was not among the sources. */ range: Range | null; }
export interface Related extends Place { note: string; }
/** One replacement; with `newFile`, whose range is null, the text begins or continues a file that is not among the sources. */
export interface Edit extends Place { newFile: boolean; text: string; }
export interface Fix { title: string; level: "safe" | "suggestion" | "guide"; edits: Edit[]; }
export interface SourceFinding {
  rule: RuleInfo;
  range: Range | null;
  severity: Severity;
  certainty: Certainty;
  message: Message;
  related: Related[];
  /** The first is the preferred one. */
  fixes: Fix[];
}
export interface AnalysisReport {
  files: {
    path: string;
    findings: SourceFinding[];
    /** How many findings ignore comments silenced. */
    suppressed: number;
    /** Ignore comments that ignore nothing, and parts that could not be read. */
    notes: { range: Range | null; message: string }[];
  }[];
}

/** Something that may not have been looked at. */
export type Seen<T> = { state: "inspected"; value: T } | { state: "not-inspected"; reason: string };
export interface NotInspected { what: string; reason: string; }
/** An inline script has the page's URL and `#inline-N`, data in the page `#data-N`. */
export interface PageScript { url: string; text: string; /** Its source map as JSON text, if one was found. */ sourceMap?: { url: string; text: string }; }
export type ResourceKind = "document" | "script" | "style" | "image" | "font" | "media" | "frame" | "fetch" | "beacon"
  | "web-socket" | "other";
/** A response's status and headers. */
export interface SiteResponse {
  url: string;
  kind: ResourceKind;
  status: number;
  /** In order, names as sent; each Set-Cookie an entry of its own. */
  headers: [name: string, value: string][];
  /** Asked for anew without the user's cookies, instead of observed as the page loaded. */
  isRerequested?: boolean;
  /** Whether Set-Cookie headers would be among `headers`. */
  showsSetCookie?: boolean;
}
/** A request of the page. */
export interface SiteRequest {
  url: string;
  kind: ResourceKind;
  /** Milliseconds after the navigation. */
  startedAt?: number;
  initiator?: string;
  status?: number;
  beforeInteraction?: boolean;
  setsCookies?: string[];
  fromCache?: boolean;
}
/** A page that the document links to: privacy policy, terms, imprint. */
export interface LinkedPage { url: string; status: number; text: string; }
/** The answer to a read-only question to a service of the page. */
export interface ProbeAnswer { id: string; status: number; contentRange?: string; body: string; }
export interface StorageEntry {
  area: "localStorage" | "sessionStorage" | "IndexedDB";
  /** Database and store for IndexedDB. */
  place?: string;
  key: string;
  /** IndexedDB records as JSON. */
  value: string;
}
/** A cookie as the browser's `cookies` API gives it. */
export interface Cookie {
  name: string;
  value: string;
  httpOnly: boolean;
  secure: boolean;
  sameSite: "strict" | "lax" | "no_restriction" | "unspecified";
  domain: string;
  path: string;
  expirationDate?: number;
  /** The site it is partitioned by (CHIPS). */
  partitionKey?: string;
}
/** Everything seen of a page. What is absent was not inspected. */
export interface Snapshot {
  /** The form of the snapshot: 2. */
  version?: number;
  mode?: "as-found" | "reloaded" | "requested";
  /** After redirects. */
  url: string;
  /** The document's redirect chain and itself first. */
  responses?: Seen<SiteResponse[]>;
  /** The document's outer HTML. */
  html?: Seen<string>;
  requests?: Seen<SiteRequest[]>;
  linkedPages?: LinkedPage[];
  probes?: ProbeAnswer[];
  /** Seconds since 1970. */
  takenAt?: number;
  scripts: Seen<PageScript[]>;
  storage: Seen<StorageEntry[]>;
  cookies: Seen<Cookie[]>;
  /** What `document.cookie` shows. */
  scriptCookies?: { name: string; value: string }[];
  notInspected?: NotInspected[];
}

export type SiteSubject =
  | { kind: "storage"; area: string; key: string }
  | { kind: "cookie"; name: string; domain: string; path: string }
  /** `range` is null when only the original is known. */
  | { kind: "script"; url: string; range: Range | null; original: Original | null }
  /** `header` is lower case; empty when the response as a whole is meant. */
  | { kind: "response"; url: string; header: string }
  /** `what` is a word or two: `script`, `form`, `frame`, `request`, `library`, `source map`, `link`. */
  | { kind: "resource"; url: string; what: string }
  | { kind: "page" };
/** A place in an original source that a source map leads to; zero-based, columns in UTF-16 units. */
export interface Original { file: string; start: { line: number; column: number }; end: { line: number; column: number }; }
export interface SiteFinding {
  rule: RuleInfo;
  subject: SiteSubject;
  severity: Severity;
  certainty: Certainty;
  message: Message;
  /** What was seen, redacted; one plain line each. */
  evidence: string[];
}
export interface LookedAt {
  /** Null where nothing was looked at. */
  scripts: number | null;
  scriptBytes: number;
  storageEntries: number | null;
  cookies: number | null;
}
export type ItemVerdict = "holds" | "falls-short" | "needs-word" | "not-applicable" | "not-inspected";
/** A launch item, and how the page stands to it. */
export interface SiteItem {
  /** 1 to 10. */
  number: number;
  id: string;
  title: string;
  question: string;
  verdict: ItemVerdict;
  /** Why, as a clause without a full stop. */
  reason: string;
  /** What was looked at, as clauses without a full stop. */
  evidence: string[];
  /** What the page alone shows, findings apart. */
  seen: { standing: "shown" | "absent" | "unclear" | "unread"; reason: string };
}
export type AreaId = "headers" | "markup" | "requests" | "scripts" | "source-maps" | "storage" | "cookies" | "linked-pages"
  | "services" | "consent";
/** A part of the page, and whether it was looked at. */
export interface Area {
  id: AreaId;
  title: string;
  inspected: boolean;
  /** Why it was not, or what is missing of it all the same; may be empty. */
  reason: string;
  /** What was there; empty when nobody looked. */
  seen: string;
}
/** The grade of the document's headers, by the scoring of MDN's HTTP Observatory. */
export interface Grade {
  score: number;
  /** `A+` to `F`. */
  letter: string;
  /** `result` is the Observatory's own word, `reason` says it for people. */
  tests: { name: string; result: string; modifier: number; reason: string }[];
}
/** Text for a host's configuration; detected when the page's answer shows that this host is in front. */
export interface Snippet { host: string; file: string; text: string; detected: boolean; }
export interface SiteService {
  kind: "supabase" | "firebase";
  url: string;
  /** `anon`, `publishable`, `service_role`, `web`; null when no key was seen. */
  keyRole: string | null;
  /** Tables or collections that the scripts name. */
  tables: string[];
}
/** A read-only question to a service of the page; asked only on a click, and only as it stands. Its answer is a ProbeAnswer. */
export interface Question {
  id: string;
  method: "GET" | "HEAD";
  url: string;
  headers: [name: string, value: string][];
  explains: string;
}
export interface Library { name: string; /** Empty when only the name is known. */ version: string; script: string; }
export interface ThirdParty {
  domain: string;
  /** Empty when unknown. */
  entity: string;
  /** `other` when unknown. */
  category: string;
  requests: number;
  /** Names. */
  cookies: string[];
  /** Null when nobody watched from the beginning. */
  beforeConsent: boolean | null;
}
export interface SiteReport {
  /** The verdict. */
  sentence: string;
  /** All ten in order; empty where scripts alone were judged. */
  items: SiteItem[];
  /** The gravest first. */
  findings: SiteFinding[];
  areas: Area[];
  /** Null when headers were not seen, or on a development address. */
  grade: Grade | null;
  suggestedCsp: string | null;
  /** The host in front first. */
  snippets: Snippet[];
  services: SiteService[];
  questions: Question[];
  libraries: Library[];
  thirdParties: ThirdParty[];
  notInspected: NotInspected[];
  lookedAt: LookedAt;
}
export interface Conclusion { sentence: string; items: SiteItem[]; }
