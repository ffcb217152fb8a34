// Settings through a link: what one person has comes out elsewhere, and a wrong value is refused.

import { expect, it } from 'vitest';
import { withChange } from '../../settings/runSettings';
import { readLink, writeLink } from '../session/pageLink';
import { applyLinkedSettings, linkedSettings } from './linkSettings';
import { editSettings, settingsOfMethod, settingsStore } from './settingsStore';

it('carries method, numbers and lists, and refuses what no setting may be', () => {
  const mine = withChange(settingsOfMethod('tgo'), {
    objective: { beta: 3 },
    optimizer: { learningRate: 0.002 },
    training: { seed: 41 },
    threshold: { scoreScale: 'raw' },
    sampling: { previewPrompts: ['a cat & a dog', 'ein Käfer'] },
  });
  editSettings(mine);
  const hash = writeLink({
    screen: 'objective',
    hide: [],
    model: null,
    settings: linkedSettings(),
  });
  editSettings(settingsOfMethod('sft'));
  applyLinkedSettings(readLink(hash).settings);
  expect(settingsStore.getState().settings).toEqual(mine);
  expect(() => applyLinkedSettings({ learningRate: '7' })).toThrow('learningRate');
  expect(() => applyLinkedSettings({ nothing: '7' })).toThrow('nothing');
  // Numbers that the method does not have are not dropped in silence.
  for (const key of ['beta', 'objective.nothing'])
    expect(() => applyLinkedSettings({ method: 'sft', [key]: '1' })).toThrow(key);
});
