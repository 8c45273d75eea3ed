import * as vscode from 'vscode';
import { SELECTOR } from './languages';

/** What the server says of itself in `seaworthy/status`. */
export interface ServerStatus {
  state: 'busy' | 'ready' | 'off';
  version: string;
  files: number;
}

/** The language status item: ready, busy, off or error, with the server's version and how much is found. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('seaworthy', SELECTOR);
  private last: ServerStatus | undefined;
  private found = '';
  private looked: Date | undefined;

  constructor() {
    this.item.name = 'Seaworthy';
    this.starting();
  }

  starting(): void {
    this.last = undefined;
    this.set('Seaworthy: starting', '', { busy: true });
  }

  show(status: ServerStatus): void {
    this.last = status;
    switch (status.state) {
      case 'busy':
        this.set('Seaworthy: reading the project', status.version, { busy: true });
        break;
      case 'ready':
        this.ready(status);
        break;
      case 'off':
        this.set('Seaworthy: off', status.version, {});
        break;
    }
  }

  /** What is found now, in words; empty for nothing. */
  count(found: string): void {
    this.found = found;
    this.looked = new Date();
    if (this.last?.state === 'ready') {
      this.ready(this.last);
    }
  }

  /** The process is gone or never came. */
  failed(reason: string): void {
    this.last = undefined;
    this.set('Seaworthy: not running', reason, { severity: vscode.LanguageStatusSeverity.Error });
    this.item.command = { command: 'seaworthy.restartServer', title: 'Restart Server' };
  }

  dispose(): void {
    this.item.dispose();
  }

  private ready(status: ServerStatus): void {
    const parts = [`${status.version} · ${status.files.toString()} files known`];
    if (this.looked !== undefined) {
      parts.push(`as of ${this.looked.toLocaleTimeString()}`);
    }
    this.set(this.found === '' ? 'Seaworthy: ready' : `Seaworthy: ${this.found}`, parts.join(' · '), {});
  }

  private set(text: string, detail: string, how: { busy?: boolean; severity?: vscode.LanguageStatusSeverity }): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = how.busy ?? false;
    this.item.severity = how.severity ?? vscode.LanguageStatusSeverity.Information;
    this.item.command = { command: 'seaworthy.showMenu', title: 'Menu' };
  }
}
