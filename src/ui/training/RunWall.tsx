// The wall of a run: its samples at fixed prompts and seeds, as they are after the step under the
// ribbon. A tile under the pointer is split, before at the left and after at the right; the ring
// says on which side of τ its score lies. F, or the button, shows the untouched model in place for
// as long as it is held: the eye sees in place what it does not see side by side.

import { useEffect, useState, type CSSProperties, type PointerEvent } from 'react';
import type { RunSummary } from '../../bridge/protocol';
import { strings } from '../../strings';
import { percent, score, whole } from '../../strings/format';
import { preferencesStore } from '../../state/session/preferences';
import { previewStore, type PreviewPicture } from '../../state/training/previews';
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
  const [chosen, setChosen] = useState<number | null>(null);
  const [flicker, setFlicker] = useFlicker();
  const taus = useTaus(run);
  const last = columns.length - 1;
  const at = chosen === null ? last : Math.min(chosen, last);
  const before = columns[0];
  const shown = columns[at];
  if (before === undefined || shown === undefined)
    return <p className="empty-wall muted">{text.wallEmpty}</p>;
  const scored = shown.pictures.filter((picture) => Number.isFinite(picture.score));
  const above = (pictures: readonly PreviewPicture[]): number =>
    pictures.filter((picture) => picture.score >= taus.of(picture.prompt)).length;
  return (
    <section className="run-wall" aria-label={text.wallTitle} data-testid={testIds.runWall}>
      <ul
        className="run-tiles"
        style={{ '--columns': columnsFor(shown.pictures.length) } as CSSProperties}
      >
        {shown.pictures.map((picture, index) => (
          <Tile
            key={`${picture.prompt}-${picture.seed}-${index}`}
            before={before.pictures[index] ?? picture}
            after={picture}
            step={shown.step}
            untouched={flicker}
            positive={
              Number.isFinite(picture.score) ? picture.score >= taus.of(picture.prompt) : null
            }
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
          aria-valuetext={at === 0 ? text.previewBefore : text.previewStep(whole(shown.step))}
          style={{ '--fill': `${(at / Math.max(1, last)) * 100}%` } as CSSProperties}
          onChange={(event) => {
            const value = Number(event.currentTarget.value);
            // At the end it follows the run again.
            setChosen(value === last ? null : value);
          }}
        />
        <b className="small">
          {flicker || at === 0 ? text.previewBefore : text.previewStep(whole(shown.step))}
        </b>
      </div>
      {scored.length === 0 ? null : (
        <p className="small muted">
          {text.wallSummary(
            whole(above(shown.pictures)),
            whole(above(before.pictures)),
            whole(scored.length),
          )}
        </p>
      )}
    </section>
  );
}

/** As square as whole rows allow, wider than high. */
const columnsFor = (count: number): number => Math.ceil(Math.sqrt(count * 1.25));

interface TileProps {
  readonly before: PreviewPicture;
  readonly after: PreviewPicture;
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
