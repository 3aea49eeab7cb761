// Short tones for new signals, when the person wants them. No sound file is needed.
import { preference } from "../base/preferences.js";

const TONES = {
  critical: [
    [880, 0],
    [660, 0.16],
    [880, 0.32],
  ],
  warning: [
    [660, 0],
    [660, 0.2],
  ],
  good: [
    [523, 0],
    [784, 0.14],
  ],
};
let audio = null;

/** Plays the alert of a gravity; with `always` even when sound is switched off, to try it. */
export async function playAlert(gravity, always = false) {
  const tones = TONES[gravity];
  if (!tones || (!always && preference("sound") !== "on")) return;
  audio ??= new AudioContext();
  // Browsers let a page sound only after somebody has touched it; until then an alert stays silent.
  if (audio.state === "suspended") audio.resume().catch((error) => console.info("sound:", error.message));
  if (audio.state === "suspended" && !always) return;
  for (const [frequency, offset] of tones) {
    const start = audio.currentTime + offset;
    const oscillator = new OscillatorNode(audio, { type: "sine", frequency });
    const volume = new GainNode(audio, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.18, start + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.14);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + 0.16);
  }
}
