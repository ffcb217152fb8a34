// The wall: many small crisp images, each ringed by the side of τ on which its score lies. A tap
// likes an image, a second one dislikes it: enough of them are a taste that can be trained on.

import type { CSSProperties } from 'react';
import {
  tapTile,
  WALL_COLUMNS,
  wallStore,
  type Wall as WallOfDemo,
} from '../../state/home/wallStore';
import { strings } from '../../strings';
import { short } from '../../strings/format';
import { useStore } from '../common/useStore';

const text = strings.home;
const NAMES = { 1: 'like', [-1]: 'dislike' } as const;

export function Wall({ wall, tau }: { readonly wall: WallOfDemo; readonly tau: number }) {
  const taps = useStore(wallStore, (state) => state.taps);
  const rows = Math.ceil(wall.tiles.length / WALL_COLUMNS);
  const sheet = {
    '--sheet': `url("${wall.sheet}")`,
    '--columns': WALL_COLUMNS,
    '--rows': rows,
  } as CSSProperties;
  return (
    <ul className="wall" style={sheet} aria-label={text.wall}>
      {wall.tiles.map((tile, i) => {
        const positive = tile.score >= tau;
        const tap = taps.get(i);
        const of = text.tile(tile.text, short(tile.score, 2), positive);
        const label = tap === undefined ? of : `${of}; ${text.tapped[NAMES[tap]]}`;
        const at = { '--x': i % WALL_COLUMNS, '--y': Math.floor(i / WALL_COLUMNS) };
        // While anything is tapped, the taps are what counts.
        const side = taps.size === 0 ? (positive ? 'positive' : 'negative') : '';
        return (
          <li key={i}>
            <button
              type="button"
              className={`tile ${tap === undefined ? side : NAMES[tap]}`}
              aria-label={label}
              title={label}
              onClick={() => tapTile(i)}
            >
              <span style={at as CSSProperties} />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
