// A run as one HTML page: curves as SVG, samples as data URLs, scores with their intervals,
// settings and how to load the LoRA. Nothing is fetched and no script runs: its own policy says so.
// Every text goes through `escape`.

import { CURVE_KEYS, type CurveKey, type RunCurve } from '../../domain/runCurve';
import type { EvaluationSummary } from '../../domain/evaluation';
import type { RunOutcome } from '../../domain/runOutcome';
import type { Preview, StoredSample } from '../../domain/run';
import { strings } from '../../strings';
import { deviceSays } from '../../strings/deviceSays';
import { language } from '../../strings/language';
import { date, exact, percent, score, short, signedFixed, whole } from '../../strings/format';
import type { RunRecord } from '../../storage/database';

export interface ReportFacts {
  readonly run: RunRecord;
  readonly method: string;
  readonly modelName: string;
  readonly datasetName: string;
  readonly curve: RunCurve;
  readonly previews: readonly Preview<StoredSample>[];
  readonly outcome: RunOutcome;
  /** Evaluations that the run took part in. */
  readonly evaluations: readonly Pick<EvaluationSummary, 'request' | 'rewards' | 'results'>[];
  /** By reward id: what is to be said of a fitted scorer wherever its numbers stand. */
  readonly doubts: ReadonlyMap<string, string>;
  readonly snippet: string;
  readonly now: number;
}

const text = strings.share;
const WIDTH = 640;
const HEIGHT = 160;
/** Points of a curve: the extremes of equal stretches. */
const STRETCHES = 320;

const escape = (value: string): string =>
  value.replaceAll(
    /[&<>"']/gu,
    (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[char]!,
  );

/** Least and greatest of each stretch, in order: spikes stay. */
function extremes(points: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const size = Math.max(1, Math.ceil(points.length / STRETCHES));
  if (size === 1) return [...points];
  const kept: (readonly [number, number])[] = [];
  for (let start = 0; start < points.length; start += size) {
    const part = points.slice(start, start + size);
    const by = part.toSorted((a, b) => a[1] - b[1]);
    kept.push(...[by[0]!, by.at(-1)!].sort((a, b) => a[0] - b[0]));
  }
  return kept;
}

function curveFigure(key: CurveKey, { step, values }: RunCurve): string {
  const points = [...step].flatMap((at, i) =>
    Number.isFinite(values[key][i]!) ? [[at, values[key][i]!] as const] : [],
  );
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return '';
  const all = points.map(([, value]) => value);
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b), low + 1e-12);
  const at = ([x, y]: readonly [number, number]): string =>
    `${(((x - first[0]) / (last[0] - first[0])) * WIDTH).toFixed(1)},` +
    `${(HEIGHT - ((y - low) / (high - low)) * HEIGHT).toFixed(1)}`;
  const title = strings.runs.curves[key];
  const summary = text.curveSummary(short(first[1]), short(last[1]));
  return (
    `<figure><figcaption><b>${escape(title)}</b> ${escape(summary)}</figcaption>` +
    `<svg viewBox="-60 -8 ${WIDTH + 70} ${HEIGHT + 30}" role="img" ` +
    `aria-label="${escape(`${title}: ${summary}`)}">` +
    `<path d="M0 0V${HEIGHT}H${WIDTH}" class="axis"/>` +
    `<text x="-6" y="6" text-anchor="end">${escape(short(high))}</text>` +
    `<text x="-6" y="${HEIGHT}" text-anchor="end">${escape(short(low))}</text>` +
    `<text x="0" y="${HEIGHT + 18}">${whole(first[0])}</text>` +
    `<text x="${WIDTH}" y="${HEIGHT + 18}" text-anchor="end">${whole(last[0])}</text>` +
    `<polyline points="${extremes(points).map(at).join(' ')}"/></svg></figure>`
  );
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  return btoa(binary);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<div class="scroll"><table><thead><tr>${head
    .map((cell) => `<th scope="col">${escape(cell)}</th>`)
    .join('')}</tr></thead><tbody>${rows
    .map(
      ([first = '', ...rest]) =>
        `<tr><th scope="row">${escape(first)}</th>${rest
          .map((cell) => `<td>${escape(cell)}</td>`)
          .join('')}</tr>`,
    )
    .join('')}</tbody></table></div>`;

/** At most these columns: the first, the last and some between. */
const MOST_COLUMNS = 8;

function samplesTable(previews: readonly Preview<StoredSample>[]): string {
  const every = Math.max(1, Math.ceil((previews.length - 1) / (MOST_COLUMNS - 1)));
  const shown = previews.filter((_, i) => i % every === 0 || i === previews.length - 1);
  const [first] = shown;
  if (!first) return '';
  const head = shown.map(({ step }) => (step === 0 ? text.untouched : text.step(whole(step))));
  const rows = first.images.map(({ prompt, seed }, i) => {
    const cells = shown.map(({ images }, column) => {
      const image = images[i];
      if (!image) return '<td></td>';
      const said = `${prompt}, ${strings.training.seed(seed)}, ${head[column]}`;
      const scored = Number.isFinite(image.score) ? `<br>${escape(score(image.score))}` : '';
      return (
        `<td><img src="data:image/png;base64,${base64(image.png)}" alt="${escape(said)}">` +
        `${scored}</td>`
      );
    });
    return `<tr><th scope="row">${escape(prompt)}</th>${cells.join('')}</tr>`;
  });
  return (
    `<h2>${escape(text.reportSamples)}</h2><div class="scroll"><table><thead><tr><td></td>` +
    `${head.map((cell) => `<th scope="col">${escape(cell)}</th>`).join('')}</tr></thead>` +
    `<tbody>${rows.join('')}</tbody></table></div>`
  );
}

const interval = (mean: number, lower: number, upper: number): string =>
  `${signedFixed(mean, 3)} [${signedFixed(lower, 3)}, ${signedFixed(upper, 3)}]`;

function scoresPart({ outcome, evaluations, run, doubts }: ReportFacts): string {
  const doubtsOf = (ids: readonly string[]): string =>
    ids.flatMap((id) => (doubts.has(id) ? [`<p>${escape(doubts.get(id)!)}</p>`] : [])).join('');
  const { samples } = outcome;
  const own =
    samples === null
      ? `<p>${escape(text.noScores)}</p>`
      : `<p>${escape(text.scoresOf(whole(samples.count), whole(samples.step)))}</p>` +
        table(
          [text.reward, text.before, text.after, text.gain],
          [
            [
              run.trainedOn?.source ?? run.name,
              score(samples.before),
              score(samples.after),
              interval(samples.gain.mean, samples.gain.lower, samples.gain.upper),
            ],
          ],
        ) +
        doubtsOf([run.trainedOn?.rewardId ?? '']);
  const measured = evaluations.map(({ request, rewards, results }) => {
    const entry = request.entries.find(({ runId }) => runId === run.id);
    const [base] = results;
    const result = results.find(({ key }) => key === entry?.key);
    if (!base || !result) return '';
    const rows = rewards.flatMap(({ id, label }) => {
      const one = result.rewards[id];
      const comparison = one?.comparison;
      return one && comparison
        ? [
            [
              label,
              score(base.rewards[id]?.summary.mean ?? Number.NaN),
              score(one.summary.mean),
              interval(
                comparison.difference.mean,
                comparison.difference.lower,
                comparison.difference.upper,
              ),
              percent(comparison.prompts.share),
            ],
          ]
        : [];
    });
    return (
      `<h3>${escape(text.evaluationOf(request.name, whole(request.prompts.length)))}</h3>` +
      table([text.reward, text.before, text.after, text.gain, text.won], rows) +
      doubtsOf(rewards.map(({ id }) => id))
    );
  });
  return `<h2>${escape(text.reportScores)}</h2>${own}${measured.join('')}`;
}

/** Leaves of settings by path; lists are leaves. */
const leaves = (value: unknown, path = ''): [string, string][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, entry]) =>
        leaves(entry, path === '' ? key : `${path}.${key}`),
      )
    : [[path, Array.isArray(value) ? value.join(', ') : String(value ?? strings.runs.none)]];

const STYLE = `
:root{color-scheme:light dark;--ink:#161b20;--soft:#4d555d;--page:#fff;--line:#dfdfd8;
--accent:#3547c8}
@media(prefers-color-scheme:dark){:root{--ink:#e9ebee;--soft:#b3bac2;--page:#12161b;--line:#2a323b;
--accent:#9aa8ff}}
body{margin:2rem auto;padding:0 1rem;max-width:60rem;background:var(--page);color:var(--ink);
font:15px/1.5 system-ui,sans-serif}
h2{margin:2rem 0 .5rem;font-size:1.125rem}
figure{margin:0 0 1rem;overflow-x:auto}
svg{width:100%;min-width:40rem;max-width:44rem}
polyline{fill:none;stroke:var(--accent);stroke-width:1.5}
.axis{fill:none;stroke:var(--line)}
text{font-size:12px;fill:var(--soft)}
table{border-collapse:collapse;font-size:13px}
th,td{padding:.25rem .75rem .25rem 0;text-align:start;vertical-align:top;
border-block-end:1px solid var(--line)}
img{width:96px;image-rendering:pixelated}
pre{overflow:auto;padding:1rem;border:1px solid var(--line)}
.scroll{overflow-x:auto}
`;
/** The page. Cost: linear in steps and images. */
export function runReport(facts: ReportFacts): string {
  const { run, curve } = facts;
  const rows: [string, string][] = [
    [text.base, facts.modelName],
    [text.method, facts.method],
    [text.set, facts.datasetName],
    [text.steps, whole(run.step)],
    [text.executor, deviceSays(run)],
    ...(run.tags?.length ? [[text.tags, run.tags.join(', ')] as [string, string]] : []),
    ...(run.note ? [[text.note, run.note] as [string, string]] : []),
  ];
  const changes = run.changes.map(({ step, values }): [string, string] => [
    text.step(exact(step)),
    leaves(values)
      .map(([key, value]) => `${key} ${value}`)
      .join(', '),
  ]);
  return (
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">` +
    '<meta name="viewport" content="width=device-width,initial-scale=1">' +
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; ' +
    `style-src 'unsafe-inline'"><title>${escape(run.name)}</title><style>${STYLE}</style></head>` +
    `<body><main><h1>${escape(text.reportOf(run.name))}</h1>` +
    table([text.reportFacts, ''], rows) +
    scoresPart(facts) +
    samplesTable(facts.previews) +
    `<h2>${escape(text.reportCurves)}</h2>` +
    CURVE_KEYS.map((key) => curveFigure(key, curve)).join('') +
    `<h2>${escape(text.reportSettings)}</h2>` +
    table([text.key, text.value], leaves(run.settings)) +
    (changes.length === 0
      ? ''
      : `<h2>${escape(text.reportChanges)}</h2>${table([text.steps, text.value], changes)}`) +
    `<h2>${escape(text.reportLoad)}</h2><p>${escape(text.fileHint)}</p>` +
    `<pre>${escape(facts.snippet)}</pre>` +
    `<p>${escape(text.reportMade(date(facts.now)))}</p></main></body></html>\n`
  );
}
