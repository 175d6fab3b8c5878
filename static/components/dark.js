// The colour scales on a dark page: what stands out on white paper, the darkest, is the brightest
// there. Every colour of scoreboard/charts/theme.py that says "how much" has its counterpart, so an
// order stays an order; a test compares the two lists.

const COUNTERPARTS = {
  // from low to high
  "#dbe9f4": "#1b3550", "#a8cce4": "#28577f", "#66a3cd": "#3f86bb",
  "#2c74ae": "#7ab3dc", "#0b4076": "#cfe4f5",
  // the better side, from the middle outwards, and the worse side
  "#c6dcee": "#24465f", "#8ab9dc": "#356f9e", "#4688bf": "#62a4d6", "#175590": "#b4d8f3",
  "#fad9b8": "#4f3418", "#f2ae6b": "#8f581c", "#d97a22": "#d68a3f", "#a64d03": "#ffc990",
  "#d9d9d9": "#4b4b48",
};

// The colour that a scale has on a dark page; undefined for one that is of no scale.
export const counterpart = (colour) => COUNTERPARTS[colour.toLowerCase()];

// Whether the page that an element stands on is dark.
export function isDark(style) {
  const page = style.getPropertyValue("--st-background-color").trim();
  const hex = page.match(/^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i);
  const parts = hex ? hex.slice(1).map((part) => parseInt(part, 16)) : page.match(/[\d.]+/g) || [255];
  return Math.max(...parts.slice(0, 3).map(Number)) < 110;
}
