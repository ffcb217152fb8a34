// Cases that run on no executor: the tokenizer's strings and the safetensors container, good files
// and malformed ones.

import { readFileSync } from 'node:fs';
import { createClipTokenizer, type SpecialTokens } from '../../src/formats/clipTokenizer';
import {
  parseSafetensors,
  toFloat32,
  toFloat64,
  type TensorView,
} from '../../src/formats/safetensors';
import { StudioError } from '../../src/errors';
import { objectOf, type CaseFolder, type Json } from './caseFolder';
import { numberOf } from './recorded';
import type { Comparison } from './report';
import type { Suite } from './suite';

/**
 * Strings on which the two reference tokenizers agree: each must give the same ids, unpadded and
 * padded.
 */
export async function tokenizerCases(suite: Suite, folder: CaseFolder): Promise<void> {
  const text = (file: string) => readFileSync(folder.at(file), 'utf8');
  const vocab = folder.json('vocab.json') as Record<string, number>;
  const special = (
    folder.files('.json').includes('tokenizer_config.json')
      ? folder.json('tokenizer_config.json')
      : {}
  ) as SpecialTokens;
  for (const file of folder.files('.json')) {
    const cases = folder.json(file);
    if (!Array.isArray(cases) || !cases.every((one) => 'ids_unpadded' in (one as Json))) continue;
    const hard = (cases as Json[]).filter(
      (one) =>
        JSON.stringify(one['ids_unpadded']) === JSON.stringify(one['open_clip_ids_unpadded']),
    );
    suite.host(`${folder.name}/${file.replace(/\.json$/, '')} (${hard.length} strings)`, () =>
      hard.map((one): Comparison => {
        const padded = Object.keys(one).find((key) => /^ids_\d+$/.test(key));
        const tokenizer = createClipTokenizer({
          vocab,
          merges: text('merges.txt'),
          maxLength: padded ? Number(padded.slice(4)) : 77,
          special,
        });
        const same =
          JSON.stringify(tokenizer.encode(String(one['text']))) ===
            JSON.stringify(one['ids_unpadded']) &&
          (!padded ||
            JSON.stringify([...tokenizer.encodePadded(String(one['text']))]) ===
              JSON.stringify(one[padded]));
        return { what: JSON.stringify(one['text']), error: same ? 0 : 1, tolerance: 0 };
      }),
    );
  }
}

/** Recorded values of one tensor against what is read; 64-bit integers are recorded as text. */
function compareTensor(name: string, view: TensorView | undefined, recorded: Json): Comparison {
  if (!view) return { what: `${name} is missing`, error: 1, tolerance: 0 };
  if (JSON.stringify(view.shape) !== JSON.stringify(recorded['shape']))
    return { what: `shape of ${name}`, error: 1, tolerance: 0 };
  const values = recorded['values'] as unknown[];
  const wide = view.dtype === 'F64';
  if (view.dtype === 'I64') {
    const data = new DataView(view.bytes.buffer, view.bytes.byteOffset, view.bytes.byteLength);
    return {
      what: name,
      error: values.filter((value, i) => data.getBigInt64(i * 8, true) !== BigInt(String(value)))
        .length,
      tolerance: 0,
    };
  }
  const read = wide || view.dtype.startsWith('I') ? toFloat64(view) : toFloat32(view);
  const wrong = values.filter((value, i) => {
    const wanted =
      wide || view.dtype.startsWith('I')
        ? numberOf(typeof value === 'boolean' ? Number(value) : value)
        : Math.fround(numberOf(typeof value === 'boolean' ? Number(value) : value));
    return !Object.is(read[i], wanted);
  }).length;
  return { what: name, error: wrong + Math.abs(values.length - read.length), tolerance: 0 };
}

/**
 * `NAME.safetensors` beside `NAME.expected.json` must read as recorded; `bad_…` must be refused;
 * any other must read.
 */
export async function safetensorsCases(suite: Suite, folder: CaseFolder): Promise<void> {
  for (const file of folder.files('.safetensors')) {
    const stem = file.replace(/\.safetensors$/, '');
    const bytes = new Uint8Array(readFileSync(folder.at(file)));
    suite.host(`${folder.name}/${stem}`, () => {
      if (stem.startsWith('bad')) {
        try {
          parseSafetensors(bytes);
          return [{ what: 'it was read', error: 1, tolerance: 0 }];
        } catch (error) {
          return [{ what: 'refused', error: error instanceof StudioError ? 0 : 1, tolerance: 0 }];
        }
      }
      const read = parseSafetensors(bytes);
      const sizes = [...read.tensors.values()].map((view): Comparison => ({
        what: `size of ${view.name}`,
        error: Math.abs(toFloat32(view).length - view.shape.reduce((a, b) => a * b, 1)),
        tolerance: 0,
      }));
      if (!folder.files('.json').includes(`${stem}.expected.json`)) return sizes;
      const expected = objectOf(folder.json(`${stem}.expected.json`), stem);
      const tensors = objectOf(expected['tensors'], stem);
      const metadata =
        JSON.stringify(Object.entries(read.metadata).sort()) ===
        JSON.stringify(Object.entries(objectOf(expected['metadata'] ?? {}, stem)).sort());
      return [
        { what: 'metadata', error: metadata ? 0 : 1, tolerance: 0 },
        {
          what: 'number of tensors',
          error: Math.abs(read.tensors.size - Object.keys(tensors).length),
          tolerance: 0,
        },
        ...Object.entries(tensors).map(([name, one]) =>
          compareTensor(name, read.tensors.get(name), one as Json),
        ),
        ...sizes,
      ];
    });
  }
}
