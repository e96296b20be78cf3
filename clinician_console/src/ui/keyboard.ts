// The keyboard at the page: Esc first, from anywhere; then what `readKey` makes of a press.
import { computed, signal } from '@preact/signals';
import { eventKeys } from '../keys/event_keys';
import { readKey, type Intent, type KeyPress } from '../keys/read_key';
import * as store from '../session/store';
import * as act from './actions';
import { addNote, toNotes } from './notes_text';
import { openSuds } from './suds_entry';

const KEPT = 'console.keys';

export const keysOn = signal(localStorage.getItem(KEPT) !== 'off');
export const keyOfEvent = computed(() => eventKeys(offered()));

function offered() {
  const now = new Set(store.state.value?.events.map((e) => e.name));
  return (store.stage.value?.events ?? []).filter((e) => now.has(e.name));
}

export function switchKeys(): void {
  keysOn.value = !keysOn.peek();
  localStorage.setItem(KEPT, keysOn.peek() ? 'on' : 'off');
  store.announced.value = keysOn.peek() ? 'Keys on' : 'Keys off; Esc still stops';
}

export function beginKeyboard(): void {
  window.addEventListener('keydown', onKey, { capture: true });
  // Space on a focused button would press it on release, after it has paused.
  window.addEventListener('keyup', (e) => {
    if (e.key === ' ' && keysOn.peek() && focusOf(e.target) === 'button') e.preventDefault();
  });
  // A mouse press takes no focus, so that a key cannot fire the same button again.
  window.addEventListener('mousedown', (e) => {
    if (e.target instanceof Element && e.target.closest('button, a')) e.preventDefault();
  });
  const typing = (): void => {
    document.body.classList.toggle('typing', focusOf(document.activeElement) === 'field');
  };
  window.addEventListener('focusin', typing);
  window.addEventListener('focusout', () => document.body.classList.remove('typing'));
}

function focusOf(target: EventTarget | null): KeyPress['focus'] {
  if (!(target instanceof Element)) return 'page';
  if (target.matches('input, textarea, select, [contenteditable]')) return 'field';
  if (target.matches('[role=radio], [role=checkbox]')) return 'choice';
  return target.closest('button, a[href]') ? 'button' : 'page';
}

function onKey(e: KeyboardEvent): void {
  const press: KeyPress = {
    key: e.key,
    code: e.code,
    shift: e.shiftKey,
    chord: e.ctrlKey || e.metaKey || e.altKey,
    repeat: e.repeat,
    focus: focusOf(e.target),
  };
  const intent = readKey(press, keysOn.peek(), keyOfEvent.peek());
  if (intent === null) return;
  e.preventDefault();
  if (intent.kind === 'stop' || intent.kind === 'swallow') e.stopPropagation();
  carryOut(intent);
}

/** Where the notes have no place of their own on the page they open over it. */
function openNotes(field: string): void {
  act.over.value = 'notes';
  act.focusOn(field);
}

function carryOut(intent: Intent): void {
  switch (intent.kind) {
    case 'stop':
      act.stop();
      return toNotes.leave();
    case 'pause':
      return act.pauseOrResume();
    case 'calm':
      return act.calm();
    case 'ask':
      return act.askSuds();
    case 'mark':
      return act.mark();
    case 'notes':
      return document.getElementById('notes') ? addNote() : openNotes('notes');
    case 'undo':
      return act.undo();
    case 'accept':
      return act.acceptSuggestion();
    case 'dismiss':
      return act.dismissSuggestion();
    case 'say':
      return document.getElementById('say-text') ? act.focusOn('say-text') : openNotes('say-text');
    case 'emergency':
      return act.emergency();
    case 'ground':
      return act.ground();
    case 'go_on':
      return act.goOn();
    case 'ease':
      return act.ease();
    case 'expectancy':
      return act.askExpectancy();
    case 'sickness':
      return act.focusOn('sickness-entry');
    case 'adverse':
      return act.open('adverse');
    case 'open_item':
      return act.toOpenItem();
    case 'rehearse':
      return act.rehearse();
    case 'next':
      return act.next();
    case 'back':
      return act.back();
    case 'cancel':
      return act.cancel();
    case 'leave':
      return toNotes.leave();
    case 'nudge':
      return act.nudge(intent.by);
    case 'cap':
      return act.moveCap(intent.by);
    case 'digit':
      return openSuds(intent.digit);
    case 'event':
      return act.pressEvent(intent.event);
    case 'swallow':
      return undefined;
  }
}
