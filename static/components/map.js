// The map of regions: draws the borders once, then only repaints them at every rerun.
// The message is made by scoreboard/charts/map.py, with all words in it. The border files
// lie beside this script.

import { PictureMenu, dress, unpack } from "./component.js";
import { counterpart, isDark } from "./dark.js";

const SVG = "http://www.w3.org/2000/svg";
const MISSING = -1;
const STEPS = 1000; // positions on a continuous scale
const MAX_ZOOM = 40; // times the whole country
const ZOOM_STEP = 1.6;
const CITY_LINES_AT = 2.2; // zoom from which a map of provinces shows cities
const COUNTY_LINES_AT = 22; // border units a pixel below which counties show
const DRAG_PX = 4; // a pointer that moved less than this has clicked
const MOVE_MS = 350;
const STATUS_WORD = { P: "preliminary", U: "unconfirmed", E: "estimated" };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const files = new Map(); // address -> promise of a border file, shared by all maps of the page
const maps = new WeakMap(); // place in the page -> its map

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  dress(parentElement, import.meta.url);
  let map = maps.get(parentElement);
  if (!map) maps.set(parentElement, (map = new RegionMap(parentElement)));
  const call = ++map.calls;
  map.choose = (code) => setTriggerValue("region", { code, nonce: Date.now() });
  unpack(data).then(({ title, notes, picture, drawing: state }) => {
    if (call !== map.calls) return; // a newer one overtook it, or the map is gone
    map.head(title, notes, picture);
    if (isDark(getComputedStyle(map.root))) {
      state.scale.colors = state.scale.colors.map((color) => counterpart(color) || color);
    }
    map.show(state);
  });
  // Streamlit also runs the clean-up of a call that was overtaken by a newer one.
  return () => {
    if (call !== map.calls) return;
    map.calls += 1;
    maps.delete(parentElement);
    map.destroy();
  };
}

// ---- small helpers ------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const isHtml = /^(div|button|p|span|b|ol|li|i)$/.test(tag);
  const node = isHtml ? document.createElement(tag) : document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const path = (d, attributes = {}) => make("path", { d, ...attributes });
const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
const say = (template, value) => template.replace(/\{\w+\}/, () => value);
const meets = (a, b) =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

function overlap(a, b) {
  const x = Math.max(a[0], b[0]);
  const y = Math.max(a[1], b[1]);
  return [x, y, Math.min(a[0] + a[2], b[0] + b[2]) - x, Math.min(a[1] + a[3], b[1] + b[3]) - y];
}

function union(boxes) {
  const x = Math.min(...boxes.map((b) => b[0]));
  const y = Math.min(...boxes.map((b) => b[1]));
  const right = Math.max(...boxes.map((b) => b[0] + b[2]));
  return [x, y, right - x, Math.max(...boxes.map((b) => b[1] + b[3])) - y];
}

const channels = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));

function mix(colors, share) {
  const at = clamp(share, 0, 1) * (colors.length - 1);
  const low = Math.min(Math.floor(at), colors.length - 2);
  const [from, to] = [channels(colors[low]), channels(colors[low + 1])];
  return `rgb(${from.map((c, i) => Math.round(c + (to[i] - c) * (at - low))).join(",")})`;
}

// Whether words and marks on this fill are to be dark or light.
function tone(fill) {
  if (!/^(#|rgb)/.test(fill)) return "on-hatch";
  const rgb = fill.startsWith("#") ? channels(fill) : fill.match(/\d+/g).map(Number);
  return 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] < 140 ? "on-dark" : "on-light";
}

function fetchBorders(url) {
  if (!files.has(url)) {
    const answer = fetch(url, { cache: "force-cache" }).then((response) => {
      if (!response.ok) throw new Error(`${response.status} ${url}`);
      return response.json();
    });
    answer.catch(() => files.delete(url)); // a later rerun may try again
    files.set(url, answer);
  }
  return files.get(url);
}

// One entry a region: nothing for the place after the one before, - for none, else the rank.
function unpackRanks(packed) {
  let before = 0;
  return packed.split("|").map((entry) => {
    if (entry === "-") return "";
    before = entry ? Number(entry) : before + 1;
    return String(before);
  });
}

// The packed texts of the message -> code -> what the map knows of that region.
function unpackRegions(data) {
  const codes = data.codes ? data.codes.split(" ") : [];
  const continuous = data.scale.kind === "continuous";
  const marks = continuous ? data.scale.marks.match(/../g) || [] : data.scale.marks;
  const [values, changes] = ["values", "changes"].map((k) => data[k].split("|"));
  const ranks = unpackRanks(data.ranks);
  const places = data.note_places.split(" ");
  const regions = new Map();
  codes.forEach((short, i) => {
    const mark = marks[i][0] === "-" ? MISSING : parseInt(marks[i], 36);
    const color = continuous ? mix(data.scale.colors, mark / STEPS) : data.scale.colors[mark];
    const region = { mark, fill: mark === MISSING ? "url(#hatch)" : color };
    region.status = data.statuses[i] in STATUS_WORD ? data.statuses[i] : "";
    Object.assign(region, { value: values[i], rank: ranks[i], change: changes[i] });
    region.note = data.notes[places[i]] || "";
    regions.set(short.padEnd(6, "0"), region);
  });
  return regions;
}

// ---- the map ------------------------------------------------------------------------------

class RegionMap {
  constructor(parent) {
    this.calls = 0;
    this.layers = new Map(); // address of a border file -> what was drawn from it
    this.lines = new Map(); // address -> thin context lines drawn from it
    this.pointers = new Map();
    this.size = [0, 0];
    this.build(parent);
    this.listen();
  }

  destroy() {
    this.watcher.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.hintTimer);
    clearTimeout(this.contextTimer);
    this.root.remove();
    this.words.remove();
  }

  build(parent) {
    const pattern = (id, size, ...marks) =>
      make("pattern", { id, width: size, height: size, patternUnits: "userSpaceOnUse" }, ...marks);
    const hatch = pattern("hatch", 6, make("rect", { width: 6, height: 6, class: "hatch-ground" }),
      path("M-1 1l2-2M0 6L6 0M5 7l2-2", { class: "hatch-line" }));
    const dot = (x, kind, r = 0.95) => make("circle", { cx: x, cy: x, r, class: `dot ${kind}` });
    const marks = ["on-light", "on-dark"].flatMap((kind) => [
      pattern(`P-${kind}`, 6, dot(1.5, kind), dot(4.5, kind)),
      pattern(`U-${kind}`, 8, dot(4, kind, 1.9)),
      pattern(`E-${kind}`, 8, path("M2 4h4M4 2v4", { class: `cross ${kind}` })),
    ]);
    this.patterns = [hatch, ...marks];
    this.clip = make("rect");
    const defs = make("defs", {}, ...this.patterns, make("clipPath", { id: "clip" }, this.clip));
    this.shapes = make("g", { "clip-path": "url(#clip)" });
    this.marked = make("g", { class: "chosen" });
    this.pointed = make("g", { class: "pointed" });
    this.names = make("g", { class: "names", "aria-hidden": "true" });
    this.svg = make("svg", { class: "main", role: "img" }, defs, this.shapes, this.names);
    this.seas = make("svg");
    this.inset = make("div", { class: "inset", "aria-hidden": "true" }, this.seas, make("span"));
    this.card = make("div", { class: "card", hidden: "" });
    this.hint = make("div", { class: "hint", "aria-hidden": "true" });
    this.buttons = make("div", { class: "buttons" });
    this.stage = make("div", { class: "stage", role: "application", tabindex: "0" },
      this.svg, this.inset, this.hint);
    this.legend = make("div", { class: "legend" });
    this.foot = make("p", { class: "foot" });
    this.spoken = make("div", { class: "spoken", "aria-live": "polite" });
    const body = make("div", { class: "body" }, this.stage, this.legend, this.buttons, this.card);
    this.root = make("div", { class: "map" }, body, this.foot, this.spoken);
    this.words = make("div", { class: "words" });
    const controls = [["zoom_in", "+", ZOOM_STEP], ["zoom_out", "−", 1 / ZOOM_STEP], ["reset", "⟲", 0]];
    for (const [name, sign, step] of controls) {
      const button = make("button", { type: "button", "data-zoom": name }, sign);
      button.addEventListener("click", () => (step ? this.zoomBy(step) : this.goHome()));
      this.buttons.append(button);
    }
    this.menu = new PictureMenu();
    parent.append(this.words, this.root);
  }

  head(title, notes, picture) {
    const name = make("b", { role: "heading", "aria-level": "4" }, title);
    this.words.replaceChildren(...(title ? [name] : []), ...(notes ? [make("p", {}, notes)] : []), this.menu.node);
    this.menu.tell(picture, title);
  }

  // ---- what a rerun does ----

  show(data) {
    const before = this.data;
    this.data = data;
    this.regions = unpackRegions(data);
    this.root.style.setProperty("--height", `${data.height}px`);
    if (data.token !== before?.token) this.writeWords();
    const url = this.addressOf(data.level, data.within);
    const layer = this.layers.get(url);
    if (layer) return this.use(layer);
    if (!url) return this.fail();
    fetchBorders(url).then(
      (file) => {
        if (!this.layers.has(url)) this.layers.set(url, this.draw(file));
        if (this.data === data) this.use(this.layers.get(url));
      },
      () => this.data === data && this.fail(),
    );
  }

  addressOf(level, within) {
    const version = this.data.versions[level];
    // All counties lie in one file; those of a province or city in the finer file of the province.
    const name = level === "county" && within ? `county-${within.slice(0, 2)}0000` : level;
    return version ? new URL(`../boundaries/${name}.json?v=${version}`, import.meta.url).href : null;
  }

  fail() {
    this.root.dataset.failed = this.foot.textContent = this.data.labels.failed;
  }

  writeWords() {
    const { labels, title } = this.data;
    this.svg.setAttribute("aria-label", title);
    this.stage.setAttribute("aria-label", labels.keys);
    for (const button of this.buttons.children) {
      button.title = labels[button.dataset.zoom];
      button.setAttribute("aria-label", labels[button.dataset.zoom]);
    }
    this.hint.textContent = labels.hint;
    this.inset.lastChild.textContent = labels.inset;
    this.writeLegend();
  }

  writeLegend() {
    const { scale, counts, labels, unit } = this.data;
    const entry = (style, kind, text, count) => make("li", {}, make("i", { class: kind, style }),
      make("span", {}, text), make("span", { class: "count" }, `(${count})`));
    const list = make("ol");
    const valued = this.regions.size - counts.missing;
    if (scale.kind === "classes") {
      scale.colors.forEach((color, i) =>
        list.prepend(entry(`background:${color}`, "", scale.texts[i], scale.counts[i])));
    }
    for (const [key, word] of [...Object.entries(STATUS_WORD), ["missing", "missing"]]) {
      // Where all values have one status it is not drawn on the map, and no sign stands here.
      const sign = counts[key] < valued || key === "missing" ? `mark-${key}` : "all";
      if (counts[key]) list.append(entry("", sign, labels[word], counts[key]));
    }
    this.legend.replaceChildren(make("b", {}, unit));
    if (scale.kind === "continuous") {
      const bar = make("div", { class: "bar", style: `--stops:${scale.colors.join(",")}` });
      const ticks = scale.texts.map((text) => make("span", {}, text));
      this.legend.append(make("div", { class: "ramp" }, bar, make("div", { class: "ticks" }, ...ticks)));
    }
    this.legend.append(list);
  }

  // ---- drawing, once a border file ----

  draw(file) {
    const layer = { file, shapes: file.shapes, byCode: new Map(), painted: new Map() };
    layer.fills = make("g", { class: `fills ${file.level}${this.data.within ? "" : " whole"}` });
    layer.statuses = make("g", { class: "statuses" });
    layer.context = make("g", { class: "context" });
    layer.group = make("g", {}, layer.fills, layer.statuses, layer.context,
      path(file.outlines, { class: "outlines" }), path(file.lines, { class: "dashes" }));
    layer.inset = make("g");
    for (const shape of file.shapes) {
      const title = make("title");
      const node = make("path", { d: shape.d, "data-code": shape.code }, title);
      const twin = file.inset && meets(shape.box, file.inset) && path(shape.d, { "data-twin": shape.code });
      if (twin) layer.inset.append(twin);
      layer.fills.append(node);
      layer.byCode.set(shape.code, { ...shape, node, title, nodes: twin ? [node, twin] : [node] });
    }
    layer.shapes = [...layer.byCode.values()];
    layer.inset.append(path(file.outlines, { class: "outlines" }), path(file.lines, { class: "dashes" }));
    const dashes = layer.inset.lastChild;
    const length = file.inset ? dashes.getTotalLength() : 0;
    const pointAt = (_, i) => dashes.getPointAtLength((i / 200) * length);
    layer.dashPoints = Array.from({ length: length && 200 }, pointAt);
    return layer;
  }

  use(layer) {
    delete this.root.dataset.failed;
    const { within, level, token } = this.data;
    const scope = `${within}/${level === "county" && !!within}`;
    const [entered, moved] = [this.layer !== layer, this.scope !== scope];
    this.scope = scope;
    if (entered) this.enter(layer);
    if (entered || moved) this.limit(layer);
    this.writeFoot();
    this.measure();
    this.paint();
    if (!this.view) this.setView(this.home());
    else if (moved) this.moveTo(this.home());
    else if (entered) this.setView(this.view);
    else this.placeNames();
    this.root.dataset.shows = this.data.shows;
    this.root.dataset.drawn = token;
  }

  writeFoot() {
    const { file } = this.layer;
    const { labels, language } = this.data;
    const source = say(labels.source, file.source[language]);
    this.foot.textContent = `${say(labels.approval, file.approval)}   ${source}`;
  }

  // Put another border file on the stage; what was drawn from the last one is kept aside.
  enter(layer) {
    const { file } = layer;
    this.layer = layer;
    this.current = null;
    this.point(null);
    this.shapes.replaceChildren(layer.group, this.marked, this.pointed);
    this.seas.replaceChildren(layer.inset);
    if (file.inset) this.seas.setAttribute("viewBox", file.inset.join(" "));
    // Only the south is cut: what lies beyond is in the inset. Elsewhere lines keep their full width.
    const [x, y, width, height] = file.view;
    const room = Math.max(width, height);
    const south = file.level === "county" && this.data.within ? room : 0;
    const clip = { x: x - room, y: y - room, width: width + 2 * room, height: height + room + south };
    for (const [name, value] of Object.entries(clip)) this.clip.setAttribute(name, value);
  }

  // The file of a province's counties holds nothing else.
  isWholeFile() {
    return this.data.level === "county" && this.data.within?.endsWith("0000");
  }

  // Which shapes belong to the province or city shown; the others stay as pale context.
  limit(layer) {
    const { within } = this.data;
    const whole = !within || this.isWholeFile();
    const inside = (s) => whole || s.code === within || s.parent === within;
    for (const shape of layer.shapes) {
      shape.inside = inside(shape);
      for (const node of shape.nodes) node.classList.toggle("outside", !shape.inside);
    }
  }

  // One pass that only writes attributes that changed, and reads nothing back.
  paint() {
    const { layer, data } = this;
    const absent = { mark: MISSING, fill: "url(#hatch)", status: "", value: "", rank: "", change: "" };
    const outside = { ...absent, fill: "var(--ground)" };
    for (const shape of layer.shapes) {
      const region = this.regions.get(shape.code) || (shape.inside ? absent : outside);
      const name = shape[data.language];
      const words = `${name} ${region.mark === MISSING ? data.labels.missing : this.valueText(region)}`;
      const sign = `${region.fill} ${region.mark} ${region.status} ${words}`;
      if (layer.painted.get(shape.code) === sign) continue;
      layer.painted.set(shape.code, sign);
      for (const node of shape.nodes) node.setAttribute("fill", region.fill);
      shape.fill = region.fill;
      shape.node.dataset.class = region.mark;
      shape.node.dataset.status = region.status;
      if (shape.title.dataset.held === undefined) shape.title.textContent = words;
      else shape.title.dataset.held = words;
    }
    this.paintStatuses();
    this.paintChosen();
    this.point(this.pointedCode && layer.byCode.get(this.pointedCode), this.spot);
  }

  valueText(region) {
    const { unit } = this.data;
    const gap = /^[%‰]?$/.test(unit) ? "" : /^[\w$]/.test(unit) ? "\u00a0" : "\u2009";
    return region.value + gap + unit;
  }

  // Dots and crosses only where they tell regions apart: not when all values have one status.
  paintStatuses() {
    const { layer, regions, data } = this;
    const valued = regions.size - data.counts.missing;
    const shown = layer.shapes.filter((shape) => {
      const region = regions.get(shape.code);
      return region?.status && region.mark !== MISSING && data.counts[region.status] < valued;
    });
    const fillOf = (s) => `url(#${regions.get(s.code).status}-${tone(s.fill)})`;
    const sign = shown.map((s) => s.code + fillOf(s)).join();
    if (layer.statusSign === sign) return;
    layer.statusSign = sign;
    layer.statuses.replaceChildren(...shown.map((s) => path(s.d, { fill: fillOf(s) })));
  }

  paintChosen() {
    const chosen = Object.entries(this.data.chosen).filter(([code]) => this.layer.byCode.has(code));
    const outline = (code, attributes) => path(this.layer.byCode.get(code).d, attributes);
    this.marked.replaceChildren(
      ...chosen.map(([code]) => outline(code, { class: "casing" })),
      ...chosen.map(([code, color]) => outline(code, { stroke: color, "data-chosen": code })));
  }

  // ---- view: top left corner and border units a pixel ----

  fit(box, left = 0) {
    const [width, height] = this.size;
    const pad = 10;
    const room = width - left;
    const scale = Math.max(box[2] / (room - 2 * pad), box[3] / (height - 2 * pad));
    const x = box[0] + box[2] / 2 - (left + room / 2) * scale;
    return { x, y: box[1] + box[3] / 2 - (height * scale) / 2, scale };
  }

  // The view to start from: the province asked for, or the whole file.
  home() {
    const { file, shapes } = this.layer;
    const { within } = this.data;
    const scope = within && !this.isWholeFile() ? shapes.filter((s) => s.inside) : [];
    // 三沙 reaches far beyond the south edge and is in the inset; Hainan's view leaves it out.
    const north = scope.filter((s) => !this.isSouthern(s));
    const boxes = (north.length ? north : scope).map((s) => overlap(s.box, file.view));
    const box = boxes.length ? union(boxes) : file.view;
    if (within) return this.fit(box, this.legendBox[2] && this.legendBox[0] + this.legendBox[2]);
    const view = this.fit(box);
    // A stage taller than the country leaves its room below, where the inset is.
    return { ...view, y: Math.max(view.y, box[1] - 10 * view.scale) };
  }

  setView(view) {
    const [width, height] = this.size;
    this.view = view;
    this.svg.setAttribute("viewBox", [view.x, view.y, width * view.scale, height * view.scale].join(" "));
    const zoom = this.zoom();
    this.svg.style.setProperty("--zoom", clamp(Math.sqrt(zoom), 1, 2.2).toFixed(2));
    for (const node of this.patterns) node.setAttribute("patternTransform", `scale(${view.scale})`);
    this.stage.classList.toggle("pannable", zoom > 1.05);
    this.stage.classList.toggle("zoomed", view.scale < 0.95 * this.home().scale);
    const closer = view.scale < this.home().scale / 1.15;
    this.inset.classList.toggle("away", closer || !this.showsSouth());
    this.placeNames();
    if (this.pointedCode && !this.spot) this.placeCard();
    this.planContext();
  }

  // The South China Sea belongs to the map of the whole country and to that of Hainan.
  showsSouth() {
    const { file, shapes } = this.layer;
    if (!file.inset || !this.data.within) return Boolean(file.inset);
    return shapes.some((s) => s.inside && this.isSouthern(s));
  }

  isSouthern({ box }) {
    const { view } = this.layer.file;
    return box[1] + box[3] > view[1] + view[3];
  }

  zoom() {
    return this.country() / this.view.scale;
  }

  // Scale at which the whole country just fits: all files share one coordinate space.
  country() {
    const { view, level } = this.layer.file;
    if (level !== "county") this.countryBox = view;
    return this.fit(this.countryBox || [0, 0, 52000, 41000]).scale;
  }

  moveTo(target) {
    cancelAnimationFrame(this.frame);
    const from = this.view;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (still || !from) return this.setView(target);
    const [a, b] = [this.middleOf(from), this.middleOf(target)];
    const started = performance.now();
    const step = (now) => {
      const t = clamp((now - started) / MOVE_MS, 0, 1);
      const eased = t * t * (3 - 2 * t);
      const scale = from.scale * (target.scale / from.scale) ** eased;
      const share = from.scale === target.scale ? eased : (scale - from.scale) / (target.scale - from.scale);
      const middle = [0, 1].map((i) => a[i] + (b[i] - a[i]) * share);
      this.setView(this.around(middle, scale));
      if (t < 1) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  goHome() {
    this.moveTo(this.home());
  }

  // Zoom about a point of the stage (its middle without one).
  zoomBy(factor, at = this.size.map((n) => n / 2), glide = true) {
    if (!this.view) return;
    const country = this.country();
    const least = Math.max(country, this.home().scale);
    const scale = clamp(this.view.scale / factor, country / MAX_ZOOM, least);
    const { x, y, scale: old } = this.view;
    const view = this.keepInSight({ x: x + at[0] * (old - scale), y: y + at[1] * (old - scale), scale });
    if (glide) this.moveTo(view);
    else this.setView(view);
  }

  keepInSight(view) {
    const [x, y, w, h] = this.layer.file.view;
    const [halfW, halfH] = this.size.map((n) => (n * view.scale) / 2);
    const middle = [clamp(view.x + halfW, x, x + w), clamp(view.y + halfH, y, y + h)];
    return this.around(middle, view.scale);
  }

  // The view of a scale with this point in its middle, and the middle of a view.
  around([x, y], scale) {
    const [width, height] = this.size;
    return { x: x - (width * scale) / 2, y: y - (height * scale) / 2, scale };
  }

  middleOf({ x, y, scale }) {
    const [width, height] = this.size;
    return [x + (width * scale) / 2, y + (height * scale) / 2];
  }

  toScreen([x, y], view = this.view) {
    return [(x - view.x) / view.scale, (y - view.y) / view.scale];
  }

  measure() {
    this.size = [this.stage.clientWidth, this.stage.clientHeight];
    const stage = this.stage.getBoundingClientRect();
    const boxOf = (node) => {
      const box = node.getBoundingClientRect();
      const inside = box.bottom <= stage.bottom + 1 && box.width;
      return inside ? [box.left - stage.left, box.top - stage.top, box.width, box.height] : [0, 0, 0, 0];
    };
    this.legendBox = boxOf(this.legend);
    this.obstacles = [this.legendBox, boxOf(this.buttons)];
    this.placeInset();
  }

  // The inset is as large as the corner allows without lying on a region or a dash of the line.
  placeInset() {
    const { file, shapes, dashPoints } = this.layer || {};
    if (!file?.inset) return;
    const [width, height] = this.size;
    const home = this.home();
    const boxes = shapes.filter((s) => !this.isSouthern(s)).map(({ box }) =>
      [...this.toScreen(box, home), box[2] / home.scale, box[3] / home.scale]);
    for (const { x, y } of dashPoints) {
      const [left, top] = this.toScreen([x, y], home);
      if (y < file.view[1] + file.view[3]) boxes.push([left - 3, top - 3, 6, 6]);
    }
    for (let tall = clamp(height * 0.27, 70, 160); ; tall -= 6) {
      const wide = (tall * file.inset[2]) / file.inset[3];
      this.insetBox = [width - wide - 8, height - tall - 22, wide, tall + 16];
      if (tall < 54 || !boxes.some((box) => meets(box, this.insetBox))) break;
    }
    this.seas.setAttribute("width", this.insetBox[2]);
    this.seas.setAttribute("height", this.insetBox[3] - 16);
  }

  // ---- context lines: cities under provinces, counties when close ----

  planContext() {
    clearTimeout(this.contextTimer);
    this.contextTimer = setTimeout(() => this.showContext(), 200);
  }

  showContext() {
    const { layer, view, data } = this;
    const wanted = [];
    if (data.level === "province" && this.zoom() >= CITY_LINES_AT) wanted.push(this.addressOf("city"));
    if (data.level !== "county" && view.scale < COUNTY_LINES_AT) {
      wanted.push(this.addressOf("county", data.within || this.provinceInView()));
    }
    layer.context.replaceChildren();
    for (const url of wanted.filter(Boolean)) {
      fetchBorders(url).then((file) => {
        if (!this.lines.has(url)) {
          // M0 0 sets the pen back: each outline starts relative to the origin.
          const d = file.shapes.map((s) => `M0 0${s.d}`).join("");
          this.lines.set(url, path(d, { class: `hair ${file.level}` }));
        }
        if (this.view === view && this.layer === layer) layer.context.append(this.lines.get(url));
      }, () => {}); // hairlines are an extra: without their file the map is still true
    }
  }

  provinceInView() {
    const middle = this.middleOf(this.view);
    const away = (s) => Math.hypot(s.label[0] - middle[0], s.label[1] - middle[1]);
    const near = this.layer.shapes.reduce((best, s) => (away(s) < away(best) ? s : best));
    return `${near.code.slice(0, 2)}0000`;
  }

  // ---- names, as many as fit without touching ----

  placeNames() {
    if (!this.view) return;
    const { data, view } = this;
    const size = this.size[0] < 480 ? 10.5 : 12;
    const taken = this.obstacles.filter((box) => box[2]);
    if (!this.inset.classList.contains("away") && this.insetBox) taken.push(this.insetBox);
    const texts = [];
    const told = this.fewWithValues();
    // A name beside one of the few must not stand nearer to another of them.
    const those = told ? this.layer.shapes.filter((s) => told.has(s.code)) : [];
    const points = those.map((s) => this.toScreen(s.label));
    const ownNearest = (at, own) => points.every((p) =>
      Math.hypot(at[0] - own[0], at[1] - own[1]) <= Math.hypot(at[0] - p[0], at[1] - p[1]));
    const free = (box) => box[0] > 0 && box[1] > 0 && box[0] + box[2] < this.size[0] &&
      box[1] + box[3] < this.size[1] && !taken.some((other) => meets(other, box));
    for (const shape of this.namesInOrder()) {
      const name = shape[data.language];
      const chosen = data.chosen[shape.code];
      if (told && !told.has(shape.code) && !chosen) continue;
      const [width, height] = [name.length * size * (data.language === "zh" ? 1 : 0.56) + 4, size * 1.2];
      const [wide, tall] = [shape.box[2] / view.scale, shape.box[3] / view.scale];
      const roomy = wide > width * 1.05 && tall > height * 1.5;
      if (!roomy && !chosen && !told) continue;
      const [x, y] = this.toScreen(shape.label);
      // A chosen region smaller than its name is named beside it, and so are the few with a value.
      const [right, down] = [(wide + width) / 2 + 3, (tall + height) / 2 + 2];
      const places = roomy ? [[x, y]] : [[x + right, y], [x, y - down], [x, y + down], [x - right, y]];
      const spot = places.find((at) =>
        free([at[0] - width / 2, at[1] - height / 2, width, height]) && (chosen || ownNearest(at, [x, y])));
      if (!spot) continue;
      taken.push([spot[0] - width / 2, spot[1] - height / 2, width, height]);
      const kind = `${roomy ? tone(shape.fill) : "on-hatch"}${chosen ? " strong" : ""}`;
      const at = { x: view.x + spot[0] * view.scale, y: view.y + (spot[1] + size * 0.36) * view.scale };
      texts.push(make("text", { ...at, class: kind }, name));
    }
    this.names.setAttribute("font-size", size * view.scale);
    this.names.setAttribute("stroke-width", 2.4 * view.scale);
    this.names.replaceChildren(...texts);
  }

  // The regions with a value where most have none: names of blank ones would say nothing.
  fewWithValues() {
    const valued = [...this.regions].filter(([, region]) => region.mark !== MISSING);
    const isFew = valued.length > 0 && valued.length * 10 <= this.regions.size;
    return isFew ? new Set(valued.map(([code]) => code)) : null;
  }

  namesInOrder() {
    const { chosen } = this.data;
    const shown = this.layer.shapes.filter((s) => s.inside);
    const order = (s) => (chosen[s.code] ? 1e12 : 0) + s.area;
    return shown.sort((a, b) => order(b) - order(a));
  }

  // ---- the region under the pointer or the keyboard, and its card ----

  point(shape, spot = null) {
    const { pointed } = this;
    if (this.held && this.held !== shape?.title) {
      this.held.textContent = this.held.dataset.held;
      delete this.held.dataset.held;
      this.held = null;
    }
    this.pointedCode = shape?.code;
    this.spot = spot;
    this.card.hidden = !shape;
    if (!shape) return pointed.replaceChildren();
    // The browser's own tooltip would cover the card, so its text waits elsewhere meanwhile.
    if (!this.held) {
      this.held = shape.title;
      shape.title.dataset.held = shape.title.textContent;
      shape.title.textContent = "";
    }
    if (pointed.firstChild?.getAttribute("d") !== shape.d) pointed.replaceChildren(path(shape.d));
    pointed.classList.toggle("by-key", !spot);
    this.card.replaceChildren(...this.cardLines(shape));
    this.placeCard();
  }

  cardLines(shape) {
    const { labels, language } = this.data;
    const region = this.regions.get(shape.code);
    const line = (text, kind = "") => make("div", { class: kind }, text);
    const lines = [make("b", {}, shape[language])];
    if (!region || region.mark === MISSING) return [...lines, line(labels.missing, "quiet")];
    lines.push(line(this.valueText(region), "value"));
    if (region.rank) lines.push(line(say(labels.rank, region.rank)));
    if (region.change) lines.push(line(say(labels.change, region.change)));
    if (region.status) lines.push(line(labels[STATUS_WORD[region.status]], "quiet"));
    if (region.note) lines.push(line(region.note, "quiet"));
    return lines;
  }

  placeCard() {
    const shape = this.layer.byCode.get(this.pointedCode);
    const [x, y] = this.spot || this.toScreen(shape.label);
    const [width, height] = [this.card.offsetWidth, this.card.offsetHeight];
    const left = x + 14 + width > this.size[0] ? x - 14 - width : x + 14;
    const top = y + 14 + height > this.size[1] ? y - 14 - height : y + 14;
    this.card.style.left = `${clamp(left, 2, this.size[0] - width - 2)}px`;
    this.card.style.top = `${clamp(top, 2, this.size[1] - height - 2)}px`;
  }

  shapeOf(target) {
    const { code, twin } = target.dataset || {};
    const shape = this.layer?.byCode.get(code || twin);
    return shape?.inside ? shape : null;
  }

  // ---- hands: pointer, wheel, keyboard ----

  listen() {
    const on = (name, handler, options) => this.stage.addEventListener(name, handler.bind(this), options);
    on("pointerdown", this.onDown);
    on("pointermove", this.onMove);
    on("pointerup", this.onUp);
    on("pointercancel", this.onUp);
    on("pointerleave", (event) => {
      // A finger leaves as soon as it is lifted; what it tapped stays named.
      if (event.pointerType !== "touch" && !this.pointers.size && this.spot) this.point(null);
    });
    on("wheel", this.onWheel, { passive: false });
    on("keydown", this.onKey);
    on("focus", this.onFocus);
    on("blur", () => this.spot || this.point(null));
    this.watcher = new ResizeObserver(() => this.onResize());
    this.watcher.observe(this.stage);
  }

  onResize() {
    if (!this.layer || !this.stage.clientWidth) return;
    const atHome = Math.abs(this.view.scale / this.home().scale - 1) < 0.02;
    this.measure();
    this.setView(atHome ? this.home() : this.keepInSight(this.view));
  }

  spotOf(event) {
    const stage = this.stage.getBoundingClientRect();
    return [event.clientX - stage.left, event.clientY - stage.top];
  }

  onDown(event) {
    if (event.button) return;
    this.pointers.set(event.pointerId, this.spotOf(event));
    if (this.pointers.size === 1) this.drag = { from: this.spotOf(event), moved: false };
    cancelAnimationFrame(this.frame);
  }

  onMove(event) {
    const spot = this.spotOf(event);
    const last = this.pointers.get(event.pointerId);
    if (!last || !this.view) {
      const shape = this.shapeOf(event.target);
      if (shape?.code === this.pointedCode && this.spot) {
        this.spot = spot;
        if (shape) this.placeCard();
      } else if (shape || this.spot) this.point(shape, spot);
      return;
    }
    const { drag } = this;
    if (Math.hypot(spot[0] - drag.from[0], spot[1] - drag.from[1]) > DRAG_PX && !drag.moved) {
      drag.moved = true;
      drag.pans = this.zoom() > 1.05;
      // One finger scrolls the page until the reader has zoomed in.
      if (event.pointerType === "touch") drag.pans = this.stage.classList.contains("zoomed");
      this.stage.setPointerCapture(event.pointerId);
      this.point(null);
    }
    this.pointers.set(event.pointerId, spot);
    if (!drag.moved) return;
    if (this.pointers.size === 2) return this.pinch(event.pointerId, last, spot);
    if (!drag.pans) return;
    const { x, y, scale } = this.view;
    const [dx, dy] = [spot[0] - last[0], spot[1] - last[1]];
    this.setView(this.keepInSight({ x: x - dx * scale, y: y - dy * scale, scale }));
  }

  pinch(id, last, spot) {
    const [, other] = [...this.pointers].find(([key]) => key !== id);
    const gap = (a) => Math.hypot(a[0] - other[0], a[1] - other[1]) || 1;
    this.zoomBy(gap(spot) / gap(last), [(spot[0] + other[0]) / 2, (spot[1] + other[1]) / 2], false);
  }

  onUp(event) {
    const known = this.pointers.delete(event.pointerId);
    const shape = this.shapeOf(event.target);
    if (known && event.type === "pointerup" && shape && !this.drag.moved) {
      this.current = shape.code;
      this.point(shape, this.spotOf(event));
      this.choose(shape.code);
    }
  }

  // As on other maps inside pages: the wheel scrolls the page, with Ctrl or ⌘ it zooms.
  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) {
      this.hint.classList.add("on");
      clearTimeout(this.hintTimer);
      this.hintTimer = setTimeout(() => this.hint.classList.remove("on"), 1200);
      return;
    }
    event.preventDefault();
    this.zoomBy(Math.exp(-clamp(event.deltaY, -120, 120) / 300), this.spotOf(event), false);
  }

  onFocus() {
    if (!this.layer || !this.stage.matches(":focus-visible")) return;
    const start = this.current && this.layer.byCode.get(this.current);
    this.step(start || this.namesInOrder()[0]);
  }

  onKey(event) {
    if (!this.layer || event.altKey || event.ctrlKey || event.metaKey) return;
    const current = this.layer.byCode.get(this.current);
    const { key } = event;
    if (ARROWS[key]) this.step(current ? this.neighbour(current, ARROWS[key]) : this.namesInOrder()[0]);
    else if (key === "+" || key === "=") this.zoomBy(ZOOM_STEP);
    else if (key === "-" || key === "_") this.zoomBy(1 / ZOOM_STEP);
    else if (key === "0" || key === "Escape") this.goHome();
    else if ((key === "Enter" || key === " ") && current) this.choose(current.code);
    else return;
    event.preventDefault();
  }

  // Make a region the one the keyboard is on: card, ring, spoken words, and bring it in sight.
  step(shape) {
    if (!shape) return;
    this.current = shape.code;
    const [x, y] = this.toScreen(shape.label);
    const [width, height] = this.size;
    const seen = x > 20 && y > 20 && x < width - 20 && y < height - 20;
    if (!seen && this.zoom() > 1.1) this.moveTo(this.around(shape.label, this.view.scale));
    this.point(shape);
    this.spoken.textContent = [...this.card.children].map((line) => line.textContent).join(", ");
  }

  // The nearest region whose middle lies that way: within 45° if there is one, else within 80°.
  neighbour(from, [dx, dy]) {
    const reach = (slope) => {
      let best = null;
      for (const shape of this.layer.shapes) {
        if (!shape.inside || shape.code === from.code) continue;
        const [x, y] = [shape.label[0] - from.label[0], shape.label[1] - from.label[1]];
        const ahead = x * dx + y * dy;
        const aside = Math.abs(x * dy) + Math.abs(y * dx);
        if (ahead <= 0 || aside > ahead * slope) continue;
        const cost = Math.hypot(ahead, aside) + aside;
        if (!best || cost < best.cost) best = { cost, shape };
      }
      return best?.shape;
    };
    return reach(1) || reach(5.7);
  }
}
