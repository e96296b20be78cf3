// The console's half of a session against a simulated server: what is sent, what is told, what survives a cut line.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CHECKLIST, planReport, Server, stateReport, told } from './server';

type Store = typeof import('../src/session/store');

let server: Server;
let store: Store;
let act: typeof import('../src/ui/actions');
let notes: typeof import('../src/ui/notes_text');
let answers: typeof import('../src/ui/checklist_answers');
let reports: ReturnType<typeof setInterval>;
let beat = 0;
let state = stateReport();

/** Time passes; the engine, while it is heard, reports five times a second. */
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

function engine(more: Partial<typeof state>): void {
  state = { ...state, ...more };
}

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  await open(stateReport());
});

/** A page that is opened on a session in this state. */
async function open(first: typeof state): Promise<void> {
  vi.resetModules();
  server = new Server();
  server.install();
  beat = 0;
  state = first;
  store = await import('../src/session/store');
  act = await import('../src/ui/actions');
  notes = await import('../src/ui/notes_text');
  answers = await import('../src/ui/checklist_answers');
  const session = await import('../src/session/session');
  notes.beginNotes();
  answers.beginAnswers();
  await session.begin();
  await pass(10);
  server.tell(planReport());
  reports = setInterval(() => {
    beat += 1;
    state = { ...state, at: state.at + 200_000, beat, controller: server.did.includes('take_control') ? server.name : state.controller };
    server.tell(state);
  }, 200);
  await pass(1000);
}

afterEach(() => {
  clearInterval(reports);
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('a console takes controls that nobody holds', () => {
  expect(server.did).toEqual(['take_control']);
  expect(store.maySend.value).toBe(true);
});
test('controls that come free again are taken again', async () => {
  engine({ controller: 'console-other' });
  server.done = [];
  await pass(500);
  engine({ controller: '' });
  await pass(500);
  expect(server.did).toEqual(['take_control']);
});
test('a console never takes the controls from somebody by itself, and may still stop', async () => {
  clearInterval(reports);
  await open(stateReport({ controller: 'console-other' }));
  expect(store.controls.value).toBe(false);
  act.next();
  act.stop();
  await pass(100);
  expect(server.did).toEqual(['stop']);
  expect(store.refusals.value['step']?.words).toMatch(/controls are not here/);
});
test('the heartbeat goes twice a second and echoes the newest number', async () => {
  server.heard = [];
  await pass(2000);
  const beats = server.heard.flatMap((m) => (m.kind === 'console_beat' ? [m.beat] : []));
  expect(beats.length).toBeGreaterThanOrEqual(4);
  expect(beats.at(-1)).toBeGreaterThanOrEqual(beat - 3);
});
test('a wish is shown as asked, then as done', async () => {
  server.answering = false;
  act.calm();
  expect(store.onTheWay.value['calm']).toBe(1);
  server.answering = true;
  act.stop();
  await pass(100);
  expect(store.onTheWay.value['stop']).toBeUndefined();
});
test('a refusal is told with its reason where the wish was made', async () => {
  server.refuses = { back: 'this is the first step' };
  act.back();
  await pass(50);
  expect(store.refusals.value['step']).toMatchObject({ words: 'this is the first step', accepted: false });
  await pass(10_000);
  expect(store.refusals.value['step']).toBeUndefined();
});
test('nothing but stop, pause and calm leaves on what is stale', async () => {
  clearInterval(reports);
  await pass(1500);
  server.done = [];
  act.back();
  act.askIntensity(200);
  act.pressEvent('gust');
  act.calm();
  act.stop();
  await pass(50);
  expect(store.fresh.value).toBe('stale');
  expect(server.did).toEqual(['calm', 'stop']);
  for (const place of ['step', 'intensity', 'event']) expect(store.refusals.value[place]?.words).toMatch(/^not sent/);
});
test('a stop pressed while the line is gone arrives once when it is back', async () => {
  server.reachable = false;
  server.cut();
  act.stop();
  await pass(20_000);
  server.reachable = true;
  await pass(3000);
  expect(server.did.filter((d) => d === 'stop')).toEqual(['stop']);
  expect(store.onTheWay.value['stop']).toBeUndefined();
});
test('a step asked for just before the line broke is done once', async () => {
  server.answering = false;
  act.next();
  await pass(50);
  server.cut();
  server.answering = true;
  await pass(2000);
  expect(server.did.filter((d) => d === 'next')).toEqual(['next']);
  expect(store.onTheWay.value['step']).toBeUndefined();
});
test('a console that comes back names the last happening it holds', async () => {
  server.tell(told(1));
  server.tell(told(2));
  server.heard = [];
  server.cut();
  await pass(1000);
  expect(server.heard.find((m) => m.kind === 'hello')).toMatchObject({ last_seq: 2 });
});
test('happenings told again are held once, in order', () => {
  for (const seq of [1, 2, 3]) server.tell(told(seq));
  for (const seq of [2, 3, 4]) server.tell(told(seq));
  expect(store.happened.value.map((h) => h.seq)).toEqual([1, 2, 3, 4]);
});
test("another session's happenings are not mixed in", () => {
  server.tell(told(1));
  server.tell(planReport('r2'));
  expect(store.happened.value).toEqual([]);
});
test('after the last step the debrief is asked about, not sent', async () => {
  engine({ step: { ...state.step, index: 1 } });
  await pass(300);
  act.next();
  await pass(100);
  expect(act.confirming.value).toBe('debrief');
  expect(server.did).toEqual(['take_control']);
});
test('a silent engine is told from a lost line', async () => {
  clearInterval(reports);
  server.tell({ kind: 'no_engine', v: 1, silent_s: 2 });
  expect(store.fresh.value).toBe('silent');
  server.reachable = false;
  server.cut();
  await pass(100);
  expect(store.fresh.value).toBe('offline');
});
test('quick presses of the intensity add up and end at the ceiling', async () => {
  server.answering = false;
  for (let i = 0; i < 6; i += 1) act.nudge(1);
  const asked = server.done.flatMap((c) => (c.wish.do === 'ask_intensity' ? [c.wish.intensity] : []));
  expect(asked).toEqual([150, 200, 250, 300]);
  expect(store.refusals.value['intensity']?.words).toMatch(/step cap 0\.30/);
});
test('an event is previewed first, and a lost engine takes the preview away', async () => {
  act.pressEvent('gust');
  expect(act.armed.value?.event).toBe('gust');
  await pass(100);
  act.pressEvent('gust');
  await pass(50);
  expect(server.did).not.toContain('fire_event');
  await pass(400);
  act.pressEvent('gust');
  expect(server.did).toContain('fire_event');
  act.pressEvent('gust');
  clearInterval(reports);
  await pass(1500);
  expect(act.armed.value).toBeNull();
});
test('notes save themselves once the typing rests, and count as saved when the engine says so', async () => {
  notes.write('looked');
  await pass(300);
  notes.write('looked down');
  await pass(500);
  expect(notes.dirty()).toBe(true);
  expect(server.did).not.toContain('write_notes');
  await pass(300);
  expect(server.done.flatMap((c) => (c.wish.do === 'write_notes' ? [c.wish.text] : []))).toEqual(['looked down']);
  expect(notes.dirty()).toBe(false);
});
test('notes written while the line is gone are saved when it is back', async () => {
  server.reachable = false;
  server.cut();
  notes.write('hands off the rail');
  await pass(5000);
  expect(notes.dirty()).toBe(true);
  server.reachable = true;
  await pass(5000);
  expect(notes.dirty()).toBe(false);
  expect(server.done.some((c) => c.wish.do === 'write_notes' && c.wish.text === 'hands off the rail')).toBe(true);
});
test("another console's notes are taken over, but never over what stands unsaved here", async () => {
  engine({ notes: 'from the other room' });
  await pass(300);
  expect(notes.text.value).toBe('from the other room');
  notes.write('mine');
  engine({ notes: 'from the other room, later' });
  await pass(300);
  expect(notes.text.value).toBe('mine');
});

const confirmed = () => server.done.flatMap((c) => (c.wish.do === 'confirm' ? [c.wish.answers] : []));
const item = (id: string) => CHECKLIST.find((i) => i.id === id)!;
const known = (known: Record<string, string>) => engine({ phase: 'checklist', checklist: { ...state.checklist, answers: known } });

test('answers pressed one after the other go in one command', async () => {
  answers.choose(item('identity'), 'patient');
  answers.choose(item('consent'), 'yes');
  answers.choose(item('contraindications'), 'migraine');
  answers.choose(item('contraindications'), 'seizures');
  await pass(150);
  expect(confirmed()).toEqual([{ identity: 'patient', consent: 'yes', contraindications: 'migraine,seizures' }]);
});
test('an answer stands beside the fact until the engine has it', async () => {
  answers.choose(item('consent'), 'yes');
  expect(answers.wanted.value['consent']?.text).toBe('yes');
  await pass(150);
  expect(store.state.value?.checklist.answers).toEqual({});
  known({ consent: 'yes' });
  await pass(300);
  expect(answers.wanted.value).toEqual({});
});
test('typed words leave once the typing rests, and only what has changed', async () => {
  known({ consent: 'yes' });
  await pass(300);
  answers.type(item('age'), '3');
  await pass(500);
  answers.type(item('age'), '34');
  answers.choose(item('consent'), 'yes');
  await pass(500);
  expect(confirmed()).toEqual([]);
  await pass(600);
  expect(confirmed()).toEqual([{ age: '34' }]);
});
test('what is no number is told and not sent', async () => {
  answers.type(item('age'), '34v');
  answers.flush();
  expect(store.refusals.value['checklist']?.words).toMatch(/a whole number up to 120/);
  await pass(500);
  expect(confirmed()).toEqual([]);
});
test('a refused answer leaves the fact standing', async () => {
  server.refuses = { confirm: 'the checklist is answered before the session starts' };
  answers.choose(item('consent'), 'no');
  await pass(400);
  expect(answers.wanted.value).toEqual({});
  expect(store.refusals.value['checklist']?.words).toMatch(/before the session starts/);
});
test('words typed while the line is gone are sent when it is back', async () => {
  server.reachable = false;
  server.cut();
  answers.type(item('decision'), 'stable for years');
  await pass(5000);
  expect(confirmed()).toEqual([]);
  server.reachable = true;
  await pass(5000);
  expect(confirmed()).toEqual([{ decision: 'stable for years' }]);
});
test('go on is sent only where something waits for it', async () => {
  act.goOn();
  engine({ holds: [{ code: 'recovered', words: 'the console is back: held until you go on', source: 'watch' }] });
  await pass(300);
  act.goOn();
  await pass(50);
  expect(server.did.filter((d) => d === 'go_on')).toEqual(['go_on']);
});
test('staying at a high rating is marked, and the next rating asks anew', async () => {
  engine({ suds: { ...state.suds, last: 90, last_at: 50e6 } });
  await pass(300);
  act.stay('SUDS 90');
  await pass(50);
  expect(server.done.flatMap((c) => (c.wish.do === 'mark' ? [c.wish.text] : []))).toEqual(['stay: SUDS 90']);
  expect(act.staying.value).toBe(50e6);
});
test('grounding is not sent on what is stale, a stop is', async () => {
  clearInterval(reports);
  await pass(1500);
  server.done = [];
  act.ground();
  act.stop();
  await pass(50);
  expect(server.did).toEqual(['stop']);
});
