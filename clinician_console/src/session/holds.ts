// Why nothing rises, and what lifts it: one line for each reason, the oldest first.
import type { ReasonPart, StateReport } from '../wire';

/** What a clinician can press in answer. Expectancy has a form of its own. */
export type Remedy = 'go_on' | 'stay' | 'ease' | 'ground' | 'stop' | 'ask' | 'accept_unrecorded';

export interface Held {
  readonly code: string;
  readonly words: string;
  readonly lifts: string;
  readonly remedies: readonly Remedy[];
}

const LIFTS: Readonly<Record<string, Pick<Held, 'lifts' | 'remedies'>>> = {
  recovered: { lifts: 'Look at the patient first.', remedies: ['go_on'] },
  sickness: { lifts: 'A rating below 6 lifts it too.', remedies: ['go_on', 'ground'] },
  sensor_lost: { lifts: 'Go on, or move the intensity. Without you it steps down every 30 s.', remedies: ['go_on'] },
  suds_high: { lifts: 'A lower rating lifts it. Stay, ease, ground or stop?', remedies: ['stay', 'ease', 'ground', 'stop'] },
  no_answer: { lifts: 'A rating lifts it. Speak to the patient.', remedies: ['ask', 'ground'] },
};

const UNKNOWN: Pick<Held, 'lifts' | 'remedies'> = { lifts: '', remedies: [] };

/** Every reason, with what lifts it. One press of go on lifts all that wait for it, so it is offered once. */
export function held(state: Pick<StateReport, 'holds' | 'record' | 'live'>, trauma: boolean): Held[] {
  const found: Held[] = [];
  if (!state.record.ok && !state.record.accepted) {
    const words = `not being recorded${state.record.words ? `, ${state.record.words}` : ''}: held`;
    found.push({ code: 'not_recorded', words, lifts: 'Lifted when the record is kept again, or by your reason.', remedies: ['accept_unrecorded'] });
  }
  if (!state.live) {
    found.push({ code: 'not_live', words: 'the engine hears no controlling console: held', lifts: 'Lifted when the console is heard again and you go on.', remedies: [] });
  }
  let goesOn = false;
  for (const hold of state.holds) {
    if (hold.code === 'expectancy') continue;
    const { lifts, remedies } = LIFTS[hold.code] ?? UNKNOWN;
    found.push({
      code: hold.code,
      words: hold.words,
      lifts: hold.code === 'no_answer' && trauma ? 'Dissociating? Offer grounding. A rating lifts it.' : lifts,
      remedies: remedies.filter((remedy) => remedy !== 'go_on' || !goesOn),
    });
    goesOn ||= remedies.includes('go_on');
  }
  return found;
}

/** Whether go on would lift anything. */
export function waitsForGoOn(holds: readonly ReasonPart[]): boolean {
  return holds.some((hold) => LIFTS[hold.code]?.remedies.includes('go_on'));
}
