// What the one long-lived worker does: receives commands, hands them to the studio, posts replies
// and events. No mathematics here. The start is answered by little code; the studio itself, with
// everything that reads, trains and scores, is loaded when it is first asked for: by `getReady`
// once the page stands idle, or by a command. Every request has its AbortController, so that
// `cancel` ends it; the answer then is a failure of kind `Aborted`.

import type { CommandName, Commands, StudioCommand, StudioEvent } from '../bridge/protocol';
import { buffersOf } from '../bridge/buffersOf';
import type { CommandHandlers, FirstCommand } from './services/command';
import { failureOf } from './services/failure';
import { OpenedStudio } from './services/openedStudio';
import { steadyProgress } from './services/steadyProgress';

const controllers = new Map<number, AbortController>();

function post(event: StudioEvent): void {
  self.postMessage(event, { transfer: buffersOf(event) });
}

const opened = new OpenedStudio(post);

const firstCommands: Pick<CommandHandlers, FirstCommand> = {
  start: (request) => opened.start(request),
  runFreed: ({ runId }) => opened.runFreed(runId),
  async getReady() {
    await laterCommands();
    return {};
  },
  ping: () => Promise.resolve({}),
};

async function load() {
  const [{ Studio }, { allCommands }] = await Promise.all([
    import('./services/studio'),
    import('./commands/allCommands'),
  ]);
  const studio = new Studio(opened, post);
  return { studio, commands: allCommands(studio) };
}

let loading: ReturnType<typeof load> | null = null;

/** Errors: where the code cannot be fetched; the next command tries again. */
async function laterCommands(): Promise<Omit<CommandHandlers, FirstCommand>> {
  loading ??= load();
  loading.catch(() => (loading = null));
  const { studio, commands } = await loading;
  await studio.startDevice();
  return commands;
}

const isFirst = (type: CommandName): type is FirstCommand => type in firstCommands;

async function handlerOf<K extends CommandName>(type: K): Promise<CommandHandlers[K]> {
  const handlers = isFirst(type) ? firstCommands : await laterCommands();
  return (handlers as CommandHandlers)[type];
}

async function answer<K extends CommandName>(
  type: K,
  requestId: number,
  request: Commands[K]['request'],
): Promise<void> {
  const controller = new AbortController();
  controllers.set(requestId, controller);
  try {
    const handle = await handlerOf(type);
    const value = await handle(request, {
      signal: controller.signal,
      progress: steadyProgress((phase, done, total) =>
        post({ type: 'progress', requestId, phase, done, total }),
      ),
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
