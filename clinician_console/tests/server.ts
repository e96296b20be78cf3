// A server and an engine as a console hears them, in the page's own process: sockets that can be cut, an engine that
// answers each number once. Stands in for the browser's WebSocket, Worker and storage.
import { vi } from 'vitest';
import type { AnswerReport, Command, Happened, ItemPart, PlanReport, StateReport, StepPart, Wire } from '../src/wire';

const REASON = { code: 'done', words: 'done', source: 'engine' };

export class Server {
  sockets: Socket[] = [];
  heard: Wire['from_console'][] = [];
  done: Command[] = [];
  reachable = true;
  /** What the engine refuses, with the words it gives. */
  refuses: Partial<Record<Command['wish']['do'], string>> = {};
  answering = true;
  private readonly answers = new Map<number, AnswerReport>();
  private client = '';

  install(): void {
    const server = this;
    vi.stubGlobal('location', { protocol: 'http:', host: 'console.test' });
    vi.stubGlobal('navigator', {});
    vi.stubGlobal('document', { getElementById: () => null, querySelector: () => null, activeElement: null });
    const kept = new Map<string, string>();
    const storage = { getItem: (k: string) => kept.get(k) ?? null, setItem: (k: string, v: string) => void kept.set(k, v) };
    vi.stubGlobal('sessionStorage', storage);
    vi.stubGlobal('localStorage', storage);
    vi.stubGlobal('fetch', () => Promise.reject(new Error('no server')));
    vi.stubGlobal(
      'Worker',
      class {
        onmessage: (() => void) | null = null;
        constructor() {
          setInterval(() => this.onmessage?.(), 100);
        }
      },
    );
    vi.stubGlobal(
      'WebSocket',
      class extends Socket {
        static readonly OPEN = 1;
        constructor(readonly url: string) {
          super(server);
        }
      },
    );
  }

  get session(): Socket | undefined {
    return this.sockets.findLast((s) => s.readyState === 1);
  }

  tell(message: Wire['to_console']): void {
    this.session?.onmessage?.({ data: JSON.stringify(message) });
  }

  cut(): void {
    for (const socket of this.sockets.splice(0)) socket.drop();
  }

  hears(text: string): void {
    const message = JSON.parse(text) as Wire['from_console'];
    this.heard.push(message);
    if (message.kind === 'hello') {
      this.client = message.client;
      this.tell({ kind: 'welcome', v: 1, client: message.client, role: 'clinician' });
    }
    if (message.kind === 'command') {
      const known = this.answers.get(message.number) ?? this.answer(message);
      if (this.answering) this.tell(known);
    }
  }

  private answer(command: Command): AnswerReport {
    const words = this.refuses[command.wish.do];
    const reason = words === undefined ? REASON : { code: 'no', words, source: 'engine' };
    const answer: AnswerReport = { kind: 'answer', v: 1, client: this.client, number: command.number, accepted: words === undefined, reason };
    this.answers.set(command.number, answer);
    if (answer.accepted) this.done.push(command);
    return answer;
  }

  get did(): string[] {
    return this.done.map((c) => c.wish.do);
  }

  get name(): string {
    return this.client;
  }
}

export class Socket {
  readyState = 0;
  binaryType = 'blob';
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;

  constructor(private readonly server: Server) {
    setTimeout(() => {
      if (!server.reachable) return this.drop();
      server.sockets.push(this);
      this.readyState = 1;
      this.onopen?.();
    }, 5);
  }

  send(text: string): void {
    this.server.hears(text);
  }

  drop(): void {
    this.readyState = 3;
    this.onclose?.();
  }

  close(): void {
    this.readyState = 3;
    setTimeout(() => this.onclose?.(), 5);
  }
}

export function stateReport(more: Partial<StateReport> = {}): StateReport {
  return {
    kind: 'state',
    v: 1,
    at: 60e6,
    beat: 1,
    seq: 0,
    phase: 'exposure',
    phase_reason: REASON,
    phase_since: 0,
    live: true,
    controller: '',
    epoch: 0,
    hold: null,
    holds: [],
    checklist: { applies: [], answers: {}, missing: {}, rehearsing: false },
    step: { index: 0, reached: 0, spent_s: 10, peak: null, ready: null, before: null, after: null, ask: null, skipped: [] },
    dial: { asked: 100, given: 100, reason: REASON, step_low: 0, step_high: 300, cap: 1000, ceiling: 300, ceiling_reason: { code: 'step', words: 'step cap 0.30', source: 'protocol' }, reaches_in_s: null },
    parameters: [],
    events: [{ name: 'gust', allowed: true, why: '', playing: false }],
    exposure_s: 10,
    dose: { exposure_s: 10, exposure_cap_s: 1200, extended_s: 0, high_s: 0, high_cap_s: 900, level: 700, events: 0, events_cap: 6, unbroken_s: 10 },
    suds: { last: null, last_at: null, last_by: null, open_since: null, due: null, missed: 0, said: [null] },
    sickness: null,
    adverse: [],
    autonomy: 'suggest',
    links: [],
    classes: [],
    sensor: null,
    suggestion: null,
    view: { shows: 'exposure', surface: 'offscreen', frame: 1, frames_per_s: 60, failure: '' },
    record: { ok: true, saved_s_ago: 0, words: '', accepted: false },
    notes: '',
    undo: null,
    ...more,
  };
}

function stepPart(id: string): StepPart {
  return { id, title: id, say: '', scene: 's', suds_expected: 20, low: 0, high: 300, rationale: 'habituation', at_least_s: 0, at_most_s: 0, offers: ['gust'], ask_before: '', ask_after: '' };
}

const item = (id: string, asks: ItemPart['asks'], group: string, choices: string[] = []): ItemPart => ({
  id,
  group,
  words: id.replaceAll('_', ' '),
  asks,
  choices: choices.map((choice) => ({ id: choice, title: choice })),
});

export const CHECKLIST: ItemPart[] = [
  item('identity', 'choice', 'Person', ['patient', 'nobody']),
  item('age', 'number', 'Person'),
  item('consent', 'yes_no', 'Consent'),
  item('contraindications', 'several', 'Health', ['none', 'seizures', 'migraine']),
  item('decision', 'words', 'Health'),
  item('stop_performed', 'shown', 'Practice'),
];

export function planReport(record = 'r1'): PlanReport {
  return {
    kind: 'plan',
    v: 1,
    session_kind: 'demo',
    record,
    alias: 'Heron',
    title: 'A tower',
    disorder: 'acrophobia',
    protocol: 'p',
    protocol_version: '1',
    autonomy: 'suggest',
    unlocked: 'suggest',
    remote: false,
    target_low: 350,
    target_high: 650,
    rise_per_s: 100,
    exposure_cap_s: 1200,
    baseline_s: 10,
    suds_high: 90,
    steps: [stepPart('terrace'), stepPart('balcony')],
    stages: [],
    checklist: CHECKLIST,
    grounding: ['Say your name.'],
  };
}

export function told(seq: number, more: Partial<Happened> = {}): Happened {
  return { kind: 'happened', v: 1, seq, at: seq * 1e6, what: 'event', name: 'gust', words: 'Gust', value: 250, source: 'clinician', ...more };
}
