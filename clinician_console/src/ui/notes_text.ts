// The notes save themselves: 600 ms after the last keystroke they are sent, and they count as saved only when the
// engine has accepted them. What could not leave stays here and is sent when the line is back.
import { effect, signal } from '@preact/signals';
import { clock } from '../format';
import { ask } from '../session/session';
import * as store from '../session/store';

const QUIET_MS = 600;

export const text = signal('');
export const saved = signal<{ readonly text: string; readonly atMs: number } | null>(null);
const sending = signal<string | null>(null);
let timer: ReturnType<typeof setTimeout> | undefined;
let adopted = '';

export function write(words: string): void {
  text.value = words;
  clearTimeout(timer);
  timer = setTimeout(save, QUIET_MS);
}

export function dirty(): boolean {
  return text.value !== (saved.value?.text ?? adopted);
}

function save(): void {
  const words = text.peek();
  if (words === (saved.peek()?.text ?? adopted) || sending.peek() !== null || !store.maySend.peek()) return;
  sending.value = words;
  ask({ do: 'write_notes', text: words }, 'notes', () => {
    saved.value = { text: words, atMs: performance.now() };
  });
}

/** After the answer came, or the line came back: whatever is still unsaved goes out. */
function keepSaving(): void {
  if (sending.peek() !== null && !store.onTheWay.value['notes']) sending.value = null;
  if (store.maySend.value && !store.onTheWay.value['notes'] && dirty() && !store.refusals.peek()['notes']) {
    clearTimeout(timer);
    timer = setTimeout(save, QUIET_MS);
  }
}

/** Another console's notes, or those of before a reload, are taken over while nothing unsaved stands here. */
function adopt(): void {
  const theirs = store.state.value?.notes;
  if (theirs === undefined || theirs === adopted) return;
  const untouched = text.peek() === (saved.peek()?.text ?? adopted);
  adopted = theirs;
  if (untouched && theirs !== text.peek() && sending.peek() === null) {
    text.value = theirs;
    saved.value = { text: theirs, atMs: performance.now() };
  }
}

export function beginNotes(): void {
  effect(adopt);
  effect(keepSaving);
}

const field = (): HTMLTextAreaElement | null => document.querySelector('textarea#notes');

/** Goes to the notes, on a line of its own that begins with the session's time. */
export function addNote(): void {
  const area = field();
  if (area === null || area.readOnly) return;
  const stamp = `${clock(store.sessionS.peek())} `;
  const present = text.peek().replace(/(^|\n)[\d:]+ $/, '');
  write(present === '' ? stamp : `${present.replace(/\n$/, '')}\n${stamp}`);
  area.value = text.peek();
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  area.scrollTop = area.scrollHeight;
}

export const toNotes = {
  /** Out of whatever field has the focus, so that the keys work again. */
  leave(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  },
};
