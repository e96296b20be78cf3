// The console's side of `/ws/session`: says hello, hears, asks, beats. One instance lives as long as the page.
import type { Wire } from '../wire';
import { applyAnswer, applyHappened, applyPlan, applyState, countOnTheWay, forgetOldRefusals, refuse } from './apply';
import { freshnessWords } from './freshness';
import { identify, rememberNext } from './identity';
import { Line } from './line';
import { isGentle, Outbox, type Wish } from './outbox';
import * as store from './store';

const BEAT_MS = 500;
const CLOCK_MS = 250;
/** A line on which nothing came for so long is given up: a half-open socket never says that it is dead. */
const DEAD_MS = 6000;
/** Failed tries before asking the server whether it knows this page. */
const KNOCKS = 2;

let outbox = new Outbox(1);
let line: Line | null = null;
let wantedControl = false;
let heardMs = 0;
let beatMs = 0;
let clockMs = 0;
let failures = 0;
const accepted = new Map<number, () => void>();

export async function begin(): Promise<void> {
  const who = await identify();
  outbox = new Outbox(who.next);
  store.client.value = who.client;
  line = new Line('/ws/session', { opened, closed, heard });
  line.open();
  const pulse = new Worker(new URL('./pulse.worker.ts', import.meta.url), { type: 'module' });
  pulse.onmessage = () => tick(performance.now());
}

/** Sends a wish, or tells at `place` why it was not sent. True when it is on its way. */
export function ask(wish: Wish, place: string, done?: () => void): boolean {
  const now = performance.now();
  store.look(now);
  if (!isGentle(wish)) {
    const hindrance = why(wish);
    if (hindrance !== '') {
      refuse(place, hindrance, now);
      return false;
    }
  }
  const command = outbox.write(wish, place, store.state.peek()?.beat ?? 0, now);
  if (done) accepted.set(command.number, done);
  rememberNext(outbox.nextNumber);
  line?.send(JSON.stringify(command));
  waiting();
  return true;
}

function why(wish: Wish): string {
  const fresh = store.fresh.peek();
  if (fresh !== 'live') return `not sent: ${freshnessWords(fresh)}`;
  if (wish.do === 'take_control' || store.controls.peek()) return '';
  return store.role.peek() === 'observer' ? 'not sent: you observe' : 'not sent: the controls are not here';
}

function opened(): void {
  failures = 0;
  store.connected.value = true;
  heardMs = performance.now();
  say({ kind: 'hello', v: 1, client: store.client.peek(), last_seq: store.happened.peek().at(-1)?.seq ?? 0 });
}

function closed(): void {
  store.connected.value = false;
  store.look(performance.now());
  failures += 1;
  if (failures >= KNOCKS) void knock();
}

/** A refused WebSocket does not say why; a plain request does. */
async function knock(): Promise<void> {
  try {
    const answer = await fetch('favicon.svg', { cache: 'no-store' });
    store.stranger.value = answer.status === 403;
  } catch {
    store.stranger.value = false;
  }
}

function say(message: Wire['from_console']): void {
  line?.send(JSON.stringify(message));
}

function heard(data: string | ArrayBuffer): void {
  if (typeof data !== 'string') return;
  const now = performance.now();
  heardMs = now;
  const message = JSON.parse(data) as Wire['to_console'];
  switch (message.kind) {
    case 'welcome':
      store.role.value = message.role;
      store.stranger.value = false;
      sendAgain(now);
      break;
    case 'plan':
      applyPlan(message);
      break;
    case 'state':
      applyState(message, now);
      takeFreeControl();
      break;
    case 'happened':
      applyHappened(message);
      break;
    case 'answer': {
      const pending = outbox.answered(message.number);
      if (pending === undefined || message.client !== store.client.peek()) break;
      applyAnswer(message, pending.place, now);
      if (message.accepted) accepted.get(message.number)?.();
      accepted.delete(message.number);
      waiting();
      break;
    }
    case 'no_engine':
      store.engineSilent.value = true;
      store.look(now);
      break;
    case 'refused':
      refuse('connection', message.words, now);
      break;
  }
}

function sendAgain(now: number): void {
  const { again, dropped } = outbox.reconnected(now);
  for (const command of again) say(command);
  for (const pending of dropped) {
    accepted.delete(pending.command.number);
    refuse(pending.place, 'not sent: the connection was lost', now);
  }
  waiting();
}

/** Takes the controls once where nobody holds them; never from somebody without being asked to. */
function takeFreeControl(): void {
  const state = store.state.peek();
  if (state === null) return;
  if (state.controller !== '') {
    wantedControl = false;
    return;
  }
  if (store.role.peek() !== 'clinician' || wantedControl) return;
  wantedControl = ask({ do: 'take_control' }, 'control');
}

function waiting(): void {
  countOnTheWay(outbox.unanswered.map((p) => p.place));
}

function tick(now: number): void {
  store.look(now);
  if (now - clockMs >= CLOCK_MS) {
    clockMs = now;
    store.nowMs.value = now;
    forgetOldRefusals(now);
  }
  if (!store.connected.peek()) return;
  if (now - beatMs >= BEAT_MS) {
    beatMs = now;
    say({ kind: 'console_beat', v: 1, beat: store.state.peek()?.beat ?? 0 });
  }
  if (now - heardMs > DEAD_MS && store.fresh.peek() !== 'silent') {
    heardMs = now;
    line?.retry();
  }
}
