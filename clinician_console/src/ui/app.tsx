// The page: bar, ladder, mirror with its controls, what can be steered, timeline, notes.
import * as store from '../session/store';
import { Events } from './events';
import { Halt } from './halt';
import { Header } from './header';
import { Intensity } from './intensity';
import { Ladder } from './ladder';
import { Mirror } from './mirror';
import { Panel } from './panel';
import { Parameters } from './parameters';
import { Suds } from './suds';
import { Suggestion } from './suggestion';
import { Timeline } from './timeline';
import { Work } from './work';

export function App() {
  const live = store.fresh.value === 'live';
  return (
    <>
      <div class="vh" role="status">
        {store.announced.value}
      </div>
      <div class="vh" role="alert">
        {store.alerted.value}
      </div>
      <main class={`app ${live ? '' : 'old'}`} data-phase={store.phase.value ?? 'none'}>
        <h1 class="vh">Live session console</h1>
        <Header />
        <Ladder />
        <section class="centre" aria-label="Live view and controls">
          <Mirror />
          <Halt />
          <Suds />
        </section>
        {store.inExposure.value ? (
          <div class="right">
            <Intensity />
            <Suggestion />
            <section class="happen" aria-label="Events and parameters">
              <Events />
              <Parameters />
            </section>
          </div>
        ) : (
          <div class="right">
            <Panel />
          </div>
        )}
        <Timeline />
        <Work />
      </main>
    </>
  );
}
