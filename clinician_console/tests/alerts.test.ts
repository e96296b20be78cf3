import { expect, test } from 'vitest';
import { standing } from '../src/session/alerts';
import { happened } from './happened';

const alert = (name: string) => happened({ what: 'alert', name, words: name, atS: 1 });

test('an alert stands until it is seen', () => {
  expect(standing([], alert('dose_warning')).map((a) => a.name)).toEqual(['dose_warning']);
});
test.each([
  ['sensor_lost', 'sensor_back'],
  ['not_live', 'live_again'],
  ['not_recorded', 'recorded'],
  ['not_live', 'taken_over'],
  ['server_silent', 'server_back'],
  ['dose_warning', 'dose_extended'],
])('%s goes when %s comes, and good news does not stand', (bad, good) => {
  expect(standing([alert(bad), alert('break_due')], alert(good)).map((a) => a.name)).toEqual(['break_due']);
});
test('what has its own place on the page does not stand over the mirror as well', () => {
  for (const name of ['stopped', 'sickness', 'adverse', 'not_recorded', 'dial_yours']) expect(standing([], alert(name))).toEqual([]);
});
test('the same alert stands once, with its newest words', () => {
  const newer = { ...alert('sensor_lost'), words: 'electrode off' };
  expect(standing([alert('sensor_lost')], newer)).toEqual([newer]);
});
test('a question about a pause goes with the pause', () => {
  expect(standing([alert('pause_long')], happened({ what: 'phase', name: 'exposure', atS: 2 }))).toEqual([]);
});
test('the mirror is never covered by more than three', () => {
  let alerts = standing([], alert('one'));
  for (const name of ['two', 'three', 'four']) alerts = standing(alerts, alert(name));
  expect(alerts.map((a) => a.name)).toEqual(['two', 'three', 'four']);
});
