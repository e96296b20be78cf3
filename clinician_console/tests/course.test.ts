import { expect, test } from 'vitest';
import { courseOf, figured, labelled } from '../src/live/course';
import { LONGEST_S, tickS, timeWindow } from '../src/live/window';
import { happenedWords } from '../src/ui/happened_words';
import { happened } from './happened';

test('a step stands until the next one', () => {
  const { stretches } = courseOf([
    happened({ what: 'phase', name: 'exposure', atS: 10 }),
    happened({ what: 'step', name: 'a', words: '1 Terrace', value: 0, atS: 10 }),
    happened({ what: 'step', name: 'b', words: '2 Balcony', value: 1, atS: 40 }),
  ]);
  expect(stretches).toEqual([
    { fromS: 10, toS: 40, words: '1 Terrace', step: 0 },
    { fromS: 40, toS: null, words: '2 Balcony', step: 1 },
  ]);
});
test('a pause keeps its step, and the step goes on after it', () => {
  const { stretches } = courseOf([
    happened({ what: 'step', words: '1 Terrace', value: 0, atS: 10 }),
    happened({ what: 'phase', name: 'paused', atS: 20 }),
    happened({ what: 'phase', name: 'exposure', atS: 30 }),
  ]);
  expect(stretches.map((s) => [s.words, s.step])).toEqual([
    ['1 Terrace', 0],
    ['paused', 0],
    ['1 Terrace', 0],
  ]);
});
test('calm and stop belong to no step', () => {
  const { stretches } = courseOf([
    happened({ what: 'step', words: '1 Terrace', value: 0, atS: 10 }),
    happened({ what: 'phase', name: 'stopped', atS: 20 }),
  ]);
  expect(stretches.at(-1)).toMatchObject({ words: 'stopped', step: null });
});
test('ratings, events and markers are found where they happened', () => {
  const course = courseOf([
    happened({ what: 'suds', value: 40, atS: 5 }),
    happened({ what: 'event', words: 'Gust', value: 250, atS: 6 }),
    happened({ what: 'mark', words: 'marker', atS: 7 }),
    happened({ what: 'mark', words: 'let go of the rail', atS: 8 }),
  ]);
  expect(course.said).toEqual([{ atS: 5, suds: 40 }]);
  expect(course.marks.map((m) => [m.atS, m.words, m.kind])).toEqual([
    [6, 'Gust', 'event'],
    [7, 'M', 'mark'],
    [8, 'let go of the rail', 'mark'],
  ]);
});

const mark = (atS: number, words: string) => ({ atS, words, kind: 'event' as const });

test('a label stands to the right, at the edge to the left, and gives way where there is no room', () => {
  const x = (atS: number): number => atS;
  expect(labelled([mark(10, 'Gust')], x, 600)[0]?.side).toBe(1);
  expect(labelled([mark(590, 'Gust')], x, 600)[0]?.side).toBe(-1);
  expect(labelled([mark(580, 'Helicopter'), mark(590, 'Helicopter')], x, 600).map((m) => m.side)).toEqual([-1, 0]);
});

test('the timeline grows in steps and then moves on, and now is always on it', () => {
  expect(timeWindow(0)).toEqual({ fromS: 0, toS: 120, minutes: 2 });
  expect(timeWindow(119.9).toS).toBe(120);
  expect(timeWindow(120).toS).toBe(300);
  expect(timeWindow(300).toS).toBe(LONGEST_S);
  expect(timeWindow(700)).toEqual({ fromS: 100, toS: 700, minutes: 10 });
  for (let now = 0; now < 2000; now += 7) {
    const shown = timeWindow(now);
    expect(shown.fromS <= now && now <= shown.toS).toBe(true);
    expect((shown.toS - shown.fromS) / tickS(shown)).toBeLessThanOrEqual(5);
  }
});

test('the log names a phase, a step and an event for what they are', () => {
  expect(happenedWords({ what: 'phase', name: 'paused', words: 'by the clinician' })).toBe('Paused: by the clinician');
  expect(happenedWords({ what: 'step', name: 'b', words: '2 Balcony' })).toBe('Step 2 Balcony');
  expect(happenedWords({ what: 'event', name: 'gust', words: 'Gust' })).toBe('Event: Gust');
  expect(happenedWords({ what: 'decision', name: 'glass_floor', words: 'asked 0.40' })).toBe('Glass floor: asked 0.40');
});
test('the log does not show the random names of consoles', () => {
  const words = happenedWords({ what: 'alert', name: 'taken_over', words: 'console-1f took the controls over from console-2a' });
  expect(words).not.toMatch(/console-/);
});

test('figures beside ratings never meet, and the newest always bears one', () => {
  const said = [0, 10, 25, 40, 44, 80, 81].map((atS, i) => ({ atS, suds: 10 * i }));
  const bearing = [...figured(said, (atS) => 2 * atS)].map((s) => s.atS).sort((a, b) => a - b);
  expect(bearing.at(-1)).toBe(81);
  for (const [i, atS] of bearing.slice(1).entries()) expect(2 * (atS - (bearing[i] ?? 0))).toBeGreaterThanOrEqual(30);
  expect(bearing).toEqual([10, 25, 44, 81]);
});
