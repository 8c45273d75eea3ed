import { browser } from "wxt/browser";

interface SidebarAction {
  open(): Promise<void>;
}

/** Opens the side panel (Chromium) or the sidebar (Firefox). Must be called within a user's gesture. */
export function openPanel(tab: { windowId: number }): void {
  const sidebar = (browser as unknown as { sidebarAction?: SidebarAction }).sidebarAction;
  const opened = sidebar ? sidebar.open() : browser.sidePanel.open({ windowId: tab.windowId });
  opened.catch((error: unknown) => console.error("Seaworthy could not open its panel:", error));
}
