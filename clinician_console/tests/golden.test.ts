// The golden session, as the engine's own tests wrote it: what the console makes of each message.
import { beforeAll, expect, test } from 'vitest';
import { courseOf } from '../src/live/course';
import { applyHappened, applyPlan, applyState } from '../src/session/apply';
import * as store from '../src/session/store';
import lines from '../../tests/golden/console.jsonl?raw';
import type { Wire } from '../src/wire';

type Told = Wire['to_console'];
const told: Told[] = lines
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Told);
const happened = told.filter((m) => m.kind === 'happened');
const states = told.filter((m) => m.kind === 'state');

beforeAll(() => {
  for (const message of told) {
    if (message.kind === 'plan') applyPlan(message);
    if (message.kind === 'state') applyState(message, 0);
    // Told twice, as after a lost line; each counts once.
    if (message.kind === 'happened') [message, message].forEach(applyHappened);
  }
});

test('every happening is kept once and in order', () => {
  expect(store.happened.value.map((h) => h.seq)).toEqual(happened.map((h) => h.seq));
  expect(happened.length).toBeGreaterThan(20);
});

test('the console ends where the engine ended', () => {
  expect(store.state.value).toEqual(states.at(-1));
  expect(store.phase.value).toBe('ended');
});

test('the course shows every step, rating and event that the engine told', () => {
  const course = courseOf(store.happened.value);
  const steps = happened.filter((h) => h.what === 'step').map((h) => h.value);
  expect(new Set(course.stretches.map((s) => s.step).filter((s) => s !== null))).toEqual(new Set(steps));
  expect(course.said.map((s) => s.suds)).toEqual(happened.filter((h) => h.what === 'suds').map((h) => h.value));
  expect(course.marks.length).toBe(happened.filter((h) => h.what === 'event' || h.what === 'mark' || h.what === 'adverse').length);
  expect(course.stretches.at(-1)?.words).toBe('ended');
});
