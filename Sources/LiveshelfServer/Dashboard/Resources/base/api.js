// Calls of the server's API. A refusal becomes an `APIError` that says what the server said.
import { preference } from "./preferences.js";
import { t } from "./texts.js";

let csrf = null;
let role = null;
let roles = [];
let onSignedOut = () => {};

export class APIError extends Error {
  /** `rejected`: the rows that could not be used. */
  constructor(status, code, message, field, rejected = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.rejected = rejected;
  }
}

/** Who is told when the server asks for a token. */
export function whenSignedOut(listener) {
  onSignedOut = listener;
}

/** Whether the person may send rows. */
export const mayIngest = () => roles.includes("ingest") || role === "admin";

/** Whether the person may acknowledge, correct and set. */
export const mayOperate = () => preference("kiosk") === "off" && (role === "operator" || role === "admin");

export function reportSignedOut() {
  csrf = role = null;
  onSignedOut();
}

async function refusal(response) {
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    console.info("the server's refusal is no JSON:", error.message);
  }
  const { code = "http_error", message, field } = body?.error ?? {};
  return new APIError(
    response.status,
    code,
    (await translated(code, field, message)) ?? message ?? t("error/status", { status: response.status }),
    field,
    await spokenFaults(body?.rejected),
  );
}

/** The server speaks English; its codes are put in the person's language. What only its words tell is added to that. */
async function translated(code, field, message = "") {
  if (preference("language") !== "zh") return null;
  const { refusals } = await import("./refusals-zh.js");
  const text = refusals[`${code}/${field}`] ?? refusals[code];
  if (!text) return null;
  const details = [...new Set(message.match(DETAILS))].join("、");
  return text.replace("{field}", field ?? "") + (details ? `（${details}）` : "");
}

/** Names, addresses and numbers of a message, which are the same in every language. */
const DETAILS = /'[^']{1,80}'|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:networks|security|limits)\.[\w.]+/g;

/** The server shows of a text, which may be a buyer's, only how long it is. */
const shown = (value) => value.replace(/‹(\d+) (?:characters|digits)›/, "‹$1 个字符›");

/** Rows that could not be used, with what is wrong in the person's language. */
export async function spokenFaults(rows = []) {
  if (preference("language") !== "zh" || !rows.length) return rows;
  const { faults } = await import("./refusals-zh.js");
  return rows.map((row) => ({
    ...row,
    message: faults[row.code]?.replace("{field}", row.field).replace("{value}", shown(row.value)) ?? row.message,
  }));
}

/** A path of the server as it is reached from the page: a reverse proxy may have put both under a path of its own. */
export const besidePage = (path) => path.replace(/^\//, "");

async function call(method, path, body, type = "application/json") {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = type;
  if (method !== "GET" && csrf) headers["X-Liveshelf-CSRF"] = csrf;
  let response;
  try {
    response = await fetch(besidePage(path), {
      method,
      headers,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(method === "GET" ? 15000 : body instanceof Blob ? 3600000 : 120000),
      body: body === undefined || body instanceof Blob ? body : JSON.stringify(body),
    });
  } catch {
    throw new APIError(0, "unreachable", t("error/unreachable"));
  }
  if (response.status === 401 && path !== "/v1/session") reportSignedOut();
  if (!response.ok) throw await refusal(response);
  return response.status === 204 ? null : response.json();
}

/** The bytes of what the server has, such as a sound. */
export async function getFile(path) {
  const response = await fetch(besidePage(path), { credentials: "same-origin", cache: "no-store" });
  if (!response.ok) throw await refusal(response);
  return response.blob();
}

export const get = (path) => call("GET", path);
export const put = (path, body) => call("PUT", path, body);
export const patch = (path, body) => call("PATCH", path, body);
export const remove = (path) => call("DELETE", path);
/** Sends a file's bytes as they are: the server knows encodings better than a browser. */
export const send = (method, path, file, type) => call(method, path, file, type);
export const post = (path, body = {}) => call("POST", path, body);

/** Path of a room's resource, each part escaped. */
export const roomPath = (room, ...parts) =>
  ["/v1/rooms", room, ...parts].map((part, i) => (i ? encodeURIComponent(part) : part)).join("/");

function take(session) {
  csrf = session.csrf ?? null;
  role = session.role ?? null;
  roles = session.roles ?? [];
}

/** Learns who is signed in; false: nobody, a token is needed. */
export async function resumeSession() {
  try {
    take(await call("GET", "/v1/session"));
    return true;
  } catch (error) {
    if (error.status === 401) return false;
    throw error;
  }
}

export async function signIn(token) {
  await call("POST", "/v1/session", { token });
  take(await call("GET", "/v1/session"));
}
