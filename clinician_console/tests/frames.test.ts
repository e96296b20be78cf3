import { expect, test } from 'vitest';
import { decodeFrame } from '../src/live/frames';
import golden from './frames.golden.json';
import { seeded } from './seeded';

function bytes(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

test("the engine's mirror frame is read", () => {
  const frame = decodeFrame(bytes(golden.mirror).buffer);
  expect(frame).toMatchObject({ kind: 'mirror', number: 4294967295, atS: 1234567.890123 });
  expect(frame?.kind === 'mirror' && String.fromCharCode(...frame.jpeg.slice(2, 6))).toBe('JPEG');
});
test("the engine's strip points are read, and what is unknown stays unknown", () => {
  expect(decodeFrame(bytes(golden.trace).buffer)).toEqual({
    kind: 'trace',
    points: [
      { atS: 0.25, given: 0.5, asked: 0.75, heartRate: 84.5, arousal: 0.25, arousalSd: 0.0625, quality: 1 },
      { atS: 600.5, given: 0, asked: 1, heartRate: NaN, arousal: NaN, arousalSd: NaN, quality: 0 },
    ],
  });
});
test('a frame cut short anywhere is none', () => {
  const trace = bytes(golden.trace);
  for (let length = 0; length < trace.length; length += 1) expect(decodeFrame(trace.slice(0, length).buffer)).toBeNull();
  const mirror = bytes(golden.mirror);
  for (let length = 0; length < 16; length += 1) expect(decodeFrame(mirror.slice(0, length).buffer)).toBeNull();
});
test('no bytes, however odd, stop the console', () => {
  const random = seeded(7);
  for (let i = 0; i < 2000; i += 1) {
    const odd = Uint8Array.from({ length: Math.floor(random() * 80) }, () => Math.floor(random() * 256));
    if (odd.length) odd[0] = Math.floor(random() * 5);
    expect(() => decodeFrame(odd.buffer)).not.toThrow();
  }
});
