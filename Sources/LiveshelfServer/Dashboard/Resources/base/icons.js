// Icons of 24 × 24 as strokes in the colour of the text around them.
import { draw } from "./elements.js";

const PATHS = {
  logo: "M4 5h4v14H4zM10 9h4v10h-4zM16 3h4v16h-4z",
  overview: "M3 4h8v9H3zM13 4h8v5h-8zM13 12h8v8h-8zM3 16h8v4H3z",
  curves: "M3 20V4M3 20h18M6 15l4-5 4 3 6-8",
  shows: "M3 6h10M9 12h12M5 18h8",
  order: "M4 6h2M10 6h10M4 12h2M10 12h10M4 18h2M10 18h10",
  prompt: "M3 4h18v12H3zM8 20h8M12 16v4",
  settings: "M4 7h10M18 7h2M4 17h2M10 17h10M14 4.5v5M6 14.5v5",
  rooms: "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
  sound: "M4 9v6h4l5 4V5L8 9zM16.5 8.5a5 5 0 0 1 0 7M19 6a8.5 8.5 0 0 1 0 12",
  silent: "M4 9v6h4l5 4V5L8 9zM17 9.5l5 5M22 9.5l-5 5",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2",
  dark: "M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z",
  auto: "M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18",
  wall: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  exit: "M9 4v5H4M20 9h-5V4M15 20v-5h5M4 15h5v5",
  keyboard: "M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M18 10h.01M8 14h8",
  check: "M4.5 12.5l5 5 10-11",
  mute: "M6 10a6 6 0 0 1 9-5.2M18 10v3l2 4H8M4 17l1.5-3M10 20a2 2 0 0 0 4 0M3 3l18 18",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 21a7.5 7.5 0 0 1 15 0",
  swap: "M7 4L3 8l4 4M3 8h14M17 12l4 4-4 4M21 16H7",
  close: "M5 5l14 14M19 5L5 19",
  plus: "M12 5v14M5 12h14",
  back: "M14 5l-7 7 7 7",
  forward: "M10 5l7 7-7 7",
  play: "M7 4l13 8-13 8z",
  pause: "M7 4v16M17 4v16",
  stop: "M6 6h12v12H6z",
  alert: "M12 3l10 18H2zM12 10v5M12 18h.01",
  flame: "M12 3c1 4 6 6 6 11a6 6 0 0 1-12 0c0-3 2-4 2.5-6.5C10.500 8.500 11 9 11 10.500 12.500 9 12.500 6 12 3z",
  box: "M3 7.500L12 3l9 4.500v9L12 21l-9-4.500zM3 7.500l9 4.500 9-4.500M12 12v9",
  chat: "M4 5h16v11H10l-5 4v-4H4z",
  price: "M12 3h8v8L11 20.500 3.500 13zM16 8h.01",
  next: "M4 5l9 7-9 7zM18 5v14",
  truck:
    "M2 6h12v10H2zM14 10h4l4 3v3h-8M6 16.500a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600zM17 16.500a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 0 0 0-3.600z",
  signal: "M5 19v-4M10 19v-8M15 19V7M20 19V3",
  slow: "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16zM12 8v4l-3 2",
  search: "M10.500 4a6.500 6.500 0 1 0 0 13 6.500 6.500 0 0 0 0-13zM15.500 15.500L21 21",
};

export const icon = (name) =>
  draw(
    "svg",
    { class: `icon icon-${name}`, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    draw("path", { d: PATHS[name] }),
  );
