// The bar on top: who, how long, how much, and whether each source can be trusted now.
import { age, calmAge, clock, DASH, sentence } from '../format';
import * as store from '../session/store';
import { isDoubtful, qualityWords, sinceReportS } from './trust';
import { engineWords } from './engine_words';
import { keysOn, switchKeys } from './keyboard';
import { dark, switchTheme } from './theme';
import { Act } from './parts';

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
      <div class="opt">
        <div class="m">Autonomy</div>
        <div class="v">{plan ? plan.autonomy.replace('_', ' ') : DASH}</div>
      </div>
      <div class="switches">
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

function Dose() {
  const cap = store.plan.value?.exposure_cap_s ?? 0;
  const spent = store.state.value?.exposure_s ?? 0;
  return (
    <div class="dose">
      <div class="m">Exposure, cap {cap > 0 ? `${clock(cap)} min` : DASH}</div>
      <div class="v fig">
        {clock(spent)} min {cap > 0 && <span class="m">{clock(Math.max(0, cap - spent))} left</span>}
      </div>
      <progress max={Math.max(1, cap)} value={Math.min(spent, cap)} aria-label="Exposure spent of its cap" />
    </div>
  );
}

function Engine() {
  const fresh = store.fresh.value;
  const seconds = store.stateAgeS.value;
  const good = fresh === 'live' && store.state.value?.live === true;
  return (
    <div class={`engine ${fresh === 'live' ? '' : 'doubt hatch'}`} role="status">
      <span class="m">Engine{seconds === null ? '' : `, ${age(seconds)}`}</span>
      <span class="v">
        <i class={`glyph ${good ? '' : 'off'}`} aria-hidden="true" />
        {engineWords()}
      </span>
    </div>
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
    <div class={record?.ok === false ? 'doubt hatch' : ''}>
      <span class="m">Recording</span>
      <span class="v fig">
        {!record ? DASH : !record.ok ? `not recorded${record.words ? `: ${record.words}` : ''}` : record.saved_s_ago === null ? 'nothing yet' : `saved ${calmAge(record.saved_s_ago + sinceReportS())} ago`}
      </span>
    </div>
  );
}
