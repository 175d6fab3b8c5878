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
