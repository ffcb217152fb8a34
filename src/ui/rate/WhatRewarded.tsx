// What the ratings go with, told when it is asked for: a guess comes first.

import { Button } from '@mantine/core';
import { failureOf } from '../../state/common/setTask';
import { datasetStore } from '../../state/data/datasetStore';
import { cancelRewarded, rewardedStore, showRewarded } from '../../state/rate/rewardedStore';
import { ratersOn, ratingStore } from '../../state/rate/ratingStore';
import { correlationInterval } from '../../statistics/correlationInterval';
import { strings } from '../../strings';
import { fixed, percent, signedFixed, whole } from '../../strings/format';
import { Failure } from '../common/Failure';
import { Panel } from '../common/Panel';
import { SetProgress } from '../common/SetProgress';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.rewarded;

export function WhatRewarded() {
  const { result, datasetId, busy } = useStore(rewardedStore, (state) => state);
  const open = useStore(datasetStore, (state) => state.datasetId);
  const failure = useStore(rewardedStore, (state) => failureOf(state, open));
  const any = useStore(ratingStore, (state) => ratersOn(state, state.scale).length > 0);
  if (!any) return null;
  const shown = datasetId === open ? result : null;
  const rows = shown === null ? [] : shown.traits.toSorted((a, b) => Math.abs(b.r) - Math.abs(a.r));
  return (
    <Panel title={text.title} lede={text.lede}>
      <div className="stack tight">
        {busy === null ? (
          <div>
            <Button
              variant="default"
              data-testid={testIds.whatRewarded}
              onClick={() => void showRewarded()}
            >
              {text.show}
            </Button>
          </div>
        ) : (
          <SetProgress work={busy} onCancel={cancelRewarded} />
        )}
        {failure === null ? null : <Failure failure={failure} />}
        {shown === null ? null : (
          <div data-testid={testIds.whatRewardedResult}>
            <table className="plain">
              <thead>
                <tr>
                  <th scope="col">{text.trait}</th>
                  <th scope="col" className="number">
                    {text.correlation}
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ rewardId, r }) => {
                  const { low, high } = correlationInterval(r, shown.count);
                  const chance = !(low > 0 || high < 0);
                  return (
                    <tr key={rewardId}>
                      <th scope="row">{text.traits[rewardId] ?? rewardId}</th>
                      <td className="number">
                        {chance ? (
                          <span className="muted">
                            {fixed(r, 2)}, {text.chance}
                          </span>
                        ) : (
                          <b>
                            {signedFixed(r, 2)} [{fixed(low, 2)}, {fixed(high, 2)}]
                          </b>
                        )}
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {Number.isFinite(shown.promptShare) ? (
              <p className="small">{text.prompt(percent(Math.max(0, shown.promptShare)))}</p>
            ) : null}
            <p className="small muted">{text.count(whole(shown.count))}</p>
          </div>
        )}
      </div>
    </Panel>
  );
}
