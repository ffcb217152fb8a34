// Damage as files really suffer it, and as someone would do it on purpose: flipped bits, cut ends,
// moved pieces, lying lengths; for text also numbers, names and nesting out of range. Reproducible:
// all choices come from the given numbers.

/** A small generator of reproducible choices (splitmix32). */
export class Choices {
  constructor(private state: number) {}

  /** A whole number from 0 to below `count`. */
  below(count: number): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) % Math.max(1, count);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }
}

/** A seed for one case of one kind. */
export function caseSeed(kind: string, seed: number, index: number): number {
  let hash = 2166136261 ^ seed;
  for (const char of `${kind}/${index}`) hash = Math.imul(hash ^ char.charCodeAt(0), 16777619);
  return hash | 0;
}

type Mutation = (bytes: Uint8Array, choices: Choices, other: Uint8Array) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
};

const BYTES: readonly Mutation[] = [
  function flipBit(bytes, choices) {
    const out = bytes.slice();
    const at = choices.below(out.length);
    if (out.length > 0) out[at] = out[at]! ^ (1 << choices.below(8));
    return out;
  },
  function setBytes(bytes, choices) {
    const out = bytes.slice();
    for (let i = choices.below(8); i >= 0; i--)
      out[choices.below(out.length)] = choices.pick([0, 1, 0x22, 0x5c, 0x7f, 0x80, 0xff]);
    return out;
  },
  (bytes, choices) => bytes.slice(0, choices.below(bytes.length)),
  (bytes, choices) => bytes.slice(choices.below(bytes.length)),
  function removePiece(bytes, choices) {
    const at = choices.below(bytes.length);
    const length = 1 + choices.below(64);
    return joined(bytes.subarray(0, at), bytes.subarray(at + length));
  },
  function repeatPiece(bytes, choices) {
    const at = choices.below(bytes.length);
    const piece = bytes.subarray(at, at + 1 + choices.below(256));
    const times = 1 + choices.below(50);
    return joined(
      bytes.subarray(0, at),
      ...Array.from({ length: times }, () => piece),
      bytes.subarray(at),
    );
  },
  function splice(bytes, choices, other) {
    const [from, to] = [choices.below(bytes.length), choices.below(other.length)];
    return joined(bytes.subarray(0, from), other.subarray(to));
  },
  function lyingNumber(bytes, choices) {
    const out = bytes.slice();
    if (out.length < 8) return out;
    const view = new DataView(out.buffer);
    const at = choices.below(out.length - 8);
    const value = choices.pick([0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0xfffffffe, 65535]);
    if (choices.below(2) === 0) view.setUint32(at, value, choices.below(2) === 0);
    else view.setUint16(at, value & 0xffff, choices.below(2) === 0);
    return out;
  },
];

/** Replacements in text, where a token of that kind stands. */
const TOKENS: readonly (readonly [RegExp, readonly string[]])[] = [
  [
    /-?\d+(\.\d+)?(e[+-]?\d+)?/giu,
    ['1e999', '-1e999', '1e39', 'NaN', '-0', '1e-400', '99999999999999999999', '0.5', '""', 'null'],
  ],
  [
    /"[^"\n]{0,80}"/gu,
    ['"\\ud800"', '"__proto__"', '"constructor"', '""', '"\\u0000"', '{}', '[]', 'null', '1', '"'],
  ],
  [/[,;:\t]/gu, ['', ',,', '\t', ';', '"', '\n', '\0']],
  [/[[\]{}]/gu, ['', '[', '[[', '{', '}}', ']']],
  [/\n/gu, ['\r', '\r\n', '', '\n\n', '\n"']],
];

function replaceToken(text: string, choices: Choices): string {
  const [pattern, replacements] = choices.pick(TOKENS);
  const found = [...text.slice(0, 100_000).matchAll(pattern)];
  if (found.length === 0) return text;
  const { index, 0: token } = choices.pick(found);
  return text.slice(0, index) + choices.pick(replacements) + text.slice(index + token.length);
}

const TEXT: readonly ((text: string, choices: Choices) => string)[] = [
  replaceToken,
  replaceToken,
  (text, choices) => replaceToken(replaceToken(replaceToken(text, choices), choices), choices),
  // Deep nesting, long texts, many escapes.
  (text, choices) => {
    const depth = choices.pick([10, 200, 5000, 100_000]);
    const at = choices.below(text.length);
    return text.slice(0, at) + '['.repeat(depth) + ']'.repeat(depth) + text.slice(at);
  },
  (text, choices) => {
    const at = choices.below(text.length);
    const long = choices.pick(['a', '\\"', '\\\\', '""', '"', ',', '😀', '\\u0041', 'NaN', ' ']);
    return text.slice(0, at) + long.repeat(choices.pick([100, 10_000, 100_000])) + text.slice(at);
  },
  (text) => `\ufeff${text}`,
  // A key twice.
  (text) => text.replace(/("[^"]{1,60}":\s*[^,{}[\]]{1,40}),/u, '$1,$1,'),
];

/** One damaged file from the seeds of a kind. */
export function mutate(
  seeds: readonly Uint8Array[],
  choices: Choices,
  isText: boolean,
): Uint8Array {
  let bytes = choices.pick(seeds);
  for (let rounds = 1 + choices.below(3); rounds > 0; rounds--) {
    if (isText && choices.below(3) > 0)
      bytes = new TextEncoder().encode(
        choices.pick(TEXT)(new TextDecoder().decode(bytes), choices),
      );
    else bytes = choices.pick(BYTES)(bytes, choices, choices.pick(seeds));
  }
  return bytes;
}
