// Step four: what training did. A quick look side by side, an evaluation with intervals, the
// frontier of reward against drift, and a blind judgement by people.

import { useEffect } from 'react';
import { strings } from '../../strings';
import { loadEvaluations } from '../../state/evaluate/evaluationActions';
import { evaluationStore } from '../../state/evaluate/evaluationStore';
import { loadRewards, rewardStore } from '../../state/common/rewardStore';
import { sessionStore } from '../../state/session/sessionStore';
import { Failure } from '../common/Failure';
import { useStore } from '../common/useStore';
import { BlindTab } from './BlindTab';
import { EvaluateTab } from '../evaluate/EvaluateTab';
import { FrontierTab } from '../evaluate/FrontierTab';
import { tabId } from '../testIds';
import { CompareTabs, tabPanelId } from './CompareTabs';
import { Compare } from './Compare';
import { SdeditTab } from './SdeditTab';

export function CompareScreen() {
  const tab = useStore(evaluationStore, (state) => state.tab);
  const evaluating = useStore(evaluationStore, (state) => state.failure);
  const asking = useStore(rewardStore, (state) => state.failure);
  const failure = evaluating ?? asking;
  const ready = useStore(sessionStore, (state) => state.connection === 'ready');
  useEffect(() => {
    if (ready) void Promise.all([loadEvaluations(), loadRewards()]);
  }, [ready]);
  return (
    <div className="screen">
      <header>
        <h1>{strings.compare.title}</h1>
        <p className="lede">{strings.evaluate.ledes[tab]}</p>
      </header>
      <CompareTabs />
      <div className="screen" role="tabpanel" id={tabPanelId(tab)} aria-labelledby={tabId(tab)}>
        {failure === null || tab === 'compare' ? null : <Failure failure={failure} />}
        {tab === 'compare' ? <Compare /> : null}
        {tab === 'evaluate' ? <EvaluateTab /> : null}
        {tab === 'frontier' ? <FrontierTab /> : null}
        {tab === 'blind' ? <BlindTab /> : null}
        {tab === 'sdedit' ? <SdeditTab /> : null}
      </div>
    </div>
  );
}
