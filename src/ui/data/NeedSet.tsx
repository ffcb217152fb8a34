// In the place of what needs a set while none is open: what is missing, the base's demo set by one
// press, and the way to one's own images.

import { Button } from '@mantine/core';
import { cancelImport, openDemo } from '../../state/data/datasetActions';
import { datasetStore } from '../../state/data/datasetStore';
import { currentModel, openScreen, sessionStore } from '../../state/session/sessionStore';
import { strings } from '../../strings';
import { Failure } from '../common/Failure';
import { ProgressLine } from '../common/ProgressLine';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';

interface NeedSetProps {
  /** What there will be once a set is open. */
  readonly text: string;
  readonly title?: string;
}

export function NeedSet({ text, title }: NeedSetProps) {
  const model = useStore(sessionStore, currentModel);
  const ready = useStore(sessionStore, (state) => state.connection === 'ready');
  const { importing, importLeft, failure, loadingItems } = useStore(datasetStore, (state) => state);
  if (loadingItems)
    return (
      <p className="muted" role="status">
        {strings.data.loading}
      </p>
    );
  return (
    <div className="empty">
      {title === undefined ? null : <h2>{title}</h2>}
      <p>{text}</p>
      {failure === null ? null : <Failure failure={failure} />}
      {importing === null ? (
        <div className="row tight">
          {model?.hasDemo ? (
            <Button
              disabled={!ready}
              title={strings.data.demoHint(model.name)}
              data-testid={testIds.openDemo}
              onClick={() => void openDemo()}
            >
              {strings.data.demo}
            </Button>
          ) : null}
          <Button
            variant={model?.hasDemo ? 'default' : 'filled'}
            onClick={() => openScreen('data')}
          >
            {strings.data.toData}
          </Button>
        </div>
      ) : (
        <ProgressLine progress={importing} left={importLeft} onCancel={cancelImport} />
      )}
    </div>
  );
}
