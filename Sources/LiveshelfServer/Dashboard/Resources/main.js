// Brings it together: which page is shown, for which room, and what keeps it up to date.
import { get, post, reportSignedOut, resumeSession, roomPath, whenSignedOut } from "./base/api.js";
import { el, emptyState, setText } from "./base/elements.js";
import { timeOfDay } from "./base/format.js";
import { icon } from "./base/icons.js";
import { applyPreferences, onPreference, preference, setPreference } from "./base/preferences.js";
import { styles } from "./base/styles.js";
import { loadTexts, t } from "./base/texts.js";
import { RoomStore } from "./live/room-store.js";
import { listenToKeys } from "./live/shortcuts.js";
import { gravityOfCard } from "./live/signal-texts.js";
import { playAlert } from "./live/sound.js";
import { Timelines } from "./live/timelines.js";
import { RoomPage } from "./pages/room-page.js";
import { askProduct, toggleHelp } from "./panels/dialogs.js";
import { Header } from "./panels/header.js";

/** `#/rooms/ROOM/products/SKU` and the like: the page's name, its room and its parameters. */
function route() {
  let parts;
  try {
    parts = location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
  } catch (error) {
    console.info("address:", error.message);
    parts = [];
  }
  if (parts[0] === "settings") return { page: "settings", room: parts[1] ?? null };
  if (parts[0] === "history") return { page: "history", room: null, sku: parts[1] ?? null };
  if (parts[0] !== "rooms" || !parts[1]) return { page: parts[0] === "rooms" ? "rooms" : "home", room: null };
  const room = parts[1];
  if (parts[2] === "products" && parts[3]) return { page: "product", room, sku: parts[3] };
  if (parts[2] === "prompt" || parts[2] === "order") return { page: parts[2], room };
  if (parts[2] === "curves") return { page: "curves", room };
  if (parts[2] === "shows") return { page: "shows", room, show: parts[3] ?? null };
  return { page: "overview", room };
}

/** A page's module, with the styles of pages. */
const page = async (name) => (await Promise.all([import(`./pages/${name}.js`), styles("assets/styles/pages.css")]))[0];

/** What only the wall needs is fetched when it is switched on; the styles of pages prevail over it. */
const wallStyles = () =>
  preference("wall") === "on" ? styles("assets/styles/wall.css", "assets/vendor/uPlot.min.css") : null;

// Pages by name. All but the wall screen are fetched when they are first wanted.
const MAKERS = {
  overview: () => (context) => new RoomPage(context),
  curves: async () => (await page("curves-page")).curvesPage,
  product: async () => (await page("product-page")).productPage,
  shows: async () => (await page("show-page")).showPage,
  order: async () => (await page("running-order-page")).runningOrderPage,
  prompt: async () => (await page("prompt-page")).promptPage,
  settings: async () => (await page("settings-page")).settingsPage,
  rooms: async () => (await page("rooms-page")).roomsPage,
  history: async () => (await page("history-page")).historyPage,
};

class Dashboard {
  constructor(root) {
    this.root = root;
    this.store = null;
    this.timelines = null;
    this.page = null;
    this.place = {};
    this.rooms = [];
    this.heard = new Set();
    this.banner = el("div", { class: "banner", role: "status", hidden: true });
    this.main = el("main", { id: "content", tabindex: "-1" });
    this.notices = el("div", { class: "notices", role: "status" });
    addEventListener("hashchange", () => this.go());
    onPreference((name) => this.preferenceChanged(name));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.rebuild());
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && this.store?.view) this.changed(new Set(["snapshot", "link"]));
    });
    document.addEventListener("fullscreenchange", () => {
      if (!document.fullscreenElement && this.isFull) {
        this.isFull = false;
        setPreference("wall", "off");
      }
    });
    whenSignedOut(() => this.askToken());
    if (preference("kiosk") === "off")
      listenToKeys({
        go: (page) => {
          location.hash = this.pageAddress(page);
        },
        help: () => toggleHelp(),
        toggleWall: () => this.toggleWall(),
        page: () => this.page,
      });
    setInterval(() => this.tick(), 1000);
  }

  async start() {
    applyPreferences();
    this.frame();
    try {
      if (!(await resumeSession())) return this.askToken();
      this.rooms = (await get("/v1/rooms")).rooms;
    } catch (error) {
      if (error.status !== 401) this.showFailure(error.message, () => this.start());
      return;
    }
    this.go();
  }

  /** Everything around the page. */
  frame() {
    this.header = new Header(this.context());
    const skip = el(
      "a",
      {
        class: "skip",
        href: "#content",
        onclick: (event) => {
          event.preventDefault();
          this.main.focus();
        },
      },
      t("nav/skip"),
    );
    this.root.replaceChildren(skip, this.header.element, this.banner, this.main, this.notices);
  }

  context(room = this.place.room) {
    const at = (...parts) => `#/${parts.map(encodeURIComponent).join("/")}`;
    return {
      room,
      address: (name) => at("rooms", name),
      overviewAddress: () => at("rooms", room),
      curvesAddress: () => at("rooms", room, "curves"),
      productAddress: (sku) => at("rooms", room, "products", sku),
      showAddress: (show) => at("rooms", room, "shows", show),
      pageAddress: (page) => this.pageAddress(page),
      notify: (text, level) => this.notify(text, level),
      help: () => toggleHelp(),
      toggleWall: () => this.toggleWall(),
      correct: () => this.correct(),
      products: () => this.store?.products ?? new Map(),
      roomsKnown: (rooms) => {
        this.rooms = rooms;
        this.showPlace();
      },
    };
  }

  pageAddress(page) {
    const room = this.place.room ?? this.rooms[0]?.name;
    if (page === "rooms" || !room) return page === "settings" ? "#/settings" : "#/rooms";
    const name = encodeURIComponent(room);
    return page === "settings"
      ? `#/settings/${name}`
      : page === "overview"
        ? `#/rooms/${name}`
        : `#/rooms/${name}/${page}`;
  }

  go() {
    const place = route();
    if (place.page === "home") {
      const first = this.rooms.find((room) => room.state === "live") ?? this.rooms[0];
      location.replace(first ? `#/rooms/${encodeURIComponent(first.name)}` : "#/rooms");
      return;
    }
    if (place.room !== this.store?.room || this.store?.closed) this.openRoom(place.room);
    this.place = place;
    this.showPage();
    scrollTo(0, 0);
  }

  openRoom(room) {
    this.timelines?.close();
    this.store?.close();
    this.store = this.timelines = null;
    this.heard = new Set();
    if (!room) return;
    this.store = new RoomStore(
      room,
      (changes) => this.changed(changes),
      (status) => {
        if (status === 401) reportSignedOut();
        else this.showFailure(t("error/room"), null, t("error/roomNote"));
      },
    );
    this.timelines = new Timelines(this.store);
  }

  showPage() {
    this.page?.destroy();
    this.page = null;
    const needsView = !["rooms", "settings", "history"].includes(this.place.page);
    if (needsView && !this.store?.view)
      this.main.replaceChildren(el("div", { class: "waiting" }, el("p", { class: "note" }, t("link/connecting"))));
    else this.makePage();
    this.showPlace();
    this.showLink();
  }

  async makePage() {
    const place = this.place;
    if (this.isMaking === place) return;
    this.isMaking = place;
    let make;
    try {
      [make] = await Promise.all([MAKERS[place.page](), wallStyles()]);
    } catch {
      this.isMaking = null;
      return this.showFailure(t("error/unreachable"), () => this.showPage());
    }
    this.isMaking = null;
    if (this.place !== place || this.page || this.isAsking) return;
    this.page = make(this.context(), place);
    this.main.replaceChildren(this.page.element);
    this.main.dataset.page = this.place.page;
    if (this.store?.view) this.page.update(this.store, new Set(["snapshot"]), this.timelines);
    this.tick();
    this.showPlace();
  }

  showPlace() {
    this.header.showPlace(this.place.page, this.place.room, this.rooms);
    this.header.update(this.store);
    document.title = t("title", { room: this.page?.title ?? this.place.room ?? t("rooms/title") });
  }

  changed(changes) {
    if (changes.has("link")) this.showLink();
    if (!this.store?.view) return;
    if (changes.has("cards")) this.soundNew(changes.has("snapshot"));
    if (document.hidden) return;
    this.header.update(this.store);
    if (!this.page) this.makePage();
    else this.page.update(this.store, changes, this.timelines);
  }

  /** The gravest of the cards that have begun to ask for something, once. */
  soundNew(isSnapshot) {
    const asking = this.store.asking();
    const fresh = asking.filter((card) => !this.heard.has(`${card.id}/${card.step}`));
    this.heard = new Set(asking.map((card) => `${card.id}/${card.step}`));
    if (isSnapshot) return;
    const gravest = ["critical", "warning"].find((gravity) => fresh.some((card) => gravityOfCard(card) === gravity));
    if (gravest) playAlert(gravest);
  }

  showLink() {
    const store = this.store;
    const isLost = store?.link === "lost";
    document.documentElement.classList.toggle("stale", Boolean(isLost && store.view));
    this.banner.hidden = !isLost;
    if (isLost) {
      const note = store.view
        ? t("link/lostNote", { time: timeOfDay(store.view.clock ?? store.receivedTime), attempt: store.attempt })
        : t("error/unreachable");
      this.banner.replaceChildren(
        icon("alert"),
        el("strong", null, t("link/lost")),
        el("span", null, note),
        el("button", { type: "button", class: "quiet", onclick: () => store.stream.hurry() }, t("link/retry")),
      );
    }
    if (this.wasLost && !isLost && store?.view) {
      this.timelines?.refreshAll();
      this.notify(t("link/back"), "good");
    }
    this.wasLost = isLost;
    this.header.update(store);
  }

  tick() {
    if (document.hidden) return;
    this.header.tick(this.store);
    if (this.page && (this.store?.view || !this.place.room)) this.page.tick(this.store, this.timelines);
  }

  async preferenceChanged(name) {
    if (name === "shortcuts") return;
    if (name === "language") await loadTexts();
    if (name === "sound") {
      if (preference("sound") === "on") playAlert("good", true);
      if (this.place.page !== "settings") return this.rebuildHeader();
    }
    this.rebuild();
  }

  rebuildHeader() {
    const before = this.header.element;
    const focused = before.contains(document.activeElement) ? document.activeElement.className : null;
    this.header = new Header(this.context());
    before.replaceWith(this.header.element);
    this.showPlace();
    this.header.tick(this.store);
    if (focused) this.header.element.querySelector(`.${focused.split(" ").join(".")}`)?.focus();
  }

  /** Makes everything anew, in another language or in other colours. */
  rebuild() {
    if (!this.place.page) return this.isAsking ? this.askToken() : undefined;
    const scroll = scrollY;
    this.rebuildHeader();
    if (this.isAsking) return this.askToken();
    this.showPage();
    scrollTo(0, scroll);
  }

  async toggleWall() {
    const isOn = preference("wall") === "on";
    if (!isOn && !["overview", "curves"].includes(this.place.page)) location.hash = this.pageAddress("overview");
    setPreference("wall", isOn ? "off" : "on");
    try {
      if (isOn && document.fullscreenElement) await document.exitFullscreen();
      else if (!isOn) {
        await document.documentElement.requestFullscreen();
        this.isFull = true;
      }
    } catch (error) {
      // Wall mode works in a window as well; browsers refuse full screen without a click.
      console.info("full screen:", error.message);
    }
  }

  correct() {
    const products = [...this.store.products.values()].sort((a, b) => (a.link_no ?? 1e9) - (b.link_no ?? 1e9));
    askProduct(products, async (sku) => {
      try {
        await post(roomPath(this.store.room, "presentations", "correct"), { sku });
      } catch (error) {
        this.notify(t("signals/failed", { message: error.message }), "bad");
      }
    });
  }

  notify(text, level) {
    const notice = el("p", { class: "notice", "data-level": level }, text);
    this.notices.replaceChildren(notice);
    setTimeout(() => notice.remove(), 5000);
  }

  showFailure(title, retry, note) {
    this.page?.destroy();
    this.page = null;
    this.main.replaceChildren(
      el(
        "div",
        { class: "page failure" },
        emptyState(title, note),
        retry
          ? el("button", { type: "button", class: "primary", onclick: retry }, t("error/retry"))
          : el("a", { class: "quiet", href: "#/rooms" }, t("nav/rooms")),
      ),
    );
  }

  async askToken() {
    this.openRoom(null);
    const { signInPage } = await page("sign-in");
    this.page?.destroy();
    this.isAsking = true;
    this.banner.hidden = true;
    document.documentElement.classList.remove("stale");
    this.page = signInPage(() => {
      this.isAsking = false;
      this.start();
    });
    this.main.replaceChildren(this.page.element);
    this.header.element.hidden = true;
    setText(document.querySelector("title"), t("title", { room: this.page.title }));
  }
}

const dashboard = new Dashboard(document.getElementById("app"));
addEventListener("error", (event) => dashboard.notify(t("error/script", { message: event.message }), "bad"));
addEventListener("unhandledrejection", (event) =>
  dashboard.notify(t("error/script", { message: String(event.reason?.message ?? event.reason) }), "bad"),
);
dashboard.start();
