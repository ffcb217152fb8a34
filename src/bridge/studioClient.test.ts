// The page's side of the protocol against a worker made of paper: replies, failures, progress,
// cancel, crash.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StudioCommand, StudioEvent } from './protocol';
import { StudioClient, StudioClientError } from './studioClient';

class PaperWorker extends EventTarget {
  static last: PaperWorker;
  readonly sent: StudioCommand[] = [];
  terminated = false;
  constructor() {
    super();
    PaperWorker.last = this;
  }
  postMessage(command: StudioCommand): void {
    this.sent.push(command);
  }
  terminate(): void {
    this.terminated = true;
  }
  say(event: StudioEvent): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data: event }));
  }
}

beforeEach(() => vi.stubGlobal('Worker', PaperWorker));
afterEach(() => vi.unstubAllGlobals());

const storage = { usedBytes: 1, quotaBytes: 2, persisted: false };

describe('StudioClient', () => {
  it('answers each request by its id', async () => {
    const client = new StudioClient();
    const [first, second] = [
      client.request('storageUse', {}),
      client.request('deleteRun', { runId: 'r' }),
    ];
    const [a, b] = PaperWorker.last.sent.map((command) => command.requestId);
    PaperWorker.last.say({ type: 'reply', requestId: b!, value: { storage } });
    PaperWorker.last.say({ type: 'reply', requestId: a!, value: storage });
    expect(await first).toEqual(storage);
    expect(await second).toEqual({ storage });
  });
  it('gives a failure its remedy', async () => {
    const client = new StudioClient();
    const request = client.request('storageUse', {});
    PaperWorker.last.say({
      type: 'failure',
      requestId: 1,
      failure: { kind: 'StorageFull', message: 'full', remedy: 'delete a run' },
    });
    await expect(request).rejects.toMatchObject({
      name: 'StudioClientError',
      kind: 'StorageFull',
      remedy: 'delete a run',
    });
  });
  it('passes progress on and sends a cancel once', async () => {
    const client = new StudioClient();
    const abort = new AbortController();
    const seen: number[] = [];
    const request = client.request(
      'openDemo',
      { modelId: 'm' },
      { signal: abort.signal, onProgress: (progress) => seen.push(progress.done) },
    );
    PaperWorker.last.say({ type: 'progress', requestId: 1, phase: 'reading', done: 3, total: 9 });
    abort.abort();
    expect(PaperWorker.last.sent.at(-1)).toEqual({ type: 'cancel', requestId: 1 });
    PaperWorker.last.say({
      type: 'failure',
      requestId: 1,
      failure: { kind: 'Aborted', message: '', remedy: '' },
    });
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([3]);
  });
  it('does not ask when it was cancelled before', async () => {
    await expect(
      new StudioClient().request('storageUse', {}, { signal: AbortSignal.abort() }),
    ).rejects.toBeInstanceOf(StudioClientError);
  });
  it('reports a crash, fails open requests, and starts a new worker for the next one', async () => {
    const client = new StudioClient();
    const crashes: string[] = [];
    client.onCrash((detail) => crashes.push(detail));
    const request = client.request('storageUse', {});
    const dead = PaperWorker.last;
    dead.dispatchEvent(Object.assign(new Event('error'), { message: 'boom' }));
    await expect(request).rejects.toMatchObject({ kind: 'Unexpected' });
    expect(crashes).toEqual(['boom']);
    expect(dead.terminated).toBe(true);
    void client.request('storageUse', {});
    expect(PaperWorker.last).not.toBe(dead);
  });
  it('hands announcements to every listener until it leaves', () => {
    const client = new StudioClient();
    const heard: string[] = [];
    const leave = client.subscribe((event) => heard.push(event.type));
    void client.request('storageUse', {});
    PaperWorker.last.say({ type: 'steps', runId: 'r', steps: [] });
    leave();
    PaperWorker.last.say({ type: 'steps', runId: 'r', steps: [] });
    expect(heard).toEqual(['steps']);
  });
});
