// What a page holds in memory, as the browser itself counts it: the JavaScript heap and the array
// buffers of page and workers after a collection, object URLs and GPU buffers that were made and
// not let go. Counters stand in the page and its worker before their own code runs.

import type { CDPSession, Page } from 'playwright-core';
import type { Stage } from './browser';

interface Usage {
  readonly usedSize: number;
  /** Of array buffers, where the browser tells it. */
  readonly backingStorageSize?: number;
}

/** How often the heaps are counted for one measurement. */
const COUNTS = 4;

/** Counts object URLs and GPU buffers; put before a script's own code. Plain JavaScript. */
const COUNTERS = `
{
  const urls = new Set();
  const { createObjectURL, revokeObjectURL } = URL;
  URL.createObjectURL = (object) => {
    const url = createObjectURL.call(URL, object);
    urls.add(url);
    return url;
  };
  URL.revokeObjectURL = (url) => {
    urls.delete(url);
    revokeObjectURL.call(URL, url);
  };
  const live = { urls, buffers: 0, bufferBytes: 0 };
  globalThis.plumblineLive = live;
  const device = globalThis.GPUDevice?.prototype;
  if (device) {
    const { createBuffer } = device;
    const { destroy } = globalThis.GPUBuffer.prototype;
    const gone = new WeakSet();
    device.createBuffer = function (...given) {
      const buffer = createBuffer.apply(this, given);
      live.buffers++;
      live.bufferBytes += buffer.size;
      return buffer;
    };
    globalThis.GPUBuffer.prototype.destroy = function () {
      if (!gone.has(this)) {
        gone.add(this);
        live.buffers--;
        live.bufferBytes -= this.size;
      }
      return destroy.call(this);
    };
  }
}
`;

export interface Live {
  /** JavaScript heap and array buffers of the page, and those of its workers, in MB. */
  readonly pageMB: number;
  readonly workerMB: number;
  readonly objectUrls: number;
  readonly gpuBuffers: number;
  readonly gpuMB: number;
}

/** Puts the counters into every page and studio worker that is opened from now on. */
export async function countLive(stage: Stage): Promise<void> {
  await stage.context.addInitScript({ content: COUNTERS });
  await stage.context.route(/studio\.worker[^/]*\.js/u, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: COUNTERS + (await response.text()) });
  });
}

/** The sessions of a page's workers, through the page's own: nested targets, by their ids. */
class Targets {
  private readonly waiting = new Map<number, (result: unknown) => void>();
  private readonly ids = new Set<string>();
  private next = 1;

  private constructor(private readonly session: CDPSession) {
    session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
      if (targetInfo.type === 'worker') this.ids.add(sessionId);
    });
    session.on('Target.detachedFromTarget', ({ sessionId }) => this.ids.delete(sessionId));
    session.on('Target.receivedMessageFromTarget', ({ message }) => {
      const { id, result } = JSON.parse(message) as { id?: number; result?: unknown };
      if (id !== undefined) this.waiting.get(id)?.(result);
    });
  }

  static async of(stage: Stage, page: Page): Promise<Targets> {
    const targets = new Targets(await stage.context.newCDPSession(page));
    await targets.session.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return targets;
  }

  private async ask<Result>(sessionId: string, method: string): Promise<Result> {
    const id = this.next++;
    const answer = new Promise<unknown>((resolve) => {
      this.waiting.set(id, resolve);
    });
    await this.session.send('Target.sendMessageToTarget', {
      sessionId,
      message: JSON.stringify({ id, method, params: {} }),
    });
    return (await answer) as Result;
  }

  /**
   * Bytes of the page and of its workers, each after a collection. What is drawn between the
   * collection and the count is garbage again, megabytes of it in a long run: the least of several
   * counts is what is held.
   */
  async bytes(): Promise<{ page: number; workers: number }> {
    const counts = [];
    for (let i = 0; i < COUNTS; i++) counts.push(await this.counted());
    return {
      page: Math.min(...counts.map(({ page }) => page)),
      workers: Math.min(...counts.map(({ workers }) => workers)),
    };
  }

  private async counted(): Promise<{ page: number; workers: number }> {
    const of = ({ usedSize, backingStorageSize = 0 }: Usage): number =>
      usedSize + backingStorageSize;
    await this.session.send('HeapProfiler.collectGarbage');
    const page = of((await this.session.send('Runtime.getHeapUsage')) as Usage);
    let workers = 0;
    for (const id of this.ids) {
      await this.ask(id, 'HeapProfiler.collectGarbage');
      workers += of(await this.ask<Usage>(id, 'Runtime.getHeapUsage'));
    }
    return { page, workers };
  }

  get workers(): number {
    return this.ids.size;
  }
}

type Counted = { plumblineLive?: { urls: Set<string>; buffers: number; bufferBytes: number } };

/** What the counters say; runs in the page or a worker. */
function counted(): { urls: number; buffers: number; bytes: number } {
  const { plumblineLive: live } = globalThis as unknown as Counted;
  return live
    ? { urls: live.urls.size, buffers: live.buffers, bytes: live.bufferBytes }
    : { urls: 0, buffers: 0, bytes: 0 };
}

/** Measures a page and its workers again and again. */
export class Heaps {
  private constructor(
    private readonly page: Page,
    private readonly targets: Targets,
  ) {}

  /** Errors: throws where the browser names no worker of the page. */
  static async of(stage: Stage, page: Page): Promise<Heaps> {
    const targets = await Targets.of(stage, page);
    if (targets.workers === 0) throw new Error('The browser names no worker of the page.');
    return new Heaps(page, targets);
  }

  async measure(): Promise<Live> {
    const { page, workers } = await this.targets.bytes();
    const parts = await Promise.all([
      this.page.evaluate(counted),
      ...this.page.workers().map((worker) => worker.evaluate(counted)),
    ]);
    const sum = (of: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((total, part) => total + of(part), 0);
    return {
      pageMB: page / 1e6,
      workerMB: workers / 1e6,
      objectUrls: sum(({ urls }) => urls),
      gpuBuffers: sum(({ buffers }) => buffers),
      gpuMB: sum((part) => part.bytes) / 1e6,
    };
  }
}
