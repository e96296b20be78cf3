import { describe, expect, test } from 'vitest';
import { grouped, inTheWay, standing, toggled, typed, whyNot } from '../src/checklist/answers';
import { CHECKLIST } from './server';

const item = (id: string) => CHECKLIST.find((i) => i.id === id)!;
const [AGE, DECISION, STOP] = [item('age'), item('decision'), item('stop_performed')];
const checklist = (answers: Record<string, string>, missing: Record<string, string>) => ({ applies: CHECKLIST.map((i) => i.id), answers, missing, rehearsing: false });

test('only what applies is asked, by group, in the order of the plan', () => {
  const groups = grouped(CHECKLIST, ['stop_performed', 'age', 'identity']);
  expect(groups.map((g) => [g.name, g.items.map((i) => i.id)])).toEqual([
    ['Person', ['identity', 'age']],
    ['Practice', ['stop_performed']],
  ]);
});

describe('an item', () => {
  test('that nobody has answered is open', () => {
    expect(standing(AGE, checklist({}, { age: 'age: not answered' }))).toBe('open');
  });
  test('that was answered and does not do stands in the way', () => {
    expect(standing(AGE, checklist({ age: '9' }, { age: "below 13, the headset's lowest age" }))).toBe('wrong');
  });
  test('that the engine no longer misses is good', () => {
    expect(standing(AGE, checklist({ age: '34' }, {}))).toBe('good');
  });
  test('that must be shown is open until the engine has seen it', () => {
    expect(standing(STOP, checklist({}, { stop_performed: 'the patient has not performed the stop' }))).toBe('open');
    expect(standing(STOP, checklist({}, {}))).toBe('good');
  });
});

describe('among several', () => {
  test('none takes the others away, and any other takes none away', () => {
    expect(toggled('seizures,migraine', 'none')).toBe('none');
    expect(toggled('none', 'migraine')).toBe('migraine');
  });
  test('a choice pressed again is taken back', () => {
    expect(toggled('seizures,migraine', 'seizures')).toBe('migraine');
  });
  test('the last one is never taken back: an empty answer would be no answer', () => {
    expect(toggled('migraine', 'migraine')).toBe('migraine');
    expect(toggled('none', 'none')).toBe('none');
  });
});

describe('what is typed', () => {
  test('as a number is a whole number up to 120, or says so', () => {
    expect(typed(AGE, ' 034 ')).toEqual({ answer: '34' });
    for (const text of ['34v', '121', '-3', '3.5']) expect(typed(AGE, text)).toHaveProperty('wrong');
  });
  test('as words keeps them, at most 400', () => {
    expect(typed(DECISION, '  stable, agreed with the GP ')).toEqual({ answer: 'stable, agreed with the GP' });
    expect(typed(DECISION, 'x'.repeat(500))).toEqual({ answer: 'x'.repeat(400) });
  });
  test('as nothing asks nothing', () => {
    expect(typed(AGE, '  ')).toBeNull();
  });
});

test('the line says what does not do before what is open, and how much is open', () => {
  const way = inTheWay(CHECKLIST, checklist({ age: '9' }, { age: 'below 13', identity: 'not answered', stop_performed: 'not performed' }));
  expect(whyNot(way)).toBe('below 13; 2 still open, first: identity');
  expect(whyNot(inTheWay(CHECKLIST, checklist({}, {})))).toBe('');
});
test('what does not apply does not stand in the way', () => {
  const missing = { identity: 'not answered', consent: 'not answered' };
  expect(inTheWay(CHECKLIST, { ...checklist({}, missing), applies: ['identity'] }).open).toEqual([item('identity')]);
});
