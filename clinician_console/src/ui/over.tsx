// What lies over the work area for a while: never over stop, pause, calm or the mirror, never in the way of a key.
import { useLayoutEffect } from 'preact/hooks';
import * as act from './actions';
import { AdverseEvent } from './adverse';
import { AutonomyStages } from './autonomy';
import { Dose } from './dose';
import { Emergency } from './emergency';
import { Links } from './links';
import { Act, Key } from './parts';
import { Work } from './work';

const TITLES: Readonly<Record<act.Over, string>> = {
  emergency: 'Emergency, where the patient is',
  adverse: 'Adverse event',
  dose: 'Dose',
  autonomy: 'Autonomy of the controller',
  links: 'Links',
  notes: 'Notes and text to the patient',
};

/** Whatever had the focus has it again when this is closed with the focus in it. */
function useReturn(): void {
  useLayoutEffect(() => {
    const before = document.activeElement;
    return () => {
      const inside = document.getElementById('over')?.contains(document.activeElement) ?? document.activeElement === document.body;
      if (inside && before instanceof HTMLElement && before !== document.body) before.focus();
    };
  }, []);
}

export function Over() {
  useReturn();
  const what = act.over.value;
  if (what === null) return null;
  return (
    <div class={`over over-${what}`} id="over" role="dialog" aria-label={TITLES[what]}>
      <div class="over-head">
        <h2 class="title">{TITLES[what]}</h2>
        <Act onPress={() => (act.over.value = null)} keys={what === 'emergency' ? 'F2' : 'x'} label={`Close: ${TITLES[what]}`}>
          Close <Key name={what === 'emergency' ? 'F2' : 'X'} always={what === 'emergency'} />
        </Act>
      </div>
      <div class="over-body" id="over-body" tabIndex={what === 'emergency' ? 0 : undefined}>
        <Content what={what} />
      </div>
    </div>
  );
}

function Content({ what }: { what: act.Over }) {
  switch (what) {
    case 'emergency':
      return <Emergency />;
    case 'adverse':
      return <AdverseEvent />;
    case 'dose':
      return <Dose />;
    case 'autonomy':
      return <AutonomyStages />;
    case 'links':
      return <Links />;
    case 'notes':
      return <Work />;
  }
}
