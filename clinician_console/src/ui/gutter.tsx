// Left of the strips: what each is, its newest figure, and how far that can be trusted.
import { age, calmAge, dial, DASH } from '../format';
import * as store from '../session/store';
import type { SensorPart } from '../wire';
import { TOP, type Lane } from './lane';
import { Unit } from './parts';
import { isDoubtful, qualityWords, sinceReportS } from './trust';

export function Gutter({ rows, minutes }: { rows: readonly Lane[]; minutes: number }) {
  const state = store.state.value;
  const suds = state?.suds;
  const event = store.happened.value.findLast((h) => h.what === 'event');
  return (
    <div class="gutter" style={{ gridTemplateRows: `${TOP}px ${rows.map((r) => `${r.height}px`).join(' ')} 1fr` }}>
      <div>
        <span class="l">
          <b>Steps, events</b>
          <span class="m cut">{event ? `last: ${event.words.toLowerCase()}, ${calmAge(store.sinceS(event.at))} ago` : 'no event yet'}</span>
        </span>
      </div>
      <div>
        <span class="l">
          <b>SUDS</b>
          <span class="m">{suds?.last_at != null ? `said, ${calmAge(store.sinceS(suds.last_at))} ago` : 'not yet said'}</span>
        </span>
        <span class="val fig">
          {suds?.last ?? DASH}
          <Unit>/100</Unit>
        </span>
      </div>
      <div>
        <span class="l">
          <b>Intensity</b>
          <span class="m">
            <span aria-hidden="true">—</span> given <span aria-hidden="true">┄</span> asked
          </span>
        </span>
        <span class="val fig">
          {state ? dial(state.dial.given) : DASH}
          <Unit>0–1</Unit>
        </span>
      </div>
      <Signal name="Heart rate" unit="/min" value={state?.sensor?.heart_rate?.toFixed(0) ?? null} sensor={state?.sensor ?? null} />
      <Signal
        name="Arousal"
        unit=""
        value={
          state?.sensor?.arousal == null
            ? null
            : `${state.sensor.arousal.toFixed(2)}${state.sensor.arousal_sd === null ? '' : ` ± ${state.sensor.arousal_sd.toFixed(2)}`}`
        }
        sensor={state?.sensor ?? null}
      />
      <div>
        <span class="m">last {minutes} min; hatched: not to be trusted</span>
      </div>
    </div>
  );
}

interface SignalProps {
  readonly name: string;
  readonly unit: string;
  readonly value: string | null;
  readonly sensor: SensorPart | null;
}

/** A figure with its quality and age, and its source wherever that is no living body's. */
function Signal({ name, unit, value, sensor }: SignalProps) {
  const doubt = sensor !== null && isDoubtful(sensor);
  return (
    <div class={doubt || sensor === null ? 'low' : ''}>
      <span class="l">
        <b>{name}</b>
        <span class="m cut" title={sensor?.reason}>
          {sensor && sensor.origin !== 'live' && <span class="chip">{sensor.origin}</span>}{' '}
          {sensor === null ? (
            'no sensor'
          ) : (
            <>
              {doubt ? <span class="poor">{qualityWords(sensor)}</span> : value === null ? 'not known yet' : 'good'}
              {doubt && sensor.reason ? ` ${sensor.reason}` : ''}
              {sensor.age_s === null ? '' : `, ${age(sensor.age_s + sinceReportS())}`}
            </>
          )}
        </span>
      </span>
      <span class="val fig">
        {value ?? DASH}
        {unit && <Unit>{unit}</Unit>}
      </span>
    </div>
  );
}
