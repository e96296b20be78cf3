import { expect, test } from 'vitest';
import { backoffMs, FIRST_MS, LONGEST_MS } from '../src/session/backoff';
import { freshness, STALE_MS, type Heard } from '../src/session/freshness';

const heard = (more: Partial<Heard> = {}): Heard => ({ connected: true, engineSilent: false, stateAtMs: 1000, ...more });

test('what came just now is live, and stale once it is too old', () => {
  expect(freshness(heard(), 1000 + STALE_MS - 1)).toBe('live');
  expect(freshness(heard(), 1000 + STALE_MS)).toBe('stale');
});
test('without a line nothing is live, however new it is', () => {
  expect(freshness(heard({ connected: false }), 1000)).toBe('offline');
});
test('an engine the server does not hear is silent, whatever was shown last', () => {
  expect(freshness(heard({ engineSilent: true }), 1000)).toBe('silent');
});
test('before the first report the console waits', () => {
  expect(freshness(heard({ stateAtMs: null }), 1000)).toBe('waiting');
});
test('tries come quickly at first, never faster than the first and never slower than the longest', () => {
  expect(backoffMs(0, 0)).toBe(FIRST_MS);
  for (let failures = 0; failures < 60; failures += 1) {
    for (const spread of [0, 0.5, 1]) {
      const wait = backoffMs(failures, spread);
      expect(wait).toBeGreaterThanOrEqual(FIRST_MS);
      expect(wait).toBeLessThanOrEqual(LONGEST_MS);
    }
  }
});
