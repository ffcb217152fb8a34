// The page's handle on the worker: one long-lived module worker, typed requests with ids, progress
// and cancel, and a subscription to what the worker says by itself. A failure arrives as a
// StudioClientError that carries its remedy; a request that was cancelled rejects with an
// AbortError, which nobody shows. A crash fails every open request and is told to the owner, who
// may call restart(): the worker keeps its state in IndexedDB, so a new one finds everything again.

import { language } from '../strings/language';
import type { CommandName, Commands, StudioCommand, StudioEvent, StudioFailure } from './protocol';

/** What the worker says without being asked. */
export type Announcement = Extract<
  StudioEvent,
  {
    type:
      | 'steps'
      | 'preview'
      | 'run'
      | 'loaded'
      | 'unloaded'
      | 'queue'
      | 'bank'
      | 'rateRound'
      | 'trouble';
  }
>;

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A failure as the page shows it: what happened, and what to do. */
export class StudioClientError extends Error {
  readonly kind: StudioFailure['kind'];
  readonly remedy: string;
  constructor(failure: StudioFailure) {
    super(failure.message);
    this.name = failure.kind === 'Aborted' ? 'AbortError' : 'StudioClientError';
    this.kind = failure.kind;
    this.remedy = failure.remedy;
  }
}

interface Pending {
  readonly resolve: (value: never) => void;
  readonly reject: (error: StudioClientError) => void;
  readonly onProgress: ((progress: Progress) => void) | undefined;
  readonly release: () => void;
}

export class StudioClient {
  private worker: Worker | null = null;
  private nextId = 1;
  private readonly pending = new Map<number, Pending>();
  private readonly listeners = new Set<(event: Announcement) => void>();
  private readonly crashListeners = new Set<(detail: string) => void>();

  /** Sends a command and resolves with its reply. */
  request<K extends CommandName>(
    type: K,
    body: Commands[K]['request'],
    options: RequestOptions = {},
  ): Promise<Commands[K]['reply']> {
    const { signal, onProgress } = options;
    const requestId = this.nextId++;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(new StudioClientError({ kind: 'Aborted', message: '', remedy: '' }));
        return;
      }
      const cancel = (): void => {
        if (this.pending.has(requestId)) this.send({ type: 'cancel', requestId });
      };
      signal?.addEventListener('abort', cancel, { once: true });
      const release = (): void => signal?.removeEventListener('abort', cancel);
      this.pending.set(requestId, { resolve, reject, onProgress, release });
      this.send({ ...body, type, requestId } as StudioCommand);
    });
  }

  /** Events of the worker's own accord. Returns the function that ends the subscription. */
  subscribe(listener: (event: Announcement) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called when the worker died; `detail` is the browser's own text, possibly empty. */
  onCrash(listener: (detail: string) => void): () => void {
    this.crashListeners.add(listener);
    return () => this.crashListeners.delete(listener);
  }

  /** Ends the worker (its GPU state is lost) so that the next request starts a fresh one. */
  restart(failure: StudioFailure): void {
    this.worker?.terminate();
    this.worker = null;
    this.failAll(failure);
  }

  private send(command: StudioCommand): void {
    this.ensureWorker().postMessage(command, []);
  }

  private ensureWorker(): Worker {
    if (this.worker !== null) return this.worker;
    const worker = new Worker(new URL('../worker/studio.worker.ts', import.meta.url), {
      type: 'module',
      name: language,
    });
    worker.addEventListener('message', (message: MessageEvent<StudioEvent>) =>
      this.receive(message.data),
    );
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      if (this.worker === worker) this.crash(event.message ?? '');
    });
    this.worker = worker;
    return worker;
  }

  private receive(event: StudioEvent): void {
    switch (event.type) {
      case 'reply': {
        const pending = this.take(event.requestId);
        pending?.resolve(event.value as never);
        return;
      }
      case 'failure':
        this.take(event.requestId)?.reject(new StudioClientError(event.failure));
        return;
      case 'progress':
        this.pending.get(event.requestId)?.onProgress?.(event);
        return;
      case 'steps':
      case 'preview':
      case 'run':
      case 'loaded':
      case 'unloaded':
      case 'queue':
      case 'bank':
      case 'rateRound':
      case 'trouble':
        for (const listener of this.listeners) listener(event);
        return;
      default:
        event satisfies never;
    }
  }

  private take(requestId: number): Pending | undefined {
    const pending = this.pending.get(requestId);
    this.pending.delete(requestId);
    pending?.release();
    return pending;
  }

  private crash(detail: string): void {
    this.worker?.terminate();
    this.worker = null;
    this.failAll({ kind: 'Unexpected', message: detail, remedy: '' });
    for (const listener of this.crashListeners) listener(detail);
  }

  private failAll(failure: StudioFailure): void {
    for (const requestId of this.pending.keys())
      this.take(requestId)?.reject(new StudioClientError(failure));
  }
}
