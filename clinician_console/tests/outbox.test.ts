import { describe, expect, test } from 'vitest';
import { EXPIRES_MS, Outbox, type Wish } from '../src/session/outbox';
import { seeded } from './seeded';
import type { Command } from '../src/wire';

const STOP: Wish = { do: 'stop' };
const NEXT: Wish = { do: 'next' };

test('numbers count up from where the page before a reload left them', () => {
  const outbox = new Outbox(41);
  expect(outbox.write(NEXT, 'step', 3, 0).number).toBe(41);
  expect(outbox.write(NEXT, 'step', 3, 0).number).toBe(42);
  expect(outbox.nextNumber).toBe(43);
});
test('an answer is taken once', () => {
  const outbox = new Outbox(1);
  outbox.write(NEXT, 'step', 3, 0);
  expect(outbox.answered(1)?.place).toBe('step');
  expect(outbox.answered(1)).toBeUndefined();
});
test('after a lost line a fresh wish is sent again with its own number', () => {
  const outbox = new Outbox(1);
  const first = outbox.write(NEXT, 'step', 3, 0);
  expect(outbox.reconnected(EXPIRES_MS - 1)).toEqual({ again: [first], dropped: [] });
});
test('a wish that waited too long is dropped and told', () => {
  const outbox = new Outbox(1);
  outbox.write(NEXT, 'step', 3, 0);
  const { again, dropped } = outbox.reconnected(EXPIRES_MS);
  expect(again).toEqual([]);
  expect(dropped.map((p) => p.place)).toEqual(['step']);
  expect(outbox.unanswered).toEqual([]);
});
describe.each<Wish>([STOP, { do: 'pause' }, { do: 'calm' }])('$do', (wish) => {
  test('is sent again however long the line was gone', () => {
    const outbox = new Outbox(1);
    const said = outbox.write(wish, 'stop', 3, 0);
    expect(outbox.reconnected(3_600_000).again).toEqual([said]);
  });
});

/** The engine as the wire sees it: each number is done once, a repeated one gets the same answer. */
class Engine {
  readonly done: number[] = [];
  private readonly answers = new Map<number, number>();

  hears(command: Command): number {
    if (!this.answers.has(command.number)) {
      this.done.push(command.number);
      this.answers.set(command.number, command.number);
    }
    return command.number;
  }
}

test('over any line that loses, cuts and delays, each wish is done at most once, in order, and none is left open', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seeded(seed);
    const outbox = new Outbox(1);
    const engine = new Engine();
    const told = new Map<number, 'answered' | 'dropped'>();
    let up: Command[] = [];
    let down: number[] = [];
    let now = 0;
    const deliver = (): void => {
      const command = up.shift();
      if (command) down.push(engine.hears(command));
      const answer = down.shift();
      if (answer !== undefined && outbox.answered(answer)) {
        expect(told.has(answer)).toBe(false);
        told.set(answer, 'answered');
      }
    };
    const reconnect = (): void => {
      up = [];
      down = [];
      const { again, dropped } = outbox.reconnected(now);
      up.push(...again);
      for (const pending of dropped) told.set(pending.command.number, 'dropped');
    };
    for (let i = 0; i < 60; i += 1) {
      now += random() * 800;
      const chance = random();
      if (chance < 0.4) up.push(outbox.write(random() < 0.2 ? STOP : NEXT, 'step', 0, now));
      else if (chance < 0.85) deliver();
      else reconnect();
    }
    reconnect();
    while (up.length || down.length) deliver();
    expect(outbox.unanswered).toEqual([]);
    expect([...told.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: outbox.nextNumber - 1 }, (_, i) => i + 1));
    expect(engine.done).toEqual([...engine.done].sort((a, b) => a - b));
  }
});
