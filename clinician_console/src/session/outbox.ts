// Commands on their way. Numbers count from 1 and are never used twice; each is answered once.
// After a lost line what makes the scene gentler is sent again whatever its age; anything else older than 3 s is
// dropped and told as not sent, because the patient has moved on.
import type { Command } from '../wire';

export type Wish = Command['wish'];

export const EXPIRES_MS = 3000;

export interface Pending {
  readonly command: Command;
  readonly place: string;
  readonly atMs: number;
}

export function isGentle(wish: Wish): boolean {
  return wish.do === 'stop' || wish.do === 'pause' || wish.do === 'calm';
}

export class Outbox {
  private readonly waiting = new Map<number, Pending>();

  constructor(private next: number) {}

  get nextNumber(): number {
    return this.next;
  }

  get unanswered(): readonly Pending[] {
    return [...this.waiting.values()];
  }

  /** The command for a wish. `place` names where its answer is shown. */
  write(wish: Wish, place: string, beat: number, nowMs: number): Command {
    const command: Command = { kind: 'command', v: 1, number: this.next, beat, wish };
    this.next += 1;
    this.waiting.set(command.number, { command, place, atMs: nowMs });
    return command;
  }

  /** Takes what an answer belongs to; undefined for an answer already taken. */
  answered(number: number): Pending | undefined {
    const found = this.waiting.get(number);
    this.waiting.delete(number);
    return found;
  }

  /** What to send again on a new line, in order, and what is too old to be sent. */
  reconnected(nowMs: number): { again: Command[]; dropped: Pending[] } {
    const again: Command[] = [];
    const dropped: Pending[] = [];
    for (const [number, pending] of this.waiting) {
      if (isGentle(pending.command.wish) || nowMs - pending.atMs < EXPIRES_MS) {
        again.push(pending.command);
      } else {
        dropped.push(pending);
        this.waiting.delete(number);
      }
    }
    return { again, dropped };
  }
}
