// The only three substitutions made in WGSL text, so that every .wgsl file stays complete and
// readable alone:
// `withLanes` turns a file written for `alias Number = vec4<f32>;` into its scalar twin,
// `withStoredWeights` swaps the two lines marked `// weights` (the buffer and its `fn weight`) for
// packed f16 pairs or int8, and `withStagedHalves` the line marked `// staged` for f16.

import type { Storage } from './kernel';

/** Numbers handled at once: 4 where the innermost sizes are multiples of four, else 1. */
export type Lanes = 1 | 4;

const ALIAS = 'alias Number = vec4<f32>;';
const WEIGHTS = new RegExp(
  String.raw`var<storage, read> (\w+): array<[^;\n]*>; ` +
    String.raw`// weights(?: of (params\.\w+) quads a row)?\n` +
    String.raw`fn weight\(([^)\n]*)\) -> [^{\n]*\{[^\n]*\}`,
);

/** The file for four lanes as it is, or its scalar twin. Throws when the file has no such alias. */
export function withLanes(wgsl: string, lanes: Lanes): string {
  if (!wgsl.includes(ALIAS))
    throw new Error('kernels: this WGSL has no line "alias Number = vec4<f32>;"');
  return lanes === 4 ? wgsl : wgsl.replace(ALIAS, 'alias Number = f32;');
}

/**
 * The file reading its weights as they are stored. int8 wants `weight(index, column)`, four lanes
 * and the quads of a row in the marked line: in front of the values lies one f32 scale per column.
 * Throws when the file has no such lines.
 */
export function withStoredWeights(wgsl: string, storage: Storage, lanes: Lanes): string {
  if (storage !== 'f16' && storage !== 'int8') return wgsl;
  const found = WEIGHTS.exec(wgsl);
  if (!found) throw new Error('kernels: this WGSL has no lines marked "// weights"');
  const [, name, quads, parameters] = found;
  if (storage === 'f16') {
    return wgsl.replace(
      WEIGHTS,
      lanes === 4
        ? `var<storage, read> ${name}: array<vec2<u32>>;\nfn weight(${parameters}) -> ` +
            'vec4<f32> { ' +
            `let pairs = ${name}[index]; return vec4<f32>(unpack2x16float(pairs.x), ` +
            'unpack2x16float(pairs.y)); }'
        : `var<storage, read> ${name}: array<u32>;\nfn weight(${parameters}) -> f32 { let pair = ` +
            `unpack2x16float(${name}[index >> 1u]); return select(pair.x, pair.y, (index & 1u) ` +
            '== 1u); }',
    );
  }
  if (quads === undefined || lanes !== 4)
    throw new Error('kernels: this WGSL cannot read int8 weights');
  const scale = [0, 1, 2, 3].map((lane) => `${name}[4u * column + ${lane}u]`).join(', ');
  return wgsl.replace(
    WEIGHTS,
    `var<storage, read> ${name}: array<u32>;\nfn weight(${parameters}) -> vec4<f32> {\n` +
      `  let four = vec4<u32>(${name}[4u * ${quads} + index]) << vec4<u32>(24u, 16u, 8u, 0u);\n` +
      `  let scale = bitcast<vec4<f32>>(vec4<u32>(${scale}));\n` +
      '  return vec4<f32>(bitcast<vec4<i32>>(four) >> vec4<u32>(24u)) * scale;\n}',
  );
}

const STAGED = 'alias Staged = vec4<f32>; // staged';

/**
 * The file staging its weights as f16 (feature `shader-f16`), for weights stored as f16: nothing is
 * rounded. Throws when the file has no such line.
 */
export function withStagedHalves(wgsl: string): string {
  if (!wgsl.includes(STAGED)) throw new Error(`kernels: this WGSL has no line "${STAGED}"`);
  return `enable f16;\n${wgsl.replace(STAGED, 'alias Staged = vec4<f16>; // staged')}`;
}

/** 4 where every one of these sizes is a multiple of four, else 1. */
export function lanesFor(...sizes: number[]): Lanes {
  return sizes.every((size) => size % 4 === 0) ? 4 : 1;
}

/** Workgroups of 64 threads for `threads` threads. */
export function groupsFor(threads: number): number {
  return Math.max(1, Math.ceil(threads / 64));
}
