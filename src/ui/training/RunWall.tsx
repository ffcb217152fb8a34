// The wall of a run: its samples at fixed prompts and seeds, as they are after the step under the
// ribbon. A tile under the pointer is split, before at the left and after at the right; the ring
// says on which side of τ its score lies. F, or the button, shows the untouched model in place for
// as long as it is held: the eye sees in place what it does not see side by side. What changed is
// said in words below, and the strength of the LoRA can be moved beyond what was trained.

import { useEffect, useMemo, useState, type CSSProperties, type PointerEvent } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { fixed, percent, score, signedFixed, whole } from '../../strings/format';
import { datasetStore } from '../../state/data/datasetStore';
import { preferencesStore } from '../../state/session/preferences';
import { previewStore, type PreviewImage } from '../../state/training/previews';
import {
  chooseStrength,
  resetStrength,
  sampleStrength,
  STRENGTH,
  wallStrengthStore,
} from '../../state/training/wallStrength';
import { spreadOf, wallResult } from '../../state/training/wallResult';
import { loadRewards, rewardStore } from '../../state/common/rewardStore';
import { rewardOf } from '../../state/training/runReward';
import { Failure } from '../common/Failure';
import { ScorerNote } from '../common/ScorerNote';
import { sourceName } from '../common/sourceName';
import { useStore } from '../common/useStore';
import { takesText } from '../session/useShortcuts';
import { testIds } from '../testIds';
import { useTaus } from './useTaus';

const text = strings.training;

/** Held: the key F or the button. */
function useFlicker(): [boolean, (held: boolean) => void] {
  const [held, setHeld] = useState(false);
  useEffect(() => {
    const key = (down: boolean) => (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (down && (!preferencesStore.getState().shortcuts || takesText(event.target))) return;
      setHeld(down);
    };
    const [down, up] = [key(true), key(false)];
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
    };
  }, []);
  return [held, setHeld];
}

export function RunWall({ run }: { readonly run: RunSummary }) {
  const columns = useStore(previewStore, (state) => state.columns);
  // A step; null at the end, where the wall follows the run.
  const [chosen, setChosen] = useState<number | null>(null);
  const [flicker, setFlicker] = useFlicker();
  const taus = useTaus(run);
  const moved = useStore(wallStrengthStore, (state) => (state.runId === run.id ? state : null));
  const last = columns.length - 1;
  const at =
    chosen === null
      ? last
      : Math.max(
          0,
          columns.findLastIndex(({ step }) => step <= chosen),
        );
  const before = columns[0];
  const column = columns[at];
  if (before === undefined || column === undefined)
    return <p className="empty-wall muted">{text.wallEmpty}</p>;
  const shown = { step: column.step, images: moved?.images ?? column.images };
  const strength = moved?.images ? moved.strength : 1;
  const name = at === 0 ? text.previewBefore : text.previewStep(whole(shown.step));
  return (
    <section className="run-wall" aria-label={text.wallTitle} data-testid={testIds.runWall}>
      <ul
        className="run-tiles"
        style={{ '--columns': columnsFor(shown.images.length) } as CSSProperties}
      >
        {shown.images.map((image, index) => (
          <Tile
            key={`${image.prompt}-${image.seed}-${index}`}
            before={before.images[index] ?? image}
            after={image}
            step={shown.step}
            untouched={flicker}
            positive={Number.isFinite(image.score) ? image.score >= taus.of(image.prompt) : null}
          />
        ))}
      </ul>
      <div className="ribbon">
        <button
          type="button"
          className="pill"
          aria-pressed={flicker}
          onPointerDown={() => setFlicker(true)}
          onPointerUp={() => setFlicker(false)}
          onPointerLeave={() => setFlicker(false)}
          title={text.flickerHint}
          onKeyDown={(event) => {
            if (event.key === ' ' || event.key === 'Enter') setFlicker(true);
          }}
          onKeyUp={() => setFlicker(false)}
        >
          {text.flicker}
        </button>
        <input
          type="range"
          min={0}
          max={last}
          value={at}
          disabled={last === 0}
          aria-label={text.ribbon}
          aria-valuetext={name}
          style={{ '--fill': `${(at / Math.max(1, last)) * 100}%` } as CSSProperties}
          onChange={(event) => {
            const value = Number(event.currentTarget.value);
            resetStrength(run.id);
            // At the end it follows the run again.
            setChosen(value === last ? null : columns[value]!.step);
          }}
        />
        <b className="small">
          {flicker
            ? text.previewBefore
            : strength === 1
              ? name
              : text.strengthAt(fixed(strength, 2))}
        </b>
        {column.by === undefined || flicker || strength !== 1 ? null : (
          <span className="small muted" data-testid={testIds.wallQuick}>
            {text.wallBy[column.by]}
          </span>
        )}
      </div>
      {last === 0 ? null : <Strength run={run} tiles={before.images} />}
      <Result run={run} before={before.images} now={shown.images} />
    </section>
  );
}

interface ResultProps {
  readonly run: RunSummary;
  readonly before: readonly PreviewImage[];
  readonly now: readonly PreviewImage[];
}

/** What changed, in words. */
function Result({ run, before, now }: ResultProps) {
  const taus = useTaus(run);
  const items = useStore(datasetStore, (state) =>
    state.datasetId === run.datasetId ? state.items : null,
  );
  const reward = useStore(datasetStore, ({ datasets }) => rewardOf(run, datasets));
  const rewards = useStore(rewardStore, (state) => state.rewards);
  useEffect(() => void loadRewards(), []);
  const spread = useMemo(() => spreadOf((items ?? []).map((item) => item.score)), [items]);
  const result = wallResult(before, now, taus.of, spread);
  if (result === null) return null;
  const { count, above, aboveBefore, worse, gain } = result;
  return (
    <p className="small wall-result" data-testid={testIds.wallResult} data-gain={gain}>
      {before === now
        ? text.wallReach(whole(above), whole(count))
        : text.wallSummary(whole(above), whole(count), whole(aboveBefore))}
      {reward === null ? null : (
        <>
          {' '}
          {text.wallScoredBy(
            rewards?.find(({ id }) => id === reward)?.label ?? sourceName(reward, rewards),
          )}{' '}
          <ScorerNote id={reward} />
        </>
      )}
      {before === now ? null : (
        <span className="muted">
          {Number.isFinite(gain) ? ` ${text.wallGain(signedFixed(gain, 2))}` : ''}{' '}
          {text.wallWorse(whole(worse), whole(count))}
        </span>
      )}
    </p>
  );
}

interface StrengthProps {
  readonly run: RunSummary;
  readonly tiles: readonly PreviewImage[];
}

/** The LoRA from off to far beyond what was trained; let go, the wall is sampled at it. */
function Strength({ run, tiles }: StrengthProps) {
  const state = useStore(wallStrengthStore, (all) => (all.runId === run.id ? all : null));
  const strength = state?.strength ?? 1;
  const sample = (): void => void sampleStrength(tiles);
  return (
    <>
      <div className="ribbon">
        <label className="small" htmlFor="wall-strength" title={text.strengthHint}>
          {text.strength}
        </label>
        <input
          id="wall-strength"
          type="range"
          min={STRENGTH.least}
          max={STRENGTH.greatest}
          step={STRENGTH.step}
          value={strength}
          title={text.strengthHint}
          data-testid={testIds.wallStrength}
          aria-valuetext={fixed(strength, 2)}
          style={{ '--fill': percent(strength / STRENGTH.greatest) } as CSSProperties}
          onChange={(event) => chooseStrength(run.id, Number(event.currentTarget.value))}
          onPointerUp={sample}
          onKeyUp={sample}
        />
        <b className="small" role="status">
          {state?.busy ? text.strengthSampling : fixed(strength, 2)}
        </b>
      </div>
      {state?.failure ? <Failure failure={state.failure} /> : null}
    </>
  );
}

/** As square as whole rows allow, wider than high. */
const columnsFor = (count: number): number => Math.ceil(Math.sqrt(count * 1.25));

interface TileProps {
  readonly before: PreviewImage;
  readonly after: PreviewImage;
  readonly step: number;
  readonly untouched: boolean;
  /** Null where it has no score. */
  readonly positive: boolean | null;
}

function Tile({ before, after, step, untouched, positive }: TileProps) {
  // Share of the width at which before ends; null: not under the pointer.
  const [split, setSplit] = useState<number | null>(null);
  const move = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    setSplit(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)));
  };
  const cut = untouched ? 1 : split;
  const side = positive === null ? '' : positive ? 'positive' : 'negative';
  return (
    <li
      className={`run-tile ${side}`}
      title={text.tileTitle(after.prompt, score(before.score), score(after.score))}
      onPointerMove={move}
      onPointerLeave={() => setSplit(null)}
    >
      <img src={after.url} alt={text.previewAlt(after.prompt, after.seed, step)} />
      {cut === null ? null : (
        <img
          className="before"
          src={before.url}
          alt=""
          style={{ clipPath: `inset(0 ${percent(1 - cut)} 0 0)` }}
        />
      )}
      {cut === null || cut === 1 ? null : (
        <span className="split" style={{ insetInlineStart: percent(cut) }} aria-hidden="true" />
      )}
    </li>
  );
}
