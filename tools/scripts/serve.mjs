// A small static file server for the built page. It sends the two headers that make the page
// cross-origin isolated (wasm threads need it), right MIME types (module scripts and streaming wasm
// need them), lets hashed assets be cached for ever, has everything else checked at each load and
// compresses text. Local only: it listens on the loopback addresses and reads nothing above its
// folder. No request ends the server: what cannot be answered is answered 4xx or 5xx.

import { createReadStream, readFileSync, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.jsonl': 'application/x-ndjson; charset=utf-8',
  '.zip': 'application/zip',
  '.wgsl': 'text/plain; charset=utf-8',
};

/**
 * The page's own policy stands in index.html; a worker has none but what its script is served with.
 * So this says for every file
 *  that nothing may be fetched from elsewhere. (`blob:` scripts: tfjs's wasm threads start from
 *  one.)
 */
const POLICY =
  "default-src 'self'; connect-src 'self'; script-src 'self' 'wasm-unsafe-eval' blob:; " +
  "worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; " +
  "object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** Longest request path and longest name within it that a file system may have. */
const MAX_PATH = 4096;
const MAX_NAME_BYTES = 255;

/** Types that shrink; the others are compressed already or are weights. */
const COMPRESSED = /^(text\/|application\/(json|manifest\+json|wasm|x-ndjson)|image\/svg)/;
/** Smaller files gain nothing; larger ones would hold up the one thread. */
const MIN_COMPRESSED_BYTES = 1024;
const MAX_COMPRESSED_BYTES = 32 * 2 ** 20;

const HASHED_ASSET = /^\/assets\/.*-[\w-]{8,}\.\w+$/;

/** The file a request path names: `{file, stat}`, or an HTTP status when there is none to give. */
export function locate(folder, requestPath) {
  let path;
  try {
    path = decodeURIComponent(requestPath.split(/[?#]/)[0]);
  } catch {
    return 400;
  }
  if (path.includes('\0') || path.includes('\\') || !path.startsWith('/')) return 400;
  if (path.length > MAX_PATH) return 414;
  if (path.split('/').some((name) => Buffer.byteLength(name) > MAX_NAME_BYTES)) return 404;
  const base = realpathSync(folder);
  let file = resolve(base, `.${path}`);
  if (file !== base && !file.startsWith(base + sep)) return 403;
  let stat = statSync(file, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    file = join(file, 'index.html');
    stat = statSync(file, { throwIfNoEntry: false });
  }
  if (!stat?.isFile()) return 404;
  if (!realpathSync(file).startsWith(base + sep)) return 403;
  return { file, stat };
}

const REFUSALS = {
  400: 'Bad path.',
  403: 'Outside the served folder.',
  404: 'Not found.',
  405: 'Only GET and HEAD.',
  414: 'The path is too long.',
  500: 'This file cannot be read.',
};

/** Headers of every answer, errors included. */
function guardHeaders(isolated) {
  return {
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(isolated
      ? {
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Embedder-Policy': 'require-corp',
        }
      : {}),
  };
}

/**
 * Compressed contents by path, size and time, oldest first: a build's text is compressed once per
 * server.
 */
const compressed = new Map();
const MAX_KEPT = 200;

function compress(file, tag, encoding) {
  const key = `${encoding} ${tag} ${file}`;
  const known = compressed.get(key);
  if (known) return known;
  const content = readFileSync(file);
  const packed =
    encoding === 'br'
      ? brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 5,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          },
        })
      : gzipSync(content, { level: 6 });
  compressed.set(key, packed);
  if (compressed.size > MAX_KEPT) compressed.delete(compressed.keys().next().value);
  return packed;
}

/** `br` or `gzip` where the client takes it and the file gains by it, else null. */
function encodingFor(request, type, size) {
  if (!COMPRESSED.test(type) || size < MIN_COMPRESSED_BYTES || size > MAX_COMPRESSED_BYTES)
    return null;
  const accepted = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0].toLowerCase());
  return accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null;
}

function refuse(status, isolated, response) {
  if (response.headersSent) return response.destroy();
  response.writeHead(status, {
    ...guardHeaders(isolated),
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  });
  return response.end(`${REFUSALS[status]}\n`);
}

function answer(folder, isolated, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, isolated, response);
  const found = locate(folder, request.url ?? '/');
  if (typeof found === 'number') return refuse(found, isolated, response);
  const { file, stat } = found;
  const type = TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const encoding = encodingFor(request, type, stat.size);
  const version = `${stat.size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}`;
  const tag = `"${version}${encoding === null ? '' : `-${encoding}`}"`;
  const headers = {
    ...guardHeaders(isolated),
    'Content-Type': type,
    'Cache-Control': HASHED_ASSET.test(request.url ?? '')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    ETag: tag,
    Vary: 'Accept-Encoding',
  };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers);
    return response.end();
  }
  if (encoding !== null) {
    const content = compress(file, version, encoding);
    response.writeHead(200, {
      ...headers,
      'Content-Encoding': encoding,
      'Content-Length': content.length,
    });
    return response.end(request.method === 'HEAD' ? undefined : content);
  }
  response.writeHead(200, { ...headers, 'Content-Length': stat.size });
  if (request.method === 'HEAD') return response.end();
  return createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** As `answer`; what it throws (a file that cannot be read, a folder that is gone) becomes 500. */
function answerSafely(folder, isolated, request, response) {
  try {
    answer(folder, isolated, request, response);
  } catch (error) {
    console.error(`${request.method} failed: ${error instanceof Error ? error.message : error}`);
    refuse(500, isolated, response);
  }
}

/** Answers what is no HTTP request, or has too large a head, with the same headers. */
function refuseSocket(isolated, error, socket) {
  if (!socket.writable) return socket.destroy();
  const status =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : '400 Bad Request';
  const lines = Object.entries(guardHeaders(isolated)).map(([name, value]) => `${name}: ${value}`);
  return socket.end(
    [`HTTP/1.1 ${status}`, ...lines, 'Connection: close', 'Content-Length: 0', '', ''].join('\r\n'),
  );
}

/** Listens on one loopback address; resolves with the server, or with the error code. */
function listen(handler, isolated, host, port) {
  return new Promise((done) => {
    const server = createServer(handler);
    server.on('clientError', (error, socket) => refuseSocket(isolated, error, socket));
    server.once('error', (error) => done(error.code ?? 'EUNKNOWN'));
    server.listen(port, host, () => done(server));
  });
}

/**
 * Serves `folder` at the first port from `firstPort` that is free on 127.0.0.1 and, where there is
 * IPv6, on ::1, so that
 *  `localhost` means us whichever way a browser resolves it. Returns `{url, port, close()}`.
 */
export async function serve(folder, { firstPort = 4173, isolated = true } = {}) {
  const handler = (request, response) => answerSafely(folder, isolated, request, response);
  for (let port = firstPort; port < firstPort + 200; port++) {
    const four = await listen(handler, isolated, '127.0.0.1', port);
    if (typeof four === 'string') continue;
    const six = await listen(handler, isolated, '::1', port);
    if (six === 'EADDRINUSE' || six === 'EACCES') {
      four.close();
      continue;
    }
    const servers = typeof six === 'string' ? [four] : [four, six];
    const close = () =>
      Promise.all(
        servers.map(
          (server) =>
            new Promise((done) => {
              server.close(() => done());
              server.closeAllConnections();
            }),
        ),
      );
    return { url: `http://localhost:${port}/`, port, close };
  }
  throw new Error(`No free port between ${firstPort} and ${firstPort + 199} on localhost.`);
}
