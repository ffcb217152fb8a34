// The rule of texts sees what it is for, and nothing else.

import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { textsOf } from './texts.mjs';

const found = (source) => textsOf(parseSync('a.tsx', source).program);

describe('texts outside strings/', () => {
  it('are found between tags and in attributes that are read', () => {
    const { components } = found('const a = <p title="A title">Some words {text.more}</p>;');
    expect(components).toHaveLength(2);
  });
  it('are not symbols, names of classes or what comes from strings', () => {
    const { components } = found('const a = <p className="small" title={text.x}>β · {text.y}</p>;');
    expect(components).toEqual([]);
  });
  it('are the literal arguments of errors but their kind', () => {
    const { errors } = found("new StudioError('BadSettings', `No ${x}.`, y ? 'Do this.' : z)");
    expect(errors).toHaveLength(2);
    const { errors: none } = found("new StudioError('Busy', ...strings.errors.a.b('value'))");
    expect(none).toEqual([]);
  });
  it('are sentences anywhere, for they may become part of an error', () => {
    expect(found('const a = refuse(`the tensor ${x} is missing`);').sentences).toHaveLength(1);
    expect(found("const a = 'it holds an average';").sentences).toHaveLength(1);
  });
  it('are not code, paths, classes, or what only a fault of the program throws', () => {
    for (const source of [
      "throw new Error('a fault of the program');",
      "const a = 'let pairs = words[index]; return pairs';",
      "const a = 'unet/config.json vae/config.json text_encoder/config.json';",
      '<p className="row tight small">{text.x}</p>;',
    ])
      expect(found(source)).toEqual({ components: [], errors: [], sentences: [] });
  });
});
