// The open set has images, and none of them a score of the source in use: what can be done about
// it.

import { Button } from '@mantine/core';
import { strings } from '../../../strings';
import { openScreen } from '../../../state/session/sessionStore';
import { Panel } from '../../common/Panel';
import { ScoreSource } from './ScoreSource';

const text = strings.rating.sources;

export function NoScores() {
  return (
    <Panel title={strings.scores.title} lede={text.empty}>
      <div className="stack">
        <ScoreSource />
        <div className="row tight">
          <Button data-part="rate" onClick={() => openScreen('rate')}>
            {text.rate}
          </Button>
          <Button variant="default" onClick={() => openScreen('data')}>
            {text.scoreBy}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
