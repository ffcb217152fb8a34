// What a headless run is told to learn from: arguments, the base of a paradigm, the split of the
// prompts, and what a run cost.

import { describe, expect, it } from 'vitest';
import { stepMetrics } from '../../../test-support/testRecords';
import { parseAlignArguments } from './arguments';
import { costOf, describeCost } from './cost';
import { resolveBase } from './data';
import { splitPrompts } from './source';

describe('npm run align', () => {
  it('takes the demo’s prompts for an online run, and no set for one that is not', () => {
    expect(
      parseAlignArguments([
        '--online',
        '--out',
        'x',
        '--set',
        'bankSize=32',
        '--set',
        'referenceUpdate=epoch',
      ]),
    ).toMatchObject({
      data: 'demo',
      online: true,
      set: { bankSize: 32, referenceUpdate: 'epoch' },
    });
    expect(parseAlignArguments(['--data', 'demo', '--out', 'x']).online).toBe(false);
    expect(() => parseAlignArguments(['--out', 'x'])).toThrow('--data is missing');
  });

  it('knows the bundled base of a paradigm', async () => {
    expect(await resolveBase('diffusion')).toBe('emoji-64');
    expect(await resolveBase('nano')).toBe('nano');
  });

  it('holds out the same prompts online and offline, and reads no image online', async () => {
    const args = parseAlignArguments(['--online', '--out', 'x']);
    const { heldOut, promptList, prompts, images } = await splitPrompts(args, [64, 64]);
    expect([heldOut.length, promptList]).toEqual([128, 'validation']);
    expect(images).toEqual([]);
    expect(prompts.length).toBeGreaterThan(10);
    expect(heldOut.filter((prompt) => prompts.includes(prompt))).toEqual([]);
    const test = await splitPrompts({ ...args, prompts: 'test' }, [64, 64]);
    expect([test.heldOut.length, test.promptList]).toEqual([128, 'test']);
    expect(test.prompts).toEqual(prompts);
    expect(test.heldOut.filter((prompt) => heldOut.includes(prompt))).toEqual([]);
    await expect(splitPrompts({ ...args, base: 'bench2d' }, [16, 16])).rejects.toThrow(
      'bench2d has no demo',
    );
  });

  it('says what a run cost: timed where it drew, estimated for a set', () => {
    const metrics = [0, 1, 2].map((step) => ({
      ...stepMetrics(step),
      stepMs: 500,
      values: { drawMs: step === 0 ? 8000 : 1000 },
    }));
    const online = costOf({ mode: 'online' }, metrics, 48, 0.25);
    expect(online).toEqual({ pictures: 48, drawSeconds: 10, drawTimed: true, trainSeconds: 1.5 });
    expect(describeCost(online)).toBe('48 images sampled and scored in 10 s, 2 s of training');
    const offline = costOf({ mode: 'offline' }, metrics, 400, 0.25);
    expect(offline).toEqual({
      pictures: 400,
      drawSeconds: 100,
      drawTimed: false,
      trainSeconds: 1.5,
    });
    expect(describeCost(offline)).toContain('about 100 s');
  });
});
