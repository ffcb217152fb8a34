// Float64 references of `scaleShiftPerSample` (x·(1+scale) + shift with one scale and shift a
// sample and channel) and of its derivative by x, `scalePerSample` (dy·(1+scale)). e [N,2C] =
// (scale, shift); it is frozen.

import type { Reference, ReferenceTensor } from '../kernel';
import { channelsOf, required } from '../referenceInputs';

/** For each number of x: the places of its scale and of its shift in e. */
function placesOf(x: ReferenceTensor): (index: number) => [number, number] {
  const channels = channelsOf(x.shape);
  const perSample = x.data.length / x.shape[0]!;
  return (index) => {
    const scale = Math.floor(index / perSample) * 2 * channels + (index % channels);
    return [scale, scale + channels];
  };
}

export const scaleShiftPerSampleReference: Reference<'scaleShiftPerSample'> = (_op, inputs) => {
  const x = required(inputs, 0);
  const e = required(inputs, 1).data;
  const places = placesOf(x);
  return [
    x.data.map((value, i) => {
      const [scale, shift] = places(i);
      return value * (1 + e[scale]!) + e[shift]!;
    }),
  ];
};

export const scalePerSampleReference: Reference<'scalePerSample'> = (_op, inputs) => {
  const dy = required(inputs, 0);
  const e = required(inputs, 1).data;
  const places = placesOf(dy);
  return [dy.data.map((value, i) => value * (1 + e[places(i)[0]]!))];
};
