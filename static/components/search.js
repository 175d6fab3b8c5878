// The search of every page. What is typed goes to the server, which answers with at most ten links
// in groups: {typed, said, groups: [[title, [[label, hint, address], …]], …]}. Nothing is sent
// before somebody types. Names enter the page as text only.

import { dress } from "./component.js";

const fields = new WeakMap();
const PAUSE = 150; // milliseconds without a key until what is typed is sent

export default function ({ data, parentElement, setTriggerValue }) {
  dress(parentElement, import.meta.url);
  if (!fields.has(parentElement)) fields.set(parentElement, new Field(parentElement));
  const field = fields.get(parentElement);
  field.update(data, setTriggerValue);
  return () => parentElement.isConnected || field.close();
}

let built = 0;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

class Field {
  constructor(parent) {
    this.id = `search-${++built}`;
    this.links = [];
    this.active = -1;
    this.input = make("input", {
      type: "text",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${this.id}-list`,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      enterkeyhint: "search",
      "data-testid": "search-input",
    });
    this.list = make("div", { role: "listbox", id: `${this.id}-list`, class: "list" });
    this.said = make("div", { class: "said", role: "status", "data-testid": "search-said" });
    this.panel = make("div", { class: "panel", popover: "manual" }, this.said, this.list);
    this.root = make("div", { class: "search", role: "search" }, this.input, this.panel);
    this.outside = (event) => event.composedPath().includes(this.root) || this.close();
    this.place = this.place.bind(this);
    this.listen();
    parent.append(this.root);
  }

  update({ words, found }, send) {
    this.send = send;
    this.words = words;
    this.input.placeholder = words.placeholder;
    this.input.setAttribute("aria-label", words.label);
    this.list.setAttribute("aria-label", words.label);
    if (found && found.typed === this.typed) this.draw(found);
  }

  get typed() {
    return this.input.value.trim();
  }

  // An answer to something typed before is left out: the next one is on its way.
  draw(found) {
    const shown = JSON.stringify(found);
    if (shown === this.shown && this.isOpen) return;
    this.shown = shown;
    this.links = [];
    const groups = found.groups.map(([title, rows], n) => {
      const head = make("div", { class: "group", id: `${this.id}-g${n}` }, title);
      const items = rows.map(([label, hint, address]) => {
        const place = this.links.length;
        const link = make(
          "a",
          { role: "option", id: `${this.id}-o${place}`, href: address, tabindex: "-1", "aria-selected": "false" },
          make("span", { class: "label" }, label),
          make("span", { class: "hint" }, hint),
        );
        link.dataset.place = place;
        this.links.push(link);
        return link;
      });
      return make("div", { role: "group", "aria-labelledby": head.id }, head, ...items);
    });
    this.list.replaceChildren(...groups);
    this.list.hidden = !this.links.length;
    this.said.textContent =
      found.said || this.words.number.replace("{count}", () => String(this.links.length));
    this.said.classList.toggle("quiet", !found.said);
    this.found = found.typed;
    this.mark(found.said ? -1 : 0);
    this.show();
    if (this.waits) this.choose(0);
  }

  mark(place) {
    this.active = place;
    this.links.forEach((link, n) => link.setAttribute("aria-selected", String(n === place)));
    const link = this.links[place];
    if (link) this.input.setAttribute("aria-activedescendant", link.id);
    else this.input.removeAttribute("aria-activedescendant");
    link?.scrollIntoView({ block: "nearest" });
  }

  show() {
    if (!this.isOpen) {
      this.isOpen = true;
      this.panel.showPopover?.();
      this.panel.classList.add("shown");
      this.input.setAttribute("aria-expanded", "true");
      document.addEventListener("pointerdown", this.outside, true);
      window.addEventListener("scroll", this.place, true);
      window.addEventListener("resize", this.place);
    }
    this.place();
  }

  close() {
    clearTimeout(this.timer);
    this.waits = false;
    if (!this.isOpen) return;
    this.isOpen = false;
    this.panel.hidePopover?.();
    this.panel.classList.remove("shown");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    document.removeEventListener("pointerdown", this.outside, true);
    window.removeEventListener("scroll", this.place, true);
    window.removeEventListener("resize", this.place);
  }

  // Under the field, as wide as the page allows.
  place() {
    const field = this.input.getBoundingClientRect();
    const page = document.documentElement;
    const width = Math.min(Math.max(field.width, 460), page.clientWidth - 16);
    const { style } = this.panel;
    style.width = `${width}px`;
    style.left = `${Math.max(8, Math.min(field.left, page.clientWidth - width - 8))}px`;
    style.top = `${field.bottom + 4}px`;
    style.maxHeight = `${Math.max((window.visualViewport?.height ?? innerHeight) - field.bottom - 16, 160)}px`;
  }

  ask() {
    clearTimeout(this.timer);
    this.waits = false;
    if (!this.typed) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => {
      // What was found before is still here.
      if (this.typed === this.found) this.draw(JSON.parse(this.shown));
      else this.send("typed", this.typed);
    }, PAUSE);
  }

  choose(place) {
    const link = this.links[place];
    if (!link) return;
    this.send("chosen", { typed: this.found, place, at: performance.now() });
    this.close();
    this.input.value = "";
    this.input.blur();
  }

  listen() {
    const { root, input, list } = this;
    input.addEventListener("compositionend", () => this.ask());
    input.addEventListener("input", (event) => event.isComposing || this.ask());
    input.addEventListener("focus", () => this.typed && this.ask());
    input.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("focusout", ({ relatedTarget }) => {
      if (!root.contains(relatedTarget)) this.close();
    });
    list.addEventListener("mousedown", (event) => event.button || event.preventDefault());
    list.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      // Another tab is the browser's own affair.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.choose(Number(link.dataset.place));
    });
    // Streamlit's shortcuts (R reruns, C clears the cache) do not see that an input is meant.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      root.addEventListener(kind, (event) => {
        if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
      });
    }
  }

  press(event) {
    if (event.isComposing || event.keyCode === 229) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && this.isOpen && this.links.length) {
      this.mark(Math.max(0, Math.min(this.links.length - 1, this.active + step)));
    } else if (event.key === "Enter") {
      if (this.typed === this.found && this.isOpen) this.choose(this.active);
      else if (this.typed) {
        // Who is faster than the answer gets its first link.
        this.ask();
        this.waits = true;
      }
    } else if (event.key === "Escape" && (this.isOpen || this.input.value)) {
      if (!this.isOpen) this.input.value = "";
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }
}
