// Everything the console shows, as signals. Only `apply` and `session` write here; components read.
import { computed, signal } from '@preact/signals';
import type { Happened, PlanReport, StateReport, StagePart, StepPart } from '../wire';
import { freshness, type Freshness } from './freshness';

export interface Answered {
  readonly words: string;
  readonly accepted: boolean;
  readonly atMs: number;
}

export const client = signal('');
export const role = signal<'clinician' | 'observer' | null>(null);
export const plan = signal<PlanReport | null>(null);
export const state = signal<StateReport | null>(null);
export const stateAtMs = signal<number | null>(null);
export const happened = signal<readonly Happened[]>([]);
export const connected = signal(false);
export const engineSilent = signal(false);
/** The server answers, but no longer knows this page: its key was of another run. */
export const stranger = signal(false);

/** This page's clock, a few times a second; ages are counted against it. */
export const nowMs = signal(performance.now());
export const fresh = signal<Freshness>('offline');

/** Wishes on their way and the newest answer, by the place on the page they belong to. */
export const onTheWay = signal<Readonly<Record<string, number>>>({});
export const refusals = signal<Readonly<Record<string, Answered>>>({});

/** Read out politely, and read out at once. */
export const announced = signal('');
export const alerted = signal('');
export const alerts = signal<readonly Happened[]>([]);

export const controls = computed(() => client.value !== '' && state.value?.controller === client.value);

/** Whether a wish may leave: what is shown is what is, and the controls are here. */
export const maySend = computed(() => fresh.value === 'live' && controls.value);

export const phase = computed(() => state.value?.phase ?? null);
export const inExposure = computed(() => phase.value === 'exposure' || phase.value === 'paused');

/** The checklist was passed: the session has begun. */
export const begun = computed(() => happened.value.some((h) => h.what === 'phase' && (h.name === 'baseline' || h.name === 'exposure')));

export const step = computed<StepPart | null>(() => {
  const index = state.value?.step.index;
  return index === undefined ? null : (plan.value?.steps[Math.max(0, index)] ?? null);
});

export const stage = computed<StagePart | null>(
  () => plan.value?.stages.find((s) => s.id === step.value?.scene) ?? null,
);

export const stateAgeS = computed(() =>
  stateAtMs.value === null ? null : Math.max(0, nowMs.value - stateAtMs.value) / 1000,
);

/** Session time now, in seconds: the newest report's, and what has passed since while the line is live. */
export const sessionS = computed(() => {
  const at = (state.value?.at ?? 0) / 1e6;
  return fresh.value === 'live' ? at + (stateAgeS.value ?? 0) : at;
});

/** Seconds since a session time in microseconds. */
export function sinceS(micros: number): number {
  return Math.max(0, sessionS.value - micros / 1e6);
}

export function look(ms: number): void {
  const seen = freshness(
    { connected: connected.peek(), engineSilent: engineSilent.peek(), stateAtMs: stateAtMs.peek() },
    ms,
  );
  if (seen !== fresh.peek()) fresh.value = seen;
}
