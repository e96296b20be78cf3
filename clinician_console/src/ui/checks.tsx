// Before the session: what should be right, each with its present state, in words and a sign.
import type { ComponentChildren } from 'preact';
import { clock, dial } from '../format';
import { pictureAtMs, picturesPerS } from '../live/live';
import * as store from '../session/store';

/** What should be right before a patient is taken into the scene, each with its present state. */
export function Checks() {
  const state = store.state.value;
  const plan = store.plan.value;
  if (state === null || plan === null) return null;
  const sensor = state.sensor;
  const moving = pictureAtMs.value !== null && store.nowMs.value - pictureAtMs.value < 1000;
  return (
    <ul class="checks">
      <Check good={moving && state.view.failure === ''} name="Picture">
        {state.view.failure || (moving ? `moving, ${picturesPerS.value} /s` : 'none')}
      </Check>
      <Check good={sensor?.quality === 'good'} name="Body signal">
        {sensor === null ? 'no sensor' : `${sensor.source}${sensor.origin === 'live' ? '' : `, ${sensor.origin}`}: ${sensor.quality === 'none' ? 'no signal' : sensor.quality}`}
      </Check>
      <Check good={state.record.ok} name="Recording">
        {state.record.ok ? 'kept' : `not recorded: ${state.record.words}`}
      </Check>
      <Check good={store.controls.value && state.live} name="Controls">
        {store.controls.value ? 'here' : 'not here'}
      </Check>
      <li>
        <span aria-hidden="true" />
        <b>Limits</b>
        <span>
          {clock(plan.exposure_cap_s)} min of exposure, rise {dial(plan.rise_per_s)} /s, held at SUDS {plan.suds_high}
        </span>
      </li>
    </ul>
  );
}

function Check({ good, name, children }: { good: boolean; name: string; children: ComponentChildren }) {
  return (
    <li class={good ? '' : 'doubtful'}>
      <span aria-hidden="true">{good ? '✓' : '✕'}</span>
      <b>
        {name}
        {!good && <span class="vh">, look again</span>}
      </b>
      <span>{children}</span>
    </li>
  );
}
