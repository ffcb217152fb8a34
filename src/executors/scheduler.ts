// Who uses the device next. Work comes in lanes, one a workspace; a lane keeps the order of its
// calls, and between lanes the classes of work share the device: half for training steps, a quarter
// for images to look at, a quarter for scoring, whatever of that is wanted. Copies of states go
// first: they are short. One job at a time; a job is one run of a program, so nobody waits longer
// than the run that is under way. Not a thread and no clock: a job that is started is not stopped.

/** What a lane is for. */
export type DeviceUse = 'step' | 'wall' | 'scoring';

/** Shares of the device's time when all of them want it. */
const SHARE: Readonly<Record<DeviceUse, number>> = { step: 2, wall: 1, scoring: 1 };

interface Job {
  readonly lane: Lane;
  /** `reading`: a short copy that goes before the others. */
  readonly use: DeviceUse | 'reading';
  start(): Promise<void>;
}

/** Jobs that happen in the order in which they were asked for. */
export interface Lane {
  /**
   * Does `work` after all earlier jobs of this lane. Its promise is awaited before the next job of
   * any lane starts. `reading`: before the work of other lanes. Errors: those of `work`.
   */
  run<T>(work: () => Promise<T> | T, reading?: 'reading'): Promise<T>;
}

export class DeviceScheduler {
  /** In the order of arrival. */
  private readonly waiting: Job[] = [];
  private working = false;
  /** Milliseconds each class has had, divided by its share; the least is next. */
  private readonly used: Record<DeviceUse, number> = { step: 0, wall: 0, scoring: 0 };
  /** `used` of the class served last: a class that comes back after a rest starts from here. */
  private level = 0;

  openLane(use: DeviceUse): Lane {
    const lane: Lane = {
      run: (work, reading) =>
        new Promise((resolve, reject) => {
          this.add({
            lane,
            use: reading ?? use,
            start: async () => {
              try {
                resolve(await work());
              } catch (error) {
                reject(error instanceof Error ? error : new Error(String(error)));
              }
            },
          });
        }),
    };
    return lane;
  }

  private add(job: Job): void {
    if (job.use !== 'reading') this.used[job.use] = Math.max(this.used[job.use], this.level);
    this.waiting.push(job);
    if (!this.working) void this.work();
  }

  private async work(): Promise<void> {
    this.working = true;
    // Calls made together are all seen before one is chosen.
    await Promise.resolve();
    for (let job = this.next(); job; job = this.next()) {
      const started = performance.now();
      await job.start();
      if (job.use !== 'reading')
        this.used[job.use] += (performance.now() - started) / SHARE[job.use];
    }
    this.working = false;
  }

  /** Takes the job out that is to be done now; undefined when none waits. */
  private next(): Job | undefined {
    const lanes = new Set<Lane>();
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { lane, use }] of this.waiting.entries()) {
      if (lanes.has(lane)) continue;
      lanes.add(lane);
      const had = use === 'reading' ? Number.NEGATIVE_INFINITY : this.used[use];
      if (had < least) [best, least] = [index, had];
    }
    if (best < 0) return undefined;
    if (least > this.level) this.level = least;
    return this.waiting.splice(best, 1)[0];
  }
}
