// A small static file server for the built page. It sends the two headers that make the page
// cross-origin isolated (wasm threads need it), right MIME types (module scripts and streaming wasm
// need them), lets hashed assets be cached for ever and has everything else checked at each load.
// Local only: it listens on the loopback addresses and reads nothing above its folder.

import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';

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
  "object-src 'none'; base-uri 'self'";

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

function answer(folder, isolated, request, response) {
  const refuse = (status, text) => {
    response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${text}\n`);
  };
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(405, 'Only GET and HEAD.');
  const found = locate(folder, request.url ?? '/');
  if (typeof found === 'number')
    return refuse(
      found,
      { 400: 'Bad path.', 403: 'Outside the served folder.', 404: 'Not found.' }[found],
    );
  const { file, stat } = found;
  const tag = `"${stat.size.toString(36)}-${Math.round(stat.mtimeMs).toString(36)}"`;
  const headers = {
    'Content-Type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Cache-Control': HASHED_ASSET.test(request.url ?? '')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    ETag: tag,
    'Content-Security-Policy': POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(isolated
      ? {
          'Cross-Origin-Opener-Policy': 'same-origin',
          'Cross-Origin-Embedder-Policy': 'require-corp',
        }
      : {}),
  };
  if (request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers);
    return response.end();
  }
  response.writeHead(200, { ...headers, 'Content-Length': stat.size });
  if (request.method === 'HEAD') return response.end();
  return createReadStream(file)
    .on('error', () => response.destroy())
    .pipe(response);
}

/** Listens on one loopback address; resolves with the server, or with the error code. */
function listen(handler, host, port) {
  return new Promise((done) => {
    const server = createServer(handler);
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
  const handler = (request, response) => answer(folder, isolated, request, response);
  for (let port = firstPort; port < firstPort + 200; port++) {
    const four = await listen(handler, '127.0.0.1', port);
    if (typeof four === 'string') continue;
    const six = await listen(handler, '::1', port);
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
