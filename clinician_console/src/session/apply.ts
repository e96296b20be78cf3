// What each message from the server changes.
import { batch } from '@preact/signals';
import type { AnswerReport, Happened, PlanReport, StateReport } from '../wire';
import { sentence } from '../format';
import { isGoodNews, standing } from './alerts';
import * as store from './store';

/** Happenings kept for the timeline and the log. */
const KEPT = 4000;
/** A replayed alert older than this is not read out again. */
const NEWS_S = 5;
const REFUSAL_SHOWN_MS = 8000;

export function applyPlan(plan: PlanReport): void {
  batch(() => {
    if (store.plan.peek() !== null && store.plan.peek()?.record !== plan.record) {
      store.happened.value = [];
      store.alerts.value = [];
    }
    store.plan.value = plan;
  });
}

export function applyState(state: StateReport, nowMs: number): void {
  batch(() => {
    const before = store.state.peek();
    store.state.value = state;
    store.stateAtMs.value = nowMs;
    store.nowMs.value = nowMs;
    store.engineSilent.value = false;
    store.look(nowMs);
    if (before !== null && before.phase !== state.phase) {
      store.announced.value = `${sentence(state.phase)}: ${state.phase_reason.words}`;
    }
  });
}

export function applyHappened(told: Happened): void {
  const known = store.happened.peek();
  const newest = known.at(-1)?.seq ?? 0;
  // A number that does not follow means that the server starts over from the oldest it holds.
  const base = told.seq > newest ? known : known.filter((h) => h.seq < told.seq);
  store.happened.value = [...base, told].slice(-KEPT);
  store.alerts.value = standing(store.alerts.peek(), told);
  if (told.what !== 'alert') return;
  const at = store.state.peek()?.at ?? 0;
  if (store.state.peek() !== null && at - told.at > NEWS_S * 1e6) return;
  if (isGoodNews(told.name)) store.announced.value = sentence(told.words);
  else store.alerted.value = sentence(told.words);
}

export function applyAnswer(answer: AnswerReport, place: string, nowMs: number): void {
  batch(() => {
    if (answer.accepted) {
      clearRefusal(place);
    } else {
      refuse(place, answer.reason.words, nowMs);
    }
  });
}

/** Shows why something was not done where it was asked for, and reads it out. */
export function refuse(place: string, words: string, nowMs: number): void {
  const said = { words, accepted: false, atMs: nowMs };
  store.refusals.value = { ...store.refusals.peek(), [place]: said };
  store.announced.value = `Not done: ${words}`;
}

export function clearRefusal(place: string): void {
  const { [place]: gone, ...rest } = store.refusals.peek();
  if (gone !== undefined) store.refusals.value = rest;
}

export function forgetOldRefusals(nowMs: number): void {
  for (const [place, said] of Object.entries(store.refusals.peek())) {
    if (nowMs - said.atMs > REFUSAL_SHOWN_MS) clearRefusal(place);
  }
}

export function countOnTheWay(places: readonly string[]): void {
  const counted: Record<string, number> = {};
  for (const place of places) counted[place] = (counted[place] ?? 0) + 1;
  store.onTheWay.value = counted;
}
