// What a command handler is: one function per command of the bridge.

import type { CommandName, Commands } from '../../bridge/protocol';

/** What a handler may use of its request: its end, and a way to say how far it is. */
export interface CommandContext {
  readonly signal: AbortSignal;
  progress(phase: string, done: number, total: number): void;
}

export type CommandHandlers = {
  readonly [K in CommandName]: (
    request: Commands[K]['request'],
    context: CommandContext,
  ) => Promise<Commands[K]['reply']>;
};

/** Commands of a worker whose studio itself is not loaded yet. */
export type FirstCommand = 'start' | 'ping' | 'getReady' | 'runFreed';
