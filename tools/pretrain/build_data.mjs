// Builds the training set of the bundled emoji models: 64x64 RGB pictures on white, with captions.
//
//   node tools/pretrain/build_data.mjs [--styles 3d,noto] [--groups all | "Smileys & Emotion,..."]
//
// It installs the openly licensed npm packages below by exact version into a cache outside the
// checkout ($PLUMBLINE_CACHE, default ~/.cache/plumbline), renders them with sharp, and writes
// there
//   emoji64.bin.gz      u32 header length, JSON header {size, items, counts}, then N x 64 x 64 x 3
//   bytes contact.png         every 10th picture, to look at
// Left out: flags, skin tones (near duplicates), and sets under CC-BY-SA (openmoji). The split is
// by (style, name): a held-out pair's name may be seen in another style, never in that one.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SIZE = 64;
const HELD_OUT_SHARE = 0.05;
/**
 * style word -> package, exact version, licence (read from each package), how its icons are found.
 */
const STYLES = {
  '3d': { package: '@lobehub/fluent-emoji-3d', version: '1.1.0', licence: 'MIT' },
  gradient: { package: '@iconify-json/fluent-emoji', version: '1.2.7', licence: 'MIT' },
  flat: { package: '@iconify-json/fluent-emoji-flat', version: '1.2.6', licence: 'MIT' },
  noto: { package: '@iconify-json/noto', version: '1.2.9', licence: 'Apache-2.0' },
  blob: { package: '@iconify-json/noto-v1', version: '1.2.5', licence: 'Apache-2.0' },
  twemoji: { package: '@iconify-json/twemoji', version: '1.2.5', licence: 'CC-BY-4.0' },
  emojione: { package: '@iconify-json/emojione', version: '1.2.3', licence: 'CC-BY-4.0' },
};
const TOOLS = { sharp: '0.35.5', 'unicode-emoji-json': '0.9.0', emojilib: '4.0.3' };
const FIRST_RUN = {
  styles: '3d,flat,noto',
  groups: 'Smileys & Emotion,Animals & Nature,Food & Drink,Activities',
};

function option(name, fallback) {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
}

const cache = process.env.PLUMBLINE_CACHE ?? join(homedir(), '.cache', 'plumbline');
const styles = option('styles', FIRST_RUN.styles).split(',');
const groups = option('groups', FIRST_RUN.groups);
for (const style of styles) {
  if (!STYLES[style])
    throw new Error(`No style "${style}"; choose among ${Object.keys(STYLES).join(', ')}.`);
}

/**
 * Installs what is missing, by exact version, into the cache; returns a `require` that resolves
 * there.
 */
function installPackages() {
  const home = join(cache, 'npm');
  mkdirSync(home, { recursive: true });
  if (!existsSync(join(home, 'package.json')))
    writeFileSync(join(home, 'package.json'), '{"private":true}\n');
  const wanted = [
    ...Object.entries(TOOLS),
    ...styles.map((s) => [STYLES[s].package, STYLES[s].version]),
  ];
  const missing = wanted.filter(
    ([name]) => !existsSync(join(home, 'node_modules', name, 'package.json')),
  );
  if (missing.length > 0) {
    const names = missing.map(([name, version]) => `${name}@${version}`);
    console.log(`installing ${names.join(' ')} into ${home}`);
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--save-exact', ...names], {
      cwd: home,
      stdio: 'inherit',
    });
  }
  return {
    require: createRequire(join(home, 'package.json')),
    modules: join(home, 'node_modules'),
  };
}

/**
 * "1f600" or "1f468-200d-1f373": code points in lower-case hexadecimal, as the icon sets name them.
 */
const codePoints = (emoji) =>
  [...emoji].map((c) => c.codePointAt(0).toString(16).padStart(4, '0')).join('-');
const withoutVariation = (points) =>
  points
    .split('-')
    .filter((p) => p !== 'fe0f')
    .join('-');

/** A function emoji -> picture source {svg} | {file} | null for one style. */
function openStyle(style, modules, slugOf) {
  const folder = join(modules, STYLES[style].package);
  if (style === '3d') {
    return (emoji) => {
      const points = codePoints(emoji);
      const file = [points, withoutVariation(points), `${points}-fe0f`]
        .map((name) => join(folder, 'assets', `${name}.webp`))
        .find(existsSync);
      return file ? { file } : null;
    };
  }
  const set = JSON.parse(readFileSync(join(folder, 'icons.json'), 'utf8'));
  const chars = JSON.parse(readFileSync(join(folder, 'chars.json'), 'utf8'));
  return (emoji) => {
    const points = codePoints(emoji);
    let name = chars[points] ?? chars[withoutVariation(points)] ?? slugOf(emoji);
    let icon = set.icons[name];
    for (let hops = 0; !icon && set.aliases?.[name] && hops < 4; hops++) {
      name = set.aliases[name].parent;
      icon = set.icons[name];
    }
    if (!icon) return null;
    const width = icon.width ?? set.width ?? 16;
    const height = icon.height ?? set.height ?? 16;
    const box = `${icon.left ?? 0} ${icon.top ?? 0} ${width} ${height}`;
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
      `width="256" height="256" viewBox="${box}">${icon.body}</svg>`;
    return { svg };
  };
}

/** Source -> 64*64*3 bytes, RGB over white, aspect kept. */
async function render(sharp, source) {
  const input = source.file ?? Buffer.from(source.svg);
  const white = { r: 255, g: 255, b: 255, alpha: 1 };
  const { data } = await sharp(input)
    .resize(SIZE, SIZE, { fit: 'contain', background: white, kernel: 'lanczos3' })
    .flatten({ background: white })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (data.length !== SIZE * SIZE * 3)
    throw new Error(`rendered ${data.length} bytes, wanted ${SIZE * SIZE * 3}`);
  return data;
}

/** A share of [0,1) that depends on the text alone, so the split is the same in every run. */
const shareOf = (text) => createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;

/** Plain words only: no emoticons, no repetition of the name; at most 8. */
function keywordsOf(list, name) {
  const words = list
    .map((w) => w.toLowerCase().replaceAll('_', ' '))
    .filter((w) => /^[a-z][a-z ]*$/.test(w) && w !== name);
  return [...new Set(words)].slice(0, 8);
}

const { require, modules } = installPackages();
const sharp = require('sharp');
const names = require('unicode-emoji-json/data-by-emoji.json');
const keywords = require('emojilib/dist/emoji-en-US.json');
const slugOf = (emoji) => names[emoji].slug.replaceAll('_', '-');

const items = [];
const pixels = [];
// every emoji of every group, for a vocabulary that outlives this run's choice
const allCaptions = [];
for (const [emoji, entry] of Object.entries(names)) {
  if (entry.group === 'Flags') continue;
  const name = entry.name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^\x20-\x7e]/g, '');
  const words = keywordsOf(keywords[emoji] ?? [], name);
  allCaptions.push([name, ...words].join(', '));
}
const failures = [];
for (const style of styles) {
  const find = openStyle(style, modules, slugOf);
  for (const [emoji, entry] of Object.entries(names)) {
    if (entry.group === 'Flags' || (groups !== 'all' && !groups.split(',').includes(entry.group)))
      continue;
    const source = find(emoji);
    const name = entry.name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^\x20-\x7e]/g, '');
    if (!source) {
      failures.push(`${style} ${name}`);
      continue;
    }
    try {
      pixels.push(await render(sharp, source));
    } catch (error) {
      failures.push(`${style} ${name}: ${error.message}`);
      continue;
    }
    const split = shareOf(`${style}/${name}`) < HELD_OUT_SHARE ? 'held-out' : 'train';
    items.push({
      style,
      name,
      group: entry.group,
      split,
      keywords: keywordsOf(keywords[emoji] ?? [], name),
    });
  }
}

const counts = {};
for (const item of items) {
  const key = `${item.style} / ${item.group} / ${item.split}`;
  counts[key] = (counts[key] ?? 0) + 1;
}
const sources = styles.map((style) => ({ style, ...STYLES[style] }));
const header = Buffer.from(
  JSON.stringify({
    size: SIZE,
    sources,
    counts,
    items,
    allCaptions,
    allStyles: Object.keys(STYLES),
  }),
);
const length = Buffer.alloc(4);
length.writeUInt32LE(header.length);
const packed = gzipSync(Buffer.concat([length, header, ...pixels]), { level: 9 });
writeFileSync(join(cache, 'emoji64.bin.gz'), packed);

const shown = items.map((_, i) => i).filter((i) => i % 10 === 0);
const columns = 24;
const sheet = {
  width: columns * SIZE,
  height: Math.ceil(shown.length / columns) * SIZE,
  channels: 3,
  background: 'white',
};
await sharp({ create: sheet })
  .composite(
    shown.map((i, at) => ({
      input: pixels[i],
      raw: { width: SIZE, height: SIZE, channels: 3 },
      left: (at % columns) * SIZE,
      top: Math.floor(at / columns) * SIZE,
    })),
  )
  .png()
  .toFile(join(cache, 'contact.png'));

console.log(counts);
console.log(
  `${items.length} pictures, ${(packed.length / 2 ** 20).toFixed(1)} MiB -> ` +
    `${join(cache, 'emoji64.bin.gz')}`,
);
if (failures.length > 0)
  console.log(`${failures.length} without a picture: ${failures.slice(0, 12).join('; ')}`);
