// Whether the worker still answers: it is asked every few seconds, and what is counted are turns
// without an answer, so that a computer that slept does not look like a worker that hangs.

import { client } from './client';
import { sessionStore } from './sessionStore';

const TURN_MS = 2000;
/** Turns without an answer before it is said. */
const PATIENCE = 5;

let asked = false;
let turns = 0;
/** Turns at which it is said again, after “Wait”. */
let patience = PATIENCE;

function answered(): void {
  asked = false;
  turns = 0;
  patience = PATIENCE;
  if (sessionStore.getState().silentSeconds !== null)
    sessionStore.setState({ silentSeconds: null });
}

function turn(): void {
  const { connection } = sessionStore.getState();
  if (connection !== 'ready' && connection !== 'starting') {
    answered();
    return;
  }
  if (!asked) {
    asked = true;
    turns = 0;
    client.request('ping', {}).then(answered, answered);
    return;
  }
  turns++;
  if (turns >= patience) sessionStore.setState({ silentSeconds: (turns * TURN_MS) / 1000 });
}

/** Begins to watch; lives as long as the page. */
export function watchWorker(): void {
  setInterval(turn, TURN_MS);
}

/** Says no more of it for a while. */
export function waitForWorker(): void {
  patience = turns + 3 * PATIENCE;
  sessionStore.setState({ silentSeconds: null });
}
