// The intraclass correlation in a plain sentence: is it the image or the prompt that decides the score?

import { useMemo } from 'react';
import type { ScoredItem } from '../../bridge/protocol';
import { strings } from '../../strings';
import { percent } from '../../strings/format';
import { betweenPromptShare } from '../../state/scoreAnalysis';
import { testIds } from '../testIds';

/** Below this one threshold suits all prompts; above the second one a threshold per prompt is advised (losses 1.3 k). */
const LOW = 0.3;
const HIGH = 0.5;

export function PromptShare({ items }: { readonly items: readonly ScoredItem[] }) {
  const share = useMemo(() => betweenPromptShare(items), [items]);
  const text = strings.scores;
  const known = Number.isFinite(share);
  const clipped = Math.max(0, share);
  const sentence = !known ? text.iccUnknown : share < LOW ? text.iccLow(percent(clipped)) : share < HIGH ? text.iccMiddle(percent(clipped)) : text.iccHigh(percent(clipped));
  return (
    <div data-testid={testIds.icc}>
      <h3>{text.iccTitle}</h3>
      {known ? <div className="meter" aria-hidden="true"><span style={{ inlineSize: `${clipped * 100}%` }} /></div> : null}
      <p className="small muted" style={{ maxInlineSize: '72ch' }}>{sentence}</p>
    </div>
  );
}
