// Whether this device gives a CLIP model what it takes while it scores, before a weight is read.

import { StudioError } from '../../errors';
import type { Executor } from '../../executors/executor';
import { clipMemory, type SizedClip } from '../../rewards/clip/clipMemory';
import { WASM_BYTES } from '../../runs/planMemory';
import { strings } from '../../strings';
import { bytes as shownBytes } from '../../strings/format';

/**
 * The bytes a model takes while it scores, asked of the device. Errors: OutOfMemory with the sizes
 * where it does not give them; nothing was read then.
 */
export async function roomForScorer(
  { memory }: Pick<Executor, 'memory'>,
  name: string,
  model: SizedClip,
): Promise<number> {
  const profile = memory?.profile ?? null;
  const wanted = clipMemory(model, profile);
  const text = strings.scorers.errors;
  const most = profile?.limits.bindingBytes ?? Infinity;
  if (wanted.largestBindingBytes > most)
    throw new StudioError(
      'OutOfMemory',
      ...text.binding(name, shownBytes(wanted.largestBindingBytes), shownBytes(most)),
    );
  const given = memory ? await memory.probeMemory(wanted.bytes) : WASM_BYTES;
  if (given < wanted.bytes)
    throw new StudioError(
      'OutOfMemory',
      ...text.memory(name, shownBytes(wanted.bytes), shownBytes(given)),
    );
  return wanted.bytes;
}
