// The checkpoint file: bit for bit there and back, and every way a file can be wrong is refused as
// BadCheckpoint.

import { describe, expect, it } from 'vitest';
import { parseSafetensors, toFloat32 } from '../formats/safetensors';
import { writeSafetensors, type WritableTensor } from '../formats/writeSafetensors';
import { decodeCheckpoint, encodeCheckpoint } from './checkpoint';
import { testCheckpoint } from '../../test-support/testCheckpoint';

const bits = (data: Float32Array) => new Uint32Array(data.buffer, data.byteOffset, data.length);

/** The checkpoint's file with its description or tensors changed. */
function forged(change: {
  head?: (head: Record<string, unknown>) => void;
  text?: string;
  tensors?: (tensors: Record<string, WritableTensor>) => void;
}): Uint8Array {
  const file = parseSafetensors(encodeCheckpoint(testCheckpoint()));
  const tensors: Record<string, WritableTensor> = {};
  for (const [name, view] of file.tensors)
    tensors[name] = { dtype: 'F32', shape: view.shape, data: toFloat32(view) };
  change.tensors?.(tensors);
  const head = JSON.parse(file.metadata['plumbline.checkpoint']!) as Record<string, unknown>;
  change.head?.(head);
  return writeSafetensors(tensors, { 'plumbline.checkpoint': change.text ?? JSON.stringify(head) });
}

const flat = (data: number[]): WritableTensor => ({
  dtype: 'F32',
  shape: [data.length],
  data: Float32Array.from(data),
});

describe('checkpoint', () => {
  it('comes back bit for bit', () => {
    const checkpoint = testCheckpoint();
    const back = decodeCheckpoint(encodeCheckpoint(checkpoint));
    expect(back).toEqual(checkpoint);
    for (const key of ['adapters', 'm', 'v'] as const)
      expect(bits(back[key])).toEqual(bits(checkpoint[key]));
  });

  it('is the same file for the same checkpoint', () => {
    expect(encodeCheckpoint(testCheckpoint())).toEqual(encodeCheckpoint(testCheckpoint()));
  });

  const cases: Record<string, [Uint8Array, RegExp]> = {
    'no file at all': [new Uint8Array(0), /8 are needed/],
    'a cut file': [encodeCheckpoint(testCheckpoint()).slice(0, -4), /cannot be used/],
    'another safetensors file': [writeSafetensors({ policy: flat([1]) }), /no checkpoint/],
    'a description that is not JSON': [forged({ text: '{' }), /not JSON/],
    'another version': [forged({ head: (head) => (head['version'] = 2) }), /“version”/],
    'an unknown key': [forged({ head: (head) => (head['surprise'] = 1) }), /“surprise”/],
    'a missing key': [forged({ head: (head) => delete head['baseHash'] }), /“baseHash”/],
    'a negative step': [forged({ head: (head) => (head['step'] = -1) }), /“step”/],
    'a bad setting': [
      forged({ head: (head) => ((head['settings'] as Record<string, unknown>)['beta'] = 'much') }),
      /settings\.objective\.beta/,
    ],
    'a bad change': [
      forged({
        head: (head) => (head['changes'] = [{ step: 1, values: { adapter: { rank: 3 } } }]),
      }),
      /changes/,
    ],
    'another rank than its settings': [forged({ head: (head) => (head['rank'] = 4) }), /rank is 4/],
    'a foreign seed': [
      forged({ head: (head) => (head['randomCounters'] = { seed: 8, nextStep: 20 }) }),
      /seed 8/,
    ],
    'counters of another step': [
      forged({ head: (head) => (head['randomCounters'] = { seed: 7, nextStep: 19 }) }),
      /step 19/,
    ],
    'overlapping matrices': [
      forged({ head: (head) => ((head['layout'] as { offsetB: number }[])[0]!.offsetB = 10) }),
      /overlaps/,
    ],
    'a matrix past the end': [
      forged({ head: (head) => ((head['layout'] as { offsetB: number }[])[1]!.offsetB = 300) }),
      /past the 320/,
    ],
    'a module twice': [
      forged({
        head: (head) => ((head['layout'] as { module: string }[])[1]!.module = 'mid.attn1.to_q'),
      }),
      /listed twice/,
    ],
    'a missing tensor': [
      forged({ tensors: (tensors) => delete tensors['adam.m'] }),
      /adam\.m is missing/,
    ],
    'a tensor too many': [
      forged({ tensors: (tensors) => (tensors['x'] = flat([1])) }),
      /4 tensors/,
    ],
    'moments of another length': [
      forged({ tensors: (tensors) => (tensors['adam.m'] = flat([1, 2])) }),
      /320, 2 and 320/,
    ],
    'a half-precision tensor': [
      forged({
        tensors: (tensors) =>
          (tensors['policy'] = { dtype: 'F16', shape: [320], data: new Float32Array(320) }),
      }),
      /F16/,
    ],
    'a number that is none': [
      forged({
        tensors: (tensors) =>
          (tensors['policy'] = flat(Array.from({ length: 320 }, (_, i) => (i === 5 ? NaN : 0)))),
      }),
      /policy\[5\] is NaN/,
    ],
    'a negative second moment': [
      forged({
        tensors: (tensors) =>
          (tensors['adam.v'] = flat(Array.from({ length: 320 }, (_, i) => (i === 9 ? -1 : 0)))),
      }),
      /adam\.v\[9\]/,
    ],
  };
  it.each(Object.entries(cases))('refuses %s', (_name, [file, pattern]) => {
    expect(() => decodeCheckpoint(file)).toThrow(
      expect.objectContaining({
        kind: 'BadCheckpoint',
        message: expect.stringMatching(pattern),
        remedy: expect.stringMatching(/./),
      }),
    );
  });
});
