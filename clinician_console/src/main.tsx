// Begins everything once: theme, keys, notes, then the page, then the lines to the server.
import 'uplot/dist/uPlot.min.css';
import './style.css';
import './checklist.css';
import './over.css';
import { effect } from '@preact/signals';
import { render } from 'preact';
import * as live from './live/live';
import * as session from './session/session';
import * as store from './session/store';
import { beginAlarm } from './ui/alarm_sound';
import { App } from './ui/app';
import { beginAnswers } from './ui/checklist_answers';
import { engineWords } from './ui/engine_words';
import { beginKeyboard } from './ui/keyboard';
import { beginNotes } from './ui/notes_text';
import { beginTheme } from './ui/theme';

beginTheme();
beginKeyboard();
beginNotes();
beginAnswers();
beginAlarm();

effect(() => {
  const plan = store.plan.value;
  document.title = plan ? `${engineWords()} · ${plan.alias} · ${plan.session_kind} session` : 'Session console';
});

const root = document.getElementById('app');
if (root !== null) render(<App />, root);
live.begin();
void session.begin();
