// Building the panel. Text from pages only ever becomes text nodes; there is no way to hand in markup.

export type Child = Node | string;

export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A button that does something. */
export function button(label: string, work: () => void, attributes: Record<string, string> = {}): HTMLButtonElement {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", work);
  return made;
}

/** A part of the page under a heading of its own. */
export function section(id: string, title: string, attributes: Record<string, string>, ...children: Child[]): HTMLElement {
  return el("section", { ...attributes, "aria-labelledby": id }, el("h2", { id }, title), ...children);
}

/** A text to be copied, in a frame. */
export function frame(text: string): HTMLElement {
  return el("pre", { tabindex: "0" }, el("code", {}, text));
}

/** Text in which `code` between back-ticks is set as code. */
export function prose(text: string): Child[] {
  return text.split("`").map((part, at) => (at % 2 === 1 ? el("code", {}, part) : part));
}

const SVG = "http://www.w3.org/2000/svg";

/** A drawing of one path; for the eye only, its word stands beside it. */
export function shape(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  const drawing = document.createElementNS(SVG, "path");
  drawing.setAttribute("d", path);
  drawing.setAttribute("fill-rule", "evenodd");
  svg.append(drawing);
  return svg;
}
