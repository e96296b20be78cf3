// What the patient has had against its caps, whose limits hold, and how a cap is extended.
import { useRef, useState } from 'preact/hooks';
import { clock } from '../format';
import { refuse } from '../session/apply';
import { classWords, measures, type Measure } from '../session/dose';
import { ask } from '../session/session';
import * as store from '../session/store';
import { Choices } from './choices';
import { Outcome } from './parts';
import { Reasoned } from './reasoned';
import { sentence } from '../format';

export function Dose() {
  const state = store.state.value;
  if (state === null) return null;
  const { dose } = state;
  const classes = classWords(state.classes);
  return (
    <>
      <div class="measures">
        {measures(dose).map((m) => (
          <Measured key={m.of} measure={m} />
        ))}
      </div>
      <p class="m">
        {dose.extended_s > 0 && `Exposure extended by ${clock(dose.extended_s)} min. `}
        Without a break for {clock(dose.unbroken_s)} min; one is advised after 30:00.{' '}
        {classes ? `Limits for ${classes} hold.` : 'No limits of a patient class hold.'}
      </p>
      <Extend />
    </>
  );
}

function Measured({ measure }: { measure: Measure }) {
  return (
    <div>
      <span>
        <b>{sentence(measure.name)}</b>
        {measure.warns && <span class="poor">{measure.share >= 1 ? 'cap reached' : `${Math.floor(measure.share * 100)} % of the cap`}</span>}
      </span>
      <span class="fig">
        {measure.had} <span class="m">of {measure.cap}</span>
      </span>
      <progress max={1} value={Math.min(1, measure.share)} aria-label={`${sentence(measure.name)}: ${measure.had} of ${measure.cap}`} />
    </div>
  );
}

const WHICH = [
  { id: 'exposure', title: 'Exposure' },
  { id: 'high', title: 'Time above the level' },
] as const;

function Extend() {
  const [which, setWhich] = useState<'exposure' | 'high'>('exposure');
  const minutes = useRef<HTMLInputElement>(null);
  const off = !store.maySend.value;
  const send = (words: string): void => {
    const said = minutes.current?.value.trim() ?? '';
    const amount = /^[0-9]{1,3}$/.test(said) ? Number(said) : 0;
    if (amount < 1 || amount > 120) return refuse('dose', 'minutes: 1 to 120', performance.now());
    ask({ do: 'extend_dose', what: which, minutes: amount, words }, 'dose', () => {
      if (minutes.current) minutes.current.value = '';
    });
  };
  return (
    <div class="extend">
      <h3 id="extend-which">Extend a cap</h3>
      <Choices kind="one" options={WHICH} chosen={[which]} onChoose={(id) => setWhich(id as 'exposure' | 'high')} labelledBy="extend-which" />
      <div class="field">
        <label for="extend-minutes" class="m">
          By minutes, up to 120
        </label>
        <input id="extend-minutes" ref={minutes} inputMode="numeric" maxLength={3} autoComplete="off" />
      </div>
      <Reasoned id="extend-why" label="Because" place="dose" off={off} onSend={send}>
        Extend
      </Reasoned>
      <p class="m" role="status">
        <Outcome place="dose">Never beyond 120 min of exposure, nor 60 min above the level.</Outcome>
      </p>
    </div>
  );
}
