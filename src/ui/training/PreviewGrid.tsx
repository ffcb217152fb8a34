// Sample images at fixed prompts and seeds: a row each, a column a step, with their scores. The
// prompt stays in view while the steps scroll.

import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { score, whole } from '../../strings/format';
import { previewStore } from '../../state/training/previews';
import { Panel } from '../common/Panel';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { useTaus } from './useTaus';

const text = strings.training;

export function PreviewGrid({ run }: { readonly run: RunSummary }) {
  const columns = useStore(previewStore, (state) => state.columns);
  const all = useStore(previewStore, (state) => state.scores.length);
  const taus = useTaus(run);
  const rows = columns[0]?.images ?? [];
  return (
    <Panel title={text.previewTitle} testId={testIds.previewGrid}>
      {columns.length === 0 ? (
        <p className="muted small">{text.previewEmpty}</p>
      ) : (
        <div className="scroll across" tabIndex={0} role="group" aria-label={text.previewTitle}>
          <table className="previews">
            <thead>
              <tr>
                <td />
                {columns.map((column) => (
                  <th key={column.step} scope="col">
                    {column.step === 0 ? text.previewBefore : text.previewStep(whole(column.step))}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={`${row.prompt}-${row.seed}-${index}`}>
                  <th scope="row">
                    {row.prompt}
                    <span className="muted">{text.seed(row.seed)}</span>
                  </th>
                  {columns.map((column) => {
                    const image = column.images[index];
                    if (image === undefined) return <td key={column.step} />;
                    const scored = Number.isFinite(image.score);
                    return (
                      <td key={column.step}>
                        <img
                          className="picture"
                          src={image.url}
                          alt={text.previewAlt(image.prompt, image.seed, column.step)}
                        />
                        {scored ? (
                          <span
                            className={
                              image.score >= taus.of(image.prompt) ? 'score good' : 'score'
                            }
                          >
                            {score(image.score)}
                          </span>
                        ) : null}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {all > columns.length ? (
        <p className="small muted">{text.previewSome(whole(columns.length), whole(all))}</p>
      ) : null}
      {run.settings.sampling.previewEvery === 0 && columns.length > 0 ? (
        <p className="small muted">{text.previewEmpty}</p>
      ) : null}
    </Panel>
  );
}
