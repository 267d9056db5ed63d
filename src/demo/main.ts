import { ErgodicError } from '../errors';
import { describeRun } from '../report/rows';
import type { Progress } from '../simulation';
import { type Engine, openEngine } from './engine';
import { exampleFor } from './example';
import { run } from './run';
import './style.css';
import { resultView } from './view';

declare global {
  interface Window {
    /** What the page itself works with, for the console and for tests. */
    ergodic: { run: typeof run; openEngine: typeof openEngine };
  }
}

window.ergodic = { run, openEngine };

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const form = find<HTMLFormElement>('form');
const text = find<HTMLTextAreaElement>('experiment');
const runButton = find<HTMLButtonElement>('run');
const stopButton = find<HTMLButtonElement>('stop');
const progress = find<HTMLProgressElement>('progress');
const status = find('status');
const failure = find('failure');
const results = find('results');

/** Says on what the page computes, and loudly where that is slow. */
function introduce({ machine, missing }: Engine): void {
  find('adapter').textContent = machine.adapter;
  if (!machine.software) return;
  const note = find('note');
  note.textContent =
    missing === undefined
      ? 'Software adapter: the processor does the work of a graphics card, slowly.'
      : `${missing} Until then a small ensemble runs on the processor, in double precision and on one thread.`;
  note.hidden = false;
}

/** Shows every step of the bar, and speaks at each quarter only. */
function showProgress({ done, total }: Progress): void {
  progress.value = done / total;
  const quarter = Math.floor((4 * done) / total);
  if (quarter > 0 && quarter < 4) say(`Running: ${25 * quarter} %`);
}

function say(message: string): void {
  if (status.textContent !== message) status.textContent = message;
}

function showFailure(error: unknown): void {
  const known = error instanceof ErgodicError && error.failure !== 'internal';
  failure.textContent = known ? error.message : `This is a fault of Ergodic; please report it.\n${error}`;
  failure.hidden = false;
  say('Not run: see the message below.');
}

class Stopped extends Error {}

let stop = new AbortController();

function setRunning(running: boolean): void {
  runButton.disabled = running;
  stopButton.disabled = !running;
  progress.hidden = !running;
}

async function runText(): Promise<void> {
  stop = new AbortController();
  progress.value = 0;
  failure.hidden = true;
  setRunning(true);
  say('Running …');
  try {
    const { result } = await run(text.value, { onProgress: showProgress, signal: stop.signal });
    results.replaceChildren(...resultView(result));
    say(`Done: ${describeRun(result)}.`);
  } catch (error) {
    results.replaceChildren();
    if (error instanceof Stopped) say('Stopped.');
    else showFailure(error);
  } finally {
    setRunning(false);
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!runButton.disabled) void runText();
});
stopButton.addEventListener('click', () => stop.abort(new Stopped()));
text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
});

const engine = await openEngine();
introduce(engine);
text.value = exampleFor(engine);
await engine.close();
setRunning(false);
say('Ready.');
