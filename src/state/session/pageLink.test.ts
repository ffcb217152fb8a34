// Links as hashes: there and back, and what is not known.

import { describe, expect, it } from 'vitest';
import { readLink, writeLink } from './pageLink';

describe('a link to the studio', () => {
  it('comes back as it was written', () => {
    const link = {
      screen: 'training',
      hide: ['rail', 'files'],
      model: 'nano',
      settings: { method: 'sft', learningRate: '0.002', previewPrompts: '["a & b","c=d"]' },
    } as const;
    expect(readLink(writeLink(link))).toEqual(link);
  });
  it('leaves out what cannot be hidden, and reads a bare screen', () => {
    expect(readLink('#runs?hide=rail,body')).toMatchObject({ screen: 'runs', hide: ['rail'] });
    expect(readLink('#data')).toEqual({ screen: 'data', hide: [], model: null, settings: {} });
    expect(writeLink(readLink('#data'))).toBe('#data');
  });
});
