// What the one long-lived worker does: receives commands, hands them to the studio, posts replies
// and events. No mathematics here. Every request has its AbortController, so that `cancel` ends
// it; the answer then is a failure of kind `Aborted`.

import type { CommandName, Commands, StudioCommand, StudioEvent } from '../bridge/protocol';
import { buffersOf } from '../bridge/buffersOf';
import { failureOf } from './services/failure';
import { allCommands } from './commands/allCommands';
import { Studio } from './services/studio';

const controllers = new Map<number, AbortController>();

function post(event: StudioEvent): void {
  self.postMessage(event, { transfer: buffersOf(event) });
}

const handlers = allCommands(new Studio(post));

async function answer<K extends CommandName>(
  type: K,
  requestId: number,
  request: Commands[K]['request'],
): Promise<void> {
  const controller = new AbortController();
  controllers.set(requestId, controller);
  try {
    const value = await handlers[type](request, {
      signal: controller.signal,
      progress: (phase, done, total) => post({ type: 'progress', requestId, phase, done, total }),
    });
    post({ type: 'reply', requestId, value });
  } catch (error) {
    post({ type: 'failure', requestId, failure: failureOf(error) });
  } finally {
    controllers.delete(requestId);
  }
}

/** A message of the page. */
export function receive(command: StudioCommand): void {
  if (command.type === 'cancel') controllers.get(command.requestId)?.abort();
  else void answer(command.type, command.requestId, command);
}

self.addEventListener('unhandledrejection', (event) => {
  event.preventDefault();
  post({ type: 'trouble', failure: failureOf(event.reason) });
});
