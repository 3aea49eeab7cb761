// Style sheets that are fetched when they are first wanted.
const sheets = new Map();

/** Resolves when the sheet holds; a sheet that did not come is asked for again the next time. */
export function styles(path) {
  if (!sheets.has(path)) {
    sheets.set(path, new Promise((resolve, reject) => {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: path, onload: resolve });
      link.onerror = () => {
        sheets.delete(path);
        link.remove();
        reject(new Error(`${path} could not be loaded`));
      };
      document.head.append(link);
    }));
  }
  return sheets.get(path);
}
