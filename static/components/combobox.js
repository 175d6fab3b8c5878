// A chooser that finds its options by name, by pinyin and by their other names.
//
// Streamlit calls the function below for every new state of the page. The first call builds the
// chooser, later ones change it in place, so that focus and what is being typed survive. Names
// come from data files and enter the page as text only.

import { dress } from "./component.js";

const choosers = new WeakMap();
// Options and words by their edition: the server sends them once and from then on their name.
const editions = new Map();

export default function ({ data, parentElement, setTriggerValue }) {
  dress(parentElement, import.meta.url);
  if (data.fixed) editions.set(data.edition, data.fixed);
  if (!editions.has(data.edition)) {
    setTriggerValue("lost", data.edition); // overtaken on its way, or the page was reloaded
    return;
  }
  if (!choosers.has(parentElement)) choosers.set(parentElement, new Chooser(parentElement));
  const chooser = choosers.get(parentElement);
  chooser.update({ ...data, ...editions.get(data.edition) }, (value) => setTriggerValue("pick", value));
  // Streamlit also cleans up after calls that a newer one overtook; only leaving the page counts.
  return () => parentElement.isConnected || chooser.close();
}

// ---- Finding -------------------------------------------------------------------------------

const fold = (text) => text.normalize("NFKC").toLowerCase();
const bare = (text) => text.replace(/[\s'’·]+/g, ""); // input methods write yan'fa
const isLatin = (text) => /^[\x00-\x7f]*$/.test(text);
const startsWord = (text, at) => !/[a-z0-9]/.test(text[at - 1] ?? "");

function readOption([code, label, group, hint, keys], index) {
  const name = fold(label).length === label.length ? fold(label) : label;
  const letters = [...Array(name.length).keys()].filter((at) => /[\p{L}\p{N}]/u.test(name[at]));
  const words = keys ? fold(keys).split("\n") : [];
  return { index, code, label, group, hint, name, letters, keys: words };
}

// Where a piece of a key stands in the label; known for pinyin initials, one to each letter.
function spansOfKey({ name, letters }, key, from, to) {
  const initials =
    key.length === letters.length &&
    !isLatin(name) &&
    letters.every((at, i) => name.charCodeAt(at) > 127 || name[at] === key[i]);
  return initials ? [[letters[from], letters[to - 1] + 1]] : [];
}

// Where a word stands; one or two Latin letters would stand everywhere, so they must start a word.
function placeOf(word, text) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (word.length > 2 || !isLatin(word) || startsWord(text, at)) return at;
  }
  return -1;
}

// Start of the name > start of a key > within the name > within a key > every word somewhere.
function match(option, typed) {
  const word = bare(typed);
  const at = placeOf(typed, option.name);
  const here = [[at, at + typed.length]];
  if (at === 0) return { option, rank: 0, spans: here };
  const start = option.keys.find((key) => key.startsWith(typed) || key.startsWith(word));
  if (start) return { option, rank: 1, spans: spansOfKey(option, start, 0, word.length) };
  if (at > 0) return { option, rank: 2, spans: here };
  for (const key of option.keys) {
    const place = Math.max(placeOf(typed, key), placeOf(word, key));
    const spans = spansOfKey(option, key, place, place + word.length);
    if (place > 0) return { option, rank: 3, spans };
  }
  const hits = typed.includes(" ") ? typed.split(" ").map((part) => match(option, part)) : [null];
  return hits.every(Boolean) && { option, rank: 4, spans: hits.flatMap((hit) => hit.spans) };
}

// The letters in their order with others between; Latin ones from a word's start and not too far.
function scatter(word, text) {
  for (let start = text.indexOf(word[0]); start >= 0; start = text.indexOf(word[0], start + 1)) {
    const places = [start];
    while (places.length < word.length && places.at(-1) >= 0) {
      places.push(text.indexOf(word[places.length], places.at(-1) + 1));
    }
    const width = places.at(-1) - start;
    if (places.at(-1) < 0) continue;
    if (!isLatin(word) || (startsWord(text, start) && width < 3 * word.length)) return places;
  }
  return null;
}

function matchLoosely(option, typed) {
  const word = bare(typed);
  const inName = scatter(word, option.name);
  const width = (places) => places.at(-1) - places[0];
  if (inName) return { option, rank: width(inName), spans: inName.map((at) => [at, at + 1]) };
  for (const key of option.keys) {
    const places = scatter(word, key);
    const spans = places?.flatMap((at) => spansOfKey(option, key, at, at + 1));
    if (places) return { option, rank: width(places), spans };
  }
  return null;
}

function search(options, typed) {
  if (!bare(typed)) return options.map((option) => ({ option, spans: [] }));
  const found = (how) => options.map((option) => how(option, typed)).filter(Boolean);
  let hits = found(match);
  if (!hits.length && bare(typed).length > 1) hits = found(matchLoosely);
  return hits.sort((a, b) => a.rank - b.rank);
}

// ---- Drawing -------------------------------------------------------------------------------

const ICONS = {
  open: "M6 9l6 6 6-6",
  remove: "M7 7l10 10M17 7L7 17",
};
let built = 0;
const isTouch = () => matchMedia("(pointer: coarse)").matches;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(svg.namespaceURI, "path"));
  svg.firstChild.setAttribute("d", ICONS[name]);
  return svg;
}

function button(name, label) {
  const attributes = { type: "button", class: name, "aria-label": label };
  return make("button", { ...attributes, "data-testid": `combobox-${name}` }, icon("remove"));
}

function paint(node, text, spans) {
  const pieces = [];
  let done = 0;
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (to <= done) continue;
    const start = Math.max(from, done);
    pieces.push(text.slice(done, start), make("mark", {}, text.slice(start, to)));
    done = to;
  }
  node.replaceChildren(...pieces, text.slice(done));
}

class Chooser {
  constructor(parent) {
    this.id = `combobox-${++built}`;
    this.build(this.id);
    this.open = this.typing = this.composing = false;
    this.sought = ""; // what the list is filtered by; lags behind the input during a composition
    this.pending = null; // what the reader chose and Python has not answered yet
    this.active = null; // the code under the keyboard's cursor
    this.hits = [];
    this.place = this.place.bind(this);
    this.outside = (event) => event.composedPath().includes(this.root) || this.close();
    this.listen();
    parent.append(this.root);
  }

  build(id) {
    this.label = make("label", { class: "label", for: `${id}-input` });
    this.input = make("input", {
      id: `${id}-input`,
      type: "text",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": `${id}-list`,
      "aria-describedby": `${id}-chips`,
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      "data-testid": "combobox-input",
    });
    this.chips = make("span", { class: "chips", id: `${id}-chips` });
    this.clear = button("clear", "");
    const values = make("div", { class: "values" }, this.chips, this.input);
    const open = make("span", { class: "open" }, icon("open"));
    this.field = make("div", { class: "field" }, values, this.clear, open);
    this.note = make("div", { class: "note", "data-testid": "combobox-note" });
    this.list = make("div", { class: "list", role: "listbox", id: `${id}-list` });
    // A popover lies on top of the whole page, so that no column or dialog cuts it off.
    this.panel = make("div", { class: "panel", popover: "manual" }, this.note, this.list);
    this.status = make("div", { class: "status", role: "status" });
    this.root = make("div", { class: "combobox", "data-testid": "combobox" });
    this.root.append(this.label, this.field, this.panel, this.status);
  }

  update(data, send) {
    this.send = send;
    if (data.edition !== this.edition) {
      this.edition = data.edition;
      this.options = data.options.map(readOption);
      this.byCode = new Map(this.options.map((option) => [option.code, option]));
      this.rows = new Map();
    }
    this.data = data;
    if (data.turn === this.pending?.turn) this.pending = null;
    this.draw();
  }

  get chosen() {
    return this.pending?.chosen ?? this.data.chosen;
  }

  get isFull() {
    return this.data.many && this.chosen.length >= this.data.limit;
  }

  nameOf(code) {
    return this.byCode.get(code)?.label ?? code;
  }

  draw() {
    const { label, words, many, key } = this.data;
    const single = many || !this.chosen.length ? "" : this.nameOf(this.chosen[0]);
    this.root.dataset.key = key;
    this.root.classList.toggle("full", this.isFull);
    this.label.textContent = label;
    this.list.setAttribute("aria-label", label);
    this.list.setAttribute("aria-multiselectable", String(many));
    this.clear.setAttribute("aria-label", words.clear);
    this.clear.hidden = !words.clear || !this.chosen.length;
    this.input.placeholder = single || (this.chosen.length ? "" : words.placeholder);
    this.input.title = this.open ? "" : single;
    if (!this.typing) this.input.value = this.open ? "" : single;
    if (many) this.drawChips();
    if (this.open) this.drawList();
  }

  drawChips() {
    const { colours, words } = this.data;
    const chips = this.chosen.map((code, i) => [code, this.nameOf(code), colours[i] ?? ""]);
    if (this.chipsText === JSON.stringify([chips, words.remove])) return; // a focused × stays
    this.chipsText = JSON.stringify([chips, words.remove]);
    const drawn = chips.map(([code, name, colour]) => {
      const chip = make("span", { class: "chip", title: name, "data-testid": "combobox-chip" });
      chip.dataset.code = code;
      if (colour) chip.append(make("span", { class: "dot" }));
      chip.style.setProperty("--chip", colour);
      const remove = button("remove", words.remove.replace("{name}", () => name));
      chip.append(make("span", { class: "name" }, name), remove);
      return chip;
    });
    this.chips.replaceChildren(...drawn);
  }

  drawList() {
    const { words, limit } = this.data;
    const groups = new Map(); // in the order of their best option
    for (const hit of search(this.options, this.sought)) {
      const { group } = hit.option;
      if (!groups.has(group)) groups.set(group, []);
      groups.get(group).push(hit);
    }
    this.hits = [...groups.values()].flat(); // the order on screen is the keyboard's
    const sections = [...groups].map(([group, hits], i) => {
      const rows = hits.map((hit) => this.drawRow(hit));
      if (!group) return make("div", { role: "presentation" }, ...rows);
      const id = `${this.id}-group-${i}`;
      const heading = make("div", { class: "heading", role: "presentation", id }, group);
      return make("div", { role: "group", "aria-labelledby": id }, heading, ...rows);
    });
    const scrolled = this.list.scrollTop;
    this.list.classList.toggle("long", this.hits.length > 400);
    this.list.replaceChildren(...sections);
    this.list.scrollTop = scrolled;
    const full = this.isFull ? words.full.replace("{limit}", limit) : "";
    this.note.textContent = this.hits.length ? full : words.no_match;
    this.note.classList.toggle("nothing", !this.hits.length);
    const found = this.sought ? words.found.replace("{count}", this.hits.length) : "";
    this.status.textContent = this.hits.length ? `${full} ${found}`.trim() : words.no_match;
    if (!this.hits.some((hit) => hit.option.code === this.active)) this.active = null;
    this.markActive();
    this.place();
  }

  drawRow({ option, spans }) {
    let row = this.rows.get(option.code);
    if (!row) {
      row = make("div", { class: "option", role: "option", "data-testid": "combobox-option" });
      row.id = `${this.id}-option-${option.index}`;
      row.dataset.code = option.code;
      row.append(make("span", { class: "name" }, option.label));
      if (option.hint) row.append(make("span", { class: "hint" }, option.hint));
      this.rows.set(option.code, row);
    }
    const chosen = this.chosen.includes(option.code);
    row.setAttribute("aria-selected", String(chosen));
    row.setAttribute("aria-disabled", String(this.isFull && !chosen));
    if (spans.length || row.querySelector("mark")) paint(row.firstChild, option.label, spans);
    return row;
  }

  markActive(scroll = false) {
    this.list.querySelector(".active")?.classList.remove("active");
    const row = this.active === null ? null : this.rows.get(this.active);
    row?.classList.add("active");
    if (row) this.input.setAttribute("aria-activedescendant", row.id);
    else this.input.removeAttribute("aria-activedescendant");
    if (scroll) row?.scrollIntoView({ block: "nearest" });
  }

  // Below the field or, where there is more room, above it; as wide as its names need.
  place() {
    const field = this.field.getBoundingClientRect();
    const page = document.documentElement;
    const seen = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
    const below = seen.offsetTop + seen.height - field.bottom - 12;
    const above = field.top - seen.offsetTop - 12;
    if (field.bottom < 0 || field.top > window.innerHeight) return this.close();
    const up = below < 240 && above > below;
    const { style } = this.panel;
    style.minWidth = `${field.width}px`;
    style.maxWidth = field.width > 0.7 * page.clientWidth ? style.minWidth : "";
    style.maxHeight = `${Math.max(up ? above : below, 120)}px`;
    style.top = up ? "auto" : `${field.bottom + 4}px`;
    style.bottom = up ? `${page.clientHeight - field.top + 4}px` : "auto";
    const rightmost = page.clientWidth - this.panel.offsetWidth - 8;
    style.left = `${Math.max(8, Math.min(field.left, rightmost))}px`;
  }

  // ---- Acting ------------------------------------------------------------------------------

  show() {
    if (this.open) return;
    this.open = true;
    this.watch("addEventListener");
    this.active = this.data.many ? null : (this.chosen[0] ?? null);
    this.panel.style.width = "";
    this.panel.showPopover?.();
    this.panel.classList.add("shown");
    this.input.setAttribute("aria-expanded", "true");
    this.draw();
    // One width while the list gets shorter, and no name wrapped because of the scrollbar.
    const bar = this.list.offsetWidth - this.list.clientWidth;
    const width = this.panel.getBoundingClientRect().width + bar;
    this.panel.style.width = `${Math.ceil(width)}px`;
    this.place();
    if (this.active !== null) this.rows.get(this.active)?.scrollIntoView({ block: "center" });
  }

  close() {
    if (!this.open) return;
    this.open = this.typing = false;
    this.sought = "";
    this.panel.hidePopover?.();
    this.panel.classList.remove("shown");
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.status.textContent = "";
    this.watch("removeEventListener");
    this.draw();
  }

  watch(how) {
    document[how]("pointerdown", this.outside, true);
    window[how]("scroll", this.place, true);
    window[how]("resize", this.place);
    window.visualViewport?.[how]("resize", this.place);
  }

  move(step) {
    const at = this.hits.findIndex((hit) => hit.option.code === this.active);
    const from = at < 0 && step < 0 ? this.hits.length : at;
    const to = Math.max(0, Math.min(this.hits.length - 1, from + step));
    this.active = this.hits[to]?.option.code ?? null;
    this.markActive(true);
    if (to === 0) this.list.scrollTop = 0; // shows the first group's heading as well
  }

  choose(code) {
    const { chosen } = this;
    if (!this.data.many) {
      if (code !== chosen[0]) this.report([code]);
      this.close();
      if (isTouch()) this.input.blur(); // lets the keyboard go
    } else if (chosen.includes(code) || !this.isFull) {
      this.typing = false;
      this.sought = "";
      const others = chosen.filter((other) => other !== code);
      this.report(others.length < chosen.length ? others : [...chosen, code]);
    }
  }

  report(chosen) {
    const turn = Date.now();
    this.pending = { chosen, turn };
    this.draw();
    this.markActive(true);
    this.send(this.pending);
    // A choice never answered, as when the connection broke, must not stay as if it had been.
    setTimeout(() => {
      if (this.pending?.turn !== turn) return;
      this.pending = null;
      this.draw();
    }, 20000);
  }

  filter() {
    this.typing = true;
    this.sought = fold(this.input.value).trim().replace(/\s+/g, " ");
    if (this.open) this.draw();
    else this.show();
    this.list.scrollTop = 0;
    this.active = this.sought ? (this.hits[0]?.option.code ?? null) : null;
    this.markActive();
  }

  listen() {
    const { root, field, input, panel, list } = this;
    input.addEventListener("focus", () => this.open || input.select());
    input.addEventListener("compositionstart", () => {
      this.composing = this.typing = true; // before the list opens, which would empty the input
      this.show();
    });
    input.addEventListener("compositionend", () => {
      this.composing = false;
      this.filter();
    });
    input.addEventListener("input", () => this.composing || this.filter());
    input.addEventListener("keydown", (event) => this.press(event));
    root.addEventListener("focusout", ({ relatedTarget }) => {
      if (!root.contains(relatedTarget)) this.close();
    });
    for (const part of [panel, field]) {
      part.addEventListener("mousedown", (event) => {
        if (event.target !== input) event.preventDefault(); // the focus stays in the input
      });
    }
    field.addEventListener("click", (event) => this.click(event));
    list.addEventListener("click", ({ target }) => {
      const code = target.closest(".option")?.dataset.code;
      if (code === undefined) return;
      this.active = code;
      this.choose(code);
    });
    list.addEventListener("pointermove", (event) => {
      const code = event.target.closest(".option")?.dataset.code;
      if (code === undefined || code === this.active || event.pointerType === "touch") return;
      this.active = code;
      this.markActive();
    });
    // Streamlit's shortcuts (R reruns, C clears the cache) do not see that an input is meant.
    for (const kind of ["keydown", "keypress", "keyup"]) {
      root.addEventListener(kind, (event) => {
        if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
      });
    }
  }

  click({ target }) {
    const remove = target.closest(".remove")?.parentNode.dataset.code;
    if (remove !== undefined) this.report(this.chosen.filter((code) => code !== remove));
    else if (target.closest(".clear")) this.report([]);
    else if (this.open && target !== this.input) this.close();
    else this.show();
    if (this.open || !isTouch()) this.input.focus(); // on a phone it would bring up the keyboard
  }

  press(event) {
    if (event.isComposing || this.composing || event.keyCode === 229) return;
    const jumps = { PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
    const jump = this.open && !event.shiftKey ? jumps[event.key] : undefined;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? jump;
    if (step !== undefined) {
      if (this.open) this.move(step);
      else this.show();
    } else if (event.key === "Enter") {
      if (!this.open) this.show();
      else if (this.active !== null) this.choose(this.active);
    } else if (event.key === "Escape" && this.open) {
      this.close();
      event.stopPropagation(); // closes the list only, not a dialog around it
    } else if (event.key === "Backspace" && this.data.many && !this.input.value) {
      if (this.chosen.length) this.report(this.chosen.slice(0, -1));
    } else {
      if (event.key === "Tab") this.close();
      return;
    }
    event.preventDefault();
  }
}
