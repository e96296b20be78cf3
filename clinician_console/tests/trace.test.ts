import { expect, test } from 'vitest';
import { doubts, parted } from '../src/live/doubt';
import { KEPT_S, Trace } from '../src/live/trace';
import type { TracePoint } from '../src/live/frames';

const point = (atS: number, more: Partial<TracePoint> = {}): TracePoint => ({
  atS,
  given: 0.4,
  asked: 0.5,
  heartRate: 80,
  arousal: 0.3,
  arousalSd: 0.1,
  quality: 1,
  ...more,
});

test('what is not known is a gap, never a zero', () => {
  const trace = new Trace();
  trace.add([point(1, { heartRate: NaN, arousal: NaN, arousalSd: NaN })]);
  expect([trace.heartRate[0], trace.arousal[0], trace.arousalLow[0], trace.arousalHigh[0]]).toEqual([null, null, null, null]);
});
test('the band around arousal stays within 0 to 1', () => {
  const trace = new Trace();
  trace.add([point(1, { arousal: 0.05 }), point(2, { arousal: 0.95 })]);
  expect(trace.arousalLow[0]).toBe(0);
  expect(trace.arousalHigh[1]).toBe(1);
});
test('a point that comes twice, or late, is left out', () => {
  const trace = new Trace();
  trace.add([point(1), point(2)]);
  trace.add([point(2), point(1.5), point(3)]);
  expect(trace.atS).toEqual([1, 2, 3]);
});
test("after a reconnect the server's history replaces what was held", () => {
  const trace = new Trace();
  trace.add([point(1), point(2)]);
  trace.reopened();
  trace.add([point(0.5), point(1), point(2), point(3)]);
  expect(trace.atS).toEqual([0.5, 1, 2, 3]);
});
test('an empty history leaves what was held', () => {
  const trace = new Trace();
  trace.add([point(1)]);
  trace.reopened();
  trace.add([]);
  expect(trace.atS).toEqual([1]);
});
test('only the last minutes are kept, all columns alike', () => {
  const trace = new Trace();
  trace.add(Array.from({ length: 1000 }, (_, i) => point(i)));
  expect(trace.atS[0]).toBe(999 - KEPT_S);
  for (const column of [trace.given, trace.asked, trace.heartRate, trace.arousal, trace.arousalLow, trace.arousalHigh, trace.quality]) {
    expect(column.length).toBe(trace.atS.length);
  }
});

test('a good signal is not doubted', () => {
  expect(doubts([0, 1, 2], [1, 0.9, 0.7], 2.5)).toEqual([]);
});
test('a poor stretch is hatched to where it is good again', () => {
  expect(doubts([0, 1, 2, 3], [1, 0.69, 0.5, 1], 3)).toEqual([{ fromS: 1, toS: 3 }]);
});
test('a gap in the signal is hatched although both its ends are good', () => {
  expect(doubts([0, 1, 9, 10], [1, 1, 1, 1], 10)).toEqual([{ fromS: 1, toS: 9 }]);
});
test('a signal that stopped coming is hatched until now', () => {
  expect(doubts([0, 1], [1, 1], 8)).toEqual([{ fromS: 1, toS: 8 }]);
});
test('a signal whose quality is not known is hatched', () => {
  expect(doubts([0, 1, 2], [1, null, 1], 2)).toEqual([{ fromS: 1, toS: 2 }]);
});
test('nothing is hatched before the first sample', () => {
  expect(doubts([], [], 60)).toEqual([]);
});
test('the good and the doubtful line meet, and no value is in neither', () => {
  const values = [80, 81, 82, 83];
  const { good, doubtful } = parted(values, [1, 1, 0.2, 0.2]);
  expect(good).toEqual([80, 81, null, null]);
  expect(doubtful).toEqual([null, 81, 82, 83]);
});
test('a value without a known quality is doubtful', () => {
  expect(parted([80], [null])).toEqual({ good: [null], doubtful: [80] });
});
