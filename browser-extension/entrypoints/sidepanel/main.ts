import { Panel } from "../../src/panel/panel";
import { onAsked } from "../../src/target";

const panel = new Panel();
// A tab named in the address: the panel as a page of its own, for wide reports and for tests.
const named = Number.parseInt(new URLSearchParams(location.search).get("tab") ?? "", 10);
if (Number.isInteger(named)) void panel.inspect(named);
else void onAsked((tabId) => void panel.inspect(tabId));
