// Steps of both paradigms, TGO and SFT, offline and online, are what they were before the
// rooms were moved: losses, gradient norms and adapters bit for bit (fixtures/recorded/steps.json):
// 40 on wasm, and the first 20 of 40 on SwiftShader, which takes a second for some. All there too:
//   PLUMBLINE_STEPS=40 npx vitest run src/runs/recordedSteps.test.ts
// A commit that changes a kernel changes last bits; it records anew, and only what it changed:
//   PLUMBLINE_RECORD=wgsl npx vitest run src/runs/recordedSteps.test.ts     (or wasm, or both: all)
// and is then held by the parity tolerances.

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installDawn } from '../device/dawnNode';
import { pickDevice } from '../device/pickDevice';
import type { Executor } from '../executors/executor';
import { createTfjsExecutor } from '../executors/tfjs/tfjsExecutor';
import { createWgslExecutor } from '../executors/wgsl/wgslExecutor';
import type { ImagePipeline } from '../paradigms/imagePipeline';
import {
  caseName,
  openNano,
  record,
  RECORDED_CASES,
  RECORDED_STEPS,
  type RecordedCase,
  type RecordedSection,
  type Recording,
} from '../../test-support/recordedRun';

const FILE = 'fixtures/recorded/steps.json';
/** Steps after which the adapters are kept. */
const SAVED_AT = ['10', '20', '30', '40'];
const sections = ['wasm', 'wgsl'] as const;
type Section = (typeof sections)[number];
const recorded = JSON.parse(readFileSync(FILE, 'utf8')) as Record<Section, RecordedSection>;
const wanted = process.env['PLUMBLINE_RECORD'];
const given = process.env['PLUMBLINE_STEPS'];

async function open(section: Section): Promise<{ executor: Executor; device: string }> {
  if (section === 'wasm')
    return { executor: await createTfjsExecutor('wasm'), device: 'tfjs-wasm, one thread' };
  const picked = await pickDevice({ gpu: await installDawn() });
  if ('reason' in picked) throw new Error(`No WebGPU device: ${picked.reason}`);
  return { executor: createWgslExecutor(picked), device: picked.description };
}

for (const section of sections) {
  const noGpu = section === 'wgsl' && process.env['PLUMBLINE_NO_GPU'] === '1';
  const recordNow = wanted === section || wanted === 'all';
  const few = section === 'wgsl' && !recordNow ? RECORDED_STEPS / 2 : RECORDED_STEPS;
  const count = given === undefined ? few : Number(given);
  describe.skipIf(noGpu)(`${count} of 40 recorded steps on ${section}`, () => {
    const cases: Record<string, Recording> = {};
    const pipelines = new Map<RecordedCase['paradigm'], ImagePipeline>();
    let executor: Executor;
    let device: string;
    beforeAll(async () => {
      ({ executor, device } = await open(section));
      for (const paradigm of ['diffusion', 'maskgit'] as const)
        pipelines.set(paradigm, await openNano(executor, paradigm));
    });
    afterAll(() => {
      executor.dispose();
      if (!recordNow) return;
      recorded[section] = { device, cases };
      writeFileSync(FILE, `${JSON.stringify(recorded, null, 1)}\n`);
    });
    it.for(RECORDED_CASES.map((one) => [caseName(one), one] as const))(
      '%s',
      async ([name, one], { skip }) => {
        // Another GPU rounds otherwise; there the parity tolerances hold the kernels.
        if (!recordNow && device !== recorded[section].device)
          skip(`recorded on ${recorded[section].device}, this is ${device}`);
        const now = await record(executor, pipelines.get(one.paradigm)!, one, count);
        cases[name] = now;
        expect(now.steps).toHaveLength(count);
        expect(Object.keys(now.adapters)).toEqual(SAVED_AT.filter((step) => Number(step) <= count));
        if (recordNow) return;
        const { steps, adapters } = recorded[section].cases[name]!;
        expect(now.steps).toEqual(steps.slice(0, count));
        expect(adapters).toMatchObject(now.adapters);
      },
    );
  });
}
