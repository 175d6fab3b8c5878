// Runs inside every measured page and tells when the page has drawn what it was asked for.
//
// Every animation frame it looks at all figures. "Drawn" means that each of them carries the
// marker of the new indicator, that none is still at work, and that Streamlit's script has ended.
// The time taken is that of the frame after the last change, once nothing has changed for a
// while; so a figure that is drawn twice counts until its second drawing is on screen.

(() => {
  const QUIET_MS = 400;
  const LIMIT_MS = 60000;

  let gesture = null; // when the reader last let go of the mouse, as the browser stamped it
  window.addEventListener("pointerup", (event) => (gesture = event.timeStamp), true);

  const counted = new WeakMap(); // Plotly figure -> how often it has finished a drawing
  const hosts = new Set(); // elements with a shadow root, where Streamlit puts components

  function countDrawings(figure) {
    if (!counted.has(figure) && figure.on) {
      counted.set(figure, 1);
      figure.on("plotly_afterplot", () => counted.set(figure, counted.get(figure) + 1));
    }
    return counted.get(figure) ?? 0;
  }

  function stateOfPlotly(figure) {
    const layout = figure._fullLayout;
    const canvas = layout?.map?._subplot?.map; // MapLibre: tiles are cut by a worker
    const busy =
      !layout ||
      figure._replotting ||
      figure._transitioning ||
      figure.classList.contains("dash-graph--pending") ||
      Boolean(layout.map && !canvas?.loaded());
    return { marker: String(layout?.meta ?? ""), busy, drawings: countDrawings(figure) };
  }

  function findMaps() {
    for (const host of hosts) if (!host.isConnected) hosts.delete(host);
    const seen = () => [...hosts].flatMap((host) => [...host.shadowRoot.querySelectorAll(".map")]);
    if (!seen().length) {
      for (const node of document.querySelectorAll("*")) if (node.shadowRoot) hosts.add(node);
    }
    return [...seen(), ...document.querySelectorAll("div.map:not(.js-plotly-plot *)")];
  }

  function stateOfPage(wanted) {
    const figures = [...document.querySelectorAll(".js-plotly-plot")].map(stateOfPlotly);
    const maps = wanted.maps ? findMaps() : [];
    for (const map of maps) {
      const { shows, drawn } = map.dataset; // both are written when the fills have been
      figures.push({ marker: shows ?? "", busy: !drawn, drawings: drawn });
    }
    const app = document.querySelector('[data-testid="stApp"]');
    const script = app ? app.getAttribute("data-test-script-state") : "notRunning";
    const text = wanted.text ? document.body.innerText.includes(wanted.text) : true;
    return { figures, script, text };
  }

  function isDrawn({ figures, script, text }, wanted) {
    const done = figures.filter((f) => !f.busy && f.marker.startsWith(wanted.marker));
    const all = done.length === figures.length && figures.length === wanted.figures;
    return all && text && script === "notRunning";
  }

  // Resolves to {start, end, steps}; `steps` says when what changed, in ms after the start.
  window.benchWatch = (wanted, start) =>
    new Promise((resolve, reject) => {
      const opened = performance.now();
      const steps = [];
      let last = null;
      let end = null;
      if (start === undefined) gesture = null;
      const look = () => {
        const now = performance.now();
        const state = stateOfPage(wanted);
        const text = JSON.stringify(state);
        if (text !== last) {
          last = text;
          end = null;
          steps.push([now, state]);
        } else if (end === null) {
          end = now; // the frame after the last change: that change is on screen
        }
        const from = start ?? gesture;
        if (end !== null && from !== null && now - end > QUIET_MS && isDrawn(state, wanted)) {
          resolve({ start: from, end, steps: steps.map(([at, what]) => [at - from, what]) });
        } else if (now - opened > LIMIT_MS) {
          reject(new Error(`not drawn after ${LIMIT_MS} ms: ${text}`));
        } else {
          requestAnimationFrame(look);
        }
      };
      requestAnimationFrame(look);
    });
})();
