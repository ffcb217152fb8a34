// The wall: many small crisp images, each ringed by the side of τ on which its score lies.

import type { CSSProperties } from 'react';
import { WALL_COLUMNS, type Wall as WallOfDemo } from '../../state/home/wallStore';
import { strings } from '../../strings';
import { short } from '../../strings/format';

const text = strings.home;

export function Wall({ wall, tau }: { readonly wall: WallOfDemo; readonly tau: number }) {
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
        const label = text.tile(tile.text, short(tile.score, 2), positive);
        const at = { '--x': i % WALL_COLUMNS, '--y': Math.floor(i / WALL_COLUMNS) };
        return (
          <li key={i} className={positive ? 'tile positive' : 'tile negative'}>
            <div role="img" aria-label={label} title={label} style={at as CSSProperties} />
          </li>
        );
      })}
    </ul>
  );
}
