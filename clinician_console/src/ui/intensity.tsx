// Given, asked and why, with the fader and the clinician's cap.
import { calmAge, dial, DASH } from '../format';
import * as store from '../session/store';
import * as act from './actions';
import { Fader } from './fader';
import { Act, Aged, Key, Outcome, Unit } from './parts';

export function Intensity() {
  const state = store.state.value;
  const now = state?.dial;
  const off = !store.maySend.value || !store.inExposure.value;
  return (
    <section class="intensity" aria-label="Intensity">
      <h2>
        Intensity{' '}
        <span class="m">
          0–1, <Aged />
          {now && now.ceiling < now.step_high ? `, ceiling ${dial(now.ceiling)}` : ''}
        </span>
      </h2>
      <div class="trio">
        <div class="big given-figure fig" id="given">
          {now ? dial(now.given) : DASH}
          <Unit>given</Unit>
        </div>
        <div class="second fig" id="asked">
          {now ? dial(now.asked) : DASH}
          <Unit>asked</Unit>
        </div>
        <Why />
      </div>
      <Cap />
      <div class="gauge">
        <Act onPress={() => act.nudge(-1)} keys="ArrowDown" label="Ask 0.05 less" off={off} class="nudge">
          <Key name="↓" />
          <span class="m">−0.05</span>
        </Act>
        {now && <Fader dial={now} />}
        <Act onPress={() => act.nudge(1)} keys="ArrowUp" label="Ask 0.05 more" off={off} class="nudge">
          <Key name="↑" />
          <span class="m">+0.05</span>
        </Act>
      </div>
    </section>
  );
}

function Why() {
  const now = store.state.value?.dial;
  if (!now) return <div class="why" />;
  const arrives =
    now.reaches_in_s !== null
      ? `${dial(Math.min(now.asked, now.ceiling))} in ${calmAge(Math.ceil(now.reaches_in_s))}`
      : now.asked === now.given
        ? 'asked and given equal'
        : now.asked < now.given
          ? 'falling'
          : 'rises no further';
  return (
    <div class="why">
      <div class="two" title={now.reason.words}>
        <span class="m">why</span> <b>{now.reason.words}</b>
      </div>
      <div class="m">
        <Outcome place="intensity">{arrives}</Outcome>
      </div>
    </div>
  );
}

function Cap() {
  const cap = store.state.value?.dial.cap;
  const off = !store.maySend.value;
  return (
    <div class="cap" role="group" aria-label="Your cap on the intensity">
      <Act onPress={() => act.moveCap(-1)} label="Your cap 0.05 lower" keys="Shift+ArrowDown" off={off}>
        −
      </Act>
      <div>
        <div class="m">
          <Outcome place="cap">Your cap</Outcome>
        </div>
        <b class="fig">{cap === undefined ? DASH : dial(cap)}</b>
      </div>
      <Act onPress={() => act.moveCap(1)} label="Your cap 0.05 higher" keys="Shift+ArrowUp" off={off}>
        +
      </Act>
    </div>
  );
}
