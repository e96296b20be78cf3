import { expect, test } from 'vitest';
import { age, amount, calmAge, clock, dial, sentence } from '../src/format';
import { moved } from '../src/ui/parameter_value';
import { readSuds } from '../src/ui/suds_entry';

test('times read as a clock does', () => {
  expect([clock(0), clock(65), clock(3723), clock(-3)]).toEqual(['0:00', '1:05', '1:02:03', '0:00']);
});
test('an age says its unit and no more digits than it deserves', () => {
  expect([age(0.1), age(1.44), age(9.96), age(75)]).toEqual(['<0.5 s', '1.4 s', '9 s', '1:15 min']);
  expect([calmAge(1.9), calmAge(61)]).toEqual(['1 s', '1:01 min']);
});
test('a dial has two digits, a parameter as many as its step', () => {
  expect([dial(0), dial(425), dial(1000)]).toEqual(['0.00', '0.42', '1.00']);
  expect([amount(3.14159, 0.1), amount(7, 1), amount(0.5, 0.05)]).toEqual(['3.1', '7', '0.50']);
});
test('words from the wire begin a sentence', () => {
  expect([sentence('rise limit'), sentence('')]).toEqual(['Rise limit', '']);
});

test('only 0 to 100 is a rating', () => {
  expect(['0', '62', ' 100 '].map(readSuds)).toEqual([0, 62, 100]);
  for (const text of ['', '101', '-5', '6.5', '1e2', '٣', 'ten']) expect(readSuds(text)).toBeNull();
});

const floor = { type: 'integer' as const, calm: 1, intense: 40, step: 1, choices: [] };
const edge = { type: 'real' as const, calm: 4, intense: 0.3, step: 0.1, choices: [] };
const railing = { type: 'choice' as const, calm: 0, intense: 0, step: 1, choices: [{ id: 'full' }, { id: 'low' }, { id: 'none' }] };

test('stronger is towards the intense end, also where that is the smaller number', () => {
  expect(moved(floor, 3, 1)).toBe(4);
  expect(moved(edge, 4, 1)).toBe(3.9);
  expect(moved(railing, 'full', 1)).toBe('low');
});
test('at either end there is nothing further', () => {
  expect([moved(floor, 40, 1), moved(floor, 1, -1), moved(edge, 0.3, 1), moved(railing, 'none', 1), moved(railing, 'full', -1)]).toEqual([null, null, null, null, null]);
});
test('stepping all the way reaches the end and never leaves the range', () => {
  let value: number | string | null = 4;
  let last: number | string = 4;
  for (let i = 0; i < 100 && value !== null; i += 1) {
    last = value;
    value = moved(edge, value, 1);
  }
  expect(last).toBe(0.3);
});
