// The order of the device's work: lanes keep theirs, classes share, a rest earns no credit, and a
// failure stops nobody else.

import { describe, expect, it } from 'vitest';
import { DeviceScheduler, type Lane } from './scheduler';

/** Holds the thread, so that the scheduler sees the time. */
const hold = (ms: number): void => {
  const until = performance.now() + ms;
  while (performance.now() < until);
};

/** Asks for `count` jobs of `ms` each on a lane. */
function ask(
  lane: Lane,
  name: string,
  count: number,
  ms: number,
  done: string[],
): Promise<unknown> {
  return Promise.all(
    Array.from({ length: count }, () =>
      lane.run(() => {
        hold(ms);
        done.push(name);
      }),
    ),
  );
}

describe('the device scheduler', () => {
  it('does one job at a time and keeps the order of a lane, reads and runs alike', async () => {
    const lane = new DeviceScheduler().openLane('step');
    const seen: string[] = [];
    const job = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => {
        setTimeout(resolve, 2);
      });
      seen.push(`${name} ends`);
      return name;
    };
    const all = [lane.run(job('run')), lane.run(job('read'), 'reading'), lane.run(job('run 2'))];
    expect(await Promise.all(all)).toEqual(['run', 'read', 'run 2']);
    expect(seen).toEqual(
      ['run', 'read', 'run 2'].flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it('lets a read go before the runs of other lanes, behind its own', async () => {
    const scheduler = new DeviceScheduler();
    const [training, sampler] = [scheduler.openLane('step'), scheduler.openLane('wall')];
    const done: string[] = [];
    const log = (name: string) => () => void done.push(name);
    await Promise.all([
      training.run(log('step 1')),
      training.run(log('step 2')),
      sampler.run(log('sampling')),
      sampler.run(log('late read'), 'reading'),
      scheduler.openLane('scoring').run(log('read'), 'reading'),
    ]);
    expect(done[0]).toBe('read');
    expect(done.indexOf('late read')).toBeGreaterThan(done.indexOf('sampling'));
    expect(done.filter((name) => name.startsWith('step'))).toEqual(['step 1', 'step 2']);
  });

  it('gives a training run half of the time while images and scores are wanted', async () => {
    const scheduler = new DeviceScheduler();
    const done: string[] = [];
    const lanes = (['step', 'wall', 'scoring'] as const).map((use) => scheduler.openLane(use));
    await Promise.all([
      ask(lanes[0]!, 'step', 40, 2, done),
      ask(lanes[1]!, 'wall', 40, 2, done),
      ask(lanes[2]!, 'scoring', 40, 2, done),
    ]);
    // Until the steps are done all three are waiting.
    const shared = done.slice(0, done.lastIndexOf('step') + 1);
    const share = 40 / shared.length;
    expect(share).toBeGreaterThan(0.4);
    expect(share).toBeLessThan(0.6);
  });

  it('shares one class between its lanes in turn', async () => {
    const scheduler = new DeviceScheduler();
    const done: string[] = [];
    const [a, b] = [scheduler.openLane('step'), scheduler.openLane('step')];
    // Each asks for its next step when it has taken one, as a training loop does.
    const train = async (lane: Lane, name: string): Promise<void> => {
      for (let step = 0; step < 6; step++) await lane.run(() => void done.push(name));
    };
    await Promise.all([train(a, 'a'), train(b, 'b')]);
    expect(done.join('')).toBe('abababababab');
  });

  it('earns no credit by a rest', async () => {
    const scheduler = new DeviceScheduler();
    const done: string[] = [];
    const [training, sampler] = [scheduler.openLane('step'), scheduler.openLane('wall')];
    await ask(training, 'step', 30, 2, []);
    await Promise.all([ask(training, 'step', 10, 2, done), ask(sampler, 'wall', 10, 2, done)]);
    expect(done.slice(0, 6).filter((name) => name === 'step').length).toBeGreaterThanOrEqual(2);
  });

  it('tells a failure to its caller alone', async () => {
    const scheduler = new DeviceScheduler();
    const lane = scheduler.openLane('wall');
    const failing = lane.run(() => {
      throw new Error('broken');
    });
    const after = lane.run(() => 7);
    await expect(failing).rejects.toThrow('broken');
    expect(await after).toBe(7);
    expect(await lane.run(async () => 8)).toBe(8);
  });
});
