import { describe, expect, test } from 'vitest';
import { readKey, type KeyPress } from '../src/keys/read_key';

const EVENTS = new Map([['gust', 'g']]);

function press(key: string, more: Partial<KeyPress> = {}): KeyPress {
  return { key, code: '', shift: false, chord: false, repeat: false, focus: 'page', ...more };
}

const read = (key: string, more: Partial<KeyPress> = {}, on = true) => readKey(press(key, more), on, EVENTS);

describe('Esc', () => {
  const focuses: KeyPress['focus'][] = ['page', 'field', 'button', 'choice'];
  for (const focus of focuses) {
    for (const on of [true, false]) {
      for (const chord of [true, false]) {
        test(`stops from a ${focus}, keys ${on ? 'on' : 'off'}${chord ? ', with a modifier' : ''}`, () => {
          expect(read('Escape', { focus, chord }, on)).toEqual({ kind: 'stop' });
        });
      }
    }
  }
  test('stops while a text is being composed', () => {
    expect(read('Process', { code: 'Escape', focus: 'field' })).toEqual({ kind: 'stop' });
  });
  test('held down stops once', () => {
    expect(read('Escape', { repeat: true })).toEqual({ kind: 'swallow' });
  });
});

describe('outside a field', () => {
  test.each([
    [' ', 'pause'],
    ['c', 'calm'],
    ['C', 'calm'],
    ['a', 'ask'],
    ['m', 'mark'],
    ['n', 'notes'],
    ['z', 'undo'],
    ['d', 'dismiss'],
    ['t', 'say'],
    ['x', 'cancel'],
    ['[', 'back'],
    [']', 'next'],
    ['Enter', 'accept'],
    ['f', 'ground'],
    ['o', 'go_on'],
    ['e', 'ease'],
    ['q', 'expectancy'],
    ['s', 'sickness'],
    ['v', 'adverse'],
    ['p', 'rehearse'],
    ['j', 'open_item'],
  ])('%j means %s', (key, kind) => {
    expect(read(key)).toEqual({ kind });
  });
  test('a digit begins a rating', () => {
    expect(read('7')).toEqual({ kind: 'digit', digit: '7' });
  });
  test("an event's key means that event", () => {
    expect(read('G')).toEqual({ kind: 'event', event: 'gust' });
  });
  test('arrows ask for more or less, with Shift they move the cap', () => {
    expect(read('ArrowUp')).toEqual({ kind: 'nudge', by: 1 });
    expect(read('ArrowDown', { shift: true })).toEqual({ kind: 'cap', by: -1 });
  });
  test('an arrow may be held down, nothing else may', () => {
    expect(read('ArrowUp', { repeat: true })).toEqual({ kind: 'nudge', by: 1 });
    for (const key of [' ', 'c', 'g', '5', 'Enter']) expect(read(key, { repeat: true })).toEqual({ kind: 'swallow' });
  });
  test("the browser's own shortcuts stay the browser's", () => {
    for (const key of ['c', 'a', 'n', ' ', '5']) expect(read(key, { chord: true })).toBeNull();
  });
  test('a key without meaning is left alone', () => {
    for (const key of ['w', 'F5', 'Tab', 'Shift']) expect(read(key)).toBeNull();
  });
});

test('in a field every key but Esc belongs to the field', () => {
  for (const key of [' ', 'c', 'g', '5', 'Enter', 'ArrowUp', ']']) expect(read(key, { focus: 'field' })).toBeNull();
});
test.each<KeyPress['focus']>(['page', 'field', 'button', 'choice'])('F2 opens the emergency card from a %s, keys on or off', (focus) => {
  expect(read('F2', { focus })).toEqual({ kind: 'emergency' });
  expect(read('F2', { focus }, false)).toEqual({ kind: 'emergency' });
  expect(read('F2', { focus, repeat: true })).toEqual({ kind: 'swallow' });
});
test('among choices the keys that choose belong to the choice', () => {
  for (const key of ['y', 'Y', 'n', ' ', 'Enter', 'ArrowUp', 'ArrowLeft']) expect(read(key, { focus: 'choice' })).toBeNull();
});
test('among choices the other keys still mean what they mean', () => {
  expect(read('a', { focus: 'choice' })).toEqual({ kind: 'ask' });
  expect(read('p', { focus: 'choice' })).toEqual({ kind: 'rehearse' });
});
test('Control and Enter leaves a field', () => {
  expect(read('Enter', { focus: 'field', chord: true })).toEqual({ kind: 'leave' });
});
test('Enter on a focused button presses that button and accepts nothing', () => {
  expect(read('Enter', { focus: 'button' })).toBeNull();
});
test('switched off, single keys do nothing', () => {
  for (const key of [' ', 'c', 'g', '5', 'Enter', 'ArrowUp', ']']) expect(read(key, {}, false)).toBeNull();
});
