import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { openPanel } from "../src/panel/open";
import { recordResponses } from "../src/snapshot/record";
import { askFor } from "../src/target";

// A click on the icon is the user's word to inspect this page: it grants access to the tab, opens the panel and tells it
// which tab is meant. Nothing else ever starts an inspection.
export default defineBackground(() => {
  recordResponses();
  browser.action.onClicked.addListener((tab) => {
    // Opening needs the user's gesture, which ends with the first wait; so it goes first and is not waited for.
    openPanel(tab);
    if (tab.id !== undefined) void askFor(tab.id);
  });
});
