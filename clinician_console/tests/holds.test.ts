import { expect, test } from 'vitest';
import { held, waitsForGoOn } from '../src/session/holds';
import { stateReport } from './server';

const hold = (code: string) => ({ code, words: `${code}: held`, source: 'watch' });
const holding = (...codes: string[]) => stateReport({ holds: codes.map(hold) });

test('every reason is shown, the oldest first', () => {
  expect(held(holding('recovered', 'suds_high', 'something_new'), false).map((h) => h.code)).toEqual(['recovered', 'suds_high', 'something_new']);
});
test('a high rating offers to stay, to ease, to ground and to stop', () => {
  expect(held(holding('suds_high'), false)[0]?.remedies).toEqual(['stay', 'ease', 'ground', 'stop']);
});
test.each(['recovered', 'sickness', 'sensor_lost'])('%s is lifted by going on', (code) => {
  expect(held(holding(code), false)[0]?.remedies).toContain('go_on');
  expect(waitsForGoOn([hold(code)])).toBe(true);
});
test.each(['suds_high', 'no_answer', 'expectancy'])('%s is not lifted by going on', (code) => {
  expect(waitsForGoOn([hold(code)])).toBe(false);
});
test('going on lifts all that wait for it, so it is offered once', () => {
  const offered = held(holding('recovered', 'sickness', 'sensor_lost'), false).filter((h) => h.remedies.includes('go_on'));
  expect(offered.map((h) => h.code)).toEqual(['recovered']);
});
test('the question of an expectancy step has its own form', () => {
  expect(held(holding('expectancy'), false)).toEqual([]);
});
test('unanswered questions in trauma ask whether the patient dissociates', () => {
  expect(held(holding('no_answer'), true)[0]?.lifts).toMatch(/^Dissociating\?/);
  expect(held(holding('no_answer'), false)[0]?.lifts).not.toMatch(/Dissociating/);
});
test('a record that cannot be kept holds until a person accepts it', () => {
  const record = { ok: false, saved_s_ago: null, words: 'no space left', accepted: false };
  expect(held(stateReport({ record }), false)[0]).toMatchObject({ code: 'not_recorded', remedies: ['accept_unrecorded'] });
  expect(held(stateReport({ record: { ...record, accepted: true } }), false)).toEqual([]);
});
test('an engine that hears no console says so', () => {
  expect(held(stateReport({ live: false }), false)[0]?.code).toBe('not_live');
});
