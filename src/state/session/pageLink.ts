// The address as a link: `#training?hide=rail,files&model=nano&method=sft&learningRate=0.002`. The
// screen, what an instructor hides, the size of the text, a project to open, the base, and every
// setting that differs from the base's own, the seed among them: who opens it sees the same and
// trains the same.

/**
 * What a link may hide, by name: whatever belongs to a part, or leads to it, has it as its
 * `data-part` (styles/link.css).
 */
export const HIDEABLE = [
  'rail',
  'privacy',
  'rate',
  'compare',
  'runs',
  'race',
  'bench',
  'files',
] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** Times the usual size, for a projector. */
export const TEXT_SIZES = [1, 1.25, 1.5, 2] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** What a class sees in another way: it stays so from screen to screen. */
export interface ClassView {
  readonly hide: readonly Hideable[];
  readonly text: TextSize;
}

export interface PageLink extends ClassView {
  readonly screen: string;
  /** A project's .zip that lies beside the page; its path from there. */
  readonly project: string | null;
  readonly model: string | null;
  /** Settings by key, as written. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Below the page and nowhere else: no scheme, no host, no way up. */
const PROJECT = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*\.zip$/u;
const OWN = new Set(['hide', 'text', 'project', 'model']);

/** What links of before called the screens and parts they name, as `hide` does. */
const RENAMED: Readonly<Record<string, string>> = { after: 'compare' };
const present = (name: string): string => (Object.hasOwn(RENAMED, name) ? RENAMED[name]! : name);

/** Most characters of a link that are read. */
const MOST_CHARACTERS = 20_000;

function parts(hash: string): [screen: string, query: URLSearchParams] {
  const [screen = '', ...query] = hash.slice(0, MOST_CHARACTERS).replace(/^#/u, '').split('?');
  return [screen, new URLSearchParams(query.join('?'))];
}

/** One thing a link says that cannot be used, and what could be. */
export interface Unusable {
  readonly key: 'screen' | 'hide' | 'text' | 'project' | 'model' | 'length';
  readonly value: string;
  readonly possible: readonly (string | number)[];
}

/**
 * What of a link cannot be used, its settings apart: those are refused by their schema, by name.
 */
export function unusableParts(
  hash: string,
  screens: readonly string[],
  models: readonly string[],
): Unusable[] {
  const [screen, all] = parts(hash);
  const { project } = readLink(hash);
  const value = (key: string): string => all.get(key) ?? '';
  const hidden = value('hide')
    .split(',')
    .map((part) => ['hide', part, HIDEABLE] as const);
  const told = [
    ['screen', screen, screens],
    ...hidden,
    ['text', value('text'), TEXT_SIZES],
    ['project', value('project'), [project ?? '']],
    ['model', value('model'), models],
    ['length', hash.length > MOST_CHARACTERS ? String(hash.length) : '', [MOST_CHARACTERS]],
  ] as const;
  return told
    .map(([key, said, possible]) => ({ key, value: said, possible }))
    .filter(
      ({ value: said, possible }) => said !== '' && !possible.map(String).includes(present(said)),
    );
}

/** Reads a hash with or without its `#`. What is not known is left for the settings to refuse. */
export function readLink(hash: string): PageLink {
  const [screen, all] = parts(hash);
  const hide = (all.get('hide') ?? '').split(',').map(present);
  const settings = Object.fromEntries([...all].filter(([key]) => !OWN.has(key)));
  const project = all.get('project');
  return {
    screen: present(screen),
    hide: HIDEABLE.filter((part) => hide.includes(part)),
    text: TEXT_SIZES.find((size) => String(size) === all.get('text')) ?? 1,
    project: project !== null && PROJECT.test(project) ? project : null,
    model: all.get('model'),
    settings,
  };
}

/** The hash of a link, with its `#`. */
export function writeLink({
  screen,
  hide,
  text,
  project,
  model,
  settings,
}: Pick<PageLink, 'screen'> & Partial<PageLink>): string {
  const query = new URLSearchParams({
    ...(hide?.length && { hide: hide.join(',') }),
    ...(text !== undefined && text !== 1 && { text: String(text) }),
    ...(project && { project }),
    ...(model && { model }),
    ...settings,
  }).toString();
  return `#${screen}${query === '' ? '' : `?${query}`}`;
}
