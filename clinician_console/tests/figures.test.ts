// Dose, alarm, beliefs, adverse events, autonomy: what their words and limits are.
import { describe, expect, test } from 'vitest';
import { beliefs, beliefWords } from '../src/live/beliefs';
import { brings } from '../src/session/adverse';
import { alarming, mutedS, MUTED_MS, SILENT_MS } from '../src/session/alarm';
import { lockedBecause } from '../src/session/autonomy';
import { classWords, measures, warning } from '../src/session/dose';
import { happened } from './happened';
import { stateReport } from './server';

const DOSE = stateReport().dose;

describe('the dose', () => {
  test('warns at 80 % of a cap and not before', () => {
    expect(warning({ ...DOSE, exposure_s: 959, exposure_cap_s: 1200 })).toBeNull();
    expect(warning({ ...DOSE, exposure_s: 960, exposure_cap_s: 1200 })?.of).toBe('exposure');
  });
  test('of several that warn tells the one closest to its cap', () => {
    expect(warning({ ...DOSE, exposure_s: 1000, high_s: 890, events: 5 })?.of).toBe('high');
  });
  test('is given against its caps', () => {
    const [exposure, high, events] = measures({ ...DOSE, high_s: 61, events: 2, level: 600 });
    expect([exposure.cap, high.name, high.had, events.had, events.cap]).toEqual(['20:00 min', 'above 0.60', '1:01 min', '2', '6']);
  });
  test('names the classes whose limits hold', () => {
    expect(classWords(['child', 'first_session', 'new_class'])).toBe('a child, a first session, new class');
  });
});

describe('the alarm', () => {
  const heard = (phase: string | null, more = {}) => ({ phase, engineSilent: false, stateAtMs: 0, ...more });
  test('sounds when nothing of the engine was heard for 2 s', () => {
    expect(alarming(heard('exposure'), SILENT_MS - 1)).toBe(false);
    expect(alarming(heard('exposure'), SILENT_MS)).toBe(true);
  });
  test('sounds at once when the server hears no engine', () => {
    expect(alarming(heard('paused', { engineSilent: true }), 100)).toBe(true);
  });
  test.each(['checklist', 'ended'])('is quiet in %s: nobody is exposed', (phase) => {
    expect(alarming(heard(phase), 60_000)).toBe(false);
  });
  test('is quiet before a session was ever heard', () => {
    expect(alarming(heard(null, { stateAtMs: null }), 60_000)).toBe(false);
  });
  test('can be silenced for a minute and no longer', () => {
    expect(mutedS(1000, 1000)).toBe(60);
    expect(mutedS(1000, 1000 + MUTED_MS)).toBe(0);
    expect(mutedS(null, 1000)).toBe(0);
  });
});

describe('beliefs', () => {
  const step = (index: number) => happened({ what: 'step', value: index, atS: index });
  const said = (when: string, likelihood: number | null) => happened({ what: 'expectancy', name: when, value: likelihood, atS: 1 });
  test('belong to the step they were said in', () => {
    const found = beliefs([step(0), step(1), said('before', 70), said('after', 10), step(2), said('before', 40)]);
    expect([...found]).toEqual([
      [1, { before: 70, after: 10 }],
      [2, { before: 40, after: null }],
    ]);
  });
  test('an answer put right counts as it was put right', () => {
    expect(beliefs([step(0), said('before', 70), said('before', 60)]).get(0)?.before).toBe(60);
  });
  test('show what was not to be had as a dash', () => {
    expect(beliefWords({ before: 70, after: null })).toBe('70 → – %');
  });
});

describe('an adverse event', () => {
  test.each(['syncope', 'seizure', 'fall'] as const)('%s stops the exposure however mild', (what) => {
    expect(brings(what, 'mild', 'exposure')).toBe('stop');
  });
  test('anything severe stops it', () => {
    expect(brings('panic', 'severe', 'calm')).toBe('stop');
  });
  test('motion sickness in the scene holds and eases', () => {
    expect(brings('sickness', 'moderate', 'exposure')).toBe('ease');
    expect(brings('sickness', 'moderate', 'calm')).toBe('record');
  });
  test.each(['checklist', 'stopped', 'debrief', 'ended'])('in %s there is nothing left to stop', (phase) => {
    expect(brings('fall', 'severe', phase)).toBe('record');
  });
});

describe('a stage of autonomy', () => {
  test('above what is unlocked says that it is locked', () => {
    expect(lockedBecause('lower_only', 'suggest', [])).toMatch(/Not unlocked/);
    expect(lockedBecause('watch', 'suggest', [])).toBe('');
  });
  test('that raises by itself is not to be had in trauma', () => {
    expect(lockedBecause('full', 'full', ['trauma'])).toMatch(/trauma/);
    expect(lockedBecause('full', 'full', [])).toBe('');
  });
});
