// The prelude's includes: every .wgsl file of src names only pieces that are there, and a wrong
// name is an error that says so.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withPrelude } from './prelude';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.wgsl'),
);

describe('prelude', () => {
  it('gives every included piece its place', () => {
    const text = withPrelude('// first\n// #include "prelude/invocation.wgsl"\nlast');
    expect(text).toMatch(/^\/\/ first\n.*fn threadIndex\(.*\nlast$/s);
    expect(text).not.toContain('#include');
  });

  it('names a piece that is not there', () => {
    expect(() => withPrelude('// #include "prelude/absent.wgsl"')).toThrow(
      'includes "prelude/absent.wgsl"; there are prelude/invocation.wgsl, ',
    );
  });

  it.each(files)('%s includes only what there is', (name) => {
    expect(withPrelude(readFileSync(join('src', name), 'utf8'))).not.toContain('#include');
  });

  it('holds each struct once: no two files declare an equal one', () => {
    const seen = new Map<string, string>();
    const copies: string[] = [];
    for (const name of files) {
      const text = readFileSync(join('src', name), 'utf8').replaceAll(/\/\/.*$/gm, '');
      for (const [declared, struct] of text.matchAll(/struct (\w+) \{[^}]*\}/g)) {
        const words = declared.replaceAll(/\s+/g, ' ').replace(/, ?\}/, ' }');
        const first = seen.get(words);
        if (first) copies.push(`${struct} in ${first} and ${name}`);
        seen.set(words, name);
      }
    }
    expect(copies).toEqual([]);
  });
});
