// What a button or a key does. One function per act, so that a key and its button can never differ.
import { signal } from '@preact/signals';
import { press, type Armed } from '../keys/arming';
import { waitsForGoOn } from '../session/holds';
import { refuse } from '../session/apply';
import { ask } from '../session/session';
import * as store from '../session/store';

const NUDGE = 50;

export const armed = signal<Armed | null>(null);
/** What lies over the work area; it never covers stop, pause, calm or the mirror. */
export type Over = 'emergency' | 'adverse' | 'dose' | 'autonomy' | 'links' | 'notes';
export const over = signal<Over | null>(null);
/** What the patient is being asked to expect or to have found, where the clinician opened the question by hand. */
export const asking = signal<'before' | 'after' | null>(null);
/** When the high rating was said that the clinician has answered with staying; the next one asks anew. */
export const staying = signal<number | null>(null);
/** A step that cannot be taken back and is waiting for its second press. */
export const confirming = signal<string | null>(null);
/** The newest intensity asked here and not yet answered, so that quick presses add up. */
let askedHere: number | null = null;

export function stop(): void {
  armed.value = null;
  confirming.value = null;
  ask({ do: 'stop' }, 'stop');
}

export function calm(): void {
  armed.value = null;
  ask({ do: 'calm' }, 'calm');
}

export function pauseOrResume(): void {
  if (store.phase.peek() === 'paused') {
    ask({ do: 'resume', where: 'here' }, 'pause');
  } else {
    ask({ do: 'pause' }, 'pause');
  }
}

export function askSuds(): void {
  ask({ do: 'ask_suds' }, 'suds');
}

export function mark(): void {
  ask({ do: 'mark', text: '' }, 'mark');
}

export function undo(): void {
  if (store.state.peek()?.undo == null) refuse('undo', 'nothing to undo', performance.now());
  else ask({ do: 'undo' }, 'undo');
}

export function next(): void {
  const state = store.state.peek();
  const last = (store.plan.peek()?.steps.length ?? 0) - 1;
  if (store.step.peek()?.ask_after && state?.step.after === null && store.inExposure.peek()) asking.value = 'after';
  if (store.maySend.peek() && store.inExposure.peek() && state !== null && state.step.index >= last) {
    confirming.value = 'debrief';
  } else {
    ask({ do: 'next' }, 'step');
  }
}

export function back(): void {
  ask({ do: 'back' }, 'step');
}

export function repeat(): void {
  ask({ do: 'repeat' }, 'step');
}

export function skip(words: string): boolean {
  return ask({ do: 'skip', words }, 'step', () => (confirming.value = null));
}

export function ground(): void {
  armed.value = null;
  ask({ do: 'ground' }, 'ground');
}

export function rehearse(): void {
  if (store.phase.peek() === 'checklist') ask({ do: 'rehearse' }, 'rehearse');
  else refuse('rehearse', 'the stop is practised before the session starts', performance.now());
}

/** Takes the focus to the first item of the checklist, after the one that has it, that still stands in the way. */
export function toOpenItem(): void {
  const open = [...document.querySelectorAll('.ask.open, .ask.wrong')];
  const here = document.activeElement?.closest('.ask');
  const after = here ? open.find((item) => here.compareDocumentPosition(item) & Node.DOCUMENT_POSITION_FOLLOWING) : undefined;
  const within = (after ?? open.find((item) => item !== here) ?? open[0])?.querySelector('input, button:not([tabindex="-1"])');
  if (within instanceof HTMLElement) within.focus();
}

export function goOn(): void {
  if (waitsForGoOn(store.state.peek()?.holds ?? [])) ask({ do: 'go_on' }, 'hold');
}

/** The clinician has seen the high rating and stays: nothing moves, and the record says that it was meant. */
export function stay(words: string): void {
  const said = store.state.peek()?.suds.last_at ?? null;
  ask({ do: 'mark', text: `stay: ${words}` }, 'hold', () => (staying.value = said));
}

/** Opens what is to be asked of the patient now, or what was answered last, to be put right. */
export function askExpectancy(): void {
  const [step, at] = [store.step.peek(), store.state.peek()?.step];
  if (!step || !at || !store.inExposure.peek() || (step.ask_before === '' && step.ask_after === '')) return;
  asking.value = at.ask ?? (step.ask_after !== '' && (at.after !== null || step.ask_before === '' || at.before !== null) ? 'after' : 'before');
  focusOn('likelihood');
}

export function open(what: Over): void {
  over.value = over.peek() === what ? null : what;
  if (over.peek() !== null && what !== 'emergency') requestAnimationFrame(() => focused('over-body'));
}

export function emergency(): void {
  if (store.plan.peek()?.remote) open('emergency');
}

/** Puts the focus into an element, or on what in it takes the focus first: at once, or when the page has it. */
export function focusOn(id: string): void {
  if (!focused(id)) requestAnimationFrame(() => focused(id));
}

function focused(id: string): boolean {
  const found = document.getElementById(id);
  const within = found?.matches('input, textarea, button') ? found : found?.querySelector('input, textarea, button:not([tabindex="-1"])');
  if (!(within instanceof HTMLElement)) return false;
  within.focus();
  return true;
}

export function acceptSuggestion(): void {
  if (store.state.peek()?.suggestion != null) ask({ do: 'accept' }, 'suggestion');
}

export function dismissSuggestion(): void {
  if (store.state.peek()?.suggestion != null) ask({ do: 'dismiss' }, 'suggestion');
}

/** Asks for an intensity in permille; what may not be given is not asked for, and the reason is told. */
export function askIntensity(wanted: number): void {
  const dial = store.state.peek()?.dial;
  if (dial === undefined) return;
  if (!store.maySend.peek()) {
    ask({ do: 'ask_intensity', intensity: wanted }, 'intensity');
    return;
  }
  if (!store.inExposure.peek()) {
    refuse('intensity', 'not sent: only in exposure', performance.now());
    return;
  }
  const base = askedHere ?? dial.asked;
  const top = Math.max(dial.ceiling, 0);
  const intensity = Math.max(0, Math.min(1000, wanted > base ? Math.max(Math.min(wanted, top), Math.min(base, top)) : wanted));
  if (intensity === base && wanted !== base) {
    refuse('intensity', wanted > base ? `no higher: ${dial.ceiling_reason.words}` : 'no lower than 0.00', performance.now());
    return;
  }
  if (ask({ do: 'ask_intensity', intensity }, 'intensity')) askedHere = intensity;
}

export function nudge(by: 1 | -1): void {
  const asked = askedHere ?? store.state.peek()?.dial.asked ?? 0;
  askIntensity(by > 0 ? Math.floor(asked / NUDGE + 1) * NUDGE : Math.ceil(asked / NUDGE - 1) * NUDGE);
}

/** A tenth of the dial below what is given now: the gentle answer to a high rating. */
export function ease(): void {
  if (store.inExposure.peek()) ask({ do: 'ease' }, 'hold');
  else refuse('hold', 'not sent: only in exposure', performance.now());
}

export function moveCap(by: 1 | -1): void {
  const cap = store.state.peek()?.dial.cap ?? 0;
  ask({ do: 'set_cap', cap: Math.max(0, Math.min(1000, cap + by * NUDGE)) }, 'cap');
}

export function pressEvent(event: string): void {
  const known = store.state.peek()?.events.find((e) => e.name === event);
  if (known === undefined) return;
  if (!store.maySend.peek()) {
    refuse('event', store.controls.peek() ? 'not sent: the scene is not live' : 'not sent: the controls are not here', performance.now());
    return;
  }
  if (!known.allowed) {
    refuse('event', known.why, performance.now());
    return;
  }
  const pressed = press(armed.peek(), event, performance.now());
  armed.value = pressed.armed;
  if (pressed.send !== null) ask({ do: 'fire_event', event: pressed.send }, 'event');
}

/** Takes away what was about to be done; where nothing was, what lies over the work area. */
export function cancel(): void {
  if (armed.peek() === null && confirming.peek() === null && asking.peek() === null) over.value = null;
  forget();
}

function forget(): void {
  armed.value = null;
  confirming.value = null;
  asking.value = null;
}

store.state.subscribe((state) => {
  if (state !== null && (store.onTheWay.peek()['intensity'] ?? 0) === 0) askedHere = null;
});
store.fresh.subscribe((fresh) => {
  if (fresh !== 'live') armed.value = null;
});
store.phase.subscribe(forget);

export function debrief(): void {
  confirming.value = null;
  ask({ do: 'debrief' }, 'phase');
}

export function end(): void {
  confirming.value = null;
  ask({ do: 'end' }, 'phase');
}

export function start(): void {
  ask({ do: 'start' }, 'phase');
}

export function resume(where: 'here' | 'one_lower'): void {
  confirming.value = null;
  ask({ do: 'resume', where }, 'phase');
}

export function takeControl(): void {
  ask({ do: 'take_control' }, 'control');
}
