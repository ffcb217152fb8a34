// The first screen: images by the model, their scores, one line to drag, one button. No form.

import { Button } from '@mantine/core';
import { useEffect } from 'react';
import { cancelImport } from '../../state/data/datasetActions';
import { datasetStore } from '../../state/data/datasetStore';
import { cancelDatasetTask, datasetTaskStore } from '../../state/data/datasetTask';
import { openGenerateForm } from '../../state/data/generateStore';
import {
  clearTaps,
  loadWall,
  missingTaps,
  trainOnDemo,
  wallStore,
  wallThreshold,
} from '../../state/home/wallStore';
import { cancelFit, tasteStore } from '../../state/rate/tasteActions';
import { openShelf } from '../../state/models/modelStore';
import { settingsStore } from '../../state/objective/settingsStore';
import type { Hideable } from '../../state/session/pageLink';
import { currentModel, openScreen, sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { whole } from '../../strings/format';
import { ProgressLine } from '../common/ProgressLine';
import { SetProgress } from '../common/SetProgress';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { Wall } from './Wall';
import { WallScores } from './WallScores';
import { WallHistogram } from './WallHistogram';

const text = strings.home;

export function HomeScreen() {
  const model = useStore(sessionStore, currentModel);
  const wall = useStore(wallStore, (state) => state.wall);
  const starting = useStore(wallStore, (state) => state.starting);
  const taps = useStore(wallStore, (state) => state.taps);
  const fitting = useStore(tasteStore, (state) => state.busy);
  const importing = useStore(datasetStore, (state) => state.importing);
  const scoring = useStore(datasetTaskStore, (state) => state.busy);
  const p = useStore(settingsStore, (state) => state.settings.threshold.percentile);
  const id = model?.id ?? null;
  const hasDemo = model?.hasDemo ?? false;
  useEffect(() => {
    if (id !== null && hasDemo) void loadWall(id);
  }, [id, hasDemo]);
  if (model === null)
    return (
      <p className="muted" role="status">
        {strings.header.starting}
      </p>
    );
  const shown = hasDemo && wall?.modelId === model.id ? wall : null;
  const threshold = shown === null ? null : wallThreshold(shown, p);
  return (
    <div className="screen home" data-testid={testIds.home}>
      <header>
        <h1>{text.title}</h1>
        <p className="lede">
          {hasDemo ? text.lede(model.name) : `${text.noDemo(model.name)} ${text.noDemoHint}`}
        </p>
      </header>
      {shown === null ? null : taps.size > 0 ? <Taps /> : <WallScores />}
      {shown === null || threshold === null ? null : (
        <div className="home-stage">
          <Wall wall={shown} tau={threshold.tau} />
          <div className="home-side">
            <WallHistogram wall={shown} {...threshold} />
            {fitting === null ? null : <SetProgress work={fitting} onCancel={cancelFit} />}
            {scoring === null ? null : <SetProgress work={scoring} onCancel={cancelDatasetTask} />}
            <div className="home-train">
              {importing === null ? (
                <Button
                  size="xl"
                  radius="xl"
                  loading={starting}
                  disabled={taps.size > 0 && missingTaps(taps) > 0}
                  onClick={() => void trainOnDemo()}
                  title={text.trainHint}
                  data-testid={testIds.homeTrain}
                >
                  {text.train}
                </Button>
              ) : (
                <ProgressLine progress={importing} onCancel={cancelImport} />
              )}
            </div>
            <p className="small muted home-counts">
              <span className="good">
                {whole(threshold.positive)} {text.positive}
              </span>
              {' · '}
              <span className="bad">
                {whole(threshold.negative)} {text.negative}
              </span>
            </p>
          </div>
        </div>
      )}
      <nav className="home-ways" aria-label={text.more}>
        <Way
          part="bench"
          title={strings.bench2d.title}
          hint={strings.bench2d.homeHint}
          onClick={() => openScreen('bench2d')}
        />
        <Way
          title={text.ownImages}
          hint={text.ownImagesHint}
          testId={testIds.homeOwn}
          onClick={() => openScreen('data')}
        />
        <Way
          title={strings.models.homeTitle}
          hint={strings.models.homeHint}
          testId={testIds.homeModel}
          onClick={openShelf}
        />
        <Way
          part="rate"
          title={text.ownRatings}
          hint={text.ownRatingsHint}
          onClick={() => {
            openGenerateForm();
            openScreen('data');
          }}
        />
        <Way
          title={text.settings}
          hint={text.settingsHint}
          onClick={() => openScreen('objective')}
        />
      </nav>
    </div>
  );
}

/** In the place of the scores while anything is tapped. */
function Taps() {
  const taps = useStore(wallStore, (state) => state.taps);
  const missing = missingTaps(taps);
  return (
    <div className="wall-scores" data-testid={testIds.homeTaps} role="status">
      <b className="small">{text.taps(whole(taps.size))}</b>
      <span className="small muted">
        {missing > 0 ? text.tapsMissing(whole(missing)) : text.tapsEnough}
      </span>
      <button type="button" className="pill" onClick={clearTaps}>
        {text.clearTaps}
      </button>
    </div>
  );
}

interface WayProps {
  readonly title: string;
  readonly hint: string;
  readonly testId?: string;
  /** What hides it in a class's link. */
  readonly part?: Hideable;
  readonly onClick: () => void;
}

function Way({ title, hint, testId, part, onClick }: WayProps) {
  return (
    <button type="button" className="way" data-part={part} data-testid={testId} onClick={onClick}>
      <b>{title}</b>
      <span className="small muted">{hint}</span>
    </button>
  );
}
