// The runs as a table: searched and filtered by tag, newest first, each with its base and set,
// settings and a small curve. A press on a row looks at that run.

import { TextInput } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useMemo } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { fetchSketches, toggleChosen } from '../../state/history/historyActions';
import { historyStore, matching, tagsOf } from '../../state/history/historyStore';
import { effectiveSettings } from '../../state/objective/settingsStore';
import { strings } from '../../strings';
import { date, short, whole } from '../../strings/format';
import { useStore } from '../common/useStore';
import { testIds } from '../testIds';
import { statusName } from '../training/statusName';
import { runColour } from './runColour';
import { Sketch } from './Sketch';
import { names, searchedWords, settingsWords } from './runWords';
import { useHiddenLanes } from './useHiddenLanes';

const text = strings.runs;

export function RunTable({ runs }: { readonly runs: readonly RunSummary[] }) {
  const search = useStore(historyStore, (state) => state.search);
  const tag = useStore(historyStore, (state) => state.tag);
  const chosen = useStore(historyStore, (state) => state.chosen);
  // The field answers at once; the table follows.
  const wanted = useDeferredValue(search);
  const hidden = useHiddenLanes();
  const words = useMemo(
    () => new Map(runs.map((run) => [run.id, searchedWords(run, hidden)])),
    [runs, hidden],
  );
  const shown = useMemo(
    () => matching(runs, { search: wanted, tag }, ({ id }) => words.get(id)!),
    [runs, wanted, tag, words],
  );
  const tags = useMemo(() => tagsOf(runs), [runs]);
  useEffect(() => void fetchSketches(shown), [shown]);
  return (
    <section className="panel" aria-label={text.title}>
      <div className="row tight runs-tools">
        <TextInput
          size="sm"
          type="search"
          aria-label={text.search}
          placeholder={text.searchHint}
          value={search}
          data-testid={testIds.runsSearch}
          onChange={(event) => historyStore.setState({ search: event.currentTarget.value })}
        />
        {tags.length === 0 ? null : (
          <div className="row tight" role="group" aria-label={text.tags}>
            {[null, ...tags].map((one) => (
              <button
                key={one ?? ''}
                type="button"
                className="chip"
                aria-pressed={one === tag}
                onClick={() => historyStore.setState({ tag: one })}
              >
                {one ?? text.allTags}
              </button>
            ))}
          </div>
        )}
        <span className="small muted" role="status">
          {text.count(whole(shown.length), whole(runs.length))}
        </span>
      </div>
      {shown.length === 0 ? (
        <p className="muted">{text.noneMatch}</p>
      ) : (
        <div className="scroll runs-scroll" tabIndex={0} role="group" aria-label={text.title}>
          <table className="plain runs-table">
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">{text.columns.choose}</span>
                </th>
                <th scope="col">{text.columns.run}</th>
                <th scope="col">{text.columns.on}</th>
                <th scope="col">{text.columns.settings}</th>
                <th scope="col">{text.columns.sketch}</th>
                <th scope="col" className="number">
                  {text.columns.state}
                </th>
                <th scope="col">{text.columns.made}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((run) => (
                <Row key={run.id} run={run} place={chosen.indexOf(run.id)} hidden={hidden} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

interface RowProps {
  readonly run: RunSummary;
  /** Place among the chosen; −1 where it is not one. */
  readonly place: number;
  /** Runs of a race before its vote, which cannot be looked at. */
  readonly hidden: ReadonlyMap<string, string>;
}

const Row = memo(function Row({ run, place, hidden }: RowProps) {
  const closed = hidden.has(run.id);
  const last = closed ? undefined : run.sketch?.at(-1);
  return (
    <tr
      className={place < 0 ? '' : 'chosen'}
      data-run={run.id}
      onClick={() => closed || toggleChosen(run.id)}
    >
      <td>
        <input
          type="checkbox"
          aria-label={text.chooseRun(run.name)}
          checked={place >= 0}
          disabled={closed}
          data-testid={testIds.runChoose}
          onClick={(event) => event.stopPropagation()}
          onChange={() => toggleChosen(run.id)}
          {...(place < 0 ? {} : { style: { accentColor: runColour(place) } })}
        />
      </td>
      <td className="run-name">
        <b>{run.name}</b>
        {(run.tags ?? []).map((tag) => (
          <span key={tag} className="tag">
            {tag}
          </span>
        ))}
        {run.note === undefined || run.note === '' ? null : (
          <span className="muted run-note">{run.note}</span>
        )}
      </td>
      <td>
        {names.model(run.modelId)}
        <span className="muted block">{run.opened?.fileName ?? names.dataset(run.datasetId)}</span>
      </td>
      <td>{settingsWords(run, hidden)}</td>
      <td>
        {run.sketch === undefined || last === undefined ? null : (
          <Sketch
            values={run.sketch}
            label={text.sketchOf(run.name, short(last))}
            {...(place < 0 ? {} : { colour: runColour(place) })}
          />
        )}
      </td>
      <td className="number">
        {run.opened ? null : (
          <>
            {strings.common.ofTotal(whole(run.step), whole(effectiveSettings(run).schedule.steps))}
            <span className="muted block">{statusName(run.status)}</span>
          </>
        )}
      </td>
      <td className="muted">{date(run.createdAt)}</td>
    </tr>
  );
});
