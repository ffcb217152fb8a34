// The address as a link: `#training?hide=rail,files&model=nano&method=sft&learningRate=0.002`. The
// screen, what an instructor hides, the base, and every setting that differs from the base's own,
// the seed among them: who opens it sees the same and trains the same.

/** What a link may hide, by name; styles/link.css says which parts of the page these are. */
export const HIDEABLE = [
  'rail',
  'privacy',
  'rate',
  'after',
  'runs',
  'race',
  'bench',
  'files',
] as const;
export type Hideable = (typeof HIDEABLE)[number];

export interface PageLink {
  readonly screen: string;
  readonly hide: readonly Hideable[];
  readonly model: string | null;
  /** Settings by key, as written. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Most characters of a link that are read. */
const MOST = 20_000;

/** Reads a hash with or without its `#`. What is not known is left for the settings to refuse. */
export function readLink(hash: string): PageLink {
  const [screen = '', query = ''] = hash.slice(0, MOST).replace(/^#/u, '').split('?', 2);
  const all = new URLSearchParams(query);
  const hide = (all.get('hide') ?? '').split(',');
  const settings = Object.fromEntries(
    [...all].filter(([key]) => key !== 'hide' && key !== 'model'),
  );
  return {
    screen,
    hide: HIDEABLE.filter((part) => hide.includes(part)),
    model: all.get('model'),
    settings,
  };
}

/** The hash of a link, with its `#`. */
export function writeLink({ screen, hide, model, settings }: PageLink): string {
  const query = new URLSearchParams({
    ...(hide.length > 0 && { hide: hide.join(',') }),
    ...(model !== null && { model }),
    ...settings,
  }).toString();
  return `#${screen}${query === '' ? '' : `?${query}`}`;
}
