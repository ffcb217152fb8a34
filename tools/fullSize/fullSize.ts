// `npm run full-size -- train|forward|storage --base MODEL [options]`: real steps of a full-size
// model on this machine's WebGPU device, beside what was planned for them. `train` opens the base,
// trains on one repeated random image and compares the bytes of all live GPU buffers with the plan;
// `forward` compares one prediction of the denoiser between the plain and the workgroup kernels;
// `storage` the denoiser's errors between weights as in the file and as int8.
// On a software adapter a step takes minutes.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { installDawn } from '../../src/device/dawnNode';
import { watchBuffers } from '../../src/device/liveBuffers';
import { pickDevice, type PickedDevice } from '../../src/device/pickDevice';
import { StudioError } from '../../src/errors';
import { loadBaseModel } from '../../src/paradigms/baseModel';
import { paradigmOf } from '../../src/paradigms/list';
import { runMain } from '../cli/align/runMain';
import { openBase } from '../cli/modelFolder';
import { compareForward } from './compareForward';
import { compareStorage } from './compareStorage';
import { MemoryWatch } from './memoryWatch';
import { trainSteps } from './trainSteps';
import type { FullSizeArguments } from './arguments';

const USAGE = `npm run full-size -- train|forward|storage --base MODEL [options]
  train                  steps on one random image: bytes planned and measured, loss, memory
  forward                one prediction by the plain and by the workgroup kernels
  storage                errors on a set's images, weights as in the file and as int8
  --base MODEL           as for npm run align; npm run random-weights makes one
  --weights KIND         file | f16 | int8 (file)
  --size N               image size in pixels (default: the model's own)
  --batch N --rank N     of the step (1, 16)
  --steps N              (2)
  --method NAME          training method (tgo)
  --plain                forward: the plain kernels alone
  --data PATH            storage: a scored set (default: the base's demo)`;

function refuse(what: string): never {
  throw new StudioError('BadSettings', what, `Usage:\n${USAGE}`);
}

async function openDevice(): Promise<PickedDevice> {
  const picked = await pickDevice({
    gpu: await installDawn(),
    onUncapturedError: (message) => console.error(`GPU error: ${message}`),
  });
  if ('device' in picked) return picked;
  throw new StudioError('Unsupported', picked.reason, 'Run this where WebGPU is.');
}

async function main(argv: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    strict: true,
    allowPositionals: true,
    options: {
      base: { type: 'string' },
      weights: { type: 'string', default: 'file' },
      size: { type: 'string' },
      batch: { type: 'string', default: '1' },
      rank: { type: 'string', default: '16' },
      steps: { type: 'string', default: '2' },
      method: { type: 'string', default: 'tgo' },
      plain: { type: 'boolean', default: false },
      data: { type: 'string' },
    },
  });
  const what = positionals.join(' ');
  if (what !== 'train' && what !== 'forward' && what !== 'storage')
    refuse('train, forward or storage?');
  if (values.base === undefined) refuse('Which base? --base is missing.');
  const { weights } = values;
  if (weights !== 'file' && weights !== 'f16' && weights !== 'int8')
    refuse(`--weights is file, f16 or int8, got “${weights}”.`);
  const whole = (name: string, text: string): number =>
    /^[1-9]\d*$/.test(text) ? Number(text) : refuse(`--${name} wants a number, got “${text}”.`);
  const args: FullSizeArguments = {
    weights,
    size: values.size === undefined ? null : whole('size', values.size),
    batch: whole('batch', values.batch),
    rank: whole('rank', values.rank),
    steps: whole('steps', values.steps),
    method: values.method,
    plain: values.plain,
  };
  const picked = await openDevice();
  console.error(picked.description);
  const memory = new MemoryWatch();
  const live = watchBuffers(picked.device, () => memory.look(live.bytes));
  const named = await openBase(values.base, join('public', 'models'));
  const opening = performance.now();
  const own = await loadBaseModel(named.id, named.files);
  const model = args.size === null ? own : paradigmOf(own).atSize(own, [args.size, args.size]);
  console.error(`opened in ${((performance.now() - opening) / 1000).toFixed(2)} s`);
  if (what === 'forward') await compareForward(picked, model, args);
  else if (what === 'storage')
    await compareStorage(
      picked,
      model,
      values.data ?? join('public', 'demo', values.base, 'demo.zip'),
    );
  else await trainSteps(picked, live, memory, model, args);
}

await runMain(main, USAGE);
