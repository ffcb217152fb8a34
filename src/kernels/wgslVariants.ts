// The only two substitutions made in WGSL text, so that every .wgsl file stays complete and
// readable alone:
// `withLanes` turns a file written for `alias Number = vec4<f32>;` into its scalar twin, and
// `withHalfWeights` swaps the two lines marked `// weights` (the buffer and its `fn weight`) for
// packed f16 pairs.

/** Numbers handled at once: 4 where the innermost sizes are multiples of four, else 1. */
export type Lanes = 1 | 4;

const ALIAS = 'alias Number = vec4<f32>;';
const WEIGHTS =
  /var<storage, read> (\w+): array<[^;\n]*>; \/\/ weights\nfn weight\(index: u32\) -> [^{\n]*\{[^\n]*\}/;

/** The file for four lanes as it is, or its scalar twin. Throws when the file has no such alias. */
export function withLanes(wgsl: string, lanes: Lanes): string {
  if (!wgsl.includes(ALIAS))
    throw new Error('kernels: this WGSL has no line "alias Number = vec4<f32>;"');
  return lanes === 4 ? wgsl : wgsl.replace(ALIAS, 'alias Number = f32;');
}

/** The file reading its weights as f16 pairs. Throws when it has no lines marked as weights. */
export function withHalfWeights(wgsl: string, lanes: Lanes): string {
  const found = WEIGHTS.exec(wgsl);
  if (!found) throw new Error('kernels: this WGSL has no lines marked "// weights"');
  const name = found[1]!;
  const halves =
    lanes === 4
      ? `var<storage, read> ${name}: array<vec2<u32>>;\nfn weight(index: u32) -> vec4<f32> { ` +
        `let pairs = ${name}[index]; return vec4<f32>(unpack2x16float(pairs.x), ` +
        'unpack2x16float(pairs.y)); }'
      : `var<storage, read> ${name}: array<u32>;\nfn weight(index: u32) -> f32 { let pair = ` +
        `unpack2x16float(${name}[index >> 1u]); return select(pair.x, pair.y, (index & 1u) == ` +
        '1u); }';
  return wgsl.replace(WEIGHTS, halves);
}

/** 4 where every one of these sizes is a multiple of four, else 1. */
export function lanesFor(...sizes: number[]): Lanes {
  return sizes.every((size) => size % 4 === 0) ? 4 : 1;
}

/** Workgroups of 64 threads for `threads` threads. */
export function groupsFor(threads: number): number {
  return Math.max(1, Math.ceil(threads / 64));
}
