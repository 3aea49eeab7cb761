// A count that shows when it changes: the difference flies off, unless the person prefers calm.
import { el, setAttribute, setText } from "../base/elements.js";
import { number } from "../base/format.js";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

export class TickingNumber {
  constructor(element) {
    this.element = element;
    this.text = el("span", { class: "ticking-text" });
    this.flyer = null;
    element.classList.add("ticking");
    element.append(this.text);
    this.value = null;
  }

  /** Shows a value; `isChange` is false when it belongs to another thing than the one before. */
  show(value, isChange = true) {
    if (value === this.value) return;
    const difference = this.value === null || typeof value !== "number" ? 0 : value - this.value;
    this.value = value;
    setText(this.text, number(value));
    setAttribute(this.element, "data-negative", value < 0 ? "true" : null);
    if (isChange && difference && !document.hidden) this.fly(difference);
  }

  fly(difference) {
    // Differences that follow quickly are one: a busy product does not fill the screen with numbers.
    const isFlying = this.flyer && this.flyer.animation?.playState === "running";
    const sum = isFlying && performance.now() - this.flyer.since < 700 ? this.flyer.sum + difference : difference;
    this.flyer?.animation?.cancel();
    this.flyer?.element.remove();
    if (!sum) return;
    const element = el(
      "span",
      { class: "flyer", "aria-hidden": "true", "data-sign": sum < 0 ? "minus" : "plus" },
      `${sum < 0 ? "−" : "+"}${number(Math.abs(sum))}`,
    );
    this.element.append(element);
    const frames = calm.matches
      ? [{ opacity: 1 }, { opacity: 1 }]
      : [
          { opacity: 0, transform: "translateY(0.25em)" },
          { opacity: 1, transform: "none", offset: 0.15 },
          { opacity: 1, transform: "none", offset: 0.6 },
          { opacity: 0, transform: "translateY(-0.35em)" },
        ];
    const animation = element.animate(frames, { duration: 1100, easing: "ease-out" });
    animation.onfinish = () => element.remove();
    this.flyer = { element, animation, sum, since: performance.now() };
  }
}
