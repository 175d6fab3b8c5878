// What our components share: their style sheets, and the messages that they get.

// The style sheet of a component lies beside its script, under the same name and edition.
export function dress(parent, script) {
  if (parent.querySelector("link")) return;
  const link = { rel: "stylesheet", href: script.replace(".js?", ".css?") };
  parent.prepend(Object.assign(document.createElement("link"), link));
}

// A message is deflated JSON in UTF-8: a third of its size, and compressed once for all readers.
export function unpack(data) {
  const content = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(content).json();
}

const ARROW = "M8 2v8M4.5 6.5 8 10l3.5-3.5M3 13.5h10";

// A word that all figures of the page share; the page brings them with its style (ui/style.py).
function word(name) {
  const style = getComputedStyle(document.documentElement);
  return style.getPropertyValue(`--sb-${name}`).trim().slice(1, -1);
}

// A menu that saves a figure or map as a picture. The server draws it, by the address of the page,
// when somebody asks: nothing of it travels with the page.
export class PictureMenu {
  constructor() {
    const make = (tag, given) => Object.assign(document.createElement(tag), given);
    this.node = make("details", { className: "sb-picture", hidden: true });
    this.sign = make("summary");
    this.sign.innerHTML = `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${ARROW}"/></svg>`;
    this.said = make("span", { role: "status" });
    this.buttons = ["png", "svg"].map((kind) => {
      const button = make("button", { type: "button", textContent: kind.toUpperCase() });
      button.addEventListener("click", () => this.save(kind));
      return button;
    });
    const list = make("div");
    list.append(...this.buttons, this.said);
    this.node.append(this.sign, list);
    const outside = (event) => event.composedPath().includes(this.node) || this.close();
    this.node.addEventListener("toggle", () => {
      const change = this.node.open ? "addEventListener" : "removeEventListener";
      document[change]("pointerdown", outside);
      this.said.textContent = "";
    });
    this.node.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.node.open) return;
      event.stopPropagation();
      this.close();
      this.sign.focus();
    });
  }

  // key: of the part; absent where the page is no answer, or nothing draws pictures.
  tell(key, title) {
    this.node.hidden = !key;
    this.key = key;
    if (!key) return;
    const save = word("save");
    // The style may come after the figure.
    if (!save) setTimeout(() => this.key === key && this.tell(key, title), 50);
    this.sign.title = save || title;
    this.sign.setAttribute("aria-label", `${save} ${title}`.trim());
  }

  close() {
    this.node.open = false;
  }

  address(kind) {
    const base = new URL("../../../", import.meta.url);
    const page = location.pathname.slice(base.pathname.length).split("/")[0] || "overview";
    const values = new URLSearchParams(location.search);
    for (const key of ["release", "figure", "embed", "embed_options"]) values.delete(key);
    return new URL(`api/v1/pictures/${page}/${this.key}.${kind}?${values}`, base);
  }

  async save(kind) {
    this.said.textContent = word("busy");
    for (const button of this.buttons) button.disabled = true;
    try {
      const answer = await fetch(this.address(kind));
      if (!answer.ok) throw new Error(answer.status);
      const href = URL.createObjectURL(await answer.blob());
      const name = answer.headers.get("content-disposition").split("UTF-8''")[1];
      const download = decodeURIComponent(name);
      Object.assign(document.createElement("a"), { href, download }).click();
      setTimeout(() => URL.revokeObjectURL(href), 60000);
      this.close();
    } catch {
      this.said.textContent = word("failed");
    }
    for (const button of this.buttons) button.disabled = false;
  }
}
