// Runs before the first paint, so that the page does not flash in another theme.
(() => {
  const root = document.documentElement;
  const wall = /[?&]wall=1(&|$)/.test(location.search);
  let theme = null;
  try {
    theme = localStorage.getItem("liveshelf.theme");
  } catch (error) {
    console.info("preferences are not kept:", error.message);
  }
  root.classList.toggle("wall", wall);
  if (wall) root.dataset.theme = "dark";
  else if (theme && theme !== "auto") root.dataset.theme = theme;
})();
