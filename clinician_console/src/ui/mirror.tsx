// What the patient sees, how old it is, and what the clinician must know before acting on it.
import { useEffect, useRef } from 'preact/hooks';
import { age, sentence } from '../format';
import { letGo, pictureAtMs, picturesPerS, showOn } from '../live/live';
import { freshnessWords } from '../session/freshness';
import * as store from '../session/store';
import { takeControl } from './actions';
import { alarm, audible, mute, silencedS } from './alarm_sound';
import { engineWords } from './engine_words';
import { Act, Outcome } from './parts';
import { Script } from './script';

const PICTURE_STALE_S = 1;

export function Mirror() {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const shown = canvas.current;
    showOn(shown);
    return () => letGo(shown);
  }, []);
  const at = pictureAtMs.value;
  const pictureAgeS = at === null ? null : Math.max(0, store.nowMs.value - at) / 1000;
  const moving = pictureAgeS !== null && pictureAgeS < PICTURE_STALE_S && store.fresh.value === 'live';
  const shows = store.state.value?.view.shows;
  return (
    <div class={`mirror ${moving ? '' : 'old'}`} data-moving={moving}>
      <canvas
        ref={canvas}
        width={640}
        height={360}
        role="img"
        aria-label={`What the patient sees: ${shows === 'calm' ? 'the calm scene' : (store.step.value?.title ?? 'nothing yet')}`}
      />
      <div class="tag lead">
        <b>{moving ? sentence(engineWords()) : 'Stale, not live'}</b>
        <span class="fig">
          {pictureAgeS === null
            ? 'no picture yet'
            : moving
              ? `picture ${age(pictureAgeS)} old, ${picturesPerS.value} /s`
              : `last picture ${age(pictureAgeS)} old`}
        </span>
      </div>
      {shows && <div class="tag shows">{shows === 'calm' ? 'calm scene' : 'exposure scene'}</div>}
      <Script />
      <Notices frozen={pictureAgeS !== null && !moving && store.fresh.value === 'live'} />
    </div>
  );
}

function Notices({ frozen }: { frozen: boolean }) {
  const state = store.state.value;
  return (
    <div class="notices">
      {state?.view.failure ? <p class="notice">The scene failed; the calm one is shown: {state.view.failure}</p> : null}
      {store.alerts.value.map((alert) => (
        <div class="notice" key={alert.seq}>
          <span>
            <b>Alert</b> {sentence(alert.words)}
          </span>
          <Act onPress={() => (store.alerts.value = store.alerts.peek().filter((a) => a !== alert))} label={`Seen: ${alert.words}`}>
            Seen
          </Act>
        </div>
      ))}
      {frozen && (
        <p class="notice" id="frozen">
          <b>Picture frozen</b> what the patient sees now is not shown; everything else is live.
        </p>
      )}
      <Control />
      <Distrust />
      <AlarmKept />
    </div>
  );
}

/** Said while there is still time: an alarm that could not be heard. */
function AlarmKept() {
  if (audible.value || alarm.value || store.phase.value === null || store.phase.value === 'ended') return null;
  return (
    <p class="notice" id="no-sound">
      <b>No alarm sound yet</b> press any key or click in this page once.
    </p>
  );
}

function Control() {
  const holder = store.state.value?.controller ?? '';
  if (store.controls.value || store.state.value === null) return null;
  if (store.phase.value === 'ended') return null;
  const observer = store.role.value === 'observer';
  return (
    <div class="notice" id="observing">
      <span>
        <b>Observing</b> <Outcome place="control">{holder === '' ? 'nobody has the controls' : 'another console has the controls'}. You may stop at any time.</Outcome>
      </span>
      {!observer && <Act onPress={takeControl}>Take control</Act>}
    </div>
  );
}

const GENTLE = 'Only stop, pause and calm are sent.';
const SENT = {
  live: '',
  waiting: '',
  stale: GENTLE,
  silent: `${GENTLE} The patient's own stop works.`,
  offline:
    "Stop, pause and calm leave as soon as the line is back. Without you the engine holds after 2 s and shows the calm scene after 30 s; the patient's own stop works.",
} as const;

function Distrust() {
  const fresh = store.fresh.value;
  const lost = store.refusals.value['connection'];
  if (lost) return <p class="notice">{lost.words}</p>;
  if (fresh === 'live') {
    return store.state.value?.live === false && store.controls.value ? (
      <p class="notice">
        <b>Not live</b> the engine hears no controlling console; nothing rises.
      </p>
    ) : null;
  }
  const seconds = store.stateAgeS.value;
  return (
    <div class="notice" id="not-live">
      <b>{sentence(freshnessWords(fresh))}</b>{' '}
      <span>
        {seconds === null ? 'No state has come yet.' : `What is shown is ${age(seconds)} old. ${SENT[fresh]}`}
        {store.stranger.value && ' The server was started anew and does not know this page: open the address that it printed.'}
      </span>
      <Sounding />
    </div>
  );
}

/** The alarm's sound: silenced for a minute at most, and told where the browser keeps it back. */
function Sounding() {
  if (!alarm.value) return null;
  if (!audible.value) return <span class="m">The alarm cannot sound until you press a key or click in this page.</span>;
  return silencedS.value > 0 ? <span class="m fig">Alarm muted, {silencedS.value} s</span> : <Act onPress={mute}>Mute the alarm for 60 s</Act>;
}
