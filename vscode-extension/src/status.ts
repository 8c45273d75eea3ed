import * as vscode from 'vscode';
import { SELECTOR } from './languages';

/** What the server says of itself in `seaworthy/status`. */
export interface ServerStatus {
  state: 'busy' | 'ready' | 'off';
  version: string;
  files: number;
}

/** The language status item: ready, busy, off or error, with the server's version. */
export class StatusItem implements vscode.Disposable {
  private readonly item = vscode.languages.createLanguageStatusItem('seaworthy', SELECTOR);

  constructor() {
    this.item.name = 'Seaworthy';
    this.item.command = { command: 'seaworthy.showOutput', title: 'Show Output' };
    this.starting();
  }

  starting(): void {
    this.set('Seaworthy: starting', '', { busy: true });
  }

  show(status: ServerStatus): void {
    const files = `${status.version} · ${status.files.toString()} files known`;
    switch (status.state) {
      case 'busy':
        this.set('Seaworthy: reading the project', status.version, { busy: true });
        break;
      case 'ready':
        this.set('Seaworthy: ready', files, {});
        break;
      case 'off':
        this.set('Seaworthy: off', status.version, {});
        break;
    }
  }

  /** The process is gone or never came. */
  failed(reason: string): void {
    this.set('Seaworthy: not running', reason, { severity: vscode.LanguageStatusSeverity.Error });
    this.item.command = { command: 'seaworthy.restartServer', title: 'Restart Server' };
  }

  dispose(): void {
    this.item.dispose();
  }

  private set(text: string, detail: string, how: { busy?: boolean; severity?: vscode.LanguageStatusSeverity }): void {
    this.item.text = text;
    this.item.detail = detail;
    this.item.busy = how.busy ?? false;
    this.item.severity = how.severity ?? vscode.LanguageStatusSeverity.Information;
    this.item.command = { command: 'seaworthy.showOutput', title: 'Show Output' };
  }
}
