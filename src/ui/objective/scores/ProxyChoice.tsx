// The stored sets that may serve as proxy: drawn by the untouched base, scored as the open set is.
// Says what to do where there is none.

import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StudioFailure } from '../../../bridge/protocol';
import type { DatasetSummary } from '../../../domain/dataset';
import type { RunSettings } from '../../../settings/runSettings';
import { strings } from '../../../strings';
import { whole } from '../../../strings/format';
import { currentDataset, datasetStore } from '../../../state/data/datasetStore';
import { toFailure } from '../../../state/common/failure';
import { chooseProxy, sampledByBase, proxyCandidates } from '../../../state/objective/proxySets';
import { currentModel, sessionStore } from '../../../state/session/sessionStore';
import { Failure } from '../../common/Failure';
import { useStore } from '../../common/useStore';
import { testIds } from '../../testIds';

const text = strings.threshold;

export function ProxyChoice({
  proxySet,
}: {
  readonly proxySet: RunSettings['threshold']['proxySet'];
}) {
  const dataset = useStore(datasetStore, currentDataset);
  const datasets = useStore(datasetStore, (state) => state.datasets);
  const model = useStore(sessionStore, currentModel);
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<{ id: string; failure: StudioFailure | null } | null>(
    null,
  );
  if (dataset === null || model === null) return null;
  const offered = proxyCandidates(datasets, dataset, model.id);
  const stored = offered.some((entry) => inUse(entry, proxySet));
  const use = async (entry: DatasetSummary): Promise<void> => {
    setBusy(entry.id);
    setProblem(null);
    try {
      if (!(await chooseProxy(entry))) setProblem({ id: entry.id, failure: null });
    } catch (error) {
      setProblem({ id: entry.id, failure: toFailure(error) });
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className="proxy" aria-label={text.proxyTitle} data-testid={testIds.proxyChoice}>
      <h3>{text.proxyTitle}</h3>
      {sampledByBase(dataset, model.id) ? <p className="small muted">{text.proxyItself}</p> : null}
      {proxySet !== null && proxySet.scoreSource !== dataset.scoreSource ? (
        <p className="message warn">
          {text.proxyOtherSource(proxySet.scoreSource, dataset.scoreSource)}
        </p>
      ) : null}
      {proxySet === null && offered.length > 0 ? <p className="small">{text.proxyPick}</p> : null}
      <ul className="list">
        {proxySet === null || stored ? null : (
          <li className="current">
            <span className="list-main">
              <span className="list-title">{proxySet.name}</span>
              <span className="small muted">
                {text.proxyImages(whole(proxySet.count))}, {text.proxyUsed}. {text.proxyGone}
              </span>
            </span>
          </li>
        )}
        {offered.map((entry) => {
          const used = inUse(entry, proxySet);
          return (
            <li key={entry.id} className={used ? 'current' : ''}>
              <span className="list-main">
                <span className="list-title">{entry.name}</span>
                <span className="small muted">
                  {busy === entry.id
                    ? text.proxyLoading
                    : strings.data.images(whole(entry.count)) + (used ? `, ${text.proxyUsed}` : '')}
                </span>
                {problem?.id === entry.id ? (
                  problem.failure === null ? (
                    <span className="small problem" role="alert">
                      {text.proxyEmpty}
                    </span>
                  ) : (
                    <Failure failure={problem.failure} />
                  )
                ) : null}
              </span>
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy !== null}
                data-testid={testIds.proxyUse}
                aria-label={`${used ? text.proxyAgain : text.proxyUse}: ${entry.name}`}
                onClick={() => void use(entry)}
              >
                {used ? text.proxyAgain : text.proxyUse}
              </Button>
            </li>
          );
        })}
      </ul>
      {offered.length > 0 ? null : (
        <p className="small muted">
          {text.proxyNone(model.name, dataset.scoreSource)} {text.proxyHow}
        </p>
      )}
    </section>
  );
}

const inUse = (dataset: DatasetSummary, proxySet: RunSettings['threshold']['proxySet']): boolean =>
  proxySet?.name === dataset.name && proxySet.scoreSource === dataset.scoreSource;
