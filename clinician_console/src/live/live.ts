// The console's side of `/ws/live`: the newest picture and the strips' points. Old pictures are dropped, never queued.
import { signal } from '@preact/signals';
import { Line } from '../session/line';
import { decodeFrame, type MirrorFrame } from './frames';
import { Trace } from './trace';

export const trace = new Trace();
/** Counts up when the strips have something new to draw. */
export const traced = signal(0);
/** When the newest picture was drawn, by this page's clock; null before the first. */
export const pictureAtMs = signal<number | null>(null);
/** Pictures drawn in the last second. */
export const picturesPerS = signal(0);

let line: Line | null = null;
let canvas: HTMLCanvasElement | null = null;
let waiting: MirrorFrame | null = null;
let drawing = false;
const drawn: number[] = [];

export function begin(): void {
  line = new Line('/ws/live', {
    opened: () => trace.reopened(),
    closed: () => undefined,
    heard,
  });
  line.open();
}

export function showOn(target: HTMLCanvasElement | null): void {
  canvas = target;
}

/** Where a mirror goes and another came meanwhile, the other stays. */
export function letGo(target: HTMLCanvasElement | null): void {
  if (canvas === target) canvas = null;
}

function heard(data: string | ArrayBuffer): void {
  if (typeof data === 'string') return;
  const frame = decodeFrame(data);
  if (frame?.kind === 'trace') {
    trace.add(frame.points);
    traced.value += 1;
  } else if (frame?.kind === 'mirror') {
    line?.send('a');
    waiting = frame;
    if (!drawing) void draw();
  }
}

async function draw(): Promise<void> {
  drawing = true;
  while (waiting !== null) {
    const frame = waiting;
    waiting = null;
    try {
      const picture = await createImageBitmap(new Blob([frame.jpeg], { type: 'image/jpeg' }));
      if (paint(picture)) count(performance.now());
      picture.close();
    } catch {
      // A torn picture is left out; the mirror goes stale by itself when none follow.
    }
  }
  drawing = false;
}

function paint(picture: ImageBitmap): boolean {
  if (canvas === null) return false;
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  canvas.getContext('2d', { alpha: false })?.drawImage(picture, 0, 0);
  return true;
}

function count(now: number): void {
  drawn.push(now);
  while ((drawn[0] ?? now) < now - 1000) drawn.shift();
  pictureAtMs.value = now;
  picturesPerS.value = drawn.length;
}
