// Answers on their way to the engine: what was pressed goes at once, what is typed once the typing rests, all that
// changed in one command. What the engine has is the fact; until it has it, what was asked for stands beside it.
import { effect, signal } from '@preact/signals';
import { toggled, typed } from '../checklist/answers';
import { clearRefusal, refuse } from '../session/apply';
import { ask } from '../session/session';
import * as store from '../session/store';
import type { ItemPart } from '../wire';

const TOGETHER_MS = 60;
const QUIET_MS = 900;

interface Wanted {
  readonly text: string;
  /** As it was sent, or null while it has not been. */
  readonly sent: string | null;
  readonly typed: boolean;
}

export const wanted = signal<Readonly<Record<string, Wanted>>>({});
let timer: ReturnType<typeof setTimeout> | undefined;

function fact(id: string): string {
  return store.state.peek()?.checklist.answers[id] ?? '';
}

function want(item: ItemPart, text: string, byTyping: boolean): void {
  wanted.value = { ...wanted.peek(), [item.id]: { text, sent: null, typed: byTyping } };
  clearTimeout(timer);
  timer = setTimeout(flush, byTyping ? QUIET_MS : TOGETHER_MS);
}

export function choose(item: ItemPart, choice: string): void {
  if (!store.maySend.peek()) return refuse('checklist', 'not sent: the controls are not here, or nothing is live', performance.now());
  const present = wanted.peek()[item.id]?.text ?? fact(item.id);
  const next = item.asks === 'several' ? toggled(present, choice) : choice;
  if (next === present && item.asks === 'several' && choice !== 'none') {
    refuse('checklist', `${item.words}: an answer is replaced, not taken back`, performance.now());
  } else if (next !== present) want(item, next, false);
}

export function type(item: ItemPart, text: string): void {
  want(item, text, true);
}

/** Sends what has changed and can be an answer; the rest waits for more keys. */
export function flush(): void {
  clearTimeout(timer);
  clearRefusal('checklist');
  const answers: Record<string, string> = {};
  for (const item of store.plan.peek()?.checklist ?? []) {
    const asked = wanted.peek()[item.id];
    if (asked === undefined || asked.sent !== null) continue;
    const read = asked.typed ? typed(item, asked.text) : { answer: asked.text };
    if (read === null) forget(item.id);
    else if ('wrong' in read) refuse('checklist', `${item.words}: needs ${read.wrong}`, performance.now());
    else answers[item.id] = read.answer;
  }
  const changed = Object.entries(answers).filter(([id, answer]) => answer !== fact(id));
  for (const id of Object.keys(answers)) if (answers[id] === fact(id)) forget(id);
  if (changed.length === 0 || !store.maySend.peek()) return;
  const now = { ...wanted.peek() };
  for (const [id, answer] of changed) now[id] = { ...now[id]!, sent: answer };
  wanted.value = now;
  ask({ do: 'confirm', answers: Object.fromEntries(changed) }, 'checklist');
}

function forget(id: string): void {
  const { [id]: gone, ...rest } = wanted.peek();
  if (gone !== undefined) wanted.value = rest;
}

/** What the engine has is no longer wanted; what it refused is not wanted either, but typed words stay to be mended. */
function settle(): void {
  const known = store.state.value?.checklist.answers ?? {};
  const refused = store.refusals.value['checklist'] !== undefined;
  for (const [id, asked] of Object.entries(wanted.peek())) {
    if (asked.sent !== null && known[id] === asked.sent) forget(id);
    else if (refused && asked.sent !== null) {
      if (asked.typed) wanted.value = { ...wanted.peek(), [id]: { ...asked, sent: null } };
      else forget(id);
    }
  }
}

/** Words typed while the line was gone leave when it is back. */
function sendLater(): void {
  if (!store.maySend.value || store.refusals.value['checklist']) return;
  if (Object.values(wanted.peek()).some((asked) => asked.sent === null)) {
    clearTimeout(timer);
    timer = setTimeout(flush, QUIET_MS);
  }
}

export function beginAnswers(): void {
  effect(settle);
  effect(sendLater);
}
