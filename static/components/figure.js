// A Plotly figure that stays where it is: a new state of the page changes it in place.
//
// Streamlit's own chart element mounts a chart anew whenever its content changes. The message is
// UTF-8 JSON, {figure, alt, failed}: as text Streamlit would write six bytes for every Chinese
// character. A click is told as the numbers of trace and point; what they stand for the page knows.

const figures = new WeakMap();
let library;

export default function ({ data, parentElement, setTriggerValue }) {
  if (!figures.has(parentElement)) figures.set(parentElement, new Figure(parentElement));
  const figure = figures.get(parentElement);
  figure.update(JSON.parse(new TextDecoder().decode(data)), (point) => {
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

class Figure {
  constructor(parent) {
    this.frame = document.createElement("div");
    this.frame.className = "scoreboard-figure";
    this.frame.setAttribute("role", "img");
    parent.append(this.frame);
    this.drawn = loadLibrary();
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.frame);
  }

  // States are drawn one after the other; one that was overtaken while waiting is left out.
  update(state, onPoint) {
    this.state = state;
    this.onPoint = onPoint;
    this.frame.setAttribute("aria-label", state.alt);
    this.frame.style.height = `${state.figure.layout.height}px`;
    this.drawn = this.drawn
      .then(() => (state === this.state ? this.draw(state.figure) : null))
      .catch(() => this.fail());
  }

  async draw({ data, layout }) {
    const style = getComputedStyle(this.frame);
    const color = style.color;
    const family = style.fontFamily;
    const clear = { paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)" };
    const font = { ...layout.font, color, family };
    const config = { displayModeBar: false, responsive: false, doubleClick: false };
    const width = this.frame.clientWidth;
    await window.Plotly.react(this.frame, data, { ...clear, ...layout, font, width }, config);
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
