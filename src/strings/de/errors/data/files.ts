// German of en/errors/data/files.ts.

import type { Words } from '../../../en/words';
import type { files as english } from '../../../en/errors/data/files';

const DOWNLOAD = 'Lade sie noch einmal herunter.';
const SPLIT_FOLDER = 'Lege den Ordner selbst ab, oder teile ihn.';

const zip: Words<typeof english.zip> = {
  refused: (name, what) => `${name} ${what}.`,
  packAgain: 'Packe den Ordner neu und lege das neue Zip ab, oder lege den Ordner selbst ab.',
  tooMany: (most) => `ist eines von mehr als ${most} Zips`,
  tooDeep: 'liegt in einem anderen Zip und ist zu groß, um dort geöffnet zu werden',
  empty: 'ist leer',
  noDirectory: [
    'ist abgeschnitten: Das Verzeichnis am Ende des Zips fehlt',
    'Lade oder kopiere die Datei noch einmal.',
  ],
  notZip: (kind) => [
    `ist kein Zip${kind === null ? '' : `, sondern ${kind}`}`,
    'Entpacke die Datei und lege den Ordner ab, oder packe sie als .zip.',
  ],
  noZip64: 'ist beschädigt: Das zip64-Verzeichnis ist nicht, wo es sein sollte',
  split: [
    'ist ein Teil eines Zips, das auf mehrere Dateien verteilt wurde',
    'Entpacke das ganze Zip und lege den Ordner ab.',
  ],
  directoryOutside: ['ist beschädigt: Das Verzeichnis läge außerhalb der Datei', DOWNLOAD],
  largeDirectory: (count, size, mostCount, mostSize) => [
    `hat ${count} Einträge in einem Verzeichnis von ${size} MiB; höchstens ${mostCount} Einträge ` +
      `von ${mostSize} MiB werden gelesen`,
    SPLIT_FOLDER,
  ],
  cutDirectory: 'ist abgeschnitten: Das Verzeichnis ist nicht vollständig',
  badEntry: (place) => `ist beschädigt: Eintrag ${place} ist nicht lesbar`,
  tooManyEntries: (most) => `hat mehr als ${most} Einträge`,
  otherCount: (told, listed) => `ist beschädigt: Es nennt ${told} Einträge und führt ${listed} auf`,
  encrypted: (entry) => [
    `ist verschlüsselt („${entry}“ braucht ein Passwort)`,
    'Entpacke es mit seinem Passwort und lege den Ordner ab.',
  ],
  method: (method) => `Verfahren ${method}`,
  otherMethod: (method, entry) => [
    `ist mit ${method} gepackt („${entry}“), was hier nicht gelesen wird`,
    'Entpacke es und lege den Ordner ab, oder packe es neu als gewöhnliches Zip (Deflate).',
  ],
  tooLarge: (size, most) => [
    `ergäbe entpackt ${size} GiB; höchstens ${most} GiB sind möglich`,
    SPLIT_FOLDER,
  ],
  outside: (path) => [
    `enthält den Pfad „${path}“, der den Ordner verlässt`,
    'Packe den Ordner neu, mit einfachen relativen Pfaden.',
  ],
  twice: (path) => [
    `enthält „${path}“ zweimal, und es ist nicht zu erkennen, welches gemeint ist`,
    'Entferne eines davon, oder entpacke das Zip und lege den Ordner ab.',
  ],
  entryPastEnd: (entry) => [
    `ist abgeschnitten: „${entry}“ endete hinter dem Ende der Datei`,
    DOWNLOAD,
  ],
  largeEntry: (entry, size) => [
    `enthält „${entry}“, das entpackt ${size} MiB ergäbe`,
    'Lass diese Datei aus dem Zip heraus.',
  ],
  damagedEntry: (entry, what) => [
    `ist beschädigt: „${entry}“ ${what}`,
    'Packe oder lade das Zip noch einmal.',
  ],
  overlap: (entry) => `ist beschädigt: „${entry}“ überlappt einen anderen Eintrag`,
};

const entry: Words<typeof english.entry> = {
  notThere: 'ist nicht, wo das Verzeichnis es nennt',
  otherName: 'hat in seinem eigenen Kopf einen anderen Namen',
  link: 'ist ein Verweis auf eine andere Datei, keine Datei',
  cutOff: 'ist abgeschnitten',
  otherSize: (size, told) => `hat ${size} Bytes, im Verzeichnis stehen ${told}`,
  checksum: 'passt nicht zu seiner Prüfsumme (CRC-32)',
  impossible: (size, packed) =>
    `soll ${size} Bytes haben, mehr als ${packed} gepackte enthalten können`,
  notInflated: (reason) => `lässt sich nicht entpacken (${reason})`,
  tooLong: (size) => `ergibt entpackt mehr als die ${size} Bytes, die im Verzeichnis stehen`,
};

export const files: Words<typeof english> = {
  zip,
  entry,
  tooLarge: (path, size, most) => [
    `${path} hat ${size} MiB; von einer solchen Datei werden höchstens ${most} MiB gelesen.`,
    'Teile sie, oder lass sie weg.',
  ],
  unreadable: (path, reason) => [
    `${path} ist nicht lesbar: ${reason}`,
    'Die Datei wurde vielleicht verändert oder verschoben: Lege sie noch einmal ab.',
  ],
  archive: (name) =>
    `„${name}“ ist ein Archiv und wurde nicht geöffnet: Entpacke es und lege den Ordner ab.`,
  binary: (path) => [
    `${path} enthält Binärdaten, keinen Text.`,
    'Speichere die Tabelle als .csv (UTF-8), .jsonl oder .json.',
  ],
  kinds: {
    png: 'ein PNG-Bild',
    jpeg: 'ein JPEG-Bild',
    webp: 'ein WebP-Bild',
    gif: 'ein GIF-Bild',
    avif: 'ein AVIF-Bild',
    heic: 'ein HEIC-Bild',
    mp4: 'ein Video (MP4 oder MOV)',
    bmp: 'ein BMP-Bild',
    tiff: 'ein TIFF-Bild',
    jxl: 'ein JPEG-XL-Bild',
    jp2: 'ein JPEG-2000-Bild',
    psd: 'eine Photoshop-Datei',
    ico: 'eine Icon-Datei',
    webm: 'ein Video (WebM oder MKV)',
    zip: 'ein Zip',
    rar: 'ein RAR-Archiv',
    '7z': 'ein 7z-Archiv',
    gzip: 'ein gzip-Archiv',
    bzip2: 'ein bzip2-Archiv',
    xz: 'ein xz-Archiv',
    zstd: 'ein Zstandard-Archiv',
    pdf: 'ein PDF',
    sqlite: 'eine SQLite-Datenbank',
    parquet: 'eine Parquet-Datei',
    lfs: 'ein Git-LFS-Verweis, nicht die Datei selbst (ruf „git lfs pull“ auf, wo sie herkommt)',
    html: 'eine Webseite (HTML)',
    svg: 'eine SVG-Zeichnung',
    xml: 'eine XML-Datei',
    json: 'ein JSON-Text',
  },
};
