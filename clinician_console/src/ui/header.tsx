// The bar on top: who, how long, how much, and whether each source can be trusted now. Dose, links and autonomy open
// what is behind them.
import { age, calmAge, clock, DASH, sentence } from '../format';
import { stageName } from '../session/autonomy';
import { warning } from '../session/dose';
import * as store from '../session/store';
import { emergency, open, over } from './actions';
import { isDoubtful, qualityWords, sinceReportS } from './trust';
import { engineWords } from './engine_words';
import { keysOn, switchKeys } from './keyboard';
import { dark, switchTheme } from './theme';
import { Act, Key } from './parts';
import type { ComponentChildren } from 'preact';

export function Header() {
  const plan = store.plan.value;
  return (
    <header class="bar" aria-label="Session state">
      <div class="who">
        <div class="v">
          <span class="cut">{plan?.alias || 'No session yet'}</span>
          {plan && <span class={`chip kind-${plan.session_kind}`}>{plan.session_kind} session</span>}
        </div>
        <div class="m cut">{plan?.title ?? 'waiting for the engine'}</div>
      </div>
      <div>
        <div class="m">Session</div>
        <div class="v fig">{clock(store.sessionS.value)} min</div>
      </div>
      <Dose />
      <Engine />
      <Display />
      <Sensor />
      <Recording />
      <Cell opens="autonomy" class="opt">
        <span class="m">Autonomy</span>
        <span class="v">{store.state.value ? stageName(store.state.value.autonomy) : DASH}</span>
      </Cell>
      <div class="switches">
        {plan?.remote && (
          <Act onPress={emergency} keys="F2" class="out" id="emergency" pressed={over.value === 'emergency'}>
            Emergency <Key name="F2" always />
          </Act>
        )}
        <Act onPress={switchKeys} pressed={keysOn.value} title="Single-key shortcuts on or off; Esc always stops">
          {keysOn.value ? 'Keys on' : 'Keys off'}
        </Act>
        <Act onPress={switchTheme} label={dark.value ? 'Switch to the light theme' : 'Switch to the dark theme'}>
          {dark.value ? 'Light' : 'Dark'}
        </Act>
      </div>
    </header>
  );
}

/** A figure of the bar that opens what is behind it. */
function Cell({ opens, class: look, children }: { opens: 'dose' | 'links' | 'autonomy'; class: string; children: ComponentChildren }) {
  return (
    <button type="button" class={`cell ${look}`} aria-expanded={over.value === opens} onClick={() => open(opens)}>
      {children}
    </button>
  );
}

function Dose() {
  const dose = store.state.value?.dose;
  const cap = dose?.exposure_cap_s ?? 0;
  const spent = dose?.exposure_s ?? 0;
  const near = dose ? warning(dose) : null;
  return (
    <Cell opens="dose" class={`dose ${near ? 'near' : ''}`}>
      {near ? (
        <span class="m">
          <b>{near.share >= 1 ? 'Cap reached' : `${Math.floor(near.share * 100)} % of cap`}</b>: {near.of === 'events' ? 'events/min' : near.name}
        </span>
      ) : (
        <span class="m">Exposure, cap {cap > 0 ? `${clock(cap)} min` : DASH}</span>
      )}
      <span class="v fig">
        {near && near.of !== 'exposure' ? `${near.had} of ${near.cap}` : `${clock(spent)} min`}{' '}
        {!(near && near.of !== 'exposure') && cap > 0 && <span class="m">{clock(Math.max(0, cap - spent))} left</span>}
      </span>
      <progress max={Math.max(1, cap)} value={Math.min(spent, cap)} aria-label="Exposure spent of its cap" />
    </Cell>
  );
}

function Engine() {
  const fresh = store.fresh.value;
  const seconds = store.stateAgeS.value;
  const state = store.state.value;
  const good = fresh === 'live' && state?.live === true;
  const silent = state?.links.filter((link) => link.age_s !== null && !link.alive && link.name !== 'console' && link.name !== 'sensor') ?? [];
  return (
    <Cell opens="links" class={`engine ${fresh === 'live' ? '' : 'doubt hatch'}`}>
      <span class="m">
        {silent[0] ? <b>{sentence(silent[0].name)} silent</b> : `Engine${seconds === null ? '' : `, ${age(seconds)}`}`}
      </span>
      <span class="v" role="status">
        <i class={`glyph ${good ? '' : 'off'}`} aria-hidden="true" />
        {engineWords()}
      </span>
    </Cell>
  );
}

const SURFACE = { offscreen: 'off-screen', window: 'window', headset: 'headset' } as const;

function Display() {
  const view = store.state.value?.view;
  return (
    <div class="opt2">
      <div class="m">{view ? sentence(SURFACE[view.surface]) : 'Display'}</div>
      <div class="v fig">{view ? (view.failure ? 'scene failed' : `${view.frames_per_s.toFixed(0)} frames/s`) : DASH}</div>
    </div>
  );
}

function Sensor() {
  const sensor = store.state.value?.sensor;
  if (!sensor) {
    return (
      <div class="sensor">
        <span class="m">Body signal</span>
        <span class="v">none</span>
      </div>
    );
  }
  const doubt = isDoubtful(sensor);
  return (
    <div class={`sensor ${doubt ? 'doubt hatch' : ''}`}>
      <span class="m cut" title={sensor.source}>
        {sensor.source}
        {sensor.age_s === null ? '' : `, ${age(sensor.age_s + sinceReportS())}`}
      </span>
      <span class="v cut" title={sensor.reason}>
        {sensor.origin !== 'live' && <span class="chip">{sensor.origin}</span>} {qualityWords(sensor)}
        {doubt && sensor.reason ? `: ${sensor.reason}` : ''}
      </span>
    </div>
  );
}

function Recording() {
  const record = store.state.value?.record;
  return (
    <div class={record?.ok === false ? 'doubt hatch' : ''} title={record?.words}>
      <span class="m">Recording</span>
      <span class="v fig">
        {!record ? DASH : !record.ok ? `not recorded${record.accepted ? ', accepted' : ''}` : record.saved_s_ago === null ? 'nothing yet' : `saved ${calmAge(record.saved_s_ago + sinceReportS())} ago`}
      </span>
    </div>
  );
}
