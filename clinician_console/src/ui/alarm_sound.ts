// The alarm as sound: three short tones, again every 2 s while it holds. A browser lets a page sound only after a key
// or a click in it; until then `audible` is false and the page says so.
import { computed, effect, signal } from '@preact/signals';
import { alarming, mutedS } from '../session/alarm';
import * as store from '../session/store';

const AGAIN_MS = 2000;
const TONE_S = 0.16;
const GAP_S = 0.1;
const TONES_HZ = [880, 880, 1100] as const;
const LOUDNESS = 0.5;

export const audible = signal(false);
const mutedAtMs = signal<number | null>(null);

export const alarm = computed(() =>
  alarming(
    { phase: store.phase.value, engineSilent: store.engineSilent.value, stateAtMs: store.stateAtMs.value },
    store.nowMs.value,
  ),
);
/** Seconds for which the sound stays silenced; the words on the page stay. */
export const silencedS = computed(() => (alarm.value ? mutedS(mutedAtMs.value, store.nowMs.value) : 0));

let context: AudioContext | null = null;
let soundedMs = -Infinity;

export function mute(): void {
  mutedAtMs.value = performance.now();
}

export function testSound(): void {
  unlock();
  burst();
}

export function beginAlarm(): void {
  for (const kind of ['pointerdown', 'keydown']) window.addEventListener(kind, unlock, { capture: true });
  effect(() => {
    if (!alarm.value) {
      mutedAtMs.value = null;
      soundedMs = -Infinity;
    } else if (silencedS.value === 0 && store.nowMs.value - soundedMs >= AGAIN_MS) {
      soundedMs = store.nowMs.value;
      burst();
    }
  });
}

function unlock(): void {
  if (audible.peek()) return;
  context ??= new AudioContext();
  void context.resume().then(hear);
  context.onstatechange = hear;
}

function hear(): void {
  audible.value = context?.state === 'running';
}

function burst(): void {
  if (context === null || context.state !== 'running') return;
  TONES_HZ.forEach((hz, i) => tone(context!, hz, context!.currentTime + 0.02 + i * (TONE_S + GAP_S)));
}

/** With overtones, so that it is heard on a laptop's small speakers and with some loss of high tones. */
function tone(on: AudioContext, hz: number, at: number): void {
  const [source, loudness] = [on.createOscillator(), on.createGain()];
  source.type = 'triangle';
  source.frequency.value = hz;
  loudness.gain.setValueAtTime(0, at);
  loudness.gain.linearRampToValueAtTime(LOUDNESS, at + 0.01);
  loudness.gain.setValueAtTime(LOUDNESS, at + TONE_S - 0.03);
  loudness.gain.linearRampToValueAtTime(0, at + TONE_S);
  source.connect(loudness).connect(on.destination);
  source.start(at);
  source.stop(at + TONE_S);
}
