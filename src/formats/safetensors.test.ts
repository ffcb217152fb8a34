import { readdirSync, readFileSync } from 'node:fs';
import { blobFile } from './rangedFile';
import { describe, expect, it } from 'vitest';
import {
  openSafetensorsFile,
  parseSafetensors,
  toFloat32,
  toFloat64,
  toInt32,
} from './safetensors';
import { writeSafetensors } from './writeSafetensors';

const folder = 'fixtures/safetensors_format';
const read = (name: string) => new Uint8Array(readFileSync(`${folder}/${name}`));
const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));

interface Expected {
  metadata: Record<string, string>;
  tensors: Record<string, { dtype: string; shape: number[]; values: (number | string)[] }>;
}

describe('parseSafetensors', () => {
  const expected = JSON.parse(
    readFileSync(`${folder}/all_dtypes.expected.json`, 'utf8'),
  ) as Expected;
  const file = parseSafetensors(read('all_dtypes.safetensors'));
  it('reads the metadata and all names', () => {
    expect(file.metadata).toEqual(expected.metadata);
    expect([...file.tensors.keys()].sort()).toEqual(Object.keys(expected.tensors).sort());
  });
  it.each(Object.entries(expected.tensors))('reads %s', (name, { dtype, shape, values }) => {
    const view = file.tensors.get(name)!;
    expect(view.shape).toEqual(shape);
    const numbers =
      dtype === 'float64' || dtype.startsWith('int') ? [...toFloat64(view)] : [...toFloat32(view)];
    expect(numbers).toEqual(
      dtype === 'float64' || dtype === 'int32'
        ? values.map(Number)
        : [
            ...Float32Array.from(
              values.map((value) =>
                value === 'inf' ? Infinity : value === '-inf' ? -Infinity : Number(value),
              ),
            ),
          ],
    );
  });
  it.each(files.filter((name) => name.startsWith('bad_')))('refuses %s', (name) => {
    expect(() => parseSafetensors(read(name))).toThrow('Not a usable safetensors file');
  });
  it('reads a file whose data start at an odd address', () => {
    const unaligned = parseSafetensors(read('unaligned_header.safetensors'));
    for (const view of unaligned.tensors.values())
      expect(toFloat32(view)).toHaveLength(view.shape.reduce((a, b) => a * b, 1));
  });
  it('refuses every file cut short and every flipped length byte', () => {
    const whole = read('all_dtypes.safetensors');
    for (let length = 0; length < whole.length; length += 7)
      expect(() => parseSafetensors(whole.slice(0, length))).toThrow('Not a usable');
    for (let byte = 0; byte < 8; byte++) {
      const damaged = whole.slice();
      damaged[byte]! ^= 0x55;
      expect(() => parseSafetensors(damaged)).toThrow('Not a usable');
    }
  });
  it('refuses whole numbers beyond 32 bits where int32 is wanted', () => {
    expect(() => toInt32(file.tensors.get('i64')!)).toThrow('beyond 32 bits');
  });
});

describe('beside the reference reader', () => {
  // What huggingface's reader itself said of each file: tools/fuzz/referenceRules.py.
  const { rules } = JSON.parse(readFileSync(`${folder}/reference.json`, 'utf8')) as {
    rules: { rule: string; reference: 'accepted' | 'refused'; file: string }[];
  };
  /** Stricter on purpose: what stands twice may mean two things. */
  const stricter = ['header begins with a space', 'tensor twice, the same place'];
  it.each(rules)('$rule: $reference', ({ rule, reference, file }) => {
    const bytes = new Uint8Array(Buffer.from(file, 'base64'));
    if (reference === 'refused' || stricter.includes(rule))
      expect(() => parseSafetensors(bytes)).toThrow('Not a usable safetensors file');
    else expect(parseSafetensors(bytes).tensors.size).toBeLessThan(3);
  });
});

describe('writeSafetensors', () => {
  const tensors = {
    b: { dtype: 'F16' as const, shape: [3], data: Float32Array.of(1, -2.5, 0.333) },
    a: { dtype: 'F32' as const, shape: [2, 2], data: Float32Array.of(1, 2, 3, -0) },
    n: { dtype: 'I32' as const, shape: [], data: Int32Array.of(7) },
  };
  it('is read back, by memory and by Blob, and is the same every time', async () => {
    const bytes = writeSafetensors(tensors, { format: 'pt', note: 'café' });
    expect(writeSafetensors(tensors, { note: 'café', format: 'pt' })).toEqual(bytes);
    const file = parseSafetensors(bytes);
    expect(file.metadata).toEqual({ format: 'pt', note: 'café' });
    expect([...toFloat32(file.tensors.get('a')!)]).toEqual([1, 2, 3, -0]);
    expect([...toInt32(file.tensors.get('n')!)]).toEqual([7]);
    const blob = await openSafetensorsFile(blobFile(new Blob([bytes])));
    expect([...blob.tensors.keys()].sort()).toEqual(['a', 'b', 'n']);
    expect(blob.tensors.get('b')!.shape).toEqual(file.tensors.get('b')!.shape);
    expect(toFloat32(await blob.read('b'))[2]).toBeCloseTo(0.333, 3);
    await expect(blob.read('c')).rejects.toThrow('no tensor “c”');
  });
  it('refuses numbers that do not fit the shape', () => {
    expect(() =>
      writeSafetensors({ a: { dtype: 'F32', shape: [2], data: new Float32Array(3) } }),
    ).toThrow('3 numbers for [2]');
  });
});
