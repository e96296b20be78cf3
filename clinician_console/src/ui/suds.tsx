// What the patient says: the newest rating and its age, when the next is due, asking and entering; motion sickness.
import { calmAge, clock, DASH } from '../format';
import * as store from '../session/store';
import { askSuds } from './actions';
import { Act, Key, Outcome, Unit } from './parts';
import { Sickness } from './sickness';
import { sendSuds, typed } from './suds_entry';

const BY = { patient: 'said by the patient', clinician: 'entered by you', simulated: 'said, simulated patient' } as const;

export function Suds() {
  const suds = store.state.value?.suds;
  const last = suds?.last ?? null;
  const off = !store.maySend.value || store.phase.value === 'ended';
  return (
    <section class="suds" aria-label="SUDS">
      <div>
        <div class={`big fig ${last === null ? 'none' : ''}`} id="suds-said">
          {last ?? DASH}
          <Unit>SUDS /100</Unit>
        </div>
        <div class="m">
          {suds?.last_at != null && suds.last_by ? `${BY[suds.last_by]}, ${calmAge(store.sinceS(suds.last_at))} ago` : 'not yet said'}
        </div>
      </div>
      <Due />
      <div class="entry">
        <Act onPress={askSuds} keys="a" off={off}>
          <Key name="A" />
          Ask
        </Act>
        <label class="vh" for="suds-entry">
          Enter SUDS, 0 to 100, then Enter
        </label>
        <input
          id="suds-entry"
          inputMode="numeric"
          maxLength={3}
          autoComplete="off"
          placeholder="0–100"
          onInput={(e) => (typed.value = e.currentTarget.value)}
          onKeyDown={(e) => {
            if (e.key === 'Enter') sendSuds(e.currentTarget);
          }}
        />
      </div>
      <Sickness />
    </section>
  );
}

function Due() {
  const suds = store.state.value?.suds;
  const open = suds?.open_since ?? null;
  const due = suds?.due ?? null;
  const dueInS = due === null ? null : due / 1e6 - store.sessionS.value;
  const missed = suds && suds.missed > 0 ? `, ${suds.missed} unanswered` : '';
  return (
    <div>
      <div class="second fig">
        {open !== null ? calmAge(store.sinceS(open)) : dueInS === null ? DASH : clock(dueInS)}
        {open === null && dueInS !== null && <Unit>min</Unit>}
      </div>
      <div class="m">
        <Outcome place="suds">{(open !== null ? 'asked, waiting' : dueInS === null ? 'no ask planned' : 'until next ask') + missed}</Outcome>
      </div>
    </div>
  );
}
