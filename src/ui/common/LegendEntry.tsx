// One entry of a legend: a swatch drawn as the mark it stands for, and its name.

interface LegendEntryProps {
  readonly mark: 'line' | 'thin' | 'dash' | 'box' | 'hatch' | 'band' | 'tick' | 'dot';
  readonly colour: string;
  readonly name: string;
}

export function LegendEntry({ mark, colour, name }: LegendEntryProps) {
  return (
    <span className="key">
      <svg width="18" height="10" aria-hidden="true">
        {mark === 'box' ? <rect x="3" width="12" height="10" rx="1.5" fill={colour} /> : null}
        {mark === 'hatch' ? (
          <g>
            <rect x="3" width="12" height="10" rx="1.5" fill="var(--surface)" stroke={colour} />
            <path d="M3 6 9 0M4 10 14 0M10 10l5-5" stroke={colour} strokeWidth="2.2" />
          </g>
        ) : null}
        {mark === 'band' ? (
          <rect x="1" width="16" height="10" fill={colour} fillOpacity="0.18" />
        ) : null}
        {mark === 'tick' ? (
          <line x1="9" x2="9" y1="0" y2="10" stroke={colour} strokeWidth="1.5" />
        ) : null}
        {mark === 'dot' ? <circle cx="9" cy="5" r="3.5" fill={colour} /> : null}
        {mark === 'line' || mark === 'thin' || mark === 'dash' ? (
          <line
            x1="0"
            x2="18"
            y1="5"
            y2="5"
            stroke={colour}
            strokeWidth={mark === 'thin' ? 1 : 2}
            {...(mark === 'dash' ? { strokeDasharray: '5 3' } : {})}
          />
        ) : null}
      </svg>
      {name}
    </span>
  );
}
