// τ by prompt: each prompt's scores on one common axis with its τ, its own percentile and the whole
// set's, its counts, and on opening its images. A dozen rows at a time.

import { useId, useMemo, useState } from 'react';
import { percentile } from '../../../statistics/percentile';
import { strings } from '../../../strings';
import { fixed, score, short, whole } from '../../../strings/format';
import { datasetStore } from '../../../state/data/datasetStore';
import type { PromptOrder, PromptRow } from '../../../state/objective/promptRows';
import { orderPrompts, promptRows } from '../../../state/objective/promptRows';
import type { LabelledItem, ScoreAnalysis } from '../../../state/objective/scoreAnalysis';
import { objectiveOf, weighsDistance } from '../../../objectives';
import { settingsStore } from '../../../state/objective/settingsStore';
import { Choice } from '../../common/Choice';
import { Failure } from '../../common/Failure';
import { linearScale } from '../../common/scale';
import { useImages } from '../../common/useImages';
import { useStore } from '../../common/useStore';
import { Pager } from '../../common/Pager';
import { testIds } from '../../testIds';

const text = strings.threshold;
const PAGE = 12;
/** Images shown of one prompt. */
const MOST = 60;
const ORDERS = (Object.entries(text.orders) as [PromptOrder, string][]).map(([value, label]) => ({
  value,
  label,
}));
const STRIP = { width: 240, height: 22 };
/**
 * The strips' axis leaves out the outermost scores on either side, so that a few far ones do not
 * press the rest together.
 */
const OUTER = 0.02;

export function PromptThresholds({ analysis }: { readonly analysis: ScoreAnalysis }) {
  const [order, setOrder] = useState<PromptOrder>('changed');
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<string | null>(null);
  const rows = useMemo(() => orderPrompts(promptRows(analysis), order), [analysis, order]);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const current = Math.min(page, pages - 1);
  const axis = useMemo((): [number, number] => {
    const scores = analysis.sorted.map(({ item }) => item.score);
    return [percentile(scores, OUTER), percentile(scores, 1 - OUTER)];
  }, [analysis]);
  const median = percentile(
    rows.map((row) => row.entries.length),
    0.5,
  );
  const turn = (to: number): void => {
    setPage(to);
    setOpen(null);
  };
  return (
    <section className="stack tight" aria-label={text.promptsTitle}>
      <div className="spread">
        <div>
          <h3>{text.promptsTitle}</h3>
          <p className="small muted">{text.promptsLede(whole(rows.length), short(median))}</p>
        </div>
        <Choice
          label={text.order}
          value={order}
          options={ORDERS}
          onChange={(value) => {
            setOrder(value);
            turn(0);
          }}
        />
      </div>
      <table className="plain prompts" data-testid={testIds.promptTable}>
        <thead>
          <tr>
            <th scope="col">{text.prompt}</th>
            <th scope="col" className="strip-cell">
              {text.scores}
            </th>
            <th scope="col" className="number">
              {text.count}
            </th>
            <th scope="col" className="number wide-only">
              {text.own}
            </th>
            <th scope="col" className="number">
              {text.tau}
            </th>
            <th scope="col" className="number">
              {text.good}
            </th>
            <th scope="col" className="number">
              {text.bad}
            </th>
            <th scope="col" className="number wide-only">
              {text.changed}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(current * PAGE, (current + 1) * PAGE).map((row) => (
            <PromptLine
              key={row.group}
              row={row}
              axis={axis}
              globalTau={analysis.globalTau}
              open={open === row.group}
              onOpen={() => setOpen(open === row.group ? null : row.group)}
            />
          ))}
        </tbody>
      </table>
      <p className="chart-summary strip-note">{text.stripNote}</p>
      <Pager current={current} pages={pages} onTurn={turn} />
    </section>
  );
}

interface StripProps {
  readonly row: PromptRow;
  readonly axis: readonly [number, number];
  readonly globalTau: number;
}

function PromptLine({
  row,
  axis,
  globalTau,
  open,
  onOpen,
}: StripProps & { readonly open: boolean; readonly onOpen: () => void }) {
  const id = useId();
  return (
    <>
      <tr className={open ? 'open' : ''} data-testid={testIds.promptRow}>
        <th scope="row">
          <button
            type="button"
            className="prompt-open"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            onClick={onOpen}
          >
            {row.name}
          </button>
          <span className="strip-under">
            <Strip row={row} axis={axis} globalTau={globalTau} />
          </span>
        </th>
        <td className="strip-cell">
          <Strip row={row} axis={axis} globalTau={globalTau} />
        </td>
        <td className="number">{whole(row.entries.length)}</td>
        <td className="number wide-only">{score(row.own)}</td>
        <td className="number">
          <b>{score(row.tau)}</b>
        </td>
        <td className="number good">{whole(row.positive)}</td>
        <td className="number bad">{whole(row.negative)}</td>
        <td className="number wide-only">{row.changed === 0 ? '' : whole(row.changed)}</td>
      </tr>
      {open ? (
        <tr>
          <td colSpan={8} className="prompt-images" id={id}>
            <PromptImages row={row} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** A prompt's scores as dots; τ, its own percentile and the whole set's as strokes. */
function Strip({ row, axis, globalTau }: StripProps) {
  const inside = linearScale(axis, [4, STRIP.width - 4]);
  const x = (value: number): number => inside(Math.min(axis[1], Math.max(axis[0], value)));
  const middle = STRIP.height / 2;
  return (
    <svg
      width={STRIP.width}
      height={STRIP.height}
      viewBox={`0 0 ${STRIP.width} ${STRIP.height}`}
      aria-hidden="true"
      className="strip"
    >
      <line x1="0" x2={STRIP.width} y1={middle} y2={middle} className="strip-axis" />
      <line x1={x(globalTau)} x2={x(globalTau)} y1="0" y2={STRIP.height} className="strip-global" />
      {row.entries.map(({ item, label }) => (
        <circle
          key={item.id}
          cx={x(item.score)}
          cy={middle}
          r="3"
          fill={label === 1 ? 'var(--good-fill)' : 'var(--surface)'}
          stroke={
            label === 1
              ? 'var(--good-fill)'
              : label === 0
                ? 'var(--bad-fill)'
                : 'var(--line-strong)'
          }
          strokeWidth="1.5"
        />
      ))}
      <line
        x1={x(row.own)}
        x2={x(row.own)}
        y1={middle + 5}
        y2={STRIP.height}
        className="strip-own"
      />
      <line x1={x(row.tau)} x2={x(row.tau)} y1="1" y2={STRIP.height - 1} className="strip-tau" />
    </svg>
  );
}

function PromptImages({ row }: { readonly row: PromptRow }) {
  const datasetId = useStore(datasetStore, (state) => state.datasetId);
  const weighted = useStore(settingsStore, (state) =>
    weighsDistance(objectiveOf(state.settings.method)),
  );
  const shown = row.entries.slice(0, MOST);
  const images = useImages(
    datasetId,
    shown.map(({ item }) => item.id),
  );
  return (
    <>
      {images.failure === null ? null : (
        <Failure failure={images.failure} title={strings.data.imageFailed} />
      )}
      <ul
        className="thumbs"
        data-testid={testIds.promptImages}
        aria-label={text.open(row.name, row.entries.length)}
      >
        {shown.map((entry) => (
          <li
            key={entry.item.id}
            className={entry.label === 1 ? 'is-good' : entry.label === 0 ? 'is-bad' : ''}
            title={entry.item.fileName}
          >
            {images.urls.has(entry.item.id) ? (
              <img
                className="picture"
                src={images.urls.get(entry.item.id)}
                alt={strings.data.imageAlt(entry.item.caption, score(entry.item.score))}
              />
            ) : (
              <span className="picture waiting" />
            )}
            <span className="thumb-score">{score(entry.item.score)}</span>
            <LabelOf entry={entry} />
            {weighted && entry.label !== -1 ? (
              <span className="muted">{strings.scores.weightOf(fixed(entry.weight, 1))}</span>
            ) : null}
          </li>
        ))}
      </ul>
      {row.entries.length > MOST ? (
        <p className="small muted">{text.further(whole(row.entries.length - MOST))}</p>
      ) : null}
    </>
  );
}

function LabelOf({ entry: { label, change } }: { readonly entry: LabelledItem }) {
  const name = label === 1 ? text.isGood : label === 0 ? text.isBad : text.isDropped;
  return (
    <span className={label === 1 ? 'good' : label === 0 ? 'bad' : 'muted'}>
      {name}
      {change === 0 ? null : <span className="chip">{text.turned}</span>}
    </span>
  );
}
