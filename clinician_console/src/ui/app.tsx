// The page: bar, ladder, mirror with its controls, what can be steered, timeline, notes. Before the session the
// checklist has all of it but the picture and its controls.
import * as store from '../session/store';
import { over } from './actions';
import { Checklist, Practice } from './checklist';
import { Events } from './events';
import { Halt } from './halt';
import { Header } from './header';
import { heldNow, HeldRow } from './held';
import { Intensity } from './intensity';
import { Ladder } from './ladder';
import { Mirror } from './mirror';
import { Over } from './over';
import { Panel } from './panel';
import { Parameters } from './parameters';
import { Suds } from './suds';
import { Suggestion } from './suggestion';
import { Timeline } from './timeline';
import { Work } from './work';

export function App() {
  const live = store.fresh.value === 'live';
  const before = store.phase.value === 'checklist';
  const look = `app ${live ? '' : 'old'} ${store.plan.value?.remote ? 'remote' : ''}`;
  return (
    <>
      <div class="vh" role="status">
        {store.announced.value}
      </div>
      <div class="vh" role="alert">
        {store.alerted.value}
      </div>
      <main class={look} data-phase={store.phase.value ?? 'none'}>
        <h1 class="vh">Live session console</h1>
        <Header />
        {before ? <BeforeSession /> : <InSession />}
        {over.value !== null && <Over />}
      </main>
    </>
  );
}

function BeforeSession() {
  return (
    <>
      <section class="centre" aria-label="Live view and practice">
        <Mirror />
        <Halt />
        <Suds />
        <Practice />
      </section>
      <Checklist />
    </>
  );
}

function InSession() {
  return (
    <>
      <Ladder />
      <section class="centre" aria-label="Live view and controls">
        <Mirror />
        <Halt />
        <Suds />
      </section>
      {store.inExposure.value ? <Steering /> : <Aside />}
      <Timeline />
      <Work />
    </>
  );
}

function Steering() {
  return (
    <div class="right">
      <Intensity />
      <Suggestion />
      <section class="happen" aria-label="Events and parameters">
        <Events />
        <Parameters />
      </section>
    </div>
  );
}

/** Outside exposure nothing rises anyway; what is left to be told is a record that cannot be kept. */
function Aside() {
  const unrecorded = store.phase.value === 'ended' ? undefined : heldNow().find((h) => h.code === 'not_recorded');
  return (
    <div class="right">
      {unrecorded && <HeldRow held={unrecorded} />}
      <Panel />
    </div>
  );
}
