// Asks for an access token; the server keeps it in a cookie that scripts cannot read.
import { signIn } from "../base/api.js";
import { el, setText } from "../base/elements.js";
import { icon } from "../base/icons.js";
import { t } from "../base/texts.js";

export function signInPage(done) {
  const token = el("input", {
    type: "password",
    id: "token",
    name: "token",
    required: true,
    autocomplete: "current-password",
    spellcheck: "false",
    "aria-describedby": "token-error",
  });
  const error = el("p", { class: "field-error", id: "token-error", role: "alert" });
  const button = el("button", { type: "submit", class: "primary" }, t("signIn/submit"));
  const form = el(
    "form",
    {
      class: "sign-in panel",
      onsubmit: async (event) => {
        event.preventDefault();
        button.disabled = true;
        setText(error, "");
        try {
          await signIn(token.value.trim());
          done();
        } catch (failure) {
          setText(error, failure.status === 401 ? t("signIn/wrong") : t("signIn/failed", { message: failure.message }));
          token.setAttribute("aria-invalid", "true");
          token.select();
        } finally {
          button.disabled = false;
        }
      },
    },
    el("p", { class: "sign-in-brand" }, icon("logo"), t("brand")),
    el("h1", null, t("signIn/title")),
    el("p", { class: "note" }, t("signIn/note")),
    el("label", { for: "token" }, t("signIn/token")),
    token,
    error,
    button,
  );
  queueMicrotask(() => token.focus());
  return {
    element: el("div", { class: "page page-sign-in" }, form),
    title: t("signIn/title"),
    update() {},
    tick() {},
    destroy() {},
  };
}
