import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../../src/formats/writeSafetensors';
import { openReward } from './scorer';

describe('openReward', () => {
  it('knows ids, and heads by their file', async () => {
    expect((await openReward('warmth')).id).toBe('warmth');
    const file = join(mkdtempSync(join(tmpdir(), 'plumbline-head-')), 'mine.safetensors');
    writeFileSync(
      file,
      writeSafetensors({ weight: { dtype: 'F32', shape: [1, 2], data: Float32Array.of(3, 4) } }),
    );
    expect(await openReward(file)).toMatchObject({ label: 'mine', needs: 'clip', range: [-5, 5] });
  });
  it('says what is wrong with others', async () => {
    await expect(openReward('beauty')).rejects.toThrow('no reward called “beauty”');
    await expect(openReward('/nowhere/x.safetensors')).rejects.toThrow(
      '/nowhere/x.safetensors cannot be read',
    );
  });
});
