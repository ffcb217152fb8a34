// By what the wall is scored: what can be seen, its opposite, or two words of one's own.

import { useState } from 'react';
import {
  chooseWallScore,
  scoreByWords,
  wallScoreName,
  wallStore,
} from '../../state/home/wallStore';
import { strings } from '../../strings';
import { TwoWords } from '../common/TwoWords';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

const text = strings.home;

export function WallScores() {
  const loaded = useStore(wallStore, (state) => state.loaded);
  const choice = useStore(wallStore, (state) => state.choice);
  const starting = useStore(wallStore, (state) => state.starting);
  const [typing, setTyping] = useState(false);
  if (loaded === null) return null;
  const scores = [null, ...loaded.others.map(({ rewardId }) => rewardId)].map((id) => ({
    id,
    name: wallScoreName(loaded, id),
  }));
  return (
    <div className="wall-scores" data-testid={testIds.homeScores}>
      <span className="small muted">{text.likes}</span>
      {scores.map(({ id, name }) => (
        <button
          key={id ?? ''}
          type="button"
          className="pill"
          aria-pressed={!typing && choice.rewardId === id}
          disabled={starting}
          onClick={() => {
            setTyping(false);
            chooseWallScore({ ...choice, rewardId: id });
          }}
        >
          {name}
        </button>
      ))}
      <button
        type="button"
        className="pill"
        aria-pressed={typing}
        disabled={starting}
        onClick={() => setTyping(!typing)}
      >
        {text.twoWords}
      </button>
      <button
        type="button"
        className="pill"
        aria-pressed={choice.opposite}
        disabled={starting || typing}
        title={text.oppositeHint}
        data-testid={testIds.homeOpposite}
        onClick={() => chooseWallScore({ ...choice, opposite: !choice.opposite })}
      >
        {text.opposite}
      </button>
      {typing ? <TwoWords onAdded={(id) => void scoreByWords(id)} /> : null}
    </div>
  );
}
