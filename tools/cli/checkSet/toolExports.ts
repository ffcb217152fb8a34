// Exports as tools write them (Hugging Face, kohya, A1111, labelling tools, photo tools, tables of
// office programs, crawlers) and what a person reasonably gets of each.

import { strToU8, zipSync } from 'fflate';
import { encodePng } from '../../../src/formats/png';
import { images, json, jsonl, lines, png, PROMPTS, set, type Sibling } from './setFiles';

const ONE_TWO_THREE = [1, 2, 3];
const each = <T>(of: (text: string, i: number) => T): T[] => PROMPTS.map(of);
const texts = (name: (i: number) => string, of: (text: string, i: number) => string) =>
  Object.fromEntries(each((text, i) => [name(i), strToU8(of(text, i))]));

/** An XMP packet as photo tools write it. */
const xmp = (attributes: string, elements = ''): string =>
  '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n' +
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ' +
  'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" ' +
  `xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
  `${attributes}>${elements}</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>`;
const description = (text: string): string =>
  `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt>` +
  '</dc:description>';
const parameters = (prompt: string): string =>
  `${prompt}\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1`;

export const TOOL_EXPORTS: readonly Sibling[] = [
  // Hugging Face.
  set(
    'Hugging Face: to_csv of an Image column',
    {
      'ds.csv': lines(
        'image,text,score',
        ...each((text, i) => `"{'bytes': None, 'path': 'images/${i}.png'}",${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Hugging Face: to_json of an Image column',
    {
      'ds.jsonl': jsonl(
        ...each((text, i) => ({ image: { bytes: null, path: `${i}.png` }, text, score: i + 1 })),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Hugging Face: rows of the dataset server',
    {
      'rows.json': json({
        features: ['image', 'text', 'score', 'id'].map((name, i) => ({
          feature_idx: i,
          name,
          type: { dtype: 'string', _type: 'Value' },
        })),
        rows: each((text, i) => ({
          row_idx: i,
          row: {
            image: { src: `https://datasets-server.huggingface.co/x/${i}.png?Expires=9&Sig=a.b` },
            text,
            score: i + 1,
          },
          truncated_cells: [],
        })),
        num_rows_total: 3,
      }),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  {
    name: 'Hugging Face: save_to_disk',
    files: {
      'data-00000-of-00001.arrow': new Uint8Array(4096).fill(255),
      'dataset_info.json': json({
        features: { text: { dtype: 'string', _type: 'Value' }, image: { _type: 'Image' } },
        citation: '',
      }),
      'state.json': json({
        _data_files: [{ filename: 'data-00000-of-00001.arrow' }],
        _fingerprint: 'a1',
        _format_columns: null,
      }),
    },
    scores: [],
    says: [/\.arrow/u, /Arrow/u],
  },
  // kohya's sd-scripts, OneTrainer.
  set(
    'kohya: metadata by path without extension',
    {
      'meta_cap.json': json(
        Object.fromEntries(
          each((caption, i) => [
            `/workspace/train/${i}`,
            { caption, tags: 'x, y', train_resolution: [512, 512] },
          ]),
        ),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  set(
    'kohya: metadata by path',
    {
      'meta_lat.json': json(
        Object.fromEntries(
          each((caption, i) => [`E:\\train\\${i}.png`, { caption, train_resolution: [64, 64] }]),
        ),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  {
    name: 'OneTrainer: masks beside images',
    files: {
      ...images(),
      ...images('0-masklabel.png', '1-masklabel.png'),
      ...texts(
        (i) => `${i}.txt`,
        (text) => text,
      ),
    },
    scores: [null, null, null],
    prompts: PROMPTS,
    says: [/masklabel/u],
  },
  // A1111, its relatives, ComfyUI.
  set(
    'A1111: text files with the parameters',
    texts(
      (i) => `${i}.txt`,
      (text) => parameters(text),
    ),
    [null, null, null],
    { prompts: PROMPTS },
  ),
  set(
    'A1111: log.csv',
    {
      'log.csv': lines(
        'prompt,seed,width,height,sampler,cfgs,steps,filename,negative_prompt',
        ...each((text, i) => `${text},${i},512,512,Euler a,7.0,20,${i}.png,blurry`),
      ),
    },
    [null, null, null],
    { prompts: PROMPTS },
  ),
  {
    name: 'A1111: scores as folders, prompts in the PNG',
    files: Object.fromEntries(
      each((text, i) => [
        `outputs/score_${i + 4}/0000${i}-123.png`,
        png(i + 1, { parameters: parameters(text) }),
      ]),
    ),
    scores: [4, 5, 6],
    prompts: PROMPTS,
  },
  // Crawlers.
  set(
    'LAION: a CSV of a subset',
    {
      'laion.csv': lines(
        'URL,TEXT,WIDTH,HEIGHT,similarity,punsafe,pwatermark,AESTHETIC_SCORE,hash',
        ...each((text, i) => `https://e.org/a/${i}.png?w=5,${text},8,8,0.3,0.1,0.2,${i + 5.5},-12`),
      ),
    },
    [5.5, 6.5, 7.5],
    { prompts: PROMPTS },
  ),
  {
    name: 'LAION: a CSV without its images',
    files: {
      'laion.csv': lines(
        'URL,TEXT,AESTHETIC_SCORE',
        ...each((text, i) => `https://e.org/a/${i}.png,${text},${i + 5.5}`),
      ),
    },
    scores: [],
    says: [/no image/iu],
  },
  {
    name: 'img2dataset: keys are the names of files, URLs are not',
    files: {
      ...images('00000/000000000.png', '00000/000000001.png', '00000/000000002.png'),
      '00000/table.jsonl': jsonl(
        ...each((caption, i) => ({
          url: `https://e.org/photo-${9 - i}.jpg`,
          caption,
          key: `00000000${i}`,
          status: 'success',
          width: 8,
          height: 8,
          aesthetic: i + 1,
        })),
      ),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  {
    name: 'gallery-dl: a JSON file beside each image',
    files: {
      ...images(),
      ...Object.fromEntries(
        each((tags, i) => [
          `${i}.png.json`,
          json({ id: 100 + i, rating: 's', score: i + 1, tags, width: 8, category: 'e621' }),
        ]),
      ),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  {
    name: 'a JSON file beside each image, one broken',
    files: {
      ...images(),
      '0.json': strToU8('{"caption": "a red heart",'),
      '1.json': json({ caption: 'a green leaf', score: 2 }),
      '2.json': json({ caption: 'a blue ball', score: 3 }),
    },
    scores: [2, 3],
    prompts: PROMPTS.slice(1),
    says: [/1 JSON file.*0\.json.*not JSON/u, /0\.png.*in no row/u],
  },
  {
    name: 'a JSON file beside each image, captions alone',
    files: {
      ...images(),
      ...Object.fromEntries(each((caption, i) => [`${i}.json`, json({ caption, key: `${i}` })])),
    },
    scores: [null, null, null],
    prompts: PROMPTS,
  },
  set(
    'Civitai: images with reactions',
    {
      'images.json': json({
        items: each((prompt, i) => ({
          id: i,
          url: `https://image.civitai.com/x/uuid/width=450/${i}.png`,
          nsfwLevel: 'None',
          stats: { likeCount: i + 1, heartCount: 2 * i, cryCount: 0 },
          meta: { prompt, negativePrompt: 'blurry', cfgScale: 7 },
        })),
        metadata: { nextCursor: '1|2' },
      }),
    },
    [null, null, null],
    { prompts: PROMPTS, says: [/likeCount/u] },
  ),
  // Labelling tools and data sets of research.
  set(
    'COCO captions with scores',
    {
      'captions.json': json({
        info: { year: 2024 },
        images: each((_, i) => ({ id: 10 + i, file_name: `${i}.png`, width: 8, height: 8 })),
        annotations: each((caption, i) => ({ id: i, image_id: 12 - i, caption, score: i + 1 })),
      }),
    },
    [1, 2, 3],
    { prompts: PROMPTS },
  ),
  set(
    'Mechanical Turk: batch results, two workers per image',
    {
      'Batch_123_batch_results.csv': lines(
        '"HITId","Title","Description","Reward","WorkerId","WorkTimeInSeconds",' +
          '"Input.image_url","Input.prompt","Answer.rating","Approve","Reject"',
        ...each((text, i) =>
          ['A1', 'B2']
            .map(
              (worker, n) =>
                `"H${i}","Rate images","Say how good it is","$0.02","${worker}","${9 + n}",` +
                `"https://s3.example/${i}.png","${text}","${i + 1 + n}","",""`,
            )
            .join('\n'),
        ),
      ),
    },
    [1.5, 2.5, 3.5],
    { prompts: PROMPTS },
  ),
  set(
    'KonIQ: counts, mean and deviation',
    {
      'koniq10k.csv': lines(
        '"image_name","c1","c2","c_total","MOS","SD","MOS_zscore"',
        ...each((_, i) => `"${i}.png",1,2,3,${i + 1}.5,0.4,${10 - i}`),
      ),
    },
    [1.5, 2.5, 3.5],
  ),
  {
    name: 'pairs: chosen and rejected',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'prefs.jsonl': jsonl(
        { prompt: 'a cat', chosen: 'a.png', rejected: 'b.png' },
        { prompt: 'a cat', chosen: 'a.png', rejected: 'c.png' },
        { prompt: 'a cat', chosen: 'b.png', rejected: 'c.png' },
      ),
    },
    scores: [1, 0.5, 0],
    prompts: ['a cat', 'a cat', 'a cat'],
    says: [/3 comparisons/u],
  },
  {
    name: 'pairs: two images and who won, as CSV',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'prefs.csv': lines(
        'prompt,image_a,image_b,preference',
        'a cat,a.png,b.png,A',
        'a cat,c.png,a.png,b',
        'a cat,b.png,c.png,tie',
      ),
    },
    scores: [1, 0.25, 0.25],
    says: [/comparisons/u],
  },
  {
    name: 'pairs: HPDv3 as lines',
    files: {
      ...images('a.png', 'b.png', 'c.png'),
      'train.jsonl': jsonl(
        { prompt: 'a cat', path1: 'x/a.png', path2: 'x/b.png', confidence: 0.9 },
        { prompt: 'a cat', path1: 'x/a.png', path2: 'x/c.png', confidence: 0.8 },
      ),
    },
    scores: [1, 0, 0],
    says: [/2 comparisons/u],
  },
  set(
    'boxes with left and right are no pairs',
    {
      'boxes.csv': lines(
        'image,left,right,label,prompt,rating',
        ...each((text, i) => `${i}.png,1,7,cat,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'one table of each rater',
    {
      'ratings_anna.csv': lines('file,score', '0.png,1', '1.png,2', '2.png,3'),
      'ratings_ben.csv': lines('file,score', '0.png,3', '1.png,4', '2.png,5'),
    },
    [2, 3, 4],
    { says: [/3 images have several ratings/u, /ratings_anna/u] },
  ),
  // Photo tools.
  set(
    'Lightroom: sidecars with stars',
    texts(
      (i) => `${i}.xmp`,
      (text, i) =>
        xmp(
          `xmp:Rating="${i + 1}" xmp:Label="Red" xmlns:crs="http://ns.adobe.com/camera-raw-` +
            `settings/1.0/" crs:Version="15.0"`,
          description(text),
        ),
    ),
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'digiKam: sidecars of full names, elements, a rejected one',
    texts(
      (i) => `${i}.png.xmp`,
      (text, i) =>
        xmp(
          'xmlns:digiKam="http://www.digikam.org/ns/1.0/"',
          `<xmp:Rating>${[5, -1, 2][i]}</xmp:Rating><digiKam:PickLabel>0</digiKam:PickLabel>` +
            description(text),
        ),
    ),
    [5, -1, 2],
    { prompts: PROMPTS },
  ),
  set(
    'Windows: stars as per cent alone',
    texts(
      (i) => `${i}.xmp`,
      (text, i) =>
        xmp(
          `xmlns:MicrosoftPhoto="http://ns.microsoft.com/photo/1.0/" ` +
            `MicrosoftPhoto:Rating="${[1, 50, 99][i]}"`,
          description(text),
        ),
    ),
    [1, 3, 5],
    { prompts: PROMPTS },
  ),
  {
    name: 'darktable: one image not rated',
    files: {
      ...images(),
      ...texts(
        (i) => `${i}.png.xmp`,
        (_, i) => xmp(`xmp:Rating="${[4, 0, 2][i]}"`),
      ),
      ...texts(
        (i) => `${i}.txt`,
        (text) => text,
      ),
    },
    scores: [4, null, 2],
    prompts: PROMPTS,
  },
  {
    name: 'an iPhone’s HEIC and a video among the photos',
    files: {
      ...images('IMG_1.png', 'IMG_2.png'),
      'IMG_3.heic': strToU8('\0\0\0\x18ftypheic\0\0\0\0heicmif1'),
      'IMG_4.MOV': strToU8('\0\0\0\x14ftypqt  \0\0\0\0qt  '),
    },
    scores: [null, null],
    rejected: 1,
    says: [/IMG_3\.heic.*HEIC/u, /IMG_4\.MOV/u],
  },
  // Tables of office programs.
  set(
    'Excel: a title above the header, an average below',
    {
      'ratings.csv': strToU8(
        '\ufeffRatings of May 2025;;\r\n;;\r\nDatei;Text;Score (1-5)\r\n' +
          `${each((text, i) => `${i}.png;${text};${i + 1},5`).join('\r\n')}\r\nMittelwert;;2,5\r\n`,
      ),
    },
    [1.5, 2.5, 3.5],
    { prompts: PROMPTS, rejected: 1, says: [/Ratings of May/u, /Mittelwert/u] },
  ),
  set(
    'Excel: German headers and two more numbers',
    {
      'bewertungen.csv': strToU8(
        'Dateiname;Beschreibung;Bewertung;Breite;Startwert\r\n' +
          `${each((text, i) => `${i}.png;${text};${i + 1};512;${90 - i}`).join('\r\n')}\r\n`,
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Excel: scores that became dates',
    {
      'ratings.csv': lines(
        'file_name;text;score',
        '0.png;a;05. Jan',
        '1.png;b;4,5',
        '2.png;c;01.05.2025',
      ),
    },
    [4.5],
    { rejected: 2, says: [/row 1.*“05\. Jan”.*date/u] },
  ),
  set(
    'Excel: cells that failed',
    { 'r.csv': lines('file_name,text,score', '0.png,a,#DIV/0!', '1.png,b,2', '2.png,c,#N/A') },
    [2],
    { rejected: 2, says: [/row 1.*#DIV\/0!/u] },
  ),
  set(
    'Excel: two columns called Notes',
    {
      'r.csv': lines(
        'file_name,text,score,Notes,Notes',
        ...each((text, i) => `${i}.png,${text},${i + 1},,x`),
      ),
    },
    ONE_TWO_THREE,
  ),
  {
    name: 'Excel: the workbook itself beside the images',
    files: {
      ...images(),
      'ratings.xlsx': zipSync({ '[Content_Types].xml': strToU8('<Types/>') }),
      '~$ratings.xlsx': new Uint8Array(165),
    },
    scores: [null, null, null],
    says: [/ratings\.xlsx.*CSV/u],
  },
  {
    name: 'Excel: the workbook alone',
    files: { 'ratings.xlsx': zipSync({ '[Content_Types].xml': strToU8('<Types/>') }) },
    scores: [],
    says: [/ratings\.xlsx.*CSV/u],
  },
  set(
    'Google Sheets: TSV with quotes and emoji stars',
    {
      'Ratings - Sheet1.tsv': lines(
        'Image\tPrompt\tRating',
        '0.png\t"big" cat 12" tall\t⭐⭐⭐⭐',
        '1.png\tb\t⭐️⭐️',
        '2.png\tc\t⭐',
      ),
    },
    [4, 2, 1],
    { prompts: ['"big" cat 12" tall', 'b', 'c'], says: [/Stars were counted/u] },
  ),
  set(
    'Notion: titles called Name, files with folders',
    {
      'Ratings 1a2b.csv': lines(
        'Name,Files & media,Prompt,Rating',
        ...each((text, i) => `Picture ${i + 7},Ratings%201a2b/${i}.png,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Airtable: attachments with their address',
    {
      'Grid view.csv': lines(
        'Image,Prompt,Rating',
        ...each(
          (text, i) =>
            `${i}.png (https://v5.airtableusercontent.com/v3/u/${i}a/x),${text},${i + 1}`,
        ),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Spark and MySQL: quotes escaped by backslashes',
    {
      'part-00000.csv': lines(
        'file_name,text,score',
        '0.png,"a \\"big\\" cat, red",1',
        '1.png,"the \\"end\\"",2',
        '2.png,c,3',
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['a "big" cat, red', 'the "end"', 'c'] },
  ),
  set(
    'a commented head',
    {
      'scores.csv': lines(
        '# predictor: sac+logos+ava1-l14',
        '# date: 2025-05-01',
        'file_name,text,score',
        ...each((text, i) => `${i}.png,${text},${i + 1}`),
      ),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'Swiss thousands',
    {
      'r.csv': lines('file_name,text,score', "0.png,a,1'005.5", '1.png,b,2’000', '2.png,c,3'),
    },
    [1005.5, 2000, 3],
    { says: [/thousands/u] },
  ),
  // JSON of other programs.
  set(
    'JSON: lists without names',
    { 'r.json': json(each((text, i) => [`${i}.png`, text, i + 1])) },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'JSON: records by name one level down',
    {
      'r.json': json({
        version: 2,
        images: Object.fromEntries(each((prompt, i) => [`${i}.png`, { prompt, score: i + 1 }])),
      }),
    },
    ONE_TWO_THREE,
    { prompts: PROMPTS },
  ),
  set(
    'JSON lines: a comma after each',
    {
      'r.jsonl': lines(
        ...each((text, i) => `${JSON.stringify({ file_name: `${i}.png`, text, score: i })},`),
      ),
    },
    [0, 1, 2],
    { prompts: PROMPTS },
  ),
  set(
    'tags as lists',
    {
      'r.jsonl': jsonl(
        ...each((text, i) => ({ file_name: `${i}.png`, tags: text.split(' '), score: i + 1 })),
      ),
    },
    ONE_TWO_THREE,
    { prompts: ['a, red, heart', 'a, green, leaf', 'a, blue, ball'] },
  ),
  // Zips of other systems.
  {
    name: 'zip of Windows: backslashes, Thumbs.db, desktop.ini',
    files: {
      'set.zip': zipSync({
        'My set\\images\\0.png': png(1),
        'My set\\images\\1.png': png(2),
        'My set\\Thumbs.db': new Uint8Array(10),
        'My set\\desktop.ini': strToU8('[.ShellClassInfo]'),
        'My set\\scores.csv': lines('file_name;text;score', 'images\\0.png;a;1', '1.png;b;2'),
      }),
    },
    scores: [1, 2],
  },
  {
    name: 'zip of macOS: __MACOSX, .DS_Store, a folder around',
    files: {
      'Archive.zip': zipSync({
        'set/0.png': png(1),
        'set/1.png': png(2),
        'set/.DS_Store': new Uint8Array(10),
        '__MACOSX/set/._0.png': new Uint8Array(82),
        '__MACOSX/set/._metadata.csv': new Uint8Array(82),
        'set/metadata.csv': lines('file_name,text,score', '0.png,a,1', '1.png,b,2'),
      }),
    },
    scores: [1, 2],
  },
  {
    name: 'zip of Google Drive: two parts, the table in the second',
    files: {
      'set-20250501T1-001.zip': zipSync({ 'set/0.png': png(1), 'set/1.png': png(2) }),
      'set-20250501T1-002.zip': zipSync({
        'set/2.png': png(3),
        'set/metadata.csv': lines(
          'file_name,text,score',
          ...each((text, i) => `${i}.png,${text},${i + 1}`),
        ),
      }),
    },
    scores: ONE_TWO_THREE,
    prompts: PROMPTS,
  },
  // What is left over.
  {
    name: 'a list of prompts that belongs to no image',
    files: { ...images(), 'prompts.txt': lines(...PROMPTS) },
    scores: [null, null, null],
    says: [/prompts\.txt/u],
  },
  {
    name: 'PNG and JPEG of one name, extension not told',
    files: {
      ...images('0.png', '1.png'),
      '0.jpg': encodePng(new Uint8Array(192).fill(9), 8, 8),
      'm.csv': lines('image,text,score', '0,a,1', '1,b,2'),
    },
    scores: [2],
    rejected: 1,
    says: [/row 1.*several files/u],
  },
];
