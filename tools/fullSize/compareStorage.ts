// What keeping the base's weights as int8 does to the loss: the denoiser's error on images of a
// scored set, at fixed timesteps and noises (or masks), with weights as in the file and as int8.

import type { PickedDevice } from '../../src/device/pickDevice';
import { WgslExecutor } from '../../src/executors/wgsl/wgslExecutor';
import type { WeightStorage } from '../../src/executors/executor';
import type { BaseModel } from '../../src/paradigms/baseModel';
import { openPipeline } from '../../src/paradigms/openPipeline';
import { paradigmOf } from '../../src/paradigms/list';
import type { ProbeQuestion } from '../../src/paradigms/paradigm';
import { loadSet } from '../cli/align/data';

const IMAGES = 8;
/** Places in the schedule: early, middle and late noise. */
const PLACES = [0.1, 0.3, 0.5, 0.7, 0.9];

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const rms = (values: readonly number[]): number =>
  Math.sqrt(meanOf(values.map((value) => value ** 2)));
const percent = (value: number): string => `${(100 * value).toFixed(3)} %`;

export async function compareStorage(
  picked: PickedDevice,
  model: BaseModel,
  data: string,
): Promise<void> {
  const { signal } = new AbortController();
  const paradigm = paradigmOf(model);
  const executor = new WgslExecutor(picked);
  const pipeline = openPipeline(executor, model);
  const images = (await loadSet(data, model.imageSize)).slice(0, IMAGES);
  const encoded = await pipeline.encodeImages(
    signal,
    images.map(({ pixels }) => pixels),
  );
  const texts = await pipeline.encodePrompts(
    signal,
    images.map(({ caption }) => caption),
  );
  const questions = images.flatMap(({ caption }, image) =>
    PLACES.map((place, draw): ProbeQuestion => ({
      encoded: encoded[image]!,
      text: texts.get(caption)!,
      image,
      draw,
      place,
    })),
  );
  await pipeline.dispose();
  const probe = paradigm.probe(model);
  const batch = PLACES.length;
  const errorsWith = async (weightStorage: WeightStorage): Promise<number[]> => {
    const program = await executor.compile(paradigm.denoiseGraph(model, batch, null), {
      weights: model.weights,
      weightStorage,
    });
    const errors: number[] = [];
    for (let start = 0; start < questions.length; start += batch) {
      const part = questions.slice(start, start + batch);
      const { prediction } = await program.run(probe.inputs(part, batch), {}, ['prediction']);
      const length = prediction!.length / batch;
      part.forEach((question, i) =>
        errors.push(probe.surprise(question, prediction!.subarray(i * length, (i + 1) * length))),
      );
    }
    console.log(
      `${weightStorage}: mean error ${meanOf(errors).toFixed(6)}, ` +
        `${(executor.weightBytes / 2 ** 20).toFixed(1)} MiB of weights`,
    );
    program.dispose();
    executor.freeUnusedWeights();
    return errors;
  };
  const file = await errorsWith('file');
  const int8 = await errorsWith('int8');
  console.log(
    `${questions.length} errors (${IMAGES} images at ${PLACES.join(', ')} of the schedule): the ` +
      `mean differs by ${percent(meanOf(int8) / meanOf(file) - 1)}, single errors by ` +
      `${percent(rms(int8.map((error, i) => error / file[i]! - 1)))} (root mean square), at most ` +
      `${percent(Math.max(...int8.map((error, i) => Math.abs(error / file[i]! - 1))))}`,
  );
}
