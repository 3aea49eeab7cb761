// Style sheets that are fetched when they are first wanted.
const sheets = new Map();

/** Resolves when the sheet holds; a sheet that did not come is asked for again the next time. `before`: the sheet that goes on
    prevailing over it, whichever comes first. */
export function styles(path, before = null) {
  if (!sheets.has(path)) {
    sheets.set(
      path,
      new Promise((resolve, reject) => {
        const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: path, onload: resolve });
        link.onerror = () => {
          sheets.delete(path);
          link.remove();
          reject(new Error(`${path} could not be loaded`));
        };
        document.head.insertBefore(link, before && document.head.querySelector(`link[href="${before}"]`));
      }),
    );
  }
  return sheets.get(path);
}
