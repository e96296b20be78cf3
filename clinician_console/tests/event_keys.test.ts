import { expect, test } from 'vitest';
import { press, SETTLE_MS } from '../src/keys/arming';
import { eventKeys, RESERVED } from '../src/keys/event_keys';

const event = (name: string, title: string, key = '') => ({ name, title, key });

test('an event gets the key its scene wants', () => {
  expect(eventKeys([event('gust', 'Gust', 'g')]).get('gust')).toBe('g');
});
test("a scene cannot take one of the console's own keys", () => {
  const keys = eventKeys([...RESERVED].map((key) => event(`event-${key}`, 'Crow', key)));
  for (const key of keys.values()) expect(RESERVED.has(key)).toBe(false);
});
test('no two events share a key, and the scene comes before the title', () => {
  const keys = eventKeys([event('one', 'Gust'), event('two', 'Gull', 'g'), event('three', 'Glass')]);
  expect(keys.get('two')).toBe('g');
  expect(new Set(keys.values()).size).toBe(keys.size);
});
test('an event without a free letter has no key', () => {
  expect(eventKeys([event('odd', 'Ääß 12')]).has('odd')).toBe(false);
});

test('the first press previews, the same again sends', () => {
  const first = press(null, 'gust', 1000);
  expect(first).toEqual({ armed: { event: 'gust', atMs: 1000 }, send: null });
  expect(press(first.armed, 'gust', 1000 + SETTLE_MS)).toEqual({ armed: null, send: 'gust' });
});
test('a stutter of the finger sends nothing and keeps the preview', () => {
  const armed = { event: 'gust', atMs: 1000 };
  expect(press(armed, 'gust', 1000 + SETTLE_MS - 1)).toEqual({ armed, send: null });
});
test("another event's key changes the preview and sends nothing", () => {
  expect(press({ event: 'gust', atMs: 0 }, 'bird', 5000)).toEqual({ armed: { event: 'bird', atMs: 5000 }, send: null });
});
