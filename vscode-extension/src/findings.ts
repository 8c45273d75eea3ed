// What is found in the open folders: the last scan, and what is shown live in its place.
import * as vscode from 'vscode';
import { RULES, type Rule } from './rules';
import type { Listing, Session } from './session';

export type Severity = 'error' | 'warning' | 'info';

export interface Finding {
  rule: Rule;
  severity: Severity;
  /** What is wrong and what to do, then what an attacker can do with it. */
  message: string;
  uri: vscode.Uri;
  range: vscode.Range;
}

const SEVERITIES: Severity[] = ['error', 'warning', 'info'];

export class Findings implements vscode.Disposable {
  private readonly files = new Map<string, Finding[]>();
  private readonly change = new vscode.EventEmitter<void>();
  private readonly listener: vscode.Disposable;
  /** How many files the last scan looked at; undefined before the first. */
  scanned: number | undefined;

  readonly onDidChange = this.change.event;

  constructor(private readonly session: Session) {
    this.listener = vscode.languages.onDidChangeDiagnostics((event) => {
      this.follow(event.uris);
    });
    this.follow(vscode.languages.getDiagnostics().map(([uri]) => uri));
  }

  /** Every finding, the gravest first, then in order of path and place. */
  all(): Finding[] {
    const found = [...this.files.keys()].sort().flatMap((file) => this.files.get(file) ?? []);
    return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
  }

  /** Asks the server to judge every file of every folder. False when it cannot. */
  async scan(): Promise<boolean> {
    const folders = vscode.workspace.workspaceFolders ?? [];
    const listings: Listing[] = [];
    for (const folder of folders) {
      const listing = await this.session.findings(folder.uri);
      if (listing === undefined) {
        return false;
      }
      listings.push(listing);
    }
    this.files.clear();
    for (const entry of listings.flatMap((listing) => listing.findings)) {
      this.add(entry);
    }
    this.scanned = listings.reduce((sum, listing) => sum + listing.files, 0);
    // What is shown is newer than what was read.
    this.follow(vscode.languages.getDiagnostics().map(([uri]) => uri));
    this.change.fire();
    return true;
  }

  dispose(): void {
    this.listener.dispose();
    this.change.dispose();
  }

  private add(entry: Listing['findings'][number]): void {
    const rule = RULES.get(entry.rule);
    if (rule === undefined) {
      return;
    }
    const uri = vscode.Uri.parse(entry.uri);
    const { start, end } = entry.range;
    const range = new vscode.Range(start.line, start.character, end.line, end.character);
    const known = this.files.get(uri.toString()) ?? [];
    this.files.set(uri.toString(), [...known, { rule, severity: entry.severity, message: entry.message, uri, range }]);
  }

  /** Takes over what is shown of these files. Of a file that is not open the scan stays, since closing takes its marks away. */
  private follow(uris: readonly vscode.Uri[]): void {
    const open = new Set(vscode.workspace.textDocuments.map((document) => document.uri.toString()));
    let changed = false;
    for (const uri of uris) {
      const shown = vscode.languages.getDiagnostics(uri).flatMap((diagnostic) => toFinding(uri, diagnostic));
      const file = uri.toString();
      if (shown.length === 0 && !(open.has(file) && this.files.has(file))) {
        continue;
      }
      changed = true;
      if (shown.length > 0) {
        this.files.set(file, shown);
      } else {
        this.files.delete(file);
      }
    }
    if (changed) {
      this.change.fire();
    }
  }
}

function toFinding(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Finding[] {
  const code = diagnostic.code;
  const rule = diagnostic.source === 'seaworthy' && typeof code === 'object' ? RULES.get(String(code.value)) : undefined;
  if (rule === undefined) {
    return [];
  }
  const severity = SEVERITIES[diagnostic.severity] ?? 'info';
  return [{ rule, severity, message: diagnostic.message, uri, range: diagnostic.range }];
}

/** `2 errors, 1 warning`; empty when there is nothing. */
export function counted(findings: readonly Finding[]): string {
  const words: Record<Severity, [string, string]> = { error: ['error', 'errors'], warning: ['warning', 'warnings'], info: ['note', 'notes'] };
  const parts = SEVERITIES.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const);
  return parts
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => `${count.toString()} ${words[severity][count === 1 ? 0 : 1]}`)
    .join(', ');
}
