// A Plotly figure that stays where it is: a new state of the page changes it in place.
//
// Streamlit's own chart element mounts a chart anew whenever its content changes. The message is
// {drawing, title, notes, alt, failed, picture}, packed. A click is told as the numbers of trace and point; what they stand for the page knows.

import { PictureMenu, dress, unpack } from "./component.js";
import { counterpart } from "./dark.js";

const figures = new WeakMap();
let library;

export default function ({ data, parentElement, setTriggerValue }) {
  dress(parentElement, import.meta.url);
  if (!figures.has(parentElement)) figures.set(parentElement, new Figure(parentElement));
  const figure = figures.get(parentElement);
  figure.receive(data, (point) => {
    setTriggerValue("point", { ...point, at: performance.now() });
  });
  return () => parentElement.isConnected || figure.close();
}

// Plotly's basic bundle (bars, scatter), fetched once for all figures of the page.
function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("plotly/plotly-basic.min.js?v=4.1.1", import.meta.url);
    script.onload = () => resolve(window.Plotly);
    script.onerror = reject;
    document.head.append(script);
  });
  return library;
}

const COLOUR = /#[0-9a-f]{6}\b|rgba?\([^)]*\)/gi;

function parse(colour) {
  const hex = colour[0] === "#" && [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16));
  const [red, green, blue, alpha = 1] = hex || colour.match(/[\d.]+/g).map(Number);
  return { rgb: [red, green, blue], alpha };
}

const mix = (from, to, share) => from.map((part, k) => part + (to[k] - part) * share);

function contrast(one, other) {
  const linear = (c) => (c <= 10 ? c / 3295 : ((c / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.05 + [r, g, b].map(linear).reduce(
    (sum, part, k) => sum + part * [0.2126, 0.7152, 0.0722][k], 0);
  const ratio = light(one) / light(other);
  return Math.max(ratio, 1 / ratio);
}

// The colours of a figure are chosen for white paper. On a dark page words are lightened until
// they stand out 4.5 : 1, marks 3 : 1. Washes stay, and bars whose outline carries them.
function legible(figure, style) {
  const page = style.getPropertyValue("--st-background-color").match(COLOUR);
  const ground = page && parse(page[0]).rgb;
  if (!ground || contrast(ground, [0, 0, 0]) > 3) return figure;
  const lighten = (colour, least) => {
    const turned = counterpart(colour);
    if (turned) return turned;
    const { rgb, alpha } = parse(colour);
    if (alpha < 0.4) return colour;
    // First as bright as the hue allows, then paler.
    const bright = rgb.map((part) => (part * 255) / Math.max(...rgb, 1));
    for (let step = 0; step <= 2; step += 0.05) {
      const lighter = step < 1 ? mix(rgb, bright, step) : mix(bright, [255, 255, 255], step - 1);
      if (contrast(mix(ground, lighter, alpha), ground) < least) continue;
      return step ? `rgba(${lighter.map(Math.round)}, ${alpha})` : colour;
    }
    return colour;
  };
  // Plotly takes washed bars for light ones and writes dark into them.
  const inside = ({ marker, textfont }) => ({ ...textfont, color: [marker.color].flat().map((fill) => {
    const { rgb, alpha } = parse(counterpart(fill) || fill);
    const shown = mix(ground, rgb, alpha);
    return contrast(shown, [255, 255, 255]) > 3 ? style.color : "#222222";
  }) });
  const walk = (node, least) => {
    if (typeof node === "string") {
      return node.replace(COLOUR, (colour) => lighten(colour, node.includes("<") ? 4.5 : least));
    }
    if (Array.isArray(node)) return node.map((part) => walk(part, least));
    if (!node || typeof node !== "object") return node;
    return Object.fromEntries(Object.entries(node).map(
      ([key, value]) => [key, walk(value, key.endsWith("font") ? 4.5 : least)]));
  };
  const data = figure.data.map((trace) => {
    const shown = walk(trace, 3);
    if (trace.type !== "bar") return shown;
    if (trace.marker.line) {
      const { color } = trace.marker;
      const turn = (fill) => counterpart(fill) || fill;
      shown.marker.color = Array.isArray(color) ? color.map(turn) : turn(color);
    }
    if (trace.text) shown.insidetextfont = inside(trace);
    return shown;
  });
  return { data, layout: walk(figure.layout, 3) };
}

// What all figures have alike, unless they say otherwise.
const ALIKE = {
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  showlegend: false,
  hoverlabel: { align: "left" },
  hovermode: "closest",
  dragmode: false,
};

class Figure {
  constructor(parent) {
    const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
    this.title = make("h4", "sb-title");
    this.notes = make("p", "sb-note");
    this.frame = make("div", "scoreboard-figure");
    this.menu = new PictureMenu();
    const head = make("div", "scoreboard-head");
    head.append(this.title, this.notes, this.menu.node);
    parent.append(head, this.frame);
    this.drawn = loadLibrary();
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.frame);
  }

  receive(data, onPoint) {
    this.onPoint = onPoint;
    this.received = data;
    unpack(data).then((state) => data === this.received && this.update(state));
  }

  // States are drawn one after the other; one that was overtaken while waiting is left out.
  update(state) {
    this.state = state;
    for (const name of ["title", "notes"]) {
      this[name].textContent = state[name];
      this[name].hidden = !state[name];
    }
    this.menu.tell(state.picture, state.title);
    // An image without a name is worse than none: both come with the first drawing.
    this.frame.setAttribute("role", "img");
    this.frame.setAttribute("aria-label", state.alt);
    this.frame.style.height = `${state.drawing.layout.height}px`;
    this.drawn = this.drawn
      .then(() => (state === this.state ? this.draw(state.drawing) : null))
      .catch(() => this.fail());
  }

  async draw({ data, layout }) {
    const style = getComputedStyle(this.frame);
    const color = style.color;
    const family = style.fontFamily;
    const font = { size: 13, ...layout.font, color, family };
    const config = { displayModeBar: false, responsive: false, doubleClick: false };
    const width = this.frame.clientWidth;
    const shown = legible({ data, layout: { ...ALIKE, ...layout, font, width } }, style);
    await window.Plotly.react(this.frame, shown.data, shown.layout, config);
    if (this.isHeard) return;
    this.isHeard = true;
    this.frame.on("plotly_click", ({ points: [point] }) => {
      this.onPoint({ trace: point.curveNumber, point: point.pointNumber });
    });
  }

  fit() {
    const width = this.frame.clientWidth;
    if (!width || !this.frame._fullLayout || width === this.frame._fullLayout.width) return;
    window.Plotly.relayout(this.frame, { width });
  }

  fail() {
    library = undefined; // a later rerun may try again
    this.drawn = loadLibrary();
    this.drawn.catch(() => {});
    this.frame.textContent = this.state.failed;
  }

  close() {
    this.sizes.disconnect();
    if (window.Plotly) window.Plotly.purge(this.frame);
  }
}
